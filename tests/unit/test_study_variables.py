"""What study.toml says about measuring, and how a slip in it is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tipcoder.errors import BadInput
from tipcoder.study import Study, read_study
from tipcoder.study_variables import FactorSpec, OutcomeSpec

HEAD = """\
title = "Measures"
languages = ["en"]

[respondent]
id = "id"

[[question]]
column = "why"

[outcome.grade]
column = "grade"
levels = ["Low", "High"]

[factor.funded]
column = "funded"
true_if = "1"
"""


@pytest.fixture
def study(tmp_path: Path) -> object:
    def read(more: str) -> Study:
        (tmp_path / "study.toml").write_text(HEAD + more, "utf-8")
        return read_study(tmp_path / "study.toml")

    return read


def test_a_factor_has_three_states() -> None:
    factor = FactorSpec("Q3.23", ("Yes",), None, ("No",))
    assert [factor.find_state(value) for value in ("Yes", "No", "Don't know", None)] == [
        True,
        False,
        None,
        None,
    ]
    filled = FactorSpec("Q3.18_3", ("1",), otherwise=False)
    assert [filled.find_state(value) for value in ("1", "0", None)] == [True, False, False]


def test_nobody_becomes_a_no_because_a_spelling_was_not_foreseen() -> None:
    ticked = FactorSpec("Q7", ("1",), otherwise=False)
    yes, no, unknown = (
        ("1", "1.0", " 1,00", "１"),
        (None, "0", "0.0", "No", "нет", "FALSE"),
        ("2", "maybe", "x", "TRUE"),
    )
    assert [ticked.find_state(value) for value in yes] == [True] * len(yes)
    assert [ticked.find_state(value) for value in no] == [False] * len(no)
    assert [ticked.find_state(value) for value in unknown] == [None] * len(unknown)
    listed = FactorSpec("Q7", ("Ja",), None, ("Nein", "Weiß nicht"))
    assert [listed.find_state(v) for v in ("ja ", "NEIN", "weiß  nicht", "Jein", None)] == [
        True,
        False,
        False,
        None,
        None,
    ]
    urban = FactorSpec("place", ("Urban",), otherwise=None, any_other=False)
    assert [urban.find_state(value) for value in ("URBAN", "rural", None)] == [True, False, None]
    opposite = FactorSpec("Q7", ("Ja",), True, ("Nein",))
    assert [opposite.find_state(value) for value in (None, "yes", "nein", "quizás")] == [
        True,
        True,
        False,
        None,
    ]


def test_a_score_may_go_beyond_the_levels() -> None:
    outcome = OutcomeSpec(
        "Q3.25", ("Mixed", "Positive"), ("Negative",), {"Negative": -1, "Mixed": 0, "Positive": 1}
    )
    assert [
        outcome.find_score(value) for value in ("Negative", "Mixed", "Positive", "Don't know")
    ] == [-1, 0, 1, None]
    assert OutcomeSpec("Q3.19", ("Not", "Most")).find_score("Most") == 1.0


def test_columns_of_tables_are_columns_of_the_study(study: object) -> None:
    read = study(
        '[[table]]\nkey = "t"\ntitle = "T"\n[[table.item]]\ntext = "x"\n'
        'options = { "a_1" = "A", "a_2" = "B" }\n'
    )  # type: ignore[operator]
    assert {"a_1", "a_2"} <= read.find_named_columns().keys()
    assert read.tables[0].items[0].options == {"a_1": "A", "a_2": "B"}


def test_a_factor_with_levels_is_one_variable_of_a_family(study: object) -> None:
    read = study(
        '[factor.plan]\ncolumn = "plan"\nlevels = ["B", "T", "X"]\nmissing = ["?"]\n'
        'labels = { B = "Basic" }\n'
        '[family.f]\noutcomes = ["grade"]\nvariables = ["plan", "funded"]\n'
    )  # type: ignore[operator]
    plan = read.categories["plan"]
    assert plan.level_labels == ("Basic", "T", "X")
    assert [plan.find_level(cell) for cell in ("b", " X ", "?", "Y", None)] == [
        *("B", "X"),
        *(None, None, None),
    ]
    assert read.list_factor_names() == ("funded", "plan")
    assert "plan" in read.find_named_columns()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (
            '[factor.x]\ncolumn = "c"\ntrue_if = "1"\nfalse_if = "1"\n',
            "in `true_if` and in `false_if`",
        ),
        (
            '[outcome.x]\ncolumn = "c"\nlevels = ["a", "b"]\nscores = { "a" = 1 }\n',
            "no number for the level 'b'",
        ),
        ('[outcome.funded]\ncolumn = "c"\nlevels = ["a", "b"]\n', "'funded' is defined twice"),
        (
            '[family.f]\noutcomes = ["grad"]\nvariables = ["funded"]\n',
            "names 'grad', which is not there. Did you mean 'grade'?",
        ),
        ('[family.f]\noutcomes = ["grade"]\nvariables = ["fundet"]\n', "Did you mean 'funded'?"),
        ('[family.f]\noutcomes = ["grade"]\n', "needs `variables` or `codes`"),
        (
            '[indicator.i]\nfile = "f.csv"\ncountry = "c"\nvalue = "v"\nsummary = "last-first"\n',
            "needs `year`",
        ),
        (
            '[indicator.i]\nfile = "f.csv"\nlayout = "freedom-hause"\n',
            "Did you mean 'freedom-house'?",
        ),
        ('[factor.plan]\ncolumn = "c"\nlevels = ["a"]\n', "at least two values"),
        ('[factor.plan]\nlevels = ["a", "b"]\n', "`column` is missing"),
        ('[factor.plan]\ncolumn = "c"\nlevels = ["a", "b", "a"]\n', "`levels` names a value twice"),
        (
            '[factor.plan]\ncolumn = "c"\nlevels = ["a", "b"]\ntrue_if = "a"\n',
            "Keep `levels`, or say what means yes.",
        ),
        (
            '[factor.plan]\ncolumn = "c"\nlevels = ["a", "b"]\nlabels = { x = "X" }\n',
            "`labels` names 'x', which is not in `levels`",
        ),
        (
            '[factor.plan]\ncolumn = "c"\nlevels = ["a", "b"]\nmissing = ["a"]\n',
            "'a' is both a level and missing",
        ),
        (
            '[factor.x]\ncolumn = "c"\ntrue_if = "1"\nmissing = ["1"]\n',
            "'1' means something and is missing",
        ),
        ('[factor.grade]\ncolumn = "c"\nlevels = ["a", "b"]\n', "'grade' is defined twice"),
        ('[[table]]\nkey = "t"\ntitle = "T"\n', "has no [[table.item]]"),
        (
            '[[table]]\nkey = "t"\ntitle = "T"\n[[table.item]]\ntext = "x"\n',
            "needs either `column` or `options`",
        ),
        (
            '[[table]]\nkey = "t"\ntitle = "T"\n[[table.item]]\ntext = "x"\ncolumn = "why"\n',
            "is a question",
        ),
    ],
)
def test_a_slip_is_told_with_its_remedy(study: object, more: str, said: str) -> None:
    with pytest.raises(BadInput) as refused:
        study(more)  # type: ignore[operator]
    assert said in str(refused.value)


def test_an_answer_that_is_neither_yes_nor_no_is_unknown_and_not_unexpected() -> None:
    funded = FactorSpec("funded", ("Yes",), false_if=("No",), missing=("Don't know",))
    cells = ["Yes", "no ", "Don't know", "don't know", None]
    assert [funded.find_state(cell) for cell in cells] == [True, False, None, None, None]
    assert funded.can_interpret("DON'T KNOW")
    assert not funded.can_interpret("Perhaps")
    # Nor does any other answer decide it.
    others = FactorSpec("funded", ("Yes",), any_other=False, missing=("Don't know",))
    assert others.find_state("Perhaps") is False
    assert others.find_state("Don't know") is None
