"""What was suggested is kept, and what a coder made of it is undone with the act that did it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tipcoder.model.codings import Outcome
from tipcoder.store import act_log, answer_sheets, codings, events, rounds, suggestions, undo_redo
from tipcoder.store.codings import Span
from tipcoder.store.rounds import Assignment
from tipcoder.store.suggestions import ShownSuggestion

if TYPE_CHECKING:
    from conftest import Filled
    from tipcoder.model.codings import Coder

QUESTION = "role"


def offer(
    filled: Filled, case: str, code: str, strength: str = "strong", shown: str = "asked"
) -> ShownSuggestion:
    return ShownSuggestion(
        filled.at[case, QUESTION], filled.codes[code], 1, "1", 1.25, strength, 0, 5, shown
    )


def show(filled: Filled, coder: Coder, *found: ShownSuggestion) -> None:
    with filled.store.write() as db:
        suggestions.record_shown(db, coder.id, found)


def accept(filled: Filled, coder: Coder, one: ShownSuggestion, verdict: str = "accepted") -> None:
    with events.record_act(
        filled.store, coder.id, "code", "accepted", answer_id=one.answer_id
    ) as act:
        codings.add_coding(
            act, one.answer_id, one.code_id, coder.id, Span(0, 5, "Посол"), 1, "suggestion"
        )
        suggestions.record_verdict(act, coder.id, one, verdict)


def reject(filled: Filled, coder: Coder, one: ShownSuggestion) -> None:
    with events.record_act(
        filled.store, coder.id, "turn down", "not this", answer_id=one.answer_id
    ) as act:
        suggestions.record_verdict(act, coder.id, one, suggestions.REJECTED)


def kept(filled: Filled) -> list[tuple[str, str, str]]:
    """(code, verdict, shown) of everything on record."""
    with filled.store.read() as db:
        return [(one.code, one.verdict, one.shown) for one in suggestions.load_records(db)]


def counts(filled: Filled) -> dict[str, tuple[int, int]]:
    with filled.store.read() as db:
        return suggestions.count_settled(db)


def test_a_showing_is_kept_once_however_often_she_looks(filled: Filled) -> None:
    one = offer(filled, "1002", "pressure")
    show(filled, filled.anna, one, offer(filled, "1002", "money", "weak", "mode"))
    show(filled, filled.anna, one)
    show(filled, filled.boris, one)
    assert kept(filled) == [
        ("pressure", "open", "asked"),
        ("money", "open", "mode"),
        ("pressure", "open", "asked"),
    ]


def test_looking_at_suggestions_is_no_act_and_leaves_redo_as_it_was(filled: Filled) -> None:
    filled.put(filled.anna, "1003", "money")
    undo_redo.undo_act(filled.store, filled.anna.id)
    show(filled, filled.anna, offer(filled, "1002", "pressure"))
    assert undo_redo.redo_act(filled.store, filled.anna.id) is not None
    assert filled.standing(filled.anna) == {("1003", "money", "No comment")}


def test_a_verdict_is_undone_and_done_again_with_the_coding_it_made(filled: Filled) -> None:
    one = offer(filled, "1002", "pressure")
    show(filled, filled.anna, one)
    accept(filled, filled.anna, one)
    assert kept(filled) == [("pressure", "accepted", "asked")]
    undo_redo.undo_act(filled.store, filled.anna.id)
    assert kept(filled) == [("pressure", "open", "asked")]
    assert filled.standing(filled.anna) == set()
    undo_redo.redo_act(filled.store, filled.anna.id)
    assert kept(filled) == [("pressure", "accepted", "asked")]
    assert filled.standing(filled.anna) == {("1002", "pressure", "Посол")}


def test_a_key_that_is_faster_than_the_record_loses_nothing(filled: Filled) -> None:
    one = offer(filled, "1002", "pressure")
    reject(filled, filled.anna, one)
    show(filled, filled.anna, one, offer(filled, "1002", "money"))
    assert kept(filled) == [("pressure", "rejected", "asked"), ("money", "open", "asked")]
    with filled.store.read() as db:
        assert suggestions.load_rejected_codes(db) == {one.answer_id: {"pressure"}}
        for coder, rejected in ((filled.anna, {"pressure"}), (filled.boris, set())):
            found = answer_sheets.load_sheets(db, [one.answer_id], coder.id, lambda _: ())
            assert found.sheets[one.answer_id].rejected == rejected


def test_what_a_coder_applied_or_turned_down_is_settled_for_that_coder_alone(
    filled: Filled,
) -> None:
    accepted, refused = offer(filled, "1002", "pressure"), offer(filled, "1002", "money")
    accept(filled, filled.anna, accepted)
    reject(filled, filled.anna, refused)
    filled.put(filled.anna, "1003", "money")
    here, elsewhere = filled.at["1002", QUESTION], filled.at["1003", QUESTION]
    with filled.store.read() as db:
        everything = suggestions.load_settled_codes(db, filled.anna.id)
        assert everything[here] == {"pressure", "money"}
        assert everything[elsewhere] == {"money"}
        assert suggestions.load_settled_codes(db, filled.anna.id, here) == {
            here: {"pressure", "money"}
        }
        assert here not in suggestions.load_settled_codes(db, filled.boris.id)


def test_what_was_accepted_and_taken_off_again_counts_as_rejected_until_that_is_undone(
    filled: Filled,
) -> None:
    one = offer(filled, "1002", "pressure")
    accept(filled, filled.anna, one, "moved")
    with events.record_act(filled.store, filled.anna.id, "remove", "off") as act:
        codings.remove_codings(
            act, [c.id for c in codings.load_codings(act.db, one.answer_id, filled.anna.id)]
        )
        suggestions.reject_removed(act, one.answer_id, filled.anna.id)
    assert kept(filled) == [("pressure", "rejected", "asked")]
    undo_redo.undo_act(filled.store, filled.anna.id)
    assert kept(filled) == [("pressure", "moved", "asked")]


def test_a_studys_own_precision_counts_what_was_decided_and_what_was_passed_over(
    filled: Filled,
) -> None:
    accept(filled, filled.anna, offer(filled, "1002", "pressure"))
    reject(filled, filled.anna, offer(filled, "1002", "money"))
    passed = offer(filled, "1003", "pressure")
    found_otherwise = offer(filled, "1003", "money", "weak")
    show(filled, filled.anna, passed, found_otherwise, offer(filled, "1001.1", "training", "weak"))
    assert counts(filled) == {"strong": (1, 2)}, "what is still open says nothing"
    filled.put(filled.anna, "1003", "money")
    filled.finish(filled.anna, "1003", Outcome.CODED)
    assert counts(filled) == {"strong": (1, 3), "weak": (1, 1)}
    undo_redo.undo_act(filled.store, filled.anna.id)
    assert counts(filled) == {"strong": (1, 2)}


def test_a_suggestion_shown_again_with_another_strength_counts_once(filled: Filled) -> None:
    show(filled, filled.anna, offer(filled, "1002", "pressure", "weak"))
    accept(filled, filled.anna, offer(filled, "1002", "pressure", "strong"))
    assert counts(filled) == {"strong": (1, 1)}


def test_what_others_made_of_suggestions_on_answers_of_my_open_round_is_hidden(
    filled: Filled,
) -> None:
    reject(filled, filled.boris, offer(filled, "1002", "pressure"))
    reject(filled, filled.boris, offer(filled, "1003", "pressure"))
    at = filled.at["1002", QUESTION]
    with events.record_act(filled.store, filled.boris.id, "round", "R1") as act:
        rounds.add_round(
            act, "R1", filled.boris.id, {}, [Assignment(filled.anna.id, at, True, 1.0)]
        )
    filled.store.viewer = filled.anna.id
    assert kept(filled) == [("pressure", "rejected", "asked")]
    with filled.store.read() as db:
        assert suggestions.load_rejected_codes(db) == {filled.at["1003", QUESTION]: {"pressure"}}
        assert [line.sentence for line in act_log.load_log(db) if line.verb == "turn down"] == [
            act_log.HIDDEN
        ] * 2
