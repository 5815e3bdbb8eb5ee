"""Codings, readings, coders and counts, the same on both stores."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tipcoder.errors import EnvironmentFault
from tipcoder.model.codes import CodeCount
from tipcoder.model.codings import Outcome
from tipcoder.store import coders, coding_records, codings, counts, events
from tipcoder.store.codings import Span
from tipcoder.store.opening_facts import load_opening_facts

if TYPE_CHECKING:
    from conftest import Filled


def test_codings_of_an_answer_come_by_start_and_the_longest_first(filled: Filled) -> None:
    filled.put(filled.anna, "1002", "money", 10, 16)
    filled.put(filled.anna, "1002", "pressure", 0, 10)
    filled.put(filled.anna, "1002", "training")
    with filled.store.read() as db:
        mine = codings.load_codings(db, filled.at["1002", "role"], filled.anna.id)
    assert [(c.code, c.start, c.end, c.quote) for c in mine] == [
        ("training", 0, 46, "Посольство ДАВИЛО на министра, и ещё на судей."),
        ("pressure", 0, 10, "Посольство"),
        ("money", 10, 16, " ДАВИЛ"),
    ]
    assert {(c.coder, c.revision) for c in mine} == {("anna", 1)}


def test_the_same_code_may_stand_twice_but_not_on_the_same_span(filled: Filled) -> None:
    assert filled.put(filled.anna, "1002", "money", 0, 5) is not None
    assert filled.put(filled.anna, "1002", "money", 0, 6) is not None
    assert filled.put(filled.anna, "1002", "money", 0, 5) is None
    assert filled.put(filled.boris, "1002", "money", 0, 5) is not None


def test_a_coding_taken_off_may_be_put_on_again(filled: Filled) -> None:
    first = filled.put(filled.anna, "1002", "money", 0, 5)
    assert first is not None
    with events.record_act(filled.store, filled.anna.id, "remove", "off") as act:
        codings.remove_codings(act, [first])
    second = filled.put(filled.anna, "1002", "money", 0, 5)
    assert second not in (None, first), "the first one is history and stays so"


def test_spans_count_characters_even_beyond_the_basic_plane(filled: Filled) -> None:
    text = filled.text("1001.1", "how")
    start = text.index("👍🏽")
    filled.put(filled.anna, "1001.1", "money", start, start + 2, question="how")
    assert filled.standing(filled.anna) == {("1001.1", "money", "👍🏽")}
    with filled.store.read() as db:
        (record,) = coding_records.load_coding_records(db)
    assert (record.start, record.end, record.whole) == (start, start + 2, False)


def test_a_coding_of_the_whole_text_is_known_as_one(filled: Filled) -> None:
    filled.put(filled.anna, "1001.1", "money", question="how")
    filled.put(filled.anna, "1002", "money")
    filled.put(filled.anna, "1002", "money", 1)
    with filled.store.read() as db:
        assert [record.whole for record in coding_records.load_coding_records(db)] == [
            True,
            False,
            True,
        ]


@pytest.mark.parametrize("span", [Span(3, 3, ""), Span(5, 2, ""), Span(-1, 2, "x")])
def test_the_store_itself_refuses_a_span_of_nothing(filled: Filled, span: Span) -> None:
    with (
        pytest.raises(EnvironmentFault, match="refused"),
        events.record_act(filled.store, filled.anna.id, "code", "impossible") as act,
    ):
        codings.add_coding(
            act, filled.at["1002", "role"], filled.codes["money"], filled.anna.id, span, 1, "x"
        )
    assert filled.standing(filled.anna) == set()


def test_the_store_itself_refuses_a_coding_of_nothing_known(filled: Filled) -> None:
    with (
        pytest.raises(EnvironmentFault, match="refused"),
        events.record_act(filled.store, filled.anna.id, "code", "impossible") as act,
    ):
        codings.add_coding(
            act, 4_000_000_000, filled.codes["money"], filled.anna.id, Span(0, 1, "x"), 1, "x"
        )


def test_a_reading_is_one_for_each_coder_and_answer(filled: Filled) -> None:
    filled.finish(filled.anna, "1002", Outcome.NONE_APPLIES)
    filled.finish(filled.anna, "1002", Outcome.UNCODABLE)
    filled.finish(filled.boris, "1002", Outcome.OFF_TOPIC)
    at = filled.at["1002", "role"]
    with filled.store.read() as db:
        anna, boris = (
            codings.find_reading(db, at, coder.id) for coder in (filled.anna, filled.boris)
        )
        empty = coding_records.load_empty_readings(db)
    assert anna is not None
    assert boris is not None
    assert (anna.outcome, anna.coder, boris.outcome) == (
        Outcome.UNCODABLE,
        "anna",
        Outcome.OFF_TOPIC,
    )
    assert empty == [
        ("1002", "role", "anna", Outcome.UNCODABLE, "person"),
        ("1002", "role", "boris", Outcome.OFF_TOPIC, "person"),
    ]


def test_reopening_leaves_no_reading(filled: Filled) -> None:
    filled.finish(filled.anna, "1002", Outcome.NONE_APPLIES)
    filled.finish(filled.anna, "1002", None)
    with filled.store.read() as db:
        assert codings.find_reading(db, filled.at["1002", "role"], filled.anna.id) is None
        assert coding_records.load_finished_places(db) == {}


def test_one_coder_cannot_reach_the_coding_of_another(filled: Filled) -> None:
    theirs = filled.put(filled.boris, "1002", "money")
    assert theirs is not None
    with filled.store.read() as db:
        assert codings.find_coding(db, theirs, filled.anna.id) is None
        found = codings.find_coding(db, theirs, filled.boris.id)
    assert found is not None
    assert found.coder == "boris"


def test_two_coders_of_one_name_are_told_apart(filled: Filled) -> None:
    with filled.store.write() as db:
        again = coders.find_or_add_coder(db, "anna")
        twin_id = db.exec_driver_sql(
            "insert into coder (uuid, name) values ('another-uuid', 'anna') returning id"
        ).scalar_one()
    assert again == filled.anna
    mine = filled.put(filled.anna, "1002", "money")
    assert mine is not None
    with filled.store.read() as db:
        assert codings.find_coding(db, mine, twin_id) is None
        assert codings.load_codings(db, filled.at["1002", "role"], twin_id) == []
        assert [coder.name for coder in coders.load_coders(db)] == ["anna", "boris", "anna"]
        assert len({coder.uuid for coder in coders.load_coders(db)}) == 3


def test_counts_tell_answers_from_codings_by_question_language_and_coder(filled: Filled) -> None:
    filled.put(filled.anna, "1001.1", "money", 0, 2)
    filled.put(filled.anna, "1001.1", "money", 3, 5)
    filled.put(filled.anna, "1001.2", "money")
    filled.put(filled.anna, "1001.1", "money", question="how")
    filled.put(filled.anna, "1002", "money")
    filled.put(filled.boris, "1002", "pressure")
    with filled.store.read() as db:
        everybody, annas = counts.count_codes(db), counts.count_codes(db, filled.anna.id)
        usage = load_opening_facts(db, filled.anna.id).usage
        placed, of_anna = counts.load_placed_codes(db), counts.load_placed_codes(db, filled.anna.id)
        answers = counts.find_coded_answers(db, ["money"])
    assert annas == [
        CodeCount("money", "role", "es", 2, 3, "anna"),
        CodeCount("money", "role", "ru", 1, 1, "anna"),
        CodeCount("money", "how", "es", 1, 1, "anna"),
    ]
    assert CodeCount("pressure", "role", "ru", 1, 1, "boris") in everybody
    assert len(everybody) == 4
    assert sorted(usage) == [("how", "money", 1), ("role", "money", 4)]
    # Each code of each coder once on an answer, in order of questions and languages.
    assert [(one.code, one.question, one.language, one.coder) for one in placed] == [
        ("money", "role", "es", "anna"),
        ("money", "role", "es", "anna"),
        ("money", "role", "ru", "anna"),
        ("pressure", "role", "ru", "boris"),
        ("money", "how", "es", "anna"),
    ]
    assert len(of_anna) == 4
    assert sorted(answers) == sorted(("money", one.answer_id) for one in of_anna)


def test_totals_count_what_stands_and_not_what_was_taken_off(filled: Filled) -> None:
    first = filled.put(filled.anna, "1002", "money")
    assert first is not None
    filled.put(filled.anna, "1002", "pressure")
    filled.finish(filled.boris, "1002", Outcome.NONE_APPLIES)
    with events.record_act(filled.store, filled.anna.id, "remove", "off") as act:
        codings.remove_codings(act, [first])
    with filled.store.read() as db:
        totals = counts.count_totals(db)
        assert codings.load_finished_ids(db, filled.anna.id) == set()
        assert codings.load_finished_ids(db, filled.boris.id) == {filled.at["1002", "role"]}
    assert totals == {
        "respondents": 4,
        "cases": 5,
        "answered": 7,
        "codings": 1,
        "readings": 1,
        "many": 0,
        "acts": 5,
    }


def test_names_that_look_like_sql_are_only_names(filled: Filled) -> None:
    name = "Robert'); DROP TABLE coder;--"
    with filled.store.write() as db:
        bobby = coders.find_or_add_coder(db, name)
    filled.put(bobby, "1002", "money")
    with filled.store.read() as db:
        assert [record.coder for record in coding_records.load_coding_records(db, [bobby.id])] == [
            name
        ]
        assert len(coders.load_coders(db)) == 3


def test_codings_on_a_replaced_text_are_listed_and_counted_nowhere_else(filled: Filled) -> None:
    filled.put(filled.anna, "1002", "money", 0, 5)
    filled.finish(filled.anna, "1002", Outcome.CODED)
    from tipcoder.store import survey_data

    with events.record_act(filled.store, filled.boris.id, "import", "a corrected row") as act:
        survey_data.retire_answer(act, filled.at["1002", "role"])
    with filled.store.read() as db:
        assert [c.quote for c in codings.load_stale_codings(db)] == ["Посол"]
        assert coding_records.load_coding_records(db) == []
        assert coding_records.load_finished_places(db) == {}
        assert counts.count_codes(db) == []
