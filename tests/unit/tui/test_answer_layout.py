"""An answer on the lines of a terminal, with bars under its quotes."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from tipcoder.tui.widgets.answer_layout import AnswerLayout, BarRow, SpanMark, TextRow


def drawn(layout: AnswerLayout) -> list[str]:
    lines = []
    for row in layout.rows:
        if isinstance(row, TextRow):
            lines.append(layout.text[row.start : row.end].rstrip())
            continue
        line = ""
        for bar in row.bars:
            line += " " * (bar.column - cell_len(line)) + bar.text
        lines.append(line)
    return lines


def test_a_bar_under_a_quote_names_its_code() -> None:
    text = "They always blame the NGOs for it."
    layout = AnswerLayout(text, 40, [SpanMark(5, 27, "Blames NGOs")])
    assert drawn(layout) == [
        "They always blame the NGOs for it.",
        "     └─Blames NGOs────────┘",
    ]


def test_overlapping_quotes_get_lines_of_their_own() -> None:
    text = "They always blame the NGOs for it."
    layout = AnswerLayout(text, 40, [SpanMark(0, 27, "Blames NGOs"), SpanMark(12, 34, "Pressure")])
    assert drawn(layout) == [
        "They always blame the NGOs for it.",
        "└─Blames NGOs─────────────┘",
        "            └─Pressure───────────┘",
    ]


def test_quotes_that_do_not_overlap_share_a_line() -> None:
    text = "They always blame the NGOs for it."
    layout = AnswerLayout(text, 40, [SpanMark(0, 11, "Denial"), SpanMark(18, 34, "Blames NGOs")])
    assert drawn(layout)[1:] == ["└─Denial──┘       └─Blames NGOs──┘"]


def test_a_quote_over_two_lines_is_open_where_it_goes_on() -> None:
    text = "They always blame the NGOs for it and nobody else."
    layout = AnswerLayout(text, 28, [SpanMark(5, 50, "Blames NGOs")])
    assert drawn(layout) == [
        "They always blame the NGOs",
        "     └─Blames NGOs─────────",
        "for it and nobody else.",
        "──────────────────────┘",
    ]


def test_the_name_of_a_short_quote_stands_beside_its_bar() -> None:
    layout = AnswerLayout("No, never did they.", 40, [SpanMark(0, 2, "Denial")])
    assert drawn(layout)[1] == "└┘ Denial"


def test_wide_and_joined_characters_keep_bars_in_place() -> None:
    text = "政府 e\u0301 👨‍👩‍👧‍👦 ok"
    layout = AnswerLayout(text, 40, [SpanMark(text.index("ok"), len(text), "x")])
    assert drawn(layout)[1] == " " * cell_len(text[: text.index("ok")]) + "└┘ x"


def test_a_word_longer_than_the_line_is_broken_and_nothing_is_lost() -> None:
    layout = AnswerLayout("a" * 25, 10)
    assert drawn(layout) == ["a" * 10, "a" * 10, "a" * 5]


def test_a_place_on_screen_is_the_character_there_and_a_bar_counts_as_the_text_above() -> None:
    layout = AnswerLayout("one two three", 8, [SpanMark(0, 3, "x")])
    assert drawn(layout) == ["one two", "└─┘ x", "three"]
    assert layout.offset_at(0, 4) == 4
    assert layout.offset_at(1, 4) == 4
    assert layout.offset_at(2, 0) == 8
    assert layout.offset_at(99, 99) == 13
    assert layout.row_at(9) == 2


def test_an_empty_answer_has_one_empty_line() -> None:
    assert drawn(AnswerLayout("", 20)) == [""]


texts = st.text(alphabet=st.sampled_from("ab  \nд政e\u0301👩‍🚒"), max_size=80)


@given(texts, st.integers(8, 30))
def test_lines_follow_each_other_fit_and_hold_the_whole_text(text: str, width: int) -> None:
    rows = [row for row in AnswerLayout(text, width).rows if isinstance(row, TextRow)]
    assert rows[0].start == 0
    assert rows[-1].end == len(text)
    for row, after in pairwise(rows):
        assert after.start == row.end or (after.start == row.end + 1 and text[row.end] == "\n")
    for row in rows:
        assert cell_len(text[row.start : row.end].rstrip()) <= width


@example(text="aa政政政 ", width=8, places=[(5, 1)])
@given(
    texts.filter(bool),
    st.integers(8, 30),
    st.lists(st.tuples(st.integers(0, 80), st.integers(1, 40)), max_size=6),
)
def test_bars_never_leave_the_screen_nor_touch_each_other(
    text: str, width: int, places: list[tuple[int, int]]
) -> None:
    marks = [
        SpanMark(min(a, len(text) - 1), min(min(a, len(text) - 1) + n, len(text)), "Some code")
        for a, n in places
    ]
    for row in AnswerLayout(text, width, marks).rows:
        if isinstance(row, BarRow):
            end = -1
            for bar in row.bars:
                assert bar.column > end
                end = bar.column + cell_len(bar.text)
                assert end <= max(width, 8)
