"""Differences by the presence of a code beside tests, without the errors of whoever coded it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from tipcoder.analysis.design_based import compare_means
from tipcoder.analysis.divided_work import explain_division
from tipcoder.analysis.variables import Levels, Numbers
from tipcoder.results.tests import CorrectedDifference, StatisticalTest
from tipcoder.workbench.statistics.case_table import CaseTable
from tipcoder.workbench.statistics.checked_cases import CheckedCode, check_code
from tipcoder.workbench.statistics.corrected_shares import FEW_ERRORS, FEWEST_HERE
from tipcoder.workbench.statistics.presence import Presence
from tipcoder.workbench.statistics.settled_sample import read_settled_sample
from tipcoder.workbench.study import OpenStudy

if TYPE_CHECKING:
    from tipcoder.arrays import Floats

METHOD = (
    "Corrected differences are of cases with the code less those without it (design-based "
    "supervised learning, Egami et al., 2023), with intervals by Student's t and respondents as "
    "clusters; tests and p-values are of the codes as they are."
)
MEANS = "means"


def correct_tests(
    study: OpenStudy,
    table: CaseTable,
    found: Presence,
    results: Sequence[StatisticalTest],
    measured: Mapping[str, Levels | Numbers],
) -> tuple[list[StatisticalTest], tuple[str, ...]]:
    """The tests with corrected differences, and what has to be said of these.

    `measured` has the outcomes and indicators of the tests by name. Raises BadInput where no answer
    was settled.
    """
    sample = read_settled_sample(study, table, found)
    checked: dict[str, CheckedCode] = {}
    corrected = []
    for result in results:
        code = result.variable
        if code not in checked:
            checked[code] = check_code(table, found, sample, code)
        difference = correct_difference(checked[code], measured[result.outcome])
        corrected.append(replace(result, corrected=difference))
    return corrected, (sample.sentence, METHOD)


def correct_difference(code: CheckedCode, outcome: Levels | Numbers) -> CorrectedDifference:
    """Of the means of a number, or of the shares of the second of two levels."""
    import numpy as np

    if isinstance(outcome, Levels) and len(outcome.labels) != 2:
        return CorrectedDifference(
            "shares",
            note="Not corrected: the shares of the code at each level are in "
            f"`stats presence --by {outcome.name} --corrected`.",
        )
    what, numbers = _list_numbers(outcome)
    if code.refusal:
        return CorrectedDifference(what, note=f"Not corrected: {code.refusal}.")
    is_known = ~np.isnan(numbers)
    if int((code.cases.checked & is_known).sum()) < FEWEST_HERE:
        return CorrectedDifference(
            what,
            note=f"Not corrected: of fewer than {FEWEST_HERE} cases of the sample the outcome is "
            "known.",
        )
    division = explain_division(code.cases, is_known)
    if division:
        return CorrectedDifference(what, note=f"Not corrected: {division}.")
    difference = compare_means(code.cases, numbers)
    if difference is None:
        return CorrectedDifference(
            what, note="Not corrected: the corrected share of the code is 0 or 1."
        )
    interval = difference.find_interval()
    is_exact = code.accuracy.errors >= FEW_ERRORS
    return CorrectedDifference(
        what,
        interval.value,
        difference.standard_error,
        interval.low,
        interval.high,
        "" if is_exact else "few errors in the sample: the interval may be too narrow",
    )


def _list_numbers(outcome: Levels | Numbers) -> tuple[str, Floats]:
    """What is compared, and a number of each case; NaN where nothing is known."""
    import numpy as np

    if isinstance(outcome, Numbers):
        return MEANS, outcome.values
    numbers = np.where(outcome.known, (outcome.codes == 1).astype(np.float64), np.nan)
    return f"shares of {outcome.labels[1]}", numbers
