"""Making, opening and migrating a store.

An SQLite file is migrated by itself, after a copy that was opened and checked; a PostgreSQL
database only when somebody asks, because others may be working in it. A store newer than this
program is never written to.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import inspect, text
from sqlalchemy.exc import ProgrammingError

from tipcoder.errors import BadInput, EnvironmentFault
from tipcoder.store import schema as schema_tables
from tipcoder.store.engine import APPLICATION_ID, Db, Store
from tipcoder.store.faults import damaged_file_fault
from tipcoder.store.file_check import CHECKED_AT_OPENING, check_file
from tipcoder.store.postgres_engine import open_postgres_store
from tipcoder.store.schema import SCHEMA_VERSION
from tipcoder.store.sqlite_engine import build_reading_uri, is_writable, open_sqlite_store
from tipcoder.store.study_file import is_open_here
from tipcoder.store.wal_file import is_copy, make_copy_mark, mark_in_use, read_copy_mark

SQLITE_PREFIX = "sqlite:///"
_NO_TABLE = "42P01"
"""The SQLSTATE of a table that is not there (PostgreSQL manual, appendix A)."""


def find_sqlite_path(url: str, folder: Path) -> Path | None:
    """The file that an SQLite URL names, relative to the study's folder; None for others."""
    return folder / url.removeprefix(SQLITE_PREFIX) if url.startswith(SQLITE_PREFIX) else None


def create_store(url: str, folder: Path, schema: str | None = None) -> Store:
    """Make an empty store. Raises BadInput if there is one already.

    After any other error nothing of the new store is left.
    """
    path = find_sqlite_path(url, folder)
    if path is None:
        return _create_postgres(url, schema)
    if path.exists():
        raise BadInput(
            f"{path.name}: is there already.", "Open that study, or choose another folder."
        )
    store = open_sqlite_store(path, new=True)
    try:
        with store.write() as db:
            db.exec_driver_sql(f"PRAGMA application_id={_as_signed(APPLICATION_ID)}")
            _run_migrations(db)
        store.checkpoint()  # the mark of a store must be in the file, even if it is never closed
        path.chmod(0o600)
    except BaseException:
        discard_store(store, url, folder)
        raise
    return store


def _create_postgres(url: str, schema: str | None) -> Store:
    store = open_postgres_store(url, schema)
    with store.write() as db:
        if schema is not None:
            quoted = schema.replace('"', '""')
            db.exec_driver_sql(f'create schema if not exists "{quoted}"')
        _require_room(store, db)
        _run_migrations(db)
    return store


def _require_room(store: Store, db: Db) -> None:
    """Raise BadInput where the schema holds a study, or a table that a study would make."""
    elsewhere = "Choose another database or [store] schema."
    current = db.execute(text("select current_schema()")).scalar_one()
    tables = set(inspect(db).get_table_names(current))
    if "alembic_version" in tables and "meta" in tables:
        # Tables without a study are what an interrupted `init` leaves: they are used, not refused.
        if db.execute(text("select count(*) from meta")).scalar_one():
            raise BadInput(f"{store.place}: already holds a study.", elsewhere)
        return

    foreign = sorted(tables.intersection((*schema_tables.metadata.tables, "alembic_version")))
    if foreign:
        raise BadInput(
            f"{store.place}: the table {foreign[0]!r} of another program is in the way.",
            elsewhere,
        )


def discard_store(store: Store, url: str, folder: Path) -> None:
    """Close a store that this process has just made, and remove it."""
    path = find_sqlite_path(url, folder)
    if path is None:
        with store.write() as db:
            schema_tables.metadata.drop_all(db)
            db.execute(text("drop table if exists alembic_version"))
    store.close()
    if path is not None:
        for companion in ("", "-wal", "-shm"):
            path.with_name(path.name + companion).unlink(missing_ok=True)


def open_store(
    url: str, folder: Path, schema: str | None = None, *, read_only: bool = False
) -> Store:
    """Open a study's store and make sure that this program can work with it.

    Raises EnvironmentFault for a missing, foreign, damaged, write-protected, older (PostgreSQL) or
    newer store.
    """
    path = find_sqlite_path(url, folder)
    mark = 0 if path is None or read_only or is_open_here(path) else read_copy_mark(path)
    store = connect_store(url, folder, schema, read_only=read_only)
    try:
        # On a server the version is a single statement.
        with store.read() if path is not None else store.read_once() as db:
            if path is not None and not read_only and path.stat().st_size <= CHECKED_AT_OPENING:
                verdict = db.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
                if verdict != "ok":
                    raise damaged_file_fault(store.place, verdict)
            version = _read_version(db)
        _check_version(store, version, path, read_only)
        if is_copy(mark):
            _mark_copy_in_use(store, mark)
        store.watch_file()
    except BaseException:
        store.close()
        raise
    return store


def _mark_copy_in_use(store: Store, mark: int) -> None:
    """Mark that somebody works in a copy, so that no log of another state is taken for its own."""
    with store.write() as db:
        db.exec_driver_sql(f"PRAGMA user_version={mark_in_use(mark)}")
    store.checkpoint()


