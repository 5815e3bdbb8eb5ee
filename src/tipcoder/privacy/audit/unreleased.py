"""Wording of answers that nobody has released, looked for in a file.

What a person withholds, what nobody has read, and what a later import took away must not be
published, whether it names somebody or not. Eight words in a row are told from everybody else's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from tipcoder.privacy.audit.finding import CERTAIN, LIKELY, POSSIBLE
from tipcoder.privacy.compared_words import Word, fold_word
from tipcoder.privacy.plain_view import build_plain_text

RUN = 8
"""Words of an answer in a row that nobody else would write."""
SHORTEST_RUN = 4
"""Words of an answer that is shorter than a run and counts as one."""
WITHHELD, UNREAD, PARTLY, GONE = "withheld", "unread", "partly", "gone"
SENTENCES = {
    WITHHELD: "repeats words of an answer that somebody withholds",
    UNREAD: "repeats words of an answer that nobody has read for release",
    PARTLY: "repeats words of an answer that were not released with the rest of it",
    GONE: "repeats words of an answer that is changed, emptied or gone by now",
}
_LONG = 12
"""Words in a row that are beyond doubt an answer's; a law or a title may have eight."""
_FEWEST_LETTERS = 6
"""Letters of an answer of a word or a few, fewer of which are a yes, a no or a code."""
_CAPITALS = 0.6
"""The share of words with capitals from which a stretch is a title."""
_WORD = re.compile(r"[^\W_]+(?:['’ʼ](?!s\b)[^\W\d_]+)*")


class StoredWording(NamedTuple):
    """A text of the store and why it may not be seen."""

    respondent: str
    text: str
    state: str


class WordingHit(NamedTuple):
    """Words `first` to `last` (exclusive) of a text are those of an answer."""

    first: int
    last: int
    state: str
    likelihood: str


def fold_words(text: str) -> list[str]:
    """The folded words of a stored text, as an audit compares them."""
    if text.isascii() and "&" not in text and "-\n" not in text:
        # As it is for most answers, and a good deal faster: folding changes no boundary of words.
        return _WORD.findall(text.casefold())
    return [fold_word(word) for word in _WORD.findall(build_plain_text(text))]


