"""Making, opening and migrating a store.

An SQLite file is migrated by itself, after a copy that was opened and checked; a PostgreSQL database only when
somebody asks, because others may be working in it. A store newer than this program is never written to.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy import inspect, text

from tipcoder.errors import BadInput, EnvironmentFault
from tipcoder.store.engine import APPLICATION_ID, Db, Store, postgres_store, sqlite_store
from tipcoder.store.schema import SCHEMA_VERSION

SQLITE_PREFIX = "sqlite:///"
_HEADER = b"SQLite format 3\x00"


def sqlite_path(url: str, folder: Path) -> Path | None:
    """The file that an SQLite URL names, relative to the study's folder; None for another kind of store."""
    return folder / url.removeprefix(SQLITE_PREFIX) if url.startswith(SQLITE_PREFIX) else None


def create_store(url: str, folder: Path, schema: str | None = None) -> Store:
    """Make an empty store. Raises BadInput if there is one already."""
    path = sqlite_path(url, folder)
    if path is not None:
        if path.exists():
            raise BadInput(f"{path.name}: is there already.", "Open that study, or choose another folder.")
        store = sqlite_store(path)
        with store.write() as db:
            db.exec_driver_sql(f"PRAGMA application_id={_signed(APPLICATION_ID)}")
            _migrate(db)
        path.chmod(0o600)
        return store
    store = postgres_store(url, schema)
    with store.write() as db:
        if schema is not None:
            quoted = schema.replace('"', '""')
            db.exec_driver_sql(f'create schema if not exists "{quoted}"')
        # Tables without a study are what an interrupted `init` leaves; they are used, not refused.
        if _version(db) is not None and db.execute(text("select count(*) from meta")).scalar_one():
            raise BadInput(f"{store.place}: already holds a study.", "Choose another database or [store] schema.")
        _migrate(db)
    return store


def open_store(url: str, folder: Path, schema: str | None = None, *, read_only: bool = False) -> Store:
    """Open a study's store and make sure that this program can work with it.

    Raises EnvironmentFault for a missing, foreign, damaged, older (PostgreSQL) or newer store.
    """
    path = sqlite_path(url, folder)
    store = connect(url, folder, schema, read_only=read_only)
    with store.read() as db:
        if path is not None:
            found = db.exec_driver_sql("PRAGMA application_id").scalar_one() & 0xFFFFFFFF
            if found != APPLICATION_ID:
                raise EnvironmentFault(f"{path.name}: is an SQLite file, but no tipcoder study.")
        version = _version(db)
    _check_version(store, version, path, read_only)
    return store


def connect(url: str, folder: Path, schema: str | None = None, *, read_only: bool = False) -> Store:
    """The store at a URL, whatever its version. Raises EnvironmentFault for a file that is no SQLite store."""
    path = sqlite_path(url, folder)
    if path is None:
        return postgres_store(url, schema)
    _check_file(path)
    return sqlite_store(path, read_only=read_only)


def store_version(store: Store) -> str:
    """The newest migration that the store has had. Raises EnvironmentFault if it holds no study."""
    with store.read() as db:
        version = _version(db)
    if version is None:
        raise EnvironmentFault(f"{store.place}: holds no study.", "Make one with `tipcoder init`.")
    return version


def _check_version(store: Store, version: str | None, path: Path | None, read_only: bool) -> None:
    if version == SCHEMA_VERSION:
        return
    if version is None:
        raise EnvironmentFault(f"{store.place}: holds no study.", "Make one with `tipcoder init`.")
    if version > SCHEMA_VERSION:
        raise EnvironmentFault(
            f"{store.place}: was written by a newer tipcoder (store version {version}, known here: {SCHEMA_VERSION}).",
            "Update tipcoder.",
        )
    if path is None or read_only:
        raise EnvironmentFault(
            f"{store.place}: has store version {version}, this tipcoder needs {SCHEMA_VERSION}.",
            "Run `tipcoder migrate` when nobody else is at work.",
        )
    migrate_store(store, path)


def migrate_store(store: Store, path: Path | None) -> Path | None:
    """Bring a store to this program's version; returns the verified copy made first (SQLite)."""
    copy = None
    if path is not None:
        copy = path.with_name(path.name + ".bak")
        copy_sqlite(path, copy)
    with store.write() as db:
        _migrate(db)
    return copy


def copy_sqlite(source: Path, target: Path) -> None:
    """A consistent copy of a live SQLite store, opened and checked before it counts. The -wal file is included."""
    new = target.with_name(target.name + ".new")
    new.unlink(missing_ok=True)
    with sqlite3.connect(source) as original, sqlite3.connect(new) as copy:
        original.backup(copy)
        verdict = copy.execute("PRAGMA quick_check").fetchone()[0]
    original.close()
    copy.close()
    if verdict != "ok":
        new.unlink()
        raise EnvironmentFault(f"{source.name}: is damaged ({verdict}).", "Restore an earlier backup.")
    new.chmod(0o600)
    new.replace(target)


def _check_file(path: Path) -> None:
    try:
        with path.open("rb") as file:
            head = file.read(len(_HEADER))
    except FileNotFoundError:
        raise EnvironmentFault(f"{path.name}: the study has no store.", "Restore it from a backup.") from None
    except OSError as error:
        raise EnvironmentFault(f"{path.name}: cannot be read ({error.strerror}).") from None
    if not head:
        raise EnvironmentFault(f"{path.name}: is empty, the data are gone.", "Restore it from a backup.")
    if head != _HEADER:
        raise EnvironmentFault(f"{path.name}: is no SQLite file.", "Restore it from a backup.")


def _version(db: Db) -> str | None:
    if not inspect(db).has_table("alembic_version"):
        return None
    found: str | None = db.execute(text("select version_num from alembic_version")).scalar_one_or_none()
    return found


def _migrate(db: Db) -> None:
    # Alembic costs as much to import as Textual, and is needed once in a store's life.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = db
    command.upgrade(config, "head")


def _signed(number: int) -> int:
    return number - (1 << 32) if number >= 1 << 31 else number
