"""`tipcoder restore`: a backup in the place of study.db, with what it replaces kept beside it.

First everything is looked at and said. A crash at any moment leaves the store as it was, or the
restored one.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tipcoder.codebook.reading import read_codebook
from tipcoder.errors import BadInput, EnvironmentFault, TipcoderError
from tipcoder.store import restoration
from tipcoder.store.file_check import explain_stray_log, stray_log_fault
from tipcoder.store.holding import in_use_fault, is_held_elsewhere
from tipcoder.store.opening import find_sqlite_path, open_store
from tipcoder.store.restoration import StoreFacts
from tipcoder.store.survey_data import UUID
from tipcoder.study import CODEBOOK_FILE, STUDY_FILE, Study, find_study_folder
from tipcoder.workbench.codebook.hand_edits import is_in_step
from tipcoder.workbench.status.restore_plan import RestorePlan, describe_plan
from tipcoder.workbench.trust import read_trusted_study


@contextmanager
def plan_restore(
    study: Path | None, file: Path, *, another: bool = False, only_look: bool = False
) -> Iterator[RestorePlan]:
    """Look at a backup and at what it would replace.

    Raises BadInput for a file that must not be put there, and EnvironmentFault where the folder of
    the store cannot be written to. `another` lets in the store of another study; `only_look` is
    possible while others work. Nothing is changed before `RestorePlan.carry_out`.
    """
    folder = find_study_folder(study if study is not None else Path.cwd())
    definition = read_trusted_study(folder)
    target = _find_target(folder, definition)
    in_place = _is_in_place(file, target)
    log_fault = _find_log_fault(file)
    # Another store's log beside it tells that somebody has copied a backup there by hand.
    if in_place and not log_fault:
        raise BadInput(f"{file}: is the store in use.", "Name a file that `tipcoder backup` wrote.")
    if not only_look and is_held_elsewhere(target):
        raise in_use_fault(target)

    # On the disk of the store, so that the copy can take its place in one step.
    workplace = Path(tempfile.mkdtemp(prefix=".restore.", dir=target.parent))
    try:
        copy = restoration.copy_backup(file, workplace, without_log=bool(log_fault))
        plan = _build_plan(folder, definition, target, file, copy)
        plan.in_place = in_place
        if log_fault:
            # First, because it changes what everything after it means.
            plan.says.insert(0, _describe_foreign_log(plan, log_fault))
        if not another:
            _check_identity(plan)
        yield plan
    except OSError as error:
        raise EnvironmentFault(
            f"{target.parent}: cannot be written to ({error.strerror})."
        ) from None
    finally:
        shutil.rmtree(workplace, ignore_errors=True)


def _find_target(folder: Path, definition: Study) -> Path:
    """The store in use, with links followed: what a link points to is what is replaced."""
    named = find_sqlite_path(definition.store.url, folder)
    if named is None:
        raise BadInput(
            "This study lives in PostgreSQL.",
            "Restore it there with pg_restore (or psql, for a plain dump) "
            "while nobody works in it.",
        )
    return Path(os.path.realpath(named))


def _is_in_place(file: Path, target: Path) -> bool:
    """Whether somebody has put the backup in the place of the store by hand."""
    if not file.is_file():
        raise BadInput(
            f"{file}: there is no such file.", "Name a file that `tipcoder backup` wrote."
        )
    return target.exists() and file.samefile(target)


def _find_log_fault(file: Path) -> str:
    """What tells that the log beside the file is another's; empty where there is no such thing."""
    try:
        return explain_stray_log(file)
    except EnvironmentFault as fault:
        raise BadInput(fault.message, "Try an older backup; nothing was changed.") from None


def _describe_foreign_log(plan: RestorePlan, fault: str) -> str:
    """That the log beside the backup is not its own, and does not count."""
    if plan.in_place:
        return f"{stray_log_fault(plan.file, fault).message} It is left out."
    another_state = f"belongs to another state of the file ({fault})"
    return f"{plan.file}-wal {another_state}, and is left out."


def _build_plan(folder: Path, study: Study, target: Path, file: Path, copy: Path) -> RestorePlan:
    try:
        backup = restoration.read_facts(copy, UUID)
    except TipcoderError as fault:
        # The message names the copy, which is gone in a moment.
        reason = fault.message.partition(": ")[2]
        raise BadInput(f"{file}: {reason}", "Nothing was changed.") from None

    present = _read_present_facts(target)
    plan = RestorePlan(folder, study, target, file, backup, present, _copy=copy)
    plan.says = describe_plan(plan)
    if present is not None:
        plan._follows = _file_follows_store(folder, study)
    return plan


def _read_present_facts(target: Path) -> StoreFacts | None:
    """What the store in use holds; None where it cannot be read."""
    if target.exists() and restoration.is_sound(target):
        with suppress(TipcoderError):
            return restoration.read_facts(target, UUID)
    return None


def _file_follows_store(folder: Path, study: Study) -> bool:
    """Whether codebook.toml holds the revision that is in force before the restore."""
    with suppress(TipcoderError):
        store = open_store(study.store.url, folder, read_only=True)
        try:
            with store.read() as db:
                read_codebook(folder / CODEBOOK_FILE)
                return is_in_step(folder / CODEBOOK_FILE, db)
        finally:
            store.close()
    return False


def _check_identity(plan: RestorePlan) -> None:
    """Raises BadInput for a backup of another study."""
    remedy = "If that is what you want, say --another-study; nothing was changed."
    if plan.present is not None and plan.present.uuid:
        if plan.present.uuid != plan.backup.uuid:
            raise BadInput(f"{plan.file}: is a backup of another study.", remedy)
        return

    # The store in use cannot say which study it is: the questions of study.toml have to do.
    asked = {question.column for question in plan.study.questions}
    if asked.isdisjoint(plan.backup.questions):
        raise BadInput(
            f"{plan.file}: has none of the questions of {STUDY_FILE}, so it is of another study.",
            remedy,
        )
