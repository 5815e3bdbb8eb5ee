"""Moving the ends of a quote by keys: seen at every key, kept with Enter."""

from __future__ import annotations

from collections.abc import Callable

from tipcoder.tui.screens.key_catcher import KeyCatcher
from tipcoder.tui.widgets.answer_text import AnswerText
from tipcoder.workbench.coding.moving_ends import MovedEnds
from tipcoder.workbench.coding.text_units import Span

OpenCatcher = Callable[[KeyCatcher, Callable[[None], None]], object]
KeepEnds = Callable[[Span, Span], None]

_HINT = "End: ] [ a word, → ← a letter; with ⇧ the start. Enter keeps, Esc does not."


class EndMoving:
    """Waits for keys that move the ends of one quote. It belongs to a screen, which gives it what
    it needs.

    Without Shift a key moves the end, with Shift the start: `]` `[` by a word, the arrows by a
    letter. Enter keeps, Esc and every other key leave the quote as it was.
    """

    def __init__(
        self,
        answer_text: AnswerText,
        open_catcher: OpenCatcher,
        say: Callable[[str], None],
        keep: KeepEnds,
    ) -> None:
        """`keep` makes it an act, from the old ends to the new ones."""
        self._answer_text = answer_text
        self._open_catcher = open_catcher
        self._say = say
        self._keep = keep

    def begin(self, quote: Span, label: str) -> None:
        """Select the quote, and wait for keys."""
        text = self._answer_text.selection.text
        self._ends = MovedEnds(text, quote)
        self._is_kept = False
        self._select(quote)
        self._say(f"{_HINT}  {label}")
        self._open_catcher(KeyCatcher(self._take_key), self._finish)

    def _take_key(self, key: str, character: str) -> bool:
        ends = self._ends
        if key == "enter":
            self._is_kept = True
            return False
        if character == "]":
            ends.move_end(forward=True, by_word=True)
        elif character == "[":
            ends.move_end(forward=False, by_word=True)
        elif character == "}":
            ends.move_start(forward=True, by_word=True)
        elif character == "{":
            ends.move_start(forward=False, by_word=True)
        elif key in ("right", "left"):
            ends.move_end(forward=key == "right", by_word=False)
        elif key in ("shift+right", "shift+left"):
            ends.move_start(forward=key == "shift+right", by_word=False)
        else:
            return False
        self._select(ends.span)
        return True

    def _select(self, span: Span) -> None:
        selection = self._answer_text.selection
        selection.select_span(*span)
        # The end that moved is to be seen.
        if span[0] != self._ends.old[0]:
            selection.swap_edge()
        self._answer_text.redraw_selection()

    def _finish(self, _: None) -> None:
        ends = self._ends
        # Another text may be shown by now, where a later import has replaced this one.
        is_same_text = self._answer_text.selection.text == ends.text
        if self._is_kept and is_same_text and ends.span != ends.old:
            self._keep(ends.old, ends.span)
            return
        if is_same_text:
            self._answer_text.selection.select_span(*ends.old)
            self._answer_text.redraw_selection()
        self._say("The quote is as it was.")
