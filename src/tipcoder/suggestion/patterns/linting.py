"""What is wrong with the patterns of a codebook, as far as it can be told without answers.

A finding never repeats a test sentence: that may be an answer which nobody has released.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from tipcoder.errors import BadInput
from tipcoder.model.codes import Code, CodePattern
from tipcoder.suggestion.patterns.expanding import Steps, expand_exceptions, expand_pattern
from tipcoder.suggestion.patterns.inflection import Inflection
from tipcoder.suggestion.patterns.language_patterns import LanguagePatterns
from tipcoder.suggestion.patterns.negation_rules import load_negation_rules
from tipcoder.suggestion.patterns.parsing import parse_pattern
from tipcoder.suggestion.patterns.pattern import Gap, Pattern
from tipcoder.suggestion.patterns.pattern_places import PatternPlace
from tipcoder.suggestion.patterns.word_lists import PatternLists
from tipcoder.suggestion.stop_words import load_stop_words

_WEAK = "weak"
"""The list of words that say nothing alone."""
_OFFERS = 1.0
"""Weight from which on a pattern does more than order."""
_SHORTEST = 4
"""Letters that a beginning of words should have."""


class PatternFinding(NamedTuple):
    """What is wrong with one pattern; `number` counts from 1 in its code and language.

    What is wrong with a list has its @NAME for the code, and the number 0.
    """

    code: str
    language: str
    number: int
    sentence: str

    def describe_finding(self) -> str:
        """For people, with the place."""
        pattern = f", pattern {self.number}" if self.number else ""
        return f"{self.code}, {self.language}{pattern}: {self.sentence}"


class _CommonWords(dict[str, frozenset[str]]):
    """Language -> keys of words that are everywhere; many patterns ask for the same language."""

    def __init__(self, lists: PatternLists) -> None:
        super().__init__()
        self._lists = lists

    def __missing__(self, language: str) -> frozenset[str]:
        self[language] = load_stop_words((language,)) | _collect_weak(language, self._lists)
        return self[language]


class _Read(NamedTuple):
    """A pattern that was understood."""

    code: Code
    language: str
    number: int
    written: CodePattern
    pattern: Pattern
    rows: tuple[Steps, ...]

    @property
    def line(self) -> str:
        """The pattern on one line."""
        return " ".join(self.written.find.split())


def lint_patterns(codes: Sequence[Code], lists: PatternLists) -> list[PatternFinding]:
    """Every finding: first about a codebook's own lists, then in the order of its codes."""
    findings = list(_lint_lists(lists))
    twins: dict[tuple[str, frozenset[Steps], object], _Read] = {}
    common = _CommonWords(lists)
    for code in codes:
        for language, patterns in code.patterns.items():
            for number, written in enumerate(patterns, start=1):
                try:
                    read = _read_pattern(code, language, number, written, lists)
                except BadInput as error:
                    findings.append(PatternFinding(code.key, language, number, str(error)))
                    continue
                sentences = [*_lint_pattern(read, common), *_lint_twin(read, twins)]
                for sentence in sentences:
                    findings.append(PatternFinding(code.key, language, number, sentence))
    return findings


def _lint_lists(lists: PatternLists) -> Iterator[PatternFinding]:
    """A list with a slip would be told again for each pattern that names it, or for none."""
    for name, by_language in lists.own.items():
        for language in by_language:
            try:
                parse_pattern(f"@{name}", language, lists)
            except BadInput as error:
                yield PatternFinding(f"@{name}", language, 0, str(error))


def _read_pattern(
    code: Code, language: str, number: int, written: CodePattern, lists: PatternLists
) -> _Read:
    pattern = parse_pattern(written.find, language, lists)
    rows = tuple(expand_pattern(pattern))
    expand_exceptions(pattern)  # there may be too many
    return _Read(code, language, number, written, pattern, rows)


def _lint_pattern(read: _Read, common: _CommonWords) -> Iterator[str]:
    if not read.code.codable:
        yield f"“{read.line}” speaks for a folder, which is never suggested."
    yield from _lint_sentences(read)
    yield from _lint_gaps(read)
    yield from _lint_impossible(read)
    yield from _lint_single_word(read, common)
    yield from _lint_beginnings(read)


