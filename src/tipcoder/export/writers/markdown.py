"""A document as Markdown, with the pipe tables that pandoc and most editors read."""

from __future__ import annotations

from collections.abc import Sequence

from tipcoder.export.document import (
    Align,
    Block,
    BulletList,
    Document,
    Figure,
    Heading,
    Note,
    Paragraph,
    Preformatted,
    Run,
    Style,
    Table,
    replace_unprintable,
)
from tipcoder.export.statistic_symbols import set_symbols
from tipcoder.text import escape_markdown

_FENCE = "```"


def write_markdown(document: Document) -> bytes:
    """The document in UTF-8; what would be markup in its texts is escaped."""
    parts = list(map(format_markdown_block, document.blocks))
    written = [part for part in parts if part]
    text = "\n\n".join(written) + "\n"
    return replace_unprintable(text).encode("utf-8")


def format_markdown_block(block: Block) -> str:
    """One block; empty for what Markdown has not, such as a page break."""
    match block:
        case Heading():
            return f"{'#' * block.level} {escape_markdown(block.text)}"
        case Paragraph():
            return _format_paragraph(block)
        case Note():
            return escape_markdown(block.text)
        case BulletList():
            return "\n".join(f"- {escape_markdown(item)}" for item in block.items)
        case Preformatted():
            return _format_fence(block.text)
        case Table():
            return _format_table(block)
        case Figure():
            return f"{_format_fence(block.letters)}\n\n{escape_markdown(block.caption)}"
        case _:
            return ""


def _format_paragraph(block: Paragraph) -> str:
    """A paragraph for each part between empty lines."""
    # A paragraph of one run may hold several, with an empty line between; styles never cross such a
    # line.
    if len(block.runs) == 1:
        texts = block.text.split("\n\n")
        return "\n\n".join(_format_run(Run(text, block.runs[0].style)) for text in texts)
    return " ".join(map(_format_run, block.runs))


def _format_run(run: Run) -> str:
    """Letters of one style between the marks for it."""
    escaped = escape_markdown(run.text)
    if run.style is Style.EMPHASIS:
        return f"*{escaped}*"
    if run.style is Style.CODE:
        # Within back ticks nothing is escaped, so that a back tick itself must go.
        return f"`{run.text.replace('`', chr(39))}`"
    return escaped


def _format_fence(text: str) -> str:
    """Lines that Markdown leaves as they are."""
    return f"{_FENCE}text\n{text.replace(_FENCE, '')}\n{_FENCE}"


def _format_table(table: Table) -> str:
    """A pipe table between its caption and its notes."""
    table = set_symbols(table)
    rules = ["---:" if column.align is Align.RIGHT else "---" for column in table.columns]
    lines = [_join_cells(_format_head(table)), _join_cells(rules)]
    lines += list(map(_format_row, table.texts))
    parts = []
    if table.caption:
        # A table that opens a part of its own is found by its heading.
        mark = "#" * table.caption_level
        parts.append(f"{mark} {escape_markdown(table.caption)}".lstrip())
    parts.append("\n".join(lines))
    parts += list(map(escape_markdown, table.notes))
    return "\n\n".join(parts)


def _format_head(table: Table) -> list[str]:
    """The names of the columns; a heading that spans several is put before each, for Markdown
    cannot span.
    """
    over: list[str] = []
    for group in table.groups:
        over += [group.name] * group.width
    names = list(table.head)
    if over:
        names = [
            f"{above}: {name}" if above else name for above, name in zip(over, names, strict=True)
        ]
    return list(map(escape_markdown, names))


def _format_row(texts: Sequence[str]) -> str:
    """A row; a bar in a cell is escaped, or it would begin another cell."""
    return _join_cells(list(map(escape_markdown, texts)))


def _join_cells(cells: Sequence[str]) -> str:
    """A line of a pipe table."""
    return f"| {' | '.join(cells)} |"
