"""Families of tests: what the study declares to test together, and how p-values are adjusted over it.

A declared family stays as it is declared. What somebody asks for besides is adjusted apart, so that asking changes no
other number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tipcoder.analysis.families import SHORT, adjust_family
from tipcoder.errors import BadInput, did_you_mean
from tipcoder.measures import ADJUSTMENTS, FamilySpec
from tipcoder.model import Codebook
from tipcoder.results import StatisticalTest
from tipcoder.study import Study

ALL = "all"
UNDECLARED = "The family of tests is not declared in study.toml; it is what the study could test in this way."


@dataclass(frozen=True)
class AdjustmentFamily:
    """Tests that are adjusted together."""

    spec: FamilySpec
    declared: str
    """Its name, or empty."""


def find_variable_family(study: Study) -> AdjustmentFamily:
    """The first family of outcomes by variables, else all of them. Raises BadInput where there is nothing to test."""
    if not study.outcomes:
        raise BadInput("The study has no outcome to test.", "Add [outcome.NAME] to study.toml.")
    for name, spec in study.families.items():
        if spec.variables and not spec.codes:
            return AdjustmentFamily(spec, name)
    variables = (*study.indicators, *study.factors)
    if not variables:
        raise BadInput(
            "The study has no variable to test.",
            "Add [factor.NAME] or [indicator.NAME] to study.toml.",
        )
    return AdjustmentFamily(FamilySpec(tuple(study.outcomes), variables), "")


def find_code_family(study: Study) -> AdjustmentFamily:
    """The first family with codes, else all codes. Raises BadInput where there is nothing to test.

    Without codes declared, what is said of the first family holds for codes too: indicators, adjustment, small cells.
    """
    for name, spec in study.families.items():
        if spec.codes:
            return AdjustmentFamily(spec, name)
    first = next(iter(study.families.values()), FamilySpec((), tuple(study.indicators)))
    variables = tuple(name for name in first.variables if name in study.indicators)
    if not study.outcomes and not variables:
        raise BadInput("The study has no outcome to test.", "Add [outcome.NAME] to study.toml.")
    return AdjustmentFamily(
        FamilySpec(tuple(study.outcomes), variables, (ALL,), first.adjust, first.small_cells), ""
    )


def list_family_codes(family: AdjustmentFamily, book: Codebook) -> list[str]:
    """The codes of a family. All are those that can be put on an answer, each with what stands below it."""
    if ALL in family.spec.codes:
        return [code.key for _, code in book.list_in_tree_order() if code.codable]
    return list(family.spec.codes)


def adjust_families(
    results: Sequence[StatisticalTest], family: AdjustmentFamily, adjust: str | None
) -> tuple[tuple[str, ...], list[StatisticalTest]]:
    """p-values adjusted over the family, and apart from it over what was asked for beside it; and what to say of it."""
    method = adjust or family.spec.adjust
    if method not in ADJUSTMENTS:
        raise BadInput(f"There is no adjustment {method!r}.", did_you_mean(method, ADJUSTMENTS))
    done = list(results)
    sizes = []
    for apart in (False, True):
        places = [n for n, result in enumerate(results) if result.apart is apart]
        part = adjust_family([results[n] for n in places], method)
        for n, result in zip(places, part, strict=True):
            done[n] = result
        tested = sum(1 for result in part if result.p is not None)
        sizes.append((tested, len(part) - tested))
    name = f"Family {family.declared!r} of study.toml" if family.declared else UNDECLARED[:-1]
    sentences = [_describe_size(name, *sizes[0], method)]
    if sum(sizes[1]):
        sentences.append(
            _describe_size(
                "Asked for beside the family, and adjusted apart from it", *sizes[1], method
            )
        )
    return tuple(sentences), done


def _describe_size(name: str, tests: int, refused: int, method: str) -> str:
    sentence = f"{name}: {tests} {'test' if tests == 1 else 'tests'}, adjusted by {SHORT[method]}"
    if not refused:
        return f"{sentence}."
    return f"{sentence}; {refused} more {'was' if refused == 1 else 'were'} refused."
