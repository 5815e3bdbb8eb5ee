"""New codes by answers read in every format: each answer for programs, a few steps for people."""

from __future__ import annotations

from collections.abc import Mapping

from tipcoder.agreement.number_format import format_percent
from tipcoder.export.document import Align, Column, Document, Table, plain_paragraph, text_cells
from tipcoder.export.report import Report, build_table
from tipcoder.results.saturation import Saturation, SaturationStep

TITLE = "Saturation"
_COLUMNS = ("answers", "new", "codes", "expected", "low", "high", "new_information", "new_codes")
_MOST_LINES = 20
"""Steps that people read."""


def build_saturation_report(found: Saturation, labels: Mapping[str, str]) -> Report:
    """Documents name new codes by `labels`, tables for programs by their keys."""
    records = [_build_record(step) for step in found.steps]
    table = _build_shown_table(found, labels)
    remarks = tuple(map(plain_paragraph, found.sentences))
    return Report(
        document=Document(TITLE, (*remarks, table)),
        flat=build_table(records, _COLUMNS, caption=TITLE),
        records={
            "answers": len(found.steps),
            "codes": found.steps[-1].codes,
            "unseen": {
                "value": found.unseen,
                "low": found.unseen_low,
                "high": found.unseen_high,
                "once": found.once,
                "twice": found.twice,
            },
            "unused": found.unused,
            "base": found.base,
            "run": found.run,
            "steps": records,
            "sentences": list(found.sentences),
        },
        narrow=Document(TITLE, (table,)),
        remarks=found.sentences,
        has_remarks_in_records=True,
    )


def _build_record(step: SaturationStep) -> dict[str, object]:
    values = (
        *(step.answers, len(step.new), step.codes, step.expected, step.low, step.high),
        *(step.ratio, " ".join(step.new)),
    )
    return dict(zip(_COLUMNS, values, strict=True))


def _build_shown_table(found: Saturation, labels: Mapping[str, str]) -> Table:
    """Equal steps, each with the codes that came in it."""
    size = max(-(-len(found.steps) // _MOST_LINES), 1)
    columns = (
        Column("answers", align=Align.RIGHT),
        Column("new", align=Align.RIGHT),
        Column("codes", align=Align.RIGHT),
        Column("mean of all orders, 95% CI", has_symbols=True),
        Column("new information", align=Align.RIGHT, has_symbols=True),
        Column("codes that are new", wraps=True),
    )
    rows = []
    for start in range(0, len(found.steps), size):
        part = found.steps[start : start + size]
        last = part[-1]
        new = [labels.get(key, key) for step in part for key in step.new]
        mean = f"{last.expected:.1f} [{last.low:.1f}, {last.high:.1f}]"
        ratio = "" if last.ratio is None else format_percent(last.ratio)
        texts = (str(last.answers), str(len(new)), str(last.codes), mean, ratio, ", ".join(new))
        rows.append(text_cells(texts))
    return Table(columns, tuple(rows), TITLE)
