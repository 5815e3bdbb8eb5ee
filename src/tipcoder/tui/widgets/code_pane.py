"""The codes and the definition card of the one under the cursor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.app import ComposeResult
from textual.containers import Vertical

from tipcoder.model import Codebook
from tipcoder.tui.widgets.code_card import CodeCard
from tipcoder.tui.widgets.code_list import CodeLine, CodeList


class CodePane(Vertical):
    """A list and a card that go together."""

    def __init__(self) -> None:
        super().__init__()
        self._book: Codebook | None = None
        self._language = ""
        self._reasons: Mapping[str, Sequence[str]] = {}

    def compose(self) -> ComposeResult:
        yield CodeList()
        yield CodeCard()

    @property
    def current_code(self) -> str | None:
        """The code under the cursor."""
        return self.query_one(CodeList).current_code

    def show_codes(
        self,
        book: Codebook,
        codes: Sequence[CodeLine],
        on: Mapping[str, str],
        language: str,
        reasons: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """Show codes, best first.

        `on` are signs of those on the answer, which is in `language`; `reasons` say of a code why it is suggested.
        """
        self._book, self._language, self._reasons = book, language, reasons or {}
        self.query_one(CodeList).show_codes(codes, on)
        self._show_card()

    def move_cursor(self, by: int) -> None:
        """Move the cursor."""
        self.query_one(CodeList).move_cursor(by)
        self._show_card()

    def go_to(self, code: str) -> None:
        """Put the cursor on a code."""
        self.query_one(CodeList).go_to(code)
        self._show_card()

    def _show_card(self) -> None:
        if self._book is not None:
            key = self.current_code
            code = self._book.codes.get(key) if key else None
            self.query_one(CodeCard).show_code(
                self._book, code, self._language, reasons=self._reasons.get(key or "", ())
            )
