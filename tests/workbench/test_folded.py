"""What one line says of several answers, and which of them finishing it may judge."""

from __future__ import annotations

import pytest

from tipcoder.model.codings import AppliedCode, CodedAnswer, Outcome
from tipcoder.workbench.coding.folded import build_folded_line, describe_folded_line, find_left_open

CODED, NONE, OFF = Outcome.CODED, Outcome.NONE_APPLIES, Outcome.OFF_TOPIC


def standing(*codes: str, outcome: Outcome | None = None) -> CodedAnswer:
    """Codes as `money` for the whole answer, or `money:words` for a quote."""
    put = []
    for number, code in enumerate(codes):
        key, _, quote = code.partition(":")
        put.append(AppliedCode(number, key, quote))
    return CodedAnswer(tuple(put), outcome)


def test_a_line_says_what_all_carry_what_only_some_do_and_how_many_are_finished() -> None:
    line = build_folded_line(
        [standing("a", "b", outcome=CODED), standing("a"), standing("a", "c"), standing("a", "c")]
    )
    assert line.mixed
    assert (
        describe_folded_line(line, str.upper)
        == "mixed, 1 of 4 finished; on all: A; on some: C (2), B (1)"
    )


@pytest.mark.parametrize(
    "members",
    [
        [standing(), standing()],
        [standing("a", outcome=CODED), standing("a", outcome=CODED)],
        [standing("a:The police"), standing("a:the  police")],
        [standing("b", "a"), standing("a", "b")],
    ],
)
def test_answers_that_stand_alike_are_not_mixed(members: list[CodedAnswer]) -> None:
    assert not build_folded_line(members).mixed


@pytest.mark.parametrize(
    "members",
    [
        [standing("a"), standing()],
        [standing("a"), standing("b")],
        [standing("a"), standing("a", outcome=CODED)],
        [standing(outcome=NONE), standing(outcome=OFF)],
        [standing("a:police"), standing("a")],
    ],
)
def test_answers_that_differ_in_codes_words_or_state_are(members: list[CodedAnswer]) -> None:
    assert build_folded_line(members).mixed


@pytest.mark.parametrize(
    ("members", "left"),
    [
        ([standing("a"), standing(), standing()], {1, 2}),
        ([standing("a", outcome=CODED), standing("b"), standing()], {2}),
        ([standing("a"), standing(outcome=NONE)], {1}),
        ([standing(outcome=OFF), standing()], {0, 1}),
        ([standing(outcome=NONE), standing()], {0}),
        ([standing(), standing()], set()),
        ([standing("a"), standing("a", outcome=CODED)], set()),
        ([standing(outcome=OFF), standing(outcome=OFF)], set()),
    ],
)
def test_nothing_without_codes_is_judged_where_anything_else_was_said(
    members: list[CodedAnswer], left: set[int]
) -> None:
    assert find_left_open(dict(enumerate(members))) == left
