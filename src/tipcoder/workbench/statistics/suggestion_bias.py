"""Whether suggestions err more in one language, group of countries or outcome than in another.

A code that owes its place to suggestions takes their errors along into statistics, and errors that are not spread
evenly look there like a finding. Two kinds of error are tested: suggestions that were turned down, replaced or passed
over, and codes that a coder put on although they had not been suggested.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tipcoder.analysis.families import adjusted, holm
from tipcoder.analysis.testing import MIN_N, Pair, run
from tipcoder.analysis.variables import Cases, Levels, Numbers, levels
from tipcoder.results import Result
from tipcoder.store import judgements, suggestible, suggestions
from tipcoder.workbench.statistics.indicator_merge import Merged, merge
from tipcoder.workbench.statistics.labels import labelled
from tipcoder.workbench.study import OpenStudy

ALPHA = 0.05
REJECTED, MISSED = "turned down", "missed"
OTHERS = "others"
_FINE = {REJECTED: "accepted", MISSED: "suggested"}
_UNITS = {REJECTED: "suggestions", MISSED: "codes put on"}
CLUSTERED = "clustered by respondent"


@dataclass(frozen=True)
class Row:
    """One suggestion that was settled, or one code that was put on."""

    answer_id: int
    coder_id: int
    code: str
    wrong: bool


@dataclass(frozen=True)
class Finding:
    """One kind of error by one variable."""

    error: str
    variable: str
    result: Result
    differs: bool
    sentence: str


@dataclass(frozen=True)
class Audit:
    """All findings, and what they rest on."""

    findings: tuple[Finding, ...]
    sentences: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether any kind of error differs by anything."""
        return any(finding.differs for finding in self.findings)


def audit(here: OpenStudy, codes: Sequence[str] = ()) -> Audit:
    """Test both kinds of error by language, by what the study knows of countries, and by its outcomes.

    `codes` restricts to some. p is adjusted over all tests made (Holm).
    """
    with here.store.read() as db:
        settled = [one for one in suggestions.records(db) if one.settled]
        rejected = [Row(one.answer_id, one.coder_id, one.code, not one.right) for one in settled]
        missed = [
            Row(one.answer_id, one.coder_id, one.code, not one.offered) for one in suggestions.put_after_showing(db)
        ]
        case_of = {answer.id: answer.case_id for answer in judgements.open_answers(db)}
        language_of = {answer.id: answer.language for answer in suggestible.suggestible_answers(db)}
    merged = merge(here)
    at = {case_id: place for place, case_id in enumerate(merged.table.ids)}
    tested: list[tuple[str, Result]] = []
    sentences = []
    for error, rows in ((REJECTED, rejected), (MISSED, missed)):
        kept = [row for row in rows if case_of.get(row.answer_id) in at and (not codes or row.code in codes)]
        sentences.append(_rests_on(error, kept))
        places = [at[case_of[row.answer_id]] for row in kept]
        if kept:
            languages = [language_of.get(row.answer_id, "?") for row in kept]
            tested += [(error, result) for result in _tests(error, kept, places, languages, merged)]
    done = [labelled(result, here.study) for result in adjusted([result for _, result in tested], "holm")]
    clustered = _clustered(done)
    findings = tuple(
        _finding(error, result, clustered.get(n))
        for n, ((error, _), result) in enumerate(zip(tested, done, strict=True))
    )
    return Audit(findings, (*sentences, _verdict(findings)))


def _rests_on(error: str, rows: Sequence[Row]) -> str:
    answers, coders = len({row.answer_id for row in rows}), len({row.coder_id for row in rows})
    wrong = sum(row.wrong for row in rows)
    what = {
        REJECTED: "settled suggestions were turned down, replaced or passed over",
        MISSED: "codes that were put on had not been suggested",
    }[error]
    return f"{wrong} of {len(rows)} {what} ({answers} answers, {coders} coder{'' if coders == 1 else 's'})."


