"""The grammar of filters, by recursive descent:

alternatives = group { "or" group }
group        = part { [ "and" ] part }
part         = [ "-" ] ( "(" alternatives ")" | "@" name | pair | term )
pair         = words "near" [ "/" number ] words | codes "with" codes
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tipcoder.errors import BadInput, did_you_mean
from tipcoder.model.answers import Question
from tipcoder.model.codes import Codebook
from tipcoder.model.filters import AnswerFilter
from tipcoder.study.multi_selects import MultiSelectSpec
from tipcoder.workbench.coding.filter_groups import FilterGroup
from tipcoder.workbench.coding.filter_names import FilterNames
from tipcoder.workbench.coding.filter_tokens import (
    NEAR_DISTANCE,
    FilterFault,
    FilterToken,
    is_filter_name,
    split_filter,
)

_DEEPEST = 30
"""Brackets within each other."""
_NOTHING: Mapping[str, MultiSelectSpec] = {}
_NO_SAVED: Mapping[str, str] = {}


def parse_filter(
    text: str,
    questions: Sequence[Question],
    languages: Iterable[str],
    codebook: Codebook,
    attributes: Sequence[str] = (),
    factors: Mapping[str, MultiSelectSpec] = _NOTHING,
    coders: Sequence[str] = (),
    saved: Mapping[str, str] = _NO_SAVED,
) -> AnswerFilter:
    """The filter that the words mean.

    `factors` are those with several options, `saved` the filters that `@name` stands for. Raises
    FilterFault with the place of the term and the nearest good one.
    """
    lists = {
        "q": [question.column for question in questions],
        "lang": list(languages),
        "code": list(codebook.codes),
        "coder": coders,
    }
    return _parse_words(text, FilterNames(lists, attributes, factors, saved), ())


def _parse_words(text: str, names: FilterNames, within: tuple[str, ...]) -> AnswerFilter:
    return _FilterParser(split_filter(text), names, within).parse_all()


class _FilterParser:
    """Reads the pieces of one filter from the first to the last."""

    def __init__(
        self, tokens: Sequence[FilterToken], names: FilterNames, within: tuple[str, ...]
    ) -> None:
        """`within` are the saved filters that are being read, the innermost last."""
        self._tokens = tokens
        self._names = names
        self._within = within
        self._at = 0
        self._depth = 0

    def parse_all(self) -> AnswerFilter:
        """The filter of all pieces."""
        return self._parse_alternatives()

    def _peek(self, ahead: int = 0) -> FilterToken | None:
        at = self._at + ahead
        return self._tokens[at] if at < len(self._tokens) else None

    def _parse_alternatives(self) -> AnswerFilter:
        groups = [self._parse_group()]
        while (token := self._peek()) is not None and token.operator == "or":
            self._at += 1
            if groups[-1] == AnswerFilter():
                raise _build_operator_fault(token, "before")
            groups.append(self._parse_group())
            if groups[-1] == AnswerFilter():
                raise _build_operator_fault(token, "behind")
        return groups[0] if len(groups) == 1 else AnswerFilter(any_of=(tuple(groups),))

    def _parse_group(self) -> AnswerFilter:
        group = FilterGroup(self._names)
        is_begun = False
        while (token := self._peek()) is not None and not token.is_closing:
            if token.operator == "or":
                break
            # Between two terms it says what holds anyhow; elsewhere it is a word.
            is_joint = is_begun and self._peek(1) is not None
            if not (token.operator == "and" and is_joint):
                self._parse_part(group, token)
                is_begun = True
            else:
                self._at += 1
        return group.build_filter()

    def _parse_part(self, group: FilterGroup, token: FilterToken) -> None:
        if token.is_opening:
            self._parse_bracket(group, token)
        elif self._is_saved_name(token):
            self._at += 1
            group.add_group(self._read_saved(token), minus=token.minus)
        elif not self._parse_pairs(group, token):
            self._at += 1
            try:
                group.add_term(token)
            except FilterFault:
                raise
            except BadInput as fault:
                raise FilterFault(fault.message, fault.hint, token.start, token.end) from None

    def _parse_bracket(self, group: FilterGroup, opening: FilterToken) -> None:
        if self._depth == _DEEPEST:
            hint = "Write it simpler."
            raise FilterFault("Too many brackets.", hint, opening.start, opening.end)
        self._at += 1
        self._depth += 1
        inner = self._parse_alternatives()
        self._depth -= 1
        # There is one: brackets without their partner were refused before.
        closing = self._tokens[self._at]
        self._at += 1
        if inner == AnswerFilter():
            hint = "Write terms between them, or leave them out."
            raise FilterFault("There is nothing in brackets.", hint, opening.start, closing.end)
        group.add_group(inner, minus=opening.minus)

    def _is_saved_name(self, token: FilterToken) -> bool:
        """Whether it is `@name`; what has a dot in it is part of an address."""
        is_bare = token.is_words and not token.is_quoted
        return is_bare and token.value[0] == "@" and is_filter_name(token.value[1:])

    def _read_saved(self, token: FilterToken) -> AnswerFilter:
        name = token.value[1:]
        written = self._names.saved.get(name)
        if written is None:
            hint = did_you_mean(name, self._names.saved).replace("'", "'@", 1)
            hint = f'{hint} To look for the word, write "@{name}".'.strip()
            raise FilterFault(f"No filter {token.value!r} is saved.", hint, token.start, token.end)
        if name in self._within:
            raise FilterFault(f"{token.value} is made of itself.", "", token.start, token.end)
        try:
            return _parse_words(written, self._names, (*self._within, name))
        except FilterFault as fault:
            message = f"{token.value}, saved as {written}: {fault.message}"
            raise FilterFault(message, fault.hint, token.start, token.end) from None

    def _parse_pairs(self, group: FilterGroup, token: FilterToken) -> bool:
        """Take words near each other, or codes with each other, if that is what comes next."""
        found = False
        while (first := self._peek()) is not None and self._begins_pair(first):
            middle, second = self._tokens[self._at + 1], self._tokens[self._at + 2]
            if first.minus:
                hint = "Put both into brackets: -(one near other)."
                raise FilterFault("A minus is about a pair.", hint, first.start, middle.end)
            self._add_pair(group, first, middle, second)
            # The second of one pair may be the first of the next.
            self._at += 2
            found = True
        if found:
            self._at += 1
        elif token.operator == "near" and token.distance is not None:
            raise _build_operator_fault(token, "before and behind")
        return found

    def _begins_pair(self, first: FilterToken) -> bool:
        middle, second = self._peek(1), self._peek(2)
        if middle is None or second is None or second.minus:
            return False
        if middle.operator == "near":
            is_operator = first.operator in ("or", "and")
            return first.is_words and second.is_words and not is_operator
        return middle.operator == "with" and _is_code(first) and _is_code(second)

    def _add_pair(
        self, group: FilterGroup, first: FilterToken, middle: FilterToken, second: FilterToken
    ) -> None:
        if middle.operator == "near":
            distance = NEAR_DISTANCE if middle.distance is None else middle.distance
            if distance == 0:
                hint = "1 is the next word."
                raise FilterFault("near/0 finds nothing.", hint, middle.start, middle.end)
            for token in (first, second):
                if not token.value.strip():
                    hint = "Write a word between the quotes."
                    raise FilterFault("There is no word here.", hint, token.start, token.end)
            group.add_near(first.value, second.value, distance)
            return
        lists = []
        for token in (first, second):
            try:
                lists.append(group.read_values(token))
            except BadInput as fault:
                raise FilterFault(fault.message, fault.hint, token.start, token.end) from None
        group.add_overlap(*lists)


def _is_code(token: FilterToken) -> bool:
    return token.sign == ":" and token.key.lower() == "code"


def _build_operator_fault(token: FilterToken, where: str) -> FilterFault:
    hint = f'To look for the word, write "{token.value}".'
    message = f"{token.value} needs something {where} it."
    return FilterFault(message, hint, token.start, token.end)
