"""Whether a place is named by somebody who answered, or by the file that is about places.

A country is no leak of itself: tables of countries, axes of figures and titles of journals name
them. In the words of a respondent it narrows down who speaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from tipcoder.privacy.compared_words import split_word_list
from tipcoder.privacy.hits import Hit
from tipcoder.table_words import FILLER_WORDS, list_table_words

PLACES = frozenset(("country", "nationality", "place"))
"""Kinds of what the gazetteer finds."""
_EDGE = re.compile(r"\\\\|[\n\t|&]")
"""What parts the cells of a table, also of one in LaTeX."""
_FILLER = re.compile(
    rf"\\[a-z]+|[\W\d_]+|\b(?:{'|'.join(list_table_words(FILLER_WORDS))}|"
    r"and|or|the|of|y|e|o|la|el|los|las|de|del|n|n/a|total|all|"
    r"country|countries|nationality|region|place|city|republic|kingdom|state|states)\b",
    re.I,
)
"""What a label may have beside the name: numbers, marks, commands of LaTeX, small words."""
_SMALL = re.compile(r"\s+(?:of|and|for|on|&)\s+|\s+")
_PUBLICATION = frozenset(
    split_word_list(
        "journal review science sciences studies quarterly association society economist political "
        "sociological psychological statistical press university academy bulletin annals library "
        "standard standards edition"
    )
)
_TITLE_REACH = 5
"""Words behind a nationality in which a title says what it is."""
_NAME_REACH = 20
"""Letters that a word of a name may have."""
_LANGUAGE = re.compile(
    r"[-\s]+(?:names?|languages?|versions?|translations?|speaking|speakers?|texts?|wording|labels?|"
    r"spelling|alphabet|letters)\b",
    re.I,
)
"""What follows the name of a language that is nobody's nationality."""
_EPONYM = re.compile(r"[^\W\d_]{3,}[-–]$")


def find_labels(text: str, hits: Iterable[Hit]) -> list[tuple[int, int]]:
    """Stretches of a text that are nothing but names of places: labels, and not a wording."""
    spans = [(hit.start, hit.end) for hit in hits if hit.kind in PLACES]
    if not spans:
        return []
    out = []
    start = 0
    for edge in [*_EDGE.finditer(text), None]:
        end = edge.start() if edge else len(text)
        if _is_label(text, start, end, spans):
            out.append((start, end))
        start = edge.end() if edge else end
    return out


def _is_label(text: str, start: int, end: int, spans: Iterable[tuple[int, int]]) -> bool:
    rest = text[start:end]
    for first, last in spans:
        if start < last and first < end:
            inside = slice(max(first - start, 0), last - start)
            rest = rest[: inside.start] + " " * (len(rest[inside])) + rest[inside.stop :]
    return len(rest.strip()) < end - start and not _FILLER.sub("", rest)


def is_title(text: str, hit: Hit) -> bool:
    """Whether a place is part of the title of a journal, or of a double name like that of a test
    called after two people."""
    double = _EPONYM.search(text[max(hit.start - _NAME_REACH, 0) : hit.start])
    if double is not None and double[0][0].isupper():
        return True
    if hit.kind == "place":
        return False
    if hit.kind == "nationality" and _LANGUAGE.match(text, hit.end):
        return True

    # Words of a title begin with capitals, but for small ones.
    for word in _SMALL.split(text[hit.end : hit.end + _NAME_REACH * 3].strip())[:_TITLE_REACH]:
        bare = word.strip(".,;:()")
        if bare[:1].isupper() and bare.lower() in _PUBLICATION:
            return True
        if not bare[:1].isupper() or bare != word:
            return False
    return False
