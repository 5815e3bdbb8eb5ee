"""`init`: a study from a survey file."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.import_report import find_import_status, print_report, watch_import
from tipcoder.cli.options import (
    argument,
    coder_option,
    flag,
    format_option,
    option,
    reading_options,
)
from tipcoder.cli.types import ColumnRoleType, FilePath, InputFile
from tipcoder.errors import BadInput, ExitStatus, TipcoderError

if TYPE_CHECKING:
    from tipcoder.workbench.survey.creating import StudyPlan
    from tipcoder.workbench.survey.import_report import ImportReport
    from tipcoder.workbench.survey.importing import ReadOptions
    from tipcoder.workbench.survey.role_choices import RoleChoice


@define_command(
    "init",
    examples=(
        "tipcoder init answers.xlsx",
        "tipcoder init my-study --survey answers.csv",
        "tipcoder init my-study --survey answers.csv --role 'Any comments?=question'",
        "tipcoder init my-study --survey answers.csv --study-file my-study.toml",
    ),
    exclusive=(("--template", "--study-file", "--role"),),
)
@argument(
    "place",
    "DIR|FILE",
    "the new study's folder; or the survey, and the folder is named after it",
    type=FilePath(),
)
@option(
    "--survey",
    metavar="FILE",
    type=InputFile(),
    help="the survey: CSV, XLSX, XLS, ODS, SPSS, Stata or JSON; - for standard input",
)
@option("--template", metavar="NAME", help="a study that tipcoder knows, like tip-ngo-survey")
@option("--study-file", metavar="FILE", type=FilePath(), help="a study.toml written before")
@option("--codebook", metavar="FILE", type=FilePath(), help="the codebook to start with")
@option(
    "--role",
    "roles",
    metavar="COLUMN=ROLE",
    type=ColumnRoleType(),
    multiple=True,
    help="what a column is for, if it is taken for something else: question, translation, id, "
    "case, wave, weight, attribute, name, private, outcome, factor, kept or left-out",
)
@flag("--yes", about="accept what is proposed as it is, without a look at it")
@reading_options
@format_option()
@coder_option
def make_study(
    place: Path,
    survey: Path | None,
    template: str | None,
    study_file: Path | None,
    codebook: Path | None,
    roles: tuple[RoleChoice, ...],
    yes: bool,
    reading: ReadOptions,
    form: str,
    coder: str | None,
) -> int:
    """Make a study.

    Reads the survey, proposes a study.toml or takes yours, freezes the answers and draws response
    IDs. On a terminal the proposal is a screen where each column can be taken for something else.
    """
    from tipcoder.workbench.survey.creating import StudyPlan, check_target, propose_study_text

    folder, survey = _name_folder(place, survey)
    # Before a long survey is read: the folder may hold a study already.
    check_target(folder)
    # A person has to read a proposal before anything is frozen.
    agreed = yes or template is not None or study_file is not None
    on_screen = not agreed and form not in output.FOR_PROGRAMS and output.can_show_screen()
    study_text: str | None
    with output.working("Reading", survey.name) as line:
        plan = StudyPlan(
            folder=folder,
            survey=survey,
            study_file=study_file,
            template=template,
            codebook=codebook,
            roles=roles,
            options=reading,
            watch=watch_import(line),
        )
        study_text = _plan_on_screen(plan, line) if on_screen else propose_study_text(plan)
        report = None
        if study_text is not None and (agreed or on_screen):
            report = _create_study(plan, study_text, coder, shown=on_screen)
    if study_text is None:
        return ExitStatus.DONE
    if report is None:
        return _show_proposal(study_text)

    print_report(report, form)
    _ask_for_files(folder)
    go_there = f"cd {shlex.quote(str(folder))}"
    output.say(f"\nThe study is in {folder}. Next: {go_there} && tipcoder code")
    return find_import_status(report)


def _plan_on_screen(plan: StudyPlan, line: output.Working) -> str | None:
    """The study.toml that a person has agreed to; None where she left without a study."""
    from tipcoder.tui.plan_app import run_plan
    from tipcoder.workbench.survey.creating import begin_planning
    from tipcoder.workbench.survey.plan_file import save_plan

    planning = begin_planning(plan)
    line.show()  # nothing may be written over the screen
    decision = run_plan(planning)
    if decision is None:
        output.say("Nothing was made.")
        return None
    if decision.is_made:
        return decision.text
    kept = save_plan(decision.text, plan.folder)
    output.say(
        f"Nothing was made yet. The plan is in {kept}. Correct it, and give the same command again "
        f"with\n--study-file {shlex.quote(str(kept))}"
    )
    return None


def _create_study(
    plan: StudyPlan, study_text: str, coder: str | None, *, shown: bool
) -> ImportReport:
    """Make the study. Where that fails, what was chosen on the screen is printed and not lost."""
    from tipcoder.workbench.survey.creating import create_study

    try:
        return create_study(plan, study_text, coder)
    except TipcoderError:
        if shown:
            output.print_text(study_text)
        raise


def _name_folder(place: Path, survey: Path | None) -> tuple[Path, Path]:
    """The folder and the survey. Raises BadInput where no survey is named."""
    if survey is not None:
        return place, survey
    if not place.is_file():
        raise BadInput(
            f"{place}: there is no such survey file.",
            "Name the survey, as in `tipcoder init answers.csv`; or a new folder and the survey, "
            "as in `tipcoder init my-study --survey answers.csv`.",
        )
    words = re.findall(r"\w+(?:-\w+)*", place.stem)
    return Path("-".join(words) or "study"), place


def _ask_for_files(folder: Path) -> None:
    """Say which files of numbers by country the study still waits for."""
    from tipcoder.workbench.study import find_missing_files
    from tipcoder.workbench.study_folder import STUDY_FILE, read_study

    wanted = find_missing_files(folder, read_study(folder / STUDY_FILE))
    if wanted:
        output.say(
            f"Its indicators are worked out from {' and '.join(wanted)}: copy it into {folder} "
            "before merging."
        )


def _show_proposal(study_text: str) -> int:
    """Without --yes the proposal is only shown."""
    output.print_text(study_text)
    output.say(
        "This is what the file looks like to tipcoder; nothing was made yet. Take it as it is with "
        "--yes,\nor keep it in a file, correct it, and give it back with --study-file FILE."
    )
    return ExitStatus.DONE
