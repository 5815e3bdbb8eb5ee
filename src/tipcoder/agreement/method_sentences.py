"""Sentences of the methods section that hold of a study and of a table of ratings alike."""

from __future__ import annotations

from tipcoder.agreement.coefficients import ALPHA
from tipcoder.agreement.results import Agreement, CodeAgreement, Verdict
from tipcoder.agreement.words import format_decimal, format_with_interval

REFERENCE = (
    "Krippendorff, K. (2019). Content Analysis (4th ed.). Gwet, K. L. (2008). Computing inter-rater reliability and "
    "its variance in the presence of high agreement. British Journal of Mathematical and Statistical Psychology, 61, "
    "29-48."
)
RESOLVING = "[How disagreements were resolved.]"
_UNJUDGED = (Verdict.NOT_ASSESSED, Verdict.NOT_ASSESSABLE, Verdict.TOO_RARE)


def describe_alpha_range(report: Agreement) -> str:
    """From which alpha to which codes that can be judged go, and how many cannot."""
    judged = [code for code in report.codes if code.verdict not in _UNJUDGED]
    alphas = [value for code in judged if (value := _read_alpha(code)) is not None]
    rare = sum(code.verdict is Verdict.TOO_RARE for code in report.codes)
    unused = sum(code.verdict is Verdict.NOT_ASSESSABLE for code in report.codes)
    said = []
    if alphas:
        codes = "the one code" if len(alphas) == 1 else f"the {len(alphas)} codes"
        spread = (
            format_decimal(alphas[0])
            if len(alphas) == 1
            else f"{format_decimal(min(alphas))} to {format_decimal(max(alphas))}"
        )
        said.append(f"For {codes} that occurred often enough to judge, α was {spread}")
    if rare:
        said.append(f"{rare} of {len(report.codes)} codes were too rare to judge")
    if unused:
        said.append(f"{unused} did not vary")
    return "; ".join(said) + "." if said else "No code could be assessed."


def _read_alpha(code: CodeAgreement) -> float | None:
    estimate = code.coefficients.get(ALPHA)
    return None if estimate is None else estimate.value


def describe_all_codes(report: Agreement) -> list[str]:
    """The figures for all codes, where there are several."""
    if report.overall is None or not report.overall.figures:
        return []
    pooled = report.overall.figures.get("pooled_alpha")
    mv = report.overall.figures.get("mv_alpha")
    return [
        f"Pooled over codes (ratio of sums), α = {format_with_interval(pooled)}; for whole label sets, "
        f"Krippendorff and Craggs' mvα = {format_with_interval(mv)}."
    ]


def describe_intervals(report: Agreement) -> str:
    """How intervals and verdicts were made."""
    return (
        f"Intervals are 95 % percentile intervals from {report.replicates} bootstrap resamples of {report.drawn} "
        f"(seed {report.seed}); verdicts rest on the share of resamples in which α reaches .800 or .667, the customary "
        "thresholds of Krippendorff."
    )


def describe_provenance(report: Agreement) -> list[str]:
    """Which program and which file or study."""
    what = "; ".join(f"{name}: {value}" for name, value in report.provenance.items())
    return [f"Computed with {what}."] if what else []
