"""Which answers a list shows, and in what order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple, Protocol


class AttributeTest(NamedTuple):
    """A condition on an attribute of a case, like `tier > 2`."""

    name: str
    sign: str
    """One of =, !=, <, >, <=, >=, or : for "holds these words"."""
    value: str


class CaseTest(Protocol):
    """A condition on a case that needs several of its attributes."""

    @property
    def name(self) -> str:
        """What a filter calls it, in front of its value."""

    @property
    def value(self) -> str:
        """What is asked for."""

    @property
    def words_column(self) -> str | None:
        """An open question whose cell counts too, if only as filled or empty."""

    def is_passed(self, attributes: Mapping[str, str], has_words: bool) -> bool:
        """Whether a case with these attributes passes."""


class NearTest(NamedTuple):
    """Two words, or phrases, that a text must have close to each other, in either order."""

    first: str
    second: str
    distance: int
    """How many words on the second one may be: 1 is the next word."""


@dataclass(frozen=True)
class AnswerFilter:
    """Which answers a list shows; empty fields do not restrict, and every other one has to hold.

    What is asked about codes and finishing is asked about the coder who looks, or about `coders`;
    filters within the filter ask about the same people unless they name others.
    """

    questions: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    """Answers to which the coder has applied one of these codes."""
    cases: tuple[str, ...] = ()
    """Answers of the cases with one of these labels; a respondent's label stands for all of their
    cases."""
    rounds: tuple[str, ...] = ()
    """Answers assigned to the coder in one of these rounds."""
    words: str = ""
    """Answers whose folded text holds each of these."""
    finished: bool | None = None
    coded: bool | None = None
    flagged: bool | None = None
    noted: bool | None = None
    """Whether the coder has a memo on it."""
    repeated: bool | None = None
    """Whether other answers say the same."""
    carried: bool | None = None
    """Whether the coder carried codes over to it and has not judged it since."""
    many: bool | None = None
    """Whether the coder finished it with many others at once and has not judged it since."""
    patterns: tuple[str, ...] = ()
    """Regular expressions that the text must match, each somewhere."""
    attributes: tuple[AttributeTest, ...] = ()
    options: tuple[CaseTest, ...] = ()
    """Answers of cases that chose these options of factors with several."""
    phrases: tuple[str, ...] = ()
    """Answers whose folded text holds each of these, its words one behind the other."""
    nearby: tuple[NearTest, ...] = ()
    overlaps: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()
    """Pairs of lists of codes: a quote of the first shares words with one of the second."""
    coders: tuple[str, ...] = ()
    """Answers that one of these people has coded or finished."""
    all_of: tuple[AnswerFilter, ...] = ()
    """Filters that have to hold too."""
    any_of: tuple[tuple[AnswerFilter, ...], ...] = ()
    """Lists of filters, of each of which one has to hold."""
    none_of: tuple[AnswerFilter, ...] = ()
    """Filters none of which may hold."""

    def list_inner_filters(self) -> list[AnswerFilter]:
        """Every filter directly within this one."""
        inner = [*self.all_of, *self.none_of]
        for alternatives in self.any_of:
            inner.extend(alternatives)
        return inner

    def change_inner_filters(self, change: Callable[[AnswerFilter], AnswerFilter]) -> AnswerFilter:
        """The same filter with each filter directly within it changed."""
        if not self.list_inner_filters():
            return self
        return replace(
            self,
            all_of=tuple(change(inner) for inner in self.all_of),
            any_of=tuple(tuple(map(change, alternatives)) for alternatives in self.any_of),
            none_of=tuple(change(inner) for inner in self.none_of),
        )

    def drop_empty_lists(self) -> AnswerFilter:
        """The same filter without lists of alternatives that have none."""
        return replace(self, any_of=tuple(filter(None, self.any_of)))

    @property
    def looks_for_words(self) -> bool:
        """Whether words are looked for that may stand in a translation."""
        if self.words or self.phrases or self.nearby:
            return True
        return any(inner.looks_for_words for inner in self.list_inner_filters())


@dataclass(frozen=True)
class AnswerOrder:
    """How a list is ordered.

    `question`, `respondent` and `spread` (languages in turn) are reading orders; so are `likely`
    (to carry `code`) and `unsure`, which rest on suggestions. Anything else is a column or an
    attribute.
    """

    by: str = "question"
    reverse: bool = False
    code: str = ""
