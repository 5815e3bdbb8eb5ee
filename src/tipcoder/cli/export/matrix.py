"""`export matrix`: codes as a table for programs of statistics and spreadsheets."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import (
    coder_option,
    codings_of_option,
    flag,
    option,
    output_file,
    questions_option,
    raw_option,
    smallest_cell_option,
    study_option,
)
from tipcoder.cli.types import NameList, OneOf
from tipcoder.errors import ExitStatus

if TYPE_CHECKING:
    from tipcoder.workbench.publishing.matrix_file import MatrixFile
    from tipcoder.workbench.statistics.code_matrix import MatrixRequest
    from tipcoder.workbench.study import OpenStudy

_DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t"}


@define_command(
    "export matrix",
    examples=(
        "tipcoder export matrix -o codes.sav --by-question --wide",
        "tipcoder export matrix -o codes.xlsx --variables importance,country",
        "tipcoder export matrix -o codes.csv --lists --numbers",
    ),
)
@output_file("the table to write: .csv, .xlsx, .sav, .dta or .parquet", required=True)
@flag("--by-question", about="a row for each answer instead of each case")
@flag("--wide", about="with --by-question: a row a case, and columns CODE@QUESTION behind CODE")
@flag("--lists", about="the codes that apply as code1, code2, ... instead of a column each")
@flag("--numbers", about="with --lists, codes by their numbers (.sav and .dta always have them)")
@option(
    "--variables",
    metavar="A,B",
    type=NameList(),
    default=(),
    help="also these: outcomes, factors, indicators and closed columns, by name",
)
@codings_of_option()
@questions_option("the questions where codes were looked for (default: where each was applied)")
@flag("--labels", about="labels above the columns instead of names, for .csv and .xlsx")
@flag("--excel", about="a .csv that Excel opens by a double click")
@option(
    "--delimiter",
    type=OneOf(tuple(_DELIMITERS)),
    default="comma",
    help="what stands between the cells of a .csv: comma (default), semicolon, tab",
)
@smallest_cell_option(
    "for a table to publish: refuse it if fewer respondents share the values of all variables, "
    "also together with what left before"
)
@raw_option("do not look for names in it, for the team: the file says so in its name")
@coder_option
@study_option
def export_matrix_file(
    file: Path,
    by_question: bool,
    wide: bool,
    lists: bool,
    numbers: bool,
    variables: tuple[str, ...],
    codings_of: str | None,
    questions: tuple[str, ...],
    labels: bool,
    excel: bool,
    delimiter: str,
    smallest_cell: int | None,
    raw: bool,
    coder: str | None,
    study_folder: Path | None,
) -> int:
    """Write where each code is present: a row a case, a column a code.

    1 is present, 0 is read and absent, and an empty cell is unknown: not asked, not answered, or
    not read. A code with others below it holds every case that has any of them; CODE.own is the
    code itself. Cases stand under their response IDs. In .sav the codes are multiple-response sets,
    one over all and, with --wide, one for each question.

    As with `merge`, the table is for analysis and stays in the team, unless --smallest-cell makes
    it one that may be published.
    """
    from tipcoder.export.data_files import WITH_WORKBOOK, check_data_ending
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.publishing.matrix_file import MatrixFile
    from tipcoder.workbench.statistics.code_matrix import MatrixRequest
    from tipcoder.workbench.survey.former_questions import describe_former_questions

    check_data_ending(file, WITH_WORKBOOK)
    asked = MatrixRequest(
        by_question=by_question,
        wide=wide,
        lists=lists,
        numbers=numbers,
        layer=codings_of,
        questions=questions,
    )
    wanted = MatrixFile(
        variables=variables,
        smallest_cell=smallest_cell,
        raw=raw,
        has_label_heads=labels,
        for_spreadsheet=excel,
        delimiter=_DELIMITERS[delimiter],
    )
    with open_study_folder(study_folder, read_only=raw, viewer=coder) as study:
        output.say_all(describe_former_questions(study))
        _write_matrix(study, file, asked, wanted, coder)
    return ExitStatus.DONE


def _write_matrix(
    study: OpenStudy, file: Path, asked: MatrixRequest, wanted: MatrixFile, coder: str | None
) -> None:
    from tipcoder.workbench.publishing.matrix_file import write_code_matrix

    with output.working("Writing", file.name) as line:
        done = write_code_matrix(
            study, file, asked, wanted, study.find_coder(coder), line.counter("codes")
        )
    output.say_all(done.sentences)
    is_case = asked.wide or not asked.by_question
    rows = output.format_count(done.rows, "case" if is_case else "answer")
    columns = output.format_count(done.width, "column")
    where = str(done.path)
    if done.dictionary is not None:
        where += f"; {done.dictionary.name} says what they mean"
    output.say(f"{rows} x {columns} written to {where}. Only you may read them.")
