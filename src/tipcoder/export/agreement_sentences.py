"""What an agreement report says in words: who was compared, verdicts, warnings, and how its tables
are to be read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tipcoder.agreement.number_format import NOTHING, format_decimal
from tipcoder.agreement.results import (
    Agreement,
    CodeAgreement,
    HomogeneityTest,
    Overall,
    Verdict,
)
from tipcoder.agreement.terms import CODES, Terms
from tipcoder.agreement.verdicts import JUDGED_FROM, count_rarer
from tipcoder.export.agreement_tables import name_alpha, name_code, name_things
from tipcoder.text import format_count, join_words

ROLLED_UP = (
    "Rolled up, a code is present where it or any code below it is; own is the code on itself "
    "alone."
)
BY_BRANCH = (
    "Every code taken up to the top of its branch: disagreement within a branch does not count."
)
KEY_ON_SCREEN = "— cannot be computed; [ ] 95 % interval; ( ) too rare to judge."
_HOMOGENEITY = {
    HomogeneityTest.KAPPAS: (
        "Donner's test of homogeneity of kappas (Donner, Eliasziw & Klar, 1996)"
    ),
    HomogeneityTest.ALPHAS: (
        "chi-square of homogeneity (Fleiss, Levin & Paik, 2003) of log(1 − α), with linearised "
        "standard errors (Gwet, 2014) by respondent"
    ),
}
"""Where the tests are named that compare parts of a study."""
_UNJUDGED = (
    Verdict.TOO_RARE,
    Verdict.TOO_COMMON,
    Verdict.NOT_ASSESSED,
    Verdict.NOT_ASSESSABLE,
)


def summarise_agreement(found: Agreement) -> str:
    """Who was compared on how much, and the verdict on all codes together."""
    terms = found.terms
    coders = join_words(found.coders)
    jointly = f"{terms.format_count(found.joint)} {terms.judged} jointly"
    what = f"{coders}: {jointly}, {found.single} by one of them only."
    if found.overall is None:
        return what
    return f"{what} Pooled over {name_things(found)}: {found.overall.sentence}"


def name_overall_section(found: Agreement) -> str:
    """The heading over all codes."""
    return f"All {name_things(found)} together"


def describe_thresholds(found: Agreement) -> str:
    """By what verdicts are given: the thresholds of Krippendorff (2019)."""
    return (
        f"By the probability that {name_alpha(found)} reaches .800 (reliable) or .667 "
        "(tentative conclusions only); these thresholds are Krippendorff's, who calls them "
        f"customary. Rare {name_things(found)} are not judged."
    )


def describe_key(found: Agreement) -> str:
    """How the figures of a code are to be read."""
    return (
        f"{NOTHING}: cannot be computed. In brackets: 95 % interval; for a rare "
        f"{found.terms.thing} the figure itself."
    )


def describe_heat_map(found: Agreement) -> str:
    """The caption of the picture by pair of coders."""
    return (
        f"Krippendorff's {name_alpha(found)} by {found.terms.thing} and pair of coders; "
        "hatched or in brackets: too rare to judge."
    )


def describe_differences(found: Agreement) -> str:
    """By what test parts were compared."""
    tests = format_count(found.differences[0].family_size, "comparison")
    used = {one.test for one in found.differences}
    named = " or ".join(name for test, name in _HOMOGENEITY.items() if test in used)
    return (
        f"On these {name_things(found)} agreement differs between parts of the study by more than "
        f"chance: {named}, p adjusted by Holm over {tests}."
    )


def describe_gwet(found: Agreement) -> str:
    """How the second kind of interval comes about: linearisation, as in Gwet (2014)."""
    return (
        "These are Gwet's (2014) 95 % intervals, by linearised standard errors and t, as irrCAC "
        f"prints them; those elsewhere in this report are from drawing {found.drawn} again. "
        f"They take {found.terms.units} for independent of each other."
    )


def describe_spans(found: Agreement) -> str:
    """How agreement on words is measured: alpha for unitising (Krippendorff et al., 2016)."""
    text = (
        "Per code, |uα is Krippendorff's alpha for unitising (2016): marked or not, character by "
        "character, resampled by response. Overlap is on texts where at least one coder marked "
        "words. Quotes are matched by intersection over union; offset is the median distance of "
        "their boundaries in characters. cuα and (k)uα are not computed: quotes of different codes "
        "overlap."
    )
    left_out = 0
    for code in found.codes:
        left_out += code.spans.whole_left_out if code.spans is not None else 0
    return f"{text} {left_out} codings of whole answers are left out here." if left_out else text


def describe_verdicts(
    codes: Sequence[CodeAgreement], found: Agreement, *, rare_too: bool = True
) -> list[str]:
    """Every verdict in words with its numbers, and how probable it is that alpha reaches each
    threshold.
    """
    told = [code for code in codes if rare_too or code.verdict not in _UNJUDGED]
    lines = []
    for code in told:
        chances = _format_probabilities(code)
        lines.append(f"{name_code(found, code)}: {code.sentence}{chances}")
    return lines


def _format_probabilities(code: CodeAgreement) -> str:
    """How probable it is that alpha reaches each threshold; nothing for a rare code."""
    if code.reliable is None or code.tentative is None or code.verdict.is_too_one_sided:
        return ""
    reliable, tentative = format_decimal(code.reliable), format_decimal(code.tentative)
    return f" P(α ≥ .800) = {reliable}, P(α ≥ .667) = {tentative}."


def describe_overall(
    together: Overall, terms: Terms = CODES, labels: Mapping[str, str] | None = None
) -> list[str]:
    """What belongs beside the figures for all codes, which have names by `labels`."""
    names = labels or {}
    lowest, highest = format_decimal(together.lowest_alpha), format_decimal(together.highest_alpha)
    means = together.labels_per_response.items()
    per_coder = ", ".join(f"{name} {mean:.2f}" for name, mean in means)
    lines = [
        f"α of single codes: median {format_decimal(together.median_alpha)}, from {lowest} to "
        f"{highest}, over the {together.defined} codes for which it is defined.",
        f"Codes per {terms.unit}: {per_coder}.",
        f"Where at least one coder applied something, their sets have a mean Jaccard similarity of "
        f"{format_decimal(together.jaccard_where_coded)}.",
    ]
    if together.unused:
        many = "1 code was" if len(together.unused) == 1 else f"{len(together.unused)} codes were"
        lines.append(f"{many} applied by nobody: {_list_labels(together.unused, names)}.")
    if together.left_out:
        lines.append(
            f"Not in the comparison of label sets, because they came into the codebook later: "
            f"{_list_labels(together.left_out, names)}."
        )
    return lines


def _list_labels(codes: Sequence[str], labels: Mapping[str, str]) -> str:
    return ", ".join(labels.get(code, code) for code in codes)


def describe_warnings(
    codes: Sequence[CodeAgreement], found: Agreement, *, rare_too: bool = True
) -> list[str]:
    """Every warning with its code; without `rare_too` only of codes that occur often enough to
    judge.
    """
    lines = []
    for code in codes:
        if rare_too or count_rarer(code.counts) >= JUDGED_FROM:
            lines += [f"{name_code(found, code)}: {warning}" for warning in code.warnings]
    return lines
