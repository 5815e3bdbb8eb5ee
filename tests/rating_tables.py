"""Ratings as people write them into tables, and what a report on them must say.

What must come out is worked out beside the program (`by_definition`), from the ratings
as a person reads them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from by_definition import alpha
from tipcoder.agreement.resampling import Draws
from tipcoder.agreement.results import Agreement

QUICK = Draws(replicates=20)
Read = Callable[..., Agreement]
Rows = Sequence[Sequence[object]]

TOPICS: Rows = [
    ("fees", "fees"),
    ("staff", "staff"),
    ("staff", "fees"),
    ("rules", "rules"),
    ("fees", "fees"),
    ("rules", None),
    ("staff", "rules"),
    ("fees", "fees"),
    ("rules", "rules"),
    ("staff", "staff"),
]
YES: Rows = [(1, 1), (0, 0), (1, 0), (1, 1), (0, 0), (0, 0), (1, 1), (0, 1), (1, 1), (0, 0)]
THREE: Rows = [
    (1, 1, 2),
    (2, 2, 2),
    (3, 3, 3),
    (1, 1, 1),
    (2, 3, 2),
    (3, 3, None),
    (1, 2, 1),
    (2, 2, 2),
]
SENTENCES = (
    "They came late and left early.",
    "Nobody told us about the new form.",
    "The office is closed on Fridays now.",
    "We had to pay for the second visit.",
    "My neighbour helped me to fill it in.",
    "It took three letters and a phone call.",
    "Our club lost its room last winter.",
    "The new rules are hard to understand.",
    "I would rather speak to a person.",
    "There is no bus after six o'clock.",
)


SETS: Sequence[tuple[set[str] | None, set[str] | None]] = [
    ({"fees", "staff"}, {"fees", "staff"}),
    ({"staff"}, {"staff"}),
    ({"rules", "fees"}, {"rules"}),
    ({"rules"}, {"rules", "staff"}),
    ({"fees"}, {"fees"}),
    (None, None),
    ({"staff"}, None),
    ({"staff", "rules"}, {"staff", "rules"}),
    ({"fees"}, {"rules"}),
]


FEES, STAFF = YES, [(1, 0), (0, 0), (0, 0), (1, 1), (1, 1), (0, 0), (1, 1), (0, 0), (1, 1), (0, 1)]


def table(head: str, rows: Rows, mark: str = ",") -> str:
    lines = [head.replace(",", mark)]
    lines += [mark.join("" if cell is None else str(cell) for cell in row) for row in rows]
    return "\n".join(lines) + "\n"


def numbered(rows: Rows, *beside: Sequence[object]) -> list[tuple[object, ...]]:
    """Rows with the number of the unit before them, and columns between."""
    return [(n + 1, *(column[n] for column in beside), *row) for n, row in enumerate(rows)]


def said(found: Agreement) -> dict[str, float | None]:
    return {code.code: code.coefficients["krippendorff_alpha"].value for code in found.codes}


def is_topics(found: Agreement) -> None:
    """The report is on the two coders of TOPICS and nobody else."""
    assert said(found)["all categories"] == pytest.approx(alpha(TOPICS), abs=1e-9)
    assert (found.joint, found.single) == (9, 1)
    assert [name.casefold() for name in found.coders] == ["anna", "boris"]


def is_three(found: Agreement) -> None:
    """The report is on the three coders of THREE."""
    assert said(found)["all categories"] == pytest.approx(alpha(THREE), abs=1e-9)
    assert len(found.coders) == 3


def lines_of(rows: Rows, coders: Sequence[str]) -> list[tuple[object, str, object]]:
    """Unit, coder, value."""
    return [
        (n + 1, coder, value)
        for n, row in enumerate(rows)
        for coder, value in zip(coders, row, strict=True)
        if value is not None
    ]


def presence(code: str, *, none: bool = False) -> list[tuple[int | None, ...]]:
    """Whether each coder has the code, of SETS;
    a unit without any set is not coded, or read without a code.
    """
    return [
        tuple((0 if none else None) if cell is None else int(code in cell) for cell in row)
        for row in SETS
    ]


def is_sets(found: Agreement, *, none: bool = False) -> None:
    """The report is on the three codes of SETS."""
    expected = {
        code: pytest.approx(alpha(presence(code, none=none)), abs=1e-9)
        for code in ("fees", "rules", "staff")
    }
    assert {name.casefold(): value for name, value in said(found).items()} == expected
    assert found.coders == ("anna", "boris")
