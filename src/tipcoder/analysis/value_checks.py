"""What a study does not know of the columns that its numbers rest on.

Outcomes, factors, gates, indicators and tables of study.toml are each compared with the cells of
their column.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from tipcoder.analysis.decimal_marks import find_decimal_mark
from tipcoder.analysis.indicators import as_number, is_missing_sign
from tipcoder.analysis.multi_selects import find_unmatched_options
from tipcoder.analysis.unmatched import LONGEST, Unmatched, rank_values
from tipcoder.study import AskCondition, Study
from tipcoder.study_variables import (
    CategorySpec,
    FactorSpec,
    NumberOutcomeSpec,
    OutcomeSpec,
    TableItem,
)
from tipcoder.text import make_excerpt
from tipcoder.values import Spellings, is_one_letter_off, list_no_words

Column = Callable[[str], Sequence[str | None]]
"""The cells of a column of the survey by its name; None for an empty cell."""

_UNTICKED = Spellings(list_no_words())


def find_unmatched_values(study: Study, column: Column) -> tuple[Unmatched, ...]:
    """Everything that a study does not know, in the order of study.toml."""
    found = [
        *_check_measures(study, column),
        *_check_gates(study, column),
        *_check_indicators(study, column),
        *_check_tables(study, column),
    ]
    return tuple(unmatched for unmatched in found if unmatched.values or unmatched.nothing_matches)


def _check_measures(study: Study, column: Column) -> Iterator[Unmatched]:
    if study.weight:
        yield _find_unmatched_weights(study.weight, column(study.weight))
    for name, outcome in study.outcomes.items():
        yield find_unmatched_outcome(name, outcome, column(outcome.column))
    for name, number in study.number_outcomes.items():
        yield _find_unmatched_answers(name, number, column(number.column))
    for name, factor in study.factors.items():
        yield find_unmatched_factor(name, factor, column(factor.column))
    for name, category in study.categories.items():
        yield find_unmatched_levels(f"factor {name}", category, column(category.column))
    for asked in study.multi_selects.values():
        yield from find_unmatched_options(asked, column)


def _check_gates(study: Study, column: Column) -> Iterator[Unmatched]:
    for question in study.questions:
        gate = question.asked_if
        if gate is not None:
            yield _find_unmatched_gate(question.column, gate, column(gate.column))


def _check_indicators(study: Study, column: Column) -> Iterator[Unmatched]:
    for name, indicator in study.indicators.items():
        # Other indicators come from files by country, not from the survey.
        if indicator.column is not None:
            cells = column(indicator.column)
            yield _find_unmatched_numbers(f"indicator {name}", indicator.column, cells)


def _check_tables(study: Study, column: Column) -> Iterator[Unmatched]:
    for table in study.tables:
        for item in table.items:
            yield from _find_unmatched_ticks(table.key, item, column)
            if item.show == "mean" and item.column is not None:
                cells = column(item.column)
                yield _find_unmatched_numbers(f"table {table.key}", item.column, cells)


def find_unmatched_outcome(name: str, spec: OutcomeSpec, cells: Sequence[str | None]) -> Unmatched:
    """Cells that are neither a level of the outcome nor among its missing values."""
    return find_unmatched_levels(f"outcome {name}", spec, cells)


def find_unmatched_levels(
    place: str, spec: OutcomeSpec | CategorySpec, cells: Sequence[str | None]
) -> Unmatched:
    """Cells that are no level and not among the missing values; `place` is the table of study.toml
    that names them.
    """
    counts = _count_cells(cells)
    strange = {value: n for value, n in counts.items() if value not in spec.spellings}
    # A wrong column has many values and no level, which is a message of its own.
    has_level = any(spec.find_level(value) is not None for value in counts)
    return Unmatched(
        place=place,
        column=spec.column,
        values=rank_values(strange, spec.spellings),
        consequence=_choose_words(strange, "it is left out", "they are left out"),
        wanted="level",
        nothing_matches=bool(counts) and not has_level,
        spelled=spec.levels,
        filled=counts.total(),
    )


def find_unmatched_factor(name: str, spec: FactorSpec, cells: Sequence[str | None]) -> Unmatched:
    """Cells of which the factor does not say whether they mean yes or no."""
    counts = _count_cells(cells)
    if spec.any_other is None:
        strange = {value: n for value, n in counts.items() if not spec.can_interpret(value)}
        stay = _choose_words(strange, "stays", "stay")
        consequence = f"{stay} unknown (write each in true_if, false_if or missing)"
    else:
        # Any other value has a meaning here, so only what looks like a slip is reported.
        strange = _find_slips(counts, spec.spellings)
        consequence = f"any_other counts it as {'yes' if spec.any_other else 'no'}"

    is_true_anywhere = any(spec.spellings.find_value(value) in spec.true_if for value in counts)
    return Unmatched(
        place=f"factor {name}",
        column=spec.column,
        values=rank_values(strange, spec.spellings),
        consequence=consequence,
        wanted="value of true_if or false_if" if spec.false_if else "value of true_if",
        nothing_matches=bool(counts) and not is_true_anywhere,
        spelled=spec.true_if,
        filled=counts.total(),
    )


def _find_unmatched_gate(
    question: str, gate: AskCondition, cells: Sequence[str | None]
) -> Unmatched:
    """Cells that look like a slip of a value that leads on, and whether none leads on.

    A gate leads on for some values only, so other values are in order.
    """
    counts = _count_cells(cells)
    strange = _find_slips(counts, gate.spellings)
    leads_on = any(gate.is_met(value) for value in counts)
    return Unmatched(
        place=f"asked_if of {question}",
        column=gate.column,
        values=rank_values(strange, gate.spellings),
        consequence=_choose_words(strange, "counts as not asked", "count as not asked"),
        wanted="value of equals",
        nothing_matches=bool(counts) and not leads_on,
        spelled=gate.equals,
        filled=counts.total(),
    )


def _find_unmatched_numbers(place: str, name: str, cells: Sequence[str | None]) -> Unmatched:
    """Cells that ought to hold a number and hold something else."""
    counts = _count_cells(cells)
    mark = find_decimal_mark(counts)
    strange = {value: n for value, n in counts.items() if not _is_number(value, mark)}
    return Unmatched(
        place=place,
        column=name,
        # A number has no spelling, so there is no nearest value to propose.
        values=rank_values(strange, Spellings(())),
        consequence=_choose_words(strange, "counts as missing", "count as missing"),
        wanted="number",
    )


def read_weights(cells: Sequence[str | None]) -> list[float | None]:
    """The weight in each cell of their column: a number, 0 or more; None for every other cell."""
    mark = find_decimal_mark(cells)
    weights = []
    for cell in cells:
        number = None if cell is None or is_missing_sign(cell) else as_number(cell, mark)
        is_weight = number is not None and 0 <= number < math.inf
        weights.append(number if is_weight else None)
    return weights


def _find_unmatched_weights(name: str, cells: Sequence[str | None]) -> Unmatched:
    """Cells that ought to hold a weight and hold a negative number or something else."""
    strange: Counter[str] = Counter()
    for cell, weight in zip(cells, read_weights(cells), strict=True):
        if cell is not None and weight is None and not is_missing_sign(cell):
            strange[cell] += 1
    return Unmatched(
        place="weight",
        column=name,
        values=rank_values(strange, Spellings(())),
        consequence=_choose_words(
            strange, "its row stands for nobody", "their rows stand for nobody"
        ),
        wanted="number, 0 or more",
    )


def _find_unmatched_answers(
    name: str, spec: NumberOutcomeSpec, cells: Sequence[str | None]
) -> Unmatched:
    """Cells of a number outcome that are no number that counts, and not among its missing ones."""
    counts = _count_cells(cells)
    mark = find_decimal_mark(counts)
    strange = {}
    for value, count in counts.items():
        number = None if is_missing_sign(value) else as_number(value, mark)
        counts_something = number is not None and spec.find_score(number) is not None
        if not counts_something and value not in spec.spellings and not is_missing_sign(value):
            strange[value] = count
    return Unmatched(
        place=f"outcome {name}",
        column=spec.column,
        values=rank_values(strange, spec.spellings),
        consequence=_choose_words(strange, "it is left out", "they are left out"),
        wanted="whole number from 0 to 10" if spec.is_nps else "number",
    )


def _is_number(value: str, mark: str) -> bool:
    """Whether a cell holds a number, or says that there is none."""
    return is_missing_sign(value) or as_number(value, mark) is not None


def _find_unmatched_ticks(key: str, item: TableItem, column: Column) -> Iterator[Unmatched]:
    """Cells of a check-all question that say neither ticked nor not ticked, for each option."""
    for option in item.options:
        counts = _count_cells(column(option))
        unticked = {value: n for value, n in counts.items() if value not in item.tick_spellings}
        strange = {value: n for value, n in unticked.items() if value not in _UNTICKED}
        yield Unmatched(
            place=f"table {key}",
            column=option,
            values=rank_values(strange, item.tick_spellings),
            consequence=_choose_words(strange, "counts as not ticked", "count as not ticked"),
            wanted=f"`ticked` ({make_excerpt(item.ticked, LONGEST)!r})",
        )


def _count_cells(cells: Iterable[str | None]) -> Counter[str]:
    # Empty cells are counted too and then left out: that is faster than looking at each.
    counts = Counter(cells)
    return Counter({cell: n for cell, n in counts.items() if cell is not None})


def _choose_words(strange: dict[str, int], one: str, many: str) -> str:
    """What becomes of the strange values: `one` for a single value."""
    return many if len(strange) > 1 else one


def _find_slips(counts: Counter[str], spelled: Spellings) -> dict[str, int]:
    """Values that are not spelled and look like a slip of one that is, with their counts."""
    slips: dict[str, int] = {}
    for value, count in counts.items():
        if value in spelled:
            continue
        if any(is_one_letter_off(value, known) for known in spelled.values):
            slips[value] = count
    return slips
