"""Test results for programs: one row for each, at full precision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tipcoder.export.document import Kind, Table
from tipcoder.export.report import build_table
from tipcoder.export.result_lines import format_groups
from tipcoder.results.tests import (
    CorrectedDifference,
    Coverage,
    Effect,
    ReliabilityGate,
    StatisticalTest,
    as_plain_df,
)

SENSITIVITIES = (
    "unweighted",
    "one row per respondent",
    "clustered by respondent",
    "clustered by country",
    "if unknown were absent",
)
"""The same test on other cases, in the order of the columns."""
FLAT_COLUMNS = (
    *(
        "outcome",
        "variable",
        "test",
        "statistic",
        "df",
        "p",
        "p_adjusted",
        "adjusted_by",
        "family_size",
        "n",
    ),
    *("effect", "effect_value", "effect_low", "effect_high", "effect_level", "groups"),
    *(f"p {kind}" for kind in SENSITIVITIES),
    *("alpha", "alpha_low", "alpha_high", "n_joint", "agreement"),
    *("note", "outcome_label", "variable_label", "weighted"),
)
_CORRECTED_COLUMNS = (
    *("corrected_what", "corrected", "corrected_se", "corrected_low", "corrected_high"),
    "correction_note",
)
_P_VALUES = dict.fromkeys(
    ("p", "p_adjusted", *(f"p {kind}" for kind in SENSITIVITIES)), Kind.P_VALUE
)
COVERAGE_COLUMNS = (
    "code",
    "asked",
    "answered",
    "readable",
    "coded",
    "present",
    "half read",
    "scope",
)
_MOST_QUESTIONS = 4
"""A longer list of questions is told by its number."""


def build_flat_table(results: Sequence[StatisticalTest]) -> Table:
    """A row for each result."""
    rows = list(map(flatten_result, results))
    is_corrected = any(result.corrected is not None for result in results)
    columns = FLAT_COLUMNS + (_CORRECTED_COLUMNS if is_corrected else ())
    return build_table(rows, columns, _P_VALUES, caption="Tests")


def flatten_result(result: StatisticalTest) -> dict[str, Any]:
    """One record; what has several parts is text."""
    df = as_plain_df(result.df)
    return {
        "outcome": result.outcome,
        "outcome_label": result.outcome_heading,
        "variable": result.variable,
        "variable_label": result.variable_heading,
        "test": result.test,
        "statistic": result.statistic,
        # An F has two degrees of freedom, and a cell holds one value.
        "df": "; ".join(map(str, df)) if isinstance(df, list) else df,
        "p": result.p,
        "p_adjusted": result.p_adjusted,
        "adjusted_by": result.adjusted_by,
        "family_size": result.family_size,
        "n": result.n,
        **flatten_effect(result.effects[0] if result.effects else None),
        "groups": format_groups(result),
        **_flatten_sensitivities(result),
        **_flatten_gate(result.gate),
        **_flatten_corrected(result.corrected),
        "note": result.combined_note,
        "weighted": "yes" if result.is_weighted else "no",
    }


def flatten_effect(effect: Effect | None) -> dict[str, Any]:
    """Name and value of an effect, with its interval; all empty where there is none."""
    if effect is None:
        # The columns are there in every row, so that a reader of CSV finds them in the first.
        names = ("effect", "effect_value", "effect_low", "effect_high", "effect_level")
        return dict.fromkeys(names)
    return {
        "effect": effect.name,
        "effect_value": effect.value,
        "effect_low": effect.low,
        "effect_high": effect.high,
        "effect_level": effect.level,
    }


def _flatten_sensitivities(result: StatisticalTest) -> dict[str, Any]:
    """The p-value of the same test on other cases; None where it was not made."""
    row: dict[str, Any] = {f"p {kind}": None for kind in SENSITIVITIES}
    for check in result.sensitivity:
        # The order is that of the columns, whatever order the checks were made in.
        row[f"p {check.kind}"] = check.p
    return row


def _flatten_gate(gate: ReliabilityGate | None) -> dict[str, Any]:
    """How well coders agree on the code of a test by a code."""
    if gate is None:
        return dict.fromkeys(("alpha", "alpha_low", "alpha_high", "n_joint", "agreement"))
    return {
        "alpha": gate.alpha,
        "alpha_low": gate.low,
        "alpha_high": gate.high,
        "n_joint": gate.joint,
        "agreement": gate.sentence,
    }


def _flatten_corrected(found: CorrectedDifference | None) -> dict[str, Any]:
    """A difference by a code without errors of coding; nothing where nobody asked for it."""
    if found is None:
        return {}
    ends = (found.value, found.standard_error, found.low, found.high)
    values = (found.what, *ends, found.note or None)
    return dict(zip(_CORRECTED_COLUMNS, values, strict=True))


def as_coverage_records(lines: Sequence[Coverage]) -> list[dict[str, object]]:
    """A record for each code: cases asked, answered, readable, coded, and with the code."""
    rows = []
    for covered in lines:
        # A code may be looked for in twenty questions; their names would fill the screen.
        is_short = len(covered.scope) <= _MOST_QUESTIONS
        scope = ", ".join(covered.scope) if is_short else f"{len(covered.scope)} questions"
        rows.append({**covered.as_dict(), "half read": covered.half_read, "scope": scope})
    return rows
