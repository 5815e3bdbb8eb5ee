"""A morning of coding by ear: what is typed, what is said, and what the store has then."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from plain_lines import CodePlainly, TypedLines
from tipcoder.errors import StoreReplaced, StoreUnreachable
from tipcoder.model.codings import MemoTarget, Outcome
from tipcoder.model.filters import AnswerFilter
from tipcoder.plain.line_source import Arrival
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.rounds.training import TrainingPlan, draw_training

LAW = (
    "La embajada presiona al gobierno para que apruebe por fin una ley contra la trata de personas."
)


@pytest.fixture
def folder(
    make_study: Callable[..., Path], small_survey: str, small_study_toml: str, store_url: object
) -> Path:
    """The small study, in each of the two stores in turn."""
    return make_study(small_survey, small_study_toml, where=store_url)


def work_of(folder: Path, coder: str = "anna") -> dict[str, tuple[list[tuple[str, str]], object]]:
    """Text -> codes with their words, and how it was finished: as another program reads it."""
    found = {}
    with open_study_folder(folder) as study:
        session = CodingSession(study, study.register_coder(coder))
        for answer_id in session.find_answer_ids(AnswerFilter()):
            sheet = session.read_sheet(answer_id)
            codes = [(coding.code, coding.quote) for coding in sheet.codings]
            outcome = sheet.reading.outcome if sheet.reading is not None else None
            if codes or outcome is not None:
                found[sheet.answer.text] = codes, outcome
    return found


def test_case_question_text_codes_and_progress_are_said_once_and_in_order(
    folder: Path, plainly: CodePlainly
) -> None:
    first, second, _ = plainly(folder, "anna", "1")
    # Which ID a case is given is decided by chance.
    assert first.splitlines()[2].startswith("Case ")
    assert first.splitlines()[1:] == [
        "Question role: What does the embassy do?",
        first.splitlines()[2],
        "Language es.",
        f"Answer: {LAW}",
        "Codes: 1 Pressure; 2 Pushback; 3 Training; 4 Money.",
        "Answer 1 of 12; 0 finished.",
    ]
    # Neither the question, nor the language, nor the codes are others: none is said again.
    told = second.splitlines()
    assert told[0] == "Pressure on the whole answer."
    assert [line.partition(" ")[0] for line in told[1:]] == ["Case", "Answer:", "Answer"]
    assert told[-1] == "Answer 2 of 12; 1 finished."


def test_a_digit_codes_the_whole_answer_and_finishes_it(folder: Path, plainly: CodePlainly) -> None:
    plainly(folder, "anna", "1")
    assert work_of(folder) == {LAW: ([("pressure", LAW)], Outcome.CODED)}


def test_zero_says_that_none_applies(folder: Path, plainly: CodePlainly) -> None:
    plainly(folder, "anna", "0")
    assert work_of(folder) == {LAW: ([], Outcome.NONE_APPLIES)}


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ('"una ley" 3', "una ley"),
        ("“UNA LEY” 3", "una ley"),
        ("«apruebe por fin» 3", "apruebe por fin"),
        ("s1 3", LAW),
        ("ы1 3", LAW),
        ("s 1 3", LAW),
        ("a 3", LAW),
    ],
)
def test_words_are_coded_and_the_answer_stays_open(
    folder: Path, plainly: CodePlainly, typed: str, words: str
) -> None:
    said = plainly(folder, "anna", typed)
    assert work_of(folder) == {LAW: ([("training", words)], None)}
    assert said[1].startswith("Training on ")


def test_enter_finishes_what_has_codes_and_leaves_open_what_has_none(
    folder: Path, plainly: CodePlainly
) -> None:
    said = plainly(folder, "anna", '"una ley" 3', "", "", "")
    assert work_of(folder) == {LAW: ([("training", "una ley")], Outcome.CODED)}
    assert "Answer 4 of 12; 1 finished." in said[4]


def test_undo_and_redo_take_back_and_bring_again(folder: Path, plainly: CodePlainly) -> None:
    said = plainly(folder, "anna", "1", "u")
    assert work_of(folder) == {}
    assert said[2].splitlines()[0].startswith("Undone: Pressure on ")
    assert f"Answer: {LAW}" in said[2]
    plainly(folder, "anna", "U")
    assert work_of(folder) == {LAW: ([("pressure", LAW)], Outcome.CODED)}


def test_undo_takes_back_an_act_on_many_answers_and_says_how_far_she_is_then(
    folder: Path, plainly: CodePlainly
) -> None:
    with open_study_folder(folder) as study:
        anna = CodingSession(study, study.register_coder("anna"))
        ids = anna.find_answer_ids(AnswerFilter())
        anna.add_coding(ids[0], "money", finish=True, also=ids[1:])
    said = plainly(folder, "anna", "t", "u", "U")
    assert "12 finished." in said[1]
    assert said[2].splitlines()[-1] == "Answer 1 of 12; 0 finished."
    assert "Money on the whole answer." not in said[2]
    assert said[3].splitlines()[-3:] == [
        "Money on the whole answer.",
        "Finished.",
        "Answer 1 of 12; 12 finished.",
    ]


def test_undo_of_what_a_filter_hides_lists_all_and_shows_it(
    folder: Path, plainly: CodePlainly
) -> None:
    said = plainly(folder, "anna", "1", "/ lang:ru", "F", "/ code:pressure", "/ lang:en", "u")
    assert f"Answer: {LAW}" in said[6]
    assert "0 finished." in said[6]


def test_letters_of_a_russian_layout_are_the_same_deeds(folder: Path, plainly: CodePlainly) -> None:
    # x, z, u, U and q where a Russian layout has ч, я, г, Г and й.
    said = plainly(folder, "anna", "ч", "я", "г", "Г", "й", "1")
    outcomes = [outcome for _, outcome in work_of(folder).values()]
    assert outcomes == [Outcome.OFF_TOPIC, Outcome.UNCODABLE]
    assert len(said) == 6, "the last line came when she had left"


def test_flag_memo_and_memo_on_a_quote_are_said_when_the_answer_is_read_again(
    folder: Path, plainly: CodePlainly
) -> None:
    said = plainly(
        folder, "anna", "!", "m ask the team", '"una ley" 3', '"una ley" m which law?', "a"
    )
    lines = said[5].splitlines()
    assert lines[0].startswith("Case ")
    assert "country Peru" in lines[0]
    assert lines[1:6] == [
        f"Answer: {LAW}",
        "Training on “una ley”.",
        "Memo on that quote: which law?",
        "Memo on the answer: ask the team",
        "Flagged.",
    ]
    with open_study_folder(folder) as study:
        anna = CodingSession(study, study.register_coder("anna"))
        memos = [memo.text for memo in anna.read_memos(anna.find_answer_ids(AnswerFilter())[0])]
    assert sorted(memos) == ["ask the team", "which law?"]


def test_a_control_character_in_a_memo_is_kept_as_a_sign_that_both_stores_take(
    folder: Path, plainly: CodePlainly
) -> None:
    said = plainly(folder, "anna", "m a\0b\ud800c", "a")
    assert "Memo on the answer: a\u2400b\ufffdc" in said[2]


def test_a_memo_is_removed_by_a_minus(folder: Path, plainly: CodePlainly) -> None:
    said = plainly(folder, "anna", "m ask", "m -", "m")
    assert said[3].startswith("No memo here.")


def test_codes_are_removed_by_digit_words_or_the_last_one(
    folder: Path, plainly: CodePlainly
) -> None:
    put = ['"una ley" 3', '"La embajada" 1', "a 4"]
    plainly(folder, "anna", *put, "d")
    assert [code for code, _ in work_of(folder)[LAW][0]] == ["pressure", "training"]
    plainly(folder, "anna", "d train")
    assert [code for code, _ in work_of(folder)[LAW][0]] == ["pressure"]
    plainly(folder, "anna", '"embajada" d')
    assert work_of(folder) == {}


def test_a_code_is_picked_by_a_part_of_its_label_in_any_language(
    folder: Path, plainly: CodePlainly
) -> None:
    plainly(folder, "anna", "; отпор")
    assert work_of(folder) == {LAW: ([("pushback", LAW)], Outcome.CODED)}


def test_letters_that_fit_several_codes_apply_none(folder: Path, plainly: CodePlainly) -> None:
    said = plainly(folder, "anna", "; pu", "; p")
    assert work_of(folder) == {LAW: ([("pushback", LAW)], Outcome.CODED)}
    assert "Pressure" in said[2]
    assert "Pushback" in said[2]
    assert "Write more of the label." in said[2]


def test_a_code_is_defined_and_its_quotes_are_read(folder: Path, plainly: CodePlainly) -> None:
    said = plainly(folder, "anna", '"una ley" 3', "h 3", "Q 3")
    assert said[2].splitlines() == [
        "Training, with the key training.",
        "Definition: Courses and workshops.",
        "Use: Police or judges are trained.",
        said[2].splitlines()[3],
    ]
    assert said[2].splitlines()[3].endswith(": “una ley”.")
    assert said[3].splitlines()[0] == "1 quote of Training by 1 respondent."
    assert said[3].splitlines()[1].endswith("es, by anna: “una ley”.")


def test_a_filter_and_the_way_back_from_it(folder: Path, plainly: CodePlainly) -> None:
    said = plainly(folder, "anna", "/ lang:ru", "/", "<", "/ lang:xx", "F")
    assert said[1].splitlines()[0] == "4 answers listed."
    assert said[2] == "The filter is: lang:ru.\n"
    assert said[3].splitlines()[0] == "12 answers listed."
    assert "no language 'xx'" in said[4]
    assert said[5].splitlines()[0] == "12 answers listed."


def test_back_next_and_going_by_number(folder: Path, plainly: CodePlainly) -> None:
    said = plainly(folder, "anna", "b", "j", "b", "g 12", "j", "g 13", "n")
    ends = [text.splitlines()[-1] for text in said[1:8]]
    assert ends == [
        "This is the first answer of the list.",
        "Answer 2 of 12; 0 finished.",
        "Answer 1 of 12; 0 finished.",
        "Answer 12 of 12; 0 finished.",
        "This is the last answer of the list.",
        "The list has 12 answers. g 1 is the first.",
        "Answer 1 of 12; 0 finished.",
    ]


def test_the_next_answers_are_said_with_their_numbers(folder: Path, plainly: CodePlainly) -> None:
    said = plainly(folder, "anna", "g")
    numbers = [int(line.partition(",")[0]) for line in said[1].splitlines()]
    assert numbers == list(range(2, 12))


@pytest.mark.parametrize(
    "typed",
    [
        "mistyped",
        "12",
        "3 4",
        "1 x",
        "0 1",
        "xx",
        "x y",
        '"una ley',
        '"" 3',
        '"not there" 3',
        '"la" 3 4',
        "s9 1",
        "s0 1",
        "s2-1 1",
        "s1 x",
        "9",
        "; zzzz",
        "- 1",
        ".",
        "d",
        "r",
        "g zzz",
        "h",
        "Q",
        "/ lang:zz",
        '"una ley" m words',
        "? zzzz",
        "U",
    ],
)
def test_what_cannot_be_done_is_one_line_and_changes_nothing(
    small_study: Path, plainly: CodePlainly, typed: str
) -> None:
    said = plainly(small_study, "anna", typed)
    assert len(said[1].splitlines()) == 1, said[1]
    assert work_of(small_study) == {}


def test_help_says_what_has_a_word(small_study: Path, plainly: CodePlainly) -> None:
    said = plainly(small_study, "anna", "?", "? undo")
    assert len(said[1].splitlines()) > 30
    assert said[2].splitlines()[0] == "u: undo your latest act."


def test_what_was_changed_elsewhere_stops_the_line_that_was_typed_about_it(
    folder: Path, plainly: CodePlainly, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same coder finishes the answer in another window while this one waits."""
    read = TypedLines.read_lines

    def act_elsewhere(self: TypedLines) -> object:
        with open_study_folder(folder) as study:
            anna = CodingSession(study, study.register_coder("anna"))
            if not work_of(folder):
                anna.finish_answers(anna.find_answer_ids(AnswerFilter())[0], Outcome.OFF_TOPIC)
        return read(self)

    monkeypatch.setattr(TypedLines, "read_lines", act_elsewhere)
    said = plainly(folder, "anna", "1")
    assert "Your line was not done." in said[1]
    assert work_of(folder) == {LAW: ([], Outcome.OFF_TOPIC)}


