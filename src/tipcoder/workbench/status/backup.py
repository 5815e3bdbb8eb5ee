"""Backups and migrations of a study's store."""

from __future__ import annotations

from pathlib import Path

from tipcoder.errors import BadInput, EnvironmentFault
from tipcoder.privacy.key_file import compute_digest, key_path, load_keys, save_keys
from tipcoder.store import survey_data
from tipcoder.store.opening import (
    connect_store,
    copy_sqlite,
    find_sqlite_path,
    migrate_store,
    read_store_version,
)
from tipcoder.study import find_study_folder
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.output_files import claim_output
from tipcoder.workbench.study import OpenStudy
from tipcoder.workbench.trust import read_trusted_study

KEYS_COPIED = "keys_copied"
"""Under this name the store remembers the digest of the key file that was copied last."""


def back_up(study: Path | None, target: Path) -> None:
    """Copy the store to `target`, consistently and checked, while others may go on working.

    Raises BadInput for a study in PostgreSQL and for a target that exists already.
    """
    folder = find_study_folder(study if study is not None else Path.cwd())
    # Not opened as a study: a store whose codebook file is broken can be backed up, too.
    path = find_sqlite_path(read_trusted_study(folder).store.url, folder)
    if path is None:
        raise BadInput("This study lives in PostgreSQL.", "Back it up with pg_dump.")
    _check_is_new(target)
    claim_output(folder, target)
    copy_sqlite(path, target)


def _check_is_new(target: Path) -> None:
    if target.is_dir():
        raise BadInput(f"{target}: is a folder.", f"Name the file, too: {target / 'study.db'}.")
    if target.exists() or target.is_symlink():
        raise BadInput(f"{target}: is there already.", "Name a new file.")
    if not target.parent.is_dir():
        # A backup goes to another disk, and one that is not there now must not be taken for a
        # folder to make.
        raise EnvironmentFault(
            f"{target}: its folder does not exist.",
            "Make it (if it is on another disk, connect that first), or name another.",
        )


def back_up_keys(study: Path | None, target: Path) -> None:
    """Copy the key file to `target`, for the owner only, and remember that it was.

    Raises EnvironmentFault where the target would not be private.
    """
    with open_study_folder(study, import_edits=False) as opened:
        source = key_path(opened.read_uuid())
        _check_is_new(target)
        claim_output(opened, target)
        save_keys(target, load_keys(source), opened.folder)
        # Remembered only now: a copy that failed must not count.
        with opened.store.write() as db:
            survey_data.set_meta(db, KEYS_COPIED, compute_digest(source))


def has_keys_copy(study: OpenStudy) -> bool:
    """Whether there is a copy of the key file in its present state.

    True where a study has no key file to copy.
    """
    path = key_path(study.read_uuid())
    if not path.exists():
        return True
    with study.store.read() as db:
        return survey_data.get_meta(db, KEYS_COPIED) == compute_digest(path)


def migrate_study(study: Path | None) -> tuple[str, str]:
    """Bring the store to this program's version; returns the version before and after.

    A store that is a file is copied beside itself first.
    """
    folder = find_study_folder(study if study is not None else Path.cwd())
    spec = read_trusted_study(folder).store
    store = connect_store(spec.url, folder, spec.schema)
    try:
        before = read_store_version(store)
        migrate_store(store, find_sqlite_path(spec.url, folder))
        return before, read_store_version(store)
    finally:
        store.close()
