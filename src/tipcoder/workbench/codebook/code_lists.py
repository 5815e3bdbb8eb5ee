"""An indented list of codes, as people write it in a text file -> a codebook."""

from __future__ import annotations

import re

from tipcoder.codebook.revising import make_code_key
from tipcoder.model.codes import Code, Codebook

_BULLET = re.compile(r"(?P<indent>\s*)(?:[-*+•]\s+|\d+[.)]\s+|#+\s+)?(?P<words>\S.*)")
_DEFINED = re.compile(r"(?P<label>[^:–]{1,80}?)\s*(?::| – )\s*(?P<definition>\S.*)")


def read_code_list(text: str, title: str, language: str) -> Codebook:
    """Codes by line; what is indented deeper stands below, what follows a colon defines it."""
    codes: dict[str, Code] = {}
    above: list[tuple[int, str]] = []
    for line in text.splitlines():
        found = _BULLET.fullmatch(line.expandtabs(4))
        if found is None:
            continue
        indent = len(found["indent"])
        while above and above[-1][0] >= indent:
            above.pop()
        label, definition = _part_line(found["words"].strip())
        key = make_code_key(label, Codebook(title, language, codes))
        codes[key] = Code(
            key,
            {language: label},
            parent=above[-1][1] if above else None,
            definition={language: definition} if definition else {},
        )
        above.append((indent, key))
    return Codebook(title, language, codes)


def _part_line(words: str) -> tuple[str, str]:
    defined = _DEFINED.fullmatch(words)
    return (defined["label"], defined["definition"]) if defined else (words, "")
