"""Change between two waves: panels, other respondents, and samples that have both."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tipcoder.analysis.mean_changes import ALL_ANSWERED_ALIKE, ALL_CHANGED_ALIKE
from tipcoder.analysis.wave_changes import ASSUMING, DISAGREEING, estimate_change
from tipcoder.analysis.wave_samples import WaveSamples
from tipcoder.results.changes import ALL, MEAN, OTHERS, PANEL, SHARE

WAVES = ("2023", "2025")
EXTRA_SLEEP = (
    [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0],
    [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4],
)
"""Student's (1908) hours of sleep gained by two drugs, ten patients."""


def panel(before: Sequence[float], after: Sequence[float]) -> WaveSamples:
    """The same people in both waves."""
    ids = [f"p{place}" for place in range(len(before))]
    return WaveSamples(dict(zip(ids, before, strict=True)), dict(zip(ids, after, strict=True)))


def strangers(before: Sequence[float], after: Sequence[float]) -> WaveSamples:
    """Other people in each wave."""
    first = {f"a{place}": value for place, value in enumerate(before)}
    return WaveSamples(first, {f"b{place}": value for place, value in enumerate(after)})


def weigh(samples: WaveSamples) -> WaveSamples:
    """Each respondent with a weight between 0.5 and 1.7."""
    first, second = (
        {one: 0.5 + 0.3 * (place % 5) for place, one in enumerate(values)}
        for values in (samples.before, samples.after)
    )
    return WaveSamples(samples.before, samples.after, first, second)


def join(*samples: WaveSamples) -> WaveSamples:
    """Some in both waves and some in one."""
    before: dict[str, float] = {}
    after: dict[str, float] = {}
    for one in samples:
        before.update(one.before)
        after.update(one.after)
    return WaveSamples(before, after)


def test_the_sleep_of_a_panel_is_compared_as_student_did() -> None:
    found = estimate_change(panel(*EXTRA_SLEEP), WAVES, MEAN)
    assert found.sample == PANEL
    (one,) = found.estimates
    # R: t.test(extra ~ group, data = sleep, paired = TRUE).
    assert one.difference == pytest.approx(1.58)
    assert one.statistic == pytest.approx(4.0621, abs=5e-5)
    assert one.df == 9
    assert one.p == pytest.approx(0.002833, abs=5e-7)
    assert one.low == pytest.approx(0.7001142, abs=5e-7)
    assert one.high == pytest.approx(2.4598858, abs=5e-7)


def test_the_sleep_of_strangers_is_compared_by_welch() -> None:
    found = estimate_change(strangers(*EXTRA_SLEEP), WAVES, MEAN)
    assert found.sample == OTHERS
    (one,) = found.estimates
    # R: t.test(extra ~ group, data = sleep).
    assert one.statistic == pytest.approx(1.8608, abs=5e-5)
    assert one.df == pytest.approx(17.776, abs=5e-4)
    assert one.p == pytest.approx(0.07939, abs=5e-6)
    assert one.low == pytest.approx(-0.2054832, abs=5e-7)
    assert one.high == pytest.approx(3.3654832, abs=5e-7)


def test_a_panel_of_shares_is_tested_by_those_who_changed() -> None:
    # 59 both times, 6 before only, 16 later only, 80 never (Cavo et al., 2012).
    before = [1] * 59 + [1] * 6 + [0] * 16 + [0] * 80
    after = [1] * 59 + [0] * 6 + [1] * 16 + [0] * 80
    (one,) = estimate_change(panel(before, after), WAVES, SHARE).estimates
    assert (one.before.count, one.before.n, one.after.count) == (65, 161, 75)
    # The book subtracts the other way round: -0.0621 [-0.1186, -0.0046].
    assert one.difference == pytest.approx(0.0621, abs=6e-5)
    assert one.low == pytest.approx(0.0046, abs=6e-5)
    assert one.high == pytest.approx(0.1186, abs=6e-5)
    # scipy: binomtest(6, 22).pvalue less the chance of exactly 6 of 22.
    assert one.p == pytest.approx(0.0346897, abs=5e-7)
    assert "22 changed" in one.reason


