"""A study's patterns: how many answers each finds, what is wrong with them, and what a new one
would find.

Answers in an open round are left out, as they are of suggestions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from tipcoder.language.units import TextUnit, find_span_around, find_spans
from tipcoder.model.answers import UNKNOWN_LANGUAGE
from tipcoder.model.codes import Code, Codebook, CodePattern
from tipcoder.progress import ProgressCallback, ignore_progress
from tipcoder.store import rounds, suggestion_inputs
from tipcoder.store.suggestion_inputs import SuggestibleAnswer
from tipcoder.workbench.codebook.file import read_codebook_in_force
from tipcoder.workbench.study import OpenStudy
from tipcoder.yielding import iterate_yielding

if TYPE_CHECKING:
    from tipcoder.suggestion.patterns.matches import PatternMatch

_TOO_OFTEN = 0.2
"""Share of the answers in its language from which on a pattern tells few of them apart."""
_FEW = 50
"""Answers below which shares say nothing."""
_OPENS, _CLOSES = "‹", "›"
"""Around the words that a pattern found."""


class PatternUse(NamedTuple):
    """One pattern in this study's answers; `number` counts from 1 in its code and language."""

    code: str
    language: str
    number: int
    find: str
    weight: float
    answers: int
    """Answers in which it is found."""
    asked: int
    """Those among them that answer a question which the code is meant for."""


@dataclass(frozen=True)
class PatternList:
    """Patterns in the order of the codebook, and what is wrong with them."""

    uses: tuple[PatternUse, ...]
    findings: tuple[str, ...]
    answers: int
    closed: int
    """Answers in an open round, which were left out."""


class TrialHit(NamedTuple):
    """An answer that a new pattern finds."""

    answer: SuggestibleAnswer
    match: PatternMatch
    known: bool | None
    """Whether a pattern of the codes asked for finds it already; None where none is asked for."""

    def mark_words(self) -> str:
        """The sentence around, on one line, with signs around the words that were found."""
        text = self.answer.text
        sentences = find_spans(text, TextUnit.SENTENCE)
        first = find_span_around(sentences, self.match.start) or (0, len(text))
        start, end = min(first[0], self.match.start), max(first[1], self.match.end)
        parts: list[str] = []
        at = start
        for piece in self.match.pieces:
            parts += [text[at : piece.start], _OPENS, text[piece.start : piece.end], _CLOSES]
            at = piece.end
        return " ".join("".join([*parts, text[at:end]]).split())


@dataclass(frozen=True)
class PatternTrial:
    """What a new pattern finds."""

    hits: tuple[TrialHit, ...]
    answers: int
    """Answers that were looked through."""
    closed: int


def build_pattern_list(
    study: OpenStudy, codes: Sequence[str] = (), progress: ProgressCallback = ignore_progress
) -> PatternList:
    """The patterns of these codes, or of all, counted in the answers. Raises BadInput for a
    codebook that cannot be read.
    """
    from tipcoder.suggestion.patterns.compiled import CompiledPatterns, list_codes_with_patterns
    from tipcoder.suggestion.patterns.linting import lint_patterns
    from tipcoder.suggestion.patterns.word_lists import build_lists

    book = read_codebook_in_force(study)
    lists = build_lists(book.lists)
    patterned = list_codes_with_patterns(_choose_codes(book, codes))
    listed = {code.key for code in patterned}
    patterns = CompiledPatterns(_choose_codes(book, _add_codes_above(book, codes)), lists)
    answers, closed = _load_answers(study, "", ())

    found: Counter[tuple[str, str, int]] = Counter()
    asked: Counter[tuple[str, str, int]] = Counter()
    for number, answer in enumerate(iterate_yielding(answers)):
        progress(number, len(answers))
        for place in patterns.find_places(answer.text, answer.language):
            if place.code not in listed:
                continue
            key = (place.code, place.language, place.number)
            found[key] += 1
            questions = book.codes[place.code].questions
            asked[key] += not questions or answer.question in questions
    uses = _list_uses(patterned, found, asked)
    spoken = Counter(answer.language for answer in answers)
    # A list of words is looked at also where the codes asked for do not name it.
    findings = [each.describe_finding() for each in lint_patterns(patterned, lists)]
    findings += [_describe_frequent(use, spoken) for use in uses if _is_frequent(use, spoken)]
    return PatternList(tuple(uses), tuple(findings), len(answers), closed)


