"""The joint display: a theme in numbers beside what respondents say in words, with room to read.

Quotes are shown in their released wording only, and only those that somebody has read as they
would be released. Which ones are shown follows a rule that does not depend on anybody's liking
(`QUOTES`); a researcher may of course choose others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tipcoder.analysis.presence import PRESENT
from tipcoder.analysis.presence_counts import group_by_respondent
from tipcoder.analysis.variables import Levels
from tipcoder.model import Codebook
from tipcoder.results import JointLine, StatisticalTest
from tipcoder.workbench.quotes.exemplars import QuotePool
from tipcoder.workbench.statistics.indicator_merge import MergedCases
from tipcoder.workbench.statistics.presence import Presence
from tipcoder.workbench.statistics.tests import StatisticsRequest, run_tests_by_code
from tipcoder.workbench.study import OpenStudy
from tipcoder.workbench.withdrawal.answers import warn_of_withdrawals

QUOTES = (
    "Exemplars come from the level of the outcome where the code is found more often, "
    "counter-examples from the other end; among several, those of 40 to 280 characters from "
    "respondents not quoted yet, by response ID."
)
AUDIT = "Check the file with `tipcoder audit` before it is published."


@dataclass(frozen=True)
class JointDisplay:
    """The lines, and what has to be said beside them."""

    lines: tuple[JointLine, ...]
    sentences: tuple[str, ...]


def build_joint_display(study: OpenStudy, wanted: StatisticsRequest) -> JointDisplay:
    """Every wanted code by every wanted outcome: coverage, test, exemplar and counter-example.

    Without codes named, every code that is found on a case; folders only if they are named.

    Raises BadInput as `run_tests_by_code` does, and EnvironmentFault without the key file if
    quotes have been read.
    """
    tested = run_tests_by_code(study, wanted)
    results = []
    for result in tested.findings.results:
        # Indicators are tested by code as well, but have no levels to quote from.
        is_outcome = result.outcome in study.definition.outcomes
        if is_outcome and (wanted.codes or _is_found(result, tested.presence.book)):
            results.append(result)

    codes = {result.variable for result in results}
    pool = QuotePool(study, tested.merged.table, tested.presence, codes)
    # In this order, because a respondent who is quoted in one line gives way in the next.
    lines = [_build_line(tested.merged, tested.presence, pool, result) for result in results]
    sentences = [*tested.findings.sentences, QUOTES, AUDIT]
    withdrawn = warn_of_withdrawals(study)
    if withdrawn:
        sentences.append(f"{withdrawn}.")
    return JointDisplay(tuple(lines), tuple(sentences))


def _is_found(result: StatisticalTest, book: Codebook) -> bool:
    """Whether a code is applied to a case.

    A folder says what the codes in it say, and is shown only if it is named.
    """
    is_applied = result.coverage is not None and result.coverage.present > 0
    return is_applied and book.codes[result.variable].codable


def _build_line(
    merged: MergedCases, found: Presence, pool: QuotePool, result: StatisticalTest
) -> JointLine:
    code = result.variable
    states = found.codes[code].states
    table = merged.table
    levels = table.outcome_levels(result.outcome)
    exemplar, counter = pool.choose_examples(code, levels, _is_rising(levels, states))

    by_respondent = group_by_respondent(states, table.respondents)
    countries = set()
    for place, state in enumerate(states):
        if state == PRESENT:
            # A case without a country counts for no country.
            countries.add(merged.names_by_case[place])
    return JointLine(
        code,
        result.variable_heading,
        result,
        respondents=sum(1 for state in by_respondent.values() if state == PRESENT),
        countries=len(countries - {None, ""}),
        exemplar=exemplar,
        counter=counter,
        unread=pool.unread[code],
    )


def _is_rising(levels: Levels, states: Sequence[int]) -> bool:
    """Whether cases with the code have higher levels of the outcome than those without.

    By mean rank of level; true where one of the two means does not exist.
    """
    sum_with = sum_without = number_with = number_without = 0
    for level, state in zip(levels.codes.tolist(), states, strict=True):
        if level < 0 or state < 0:
            continue
        if state == PRESENT:
            sum_with += level
            number_with += 1
        else:
            sum_without += level
            number_without += 1
    if not number_with or not number_without:
        return True
    return bool(sum_with / number_with >= sum_without / number_without)
