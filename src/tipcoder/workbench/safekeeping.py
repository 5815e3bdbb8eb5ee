"""Backups and migrations of a study's store."""

from __future__ import annotations

from pathlib import Path

from tipcoder.errors import BadInput, EnvironmentFault
from tipcoder.store.opening import connect, copy_sqlite, migrate_store, sqlite_path, store_version
from tipcoder.study import STUDY_FILE, find_study, read_study


def back_up(study: Path | None, target: Path) -> None:
    """Copy the store to `target`, consistently and checked, while others may go on working."""
    folder = find_study(study if study is not None else Path.cwd())
    path = sqlite_path(read_study(folder / STUDY_FILE).store.url, folder)
    if path is None:
        raise BadInput("This study lives in PostgreSQL.", "Back it up with pg_dump.")
    if target.exists() or target.is_symlink():
        raise BadInput(f"{target}: is there already.", "Name a new file.")
    if not target.parent.is_dir():
        raise EnvironmentFault(f"{target}: its folder does not exist.", "Make it, or name another.")
    copy_sqlite(path, target)


def migrate(study: Path | None) -> tuple[str, str]:
    """Bring the store to this program's version; returns the version before and after."""
    folder = find_study(study if study is not None else Path.cwd())
    spec = read_study(folder / STUDY_FILE).store
    store = connect(spec.url, folder, spec.schema)
    try:
        before = store_version(store)
        migrate_store(store, sqlite_path(spec.url, folder))
        return before, store_version(store)
    finally:
        store.close()
