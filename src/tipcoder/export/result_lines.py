"""A result as a printed line: as the founding article prints it (R), or as APA 7 wants it."""

from __future__ import annotations

from collections.abc import Sequence

from tipcoder.results.tests import (
    ComparedGroup,
    CorrectedDifference,
    Effect,
    StatisticalTest,
    SupportingTest,
)
from tipcoder.text import format_number

ARTICLE, APA = "article", "apa"
STYLES = (ARTICLE, APA)
_LETTERS = {
    "one-way ANOVA": "F",
    "Welch ANOVA": "F",
    "Wald F, cluster-robust": "F",
    "Welch t": "t",
    "Kruskal-Wallis": "H",
    "Mann-Whitney": "U",
    "Jonckheere-Terpstra": "J",
    "Games-Howell": "t",
    "Pearson correlation": "r",
    "Spearman correlation": "rho",
    "t, cluster-robust CR2": "t",
    "design-based Wald F": "design-based F",
    "weighted correlation": "weighted r",
}
_CHI_SQUARE = ("Pearson chi-square", "Cochran-Armitage")
_CRAMERS_V = "cramers_v"
_APA_EFFECTS = {
    "eta_squared": "η²",
    "epsilon_squared": "ε²",
    "hedges_g": "g",
    _CRAMERS_V: "V",
    "mean_difference": "mean difference",
    "pearson_r": "r",
    "spearman_rho": "rho",
    "kendall_tau_b": "τb",
}
_ARTICLE_EFFECTS = {
    "eta_squared": "eta^2",
    "epsilon_squared": "epsilon^2",
    "hedges_g": "g",
    _CRAMERS_V: "phi_c",
    "mean_difference": "difference",
    "pearson_r": "r",
    "spearman_rho": "rho",
    "kendall_tau_b": "tau_b",
}
_CORRELATIONS = ("pearson_r", "spearman_rho", "kendall_tau_b")
_BOUNDED = (*_CORRELATIONS, "eta_squared", "epsilon_squared", _CRAMERS_V)
"""Effects that cannot exceed 1 lose their leading zero in APA style."""
_ADJUSTMENTS = {"holm": "Holm", "benjamini-hochberg": "Benjamini-Hochberg"}
_SHOWN_IN_TWO = 0.005
"""The least number of which two decimals show more than 0."""


def format_result(result: StatisticalTest, style: str = ARTICLE) -> str:
    """The test with its statistic, p and effect (in the article of tables only); for a refusal, why
    there is none.
    """
    if result.p is None:
        return result.notes[0] if result.notes else "Not tested."
    statistic = _format_statistic(result.test, result.statistic, result.df, result.n, style)
    parts = [statistic, format_p(result.p, style)]
    if style == APA:
        parts += [format_effect(effect, style) for effect in result.effects]
    elif result.test.startswith(_CHI_SQUARE):
        parts += [
            f"phi_c = {effect.value:.2f}" for effect in result.effects if effect.name == _CRAMERS_V
        ][:1]
    return ", ".join(part for part in parts if part)


def format_check(check: SupportingTest, style: str = ARTICLE) -> str:
    """A test beside the main one, or the same on other cases."""
    if check.p is None:
        return check.note or "not tested"
    statistic = _format_statistic(check.test, check.statistic, check.df, check.n, style)
    text = f"{statistic}, {format_p(check.p, style)}"
    if check.test not in statistic:
        text = f"{check.test}: {text}"
    return f"{text} ({check.note})" if check.note else text


def _format_statistic(
    test: str, statistic: float | None, df: tuple[float, ...] | None, n: int, style: str
) -> str:
    gap = "" if style == APA else " "
    if statistic is None:
        return f"{test} (N = {n})"  # an exact test has a p-value and no statistic
    if test.startswith(_CHI_SQUARE):
        letter = "χ²" if style == APA else "chi^2"
        return f"{letter}{gap}({_format_df(df)}, N = {n}) = {statistic:.2f}"
    letter = _LETTERS.get(test, test)
    if not df:
        return f"{letter} = {format_number(statistic)}"
    return f"{letter}{gap}({_format_df(df)}) = {_round_number(statistic)}"


