"""Every code of a study as a card: what it means, how often it is there, and released quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from tipcoder.analysis.intervals import wilson_interval
from tipcoder.export.document import Table, text_table
from tipcoder.export.quote_files import QuoteGroup, QuoteSheet, group_cells
from tipcoder.export.study_page import CodeCard
from tipcoder.model.codes import Code, Codebook
from tipcoder.results.tests import Coverage
from tipcoder.workbench.publishing.small_counts import CountScreen
from tipcoder.workbench.quotes.quote_table import NOTE
from tipcoder.workbench.quotes.workbook_sheets import QUOTE
from tipcoder.workbench.statistics.presence import Presence
from tipcoder.workbench.study import OpenStudy

_KEY = re.compile(r"`(\w+)`")
"""How texts of a codebook name another code."""

_OF_THE_CODEBOOK = ("Definition", "Use", "Not")
"""Facts in the words of the codebook."""


def build_code_cards(
    study: OpenStudy, found: Presence, sheet: QuoteSheet | None, screen: CountScreen
) -> tuple[CodeCard, ...]:
    """A card for each code that is applied, in order of the codebook.

    `sheet` has the released quotes, None for a page without any.
    """
    groups = {} if sheet is None else {group.code: group for group in sheet.groups}
    book = found.book
    language = study.definition.languages[0]
    cards = []
    for key, code in book.codes.items():
        if not code.codable:
            continue
        quotes: Table | None = None
        facts = [*_list_meanings(code, language, book)]
        if key in found.codes:
            facts += _list_counts(key, found.codes[key].coverage, screen)
        if sheet is not None and key in groups:
            quotes = _tabulate_quotes(sheet, groups[key], language)
            facts += [("Agreement", groups[key].note)] if groups[key].note else []
        if quotes is None and not _is_applied(found, key):
            continue
        above = book.path_to(key)[:-1]
        labels = [book.codes[one].find_label(language, book.language) for one in above]
        label = code.find_label(language, book.language)
        card = CodeCard(label, " › ".join(labels), tuple(facts), quotes, _OF_THE_CODEBOOK)
        cards.append(card)
    return tuple(cards)


def _tabulate_quotes(sheet: QuoteSheet, group: QuoteGroup, fallback: str) -> Table:
    """The quotes, each in its language; a translation is in the first one of the study."""
    table = _drop_empty_notes(text_table(sheet.columns, group_cells(group)))
    if len(group.languages) != len(table.rows):
        return table
    quote = sheet.columns.index(QUOTE)
    rows = []
    for row, language in zip(table.rows, group.languages, strict=True):
        cells = list(row)
        cells[quote] = replace(cells[quote], language=language or fallback)
        rows.append(tuple(cells))
    return replace(table, rows=tuple(rows))


def _drop_empty_notes(table: Table) -> Table:
    """The table without its notes, where no quote has one."""
    at = [column.name for column in table.columns].index(NOTE)
    if any(row[at].value for row in table.rows):
        return table
    rows = tuple((*row[:at], *row[at + 1 :]) for row in table.rows)
    return replace(table, columns=(*table.columns[:at], *table.columns[at + 1 :]), rows=rows)


def _list_meanings(code: Code, language: str, book: Codebook) -> Iterator[tuple[str, str]]:
    """Definition, use and no use, as far as somebody has written them."""
    texts = {"Definition": code.definition, "Use": code.use_when, "Not": code.avoid_when}
    for name, by_language in texts.items():
        text = by_language.get(language) or by_language.get(book.language) or ""
        if text:
            yield name, _name_codes(text, book, language)


def _name_codes(text: str, book: Codebook, language: str) -> str:
    """A text of the codebook with labels for the keys of other codes, which readers do not know."""

    def name(found: re.Match[str]) -> str:
        code = book.codes.get(found[1])
        return f"“{code.find_label(language, book.language)}”" if code else found[0]

    return _KEY.sub(name, text)


def _is_applied(found: Presence, key: str) -> bool:
    return key in found.codes and found.codes[key].coverage.present > 0


def list_unapplied(study: OpenStudy, found: Presence) -> list[str]:
    """Labels of codes that can be applied and that no case has."""
    book, language = found.book, study.definition.languages[0]
    labels = []
    for key, code in book.codes.items():
        if code.codable and not _is_applied(found, key):
            labels.append(code.find_label(language, book.language))
    return labels


def _list_counts(key: str, coverage: Coverage, screen: CountScreen) -> Iterator[tuple[str, str]]:
    """On how many cases it is present, of how many of which that is known."""
    present, known = coverage.present, coverage.coded
    if not known:
        yield "Present", "not known of any case"
        return
    if not screen.keeps_code(key, present, known - present):
        yield "Present", f"on too few or too many of {known} cases to be told"
        return
    low, high = wilson_interval(present, known)
    share = f"{present / known * 100:.0f} % (95 % interval {low * 100:.0f} to {high * 100:.0f})"
    yield "Present", f"on {present} of {known} cases, {share}"
