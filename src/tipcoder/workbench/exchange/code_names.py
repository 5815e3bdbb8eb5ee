"""The code that a header or a cell of a coder's own sheet means."""

from __future__ import annotations

import re

from tipcoder.model import Codebook
from tipcoder.text import fold_text

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


def _fold_name(name: str) -> str:
    return _BETWEEN.sub(" ", fold_text(name)).strip()
