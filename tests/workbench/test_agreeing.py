"""From finished answers to ratings: what counts as present, absent and not known."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from tipcoder.agreement.resampling import Draws
from tipcoder.errors import BadInput
from tipcoder.store import codebooks, coders, schema
from tipcoder.store.suggestions import ShownSuggestion
from tipcoder.workbench.agreement.circumstances import NO_ROUND
from tipcoder.workbench.agreement.collected_work import read_current_codes, read_current_work
from tipcoder.workbench.agreement.study_agreement import AgreementReport, assess_study
from tipcoder.workbench.codebook.editor import CodebookEditor
from tipcoder.workbench.codebook.edits import AddCode, MergeCodes, RetireCode
from tipcoder.workbench.coding.session import CodingSession

if TYPE_CHECKING:
    from tipcoder.workbench.study import OpenStudy

Find = Callable[[CodingSession, str], int]
QUICK = Draws(replicates=50)
RUSSIAN, GRANTS, LAW, JUDGES = (
    "Посольство давило",
    "They gave grants",
    "pushed the ministry",
    "workshops for judges",
)


def compare(here: OpenStudy, **more: object) -> AgreementReport:
    return assess_study(here, draws=QUICK, **more)  # type: ignore[arg-type]


def cells(compared: AgreementReport, code: str, *answers: str) -> dict[str, list[int]]:
    """What is known of a code on each unit: coders in order, -1 for not known."""
    ratings = compared.ratings
    values = ratings.values[ratings.codes.index(code)]
    return {
        unit: row for unit, row in zip(ratings.units, values.tolist(), strict=True) if max(row) >= 0
    }


def test_present_absent_and_not_known(
    here: OpenStudy, anna: CodingSession, boris: CodingSession, find: Find
) -> None:
    for session in (anna, boris):
        session.add_coding(find(session, LAW), "pressure", finish=True)
    anna.finish_answers(find(anna, GRANTS))  # none applies
    boris.add_coding(find(boris, GRANTS), "money", (5, 16), finish=True)
    anna.add_coding(find(anna, JUDGES), "training")  # not finished
    boris.add_coding(find(boris, JUDGES), "training", finish=True)
    compared = compare(here)
    assert compared.agreement.coders == ("anna", "boris")
    assert sorted(cells(compared, "pressure").values()) == [[-1, 0], [0, 0], [1, 1]]
    assert sorted(cells(compared, "money").values()) == [[-1, 0], [0, 0], [0, 1]]
    assert sorted(cells(compared, "training").values()) == [[-1, 1], [0, 0], [0, 0]]
    assert compared.agreement.joint == 2
    assert compared.agreement.single == 1


def test_the_gate_reads_the_same_cells_without_words_and_places(
    here_on_both: OpenStudy, find: Find
) -> None:
    """What stands on an answer that is still open, and on one that a later import has replaced, is
    no judgement, whoever reads it.
    """
    anna, boris = (CodingSession(here_on_both, here_on_both.register_coder(name)) for name in "ab")
    for session in (anna, boris):
        session.add_coding(find(session, LAW), "pressure", (0, 11))
        session.add_coding(find(session, LAW), "pressure", (4, 20), finish=True)
        session.add_coding(find(session, RUSSIAN), "pressure", finish=True)
    boris.add_coding(find(boris, GRANTS), "money", (5, 16), finish=True)
    anna.finish_answers(find(anna, GRANTS))
    anna.add_coding(find(anna, JUDGES), "training")  # not finished
    boris.add_coding(find(boris, JUDGES), "training", finish=True)
    with here_on_both.store.write() as db:
        gone = find(anna, RUSSIAN)
        db.execute(update(schema.answer).where(schema.answer.c.id == gone).values(live=0))

    with here_on_both.store.read() as db:
        people = coders.load_coders(db)
        with_words = read_current_work(db, people)
        codes_alone = read_current_codes(db, people)
    keys = ("pressure", "money", "training")
    ratings, warnings = codes_alone.build_ratings(keys, codes_alone.list_at_work(people))
    assert ratings.coders == ("a", "b")
    found = [sorted(row.tolist() for row in code if max(row) >= 0) for code in ratings.values]
    assert found == [
        [[-1, 0], [0, 0], [1, 1]],
        [[-1, 0], [0, 0], [0, 1]],
        [[-1, 1], [0, 0], [0, 0]],
    ]
    of_report, of_report_warnings = with_words.build_ratings(keys, with_words.list_at_work(people))
    assert ratings.values.tolist() == of_report.values.tolist()
    assert ratings.clusters == of_report.clusters
    assert warnings == of_report_warnings


def test_off_topic_is_read_and_absent(
    here: OpenStudy, anna: CodingSession, boris: CodingSession, find: Find
) -> None:
    from tipcoder.model.codings import Outcome

    anna.finish_answers(find(anna, LAW), Outcome.OFF_TOPIC)
    boris.add_coding(find(boris, LAW), "pressure", finish=True)
    assert list(cells(compare(here), "pressure").values()) == [[0, 1]]


def test_a_heading_of_the_codebook_is_no_code(
    here: OpenStudy, anna: CodingSession, boris: CodingSession, find: Find
) -> None:
    for session in (anna, boris):
        session.finish_answers(find(session, LAW))
    assert compare(here).ratings.codes == ("pressure", "pushback", "training", "money")


def test_the_same_code_twice_on_an_answer_counts_once(
    here: OpenStudy, anna: CodingSession, boris: CodingSession, find: Find
) -> None:
    place = find(anna, LAW)
    anna.add_coding(place, "pressure", (0, 11))
    anna.add_coding(place, "pressure", (4, 20), finish=True)
    boris.add_coding(place, "pressure", (0, 20), finish=True)
    compared = compare(here)
    (code,) = (code for code in compared.agreement.codes if code.code == "pressure")
    assert code.counts.all_present == 1
    assert code.spans is not None
    assert (code.spans.exact, code.spans.alone) == (1, 0)


def test_white_space_at_the_end_of_a_quote_is_no_disagreement(
    here: OpenStudy, anna: CodingSession, boris: CodingSession, find: Find
) -> None:
    place = find(anna, LAW)
    anna.add_coding(place, "pressure", (0, 11), finish=True)
    boris.add_coding(place, "pressure", (0, 12), finish=True)  # "The embassy "
    (code,) = (code for code in compare(here).agreement.codes if code.code == "pressure")
    assert code.spans is not None
    assert code.spans.exact == 1


def test_a_code_that_came_later_is_not_known_where_it_could_not_be_applied(
    here: OpenStudy, anna: CodingSession, boris: CodingSession, find: Find
) -> None:
    anna.finish_answers(find(anna, LAW))
    anna.finish_answers(find(anna, GRANTS))
    CodebookEditor(here, here.register_coder("lead")).make_edit(AddCode("Shelters", "en"))
    later = CodingSession(here, here.register_coder("boris"))
    later.add_coding(find(later, LAW), "shelters", finish=True)
    again = CodingSession(here, here.register_coder("anna"))
    again.finish_answers(find(again, GRANTS))
    later.finish_answers(find(later, GRANTS))
    compared = compare(here)
    assert sorted(cells(compared, "shelters").values()) == [[-1, 1], [0, 0]]
    assert sorted(cells(compared, "money").values()) == [[0, 0], [0, 0]]
    assert compared.agreement.overall is not None
    assert compared.agreement.overall.left_out == ("shelters",)


def test_it_is_said_that_this_was_no_blind_round(
    here: OpenStudy, anna: CodingSession, boris: CodingSession, find: Find
) -> None:
    for session in (anna, boris):
        session.finish_answers(find(session, LAW))
    assert NO_ROUND in compare(here).agreement.notes


def test_by_language_each_part_has_its_own_answers(
    here: OpenStudy, anna: CodingSession, boris: CodingSession, find: Find
) -> None:
    for session in (anna, boris):
        session.add_coding(find(session, LAW), "pressure", finish=True)
        session.finish_answers(find(session, GRANTS))
        session.add_coding(find(session, RUSSIAN), "pressure", finish=True)
    found = compare(here, split_by=["language"]).agreement
    parts = {code.part["language"]: code for code in found.parts if code.code == "pressure"}
    assert {language: code.counts.joint for language, code in parts.items()} == {"en": 2, "ru": 1}
    assert parts["en"].counts.all_present == 1
    assert any(note.startswith("No response was coded jointly in es") for note in found.notes)


def test_only_the_coders_and_codes_asked_for(
    here: OpenStudy, anna: CodingSession, boris: CodingSession, find: Find
) -> None:
    vera = CodingSession(here, here.register_coder("vera"))
    for session in (anna, boris, vera):
        session.finish_answers(find(session, LAW))
    compared = compare(here, coder_names=["vera", "anna"], codes=["money"])
    assert set(compared.ratings.coders) == {"anna", "vera"}
    assert compared.ratings.codes == ("money",)
    assert any(
        "Only the coders vera, anna and the codes money" in note
        for note in compared.agreement.notes
    )
    with pytest.raises(BadInput, match="'mony'"):
        compare(here, codes=["mony"])
    with pytest.raises(BadInput, match="'ana'"):
        compare(here, coder_names=["ana", "boris"])


def test_one_coder_is_told_what_is_missing(
    here: OpenStudy, anna: CodingSession, find: Find
) -> None:
    with pytest.raises(BadInput, match="two coders"):
        compare(here)
    anna.finish_answers(find(anna, LAW))
    with pytest.raises(BadInput, match="two coders"):
        compare(here)


def test_both_stores_give_the_same_report(here_on_both: OpenStudy, find: Find) -> None:
    for name, code in (("anna", "pressure"), ("boris", "money")):
        session = CodingSession(here_on_both, here_on_both.register_coder(name))
        session.add_coding(find(session, LAW), code, (0, 11), finish=True)
        session.add_coding(find(session, "👍🏽"), code, finish=True)
    compared = compare(here_on_both)
    assert list(cells(compared, "pressure").values()) == [[1, 0]]
    assert list(cells(compared, "money").values()) == [[0, 1]]


def test_two_codes_of_one_branch_are_one_there(
    here: OpenStudy, anna: CodingSession, boris: CodingSession, find: Find
) -> None:
    anna.add_coding(find(anna, LAW), "pressure", finish=True)
    boris.add_coding(find(boris, LAW), "pushback", finish=True)
    for session in (anna, boris):
        session.add_coding(find(session, GRANTS), "money", finish=True)
        session.finish_answers(find(session, RUSSIAN))
    found = compare(here).agreement
    assert found.overall is not None
    assert found.by_parent is not None
    assert found.overall.identical.value == pytest.approx(2 / 3)
    assert found.by_parent.identical.value == 1
    assert found.by_parent.figures["pooled_alpha"].value == 1


def test_codings_of_a_code_that_has_left_the_codebook_are_named_and_not_compared(
    here: OpenStudy, anna: CodingSession, boris: CodingSession, find: Find
) -> None:
    for session in (anna, boris):
        session.add_coding(find(session, LAW), "pressure", finish=True)
    CodebookEditor(here, here.register_coder("lead")).make_edit(RetireCode("pressure"))
    compared = compare(here)
    assert "pressure" not in compared.ratings.codes
    assert any("no longer has them: pressure" in note for note in compared.agreement.notes)


def test_merged_codes_are_compared_as_one(
    here: OpenStudy, anna: CodingSession, boris: CodingSession, find: Find
) -> None:
    anna.add_coding(find(anna, LAW), "pressure", finish=True)
    boris.add_coding(find(boris, LAW), "pushback", finish=True)
    CodebookEditor(here, here.register_coder("lead")).make_edit(MergeCodes("pressure", "pushback"))
    assert list(cells(compare(here), "pushback").values()) == [[1, 1]]


def test_without_a_shared_answer_the_way_to_one_is_said(
    here: OpenStudy, anna: CodingSession, boris: CodingSession, find: Find
) -> None:
    anna.finish_answers(find(anna, LAW))
    boris.finish_answers(find(boris, GRANTS))
    found = compare(here).agreement
    assert found.joint == 0
    assert any("tipcoder assign" in note for note in found.notes)
    assert all(
        code.sentence == "Not assessed: no response was finished by two coders."
        for code in found.codes
    )


def test_codings_that_were_accepted_from_suggestions_are_counted_against_independence(
    here: OpenStudy, anna: CodingSession, boris: CodingSession, find: Find
) -> None:
    place = find(anna, LAW)
    with here.store.read() as db:
        code_id = codebooks.load_code_ids(db)["pressure"]
    shown = ShownSuggestion(
        place, code_id, anna.codebook.revision, "test", 1.0, "strong", 0, 11, "asked"
    )
    anna.add_coding(place, "pressure", (0, 11), finish=True, suggested=shown)
    boris.add_coding(place, "pressure", (0, 11), finish=True)
    (note,) = (note for note in compare(here).agreement.notes if "suggestions" in note)
    assert note.startswith("1 of 2 codings were accepted from suggestions")
