"""Codes by segment in every format: shares with intervals, and their differences from the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tipcoder.agreement.estimates import Estimate
from tipcoder.agreement.number_format import format_with_interval
from tipcoder.export.document import (
    Align,
    Column,
    Document,
    Kind,
    Table,
    plain_paragraph,
    text_cells,
)
from tipcoder.export.report import Report, build_table
from tipcoder.export.result_lines import format_p

TITLE = "Presence of codes"
_KINDS = {
    **dict.fromkeys(("share", "rest_share"), Kind.SHARE),
    **dict.fromkeys(("p", "p_adjusted", "p_clustered", "p_trend"), Kind.P_VALUE),
}

Record = Mapping[str, Any]


def build_segment_report(
    rows: Sequence[Record], columns: Sequence[str], sentences: Sequence[str], divided_by: str
) -> Report:
    """Counts of codes in every format: `divided_by` is what readers call that which makes the
    segments, or empty where there are none.

    Documents name codes by their labels, tables for programs by their keys.
    """
    remarks = tuple(map(plain_paragraph, sentences))
    records = []
    for row in rows:
        records.append({name: row.get(name) for name in columns})
    wide = _build_shown_table(rows, columns, divided_by, is_wide=True)
    narrow = _build_shown_table(rows, columns, divided_by, is_wide=False)
    return Report(
        document=Document(TITLE, (*remarks, wide), is_wide=bool(divided_by)),
        flat=build_table(rows, columns, _KINDS, caption="Presence"),
        records=records,
        narrow=Document(TITLE, (narrow,)),
        remarks=tuple(sentences),
    )


def _build_shown_table(
    rows: Sequence[Record], columns: Sequence[str], divided_by: str, *, is_wide: bool
) -> Table:
    """What people read: on a page with the test and the agreement of coders on the code."""
    has_clusters = any(row.get("p_clustered") is not None for row in rows)
    shown = [Column("code")]
    if divided_by:
        shown.append(Column(divided_by))
    shown.append(Column("present", align=Align.RIGHT))
    if "effective_n" in columns and is_wide:
        shown.append(Column("effective n", align=Align.RIGHT))
    share = "weighted share, 95% CI" if "effective_n" in columns else "share, 95% CI"
    shown.append(Column(share, has_symbols=True))
    if divided_by:
        shown.append(Column("less the rest, 95% CI", has_symbols=True))
        shown.append(Column("adjusted", has_symbols=True))
        if has_clusters:
            shown.append(Column("p by respondent", has_symbols=True))
        if any(row.get("p_trend") is not None for row in rows):
            shown.append(Column("p of trend", has_symbols=True))
        if is_wide:
            shown.append(Column("test"))
    if is_wide or not divided_by:
        shown.append(Column("agreement", has_symbols=True))

    names = [column.name for column in shown]
    place = "country" if "country" in columns else "segment"
    cells = []
    for row in rows:
        texts = _format_row(row)
        texts[divided_by] = str(row.get(place))
        cells.append(text_cells(texts[name] for name in names))
    caption = f"{TITLE} by {divided_by}" if divided_by else TITLE
    return Table(tuple(shown), tuple(cells), caption)


def _format_row(row: Record) -> dict[str, str]:
    """The texts of a row by the heads of their columns."""
    adjusted = row.get("p_adjusted")
    clustered = row.get("p_clustered")
    trend = row.get("p_trend")
    effective = row.get("effective_n")
    share = _format_estimate(row, "share", "low", "high")
    return {
        "code": str(row["label"]),
        "present": f"{row['present']}/{row['known']}",
        "effective n": "" if effective is None else f"{effective:.1f}",
        "share, 95% CI": share,
        "weighted share, 95% CI": share,
        "less the rest, 95% CI": _format_estimate(
            row, "difference", "difference_low", "difference_high"
        ),
        "adjusted": _name_refusal(row) if adjusted is None else format_p(adjusted),
        "p by respondent": "" if clustered is None else format_p(clustered),
        "p of trend": "" if trend is None else format_p(trend),
        "test": str(row.get("test") or ""),
        "agreement": str(row["agreement"]),
    }


def _format_estimate(row: Record, value: str, low: str, high: str) -> str:
    return format_with_interval(Estimate(row.get(value), row.get(low), row.get(high)))


def _name_refusal(row: Record) -> str:
    """What stands in the place of a test: `few cases`, or `not tested`."""
    note = str(row.get("note") or "")
    return note.partition(":")[0].casefold()
