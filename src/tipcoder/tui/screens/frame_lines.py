"""Themes as lines, and one of them whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from tipcoder.text import format_count
from tipcoder.tui.drawing import as_content, assemble_line, fit_to_width

if TYPE_CHECKING:
    from tipcoder.workbench.suggestions.code_frame import Theme


def format_theme_line(theme: Theme, label: str, width: int, *, is_marked: bool) -> Content:
    """Mark, number, label and how many answers say it, in this many columns."""
    mark = "x" if is_marked else " "
    count = str(len(theme.answers))
    room = width - len(count) - 7
    shown = fit_to_width(label, room)
    return assemble_line(
        (f"{mark} ", "bold"), (f"{theme.number:>2} ", "$quiet"), shown, f"  {count}"
    )


def format_theme(theme: Theme, label: str) -> Content:
    """What is known of a theme, and its most typical quotes."""
    parts = [
        assemble_line((label, "bold")),
        assemble_line(_describe_size(theme)),
    ]
    if theme.concepts:
        parts.append(assemble_line(("means ", "$quiet"), ", ".join(theme.concepts)))
    for language in theme.languages:
        words = [word.text for word in theme.words if word.language == language]
        if words:
            parts.append(assemble_line((f"{language} ", "$quiet"), ", ".join(words)))
    for quote in theme.quotes:
        parts.append(Content(""))
        parts.append(
            Content.assemble((f"{quote.answer.language} ", "$quiet"), as_content(quote.text))
        )
    return Content("\n").join(parts)


def _describe_size(theme: Theme) -> str:
    answers = format_count(len(theme.answers), "answer")
    size = f"{answers} by {format_count(theme.people, 'respondent')}"
    if theme.likeness is None:
        return size
    return f"{size}; the nearest neighbour is in it too for {theme.likeness:.0%}"
