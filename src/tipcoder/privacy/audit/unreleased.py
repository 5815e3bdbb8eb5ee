"""Wording of answers that nobody has released, looked for in a file.

What a person withholds, what nobody has read, and what a later import took away must not be
published, whether it names somebody or not. Eight words in a row are told from everybody else's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from tipcoder.privacy.audit.finding import CERTAIN, LIKELY, POSSIBLE
from tipcoder.privacy.audit.wording_index import (
    RUN,
    SHORTEST_RUN,
    StoredWording,
    WantedRuns,
    WordingIndex,
    is_telling,
    iterate_hashes,
)
from tipcoder.privacy.compared_words import Word

WITHHELD, UNREAD, PARTLY, GONE = "withheld", "unread", "partly", "gone"
SENTENCES = {
    WITHHELD: "repeats words of an answer that somebody withholds",
    UNREAD: "repeats words of an answer that nobody has read for release",
    PARTLY: "repeats words of an answer that were not released with the rest of it",
    GONE: "repeats words of an answer that is changed, emptied or gone by now",
}
_LONG = 12
"""Words in a row that are beyond doubt an answer's; a law or a title may have eight."""
_CAPITALS = 0.6
"""The share of words with capitals from which a stretch is a title."""
_MOST_LOOKUPS = 3
"""Looks at the store for some runs, after which all of them are indexed."""


class WordingHit(NamedTuple):
    """Words `first` to `last` (exclusive) of a text are those of an answer."""

    first: int
    last: int
    state: str
    likelihood: str


class UnreleasedWording:
    """What people wrote and nobody released.

    Texts of a file can be announced by `look_up`. Then only their runs are looked for in the store,
    and not all of its runs are held: there are millions. What was not announced is found as well.
    """

    def __init__(self, stored: Iterable[StoredWording] = (), released: Iterable[str] = ()) -> None:
        """`released` are wordings that anybody may see, and the study's own texts."""
        self._stored = tuple(stored)
        self._released = tuple(released)
        self._wanted = WantedRuns()
        self._index: WordingIndex | None = None
        self._lookups = 0
        self._is_whole = False
        """Whether every run of the store is in the index."""

    def __bool__(self) -> bool:
        return bool(self._stored)

    def release(self, texts: Iterable[str]) -> UnreleasedWording:
        """The same without what these texts say."""
        more = tuple(texts)
        other = UnreleasedWording()
        other._stored, other._released = self._stored, (*self._released, *more)
        if self._is_whole and self._index is not None:
            other._index, other._is_whole = self._index.release(more), True
        return other

    def look_up(self, texts: Iterable[Sequence[str]]) -> None:
        """Look for everything that these texts repeat, each by its folded words."""
        if self._is_whole or not self._stored:
            return
        is_asked = False
        for folded in texts:
            if len(folded) >= SHORTEST_RUN and folded not in self._wanted:
                self._wanted.add(folded)
                is_asked = True
        if is_asked:
            self._index_wanted()

    def _index_wanted(self) -> WordingIndex:
        self._lookups += 1
        if self._lookups > _MOST_LOOKUPS:
            return self._index_everything()
        self._index = WordingIndex(self._stored, self._released, self._wanted)
        return self._index

    def _index_everything(self) -> WordingIndex:
        self._index = WordingIndex(self._stored, self._released)
        self._is_whole = True
        return self._index

    def _find_index(self, folded: Sequence[str]) -> WordingIndex:
        """The index that has whatever is repeated in a text of these words."""
        if self._index is None or not (self._is_whole or folded in self._wanted):
            return self._index_everything()
        return self._index

    def find_single(self, owner: str, words: Sequence[Word]) -> str:
        """The state of a respondent's answer of a word or a few that is all of a cell; else
        empty."""
        folded = [word.folded for word in words]
        if not 0 < len(folded) < SHORTEST_RUN or not is_telling(folded):
            return ""
        # Whatever index there is has all answers of a word or a few.
        index = self._index or self._index_wanted()
        return index.find_single(owner, " ".join(folded))

    def find_wording(self, text: str, words: Sequence[Word]) -> Iterator[WordingHit]:
        """Stretches of a text, by its words, that are wording of answers."""
        if len(words) < SHORTEST_RUN or not self:
            return
        folded = [word.folded for word in words]
        index = self._find_index(folded)
        yield from _find_long(index, words, folded)
        yield from _find_short(index, text, words, folded)


def _find_long(
    index: WordingIndex, words: Sequence[Word], folded: Sequence[str]
) -> Iterator[WordingHit]:
    first = last = 0
    numbers: dict[int, bool] = {}
    for at, key in enumerate(iterate_hashes(folded, RUN)):
        number = index.runs.get(key)
        if number is None:
            continue
        if numbers and at > last - RUN + 1:
            yield _judge_run(index, words[first:last], first, numbers)
            numbers = {}
        if not numbers:
            first = at
        last = at + RUN
        shared = key in index.shared
        numbers[number] = numbers.get(number, True) and shared
    if numbers:
        yield _judge_run(index, words[first:last], first, numbers)


def _judge_run(
    index: WordingIndex, words: Sequence[Word], first: int, numbers: Mapping[int, bool]
) -> WordingHit:
    """The words of a stretch that begins with word `first`.

    `numbers` are the answers, and whether others wrote the same words.
    """
    state = index.owners[next(iter(numbers))][1]
    shared = all(numbers.values())
    if shared or _is_title(words):
        likelihood = POSSIBLE
    else:
        likelihood = CERTAIN if len(words) >= _LONG else LIKELY
    return WordingHit(first, first + len(words), state, likelihood)


def _find_short(
    index: WordingIndex, text: str, words: Sequence[Word], folded: Sequence[str]
) -> Iterator[WordingHit]:
    """Short answers that stand as a whole: a few words may be anybody's inside a sentence."""
    for length, answers in index.short.items():
        for at, key in enumerate(iterate_hashes(folded, length) if answers else ()):
            number = answers.get(key)
            if number is None or not _stands_alone(text, words, at, at + length):
                continue
            likelihood = POSSIBLE if key in index.shared else LIKELY
            yield WordingHit(at, at + length, index.owners[number][1], likelihood)


def _is_title(words: Sequence[Word]) -> bool:
    """Whether words are the name of a law, an office or a convention, which many may write."""
    long_words = [word.text for word in words if len(word.text) > 3]
    large = sum(word[:1].isupper() for word in long_words)
    loud = all(word.isupper() for word in long_words)
    return not loud and large > _CAPITALS * len(long_words)


def _stands_alone(text: str, words: Sequence[Word], first: int, last: int) -> bool:
    """Whether a sentence, a line or a cell begins before these words and ends behind them."""
    start = words[first - 1].end if first else 0
    end = words[last].start if last < len(words) else len(text)
    before, behind = text[start : words[first].start], text[words[last - 1].end : end]
    return _is_edge(before, first == 0) and _is_edge(behind, last == len(words))


def _is_edge(between: str, outermost: bool) -> bool:
    return outermost or any(char in '.!?…:\n\t|"“”«»;[]' for char in between)
