"""What means nothing to the study is named with its count; what is in order is not mentioned."""

from __future__ import annotations

from tipcoder.analysis.unmatched import SHOWN, describe_unmatched
from tipcoder.analysis.value_checks import (
    find_unmatched_factor,
    find_unmatched_outcome,
    find_unmatched_values,
)
from tipcoder.study import AskCondition, QuestionSpec, Study
from tipcoder.study_variables import FactorSpec, IndicatorSpec, OutcomeSpec, TableItem, TableSpec

CELLS: dict[str, list[str | None]] = {
    "Q1": [
        "Sehr wichtig",
        "sehr wichtig ",
        "Unwichtig",
        "Weiß nicht",
        "Sehr wichitg",
        "Sehr wichitg",
        None,
    ],
    "Q2": ["Ja", "ja ", "Nein", "vielleicht", None, "0", "Jaa"],
    "Q3_1": ["1", "1,0", None, "0", "angekreuzt", "2", "2"],
    "Q4": ["Ja", "JA", "Nein", "Weiß nicht", "Jaa", None, "Ja"],
}


def _study(**changes: object) -> Study:
    values: dict[str, object] = {
        "title": "Umfrage",
        "languages": ("de",),
        "missing": ("",),
        "respondent_id": "id",
        "respondent_name": None,
        "case": None,
        "attributes": (),
        "questions": (QuestionSpec("Q5", "Warum?", AskCondition("Q4", ("Ja",))),),
        "outcomes": {"wichtig": OutcomeSpec("Q1", ("Unwichtig", "Sehr wichtig"), ("Weiß nicht",))},
        "factors": {"hilfe": FactorSpec("Q2", ("Ja",), otherwise=False)},
        "tables": (
            TableSpec("kanal", "Kanäle", (TableItem("Kanal", options={"Q3_1": "Telefon"}),)),
        ),
        **changes,
    }
    return Study(**values)  # type: ignore[arg-type]


def test_every_part_of_the_study_names_what_it_does_not_know_of_its_column() -> None:
    found = {one.place: one for one in find_unmatched_values(_study(), lambda name: CELLS[name])}
    named = {
        place: [(v.value, v.count, v.nearest) for v in one.values] for place, one in found.items()
    }
    assert named == {
        "outcome wichtig": [("Sehr wichitg", 2, "Sehr wichtig")],
        "factor hilfe": [("Jaa", 1, "Ja"), ("vielleicht", 1, "")],
        "asked_if of Q5": [("Jaa", 1, "Ja")],
        "table kanal": [("2", 2, ""), ("angekreuzt", 1, "")],
    }
    assert not any(one.nothing_matches for one in found.values())
    assert found["outcome wichtig"].sentences == (
        (
            "outcome wichtig: 'Sehr wichitg' (2 cells; nearest: 'Sehr wichtig') in Q1 matches no "
            "level, and it is left out"
        ),
    )


def test_a_column_in_order_is_not_mentioned() -> None:
    cells: dict[str, list[str | None]] = {
        "Q1": ["unwichtig", "SEHR WICHTIG", None],
        "Q2": ["ja", "nein", None],
        "Q3_1": ["1.0", None, "0"],
        "Q4": ["ja", "Nein", "Weiß nicht"],
    }
    assert find_unmatched_values(_study(), lambda name: cells[name]) == ()
    assert find_unmatched_values(_study(), lambda name: [None, None]) == ()


def test_it_is_said_aloud_that_no_cell_matches_at_all() -> None:
    factor = find_unmatched_factor(
        "funded", FactorSpec("Q7", ("1",), otherwise=False), ["x", "x", None, "0"]
    )
    assert factor.nothing_matches
    assert (
        factor.sentences[0] == "factor funded: no cell of Q7 is '1', though 3 cells hold something"
    )
    assert "'x' (2 cells)" in factor.sentences[1]
    outcome = find_unmatched_outcome(
        "grade", OutcomeSpec("Q8", ("Low", "High"), ("?",)), ["?", "?", None]
    )
    assert outcome.sentences == (
        "outcome grade: no cell of Q8 is 'Low', 'High', though 2 cells hold something",
    )


def test_any_other_takes_every_value_and_names_only_what_looks_like_a_slip() -> None:
    spec = FactorSpec("country", ("Kenya",), otherwise=None, any_other=False)
    cells = ["Kenya", "KENYA", "Peru", "Chad", "Kenyaa", None]
    assert [spec.find_state(cell) for cell in cells] == [True, True, False, False, False, None]
    found = find_unmatched_factor("kenya", spec, cells)
    assert [(value.value, value.count) for value in found.values] == [("Kenyaa", 1)]


def test_what_ought_to_be_a_number_and_is_none_is_named() -> None:
    mean = TableSpec("zeit", "Zeit", (TableItem("Anteil", column="Q6", show="mean"),))
    study = _study(
        outcomes={},
        factors={},
        tables=(mean,),
        questions=(),
        indicators={"geld": IndicatorSpec("Q6")},
    )
    cells = ["12", "3.5", "1,000", "n/a", "..", None, "viel", "viel", "12 Tage"]
    found = find_unmatched_values(study, lambda name: cells)
    assert [one.place for one in found] == ["indicator geld", "table zeit"]
    assert [(value.value, value.count) for value in found[0].values] == [
        ("viel", 2),
        ("12 Tage", 1),
    ]
    assert found[0].note == (
        "indicator geld: 'viel' (2 cells), '12 Tage' (1 cell) in Q6 match no number, and count as "
        "missing."
    )


def test_long_lists_are_cut_with_their_number() -> None:
    cells = [f"w{n:02}" for n in range(12) for _ in range(n + 1)]
    found = find_unmatched_outcome("grade", OutcomeSpec("Q8", ("Low", "High")), cells)
    assert len(found.as_dict()["values"]) == 12
    (_, sentence) = found.sentences
    assert sentence.count("cells") == 6
    assert "'w11' (12 cells)" in sentence
    assert "and 7 more values (28 cells)" in sentence  # 1 + 2 + ... + 7
    many = describe_unmatched([found] * 10)
    assert len(many) == SHOWN + 1
    assert many[-1] == "and 12 more of this kind; `tipcoder check` lists them all"


def test_a_value_is_shown_on_one_short_line_without_control_characters() -> None:
    spec = OutcomeSpec("Q8", ("Low", "High"))
    found = find_unmatched_outcome("grade", spec, ["Low", "\x1b[31m" + "long\n" * 60])
    (sentence,) = found.sentences
    assert "\x1b" not in sentence
    assert "\n" not in sentence
    assert len(sentence) < 200
