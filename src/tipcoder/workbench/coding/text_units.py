"""Units of text that a coder selects with one key: words, clauses, sentences, lines."""

from __future__ import annotations

from tipcoder.language.units import TextUnit as TextUnit
