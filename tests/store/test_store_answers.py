"""Reading answers for lists: order, filters in any script, lines and progress,
the same on both stores.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tipcoder.model.answers import AnswerState, Progress
from tipcoder.model.codings import Outcome
from tipcoder.model.filters import AnswerFilter
from tipcoder.store import answers, filtered_answers, open_answers, survey_data
from tipcoder.text import fold_text, hash_text

if TYPE_CHECKING:
    from conftest import Filled

READABLE = [
    ("1001.1", "role"),
    ("1001.2", "role"),
    ("1002", "role"),
    ("1003", "role"),
    ("3237565956", "role"),
    ("1001.1", "how"),
    ("1003", "how"),
]


def test_reading_order_is_question_by_question_and_leaves_out_what_cannot_be_read(
    filled: Filled,
) -> None:
    assert filled.ids() == READABLE


def test_questions_come_in_study_order_however_they_are_asked_for(filled: Filled) -> None:
    assert filled.ids(questions=("how", "role")) == READABLE
    assert filled.ids(questions=("how",)) == [("1001.1", "how"), ("1003", "how")]


def test_a_question_that_the_study_does_not_have_gives_no_answers(filled: Filled) -> None:
    assert filled.ids(questions=("Q99",)) == []
    with filled.store.read() as db:
        assert filtered_answers.count_progress(
            db, AnswerFilter(questions=("Q99",)), filled.anna.id
        ) == Progress(0, 0)


def test_languages_filter_and_are_counted_over_readable_answers_only(filled: Filled) -> None:
    assert filled.ids(languages=("ru",)) == [("1002", "role")]
    assert filled.ids(languages=("es", "ru")) == [
        (c, q) for c, q in READABLE if c.startswith("1001") or c == "1002"
    ]
    with filled.store.read() as db:
        assert answers.count_languages(db) == [("en", 3), ("es", 3), ("ru", 1)]


@pytest.mark.parametrize(
    ("words", "cases"),
    [
        ("посольство давило", ["1002"]),  # SQLite alone folds ASCII letters only
        ("ПОСОЛЬСТВО", ["1002"]),
        ("еще", ["1002"]),  # typed without the dots of ё
        ("FORMACION", ["1001.1"]),  # typed without the accent
        ("100%", ["1003"]),
        ("the_money", ["1003"]),
        ("t%m", []),  # a wildcard is a character like any other
        ("the money", ["1003"]),  # words in any order and place
        ("themoney", []),
        ("/that/", ["1003"]),
        ("👍🏽", ["1001.1"]),
        ("nadie quieren", ["1001.2"]),
        ("'; drop table answer; --", []),
        ("\0", []),
    ],
)
def test_words_are_found_whatever_their_case_and_accents_and_never_as_patterns(
    filled: Filled, words: str, cases: list[str]
) -> None:
    assert [case for case, _ in filled.ids(words=words)] == cases


def test_blank_words_do_not_restrict(filled: Filled) -> None:
    assert filled.ids(words=" \t ") == READABLE


def test_finished_and_coded_filters_look_at_one_coder_only(filled: Filled) -> None:
    filled.put(filled.anna, "1002", "pressure", 0, 10)
    filled.put(filled.boris, "1003", "pressure")
    filled.finish(filled.anna, "1002", Outcome.CODED)
    filled.finish(filled.boris, "1001.1", Outcome.NONE_APPLIES)

    assert filled.ids(finished=True) == [("1002", "role")]
    assert filled.ids(finished=False) == [place for place in READABLE if place != ("1002", "role")]
    assert filled.ids(codes=("pressure",)) == [("1002", "role")]
    assert filled.ids(codes=("money", "pressure"), languages=("es",)) == []
    with filled.store.read() as db:
        assert filtered_answers.count_progress(db, AnswerFilter(), filled.anna.id) == Progress(1, 7)
        assert filtered_answers.count_progress(
            db, AnswerFilter(questions=("how",)), filled.anna.id
        ) == Progress(0, 2)
        assert filtered_answers.count_progress(
            db, AnswerFilter(languages=("ru",)), filled.anna.id
        ) == Progress(1, 1)


def test_a_line_shows_the_place_the_coders_own_work_and_how_many_say_the_same(
    filled: Filled,
) -> None:
    filled.put(filled.anna, "1003", "pressure")
    filled.put(filled.anna, "1003", "money", 0, 2)
    filled.put(filled.boris, "1003", "training")
    filled.finish(filled.anna, "1003", Outcome.CODED)
    at = filled.at["1003", "role"]
    with filled.store.read() as db:
        line = answers.load_lines(db, [at], filled.anna.id)[at]
        theirs = answers.load_lines(db, [at], filled.boris.id)[at]

    assert (line.case, line.question, line.language, line.excerpt) == (
        "1003",
        "role",
        "en",
        "No comment",
    )
    assert (line.finished, line.codings) == (True, 2)
    assert (theirs.finished, theirs.codings) == (False, 1)
    assert line.duplicates == 2, "3237565956 says 'no comment ' as well"


def test_an_excerpt_counts_characters_not_bytes(filled: Filled) -> None:
    long = "👍🏽Ж" * 100
    with filled.store.write() as db:
        case = survey_data.load_cases(db)[-1].id
        question = survey_data.load_questions(db)[1].id
        (row_id,) = survey_data.insert_first_rows(
            db,
            "answer",
            [
                {
                    "case_id": case,
                    "question_id": question,
                    "version": 2,
                    "live": 0,
                    "state": "answered",
                    "text": long,
                    "text_hash": hash_text(long),
                    "search_key": fold_text(long),
                    "language": "?",
                    "language_confidence": 0.0,
                    "language_source": "unknown",
                    "duplicate_key": "x",
                }
            ],
        )
        line = answers.load_lines(db, [row_id], filled.anna.id)[row_id]
    assert line.excerpt == long[: answers.EXCERPT]


def test_one_answer_brings_the_attributes_asked_for_and_no_others(filled: Filled) -> None:
    with filled.store.read() as db:
        answer = answers.load_answer(db, filled.at["1002", "role"], ("country", "nowhere"))
        assert answers.load_answer(db, 999_999, ()) is None
    assert answer is not None
    assert answer.attributes == {"country": "Россия"}
    assert (answer.case, answer.state, answer.language) == ("1002", AnswerState.ANSWERED, "ru")
    assert answer.text == "Посольство ДАВИЛО на министра, и ещё на судей."


def test_ids_larger_than_32_bits_stay_what_they_are(filled: Filled) -> None:
    with filled.store.read() as db:
        assert "3237565956" in survey_data.load_respondent_ids(db)
        labels = [case.label for case in survey_data.load_cases(db)]
        assert (
            answers.find_answers_by_place(db)["3237565956", "role"]
            == filled.at["3237565956", "role"]
        )
    assert labels == ["1001.1", "1001.2", "1002", "1003", "3237565956"]
    with filled.store.write() as db:
        row = {
            "respondent_id": 1,
            "number": "9",
            "label": "x",
            "source_row": 3_237_565_956,
            "attributes": "{}",
        }
        assert survey_data.insert_first_rows(db, "survey_case", [row])


def test_every_answer_has_its_state(filled: Filled) -> None:
    with filled.store.read() as db:
        found = Counter(
            (answer.question, answer.state) for answer in open_answers.load_open_answers(db)
        )
    assert found == {
        ("role", "answered"): 5,
        ("how", "answered"): 2,
        ("how", "blank"): 1,
        ("how", "not_asked"): 1,
        ("how", "withheld"): 1,
    }


def test_many_texts_are_read_in_more_than_one_go(filled: Filled) -> None:
    wanted = [*range(1_000_000, 1_070_000), filled.at["1003", "role"]]
    with filled.store.read() as db:
        assert answers.load_texts(db, wanted) == {filled.at["1003", "role"]: "No comment"}


def test_texts_that_look_like_sql_or_json_are_only_text(filled: Filled) -> None:
    name = """Robert'); DROP TABLE answer;-- "{x}" %s :a ?"""
    with filled.store.write() as db:
        survey_data.set_questions(db, [("role", "a"), ("how", "b"), (name, name)])
        survey_data.set_meta(db, name, name)
        survey_data.set_meta(db, name, json.dumps(name))
    with filled.store.read() as db:
        assert [(q.column, q.text) for q in survey_data.load_questions(db)][-1] == (name, name)
        assert survey_data.get_meta(db, name) == json.dumps(name)
    assert filled.ids(questions=(name,)) == []
    assert filled.ids() == READABLE


def test_a_question_that_leaves_the_study_keeps_its_answers(filled: Filled) -> None:
    with filled.store.write() as db:
        survey_data.set_questions(db, [("how", "How, now?")])
        assert {q.column for q in survey_data.load_questions(db)} == {"role", "how"}
    assert filled.ids(questions=("role",)) == READABLE[:5]
