"""A study as one page for people without the program: chapters, codes with their quotes, pictures.

The page needs nothing beside it and fetches nothing. Without scripts it is whole; with them codes
are found by typing, and tables that are folded for the screen open for the printer.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tipcoder.export.document import Block, Table, replace_unprintable
from tipcoder.export.writers.html_page import PAGE_STYLE, format_block, is_wide
from tipcoder.shipped_data import read_page_script

_LONGEST = 25
"""Rows of a table that stands open."""
_STYLE = """
nav ul { columns: 2; padding-left: 1.2rem; } header p { color: var(--soft); }
.skip { position: absolute; left: -999rem; } .skip:focus { position: static; }
article { border-top: 1px solid var(--rule); margin-top: 1.2rem; }
article h3 { margin: 0.4rem 0 0.2rem; } article p.path { color: var(--soft); margin: 0; }
dl { margin: 0.4rem 0; } dt { font-weight: 600; } dd { margin: 0 0 0.3rem 1rem; }
.filter { position: sticky; top: 0; background: var(--paper); padding: 0.5rem 0; }
.filter input { font: inherit; padding: 0.3rem 0.5rem; width: min(30rem, 90%); }
[hidden] { display: none; }
@media print {
  .skip { display: none; } article { break-inside: avoid-page; font-size: 9.5pt; }
  article { margin-top: 0.6rem; } article [hidden], article[hidden] { display: block; }
  dl { margin: 0.1rem 0; } dd { margin: 0 0 0.15rem 0; } dd::after { content: ""; display: block; }
  dt { float: left; margin-right: 0.4rem; } dt::after { content: ":"; }
  section.own { break-before: page; } section.own:first-of-type { break-before: auto; }
}
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
    in_language: tuple[str, ...] = ()
    """Names of the facts that stand in the language of the codebook; the others are English."""


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
    language: str = ""
    """Of the labels and texts of the codebook, as `es`; empty where nobody knows."""


def format_study_page(page: StudyPage) -> bytes:
    """The page in UTF-8; every text is escaped. The same page gives the same bytes."""
    parts = [
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{html.escape(page.title)}</title>\n<style>{PAGE_STYLE}{_STYLE}</style>",
        '</head>\n<body>\n<a class="skip" href="#c1">To the text</a>',
        f"<header><h1>{html.escape(page.title)}</h1>\n<p>{html.escape(page.subtitle)}</p></header>",
        _format_contents(page),
        "<main>",
        *_iterate_chapters(page.before, 1),
        *_iterate_cards(page, len(page.before) + 1),
        *_iterate_chapters(page.after, len(page.before) + 2),
        "</main>",
        f"<script>{read_page_script()}</script>\n</body>\n</html>\n",
    ]
    return replace_unprintable("\n".join(parts)).encode("utf-8")


def _format_contents(page: StudyPage) -> str:
    titles = [chapter.title for chapter in page.before]
    titles += [page.cards_title, *(chapter.title for chapter in page.after)]
    items = []
    for number, title in enumerate(titles, 1):
        items.append(f'<li><a href="#c{number}">{html.escape(title)}</a></li>')
    listed = "".join(items)
    return f'<nav aria-label="Contents"><ul>{listed}</ul></nav>'


def _iterate_chapters(chapters: Sequence[PageChapter], first: int) -> Iterator[str]:
    for number, chapter in enumerate(chapters, first):
        # A printer lays a chapter on its side as a whole, and begins a sheet for it.
        side = "own wide" if any(map(is_wide, chapter.blocks)) else "own"
        yield f'<section class="{side}">'
        yield f'<h2 id="c{number}">{html.escape(chapter.title)}</h2>'
        for block in chapter.blocks:
            yield _format_folded(block)
        yield "</section>"


def _format_folded(block: Block) -> str:
    """A block; a long table is folded under its name."""
    written = format_block(block)
    if not isinstance(block, Table) or len(block.rows) <= _LONGEST:
        return written
    name = html.escape(block.caption or "Table")
    return f"<details><summary>{name}: {len(block.rows)} rows</summary>\n{written}</details>"


def _iterate_cards(page: StudyPage, number: int) -> Iterator[str]:
    yield '<section class="own">'
    yield f'<h2 id="c{number}">{html.escape(page.cards_title)}</h2>'
    for note in page.cards_note:
        yield f'<p class="note">{html.escape(note)}</p>'
    if page.cards:
        yield (
            '<p class="filter"><label for="filter">Find codes and quotes: </label>'
            '<input id="filter" type="search" autocomplete="off"> '
            '<span id="left" role="status"></span></p>'
        )
    for card in page.cards:
        yield _format_card(card, page.language)
    yield "</section>"


def _format_card(card: CodeCard, language: str) -> str:
    lang = f' lang="{html.escape(language)}"' if language else ""
    path = f'<p class="path"{lang}>{html.escape(card.path)}</p>' if card.path else ""
    facts = []
    for name, text in card.facts:
        mine = lang if name in card.in_language else ""
        facts.append(f"<dt>{html.escape(name)}</dt><dd{mine}>{html.escape(text)}</dd>")
    quotes = format_block(card.quotes) if card.quotes is not None else ""
    return (
        f"<article>\n{path}<h3{lang}>{html.escape(card.label)}</h3>\n"
        f"<dl>{''.join(facts)}</dl>\n{quotes}\n</article>"
    )
