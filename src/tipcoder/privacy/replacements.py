"""The released wording: spans of an answer replaced by role nouns in brackets.

The authors of the founding study print their quotes this way. Brackets that respondents wrote
themselves become round, so that a reader can tell an edit from a remark.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tipcoder.privacy.hits import Hit
from tipcoder.privacy.role_nouns import NAMED_KINDS as NAMED_KINDS
from tipcoder.privacy.role_nouns import list_all_nouns, list_nouns, list_usual_nouns

ELLIPSIS = "[...]"
TRANSLATION = "translation"
TRANSLATED = "translated from original language"
"""What a reader is told where a translation stands; neither the language nor the translator."""
_JOINERS = "\u200c\u200d"
"""Invisible, and part of the spelling in Persian and the scripts of India."""


@dataclass(frozen=True)
class TextReplacement:
    """A span of the stored text and what stands in the released wording instead."""

    start: int
    end: int
    replacement: str
    kind: str = ""


def is_own_wording(replacement: str) -> bool:
    """Whether a person wrote the replacement: nothing vouches for it, so it is searched as well."""
    return bool(replacement) and replacement != ELLIPSIS and replacement not in list_all_nouns()


def choose_replacement(kind: str, language: str) -> str:
    """The role noun for a kind in the language of the answer; an ellipsis for a kind
    without one."""
    nouns = list_nouns(kind, language)
    return nouns[0] if nouns else ELLIPSIS


def list_replacements(kind: str, language: str) -> tuple[str, ...]:
    """What may stand instead, the usual first: the role noun, wider ones, an ellipsis."""
    return (*dict.fromkeys(list_nouns(kind, language)), ELLIPSIS)


def choose_wider_replacement(kind: str, language: str) -> str:
    """The first noun that is wider than the usual one; the usual one where there is none."""
    wider = list_nouns(kind, language)[1:]
    return wider[0] if wider else choose_replacement(kind, language)


def build_edits(hits: Iterable[Hit], language: str) -> list[TextReplacement]:
    """Every proposal taken as it is."""
    edits = []
    for hit in hits:
        noun = choose_replacement(hit.kind, language)
        edits.append(TextReplacement(hit.start, hit.end, noun, hit.kind))
    return edits


def resolve_overlaps(edits: Iterable[TextReplacement]) -> list[TextReplacement]:
    """The edits that take effect, in order of their start.

    Of overlapping ones the longest speaks for all of their extent.
    """
    out: list[TextReplacement] = []
    for edit in sorted(edits, key=lambda e: (e.start, -e.end)):
        if not out or edit.start >= out[-1].end:
            out.append(edit)
            continue

        last = out[-1]
        lead = last if last.end - last.start >= edit.end - edit.start else edit
        end = max(last.end, edit.end)
        out[-1] = TextReplacement(last.start, end, lead.replacement, lead.kind)
    return out


def release_wording(text: str, start: int, end: int, edits: Sequence[TextReplacement]) -> str:
    """The wording of a quote that may leave: `text[start:end]` with every edit that reaches into
    it."""
    reaching = [edit for edit in edits if edit.start < end and edit.end > start]
    pieces = []
    at = start
    for edit in resolve_overlaps(reaching):
        # An edit may begin before the quote.
        pieces.append(_clean_wording(text[at : max(edit.start, at)]))
        pieces.append(edit.replacement)
        at = max(at, edit.end)
    pieces.append(_clean_wording(text[at:end]))
    return _tidy_spaces(_collapse_repeats("".join(pieces)))


def _clean_wording(text: str) -> str:
    """The respondent's own characters: round brackets, and nothing that hides or steers
    a screen."""
    text = text.replace("[", "(").replace("]", ")")
    # Most wordings have no character that hides or steers anything.
    if text.isprintable():
        return text
    kept = []
    for char in text:
        category = unicodedata.category(char)
        if category == "Cc" and char != "\n":
            kept.append(" ")
        elif category not in ("Cf", "Co", "Cs") or char in _JOINERS:
            kept.append(char)
    return "".join(kept)


def _tidy_spaces(text: str) -> str:
    """Spaces and line breaks as they come in print."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    return "\n".join(line for line in lines if line)


def _collapse_repeats(text: str) -> str:
    """A role noun that would stand twice in a row stands once."""
    # Every noun stands in brackets.
    if "] [" not in text:
        return text
    for noun in list_usual_nouns():
        double = f"{noun} {noun}"
        while double in text:
            text = text.replace(double, noun)
    return text
