"""Units of text that a coder selects with one key: words, clauses, sentences, lines."""

from __future__ import annotations

from tipcoder.language.quote_ends import says_something
from tipcoder.language.quote_ends import trim_quote as trim_quote
from tipcoder.language.units import Span as Span
from tipcoder.language.units import TextUnit as TextUnit
from tipcoder.language.units import (
    find_span_after,
    find_span_around,
    find_span_before,
    find_spans,
)

_TRIMMED = (TextUnit.CLAUSE, TextUnit.SENTENCE, TextUnit.LINE)


class UnitIndex:
    """The units of one text. Each kind is found when it is first asked for, and kept.

    Spans are code points of the text, half-open. Sentences, clauses and lines are trimmed as
    quotes are: no comma behind them, no bullet before them, and a lone `/` is none.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._spans: dict[TextUnit, list[Span]] = {}

    def list_units(self, unit: TextUnit) -> list[Span]:
        """All units of a kind, in order."""
        if unit not in self._spans:
            found = find_spans(self._text, unit)
            self._spans[unit] = self._trim_units(found) if unit in _TRIMMED else found
        return self._spans[unit]

    def _trim_units(self, found: list[Span]) -> list[Span]:
        said = [span for span in found if says_something(self._text, span)]
        return [trim_quote(self._text, *span) for span in said]

    def find_around(self, unit: TextUnit, offset: int) -> Span | None:
        """The unit that holds `offset`, or the nearest one after it, or the last one."""
        return find_span_around(self.list_units(unit), offset)

    def find_after(self, unit: TextUnit, offset: int) -> Span | None:
        """The first unit that begins at or after `offset`."""
        return find_span_after(self.list_units(unit), offset)

    def find_before(self, unit: TextUnit, offset: int) -> Span | None:
        """The last unit that ends at or before `offset`."""
        return find_span_before(self.list_units(unit), offset)
