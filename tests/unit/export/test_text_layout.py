"""What does not fit a terminal is broken between words,
and a wide table into parts that can be read.
"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tipcoder.export.text_layout import (
    Grid,
    find_column_to_fold,
    fold_column,
    split_columns,
    total_width,
    wrap_lines,
)
from tipcoder.text import measure_cell_width

LINES = st.text(st.sampled_from("ab 漢é"), max_size=60)


def test_a_long_line_breaks_between_words_and_keeps_its_indentation() -> None:
    assert wrap_lines("  one two three four", 10) == "  one two\n  three\n  four"
    assert wrap_lines("short\n\n  one two three", 9) == "short\n\n  one two\n  three"


def test_a_word_that_is_too_long_stays_whole() -> None:
    assert (
        wrap_lines("see https://example.org/a/long/way now", 12)
        == "see\nhttps://example.org/a/long/way\nnow"
    )


def test_wide_letters_count_twice() -> None:
    assert wrap_lines("漢字 漢字 漢字", 10) == "漢字 漢字\n漢字"


@given(LINES, st.integers(5, 30))
def test_no_word_is_lost_and_only_single_words_are_too_wide(line: str, width: int) -> None:
    out = wrap_lines(line, width)
    assert out.split() == line.split()
    assert all(
        measure_cell_width(part) <= width or len(part.split()) == 1 for part in out.split("\n")
    )


def grid_of(*cells: str) -> Grid:
    """A table of one row below heads of no letters."""
    return Grid(("",) * len(cells), (cells,), (False,) * len(cells))


def test_only_the_column_of_words_is_folded_if_that_is_enough() -> None:
    words, word = "a b", "ab"
    # 6 + 2 + 90 + 2 + 4 = 104 columns; 24 too many for 80.
    assert find_column_to_fold(grid_of(word, words, word), [6, 90, 4], 80) == (1, 66)
    assert find_column_to_fold(grid_of(words, words, words), [30, 30, 30], 80) is None
    assert find_column_to_fold(grid_of(word, word), [30, 60], 80) is None


def test_a_folded_row_becomes_lines_with_its_other_cells_on_the_first() -> None:
    folded = fold_column(grid_of("1041", "one two three", "en"), 1, 8)
    assert folded.rows == (("1041", "one two", "en"), ("", "three", ""))


@given(st.lists(st.integers(1, 40), min_size=1, max_size=12), st.integers(20, 100))
def test_every_column_stands_in_one_part_and_the_first_in_each(
    widths: list[int], available: int
) -> None:
    found = split_columns(widths, available)
    assert [place for part in found for place in part[1:]] == list(range(1, len(widths)))
    assert all(part[0] == 0 for part in found)
    assert all(
        total_width([widths[i] for i in part]) <= available or len(part) <= 2 for part in found
    )
