"""The tests of a study: outcomes by the study's variables, and outcomes and indicators by codes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import product

from tipcoder.analysis.correlations import run_correlation
from tipcoder.analysis.pairs import Pair
from tipcoder.analysis.testing import MIN_N as MIN_N
from tipcoder.analysis.testing import run_test
from tipcoder.analysis.variables import Cases, Levels, Numbers
from tipcoder.codebook.nets import (
    is_net,
)
from tipcoder.errors import BadInput
from tipcoder.results.tests import Coverage, StatisticalTest
from tipcoder.workbench.agreement.reliability_gate import assess_gates
from tipcoder.workbench.statistics.code_pairs import CodePairs, run_code_pairs
from tipcoder.workbench.statistics.corrected_tests import correct_tests
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
from tipcoder.workbench.statistics.tested_codes import (
    list_coverage,
    list_tested_codes,
    warn_of_suggestions,
)
from tipcoder.workbench.statistics.variables import (
    check_outcomes,
    collect_notes,
    require_variable,
)
from tipcoder.workbench.statistics.weights import choose_weights, describe_weights
from tipcoder.workbench.study import OpenStudy


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
    """Minimum cases with and without the code."""
    adjust: str | None = None
    corrected: bool = False
    """Whether differences by a code that are corrected for errors of coding stand beside tests."""
    unweighted: bool = False
    """Whether the weights of study.toml are left out."""


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


def run_outcome_tests(study: OpenStudy, wanted: StatisticsRequest) -> StatisticsReport:
    """Every outcome by every variable of the family, adjusted over all of it, whatever is printed.

    What is asked for beside the family is adjusted apart, so that asking changes no other number.
    """
    study, about_weights = choose_weights(study, unweighted=wanted.unweighted)
    # Refused before anything is read, which takes long.
    check_outcomes(study.definition, wanted.outcomes)
    wanted = _name_options(study, wanted)
    family = find_variable_family(study.definition)
    names = _list_variables(family, wanted)
    merged = _merge_variables(study, names)
    variables = {name: require_variable(merged, name) for name in names}

    cases = merged.find_clusters()
    results = []
    for outcome in _list_outcomes(family, wanted):
        explained = merged.table.measure_outcome(outcome)
        is_shown = not wanted.outcomes or outcome in wanted.outcomes
        for name in names:
            # Both must be declared: one new name makes a new test.
            in_family = outcome in family.spec.outcomes and name in family.spec.variables
            if not in_family and not is_shown:
                continue
            notes = collect_notes(merged.table, name, [outcome, name])
            exact = family.spec.small_cells == "exact"
            found = _test_sides(explained, variables[name], cases, exact, notes)
            result = replace(found, outcome=outcome, variable=name)
            result = add_labels(result, study.definition)
            results.append(replace(result, apart=not in_family))

    # Adjusted before anything is left out: a shorter printout must not change a p-value.
    sentences, adjusted = adjust_families(results, family, wanted.adjust)
    if wanted.outcomes:
        adjusted = [result for result in adjusted if result.outcome in wanted.outcomes]
    about_weights = about_weights or describe_weights(merged.table)
    return StatisticsReport(tuple(adjusted), (*about_weights, *sentences))


def _test_sides(
    outcome: Levels | Numbers,
    variable: Levels | Numbers,
    cases: Cases,
    exact_when_small: bool,
    notes: tuple[str, ...],
) -> StatisticalTest:
    """The test that two sides of these kinds ask for."""
    if isinstance(outcome, Numbers) and isinstance(variable, Numbers):
        return run_correlation(outcome, variable, cases, min_n=2, notes=notes)
    pair = _pair_sides(outcome, variable, cases)
    return run_test(replace(pair, exact_when_small=exact_when_small, notes=notes), cases)


def _pair_sides(outcome: Levels | Numbers, variable: Levels | Numbers, cases: Cases) -> Pair:
    """Groups, and what is measured in them.

    The levels of an outcome are the groups. But a number outcome is measured in groups of the
    variable, "yes minus no", and so is any outcome where the variable has three or more
    categories.
    """
    if isinstance(variable, Levels):
        # A level that only cases without a weight have is a group of nobody.
        counted = outcome.known if cases.weights is None else outcome.known & (cases.weights > 0)
        variable = variable.drop_unused(counted)
        has_several = len(variable.labels) > 2
        if has_several or isinstance(outcome, Numbers):
            groups = variable.swap_labels() if variable.labels == ("no", "yes") else variable
            ordered = isinstance(outcome, Levels)
            return Pair(
                outcome.name,
                variable.name,
                groups,
                outcome,
                ordered=ordered,
                has_nominal_groups=has_several and not variable.is_ordered,
                has_ordered_groups=has_several and variable.is_ordered,
            )
    assert isinstance(outcome, Levels), "two numbers are correlated"
    return Pair(outcome.name, variable.name, outcome, variable, ordered=True)


def _list_outcomes(family: AdjustmentFamily, wanted: StatisticsRequest) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*family.spec.outcomes, *wanted.outcomes)))


def _list_variables(family: AdjustmentFamily, wanted: StatisticsRequest) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*family.spec.variables, *wanted.variables)))


def _name_options(study: OpenStudy, wanted: StatisticsRequest) -> StatisticsRequest:
    """The request with each option of a factor that has several."""
    return replace(wanted, variables=study.definition.expand_names(wanted.variables))


def _merge_variables(study: OpenStudy, names: Sequence[str]) -> MergedCases:
    """The cases with those of these variables that come from files."""
    indicators = study.definition.indicators
    return merge_indicators(study, [name for name in names if name in indicators])


def run_code_tests(study: OpenStudy, wanted: StatisticsRequest) -> StatisticsReport:
    """Outcomes and indicators by the presence of codes.

    Adjusted over the family; what is asked for beside it is adjusted apart.
    """
    return run_tests_by_code(study, wanted).findings


def run_tests_by_code(study: OpenStudy, wanted: StatisticsRequest) -> CodeTests:
    """The same with the cases and the presence that the tests were made from.

    Raises BadInput if no code is wanted, and for names that do not exist.
    """
    if not wanted.codes and not wanted.all_codes:
        raise BadInput("No code was named.", "Use --code C or --all-codes.")
    study, about_weights = choose_weights(study, unweighted=wanted.unweighted)
    check_outcomes(study.definition, wanted.outcomes)
    wanted = _name_options(study, wanted)
    family = find_code_family(study.definition)
    merged = _merge_variables(study, _list_variables(family, wanted))
    names = list_tested_codes(study, family, wanted.codes, all_codes=wanted.all_codes)
    found = find_presence(
        study, merged.table, names, layer=wanted.layer, questions=wanted.questions
    )
    shown = set(wanted.codes) or found.book.codes.keys() & found.codes.keys()

    pairs = _choose_pairs(merged, found, family, wanted, shown)
    results = run_code_pairs(merged, found, pairs)
    about_family, adjusted = adjust_families(results, family, wanted.adjust)

    # Agreement on these codes, beside every result that rests on them.
    gates = assess_gates(study, [code for code in found.codes if code in shown])
    kept = []
    for result in adjusted:
        if (result.outcome, result.variable) in pairs.asked:
            kept.append(replace(result, gate=gates.by_code[result.variable]))

    about_weights = about_weights or describe_weights(merged.table)
    about_correction: tuple[str, ...] = ()
    if wanted.corrected:
        kept, about_correction = correct_tests(study, merged.table, found, kept, pairs.measured)
    sentences = [found.layer.sentence, *about_weights, *about_family, *about_correction]
    sentences.append(gates.sentence)
    sentences += warn_of_suggestions(study, found, shown)
    if any(is_net(found.book, code) for code in shown):
        sentences.append(NETS)
    report = StatisticsReport(tuple(kept), tuple(sentences), list_coverage(found, shown))
    return CodeTests(report, merged, found)


def _choose_pairs(
    merged: MergedCases,
    found: Presence,
    family: AdjustmentFamily,
    wanted: StatisticsRequest,
    shown: Collection[str],
) -> CodePairs:
    """The pairs of the family, and those that were asked for."""
    measured: dict[str, Levels | Numbers] = {}
    for name in _list_outcomes(family, wanted):
        measured[name] = merged.table.measure_outcome(name)
    for name in _list_variables(family, wanted):
        measured[name] = require_variable(merged, name)

    # Whoever names outcomes wants to see these only, with the variables named beside them.
    names = (*wanted.outcomes, *wanted.variables) if wanted.outcomes else tuple(measured)
    in_family = (*family.spec.outcomes, *family.spec.variables)
    return CodePairs(
        measured,
        declared=set(product(in_family, list_family_codes(family, found.book))),
        asked=set(product(names, shown)),
        min_n=wanted.min_n,
        exact_when_small=family.spec.small_cells == "exact",
    )
