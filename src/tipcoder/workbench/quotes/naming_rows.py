"""Quotes whose released wording still names somebody: found by the audit that the file will meet.

The audit of the finished file would refuse the whole file for one of them, and could not say which
quote to see to.
"""

from __future__ import annotations

from collections.abc import Sequence

from tipcoder.export.quote_files import clean_cell
from tipcoder.privacy.audit.audit import audit_contents
from tipcoder.privacy.audit.contents import ContentRow, Contents, ContentSheet
from tipcoder.privacy.audit.finding import LeakFinding
from tipcoder.privacy.audit.knowledge import Knowledge
from tipcoder.workbench.quotes.quote_rows import QuoteRow


def find_naming_rows(
    lines: Sequence[QuoteRow], columns: tuple[str, str], knowledge: Knowledge
) -> dict[int, str]:
    """Numbers of rows whose wording may name somebody, each with what was found in it.

    `columns` are the file's names for the response ID and the quote.
    """
    sentences: dict[int, dict[str, None]] = {}
    for finding in _find_grave_findings(lines, columns, knowledge):
        # An audit names rows by the numbers that they were given.
        for number in map(int, finding.places):
            sentences.setdefault(number, {})[finding.sentence] = None
    return {number: "; ".join(found) for number, found in sentences.items()}


def _find_grave_findings(
    lines: Sequence[QuoteRow], columns: tuple[str, str], knowledge: Knowledge
) -> list[LeakFinding]:
    """What the audit finds in the wordings, each finding with the numbers of its rows."""
    rows = []
    for number, line in enumerate(lines):
        # Cleaned, as the file will have it.
        cells = (line.respondent, clean_cell(line.wording))
        rows.append(ContentRow(str(number), cells))
    quote = columns[1]
    contents = Contents(sheets=[ContentSheet(columns, rows)])
    found = audit_contents(contents, knowledge, released=(quote,))
    return [finding for finding in found if finding.grave and finding.part == f"column {quote}"]
