"""What has to be known of all cases of a file before the first is written.

It is gathered in one pass over them.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field

from tipcoder.privacy.response_ids import find_numbers
from tipcoder.survey.frozen_case import FrozenCase
from tipcoder.text import make_answer_key

_SHOWABLE = re.compile(r"[0-9a-zA-Z_-]*")
_KEY_DIGITS = 16
"""Of an answer's key, hexadecimal: 64 bits tell millions of answers apart."""


@dataclass
class SurveyTally:
    """Respondents and answers of a file."""

    cases_of: dict[str, int] = field(default_factory=dict)
    """How many cases each respondent has, by the survey's own ID, in the order of the file."""
    waves: dict[str, int] = field(default_factory=dict)
    """Cases by wave, where there are waves."""
    waves_of: dict[str, set[str]] = field(default_factory=dict)
    """The waves of each respondent."""
    cases_in_wave: dict[tuple[str, str], int] = field(default_factory=dict)
    """Cases of each respondent in each wave."""
    spoken: int = 0
    """Answers with a text."""
    repeated: int = 0
    """Those among them that repeat another one to the same question."""
    numbers: set[str] = field(default_factory=set)
    """Numbers in the answers that have as many digits as a response ID."""
    identifying: int = 0
    """Cells that name somebody, which go to the key file."""
    unshowable: int | None = None
    """The first line whose respondent has an ID that cannot be shown as a response ID."""

    def forget_single_cases(self) -> None:
        """Keep only the respondents with several cases.

        Once IDs are drawn, nobody asks for the others.
        """
        self.cases_of = {source: count for source, count in self.cases_of.items() if count > 1}
        self.cases_in_wave = {own: count for own, count in self.cases_in_wave.items() if count > 1}
        self.waves_of = {own: waves for own, waves in self.waves_of.items() if len(waves) > 1}

    def count_case(self, case: FrozenCase) -> None:
        """Count a case of its respondent, and of its wave."""
        source, wave = case.source_id, case.wave
        self.cases_of[source] = self.cases_of.get(source, 0) + 1
        if wave:
            self.waves[wave] = self.waves.get(wave, 0) + 1
            self.waves_of.setdefault(source, set()).add(wave)
            self.cases_in_wave[source, wave] = self.cases_in_wave.get((source, wave), 0) + 1

    def count_own_cases(self, case: FrozenCase) -> int:
        """Cases of the respondent in the wave of this one."""
        if case.wave:
            return self.cases_in_wave.get((case.source_id, case.wave), 1)
        return self.cases_of.get(case.source_id, 1)

    def count_own_waves(self, case: FrozenCase) -> int:
        """Waves in which the respondent of a case has one."""
        return len(self.waves_of.get(case.source_id, {case.wave}))


def tally_cases(cases: Iterable[FrozenCase], id_digits: int) -> SurveyTally:
    """Go through all cases once.

    Eight bytes are kept for each answer, because a file may have millions of them.
    """
    found = SurveyTally()
    keys = array("Q")
    for case in cases:
        found.count_case(case)
        # The first line is enough for a message.
        if found.unshowable is None and not _SHOWABLE.fullmatch(case.source_id):
            found.unshowable = case.line
        found.identifying += len(case.identity)
        texts = []
        for answer in case.answers:
            if answer.text:
                texts.append(answer.text)
                keys.append(_shorten_key(make_answer_key(answer.question, answer.text)))
        found.numbers |= find_numbers(texts, id_digits)
    found.spoken = len(keys)
    found.repeated = len(keys) - _count_different(keys)
    return found


def _shorten_key(key: str) -> int:
    return int(key[:_KEY_DIGITS], 16)


def _count_different(keys: array[int]) -> int:
    import numpy as np

    if not keys:
        return 0
    return int(np.unique(np.frombuffer(keys, dtype=np.uint64)).size)
