"""`tipcoder restore`: a backup in the place of study.db, with what it replaces kept beside it.

First everything is looked at and said; a crash at any moment leaves the store as it was, or the restored one.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tipcoder.codebook.reading import read_codebook
from tipcoder.codebook.rewriting import rewrite_toml
from tipcoder.errors import BadInput, EnvironmentFault, TipcoderError
from tipcoder.export.whole_files import write_file
from tipcoder.privacy.key_file import key_path
from tipcoder.store import restoring
from tipcoder.store.file_check import explain_stray_log, stray_log_fault
from tipcoder.store.holding import in_use_fault, is_held_elsewhere
from tipcoder.store.opening import find_sqlite_path, open_store
from tipcoder.store.restoring import StoreFacts
from tipcoder.study import CODEBOOK_FILE, STUDY_FILE, Study, find_study_folder, read_study
from tipcoder.workbench.codebook.file import is_in_step, read_current_codebook
from tipcoder.workbench.study import UUID, OpenStudy
from tipcoder.workbench.survey.importing import find_key_file_fault

_HELD = {"answered": "readable answers", "readings": "finished"}
"""What totals are called where their own name would not tell a person what is counted."""


@dataclass
class RestorePlan:
    """A backup that was looked at, and what putting it in place would do."""

    folder: Path
    study: Study
    target: Path
    file: Path
    backup: StoreFacts
    present: StoreFacts | None
    """None where the store in use cannot be read."""
    says: list[str] = field(default_factory=list)
    """Sentences for the person who decides."""
    in_place: bool = False
    """Whether the backup was put there by hand, beside the log of the store that it replaced."""
    kept: list[Path] = field(default_factory=list)
    """What was replaced, once it is."""
    _copy: Path = Path()
    _follows: bool = False

    def carry_out(self) -> list[str]:
        """Put the backup in place; returns sentences on what was done and what is left to do."""
        self.kept = []
        if self.target.exists():
            self.kept = restoring.keep_current_store(self.target, as_it_lies=self.present is None)
        restoring.replace_store(self._copy, self.target, target_is_sound=self.present is not None)
        done = [f"Restored: {self.target.name} is what {self.file} was."]
        if self.in_place:
            done = [f"{self.target.name} goes on as it lay there."]
        names = ", ".join(path.name for path in self.kept)
        if self.kept and self.present is None:
            done.append(f"The files that lay there are kept as {names}.")
        elif self.kept:
            done.append(f"What it replaced is kept as {names}; `tipcoder restore {names}` brings it back.")
        store = open_store(self.study.store.url, self.folder, self.study.store.schema)
        try:
            here = OpenStudy(self.folder, self.study, store)
            done += self._restore_codebook(here)
            done += [
                find_key_file_fault(here) or f"{key_path(here.read_uuid())}: the key file is not in a backup and stays."
            ]
        finally:
            store.close()
        return done

    def _restore_codebook(self, study: OpenStudy) -> list[str]:
        """The codebook file follows the store unless a person has edited it since."""
        path = study.codebook_file
        with study.store.read() as db:
            with suppress(BadInput):
                if not path.exists() or is_in_step(path, db):
                    return []
            book = read_current_codebook(db)
        if not self._follows:
            return [f"{path.name} is not the codebook of the restored study, and was left alone."]
        before = path.read_text("utf-8")
        write_file(path.with_name(path.name + ".bak"), before)
        write_file(path, rewrite_toml(before, book))
        return [f"{path.name} follows; as it was it is kept as {path.name}.bak."]


@contextmanager
def plan_restore(
    study: Path | None, file: Path, *, another: bool = False, only_look: bool = False
) -> Iterator[RestorePlan]:
    """Look at a backup and at what it would replace.

    Raises BadInput for a file that must not be put there.
    `another` lets in the store of another study; `only_look` is possible while others work.
    Nothing is changed before `Restoring.carry_out`.
    """
    folder = find_study_folder(study if study is not None else Path.cwd())
    described = read_study(folder / STUDY_FILE)
    named = find_sqlite_path(described.store.url, folder)
    if named is None:
        raise BadInput(
            "This study lives in PostgreSQL.",
            "Restore it there with pg_restore (or psql, for a plain dump) while nobody works in it.",
        )
    target = Path(os.path.realpath(named))
    if not file.is_file():
        raise BadInput(f"{file}: there is no such file.", "Name a file that `tipcoder backup` wrote.")
    in_place = target.exists() and file.samefile(target)
    fault = _find_log_fault(file)
    if in_place and not fault:
        raise BadInput(f"{file}: is the store in use.", "Name a file that `tipcoder backup` wrote.")
    if not only_look and is_held_elsewhere(target):
        raise in_use_fault(target)
    workplace = Path(tempfile.mkdtemp(prefix=".restore.", dir=target.parent))
    try:
        copy = restoring.copy_backup(file, workplace, without_log=bool(fault))
        plan = _build_plan(folder, described, target, file, copy)
        plan.in_place = in_place
        if fault:
            plan.says.insert(0, _describe_foreign_log(plan, fault))
        _check_identity(plan, another=another)
        yield plan
    except OSError as error:
        raise EnvironmentFault(f"{target.parent}: cannot be written to ({error.strerror}).") from None
    finally:
        shutil.rmtree(workplace, ignore_errors=True)


def _describe_foreign_log(plan: RestorePlan, fault: str) -> str:
    """That the log beside the backup is not its own, and does not count."""
    if plan.in_place:
        return f"{stray_log_fault(plan.file, fault).message} It is left out."
    another_state = f"belongs to another state of the file ({fault})"
    return f"{plan.file}-wal {another_state}, and is left out."


def _find_log_fault(file: Path) -> str:
    """What tells the log beside the file for another's; empty where there is no such thing."""
    try:
        return explain_stray_log(file)
    except EnvironmentFault as fault:
        raise BadInput(fault.message, "Try an older backup; nothing was changed.") from None


