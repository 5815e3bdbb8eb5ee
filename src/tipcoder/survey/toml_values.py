"""Texts and lists of texts as study.toml writes them."""

from __future__ import annotations

from collections.abc import Sequence

from tipcoder.text import normalise_text

_WIDTH = 110
"""Characters up to which a list stands on one line."""


def quote_toml(text: str) -> str:
    """The text as a TOML string, whatever is in it."""
    import tomlkit  # here, because most commands never write TOML

    return tomlkit.item(normalise_text(text).text).as_string()


def format_list(values: Sequence[str]) -> str:
    """A list of texts on one line."""
    return f"[{', '.join(map(quote_toml, values))}]"


def format_long_list(values: Sequence[str]) -> str:
    """On one line, or where that gets long, one value a line."""
    line = format_list(values)
    if len(line) <= _WIDTH:
        return line
    return "[\n" + "".join(f"  {quote_toml(value)},\n" for value in values) + "]"
