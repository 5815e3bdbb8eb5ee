"""Quotes whose released wording still names somebody: found by the audit that the file will meet.

The audit of the finished file would refuse the whole file for one of them, and could not say which
quote to see to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from tipcoder.export.quote_files import clean_cell
from tipcoder.privacy.audit.audit import audit_contents
from tipcoder.privacy.audit.contents import ContentRow, Contents, ContentSheet
from tipcoder.privacy.audit.finding import LeakFinding
from tipcoder.privacy.audit.knowledge import Knowledge
from tipcoder.privacy.compared_words import fold_to_string
from tipcoder.workbench.redaction.redactions import Redactions

RESPONSE, QUOTE = "response", "quote"
"""Columns of a file of quotes that every one has."""


class NamedWords(NamedTuple):
    """What was found in a wording."""

    detail: str
    """Says what it is, and never repeats it."""
    words: tuple[str, ...]
    """The words themselves, for whoever asks to see them."""


SpokenWords = tuple[str, str]
"""A response ID and the released wording of something that the respondent wrote."""


def find_naming_rows(said: Sequence[SpokenWords], knowledge: Knowledge) -> dict[int, NamedWords]:
    """Numbers of rows whose wording may name somebody, each with what was found in it."""
    by_row: dict[int, list[LeakFinding]] = defaultdict(list)
    for finding in _find_grave_findings(said, knowledge):
        # An audit names rows by the numbers that they were given.
        for number in map(int, finding.places):
            by_row[number].append(finding)
    named = {}
    for number, findings in sorted(by_row.items()):
        sentences = dict.fromkeys(map(describe_finding, findings))
        words = _choose_words(findings, said[number][1])
        named[number] = NamedWords("; ".join(sentences), words)
    return named


def describe_finding(finding: LeakFinding) -> str:
    """Its sentence, with the ID by which it can be accepted."""
    return f"{finding.sentence} [{finding.id}]" if finding.id else finding.sentence


def _choose_words(findings: Iterable[LeakFinding], wording: str) -> tuple[str, ...]:
    """Words of findings that stand in this wording: a finding has those of all its places."""
    folded = f" {fold_to_string(wording)} "
    words: dict[str, None] = {}
    for finding in findings:
        for found in finding.words:
            if f" {fold_to_string(found)} " in folded:
                words[found] = None
    return tuple(words)


def _find_grave_findings(said: Sequence[SpokenWords], knowledge: Knowledge) -> list[LeakFinding]:
    """What the audit finds in the wordings, each finding with the numbers of its rows."""
    rows = []
    for number, (respondent, wording) in enumerate(said):
        # Cleaned, as the file will have it.
        rows.append(ContentRow(str(number), (respondent, clean_cell(wording))))
    contents = Contents(sheets=[ContentSheet((RESPONSE, QUOTE), rows)])
    found = audit_contents(contents, knowledge, released=(QUOTE,))
    return [finding for finding in found if finding.grave and finding.part == f"column {QUOTE}"]


def add_kept_strings(
    knowledge: Knowledge, redactions: Redactions, answers: Iterable[int]
) -> Knowledge:
    """The same, with everything that people kept in these answers, by their ids."""
    kept: dict[str, set[str]] = defaultdict(set)
    for respondent, strings in knowledge.kept.items():
        kept[respondent] |= strings

    # Several quotes may come from one answer, and looking through it takes time.
    for answer_id in set(answers):
        respondent = redactions.sources[answer_id].respondent
        strings_kept = redactions.find_kept_strings(answer_id)
        kept[respondent].update(map(fold_to_string, strings_kept))

    frozen = {respondent: frozenset(strings) for respondent, strings in kept.items()}
    return replace(knowledge, kept=frozen)
