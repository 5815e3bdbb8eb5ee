"""Printed lines, against the article's own format and the rules of APA 7."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tipcoder.export.document import Document, text_table
from tipcoder.export.formats import render_text
from tipcoder.export.latex_text import escape_latex, escape_latex_statistics
from tipcoder.export.result_lines import (
    APA,
    ARTICLE,
    format_adjusted_p,
    format_effect,
    format_groups,
    format_p,
    format_result,
)
from tipcoder.export.result_rows import flatten_result
from tipcoder.export.result_tables import build_tests_report, format_result_block
from tipcoder.export.writers.latex import write_latex
from tipcoder.export.writers.markdown import write_markdown
from tipcoder.results.tests import ComparedGroup, Effect, StatisticalTest, SupportingTest


def markdown(results: list[StatisticalTest], sentences: list[str], style: str) -> str:
    return render_text(build_tests_report(results, sentences, style=style), "markdown")


def latex(results: list[StatisticalTest], sentences: list[str], style: str) -> str:
    return render_text(build_tests_report(results, sentences, style=style), "latex")


def markdown_table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    return write_markdown(Document("t", (text_table(head, rows),))).decode()


def latex_table(caption: str, head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    return write_latex(Document("t", (text_table(head, rows, caption=caption),))).decode()


ANOVA = StatisticalTest(
    "importance", "freedom", "one-way ANOVA", 384, (), 5.9604, (2, 381), 0.00283,
    (Effect("eta_squared", 0.0304, 0.0067, 0.0603, 0.9),),
)  # fmt: skip
WELCH = StatisticalTest(
    "positivity", "avg_tier", "Welch t", 277, (), 2.6264, (122.2231,), 0.0097323,
    (Effect("hedges_g", 0.339, 0.058, 0.62), Effect("mean_difference", 0.1382, 0.034, 0.2424)),
)  # fmt: skip
TABLE = StatisticalTest(
    "importance", "received_funding", "Pearson chi-square", 389, (), 41.48725, (2,), 9.8e-10,
    (Effect("cramers_v", 0.32657, 0.2224, 0.4225),),
)  # fmt: skip


@pytest.mark.parametrize(
    ("result", "printed"),
    [
        (ANOVA, "F (2, 381) = 5.96, p = 0.003"),
        (WELCH, "t (122.22) = 2.63, p = 0.010"),
        (TABLE, "chi^2 (2, N = 389) = 41.49, p < 0.001, phi_c = 0.33"),
    ],
)
def test_the_article_style_is_the_articles(result: StatisticalTest, printed: str) -> None:
    assert format_result(result, ARTICLE) == printed


@pytest.mark.parametrize(
    ("result", "printed"),
    [
        (ANOVA, "F(2, 381) = 5.96, p = .003, η² = .03, 90% CI [.01, .06]"),
        (
            WELCH,
            (
                "t(122.22) = 2.63, p = .010, g = 0.34, 95% CI [0.06, 0.62], mean difference = "
                "0.14, 95% CI [0.03, 0.24]"
            ),
        ),
        (TABLE, "χ²(2, N = 389) = 41.49, p < .001, V = .33, 95% CI [.22, .42]"),
    ],
)
def test_apa_has_no_blank_before_the_bracket_and_no_zero_before_what_cannot_exceed_one(
    result: StatisticalTest, printed: str
) -> None:
    assert format_result(result, APA) == printed


@pytest.mark.parametrize(
    ("p", "article", "apa"),
    [
        (0.0010000, "p < 0.001", "p = .001"),
        (0.00100001, "p = 0.001", "p = .001"),
        (0.0004, "p < 0.001", "p < .001"),
        (0.0554, "p = 0.055", "p = .055"),
        (1.0, "p = 1.000", "p > .999"),
    ],
)
def test_p_values(p: float, article: str, apa: str) -> None:
    assert (format_p(p, ARTICLE), format_p(p, APA)) == (article, apa)


def test_an_adjusted_p_says_by_what_and_over_how_many() -> None:
    adjusted = replace(WELCH, p_adjusted=0.48, adjusted_by="holm", family_size=16)
    assert format_adjusted_p(adjusted, APA) == "Holm-adjusted p = .480 (16 tests)"


def test_a_small_negative_number_is_no_minus_zero() -> None:
    assert format_effect(Effect("hedges_g", -0.001, -0.2, 0.2)) == "g = 0.00, 95% CI [-0.20, 0.20]"


def test_a_refusal_prints_its_sentence_and_its_counts_in_every_form() -> None:
    groups = (
        ComparedGroup("absent", 12, counts={"Low": 6, "High": 6}),
        ComparedGroup("present", 1, counts={"Low": 0, "High": 1}),
    )
    refused = StatisticalTest(
        "grade", "money", "none", 13, groups, notes=("Not tested: 'present' has 1 row.",)
    )
    assert "present: Low 0/1, High 1/1" in format_result_block(refused, ARTICLE)
    for text in (
        format_result_block(refused, APA),
        markdown([refused], [], APA),
        latex([refused], [], APA),
    ):
        assert "1 row" in text
        assert "p =" not in text
    assert flatten_result(refused)["p"] is None
    assert flatten_result(refused)["groups"].endswith("present: Low 0/1, High 1/1")


def test_sensitivities_stand_beside_every_result() -> None:
    checks = (
        SupportingTest("one row per respondent", "Welch t", 261, 2.85, (114.98,), 0.00516),
        SupportingTest(
            "clustered by country", "Wald F, cluster-robust", 277, 6.087, (1, 101), 0.0153
        ),
    )
    result = replace(WELCH, sensitivity=checks)
    shown = format_result_block(result, ARTICLE)
    assert "one row per respondent (n = 261): Welch t: t (114.98) = 2.85, p = 0.005" in shown
    assert (
        "clustered by country (n = 277): Wald F, cluster-robust: F (1, 101) = 6.09, p = 0.015"
        in shown
    )
    assert "| p = 0.005 | p = 0.015 |" in markdown([result], [], ARTICLE)
    assert flatten_result(result)["p clustered by country"] == 0.0153


def test_markup_cannot_be_broken_by_what_people_wrote() -> None:
    assert markdown_table(("a",), [("x | y\n*z*",)]).splitlines()[-1] == r"| x \| y \*z\* |"
    assert escape_latex(r"50% & more_\{x}") == r"50\% \& more\_\textbackslash{}\{x\}"
    # A bar alone is set as a dash, and a row that begins with a star or a bracket
    # loses it to the line break before.
    assert escape_latex("a | b") == r"a \textbar{} b"
    rows = latex_table("t", ("a", "b"), [("*often*", "1"), ("[a] once", "2")]).splitlines()
    assert rows[5:7] == [r"\midrule", r"{}*often* & 1 \\"]
    assert rows[7] == r"{}[a] once & 2 \\"
    assert markdown_table(("a",), [("$x$ and $y$",)]).splitlines()[-1] == r"| \$x\$ and \$y\$ |"


@pytest.mark.parametrize(
    ("printed", "set_in_latex"),
    [
        ("chi^2 (2, N = 389) = 41.49", r"$\chi^2$ (2, \textit{N} = 389) = 41.49"),
        ("phi_c = 0.33", r"$\phi_c$ = 0.33"),
        ("eta^2 = 0.03, omega^2 = 0.02", r"$\eta^2$ = 0.03, $\omega^2$ = 0.02"),
        (
            "χ²(2) = 1.00, ω² = .02, η² = .03",
            r"$\chi^2$(2) = 1.00, $\omega^2$ = .02, $\eta^2$ = .03",
        ),
        ("V = .33, d = 0.20, r = .1", r"\textit{V} = .33, \textit{d} = 0.20, \textit{r} = .1"),
        ("g = -0.52, 95% CI [-0.81, -.23]", r"\textit{g} = $-$0.52, 95\% CI [$-$0.81, $-$.23]"),
        (
            "α ≥ .667, κ ≤ .8 ± .1, n − 1",
            r"$\alpha$ $\geq$ .667, $\kappa$ $\leq$ .8 $\pm$ .1, n $-$ 1",
        ),
        ("2001-2014", "2001-2014"),
        ("with --layer", "with -{}-layer"),
        ("beta^2 of Άλφα", r"beta\textasciicircum{}2 of Άλφα"),
    ],
)
def test_every_symbol_is_a_symbol_in_latex(printed: str, set_in_latex: str) -> None:
    assert escape_latex_statistics(printed) == set_in_latex


def test_what_people_call_things_is_no_statistic_in_latex() -> None:
    named = replace(TABLE, variable="t (1)", variable_label="Group F (x^2) of chi^2")
    assert r"Group F (x\textasciicircum{}2) of chi\textasciicircum{}2 &" in latex(
        [named], [], ARTICLE
    )


def test_labels_are_read_and_keys_are_asked_for_again() -> None:
    named = replace(ANOVA, outcome_label="Importance | weight", variable_label="Freedom")
    assert format_result_block(named, ARTICLE).splitlines()[:2] == [
        "Importance | weight by Freedom",
        "importance by freedom",
    ]
    assert format_result_block(ANOVA, ARTICLE).splitlines()[0] == "importance by freedom"
    assert r"| Importance \| weight | Freedom |" in markdown([named], ["Family 'a|b' <x>"], APA)
    assert r"Family 'a\|b' \<x\>" in markdown([named], ["Family 'a|b' <x>"], APA)
    assert (named.as_dict()["outcome"], named.as_dict()["outcome_label"]) == (
        "importance",
        "Importance | weight",
    )


def test_a_test_beside_the_family_says_so_in_every_form() -> None:
    beside = replace(WELCH, p_adjusted=0.02, adjusted_by="holm", family_size=2, apart=True)
    assert "(2 tests, apart from the family)" in format_result_block(beside, ARTICLE)
    assert "| p = 0.020, apart |" in markdown([beside], [], ARTICLE)
    assert beside.as_dict()["family"] == {"size": 2, "method": "holm", "apart": True}


def test_means_too_small_for_two_decimals_are_not_printed_as_zero() -> None:
    groups = (ComparedGroup("a", 3, 2.5e-7, 1e-7), ComparedGroup("b", 3, 0.0, 0.5))
    assert format_groups(replace(WELCH, groups=groups)) == (
        "a: M = 2.5e-07, SD = 1e-07, n = 3; b: M = 0.00, SD = 0.50, n = 3"
    )


def test_latin_symbols_are_italic_in_latex() -> None:
    assert escape_latex_statistics("t(122.22) = 2.63, p = .010, η² = .03") == (
        r"\textit{t}(122.22) = 2.63, \textit{p} = .010, $\eta^2$ = .03"
    )


def test_what_several_tests_rest_on_is_said_once_behind_all_of_them() -> None:
    about, alone = "A score from 0 to 10.", "Two were left out."
    first = replace(ANOVA, reason="one-way ANOVA: three groups.", notes=(about,))
    second = replace(first, variable="size", notes=(about, alone))
    other = replace(WELCH, reason="Welch t: two groups.")
    third = replace(first, variable="age")
    report = build_tests_report([first, second, third, other], [])
    assert report.narrow is not None
    shown = write_markdown(report.narrow).decode()
    assert shown.count(about) == shown.count("three groups.") == shown.count("two groups.") == 1
    # All tests of the outcome have it, so the outcome alone is named; one test names itself.
    assert f"importance: {about}" in shown
    assert shown.index(alone) < shown.index("positivity by avg_tier") < shown.index(about)
