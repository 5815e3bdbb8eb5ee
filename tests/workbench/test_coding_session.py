"""One coder at work: every act durable, every act one step for undo, the same on both stores."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tipcoder.errors import BadInput
from tipcoder.model.answers import Progress
from tipcoder.model.codings import Outcome
from tipcoder.model.filters import AnswerFilter
from tipcoder.store import act_log
from tipcoder.workbench.codebook.hand_edits import import_edited_codebook
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.opening import open_study_folder
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
    return CodingSession(study, study.register_coder("anna"))


def told(session: CodingSession, answer_id: int) -> list[tuple[str, str]]:
    return [(coding.code, coding.quote) for coding in session.read_codings(answer_id)]


def outcome(session: CodingSession, answer_id: int) -> Outcome | None:
    reading = session.find_reading(answer_id)
    return reading.outcome if reading else None


def test_one_call_codes_a_whole_answer_and_finishes_it(session: CodingSession, find: Find) -> None:
    at = find(session, "Посольство давило")
    sentence = session.add_coding(at, "pressure", finish=True)
    answer = session.read_answer(at)
    assert told(session, at) == [("pressure", answer.text)]
    assert outcome(session, at) is Outcome.CODED
    assert sentence == f"Pressure on {answer.case} role"


def test_a_span_is_quoted_by_its_characters(session: CodingSession, find: Find) -> None:
    at = find(session, "pushed the ministry")
    text = session.read_answer(at).text
    start = text.index("👍🏽")
    sentence = session.add_coding(at, "pushback", (start, start + 2))
    assert told(session, at) == [("pushback", "👍🏽")]
    assert outcome(session, at) is None, "a coder says when an answer is done"
    assert sentence.endswith(f"role at {start}-{start + 2}")


def test_a_span_outside_the_text_is_refused_with_its_place(
    session: CodingSession, find: Find
) -> None:
    at = find(session, "pushed the ministry")
    length = len(
        "The embassy pushed the ministry hard 👍🏽 and the new law was passed within a year of "
        "that."
    )
    for start, end in ((0, 0), (5, 3), (-1, 4), (0, length + 1)):
        with pytest.raises(
            BadInput, match=rf"role: {start}-{end} is not a span of its {length} characters"
        ):
            session.add_coding(at, "money", (start, end))
    assert told(session, at) == []


def test_a_code_that_is_not_there_brings_the_nearest_one(
    session: CodingSession, find: Find
) -> None:
    with pytest.raises(BadInput, match="no code 'presure'") as refusal:
        session.add_coding(find(session, "Посольство"), "presure")
    assert refusal.value.hint == "Did you mean 'pressure'?"


def test_a_code_that_only_groups_others_is_refused(session: CodingSession, find: Find) -> None:
    with pytest.raises(BadInput, match="only groups other codes"):
        session.add_coding(find(session, "Посольство"), "government")


def test_a_coding_that_stands_is_not_doubled_and_is_no_step_for_undo(
    session: CodingSession, find: Find
) -> None:
    at = find(session, "Посольство")
    session.add_coding(at, "money")
    session.add_coding(at, "money")
    assert len(told(session, at)) == 1
    assert session.undo() is not None
    assert session.undo() is None


def test_finishing_says_coded_or_none_applies_by_what_stands(
    session: CodingSession, find: Find
) -> None:
    coded, bare = find(session, "Посольство"), find(session, "grants")
    session.add_coding(coded, "money")
    assert session.finish_answers(coded).startswith("finished: ")
    assert session.finish_answers(bare).startswith("none applies: ")
    assert (outcome(session, coded), outcome(session, bare)) == (
        Outcome.CODED,
        Outcome.NONE_APPLIES,
    )


def test_an_outcome_without_codes_takes_them_off_in_the_same_act(
    session: CodingSession, find: Find
) -> None:
    at = find(session, "Посольство")
    session.add_coding(at, "money")
    session.add_coding(at, "training", (0, 10))
    assert session.finish_answers(at, Outcome.OFF_TOPIC).endswith("2 codings removed")
    assert (told(session, at), outcome(session, at)) == ([], Outcome.OFF_TOPIC)

    session.undo()
    assert sorted(code for code, _ in told(session, at)) == ["money", "training"]
    assert outcome(session, at) is None


def test_coded_cannot_be_said_of_an_answer_without_codes(
    session: CodingSession, find: Find
) -> None:
    with pytest.raises(BadInput, match="has no code yet"):
        session.finish_answers(find(session, "Посольство"), Outcome.CODED)


def test_a_code_on_an_answer_said_to_have_none_makes_it_coded(
    session: CodingSession, find: Find
) -> None:
    at = find(session, "Посольство")
    session.finish_answers(at)
    session.add_coding(at, "money")
    assert outcome(session, at) is Outcome.CODED
    session.undo()
    assert (told(session, at), outcome(session, at)) == ([], Outcome.NONE_APPLIES)


def test_an_answer_whose_last_code_goes_is_open_again(session: CodingSession, find: Find) -> None:
    at = find(session, "Посольство")
    session.add_coding(at, "money", finish=True)
    session.add_coding(at, "training")
    first, second = session.read_codings(at)
    session.remove_coding(first.id)
    assert outcome(session, at) is Outcome.CODED
    session.remove_coding(second.id)
    assert outcome(session, at) is None


def test_reopening_keeps_the_codes(session: CodingSession, find: Find) -> None:
    at = find(session, "Посольство")
    session.add_coding(at, "money", finish=True)
    session.reopen_answers(at)
    assert (len(told(session, at)), outcome(session, at)) == (1, None)


def test_a_coding_cannot_be_taken_off_twice_or_by_somebody_else(
    session: CodingSession, study: OpenStudy, find: Find
) -> None:
    boris = CodingSession(study, study.register_coder("boris"))
    at = find(session, "Посольство")
    session.add_coding(at, "money")
    (coding,) = session.read_codings(at)
    with pytest.raises(BadInput, match="no longer there"):
        boris.remove_coding(coding.id)
    assert len(told(session, at)) == 1
    session.remove_coding(coding.id)
    with pytest.raises(BadInput, match="no longer there"):
        session.remove_coding(coding.id)


def test_coders_do_not_see_each_others_work(
    session: CodingSession, study: OpenStudy, find: Find
) -> None:
    boris = CodingSession(study, study.register_coder("boris"))
    at = find(session, "Посольство")
    session.add_coding(at, "money", finish=True)
    assert (boris.read_codings(at), boris.find_reading(at)) == ([], None)
    assert boris.find_answer_ids(AnswerFilter(codes=("money",))) == []
    assert boris.count_progress(AnswerFilter()) == Progress(0, 12)
    assert session.count_progress(AnswerFilter()) == Progress(1, 12)
    assert boris.undo() is None


def test_what_cannot_be_read_can_be_neither_coded_nor_finished(
    session: CodingSession, study: OpenStudy
) -> None:
    readable = set(session.find_answer_ids(AnswerFilter()))
    others = [n for n in range(1, 19) if n not in readable]
    states = [session.read_answer(n).state.value for n in others]
    assert sorted(states) == ["blank", "blank", "not_asked", "not_asked", "not_asked", "withheld"]
    for answer_id in others:
        assert session.read_answer(answer_id).text == ""
        with pytest.raises(BadInput, match="has no readable text"):
            session.add_coding(answer_id, "money")
        with pytest.raises(BadInput, match="has no readable text"):
            session.finish_answers(answer_id)
    assert check_study(study).faults == []


def test_an_answer_that_is_not_there_is_named(session: CodingSession) -> None:
    with pytest.raises(BadInput, match="There is no answer 4711"):
        session.read_answer(4711)


def test_a_code_stands_for_its_sub_codes_in_a_filter(session: CodingSession, find: Find) -> None:
    pressed, pushed, paid = (
        find(session, words) for words in ("Посольство", "Чиновники", "grants")
    )
    session.add_coding(pressed, "pressure")
    session.add_coding(pushed, "pushback")
    session.add_coding(paid, "money")
    assert session.find_answer_ids(AnswerFilter(codes=("government",))) == [pressed, pushed]
    assert session.find_answer_ids(AnswerFilter(codes=("pressure",))) == [pressed]
    assert session.count_progress(AnswerFilter(codes=("government",), finished=True)) == Progress(
        0, 2
    )


def test_attributes_and_language_come_with_the_answer(session: CodingSession, find: Find) -> None:
    answer = session.read_answer(find(session, "Посольство"))
    assert (answer.language, answer.attributes) == ("ru", {"country": "Россия", "active": "Yes"})
    assert answer.duplicates == 1


def test_answers_that_say_the_same_know_of_each_other(session: CodingSession) -> None:
    said = session.find_answer_ids(AnswerFilter(words="no comment"))
    assert [session.read_answer(at).duplicates for at in said] == [2, 2]
    assert [line.duplicates for line in session.read_lines(said).values()] == [2, 2]


def test_undo_and_redo_say_what_they_did_and_where(session: CodingSession, find: Find) -> None:
    at = find(session, "Посольство")
    sentence = session.add_coding(at, "money")
    undone = session.undo()
    again = session.redo()
    assert undone is not None
    assert again is not None
    assert undone.act_id < again.act_id, "each is an act of its own"
    assert undone._replace(act_id=0) == again._replace(act_id=0)
    assert (undone.sentence, undone.answer_id) == (sentence, at)
    assert session.redo() is None


def test_an_act_is_there_for_whoever_opens_the_study_next(
    session: CodingSession, study: OpenStudy, find: Find
) -> None:
    at = find(session, "Посольство")
    session.add_coding(at, "money", finish=True)
    with open_study_folder(study.folder) as again:
        other = CodingSession(again, again.register_coder("anna"))
        assert told(other, at) == told(session, at)
        assert outcome(other, at) is Outcome.CODED


def test_one_coder_on_two_machines_is_one_coder(
    session: CodingSession, study: OpenStudy, find: Find
) -> None:
    at = find(session, "Посольство")
    with open_study_folder(study.folder) as again:
        elsewhere = CodingSession(again, again.register_coder("anna"))
        assert elsewhere.coder == session.coder
        elsewhere.add_coding(at, "money")
        # What the other machine put on goes off with the outcome that says there is none.
        session.finish_answers(at, Outcome.UNCODABLE)
        assert elsewhere.read_codings(at) == []
        assert elsewhere.undo() is not None, "the latest act of this coder, wherever it was done"
        assert told(session, at) == told(elsewhere, at) != []
    assert check_study(study).faults == []


def test_a_text_that_an_import_has_replaced_meanwhile_cannot_be_coded(
    session: CodingSession, study: OpenStudy, find: Find, small_survey: str, tmp_path: Path
) -> None:
    at = find(session, "Посольство")
    session.add_coding(at, "money")
    (standing,) = session.read_codings(at)
    corrected = tmp_path / "corrected.csv"
    corrected.write_text(
        small_survey.replace("Посольство давило", "Посольство сильно давило"), "utf-8"
    )
    import_survey(study, study.register_coder("lead"), corrected)

    for act in (lambda: session.add_coding(at, "training"), lambda: session.finish_answers(at)):
        with pytest.raises(BadInput, match="a later import has replaced this text"):
            act()
    assert find(session, "сильно давило") != at
    session.remove_coding(standing.id)
    assert check_study(study).warnings[0].startswith("codebook.toml"), (
        "no coding is left on the old text"
    )


def test_a_codebook_edited_outside_is_taken_in_and_its_new_code_can_be_used_after_a_walk(
    session: CodingSession, study: OpenStudy, find: Find
) -> None:
    at = find(session, "Посольство")
    session.add_coding(at, "money")
    with study.codebook_file.open("a", encoding="utf-8") as file:
        file.write('\n[code.shelter]\nlabel = "Shelter"\n')
    assert import_edited_codebook(study, study.register_coder("lead")) == 2
    with pytest.raises(BadInput, match="no code 'shelter'"):
        session.add_coding(at, "shelter")

    session.undo()  # a walk looks at the codebook again
    session.add_coding(at, "shelter")
    assert "shelter" in session.rank_codes(at)
    assert [coding.revision for coding in session.read_codings(at)] == [2]


def test_digits_are_those_of_the_question_and_do_not_move_with_undo(
    session: CodingSession, find: Find
) -> None:
    at = find(session, "Посольство")
    before = session.rank_codes(at)
    assert before == ["pressure", "pushback", "training", "money"]
    session.add_coding(at, "money")
    session.undo()
    session.add_coding(at, "training")
    assert session.rank_codes(at) == before


def test_a_session_on_another_machine_begins_with_what_was_used_most(
    session: CodingSession,
    study: OpenStudy,
    find: Find,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session.add_coding(find(session, "Посольство"), "money")
    session.add_coding(find(session, "grants"), "money")
    session.add_coding(find(session, "workshops"), "training")
    # Her digits as she left them lie on the first machine.
    monkeypatch.setenv("TIPCODER_DRAFTS", str(tmp_path / "elsewhere"))
    later = CodingSession(study, study.register_coder("anna"))
    assert later.rank_codes(find(later, "Посольство"))[0] == "money"
    assert later.rank_codes(find(later, "workshops"))[0] == "training"


def test_a_coder_cannot_undo_what_the_lead_set_up(session: CodingSession, study: OpenStudy) -> None:
    lead = CodingSession(study, study.register_coder("lead"))
    assert lead.undo() is None, "the first import and the first codebook are final"
    with study.store.read() as db:
        assert {line.state for line in act_log.load_log(db)} == {"final"}


def test_a_rest_changes_nothing_that_can_be_seen(session: CodingSession, find: Find) -> None:
    at = find(session, "Посольство")
    session.add_coding(at, "money")
    session.store_use.checkpoint()
    assert [code for code, _ in told(session, at)] == ["money"]
