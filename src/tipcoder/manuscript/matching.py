"""How a quotation stands to an answer: the same, changed where that is marked, or changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from enum import IntEnum
from itertools import pairwise

from tipcoder.manuscript.quoted_words import Piece, QuotedText, TextWord
from tipcoder.manuscript.sources import QuotedSource

_INSERTED = 8
"""Words of an answer that something in brackets may stand for."""
_ALIKE = 0.6
"""Share of words from which on a quotation is a changed one of this answer."""
_FEWEST = 3
"""Words that both must share, where a quotation has so many."""
_SPELLING = 75
"""Likeness of letters, of 100, from which on a word is another spelling or form of one."""


class Likeness(IntEnum):
    """The better, the higher."""

    NONE = 0
    CHANGED = 1
    """Words were changed, dropped or added, and nothing says so."""
    MARKED = 2
    """Every change has its bracket or ellipsis."""
    EXACT = 3


@dataclass(frozen=True)
class WordChange:
    """A difference that nobody has marked; either side may be empty."""

    answered: str
    quoted: str
    is_spelling: bool = False

    def describe_change(self, *, with_words: bool) -> str:
        """In words; without those of the answer where they must not be seen."""
        if not self.quoted:
            return f"dropped “{self.answered}”" if with_words else "words dropped"
        if not self.answered:
            return f"added “{self.quoted}”"
        what = "spelling" if self.is_spelling else "changed"
        if with_words:
            return f"{what}: “{self.answered}” became “{self.quoted}”"
        return f"{what}: “{self.quoted}”"


@dataclass(frozen=True)
class QuoteMatch:
    """What a quotation is in one source."""

    source: QuotedSource
    likeness: Likeness
    changes: tuple[WordChange, ...] = ()
    score: float = 0.0
    """Share of words that both have, for those that were changed."""


def match_source(quoted: QuotedText, source: QuotedSource) -> QuoteMatch:
    """How a quotation stands to a source."""
    words = source.words
    if _find_pieces(quoted.pieces, words) is not None:
        return QuoteMatch(source, Likeness.MARKED if quoted.has_marks else Likeness.EXACT, (), 1.0)
    return _match_changed(quoted, source)


def is_within(quoted: QuotedText, words: Sequence[TextWord]) -> bool:
    """Whether a quotation stands in these words, with its marked changes."""
    return _find_pieces(quoted.pieces, words) is not None


def _find_pieces(pieces: Sequence[Piece], words: Sequence[TextWord], start: int = 0) -> int | None:
    """Where the last of the pieces ends, all of them in order; None where they do not stand there.

    Behind an ellipsis the next piece may stand anywhere; behind something in brackets, near.
    """
    if not pieces:
        return start
    first, rest = pieces[0], pieces[1:]
    last_start = len(words) - len(first.words)
    if first.is_inserted_before and start:
        last_start = min(last_start, start + _INSERTED)
    for place in range(start, last_start + 1):
        if _stands_at(first, words, place):
            end = _find_pieces(rest, words, place + len(first.words))
            if end is not None:
                return end
    return None


def _stands_at(piece: Piece, words: Sequence[TextWord], place: int) -> bool:
    return all(
        quoted.fits_word(words[place + offset].key) for offset, quoted in enumerate(piece.words)
    )


def _match_changed(quoted: QuotedText, source: QuotedSource) -> QuoteMatch:
    """The stretch of the source that has most of the quotation's words in their order."""
    ours = [word.key for word in quoted.words]
    theirs = [_fit_partial(quoted, word.key) for word in source.words]
    blocks = SequenceMatcher(None, theirs, ours, autojunk=False).get_matching_blocks()
    blocks = _keep_dense(blocks[:-1], len(ours))
    shared = sum(block.size for block in blocks)
    if not shared or shared < min(_FEWEST, len(ours)):
        return _match_spelling(quoted, source)

    changes = _list_changes(quoted, source, blocks)
    spellings = sum(change.is_spelling for change in changes)
    score = (shared + spellings) / len(ours)
    if score < _ALIKE:
        return QuoteMatch(source, Likeness.NONE)
    return QuoteMatch(source, Likeness.CHANGED, tuple(changes), score)


