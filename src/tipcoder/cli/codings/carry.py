"""`codings carry`: codes of settled answers for answers that say the same."""

from __future__ import annotations

from pathlib import Path

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import (
    coder_option,
    dry_run_option,
    format_option,
    option,
    questions_option,
    raw_option,
    study_option,
)
from tipcoder.cli.publishing import check_printed, say_raw
from tipcoder.errors import ExitStatus
from tipcoder.text import make_excerpt

_COLUMNS = ("question", "case", "answers", "precedents", "codes", "carried", "reason")

_SHOWN = 60
"""Characters of an answer in a table."""


@define_command(
    "codings carry",
    examples=(
        "tipcoder codings carry --dry-run",
        "tipcoder codings carry --wave 2025 --dry-run",
        "tipcoder codings carry --wave 2025",
    ),
)
@option("--wave", "waves", metavar="NAME", multiple=True, help="only to this wave; may be repeated")
@questions_option("only answers to this question; may be repeated")
@dry_run_option("show the plan and write nothing")
@raw_option("add the words of the answers in formats other than a table, for the team")
@format_option()
@coder_option
@study_option
def carry_codes_over(
    waves: tuple[str, ...],
    questions: tuple[str, ...],
    dry_run: bool,
    raw: bool,
    form: str,
    coder: str | None,
    study_folder: Path | None,
) -> int:
    """Carry codes from settled answers to answers that say the same.

    Only to answers that nobody has coded or finished and no open round has, and only where all
    settled answers with that text, to the same question, have the same codes. Case and white space
    do not count. Where they differ nothing is carried, and the list says how many have which codes.
    All of it is one act; `tipcoder undo` takes it back. What was carried is marked, and never
    counts when agreement is computed.
    """
    from tipcoder.export.report import build_records_report
    from tipcoder.workbench.carrying.carrying import carry_codes, read_plan
    from tipcoder.workbench.carrying.carrying_plan import CarryWish
    from tipcoder.workbench.opening import open_study_folder

    with_words = raw or form == "table"
    wish = CarryWish(waves, questions)
    with open_study_folder(study_folder, read_only=dry_run, viewer=coder) as study:
        person = study.find_coder(coder)
        plan, rows = read_plan(study, wish)
        if form == "table":
            # An answer may be longer than a screen: its beginning tells which one it is.
            rows = [row | {"text": make_excerpt(row["text"], _SHOWN)} for row in rows]
        columns = [*_COLUMNS, "text"] if with_words else list(_COLUMNS)
        report = build_records_report("Carried codes", rows, columns, empty="Nothing to carry.")
        said = () if with_words else check_printed(study, report, form)
        done = "Dry run: nothing was written."
        if not dry_run:
            plan, done = carry_codes(study, person, wish)
    output.print_report(report, form)
    say_raw(columns, form, "text")
    output.say_all([*said, *plan.sentences, done])
    if plan.carried and not dry_run:
        output.say("`tipcoder undo` takes it back.")
    return ExitStatus.DONE