def try_pattern(
    study: OpenStudy,
    find: str,
    language: str = "",
    questions: Collection[str] = (),
    codes: Sequence[str] = (),
    progress: ProgressCallback = ignore_progress,
) -> PatternTrial:
    """Look for a pattern that stands in no codebook yet.

    `language` is that of the pattern, by default the codebook's; answers in it and those whose
    language nobody can tell are looked through. `codes` are those with whose patterns it is
    compared. Raises BadInput for a pattern that cannot be understood.
    """
    from tipcoder.suggestion.patterns.compiled import CompiledPatterns
    from tipcoder.suggestion.patterns.word_lists import build_lists

    book = read_codebook_in_force(study)
    spoken = language or book.language
    lists = build_lists(book.lists)
    new = CompiledPatterns([Code("new", {}, patterns={spoken: (CodePattern(find),)})], lists)
    if new.faults:
        raise new.faults[0].error
    known = CompiledPatterns(_choose_codes(book, codes) if codes else (), lists)
    answers, closed = _load_answers(study, spoken, questions)
    hits: list[TrialHit] = []
    for number, answer in enumerate(iterate_yielding(answers)):
        progress(number, len(answers))
        for match in new.find_matches(answer.text, spoken):
            places = known.find_places(answer.text, answer.language)
            hits.append(TrialHit(answer, match, bool(places) if codes else None))
    return PatternTrial(tuple(hits), len(answers), closed)


def _add_codes_above(book: Codebook, codes: Sequence[str]) -> list[str]:
    """Codes with those above them, whose patterns may say where theirs do not count."""
    chosen: list[str] = []
    for key in codes:
        chosen += book.path_to(key)
    return chosen


def _choose_codes(book: Codebook, codes: Sequence[str]) -> list[Code]:
    ordered = [code for _, code in book.list_in_tree_order()]
    return [code for code in ordered if not codes or code.key in codes]


def _load_answers(
    study: OpenStudy, language: str, questions: Collection[str]
) -> tuple[list[SuggestibleAnswer], int]:
    """Answers in a language or in none that is known, and how many an open round closes."""
    with study.store.read() as db:
        closed = rounds.find_open_round_answers(db)
        answers = suggestion_inputs.load_suggestible_answers(db)
    wanted: list[SuggestibleAnswer] = []
    left_out = 0
    for answer in answers:
        if questions and answer.question not in questions:
            continue
        if language and answer.language not in (language, UNKNOWN_LANGUAGE):
            continue
        if answer.id in closed:
            left_out += 1
        else:
            wanted.append(answer)
    return wanted, left_out


def _list_uses(
    codes: Sequence[Code],
    found: Counter[tuple[str, str, int]],
    asked: Counter[tuple[str, str, int]],
) -> list[PatternUse]:
    uses: list[PatternUse] = []
    for code in codes:
        for language, patterns in code.patterns.items():
            for number, pattern in enumerate(patterns, start=1):
                key = (code.key, language, number)
                line = " ".join(pattern.find.split())
                use = PatternUse(*key, line, pattern.weight, found[key], asked[key])
                uses.append(use)
    return uses


def _is_frequent(use: PatternUse, spoken: Counter[str]) -> bool:
    answers = spoken[use.language]
    return answers >= _FEW and use.answers > _TOO_OFTEN * answers


def _describe_frequent(use: PatternUse, spoken: Counter[str]) -> str:
    share = use.answers / spoken[use.language]
    return (
        f"{use.code}, {use.language}, pattern {use.number}: “{use.find}” is found in {share:.0%} "
        "of the answers, so it tells few of them apart."
    )
