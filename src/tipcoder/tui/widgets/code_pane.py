"""The codes and the definition card of the one under the cursor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.app import ComposeResult
from textual.containers import Vertical

from tipcoder.model.codes import Codebook
from tipcoder.tui.widgets.code_card import CodeCard
from tipcoder.tui.widgets.code_list import CodeLine, CodeList


class CodePane(Vertical):
    """A list and a card that go together."""

    def __init__(self, peek_keys: str) -> None:
        """`peek_keys` show the whole card."""
        super().__init__()
        self._peek_keys = peek_keys
        self._book: Codebook | None = None
        self._language = ""
        self._reasons: Mapping[str, Sequence[str]] = {}

    def compose(self) -> ComposeResult:
        yield CodeList()
        card = CodeCard()
        card.keys_for_all = self._peek_keys
        yield card

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

        `on` has a sign for each code on the answer, which is in `language`; `reasons` say of a code
        why it is suggested.
        """
        self._book = book
        self._language = language
        self._reasons = reasons or {}
        self.query_one(CodeList).show_codes(codes, on)
        self._show_card()

    def move_cursor(self, by: int) -> None:
        """Move the cursor down, or up where `by` is negative."""
        self.query_one(CodeList).move_cursor(by)
        self._show_card()

    def go_to(self, code: str) -> None:
        """Put the cursor on a code, if it is listed."""
        self.query_one(CodeList).go_to(code)
        self._show_card()

    def _show_card(self) -> None:
        if self._book is None:
            return  # no answer has been shown yet
        key = self.current_code or ""
        card = self.query_one(CodeCard)
        reasons = self._reasons.get(key, ())
        card.show_code(self._book, self._book.codes.get(key), self._language, reasons=reasons)
