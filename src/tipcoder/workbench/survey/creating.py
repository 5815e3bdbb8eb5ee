"""`tipcoder init`: a survey file becomes a study folder, whole or not at all."""

from __future__ import annotations

import os
import shutil
import uuid
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from tipcoder.codebook.writing import codebook_to_json, codebook_to_toml
from tipcoder.errors import BadInput, EnvironmentFault
from tipcoder.privacy.key_file import check_place, key_path
from tipcoder.progress import ImportProgress
from tipcoder.store import codebooks, coders, events, survey_data
from tipcoder.store.opening import create_store, discard_store
from tipcoder.study import CODEBOOK_FILE, EXPORTS, STUDY_FILE, Study, read_study
from tipcoder.survey.sniffing import plan_survey, write_study_text
from tipcoder.survey.table import SurveyTable
from tipcoder.workbench.codebook.foreign_codebooks import read_any_codebook
from tipcoder.workbench.coders import resolve_coder_name
from tipcoder.workbench.shipped import codebook_path, template_path
from tipcoder.workbench.study import OpenStudy, find_missing_files
from tipcoder.workbench.survey.import_report import ImportReport
from tipcoder.workbench.survey.importing import (
    ReadOptions,
    freeze_survey,
    read_survey,
    write_survey,
)
from tipcoder.workbench.survey.planning import StudyPlanning
from tipcoder.workbench.survey.role_choices import RoleChoice, apply_role_choices
from tipcoder.workbench.trust import list_outside_things, trust_things

STARTER_CODEBOOK = "starter"


@dataclass(frozen=True)
class StudyPlan:
    """What a new study is made from."""

    folder: Path
    survey: Path
    study_file: Path | None = None
    template: str | None = None
    codebook: Path | None = None
    roles: tuple[RoleChoice, ...] = ()
    """What a person says of columns before anything is guessed."""
    options: ReadOptions = field(default_factory=ReadOptions)
    watch: ImportProgress = field(default_factory=ImportProgress)

    @cached_property
    def table(self) -> SurveyTable:
        """The survey, read once: it may come through a pipe."""
        return read_survey(self.survey, self.options, self.watch.reading)


def propose_study_text(plan: StudyPlan) -> str:
    """The study.toml that `create_study` would use: the one named, or one guessed from the file."""
    if plan.study_file is not None:
        # Read here, so that what is wrong in it is said of the file that the user knows.
        read_study(plan.study_file)
        return _read_text(plan.study_file)
    if plan.template is not None:
        return _read_text(template_path(plan.template))
    return write_study_text(begin_planning(plan).plan)


def begin_planning(plan: StudyPlan) -> StudyPlanning:
    """What is guessed of the survey, for a person to change. Raises BadInput for a survey of which
    nothing can be made.
    """
    planning = StudyPlanning(plan_survey(plan.table))
    apply_role_choices(planning, plan.roles)
    return planning


def check_target(folder: Path) -> None:
    """Refuse a folder that holds something already."""
    if folder.is_file():
        raise BadInput(f"{folder}: is a file.", "Name a new folder for the study.")
    if (folder / STUDY_FILE).exists():
        raise BadInput(
            f"{folder}: holds a study already.", "Use `tipcoder import` to add rows to it."
        )
    # Nothing of somebody else is ever mixed with a study.
    if folder.exists() and any(folder.iterdir()):
        raise BadInput(f"{folder}: is not empty.", "Name a new folder for the study.")


def create_study(plan: StudyPlan, study_text: str, coder: str | None = None) -> ImportReport:
    """Make the study folder.

    On any error nothing is left behind: no folder, no rows in a database, no key file.
    """
    # Unlike Path.resolve, realpath takes links that go round in circles.
    folder = Path(os.path.realpath(plan.folder))
    check_target(folder)
    # The folder is filled elsewhere, so nobody else compares the key file with its real place.
    check_place(key_path("new"), folder)
    who = resolve_coder_name(coder)
    with ExitStack() as undo:
        try:
            workplace = _make_workplace(folder, undo)
            report = _fill_workplace(workplace, plan, study_text, who, undo)
            report.notes += _trust_own_study(workplace, folder)
            _move_into_place(workplace, folder, undo)
        except OSError as error:
            raise EnvironmentFault(
                f"{folder}: cannot be made ({error.strerror}).", "Name another folder."
            ) from None
        undo.pop_all()
    return report


