"""The languages of a survey's answers, guessed from a sample of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property

from tipcoder.language.detection import Utterance, detect_languages
from tipcoder.language.profiles import load_profiles
from tipcoder.model.answers import UNKNOWN_LANGUAGE
from tipcoder.survey.column_roles import ColumnRoles
from tipcoder.survey.table import SurveyTable
from tipcoder.table_words import ANSWERED_IN_COLUMNS, compile_columns

_ANSWERS_HEARD = 1500
"""Answers by which the languages of a survey are guessed."""
_ASKED_FIRST = 400
"""Answers by which is guessed what most are in."""
_TAG = re.compile(r"(?P<language>[A-Za-z]{2})([-_]\w+)*")
_MAIN = 0.2
"""Share of the answers that could be told from which on a language is one of those."""
_TOLD = 0.1
"""The same of all answers: of a text in no language a few are told by chance."""
_SPOKEN_BY = 0.01
"""Share of the answers from which on a language is worth declaring."""


class SpokenLanguages:
    """Found when they are first asked for: of a long survey that takes half a second."""

    def __init__(self, table: SurveyTable, roles: ColumnRoles) -> None:
        self._table = table
        self._roles = roles

    @property
    def are_known(self) -> bool:
        """Whether they were found already."""
        return "codes" in self.__dict__

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The most frequent first; English where none is heard."""
        answers = list(_iterate_answers(self._table, self._roles))
        # Answers from all over the file, each wording of a respondent once.
        step = len(answers) // _ANSWERS_HEARD + 1
        heard = list(dict.fromkeys(answers[::step]))

        # Short answers are told apart only among declared languages, so that what most of them
        # are in has to be found first.
        expected = {"en", *_find_main_languages(heard), *self._find_named_languages()}
        counts = _count_languages(heard, sorted(expected))
        fewest = max(min(2, len(heard)), _SPOKEN_BY * len(heard))
        spoken = [language for language, count in counts.items() if count >= fewest]
        return tuple(sorted(spoken, key=lambda one: (-counts[one], one))) or ("en",)

    def _find_named_languages(self) -> list[str]:
        """Languages that a column of the survey says people answered in: `es`, `ES-MX`."""
        is_headed = compile_columns(ANSWERED_IN_COLUMNS).search
        known = set(load_profiles().languages)
        named: set[str] = set()
        for column in self._roles.closed:
            tags = [_TAG.fullmatch(value) for value in column.values]
            if is_headed(column.plain_name) and all(tags):
                named |= {tag["language"].casefold() for tag in tags if tag is not None} & known
        return sorted(named)


def _find_main_languages(heard: Sequence[Utterance]) -> list[str]:
    """Languages in which a good part of the answers are by themselves, whatever others say."""
    some = heard[:: len(heard) // _ASKED_FIRST + 1]
    counts = _count_languages(some, [])
    fewest = max(min(2, len(some)), _MAIN * counts.total(), _TOLD * len(some))
    return [language for language, count in counts.items() if count >= fewest]


def _count_languages(heard: Sequence[Utterance], expected: Sequence[str]) -> Counter[str]:
    """Answers in each language, without those of which it cannot be told."""
    counts = Counter(found.language for found in detect_languages(heard, expected))
    counts.pop(UNKNOWN_LANGUAGE, None)
    return counts


def _iterate_answers(table: SurveyTable, roles: ColumnRoles) -> Iterator[Utterance]:
    respondent_at = roles.respondent.column.position if roles.respondent else None
    for row in table.rows:
        respondent = str(row.number) if respondent_at is None else row.cells[respondent_at]
        for column in roles.open:
            facts = column.facts
            text = row.cells[facts.column.position].strip()
            if text in facts.values:
                yield Utterance(text, respondent, facts.column.name)
