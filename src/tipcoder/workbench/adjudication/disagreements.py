"""Where coders differ: which answers, which code, who says what. The cells of the agreement report open here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tipcoder.store.settlements import Settlement, Spans
from tipcoder.workbench.adjudication.judgements import Judgements, trim_spans


class DisagreementKind(StrEnum):
    """In what coders differ."""

    SWAP = "swap"
    """Those without the code put another one that those with it did not."""
    BRANCH = "same branch"
    """The same, and the other code stands in the same branch of the codebook."""
    OMISSION = "omission"
    """Those without the code put nothing in its place."""
    BOUNDARY = "boundary"
    """Everybody put the code, on other words."""


@dataclass(frozen=True)
class Voice:
    """What one coder said of a code on an answer."""

    coder_id: int
    coder: str
    letter: str
    """What the coder is called where names are hidden; the same everywhere in a study."""
    spans: Spans
    """Empty where she read the answer and did not put the code."""
    codes: tuple[str, ...]
    """Everything that she put on the answer."""


@dataclass(frozen=True)
class Disagreement:
    """One code on one answer on which coders differ, and what was decided of it, if something was."""

    answer_id: int
    case: str
    question: str
    language: str
    code: str
    kind: DisagreementKind
    voices: tuple[Voice, ...]
    instead: tuple[str, ...] = ()
    """Codes that only those without this code put."""
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
    """Every one, in reading order. `texts_of` gives the texts of answers, asked for those where only words differ."""
    letters = assign_letters(found)
    names = found.name_coders()
    contested = [
        (answer_id, code, tuple(_iterate_voices(found, answer_id, code, names, letters)))
        for answer_id, code in _iterate_contested(found)
    ]
    texts = texts_of(list({answer_id for answer_id, _, voices in contested if all(voice.spans for voice in voices)}))
    out = []
    for answer_id, code, voices in contested:
        answer = found.answers[answer_id]
        kind, instead = _classify_disagreement(found, code, voices)
        if kind is DisagreementKind.BOUNDARY and not _has_different_spans(voices, answer.length, texts[answer_id]):
            continue
        frozen = {found.by_answer[answer_id][voice.coder_id].round for voice in voices}
        place = answer_id, answer.case, answer.question, answer.language
        in_round = next(iter(frozen)) if len(frozen) == 1 else ""
        out.append(Disagreement(*place, code, kind, voices, instead, in_round, settled.get((answer_id, code))))
    return out


def _iterate_voices(
    found: Judgements, answer_id: int, code: str, names: Mapping[int, str], letters: Mapping[int, str]
) -> Iterator[Voice]:
    for person in found.people:
        spans = found.find_spans(answer_id, person.id, code)
        if spans is not None:
            codes = tuple(found.by_answer[answer_id][person.id].spans)
            yield Voice(person.id, names[person.id], letters[person.id], spans, codes)


def assign_letters(found: Judgements) -> dict[int, str]:
    """A letter for each coder: A, B, ... in order of arrival."""
    return {
        person.id: chr(ord("A") + n % 26) + (str(n // 26) if n > 25 else "") for n, person in enumerate(found.people)
    }


def _iterate_contested(found: Judgements) -> Iterator[tuple[int, str]]:
    """(answer, code) where what is known of the coders is not one and the same."""
    place = {code: n for n, code in enumerate(found.book.codes)}
    for answer_id in found.answers:
        coders = found.by_answer.get(answer_id, {})
        first = next(iter(coders.values()), None)
        if first is None or all(one.spans == first.spans for one in coders.values()):
            continue
        for code in sorted(found.find_applied_codes(answer_id), key=place.__getitem__):
            spans = {found.find_spans(answer_id, coder_id, code) for coder_id in coders} - {None}
            if len(spans) > 1:
                yield answer_id, code


def _classify_disagreement(
    found: Judgements, code: str, voices: Sequence[Voice]
) -> tuple[DisagreementKind, tuple[str, ...]]:
    without = [voice for voice in voices if not voice.spans]
    if not without:
        return DisagreementKind.BOUNDARY, ()
    theirs = {key for voice in voices if voice.spans for key in voice.codes}
    instead = tuple(dict.fromkeys(key for voice in without for key in voice.codes if key not in theirs))
    if not instead:
        return DisagreementKind.OMISSION, ()
    branch = found.book.path_to(code)[0]
    near = any(found.book.path_to(key)[:1] == (branch,) for key in instead if len(found.book.path_to(key)) > 1)
    return (DisagreementKind.BRANCH if near else DisagreementKind.SWAP), instead


def _has_different_spans(voices: Sequence[Voice], length: int, text: str) -> bool:
    """Whether other words are marked. A coding of the whole answer says nothing about words."""
    marked = [voice.spans for voice in voices if voice.spans != ((0, length),)]
    return len({trim_spans(text, spans) for spans in marked}) > 1
