"""A report as blocks, and the blocks as Markdown and as one HTML page. All texts are plain and are escaped here."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass

from tipcoder.text import markdown_text


@dataclass(frozen=True)
class Heading:
    """A heading; the title of the report has level 1."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Paragraph:
    """Running text."""

    text: str


@dataclass(frozen=True)
class Bullets:
    """A list of sentences."""

    items: Sequence[str]


@dataclass(frozen=True)
class Grid:
    """A table. Columns that hold numbers are named by their position, to stand to the right."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Picture:
    """A drawing: SVG in HTML, and the same in letters where there is none."""

    svg: str
    letters: str
    caption: str


Block = Heading | Paragraph | Bullets | Grid | Picture

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; color: #1b1b1b; }
table { border-collapse: collapse; font-size: 0.85rem; margin: 1rem 0; display: block; overflow-x: auto; }
th, td { border-bottom: 1px solid #ccc; padding: 0.25rem 0.6rem; text-align: left; vertical-align: top; }
th { border-bottom: 2px solid #444; } td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
figure { margin: 1rem 0; overflow-x: auto; } figcaption { color: #444; font-size: 0.85rem; }
"""


def as_markdown(blocks: Sequence[Block]) -> str:
    """Markdown with pipe tables, which pandoc and most editors read."""
    return "\n\n".join(_markdown(block) for block in blocks) + "\n"


def _markdown(block: Block) -> str:
    if isinstance(block, Heading):
        return f"{'#' * block.level} {markdown_text(block.text)}"
    if isinstance(block, Paragraph):
        return "\n\n".join(markdown_text(part) for part in block.text.split("\n\n"))
    if isinstance(block, Bullets):
        return "\n".join(f"- {markdown_text(item)}" for item in block.items)
    if isinstance(block, Grid):
        rules = ["---:" if n in block.numbers else "---" for n in range(len(block.head))]
        lines = [_pipes([markdown_text(cell) for cell in block.head]), _pipes(rules)]
        return "\n".join([*lines, *(_pipes([markdown_text(cell) for cell in row]) for row in block.rows)])
    fence = "```"
    return f"{fence}text\n{block.letters.replace(fence, '')}\n{fence}\n\n{markdown_text(block.caption)}"


def _pipes(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def as_html(blocks: Sequence[Block], title: str) -> str:
    """One page that needs nothing beside it."""
    body = "\n".join(_html(block) for block in blocks)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{html.escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _html(block: Block) -> str:
    if isinstance(block, Heading):
        return f"<h{block.level}>{html.escape(block.text)}</h{block.level}>"
    if isinstance(block, Paragraph):
        return "\n".join(f"<p>{html.escape(part)}</p>" for part in block.text.split("\n\n"))
    if isinstance(block, Bullets):
        return "<ul>\n" + "\n".join(f"<li>{html.escape(item)}</li>" for item in block.items) + "\n</ul>"
    if isinstance(block, Grid):
        head = _cells("th", block.head, block.numbers)
        rows = "\n".join(f"<tr>{_cells('td', row, block.numbers)}</tr>" for row in block.rows)
        return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>"
    return f"<figure>\n{block.svg}<figcaption>{html.escape(block.caption)}</figcaption>\n</figure>"


def _cells(tag: str, cells: Sequence[str], numbers: frozenset[int]) -> str:
    kind = {True: ' class="n"', False: ""}
    return "".join(f"<{tag}{kind[n in numbers]}>{html.escape(cell)}</{tag}>" for n, cell in enumerate(cells))
