"""The words of the field as frozen data: it passes between the packages, and nothing here acts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NamedTuple, Protocol


class AnswerState(StrEnum):
    """What one cell of an open question holds.

    Off-topic and uncodable are a coder's decision: see `Outcome`.
    """

    ANSWERED = "answered"
    BLANK = "blank"
    """Asked, and nothing written."""
    NOT_ASKED = "not_asked"
    """The closed question that gates it did not lead here."""
    WITHHELD = "withheld"
    """Written, but kept back at the respondent's wish."""


class Outcome(StrEnum):
    """How a coder finished an answer."""

    CODED = "coded"
    NONE_APPLIES = "none_applies"
    """Read, and no code applies: data, not a gap."""
    OFF_TOPIC = "off_topic"
    UNCODABLE = "uncodable"


PERSON = "person"
"""The origin of what somebody coded or finished, answer by answer."""
CARRIED = "carried"
"""The origin of codings and readings that came from answers with the same text."""
MANY = "many"
"""The origin of codings and readings that one act of a person gave to many answers at once."""
DERIVED = (CARRIED, MANY)
"""Origins of readings that are nobody's judgement of that answer on its own."""
LANGUAGE = re.compile(r"[a-z]{2,3}")
"""How languages are written in every file of a study: ISO 639 codes in small letters."""

UNKNOWN_LANGUAGE = "?"
"""Shown and stored where the language cannot be told."""


@dataclass(frozen=True)
class Question:
    """An open-ended question; `column` is its column in the survey file and its name everywhere."""

    id: int
    column: str
    text: str
    position: int


@dataclass(frozen=True)
class Answer:
    """The current text of one case to one question, frozen at import."""

    id: int
    case: str
    """The case label: `1254`, or `1254.2` where a respondent has several cases."""
    question: str
    state: AnswerState
    text: str
    language: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    """The study's declared attributes of the case."""
    duplicates: int = 1
    """How many current answers say the same thing, this one included."""
    translation: str = ""
    """What the survey has as its translation. Spans are of `text` and never of this."""


class AppliedCode(NamedTuple):
    """A coding as it matters where several answers are looked at together."""

    coding_id: int
    code: str
    quote: str
    """The words that it is applied to; empty for the whole answer."""


class CodedAnswer(NamedTuple):
    """How a coder left an answer."""

    codes: tuple[AppliedCode, ...]
    outcome: Outcome | None
    """None while it is open."""


@dataclass(frozen=True)
class FoldedLine:
    """How a coder coded answers that say the same and share one line."""

    size: int
    """How many answers there are."""
    finished: int
    """How many of them she has finished."""
    mixed: bool
    """Whether they differ in their codes, or in how they were finished."""
    on_all: tuple[str, ...]
    """Codes that every one of them carries."""
    on_some: tuple[tuple[str, int], ...]
    """Codes that only some of them carry, and how many do."""


class AnswerLine(NamedTuple):
    """One line of the answer list. A named tuple, because lists make thousands of them."""

    id: int
    case: str
    question: str
    language: str
    finished: bool
    """Whether the coder whose list this is has finished the answer."""
    codings: int
    """That coder's active codings on it."""
    excerpt: str
    """The first characters of the text, raw: show it through `text.printable_line`."""
    duplicates: int = 1
    folded: FoldedLine | None = None
    """The codes of all its answers, where the line is that of several."""

    @property
    def is_mixed(self) -> bool:
        """Whether the line stands for answers that differ in their codes or states."""
        return self.folded is not None and self.folded.mixed


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


class GridLine(NamedTuple):
    """One row of the answer grid."""

    line: AnswerLine
    attributes: tuple[str, ...]
    """Values in the order asked for, empty where missing."""
    codes: tuple[str, ...]
    """The coder's codes on it, each once."""
    flagged: bool
    noted: bool


@dataclass(frozen=True)
class Progress:
    """How far a coder is: answered, readable answers only."""

    finished: int
    total: int


@dataclass(frozen=True)
class CodePattern:
    """Words that speak for a code, as somebody wrote them in the language of patterns."""

    find: str
    weight: float = 2
    """What it may do: .5 orders only, 1 supports, 2 offers the code, 3 offers it as strong."""
    yes: str = ""
    """A sentence that it must find; empty where nobody wrote one."""
    no: str = ""
    """A sentence that it must not find."""


