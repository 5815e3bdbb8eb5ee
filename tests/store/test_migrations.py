"""Migrations make exactly the schema that the program uses,
and never touch what they cannot bring to an end.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from tipcoder.errors import EnvironmentFault, ExitStatus
from tipcoder.store import opening, schema
from tipcoder.store.opening import copy_sqlite, create_store, migrate_store, open_store

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from conftest import Filled, StoreUrl
    from tipcoder.store.engine import Store


def set_version(store: Store, version: str) -> None:
    with store.write() as db:
        db.execute(text("update alembic_version set version_num = :v"), {"v": version})


def snapshot(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_migrations_make_exactly_the_tables_of_the_schema(store: Store) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with store.read() as db:
        context = MigrationContext.configure(
            db, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, schema.metadata) == []


def test_checks_strictness_and_partial_indices_are_those_of_the_schema(tmp_path: Path) -> None:
    """What Alembic does not compare: SQLite keeps the statements themselves."""
    from sqlalchemy import create_engine

    migrated, direct = tmp_path / "study.db", tmp_path / "direct.db"
    create_store("sqlite:///study.db", tmp_path).close()
    engine = create_engine(f"sqlite:///{direct}")
    schema.metadata.create_all(engine)
    engine.dispose()

    def statements(path: Path) -> dict[str, list[str]]:
        with closing(sqlite3.connect(path)) as db:
            rows = db.execute(
                "select name, sql from sqlite_master where sql is not null"
            ).fetchall()
        # A column that was added stands on one line with the column before it.
        return {name: sorted(re.split(r"\s*[,\n]\s*", sql)) for name, sql in rows}

    made = statements(migrated)
    made.pop("alembic_version")
    assert made == statements(direct)
    strict = [sql for name, sql in made.items() if name in schema.metadata.tables]
    assert strict
    assert all(
        ") STRICT" in sql[-1] or ")STRICT" in sql[-1] or any("STRICT" in part for part in sql)
        for sql in strict
    )


@pytest.mark.postgres
def test_checks_and_partial_indices_are_those_of_the_schema_in_postgres(
    postgres_url: StoreUrl, tmp_path: Path
) -> None:
    def facts(db: Connection) -> tuple[set[str], set[str]]:
        checks = db.execute(
            text(
                "select conname || ' ' || pg_get_constraintdef(c.oid) from pg_constraint c "
                "join pg_namespace n on n.oid = connamespace where n.nspname = current_schema()"
            )
        )
        indices = db.execute(
            text("select indexdef from pg_indexes where schemaname = current_schema()")
        )
        return (
            {line for line in checks.scalars() if "alembic" not in line},
            {line for line in indices.scalars() if "alembic" not in line},
        )

    with closing(create_store(postgres_url.url, tmp_path, postgres_url.schema)) as store:
        with store.read() as db:
            migrated = facts(db)
        with store.write() as db:
            schema.metadata.drop_all(db)
            schema.metadata.create_all(db)
        with store.read() as db:
            assert facts(db) == migrated
    assert len(migrated[0]) > 20


def test_the_newest_migration_is_the_version_that_the_program_asks_for() -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(opening.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_heads() == [schema.SCHEMA_VERSION]


def test_a_store_of_a_newer_version_is_refused_and_not_changed(
    store_url: StoreUrl, tmp_path: Path
) -> None:
    with closing(create_store(store_url.url, tmp_path, store_url.schema)) as store:
        set_version(store, "9999")
    before = snapshot(tmp_path)
    for read_only in (False, True):
        with pytest.raises(EnvironmentFault, match=r"newer tipcoder .*9999") as fault:
            open_store(store_url.url, tmp_path, store_url.schema, read_only=read_only)
        assert fault.value.exit_code == ExitStatus.ENVIRONMENT
        assert "Update tipcoder" in fault.value.hint
    assert snapshot(tmp_path) == before


def test_migrating_a_newer_store_is_refused_before_anything_is_copied(tmp_path: Path) -> None:
    with closing(create_store("sqlite:///study.db", tmp_path)) as store:
        set_version(store, "9999")
        with pytest.raises(EnvironmentFault, match="newer"):
            migrate_store(store, tmp_path / "study.db")
    assert [path.name for path in tmp_path.iterdir()] == ["study.db"]


@pytest.mark.postgres
def test_an_older_store_in_postgres_waits_for_somebody_to_ask(
    postgres_url: StoreUrl, tmp_path: Path
) -> None:
    with closing(create_store(postgres_url.url, tmp_path, postgres_url.schema)) as store:
        set_version(store, "0000")
    with pytest.raises(
        EnvironmentFault, match="has store version 0000, this tipcoder needs"
    ) as fault:
        open_store(postgres_url.url, tmp_path, postgres_url.schema)
    assert "tipcoder migrate" in fault.value.hint


def test_an_older_file_is_migrated_when_it_is_opened_after_a_copy_that_can_be_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fill_store: Callable[[Store], Filled]
) -> None:
    with closing(create_store("sqlite:///study.db", tmp_path)) as store:
        fill_store(store)
        set_version(store, "0000")

    def to_newest(db: Connection) -> None:
        db.execute(text("create table made_by_a_migration (id integer)"))
        db.execute(
            text("update alembic_version set version_num = :v"), {"v": schema.SCHEMA_VERSION}
        )

    monkeypatch.setattr(opening, "_run_migrations", to_newest)
    with closing(open_store("sqlite:///study.db", tmp_path)) as store, store.read() as db:
        assert db.execute(text("select count(*) from made_by_a_migration")).scalar_one() == 0

    copy = tmp_path / "study.db.bak"
    assert copy.stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(copy)) as db:
        assert db.execute("select version_num from alembic_version").fetchall() == [("0000",)]
        assert db.execute("select count(*) from answer").fetchall() == [(10,)]
        assert db.execute("pragma integrity_check").fetchall() == [("ok",)]


def test_a_failing_migration_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fill_store: Callable[[Store], Filled]
) -> None:
    with closing(create_store("sqlite:///study.db", tmp_path)) as store:
        fill_store(store)
        set_version(store, "0000")
    before = snapshot(tmp_path)

    def half_way(db: Connection) -> None:
        db.execute(text("create table half (id integer)"))
        db.execute(text("delete from answer"))
        db.execute(text("alter table coder rename to people"))
        db.execute(text("insert into nowhere values (1)"))

    monkeypatch.setattr(opening, "_run_migrations", half_way)
    with pytest.raises(EnvironmentFault, match="nowhere"):
        open_store("sqlite:///study.db", tmp_path)
    after = snapshot(tmp_path)
    assert after.pop("study.db.bak")
    assert after == before


def test_a_store_of_this_version_is_left_alone_and_so_is_the_copy_made_before(
    tmp_path: Path,
) -> None:
    (tmp_path / "study.db.bak").write_text("the copy of last year's migration")
    with closing(create_store("sqlite:///study.db", tmp_path)) as store:
        assert migrate_store(store, tmp_path / "study.db") is None
    assert (tmp_path / "study.db.bak").read_text() == "the copy of last year's migration"


def test_a_damaged_file_is_not_copied_over_a_good_copy(
    tmp_path: Path, fill_store: Callable[[Store], Filled]
) -> None:
    with closing(create_store("sqlite:///study.db", tmp_path)) as store:
        fill_store(store)
    (tmp_path / "good.bak").write_text("good")
    damaged = bytearray((tmp_path / "study.db").read_bytes())
    damaged[4096 * 3 : 4096 * 12] = b"\xff" * 4096 * 9
    (tmp_path / "study.db").write_bytes(damaged)
    with pytest.raises(EnvironmentFault, match="is damaged"):
        copy_sqlite(tmp_path / "study.db", tmp_path / "good.bak")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["good.bak", "study.db"]
    assert (tmp_path / "good.bak").read_text() == "good"


def test_a_store_that_is_empty_of_tables_holds_no_study(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "study.db")) as db:
        db.execute(f"pragma application_id={0x71BC0DE5}")
        db.execute("create table other (id integer)")
    with pytest.raises(EnvironmentFault, match="holds no study") as fault:
        open_store("sqlite:///study.db", tmp_path)
    assert "tipcoder init" in fault.value.hint


@pytest.mark.postgres
def test_a_database_without_tables_holds_no_study(
    empty_postgres_url: StoreUrl, tmp_path: Path
) -> None:
    with pytest.raises(EnvironmentFault, match="holds no study"):
        open_store(empty_postgres_url.url, tmp_path, empty_postgres_url.schema)


@pytest.mark.parametrize("version", ["0000", "", "000", "00-1"])
def test_a_version_that_nobody_knows_is_one_sentence_and_changes_nothing(
    store_url: StoreUrl, tmp_path: Path, version: str
) -> None:
    with closing(create_store(store_url.url, tmp_path, store_url.schema)) as store:
        set_version(store, version)
        with pytest.raises(EnvironmentFault, match="which this tipcoder does not know") as fault:
            migrate_store(store, tmp_path / "study.db" if store_url.is_sqlite else None)
        assert fault.value.exit_code == ExitStatus.ENVIRONMENT
        assert repr(version) in fault.value.message
        assert "restore a backup" in fault.value.hint
        with store.read() as db:
            assert db.execute(text("select version_num from alembic_version")).scalars().all() == [
                version
            ]
            assert db.execute(text("select count(*) from answer")).scalar_one() == 0
