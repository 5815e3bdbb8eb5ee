"""A study as one page for people without the program: chapters, codes with their quotes, pictures.

The page needs nothing beside it and fetches nothing. Without scripts it is whole; with them codes
are found by typing, and tables that are folded for the screen open for the printer.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tipcoder.export.document import Block, Table, replace_unprintable
from tipcoder.export.writers.html_page import PAGE_STYLE, format_block
from tipcoder.shipped_data import read_page_script

_LONGEST = 25
"""Rows of a table that stands open."""
_STYLE = """
nav ul { columns: 2; padding-left: 1.2rem; } header p { color: #444; }
article { border-top: 1px solid #ccc; margin-top: 1.2rem; break-inside: avoid-page; }
article h3 { margin-bottom: 0.2rem; } article p.path { color: #595959; margin: 0; }
dl { margin: 0.4rem 0; } dt { font-weight: 600; } dd { margin: 0 0 0.3rem 1rem; }
.filter { position: sticky; top: 0; background: #fff; padding: 0.5rem 0; }
.filter input { font: inherit; padding: 0.3rem 0.5rem; width: min(30rem, 90%); }
summary { cursor: pointer; color: #1f4e79; } svg { max-width: 100%; height: auto; }
[hidden] { display: none; }
@media print { .filter, nav { display: none; } body { max-width: none; font-size: 10.5pt; } }
@media print { h2 { break-before: page; } h2:first-of-type, h2.first { break-before: auto; } }
"""


@dataclass(frozen=True)
class PageChapter:
    """A part of the page under a heading."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class CodeCard:
    """A code as a reader meets it: what it means, how often it is there, and who says it how."""

    label: str
    path: str
    """The labels of the codes above it; empty for one at the top."""
    facts: tuple[tuple[str, str], ...]
    """Definition, use, count and what else is said of it, each under its name."""
    quotes: Table | None
    """Released quotes; None where none has been released."""


@dataclass(frozen=True)
class StudyPage:
    """Everything that stands on the page, as plain texts and blocks."""

    title: str
    subtitle: str
    before: tuple[PageChapter, ...]
    """Chapters before the codes."""
    cards_title: str
    cards_note: tuple[str, ...]
    cards: tuple[CodeCard, ...]
    after: tuple[PageChapter, ...]


def format_study_page(page: StudyPage) -> bytes:
    """The page in UTF-8; every text is escaped. The same page gives the same bytes."""
    parts = [
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{html.escape(page.title)}</title>\n<style>{PAGE_STYLE}{_STYLE}</style>",
        "</head>\n<body>",
        f"<header><h1>{html.escape(page.title)}</h1>\n<p>{html.escape(page.subtitle)}</p></header>",
        _format_contents(page),
        *_iterate_chapters(page.before, 1),
        *_iterate_cards(page, len(page.before) + 1),
        *_iterate_chapters(page.after, len(page.before) + 2),
        f"<script>{read_page_script()}</script>\n</body>\n</html>\n",
    ]
    return replace_unprintable("\n".join(parts)).encode("utf-8")


def _format_contents(page: StudyPage) -> str:
    titles = [chapter.title for chapter in page.before]
    titles += [page.cards_title, *(chapter.title for chapter in page.after)]
    items = []
    for number, title in enumerate(titles, 1):
        items.append(f'<li><a href="#c{number}">{html.escape(title)}</a></li>')
    return f"<nav><ul>{''.join(items)}</ul></nav>"


def _iterate_chapters(chapters: Sequence[PageChapter], first: int) -> Iterator[str]:
    for number, chapter in enumerate(chapters, first):
        yield f'<h2 id="c{number}">{html.escape(chapter.title)}</h2>'
        for block in chapter.blocks:
            yield _format_folded(block)


def _format_folded(block: Block) -> str:
    """A block; a long table is folded under its name."""
    written = format_block(block)
    if not isinstance(block, Table) or len(block.rows) <= _LONGEST:
        return written
    name = html.escape(block.caption or "Table")
    return f"<details><summary>{name}: {len(block.rows)} rows</summary>\n{written}</details>"


def _iterate_cards(page: StudyPage, number: int) -> Iterator[str]:
    yield f'<h2 id="c{number}">{html.escape(page.cards_title)}</h2>'
    for note in page.cards_note:
        yield f'<p class="note">{html.escape(note)}</p>'
    if page.cards:
        yield (
            '<p class="filter"><label for="filter">Find codes and quotes: </label>'
            '<input id="filter" type="search" autocomplete="off"></p>'
        )
    for card in page.cards:
        yield _format_card(card)


def _format_card(card: CodeCard) -> str:
    path = f'<p class="path">{html.escape(card.path)}</p>' if card.path else ""
    facts = []
    for name, text in card.facts:
        facts.append(f"<dt>{html.escape(name)}</dt><dd>{html.escape(text)}</dd>")
    quotes = format_block(card.quotes) if card.quotes is not None else ""
    return (
        f"<article>\n{path}<h3>{html.escape(card.label)}</h3>\n"
        f"<dl>{''.join(facts)}</dl>\n{quotes}\n</article>"
    )
