"""`merge`: cases joined to countries, indicators and the presence of codes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.cli import merge_report, output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import (
    coder_option,
    codings_of_option,
    format_option,
    option,
    output_file,
    questions_option,
    raw_option,
    smallest_cell_option,
    study_option,
)
from tipcoder.cli.publishing import check_printed
from tipcoder.cli.types import NameList, ValueType
from tipcoder.errors import BadInput, ExitStatus

if TYPE_CHECKING:
    from tipcoder.workbench.publishing.merged_data import MergeRequest
    from tipcoder.workbench.statistics.indicator_merge import MergeReport
    from tipcoder.workbench.study import OpenStudy


class CountryDecision(ValueType):
    """`NAME=COUNTRY`: what a name that nobody knows means."""

    name = "decision"

    def read_value(self, text: str) -> tuple[str, str]:
        name, sign, country = text.rpartition("=")
        if not sign or not name.strip() or not country.strip():
            raise BadInput(
                f"--decide cannot read {text!r}.",
                'Write --decide "Name as written=KEN", or =none.',
            )
        return name.strip(), country.strip()


@define_command(
    "merge",
    examples=(
        "tipcoder merge",
        'tipcoder merge --decide "Holland=NLD"',
        "tipcoder merge -o merged.csv --codings-of consensus",
    ),
)
@output_file("write the table: .csv, .xlsx, .parquet, .dta or .sav")
@option(
    "--decide",
    "decisions",
    metavar="NAME=COUNTRY",
    type=CountryDecision(),
    multiple=True,
    help="keep what an unknown name means; COUNTRY is a code or a name, or none",
)
@codings_of_option()
@questions_option("the questions where codes were looked for (default: where each was applied)")
@option(
    "--columns",
    metavar="A,B",
    type=NameList(),
    default=(),
    help="with -o, also these columns of the survey, though they are not closed",
)
@option(
    "--only",
    metavar="A,B",
    type=NameList(),
    default=(),
    help="with -o, these columns and the IDs, and nothing else",
)
@smallest_cell_option(
    "with -o, for a table to publish: refuse it if fewer respondents share the values of all "
    "columns, also together with what left before"
)
@raw_option("with -o, do not look for names in it, for the team: the file says so in its name")
@format_option()
@coder_option
@study_option
def merge_indicators(
    file: Path | None,
    decisions: tuple[tuple[str, str], ...],
    codings_of: str | None,
    questions: tuple[str, ...],
    columns: tuple[str, ...],
    only: tuple[str, ...],
    smallest_cell: int | None,
    raw: bool,
    form: str,
    coder: str | None,
    study_folder: Path | None,
) -> int:
    """Join cases to countries, indicators and the presence of codes.

    Without -o, says what the merge finds: names of countries that nobody knows, cases without a
    country, countries without data. With -o, writes the table and a data dictionary beside it, in
    order of the response IDs, for you alone to read. Open texts are left out, because they may name
    people. So is every column that study.toml does not declare and that is not closed by its
    content: words under "other", times, IDs. --columns lets them out by name.

    Without --smallest-cell the table is for analysis and stays in the team. With it, it may be
    published: it is judged together with what left before, and later files together with it.
    """
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.publishing.merged_data import MergeRequest
    from tipcoder.workbench.survey.former_questions import describe_former_questions

    # What leaves is kept in the log; a file for the team has not left.
    only_read = file is None or raw
    with open_study_folder(study_folder, read_only=only_read, viewer=coder) as study:
        # Refused before a decision is kept and before the merge takes its time.
        if file is not None:
            _claim_files(study, file)
        output.say_all(describe_former_questions(study))
        if decisions:
            _keep_decisions(study, decisions, coder)
        if file is None:
            _print_findings(study, form)
        else:
            asked = MergeRequest(columns, only, smallest_cell, raw)
            _write_table(study, file, asked, codings_of, questions, form, coder)
    return ExitStatus.DONE


def _claim_files(study: OpenStudy, file: Path) -> None:
    """Refuse a file that cannot be written before anything is done."""
    from tipcoder.export.data_files import WITH_WORKBOOK, check_data_ending, find_dictionary_file
    from tipcoder.workbench.output_files import claim_outputs

    check_data_ending(file, WITH_WORKBOOK)
    claim_outputs(study, (file, find_dictionary_file(file)))


def _keep_decisions(
    study: OpenStudy, decisions: Sequence[tuple[str, str]], coder: str | None
) -> None:
    from tipcoder.workbench.coders import resolve_coder_name
    from tipcoder.workbench.statistics.country_names import decide_countries, find_decisions_file

    kept_in = find_decisions_file(study).name
    for sentence in decide_countries(study, decisions, resolve_coder_name(coder)):
        output.say(f"Kept in {kept_in}: {sentence}.")


def _print_findings(study: OpenStudy, form: str) -> None:
    from tipcoder.workbench.statistics.indicator_merge import merge_indicators

    with output.working("Merging", study.definition.title):
        report = merge_indicators(study).report
    print_report(study, report, form)


def _write_table(
    study: OpenStudy,
    file: Path,
    asked: MergeRequest,
    codings_of: str | None,
    questions: Sequence[str],
    form: str,
    coder: str | None,
) -> None:
    """The table, its dictionary beside it, and what there is to know about both."""
    from tipcoder.workbench.publishing.merged_data import write_merged_data
    from tipcoder.workbench.statistics.merged_table import build_merged_table

    with output.working("Merging", study.definition.title):
        table = build_merged_table(study, layer=codings_of, questions=questions)
        done = write_merged_data(study, file, table, asked, study.find_coder(coder))

    print_report(study, table.report, form)
    output.say_all((*table.sentences, *done.sentences))
    cases = output.format_count(table.report.cases, "case")
    columns = output.format_count(done.width, "column")
    where = str(done.path)
    if done.dictionary is not None:
        where += f"; {done.dictionary.name} says what they mean"
    output.say(f"{cases} x {columns} written to {where}. Only you may read them.")


def print_report(study: OpenStudy, report: MergeReport, form: str) -> None:
    """What a merge found, in the form asked for."""
    from tipcoder.workbench.publishing.declaration import LetsOut

    shown = merge_report.build_merge_report(report)
    # A list of cases looks like a phone number.
    said = check_printed(study, shown, form, LetsOut(public=frozenset(report.list_cases())))
    output.print_report(shown, form)
    output.say_all((*report.describe_unmatched(), *said))