def test_other_respondents_have_newcombes_interval_and_the_usual_test() -> None:
    before = [1] * 48 + [0] * 32
    after = [1] * 56 + [0] * 14
    (one,) = estimate_change(strangers(before, after), WAVES, SHARE).estimates
    assert one.low == pytest.approx(0.0524, abs=6e-5)
    assert one.high == pytest.approx(0.3339, abs=6e-5)
    # scipy.stats.chi2_contingency([[48, 32], [56, 14]]), which corrects as R does.
    assert one.statistic == pytest.approx(6.1142704)
    assert one.p == pytest.approx(0.0134092, abs=5e-7)


@pytest.mark.parametrize("measure", [SHARE, MEAN])
def test_over_all_lies_between_its_two_samples(measure: str) -> None:
    both = panel([1] * 20 + [0] * 40, [1] * 15 + [0] * 5 + [1] * 10 + [0] * 30)
    others = strangers([1] * 15 + [0] * 45, [1] * 21 + [0] * 39)
    found = estimate_change(join(both, others), WAVES, measure)
    assert [one.sample for one in found.estimates] == [ALL, PANEL, OTHERS]
    whole, inside, outside = found.estimates
    assert inside.difference == pytest.approx(5 / 60)
    assert outside.difference == pytest.approx(6 / 60)
    assert whole.difference == pytest.approx(11 / 120)
    assert (whole.before.n, whole.after.n) == (120, 120)
    assert found.notes == (ASSUMING,)
    # More people and the same correlation: narrower than either part.
    for part in (inside, outside):
        assert whole.error is not None
        assert part.error is not None
        assert whole.error < part.error


def test_over_all_the_z_of_shares_is_that_of_its_paper() -> None:
    """Derrick et al. (2015): z from the pooled share, less twice the covariance of the pairs."""
    both = panel([1] * 20 + [0] * 40, [1] * 15 + [0] * 5 + [1] * 10 + [0] * 30)
    others = strangers([1] * 15 + [0] * 45, [1] * 21 + [0] * 39)
    whole = estimate_change(join(both, others), WAVES, SHARE).estimates[0]
    # By hand: phi = (15 * 30 - 5 * 10) / sqrt(20 * 40 * 25 * 35), shares 35/120 and 46/120.
    phi = 400 / (20 * 40 * 25 * 35) ** 0.5
    pooled = 81 / 240
    variance = pooled * (1 - pooled) * (2 / 120 - 2 * phi * 60 / 120**2)
    assert whole.statistic == pytest.approx((11 / 120) / variance**0.5)


def test_over_all_the_t_of_means_ends_in_the_two_tests_that_it_joins() -> None:
    """Derrick et al. (2017): with nearly everybody in both waves it is the paired t, and with
    nearly nobody it is Welch's.
    """
    before = [float(place % 7) for place in range(4000)]
    after = [value + 0.5 + (place % 3) / 2 for place, value in enumerate(before)]
    (paired,) = estimate_change(panel(before, after), WAVES, MEAN).estimates
    joined = join(panel(before, after), strangers([3.0], []))
    whole = estimate_change(joined, WAVES, MEAN).estimates[0]
    assert whole.df == pytest.approx(paired.df, rel=0.01)
    assert whole.error == pytest.approx(paired.error, rel=0.01)

    apart = strangers(before, after)
    (welch,) = estimate_change(apart, WAVES, MEAN).estimates
    nearly = join(apart, panel([3.0], [4.0]))
    whole = estimate_change(nearly, WAVES, MEAN).estimates[0]
    assert whole.df == pytest.approx(welch.df, rel=0.01)
    assert whole.error == pytest.approx(welch.error, rel=0.01)


def test_over_all_the_t_of_means_is_that_of_its_paper() -> None:
    """By hand: ten pairs with r = 1 and two people more in each wave."""
    pairs = panel([float(place) for place in range(10)], [place + 1.0 for place in range(10)])
    whole = estimate_change(join(pairs, strangers([4.0, 5.0], [5.0, 6.0])), WAVES, MEAN)
    one = whole.estimates[0]
    # Both waves have n = 12, squared deviations of 83, and a covariance of the pairs with r = 1.
    variance = 83 / 11
    error = (2 * variance / 12 - 2 * variance * 10 / 144) ** 0.5
    assert one.difference == pytest.approx(1.0)
    assert one.statistic == pytest.approx(1 / error)
    # gamma of Welch is 22; 9 + (22 - 10 + 1) / (2 + 2 + 20) * 4.
    assert one.df == pytest.approx(9 + 13 / 24 * 4)


