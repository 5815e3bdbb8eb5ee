"""`suggest frame`: a first code frame from the answers, looked at and taken over."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.cli import output
from tipcoder.cli.codebook.edits import make_edit
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import (
    coder_option,
    count_option,
    dry_run_option,
    flag,
    format_option,
    option,
    questions_option,
    raw_option,
    study_option,
)
from tipcoder.cli.publishing import check_printed, say_raw
from tipcoder.cli.suggest.frame_report import WORDS, build_frame_report
from tipcoder.cli.types import CodeKey, NumberList, ThemeLabels, ThemeMerges
from tipcoder.errors import BadInput, ExitStatus

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tipcoder.model.codes import Code
    from tipcoder.workbench.study import OpenStudy
    from tipcoder.workbench.suggestions.code_frame import StudyDraft, Theme


@define_command(
    "suggest frame",
    examples=(
        "tipcoder suggest frame --question reason",
        "tipcoder suggest frame --question reason --merge 2+5 --only 1,2,4 --label '4=Costs'",
        "tipcoder suggest frame --question reason --merge 2+5 --only 1,2,4 --label '4=Costs' --add",
    ),
)
@questions_option("only answers to this question; may be repeated")
@flag("--open", "only_open", about="only answers that nobody has finished")
@count_option("--themes", about="how many themes to look for (default: by the number of answers)")
@option("--merge", "merges", type=ThemeMerges(), multiple=True, metavar="N+N",
        help="join these themes into one; may be repeated")  # fmt: skip
@option("--only", type=NumberList(), metavar="N,N", help="only these themes")
@option("--label", "labels", type=ThemeLabels(), multiple=True, metavar="N=LABEL",
        help="call this theme so; may be repeated")  # fmt: skip
@flag("--add", about="make codes of the themes")
@option("--under", "parent", type=CodeKey(), metavar="CODE", help="put the codes under this one")
@dry_run_option("say what --add would do, and write nothing")
@format_option()
@raw_option("with the words themselves also in formats other than a table, for the team")
@coder_option
@study_option
def draft_frame(
    questions: tuple[str, ...],
    only_open: bool,
    themes: int | None,
    merges: tuple[tuple[int, ...], ...],
    only: tuple[int, ...] | None,
    labels: tuple[tuple[int, str], ...],
    add: bool,
    parent: str | None,
    dry_run: bool,
    form: str,
    raw: bool,
    coder: str | None,
    study_folder: Path | None,
) -> int:
    """Group answers that say alike things into themes, in all languages together.

    A theme is called by the words that tell it from the others. `alike` is the share of its
    statements whose nearest neighbour, by another respondent, is in it too: where it is low, the
    theme holds several things. The same answers give the same themes with the same numbers, so
    look first, then join, choose and name them, and say --add: each theme becomes a code with its
    words as cues. Nothing is coded.
    """
    from tipcoder.workbench.codebook.edits import AddCodes
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.study import require_questions
    from tipcoder.workbench.suggestions.code_frame import (
        choose_themes,
        draft_code_frame,
        require_numbers,
    )

    if (parent is not None or dry_run) and not add:
        raise BadInput("--under and --dry-run belong to --add.", "Say --add too.")
    is_read_only = not add or dry_run
    with open_study_folder(study_folder, read_only=is_read_only, viewer=coder) as study:
        asked = require_questions(study, questions)
        with output.working("Grouping", study.definition.title):
            found = draft_code_frame(study, asked, themes, only_open=only_open)
        _merge_themes(found, merges)
        require_numbers(found.draft, dict(labels))
        chosen = choose_themes(found.draft, only or ())
        # Before anything is printed: a code that is not there ends it.
        codes = _build_codes(study, found, chosen, dict(labels), parent) if add else ()
        report = build_frame_report(found.draft, chosen, with_words=raw or form == "table")
        said = () if raw else check_printed(study, report, form)
        output.print_report(report, form)
        say_raw(WORDS if raw else (), form, "quotes")
        output.say_all(said)
        _say_coverage(found, chosen)
        if add:
            make_edit(study, AddCodes(codes), coder, dry_run)
    return ExitStatus.DONE


def _merge_themes(found: StudyDraft, merges: Sequence[tuple[int, ...]]) -> None:
    from tipcoder.workbench.suggestions.code_frame import require_numbers

    for numbers in merges:
        require_numbers(found.draft, numbers)
        found.draft.merge_themes(numbers)


def _say_coverage(found: StudyDraft, themes: Sequence[Theme]) -> None:
    draft = found.draft
    share = draft.measure_coverage([theme.number for theme in themes])
    count = output.format_count(len(themes), "theme")
    answers = output.format_count(draft.answers, "answer")
    output.say(f"{count}: {share:.0%} of {answers} have a statement in one of them.")
    if found.left_out:
        output.say(f"{output.format_count(found.left_out, 'answer')} in an open round left out.")
    if found.model:
        output.say(f"{found.model} had a part in it, by nearness in meaning.")


def _build_codes(
    study: OpenStudy,
    found: StudyDraft,
    themes: Sequence[Theme],
    labels: dict[int, str],
    parent: str | None,
) -> tuple[Code, ...]:
    from tipcoder.workbench.codebook.file import read_codebook_in_force
    from tipcoder.workbench.suggestions.code_frame import build_codes, list_label_languages

    book = read_codebook_in_force(study)
    languages = list_label_languages(book, study.definition.languages)
    return build_codes(themes, book, languages, labels, sorted(found.questions), parent)