def _make_workplace(folder: Path, undo: ExitStack) -> Path:
    """A hidden folder on the same disk: in the study's folder if that is there, else beside it."""
    missing = [parent for parent in folder.parents if not parent.exists()]
    for parent in reversed(missing):
        parent.mkdir()
        undo.callback(parent.rmdir)

    near = folder if folder.exists() else folder.parent
    workplace = near / f".{folder.name}.{uuid.uuid4().hex[:8]}.new"
    # What respondents wrote is for nobody else on the machine.
    workplace.mkdir(mode=0o700)
    undo.callback(shutil.rmtree, workplace, ignore_errors=True)
    return workplace


def _move_into_place(workplace: Path, folder: Path, undo: ExitStack) -> None:
    if workplace.parent != folder:
        workplace.rename(folder)
        return
    # Into the empty folder rather than in its place: it may be the current folder of somebody's
    # shell.
    folder.chmod(0o700)
    # study.toml comes last, because it makes the folder a study.
    for child in sorted(workplace.iterdir(), key=lambda child: child.name == STUDY_FILE):
        moved = child.rename(folder / child.name)
        # If a later file cannot be moved, this one goes back.
        undo.callback(moved.rename, child)
    workplace.rmdir()


def _fill_workplace(
    workplace: Path, plan: StudyPlan, study_text: str, who: str, undo: ExitStack
) -> ImportReport:
    # Line ends as they were written: people compare the file with their own.
    (workplace / STUDY_FILE).write_text(study_text, "utf-8", newline="")
    named = plan.template or (plan.study_file.name if plan.study_file else STUDY_FILE)
    study = read_study(workplace / STUDY_FILE)
    frozen = freeze_survey(plan.table, study, plan.options, named, told=plan.watch.freezing)

    codebook = plan.codebook or codebook_path(study.codebook or STARTER_CODEBOOK)
    book = read_any_codebook(codebook, study.languages[0])
    if codebook.suffix.casefold() == ".toml":
        # As it was written, with its comments.
        (workplace / CODEBOOK_FILE).write_bytes(codebook.read_bytes())
    else:
        (workplace / CODEBOOK_FILE).write_text(codebook_to_toml(book), "utf-8")
    (workplace / EXPORTS).mkdir()
    frozen.report.notes += _copy_indicator_files(workplace, study, plan.survey)

    study_uuid = str(uuid.uuid4())
    store = create_store(study.store.url, workplace, study.store.schema)
    undo.callback(discard_store, store, study.store.url, workplace)
    with store.write() as db:
        survey_data.set_meta(db, survey_data.UUID, study_uuid)
        coder = coders.find_or_add_coder(db, who)
        sentence = f"Started with {codebook.name}"
        act = events.begin_act(db, coder.id, "codebook", sentence, final=True)
        codebooks.add_revision(act, codebook_to_json(book), book.codes)
        events.finish_act(act, keep=True)

    # Known before it is written, so that a crash within the import leaves no key file either.
    undo.callback(_delete_quietly, key_path(study_uuid))
    write_survey(OpenStudy(workplace, study, store), coder, frozen, watch=plan.watch)
    store.close()
    return frozen.report


def _trust_own_study(workplace: Path, folder: Path) -> list[str]:
    """What the user's own command has just made may use what it names; says what that is."""
    things = list_outside_things(folder, read_study(workplace / STUDY_FILE))
    trust_things(folder, things)
    return [f"Allowed from now on, because you made the study: {thing.shown}" for thing in things]


def _copy_indicator_files(workplace: Path, study: Study, survey: Path) -> list[str]:
    """Copy files of numbers by country that lie beside the survey; says which.

    Others are asked for before merging.
    """
    copied: list[str] = []
    # A survey that comes through a pipe has nothing beside it.
    if not survey.is_file():
        return copied
    for name in find_missing_files(workplace, study):
        near = survey.parent / name
        has_no_folder = Path(name).name == name
        if has_no_folder and near.is_file():
            shutil.copyfile(near, workplace / name)
            copied.append(f"{name}: copied from beside the survey")
    return copied


def _delete_quietly(path: Path) -> None:
    with suppress(OSError):
        path.unlink()


def _read_text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except FileNotFoundError:
        raise BadInput(f"{path}: there is no such file.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path}: cannot be read as UTF-8 text ({error}).") from None
