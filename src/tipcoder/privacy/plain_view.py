"""An answer as a detector should read it, with a way back to the stored text.

Names hide, by design or by accident: behind invisible characters, letters of another alphabet that
look alike, line breaks, entities of a web page and spaced letters. Each character of the view knows
which stretch of the stored text it stands for.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from tipcoder.language.letters import find_script
from tipcoder.privacy.flags import BLACK_FLAG, is_tag
from tipcoder.text import LATIN_LOOK_ALIKES

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_BROKEN_WORD = re.compile(r"(?<=[^\W\d_])[-‐\u00ad]\s*\n\s*(?=[^\W\d_])")
_REVERSED = re.compile("\u202e([^\u202c\u202d\u202e\n]*)")
"""Writing from right to left that somebody forced on letters that run from left to right."""
_WORD = re.compile(r"[^\W\d_]+")
_PAGE = 20_000
"""Letters of a text for which places are found at once."""
_GAP = re.compile(r"(?<=[^\W_]) (?=[^\W_])")
"""Where a text may be parted: no entity, broken word or letter with its marks lies across it."""
_LINE_GAP = re.compile(r"(?<=[^\W_])\n(?=[^\W_])")
_COMPOSED = re.compile("[\x00-\x7f]?[^\x00-\x7f]+")
"""Letters beyond ASCII, and the one before them, to which their marks may belong."""
_SPACED = re.compile(
    r"(?<![^\W_])[^\W\d_]"
    r"(?:(?P<gap>[ .·\-_*]{1,2})[^\W\d_](?![^\W_])){1}"
    r"(?:(?P=gap)[^\W\d_](?![^\W_])){1,30}"
)
"""Three or more single letters, with the same gap between all of them."""
_INVISIBLE_MARKS = "\u034f\u20e3"
"""The joiner of graphemes, and the key around a digit, which parts no number."""
_PAINTED = {
    first + place: chr(ord("A") + place) for first in (0x1F150, 0x1F170) for place in range(26)
}
"""White letters on a black circle or square, which Unicode takes for pictures."""
_GREEK = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονι", "ABEZHIKMNOPTYXovi", strict=True))
_TO_CYRILLIC = {latin: cyrillic for cyrillic, latin in LATIN_LOOK_ALIKES.items()}


@dataclass(frozen=True)
class PlainView:
    """`text[i]` stands for `starts[i]` to `ends[i]` of the stored text."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def map_to_stored(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the stored text behind a span of the view."""
        if start >= end:
            raise ValueError("an empty span stands for nothing")
        return min(self.starts[start:end]), max(self.ends[start:end])


def build_plain_view(stored: str) -> PlainView:
    """Read an answer as a person would."""
    if _is_plain(stored):
        # Nothing to unveil; nearly all answers are like this.
        return PlainView(_unify_scripts(stored), range(len(stored)), range(1, len(stored) + 1))

    pieces = _compose_marks(_drop_invisible(_split_characters(stored)))
    text = "".join(char for char, _, _ in pieces)
    starts = tuple(start for _, start, _ in pieces)
    ends = tuple(end for _, _, end in pieces)
    return PlainView(_unify_scripts(text), starts, ends)


def _is_plain(stored: str) -> bool:
    """Whether every character stands for itself, and none is joined with its neighbours."""
    if "&" in stored or _has_broken_word(stored):
        return False
    if stored.isascii():
        return True
    # Of a text few characters are different ones.
    return unicodedata.is_normalized("NFKC", stored) and all(map(_is_ordinary, set(stored)))


def _has_broken_word(stored: str) -> bool:
    # Few answers have a second line, and looking for one is done at once.
    return "\n" in stored and _BROKEN_WORD.search(stored) is not None


@lru_cache(maxsize=8192)
def _is_ordinary(char: str) -> bool:
    """Whether a character is neither a mark, nor a control, nor a picture."""
    category = unicodedata.category(char)
    return char.isspace() or (
        category[0] not in "CM" and category != "So" and ord(char) not in _PAINTED
    )


def build_plain_text(stored: str) -> str:
    """The text of the plain view alone; of a long text it is made page by page."""
    if _is_plain(stored):
        return _unify_scripts(stored)
    if _is_merely_composed(stored):
        return _unify_scripts(_COMPOSED.sub(_compose_run, stored))
    if len(stored) <= _PAGE:
        return build_plain_view(stored).text

    # Reversed writing may reach over spaces, though never over a line.
    gap = _LINE_GAP if "\u202e" in stored else _GAP
    pages: list[str] = []
    first = 0
    while first < len(stored):
        found = gap.search(stored, first + _PAGE)
        last = found.end() if found else len(stored)
        pages.append(build_plain_view(stored[first:last]).text)
        first = last
    return "".join(pages)


def is_read_by_pieces(stored: str) -> bool:
    """Whether the plain text is that of its pieces between blanks, one after the other.

    Entities, words broken at the end of a line and writing that is turned round reach over blanks.
    """
    return "&" not in stored and "\u202e" not in stored and not _has_broken_word(stored)


