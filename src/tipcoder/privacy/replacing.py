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
_Noun = tuple[str, str, str, str]
"""In English, Spanish, Russian and Ukrainian; other languages get the English one."""
_NOUNS: Mapping[str, _Noun] = {
    "own_org": ("[organisation]", "[organización]", "[организация]", "[організація]"),
    "other_org": (
        "[partner organisation]",
        "[organización socia]",
        "[партнёрская организация]",
        "[партнерська організація]",
    ),
    "person": ("[person]", "[persona]", "[человек]", "[людина]"),
    "email": (
        "[contact removed]",
        "[contacto eliminado]",
        "[контакт удалён]",
        "[контакт вилучено]",
    ),
    "url": ("[contact removed]", "[contacto eliminado]", "[контакт удалён]", "[контакт вилучено]"),
    "phone": (
        "[contact removed]",
        "[contacto eliminado]",
        "[контакт удалён]",
        "[контакт вилучено]",
    ),
    "address": ("[address]", "[dirección]", "[адрес]", "[адреса]"),
    "country": ("[country]", "[país]", "[страна]", "[країна]"),
    "nationality": ("[nationality]", "[nacionalidad]", "[национальность]", "[національність]"),
    "place": ("[city]", "[ciudad]", "[город]", "[місто]"),
    "gov_body": (
        "[national agency]",
        "[organismo nacional]",
        "[национальное ведомство]",
        "[національне відомство]",
    ),
    "law": ("[national law]", "[ley nacional]", "[национальный закон]", "[національний закон]"),
    "project": ("[project]", "[proyecto]", "[проект]", "[проєкт]"),
    "date": ("[date]", "[fecha]", "[дата]", "[дата]"),
    "number": ("[number]", "[número]", "[число]", "[число]"),
    "name": ("[name]", "[nombre]", "[название]", "[назва]"),
    "event": ("[event]", "[evento]", "[событие]", "[подія]"),
}
_NGO = ("[an NGO]", "[una ONG]", "[НПО]", "[НУО]")
_WIDER: Mapping[str, tuple[_Noun, ...]] = {
    "own_org": (
        ("[an organisation]", "[una organización]", "[одна организация]", "[одна організація]"),
        _NGO,
    ),
    "other_org": (
        (
            "[another organisation]",
            "[otra organización]",
            "[другая организация]",
            "[інша організація]",
        ),
        _NGO,
    ),
    "person": (
        ("[official]", "[funcionario]", "[чиновник]", "[посадовець]"),
        ("[colleague]", "[colega]", "[коллега]", "[колега]"),
    ),
    "country": (
        ("[the country]", "[el país]", "[эта страна]", "[ця країна]"),
        (
            "[a country in the region]",
            "[un país de la región]",
            "[страна региона]",
            "[країна регіону]",
        ),
    ),
    "nationality": (
        ("[national]", "[nacional]", "[национальный]", "[національний]"),
        ("[local]", "[local]", "[местный]", "[місцевий]"),
    ),
    "place": (
        ("[region]", "[región]", "[регион]", "[регіон]"),
        ("[country]", "[país]", "[страна]", "[країна]"),
    ),
    "gov_body": (
        ("[the government]", "[el gobierno]", "[правительство]", "[уряд]"),
        ("[authorities]", "[autoridades]", "[власти]", "[влада]"),
    ),
    "law": (("[a law]", "[una ley]", "[закон]", "[закон]"),),
    "date": (
        ("[year]", "[año]", "[год]", "[рік]"),
        ("[recently]", "[recientemente]", "[недавно]", "[нещодавно]"),
    ),
    "number": (
        ("[several]", "[varios]", "[несколько]", "[кілька]"),
        ("[many]", "[muchos]", "[много]", "[багато]"),
    ),
}
_OFFERED = frozenset(
    [ELLIPSIS]
    + [noun for nouns in _NOUNS.values() for noun in nouns]
    + [noun for wider in _WIDER.values() for nouns in wider for noun in nouns]
)
_COLUMN = {"en": 0, "es": 1, "ru": 2, "uk": 3}

NAMED_KINDS = tuple(_NOUNS)
"""Kinds that have a noun of their own."""


@dataclass(frozen=True)
class TextReplacement:
    """A span of the stored text and what stands in the released wording instead."""

    start: int
    end: int
    replacement: str
    kind: str = ""


def is_own_wording(replacement: str) -> bool:
    """Whether a person wrote what stands instead: nothing vouches for it, so it has to be searched as well."""
    return bool(replacement) and replacement not in _OFFERED


def choose_replacement(kind: str, language: str) -> str:
    """The role noun for a kind, in the language of the answer where there is one; an ellipsis for what has none."""
    nouns = _NOUNS.get(kind)
    return nouns[_COLUMN.get(language, 0)] if nouns else ELLIPSIS


def list_replacements(kind: str, language: str) -> tuple[str, ...]:
    """What may stand instead, the usual first: the role noun, wider ones, an ellipsis."""
    wider = (nouns[_COLUMN.get(language, 0)] for nouns in _WIDER.get(kind, ()))
    return tuple(dict.fromkeys((choose_replacement(kind, language), *wider, ELLIPSIS)))


def choose_wider_replacement(kind: str, language: str) -> str:
    """The first noun that is wider than the usual one."""
    return (
        _WIDER[kind][0][_COLUMN.get(language, 0)]
        if kind in _WIDER
        else choose_replacement(kind, language)
    )


def build_edits(hits: Iterable[Hit], language: str) -> list[TextReplacement]:
    """Every proposal taken as it is."""
    return [
        TextReplacement(hit.start, hit.end, choose_replacement(hit.kind, language), hit.kind)
        for hit in hits
    ]


def resolve_overlaps(edits: Iterable[TextReplacement]) -> list[TextReplacement]:
    """The edits that take effect: of overlapping ones the longest speaks for all of their extent."""
    out: list[TextReplacement] = []
    for edit in sorted(edits, key=lambda e: (e.start, -e.end)):
        if out and edit.start < out[-1].end:
            last = out[-1]
            lead = last if last.end - last.start >= edit.end - edit.start else edit
            out[-1] = TextReplacement(
                last.start, max(last.end, edit.end), lead.replacement, lead.kind
            )
        else:
            out.append(edit)
    return out


def release_wording(text: str, start: int, end: int, edits: Sequence[TextReplacement]) -> str:
    """The wording of a quote that may leave: `text[start:end]` with every edit that reaches into it."""
    out = []
    at = start
    for edit in resolve_overlaps(edit for edit in edits if edit.start < end and edit.end > start):
        out.append(_strip_invisible(text[at : max(edit.start, at)]))
        out.append(edit.replacement)
        at = max(at, edit.end)
    out.append(_strip_invisible(text[at:end]))
    return _tidy_spaces(_collapse_repeats("".join(out)))


def _strip_invisible(text: str) -> str:
    """The respondent's own characters: round brackets, nothing invisible, nothing that steers a screen."""
    kept = (
        " " if unicodedata.category(char) == "Cc" and char != "\n" else char
        for char in text.replace("[", "(").replace("]", ")")
        if unicodedata.category(char) not in ("Cf", "Co", "Cs") or char in "\u200c\u200d"
    )
    return "".join(kept)


def _tidy_spaces(text: str) -> str:
    """Spaces and line breaks as they come in print."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def _collapse_repeats(text: str) -> str:
    """A role noun that would stand twice in a row stands once."""
    for noun in {noun for forms in _NOUNS.values() for noun in forms}:
        double = f"{noun} {noun}"
        while double in text:
            text = text.replace(double, noun)
    return text
