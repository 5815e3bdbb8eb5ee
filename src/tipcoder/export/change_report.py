"""Change between two waves, in every format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from tipcoder.agreement.estimates import Estimate
from tipcoder.agreement.number_format import format_with_interval
from tipcoder.export.document import (
    Align,
    Column,
    Document,
    Kind,
    Paragraph,
    Preformatted,
    Run,
    Table,
    plain_paragraph,
    text_cells,
)
from tipcoder.export.report import Report, build_table
from tipcoder.export.result_lines import format_amount, format_p
from tipcoder.results.changes import (
    ALL,
    OTHERS,
    PANEL,
    SHARE,
    ChangeEstimate,
    DriftCheck,
    WaveChange,
    WaveFigure,
)

TITLE = "Change between waves"
SAMPLES = {ALL: "all", PANEL: "in both waves", OTHERS: "in one wave"}
"""What readers call the samples."""
_ADJUSTED = {"holm": "Holm", "benjamini-hochberg": "Benjamini-Hochberg"}
_FLAT = (
    *("name", "label", "level", "group", "measure", "sample", "is_headline"),
    *("from", "from_n", "from_count", "from_value", "from_sd"),
    *("to", "to_n", "to_count", "to_value", "to_sd"),
    *("difference", "low", "high", "interval", "test", "statistic", "df", "p"),
    *("p_adjusted", "adjusted_by", "family_size"),
    *("drift_answers", "drift_then", "drift_now", "drift", "drift_low", "drift_high"),
    *("rest", "rest_low", "rest_high", "drift_alpha", "drift_alpha_low", "drift_alpha_high"),
    *("reason", "note"),
)
_KINDS = dict.fromkeys(("p", "p_adjusted"), Kind.P_VALUE)


def build_change_report(changes: Sequence[WaveChange], sentences: Sequence[str]) -> Report:
    """The changes in every format; `sentences` belong to all of them."""
    remarks = tuple(map(plain_paragraph, sentences))
    flat = build_table(list(_flatten_all(changes)), _FLAT, _KINDS, caption=TITLE)
    return Report(
        document=Document(TITLE, (*remarks, _build_wide_table(changes)), is_wide=True),
        flat=flat,
        records=[change.as_dict() for change in changes],
        narrow=_build_narrow(changes, sentences),
        remarks=tuple(sentences),
    )


def _flatten_all(changes: Sequence[WaveChange]) -> Iterator[dict[str, Any]]:
    """A row for each estimate: the headline of a change first."""
    for change in changes:
        for estimate in (change.headline, *change.parts):
            yield _flatten(change, estimate)


def _flatten(change: WaveChange, estimate: ChangeEstimate) -> dict[str, Any]:
    is_headline = estimate.sample == change.sample
    notes = (*estimate.notes, *(_list_own_notes(change) if is_headline else ()))
    return {
        "name": change.name,
        "label": change.label or change.name,
        "level": change.level or None,
        "group": change.group or None,
        "measure": change.measure,
        "sample": estimate.sample,
        "is_headline": "yes" if is_headline else "no",
        **_flatten_figure("from", estimate.before),
        **_flatten_figure("to", estimate.after),
        "difference": estimate.difference,
        "low": estimate.low,
        "high": estimate.high,
        "interval": estimate.interval,
        "test": estimate.test,
        "statistic": estimate.statistic,
        "df": estimate.df,
        "p": estimate.p,
        "p_adjusted": change.p_adjusted if is_headline else None,
        "adjusted_by": change.adjusted_by if is_headline else None,
        "family_size": change.family_size if is_headline and change.adjusted_by else None,
        **(_flatten_drift(change.drift) if is_headline and change.drift else {}),
        "reason": estimate.reason,
        "note": " ".join(notes),
    }


def _flatten_drift(drift: DriftCheck) -> dict[str, Any]:
    return {
        "drift_answers": drift.answers,
        "drift_then": drift.then,
        "drift_now": drift.now,
        "drift": drift.difference,
        "drift_low": drift.low,
        "drift_high": drift.high,
        "rest": drift.rest,
        "rest_low": drift.rest_low,
        "rest_high": drift.rest_high,
        "drift_alpha": drift.alpha,
        "drift_alpha_low": drift.alpha_low,
        "drift_alpha_high": drift.alpha_high,
    }


def _flatten_figure(side: str, figure: WaveFigure) -> dict[str, Any]:
    return {
        side: figure.wave,
        f"{side}_n": figure.n,
        f"{side}_count": figure.count,
        f"{side}_value": figure.value,
        f"{side}_sd": figure.sd,
    }


def _build_wide_table(changes: Sequence[WaveChange]) -> Table:
    """A row for each estimate as people read it, and the notes below."""
    first = changes[0].headline if changes else None
    waves = (first.before.wave, first.after.wave) if first else ("earlier", "later")
    columns = (
        Column("what", wraps=True),
        Column("respondents"),
        Column(waves[0], align=Align.RIGHT),
        Column(waves[1], align=Align.RIGHT),
        Column("change, 95% CI", has_symbols=True),
        Column("test", has_symbols=True, wraps=True),
        Column("adjusted", has_symbols=True),
    )
    rows = []
    for change in changes:
        for estimate in (change.headline, *change.parts):
            rows.append(text_cells(_list_cells(change, estimate)))
    return Table(columns, tuple(rows), TITLE, tuple(list_notes(changes)))


def _list_cells(change: WaveChange, estimate: ChangeEstimate) -> list[str]:
    is_headline = estimate.sample == change.sample
    adjusted = ""
    if is_headline and change.p_adjusted is not None:
        adjusted = format_p(change.p_adjusted)
    return [
        change.heading,
        SAMPLES[estimate.sample],
        format_figure(estimate.before),
        format_figure(estimate.after),
        format_difference(change.measure, estimate),
        format_test(estimate),
        adjusted,
    ]


def list_notes(changes: Sequence[WaveChange]) -> list[str]:
    """Notes that concern single changes, each once with all its places in front."""
    places: dict[str, dict[str, None]] = {}
    for change in changes:
        notes = (*_list_own_notes(change), *(n for one in change.estimates for n in one.notes))
        for note in notes:
            places.setdefault(note, {})[change.heading] = None
    return [f"{', '.join(named)}: {note}" for note, named in places.items()]


def _list_own_notes(change: WaveChange) -> tuple[str, ...]:
    """What is to be said of a change: what coding old answers again says of it first."""
    if change.drift is None:
        return change.notes
    return (*describe_drift(change, change.drift), *change.drift.notes, *change.notes)


def describe_drift(change: WaveChange, drift: DriftCheck) -> tuple[str, ...]:
    """The change, that of the coders, and what is left; then how well now agrees with then."""
    again = _format_between(drift.difference, drift.low, drift.high)
    sentence = (
        f"On {drift.answers} answers of wave {drift.wave} coded again, today's coding gives "
        f"{again} ({drift.then:.1%} then, {drift.now:.1%} now)"
    )
    if drift.rest is not None and drift.rest_low is not None and drift.rest_high is not None:
        observed = format_difference(change.measure, change.headline)
        rest = _format_between(drift.rest, drift.rest_low, drift.rest_high)
        sentence = f"Observed change {observed}. {sentence}. What is left is {rest}"
    alpha = format_with_interval(Estimate(drift.alpha, drift.alpha_low, drift.alpha_high))
    return (
        f"{sentence}.",
        f"Agreement of now with then: α = {alpha}; {drift.gained} of the answers gained the code "
        f"and {drift.dropped} lost it.",
    )


def _format_between(value: float, low: float, high: float) -> str:
    """`+5.0 points [-1.0, 11.0]`."""
    ends = f"[{_format_amount(SHARE, low)}, {_format_amount(SHARE, high)}]"
    return f"{_format_amount(SHARE, value)} points {ends}"


def _build_narrow(changes: Sequence[WaveChange], sentences: Sequence[str]) -> Document:
    blocks: list[Paragraph | Preformatted] = []
    if sentences:
        blocks.append(Paragraph((Run("\n".join(sentences)),)))
    blocks += [Preformatted(_format_block(change)) for change in changes]
    return Document(TITLE, tuple(blocks))


def _format_block(change: WaveChange) -> str:
    """A change for the screen: its name and its figures first, then everything it rests on."""
    headline = change.headline
    lines = [_format_estimate(change, headline)]
    if change.p_adjusted is not None:
        method = _ADJUSTED.get(change.adjusted_by, change.adjusted_by)
        tests = "test" if change.family_size == 1 else "tests"
        family = f"{change.family_size} {tests}"
        lines.append(f"{method}-adjusted {format_p(change.p_adjusted)} ({family})")
    for part in change.parts:
        lines.append(f"{SAMPLES[part.sample]}: {_format_estimate(change, part)}")
    said = (headline.reason, *headline.notes, *(n for one in change.parts for n in one.notes))
    # What holds of everybody holds of both parts, and is said once.
    lines += filter(None, dict.fromkeys((*said, *_list_own_notes(change))))
    return "\n".join([change.heading, *(f"  {line}" for line in lines)])


def _format_estimate(change: WaveChange, estimate: ChangeEstimate) -> str:
    """`2023: 25.0% (20/80), 2025: 37.5% (30/80): +12.5 points [1.0, 23.4], p = 0.034`."""
    before, after = estimate.before, estimate.after
    figures = f"{before.wave}: {format_figure(before)}, {after.wave}: {format_figure(after)}"
    told = (format_difference(change.measure, estimate), format_test(estimate))
    return "; ".join(part for part in (figures, *told) if part)


def format_figure(figure: WaveFigure) -> str:
    """`25.0% (20/80)`, or `M = 1.98, SD = 0.31, n = 64`."""
    if figure.value is None:
        return "nobody"
    if figure.count is not None:
        return f"{figure.value:.1%} ({figure.count}/{figure.n})"
    sd = "" if figure.sd is None else f", SD = {format_amount(figure.sd)}"
    return f"M = {format_amount(figure.value)}{sd}, n = {figure.n}"


def format_difference(measure: str, estimate: ChangeEstimate) -> str:
    """`+12.5 points [1.0, 23.4]`, or `+0.31 [0.02, 0.60]`; empty where there is none."""
    if estimate.difference is None:
        return ""
    interval = ""
    if estimate.low is not None and estimate.high is not None:
        low, high = (_format_amount(measure, end) for end in (estimate.low, estimate.high))
        interval = f" [{low}, {high}]"
    unit = " points" if measure == SHARE else ""
    return f"{_format_amount(measure, estimate.difference)}{unit}{interval}"


def _format_amount(measure: str, value: float) -> str:
    """With its sign, of shares in points of a hundred; a rounded zero has no sign."""
    text = f"{value * 100:+.1f}" if measure == SHARE else f"{value:+.2f}"
    return text.lstrip("+-") if float(text) == 0 else text


def format_test(estimate: ChangeEstimate) -> str:
    """`McNemar mid-p, p = 0.034`; empty where there is no test."""
    if estimate.p is None:
        return ""
    statistic = ""
    if estimate.statistic is not None:
        df = "" if estimate.df is None else f" ({_format_df(estimate.df)})"
        statistic = f"{df} = {estimate.statistic:.2f}"
    return f"{estimate.test}{statistic}, {format_p(estimate.p)}"


def _format_df(df: float) -> str:
    return f"{df:.0f}" if float(df).is_integer() else f"{df:.2f}"