def _lint_sentences(read: _Read) -> Iterator[str]:
    """The sentences that test a pattern."""
    written = read.written
    if not written.yes and not written.no:
        yield (
            f"“{read.line}” has no sentence to test it. Add `yes`, which it must find, and "
            "`no`, which it must not."
        )
        return
    if not written.yes:
        yield f"“{read.line}” has no `yes`, a sentence that it must find."
    elif not _finds(read, written.yes):
        yield f"“{read.line}” does not find its `yes` sentence."
    if not written.no:
        yield f"“{read.line}” has no `no`, a sentence that it must not find."
    elif _finds(read, written.no):
        yield f"“{read.line}” finds its `no` sentence."


def _finds(read: _Read, sentence: str) -> bool:
    """Whether the pattern alone finds a sentence, or has a clause in it to silence."""
    finder = LanguagePatterns(read.language)
    if read.pattern.silences:
        finder.add_silence((read.code.key,), read.pattern)
        return finder.silences_any(sentence, read.code.key)
    written = read.written
    place = PatternPlace(read.code.key, read.language, read.number, read.line, written.weight)
    finder.add_pattern(place, read.pattern)
    return any(finder.find_places(sentence))


def _lint_gaps(read: _Read) -> Iterator[str]:
    row = read.pattern.row
    if not row:
        return
    if isinstance(row[0], Gap) or isinstance(row[-1], Gap):
        yield f"“{read.line}” has a gap at an end, which says nothing. Leave it out."


def _lint_impossible(read: _Read) -> Iterator[str]:
    is_negated = any(step.negated for row in read.rows for step in row)
    if is_negated and not load_negation_rules(read.language).phrases:
        yield f"“{read.line}” finds nothing: what negates in {read.language!r} is not known."
    exceptions = set(expand_exceptions(read.pattern))
    if read.rows and exceptions and exceptions.issuperset(read.rows):
        yield f"“{read.line}” finds nothing: what stands behind `unless` is the pattern itself."


def _lint_single_word(read: _Read, common: _CommonWords) -> Iterator[str]:
    """A word that is everywhere, alone."""
    if read.written.weight < _OFFERS:
        return
    alone: set[str] = set()
    for row in read.rows:
        if len(row) == 1 and not row[0].negated:
            alone |= {word.key for word in row[0].words}
    found = sorted(alone & common[read.language])
    if found:
        shown = ", ".join(f"“{word}”" for word in found[:3])
        yield (
            f"“{read.line}” is found wherever {shown} stands. Add words to it, or give it "
            "weight 0.5."
        )


def _collect_weak(language: str, lists: PatternLists) -> frozenset[str]:
    """Keys of words that say nothing alone."""
    if not lists.find_entries(_WEAK, language):
        return frozenset()
    weak = parse_pattern(f"@{_WEAK}", language, lists)
    keys: set[str] = set()
    for row in expand_pattern(weak):
        for step in row:
            keys |= {word.key for word in step.words}
    return frozenset(keys)


def _lint_beginnings(read: _Read) -> Iterator[str]:
    inflection = Inflection(read.language)
    short: set[str] = set()
    for row in read.rows:
        for step in row:
            for word in step.words:
                beginning = inflection.find_beginning(word.written) if word.inflected else None
                if beginning is not None and len(beginning[0]) < _SHORTEST:
                    short.add(word.written)
    for letters in sorted(short):
        yield f"“{letters}~” is a short beginning, and stands for many other words."


def _lint_twin(
    read: _Read, twins: dict[tuple[str, frozenset[Steps], object], _Read]
) -> Iterable[str]:
    pattern = read.pattern
    exceptions = frozenset(expand_exceptions(pattern)), pattern.unless_negated
    first = twins.setdefault((read.language, frozenset(read.rows), exceptions), read)
    if first is read:
        return
    where = f"pattern {first.number}"
    if first.code.key != read.code.key:
        where = f"{where} of {first.code.key}"
    yield f"“{read.line}” says the same as {where}. Keep one of them."
