"""Codes by segment in every format: shares with intervals, and their differences from the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tipcoder.agreement.estimates import Estimate
from tipcoder.agreement.number_format import format_with_interval
from tipcoder.export.codes_nowhere import list_codes_nowhere, name_codes_nowhere
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
_PRESENT, _EFFECTIVE = "present", "effective n"
_WEIGHTED_SHARE = "weighted share, 95% CI"
_SHARE, _DIFFERENCE = "share, 95% CI", "less the rest, 95% CI"
_CORRECTED, _ROGAN_GLADEN = "corrected, 95% CI", "Rogan-Gladen, 95% CI"
_CORRECTED_DIFFERENCE = "corrected, less the rest"

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
    nowhere = list_codes_nowhere(rows, "label", (_PRESENT,))
    told = [row for row in rows if str(row["label"]) not in nowhere]
    narrow = [_build_shown_table(told, columns, divided_by, is_wide=False)]
    return Report(
        document=Document(TITLE, (*remarks, wide), is_wide=bool(divided_by)),
        flat=build_table(rows, columns, _KINDS, caption="Presence"),
        records=records,
        narrow=Document(
            TITLE, (*narrow, *map(plain_paragraph, name_codes_nowhere(nowhere, "On no case")))
        ),
        remarks=tuple(sentences),
    )


def _build_shown_table(
    rows: Sequence[Record], columns: Sequence[str], divided_by: str, *, is_wide: bool
) -> Table:
    """What people read: on a page with the test and the agreement of coders on the code."""
    if "corrected" in columns and not is_wide:
        # A terminal has room for what was asked for; pages and files have all of it.
        figures = [_SHARE, _CORRECTED, _CORRECTED_DIFFERENCE if divided_by else _ROGAN_GLADEN]
    else:
        figures = _list_figures(rows, columns, bool(divided_by), is_wide=is_wide)
    shown = [Column(name) for name in ("code", divided_by) if name]
    for name in figures:
        is_count = name in (_PRESENT, _EFFECTIVE)
        align = Align.RIGHT if is_count else Align.LEFT
        shown.append(Column(name, align=align, has_symbols=not is_count and name != "test"))

    names = [column.name for column in shown]
    place = "country" if "country" in columns else "segment"
    cells = []
    for row in rows:
        texts = _format_row(row)
        texts[divided_by] = str(row.get(place))
        cells.append(text_cells(texts[name] for name in names))
    caption = f"{TITLE} by {divided_by}" if divided_by else TITLE
    return Table(tuple(shown), tuple(cells), caption)


def _list_figures(
    rows: Sequence[Record], columns: Sequence[str], is_divided: bool, *, is_wide: bool
) -> list[str]:
    """Heads of the columns behind the code and the segment."""
    is_weighted = "effective_n" in columns
    is_corrected = "corrected" in columns
    # Every head that there is, in order, and whether it stands here.
    heads = (
        (_PRESENT, True),
        (_EFFECTIVE, is_weighted and is_wide),
        (_WEIGHTED_SHARE, is_weighted),
        (_SHARE, not is_weighted),
        (_DIFFERENCE, is_divided),
        ("adjusted", is_divided),
        ("p by respondent", is_divided and _has_value(rows, "p_clustered")),
        ("p of trend", is_divided and _has_value(rows, "p_trend")),
        ("test", is_divided and is_wide),
        (_CORRECTED, is_corrected),
        (_ROGAN_GLADEN, is_corrected),
        (_CORRECTED_DIFFERENCE, is_corrected and is_divided),
        ("agreement", is_wide or not is_divided),
    )
    return [head for head, stands in heads if stands]


def _has_value(rows: Sequence[Record], name: str) -> bool:
    return any(row.get(name) is not None for row in rows)


def _format_row(row: Record) -> dict[str, str]:
    """The texts of a row by the heads of their columns."""
    adjusted = row.get("p_adjusted")
    clustered = row.get("p_clustered")
    trend = row.get("p_trend")
    effective = row.get("effective_n")
    share = _format_estimate(row, "share", "low", "high")
    return {
        "code": str(row["label"]),
        _PRESENT: f"{row['present']}/{row['known']}",
        _EFFECTIVE: "" if effective is None else f"{effective:.1f}",
        _SHARE: share,
        _WEIGHTED_SHARE: share,
        _DIFFERENCE: _format_named(row, "difference"),
        _CORRECTED: _format_corrected(row, "corrected"),
        _ROGAN_GLADEN: _format_corrected(row, "rogan_gladen"),
        _CORRECTED_DIFFERENCE: _format_corrected(row, "corrected_difference"),
        "adjusted": _name_refusal(row) if adjusted is None else format_p(adjusted),
        "p by respondent": "" if clustered is None else format_p(clustered),
        "p of trend": "" if trend is None else format_p(trend),
        "test": str(row.get("test") or ""),
        "agreement": str(row["agreement"]),
    }


def _format_estimate(row: Record, value: str, low: str, high: str) -> str:
    return format_with_interval(Estimate(row.get(value), row.get(low), row.get(high)))


def _format_named(row: Record, name: str) -> str:
    return _format_estimate(row, name, f"{name}_low", f"{name}_high")


def _format_corrected(row: Record, name: str) -> str:
    return "not corrected" if row.get(name) is None else _format_named(row, name)


def _name_refusal(row: Record) -> str:
    """What stands in the place of a test: `few cases`, or `not tested`."""
    note = str(row.get("note") or "")
    return note.partition(":")[0].casefold()
