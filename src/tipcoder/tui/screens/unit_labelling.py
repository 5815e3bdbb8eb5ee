"""Letters in front of the sentences or clauses in view: typing one selects it."""

from __future__ import annotations

from collections.abc import Callable, Collection

from tipcoder.tui.screens.jump import LETTERS
from tipcoder.tui.screens.key_catcher import KeyCatcher
from tipcoder.tui.widgets.answer_labels import TextLabel, build_labels
from tipcoder.tui.widgets.answer_text import AnswerText
from tipcoder.workbench.coding.text_units import Span, TextUnit

OpenCatcher = Callable[[KeyCatcher, Callable[[None], None]], object]

_SCROLLING = {"ctrl+d": 1, "ctrl+u": -1}
_WHAT_KEYS_DO = {
    TextUnit.SENTENCE: "A letter selects its sentence, a capital begins a stretch. Again: clauses.",
    TextUnit.CLAUSE: "A letter selects its clause, a capital begins a stretch. Again: sentences.",
}


class UnitLabelling:
    """Waits for the letters of a sentence or a clause. It belongs to a screen, which gives it what
    it needs.

    The key that began it changes between sentences and clauses; ^D and ^U scroll a long answer.
    """

    def __init__(
        self,
        answer_text: AnswerText,
        open_catcher: OpenCatcher,
        say: Callable[[str], None],
        changing_keys: Collection[str],
    ) -> None:
        """`changing_keys` are the names of the key that began it."""
        self._answer_text = answer_text
        self._open_catcher = open_catcher
        self._say = say
        self._changing_keys = changing_keys
        self._unit = TextUnit.SENTENCE
        self._units: dict[str, Span] = {}
        """The units in view by their letters."""
        self._typed = ""
        self._first: Span | None = None
        """The unit that a stretch begins or ends with."""

    def begin(self) -> None:
        """Show the letters, and wait for one."""
        if not self._answer_text.selection.list_units(self._unit):
            self._say("There are no words to select.")
            return
        self._say(_WHAT_KEYS_DO[self._unit])
        self._label_units()
        self._open_catcher(KeyCatcher(self._take_key), self._finish)

    def _label_units(self) -> None:
        """Give letters to what is in view now."""
        first, last = self._answer_text.span_in_view
        units = self._answer_text.selection.list_units(self._unit)
        seen = [(start, end) for start, end in units if start < last and end > first]
        labels = build_labels(len(seen), LETTERS)
        self._units = dict(zip(labels, seen, strict=False))
        self._typed = ""
        self._draw_labels()

    def _draw_labels(self) -> None:
        """Draw the letters that are still to be typed."""
        first, _ = self._answer_text.span_in_view
        shown = []
        for label, (start, _) in self._units.items():
            if label.startswith(self._typed):
                # Of a sentence that begins above, the part in view is labelled.
                shown.append(TextLabel(max(start, first), label[len(self._typed) :]))
        self._answer_text.show_labels(shown)

    def _take_key(self, key: str, character: str) -> bool:
        if key in self._changing_keys:
            is_sentence = self._unit is TextUnit.SENTENCE
            self._unit = TextUnit.CLAUSE if is_sentence else TextUnit.SENTENCE
            self._say(_WHAT_KEYS_DO[self._unit])
            self._label_units()
            return True
        if key in _SCROLLING:
            half = max(self._answer_text.size.height // 2, 1)
            self._answer_text.scroll_rows(_SCROLLING[key] * half)
            self._label_units()
            return True
        return self._take_letter(character)

    def _take_letter(self, character: str) -> bool:
        self._typed += character.lower()
        found = self._units.get(self._typed) if character else None
        if found is not None:
            return self._use_unit(found, begins_stretch=character.isupper())
        is_begun = bool(character) and any(one.startswith(self._typed) for one in self._units)
        self._draw_labels()
        return is_begun

    def _use_unit(self, unit: Span, *, begins_stretch: bool) -> bool:
        """Select the unit, or the stretch that ends with it; returns whether it is only begun."""
        ends = [unit] if self._first is None else [self._first, unit]
        selection = self._answer_text.selection
        selection.unit = self._unit
        selection.select_span(min(ends)[0], max(ends)[1])
        is_begun = begins_stretch and self._first is None
        if is_begun:
            self._first = unit
            self._typed = ""
            self._say("The next letter ends the stretch.")
            self._draw_labels()
        else:
            self._answer_text.redraw_selection()
        return is_begun

    def _finish(self, _: None) -> None:
        self._answer_text.show_labels(())
        self._say("")
