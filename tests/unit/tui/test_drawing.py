"""Pieces of text in the room that there is."""

from __future__ import annotations

import pytest

from tipcoder.model.codes import Code, Codebook
from tipcoder.tui.drawing import flow_pieces
from tipcoder.tui.widgets.code_card import _replace_keys_by_labels

PIECES = ("How did they help?", "country: South Africa", "tier: 2")


@pytest.mark.parametrize("width", range(12, 70))
@pytest.mark.parametrize("height", [1, 2, 3])
def test_no_line_ends_in_the_dot_that_parts_two_pieces(width: int, height: int) -> None:
    lines = flow_pieces(PIECES, width, height).plain.splitlines()
    assert len(lines) <= height
    for line in lines:
        assert len(line) <= width
        assert not line.rstrip(" …").endswith("·")
    whole = " ".join(lines) == " · ".join(PIECES)
    assert whole or lines[-1].endswith("…"), "what is cut says so"


def test_pieces_begin_a_line_with_their_dot() -> None:
    assert (
        flow_pieces(PIECES, 42, 3).plain == "How did they help? · country: South Africa\n· tier: 2"
    )
    assert flow_pieces(PIECES[:1], 42, 3).plain == PIECES[0]
    assert flow_pieces((), 42, 3).plain == ""
    assert flow_pieces(PIECES, 0, 0).plain == " · ".join(PIECES)


def test_markup_of_a_survey_is_only_text() -> None:
    assert flow_pieces(("[bold]why[/]", "[/]"), 40, 1).plain == "[bold]why[/] · [/]"


def test_a_key_in_backticks_is_drawn_as_the_label_of_its_code() -> None:
    book = Codebook(
        "b",
        "en",
        {"laws": Code("laws", {"en": "Laws", "es": "Leyes"}), "raw": Code("raw", {"en": "[/]"})},
    )
    assert _replace_keys_by_labels(
        "Not a law: `laws`. Else `raw`, not `gone`.", book, "en"
    ).plain == ("Not a law: Laws. Else [/], not `gone`.")
    assert _replace_keys_by_labels("Leyes: `laws`", book, "es").plain == "Leyes: Leyes"
