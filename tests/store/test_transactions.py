"""What a transaction promises on either store,
and what a user reads when the store cannot keep it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tipcoder.errors import BadInput, EnvironmentFault, ExitStatus
from tipcoder.store import codings, engine, events, integrity, sqlite_engine, survey_data, undo_redo
from tipcoder.store.codings import Span
from tipcoder.store.opening import create_store, open_store
from tipcoder.store.statement_cache import find_statement_cache

if TYPE_CHECKING:
    from conftest import Filled, StoreUrl


def meta(store: engine.Store, key: str) -> str | None:
    with store.read() as db:
        return survey_data.get_meta(db, key)


def test_a_reader_sees_one_state_while_somebody_writes(store: engine.Store) -> None:
    with store.write() as db:
        survey_data.set_meta(db, "a", "before")
        survey_data.set_meta(db, "b", "before")
    with store.read() as reading:
        first = survey_data.get_meta(reading, "a")
        with store.write() as writing:
            survey_data.set_meta(writing, "a", "after")
            survey_data.set_meta(writing, "b", "after")
        assert (first, survey_data.get_meta(reading, "b")) == ("before", "before")
    assert (meta(store, "a"), meta(store, "b")) == ("after", "after")


def test_a_transaction_that_raises_leaves_no_trace(store: engine.Store) -> None:
    with pytest.raises(KeyboardInterrupt), store.write() as db:
        survey_data.set_meta(db, "a", "never")
        raise KeyboardInterrupt
    assert meta(store, "a") is None


@pytest.mark.postgres
def test_nothing_can_be_written_through_a_reading_transaction_of_postgres(
    postgres_url: StoreUrl, tmp_path: Path
) -> None:
    with closing(create_store(postgres_url.url, tmp_path, postgres_url.schema)) as store:
        with pytest.raises(EnvironmentFault, match="read-only"), store.read() as db:
            survey_data.set_meta(db, "a", "never")
        assert meta(store, "a") is None


def test_a_store_opened_to_be_read_refuses_to_be_written(
    filled: Filled, store_url: StoreUrl, tmp_path: Path
) -> None:
    store = open_store(store_url.url, tmp_path, store_url.schema, read_only=True)
    with closing(store):
        with pytest.raises(
            EnvironmentFault, match="is read-only; this act was not kept"
        ) as refusal:
            undo_redo.undo_act(store, filled.anna.id)
        assert refusal.value.exit_code == ExitStatus.ENVIRONMENT
        with store.read() as db:
            assert survey_data.load_respondent_ids(db).keys() == {
                "1001",
                "1002",
                "1003",
                "3237565956",
            }


def test_reading_a_study_leaves_nothing_beside_it(
    tmp_path: Path, fill_store: Callable[[engine.Store], Filled]
) -> None:
    with closing(create_store("sqlite:///study.db", tmp_path)) as store:
        fill_store(store)
    before = (tmp_path / "study.db").read_bytes()
    with (
        closing(open_store("sqlite:///study.db", tmp_path, read_only=True)) as store,
        store.read() as db,
    ):
        assert survey_data.load_respondent_ids(db)
    assert [path.name for path in tmp_path.iterdir()] == ["study.db"]
    assert (tmp_path / "study.db").read_bytes() == before


def test_closing_brings_everything_into_one_file(tmp_path: Path) -> None:
    with closing(create_store("sqlite:///study.db", tmp_path)) as store:
        with store.write() as db:
            survey_data.set_meta(db, "a", "kept")
        assert (tmp_path / "study.db-wal").stat().st_size > 0
    assert [path.name for path in tmp_path.iterdir()] == ["study.db"]
    with closing(open_store("sqlite:///study.db", tmp_path)) as store:
        assert meta(store, "a") == "kept"


def test_a_rest_brings_acts_into_the_main_file_while_the_study_stays_open(tmp_path: Path) -> None:
    with closing(create_store("sqlite:///study.db", tmp_path)) as store:
        with store.write() as db:
            survey_data.set_meta(db, "a", "kept")
        store.checkpoint()
        (tmp_path / "copy.db").write_bytes((tmp_path / "study.db").read_bytes())
        with closing(sqlite3.connect(tmp_path / "copy.db")) as copy:
            assert copy.execute("select value from meta where key = 'a'").fetchall() == [("kept",)]


def test_a_rest_beside_a_reader_leaves_the_reader_its_state(tmp_path: Path) -> None:
    with closing(create_store("sqlite:///study.db", tmp_path)) as store, store.read() as reading:
        survey_data.get_meta(reading, "a")
        with store.write() as db:
            survey_data.set_meta(db, "a", "kept")
        store.checkpoint()
        assert survey_data.get_meta(reading, "a") is None


def test_what_a_power_cut_must_not_take_is_settled_for_every_connection(tmp_path: Path) -> None:
    with closing(create_store("sqlite:///study.db", tmp_path)) as store, store.read() as db:
        pragmas = {
            name: db.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in (
                "journal_mode",
                "synchronous",
                "foreign_keys",
                "trusted_schema",
                "cell_size_check",
            )
        }
    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
    }


def test_a_full_disk_costs_one_act_and_says_so(
    tmp_path: Path, fill_store: Callable[[engine.Store], Filled]
) -> None:
    with closing(create_store("sqlite:///study.db", tmp_path)) as store:
        filled = fill_store(store)
        filled.put(filled.anna, "1002", "money")
        with store.read() as db:
            pages = db.exec_driver_sql("PRAGMA page_count").scalar_one()
            db.exec_driver_sql(f"PRAGMA max_page_count={pages}")
        at = filled.at["1003", "role"]
        rows = [
            codings.build_coding_row(
                at, filled.codes["money"], filled.anna.id, Span(n, n + 1, "x" * 200), 1, "x"
            )
            for n in range(500)
        ]
        with (
            pytest.raises(
                EnvironmentFault, match=r"study\.db: the disk is full; this act was not kept\."
            ) as fault,
            events.record_act(store, filled.anna.id, "code", "too much") as act,
        ):
            codings.add_codings(act, rows)
        assert "repeat it" in fault.value.hint
        assert fault.value.exit_code == ExitStatus.ENVIRONMENT
        assert [coding[:2] for coding in filled.standing(filled.anna)] == [("1002", "money")]

        with store.read() as db:
            db.exec_driver_sql(f"PRAGMA max_page_count={pages + 1000}")
        with events.record_act(store, filled.anna.id, "code", "again") as act:
            codings.add_codings(act, rows)
        with store.read() as db:
            assert len(codings.load_codings(db, at, filled.anna.id)) == 500
            assert db.exec_driver_sql("PRAGMA quick_check").scalar_one() == "ok"


def test_somebody_who_holds_the_study_is_named_as_the_reason(
    store_url: StoreUrl, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_engine, "BUSY_SECONDS", 0.2)
    create_store(store_url.url, tmp_path, store_url.schema).close()
    with (
        closing(open_store(store_url.url, tmp_path, store_url.schema)) as mine,
        closing(open_store(store_url.url, tmp_path, store_url.schema)) as theirs,
    ):
        with theirs.write() as db:
            survey_data.set_meta(db, "a", "theirs")
            with (
                pytest.raises(
                    EnvironmentFault, match="another program has held the study"
                ) as fault,
                mine.write(),
            ):
                pass
            assert "Repeat it" in fault.value.hint
        with mine.write() as db:
            survey_data.set_meta(db, "a", "mine")
        assert meta(theirs, "a") == "mine"


@pytest.mark.parametrize(
    "name", ["what?", "100%", "a #1 b", "it's", "Исследование ёлка", "x&mode=memory", "a;b", "%41"]
)
def test_a_folder_may_be_called_anything(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    with closing(create_store("sqlite:///study.db", folder)) as store, store.write() as db:
        survey_data.set_meta(db, "a", name)
    for read_only in (False, True):
        with closing(open_store("sqlite:///study.db", folder, read_only=read_only)) as store:
            assert meta(store, "a") == name
    assert [path.relative_to(tmp_path) for path in tmp_path.rglob("*.db")] == [
        Path(name, "study.db")
    ]


def test_opening_never_makes_a_file(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault, match="has no store"):
        open_store("sqlite:///study.db", tmp_path)
    gone = sqlite_engine.open_sqlite_store(tmp_path / "study.db")
    with pytest.raises(EnvironmentFault, match="cannot be opened"), gone.read():
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_store_is_private_to_its_owner(tmp_path: Path) -> None:
    create_store("sqlite:///study.db", tmp_path).close()
    assert (tmp_path / "study.db").stat().st_mode & 0o777 == 0o600


def test_a_second_store_in_one_place_is_refused(store_url: StoreUrl, tmp_path: Path) -> None:
    with (
        closing(create_store(store_url.url, tmp_path, store_url.schema)) as store,
        store.write() as db,
    ):
        survey_data.set_meta(db, "study_uuid", "first")
    with pytest.raises(BadInput, match="already"):
        create_store(store_url.url, tmp_path, store_url.schema)
    with closing(open_store(store_url.url, tmp_path, store_url.schema)) as store:
        assert meta(store, "study_uuid") == "first"


def test_two_stores_that_are_open_at_once_give_each_their_own_rows(
    store_url: StoreUrl, tmp_path: Path
) -> None:
    """Statements are made for all stores together; what they find is not."""
    with (
        closing(create_store(store_url.url, tmp_path, store_url.schema)) as first,
        closing(create_store("sqlite:///other.db", tmp_path)) as second,
    ):
        for store, value in ((first, "one"), (second, "two")):
            with store.write() as db:
                survey_data.set_meta(db, "a", value)
        assert [meta(first, "a"), meta(second, "a"), meta(first, "a")] == ["one", "two", "one"]
        with closing(create_store("sqlite:///third.db", tmp_path)) as third:
            made = len(find_statement_cache("sqlite"))
            assert meta(third, "a") is None
            assert len(find_statement_cache("sqlite")) == made, "it was made for the second"


def test_a_database_that_does_not_answer_is_named_without_its_password(tmp_path: Path) -> None:
    pytest.importorskip("psycopg")
    url = "postgresql://lead:secret@127.0.0.1:1/study"
    with pytest.raises(EnvironmentFault, match="does not answer") as fault:
        open_store(url, tmp_path)
    assert "127.0.0.1:1/study" in fault.value.message
    assert "secret" not in str(fault.value)
    assert "[store] url" in fault.value.hint


@pytest.mark.parametrize(
    "url", ["postgresql://u:secret@host:notaport/db", "postgresql://u:secret@[::1/db"]
)
def test_a_url_that_is_none_is_refused_without_being_repeated(tmp_path: Path, url: str) -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(BadInput, match=r"study\.toml, \[store\]") as refusal:
        open_store(url, tmp_path)
    assert "secret" not in str(refusal.value)


@pytest.mark.postgres
def test_a_schema_of_another_program_is_left_alone(
    empty_postgres_url: StoreUrl, tmp_path: Path
) -> None:
    import psycopg
    from psycopg import sql

    schema = sql.Identifier(empty_postgres_url.schema or "")
    with psycopg.connect(empty_postgres_url.url, autocommit=True) as other:
        other.execute(sql.SQL("create schema {}").format(schema))
        other.execute(sql.SQL("create table {}.event (what text)").format(schema))
        with pytest.raises(BadInput, match="'event' of another program") as refusal:
            create_store(empty_postgres_url.url, tmp_path, empty_postgres_url.schema)
        assert "schema" in refusal.value.hint
        tables = other.execute(
            "select table_name from information_schema.tables where table_schema = %s",
            (empty_postgres_url.schema,),
        ).fetchall()
    assert tables == [("event",)]


@pytest.mark.postgres
def test_a_schema_may_have_a_name_that_looks_like_sql(
    postgres_url: StoreUrl, tmp_path: Path
) -> None:
    import psycopg
    from psycopg import sql

    name = f'{postgres_url.schema}"; drop schema public; --'
    try:
        with closing(create_store(postgres_url.url, tmp_path, name)) as store, store.write() as db:
            survey_data.set_meta(db, "a", "kept")
        with closing(open_store(postgres_url.url, tmp_path, name)) as store:
            assert meta(store, "a") == "kept"
    finally:
        with psycopg.connect(postgres_url.url, autocommit=True) as connection:
            connection.execute(
                sql.SQL("drop schema if exists {} cascade").format(sql.Identifier(name))
            )


def test_events_of_two_connections_are_numbered_in_the_order_they_became_visible(
    filled: Filled, store_url: StoreUrl, tmp_path: Path
) -> None:
    other = open_store(store_url.url, tmp_path, store_url.schema)
    with closing(other):
        seen = []
        for n in range(6):
            store = filled.store if n % 2 else other
            with events.record_act(store, filled.anna.id, "code", str(n)) as act:
                span = Span(n, n + 1, filled.text("1002", "role")[n])
                codings.add_coding(
                    act,
                    filled.at["1002", "role"],
                    filled.codes["money"],
                    filled.anna.id,
                    span,
                    1,
                    "x",
                )
            with filled.store.read() as db:
                seen.append(events.find_last_act(db))
    assert seen == sorted(set(seen))
    assert list(integrity.iterate_findings(filled.store)) == []