def _fit_partial(quoted: QuotedText, key: str) -> str:
    """A word of the answer as the quotation has it, where that marks a change of its letters."""
    for word in quoted.words:
        if word.is_partial and word.fits_word(key):
            return word.key
    return key


def _keep_dense(blocks: Sequence[Match], length: int) -> list[Match]:
    """Of matching blocks those that lie close to the largest: common words match everywhere."""
    if not blocks:
        return []
    largest = max(range(len(blocks)), key=lambda place: blocks[place].size)
    kept = [blocks[largest]]
    for block in reversed(blocks[:largest]):
        if kept[0].a - (block.a + block.size) > length + _INSERTED:
            break
        kept.insert(0, block)
    for block in blocks[largest + 1 :]:
        if block.a - (kept[-1].a + kept[-1].size) > length + _INSERTED:
            break
        kept.append(block)
    return kept


def _list_changes(
    quoted: QuotedText, source: QuotedSource, blocks: Sequence[Match]
) -> list[WordChange]:
    """Every difference between the blocks that both have, and at either end."""
    length = len(quoted.words)
    first, last = blocks[0], blocks[-1]
    changes = _compare_stretches(
        quoted, source, (max(first.a - first.b, 0), first.a), (0, first.b), is_edge=True
    )
    for before, after in pairwise(blocks):
        answered = (before.a + before.size, after.a)
        said = (before.b + before.size, after.b)
        changes += _compare_stretches(quoted, source, answered, said)
    rest = length - (last.b + last.size)
    end = last.a + last.size
    answered = (end, min(end + rest, len(source.words)))
    changes += _compare_stretches(
        quoted, source, answered, (last.b + last.size, length), is_edge=True
    )
    return changes


def _compare_stretches(
    quoted: QuotedText,
    source: QuotedSource,
    answered: tuple[int, int],
    said: tuple[int, int],
    *,
    is_edge: bool = False,
) -> list[WordChange]:
    """Words of the answer against those that a quotation has in their place."""
    theirs = list(source.words[slice(*answered)])
    ours = quoted.words[slice(*said)]
    # An ellipsis or a bracket stands where words were left out.
    if not ours and (is_edge or said[0] in quoted.find_joints()):
        return []
    if len(theirs) == len(ours):
        pairs = zip(theirs, ours, strict=True)
        return [_describe_pair(source, word, other.key) for word, other in pairs]
    answer_words = _write_words(source, theirs)
    return [WordChange(answer_words, " ".join(word.key for word in ours))]


def _describe_pair(source: QuotedSource, word: TextWord, quoted: str) -> WordChange:
    from rapidfuzz.fuzz import ratio

    is_spelling = ratio(word.key, quoted) >= _SPELLING
    return WordChange(source.text[word.start : word.end], quoted, is_spelling)


def _write_words(source: QuotedSource, words: Sequence[TextWord]) -> str:
    return source.text[words[0].start : words[-1].end] if words else ""


def _match_spelling(quoted: QuotedText, source: QuotedSource) -> QuoteMatch:
    """A quotation of a word or two, in another form: "unfairly" of somebody who wrote "unfair"."""
    from rapidfuzz.fuzz import ratio

    ours = [word.key for word in quoted.words]
    if len(ours) >= _FEWEST:
        return QuoteMatch(source, Likeness.NONE)
    changes = []
    for word in ours:
        alike = [other for other in source.words if ratio(other.key, word) >= _SPELLING]
        if not alike:
            return QuoteMatch(source, Likeness.NONE)
        nearest = max(alike, key=lambda other: ratio(other.key, word))
        if nearest.key != word:
            changes.append(_describe_pair(source, nearest, word))
    return QuoteMatch(source, Likeness.CHANGED, tuple(changes), _ALIKE)
