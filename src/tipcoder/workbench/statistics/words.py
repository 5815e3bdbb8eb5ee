"""Words of the open answers: how often each is said, and where it is said more.

Words are compared as suggestions compare them, without case, accents and articles. Whoever asks for
stems gets words together that begin alike, as suggestions take them together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tipcoder.analysis.keyness import log_likelihood
from tipcoder.errors import BadInput
from tipcoder.store import suggestion_inputs
from tipcoder.store.suggestion_inputs import SuggestibleAnswer
from tipcoder.suggestion.stop_words import load_stop_words
from tipcoder.suggestion.word_keys import cut_stem, find_word_places, make_word_key
from tipcoder.text import format_count
from tipcoder.workbench.statistics.indicator_merge import merge_indicators
from tipcoder.workbench.statistics.segments import Segments, find_segments
from tipcoder.workbench.study import OpenStudy, require_questions

TOP = 40
LEAST = 2
"""Respondents who must have said a word: what one alone says is in no list of what is common."""
_SHORTEST = 2
"""Letters of a word that is counted."""


@dataclass(frozen=True)
class WordsRequest:
    """What to count."""

    questions: tuple[str, ...] = ()
    """Empty: all."""
    by: str | None = None
    stems: bool = False
    top: int = TOP
    least: int = LEAST
    """Respondents who must have said a word."""


@dataclass(frozen=True)
class WordCount:
    """A word, and how often it is said; in a segment beside the rest where there are segments."""

    word: str
    """As most write it."""
    uses: int
    answers: int
    respondents: int
    share: float
    """Of the answers."""
    segment: str = ""
    rest_answers: int | None = None
    rest_share: float | None = None
    keyness: float | None = None
    """G2 of its uses, here and in the rest."""


@dataclass(frozen=True)
class WordList:
    """Words with what has to be said of them."""

    words: tuple[WordCount, ...]
    heading: str
    """What divides the answers; empty where nothing does."""
    sentences: tuple[str, ...]


@dataclass
class _Part:
    """Answers of a segment, or all, as they are counted."""

    uses: Counter[str] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)
    respondents: dict[str, set[int]] = field(default_factory=dict)
    total: int = 0
    """Answers."""
    size: int = 0
    """Words, stop words too."""

    def add_answer(self, respondent: int, keys: Sequence[str], size: int) -> None:
        """Take in an answer that has these words, each as often as it is said."""
        self.total += 1
        self.size += size
        self.uses.update(keys)
        for key in set(keys):
            self.answers[key] += 1
            self.respondents.setdefault(key, set()).add(respondent)


class _Reader:
    """Cuts answers into the words that count, and remembers how each is written."""

    def __init__(self, languages: Iterable[str], *, stems: bool) -> None:
        self._stops = load_stop_words(languages)
        self._stems = stems
        self._written: dict[str, Counter[str]] = {}

    def read_words(self, text: str) -> tuple[list[str], int]:
        """The keys of the words that count, and how many words there are in all."""
        keys = []
        size = 0
        for start, end in find_word_places(text):
            size += 1
            written = text[start:end]
            key = make_word_key(written)
            if key in self._stops or key.isdecimal() or len(key) < _SHORTEST:
                continue
            key = cut_stem(key) if self._stems else key
            self._written.setdefault(key, Counter())[written.lower()] += 1
            keys.append(key)
        return keys, size

    def name_word(self, key: str) -> str:
        """A word as most write it; of a stem its commonest word."""
        forms = self._written[key]
        # By the letters where two are as common, so that a list can be repeated.
        most = min(forms, key=lambda form: (-forms[form], form))
        return f"{most} …" if self._stems and len(forms) > 1 else most


def count_words(study: OpenStudy, wanted: WordsRequest) -> WordList:
    """The commonest words, or with `by` those that tell the segments apart, `top` in each.

    Raises BadInput for a question or a division that there is not, and where nothing was answered.
    """
    segments = None if wanted.by is None else _find_segments_of_cases(study, wanted.by)
    answers = load_wordy_answers(study, wanted.questions)
    reader = _Reader({answer.language for answer in answers}, stems=wanted.stems)
    whole = _Part()
    parts: dict[str, tuple[_Part, _Part]] = {}
    for answer in answers:
        keys, size = reader.read_words(answer.text)
        whole.add_answer(answer.respondent, keys, size)
        for label, is_inside in segments.place_case(answer.case) if segments else ():
            here, rest = parts.setdefault(label, (_Part(), _Part()))
            (here if is_inside else rest).add_answer(answer.respondent, keys, size)

    found: list[WordCount] = []
    if segments is None:
        kept = [key for key, who in whole.respondents.items() if len(who) >= wanted.least]
        kept.sort(key=lambda key: (-whole.answers[key], -whole.uses[key], key))
        found = [_count_word(reader, key, whole) for key in kept[: wanted.top]]
    else:
        for label in segments.labels:
            if label in parts:
                found += _find_key_words(reader, label, *parts[label], wanted)
    heading = segments.heading if segments else ""
    return WordList(tuple(found), heading, _describe(whole, segments, wanted))


def load_wordy_answers(study: OpenStudy, questions: Sequence[str]) -> list[SuggestibleAnswer]:
    """Answers to these questions, or to all, in reading order.

    Raises BadInput for a question that there is not, and where nothing was answered.
    """
    asked = require_questions(study, questions)
    with study.store.read() as db:
        answers = suggestion_inputs.load_suggestible_answers(db)
    chosen = [answer for answer in answers if answer.question in asked]
    if not chosen:
        raise BadInput("There is no answer to count words in.", "Choose other questions.")
    return chosen


@dataclass(frozen=True, eq=False)
class _SegmentsOfCases:
    """In which segment each case is, by the label of the case."""

    heading: str
    labels: tuple[str, ...]
    inside: tuple[dict[str, bool], ...]
    """For each segment the cases of which it is known, and whether they are in it."""

    def place_case(self, case: str) -> Iterable[tuple[str, bool]]:
        """Each segment of which it is known whether the case is in it."""
        for label, cases in zip(self.labels, self.inside, strict=True):
            if case in cases:
                yield label, cases[case]


def _find_segments_of_cases(study: OpenStudy, by: str) -> _SegmentsOfCases:
    merged = merge_indicators(study, ())
    segments: Segments = find_segments(merged, by)
    inside = []
    for place in range(len(segments.labels)):
        codes = segments.mark_inside(place).codes.tolist()
        known = zip(merged.table.labels, codes, strict=True)
        inside.append({case: code == 1 for case, code in known if code >= 0})
    return _SegmentsOfCases(segments.heading, segments.labels, tuple(inside))


def _count_word(reader: _Reader, key: str, part: _Part) -> WordCount:
    return WordCount(
        word=reader.name_word(key),
        uses=part.uses[key],
        answers=part.answers[key],
        respondents=len(part.respondents[key]),
        share=part.answers[key] / part.total,
    )


def _find_key_words(
    reader: _Reader, label: str, here: _Part, rest: _Part, wanted: WordsRequest
) -> list[WordCount]:
    """The words that a segment says more than the rest, the most telling first."""
    found = []
    for key, who in here.respondents.items():
        # A word of few is nothing that tells a segment, and may tell who they are.
        others = len(rest.respondents.get(key, ()))
        if len(who) < wanted.least or 0 < others < wanted.least:
            continue
        keyness = log_likelihood(here.uses[key], rest.uses[key], here.size, rest.size)
        if here.uses[key] * rest.size <= rest.uses[key] * here.size:
            # Rarer than in the rest, or as common.
            continue
        found.append(
            WordCount(
                word=reader.name_word(key),
                uses=here.uses[key],
                answers=here.answers[key],
                respondents=len(who),
                share=here.answers[key] / here.total,
                segment=label,
                rest_answers=rest.answers[key],
                rest_share=rest.answers[key] / rest.total if rest.total else None,
                keyness=keyness,
            )
        )
    found.sort(key=lambda one: (-(one.keyness or 0.0), one.word))
    return found[: wanted.top]


def _describe(
    whole: _Part, segments: _SegmentsOfCases | None, wanted: WordsRequest
) -> tuple[str, ...]:
    sentences = [
        f"{format_count(whole.total, 'answer')} with {format_count(whole.size, 'word')}; words "
        "that say nothing by themselves are left out."
    ]
    if segments is not None:
        sentences.append(
            "Keyness is the log-likelihood G2 of the uses in the segment and in the rest (Dunning, "
            "1993): above 3.84 at 5%, 6.63 at 1%, 10.83 at 0.1%, as if all uses were independent, "
            "which words of one answer are not."
        )
    if wanted.least > 1:
        few = sum(1 for who in whole.respondents.values() if len(who) < wanted.least)
        words = format_count(few, "word")
        sentences.append(f"Left out: {words} of fewer than {wanted.least} respondents.")
    if wanted.stems:
        sentences.append("Words that begin with the same letters count as one (five, six of long).")
    return tuple(sentences)
