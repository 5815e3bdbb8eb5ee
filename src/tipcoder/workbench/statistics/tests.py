"""The tests of a study: outcomes by the study's variables, and outcomes and indicators by codes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tipcoder.analysis.pairs import Pair
from tipcoder.analysis.testing import MIN_N as MIN_N
from tipcoder.analysis.testing import run_test
from tipcoder.analysis.variables import Levels, Numbers
from tipcoder.codebook.nets import find_code_of_name, find_keys_of_name, find_own_name, is_net, list_net_names
from tipcoder.errors import BadInput, did_you_mean
from tipcoder.results import Coverage, StatisticalTest
from tipcoder.store import suggestions
from tipcoder.study import Study
from tipcoder.workbench.agreement.reliability_gate import assess_gates
from tipcoder.workbench.codebook.file import read_current_codebook
from tipcoder.workbench.statistics.case_table import CaseTable
from tipcoder.workbench.statistics.families import (
    AdjustmentFamily,
    adjust_families,
    find_code_family,
    find_variable_family,
    list_family_codes,
)
from tipcoder.workbench.statistics.indicator_merge import MergedCases, merge_indicators
from tipcoder.workbench.statistics.labels import add_labels
from tipcoder.workbench.statistics.presence import NETS, Presence, find_presence
from tipcoder.workbench.study import OpenStudy

PRESENT, ABSENT = "present", "absent"


@dataclass(frozen=True)
class StatisticsRequest:
    """What to test, and how."""

    outcomes: tuple[str, ...] = ()
    """Empty: all."""
    codes: tuple[str, ...] = ()
    all_codes: bool = False
    variables: tuple[str, ...] = ()
    """Beyond the family's: other factors, indicators or columns."""
    layer: str | None = None
    questions: tuple[str, ...] = ()
    min_n: int = MIN_N
    adjust: str | None = None


@dataclass(frozen=True)
class StatisticsReport:
    """Results with everything that must be printed beside them."""

    results: tuple[StatisticalTest, ...]
    sentences: tuple[str, ...]
    """Layer, family, and what else a reader has to know of all of them."""
    coverage: tuple[Coverage, ...] = ()


@dataclass(frozen=True, eq=False)
class CodeTests:
    """Tests by codes, and what they rest on."""

    findings: StatisticsReport
    merged: MergedCases
    presence: Presence


def run_outcome_tests(opened: OpenStudy, wanted: StatisticsRequest) -> StatisticsReport:
    """Every outcome by every variable of the family, adjusted over all of it, whatever is printed.

    What is asked for beside the family is adjusted apart, so that asking changes no other number.
    """
    study = opened.definition
    _check_outcomes(study, wanted.outcomes)
    family = find_variable_family(study)
    names = tuple(dict.fromkeys((*family.spec.variables, *wanted.variables)))
    merged = merge_indicators(opened, [name for name in names if name in study.indicators])
    variables = {name: _require_variable(merged, name) for name in names}
    cases = merged.table.find_clusters()
    results = []
    for outcome in dict.fromkeys((*family.spec.outcomes, *wanted.outcomes)):
        groups = merged.table.outcome_levels(outcome)
        is_shown = not wanted.outcomes or outcome in wanted.outcomes
        for name in names:
            in_family = outcome in family.spec.outcomes and name in family.spec.variables
            if not in_family and not is_shown:
                continue
            pair = Pair(
                outcome,
                name,
                groups,
                variables[name],
                ordered=True,
                exact_when_small=family.spec.small_cells == "exact",
                notes=(*_collect_notes(merged.table, name), *_describe_unmatched(merged.table, outcome, name)),
            )
            results.append(replace(add_labels(run_test(pair, cases), study), apart=not in_family))
    sentences, done = adjust_families(results, family, wanted.adjust)
    return StatisticsReport(tuple(r for r in done if not wanted.outcomes or r.outcome in wanted.outcomes), sentences)


def run_code_tests(study: OpenStudy, wanted: StatisticsRequest) -> StatisticsReport:
    """Outcomes and indicators by the presence of codes; adjusted over the family, and what is beside it apart."""
    return run_tests_by_code(study, wanted).findings


def run_tests_by_code(opened: OpenStudy, wanted: StatisticsRequest) -> CodeTests:
    """The same with the cases and the presence that the tests were made from. Raises BadInput if no code is wanted."""
    if not wanted.codes and not wanted.all_codes:
        raise BadInput("No code was named.", "Use --code C or --all-codes.")
    study = opened.definition
    _check_outcomes(study, wanted.outcomes)
    family = find_code_family(study)
    names = tuple(dict.fromkeys((*family.spec.variables, *wanted.variables)))
    merged = merge_indicators(opened, [name for name in names if name in study.indicators])
    found = _find_presence(opened, merged, family, wanted)
    in_family = list_family_codes(family, found.book)
    shown = set(wanted.codes) or {code for code in found.codes if code in found.book.codes}
    measured: dict[str, Levels | Numbers] = {
        name: merged.table.outcome_levels(name) for name in dict.fromkeys((*family.spec.outcomes, *wanted.outcomes))
    }
    measured.update({name: _require_variable(merged, name) for name in names})
    explained = (*wanted.outcomes, *wanted.variables) if wanted.outcomes else tuple(measured)
    asked = {(name, code) for name in explained for code in shown}
    declared = {(name, code) for name in (*family.spec.outcomes, *family.spec.variables) for code in in_family}
    results = _run_by_code(merged, found, measured, declared, asked, _PairRules(wanted.min_n, family.spec.small_cells))
    said, done = adjust_families(results, family, wanted.adjust)
    kept = [result for result in done if (result.outcome, result.variable) in asked]
    agreed = assess_gates(opened, [code for code in found.codes if code in shown])
    kept = [replace(result, gate=agreed.by_code[result.variable]) for result in kept]
    sentences = (found.layer.sentence, *said, agreed.sentence, *_warn_of_suggestions(opened, found, shown))
    if any(is_net(found.book, code) for code in shown):
        sentences = (*sentences, NETS)
    return CodeTests(StatisticsReport(tuple(kept), sentences, _list_coverage(found, shown)), merged, found)


