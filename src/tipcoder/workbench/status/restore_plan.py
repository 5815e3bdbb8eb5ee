"""A backup that was looked at, and what putting it in the place of study.db does."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tipcoder.codebook.rewriting import rewrite_toml
from tipcoder.errors import BadInput
from tipcoder.export.whole_files import write_file
from tipcoder.privacy.key_file import key_path
from tipcoder.store import restoration
from tipcoder.store.exports import EXPORT
from tipcoder.store.opening import open_store
from tipcoder.store.restoration import StoreFacts
from tipcoder.study import Study
from tipcoder.workbench.codebook.file import read_current_codebook
from tipcoder.workbench.codebook.hand_edits import is_in_step
from tipcoder.workbench.study import OpenStudy
from tipcoder.workbench.survey.respondent_keys import find_key_file_fault

_HELD = {
    "answered": "readable answers",
    "readings": "finished",
    "many": "of these many at once",
}
"""What totals are called where their own name would not tell a person what is counted."""


@dataclass
class RestorePlan:
    """A backup that was looked at, and what putting it in place would do."""

    folder: Path
    study: Study
    target: Path
    """The store in use, with links followed."""
    file: Path
    """The backup as it was named."""
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
    """The backup beside the store, checked and ready to take its place."""
    _follows: bool = False
    """Whether codebook.toml is to follow the restored store."""

    def carry_out(self) -> list[str]:
        """Put the backup in place; returns sentences on what was done and what is left to do."""
        is_readable = self.present is not None
        self.kept = []
        if self.target.exists():
            self.kept = restoration.keep_current_store(self.target, as_it_lies=not is_readable)
        restoration.replace_store(self._copy, self.target, target_is_sound=is_readable)

        done = self._describe_replacement()
        # The restored one, which may be of an earlier version: opening brings it up to date.
        store = open_store(self.study.store.url, self.folder, self.study.store.schema)
        try:
            study = OpenStudy(self.folder, self.study, store)
            done += self._restore_codebook(study)
            fault = find_key_file_fault(study)
            keys = key_path(study.read_uuid())
            done.append(fault or f"{keys}: the key file is not in a backup and stays.")
        finally:
            store.close()
        return done

    def _describe_replacement(self) -> list[str]:
        done = [f"Restored: {self.target.name} is now as {self.file} was."]
        if self.in_place:
            done = [f"{self.target.name} stays as it was."]
        if not self.kept:
            return done

        names = ", ".join(path.name for path in self.kept)
        if self.present is None:
            done.append(f"The files that were there are kept as {names}.")
        else:
            done.append(
                f"What it replaced is kept as {names}; `tipcoder restore {names}` brings it back."
            )
        return done

    def _restore_codebook(self, study: OpenStudy) -> list[str]:
        """The codebook file follows the store unless a person has edited it since."""
        path = study.codebook_file
        with study.store.read() as db:
            # A file that cannot be read is not in step either.
            with suppress(BadInput):
                if not path.exists() or is_in_step(path, db):
                    return []
            book = read_current_codebook(db)
        if not self._follows:
            return [f"{path.name} is not the codebook of the restored study, and was not changed."]

        before = path.read_text("utf-8")
        # What is replaced can always be brought back.
        write_file(path.with_name(path.name + ".bak"), before)
        write_file(path, rewrite_toml(before, book))
        return [f"{path.name} was restored too; its former text is in {path.name}.bak."]


def describe_plan(plan: RestorePlan) -> list[str]:
    """What the backup holds, and which acts would be lost or come back."""
    name = plan.target.name
    says = [_describe_backup(plan)]
    if plan.present is None:
        state = "cannot be read, and is kept as it is" if plan.target.exists() else "is not there"
        says.append(f"{name}: {state}; which of its acts are newer than the backup cannot be told.")
        return says

    # Acts and not rows: they say who did what, and when.
    lost, back = restoration.compare_acts(plan.present, plan.backup)
    if lost:
        says.append(
            f"{name} has {len(lost)} act(s) that the backup does not have "
            f"({restoration.format_acts_by_coder(lost)}), from {lost[0].at} to {lost[-1].at}: "
            "they will no longer count."
        )
        exported = sum(act.verb == EXPORT for act in lost)
        if exported:
            says.append(
                f"{exported} of them let files out. These files are out all the same, and what "
                "leaves later would be judged without them."
            )
    erased = [act for act in lost if act.verb == "erase"]
    if erased:
        says.append(
            f"The backup is from before words were erased on {erased[-1].at[:10]}: it brings them "
            "back. Erase them again afterwards, as `tipcoder log` now says."
        )
    if back:
        says.append(
            f"The backup has {len(back)} act(s) that {name} does not have "
            f"({restoration.format_acts_by_coder(back)})."
        )
    if not lost and not back:
        says.append(f"Both have the same {len(plan.backup.acts)} acts.")
    return says


def _describe_backup(plan: RestorePlan) -> str:
    parts = []
    for name, number in plan.backup.totals.items():
        if name == "many" and not number:
            continue
        parts.append(f"{number} {_HELD.get(name, name)}")
    newest = f", the newest of {plan.backup.acts[-1].at}" if plan.backup.acts else ""
    return f"{plan.file}: {', '.join(parts)}{newest}."
