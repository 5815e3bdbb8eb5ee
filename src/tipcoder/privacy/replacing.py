"""The released wording: spans of an answer replaced by role nouns in brackets, the way the authors print quotes.

Role nouns and never numbers: a number would tell which of a list was meant. Brackets that respondents wrote
themselves become round, so that a reader can tell an edit from a remark.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tipcoder.privacy.hits import Hit

ELLIPSIS = "[...]"
TRANSLATION = "translation"
TRANSLATED = "translated from original language"
"""What a reader is told where a translation stands; neither the language nor the translator."""
_NOUNS: Mapping[str, tuple[str, str, str]] = {
    "own_org": ("[organisation]", "[organización]", "[организация]"),
    "other_org": ("[partner organisation]", "[organización socia]", "[партнёрская организация]"),
    "person": ("[person]", "[persona]", "[человек]"),
    "email": ("[contact removed]", "[contacto eliminado]", "[контакт удалён]"),
    "url": ("[contact removed]", "[contacto eliminado]", "[контакт удалён]"),
    "phone": ("[contact removed]", "[contacto eliminado]", "[контакт удалён]"),
    "address": ("[address]", "[dirección]", "[адрес]"),
    "country": ("[country]", "[país]", "[страна]"),
    "nationality": ("[nationality]", "[nacionalidad]", "[национальность]"),
    "place": ("[city]", "[ciudad]", "[город]"),
    "gov_body": ("[national agency]", "[organismo nacional]", "[национальное ведомство]"),
    "law": ("[national law]", "[ley nacional]", "[национальный закон]"),
    "project": ("[project]", "[proyecto]", "[проект]"),
    "date": ("[date]", "[fecha]", "[дата]"),
    "number": ("[number]", "[número]", "[число]"),
    "name": ("[name]", "[nombre]", "[название]"),
    "event": ("[event]", "[evento]", "[событие]"),
}
_WIDER: Mapping[str, tuple[str, ...]] = {
    "own_org": ("[an organisation]", "[an NGO]"),
    "other_org": ("[another organisation]", "[an NGO]"),
    "person": ("[official]", "[colleague]"),
    "country": ("[the country]", "[a country in the region]"),
    "nationality": ("[national]", "[local]"),
    "place": ("[region]", "[country]"),
    "gov_body": ("[the government]", "[authorities]"),
    "law": ("[a law]",),
    "date": ("[year]", "[recently]"),
    "number": ("[several]", "[many]"),
}
_OFFERED = frozenset(noun for nouns in (*_NOUNS.values(), *_WIDER.values(), (ELLIPSIS,)) for noun in nouns)
_COLUMN = {"en": 0, "es": 1, "ru": 2, "uk": 2}

NAMED_KINDS = tuple(_NOUNS)
"""Kinds that have a noun of their own."""


@dataclass(frozen=True)
class Edit:
    """A span of the stored text and what stands in the released wording instead."""

    start: int
    end: int
    replacement: str
    kind: str = ""


def own_words(replacement: str) -> bool:
    """Whether a person wrote what stands instead: nothing vouches for it, so it has to be searched as well."""
    return bool(replacement) and replacement not in _OFFERED


def replacement_for(kind: str, language: str) -> str:
    """The role noun for a kind, in the language of the answer where there is one; an ellipsis for what has none."""
    nouns = _NOUNS.get(kind)
    return nouns[_COLUMN.get(language, 0)] if nouns else ELLIPSIS


def choices(kind: str, language: str) -> tuple[str, ...]:
    """What may stand instead, the usual first: the role noun, wider ones, an ellipsis."""
    return tuple(dict.fromkeys((replacement_for(kind, language), *_WIDER.get(kind, ()), ELLIPSIS)))


def generalised(kind: str, language: str) -> str:
    """The first noun that is wider than the usual one."""
    return _WIDER[kind][0] if kind in _WIDER else replacement_for(kind, language)


def edits_from(hits: Iterable[Hit], language: str) -> list[Edit]:
    """Every proposal taken as it is."""
    return [Edit(hit.start, hit.end, replacement_for(hit.kind, language), hit.kind) for hit in hits]


def applied(edits: Iterable[Edit]) -> list[Edit]:
    """The edits that take effect: of overlapping ones the longest speaks for all of their extent."""
    out: list[Edit] = []
    for edit in sorted(edits, key=lambda e: (e.start, -e.end)):
        if out and edit.start < out[-1].end:
            last = out[-1]
            lead = last if last.end - last.start >= edit.end - edit.start else edit
            out[-1] = Edit(last.start, max(last.end, edit.end), lead.replacement, lead.kind)
        else:
            out.append(edit)
    return out


def released(text: str, start: int, end: int, edits: Sequence[Edit]) -> str:
    """The wording of a quote that may leave: `text[start:end]` with every edit that reaches into it."""
    out = []
    at = start
    for edit in applied(edit for edit in edits if edit.start < end and edit.end > start):
        out.append(_plain(text[at : max(edit.start, at)]))
        out.append(edit.replacement)
        at = max(at, edit.end)
    out.append(_plain(text[at:end]))
    return _tidy(_once("".join(out)))


def _plain(text: str) -> str:
    """The respondent's own characters: round brackets, nothing invisible, nothing that steers a screen."""
    kept = (
        " " if unicodedata.category(char) == "Cc" and char != "\n" else char
        for char in text.replace("[", "(").replace("]", ")")
        if unicodedata.category(char) not in ("Cf", "Co", "Cs") or char in "\u200c\u200d"
    )
    return "".join(kept)


def _tidy(text: str) -> str:
    """Spaces and line breaks as they come in print."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def _once(text: str) -> str:
    """A role noun that would stand twice in a row stands once."""
    for noun in {noun for forms in _NOUNS.values() for noun in forms}:
        double = f"{noun} {noun}"
        while double in text:
            text = text.replace(double, noun)
    return text