def _format_df(df: Sequence[float] | None) -> str:
    """Degrees of freedom: whole ones without decimals."""
    parts = []
    for number in df or ():
        is_whole = float(number).is_integer()
        parts.append(f"{number:.0f}" if is_whole else f"{number:.2f}")
    return ", ".join(parts)


def _round_number(value: float) -> str:
    """Two decimals, and no minus in front of a zero."""
    text = f"{value:.2f}"
    return text.lstrip("-") if float(text) == 0 else text


def format_p(p: float, style: str = ARTICLE) -> str:
    """`p = 0.003`; `p < 0.001` from 0.001 down as the article's code has it; APA without the
    leading zero.
    """
    if style != APA:
        return "p < 0.001" if p <= 0.001 else f"p = {p:.3f}"
    if p >= 0.9995:
        return "p > .999"
    return "p < .001" if p < 0.001 else f"p = {_drop_zero(f'{p:.3f}')}"


def _drop_zero(text: str) -> str:
    """A number without its leading zero, as APA style wants it for what cannot exceed 1."""
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


def format_effect(effect: Effect, style: str = ARTICLE) -> str:
    """`g = 0.34, 95% CI [0.06, 0.62]`."""
    names = _APA_EFFECTS if style == APA else _ARTICLE_EFFECTS
    name = names.get(effect.name) or effect.name.replace("odds_ratio", "OR")
    text = f"{name} = {_format_bound(effect, effect.value, style)}"
    if effect.low is None or effect.high is None:
        return text
    low = _format_bound(effect, effect.low, style)
    high = _format_bound(effect, effect.high, style)
    return f"{text}, {effect.level:.0%} CI [{low}, {high}]"


def format_corrected(found: CorrectedDifference) -> str:
    """`corrected difference of means = 0.84, 95% CI [0.10, 1.58]`, or why there is none."""
    if found.value is None or found.low is None or found.high is None:
        return found.note
    low, high = _round_number(found.low), _round_number(found.high)
    line = f"difference of {found.what} = {_round_number(found.value)}, 95% CI [{low}, {high}]"
    return f"corrected {line}{'; ' if found.note else ''}{found.note}"


def _format_bound(effect: Effect, value: float, style: str) -> str:
    """A value or an end of its interval."""
    text = _round_number(value)
    return _drop_zero(text) if style == APA and effect.name in _BOUNDED else text


def format_adjusted_p(result: StatisticalTest, style: str = ARTICLE) -> str:
    """`Holm-adjusted p = .48 (16 tests)`; empty where nothing was adjusted."""
    if result.p_adjusted is None:
        return ""
    method = _ADJUSTMENTS.get(result.adjusted_by, result.adjusted_by)
    tests = "test" if result.family_size == 1 else "tests"
    family = f"{result.family_size} {tests}"
    if result.apart:
        family += ", apart from the family"
    return f"{method}-adjusted {format_p(result.p_adjusted, style)} ({family})"


def format_groups(result: StatisticalTest) -> str:
    """Each group with its answers: `Mixed: M = 1.98, SD = 0.31, n = 64`, or its counts."""
    return "; ".join(map(_format_group, result.groups))


def _format_group(group: ComparedGroup) -> str:
    """One group: its counts, or its mean, or only its number."""
    if group.counts:
        told = [name for name, count in group.counts.items() if count is not None]
        counts = ", ".join(_format_count(group, name) for name in told)
        return f"{group.name}: {counts or f'n = {group.n}'}"
    if group.mean is None:
        return f"{group.name}: n = {group.n}"
    sd = "" if group.sd is None else f", SD = {format_amount(group.sd)}"
    return f"{group.name}: M = {format_amount(group.mean)}{sd}, n = {group.n}"


def _format_count(group: ComparedGroup, name: str) -> str:
    """`yes 12/40`, and where there are weights what they make of it: `yes 12/40 (34.1%)`."""
    counted = f"{name} {group.counts[name]}/{group.n}"
    weighted = group.shares.get(name)
    return counted if weighted is None else f"{counted} ({weighted[0]:.1%})"


def format_amount(value: float) -> str:
    """A mean or a deviation with two decimals, or with two digits where that would show 0 only."""
    shows_something = value == 0 or abs(value) >= _SHOWN_IN_TWO
    return f"{value:.2f}" if shows_something else f"{value:.2g}"
