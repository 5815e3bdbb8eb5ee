"""Filters in words: `q:Q3.24 lang:ru (code:laws or code:money) -finished "not invited"`.

The words of a filter are read by `filter_grammar`; here they are written, and what can be written
in a study is listed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from tipcoder.model.filters import AnswerFilter
from tipcoder.text import format_count
from tipcoder.workbench.coding.filter_grammar import parse_filter
from tipcoder.workbench.coding.filter_names import STATES, write_name
from tipcoder.workbench.coding.filter_tokens import (
    NEAR_DISTANCE,
    PATTERN_KEY,
    FilterToken,
    find_word_end,
)

if TYPE_CHECKING:
    from tipcoder.workbench.coding.view import StudyView

__all__ = ["format_filter", "list_filter_terms", "parse_filter", "parse_filter_for"]

_STATE_WORDS = {state: word for word, state in STATES.items() if word != "done"}
_MEANINGS = (
    ("-finished", "still to do"),
    ("finished", "done"),
    ("coded", "carries a code"),
    ("flagged", "flagged to come back to"),
    ("memo", "has a memo"),
    ("repeated", "others say the same"),
    ("carried", "codes were carried over, and not judged since"),
    ("many-at-once", "coded with many others in one act, and not judged since"),
    ("code:", "you applied it; behind a minus: you did not"),
    ("coder:", "this person coded or finished it; code: is then about this person"),
    ("case:", "of these cases or respondents"),
    ("re:", 'matches a regular expression: re:polic(e|ia), re:"not (much|enough)"'),
    ("or", "either side is enough: lang:ru or lang:es"),
    ("near/10", "both words with at most so many steps between: police near/5 money"),
    ("with", "quotes of both codes share words: code:laws with code:money"),
)


def format_filter(where: AnswerFilter) -> str:
    """The filter in words that `parse_filter` takes."""
    if where.any_of and where == AnswerFilter(any_of=where.any_of[:1]):
        # Nothing stands beside the alternatives: they need no brackets.
        return _format_alternatives(where.any_of[0])
    return " ".join(_iterate_terms(where))


def _iterate_terms(where: AnswerFilter) -> Iterator[str]:
    lists = {
        "q": where.questions,
        "lang": where.languages,
        "coder": where.coders,
        "code": where.codes,
        "case": where.cases,
        "round": where.rounds,
    }
    for kind, values in lists.items():
        if values:
            yield _format_list(kind, values)
    for first, second in where.overlaps:
        yield f"{_format_list('code', first)} with {_format_list('code', second)}"
    for test in where.attributes:
        yield f"{write_name(test.name)}{test.sign}{_quote_value(test.value)}"
    for option in where.options:
        yield f"{option.name}:{option.value}"
    for state, word in _STATE_WORDS.items():
        # None asks for both.
        wanted = getattr(where, state)
        if wanted is not None:
            yield word if wanted else f"-{word}"
    yield from _iterate_words(where)
    yield from _iterate_groups(where)


def _iterate_words(where: AnswerFilter) -> Iterator[str]:
    for pattern in where.patterns:
        yield f"{PATTERN_KEY}:{_quote_value(pattern, escapes=True)}"
    for phrase in where.phrases:
        yield f'"{phrase}"'
    for test in where.nearby:
        near = "near" if test.distance == NEAR_DISTANCE else f"near/{test.distance}"
        yield f"{_quote_word(test.first)} {near} {_quote_word(test.second)}"
    for word in where.words.split():
        yield _quote_word(word)


def _iterate_groups(where: AnswerFilter) -> Iterator[str]:
    for group in where.all_of:
        is_further_code = bool(where.codes) and group == AnswerFilter(codes=group.codes)
        yield _format_list("code", group.codes) if is_further_code else _bracket(group)
    for alternatives in where.any_of:
        yield f"({_format_alternatives(alternatives)})"
    for group in where.none_of:
        terms = list(_iterate_terms(group))
        # A pair has blanks in it, and options have an opposite of their own.
        is_simple = len(terms) == 1 and not (group.nearby or group.overlaps or group.options)
        is_plain = is_simple and not terms[0].startswith("-")
        yield f"-{terms[0]}" if is_plain else f"-({format_filter(group)})"


def _bracket(group: AnswerFilter) -> str:
    return f"({format_filter(group)})"


def _format_alternatives(alternatives: Sequence[AnswerFilter]) -> str:
    return " or ".join(" ".join(_iterate_terms(group)) for group in alternatives)


def _format_list(kind: str, values: Sequence[str]) -> str:
    return f"{kind}:{_quote_value(','.join(values))}"


def _quote_word(word: str) -> str:
    """A word to look for, in quotes if it would mean something else."""
    is_state = word.lstrip("-").lower() in STATES
    is_term = any(sign in word for sign in ":<>=() ")
    is_operator = bool(FilterToken(0, 0, value=word).operator)
    if '"' in word:
        return word
    return f'"{word}"' if is_state or is_term or is_operator or word[:1] in "-@" else word


def _quote_value(value: str, *, escapes: bool = False) -> str:
    is_whole = find_word_end(value, 0, escapes=escapes) == len(value)
    return value if value and is_whole else f'"{value}"'


def parse_filter_for(view: StudyView, words: str) -> AnswerFilter:
    """The filter that a coder wrote, with what her study has. Raises BadInput like
    `parse_filter`.
    """
    languages = [name for name, _ in view.count_languages()]
    return parse_filter(
        words,
        view.questions,
        languages,
        view.codebook,
        view.read_attribute_names(),
        view.multi_selects,
        coders=view.read_coder_names(),
        saved=view.read_saved_filters(),
    )


def list_filter_terms(view: StudyView) -> list[tuple[str, str]]:
    """What can be written in a filter of this study, each with what it means."""
    return list(_iterate_meanings(view))


def _iterate_meanings(view: StudyView) -> Iterator[tuple[str, str]]:
    for name, words in view.read_saved_filters().items():
        yield f"@{name}", words
    yield from _MEANINGS
    for name, count in view.count_languages():
        yield f"lang:{name}", format_count(count, "answer")
    for question in view.questions:
        yield f"q:{question.column}", question.text
    for key in view.codebook.codes:
        yield f"code:{key}", view.code_label(key)
    for name in view.read_coder_names():
        yield f"coder:{_quote_value(name)}", "coded or finished by this person"
    for name, spec in view.multi_selects.items():
        for option in spec.all_options:
            yield f"{name}:{option.key}", f"chose {option.label}; with a minus, did not choose it"
    for attribute in view.attributes:
        about = "attribute of the case; also < > != and : for words"
        yield f"{write_name(attribute)}=", about
