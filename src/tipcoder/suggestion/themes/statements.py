"""Answers cut into statements: a respondent may say several things, and each has its own theme."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tipcoder.language.units import TextUnit, find_spans
from tipcoder.suggestion.word_keys import list_word_keys
from tipcoder.text import fold_text
from tipcoder.yielding import iterate_yielding

_TELLING = 2
"""Words that mean something which a statement must have to stand alone."""


@dataclass(frozen=True)
class FrameAnswer:
    """An answer to draw themes from."""

    id: int
    respondent: int
    language: str
    text: str


@dataclass(frozen=True)
class Statement:
    """A sentence of an answer, or all of an answer that has no whole one.

    `start` and `end` are code points of the answer's text, half-open; `twins` are the answers that
    say the very same, this one first.
    """

    answer: FrameAnswer
    start: int
    end: int
    twins: tuple[FrameAnswer, ...]

    @property
    def text(self) -> str:
        """The words."""
        return self.answer.text[self.start : self.end]


def cut_into_statements(answers: Iterable[FrameAnswer], stops: frozenset[str]) -> list[Statement]:
    """The statements of all answers, each wording once; what says nothing is left out."""
    found: dict[str, Statement] = {}
    for answer in iterate_yielding(answers):
        for start, end in _find_telling_spans(answer.text, stops):
            wording = fold_text(answer.text[start:end])
            before = found.get(wording)
            if before is None:
                found[wording] = Statement(answer, start, end, (answer,))
            elif answer not in before.twins:
                twins = (*before.twins, answer)
                found[wording] = Statement(before.answer, before.start, before.end, twins)
    return list(found.values())


def _find_telling_spans(text: str, stops: frozenset[str]) -> list[tuple[int, int]]:
    """Sentences that tell something; a single telling word does where the answer has no more."""
    spans: list[tuple[int, int]] = []
    words: list[tuple[int, int]] = []
    for start, end in find_spans(text, TextUnit.SENTENCE):
        telling = _list_telling_words(text[start:end], stops)
        if len(telling) >= _TELLING:
            spans.append((start, end))
        elif telling:
            words.append((start, end))
    if not spans and words:
        return [(words[0][0], words[-1][1])]
    return spans


def _list_telling_words(text: str, stops: frozenset[str]) -> Sequence[str]:
    return [word for word in list_word_keys(text) if word not in stops and not word.isdecimal()]
