"""What the study itself says, so that an audit does not take it for somebody's words.

Questions, codes and their definitions, options that many ticked, columns that were declared.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from tipcoder.privacy.compared_words import Word, fold_to_string
from tipcoder.text import fold_text

_AROUND = 3
"""Words beside a hit that have to stand beside it in the study's own text."""
_PARTS = re.compile(r"\s*[,;|\n]\s*")
_NO_LETTER = re.compile(r"[\W_]+")


class StudyWording:
    """Texts of the codebook and the questionnaire."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        """`texts` are read when something is first looked for in them."""
        self._written = texts

    @cached_property
    def _texts(self) -> Mapping[str, None]:
        """The texts folded, each once."""
        return dict.fromkeys(map(fold_to_string, self._written))

    @cached_property
    def _text(self) -> str:
        return "".join(f" {text} \n" for text in self._texts)

    def has_text(self, text: str) -> bool:
        """Whether it is one of the study's texts and nothing else."""
        return fold_to_string(text) in self._texts

    def has_words(self, words: Sequence[Word], first: int, last: int) -> bool:
        """Whether words `first` to `last` (exclusive) stand in a text of the study as they stand
        here, with the words before or behind them."""
        if not self._text:
            return False
        before, behind = max(first - _AROUND, 0), min(last + _AROUND, len(words))
        for start, end in ((before, behind), (first, behind), (before, last)):
            is_whole = start == 0 and end == len(words)
            if end - start <= _AROUND and not is_whole:
                continue
            if f" {' '.join(word.folded for word in words[start:end])} " in self._text:
                return True
        return False


class DeclaredColumns:
    """Closed columns that the study declares, with the values that a cell may have there.

    A country is no leak of itself in the column of countries, nor an option that many ticked. A
    value that only few have may be a remark, and is looked through like any other text.
    """

    def __init__(self, columns: Mapping[str, Iterable[str]] | None = None) -> None:
        """`columns` are the values by the name of the column, whichever way a file writes it."""
        self._values: dict[str, frozenset[str]] = {}
        for name, values in (columns or {}).items():
            key = fold_head(name)
            self._values[key] = self._values.get(key, frozenset()) | set(map(fold_text, values))

    def has_value(self, head: str, cell: str) -> bool:
        """Whether a cell of a column is a declared value, or a list of such values."""
        values = self._values.get(fold_head(head))
        if not values:
            return False
        folded = fold_text(cell.strip().removeprefix("'"))
        return folded in values or all(part in values for part in _PARTS.split(folded))

    def list_values(self) -> list[str]:
        """Every value of every column, each once."""
        return sorted(frozenset[str]().union(*self._values.values()))

    def is_declared(self, head: str) -> bool:
        """Whether the study has a closed column of that name."""
        return fold_head(head) in self._values


def fold_head(name: str) -> str:
    """The name of a column as it is compared: SPSS and Stata allow neither points nor hyphens."""
    return _NO_LETTER.sub("_", fold_text(name).strip()).strip("_")
