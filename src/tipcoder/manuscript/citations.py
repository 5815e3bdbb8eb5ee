"""Response IDs that a manuscript cites, and which quotation each citation belongs to."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from tipcoder.manuscript.paragraphs import NOTE_MARK, Paragraph
from tipcoder.manuscript.quotations import Quotation
from tipcoder.manuscript.words import load_manuscript_words
from tipcoder.text import strip_marks

_ID = r"\d{2,9}(?:\.\d{1,3})?"
_SENTENCE_END = re.compile(r"[.!?…]['\"”’»)\]\ufffc]*\s+")
_LETTERS = re.compile(r"[^\W_]")
_YEARS = range(1900, 2100)


class Citation(NamedTuple):
    """Response IDs that stand together.

    Offsets are those of the paragraph; what stands in a note has the place of its mark.
    """

    start: int
    end: int
    ids: tuple[str, ...]
    text: str


def find_citations(paragraph: Paragraph, known: Collection[str]) -> list[Citation]:
    """All of a paragraph and its notes, in order; `known` are the study's response IDs.

    A number in brackets without a word before it cites only if it is a known ID and no year.
    """
    found = [
        Citation(start, end, ids, paragraph.text[start:end])
        for start, end, ids in _find_in_text(paragraph.text, known)
    ]
    for note in paragraph.notes:
        for start, end, ids in _find_in_text(note.text, known):
            found.append(Citation(note.offset, note.offset + 1, ids, note.text[start:end]))
    return sorted(found)


def _find_in_text(text: str, known: Collection[str]) -> list[tuple[int, int, tuple[str, ...]]]:
    flat = strip_marks(text)
    found = []
    for match in _compile_citation().finditer(flat):
        ids = tuple(dict.fromkeys(re.findall(_ID, match["ids"])))
        if match["word"] is None and not all(_is_certain(number, known) for number in ids):
            continue
        found.append((*match.span(), ids))
    return found


def _is_certain(number: str, known: Collection[str]) -> bool:
    is_year = number.isdecimal() and int(number) in _YEARS
    return number.partition(".")[0] in known and not is_year


@cache
def _compile_citation() -> re.Pattern[str]:
    words = load_manuscript_words()
    citing = "|".join(re.escape(word) for word in words.citing)
    joining = "|".join(re.escape(word) for word in words.joining)
    between = rf"(?:\s*[,;/&]\s*(?:(?:{joining})\s+)?|\s+(?:{joining})\s+)"
    ids = rf"{_ID}(?:{between}(?:#|no\.?\s*)?{_ID})*"
    worded = rf"(?P<word>\b(?:{citing}))\s*(?:ids?|nos?\.?|numbers?|n[or°º]\.?|#|№)?\s*"
    # Either a word that says what the numbers are, or brackets round nothing but numbers.
    return re.compile(rf"(?:{worded}|(?<=[(\[]))(?P<ids>(?:#\s*)?{ids})(?![\d%])", re.IGNORECASE)


def assign_citations(
    paragraph: Paragraph, quotations: Sequence[Quotation], citations: Sequence[Citation]
) -> dict[int, Citation]:
    """Place of a quotation among `quotations` -> the citation that belongs to it.

    A citation belongs to what was quoted before it in the same sentence, or right before it; in
    front of a quotation without one of its own, in the same sentence, it announces that.
    """
    belongs: dict[int, Citation] = {}
    for place, quotation in enumerate(quotations):
        following = _find_following(paragraph.text, quotation, quotations[place + 1 :], citations)
        if following is not None:
            belongs[place] = following
    taken = set(belongs.values())
    for place, quotation in enumerate(quotations):
        if place in belongs:
            continue
        start = _find_sentence_start(paragraph.text, quotation.start)
        announced = [
            one for one in citations if start <= one.start < quotation.start and one not in taken
        ]
        if announced:
            belongs[place] = announced[-1]
    return belongs


def _find_following(
    text: str,
    quotation: Quotation,
    others: Sequence[Quotation],
    citations: Sequence[Citation],
) -> Citation | None:
    """The citation behind a quotation; it may stand behind further ones in the same sentence."""
    sentence = _find_sentence_end(text, quotation.end)
    following = next((one for one in citations if one.start >= quotation.end), None)
    if following is None:
        return None
    between = text[quotation.end : following.start]
    is_bracketed = between.endswith(("(", "[")) or text[following.start] == NOTE_MARK
    is_right_behind = is_bracketed and not _LETTERS.search(between)
    if not is_right_behind and following.start >= sentence:
        # Its sentence ends without a citation, unless another quotation goes on right there.
        return None
    further = [other for other in others if other.start < following.start]
    if further and further[0].start >= sentence:
        return None
    return following


def _find_sentence_end(text: str, start: int) -> int:
    for end in _iterate_sentence_ends(text, max(start - 1, 0)):
        return end
    return len(text) + 1


def _find_sentence_start(text: str, before: int) -> int:
    start = 0
    for end in _iterate_sentence_ends(text, 0):
        if end > before:
            break
        start = end
    return start


def _iterate_sentence_ends(text: str, start: int) -> Iterator[int]:
    """Where the next sentence begins; a stop before a small letter is an abbreviation's."""
    for found in _SENTENCE_END.finditer(text, start):
        following = text[found.end() : found.end() + 1]
        if following and not following.islower():
            yield found.end()
