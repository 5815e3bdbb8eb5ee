"""`demo`: the whole way through the product on a fictional study."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import argument, coder_option
from tipcoder.cli.types import FolderPath
from tipcoder.errors import BadInput, ExitStatus

if TYPE_CHECKING:
    from tipcoder.workbench.study import OpenStudy

FOLDER = "demo-study"
_SHOWN_CODES = 12
_QUOTED_CODE = "pushback"
_WAY_ON = (
    ("tipcoder code --coder YOU", "code at the keyboard; ? shows the keys"),
    ("tipcoder counts", "codes by question and language"),
    ("tipcoder agreement -o DIR", "all codes, the report on agreement as files"),
    ("tipcoder adjudicate", "where the two differ, and resolving it"),
    ("tipcoder codings export", "every coding as CSV"),
    (
        "tipcoder stats --code workshops",
        "the same tests by a code, and how far its evidence reaches",
    ),
    (
        "tipcoder quotes -o FILE.docx",
        "quotes for release; tipcoder redact shows what has to be read",
    ),
    ("tipcoder stats tables", "who the respondents are and what they answered"),
    ("tipcoder merge -o FILE.csv", "everything as a table for analysis elsewhere"),
    ("tipcoder log, tipcoder undo", "who did what, and undoing it"),
    ("tipcoder check", "is everything still there and in order"),
)


@define_command("demo", examples=("tipcoder demo", "tipcoder demo /tmp/try --coder anna"))
@argument(
    "folder",
    "[DIR]",
    f"where (default: {FOLDER})",
    type=FolderPath(),
    required=False,
    default=Path(FOLDER),
)
@coder_option
def show_demo(folder: Path, coder: str | None) -> int:
    """Build a fictional study, print what can be got out of it, and open the workbench.

    The workbench opens only if there is a terminal. Nothing in the study is real.
    """
    _build_study(folder)
    show_study(folder)
    _print_way_on(folder)
    # In a pipe, as in a test of an installation, the printed part is all there is.
    if not output.is_terminal():
        return ExitStatus.DONE
    from tipcoder.cli.workbench import open_workbench

    return open_workbench(folder, coder)


def _build_study(folder: Path) -> None:
    """Build the study, or use the one that is there. Raises BadInput for another study."""
    from tipcoder.cli.import_report import format_report
    from tipcoder.workbench.demo import build_demo, is_demo
    from tipcoder.workbench.study_folder import STUDY_FILE

    if (folder / STUDY_FILE).exists():
        if not is_demo(folder):
            raise BadInput(f"{folder}: holds another study.", "Name a new folder for the demo.")
        output.print_text(
            f"{folder} is there already and is used as it is; delete it for a fresh one."
        )
        return
    with output.working("Building the fictional study"):
        demo = build_demo(folder)
    output.print_heading("1. The survey is frozen, response IDs are drawn")
    output.print_text(format_report(demo.survey))
    output.print_heading("2. Two coders' work comes in")
    coders = ", ".join(demo.codings.coders)
    output.print_text(
        f"{coders}: {demo.codings.added} codings, {demo.codings.finished} answers finished; "
        f"{demo.settled} of their disagreements are resolved."
    )


def _print_way_on(folder: Path) -> None:
    width = max(len(words) for words, _ in _WAY_ON)
    lines = [f"\nThe way on:\n  cd {shlex.quote(str(folder))}"]
    for words, about in _WAY_ON:
        lines.append(f"  {words:{width}} {about}")
    output.print_text("\n".join(lines))


def show_study(folder: Path) -> None:
    """Print what can be got out of a study, step by step."""
    from tipcoder.workbench.opening import open_study_folder

    with open_study_folder(folder, read_only=True) as study:
        _show_counts(study)
        _show_agreement(study)
        output.print_heading("5. What goes with importance and positivity")
        _show_tests(study)
        output.print_heading("6. Quotes that a person has read for release")
        _show_quotes(study)
        output.print_heading("7. The study's health")
        _show_health(study)


def _show_counts(study: OpenStudy) -> None:
    from tipcoder.workbench.status.code_counts import build_code_table

    by_code: dict[str, dict[str, object]] = {}
    coders: set[str] = set()
    for row in build_code_table(study, ["coder"]):
        line = by_code.setdefault(str(row["code"]), {"code": row["code"]})
        coder = str(row["coder"] or "")
        if coder:
            coders.add(coder)
            line[coder] = row["answers"]

    names = sorted(coders)
    # Who never used a code has no row for it; the table shows that as 0.
    for line in by_code.values():
        for name in names:
            line.setdefault(name, 0)
    by_use = sorted(by_code.values(), key=lambda line: -_add_answers(line, names))
    output.print_heading("3. How often each code is applied: answers by coder, the commonest first")
    output.print_records("Codes", by_use[:_SHOWN_CODES], ("code", *names), "table")


def _add_answers(line: dict[str, object], names: Sequence[str]) -> int:
    numbers = [line[name] for name in names]
    return sum(number for number in numbers if isinstance(number, int))


def _show_agreement(study: OpenStudy) -> None:
    from tipcoder.export.agreement_report import build_agreement_report
    from tipcoder.workbench.adjudication.adjudication import Adjudication
    from tipcoder.workbench.adjudication.consensus import require_study_consensus
    from tipcoder.workbench.agreement.study_agreement import assess_study

    with output.working("Comparing the two coders"):
        compared = assess_study(study)
    output.print_heading("4. How well the two coders agree, on the commonest codes")
    report = build_agreement_report(compared.agreement, most=_SHOWN_CODES)
    output.print_report(report, "table")

    reasons: Counter[str] = Counter()
    for lesson in Adjudication(study, study.find_coder(None)).draw_lessons():
        reasons.update(dict(lesson.reasons))
    why = ", ".join(f"{reason} {number}" for reason, number in reasons.most_common())
    output.print_text(
        "\nHow their disagreements were resolved. This does not change their agreement. "
        f"They differed because of: {why}."
    )
    output.print_text(require_study_consensus(study).sentence)


def _show_tests(study: OpenStudy) -> None:
    from tipcoder.export.result_lines import format_p, format_result
    from tipcoder.workbench.statistics.tests import StatisticsRequest, run_outcome_tests

    found = run_outcome_tests(study, StatisticsRequest())
    rows = []
    for result in found.results:
        adjusted = "" if result.p_adjusted is None else format_p(result.p_adjusted)
        row = {
            "outcome": result.outcome,
            "variable": result.variable,
            "test": format_result(result),
            "adjusted": adjusted,
        }
        rows.append(row)
    columns = ("outcome", "variable", "test", "adjusted")
    output.print_records("Tests", rows, columns, "table")
    for sentence in found.sentences:
        output.print_text(sentence)


def _show_quotes(study: OpenStudy) -> None:
    from tipcoder.cli.quotes.group import measure_lines
    from tipcoder.export.quote_files import build_quote_report
    from tipcoder.workbench.quotes.quote_rows import QuoteRequest
    from tipcoder.workbench.quotes.release import release_quotes

    done = release_quotes(study, QuoteRequest(codes=(_QUOTED_CODE,)), None, is_look=True)
    report = build_quote_report(done.sheet, measure_lines())
    output.print_report(report, "table")
    left_out = done.table.held.describe_held()
    output.print_text(
        f"{left_out} The audit passed: no name, contact or ID of the survey is in it."
    )


def _show_health(study: OpenStudy) -> None:
    from tipcoder.cli.check import format_totals
    from tipcoder.workbench.status.check import check_study

    report = check_study(study)
    for sentence in (*report.faults, *report.warnings):
        output.print_text(sentence)
    output.print_text(f"{format_totals(report.totals)}.")
