"""Counts in a manuscript: "eleven organisations", "37 respondents"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tipcoder.manuscript.paragraphs import Paragraph
from tipcoder.manuscript.words import load_manuscript_words
from tipcoder.text import fold_text

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_BETWEEN = 3
"""Words that may stand between a number and what it counts: "eleven of the larger ones"."""


class CountMention(NamedTuple):
    """A number of organisations, respondents or answers."""

    place: str
    paragraph: int
    number: int
    text: str


def find_counts(paragraphs: Iterable[Paragraph]) -> Iterator[CountMention]:
    """All counts in reading order."""
    for paragraph in paragraphs:
        yield from _find_in_paragraph(paragraph)


def _find_in_paragraph(paragraph: Paragraph) -> Iterator[CountMention]:
    counted = load_manuscript_words().counted
    words = list(_WORD.finditer(paragraph.text))
    for place, word in enumerate(words):
        number = read_number(word[0])
        if number is None:
            continue
        for noun in words[place + 1 : place + 2 + _BETWEEN]:
            if fold_text(noun[0]) in counted:
                text = paragraph.text[word.start() : noun.end()]
                yield CountMention(paragraph.place, paragraph.number, number, text)
                break
            if read_number(noun[0]) is not None:
                break  # "one of the 37 respondents" counts 37


def read_number(word: str) -> int | None:
    """A number in digits or in words, "twenty-three" too; None for any other word."""
    numbers = load_manuscript_words().numbers
    if word.isascii() and word.isdecimal() and len(word) < 7:
        return int(word)
    folded = fold_text(word)
    if folded in numbers:
        return numbers[folded]
    tens, dash, ones = folded.partition("-")
    if dash and tens in numbers and ones in numbers and numbers[ones] < 10 <= numbers[tens]:
        return numbers[tens] + numbers[ones]
    return None
