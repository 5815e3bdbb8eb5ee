"""Where a text has the words that somebody looks for: case, accents and scripts folded.

Places are looked for in the folded text, and told as code points of the text itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import product
from typing import NamedTuple

from tipcoder.model.filters import NearTest
from tipcoder.text import fold_text, normalise_text

Span = tuple[int, int]
_WORD = re.compile(r"\w+(?:['\u2019-]\w+)*")
"""What counts as one word where a distance in words is asked for."""


class PlacedText(NamedTuple):
    """A changed text, and for each of its code points where it comes from; and the end."""

    text: str
    places: Sequence[int]

    def find_span(self, start: int, end: int) -> Span:
        """The span of the text itself that a span of the changed text comes from."""
        if end <= start:
            return self.places[start], self.places[start]
        # The last letter may have become several: the span ends where another letter begins.
        last = self.places[end - 1]
        following = end
        while following < len(self.text) and self.places[following] == last:
            following += 1
        return self.places[start], self.places[following]


def fold_with_places(text: str) -> PlacedText:
    """The text as `fold_text` makes it, with the place of every letter."""
    if text.isascii():
        return PlacedText(text.casefold(), range(len(text) + 1))
    return _change_pieces(text, fold_text)


def compose_with_places(text: str) -> PlacedText:
    """The text with accents composed (Unicode's NFC), with the place of every letter."""
    if unicodedata.is_normalized("NFC", text):
        return PlacedText(text, range(len(text) + 1))
    import regex  # here, because few texts are not composed

    return _change_pieces(regex.findall(r"\X", text), _compose)


def _compose(piece: str) -> str:
    return unicodedata.normalize("NFC", piece)


def _change_pieces(pieces: Iterable[str], change: Callable[[str], str]) -> PlacedText:
    changed: list[str] = []
    places: list[int] = []
    at = 0
    for piece in pieces:
        made = change(piece)
        changed.append(made)
        places.extend([at] * len(made))
        at += len(piece)
    return PlacedText("".join(changed), [*places, at])


def split_search_words(words: str) -> list[str]:
    """Words as they are compared with a folded text."""
    return fold_text(normalise_text(words).text).split()


def compile_phrase(phrase: str) -> re.Pattern[str]:
    """A phrase as it is looked for in a folded text: its words with white space between them.

    A space at either end of it asks for the end of a word there.
    """
    parts = [re.escape(word) for word in split_search_words(phrase)]
    before = r"(?<!\w)" if phrase[:1].isspace() else ""
    after = r"(?!\w)" if phrase[-1:].isspace() else ""
    return re.compile(before + r"\s+".join(parts) + after)


def find_words(folded: str, words: str) -> Iterator[Span]:
    """Every place of each of these words in a folded text."""
    for word in split_search_words(words):
        yield from _find_all(folded, re.compile(re.escape(word)))


def find_phrase(folded: str, phrase: str) -> Iterator[Span]:
    """Every place of a phrase in a folded text."""
    yield from _find_all(folded, compile_phrase(phrase))


def _find_all(folded: str, pattern: re.Pattern[str]) -> Iterator[Span]:
    for found in pattern.finditer(folded):
        if found.end() > found.start():
            yield found.span()


def find_near_pairs(
    folded: str, first: str, second: str, distance: int
) -> Iterator[tuple[Span, Span]]:
    """Places of two phrases in a folded text that are at most so many words apart.

    The distance is counted from the last word of the one to the first word of the other: 1 where
    nothing stands between them. Where they share a word they are not two.
    """
    ones, others = list(find_phrase(folded, first)), list(find_phrase(folded, second))
    if not ones or not others:
        return
    words = [found.span() for found in _WORD.finditer(folded)]
    for one, other in product(ones, others):
        before, after = sorted((one, other))
        if before[1] > after[0]:
            continue
        if _count_steps(words, before, after) <= distance:
            yield one, other


def build_word_test(
    phrases: Sequence[str], nearby: Sequence[NearTest]
) -> Callable[[Sequence[str]], bool]:
    """A test of folded texts that say the same, such as an original and its translation.

    Every phrase, and every pair of words near each other, has to be in one of them.
    """
    patterns = [compile_phrase(phrase) for phrase in phrases]

    def is_found(texts: Sequence[str]) -> bool:
        for pattern in patterns:
            if not any(pattern.search(text) for text in texts):
                return False
        return all(_is_near_in_any(texts, test) for test in nearby)

    return is_found


def _is_near_in_any(texts: Sequence[str], test: NearTest) -> bool:
    return any(has_near_pair(text, test) for text in texts)


def has_near_pair(folded: str, test: NearTest) -> bool:
    """Whether the two words or phrases stand near each other in a folded text."""
    return next(find_near_pairs(folded, *test), None) is not None


def _count_steps(words: Sequence[Span], before: Span, after: Span) -> int:
    """How many words further the second span begins than the first one ends."""
    # A word that the first span ends in, or the second begins in, does not stand between them.
    between = [word for word in words if word[0] >= before[1] and word[1] <= after[0]]
    return len(between) + 1
