"""A draft of a code frame: themes with names and quotes, to be joined, dropped and taken over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tipcoder.suggestion.concepts import Concepts
from tipcoder.suggestion.corpus import Corpus
from tipcoder.suggestion.stop_words import load_stop_words
from tipcoder.suggestion.themes.clusters import (
    UNSORTED,
    find_nearest,
    group_points,
    measure_nearness,
    propose_count,
)
from tipcoder.suggestion.themes.naming import TellingWord, WordTeller
from tipcoder.suggestion.themes.statements import FrameAnswer, Statement, cut_into_statements
from tipcoder.suggestion.themes.vectors import place_statements

if TYPE_CHECKING:
    from tipcoder.arrays import Ints
    from tipcoder.suggestion.encoding import Encoder

_QUOTES = 5
_LABEL_WORDS = 3
_SPOKEN = 0.15
"""Share of a theme's answers in a language from which on one of its quotes is in it."""
_PEOPLE = 3
"""Respondents whom a theme needs."""


@dataclass(frozen=True)
class Theme:
    """One theme of a draft."""

    number: int
    """From 1 on, the most said first; it stays when others are joined or dropped."""
    words: tuple[TellingWord, ...]
    concepts: tuple[str, ...]
    """What its words mean, whatever their language."""
    answers: tuple[int, ...]
    """Ids of the answers that say it."""
    people: int
    languages: tuple[str, ...]
    """The most spoken first."""
    likeness: float | None
    """Share of its statements whose nearest neighbour of another respondent is in it, too."""
    quotes: tuple[Statement, ...]
    """The most typical ones, of different respondents and in the languages that are spoken."""

    def make_label(self, language: str) -> str:
        """Its most telling words in a language, else what they mean, else its number."""
        words = [word.text for word in self.words if word.language == language]
        words = words or list(self.concepts)
        return ", ".join(words[:_LABEL_WORDS]) or f"theme {self.number}"


class FrameDraft:
    """Statements in themes. Themes are joined and dropped by their numbers."""

    def __init__(
        self,
        answers: Sequence[FrameAnswer],
        concepts: Concepts,
        encoder: Encoder | None = None,
        count: int | None = None,
    ) -> None:
        """`count` themes are looked for, or as many as the number of statements suggests."""
        import numpy as np

        self.answers = len(answers)
        languages = {answer.language for answer in answers}
        stops = load_stop_words(languages)
        self._statements = cut_into_statements(answers, stops)
        texts = [statement.text for statement in self._statements]
        spoken = [statement.answer.language for statement in self._statements]
        corpus = Corpus(texts, concepts, (), encoder, spoken)
        self._points = place_statements(corpus, stops)
        said = [len(statement.twins) for statement in self._statements]
        groups = group_points(self._points, said, count or propose_count(len(texts)))

        self._teller = WordTeller(self._statements, corpus, stops)
        owners = [statement.answer.respondent for statement in self._statements]
        self._nearest = find_nearest(self._points, np.array(owners, np.int64))
        self._groups = self._number_by_size(groups)

    def _number_by_size(self, groups: Ints) -> Ints:
        """Groups numbered from 1 on, the most said first; what too few say is unsorted."""
        import numpy as np

        said: dict[int, set[int]] = {}
        people: dict[int, set[int]] = {}
        for statement, group in zip(self._statements, groups.tolist(), strict=True):
            if group == UNSORTED:
                continue
            said.setdefault(group, set()).update(answer.id for answer in statement.twins)
            people.setdefault(group, set()).update(answer.respondent for answer in statement.twins)
        kept = [group for group in said if len(people[group]) >= _PEOPLE]
        kept.sort(key=lambda group: (-len(said[group]), group))
        number_of = {group: number for number, group in enumerate(kept, 1)}
        return np.array([number_of.get(group, UNSORTED) for group in groups.tolist()], np.int64)

    @property
    def numbers(self) -> list[int]:
        """Of the themes that are there, ascending."""
        return sorted(set(self._groups.tolist()) - {UNSORTED})

    def list_themes(self) -> list[Theme]:
        """All themes by their numbers."""
        return [self._describe_theme(number) for number in self.numbers]

    def measure_coverage(self, numbers: Collection[int] | None = None) -> float:
        """Share of all answers that have a statement in one of these themes, or in any."""
        wanted = self.numbers if numbers is None else numbers
        covered: set[int] = set()
        for statement, group in zip(self._statements, self._groups.tolist(), strict=True):
            if group in wanted:
                covered.update(answer.id for answer in statement.twins)
        return len(covered) / self.answers if self.answers else 0.0

    def merge_themes(self, numbers: Collection[int]) -> int:
        """Join themes into the one with the lowest number, which is returned."""
        import numpy as np

        first = min(numbers)
        self._groups[np.isin(self._groups, list(numbers))] = first
        return first

    def drop_theme(self, number: int) -> None:
        """Leave a theme out; its statements are unsorted."""
        self._groups[self._groups == number] = UNSORTED

    def _describe_theme(self, number: int) -> Theme:
        rows = self._groups == number
        members = [self._statements[row] for row in rows.nonzero()[0].tolist()]
        answers: dict[int, FrameAnswer] = {}
        for statement in members:
            for answer in statement.twins:
                answers[answer.id] = answer
        spoken = Counter(answer.language for answer in answers.values())
        return Theme(
            number=number,
            words=tuple(self._teller.find_telling_words(rows)),
            concepts=tuple(self._teller.find_telling_concepts(rows)),
            answers=tuple(sorted(answers)),
            people=len({answer.respondent for answer in answers.values()}),
            languages=tuple(language for language, _ in spoken.most_common()),
            likeness=self._measure_likeness(number),
            quotes=tuple(self._choose_quotes(number, spoken)),
        )

    def _measure_likeness(self, number: int) -> float | None:
        rows = (self._groups == number) & (self._nearest >= 0)
        if not rows.any():
            return None
        return float((self._groups[self._nearest[rows]] == number).mean())

    def _choose_quotes(self, number: int, spoken: Counter[str]) -> list[Statement]:
        """The nearest to the middle; the nearest of every language that is spoken comes first."""
        nearness = measure_nearness(self._points, self._groups)
        rows = (self._groups == number).nonzero()[0].tolist()
        rows.sort(key=lambda row: -nearness[row])
        ranked = [self._statements[row] for row in rows]
        total = spoken.total()
        firsts = []
        for language, count in spoken.most_common():
            if count >= _SPOKEN * total:
                firsts += [one for one in ranked if one.answer.language == language][:1]

        chosen: list[Statement] = []
        people: set[int] = set()
        for statement in [*firsts, *ranked]:
            if statement.answer.respondent not in people and len(chosen) < _QUOTES:
                chosen.append(statement)
                people.add(statement.answer.respondent)
        return chosen
