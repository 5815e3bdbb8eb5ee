"""Which runs of words stand in texts that may not be seen, and in whose.

A whole study has millions of runs, of which a file can repeat no more than it has itself. So an
index is made of the runs that are wanted, and of all of them only where many files are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import chain
from typing import NamedTuple

from tipcoder.privacy.compared_words import fold_word
from tipcoder.privacy.plain_view import build_plain_text, is_read_by_pieces

RUN = 8
"""Words of an answer in a row that nobody else would write."""
SHORTEST_RUN = 4
"""Words of an answer that is shorter than a run and counts as one."""
_FEWEST_LETTERS = 6
"""Letters of an answer of a word or a few, fewer of which are a yes, a no or a code."""
_WORD = re.compile(r"[^\W_]+(?:['’ʼ](?!s\b)[^\W\d_]+)*")


class StoredWording(NamedTuple):
    """A text of the store and why it may not be seen."""

    respondent: str
    text: str
    state: str


class WantedRuns:
    """The runs of the texts of a file, which are looked for in a store."""

    def __init__(self) -> None:
        self._texts: set[tuple[str, ...]] = set()
        self._long: set[int] = set()
        """Hashes of runs."""
        self._short: dict[int, set[int]] = {}
        """By their number of words, hashes of what may be a short answer."""
        self._signs: set[str] = set()
        """Words of which every run has one, so that most texts are told by them."""

    def __contains__(self, folded: Sequence[str]) -> bool:
        return tuple(folded) in self._texts

    def add(self, folded: Sequence[str]) -> None:
        """Want every run of a text, by its folded words."""
        self._texts.add(tuple(folded))
        self._long.update(iterate_hashes(folded, RUN))
        for length in range(SHORTEST_RUN, RUN):
            self._short.setdefault(length, set()).update(iterate_hashes(folded, length))
        for first in range(len(folded) - RUN + 1):
            run = folded[first : first + RUN]
            if self._signs.isdisjoint(run):
                # A long word is a rare one.
                self._signs.add(max(run, key=len))

    def pick_runs(self, words: Sequence[str]) -> list[int]:
        """Hashes of the runs of a text that are wanted, in their order."""
        if self._signs.isdisjoint(words):
            return []
        return [key for key in iterate_hashes(words, RUN) if key in self._long]

    def pick_short(self, words: Sequence[str], length: int) -> list[int]:
        """The same of the stretches of so many words, fewer than a run has."""
        wanted = self._short.get(length)
        if not wanted:
            return []
        return [key for key in iterate_hashes(words, length) if key in wanted]


class _FoldedTexts:
    """Texts whose words are folded when they are first asked for, and once."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self._texts = tuple(dict.fromkeys(texts))

    @cached_property
    def words(self) -> list[list[str]]:
        """The folded words of each text."""
        return [fold_words(text) for text in self._texts]

    def join(self, more: _FoldedTexts) -> _FoldedTexts:
        """These texts and more."""
        return _FoldedTexts((*self._texts, *more._texts))


