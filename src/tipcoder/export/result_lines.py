"""A result as a printed line: as the founding article prints it (R), or in APA 7."""

from __future__ import annotations

from collections.abc import Sequence

from tipcoder.results import Effect, StatisticalTest, SupportingTest

ARTICLE, APA = "article", "apa"
STYLES = (ARTICLE, APA)
_LETTERS = {
    "one-way ANOVA": "F",
    "Welch ANOVA": "F",
    "Wald F, cluster-robust": "F",
    "Welch t": "t",
    "Kruskal-Wallis": "H",
    "Mann-Whitney": "U",
}
_CHI2 = "Pearson chi-square"
_APA_EFFECTS = {"eta_squared": "η²", "hedges_g": "g", "cramers_v": "V", "mean_difference": "mean difference"}
_ARTICLE_EFFECTS = {"eta_squared": "eta^2", "hedges_g": "g", "cramers_v": "phi_c", "mean_difference": "difference"}
_BOUNDED = ("eta_squared", "cramers_v")
"""Effects that cannot exceed 1 lose their leading zero in APA style."""


def format_result(result: StatisticalTest, style: str = ARTICLE) -> str:
    """The test with its statistic, p and effect (in the article of tables only); for a refusal, why there is none."""
    if result.p is None:
        return result.notes[0] if result.notes else "Not tested."
    if style == APA:
        parts = [
            _format_statistic(result.test, result.statistic, result.df, result.n, style),
            format_p(result.p, style),
        ]
        parts += [format_effect(effect, style) for effect in result.effects]
        return ", ".join(part for part in parts if part)
    text = ", ".join(
        part
        for part in (
            _format_statistic(result.test, result.statistic, result.df, result.n, style),
            format_p(result.p, style),
        )
        if part
    )
    v = next((effect for effect in result.effects if effect.name == "cramers_v"), None)
    return f"{text}, phi_c = {v.value:.2f}" if v is not None and result.test.startswith(_CHI2) else text


def format_check(check: SupportingTest, style: str = ARTICLE) -> str:
    """A test beside the main one, or the same on other cases."""
    if check.p is None:
        return check.note or "not tested"
    statistic = _format_statistic(check.test, check.statistic, check.df, check.n, style)
    text = f"{statistic}, {format_p(check.p, style)}"
    return text if check.test in statistic else f"{check.test}: {text}"


def _format_statistic(test: str, statistic: float | None, df: tuple[float, ...] | None, n: int, style: str) -> str:
    gap = "" if style == APA else " "
    if statistic is None:
        return f"{test}{gap or ' '}(N = {n})"
    if test.startswith(_CHI2):
        letter = "χ²" if style == APA else "chi^2"
        return f"{letter}{gap}({_format_df(df)}, N = {n}) = {statistic:.2f}"
    letter = _LETTERS.get(test, test)
    if not df:
        return f"{letter} = {statistic:g}"
    return f"{letter}{gap}({_format_df(df)}) = {_format_rounded(statistic, 2)}"


def _format_df(df: Sequence[float] | None) -> str:
    return ", ".join(f"{d:.0f}" if float(d).is_integer() else f"{d:.2f}" for d in df or ())


def _format_rounded(value: float, digits: int) -> str:
    text = f"{value:.{digits}f}"
    return text.lstrip("-") if float(text) == 0 else text


def format_p(p: float, style: str = ARTICLE) -> str:
    """`p = 0.003`; `p < 0.001` from 0.001 down as the article's code has it; APA without the leading zero."""
    if style == APA:
        if p >= 0.9995:
            return "p > .999"
        return "p < .001" if p < 0.001 else f"p = {_drop_leading_zero(f'{p:.3f}')}"
    return "p < 0.001" if p <= 0.001 else f"p = {p:.3f}"


def _drop_leading_zero(text: str) -> str:
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


def format_effect(effect: Effect, style: str = ARTICLE) -> str:
    """`g = 0.34, 95% CI [0.06, 0.62]`."""

    def format_number(value: float) -> str:
        text = _format_rounded(value, 2)
        return _drop_leading_zero(text) if style == APA and effect.name in _BOUNDED else text

    names = _APA_EFFECTS if style == APA else _ARTICLE_EFFECTS
    name = names.get(effect.name) or effect.name.replace("odds_ratio", "OR")
    text = f"{name} = {format_number(effect.value)}"
    if effect.low is None or effect.high is None:
        return text
    return f"{text}, {effect.level:.0%} CI [{format_number(effect.low)}, {format_number(effect.high)}]"


def format_adjusted_p(result: StatisticalTest, style: str = ARTICLE) -> str:
    """`Holm-adjusted p = .48 (16 tests)`."""
    if result.p_adjusted is None:
        return ""
    method = {"holm": "Holm", "benjamini-hochberg": "Benjamini-Hochberg"}.get(result.adjusted_by, result.adjusted_by)
    of = f"{result.family_size} {'test' if result.family_size == 1 else 'tests'}"
    if result.apart:
        of += ", apart from the family"
    return f"{method}-adjusted {format_p(result.p_adjusted, style)} ({of})"


def format_groups(result: StatisticalTest) -> str:
    """Each group with its answers: `Mixed: M = 1.98, SD = 0.31, n = 64`, or its counts."""
    parts = []
    for group in result.groups:
        if group.counts:
            shown = ", ".join(f"{name} {count}/{group.n}" for name, count in group.counts.items())
            parts.append(f"{group.name}: {shown}")
        elif group.mean is None:
            parts.append(f"{group.name}: n = {group.n}")
        else:
            sd = "" if group.sd is None else f", SD = {format_amount(group.sd)}"
            parts.append(f"{group.name}: M = {format_amount(group.mean)}{sd}, n = {group.n}")
    return "; ".join(parts)


def format_amount(value: float) -> str:
    """A mean or a deviation with two decimals, or with two digits where that would show 0 only."""
    return f"{value:.2f}" if value == 0 or abs(value) >= 0.005 else f"{value:.2g}"
