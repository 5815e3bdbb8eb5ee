"""All quotes of a code as lines, and one of them whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.content import Content

from tipcoder.text import format_count, make_printable_line
from tipcoder.tui.drawing import as_content, assemble_line
from tipcoder.tui.widgets.quote_list import Heading, QuoteRow
from tipcoder.workbench.coding.code_quotes import CodeQuote, QuoteGroup, find_context

_BEGIN, _END = "▸", "◂"
"""Around the quote in its context: bold letters alone do not show in every terminal."""
_GONE = "(removed meanwhile)"
_ON_A_LINE = 400
"""More letters do not fit on a line of the widest terminal."""
_AT_MOST = 10_000
"""Letters of a quote that are shown whole; of a longer one its answer shows the rest."""


def build_headings(groups: Sequence[QuoteGroup], find_words: Callable[[str], str]) -> list[Heading]:
    """What stands over each group: its words, after how many quotes it has."""
    headings = []
    for group in groups:
        words = f"{format_count(group.size, 'quote')} · {find_words(group.name)}"
        headings.append(Heading(group.first, words))
    return headings


def build_row(quote: CodeQuote, by: str, *, by_language: bool) -> QuoteRow:
    """A quote on a line; `by` is the other coder who made it, or empty."""
    if not quote.text:
        return QuoteRow("", "", by, _GONE)
    # What the heading says already is not said again.
    where = quote.question if by_language else quote.language
    return QuoteRow(quote.case, where, by, quote.quote[:_ON_A_LINE])


def format_quote(quote: CodeQuote, label: str, by: str, wording: str) -> Content:
    """A quote between its neighbouring sentences, with what is known of who said it."""
    if not quote.text:
        return assemble_line(_GONE)
    known = "".join(f" · {name} {value}" for name, value in quote.attributes.items())
    coded = f"{label}, coded by {by}" if by else label
    parts = [
        assemble_line((quote.case, "bold"), f" · {quote.language}", known),
        assemble_line((wording, "$quiet")),
        Content(""),
        _format_context(quote),
        Content(""),
        assemble_line((coded, "italic")),
    ]
    if quote.memo:
        memo = make_printable_line(quote.memo)
        parts.append(assemble_line(("Memo: ", "bold"), memo))
    return Content("\n").join(parts)


def _format_context(quote: CodeQuote) -> Content:
    """The quote in bold letters between two signs, and what stands around it."""
    text, start, end = quote.text, quote.start, quote.end
    first, last = find_context(text, start, end)
    before = "… " if first > 0 else ""
    behind = " …" if last < len(text) else ""
    words = text[start:end]
    if len(words) > _AT_MOST:
        words = f"{words[:_AT_MOST]} … {len(words) - _AT_MOST} more characters"
    marked = as_content(f"{_BEGIN}{words}{_END}").stylize("bold")
    return Content.assemble(
        as_content(f"{before}{text[first:start]}"), marked, as_content(f"{text[end:last]}{behind}")
    )
