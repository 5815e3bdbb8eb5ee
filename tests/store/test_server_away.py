"""A PostgreSQL server at the end of a line that breaks:
an act is kept once or refused, wherever the line breaks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import text

from conftest import StoreUrl
from line import BreakableLine
from tipcoder.errors import EnvironmentFault, StoreUnreachable, TipcoderError
from tipcoder.store.engine import Store
from tipcoder.store.opening import create_store
from tipcoder.store.patience import Patience
from tipcoder.store.postgres_engine import open_postgres_store
from tipcoder.store.write_batch import begin_batch, send_statement

pytestmark = pytest.mark.postgres


@pytest.fixture
def line(postgres_url: StoreUrl) -> Iterator[BreakableLine]:
    line = BreakableLine(postgres_url.url)
    yield line
    line.close()


@pytest.fixture
def afar(
    line: BreakableLine, postgres_url: StoreUrl, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    """A store at the other end of the line, that is not waited for long."""
    create_store(postgres_url.url, tmp_path_factory.mktemp("none"), postgres_url.schema).close()
    store = open_postgres_store(
        line.url, postgres_url.schema, patience=Patience(connect=2, silence=0.3, act=1, read=2)
    )
    yield store
    store.close()


def note(store: Store, word: str) -> None:
    with store.write() as db:
        db.execute(text("insert into meta(key, value) values (:word, '')"), {"word": word})


def note_in_one_journey(store: Store, word: str) -> None:
    """As the act of a digit goes: with its COMMIT."""
    with store.write() as db:
        begin_batch(db)
        statement = text("insert into meta(key, value) values (:word, '')")
        send_statement(db, statement, {"word": word})


def notes_in(store: Store) -> list[str]:
    with store.read() as db:
        return sorted(db.execute(text("select key from meta where key like 'n%'")).scalars())


@pytest.mark.parametrize(("keep", "journeys"), [(note, 3), (note_in_one_journey, 2)])
def test_wherever_the_line_breaks_an_act_is_kept_exactly_where_it_is_not_refused(
    afar: Store, line: BreakableLine, keep: Callable[[Store, str], None], journeys: int
) -> None:
    kept = []
    number = 0
    line.cuts = 1
    while line.cuts:
        line.cuts = 0
        notes_in(afar)  # the connection stands
        line.cut_after(number)
        word = f"n{number:02}"
        try:
            keep(afar, word)
            kept.append(word)
        except StoreUnreachable as fault:
            assert fault.exit_code == 3
            assert len(fault.status_line) <= 76, (
                "with its mark it fits the 78 columns of a status line"
            )
        number += 1
    assert number > journeys, "it broke before each, and then not at all"
    assert kept != []
    line.cut_after(1000)
    assert notes_in(afar) == kept


@pytest.mark.parametrize("passing_on", [True, False])
@pytest.mark.parametrize("keep", [note, note_in_one_journey])
def test_a_commit_without_an_answer_is_looked_for_and_its_lock_is_freed(
    afar: Store,
    line: BreakableLine,
    keep: Callable[[Store, str], None],
    passing_on: bool,
) -> None:
    notes_in(afar)
    line.cut_at(b"COMMIT\x00", passing_on=passing_on)
    if passing_on:
        keep(afar, "n1")  # the server is there, and says that it was kept
    else:
        with pytest.raises(StoreUnreachable, match="nothing of this was kept"):
            keep(afar, "n1")
    assert notes_in(afar) == (["n1"] if passing_on else [])
    note(afar, "n2")  # nobody holds the study


def test_a_database_that_is_gone_for_longer_says_afterwards_what_was_kept(
    afar: Store, line: BreakableLine
) -> None:
    afar.attend_at_screen()
    notes_in(afar)
    line.cut_at(b"COMMIT\x00", passing_on=True, then_dead=True)
    with pytest.raises(StoreUnreachable, match="while this was being kept"):
        note(afar, "n1")
    with pytest.raises(StoreUnreachable):
        note(afar, "n2")
    assert afar.trouble is not None
    assert not afar.try_new_connection()
    line.mend()
    assert afar.try_new_connection()
    with pytest.raises(StoreUnreachable):
        notes_in(afar)  # only when somebody has been shown what stands
    assert afar.resume_use() is True
    assert notes_in(afar) == ["n1"]


def test_a_long_statement_of_a_living_server_is_waited_for_and_one_without_end_is_not(
    afar: Store,
) -> None:
    with afar.read() as db:
        assert db.execute(text("select 7 from pg_sleep(1)")).scalar_one() == 7
    with pytest.raises(EnvironmentFault, match="took too long") as caught, afar.write() as db:
        db.execute(text("select pg_sleep(60)"))
    assert not isinstance(caught.value, StoreUnreachable)
    assert (
        caught.value.status_line
        == "The database took too long; this act was not kept. Repeat it later."
    )


def test_a_line_that_falls_silent_in_the_middle_of_an_act_refuses_it(
    afar: Store, line: BreakableLine
) -> None:
    with pytest.raises(StoreUnreachable, match="nothing of this was kept"), afar.write() as db:
        db.execute(text("insert into meta(key, value) values ('n1', '')"))
        line.stall()
        db.execute(text("insert into meta(key, value) values ('n2', '')"))
    line.mend()
    note(afar, "n3")
    assert notes_in(afar) == ["n3"]


def test_of_statements_sent_with_a_commit_all_are_kept_or_none(afar: Store) -> None:
    note(afar, "n1")
    with pytest.raises(TipcoderError), afar.write() as db:
        begin_batch(db)
        for word in ("n2", "n1", "n3"):
            statement = text("insert into meta(key, value) values (:word, '')")
            send_statement(db, statement, {"word": word})
    assert notes_in(afar) == ["n1"]
    note_in_one_journey(afar, "n4")
    assert notes_in(afar) == ["n1", "n4"]


def test_one_connection_that_the_server_ends_is_made_anew(
    afar: Store, postgres_url: StoreUrl
) -> None:
    import psycopg

    note(afar, "n1")
    with psycopg.connect(postgres_url.url, autocommit=True) as other:
        with afar.read() as db:
            backend = db.execute(text("select pg_backend_pid()")).scalar_one()
        other.execute("select pg_terminate_backend(%s, 5000)", (backend,))
    note(afar, "n2")
    assert notes_in(afar) == ["n1", "n2"]


def test_a_study_that_somebody_else_holds_is_said_in_a_line_that_fits(
    line: BreakableLine, postgres_url: StoreUrl, afar: Store
) -> None:
    import psycopg

    hurried = open_postgres_store(
        line.url, postgres_url.schema, patience=Patience(connect=2, lock=0.2)
    )
    with psycopg.connect(postgres_url.url) as other:
        other.execute("select pg_advisory_xact_lock(7120541, hashtext(%s))", (postgres_url.schema,))
        with pytest.raises(EnvironmentFault) as caught:
            note(hurried, "n1")
    hurried.close()
    assert (
        caught.value.status_line
        == "Another program has held the study for 10 seconds; this act was not kept."
    )
    assert notes_in(afar) == []


def test_a_server_that_took_over_without_an_act_says_that_it_was_not_kept(afar: Store) -> None:
    from tipcoder.store.server import Server, UnsettledCommit

    server = afar._server
    assert isinstance(server, Server)
    with afar.read() as db:
        newest = db.execute(text("select txid_snapshot_xmax(txid_current_snapshot())")).scalar_one()
    never = UnsettledCommit(transaction=newest + 1_000_000_000, backend=1)
    assert server.settle_commit(never) is False