@dataclass(frozen=True)
class Code:
    """One entry of a codebook. Texts per language; `key` is stable and used in files."""

    key: str
    label: Mapping[str, str]
    parent: str | None = None
    definition: Mapping[str, str] = field(default_factory=dict)
    use_when: Mapping[str, str] = field(default_factory=dict)
    avoid_when: Mapping[str, str] = field(default_factory=dict)
    examples: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    cues: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    colour: str | None = None
    codable: bool = True
    number: int = 0
    """Its number in a numbered frame; 0 for none."""
    digit: int = 0
    """The key from 1 to 9 that applies it on its questions, whatever else has a digit; 0 for
    none."""
    questions: tuple[str, ...] = ()
    """Columns whose answers the code is meant for; empty means all. It may be used elsewhere
    too."""
    against: str | None = None
    """Key of its neutral neighbour: the code for the same topic without the same judgement."""
    patterns: Mapping[str, tuple[CodePattern, ...]] = field(default_factory=dict)

    def find_label(self, language: str, fallback: str) -> str:
        """The label in `language`, else in `fallback`, else the key."""
        return self.label.get(language) or self.label.get(fallback) or self.key


@dataclass(frozen=True)
class Codebook:
    """Codes in the order of the file, keyed by `Code.key`; `language` is that of plain strings."""

    title: str
    language: str
    codes: Mapping[str, Code]
    revision: int = 0
    """0 until it is kept in a study."""
    lists: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    """Lists of words that patterns name as @NAME: name -> language -> entries."""

    def path_to(self, key: str) -> tuple[str, ...]:
        """Keys from the root down to `key`."""
        steps: list[str] = []
        at: str | None = key
        # A codebook that is being written may have a ring of parents.
        while at is not None and at in self.codes and at not in steps:
            steps.append(at)
            at = self.codes[at].parent
        return tuple(reversed(steps))

    def children_of(self, key: str | None) -> tuple[Code, ...]:
        """Codes directly under `key`, or the roots."""
        return tuple(code for code in self.codes.values() if code.parent == key)

    def list_in_tree_order(self) -> tuple[tuple[int, Code], ...]:
        """Every code with its depth, parents before children, siblings in file order."""
        below: dict[str | None, list[Code]] = {}
        for code in self.codes.values():
            below.setdefault(code.parent, []).append(code)

        ordered: list[tuple[int, Code]] = []
        # The last one is taken first, so each list of siblings goes in backwards.
        stack = [(0, code) for code in reversed(below.get(None, []))]
        while stack:
            depth, code = stack.pop()
            ordered.append((depth, code))
            for child in reversed(below.get(code.key, [])):
                stack.append((depth + 1, child))
        return tuple(ordered)


@dataclass(frozen=True)
class Coding:
    """One code on one answer, or on a span of it, by one coder."""

    id: int
    answer_id: int
    code: str
    coder: str
    start: int
    end: int
    quote: str
    revision: int
    """Codebook revision under which it was made."""
    origin: str = PERSON
    """`CARRIED` where it came from an answer with the same text, `MANY` where one act gave it to
    many answers at once, else how somebody made it.
    """

    @property
    def is_many(self) -> bool:
        """Whether one act gave it to many answers at once."""
        return self.origin == MANY


@dataclass(frozen=True)
class Reading:
    """A coder's statement that an answer is finished."""

    answer_id: int
    coder: str
    outcome: Outcome
    revision: int
    origin: str = PERSON
    """`CARRIED` where codes came from an answer with the same text, `MANY` where one act finished
    many answers at once, and nobody has judged it.
    """

    @property
    def is_carried(self) -> bool:
        """Whether its codes came from answers with the same text."""
        return self.origin == CARRIED

    @property
    def is_many(self) -> bool:
        """Whether it was finished with many others at once."""
        return self.origin == MANY


class MemoTarget(NamedTuple):
    """What a memo is about: an answer, a coding of it (then both are set), or a code."""

    answer_id: int | None = None
    coding_id: int | None = None
    code: str | None = None


@dataclass(frozen=True)
class Memo:
    """A note of a coder to herself and the team."""

    id: int
    coder: str
    target: MemoTarget
    text: str
    at: str


class UndoResult(NamedTuple):
    """What an undo or a redo did: a sentence for the screen, and the answer to show.

    The answer is None unless the act was on one answer.
    """

    sentence: str
    answer_id: int | None
    remark: str = ""
    """What it could not take back."""
    act_id: int = 0
    """The number under which the log has it."""
    revision: int = 0
    """The revision of the codebook that is in force after it."""
    has_moved_codebook: bool = False
    """Whether that is another one than before."""


@dataclass(frozen=True)
class Coder:
    """Somebody who codes. `uuid` tells two people with one name apart."""

    id: int
    uuid: str
    name: str

    @classmethod
    def unsaved_coder(cls, name: str) -> Coder:
        """A coder whom the study does not keep yet.

        A dry run or a failed command must leave no trace.
        """
        return cls(0, "", name)


@dataclass(frozen=True)
class CodeCount:
    """How often a code is applied to answers of one question, language and wave."""

    code: str
    question: str
    language: str
    answers: int
    codings: int
    coder: str
    wave: str = ""