def _tests(
    error: str, rows: Sequence[Row], places: Sequence[int], languages: Sequence[str], merged: Merged
) -> list[Result]:
    import numpy as np

    table, study = merged.table, merged.table.study
    whole = table.membership()
    chosen = np.array(places, dtype=np.int64)
    cases = Cases(whole.respondent[chosen], whole.country[chosen])
    wrong = levels(error, (error, _FINE[error]), [error if row.wrong else _FINE[error] for row in rows])
    groups: dict[str, Levels | Numbers] = {"language": _pooled("language", languages)}
    if study.country is not None and study.country.region:
        groups["region"] = _pooled("region", [table.segments(study.country.region)[place] for place in places])
    elif study.country is not None:
        groups["country"] = _pooled("country", [merged.names[place] for place in places])
    for name, measured in merged.indicators.items():
        groups[name] = Numbers(name, measured.values[chosen])
    for name in study.outcomes:
        outcome = table.outcome(name)
        labels = [outcome.labels[code] if code >= 0 else None for code in outcome.codes[chosen]]
        groups[name] = _pooled(name, labels, outcome.labels)
    made = []
    for name, group in groups.items():
        if isinstance(group, Numbers):
            pair = Pair(error, name, wrong, group, min_n=MIN_N)
        else:
            pair = Pair(error, name, group, wrong, min_n=MIN_N)
        made.append(run(pair, cases))
    return made


def _pooled(name: str, values: Sequence[str | None], order: Sequence[str] = ()) -> Levels:
    """A category per row. Those with too few rows to be tested are one, left out where even together they are few."""
    often = Counter(value for value in values if value is not None)
    few = {value for value, times in often.items() if times < MIN_N}
    together = sum(often[value] for value in few)
    kept = [value for value in (order or sorted(often)) if value in often and value not in few]
    if together >= MIN_N:
        kept.append(OTHERS)
    return levels(name, kept, [OTHERS if value in few else value for value in values])


def _clustered(results: Sequence[Result]) -> dict[int, float]:
    """Place of a result -> p of the same test clustered by respondent, adjusted like the others (Holm)."""
    found = {
        n: check.p
        for n, result in enumerate(results)
        for check in result.sensitivity
        if check.kind == CLUSTERED and check.p is not None and result.p is not None
    }
    return dict(zip(found, holm(list(found.values())), strict=True))


def _finding(error: str, result: Result, clustered: float | None) -> Finding:
    """Errors differ where either test says so: rows of one respondent are not independent, and clusters may be few."""
    p = [value for value in (result.p_adjusted, clustered) if value is not None]
    differs = bool(p) and min(p) < ALPHA
    return Finding(error, result.variable, result, differs, _sentence(error, result, differs))


def _sentence(error: str, result: Result, differs: bool) -> str:
    if result.p is None:
        return f"{error.capitalize()} by {result.variable_shown}: {result.notes[0] if result.notes else 'Not tested.'}"
    says = "differs" if differs else "no difference was found"
    shares = "; ".join(_group(error, result, n) for n in range(len(result.groups)))
    of = f"{result.n} {_UNITS[error]}"
    return f"{error.capitalize()} by {result.variable_shown}: {says} in {of}: {shares}{_reach(result, differs)}."


def _reach(result: Result, differs: bool) -> str:
    """How large a difference may be there all the same."""
    effect = next((one for one in result.effects if one.name in ("cramers_v", "hedges_g")), None)
    if differs or effect is None or effect.low is None or effect.high is None:
        return ""
    name = "Cramér's V" if effect.name == "cramers_v" else "Hedges' g"
    return f"; {name} up to {max(abs(effect.low), abs(effect.high)):.2f} is not ruled out"


def _group(error: str, result: Result, number: int) -> str:
    group = result.groups[number]
    if group.counts:
        return f"{group.name} {group.counts.get(error, 0)} of {group.n}"
    return f"{group.name} {group.n}, mean {group.mean:.2f}" if group.mean is not None else f"{group.name} {group.n}"


def _verdict(findings: Sequence[Finding]) -> str:
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
