"""Where one text has some words, and which of the places is looked at."""

from __future__ import annotations

from tipcoder.text_search import find_phrase, fold_with_places
from tipcoder.workbench.coding.text_units import Span, TextUnit, UnitIndex


class FoundWords:
    """The places of a phrase in a text, found as a filter finds it: case and accents folded.

    Spans are code points of the text, half-open.
    """

    def __init__(self, text: str, phrase: str) -> None:
        self.text = text
        self.spans: list[Span] = []
        self._at = 0
        self._units = UnitIndex(text)
        if phrase.strip():
            folded = fold_with_places(text)
            self.spans = [folded.find_span(*place) for place in find_phrase(folded.text, phrase)]

    def go_to_first_from(self, offset: int) -> None:
        """Look at the first place at or behind an offset, else at the first of all."""
        behind = [number for number, (_, end) in enumerate(self.spans) if end > offset]
        self._at = behind[0] if behind else 0

    def step(self, *, forward: bool) -> None:
        """Look at the next place or the previous one; behind the last comes the first."""
        if self.spans:
            self._at = (self._at + (1 if forward else -1)) % len(self.spans)

    @property
    def whole_words(self) -> Span | None:
        """The place looked at, widened to the words it touches: nobody quotes half a word."""
        if not self.spans:
            return None
        start, end = self.spans[self._at]
        for word_start, word_end in self._units.list_units(TextUnit.WORD):
            if word_start < end and start < word_end:
                start, end = min(start, word_start), max(end, word_end)
        return start, end

    def describe_place(self) -> str:
        """`2 of 5`, or that there is none."""
        if not self.spans:
            return "not in this answer"
        return f"{self._at + 1} of {len(self.spans)}"
