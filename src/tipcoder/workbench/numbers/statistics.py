"""The tests of a study: outcomes by the study's variables, and outcomes and indicators by codes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from tipcoder.analysis.families import adjusted
from tipcoder.analysis.testing import MIN_N, Pair, run
from tipcoder.analysis.variables import Levels, Numbers
from tipcoder.errors import BadInput, did_you_mean
from tipcoder.measures import ADJUSTMENTS, FamilySpec
from tipcoder.results import Coverage, Result
from tipcoder.store import suggestions
from tipcoder.study import Study
from tipcoder.workbench.numbers.case_table import CaseTable
from tipcoder.workbench.numbers.gating import gates
from tipcoder.workbench.numbers.merging import Merged, merge
from tipcoder.workbench.numbers.presence import Presence, presence
from tipcoder.workbench.opening import OpenStudy

ALL = "all"
UNDECLARED = "The family of tests is not declared in study.toml; it is what the study could test in this way."
PRESENT, ABSENT = "present", "absent"


@dataclass(frozen=True)
class Wanted:
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
class Findings:
    """Results with everything that must be printed beside them."""

    results: tuple[Result, ...]
    sentences: tuple[str, ...]
    """Layer, family, and what else a reader has to know of all of them."""
    coverage: tuple[Coverage, ...] = ()


@dataclass(frozen=True, eq=False)
class CodeTests:
    """Tests by codes, and what they rest on."""

    findings: Findings
    merged: Merged
    presence: Presence


@dataclass(frozen=True)
class _Family:
    spec: FamilySpec
    declared: str
    """Its name, or empty."""


def outcome_tests(here: OpenStudy, wanted: Wanted) -> Findings:
    """Every outcome by every variable of the declared family; adjusted over all of it, whatever is printed."""
    study = here.study
    _check_outcomes(study, wanted.outcomes)
    family = _variable_family(study)
    names = tuple(dict.fromkeys((*family.spec.variables, *wanted.variables)))
    merged = merge(here, [name for name in names if name in study.indicators])
    variables = {name: _variable(merged, name) for name in names}
    cases = merged.table.membership()
    results = []
    for outcome in dict.fromkeys((*family.spec.outcomes, *wanted.outcomes)):
        groups = merged.table.outcome(outcome)
        for name in names:
            pair = Pair(
                outcome,
                name,
                groups,
                variables[name],
                ordered=True,
                exact_when_small=family.spec.small_cells == "exact",
                notes=(*_notes(merged.table, name), *_unmatched(merged.table, outcome, name)),
            )
            results.append(run(pair, cases))
    sentence, done = _adjusted(results, family, wanted.adjust)
    return Findings(tuple(r for r in done if not wanted.outcomes or r.outcome in wanted.outcomes), (sentence,))


def code_tests(here: OpenStudy, wanted: Wanted) -> Findings:
    """Outcomes and indicators by the presence of codes; adjusted over the declared family, whatever is printed."""
    return tested_by_codes(here, wanted).findings


def tested_by_codes(here: OpenStudy, wanted: Wanted) -> CodeTests:
    """The same with the cases and the presence that the tests were made from. Raises BadInput if no code is wanted."""
    if not wanted.codes and not wanted.all_codes:
        raise BadInput("No code was named.", "Use --code C or --all-codes.")
    study = here.study
    _check_outcomes(study, wanted.outcomes)
    family = _code_family(study)
    names = tuple(dict.fromkeys((*family.spec.variables, *wanted.variables)))
    merged = merge(here, [name for name in names if name in study.indicators])
    in_family = None if ALL in family.spec.codes else family.spec.codes
    found = presence(here, merged.table, in_family, layer=wanted.layer, questions=wanted.questions)
    outside = [code for code in wanted.codes if code not in found.codes]
    if outside:
        more = presence(here, merged.table, outside, layer=wanted.layer, questions=wanted.questions)
        found = Presence(found.layer, {**found.codes, **more.codes}, found.book)
    outcomes = tuple(dict.fromkeys((*family.spec.outcomes, *wanted.outcomes)))
    results = _by_code(merged, found, outcomes, names, wanted.min_n)
    sentence, done = _adjusted(results, family, wanted.adjust)
    shown = set(wanted.codes) or set(found.codes)
    kept = [r for r in done if r.variable in shown and (not wanted.outcomes or r.outcome in wanted.outcomes)]
    coverage = tuple(found.codes[code].coverage for code in found.codes if code in shown)
    agreed = gates(here, [code for code in found.codes if code in shown])
    kept = [replace(result, gate=agreed.by_code[result.variable]) for result in kept]
    sentences = (found.layer.sentence, sentence, agreed.sentence, *_by_suggestion(here, found, shown))
    return CodeTests(Findings(tuple(kept), sentences, coverage), merged, found)


def _by_suggestion(here: OpenStudy, found: Presence, shown: Collection[str]) -> Iterator[str]:
    """A sentence where codings of these codes, or of codes below them, came by suggestions."""
    with here.store.read() as db:
        came = suggestions.came_by(db)
    counts = [came[key] for key in came if key in found.book.codes and set(found.book.path(key)) & set(shown)]
    suggested, every = sum(count[0] for count in counts), sum(count[1] for count in counts)
    if suggested:
        yield (
            f"{suggested} of {every} codings of these codes came by suggestions; `tipcoder suggest audit` tests "
            "whether errors of suggestions are spread evenly."
        )


def _by_code(
    merged: Merged, found: Presence, outcomes: Sequence[str], variables: Sequence[str], min_n: int
) -> list[Result]:
    table, cases = merged.table, merged.table.membership()
    measured: dict[str, Levels | Numbers] = {name: table.outcome(name) for name in outcomes}
    measured.update({name: _variable(merged, name) for name in variables})
    results = []
    for code in found.codes.values():
        states = _presence_levels(code.code, code.states)
        for name, values in measured.items():
            is_number = isinstance(values, Numbers)
            pair = Pair(
                outcome=name,
                variable=code.code,
                groups=states.turned() if is_number else states,
                measured=values,
                ordered=name in outcomes,
                unknown_is=1 if is_number else 0,
                min_n=min_n,
                notes=(*_notes(table, name), *_unmatched(table, name)),
            )
            results.append(replace(run(pair, cases), coverage=code.coverage))
    return results


def _presence_levels(code: str, states: Sequence[int]) -> Levels:
    import numpy as np

    return Levels(code, (ABSENT, PRESENT), np.array(states, dtype=np.int64))


def _variable(merged: Merged, name: str) -> Levels | Numbers:
    """An indicator, a factor, the region, or any closed column as categories."""
    study = merged.table.study
    if name in study.indicators:
        return merged.indicators[name]
    if name in study.factors:
        return merged.table.factor(name)
    if name == "region" and study.country and study.country.region:
        return merged.table.categories(study.country.region)
    if any(name in cells for cells in merged.table.cells):
        return merged.table.categories(name)
    known = [*study.indicators, *study.factors]
    raise BadInput(f"{name!r} is no variable of the study.", did_you_mean(name, known))


def _notes(table: CaseTable, name: str) -> tuple[str, ...]:
    """What the study says about a variable, and how many cells a factor's `else` decides."""
    study = table.study
    if name in study.indicators:
        return (study.indicators[name].note,) if study.indicators[name].note else ()
    factor = study.factors.get(name)
    if factor is None or factor.otherwise is None:
        return ()
    empty = sum(1 for value in table.column(factor.column) if value is None)
    if not empty:
        return ()
    means = "yes" if factor.otherwise else "no"
    return (f"{empty} of {len(table)} cases have an empty cell in {factor.column} and count as {means}.",)


