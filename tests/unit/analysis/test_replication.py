"""Every number that the founding study's release can give,
against the evidence folder's independent computation.
"""

from __future__ import annotations

import csv
import math
from pathlib import Path
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest

from conftest import ROOT  # the one of the whole suite
from tipcoder.analysis import contingency, means
from tipcoder.analysis.clusters import clustered_wald
from tipcoder.analysis.country_files import read_country_table
from tipcoder.analysis.crosswalk import Crosswalk, build_crosswalk
from tipcoder.analysis.describing import (
    average_by_group,
    average_values,
    count_shares,
    count_ticked,
)
from tipcoder.analysis.indicators import summarise_by_country
from tipcoder.analysis.mean_pairs import compare_several_means
from tipcoder.analysis.pairs import Pair
from tipcoder.analysis.testing import run_test
from tipcoder.analysis.variables import (
    Levels,
    Numbers,
    build_levels,
    build_numbers,
    build_yes_no,
    number_members,
)
from tipcoder.results.tests import StatisticalTest

SCORES = {
    "importance": (
        "Q3.19",
        {
            "Not an important actor": 0.0,
            "Somewhat important actor": 1.0,
            "Most important actor": 2.0,
        },
    ),
    "positivity": ("Q3.25", {"Negative": -1.0, "Mixed": 0.0, "Positive": 1.0}),
}


@pytest.fixture(scope="module")
def crosswalk() -> Crosswalk:
    with (ROOT / "data" / "reference" / "countries.csv").open(encoding="utf-8", newline="") as file:
        return build_crosswalk(csv.DictReader(file))


@pytest.fixture(scope="module")
def tier_change(release: Any, policy_rows: list[list[str]], crosswalk: Crosswalk) -> Numbers:
    found = summarise_by_country(_policy(policy_rows, "tier"), crosswalk, "last-first").values
    codes = [crosswalk.find_country(name) for name in release.column("work.country")]
    return build_numbers("tier_change", [found.get(code) if code else None for code in codes])


def _policy(rows: list[list[str]], value: str) -> list[Any]:
    return list(
        read_country_table(
            rows, "policy_index.csv", country="countryname", year="year", value=value
        )
    )


def family(expected: dict[str, Any], *names: str) -> list[dict[str, Any]]:
    found = [entry for entry in expected.values() if entry["family"] in names]
    assert found
    return found


def close(value: float | None, entry: dict[str, Any]) -> None:
    assert value == pytest.approx(entry["value"], abs=entry["tolerance"]), entry["id"]


def close_p(p: float | None, wanted: float) -> None:
    assert p == pytest.approx(wanted, rel=1e-3)


def close_df(df: tuple[float, ...] | None, wanted: Any) -> None:
    assert list(df or ()) == pytest.approx(
        wanted if isinstance(wanted, list) else [wanted], abs=0.005
    )


def effects(result: StatisticalTest) -> dict[str, float]:
    return {effect.name: effect.value for effect in result.effects}


def test_the_published_tests(release: Any, expected: dict[str, Any], tier_change: Numbers) -> None:
    for entry in family(expected, "test.importance", "test.positivity"):
        _, outcome, name = entry["id"].split(".", 2)
        groups = getattr(release, outcome)
        found = run_test(
            Pair(outcome, name, groups, release.variable(name, tier_change), ordered=True),
            release.cases,
        )
        close(found.statistic, entry)
        close_df(found.df, entry["df"])
        close_p(found.p, entry["p"])
        assert found.n == entry["n"]
        got, wanted = effects(found), entry["effect"]
        for ours, theirs in (
            ("eta_squared", "eta2"),
            ("hedges_g", "hedges_g"),
            ("mean_difference", "mean_diff"),
            ("cramers_v", "cramers_v"),
            ("cramers_v", "cramers_v_uncorrected"),
            ("odds_ratio", "odds_ratio"),
        ):
            if theirs in wanted:
                assert got[ours] == pytest.approx(wanted[theirs], abs=0.005), entry["id"]
        beside = {check.test: check.p for check in found.parallel_tests}
        extra = entry["extra"]
        for test, key in (("Mann-Whitney", "mannwhitney_p"), ("Fisher exact", "fisher_p")):
            if key in extra:
                close_p(beside[test], extra[key])
        if "ci95" in wanted:
            (difference,) = [effect for effect in found.effects if effect.name == "mean_difference"]
            assert [difference.low, difference.high] == pytest.approx(wanted["ci95"], abs=1e-6)


