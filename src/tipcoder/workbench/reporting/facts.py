"""What a reader has to know of a study before any figure."""

from __future__ import annotations

from collections.abc import Sequence

from tipcoder import __version__
from tipcoder.store import coders, progress, rounds, survey_data, waves
from tipcoder.store.progress import ProgressCount
from tipcoder.workbench.codebook.file import read_current_codebook
from tipcoder.workbench.statistics.weights import is_about_weights
from tipcoder.workbench.study import OpenStudy

_LAYER = "Layer: "


def list_facts(study: OpenStudy, sentences: Sequence[str]) -> dict[str, object]:
    """Size, codebook and program. `sentences` are those beside the figures, one of which tells
    whose codings count.
    """
    with study.store.read() as db:
        cases = survey_data.load_cases(db)
        counts = progress.count_by_language(db)
        people = coders.load_coders(db)
        book = read_current_codebook(db)
    facts: dict[str, object] = {
        "study": study.definition.title,
        "respondents": len({case.key.response_id for case in cases}),
        "cases": len(cases),
        "open questions": len(study.definition.questions),
        "answers with words": _count_answers(counts),
        "coders": len(people),
        "codebook": f"revision {book.revision}, {len(book.codes)} codes",
        "software": f"tipcoder {__version__}",
        "weights": next((one for one in sentences if is_about_weights(one)), ""),
        "codings": next((one for one in sentences if one.startswith(_LAYER)), ""),
    }
    return {name: value for name, value in facts.items() if value != ""}


def _count_answers(counts: Sequence[ProgressCount]) -> int:
    """Readable answers of all questions and languages."""
    return sum(count.answers for count in counts if count.coder is None)


def has_several_coders(study: OpenStudy) -> bool:
    """Whether two people or more have coded, so that agreement can be measured."""
    with study.store.read() as db:
        return sum(bool(one.codings) for one in progress.count_work_by_coder(db)) > 1


def has_several_waves(study: OpenStudy) -> bool:
    """Whether the survey was made twice or more, so that change can be measured."""
    with study.store.read() as db:
        return sum(bool(wave.name) for wave in waves.list_waves(db)) > 1


def list_frozen_rounds(study: OpenStudy) -> list[str]:
    """Rounds on which coders are compared: live work has seen decisions since."""
    with study.store.read() as db:
        found = rounds.load_rounds(db)
    return [one.name for one in found if one.frozen_at and one.compares_coders]
