"""How often each code is applied, in every format."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tipcoder.export.codes_nowhere import list_codes_nowhere, name_codes_nowhere
from tipcoder.export.document import Document, plain_paragraph
from tipcoder.export.report import Report, build_records_report, build_table

TITLE = "Codes"


def build_code_counts_report(
    rows: Sequence[Mapping[str, object]], columns: Sequence[str], counts: Sequence[str]
) -> Report:
    """`counts` are the columns with numbers. On a terminal codes without any are one sentence."""
    report = build_records_report(TITLE, rows, columns, empty="The codebook has no code.")
    nowhere = list_codes_nowhere(rows, "code", counts)
    if not nowhere:
        return report

    told = [row for row in rows if row["code"] not in nowhere]
    sentences = map(plain_paragraph, name_codes_nowhere(nowhere, "On no answer"))
    return replace(report, narrow=Document(TITLE, (build_table(told, columns), *sentences)))
