"""The patterns of one language, and how they are looked for: few are tried, and those carefully.

A row is tried only where the answer has a word for each of its steps (the pre-filter); most answers
are done with after that. `row_places` says where the row may stand, and here it is decided whether
its negations hold and no exception stands in the sentence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from tipcoder.suggestion.patterns.answer import Answer, FoundRow
from tipcoder.suggestion.patterns.denials import is_denied
from tipcoder.suggestion.patterns.expanding import (
    Steps,
    expand_exceptions,
    expand_pattern,
)
from tipcoder.suggestion.patterns.matches import PatternMatch
from tipcoder.suggestion.patterns.negation import Negator
from tipcoder.suggestion.patterns.negation_rules import load_negation_rules
from tipcoder.suggestion.patterns.pattern import Pattern, Word
from tipcoder.suggestion.patterns.pattern_places import PatternPlace
from tipcoder.suggestion.patterns.row_places import Places, find_row_places
from tipcoder.suggestion.patterns.slots import SlotIndex, Slots
from tipcoder.suggestion.stop_words import load_stop_words

_COUNTED = 500
"""Answers after which the rarest slots are known well enough."""


class Row(NamedTuple):
    """One way in which a pattern may stand in an answer."""

    steps: Steps
    slots: tuple[int, ...]
    """One for each step."""
    needed: Slots
    """Slots that an answer must have before the row is tried."""


class _Compiled(NamedTuple):
    """A pattern with all of its rows."""

    place: PatternPlace
    rows: tuple[Row, ...]
    exceptions: tuple[Row, ...]
    unless_negated: bool


class LanguagePatterns:
    """Patterns of one language."""

    def __init__(self, language: str, named: frozenset[Word] = frozenset()) -> None:
        """`named` are the words that count inside proper names; without any, every word does."""
        self.language = language
        self._index = SlotIndex(language)
        self._rules = load_negation_rules(language)
        self._stops = load_stop_words((language,))
        openers = [*self._rules.phrases, *self._rules.denials]
        negating = (Word(first, first) for first in openers)
        self._negating = self._index.add_slot(frozenset(negating))
        self._named = self._index.add_slot(named) if named else None
        self._ranks: dict[int, tuple[int, bool, int]] = {}
        """Slot -> how many of the counted answers have it, whether a stop word fits it, and how
        many words do: many rows share a slot.
        """
        self._counts: Counter[int] = Counter()
        """Slot -> how many of the first answers have it."""
        self._counted = 0
        self._patterns: list[_Compiled] = []
        self._silencing: dict[str, list[Row]] = {}
        """Code -> how clauses begin in which none of its patterns counts."""
        self._anchored: dict[int, dict[int, list[tuple[int, int]]]] = {}
        """Two slots, one after the other -> rows that are looked at where an answer has both, as
        number of the pattern and of the row.
        """

    def add_pattern(self, place: PatternPlace, pattern: Pattern) -> None:
        """Look for one more pattern. Raises BadInput where it stands for too many rows."""
        rows = [self._build_row(steps) for steps in expand_pattern(pattern)]
        exceptions = [self._build_row(steps) for steps in expand_exceptions(pattern)]
        compiled = _Compiled(place, tuple(rows), tuple(exceptions), pattern.unless_negated)
        for number, row in enumerate(rows):
            self._anchor_row(row, len(self._patterns), number)
        self._patterns.append(compiled)

    def _anchor_row(self, row: Row, pattern: int, number: int) -> None:
        first, second = self._choose_anchors(row)
        self._anchored.setdefault(first, {}).setdefault(second, []).append((pattern, number))

    def add_silence(self, codes: Iterable[str], pattern: Pattern) -> None:
        """Let patterns of these codes not count in clauses that begin with what stands behind
        `unless`. Raises BadInput where it stands for too many rows.
        """
        rows = [self._build_row(steps) for steps in expand_exceptions(pattern)]
        for code in codes:
            self._silencing.setdefault(code, []).extend(rows)

    def silences_any(self, text: str, code: str) -> bool:
        """Whether a text has a clause in which no pattern of a code counts."""
        answer = Answer(text, self._index, self._rules)
        words = range(len(answer.words.keys))
        return any(self._is_silenced(answer, word, code) for word in words)

    def _build_row(self, steps: Steps) -> Row:
        slots = tuple(self._index.add_slot(step.words) for step in steps)
        needed = set(slots)
        if any(step.negated for step in steps):
            needed.add(self._negating)
        return Row(steps, slots, frozenset(needed))

    def _choose_anchors(self, row: Row) -> tuple[int, int]:
        """The two slots by which a row is found, of one step twice the same: those that the fewest
        answers have.

        Until answers have been counted they are those without stop words, and of these the ones
        with the fewest words.
        """
        for step, slot in zip(row.steps, row.slots, strict=True):
            if slot not in self._ranks:
                is_common = any(word.key in self._stops for word in step.words)
                self._ranks[slot] = (self._counts[slot], is_common, len(step.words))
        ordered = sorted(dict.fromkeys(row.slots), key=self._ranks.__getitem__)
        return ordered[0], ordered[min(1, len(ordered) - 1)]

    def _count_slots(self, slots: Slots) -> None:
        """Learn from the first answers which slots are rare; rows are found by those afterwards."""
        if self._counted == _COUNTED:
            return
        self._counts.update(slots)
        self._counted += 1
        if self._counted < _COUNTED:
            return
        self._ranks.clear()
        self._anchored.clear()
        for pattern, compiled in enumerate(self._patterns):
            for number, row in enumerate(compiled.rows):
                self._anchor_row(row, pattern, number)

    def find_places(self, text: str) -> Iterator[PatternPlace]:
        """Every pattern that is found in a text."""
        answer = Answer(text, self._index, self._rules)
        for compiled, rows in self._choose_rows(answer.slots):
            if any(self._find_row(answer, row, compiled) for row in rows):
                yield compiled.place

    def find_matches(self, text: str) -> list[PatternMatch]:
        """Every pattern that is found in a text, at its first place."""
        answer = Answer(text, self._index, self._rules)
        found: list[PatternMatch] = []
        for compiled, rows in self._choose_rows(answer.slots):
            places = (self._find_row(answer, row, compiled) for row in rows)
            matches = [answer.build_match(compiled.place, place) for place in places if place]
            if matches:
                found.append(min(matches, key=_rank_match))
        return found

    def _find_row(self, answer: Answer, row: Row, compiled: _Compiled) -> FoundRow | None:
        """The first place of a row that holds."""
        for words in _list_places(answer, row):
            found = _check_negations(answer, row, words)
            if found is None or _is_excepted(answer, found, row, compiled):
                continue
            if self._is_silenced(answer, words[0], compiled.place.code):
                continue
            if not self._is_unsaid(answer, found):
                return found
        return None

    def _is_silenced(self, answer: Answer, word: int, code: str) -> bool:
        """Whether the clause around a word begins with what silences the patterns of a code."""
        rows = [row for row in self._silencing.get(code, ()) if row.needed <= answer.slots]
        if not rows:
            return False
        return any(self._silences(answer, row, word) for row in rows)

    def _silences(self, answer: Answer, row: Row, word: int) -> bool:
        """Whether a row begins the clause in which a word stands; "the" and its like may go before.

        A row with "who" in it has the clause behind that as well; it goes past no comma.
        """
        for words in _list_places(answer, row):
            if max(answer.words.breaks[words[0] + 1 : words[-1] + 1], default=0):
                continue
            start = answer.find_clause(words[0]).start
            if not start <= word < answer.find_clause(words[-1]).stop:
                continue
            before = answer.words.keys[start : words[0]]
            is_first = all(key in self._stops or key in self._rules.stops for key in before)
            if is_first and _check_negations(answer, row, words) is not None:
                return True
        return False

    def _is_unsaid(self, answer: Answer, found: FoundRow) -> bool:
        """Whether a row was only expected or is taken back, or has a word that is part of a name.

        A row that asks for a negation has found it, perhaps in what takes a judgement back.
        """
        words = found.words
        if not found.negators and is_denied(answer.negations.denials, words):
            return True
        if any(expectation.unsays(words) for expectation in answer.expectations):
            return True
        return self._named is not None and answer.is_in_name(words, self._named, self._stops)

    def _choose_rows(self, slots: Slots) -> Iterator[tuple[_Compiled, list[Row]]]:
        """The pre-filter: patterns with those of their rows that an answer with these slots may
        have.
        """
        self._count_slots(slots)
        chosen: dict[int, list[Row]] = {}
        for first in self._anchored.keys() & slots:
            # Few slots follow one, and an answer has many: those few are walked through.
            for second, anchored in self._anchored[first].items():
                if second in slots:
                    self._collect_rows(anchored, slots, chosen)
        for pattern in sorted(chosen):
            yield self._patterns[pattern], chosen[pattern]

    def _collect_rows(
        self, numbers: Iterable[tuple[int, int]], slots: Slots, chosen: dict[int, list[Row]]
    ) -> None:
        """Add those of some rows whose every slot an answer has."""
        for pattern, number in numbers:
            row = self._patterns[pattern].rows[number]
            if row.needed <= slots:
                chosen.setdefault(pattern, []).append(row)


def _rank_match(match: PatternMatch) -> tuple[int, int, int, object]:
    """The first one; of several at one place the one with the most words side by side."""
    return match.start, match.end, len(match.pieces), match.pieces


def _list_places(answer: Answer, row: Row) -> list[Places]:
    return find_row_places(row.steps, row.slots, answer.places, answer.words.breaks)


def _check_negations(answer: Answer, row: Row, words: Places) -> FoundRow | None:
    """The row with its negations; None where a step that has to be negated is not."""
    taken = frozenset(words)
    negators: list[Negator] = []
    for number, step in enumerate(row.steps):
        if not step.negated:
            continue
        negator = answer.negations.find_negator(words[number], taken)
        if negator is None or not _fits_gap(words, number, step.gap, negator):
            return None
        negators.append(negator)
    return FoundRow(words, tuple(negators))


def _fits_gap(words: Sequence[int], number: int, gap: int, negator: Negator) -> bool:
    """Whether the gap before a negated step is no longer than it may be.

    It ends at the negation where that stands in it.
    """
    if not number:
        return True
    before, here = words[number - 1], words[number]
    end = negator.start if before < negator.start < here else here
    return end - before - 1 <= gap


def _is_excepted(answer: Answer, found: FoundRow, row: Row, compiled: _Compiled) -> bool:
    if compiled.unless_negated and _is_negated(answer, found, row):
        return True
    exceptions = [each for each in compiled.exceptions if each.needed <= answer.slots]
    if not exceptions:
        return False
    sentence = answer.find_sentence(found.words[0])
    return any(_stands_in(answer, each, sentence) for each in exceptions)


def _is_negated(answer: Answer, found: FoundRow, row: Row) -> bool:
    """Whether a negation that is no part of the row reaches one of its words."""
    taken = set(found.words)
    for negator in found.negators:
        taken.update(range(negator.start, negator.end))
    for step, word in zip(row.steps, found.words, strict=True):
        if not step.negated and answer.negations.find_negator(word, frozenset(taken)):
            return True
    return False


def _stands_in(answer: Answer, row: Row, sentence: Iterable[int]) -> bool:
    wanted = frozenset(sentence)
    for words in _list_places(answer, row):
        if wanted.issuperset(words) and _check_negations(answer, row, words) is not None:
            return True
    return False