def _find_presence(
    study: OpenStudy, merged: MergedCases, family: AdjustmentFamily, wanted: StatisticsRequest
) -> Presence:
    """Of every code of the family, of every code asked for, and of what stands on each parent itself."""
    with study.store.read() as db:
        book = read_current_codebook(db)
    names = [*list_family_codes(family, book), *wanted.codes]
    if wanted.all_codes:
        names += [name for name in list_net_names(book) if name in book.codes]
    for name in names:
        find_code_of_name(book, name)
    own = {find_own_name(book, name) for name in names if name in book.codes}
    every = [name for name in list_net_names(book) if name in names or name in own]
    # A folder without codes has no net, and is told to be empty where it is asked for.
    every += [name for name in dict.fromkeys(names) if name not in every]
    return find_presence(study, merged.table, every, layer=wanted.layer, questions=wanted.questions)


def _list_coverage(found: Presence, shown: Collection[str]) -> tuple[Coverage, ...]:
    own = {find_own_name(found.book, code) for code in shown if code in found.book.codes}
    return tuple(found.codes[name].coverage for name in found.codes if name in shown or name in own)


def _warn_of_suggestions(study: OpenStudy, found: Presence, shown: Collection[str]) -> Iterator[str]:
    """A sentence where codings of these codes, or of codes below them, came by suggestions."""
    with study.store.read() as db:
        came = suggestions.count_suggested_codings(db)
    counting = set().union(*(find_keys_of_name(found.book, code) for code in shown))
    counts = [came[key] for key in came if key in counting]
    suggested, every = sum(count[0] for count in counts), sum(count[1] for count in counts)
    if suggested:
        yield (
            f"{suggested} of {every} codings of these codes came by suggestions; `tipcoder suggest bias` tests "
            "whether errors of suggestions are spread evenly."
        )


@dataclass(frozen=True)
class _PairRules:
    min_n: int
    small_cells: str


def _run_by_code(
    merged: MergedCases,
    found: Presence,
    measured: Mapping[str, Levels | Numbers],
    declared: Collection[tuple[str, str]],
    asked: Collection[tuple[str, str]],
    rules: _PairRules,
) -> list[StatisticalTest]:
    """Tests of (what is measured, code) that are declared or asked for, in order of the codebook."""
    table, cases = merged.table, merged.table.find_clusters()
    results = []
    for code in found.codes.values():
        states = _build_presence_levels(code.code, code.states)
        own = found.codes.get(find_own_name(found.book, code.code) or "") if code.code in found.book.codes else None
        for name, values in measured.items():
            if (name, code.code) not in declared and (name, code.code) not in asked:
                continue
            is_number = isinstance(values, Numbers)
            pair = Pair(
                outcome=name,
                variable=code.code,
                groups=states.swap_labels() if is_number else states,
                measured=values,
                ordered=name in table.study.outcomes,
                unknown_is=1 if is_number else 0,
                exact_when_small=rules.small_cells == "exact",
                min_n=rules.min_n,
                notes=(*_collect_notes(table, name), *_describe_unmatched(table, name)),
            )
            result = add_labels(run_test(pair, cases), table.study, found.book)
            results.append(
                replace(
                    result,
                    coverage=code.coverage,
                    own_coverage=own.coverage if own is not None else None,
                    apart=(name, code.code) not in declared,
                )
            )
    return results


def _build_presence_levels(code: str, states: Sequence[int]) -> Levels:
    import numpy as np

    return Levels(code, (ABSENT, PRESENT), np.array(states, dtype=np.int64))


def _require_variable(merged: MergedCases, name: str) -> Levels | Numbers:
    """An indicator, a factor, the region, or any closed column as categories."""
    study = merged.table.study
    if name in study.indicators:
        return merged.indicators[name]
    if name in study.factors:
        return merged.table.factor_levels(name)
    if name == "region" and study.country and study.country.region:
        return merged.table.category_levels(study.country.region)
    if any(name in cells for cells in merged.table.cells):
        return merged.table.category_levels(name)
    known = [*study.indicators, *study.factors]
    raise BadInput(f"{name!r} is no variable of the study.", did_you_mean(name, known))


def _collect_notes(table: CaseTable, name: str) -> tuple[str, ...]:
    """What the study says about a variable, and how many cells a factor's `else` decides."""
    study = table.study
    if name in study.indicators:
        return (study.indicators[name].note,) if study.indicators[name].note else ()
    factor = study.factors.get(name)
    if factor is None or factor.otherwise is None:
        return ()
    empty = sum(1 for value in table.read_column(factor.column) if value is None)
    if not empty:
        return ()
    means = "yes" if factor.otherwise else "no"
    return (f"{empty} of {len(table)} cases have an empty cell in {factor.column} and count as {means}.",)


def _describe_unmatched(table: CaseTable, *names: str) -> tuple[str, ...]:
    """What the survey says of these outcomes and factors that the study does not know."""
    places = {f"{kind} {name}" for kind in ("outcome", "factor") for name in names}
    return tuple(one.note for one in table.unmatched_cells if one.place in places)


def _check_outcomes(study: Study, wanted: Sequence[str]) -> None:
    for name in wanted:
        if name not in study.outcomes:
            raise BadInput(f"The study has no outcome {name!r}.", did_you_mean(name, study.outcomes))
