"""A report as blocks, and the blocks as Markdown and as one HTML page. All texts are plain and are escaped here."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass

from tipcoder.text import escape_markdown


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
class TableGrid:
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


DocumentBlock = Heading | Paragraph | Bullets | TableGrid | Picture

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; color: #1b1b1b; }
table { border-collapse: collapse; font-size: 0.85rem; margin: 1rem 0; display: block; overflow-x: auto; }
th, td { border-bottom: 1px solid #ccc; padding: 0.25rem 0.6rem; text-align: left; vertical-align: top; }
th { border-bottom: 2px solid #444; } td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
figure { margin: 1rem 0; overflow-x: auto; } figcaption { color: #444; font-size: 0.85rem; }
"""


def as_markdown(blocks: Sequence[DocumentBlock]) -> str:
    """Markdown with pipe tables, which pandoc and most editors read."""
    return "\n\n".join(_format_markdown(block) for block in blocks) + "\n"


def _format_markdown(block: DocumentBlock) -> str:
    if isinstance(block, Heading):
        return f"{'#' * block.level} {escape_markdown(block.text)}"
    if isinstance(block, Paragraph):
        return "\n\n".join(escape_markdown(part) for part in block.text.split("\n\n"))
    if isinstance(block, Bullets):
        return "\n".join(f"- {escape_markdown(item)}" for item in block.items)
    if isinstance(block, TableGrid):
        rules = ["---:" if n in block.numbers else "---" for n in range(len(block.head))]
        lines = [_format_pipe_row([escape_markdown(cell) for cell in block.head]), _format_pipe_row(rules)]
        return "\n".join([*lines, *(_format_pipe_row([escape_markdown(cell) for cell in row]) for row in block.rows)])
    fence = "```"
    return f"{fence}text\n{block.letters.replace(fence, '')}\n{fence}\n\n{escape_markdown(block.caption)}"


def _format_pipe_row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def as_html(blocks: Sequence[DocumentBlock], title: str) -> str:
    """One page that needs nothing beside it."""
    body = "\n".join(_format_html(block) for block in blocks)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{html.escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _format_html(block: DocumentBlock) -> str:
    if isinstance(block, Heading):
        return f"<h{block.level}>{html.escape(block.text)}</h{block.level}>"
    if isinstance(block, Paragraph):
        return "\n".join(f"<p>{html.escape(part)}</p>" for part in block.text.split("\n\n"))
    if isinstance(block, Bullets):
        return "<ul>\n" + "\n".join(f"<li>{html.escape(item)}</li>" for item in block.items) + "\n</ul>"
    if isinstance(block, TableGrid):
        head = _format_html_cells("th", block.head, block.numbers)
        rows = "\n".join(f"<tr>{_format_html_cells('td', row, block.numbers)}</tr>" for row in block.rows)
        return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>"
    return f"<figure>\n{block.svg}<figcaption>{html.escape(block.caption)}</figcaption>\n</figure>"


def _format_html_cells(tag: str, cells: Sequence[str], numbers: frozenset[int]) -> str:
    kind = {True: ' class="n"', False: ""}
    return "".join(f"<{tag}{kind[n in numbers]}>{html.escape(cell)}</{tag}>" for n, cell in enumerate(cells))
