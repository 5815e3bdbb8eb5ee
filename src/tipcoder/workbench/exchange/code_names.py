"""The code that a header or a cell of a coder's own sheet means."""

from __future__ import annotations

import re

from tipcoder.model import Codebook
from tipcoder.text import fold_text

_BETWEEN = re.compile(r"[\s_./:\-–]+")


class CodeNames:
    """Codes by key and by label in any language, whatever the case and the signs between words."""

    def __init__(self, codebook: Codebook) -> None:
        self._keys: dict[str, str] = {}
        for code in codebook.codes.values():
            if not code.codable:
                continue
            for name in (code.key, *code.label.values()):
                self._keys.setdefault(_fold_name(name), code.key)

    def find_code(self, name: str) -> str | None:
        """The key of the code, or None."""
        return self._keys.get(_fold_name(name))


def _fold_name(name: str) -> str:
    return _BETWEEN.sub(" ", fold_text(name)).strip()
