"""Alike answers, coded by one act of a person: marked as such, and no judgement of each."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tipcoder.errors import BadInput
from tipcoder.model.codings import MANY, PERSON, Outcome
from tipcoder.model.filters import AnswerFilter
from tipcoder.store import finished_work, open_answers
from tipcoder.workbench.adjudication.consensus import read_judged_answers
from tipcoder.workbench.agreement.study_agreement import assess_study
from tipcoder.workbench.coding.alike import AlikeAnswers, find_alike, find_answer
from tipcoder.workbench.coding.many_acts import ManyWish
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.exchange.bundles import export_bundle, import_bundle
from tipcoder.workbench.exchange.codings_export import export_codings
from tipcoder.workbench.exchange.codings_import import import_codings
from tipcoder.workbench.exchange.project_export import export_project
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.rounds.rounds import RoundPlan, draw_round
from tipcoder.workbench.status.check import check_study

if TYPE_CHECKING:
    from conftest import StoreUrl
    from tipcoder.workbench.study import OpenStudy

SURVEY = """\
id,need,else
1,We need more beds.,nothing
2,we  need more BEDS.,no
3,We need more beds!,no
4,Lawyers who answer.,We need more beds.
5,no,no
6,No,nothing
7,"Last year we saw it: we need more beds, and soon.",no
"""
STUDY = """\
title = "Seven shelters"
languages = ["en"]
[respondent]
id = "id"
[[question]]
column = "need"
[[question]]
column = "else"
[privacy]
response_ids = "from-column"
"""


@pytest.fixture
def study(make_study: Callable[..., Path], store_url: StoreUrl) -> Iterator[OpenStudy]:
    """The seven shelters, on each store in turn."""
    with open_study_folder(make_study(SURVEY, STUDY, where=store_url)) as here:
        yield here


@pytest.fixture
def small(make_study: Callable[..., Path]) -> Iterator[OpenStudy]:
    """The same on SQLite, for what the store makes no difference to."""
    with open_study_folder(make_study(SURVEY, STUDY)) as here:
        yield here


def session_of(study: OpenStudy, name: str = "anna") -> CodingSession:
    return CodingSession(study, study.register_coder(name))


def answer(session: CodingSession, case: str, question: str = "need") -> int:
    return find_answer(session, case, question)


def list_found(alike: AlikeAnswers) -> list[tuple[str, str, int]]:
    return [(one.case, one.question, int(one.likeness)) for one in alike.found]


def code_beds(session: CodingSession, code: str = "money") -> str:
    """The code on the first answer and on the two that are like it."""
    alike = find_alike(session, answer(session, "1"))
    chosen = [alike.answer.id, *(one.id for one in alike.found)]
    return session.code_many(alike.plan_coding(code, chosen))


def origin_of(session: CodingSession, case: str) -> str:
    reading = session.find_reading(answer(session, case))
    assert reading is not None
    return reading.origin


def test_the_likest_come_first_with_what_they_share(small: OpenStudy) -> None:
    anna = session_of(small)
    alike = find_alike(anna, answer(anna, "1"))
    # 17 of 18 letters are the same on both sides: 2 x 17 / 36.
    assert list_found(alike) == [("2", "need", 100), ("3", "need", 94)]
    shared = [[one.text[slice(*at)] for at in one.shared] for one in alike.found]
    assert shared == [["we", "need", "more", "BEDS"], ["We", "need", "more", "beds"]]
    everywhere = find_alike(anna, answer(anna, "1"), every_question=True)
    assert [(case, question) for case, question, _ in list_found(everywhere)] == [
        ("2", "need"),
        ("4", "else"),
        ("3", "need"),
    ]
    # `no` and `na` would be like enough by letters: short texts have to be the same.
    assert list_found(find_alike(anna, answer(anna, "5"))) == [("6", "need", 100)]
    assert find_alike(anna, answer(anna, "1"), limit=1).sentences == [
        "1 more answer not listed: less alike."
    ]


def test_words_of_an_answer_find_words_like_them(small: OpenStudy) -> None:
    anna = session_of(small)
    # `need more beds`, which the last answer has in its midst.
    alike = find_alike(anna, answer(anna, "1"), (3, 17))
    places = {one.case: one.text[slice(*one.span)] for one in alike.found if one.span}
    assert places == {"2": "need more BEDS", "3": "need more beds", "7": "need more beds"}
    anna.code_many(alike.plan_coding("money", [one.id for one in alike.found]))
    (coding,) = anna.read_codings(answer(anna, "7"))
    assert (coding.quote, coding.start, coding.end) == ("need more beds", 24, 38)
    # The rest of it is unread.
    assert anna.find_reading(answer(anna, "7")) is None
    with pytest.raises(BadInput, match="All of these have Money already"):
        anna.code_many(alike.plan_coding("money", [one.id for one in alike.found]))
    # What she had judged without the code is not her judgement with it.
    anna.finish_answers(answer(anna, "3"))
    assert anna.code_many(alike.plan_coding("training", [answer(anna, "3")])) == (
        "Training on 3 need, by likeness to 1 need from 100 %"
    )
    assert origin_of(anna, "3") == MANY
    assert anna.code_many(alike.plan_coding("training", [answer(anna, "1")])) == (
        "Training on 1 need"
    )


def test_one_act_codes_and_finishes_all_and_one_undo_takes_it_back(study: OpenStudy) -> None:
    anna = session_of(study)
    said = code_beds(anna)
    assert said == "Money on 1 need and 2 more at once, by likeness to 1 need from 94 %"
    codings = [anna.read_codings(answer(anna, case)) for case in "123"]
    assert [[(one.code, one.origin) for one in each] for each in codings] == [
        [("money", PERSON)],
        [("money", MANY)],
        [("money", MANY)],
    ]
    # She read the answer at hand: that judgement is hers.
    assert [origin_of(anna, case) for case in "123"] == [PERSON, MANY, MANY]
    assert len(anna.find_answer_ids(AnswerFilter(many=True))) == 2
    assert check_study(study).faults == []
    with pytest.raises(BadInput, match="All of these have Money and are finished already"):
        code_beds(anna)

    assert anna.undo() is not None
    assert [anna.read_codings(answer(anna, case)) for case in "123"] == [[], [], []]
    assert anna.find_answer_ids(AnswerFilter(finished=True)) == []
    assert anna.redo() is not None
    assert [origin_of(anna, case) for case in "123"] == [PERSON, MANY, MANY]


def test_it_is_no_independent_judgement_until_she_looks(study: OpenStudy) -> None:
    anna, boris = session_of(study), session_of(study, "boris")
    code_beds(anna)
    for case in "123":
        boris.add_coding(answer(boris, case), "training", finish=True)

    def count_finished() -> int:
        with study.store.read() as db:
            return len(finished_work.load_finished_answers(db, [anna.coder.id]))

    assert count_finished() == 1
    with study.store.read() as db:
        judged = read_judged_answers(db)[answer(anna, "2")]
        votes = [who for one, who, _ in open_answers.load_readings(db) if one == answer(anna, "2")]
    # Beside a judgement of the answer it has no vote, and contradicts nobody.
    assert (list(judged.consensus.codes), judged.is_open, votes) == (["training"], False, ["boris"])
    found = assess_study(study).agreement
    assert found.joint == 1
    told = (
        "2 judgements made on many alike responses at once were left out, because nobody made them "
        "independently."
    )
    assert told in found.notes
    assert found.left_out == told

    anna.finish_answers(answer(anna, "2"))
    assert (origin_of(anna, "2"), count_finished()) == (PERSON, 2)
    # So is what she corrects.
    (money,) = anna.read_codings(answer(anna, "3"))
    anna.add_coding(answer(anna, "3"), "pressure")
    anna.remove_coding(money.id)
    assert (origin_of(anna, "3"), count_finished()) == (PERSON, 3)
    assert assess_study(study).agreement.left_out == ""


def test_what_was_judged_before_is_marked_only_where_the_act_changes_it(study: OpenStudy) -> None:
    anna = session_of(study)
    anna.add_coding(answer(anna, "2"), "money", finish=True)
    anna.finish_answers(answer(anna, "3"), Outcome.NONE_APPLIES)
    code_beds(anna)
    assert [origin_of(anna, case) for case in "23"] == [PERSON, MANY]
    assert anna.undo() is not None
    reading = anna.find_reading(answer(anna, "3"))
    assert reading is not None
    assert (reading.outcome, reading.origin) == (Outcome.NONE_APPLIES, PERSON)


def test_answers_of_open_rounds_are_neither_listed_nor_coded(study: OpenStudy) -> None:
    anna = session_of(study)
    chosen = [answer(anna, case) for case in "123"]
    plan = RoundPlan(coders=("boris", "carla"), overlap="100%", questions=("need",), seed=1)
    draw_round(study, anna.coder, plan)
    # Of the other question, so it is in no round; three answers to the first one are like it.
    other = answer(anna, "4", "else")
    alike = find_alike(anna, other, every_question=True)
    assert (list_found(alike), alike.closed) == ([], 3)
    assert alike.sentences == ["3 answers of open rounds not listed."]
    with pytest.raises(BadInput, match="2 need is in an open round"):
        find_alike(anna, chosen[1])
    wish = ManyWish("training", dict.fromkeys(chosen[1:]), "marked")
    with pytest.raises(BadInput, match="Nothing coded: 2 answers are in an open round"):
        anna.code_many(wish)
    said = anna.code_many(ManyWish("training", dict.fromkeys([other, *chosen[1:]]), "marked"))
    assert said == "Training on 4 else, marked; 2 answers of open rounds left out"
    assert [anna.read_codings(each) for each in chosen[1:]] == [[], []]


def test_the_export_and_files_keep_the_mark(small: OpenStudy, tmp_path: Path) -> None:
    anna = session_of(small)
    code_beds(anna)
    rows = export_codings(small)
    assert [(row["case"], row["carried"], row["many"]) for row in rows] == [
        ("1", "", ""),
        ("2", "", "yes"),
        ("3", "", "yes"),
    ]
    path, bundle = tmp_path / "codings.csv", tmp_path / "anna.json"
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    export_bundle(small, "anna", bundle)
    anna.undo()
    import_codings(small, anna.coder, path)
    assert export_codings(small) == rows
    anna.undo()
    assert import_bundle(small, anna.coder, bundle).added == 3
    assert export_codings(small) == rows

    # A project comes back to what is here: what was marked stays so.
    project = export_project(small, tmp_path / "all.qdpx")
    assert [one for one in project.remarks if "many others at once" in one]
    import_codings(small, anna.coder, project.path)
    assert export_codings(small) == rows

    path.write_text(
        "case,question,coder,code,start,end,carried,many\n5,need,anna,money,,,yes,yes\n", "utf-8"
    )
    with pytest.raises(BadInput, match="both carried and coded with many others"):
        import_codings(small, anna.coder, path)


def test_check_lists_texts_that_one_coder_coded_in_different_ways(study: OpenStudy) -> None:
    anna, boris = session_of(study), session_of(study, "boris")
    anna.add_coding(answer(anna, "1"), "money", finish=True)
    anna.add_coding(answer(anna, "2"), "training")
    anna.add_coding(answer(anna, "2"), "money", finish=True)
    anna.finish_answers(answer(anna, "5"))
    # Another coder's is no contradiction, nor is one of another question.
    boris.add_coding(answer(boris, "6"), "pressure", finish=True)
    anna.add_coding(answer(anna, "4", "else"), "pressure", finish=True)

    def list_uneven() -> list[str]:
        return [one for one in check_study(study).warnings if "in different ways" in one]

    assert list_uneven() == [
        "need: anna coded the same text in different ways: 1 as money; 2 as money + training"
    ]
    anna.add_coding(answer(anna, "6"), "money", finish=True)
    # One line, however many texts it are.
    assert list_uneven() == [
        "need: anna coded 2 texts in different ways each: 1 as money; 2 as money + training | "
        "5 as none applies; 6 as money"
    ]
    totals = check_study(study).totals
    assert (totals["readings"], totals["many"]) == (6, 0)


def test_check_says_nothing_of_others_in_an_open_round(small: OpenStudy) -> None:
    lead, anna = session_of(small, "lead"), session_of(small)
    plan = RoundPlan(coders=("anna", "boris"), overlap="100%", seed=1)
    draw_round(small, lead.coder, plan)
    boris = session_of(small, "boris")
    boris.add_coding(answer(boris, "1"), "money", finish=True)
    boris.add_coding(answer(boris, "2"), "training", finish=True)
    small.store.viewer = anna.coder.id
    assert not [one for one in check_study(small).warnings if "in different ways" in one]
    small.store.viewer = boris.coder.id
    assert [one for one in check_study(small).warnings if "in different ways" in one]


def test_a_case_and_a_question_have_to_be_there(small: OpenStudy) -> None:
    anna = session_of(small)
    with pytest.raises(BadInput, match="There is no question 'needs'"):
        find_answer(anna, "1", "needs")
    with pytest.raises(BadInput, match="77 has no readable answer to need"):
        find_answer(anna, "77", "need")
