"""A coder answers suggestions: as they are, elsewhere, with another code, or not at all;
every answer can be undone.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tipcoder.store import suggestions
from tipcoder.store.suggestions import ShownSuggestion
from tipcoder.workbench.coding.session import CodingSession

Find = Callable[[CodingSession, str], int]


@pytest.fixture
def session(here_on_both: object) -> CodingSession:
    return CodingSession(here_on_both, here_on_both.register_coder("anna"))  # type: ignore[arg-type, attr-defined]


def offered(session: CodingSession, answer_id: int, code: str, words: str) -> ShownSuggestion:
    start = session.read_answer(answer_id).text.index(words)
    with session.study.store.write() as db:
        one = ShownSuggestion(
            answer_id,
            session.find_code_id(code),
            1,
            "1",
            2.0,
            "strong",
            start,
            start + len(words),
            "asked",
        )
        suggestions.record_shown(db, session.coder.id, [one])
    return one


def verdicts(session: CodingSession) -> list[tuple[str, str]]:
    with session.study.store.read() as db:
        return [(one.code, one.verdict) for one in suggestions.load_records(db)]


def quotes(session: CodingSession, answer_id: int) -> list[tuple[str, str]]:
    return [(coding.code, coding.quote) for coding in session.read_codings(answer_id)]


def test_a_suggestion_accepted_as_it_is(session: CodingSession, find: Find) -> None:
    answer_id = find(session, "unfair")
    one = offered(session, answer_id, "pushback", "push back every year")
    session.add_coding(answer_id, "pushback", (one.start, one.end), suggested=one)
    assert verdicts(session) == [("pushback", "accepted")]
    assert quotes(session, answer_id) == [("pushback", "push back every year")]
    session.undo()
    assert verdicts(session) == [("pushback", "open")]
    assert quotes(session, answer_id) == []


def test_a_suggestion_accepted_on_other_words(session: CodingSession, find: Find) -> None:
    answer_id = find(session, "unfair")
    one = offered(session, answer_id, "pushback", "push back every year")
    session.add_coding(answer_id, "pushback", suggested=one)
    assert verdicts(session) == [("pushback", "moved")]


def test_another_code_in_the_place_of_the_one_suggested(session: CodingSession, find: Find) -> None:
    answer_id = find(session, "unfair")
    one = offered(session, answer_id, "pushback", "They gave grants")
    session.add_coding(answer_id, "money", (one.start, one.end), suggested=one)
    assert verdicts(session) == [("pushback", "edited")]
    assert quotes(session, answer_id) == [("money", "They gave grants")]


def test_a_suggestion_turned_down_is_in_the_log_and_can_be_taken_back(
    session: CodingSession, find: Find
) -> None:
    answer_id = find(session, "unfair")
    one = offered(session, answer_id, "training", "the officials say")
    sentence = session.reject_suggestion(one)
    assert sentence.startswith("turned down Training on ")
    assert verdicts(session) == [("training", "rejected")]
    done = session.undo()
    assert done is not None
    assert (done.sentence, done.answer_id) == (sentence, answer_id)
    assert verdicts(session) == [("training", "open")]


def test_none_applies_after_all_rejects_what_had_been_accepted(
    session: CodingSession, find: Find
) -> None:
    answer_id = find(session, "unfair")
    one = offered(session, answer_id, "pushback", "push back every year")
    session.add_coding(answer_id, "pushback", (one.start, one.end), finish=True, suggested=one)
    from tipcoder.model.codings import Outcome

    session.finish_answers(answer_id, Outcome.NONE_APPLIES)
    assert verdicts(session) == [("pushback", "rejected")]
    session.undo()
    assert verdicts(session) == [("pushback", "accepted")]
    session.remove_code([answer_id], "pushback")
    assert verdicts(session) == [("pushback", "rejected")]