def _build_plan(folder: Path, study: Study, target: Path, file: Path, copy: Path) -> RestorePlan:
    try:
        backup = restoring.read_facts(copy, UUID)
    except TipcoderError as fault:
        raise BadInput(f"{file}: {fault.message.partition(': ')[2]}", "Nothing was changed.") from None
    present = None
    if target.exists() and restoring.is_sound(target):
        with suppress(TipcoderError):
            present = restoring.read_facts(target, UUID)
    plan = RestorePlan(folder, study, target, file, backup, present, _copy=copy)
    plan.says = _describe_plan(plan)
    if present is not None:
        plan._follows = _file_follows_store(folder, study)
    return plan


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


def _describe_plan(plan: RestorePlan) -> list[str]:
    held = ", ".join(f"{number} {_HELD.get(name, name)}" for name, number in plan.backup.totals.items())
    newest = f", the newest of {plan.backup.acts[-1].at}" if plan.backup.acts else ""
    says = [f"{plan.file}: {held}{newest}."]
    name = plan.target.name
    if plan.present is None:
        there = "cannot be read, and is kept as it lies" if plan.target.exists() else "is not there"
        return [*says, f"{name}: {there}; which of its acts are newer than the backup cannot be told."]
    lost, back = restoring.compare_acts(plan.present, plan.backup)
    if lost:
        says.append(
            f"{name} has {len(lost)} act(s) that the backup does not have ({restoring.format_acts_by_coder(lost)}), "
            f"from {lost[0].at} to {lost[-1].at}: they will no longer count."
        )
    if back:
        says.append(
            f"The backup has {len(back)} act(s) that {name} does not have ({restoring.format_acts_by_coder(back)})."
        )
    if not lost and not back:
        says.append(f"Both have the same {len(plan.backup.acts)} acts.")
    return says


def _check_identity(plan: RestorePlan, *, another: bool) -> None:
    if another:
        return
    remedy = "If that is what you want, say --another-study; nothing was changed."
    if plan.present is not None and plan.present.uuid:
        if plan.present.uuid != plan.backup.uuid:
            raise BadInput(f"{plan.file}: is a backup of another study.", remedy)
        return
    # The store in use cannot say which study it is: the questions of study.toml have to do.
    asked = {question.column for question in plan.study.questions}
    if not asked & plan.backup.questions:
        raise BadInput(f"{plan.file}: has none of the questions of {STUDY_FILE}, so it is of another study.", remedy)
