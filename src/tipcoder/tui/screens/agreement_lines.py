"""Columns and lines of the table of agreement: a line for each code, a column for each pair."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textual.content import Content

from tipcoder.results.tests import ReliabilityGate
from tipcoder.tui.drawing import as_content_line, assemble_line, fit_to_width
from tipcoder.workbench.agreement.reliability_gate import format_gate_alpha

Pair = tuple[int, int]
"""Ids of two coders."""
_ALPHA, _VERDICT, _COUNT, _PAIR = 17, 14, 9, 7
_FIXED = _ALPHA + _VERDICT + 2 * _COUNT
"""Columns that are there whatever the room is: alpha, verdict, split, resolved."""
_LABEL, _LEAST_LABEL = 20, 8
"""Room that labels have before pairs get columns; and what they always have."""
FRAME = 7
"""Cells of a table's width that are not columns: borders, margins and the scrollbar."""
_SHORT_VERDICTS = {
    "acceptable for tentative conclusions": "tentative",
    "too rare to judge": "too rare",
    "too common to judge": "too common",
    "not assessable": "not measured",
    "not assessed": "not measured",
}
"""Verdicts in the width of their column."""


@dataclass(frozen=True)
class TableColumns:
    """The width of labels, and the pairs of coders that have a column."""

    label: int
    pairs: tuple[Pair, ...]
    marked: Pair | None = None
    """The pair whose column has the cursor; None where the column of all coders has it."""


@dataclass(frozen=True)
class CodeFigures:
    """What the line of a code shows.

    Counts are read from the study at once; the gate is computed in a thread and comes later.
    """

    label: str
    split: int
    """Disagreements of any coders."""
    settled: int
    between: Mapping[Pair, int]
    """Disagreements of each pair that has a column."""
    gate: ReliabilityGate | None
    is_measured: bool
    """Whether agreement has been computed by now."""


def find_full_width(pair_count: int) -> int:
    """Cells that a table with a column for every pair needs."""
    return _FIXED + _PAIR * pair_count + _LABEL + FRAME


def fit_columns(width: int, pairs: Sequence[Pair], marked: Pair | None) -> TableColumns:
    """The columns that `width` cells have room for.

    A pair without a column can be chosen all the same, and takes the place of the last one.
    """
    room = max((width - _FIXED - _LABEL) // _PAIR, 0)
    # The first pairs keep their places, so that a narrow table looks like the left part of a wide
    # one.
    shown = list(pairs[:room])
    if shown and marked is not None and marked not in shown:
        # The cursor must be seen wherever it is.
        shown[-1] = marked
    label = max(width - _FIXED - _PAIR * len(shown) - 1, _LEAST_LABEL)
    return TableColumns(label, tuple(shown), marked)


def format_heading(columns: TableColumns, letters: Mapping[int, str], words_too: bool) -> Content:
    """The names of the columns; pairs by the letters of their coders."""
    split = "split+words" if words_too else "split"
    heading = f"{fit_to_width('  Code', columns.label + 2)} {'α':<{_ALPHA}}{'verdict':<{_VERDICT}}"
    # Right-aligned like the numbers below them.
    heading += f"{split:>{_COUNT}}{'resolved':>{_COUNT}}"
    for first, second in columns.pairs:
        heading += f"{f'{letters[first]}–{letters[second]}':>{_PAIR}}"
    return as_content_line(heading).stylize("bold")


def format_code_line(figures: CodeFigures, columns: TableColumns) -> Content:
    """One code; the cell with the cursor is reversed."""
    label = fit_to_width(figures.label, columns.label)
    # Cut to their columns: an interval may be longer than its room.
    alpha, verdict = _describe_agreement(figures)
    agreement = f"{fit_to_width(alpha, _ALPHA)}{fit_to_width(verdict, _VERDICT)}"
    # With two coders there are no columns of pairs, and no cell to choose.
    is_split_marked = columns.marked is None and bool(columns.pairs)
    pieces: list[tuple[str, str] | str] = [
        f"  {label} {agreement}",
        (_format_number(figures.split, _COUNT), "reverse" if is_split_marked else ""),
        _format_number(figures.settled, _COUNT),
    ]
    for pair in columns.pairs:
        # Reversed and not coloured: it must be seen without colours.
        style = "reverse" if pair == columns.marked else ""
        pieces.append((_format_number(figures.between[pair], _PAIR), style))
    return assemble_line(*pieces)


def _describe_agreement(figures: CodeFigures) -> tuple[str, str]:
    if not figures.is_measured:
        # Counts are there already, and agreement follows in a moment.
        return "…", "…"
    gate = figures.gate
    if gate is None:
        # A code that nobody applied has no agreement to speak of.
        return "", ""
    return format_gate_alpha(gate), _SHORT_VERDICTS.get(gate.verdict, gate.verdict)


def _format_number(number: int, width: int) -> str:
    """A number at the right edge of its column.

    A dot stands for none, so that a column of numbers is read at a glance.
    """
    return f"{number or '·':>{width}}"
