"""Whether suggestions err more in one language, group of countries or outcome than in another.

A code that owes its place to suggestions takes their errors along into statistics, and errors that are not spread
evenly look there like a finding. Two kinds of error are tested: suggestions that were turned down, replaced or passed
over, and codes that a coder put on although they had not been suggested.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tipcoder.analysis.families import adjust_by_holm, adjust_family
from tipcoder.analysis.pairs import Pair
from tipcoder.analysis.testing import MIN_N, run_test
from tipcoder.analysis.variables import Cases, Levels, Numbers, build_levels
from tipcoder.results import StatisticalTest
from tipcoder.store import judgements, suggestible, suggestions
from tipcoder.workbench.statistics.indicator_merge import MergedCases, merge_indicators
from tipcoder.workbench.statistics.labels import add_labels
from tipcoder.workbench.study import OpenStudy

ALPHA = 0.05
REJECTED, MISSED = "turned down", "missed"
OTHERS = "others"
_FINE = {REJECTED: "accepted", MISSED: "suggested"}
_UNITS = {REJECTED: "suggestions", MISSED: "codes put on"}
CLUSTERED = "clustered by respondent"


@dataclass(frozen=True)
class JudgedSuggestion:
    """One suggestion that was settled, or one code that was put on."""

    answer_id: int
    coder_id: int
    code: str
    wrong: bool


@dataclass(frozen=True)
class BiasFinding:
    """One kind of error by one variable."""

    error: str
    variable: str
    result: StatisticalTest
    differs: bool
    sentence: str


@dataclass(frozen=True)
class BiasReport:
    """All findings, and what they rest on."""

    findings: tuple[BiasFinding, ...]
    sentences: tuple[str, ...]

    @property
    def has_difference(self) -> bool:
        """Whether any kind of error differs by anything."""
        return any(finding.differs for finding in self.findings)


def assess_suggestion_bias(study: OpenStudy, codes: Sequence[str] = ()) -> BiasReport:
    """Test both kinds of error by language, by what the study knows of countries, and by its outcomes.

    `codes` restricts to some. p is adjusted over all tests made (Holm).
    """
    with study.store.read() as db:
        settled = [one for one in suggestions.load_records(db) if one.is_settled]
        rejected = [JudgedSuggestion(one.answer_id, one.coder_id, one.code, not one.is_right) for one in settled]
        missed = [
            JudgedSuggestion(one.answer_id, one.coder_id, one.code, not one.offered)
            for one in suggestions.load_codes_after_showing(db)
        ]
        case_of = {answer.id: answer.case_id for answer in judgements.load_open_answers(db)}
        language_of = {answer.id: answer.language for answer in suggestible.load_suggestible_answers(db)}
    merged = merge_indicators(study)
    at = {case_id: place for place, case_id in enumerate(merged.table.ids)}
    tested: list[tuple[str, StatisticalTest]] = []
    sentences = []
    for error, rows in ((REJECTED, rejected), (MISSED, missed)):
        kept = [row for row in rows if case_of.get(row.answer_id) in at and (not codes or row.code in codes)]
        sentences.append(_describe_basis(error, kept))
        places = [at[case_of[row.answer_id]] for row in kept]
        if kept:
            languages = [language_of.get(row.answer_id, "?") for row in kept]
            tested += [(error, result) for result in _run_tests(error, kept, places, languages, merged)]
    done = [add_labels(result, study.definition) for result in adjust_family([result for _, result in tested], "holm")]
    clustered = _adjust_clustered(done)
    findings = tuple(
        _build_finding(error, result, clustered.get(n))
        for n, ((error, _), result) in enumerate(zip(tested, done, strict=True))
    )
    return BiasReport(findings, (*sentences, _describe_verdict(findings)))


def _describe_basis(error: str, rows: Sequence[JudgedSuggestion]) -> str:
    answers, coders = len({row.answer_id for row in rows}), len({row.coder_id for row in rows})
    wrong = sum(row.wrong for row in rows)
    what = {
        REJECTED: "settled suggestions were turned down, replaced or passed over",
        MISSED: "codes that were put on had not been suggested",
    }[error]
    return f"{wrong} of {len(rows)} {what} ({answers} answers, {coders} coder{'' if coders == 1 else 's'})."


def _run_tests(
    error: str, rows: Sequence[JudgedSuggestion], places: Sequence[int], languages: Sequence[str], merged: MergedCases
) -> list[StatisticalTest]:
    import numpy as np

    table, study = merged.table, merged.table.study
    whole = table.find_clusters()
    chosen = np.array(places, dtype=np.int64)
    cases = Cases(whole.respondent[chosen], whole.country[chosen])
    wrong = build_levels(error, (error, _FINE[error]), [error if row.wrong else _FINE[error] for row in rows])
    groups: dict[str, Levels | Numbers] = {"language": _pool_rare_groups("language", languages)}
    if study.country is not None and study.country.region:
        groups["region"] = _pool_rare_groups(
            "region", [table.group_column(study.country.region)[place] for place in places]
        )
    elif study.country is not None:
        groups["country"] = _pool_rare_groups("country", [merged.names_by_case[place] for place in places])
    for name, measured in merged.indicators.items():
        groups[name] = Numbers(name, measured.values[chosen])
    for name in study.outcomes:
        outcome = table.outcome_levels(name)
        labels = [outcome.labels[code] if code >= 0 else None for code in outcome.codes[chosen]]
        groups[name] = _pool_rare_groups(name, labels, outcome.labels)
    made = []
    for name, group in groups.items():
        if isinstance(group, Numbers):
            pair = Pair(error, name, wrong, group, min_n=MIN_N)
        else:
            pair = Pair(error, name, group, wrong, min_n=MIN_N)
        made.append(run_test(pair, cases))
    return made


def _pool_rare_groups(name: str, values: Sequence[str | None], order: Sequence[str] = ()) -> Levels:
    """A category per row. Those with too few rows to be tested are one, left out where even together they are few."""
    often = Counter(value for value in values if value is not None)
    few = {value for value, times in often.items() if times < MIN_N}
    together = sum(often[value] for value in few)
    kept = [value for value in (order or sorted(often)) if value in often and value not in few]
    if together >= MIN_N:
        kept.append(OTHERS)
    return build_levels(name, kept, [OTHERS if value in few else value for value in values])


def _adjust_clustered(results: Sequence[StatisticalTest]) -> dict[int, float]:
    """Place of a result -> p of the same test clustered by respondent, adjusted like the others (Holm)."""
    found = {
        n: check.p
        for n, result in enumerate(results)
        for check in result.sensitivity
        if check.kind == CLUSTERED and check.p is not None and result.p is not None
    }
    return dict(zip(found, adjust_by_holm(list(found.values())), strict=True))


def _build_finding(error: str, result: StatisticalTest, clustered: float | None) -> BiasFinding:
    """Errors differ where either test says so: rows of one respondent are not independent, and clusters may be few."""
    p = [value for value in (result.p_adjusted, clustered) if value is not None]
    differs = bool(p) and min(p) < ALPHA
    return BiasFinding(error, result.variable, result, differs, _describe_finding(error, result, differs))


def _describe_finding(error: str, result: StatisticalTest, differs: bool) -> str:
    if result.p is None:
        return (
            f"{error.capitalize()} by {result.variable_heading}: {result.notes[0] if result.notes else 'Not tested.'}"
        )
    says = "differs" if differs else "no difference was found"
    shares = "; ".join(_format_group(error, result, n) for n in range(len(result.groups)))
    of = f"{result.n} {_UNITS[error]}"
    return f"{error.capitalize()} by {result.variable_heading}: {says} in {of}: {shares}{_describe_reach(result, differs)}."


def _describe_reach(result: StatisticalTest, differs: bool) -> str:
    """How large a difference may be there all the same."""
    effect = next((one for one in result.effects if one.name in ("cramers_v", "hedges_g")), None)
    if differs or effect is None or effect.low is None or effect.high is None:
        return ""
    name = "Cramér's V" if effect.name == "cramers_v" else "Hedges' g"
    return f"; {name} up to {max(abs(effect.low), abs(effect.high)):.2f} is not ruled out"


def _format_group(error: str, result: StatisticalTest, number: int) -> str:
    group = result.groups[number]
    if group.counts:
        return f"{group.name} {group.counts.get(error, 0)} of {group.n}"
    return f"{group.name} {group.n}, mean {group.mean:.2f}" if group.mean is not None else f"{group.name} {group.n}"


def _describe_verdict(findings: Sequence[BiasFinding]) -> str:
    tested = [finding for finding in findings if finding.result.p is not None]
    if not tested:
        return (
            f"Nothing could be tested: a group needs {MIN_N} settled suggestions. That is no sign that errors are even."
        )
    differing = [f"{finding.error} by {finding.variable}" for finding in tested if finding.differs]
    if differing:
        return (
            f"Errors are not even: {', '.join(differing)}. A code that came by suggestions brings this into "
            "statistics; compare with a blind round before you use it, or read these answers without suggestions."
        )
    return (
        f"No difference was found in {len(tested)} tests. That is no proof that there is none: see how large a "
        "difference each test does not rule out."
    )
