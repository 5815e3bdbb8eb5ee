"""A column says by all of its cells how it writes decimals."""

from __future__ import annotations

import pytest

from tipcoder.analysis.decimal_marks import COMMA, POINT, find_decimal_mark
from tipcoder.analysis.indicators import as_number


@pytest.mark.parametrize(
    ("cells", "mark", "numbers"),
    [
        (["1.000,00", "2.037,05"], COMMA, [1000.0, 2037.05]),
        (["0,0", "1,1", "2"], COMMA, [0.0, 1.1, 2.0]),
        (["0,750", "0,125"], COMMA, [0.75, 0.125]),
        (["1.234.567", "12"], COMMA, [1_234_567.0, 12.0]),
        (["1 234,5", "€ 7,25"], COMMA, [1234.5, 7.25]),
        (["1,234.50", "$998,000"], POINT, [1234.5, 998_000.0]),
        (["1'234.5", "2"], POINT, [1234.5, 2.0]),
        (["0.750", "1.5"], POINT, [0.75, 1.5]),
        (["1,234,567"], POINT, [1_234_567.0]),
        # Nothing tells, so a comma stands between thousands as it did before.
        (["1,234", "5,678"], POINT, [1234.0, 5678.0]),
        (["1.234", "0,5"], COMMA, [1234.0, 0.5]),
        (["1,234", "0.5"], POINT, [1234.0, 0.5]),
        ([None, ""], POINT, []),
    ],
)
def test_the_whole_column_tells_how_a_cell_is_read(
    cells: list[str | None], mark: str, numbers: list[float]
) -> None:
    assert find_decimal_mark(cells) == mark
    assert [as_number(cell, mark) for cell in cells if cell] == numbers


def test_a_column_in_two_styles_is_not_guessed_at() -> None:
    assert find_decimal_mark(["1,5", "1.5"]) == POINT
    assert as_number("1.234,5", POINT) is None