def test_after_a_store_that_did_not_answer_the_answer_is_read_again_before_any_deed(
    folder: Path, plainly: CodePlainly, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish = CodingSession.finish_answers
    answers = iter([False])

    def fail_once(self: CodingSession, *given: Any, **named: Any) -> str:
        if next(answers, True):
            return finish(self, *given, **named)
        raise StoreUnreachable("Nothing was kept: the database does not answer.")

    monkeypatch.setattr(CodingSession, "finish_answers", fail_once)
    said = plainly(folder, "anna", "0", "0", "0")
    assert said[1] == "Nothing was kept: the database does not answer.\n"
    assert said[2].startswith("The store answers again. Your line was not done.\n")
    assert f"Answer: {LAW}" in said[2]
    assert work_of(folder) == {LAW: ([], Outcome.NONE_APPLIES)}


def test_a_study_that_is_replaced_ends_the_program_with_where_the_work_is(
    small_study: Path, plainly: CodePlainly, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(small_study / "study.db", tmp_path / "older.db")
    read = TypedLines.read_lines

    def replace_file(self: TypedLines) -> Arrival | None:
        (tmp_path / "older.db").replace(small_study / "study.db")
        return read(self)

    monkeypatch.setattr(TypedLines, "read_lines", replace_file)
    with pytest.raises(StoreReplaced):
        plainly(small_study, "anna", "1")


def test_in_training_what_was_settled_is_said_after_the_answer(
    small_study: Path, plainly: CodePlainly
) -> None:
    with open_study_folder(small_study) as study:
        for name in ("anna", "boris"):
            coder = CodingSession(study, study.register_coder(name))
            coder.add_coding(coder.find_answer_ids(AnswerFilter())[0], "money", (0, 2), finish=True)
        lead = study.register_coder("lead")
        draw_training(study, lead, TrainingPlan(("carla",), "1", seed=1))
    said = plainly(small_study, "carla", "/ round:T1", "; training")
    assert said[2].splitlines()[1] == "Training: missed: Money; too many: Training."


def test_a_memo_of_many_lines_says_how_many_there_are(
    small_study: Path, plainly: CodePlainly
) -> None:
    with open_study_folder(small_study) as study:
        anna = CodingSession(study, study.register_coder("anna"))
        anna.set_memo(MemoTarget(anna.find_answer_ids(AnswerFilter())[0]), "one\nFinished.")
    assert "Memo on the answer, 2 lines:\none\nFinished.\n" in plainly(small_study, "anna")[0]
