"""What a respondent writes elsewhere, and how far a short answer goes by it.

One who writes Russian in every long answer writes a mere "no" in Russian too, although by its
letters it may be Bulgarian. But some questions are filled in by others, and there habits say
little.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tipcoder.arrays import Bools, Floats

TOLD = 0.9
"""Probability from which on a language counts as told."""
_SPOKEN_ELSEWHERE = 0.02
"""Weight, in answers, of a language in which the respondent wrote no long answer."""
_FOLLOWED = 0.98
"""How often a short answer is in the language of the respondent's long ones, before anything is
heard of a question.
"""
_FOLLOWED_WEIGHT = 0.25
"""Answers that this counts as much as."""


class Utterance(NamedTuple):
    """An answer, who gave it, and to which question."""

    text: str
    respondent: str
    question: str = ""


def find_habits(spoken: Sequence[Utterance], longer: Floats, candidates: int) -> Floats:
    """For each utterance, log probabilities by what its respondent wrote in longer answers.

    `longer` has a row of probabilities for each utterance, all zero for a short one. The result
    has the same shape, and zeros where nothing is known of the respondent.
    """
    import numpy as np

    numbers: dict[str, int] = {}
    who = np.array([numbers.setdefault(utterance.respondent, len(numbers)) for utterance in spoken])
    sums = np.zeros((len(numbers), longer.shape[1]))
    np.add.at(sums, who, longer)
    total = sums.sum(axis=1, keepdims=True)
    habits: Floats = np.zeros(sums.shape)
    np.log(
        (sums + _SPOKEN_ELSEWHERE) / (total + _SPOKEN_ELSEWHERE * candidates),
        out=habits,
        where=total > 0,
    )
    return np.take(habits, who, axis=0)


def estimate_followed(
    spoken: Sequence[Utterance], alone: Floats, habits: Floats, short: Bools, heard: Floats
) -> Floats:
    """For each utterance how likely a short answer to its question is in the respondent's own
    language.

    Fields for "other, please specify" are often filled in by whoever typed in or translated the
    survey. It shows in other short answers that can be told by themselves, `alone`, of respondents
    who else write another language than most. What most write is left out of `alone`: it would make
    English of every Spanish "no".
    """
    import numpy as np

    if not habits.shape[1]:  # no answer of the survey fits any language
        return np.full(len(spoken), _FOLLOWED)
    own = habits.argmax(axis=1)
    tellable = short & habits.any(axis=1) & (own != heard.argmax()) & (alone.max(axis=1) >= TOLD)
    follows = alone.argmax(axis=1) == own
    numbers: dict[str, int] = {}
    asked = np.array([numbers.setdefault(utterance.question, len(numbers)) for utterance in spoken])
    yes = np.bincount(asked, tellable & follows, len(numbers))[asked] - (tellable & follows)
    all_others = np.bincount(asked, tellable, len(numbers))[asked] - tellable
    shares: Floats = (yes + _FOLLOWED * _FOLLOWED_WEIGHT) / (all_others + _FOLLOWED_WEIGHT)
    return shares


def weigh_habits(habits: Floats, followed: Floats, of_survey: Floats) -> Floats:
    """What the respondent's languages change, as log probabilities; 0 where nothing is known of
    them.

    As far as they are followed they take the place of the survey's languages, which `of_survey`
    gives and which are counted in already.
    """
    import numpy as np

    mixed: Floats = followed[:, None] * np.exp(habits - of_survey) + (1 - followed[:, None])
    out: Floats = np.where(habits.any(axis=1, keepdims=True), np.log(mixed), 0)
    return out
