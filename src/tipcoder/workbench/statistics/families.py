"""Families of tests: what the study declares to test together, and how p-values are adjusted.

A declared family stays as it is declared. What somebody asks for besides is adjusted apart, so that
asking changes no other number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from tipcoder.analysis.families import SHORT, adjust_family
from tipcoder.errors import BadInput, did_you_mean
from tipcoder.model.codes import Codebook
from tipcoder.results.tests import StatisticalTest
from tipcoder.study import Study
from tipcoder.study_variables import ADJUSTMENTS, FamilySpec
from tipcoder.text import format_count

ALL = "all"
UNDECLARED = (
    "The family of tests is not declared in study.toml; "
    "it is what the study could test in this way."
)


@dataclass(frozen=True)
class AdjustmentFamily:
    """Tests that are adjusted together."""

    spec: FamilySpec
    declared: str
    """Its name, or empty."""

    def describe_family(self) -> str:
        """What it is called in a report, without a full stop."""
        return f"Family {self.declared!r} of study.toml" if self.declared else UNDECLARED[:-1]


def find_variable_family(study: Study) -> AdjustmentFamily:
    """The first family of outcomes by variables, else all of them.

    Raises BadInput where there is nothing to test.
    """
    if not study.list_outcome_names():
        raise BadInput("The study has no outcome to test.", "Add [outcome.NAME] to study.toml.")
    for name, spec in study.families.items():
        # A family with codes belongs to the tests by code.
        if spec.variables and not spec.codes:
            variables = study.expand_names(spec.variables)
            return AdjustmentFamily(replace(spec, variables=variables), name)

    variables = (*study.indicators, *study.list_factor_names())
    if not variables:
        raise BadInput(
            "The study has no variable to test.",
            "Add [factor.NAME] or [indicator.NAME] to study.toml.",
        )
    return AdjustmentFamily(FamilySpec(study.list_outcome_names(), variables), "")


def find_code_family(study: Study) -> AdjustmentFamily:
    """The first family with codes, else all codes. Raises BadInput where there is nothing to test.

    Without codes declared, what is said of the first family holds for codes too: indicators,
    adjustment, small cells.
    """
    for name, spec in study.families.items():
        if spec.codes:
            variables = study.expand_names(spec.variables)
            return AdjustmentFamily(replace(spec, variables=variables), name)

    # What somebody declared for variables is the best guess at what holds for codes.
    first = next(iter(study.families.values()), FamilySpec((), tuple(study.indicators)))
    variables = tuple(name for name in first.variables if name in study.indicators)
    if not study.list_outcome_names() and not variables:
        raise BadInput("The study has no outcome to test.", "Add [outcome.NAME] to study.toml.")
    spec = FamilySpec(
        study.list_outcome_names(), variables, (ALL,), first.adjust, first.small_cells
    )
    return AdjustmentFamily(spec, "")


def choose_adjustment(study: Study, wanted: str | None) -> str:
    """How p-values of a report of its own are adjusted: as asked for, else as the first family of
    study.toml says. Raises BadInput for an adjustment that does not exist.
    """
    first = next(iter(study.families.values()), None)
    method = wanted or (first.adjust if first else ADJUSTMENTS[0])
    if method not in ADJUSTMENTS:
        raise BadInput(f"There is no adjustment {method!r}.", did_you_mean(method, ADJUSTMENTS))
    return method


def list_family_codes(family: AdjustmentFamily, book: Codebook) -> list[str]:
    """The codes of a family. All are those that can be applied, each with the codes below it."""
    if ALL in family.spec.codes:
        return [code.key for _, code in book.list_in_tree_order() if code.codable]
    return list(family.spec.codes)


def adjust_families(
    results: Sequence[StatisticalTest], family: AdjustmentFamily, adjust: str | None
) -> tuple[tuple[str, ...], list[StatisticalTest]]:
    """p-values adjusted over the family, and apart from it over what was asked for beside it.

    Returns what to say of it, and the results in their order. Raises BadInput for an adjustment
    that does not exist.
    """
    method = adjust or family.spec.adjust
    if method not in ADJUSTMENTS:
        raise BadInput(f"There is no adjustment {method!r}.", did_you_mean(method, ADJUSTMENTS))

    adjusted = list(results)
    # Two families, so that asking for more makes no declared test weaker.
    in_family = _adjust_part(adjusted, method, apart=False)
    beside = _adjust_part(adjusted, method, apart=True)

    sentences = [_describe_size(family.describe_family(), in_family, method)]
    if beside.tests or beside.refused:
        what = "Asked for beside the family, and adjusted apart from it"
        sentences.append(_describe_size(what, beside, method))
    return tuple(sentences), adjusted


class _FamilySize(NamedTuple):
    """How many tests were made, and how many could not be."""

    tests: int
    refused: int


def _adjust_part(results: list[StatisticalTest], method: str, *, apart: bool) -> _FamilySize:
    """Adjust those results in place that are of the family, or apart from it."""
    places = [place for place, result in enumerate(results) if result.apart is apart]
    # A refused test has no p, and does not count in the adjustment.
    part = adjust_family([results[place] for place in places], method)
    tests = 0
    for place, result in zip(places, part, strict=True):
        results[place] = result
        if result.p is not None:
            tests += 1
    return _FamilySize(tests, len(part) - tests)


def _describe_size(name: str, size: _FamilySize, method: str) -> str:
    tests = format_count(size.tests, "test")
    sentence = f"{name}: {tests}, adjusted by {SHORT[method]}"
    if not size.refused:
        return f"{sentence}."
    were = "was" if size.refused == 1 else "were"
    return f"{sentence}; {size.refused} more {were} refused."
