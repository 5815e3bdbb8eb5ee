"""An answer as a detector should read it, with a way back to the stored text.

Names hide, by design or by accident, behind invisible characters, letters of another alphabet that look alike, line
breaks, entities of a web page and spaced letters. Each character of the view knows which stretch of the stored text
it stands for.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_BROKEN_WORD = re.compile(r"(?<=[^\W\d_])[-‐\u00ad]\s*\n\s*(?=[^\W\d_])")
_REVERSED = re.compile("\u202e([^\u202c\u202d\u202e\n]*)")
_WORD = re.compile(r"[^\W\d_]+")
_PAGE = 20_000
"""Letters of a text for which places are worked out at once."""
_GAP = re.compile(r"(?<=[^\W_]) (?=[^\W_])")
"""Where a text may be parted: no entity, no broken word and no letter with its marks lies across it."""
_LINE_GAP = re.compile(r"(?<=[^\W_])\n(?=[^\W_])")
_SPACED = re.compile(
    r"(?<![^\W_])[^\W\d_](?:(?P<gap>[ .·\-_*]{1,2})[^\W\d_](?![^\W_])){1}(?:(?P=gap)[^\W\d_](?![^\W_])){1,30}"
)
_TO_LATIN = dict(zip("АВЕЅІЈКМНОРСТУХаесіјорѕухԁԛѡ", "ABESIJKMHOPCTYXaecijopsyxdqw", strict=True))
_GREEK = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονι", "ABEZHIKMNOPTYXovi", strict=True))
_TO_CYRILLIC = {latin: cyrillic for cyrillic, latin in _TO_LATIN.items()}


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
    if stored.isascii() and "&" not in stored and not _BROKEN_WORD.search(stored):
        return PlainView(stored, range(len(stored)), range(1, len(stored) + 1))
    pieces = _compose_marks(_drop_invisible(_split_characters(stored)))
    return _unify_scripts(
        PlainView(
            "".join(char for char, _, _ in pieces),
            tuple(start for _, start, _ in pieces),
            tuple(e for *_, e in pieces),
        )
    )


def build_plain_text(stored: str) -> str:
    """The text of the plain view alone; of a long text it is made page by page."""
    if len(stored) <= _PAGE:
        return build_plain_view(stored).text
    # Reversed writing may reach over spaces, though never over a line.
    apart = _LINE_GAP if "\u202e" in stored else _GAP
    pages: list[str] = []
    first = 0
    while first < len(stored):
        found = apart.search(stored, first + _PAGE)
        last = found.end() if found else len(stored)
        pages.append(build_plain_view(stored[first:last]).text)
        first = last
    return "".join(pages)


_Piece = tuple[str, int, int]


def _split_characters(stored: str) -> list[_Piece]:
    """Characters with their places: entities decoded, broken words joined, runs of reversed writing turned round."""
    out: list[_Piece] = []
    at = 0
    breaks = {found.start(): found.end() for found in _BROKEN_WORD.finditer(stored)}
    turned = {found.start(): found for found in _REVERSED.finditer(stored)}
    while at < len(stored):
        if at in breaks:
            at = breaks[at]
        elif at in turned:
            start, end = turned[at].span(1)
            out += [(stored[i], i, i + 1) for i in range(end - 1, start - 1, -1)]
            at = end
        elif stored[at] == "&" and (entity := _ENTITY.match(stored, at)):
            decoded = html.unescape(entity[0])
            out += [(char, at, entity.end()) for char in decoded]
            at = entity.end()
        else:
            out.append((stored[at], at, at + 1))
            at += 1
    return out


def _drop_invisible(pieces: list[_Piece]) -> list[_Piece]:
    return [
        piece
        for piece in pieces
        if not (
            unicodedata.category(piece[0]) == "Cf"
            or "\ufe00" <= piece[0] <= "\ufe0f"
            or piece[0] == "\u034f"
        )
    ]


def _compose_marks(pieces: list[_Piece]) -> list[_Piece]:
    """Compatibility forms, a letter together with its marks."""
    out: list[_Piece] = []
    at = 0
    while at < len(pieces):
        to = at + 1
        while to < len(pieces) and unicodedata.combining(pieces[to][0]):
            to += 1
        cluster = "".join(char for char, _, _ in pieces[at:to])
        start, end = min(p[1] for p in pieces[at:to]), max(p[2] for p in pieces[at:to])
        out += [(char, start, end) for char in unicodedata.normalize("NFKC", cluster)]
        at = to
    return out


def _unify_scripts(view: PlainView) -> PlainView:
    """Letters that only look like those of their word's alphabet become the ones they look like."""
    chars = list(view.text)
    for word in _WORD.finditer(view.text):
        scripts = {_find_script(char) for char in word[0]} - {""}
        if len(scripts) < 2:
            continue
        for table in ({**_TO_LATIN, **_GREEK}, _TO_CYRILLIC):
            home = "LATIN" if table is not _TO_CYRILLIC else "CYRILLIC"
            if all(char in table or _find_script(char) == home for char in word[0]):
                chars[word.start() : word.end()] = [table.get(char, char) for char in word[0]]
                break
    return PlainView("".join(chars), view.starts, view.ends)


def _find_script(char: str) -> str:
    if char.isascii():
        return "LATIN" if char.isalpha() else ""
    name = unicodedata.name(char, "").split(" ")[0]
    return name if name in ("LATIN", "CYRILLIC", "GREEK") else ""


def find_spaced_words(view: PlainView) -> list[tuple[str, int, int]]:
    """Words written as single letters (`H A L I N`, `H.A.L.I.N.`): the word joined, and its span in the view."""
    return [
        ("".join(char for char in found[0] if char.isalpha()), found.start(), found.end())
        for found in _SPACED.finditer(view.text)
    ]
