"""The code that a header or a cell of a coder's own sheet means."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tipcoder.model.codes import Codebook
from tipcoder.text import fold_text

_SEPARATOR = re.compile(r"([,;|\n])")
"""Between names in a cell."""
_MOST_PIECES = 6
"""Pieces into which separators may cut the name of one code."""
_BETWEEN = re.compile(r"[\s_./:\-–]+")


class CodeNames:
    """Codes by key, number and label, whatever the case and the signs between words."""

    def __init__(self, codebook: Codebook) -> None:
        self._keys: dict[str, str] = {}
        for code in codebook.codes.values():
            if not code.codable:
                continue
            if code.number:
                self._keys.setdefault(str(code.number), code.key)
            for name in (code.key, *code.label.values()):
                self._keys.setdefault(_fold_name(name), code.key)

    def find_code(self, name: str) -> str | None:
        """The key of the code, or None."""
        folded = _fold_name(name)
        # pandas and Excel write the numbers of a frame with a point and a zero.
        return self._keys.get(folded) or self._keys.get(folded.removesuffix(" 0"))

    def split_names(self, cell: str) -> list[str]:
        """What a cell names, cut at its separators but not within the name of a code; the longest
        name is taken.
        """
        tokens = _SEPARATOR.split(cell)
        names = []
        start = 0
        while start < len(tokens):
            end = self._find_end(tokens, start)
            names.append("".join(tokens[start:end]).strip())
            start = end + 1
        return [name for name in names if name]

    def _find_end(self, tokens: Sequence[str], start: int) -> int:
        """Where the longest name from `start` on ends; after one piece where there is none."""
        longest = min(len(tokens), start + 2 * _MOST_PIECES - 1)
        for end in range(longest, start + 1, -2):
            if self.find_code("".join(tokens[start:end])) is not None:
                return end
        return start + 1


def _fold_name(name: str) -> str:
    return _BETWEEN.sub(" ", fold_text(name)).strip()
