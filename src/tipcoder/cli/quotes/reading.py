"""Quotes as text for reading."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tipcoder.export.quote_files import QuoteGroup

_WIDEST = 100
"""Characters of a line that one reads with ease."""
_OWN_COLUMNS = 3
"""Columns that every quote has: response, wording, note."""


def format_group(group: QuoteGroup, columns: Sequence[str]) -> str:
    """The quotes of a code for reading.

    Nothing is cut off, and what stands beside a quote follows it in brackets.
    """
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    lines = [f"{group.label} ({group.code})"]
    if group.note:
        lines.extend(textwrap.wrap(f"{group.note}.", width))
    for response, quote, note, *more in group.rows:
        beside = [note] if note else []
        for name, value in zip(columns[_OWN_COLUMNS:], more, strict=True):
            if value:
                beside.append(f"{name}: {value}")
        said = f" [{'; '.join(beside)}]" if beside else ""
        wrapped = textwrap.wrap(
            f"  {response}  {quote}{said}",
            width,
            subsequent_indent=" " * (len(response) + 4),
            break_long_words=False,  # an address in a quote stays one word
        )
        lines.extend(wrapped)
    return "\n".join(lines)
