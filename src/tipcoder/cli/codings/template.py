"""`codings template`: a sheet for a colleague who codes in a spreadsheet."""

from __future__ import annotations

from pathlib import Path

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import (
    coder_option,
    flag,
    option,
    output_file,
    questions_option,
    raw_option,
    study_option,
)
from tipcoder.cli.publishing import refuse_raw_words
from tipcoder.errors import BadInput, ExitStatus

_ENDINGS = (".xlsx", ".csv")


@define_command(
    "codings template",
    examples=(
        "tipcoder codings template --coder anna -o anna.xlsx --raw",
        "tipcoder codings template --coder anna --round R1 --one-cell -o anna.csv --raw",
    ),
)
@output_file("where to write: .xlsx or .csv; RAW- is put in front of its name", required=True)
@questions_option("only answers to this question; may be repeated")
@option(
    "--round",
    "rounds",
    metavar="NAME",
    multiple=True,
    help="only the coder's answers of this round; may be repeated",
)
@flag("--unfinished", about="only answers that the coder has not finished")
@flag("--one-cell", about="one column for the names of codes, instead of a column for each code")
@flag("--survey-ids", about="the survey's own IDs, from the key file, instead of case labels")
@raw_option("write the words of answers, for the team: the file says so in its name")
@coder_option
@study_option
def write_coding_template(
    file: Path,
    questions: tuple[str, ...],
    rounds: tuple[str, ...],
    unfinished: bool,
    one_cell: bool,
    survey_ids: bool,
    raw: bool,
    coder: str | None,
    study_folder: Path | None,
) -> int:
    """Write a sheet to code in: a row for each answer, and a column for each code.

    Filled in, `tipcoder codings import FILE --coder NAME` takes it back. A workbook offers 0 and 1
    in its cells and has the codebook on a second sheet.
    """
    from tipcoder.export.leaving import LeavingFile
    from tipcoder.export.writers.csv_table import write_csv
    from tipcoder.export.writers.workbook import write_xlsx
    from tipcoder.workbench.exchange.coding_template import (
        TemplateRequest,
        build_coding_template,
        describe_template,
    )
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.output_files import claim_output
    from tipcoder.workbench.team_files import RAW_WARNING, hand_to_team

    ending = file.suffix.lower()
    if ending not in _ENDINGS:
        raise BadInput(f"{file}: is no .xlsx and no .csv.", "Name a file that ends in .xlsx.")
    refuse_raw_words(raw, "Sheets to code in")
    request = TemplateRequest(questions, rounds, unfinished, one_cell, survey_ids)
    with open_study_folder(study_folder, read_only=True, viewer=coder) as study:
        claim_output(study, file)
        person = study.find_coder(coder)
        template = build_coding_template(study, person, request, for_csv=ending == ".csv")
        if ending == ".csv":
            # With its mark, or Excel takes the letters for those of another encoding.
            content = "\ufeff".encode() + write_csv(template.sheet)
        else:
            content = write_xlsx(template.document)
        (target,) = hand_to_team(study, [LeavingFile(file, content, ending)], raw=True)
    output.say(describe_template(template, str(target)))
    output.say(RAW_WARNING)
    return ExitStatus.DONE