class UnreleasedWording:
    """Runs of words that may not be seen, by their hash: there are hundreds of thousands."""

    def __init__(self, stored: Iterable[StoredWording] = (), released: Iterable[str] = ()) -> None:
        """`released` are wordings that anybody may see, and the study's own texts."""
        self._owners: list[tuple[str, str]] = []
        """Respondent and state of each stored text."""
        self._runs: dict[int, int] = {}
        """The number of the text, by the hash of a run of it."""
        self._shared: set[int] = set()
        """Hashes of runs that several respondents wrote."""
        self._short: dict[int, dict[int, int]] = {}
        """By their number of words, whole answers that are shorter than a run."""
        self._single: dict[tuple[str, str], str] = {}
        """By respondent and folded text, the state of answers of a word or a few."""
        self._free: set[str] = set()
        """Texts of a word or a few that anybody may see."""
        for wording in stored:
            self._add(wording)
        for text in released:
            self._release(text)

    def __bool__(self) -> bool:
        return bool(self._runs or self._short)

    def release(self, texts: Iterable[str]) -> UnreleasedWording:
        """The same without what these texts say."""
        other = UnreleasedWording()
        other._owners, other._shared = self._owners, self._shared
        other._runs = dict(self._runs)
        other._short = {length: dict(answers) for length, answers in self._short.items()}
        other._single, other._free = self._single, set(self._free)
        for text in texts:
            other._release(text)
        return other

    def _add(self, wording: StoredWording) -> None:
        words = fold_words(wording.text)
        number = len(self._owners)
        self._owners.append((wording.respondent, wording.state))
        if len(words) >= RUN:
            self._add_runs(_iterate_hashes(words, RUN), number)
        elif len(words) >= SHORTEST_RUN:
            answers = self._short.setdefault(len(words), {})
            self._keep(answers, hash(tuple(words)), number)
        elif _is_telling(words):
            self._single[wording.respondent, " ".join(words)] = wording.state

    def _add_runs(self, keys: Iterator[int], number: int) -> None:
        runs, owners = self._runs, self._owners
        mine = owners[number][0]
        for key in keys:
            before = runs.setdefault(key, number)
            if before != number and owners[before][0] != mine:
                self._shared.add(key)

    def _keep(self, runs: dict[int, int], key: int, number: int) -> None:
        before = runs.setdefault(key, number)
        if self._owners[before][0] != self._owners[number][0]:
            self._shared.add(key)

    def _release(self, text: str) -> None:
        words = fold_words(text)
        for key in _iterate_hashes(words, RUN):
            self._runs.pop(key, None)
        for length, answers in self._short.items():
            for key in _iterate_hashes(words, length):
                answers.pop(key, None)
        if len(words) < SHORTEST_RUN:
            self._free.add(" ".join(words))

    def find_single(self, owner: str, words: Sequence[Word]) -> str:
        """The state of a respondent's answer of a word or a few that is all of a cell; else
        empty."""
        if not 0 < len(words) < SHORTEST_RUN:
            return ""
        string = " ".join(word.folded for word in words)
        return "" if string in self._free else self._single.get((owner, string), "")

    def find_wording(self, text: str, words: Sequence[Word]) -> Iterator[WordingHit]:
        """Stretches of a text, by its words, that are wording of answers."""
        if len(words) < SHORTEST_RUN or not self:
            return
        folded = [word.folded for word in words]
        yield from self._find_long(words, folded)
        yield from self._find_short(text, words, folded)

    def _find_long(self, words: Sequence[Word], folded: Sequence[str]) -> Iterator[WordingHit]:
        first = last = 0
        numbers: dict[int, bool] = {}
        for at, key in enumerate(_iterate_hashes(folded, RUN)):
            number = self._runs.get(key)
            if number is None:
                continue
            if numbers and at > last - RUN + 1:
                yield self._judge(words, first, last, numbers)
                numbers = {}
            if not numbers:
                first = at
            last = at + RUN
            shared = key in self._shared
            numbers[number] = numbers.get(number, True) and shared
        if numbers:
            yield self._judge(words, first, last, numbers)

    def _judge(
        self, words: Sequence[Word], first: int, last: int, numbers: dict[int, bool]
    ) -> WordingHit:
        """`numbers` are the answers, and whether others wrote the same words."""
        state = self._owners[next(iter(numbers))][1]
        shared = all(numbers.values())
        if shared or _is_title(words[first:last]):
            likelihood = POSSIBLE
        else:
            likelihood = CERTAIN if last - first >= _LONG else LIKELY
        return WordingHit(first, last, state, likelihood)

    def _find_short(
        self, text: str, words: Sequence[Word], folded: Sequence[str]
    ) -> Iterator[WordingHit]:
        """Short answers that stand as a whole: a few words may be anybody's inside a sentence."""
        for length, answers in self._short.items():
            for at, key in enumerate(_iterate_hashes(folded, length)):
                number = answers.get(key)
                if number is None or not _stands_alone(text, words, at, at + length):
                    continue
                likelihood = POSSIBLE if key in self._shared else LIKELY
                yield WordingHit(at, at + length, self._owners[number][1], likelihood)


def _is_telling(words: Sequence[str]) -> bool:
    """Whether an answer of a word or a few is more than a yes or a number."""
    return len("".join(word for word in words if word.isalpha())) >= _FEWEST_LETTERS


def _iterate_hashes(words: Sequence[str], length: int) -> Iterator[int]:
    """The hash of each run of so many words; none where there are fewer."""
    shifted = [words[at:] for at in range(length)]
    return map(hash, zip(*shifted, strict=False))


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
