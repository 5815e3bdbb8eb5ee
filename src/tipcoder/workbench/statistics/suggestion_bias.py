"""Whether suggestions err more in one language, group of countries or outcome than in another.

A code that owes its place to suggestions takes their errors along into statistics, and errors that
are not spread evenly look there like a finding.

Two kinds of error are tested: suggestions that were turned down, replaced or passed over, and
codes that a coder applied although they had not been suggested.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tipcoder.analysis.families import adjust_by_holm, adjust_family
from tipcoder.analysis.pairs import Pair
from tipcoder.analysis.testing import MIN_N, run_test
from tipcoder.analysis.variables import Cases, Numbers, build_levels
from tipcoder.results.tests import StatisticalTest
from tipcoder.store import open_answers, suggestion_inputs, suggestions
from tipcoder.store.engine import Db
from tipcoder.workbench.statistics.bias_sentences import (
    MISSED,
    REJECTED,
    describe_basis,
    describe_finding,
)
from tipcoder.workbench.statistics.bias_variables import collect_bias_variables
from tipcoder.workbench.statistics.indicator_merge import MergedCases, merge_indicators
from tipcoder.workbench.statistics.labels import add_labels
from tipcoder.workbench.study import OpenStudy

ALPHA = 0.05
CLUSTERED = "clustered by respondent"
_FINE = {REJECTED: "accepted", MISSED: "suggested"}
"""What is there where the error is not."""


@dataclass(frozen=True)
class JudgedSuggestion:
    """One suggestion that was settled, or one code that was applied."""

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
    """Test both kinds of error by language, by what the study knows of countries, and by outcomes.

    `codes` restricts to some. p is adjusted over all tests made (Holm, 1979).
    """
    with study.store.read() as db:
        judged = {REJECTED: _load_offered(db), MISSED: _load_applied(db)}
        case_ids = {answer.id: answer.case_id for answer in open_answers.load_open_answers(db)}
        suggestible_answers = suggestion_inputs.load_suggestible_answers(db)
    languages = {answer.id: answer.language for answer in suggestible_answers}
    merged = merge_indicators(study)
    # Tests are by case, suggestions by answer.
    case_places = {case_id: place for place, case_id in enumerate(merged.table.ids)}

    errors: list[str] = []
    tested: list[StatisticalTest] = []
    sentences = []
    for error, rows in judged.items():
        kept, places = [], []
        for row in rows:
            place = case_places.get(case_ids.get(row.answer_id, -1))
            if place is not None and (not codes or row.code in codes):
                kept.append(row)
                places.append(place)
        sentences.append(_describe_rows(error, kept))
        if kept:
            spoken = [languages.get(row.answer_id, "?") for row in kept]
            made = _run_tests(error, kept, places, spoken, merged)
            tested += made
            errors += [error] * len(made)

    # One family over both kinds of error: each of them is another chance to find something.
    adjusted = []
    for result in adjust_family(tested, "holm"):
        adjusted.append(add_labels(result, study.definition))
    findings = _build_findings(errors, adjusted)
    return BiasReport(findings, (*sentences, _describe_verdict(findings)))


def _load_offered(db: Db) -> list[JudgedSuggestion]:
    """Suggestions that a coder has accepted, replaced, turned down or passed over."""
    rows = []
    for record in suggestions.load_records(db):
        if record.is_settled:
            is_wrong = not record.is_right
            row = JudgedSuggestion(record.answer_id, record.coder_id, record.code, is_wrong)
            rows.append(row)
    return rows


def _load_applied(db: Db) -> list[JudgedSuggestion]:
    """Codes that a coder applied after suggestions were shown; wrong is one not among them."""
    rows = []
    for record in suggestions.load_codes_after_showing(db):
        is_wrong = not record.offered
        rows.append(JudgedSuggestion(record.answer_id, record.coder_id, record.code, is_wrong))
    return rows


def _describe_rows(error: str, rows: Sequence[JudgedSuggestion]) -> str:
    return describe_basis(
        error,
        wrong=sum(row.wrong for row in rows),
        rows=len(rows),
        answers=len({row.answer_id for row in rows}),
        coders=len({row.coder_id for row in rows}),
    )


def _run_tests(
    error: str,
    rows: Sequence[JudgedSuggestion],
    places: Sequence[int],
    languages: Sequence[str],
    merged: MergedCases,
) -> list[StatisticalTest]:
    """One kind of error by every variable.

    A row is a suggestion or an applied code, and takes the values of its case.
    """
    import numpy as np

    chosen = np.array(places, dtype=np.int64)
    whole = merged.find_clusters()
    # Suggestions of one respondent are a cluster, as their cases are.
    cases = Cases(whole.respondent[chosen], whole.country[chosen])
    fine = _FINE[error]
    wrong = build_levels(error, (error, fine), [error if row.wrong else fine for row in rows])

    made = []
    for name, group in collect_bias_variables(merged, places, languages).items():
        # Of a number the mean is compared between wrong and right; of groups the share of errors.
        if isinstance(group, Numbers):
            pair = Pair(error, name, wrong, group, min_n=MIN_N)
        else:
            pair = Pair(error, name, group, wrong, min_n=MIN_N)
        made.append(run_test(pair, cases))
    return made


def _build_findings(
    errors: Sequence[str], results: Sequence[StatisticalTest]
) -> tuple[BiasFinding, ...]:
    """Errors differ where the test or the clustered one says so.

    Rows of one respondent are not independent, and clusters may be too few to tell.
    """
    clustered = _adjust_clustered(results)
    findings = []
    for place, (error, result) in enumerate(zip(errors, results, strict=True)):
        p_values = [result.p_adjusted, clustered.get(place)]
        differs = any(p is not None and p < ALPHA for p in p_values)
        sentence = describe_finding(error, result, differs)
        findings.append(BiasFinding(error, result.variable, result, differs, sentence))
    return tuple(findings)


def _adjust_clustered(results: Iterable[StatisticalTest]) -> Mapping[int, float]:
    """Place of a result -> p of the same test clustered by respondent, adjusted too (Holm)."""
    found = {}
    for place, result in enumerate(results):
        for check in result.sensitivity:
            if check.kind == CLUSTERED and check.p is not None and result.p is not None:
                found[place] = check.p
    adjusted = adjust_by_holm(list(found.values()))
    return dict(zip(found, adjusted, strict=True))


def _describe_verdict(findings: Sequence[BiasFinding]) -> str:
    tested = [finding for finding in findings if finding.result.p is not None]
    if not tested:
        return (
            f"Nothing could be tested: a group needs {MIN_N} decided suggestions. "
            "That is not a sign that errors are even."
        )
    differing = [f"{finding.error} by {finding.variable}" for finding in tested if finding.differs]
    if differing:
        return (
            f"Errors are not even: {', '.join(differing)}. A code that came by suggestions brings "
            "this into statistics; compare with a blind round before you use it, or read these "
            "answers without suggestions."
        )
    return (
        f"No difference was found in {len(tested)} tests. That is not a proof that there is none: "
        "see how large a difference each test does not rule out."
    )
