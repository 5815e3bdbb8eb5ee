"""A file that is called a new wave and has the answers of a wave that is here already.

Under a mistyped wave every answer of the study would come in a second time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import islice

from tipcoder.errors import BadInput
from tipcoder.store import survey_data
from tipcoder.store.engine import Db
from tipcoder.survey.frozen_case import FrozenCase
from tipcoder.text import hash_text, unscope_identifier
from tipcoder.workbench.survey.import_report import FrozenSurvey
from tipcoder.workbench.survey.stored_waves import StoredWaves

_LOOKED_AT = 2_000
"""Cases of the file by which it is known."""
_LONG = 20
"""Characters from which hardly anybody writes the same twice."""
_FEWEST = 3
"""Answers that have to be the same before anything is said."""


def refuse_same_answers(
    db: Db, frozen: FrozenSurvey, ids: Mapping[str, str], stored: StoredWaves
) -> None:
    """Raise BadInput where most longer answers of a new wave are those that the same respondents
    gave in another one, letter for letter. `ids` are response IDs by the survey's own.
    """
    new = [case for case in islice(frozen.cases, _LOOKED_AT) if stored.is_new(case.wave)]
    known: dict[str, str] = {}
    for case in new:
        response_id = ids.get(unscope_identifier(case.source_id))
        if response_id is not None:
            known[case.source_id] = response_id
    if not known:
        return
    written = _load_written(db, set(known.values()))
    compared = 0
    same: Counter[str] = Counter()
    for case in new:
        for text in _iterate_long_texts(case):
            compared += 1
            before = written.get((known.get(case.source_id, ""), hash_text(text)))
            if before is not None:
                same[before] += 1
    count = same.total()
    if count < _FEWEST or 2 * count <= compared:
        return
    ((wave, _),) = same.most_common(1)
    of_wave = f"wave {wave}" if wave else "the wave before"
    raise BadInput(
        f"{frozen.table.source}: {count} of its {compared} longer answers are, letter for letter, "
        f"those of the same respondents in {of_wave}.",
        "Is it that wave, under another name? Then import it with the name that the study has.",
    )


def _iterate_long_texts(case: FrozenCase) -> Iterator[str]:
    for answer in case.answers:
        if len(answer.text) >= _LONG:
            yield answer.text


def _load_written(db: Db, response_ids: set[str]) -> dict[tuple[str, str], str]:
    """(response ID, digest of a text) -> the wave in which it was written."""
    cases = survey_data.load_cases_by_key(db, response_ids).values()
    by_id = {case.id: case.key for case in cases}
    written = {}
    for (case_id, _), answer in survey_data.load_current_answers(db, list(by_id)).items():
        key = by_id[case_id]
        written[key.response_id, answer.text_hash] = key.wave
    return written