def test_codes_by_outcomes(
    release: Any, expected: dict[str, Any], themes: dict[str, list[int]]
) -> None:
    """The numbers themselves, which a tool must have although it refuses to headline those
    of tiny codes.
    """
    for entry in family(expected, "code.importance", "code.positivity"):
        _, outcome, theme = entry["id"].split(".")
        groups, states = getattr(release, outcome), np.array(themes[theme])
        usable = groups.known & (states >= 0)
        table = contingency.count_table(states[usable], groups.codes[usable], 2, len(groups.labels))
        table = table[:, table.sum(axis=0) > 0]
        wanted, extra = entry["effect"], entry["extra"]
        two_by_two = outcome == "positivity"
        found = contingency.chi_square(table, yates=two_by_two)
        close(found.statistic, entry)
        close_p(found.p, entry["p"])
        assert int(table.sum()) == entry["n"]
        assert float(contingency.find_expected_counts(table).min()) == pytest.approx(
            extra["min_expected"]
        )
        v = contingency.cramers_v(table).value
        assert v == pytest.approx(
            wanted["cramers_v_uncorrected" if two_by_two else "cramers_v"], abs=1e-6
        )
        exact = contingency.exact_p(table)
        close_p(exact, extra["fisher_p" if two_by_two else "fisher_freeman_halton_exact_p"])
        if two_by_two and wanted.get("odds_ratio"):
            assert contingency.odds_ratio(table).value == pytest.approx(
                wanted["odds_ratio"], abs=1e-6
            )


def test_indicators_by_codes(
    release: Any, expected: dict[str, Any], themes: dict[str, list[int]], tier_change: Numbers
) -> None:
    for entry in family(expected, "code.country"):
        _, _, theme, name = entry["id"].split(".", 3)
        states = Levels(theme, ("absent", "present"), np.array(themes[theme])).swap_labels()
        pair = Pair(name, theme, states, release.variable(name, tier_change), min_n=10)
        found = run_test(pair, release.cases)
        close(found.statistic, entry)
        close_df(found.df, entry["df"])
        close_p(found.p, entry["p"])
        assert effects(found)["hedges_g"] == pytest.approx(entry["effect"]["hedges_g"], abs=0.005)
        assert effects(found)["mean_difference"] == pytest.approx(
            entry["effect"]["mean_diff"], abs=1e-6
        )
        close_p(found.parallel_tests[0].p, entry["extra"]["mannwhitney_p"])
        assert [group.n for group in found.groups] == [
            entry["extra"]["n_present"],
            entry["extra"]["n_absent"],
        ]


def test_merely_answering_is_associated_with_importance(
    release: Any, expected: dict[str, Any]
) -> None:
    for entry in family(expected, "selection"):
        column = entry["columns"][0]
        answered = build_yes_no(column, [cell is not None for cell in release.column(column)])
        found = run_test(Pair("importance", column, release.importance, answered), release.cases)
        close(found.statistic, entry)
        close_p(found.p, entry["p"])
        assert effects(found)["cramers_v"] == pytest.approx(entry["effect"]["cramers_v"], abs=1e-6)


def test_clustered_tests(release: Any, expected: dict[str, Any]) -> None:
    for entry in family(expected, "cluster"):
        outcome, measured = release.importance, release.variable(entry["columns"][1])
        clusters = (
            release.cases.respondent if entry["id"].endswith(".org") else release.cases.country
        )
        usable = outcome.known & measured.known
        found = clustered_wald(measured.values[usable], outcome.codes[usable], 3, clusters[usable])
        assert found is not None
        close(found.statistic, entry)
        close_df(found.df, entry["df"])
        close_p(found.p, entry["p"])
        assert int(usable.sum()) == entry["n"]


def test_averages_by_country_and_region(release: Any, expected: dict[str, Any]) -> None:
    seen = 0
    for entry in family(expected, "country.importance", "country.positivity", "regionmean"):
        if entry["id"].endswith(".anova"):
            continue
        outcome, column = entry["id"].split(".")[1], entry["columns"][1]
        question, scores = SCORES[outcome]
        values = [None if cell is None else scores.get(cell) for cell in release.column(question)]
        scale = (min(scores.values()), max(scores.values()))
        found = {
            mean.label: mean for mean in average_by_group(release.column(column), values, scale, 1)
        }
        mean = found[entry["id"].split(".", 2)[2].replace("_", " ")]
        close(mean.mean, entry)
        assert (mean.answers, mean.rows) == (entry["n"], entry["extra"]["rows"])
        assert mean.sd == pytest.approx(entry["extra"]["sd"], abs=1e-6)
        assert (
            mean.mean is not None
            and mean.sd is not None
            and mean.low is not None
            and mean.high is not None
        )
        # The article draws z standard errors on both sides of a mean; tipcoder prints t intervals.
        half = NormalDist().inv_cdf(0.975) * mean.sd / math.sqrt(mean.answers)
        assert [mean.mean - half, mean.mean + half] == pytest.approx(entry["extra"]["ci"], abs=1e-6)
        assert scale[0] <= mean.low < mean.high <= scale[1]
        seen += 1
    assert seen >= 10