def _is_merely_composed(stored: str) -> bool:
    """Whether nothing is hidden, turned round or encoded, and only letters with their marks and
    compatibility forms may be written otherwise.
    """
    if "&" in stored or "\u202e" in stored or _has_broken_word(stored):
        return False
    return not any(map(_is_invisible, set(stored)))


def _compose_run(found: re.Match[str]) -> str:
    return _compose_letters(found[0])


@lru_cache(maxsize=8192)
def _compose_letters(letters: str) -> str:
    """`_compose_marks` of some letters in a row: a text has few that are different."""
    pieces = [(char, at, at + 1) for at, char in enumerate(letters)]
    return "".join(char for char, _, _ in _compose_marks(pieces))


_Piece = tuple[str, int, int]
"""A character of the view, and the start and end of what it stands for in the stored text."""


def _split_characters(stored: str) -> list[_Piece]:
    """Characters with their places.

    Entities are decoded, broken words joined, and runs of reversed writing turned round.
    """
    breaks = {found.start(): found.end() for found in _BROKEN_WORD.finditer(stored)}
    reversed_runs = {found.start(): found for found in _REVERSED.finditer(stored)}
    out: list[_Piece] = []
    at = 0
    while at < len(stored):
        if at in breaks:
            at = breaks[at]
            continue

        if at in reversed_runs:
            start, end = reversed_runs[at].span(1)
            out += [(stored[place], place, place + 1) for place in range(end - 1, start - 1, -1)]
            at = end
            continue

        entity = _ENTITY.match(stored, at) if stored[at] == "&" else None
        if entity is None:
            out.append((stored[at], at, at + 1))
            at += 1
            continue

        # One entity may be two characters: both stand for all of it.
        out += [(char, at, entity.end()) for char in html.unescape(entity[0])]
        at = entity.end()
    return out


def _drop_invisible(pieces: list[_Piece]) -> list[_Piece]:
    kept: list[_Piece] = []
    for piece in pieces:
        char = piece[0]
        # Tags behind a black flag say whose flag it is; elsewhere they hide something.
        is_of_flag = is_tag(char) and bool(kept) and _is_in_flag(kept[-1][0])
        if is_of_flag or not _is_invisible(char):
            kept.append(piece)
    return kept


def _is_in_flag(char: str) -> bool:
    return char == BLACK_FLAG or is_tag(char)


@lru_cache(maxsize=8192)
def _is_invisible(char: str) -> bool:
    """Format characters, variation selectors, keycaps, and the joiner of graphemes."""
    if char in _INVISIBLE_MARKS or "\ufe00" <= char <= "\ufe0f":
        return True
    return unicodedata.category(char) == "Cf"


def _compose_marks(pieces: list[_Piece]) -> list[_Piece]:
    """Compatibility forms, a letter together with its marks."""
    out: list[_Piece] = []
    at = 0
    while at < len(pieces):
        to = at + 1
        if pieces[at][0].isascii() and (to == len(pieces) or pieces[to][0].isascii()):
            # Nothing to compose, and most characters are like this.
            out.append(pieces[at])
            at = to
            continue
        while to < len(pieces) and unicodedata.combining(pieces[to][0]):
            to += 1

        cluster = pieces[at:to]
        letters = "".join(char for char, _, _ in cluster)
        # Of reversed writing the first piece is not the one that begins first.
        start = min(start for _, start, _ in cluster)
        end = max(end for _, _, end in cluster)
        plain = unicodedata.normalize("NFKC", letters).translate(_PAINTED)
        out += [(char, start, end) for char in plain]
        at = to
    return out


def _unify_scripts(text: str) -> str:
    """Letters that only look like those of their word's alphabet become the ones they look like."""
    if text.isascii() or len(_list_scripts(text)) < 2:
        return text
    chars = list(text)
    for word in _WORD.finditer(text):
        letters = word[0]
        if letters.isascii():
            continue
        if len(_list_scripts(letters)) > 1:
            chars[word.start() : word.end()] = _unify_word(letters)
    return "".join(chars)


def _list_scripts(letters: str) -> set[str]:
    """The scripts of letters that are mistaken for each other."""
    return set(map(_find_known_script, set(letters))) - {""}


def _unify_word(letters: str) -> str:
    """A word of several scripts in one of them, or as it is where none has all of its letters."""
    for table, script in ((LATIN_LOOK_ALIKES | _GREEK, "LATIN"), (_TO_CYRILLIC, "CYRILLIC")):
        if all(char in table or _find_known_script(char) == script for char in letters):
            return "".join(table.get(char, char) for char in letters)
    return letters


@lru_cache(maxsize=8192)
def _find_known_script(char: str) -> str:
    """The script of a letter, if it is one whose letters are mistaken for each other."""
    if char.isascii():
        return "LATIN" if char.isalpha() else ""
    script = find_script(char)
    return script if script in ("LATIN", "CYRILLIC", "GREEK") else ""


def find_spaced_words(view: PlainView) -> list[tuple[str, int, int]]:
    """Words written as single letters (`H A L I N`): the word joined, and its span in the view."""
    out = []
    for found in _SPACED.finditer(view.text):
        joined = "".join(char for char in found[0] if char.isalpha())
        out.append((joined, found.start(), found.end()))
    return out
