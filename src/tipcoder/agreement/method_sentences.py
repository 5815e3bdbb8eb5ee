"""Sentences of the methods section that hold of a study and of a table of ratings alike."""

from __future__ import annotations

from tipcoder.agreement.number_format import format_decimal, format_with_interval
from tipcoder.agreement.results import Agreement, Verdict

REFERENCE = (
    "Krippendorff, K. (2019). Content Analysis (4th ed.). Gwet, K. L. (2008). Computing "
    "inter-rater reliability and its variance in the presence of high agreement. British Journal "
    "of Mathematical and Statistical Psychology, 61, 29-48."
)
RESOLVING = "[How disagreements were resolved.]"
_UNJUDGED = (
    Verdict.NOT_ASSESSED,
    Verdict.NOT_ASSESSABLE,
    Verdict.TOO_RARE,
    Verdict.TOO_COMMON,
)


def describe_alpha_range(report: Agreement) -> str:
    """From which alpha to which codes that can be judged go, and how many cannot."""
    rare = common = unused = 0
    alphas: list[float] = []
    for code in report.codes:
        rare += code.verdict is Verdict.TOO_RARE
        common += code.verdict is Verdict.TOO_COMMON
        unused += code.verdict is Verdict.NOT_ASSESSABLE
        alpha = code.alpha
        # The alpha of a rare code would stretch the range without meaning anything.
        if code.verdict not in _UNJUDGED and alpha is not None and alpha.value is not None:
            alphas.append(alpha.value)

    parts = []
    if alphas:
        parts.append(_describe_alphas(alphas))
    if rare:
        parts.append(f"{rare} of {len(report.codes)} codes were too rare to judge")
    if common:
        parts.append(f"{common} of {len(report.codes)} codes were too common to judge")
    if unused:
        parts.append(f"{unused} did not vary")
    return "; ".join(parts) + "." if parts else "No code could be assessed."


def _describe_alphas(alphas: list[float]) -> str:
    if len(alphas) == 1:
        codes = "the one code"
        spread = format_decimal(alphas[0])
    else:
        codes = f"the {len(alphas)} codes"
        spread = f"{format_decimal(min(alphas))} to {format_decimal(max(alphas))}"
    return f"For {codes} that occurred often enough to judge, α was {spread}"


def describe_all_codes(report: Agreement) -> list[str]:
    """The figures for all codes, where there are several."""
    if report.overall is None or not report.overall.figures:
        return []
    # Of all ways to average the two that do not depend on rare codes.
    pooled = report.overall.figures.get("pooled_alpha")
    mv = report.overall.figures.get("mv_alpha")
    return [
        f"Pooled over codes (ratio of sums), α = {format_with_interval(pooled)}; for whole label "
        f"sets, Krippendorff and Craggs' mvα = {format_with_interval(mv)}."
    ]


def describe_intervals(report: Agreement) -> str:
    """How intervals and verdicts were made."""
    return (
        f"Intervals are 95 % percentile intervals from {report.replicates} bootstrap resamples of "
        f"{report.drawn} (seed {report.seed}); verdicts rest on the share of resamples in which α "
        "reaches .800 or .667, the customary thresholds of Krippendorff."
    )


def describe_provenance(report: Agreement) -> list[str]:
    """Which program and which file or study."""
    what = "; ".join(f"{name}: {value}" for name, value in report.provenance.items())
    return [f"Computed with {what}."] if what else []
