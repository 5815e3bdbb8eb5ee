"""Tables as Markdown and LaTeX for verbs that do not print a report yet.

It goes with the last of them.
"""

from __future__ import annotations

from collections.abc import Sequence

from tipcoder.export.document import Document, text_table
from tipcoder.export.formats import find_writer
from tipcoder.export.latex_text import escape_latex as escape_latex


def format_markdown_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A pipe table."""
    document = Document("", (text_table(head, rows),))
    return find_writer("markdown")(document).decode("utf-8").rstrip("\n")


def format_latex_table(
    caption: str, head: Sequence[str], rows: Sequence[Sequence[str]], note: str = ""
) -> str:
    """A booktabs table."""
    notes = (note,) if note else ()
    table = text_table(head, rows, range(1, len(head)), caption=caption, notes=notes)
    document = Document(caption, (table,))
    return find_writer("latex")(document).decode("utf-8").rstrip("\n")
