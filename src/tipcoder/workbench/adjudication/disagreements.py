"""Where coders differ: which answers, which code, who says what.

The cells of the agreement report open here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from tipcoder.store.settlements import Settlement, Spans
from tipcoder.workbench.adjudication.judgements import Judgement, Judgements, trim_spans


class DisagreementKind(StrEnum):
    """In what coders differ."""

    SWAP = "swap"
    """Those without the code applied another one that those with it did not."""
    BRANCH = "same branch"
    """The same, and the other code is in the same branch of the codebook."""
    OMISSION = "omission"
    """Those without the code applied nothing in its place."""
    BOUNDARY = "boundary"
    """Everybody applied the code, to other words."""


@dataclass(frozen=True)
class Voice:
    """What one coder said of a code on an answer."""

    coder_id: int
    coder: str
    letter: str
    """What the coder is called where names are hidden; the same everywhere in a study."""
    spans: Spans
    """Empty where she read the answer and did not apply the code."""
    codes: tuple[str, ...]
    """Everything that she applied to the answer."""


@dataclass(frozen=True)
class Disagreement:
    """One code on one answer on which coders differ, and what was decided of it, if anything."""

    answer_id: int
    case: str
    question: str
    language: str
    code: str
    kind: DisagreementKind
    voices: tuple[Voice, ...]
    instead: tuple[str, ...] = ()
    """Codes that only those without this code applied."""
    round: str = ""
    settled: Settlement | None = None

    def list_marked_spans(self) -> list[tuple[int, int]]:
        """Every span that somebody marked."""
        return [span for voice in self.voices for span in voice.spans]


def find_disagreements(
    found: Judgements,
    settled: Mapping[tuple[int, str], Settlement],
    texts_of: Callable[[Sequence[int]], Mapping[int, str]],
) -> list[Disagreement]:
    """Every one, in reading order.

    `settled` has the decisions by answer and code. `texts_of` gives the texts of answers; it is
    asked for those where only words differ.
    """
    contested = _list_contested(found)
    # White space at the ends of a quote is no difference, and only the text tells where there is
    # some.
    worded = {one.answer_id for one in contested if one.differs_in_words()}
    texts = texts_of(list(worded))

    disagreements = []
    for answer_id, code, voices in contested:
        answer = found.answers[answer_id]
        kind, instead = _classify_disagreement(found, code, voices)
        only_words = kind is DisagreementKind.BOUNDARY
        if only_words and not _has_different_spans(voices, answer.length, texts[answer_id]):
            continue
        disagreements.append(
            Disagreement(
                answer_id,
                answer.case,
                answer.question,
                answer.language,
                code,
                kind,
                voices,
                instead,
                _find_common_round(found, answer_id, voices),
                settled.get((answer_id, code)),
            )
        )
    return disagreements


class _Contested(NamedTuple):
    """A code on an answer of which coders do not say one and the same."""

    answer_id: int
    code: str
    voices: tuple[Voice, ...]

    def differs_in_words(self) -> bool:
        """Whether everybody applied the code."""
        return all(voice.spans for voice in self.voices)


def _list_contested(found: Judgements) -> list[_Contested]:
    letters = assign_letters(found)
    names = found.name_coders()
    contested = []
    for answer_id, code in _iterate_contested(found):
        voices = []
        for person in found.people:
            # Who had no such code in her codebook, or did not finish, has no voice.
            spans = found.find_spans(answer_id, person.id, code)
            if spans is not None:
                codes = tuple(found.by_answer[answer_id][person.id].spans)
                voices.append(Voice(person.id, names[person.id], letters[person.id], spans, codes))
        contested.append(_Contested(answer_id, code, tuple(voices)))
    return contested


def _find_common_round(found: Judgements, answer_id: int, voices: Sequence[Voice]) -> str:
    """The round in which all of this was said; empty where there is none, or more than one."""
    said = found.by_answer[answer_id]
    names = {said[voice.coder_id].round for voice in voices}
    return names.pop() if len(names) == 1 else ""


def assign_letters(found: Judgements) -> dict[int, str]:
    """A letter for each coder by id: A, B, ... in order of arrival; after Z come A1, B1, ..."""
    letters = {}
    for n, person in enumerate(found.people):
        letter = chr(ord("A") + n % 26)
        letters[person.id] = letter if n < 26 else f"{letter}{n // 26}"
    return letters


def _iterate_contested(found: Judgements) -> Iterator[tuple[int, str]]:
    """(answer, code) where what is known of the coders is not one and the same."""
    place = {code: n for n, code in enumerate(found.book.codes)}
    for answer_id in found.answers:
        by_coder = found.by_answer.get(answer_id, {})
        if _say_the_same(list(by_coder.values())):
            continue
        for code in sorted(found.find_applied_codes(answer_id), key=place.__getitem__):
            spans = {found.find_spans(answer_id, coder_id, code) for coder_id in by_coder}
            # Not known is not another opinion.
            if len(spans - {None}) > 1:
                yield answer_id, code


def _say_the_same(said: Sequence[Judgement]) -> bool:
    """Whether nothing needs a closer look: most answers are coded alike, and comparing codes one by
    one is slow.
    """
    return all(one.spans == said[0].spans for one in said[1:])


def _classify_disagreement(
    found: Judgements, code: str, voices: Sequence[Voice]
) -> tuple[DisagreementKind, tuple[str, ...]]:
    """The kind, and the codes that only those without this code applied."""
    if all(voice.spans for voice in voices):
        return DisagreementKind.BOUNDARY, ()

    instead = _find_other_codes(voices)
    if not instead:
        return DisagreementKind.OMISSION, ()
    # A neighbour in the tree is a question of boundaries and not of reading.
    branch = found.book.path_to(code)[0]
    if any(_is_below(found, key, branch) for key in instead):
        return DisagreementKind.BRANCH, instead
    return DisagreementKind.SWAP, instead


def _find_other_codes(voices: Sequence[Voice]) -> tuple[str, ...]:
    """Codes that only those without the code applied."""
    theirs: set[str] = set()
    for voice in voices:
        if voice.spans:
            theirs.update(voice.codes)
    others: dict[str, None] = {}
    for voice in voices:
        if not voice.spans:
            others.update(dict.fromkeys(voice.codes))
    return tuple(code for code in others if code not in theirs)


def _is_below(found: Judgements, code: str, branch: str) -> bool:
    path = found.book.path_to(code)
    return len(path) > 1 and path[0] == branch


def _has_different_spans(voices: Sequence[Voice], length: int, text: str) -> bool:
    """Whether other words are marked. A coding of the whole answer says nothing about words."""
    whole = ((0, length),)
    marked = {trim_spans(text, voice.spans) for voice in voices if voice.spans != whole}
    return len(marked) > 1
