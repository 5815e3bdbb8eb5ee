"""What a code means, at a glance: its definition and its latest quotes, until the next key.

A card that is longer than the window is scrolled first, and says that it goes on.
"""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tipcoder.model.codes import Code, Codebook
from tipcoder.tui.drawing import as_content_line, assemble_line
from tipcoder.tui.fault_tolerance import outlives_faults
from tipcoder.tui.widgets.code_card import CodeCard
from tipcoder.workbench.coding.code_quotes import LatestQuote

_CLOSES = "Any key closes this."
_SCROLLING = {
    **dict.fromkeys(("down", "j", "ctrl+d", "pagedown"), 1),
    **dict.fromkeys(("up", "k", "ctrl+u", "pageup"), -1),
}
"""Keys that scroll, and whether downward or upward."""
_SHOWN_LETTERS = 160
"""More of a quote would push the next one out of a small window."""


@outlives_faults
class PeekBox(ModalScreen[None]):
    """A card and some quotes. Any key closes it, and does nothing else, but for those that scroll
    what does not fit.
    """

    def __init__(
        self, book: Codebook, key: str, language: str, quotes: Sequence[LatestQuote]
    ) -> None:
        """Shows the code of this key; `language` is the one to explain it in."""
        super().__init__()
        self._book = book
        self._key = key
        self._language = language
        self._quotes = quotes

    def compose(self) -> ComposeResult:
        with Vertical(id="peek"):
            with VerticalScroll(id="peek-text", can_focus=False):
                yield CodeCard(id="peek-card")
                yield Static(self._format_quotes(), id="peek-quotes")
            yield Static(as_content_line(_CLOSES), id="peek-hint")

    def on_mount(self) -> None:
        """Show the card."""
        code: Code | None = self._book.codes.get(self._key)
        card = self.query_one(CodeCard)
        if code is None:
            card.update(as_content_line(f"{self._key} is no longer in the codebook."))
        else:
            card.show_code(self._book, code, self._language, with_cues=False)
        # How high the text is, is known after the layout.
        self.call_after_refresh(self._show_hint)

    def on_resize(self) -> None:
        """More or less of it may fit now."""
        self.call_after_refresh(self._show_hint)

    @property
    def _text(self) -> VerticalScroll:
        return self.query_one("#peek-text", VerticalScroll)

    def _show_hint(self) -> None:
        """Say what keys do, and whether more follows below."""
        hint = _CLOSES
        if self._text.max_scroll_y > 0:
            hint = "↓ ↑ scroll; any other key closes this."
            if self._text.scroll_y < self._text.max_scroll_y:
                hint = f"▼ more below. {hint}"
        self.query_one("#peek-hint", Static).update(as_content_line(hint))

    def _format_quotes(self) -> Content:
        if not self._quotes:
            return as_content_line("No quotes yet.").stylize("$quiet")
        lines = [assemble_line(("Latest quotes", "bold"))]
        for latest in self._quotes:
            where = (f"{latest.case} {latest.language}  ", "$quiet")
            lines.append(assemble_line(where, _shorten(latest.quote)))
        return Content("\n").join(lines)

    def on_key(self, event: events.Key) -> None:
        """Scroll what does not fit, else close; the key goes nowhere else."""
        event.stop()
        event.prevent_default()
        by = _SCROLLING.get(event.key)
        if by is None or self._text.max_scroll_y == 0:
            self.dismiss()
            return
        half = max(self._text.size.height // 2, 1)
        self._text.scroll_relative(y=by * half, animate=False)
        self.call_after_refresh(self._show_hint)

    def on_click(self) -> None:
        """A click closes it, too."""
        self.dismiss()


def _shorten(quote: str) -> str:
    return quote if len(quote) <= _SHOWN_LETTERS else f"{quote[:_SHOWN_LETTERS]}…"