def connect_store(
    url: str, folder: Path, schema: str | None = None, *, read_only: bool = False
) -> Store:
    """The store at a URL, whatever its version.

    Raises EnvironmentFault for a file that is not a tipcoder store.
    """
    path = find_sqlite_path(url, folder)
    if path is None:
        return open_postgres_store(url, schema, read_only=read_only)
    check_file(path)
    if not read_only and not is_writable(path):
        readers = "`tipcoder counts`, `log` and `codings export` work as it is."
        raise EnvironmentFault(
            f"{path}: is read-only.", f"Make the file and its folder writable. {readers}"
        )
    return open_sqlite_store(path, read_only=read_only)


def read_store_version(store: Store) -> str:
    """The newest migration that the store has had. Raises EnvironmentFault if it holds no study."""
    with store.read() as db:
        version = _read_version(db)
    if version is None:
        raise _no_study_fault(store)
    return version


def _no_study_fault(store: Store) -> EnvironmentFault:
    return EnvironmentFault(f"{store.place}: holds no study.", "Make one with `tipcoder init`.")


def _check_version(store: Store, version: str | None, path: Path | None, read_only: bool) -> None:
    if version == SCHEMA_VERSION:
        return
    if version is None:
        raise _no_study_fault(store)
    can_migrate = path is not None and (not read_only or is_writable(path))
    if version < SCHEMA_VERSION and not can_migrate:
        raise EnvironmentFault(
            f"{store.place}: has store version {version}, this tipcoder needs {SCHEMA_VERSION}.",
            "Run `tipcoder migrate` when nobody else is at work.",
        )
    if path is None or not read_only:
        migrate_store(store, path)
        return
    # Whoever only reads opens an old file, too: it is migrated through a connection of its own.
    writable = open_sqlite_store(path)
    try:
        migrate_store(writable, path)
    finally:
        writable.close()


def migrate_store(store: Store, path: Path | None) -> Path | None:
    """Bring an older store to this program's version; returns the verified copy made first.

    A store of this version is left alone, and so is its earlier copy. For PostgreSQL no copy is
    made, and None is returned. Raises EnvironmentFault for a newer store.
    """
    version = read_store_version(store)
    if version == SCHEMA_VERSION:
        return None
    if version > SCHEMA_VERSION:
        versions = f"store version {version}, known here: {SCHEMA_VERSION}"
        raise EnvironmentFault(
            f"{store.place}: was written by a newer tipcoder ({versions}).", "Update tipcoder."
        )
    copy = None
    if path is not None:
        copy = path.with_name(path.name + ".bak")
        copy_sqlite(path, copy)
    from alembic.util.exc import CommandError

    unknown = EnvironmentFault(
        f"{store.place}: has store version {version!r}, which this tipcoder does not know; "
        "nothing was changed.",
        "Use the tipcoder that wrote it, or restore a backup.",
    )
    try:
        with store.write() as db:
            _run_migrations(db)
            if _read_version(db) != SCHEMA_VERSION:
                raise unknown  # Alembic takes the beginning of a version for the version
    except (CommandError, AssertionError):  # the latter is what Alembic makes of an empty version
        raise unknown from None
    return copy


def copy_sqlite(source: Path, target: Path) -> None:
    """A consistent copy of a live SQLite store with its log, opened and checked before it counts.

    Raises EnvironmentFault; `target` is then as it was.
    """
    check_file(source)
    new = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        new.unlink(missing_ok=True)
        # Owner-only before the first answer is in it.
        os.close(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        original = sqlite3.connect(build_reading_uri(source), uri=True)
        with closing(original), closing(sqlite3.connect(new)) as copy:
            original.backup(copy)
            copy.execute(f"PRAGMA user_version={make_copy_mark()}")
            verdict = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
        if verdict != "ok":
            raise damaged_file_fault(source.name, verdict)
        new.replace(target)
    except sqlite3.Error as error:
        if "malformed" in str(error) or "not a database" in str(error):
            raise damaged_file_fault(source.name, str(error)) from None
        raise EnvironmentFault(
            f"{target}: the copy cannot be made ({error}).", "Nothing was kept of it."
        ) from None
    except OSError as error:
        raise EnvironmentFault(f"{target}: cannot be written ({error.strerror}).") from None
    finally:
        for companion in ("", "-wal", "-shm", "-journal"):
            new.with_name(new.name + companion).unlink(missing_ok=True)


def find_known_versions() -> frozenset[str]:
    """Every store version that this program can bring to its own."""
    scripts = (Path(__file__).parent / "migrations" / "versions").glob("[0-9]*.py")
    return frozenset(script.name.partition("_")[0] for script in scripts)


def _read_version(db: Db) -> str | None:
    if db.dialect.name == "sqlite" and not inspect(db).has_table("alembic_version"):
        return None
    try:
        found = list(db.execute(text("select version_num from alembic_version")).scalars())
    except ProgrammingError as error:
        # Asking for the table before would be a journey more to a server.
        if getattr(error.orig, "sqlstate", None) != _NO_TABLE:
            raise
        return None
    return ", ".join(sorted(found)) if found else None


def _run_migrations(db: Db) -> None:
    # Alembic costs as much to import as Textual, and is needed once in a store's life.
    from alembic import command
    from alembic.config import Config

    config = Config()
    folder = Path(__file__).parent / "migrations"
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.attributes["connection"] = db
    command.upgrade(config, "head")


def _as_signed(number: int) -> int:
    return number - (1 << 32) if number >= 1 << 31 else number
