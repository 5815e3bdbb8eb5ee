"""Words where they stand, with what is before and behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tipcoder.errors import BadInput
from tipcoder.suggestion.word_keys import find_word_places, make_word_key
from tipcoder.workbench.statistics.words import load_wordy_answers
from tipcoder.workbench.study import OpenStudy

CONTEXT = 40
"""Letters to either side of a word."""


@dataclass(frozen=True)
class WordInContext:
    """A word where it stands (KWIC, Luhn, 1960)."""

    case: str
    question: str
    left: str
    word: str
    right: str


def find_in_context(
    study: OpenStudy, words: Sequence[str], questions: Sequence[str] = (), context: int = CONTEXT
) -> list[WordInContext]:
    """Every place of these words, in reading order; `word*` stands for all that begin so.

    `context` is in letters. Raises BadInput for a question that there is not, and for a word that
    has no letter.
    """
    whole = {make_word_key(word) for word in words if not word.endswith("*")}
    beginnings = tuple(make_word_key(word[:-1]) for word in words if word.endswith("*"))
    if "" in whole or "" in beginnings:
        raise BadInput("A word needs a letter.", "Write `words fund*` for all that begin so.")
    found = []
    for answer in load_wordy_answers(study, questions):
        for start, end in find_word_places(answer.text):
            key = make_word_key(answer.text[start:end])
            if key in whole or (beginnings and key.startswith(beginnings)):
                left = answer.text[max(start - context, 0) : start]
                right = answer.text[end : end + context]
                found.append(
                    WordInContext(
                        answer.case,
                        answer.question,
                        " ".join(left.split()),
                        answer.text[start:end],
                        " ".join(right.split()),
                    )
                )
    return found