def test_importance_differs_by_region(release: Any, expected: dict[str, Any]) -> None:
    entry = expected["regionmean.importance.anova"]
    regions = build_levels(
        "region",
        sorted({r for r in release.column("work.region") if r}),
        release.column("work.region"),
    )
    values = build_numbers(
        "importance",
        [None if c is None else SCORES["importance"][1].get(c) for c in release.column("Q3.19")],
    )
    usable = regions.known & values.known
    m = means.compute_moments(values.values[usable], regions.codes[usable], len(regions.labels))
    found = means.one_way(m)
    close(found.statistic, entry)
    close_df(found.df, entry["df"])
    assert means.eta_squared(m, found).value == pytest.approx(entry["effect"]["eta2"], abs=1e-6)

    compared = compare_several_means(values.values[usable], regions.codes[usable], regions.labels)
    assert compared is not None
    assert compared.are_alike, "the founding analysis has Tukey's pairs"
    pairs = {pair.kind.removeprefix("pair: "): pair for pair in compared.pairs}
    for name, told in entry["extra"].items():
        pair = pairs[name.replace(" - ", " against ")]
        assert pair.p == pytest.approx(told["p"], abs=1e-6)
        assert f"{told['diff']:.2f}" in pair.note


def _places(release: Any, entry: dict[str, Any]) -> list[int]:
    if not entry["filter"].startswith("one row per clean.id"):
        return list(range(len(release.rows)))
    ids = release.column("clean.id")
    return [n for n, name in enumerate(ids) if name not in ids[:n]]


def test_descriptive_tables(release: Any, expected: dict[str, Any]) -> None:
    seen = 0
    for entry in expected.values():
        if not entry["family"].startswith("table."):
            continue
        places = _places(release, entry)
        question, label = entry["id"].removeprefix("table.").rsplit(".", 1)
        if entry["statistic"].startswith("count + % of rows that ticked"):
            prefix = f"{question}_"
            columns = [
                c
                for c in release.rows[0]
                if c.startswith(prefix) and c.removeprefix(prefix).isdigit()
            ]
            found = {
                line.label: line
                for line in count_ticked(
                    {c: [release.column(c)[n] == "1" for n in places] for c in columns}
                )
            }
            line = found[entry["columns"][0]]
        else:
            cells = release.column(entry["columns"][0])
            line = {line.label: line for line in count_shares([cells[n] for n in places])}[
                label.replace("_", " ")
            ]
        assert (line.count, line.base) == (entry["value"], entry["n"]), entry["id"]
        assert line.share is not None
        assert round(100 * line.share, 2) == entry["extra"]["pct"]
        seen += 1
    assert seen > 40


def test_time_spent(release: Any, expected: dict[str, Any]) -> None:
    entry = expected["table.Q2.1"]
    values = release.floats("Q2.1")
    found = average_values("", [values[n] for n in _places(release, entry)])
    assert [found.mean, found.median, found.sd] == pytest.approx(
        entry["value"], abs=entry["tolerance"]
    )
    assert found.answers == entry["n"]


def test_the_sample(release: Any, expected: dict[str, Any]) -> None:
    ids = release.column("clean.id")
    sizes = [ids.count(name) for name in dict.fromkeys(ids)]
    assert len(ids) == expected["sample.rows"]["value"]
    assert len(sizes) == expected["sample.orgs"]["value"]
    assert sizes.count(1) == expected["sample.one_country"]["value"]
    assert len(set(release.column("work.country"))) == expected["sample.countries_naive"]["value"]
    entry = expected["sample.method_online"]
    methods = release.column("survey.method")
    (online,) = [
        x
        for x in count_shares([methods[n] for n in _places(release, entry)])
        if x.label == "Online"
    ]
    assert (online.count, online.base) == (entry["value"], entry["n"])
    assert online.share == pytest.approx(entry["extra"]["share"])


