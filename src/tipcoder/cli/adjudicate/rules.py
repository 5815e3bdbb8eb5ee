"""`adjudicate rules`: why coders differed, and drafts of rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.cli import output
from tipcoder.cli.adjudicate.options import actor_options
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import format_option
from tipcoder.errors import ExitStatus

if TYPE_CHECKING:
    from tipcoder.export.report import Report
    from tipcoder.workbench.adjudication.rule_drafts import Lesson

_COLUMNS = ("code", "settled", "reasons", "part", "language", "draft")


@define_command(
    "adjudicate rules",
    examples=("tipcoder adjudicate rules", "tipcoder adjudicate rules --format csv"),
)
@format_option()
@actor_options
def draft_rules(form: str, coder: str | None, study_folder: Path | None) -> int:
    """Show why coders differed, and drafts of rules for the codebook.

    Drafts come from the reasons and notes of decisions. Nothing is written into the codebook.
    """
    from tipcoder.workbench.adjudication.adjudication import Adjudication
    from tipcoder.workbench.opening import open_study_folder

    with open_study_folder(study_folder, read_only=True, viewer=coder) as study:
        desk = Adjudication(study, study.find_coder(coder))
        lessons = desk.draw_lessons()
        held = desk.count_judgements_upheld()

    output.print_report(_build_report(lessons), form)
    if held:
        coders = [f"{name} {number} of {of}" for name, number, of in held]
        output.say(f"Decided as the coder had judged: {', '.join(coders)}.")
    return ExitStatus.DONE


def _build_report(lessons: Sequence[Lesson]) -> Report:
    """Drafts in every format; a terminal is shown those of a code below its reasons."""
    from tipcoder.export.document import Document, Preformatted
    from tipcoder.export.report import build_records_report

    rows = list(_list_drafts(lessons))
    report = build_records_report("Rules", rows, _COLUMNS, empty="Nothing is resolved yet.")
    if not lessons:
        return report
    lines = []
    for lesson in lessons:
        lines.append(lesson.describe_reasons(lesson.code))
        for draft in lesson.drafts:
            lines.append(f"  {draft.part} ({draft.language}): {draft.text}")
    return replace(report, narrow=Document("Rules", (Preformatted("\n".join(lines)),)))


def _list_drafts(lessons: Sequence[Lesson]) -> Iterator[dict[str, object]]:
    """A record for each draft; a code without one has a record too."""
    for lesson in lessons:
        reasons = [f"{reason} {number}" for reason, number in lesson.reasons]
        about = {
            "code": lesson.code,
            "settled": lesson.settled,
            "reasons": ", ".join(reasons),
        }
        if not lesson.drafts:
            yield {**about, "part": "", "language": "", "draft": ""}
        for draft in lesson.drafts:
            yield {**about, "part": draft.part, "language": draft.language, "draft": draft.text}
