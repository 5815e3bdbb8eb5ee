"""Quotes whose released wording still names somebody: found by the audit that the file will meet.

The audit of the finished file would refuse the whole file for one of them, and could not say which
quote to see to.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tipcoder.errors import CheckFailed
from tipcoder.export.quote_files import clean_cell
from tipcoder.privacy.audit.audit import audit_contents
from tipcoder.privacy.audit.contents import ContentRow, Contents, ContentSheet
from tipcoder.privacy.audit.finding import LeakFinding
from tipcoder.privacy.audit.knowledge import Knowledge
from tipcoder.text import join_first
from tipcoder.workbench.quotes.quote_rows import QuoteRow

_LISTED = 6
"""Places that a refusal names."""


def drop_naming_rows(
    lines: Sequence[QuoteRow],
    columns: tuple[str, str],
    knowledge: Knowledge,
    *,
    refuse_naming: bool,
) -> tuple[list[QuoteRow], list[str]]:
    """Rows whose wording names nobody, and the places of those that were dropped.

    `columns` are the file's names for the response ID and the quote. Where people have read every
    quote, one that names somebody is a fault to see to: with `refuse_naming` this raises
    CheckFailed.
    """
    grave = _find_grave_findings(lines, columns, knowledge)
    naming: set[int] = set()
    for finding in grave:
        # An audit names rows by the numbers that they were given.
        naming.update(map(int, finding.places))
    places = _list_places(lines, naming)
    if naming and refuse_naming:
        reasons = dict.fromkeys(map(describe_finding, grave))
        raise CheckFailed(
            f"Nothing was written: the released wording of {join_first(places, _LISTED)} may still "
            f"name somebody ({'; '.join(reasons)}).",
            _choose_remedy(grave),
        )
    remaining = [line for number, line in enumerate(lines) if number not in naming]
    return remaining, places


def describe_finding(finding: LeakFinding) -> str:
    """Its sentence, with the ID by which it can be accepted."""
    return f"{finding.sentence} [{finding.id}]" if finding.id else finding.sentence


def _choose_remedy(grave: Sequence[LeakFinding]) -> str:
    remedy = "Redact or withhold it, or keep the words in the whole study with "
    remedy += "`tipcoder redact rule --keep REASON`"
    if all(finding.id for finding in grave):
        return f"{remedy}; what names nobody is accepted with --accept ID --reason WHY."
    return f"{remedy}."


def _list_places(lines: Sequence[QuoteRow], numbers: Iterable[int]) -> list[str]:
    """Respondent and question of these rows, in order and each once."""
    places: dict[str, None] = {}
    for number in sorted(numbers):
        line = lines[number]
        places[f"{line.respondent} {line.question}"] = None
    return list(places)


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
