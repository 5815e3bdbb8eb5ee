"""One coder at work: every act durable, every act one step for undo, the same on both stores."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tipcoder.errors import BadInput
from tipcoder.model import AnswerFilter, Outcome, Progress
from tipcoder.store import events
from tipcoder.workbench.codebook.hand_edits import take_in_codebook
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.opening import opened
from tipcoder.workbench.status.check import check_study
from tipcoder.workbench.survey.importing import import_survey

if TYPE_CHECKING:
    from tipcoder.workbench.study import OpenStudy

Find = Callable[[CodingSession, str], int]


@pytest.fixture
def study(here_on_both: OpenStudy) -> OpenStudy:
    return here_on_both


@pytest.fixture
def session(study: OpenStudy) -> CodingSession:
    return CodingSession(study, study.coder("anna"))


def told(session: CodingSession, answer_id: int) -> list[tuple[str, str]]:
    return [(coding.code, coding.quote) for coding in session.codings(answer_id)]


def outcome(session: CodingSession, answer_id: int) -> Outcome | None:
    reading = session.reading(answer_id)
    return reading.outcome if reading else None


def test_one_call_codes_a_whole_answer_and_finishes_it(session: CodingSession, find: Find) -> None:
    at = find(session, "Посольство давило")
    sentence = session.apply(at, "pressure", finish=True)
    answer = session.answer(at)
    assert told(session, at) == [("pressure", answer.text)]
    assert outcome(session, at) is Outcome.CODED
    assert sentence == f"Pressure on {answer.case} role"


def test_a_span_is_quoted_by_its_characters(session: CodingSession, find: Find) -> None:
    at = find(session, "pushed the ministry")
    text = session.answer(at).text
    start = text.index("👍🏽")
    sentence = session.apply(at, "pushback", (start, start + 2))
    assert told(session, at) == [("pushback", "👍🏽")]
    assert outcome(session, at) is None, "a coder says when an answer is done"
    assert sentence.endswith(f"role at {start}-{start + 2}")


def test_a_span_outside_the_text_is_refused_with_its_place(session: CodingSession, find: Find) -> None:
    at = find(session, "pushed the ministry")
    length = len("The embassy pushed the ministry hard 👍🏽 and the new law was passed within a year of that.")
    for start, end in ((0, 0), (5, 3), (-1, 4), (0, length + 1)):
        with pytest.raises(BadInput, match=rf"role: {start}-{end} is no span of its {length} characters"):
            session.apply(at, "money", (start, end))
    assert told(session, at) == []


def test_a_code_that_is_not_there_brings_the_nearest_one(session: CodingSession, find: Find) -> None:
    with pytest.raises(BadInput, match="no code 'presure'") as refusal:
        session.apply(find(session, "Посольство"), "presure")
    assert refusal.value.hint == "Did you mean 'pressure'?"


def test_a_code_that_only_groups_others_is_refused(session: CodingSession, find: Find) -> None:
    with pytest.raises(BadInput, match="only groups other codes"):
        session.apply(find(session, "Посольство"), "government")


def test_a_coding_that_stands_is_not_doubled_and_is_no_step_for_undo(session: CodingSession, find: Find) -> None:
    at = find(session, "Посольство")
    session.apply(at, "money")
    session.apply(at, "money")
    assert len(told(session, at)) == 1
    assert session.undo() is not None
    assert session.undo() is None


def test_finishing_says_coded_or_none_applies_by_what_stands(session: CodingSession, find: Find) -> None:
    coded, bare = find(session, "Посольство"), find(session, "grants")
    session.apply(coded, "money")
    assert session.finish(coded).startswith("finished: ")
    assert session.finish(bare).startswith("none applies: ")
    assert (outcome(session, coded), outcome(session, bare)) == (Outcome.CODED, Outcome.NONE_APPLIES)


def test_an_outcome_without_codes_takes_them_off_in_the_same_act(session: CodingSession, find: Find) -> None:
    at = find(session, "Посольство")
    session.apply(at, "money")
    session.apply(at, "training", (0, 10))
    assert session.finish(at, Outcome.OFF_TOPIC).endswith("2 codings taken off")
    assert (told(session, at), outcome(session, at)) == ([], Outcome.OFF_TOPIC)

    session.undo()
    assert sorted(code for code, _ in told(session, at)) == ["money", "training"]
    assert outcome(session, at) is None


def test_coded_cannot_be_said_of_an_answer_without_codes(session: CodingSession, find: Find) -> None:
    with pytest.raises(BadInput, match="has no code yet"):
        session.finish(find(session, "Посольство"), Outcome.CODED)


def test_a_code_on_an_answer_said_to_have_none_makes_it_coded(session: CodingSession, find: Find) -> None:
    at = find(session, "Посольство")
    session.finish(at)
    session.apply(at, "money")
    assert outcome(session, at) is Outcome.CODED
    session.undo()
    assert (told(session, at), outcome(session, at)) == ([], Outcome.NONE_APPLIES)


def test_an_answer_whose_last_code_goes_is_open_again(session: CodingSession, find: Find) -> None:
    at = find(session, "Посольство")
    session.apply(at, "money", finish=True)
    session.apply(at, "training")
    first, second = session.codings(at)
    session.remove(first.id)
    assert outcome(session, at) is Outcome.CODED
    session.remove(second.id)
    assert outcome(session, at) is None


def test_reopening_keeps_the_codes(session: CodingSession, find: Find) -> None:
    at = find(session, "Посольство")
    session.apply(at, "money", finish=True)
    session.reopen(at)
    assert (len(told(session, at)), outcome(session, at)) == (1, None)


def test_a_coding_cannot_be_taken_off_twice_or_by_somebody_else(
    session: CodingSession, study: OpenStudy, find: Find
) -> None:
    boris = CodingSession(study, study.coder("boris"))
    at = find(session, "Посольство")
    session.apply(at, "money")
    (coding,) = session.codings(at)
    with pytest.raises(BadInput, match="no longer there"):
        boris.remove(coding.id)
    assert len(told(session, at)) == 1
    session.remove(coding.id)
    with pytest.raises(BadInput, match="no longer there"):
        session.remove(coding.id)


def test_coders_do_not_see_each_others_work(session: CodingSession, study: OpenStudy, find: Find) -> None:
    boris = CodingSession(study, study.coder("boris"))
    at = find(session, "Посольство")
    session.apply(at, "money", finish=True)
    assert (boris.codings(at), boris.reading(at)) == ([], None)
    assert boris.ids(AnswerFilter(codes=("money",))) == []
    assert boris.progress(AnswerFilter()) == Progress(0, 12)
    assert session.progress(AnswerFilter()) == Progress(1, 12)
    assert boris.undo() is None


def test_what_cannot_be_read_can_be_neither_coded_nor_finished(session: CodingSession, study: OpenStudy) -> None:
    readable = set(session.ids(AnswerFilter()))
    others = [n for n in range(1, 19) if n not in readable]
    states = [session.answer(n).state.value for n in others]
    assert sorted(states) == ["blank", "blank", "not_asked", "not_asked", "not_asked", "withheld"]
    for answer_id in others:
        assert session.answer(answer_id).text == ""
        with pytest.raises(BadInput, match="has no readable text"):
            session.apply(answer_id, "money")
        with pytest.raises(BadInput, match="has no readable text"):
            session.finish(answer_id)
    assert check_study(study).faults == []


def test_an_answer_that_is_not_there_is_named(session: CodingSession) -> None:
    with pytest.raises(BadInput, match="There is no answer 4711"):
        session.answer(4711)


def test_a_code_stands_for_its_sub_codes_in_a_filter(session: CodingSession, find: Find) -> None:
    pressed, pushed, paid = (find(session, words) for words in ("Посольство", "Чиновники", "grants"))
    session.apply(pressed, "pressure")
    session.apply(pushed, "pushback")
    session.apply(paid, "money")
    assert session.ids(AnswerFilter(codes=("government",))) == [pressed, pushed]
    assert session.ids(AnswerFilter(codes=("pressure",))) == [pressed]
    assert session.progress(AnswerFilter(codes=("government",), finished=True)) == Progress(0, 2)


def test_attributes_and_language_come_with_the_answer(session: CodingSession, find: Find) -> None:
    answer = session.answer(find(session, "Посольство"))
    assert (answer.language, answer.attributes) == ("ru", {"country": "Россия", "active": "Yes"})
    assert answer.duplicates == 1


def test_answers_that_say_the_same_know_of_each_other(session: CodingSession) -> None:
    said = session.ids(AnswerFilter(words="no comment"))
    assert [session.answer(at).duplicates for at in said] == [2, 2]
    assert [line.duplicates for line in session.lines(said).values()] == [2, 2]


def test_undo_and_redo_say_what_they_did_and_where(session: CodingSession, find: Find) -> None:
    at = find(session, "Посольство")
    sentence = session.apply(at, "money")
    undone = session.undo()
    again = session.redo()
    assert undone is not None
    assert undone == again
    assert (undone.sentence, undone.answer_id) == (sentence, at)
    assert session.redo() is None


def test_an_act_is_there_for_whoever_opens_the_study_next(session: CodingSession, study: OpenStudy, find: Find) -> None:
    at = find(session, "Посольство")
    session.apply(at, "money", finish=True)
    with opened(study.folder) as again:
        other = CodingSession(again, again.coder("anna"))
        assert told(other, at) == told(session, at)
        assert outcome(other, at) is Outcome.CODED


def test_one_coder_on_two_machines_is_one_coder(session: CodingSession, study: OpenStudy, find: Find) -> None:
    at = find(session, "Посольство")
    with opened(study.folder) as again:
        elsewhere = CodingSession(again, again.coder("anna"))
        assert elsewhere.coder == session.coder
        elsewhere.apply(at, "money")
        # What the other machine put on goes off with the outcome that says there is none.
        session.finish(at, Outcome.UNCODABLE)
        assert elsewhere.codings(at) == []
        assert elsewhere.undo() is not None, "the latest act of this coder, wherever it was done"
        assert told(session, at) == told(elsewhere, at) != []
    assert check_study(study).faults == []


def test_a_text_that_an_import_has_replaced_meanwhile_cannot_be_coded(
    session: CodingSession, study: OpenStudy, find: Find, small_survey: str, tmp_path: Path
) -> None:
    at = find(session, "Посольство")
    session.apply(at, "money")
    (standing,) = session.codings(at)
    corrected = tmp_path / "corrected.csv"
    corrected.write_text(small_survey.replace("Посольство давило", "Посольство сильно давило"), "utf-8")
    import_survey(study, study.coder("lead"), corrected)

    for act in (lambda: session.apply(at, "training"), lambda: session.finish(at)):
        with pytest.raises(BadInput, match="a later import has replaced this text"):
            act()
    assert find(session, "сильно давило") != at
    session.remove(standing.id)
    assert check_study(study).warnings[0].startswith("codebook.toml"), "no coding is left on the old text"


def test_a_codebook_edited_outside_is_taken_in_and_its_new_code_can_be_used_after_a_walk(
    session: CodingSession, study: OpenStudy, find: Find
) -> None:
    at = find(session, "Посольство")
    session.apply(at, "money")
    with study.codebook_file.open("a", encoding="utf-8") as file:
        file.write('\n[code.shelter]\nlabel = "Shelter"\n')
    assert take_in_codebook(study, study.coder("lead")) == 2
    with pytest.raises(BadInput, match="no code 'shelter'"):
        session.apply(at, "shelter")

    session.undo()  # a walk looks at the codebook again
    session.apply(at, "shelter")
    assert "shelter" in session.ranked_codes(at)
    assert [coding.revision for coding in session.codings(at)] == [2]


def test_digits_are_those_of_the_question_and_do_not_move_with_undo(session: CodingSession, find: Find) -> None:
    at = find(session, "Посольство")
    before = session.ranked_codes(at)
    assert before == ["pressure", "pushback", "training", "money"]
    session.apply(at, "money")
    session.undo()
    session.apply(at, "training")
    assert session.ranked_codes(at) == before


def test_a_later_session_begins_with_what_was_used_most(session: CodingSession, study: OpenStudy, find: Find) -> None:
    session.apply(find(session, "Посольство"), "money")
    session.apply(find(session, "grants"), "money")
    session.apply(find(session, "workshops"), "training")
    later = CodingSession(study, study.coder("anna"))
    assert later.ranked_codes(find(later, "Посольство"))[0] == "money"
    assert later.ranked_codes(find(later, "workshops"))[0] == "training"


def test_a_coder_cannot_undo_what_the_lead_set_up(session: CodingSession, study: OpenStudy) -> None:
    lead = CodingSession(study, study.coder("lead"))
    assert lead.undo() is None, "the first import and the first codebook are final"
    with study.store.read() as db:
        assert {line.state for line in events.log(db)} == {"final"}


def test_a_rest_changes_nothing_that_can_be_seen(session: CodingSession, find: Find) -> None:
    at = find(session, "Посольство")
    session.apply(at, "money")
    session.rest()
    assert [code for code, _ in told(session, at)] == ["money"]