def test_where_the_samples_contradict_each_other_nothing_is_said_over_all() -> None:
    both = panel([0] * 60, [1] * 30 + [0] * 30)
    others = strangers([1] * 30 + [0] * 30, [1] * 10 + [0] * 50)
    found = estimate_change(join(both, others), WAVES, SHARE)
    assert [one.sample for one in found.estimates] == [PANEL, OTHERS]
    assert found.sample == PANEL
    assert found.notes == (DISAGREEING,)


def test_few_respondents_are_counted_and_not_tested() -> None:
    (one,) = estimate_change(panel([1, 0, 0], [1, 1, 0]), WAVES, SHARE).estimates
    assert (one.before.count, one.after.count, one.before.n) == (1, 2, 3)
    assert one.p is None
    assert one.difference is None
    assert one.notes == (
        "Not tested: 3 answered in both waves, and a comparison needs at least 10 respondents.",
    )


@pytest.mark.parametrize("measure", [SHARE, MEAN])
def test_nobody_at_all_is_no_error(measure: str) -> None:
    (one,) = estimate_change(WaveSamples({}, {}), WAVES, measure).estimates
    assert one.before.value is None
    assert one.p is None
    assert one.notes[0].startswith("Not tested: 2023 has 0 and 2025 has 0")


def test_what_never_varies_is_shown_without_a_test() -> None:
    (one,) = estimate_change(strangers([0] * 20, [0] * 20), WAVES, SHARE).estimates
    assert one.difference == 0
    assert one.low is not None
    assert one.low < 0
    assert one.p is None
    (other,) = estimate_change(panel([1.0] * 12, [2.0] * 12), WAVES, MEAN).estimates
    assert other.difference == 1.0
    assert other.p is None


@pytest.mark.parametrize("is_weighted", [False, True])
def test_rounding_is_no_width_of_a_change(*, is_weighted: bool) -> None:
    """Everybody rose by 0.1, which floats write as 0.09999999999999998 and 0.1 in turn."""
    before = [n % 7 / 10 for n in range(20)]
    samples = panel(before, [(n % 7 + 1) / 10 for n in range(20)])
    others = strangers([7.3] * 12, [7.3] * 13)
    mixed = join(samples, strangers([0.1 * 3] * 12, [0.3] * 12))
    if is_weighted:
        samples, others = weigh(samples), weigh(others)
    (one,) = estimate_change(samples, WAVES, MEAN).estimates
    assert one.difference == pytest.approx(0.1)
    assert (one.test, one.p, one.low) == ("", None, None)
    assert one.notes == (ALL_CHANGED_ALIKE,)
    (other,) = estimate_change(others, WAVES, MEAN).estimates
    assert (other.test, other.p, other.notes) == ("", None, (ALL_ANSWERED_ALIKE,))
    assert estimate_change(mixed, WAVES, MEAN).estimates[-1].p is None


def test_a_change_of_small_numbers_is_no_rounding() -> None:
    """The sleep of Student's patients in tens of millions of hours."""
    small = [[1e-7 * hours for hours in drug] for drug in EXTRA_SLEEP]
    (one,) = estimate_change(panel(*small), WAVES, MEAN).estimates
    assert one.p == pytest.approx(0.002833, abs=5e-7)


def test_what_nobody_says_in_either_wave_is_not_tested() -> None:
    """A statistic of 0 / 0 is none, and such a test would make the family of the others larger."""
    for value in (0, 1):
        found = estimate_change(
            join(panel([value] * 12, [value] * 12), strangers([value] * 9, [value] * 7)),
            WAVES,
            SHARE,
        )
        assert {one.sample for one in found.estimates} == {PANEL, OTHERS, ALL}
        assert all(one.p is None and one.statistic is None for one in found.estimates)
        assert all(one.notes[0].startswith("Not tested") for one in found.estimates)