class WordingIndex:
    """Runs of words that may not be seen, by their hash."""

    def __init__(
        self,
        stored: Iterable[StoredWording] = (),
        released: Iterable[str] = (),
        wanted: WantedRuns | None = None,
    ) -> None:
        """`released` are wordings that anybody may see. Without `wanted` every run is in it."""
        self._wanted = wanted
        self.owners: list[tuple[str, str]] = []
        """Respondent and state of each text that has a run here."""
        self.runs: dict[int, int] = {}
        """The number of the text, by the hash of a run of it."""
        self.shared: set[int] = set()
        """Hashes of runs that several respondents wrote."""
        self.short: dict[int, dict[int, int]] = {}
        """By their number of words, whole answers that are shorter than a run."""
        self._single: dict[tuple[str, str], str] = {}
        """By respondent and folded text, the state of answers of a word or a few."""
        self._released = _FoldedTexts(released)
        for wording in stored:
            self._add(wording)
        self._release_runs(self._released)

    def release(self, texts: Iterable[str]) -> WordingIndex:
        """The same without what these texts say."""
        more = _FoldedTexts(texts)
        other = WordingIndex(wanted=self._wanted)
        other._released = self._released.join(more)
        other.owners, other.shared = self.owners, self.shared
        other.runs = dict(self.runs)
        other.short = {length: dict(answers) for length, answers in self.short.items()}
        other._single = self._single
        other._release_runs(more)
        return other

    @cached_property
    def _free(self) -> frozenset[str]:
        """Texts of a word or a few that anybody may see."""
        texts = self._released.words
        return frozenset(" ".join(words) for words in texts if len(words) < SHORTEST_RUN)

    def find_single(self, owner: str, string: str) -> str:
        """The state of a respondent's answer of a word or a few, by its folded text; else empty."""
        state = self._single.get((owner, string), "")
        return "" if state and string in self._free else state

    def _add(self, wording: StoredWording) -> None:
        words = fold_words(wording.text)
        if len(words) >= RUN:
            self._keep(self.runs, self._pick_runs(words), wording)
        elif len(words) >= SHORTEST_RUN:
            answers = self.short.setdefault(len(words), {})
            self._keep(answers, self._pick_short(words, len(words)), wording)
        elif is_telling(words):
            self._single[wording.respondent, " ".join(words)] = wording.state

    def _keep(self, runs: dict[int, int], keys: Iterable[int], wording: StoredWording) -> None:
        owners, mine = self.owners, wording.respondent
        number = len(owners)
        is_new = True
        for key in keys:
            if is_new:
                owners.append((mine, wording.state))
                is_new = False
            before = runs.setdefault(key, number)
            if before != number and owners[before][0] != mine:
                self.shared.add(key)

    def _release_runs(self, texts: _FoldedTexts) -> None:
        # Mostly a file repeats nobody, and there is nothing to take out.
        if not self.runs and not any(self.short.values()):
            return
        for words in texts.words:
            for key in self._pick_runs(words):
                self.runs.pop(key, None)
            for length, answers in self.short.items():
                for key in self._pick_short(words, length) if answers else ():
                    answers.pop(key, None)

    def _pick_runs(self, words: Sequence[str]) -> Iterable[int]:
        if self._wanted is None:
            return iterate_hashes(words, RUN)
        return self._wanted.pick_runs(words)

    def _pick_short(self, words: Sequence[str], length: int) -> Iterable[int]:
        if self._wanted is None:
            return iterate_hashes(words, length)
        return self._wanted.pick_short(words, length)


def fold_words(text: str) -> list[str]:
    """The folded words of a stored text, as an audit compares them."""
    if is_read_by_pieces(text):
        # People use the same words again and again, and looking one up is a tenth of folding it.
        return list(chain.from_iterable(map(_fold_piece, text.split())))
    return _fold_whole(text)


@lru_cache(maxsize=65536)
def _fold_piece(text: str) -> tuple[str, ...]:
    return tuple(_fold_whole(text))


def _fold_whole(text: str) -> list[str]:
    if text.isascii() and "&" not in text and "-\n" not in text:
        # As it is for most answers, and a good deal faster: folding changes no boundary of words.
        return _WORD.findall(text.casefold())
    return list(map(fold_word, _WORD.findall(build_plain_text(text))))


def is_telling(words: Iterable[str]) -> bool:
    """Whether an answer of a word or a few is more than a yes or a number."""
    return len("".join(word for word in words if word.isalpha())) >= _FEWEST_LETTERS


def iterate_hashes(words: Sequence[str], length: int) -> Iterator[int]:
    """The hash of each run of so many words; none where there are fewer."""
    shifted = [words[at:] for at in range(length)]
    return map(hash, zip(*shifted, strict=False))