def _unmatched(table: CaseTable, *names: str) -> tuple[str, ...]:
    """What the survey says of these outcomes and factors that the study does not know."""
    places = {f"{kind} {name}" for kind in ("outcome", "factor") for name in names}
    return tuple(one.note for one in table.unmatched if one.place in places)


def _variable_family(study: Study) -> _Family:
    if not study.outcomes:
        raise BadInput("The study has no outcome to test.", "Add [outcome.NAME] to study.toml.")
    for name, spec in study.families.items():
        if spec.variables and not spec.codes:
            return _Family(spec, name)
    variables = (*study.indicators, *study.factors)
    if not variables:
        raise BadInput("The study has no variable to test.", "Add [factor.NAME] or [indicator.NAME] to study.toml.")
    return _Family(FamilySpec(tuple(study.outcomes), variables), "")


def _code_family(study: Study) -> _Family:
    for name, spec in study.families.items():
        if spec.codes:
            return _Family(spec, name)
    variables = next((spec.variables for spec in study.families.values()), tuple(study.indicators))
    variables = tuple(name for name in variables if name in study.indicators)
    if not study.outcomes and not variables:
        raise BadInput("The study has no outcome to test.", "Add [outcome.NAME] to study.toml.")
    return _Family(FamilySpec(tuple(study.outcomes), variables, (ALL,)), "")


def _adjusted(results: Sequence[Result], family: _Family, adjust: str | None) -> tuple[str, list[Result]]:
    """p-values adjusted over the family; tests that were asked for beyond it are adjusted with it, and that is said."""
    method = adjust or family.spec.adjust
    if method not in ADJUSTMENTS:
        raise BadInput(f"There is no adjustment {method!r}.", did_you_mean(method, ADJUSTMENTS))
    done = adjusted(results, method)
    refused = sum(1 for result in done if result.p is None)
    size = len(done) - refused
    name = f"Family {family.declared!r} of study.toml" if family.declared else UNDECLARED[:-1]
    sentence = f"{name}: {size} tests, adjusted by {'Holm' if method == 'holm' else 'Benjamini-Hochberg'}"
    if refused:
        sentence += f"; {refused} more were refused"
    return f"{sentence}.", [replace(result, family_size=size) for result in done]


def _check_outcomes(study: Study, wanted: Sequence[str]) -> None:
    for name in wanted:
        if name not in study.outcomes:
            raise BadInput(f"The study has no outcome {name!r}.", did_you_mean(name, study.outcomes))
