"""Words of answers in columns: lists, and lines in context."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tipcoder.agreement.number_format import format_percent
from tipcoder.export.document import Align, Column, Document, Kind, Table, text_cells
from tipcoder.export.report import Report, build_records_report

WORDS = "Words"
_COUNTED = ("word", "uses", "answers", "respondents", "share")
_COMPARED = ("segment", *_COUNTED, "rest_answers", "rest_share", "keyness")
_CONTEXT = ("case", "question", "left", "word", "right")
_KINDS = {"share": Kind.SHARE, "rest_share": Kind.SHARE}

Record = Mapping[str, object]


def build_word_report(
    rows: Sequence[Record], sentences: Sequence[str], *, is_divided: bool
) -> Report:
    """Words with their counts, beside the rest where they are divided."""
    columns = _COMPARED if is_divided else _COUNTED
    report = build_records_report(
        WORDS, rows, columns, kinds=_KINDS, remarks=sentences, empty="No word is left to count."
    )
    if not rows:
        return report
    shown = [_shorten(row) for row in rows]
    texts = ("segment", "word")
    heads = [Column(name, align=Align.LEFT if name in texts else Align.RIGHT) for name in columns]
    cells = [text_cells(map(row.__getitem__, columns)) for row in shown]
    return replace(report, narrow=Document(WORDS, (Table(tuple(heads), tuple(cells)),)))


def _shorten(row: Record) -> dict[str, str]:
    """The cells of a row for a screen: shares in per cent, and keyness with one place."""
    cells = {}
    for name, value in row.items():
        if isinstance(value, float):
            cells[name] = f"{value:.1f}" if name == "keyness" else format_percent(value)
        else:
            cells[name] = "" if value is None else str(value)
    return cells


def build_context_report(rows: Sequence[Record], sentences: Sequence[str]) -> Report:
    """A line for each place, the word in the middle."""
    report = build_records_report(
        "Words in context", rows, _CONTEXT, remarks=sentences, empty="Nobody says that."
    )
    if not rows:
        return report
    sides = {"left": Align.RIGHT}
    columns = tuple(Column(name, align=sides.get(name, Align.LEFT)) for name in _CONTEXT)
    cells = []
    for row in rows:
        cells.append(text_cells(str(row[name]) for name in _CONTEXT))
    return replace(report, narrow=Document(WORDS, (Table(columns, tuple(cells)),)))
