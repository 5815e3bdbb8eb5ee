"""`demo`: the whole way through the product on a fictional study."""

from __future__ import annotations

import argparse
import shlex
from collections import Counter
from pathlib import Path

from tipcoder.cli import output
from tipcoder.cli.options import Verbs, add_coder, named_path
from tipcoder.errors import BadInput, ExitStatus

FOLDER = "demo-study"
_SHOWN_CODES = 12
_QUOTED_CODE = "pushback"


def add_verbs(verbs: Verbs) -> None:
    demo = verbs.add_parser(
        "demo",
        help="a fictional study to try everything on",
        description="Builds the study, prints what can be got out of it, and opens the workbench if there is a "
        "terminal. Nothing in it is real.",
    )
    demo.add_argument(
        "folder", metavar="DIR", type=named_path, nargs="?", default=Path(FOLDER), help=f"where (default: {FOLDER})"
    )
    add_coder(demo)
    demo.set_defaults(run=run_demo)


def run_demo(arguments: argparse.Namespace) -> int:
    from tipcoder.cli.survey import is_terminal, report_text
    from tipcoder.study import STUDY_FILE
    from tipcoder.workbench.demo import build_demo, is_demo

    folder: Path = arguments.folder
    if (folder / STUDY_FILE).exists():
        if not is_demo(folder):
            raise BadInput(f"{folder}: holds another study.", "Name a new folder for the demo.")
        output.text(f"{folder} is there already and is used as it is; delete it for a fresh one.")
    else:
        with output.working("Building the fictional study"):
            demo = build_demo(folder)
        output.heading("1. The survey is frozen, response IDs are drawn")
        output.text(report_text(demo.survey))
        output.heading("2. Two coders' work comes in")
        output.text(
            f"{', '.join(demo.codings.coders)}: {demo.codings.added} codings, {demo.codings.finished} answers finished;"
            f" {demo.settled} of their disagreements are settled."
        )
    _show(folder)
    output.text(
        f"\nThe way on:\n  cd {shlex.quote(str(folder))}"
        "\n  tipcoder code --coder YOU       code at the keyboard; ? shows the keys"
        "\n  tipcoder counts                 codes by question and language"
        "\n  tipcoder agreement -o DIR       all codes, the report on agreement as files"
        "\n  tipcoder adjudicate             where the two differ, and settling it"
        "\n  tipcoder codings export         every coding as CSV"
        "\n  tipcoder stats --code workshops the same tests by a code, and how far its evidence reaches"
        "\n  tipcoder quotes -o FILE.docx    quotes that may leave; tipcoder redact shows what has to be read"
        "\n  tipcoder stats tables           who the respondents are and what they answered"
        "\n  tipcoder merge -o FILE.csv      everything as a table for analysis elsewhere"
        "\n  tipcoder log, tipcoder undo     who did what, and taking it back"
        "\n  tipcoder check                  is everything still there and in order"
    )
    if not is_terminal():
        return ExitStatus.DONE
    from tipcoder.cli.workbench import open_workbench

    return open_workbench(folder, arguments.coder)


def _show(folder: Path) -> None:
    from tipcoder.cli.agreement import print_report
    from tipcoder.cli.reports import totals_text
    from tipcoder.workbench.adjudication.adjudication import Adjudication
    from tipcoder.workbench.adjudication.consensus import require_study_consensus
    from tipcoder.workbench.agreement.study_agreement import assess_study
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.status.check import check_study
    from tipcoder.workbench.status.code_counts import build_code_table

    with open_study_folder(folder, read_only=True) as here:
        rows = build_code_table(here, ["coder"])
        report = check_study(here)
        with output.working("Comparing the two coders"):
            compared = assess_study(here)
        desk = Adjudication(here, here.find_coder(None))
        reasons: Counter[str] = Counter()
        for lesson in desk.draw_lessons():
            reasons.update(dict(lesson.reasons))
        layer = require_study_consensus(here).sentence
    by_code: dict[str, dict[str, object]] = {}
    for row in rows:
        line = by_code.setdefault(str(row["code"]), {"code": row["code"]})
        if row["coder"]:
            line[str(row["coder"])] = row["answers"]
    coders = sorted({str(row["coder"]) for row in rows if row["coder"]})
    shown = sorted(by_code.values(), key=lambda line: -sum(_number(line.get(name)) for name in coders))
    output.heading("3. How often a code stands: answers by coder, the commonest first")
    output.rows(
        [{name: line.get(name, 0) if name != "code" else line["code"] for name in ("code", *coders)} for line in shown][
            :_SHOWN_CODES
        ],
        ("code", *coders),
        "table",
    )
    output.heading("4. How well the two coders agree, on the commonest codes")
    print_report(compared, most=_SHOWN_CODES)
    why = ", ".join(f"{reason} {n}" for reason, n in reasons.most_common())
    output.text(f"\nWhat was settled where they differed, which makes no reliability better (why they had: {why}):")
    output.text(layer)
    output.heading("5. What goes with importance and positivity")
    _show_tests(folder)
    output.heading("6. Quotes that a person has read for release")
    _show_quotes(folder)
    output.heading("7. The study's health")
    for sentence in (*report.faults, *report.warnings):
        output.text(sentence)
    output.text(f"{totals_text(report.totals)}.")


def _show_tests(folder: Path) -> None:
    from tipcoder.export.result_lines import format_p, format_result
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.statistics.tests import StatisticsRequest, run_outcome_tests

    with open_study_folder(folder, read_only=True) as here:
        found = run_outcome_tests(here, StatisticsRequest())
    rows = [
        {
            "outcome": result.outcome,
            "variable": result.variable,
            "test": format_result(result),
            "adjusted": "" if result.p_adjusted is None else format_p(result.p_adjusted),
        }
        for result in found.results
    ]
    output.rows(rows, ("outcome", "variable", "test", "adjusted"), "table")
    for sentence in found.sentences:
        output.text(sentence)


def _show_quotes(folder: Path) -> None:
    from tipcoder.cli.quotes import group_text
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.quotes.quote_rows import QuoteRequest
    from tipcoder.workbench.quotes.release import release_quotes

    with open_study_folder(folder, read_only=True) as here:
        done = release_quotes(here, QuoteRequest(codes=(_QUOTED_CODE,)), None)
    (group,) = done.sheet.groups
    output.text(group_text(group, done.sheet.columns))
    output.text(
        f"{done.table.left_out.describe_omitted()} The audit passed: no name, contact or ID of the survey is in it."
    )


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
