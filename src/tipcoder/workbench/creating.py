"""`tipcoder init`: a survey file becomes a study folder, whole or not at all."""

from __future__ import annotations

import shutil
import uuid
from dataclasses import dataclass, field
from pathlib import Path

from tipcoder.codebook.reading import read_codebook
from tipcoder.codebook.writing import codebook_to_json
from tipcoder.errors import BadInput, EnvironmentFault
from tipcoder.store import codebooks, coders, events, survey_data
from tipcoder.store.engine import Store
from tipcoder.store.opening import create_store, open_store
from tipcoder.study import CODEBOOK_FILE, EXPORTS, STUDY_FILE, Study, read_study
from tipcoder.survey.sniffing import propose_study
from tipcoder.survey.table import read_table
from tipcoder.workbench.importing import ImportReport, ReadOptions, read_survey, write_survey
from tipcoder.workbench.opening import UUID, OpenStudy, coder_name
from tipcoder.workbench.shipped import codebook_path, template_path

STARTER_CODEBOOK = "starter"


@dataclass(frozen=True)
class Plan:
    """What a new study is made from."""

    folder: Path
    survey: Path
    study_file: Path | None = None
    template: str | None = None
    codebook: Path | None = None
    options: ReadOptions = field(default_factory=ReadOptions)


def propose(plan: Plan) -> str:
    """The study.toml that `create` would use: the one named, or one guessed from the file."""
    if plan.study_file is not None:
        return _text_of(plan.study_file)
    if plan.template is not None:
        return _text_of(template_path(plan.template))
    o = plan.options
    table = read_table(plan.survey, encoding=o.encoding, delimiter=o.delimiter, replace_errors=o.replace_errors)
    return propose_study(table)


def check_target(folder: Path) -> None:
    """Refuse a folder that holds something already."""
    if folder.is_file():
        raise BadInput(f"{folder}: is a file.", "Name a new folder for the study.")
    if (folder / STUDY_FILE).exists():
        raise BadInput(f"{folder}: holds a study already.", "Use `tipcoder import` to add rows to it.")
    if folder.exists() and any(folder.iterdir()):
        raise BadInput(f"{folder}: is not empty.", "Name a new folder for the study.")


def create(plan: Plan, study_text: str, coder: str | None = None) -> ImportReport:
    """Make the study folder. On any error nothing is left behind."""
    check_target(plan.folder)
    who = coder_name(coder)
    try:
        plan.folder.parent.mkdir(parents=True, exist_ok=True)
        workplace = plan.folder.with_name(f".{plan.folder.name}.{uuid.uuid4().hex[:8]}.new")
        workplace.mkdir(mode=0o700)
    except OSError as error:
        raise EnvironmentFault(f"{plan.folder}: cannot be made ({error.strerror}).") from None
    try:
        report = _fill(workplace, plan, study_text, who)
        if plan.folder.exists():
            plan.folder.rmdir()
        workplace.rename(plan.folder)
    except BaseException:
        shutil.rmtree(workplace, ignore_errors=True)
        raise
    return report


def _fill(workplace: Path, plan: Plan, study_text: str, who: str) -> ImportReport:
    (workplace / STUDY_FILE).write_text(study_text, "utf-8")
    named = plan.template or (plan.study_file.name if plan.study_file else STUDY_FILE)
    study = read_study(workplace / STUDY_FILE)
    frozen = read_survey(plan.survey, study, plan.options, named)
    codebook = plan.codebook or codebook_path(study.codebook or STARTER_CODEBOOK)
    book = read_codebook(codebook)
    (workplace / CODEBOOK_FILE).write_bytes(codebook.read_bytes())
    (workplace / EXPORTS).mkdir()
    store = _new_store(workplace, study)
    try:
        with store.write() as db:
            survey_data.set_meta(db, UUID, str(uuid.uuid4()))
            coder = coders.coder_named(db, who)
            act = events.begin(db, coder.id, "codebook", f"Started with {codebook.name}", final=True)
            codebooks.add_revision(act, codebook_to_json(book), book.codes)
            events.finish(act, keep=True)
        write_survey(OpenStudy(workplace, study, store), coder, frozen)
    except BaseException:
        if not store.is_sqlite:
            store.clear()
        raise
    finally:
        store.close()
    return frozen.report


def _new_store(workplace: Path, study: Study) -> Store:
    create_store(study.store.url, workplace, study.store.schema).close()
    return open_store(study.store.url, workplace, study.store.schema)


def _text_of(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except FileNotFoundError:
        raise BadInput(f"{path}: there is no such file.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path}: cannot be read as UTF-8 text ({error}).") from None
