"""The terms of one group of a filter, all of which have to hold, gathered one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tipcoder.errors import BadInput, did_you_mean
from tipcoder.model.filters import AnswerFilter, AttributeTest, NearTest
from tipcoder.study.multi_selects import OptionTest
from tipcoder.text_patterns import compile_text_pattern
from tipcoder.workbench.coding.filter_names import LISTS, STATES, FilterNames, require_name
from tipcoder.workbench.coding.filter_tokens import PATTERN_KEY, FilterToken

_FIELDS = {
    "q": "questions",
    "lang": "languages",
    "code": "codes",
    "case": "cases",
    "round": "rounds",
    "coder": "coders",
}
"""The field of a filter that a kind of list is."""


class FilterGroup:
    """The terms of a group, as far as they have been read."""

    def __init__(self, names: FilterNames) -> None:
        self._names = names
        self._lists: dict[str, list[str]] = {kind: [] for kind in _FIELDS}
        self._fields: dict[str, Any] = {}
        self._words: list[str] = []
        self._all_of: list[AnswerFilter] = []
        self._any_of: list[tuple[AnswerFilter, ...]] = []
        self._none_of: list[AnswerFilter] = []

    def add_term(self, token: FilterToken) -> None:
        """Take a term, a word or a phrase. Raises BadInput for what means nothing."""
        state = STATES.get(token.value.lower()) if token.is_words else None
        if state is not None and not token.is_quoted:
            self._fields[state] = not token.minus
            return
        factor = self._names.factors.get(token.key) if token.sign == ":" else None
        if factor is not None:
            # Its own opposite: who was not asked did not choose the option either, and is not told.
            self._add_field("options", self._read_options(token))
            return

        part = FilterGroup(self._names) if token.minus else self
        if token.is_words:
            part._add_words(token)
        elif token.sign == ":" and token.key.lower() in LISTS:
            part.add_values(LISTS[token.key.lower()], self.read_values(token))
        elif token.sign == ":" and token.key.lower() == PATTERN_KEY:
            compile_text_pattern(token.value)
            part._add_field("patterns", token.value)
        else:
            part._add_comparison(token)
        if part is not self:
            self.add_group(part.build_filter(), minus=True)

    def add_group(self, group: AnswerFilter, *, minus: bool = False) -> None:
        """Take a filter within the filter."""
        if group == AnswerFilter():
            return
        if minus:
            self._none_of.append(group)
        elif group == AnswerFilter(any_of=group.any_of):
            self._any_of.extend(group.any_of)
        else:
            self._all_of.append(group)

    def add_values(self, kind: str, values: Sequence[str]) -> None:
        """Take values of a list: one of them is enough.

        An answer has one question and one language, so that another list of these adds to the
        first. It may have several codes: a second list has to hold too.
        """
        listed = self._lists[kind]
        if kind == "code" and listed and values:
            second = AnswerFilter(codes=tuple(values))
            if list(values) != listed and second not in self._all_of:
                self._all_of.append(second)
            return
        listed.extend(value for value in values if value not in listed)

    def read_values(self, token: FilterToken) -> list[str]:
        """The values of a list. Raises BadInput for one that is not there."""
        kind = LISTS[token.key.lower()]
        # `q:Q1,,Q2` and a comma at the end mean nothing more.
        parts = [part for part in token.value.split(",") if part]
        found = [self._names.require_value(kind, part) for part in parts]
        return list(dict.fromkeys(found))

    def add_near(self, first: str, second: str, distance: int) -> None:
        """Take two words or phrases that have to stand near each other."""
        self._add_field("nearby", NearTest(first, second, distance))

    def add_overlap(self, first: Sequence[str], second: Sequence[str]) -> None:
        """Take two lists of codes whose quotes have to share words."""
        self._add_field("overlaps", (tuple(first), tuple(second)))

    def _add_field(self, name: str, value: Any) -> None:
        before = self._fields.get(name, ())
        if value not in before:
            self._fields[name] = (*before, value)

    def _add_words(self, token: FilterToken) -> None:
        if len(token.value.split()) == 1 and token.value == token.value.strip():
            self._words.append(token.value)
        elif token.value.strip():
            self._add_field("phrases", token.value)

    def _add_comparison(self, token: FilterToken) -> None:
        """A comparison; with a colon only if the study has such an attribute."""
        if token.sign == ":" and not self._names.is_attribute(token.key):
            self._add_foreign_key(token)
            return
        name = require_name(token.key, self._names.attributes, "attribute")
        self._add_field("attributes", AttributeTest(name, token.sign, token.value))

    def _add_foreign_key(self, token: FilterToken) -> None:
        """What looks like a term without being one: people write `http://…` in answers."""
        written = f"{token.key}:{token.value}"
        if token.value.startswith("//"):
            self._words.append(written)
            return
        near = did_you_mean(token.key, self._names.list_keys())
        hint = f'{near} To look for the words, write "{written}".'.strip()
        raise BadInput(f"There is no term {token.key + ':'!r}.", hint)

    def _read_options(self, token: FilterToken) -> OptionTest:
        """Options of a factor; one of them is enough."""
        spec = self._names.factors[token.key]
        by_key = {option.key: option for option in spec.all_options}
        parts = [part for part in token.value.split(",") if part]
        options = tuple(by_key[require_name(part, by_key, "option")] for part in parts)
        return OptionTest(spec, options, not token.minus)

    def build_filter(self) -> AnswerFilter:
        """The filter of all terms taken so far."""
        for kind, values in self._lists.items():
            self._fields[_FIELDS[kind]] = tuple(values)
        return AnswerFilter(
            **self._fields,
            words=" ".join(self._words),
            all_of=tuple(self._all_of),
            any_of=tuple(self._any_of),
            none_of=tuple(self._none_of),
        )