def test_regions(release: Any, expected: dict[str, Any]) -> None:
    for entry in family(expected, "region"):
        kind, *rest = entry["id"].removeprefix("region.").split(".")
        if kind in ("home", "work"):
            cells = release.column(entry["columns"][0])
            found = {
                line.label: line
                for line in count_shares([cells[n] for n in _places(release, entry)])
            }
            line = found[rest[0].replace("_", " ")]
            assert (line.count, line.base) == (entry["value"], entry["n"])
            continue
        home, work = (
            ("Americas", "Asia and Oceania") if kind == "americas_asia" else (rest[0], rest[0])
        )
        pairs = zip(release.column("home.region"), release.column("work.region"), strict=True)
        lines = {
            line.label: line
            for line in count_shares([there for here, there in pairs if here == home])
        }
        close(lines[work].share, entry)
        assert lines[work].base == entry["n"]


def test_shares_in_the_text(release: Any, expected: dict[str, Any]) -> None:
    hard = count_shares(release.column("Q3.20"))
    at_least = [
        x.count for x in hard if x.label in ("Somewhat hard", "Very hard", "Extremely hard")
    ]
    close(sum(at_least) / hard[0].base, expected["text.hard_at_least_somewhat"])
    important = {x.label: x for x in count_shares(release.column("Q3.19"))}
    some, most = important["Somewhat important actor"], important["Most important actor"]
    close((some.count + most.count) / some.base, expected["text.important_61"])
    entry = expected["text.funded_share"]
    funded = [
        f == "1"
        for f, known in zip(release.column("Q3.18_3"), release.importance.known, strict=True)
        if known
    ]
    close(sum(funded) / len(funded), entry)
    assert (sum(funded), len(funded)) == (entry["extra"]["count"], entry["n"])


def test_the_merge(
    release: Any,
    expected: dict[str, Any],
    policy_rows: list[list[str]],
    crosswalk: Crosswalk,
    shared: Path,
) -> None:
    seen = 0
    tier, policy = _policy(policy_rows, "tier"), _policy(policy_rows, "p")
    mean, change = (
        summarise_by_country(tier, crosswalk, "mean"),
        summarise_by_country(tier, crosswalk, "last-first"),
    )
    p_change = summarise_by_country(policy, crosswalk, "last-first")
    for entry in family(expected, "merge"):
        if entry["statistic"] != "triple":
            continue
        code = crosswalk.find_country(entry["id"].removeprefix("merge.").replace("_", " "))
        assert code
        triple = [found.values[code] for found in (mean, change, p_change)]
        assert triple == pytest.approx(entry["value"], abs=entry["tolerance"]), entry["id"]
        assert mean.names[code] == entry["extra"]["policy_name"]
        seen += 1
    assert seen >= 8
    names = release.column("work.country")
    exact = {row[0] for row in policy_rows[1:]}
    assert (
        sum(name not in exact for name in names) == expected["merge.unmatched_exact_names"]["value"]
    )
    left = [name for name in names if not crosswalk.find_country(name)]
    assert len(left) == expected["merge.after_crosswalk"]["value"]
    assert (
        crosswalk.find_country("Global") == ""
    )  # known to be none, which is not the same as unknown


def test_who_was_asked_and_who_wrote(release: Any, expected: dict[str, Any]) -> None:
    asked = [cell == "Yes" for cell in release.column("Q3.23")]
    assert sum(asked) == expected["code.denominator.asked"]["value"]
    written = [cell is not None for cell in release.column("Q3.24.Text")]
    assert sum(written) == expected["code.denominator.text"]["value"]
    assert number_members(release.column("clean.id")).max() + 1 == expected["sample.orgs"]["value"]


def test_unknown_is_never_counted_as_absent(release: Any, themes: dict[str, list[int]]) -> None:
    """Section 2.3: filling the unknown with 0 makes one finding vanish (p .002 to .071)
    and another appear (.220 to .018).
    """

    def p(theme: str, fill: bool) -> float:
        states = np.array([0 if fill and state < 0 else state for state in themes[theme]])
        usable = release.positivity.known & (states >= 0)
        table = contingency.count_table(states[usable], release.positivity.codes[usable], 2, 2)
        return contingency.chi_square(table).p

    assert p("theme_3", fill=False) == pytest.approx(0.0017326351)
    assert round(p("theme_3", fill=True), 3) == 0.071
