"""Codes of the first wave go to answers of the second that say the same, as one marked act."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tipcoder.errors import BadInput
from tipcoder.model.codings import Outcome
from tipcoder.model.filters import AnswerFilter
from tipcoder.store import events, finished_work, open_answers, rounds, twins
from tipcoder.workbench.adjudication.consensus import read_judged_answers
from tipcoder.workbench.carrying.carrying import carry_codes, read_plan
from tipcoder.workbench.carrying.carrying_plan import CarryWish
from tipcoder.workbench.carrying.moved_spans import move_span
from tipcoder.workbench.codebook.editor import CodebookEditor
from tipcoder.workbench.codebook.edits import RetireCode
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.exchange.bundles import export_bundle, import_bundle
from tipcoder.workbench.exchange.codings_export import export_codings
from tipcoder.workbench.exchange.codings_import import import_codings
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.rounds.rounds import RoundPlan, draw_round
from tipcoder.workbench.status.check import check_study
from two_waves import WITH_COLUMN, find_answers, join_waves

if TYPE_CHECKING:
    from conftest import StoreUrl
    from tipcoder.workbench.study import OpenStudy

ALL = CarryWish()


@pytest.fixture
def both(make_study: Callable[..., Path]) -> Iterator[OpenStudy]:
    """Both waves. `no` is said twice in the first and once in the second; `More beds` and
    `Lawyers` once in each, the second time in another spelling.
    """
    with open_study_folder(make_study(join_waves(), WITH_COLUMN)) as study:
        yield study


@pytest.fixture
def on_both_stores(make_study: Callable[..., Path], store_url: StoreUrl) -> Iterator[OpenStudy]:
    """The same on each store in turn."""
    with open_study_folder(make_study(join_waves(), WITH_COLUMN, where=store_url)) as study:
        yield study


def settle_first_wave(study: OpenStudy, name: str = "lead") -> CodingSession:
    """The answers of 2023: money on beds, training on `answer the phone`, none applies to no."""
    session = CodingSession(study, study.register_coder(name))
    beds, lawyers = find_answers(study, "beds")[0], find_answers(study, "lawyers")[0]
    session.add_coding(beds, "money", finish=True)
    session.add_coding(lawyers, "training", (12, 28), finish=True)
    for no in find_exactly(study, "no")[:2]:
        session.finish_answers(no, Outcome.NONE_APPLIES)
    return session


def find_exactly(study: OpenStudy, text: str) -> list[int]:
    session = CodingSession(study, study.find_coder("lead"))
    return [one for one in find_answers(study, text) if session.read_answer(one).text == text]


def undo(session: CodingSession) -> None:
    assert session.undo() is not None


def test_consistent_precedents_are_carried_as_one_act(on_both_stores: OpenStudy) -> None:
    session = settle_first_wave(on_both_stores)
    plan, said = carry_codes(on_both_stores, session.coder, ALL)
    assert (plan.carried_answers, said) == (3, "Carried codes to 3 answers.")

    beds, lawyers = (
        find_answers(on_both_stores, "beds")[1],
        find_answers(on_both_stores, "lawyers")[1],
    )
    (whole,) = session.read_codings(beds)
    assert (whole.code, whole.quote, whole.origin) == (
        "money",
        "More beds for families.",
        "carried",
    )
    # The words stand elsewhere: a blank more comes before them.
    (quote,) = session.read_codings(lawyers)
    assert (quote.code, quote.quote) == ("training", "answer the phone")
    assert (quote.start, quote.end) == (13, 29)
    reading = session.find_reading(find_exactly(on_both_stores, "no")[2])
    assert reading is not None
    assert (reading.outcome, reading.origin) == (Outcome.NONE_APPLIES, "carried")
    assert check_study(on_both_stores).faults == []

    undo(session)
    assert session.read_codings(beds) == []
    assert session.find_reading(find_exactly(on_both_stores, "no")[2]) is None
    assert carry_codes(on_both_stores, session.coder, ALL)[0].carried_answers == 3
    # Nothing is left to carry, and what was carried is no precedent of its own.
    assert carry_codes(on_both_stores, session.coder, ALL)[1] == "Nothing was carried."


def test_the_plan_says_how_many_rest_on_few_precedents(both: OpenStudy) -> None:
    settle_first_wave(both)
    plan, rows = read_plan(both, ALL)
    assert plan.sentences == [
        "3 answers with 3 texts: all settled answers with the text agree.",
        "2 answers of these rest on a single settled answer.",
    ]
    told = {row["text"]: (row["answers"], row["precedents"], row["codes"]) for row in rows}
    assert told == {
        "no": ("1", "2", "none applies: 2"),
        "lawyers who  answer the phone.": ("1", "1", "training: 1"),
        "More beds for families.": ("1", "1", "money: 1"),
    }


def test_inconsistent_precedents_are_listed_and_nothing_is_applied(both: OpenStudy) -> None:
    session = settle_first_wave(both)
    first_no, _, third_no = find_exactly(both, "no")
    session.add_coding(first_no, "pushback")
    plan, rows = read_plan(both, CarryWish(waves=("2025",)))
    (row,) = [row for row in rows if row["text"] == "no"]
    assert (row["carried"], row["reason"]) == ("no", "precedents differ")
    assert sorted(row["codes"].split("; ")) == ["none applies: 1", "pushback: 1"]
    assert plan.sentences[-1] == (
        "1 answer with 1 text left for a coder, for the reason in the list."
    )
    carry_codes(both, session.coder, ALL)
    assert session.find_reading(third_no) is None


def test_coders_who_differ_on_a_precedent_settle_nothing(both: OpenStudy) -> None:
    lead = settle_first_wave(both)
    anna = CodingSession(both, both.register_coder("anna"))
    beds = find_answers(both, "beds")
    anna.add_coding(beds[0], "pressure", finish=True)
    _, rows = read_plan(both, ALL)
    (row,) = [row for row in rows if row["text"].startswith("More beds")]
    assert (row["carried"], row["codes"], row["reason"]) == (
        "no",
        "not decided: 1",
        "coders differ on it",
    )
    carry_codes(both, lead.coder, ALL)
    assert lead.read_codings(beds[1]) == []


def test_an_answer_that_somebody_has_touched_stays_as_it_is(both: OpenStudy) -> None:
    lead = settle_first_wave(both)
    anna = CodingSession(both, both.register_coder("anna"))
    # Coded and not finished: somebody is at work.
    anna.add_coding(find_answers(both, "beds")[1], "pushback")
    assert carry_codes(both, lead.coder, ALL)[0].carried_answers == 2


def test_answers_of_an_open_round_are_neither_precedents_nor_touched(both: OpenStudy) -> None:
    lead = settle_first_wave(both)
    drawn = draw_round(
        both, lead.coder, RoundPlan(coders=("anna", "boris"), overlap="100%", seed=1)
    )
    # Nobody in the round has finished anything, so all eight answers are in it.
    assert drawn.pile == 8
    plan, rows = read_plan(both, ALL)
    assert (plan.texts, rows) == ([], [])
    with both.store.read() as db:
        assert twins.count_waiting_twins(db) == 0


def test_check_tells_how_many_wait(on_both_stores: OpenStudy) -> None:
    with on_both_stores.store.read() as db:
        assert twins.count_waiting_twins(db) == 0
    lead = settle_first_wave(on_both_stores)
    with on_both_stores.store.read() as db:
        assert twins.count_waiting_twins(db) == 3
    (sentence,) = [one for one in check_study(on_both_stores).warnings if "codings carry" in one]
    assert sentence.startswith("3 untouched answers say what a settled one says")
    carry_codes(on_both_stores, lead.coder, ALL)
    assert not [one for one in check_study(on_both_stores).warnings if "codings carry" in one]


def test_what_was_carried_is_no_independent_coding(on_both_stores: OpenStudy) -> None:
    lead = settle_first_wave(on_both_stores)
    carry_codes(on_both_stores, lead.coder, ALL)
    beds = find_answers(on_both_stores, "beds")[1]

    def count_finished() -> tuple[int, int]:
        with on_both_stores.store.read() as db:
            ids = [lead.coder.id]
            done = finished_work.load_finished_answers(db, ids)
            return len(done), len(finished_work.load_finished_codings(db, ids))

    # Four answers of the first wave, with two codings.
    assert count_finished() == (4, 2)
    carried = AnswerFilter(carried=True)
    assert set(lead.find_answer_ids(carried)) == {
        *find_answers(on_both_stores, "beds")[1:],
        *find_answers(on_both_stores, "lawyers")[1:],
        *find_exactly(on_both_stores, "no")[2:],
    }
    # Once she has looked and finished it, the judgement is hers.
    lead.finish_answers(beds)
    reading = lead.find_reading(beds)
    assert reading is not None
    assert reading.origin == "person"
    assert count_finished() == (5, 3)
    assert len(lead.find_answer_ids(carried)) == 2
    undo(lead)
    assert count_finished() == (4, 2)
    # So is what she corrects.
    lead.add_coding(beds, "pressure")
    (money, _) = sorted(lead.read_codings(beds), key=lambda one: one.code)
    lead.remove_coding(money.id)
    assert count_finished() == (5, 3)


def test_what_was_carried_has_no_vote_beside_a_coders_judgement(on_both_stores: OpenStudy) -> None:
    lead = settle_first_wave(on_both_stores)
    carry_codes(on_both_stores, lead.coder, ALL)
    beds = find_answers(on_both_stores, "beds")[1]
    anna = CodingSession(on_both_stores, on_both_stores.register_coder("anna"))
    anna.add_coding(beds, "pressure", finish=True)
    with on_both_stores.store.read() as db:
        judged = read_judged_answers(db)[beds]
        votes = [who for answer, who, _ in open_answers.load_readings(db) if answer == beds]
    assert (list(judged.consensus.codes), judged.is_open) == (["pressure"], False)
    assert votes == ["anna"]
    # Once the lead has judged it too, the two differ.
    lead.finish_answers(beds)
    with on_both_stores.store.read() as db:
        assert read_judged_answers(db)[beds].is_open


def test_a_frozen_round_keeps_nothing_that_was_carried(both: OpenStudy) -> None:
    """A redo may bring carried codes back when a round has the answers already."""
    lead = settle_first_wave(both)
    carry_codes(both, lead.coder, ALL)
    with both.store.write() as db:
        act = events.begin_act(db, lead.coder.id, "round", "a round of what was carried")
        given = [
            rounds.Assignment(lead.coder.id, one, True, 1.0) for one in find_answers(both, "beds")
        ]
        round_id = rounds.add_round(act, "R9", lead.coder.id, {}, given)
        assert rounds.freeze_round(act, round_id) == 1
        events.finish_act(act)


def test_the_export_tells_what_was_carried(both: OpenStudy) -> None:
    lead = settle_first_wave(both)
    carry_codes(both, lead.coder, ALL)
    rows = export_codings(both)
    told = sorted((row["case"].endswith("2025"), row["code"], row["carried"]) for row in rows)
    carried = [code for _, code, mark in told if mark == "yes"]
    assert sorted(carried) == ["", "money", "training"]
    assert len(rows) == 7


def test_carried_work_stays_carried_on_its_way_through_a_file(
    both: OpenStudy, tmp_path: Path
) -> None:
    lead = settle_first_wave(both)
    carry_codes(both, lead.coder, ALL)
    rows = export_codings(both)
    path = tmp_path / "codings.csv"
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    undo(lead)
    report = import_codings(both, lead.coder, path)
    assert (report.added, report.there_already) == (2, 2)
    assert sorted(map(str, export_codings(both))) == sorted(map(str, rows))


def test_carried_work_stays_carried_on_its_way_to_another_copy(
    both: OpenStudy, tmp_path: Path
) -> None:
    lead = settle_first_wave(both)
    carry_codes(both, lead.coder, ALL)
    rows = export_codings(both)
    bundle = tmp_path / "lead.json"
    export_bundle(both, "lead", bundle)
    undo(lead)
    assert import_bundle(both, lead.coder, bundle).added == 3
    assert export_codings(both) == rows

    # What was confirmed there after it was carried is a judgement here, too.
    lead.finish_answers(find_answers(both, "beds")[1])
    confirmed = export_codings(both)
    export_bundle(both, "lead", tmp_path / "later.json")
    undo(lead)
    assert import_bundle(both, lead.coder, tmp_path / "later.json").added == 1
    assert export_codings(both) == confirmed


def test_a_code_that_is_out_of_use_is_not_carried(both: OpenStudy) -> None:
    lead = settle_first_wave(both)
    CodebookEditor(both, lead.coder).make_edit(RetireCode("money"))
    _, rows = read_plan(both, ALL)
    (row,) = [row for row in rows if row["text"].startswith("More beds")]
    assert (row["carried"], row["reason"]) == ("no", "money is out of use")


def test_a_wave_and_a_question_can_be_named(both: OpenStudy) -> None:
    settle_first_wave(both)
    assert len(read_plan(both, CarryWish(waves=("2023",)))[1]) == 0
    assert len(read_plan(both, CarryWish(questions=("need",)))[1]) == 3
    with pytest.raises(BadInput, match="There is no wave '2024'"):
        read_plan(both, CarryWish(waves=("2024",)))
    with pytest.raises(BadInput, match="There is no question 'needs'"):
        read_plan(both, CarryWish(questions=("needs",)))


@pytest.mark.parametrize(
    ("source", "target", "span", "moved"),
    [
        ("no beds", "no beds", (3, 7), (3, 7)),
        ("No beds", "no  beds\n", (3, 7), (4, 8)),
        ("No beds", " no beds", (0, 7), (0, 8)),
        # As many letters as before, but for a sharp s: no place is sure.
        ("Straße zu", "STRASSE ZU", (7, 9), (0, 10)),
        ("a  b", "a b", (1, 3), (0, 3)),
    ],
)
def test_words_are_found_in_another_spelling_of_the_text(
    source: str, target: str, span: tuple[int, int], moved: tuple[int, int]
) -> None:
    assert move_span(source, target, *span) == moved
