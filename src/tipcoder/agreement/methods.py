"""A paragraph for the methods section, ready to paste."""

from __future__ import annotations

from tipcoder.agreement.results import Agreement, CodeAgreement, Verdict
from tipcoder.agreement.words import decimal, listed, responses, with_interval

_REFERENCE = (
    "Krippendorff, K. (2019). Content Analysis (4th ed.). Gwet, K. L. (2008). Computing inter-rater reliability and "
    "its variance in the presence of high agreement. British Journal of Mathematical and Statistical Psychology, 61, "
    "29-48."
)


def methods_paragraph(found: Agreement) -> str:
    """Who coded what, which coefficient with which interval, and what came of it. What is not known is in brackets."""
    chosen = ", blind to each other" if found.sampling else " [how these were chosen]"
    training = "[training]" if found.sampling else "[training, number of rounds]"
    sentences = [
        f"{listed(list(found.coders))} {training} coded {responses(found.joint)} in common{chosen}.",
        *([found.sampling] if found.sampling else []),
        "The unit of analysis is the response; a coder who finished a response without applying a code counts as "
        "having judged it absent, and a response that a coder did not finish is missing.",
        "Agreement was computed for each code as Krippendorff's α for nominal data (Krippendorff, 2019), with positive "
        "and negative specific agreement and Gwet's AC1 (Gwet, 2008) beside it because codes are rare.",
        _range(found),
    ]
    if found.overall is not None and found.overall.figures:
        pooled = found.overall.figures.get("pooled_alpha")
        mv = found.overall.figures.get("mv_alpha")
        sentences.append(
            f"Pooled over codes (ratio of sums), α = {with_interval(pooled)}; for whole label sets, "
            f"Krippendorff and Craggs' mvα = {with_interval(mv)}."
        )
    sentences.append(
        f"Intervals are 95 % percentile intervals from {found.replicates} bootstrap resamples of {found.drawn} "
        f"(seed {found.seed}); verdicts rest on the share of resamples in which α reaches .800 or .667, the customary "
        "thresholds of Krippendorff."
    )
    if found.provenance:
        what = "; ".join(f"{name}: {value}" for name, value in found.provenance.items())
        sentences.append(f"Computed with {what}.")
    sentences.append(found.resolving or "[How disagreements were resolved.]")
    return f"{' '.join(sentences)}\n\n{_REFERENCE}"


def _range(found: Agreement) -> str:
    judged = [code for code in found.codes if code.verdict not in _UNJUDGED]
    alphas = [value for code in judged if (value := _alpha(code)) is not None]
    rare = sum(code.verdict is Verdict.TOO_RARE for code in found.codes)
    unused = sum(code.verdict is Verdict.NOT_ASSESSABLE for code in found.codes)
    said = []
    if alphas:
        codes = "the one code" if len(alphas) == 1 else f"the {len(alphas)} codes"
        spread = decimal(alphas[0]) if len(alphas) == 1 else f"{decimal(min(alphas))} to {decimal(max(alphas))}"
        said.append(f"For {codes} that occurred often enough to judge, α was {spread}")
    if rare:
        said.append(f"{rare} of {len(found.codes)} codes were too rare to judge")
    if unused:
        said.append(f"{unused} did not vary")
    return "; ".join(said) + "." if said else "No code could be assessed."


def _alpha(code: CodeAgreement) -> float | None:
    estimate = code.coefficients.get("krippendorff_alpha")
    return None if estimate is None else estimate.value


_UNJUDGED = (Verdict.NOT_ASSESSED, Verdict.NOT_ASSESSABLE, Verdict.TOO_RARE)
