"""Each kind of tampering is found, named by its place,
and a store that nobody touched has no finding.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from tipcoder.model.codings import Outcome
from tipcoder.store import codings, events, integrity, settlements, survey_data, undo_redo
from tipcoder.store.settlements import ConsensusDecision

if TYPE_CHECKING:
    from conftest import Filled


def tamper(filled: Filled, statement: str, **values: object) -> None:
    with filled.store.write() as db:
        assert db.execute(text(statement), values).rowcount == 1


def findings(filled: Filled) -> list[str]:
    return list(integrity.iterate_findings(filled.store))


@pytest.fixture
def worked(filled: Filled) -> Filled:
    """A store in which both have worked, undone and finished, by the rules."""
    filled.put(filled.anna, "1002", "pressure", 0, 10)
    filled.put(filled.anna, "1001.1", "money", question="how")
    filled.put(filled.boris, "1002", "pushback")
    undo_redo.undo_act(filled.store, filled.boris.id)
    filled.put(filled.boris, "1003", "training")
    filled.put(filled.boris, "1003", "money")
    undo_redo.undo_act(filled.store, filled.boris.id)
    filled.finish(filled.anna, "1002", Outcome.CODED)
    filled.finish(filled.anna, "1003", Outcome.NONE_APPLIES)
    with events.record_act(
        filled.store, filled.boris.id, "import", "a later import, undone"
    ) as act:
        survey_data.retire_answer(act, filled.at["1001.2", "role"])
        survey_data.change_case(
            act, survey_data.load_cases(act.db)[2].id, {"label": "1002"}, {"label": "1002.1"}
        )
    undo_redo.undo_act(filled.store, filled.boris.id)
    return filled


def coding(filled: Filled, code: str) -> int:
    with filled.store.read() as db:
        return int(
            db.execute(
                text(
                    "select coding.id from coding join code on code.id = code_id where key = :k "
                    "and live = 1"
                ),
                {"k": code},
            ).scalar_one()
        )


def test_work_by_the_rules_has_no_finding(worked: Filled) -> None:
    assert findings(worked) == []


def test_a_decision_outside_the_log_or_beyond_the_text_is_found(worked: Filled) -> None:
    place = worked.at["1002", "role"], worked.codes["pressure"]
    for side in ("both", "neither"):
        with events.record_act(worked.store, worked.boris.id, "settle", side) as act:
            spans = ((0, 10),) if side == "both" else ()
            settlements.add_settlement(
                act, worked.boris.id, place, ConsensusDecision(side, spans), {}, 1
            )
    undo_redo.undo_act(worked.store, worked.boris.id)
    assert findings(worked) == []
    tamper(worked, "update settlement set spans = '[[0, 900]]' where live = 1")
    (found,) = findings(worked)
    assert "its spans do not fit a text of 46 characters" in found
    tamper(worked, "update settlement set live = 0 where live = 1")
    (found,) = findings(worked)
    assert found.endswith("was removed without an event in the log")


def test_a_changed_text_is_found(worked: Filled) -> None:
    at = worked.at["1003", "role"]
    tamper(worked, "update answer set text = 'No comments' where id = :i", i=at)
    assert findings(worked) == [f"answer {at}: its text is not the one that was frozen"]


def test_a_text_replaced_long_ago_is_still_frozen(worked: Filled) -> None:
    at = worked.at["1003", "how"]
    with events.record_act(worked.store, worked.boris.id, "import", "corrected") as act:
        survey_data.retire_answer(act, at)
    tamper(worked, "update answer set text = '' where id = :i", i=at)
    assert findings(worked) == [f"answer {at}: its text is not the one that was frozen"]


def test_a_shifted_span_is_found(worked: Filled) -> None:
    row = coding(worked, "pressure")
    tamper(worked, 'update coding set start = 1, "end" = 11 where id = :i', i=row)
    assert findings(worked) == [f"coding {row}: its quote is not the text at 1-11"]


def test_a_span_beyond_the_text_is_found(worked: Filled) -> None:
    row = coding(worked, "pressure")
    tamper(worked, 'update coding set "end" = 900 where id = :i', i=row)
    assert findings(worked) == [f"coding {row}: ends at 900, its text has 46 characters"]


def test_a_changed_quote_is_found(worked: Filled) -> None:
    row = coding(worked, "pressure")
    tamper(worked, "update coding set quote = 'Посольства' where id = :i", i=row)
    assert findings(worked) == [f"coding {row}: its quote is not the text at 0-10"]


def test_a_coding_that_nobody_made_is_found(worked: Filled) -> None:
    tamper(
        worked,
        'insert into coding (answer_id, code_id, coder_id, start, "end", quote, revision, origin) '
        "values (:a, :c, :w, 0, 2, 'No', 1, 'person')",
        a=worked.at["1001.2", "role"],
        c=worked.codes["money"],
        w=worked.anna.id,
    )
    row = max(c.id for c in _codings(worked))
    assert findings(worked) == [f"coding {row}: no event in the log made it"]


def _codings(filled: Filled) -> list[codings.Coding]:
    with filled.store.read() as db:
        return [
            c for at in filled.at.values() for c in codings.load_codings(db, at, filled.anna.id)
        ]


def test_a_reading_that_nobody_made_is_found(worked: Filled) -> None:
    tamper(
        worked,
        (
            "insert into reading (answer_id, coder_id, outcome, revision) values (:a, :w, "
            "'off_topic', 1)"
        ),
        a=worked.at["1001.2", "role"],
        w=worked.boris.id,
    )
    (finding,) = findings(worked)
    assert finding.startswith("reading ")
    assert finding.endswith(": no event in the log made it")


def test_a_coding_taken_off_behind_the_logs_back_is_found(worked: Filled) -> None:
    row = coding(worked, "money")
    with worked.store.write() as db:
        db.execute(text("update coding set live = 0 where id = :i"), {"i": row})
    assert f"coding {row}: was removed without an event in the log" in findings(worked)


def test_a_coding_put_back_behind_the_logs_back_is_found(worked: Filled) -> None:
    with worked.store.read() as db:
        undone = db.execute(
            text(
                "select coding.id from coding join code on code.id = code_id where key = 'pushback'"
            )
        ).scalar_one()
    tamper(worked, "update coding set live = 1 where id = :i", i=undone)
    assert findings(worked) == [f"coding {undone}: counts without an event in the log"]


def test_an_answer_that_vanished_behind_the_logs_back_is_found(worked: Filled) -> None:
    at = worked.at["1001.2", "role"]
    tamper(worked, "update answer set live = 0 where id = :i", i=at)
    assert findings(worked) == [f"answer {at}: was removed without an event in the log"]


def test_a_deleted_coding_is_found(worked: Filled) -> None:
    row = coding(worked, "pressure")
    with worked.store.read() as db:
        reading = db.execute(text("select id from reading where outcome = 'coded'")).scalar_one()
    tamper(worked, "delete from reading where id = :i", i=reading)
    tamper(worked, "delete from coding where id = :i", i=row)
    assert findings(worked) == [
        f"coding {row}: is in the log but no longer in the store",
        f"reading {reading}: is in the log but no longer in the store",
    ]


@pytest.mark.parametrize("outcome", ["none_applies", "off_topic", "uncodable"])
def test_an_outcome_without_codes_on_an_answer_with_codes_is_found(
    worked: Filled, outcome: str
) -> None:
    tamper(worked, "update reading set outcome = :o where outcome = 'coded'", o=outcome)
    at = worked.at["1002", "role"]
    contradiction, row = findings(worked)
    assert (
        contradiction
        == f"answer {at}: coder {worked.anna.id} finished it as {outcome!r}, but applied codes"
    )
    assert f"outcome is {outcome!r}, the log says 'coded'" in row


def test_coded_without_a_code_is_found(worked: Filled) -> None:
    tamper(worked, "update reading set outcome = 'coded' where outcome = 'none_applies'")
    at = worked.at["1003", "role"]
    contradiction, row = findings(worked)
    assert (
        contradiction
        == f"answer {at}: coder {worked.anna.id} finished it as 'coded', but applied no code"
    )
    assert "outcome is 'coded', the log says 'none_applies'" in row


def test_a_row_that_points_at_nothing_is_found(filled: Filled) -> None:
    if not filled.store.is_sqlite:
        pytest.skip("PostgreSQL does not let foreign keys be switched off")
    import sqlite3
    from contextlib import closing

    filled.store.close()
    with filled.store.read() as db:
        path = db.exec_driver_sql("PRAGMA database_list").all()[0][2]
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("update answer set case_id = 4711 where id = ?", (filled.at["1002", "role"],))
        raw.commit()
    assert findings(filled) == [
        f"answer, row {filled.at['1002', 'role']}: points at a survey_case that is not there"
    ]
