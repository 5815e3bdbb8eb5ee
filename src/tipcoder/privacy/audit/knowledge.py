"""What an audit looks for: everything that the study knows and readers must not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from tipcoder.privacy.audit.name_search import NameSearch
from tipcoder.privacy.audit.study_wording import DeclaredColumns, StudyWording
from tipcoder.privacy.audit.unreleased import UnreleasedWording
from tipcoder.privacy.audit.wording_index import RUN, SHORTEST_RUN
from tipcoder.privacy.compared_words import Word, fold_to_string, split_words
from tipcoder.privacy.phrases import PhraseBook
from tipcoder.privacy.small_cells import USUAL
from tipcoder.privacy.windows import find_surroundings
from tipcoder.values import list_plain_words

CAPITALISED = "name"
"""The kind of what nothing but its capital points at."""
_SHORTEST_VALUE = 5
"""Characters of a cell that is looked for."""
_COMMON = re.compile(r"\s*(?:\d{1,4}|n/?a|none|other|online|phone)?\s*", re.I)
_NUMBER = re.compile(r"[\d.,\s]{0,5}")

Run = tuple[str, ...]
"""Folded words in a row."""


@dataclass(frozen=True)
class Removed:
    """Words that a person took out of an answer."""

    response_id: str
    string: str
    """As `fold_to_string` makes it."""
    kind: str
    written: str = ""
    """Its words with their capitals; empty where these do not matter."""

    def is_telling(self, ordinary: Container[str]) -> bool:
        """Whether it would say the same at another place; common words and numbers would not."""
        if len(self.string) <= 3:
            return False
        words = [word for word in self.string.split() if len(word) > 2 and not word.isdigit()]
        return any(word not in ordinary for word in words)


@dataclass(frozen=True)
class Population:
    """What the study knows of every case in columns that a file may show.

    By it is counted who could have written a row.
    """

    respondents: tuple[str, ...] = ()
    columns: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Values by case, under the name that the file gives the column; empty where missing."""
    smallest: int = USUAL
    heads: Mapping[str, str] = field(default_factory=dict)
    """What a file calls a column, where that is not its own name here."""


@dataclass(frozen=True)
class Knowledge:
    """The secrets of a study, ready to be looked for.

    Empty for a file that is audited without a study.
    """

    detector: NameSearch | None = None
    values: PhraseBook[str] = field(default_factory=lambda: PhraseBook[str]([]))
    """Cells of the key file, with the column they are of."""
    shared_values: Mapping[str, int] = field(default_factory=dict)
    """How many respondents share a cell of the key file, as `fold_to_string` makes it."""
    source_ids: Mapping[str, str] = field(default_factory=dict)
    """Response ID by the survey's own ID."""
    source_column: str = ""
    """What the survey file calls the column of its IDs."""
    removed: Mapping[str, tuple[Removed, ...]] = field(default_factory=dict)
    """By response ID; under the empty one what is taken out wherever it stands."""
    runs: frozenset[Run] = frozenset()
    """Original wording around what was taken out."""
    kept: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Strings that a person decided to keep, as `fold_to_string` makes them.

    By response ID; the empty one is for all.
    """
    ids: Mapping[str, str] = field(default_factory=dict)
    """Response ID behind every ID that a file may show."""
    machine: tuple[str, ...] = ()
    """Names of the account and of the computer."""
    ordinary: Container[str] = frozenset()
    """Folded words that several respondents write with a small letter."""
    population: Population = field(default_factory=Population)
    unreleased: UnreleasedWording = field(default_factory=UnreleasedWording)
    """What people wrote and nobody released."""
    study_wording: StudyWording = field(default_factory=StudyWording)
    shipped_wording: StudyWording = field(default_factory=StudyWording)
    """Texts of the codebooks that come with the program, in which no study's words are."""
    own_signs: frozenset[str] = frozenset()
    """What looks like a handle and is the name of a list of words in the codebook: `@ngo`."""
    declared: DeclaredColumns = field(default_factory=DeclaredColumns)
    accepted: Mapping[str, str] = field(default_factory=dict)
    """In released wording, the reason by the ID of each finding that a person accepted."""
    accepted_files: Mapping[str, str] = field(default_factory=dict)
    """The same of findings that a person accepted in the bytes of one file."""
    study: str = ""
    """What tells these IDs from those of another study."""
    sentence: str = (
        "No study was used: only contacts, formulas, hidden parts and metadata were looked for."
    )
    read: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What texts gave away to who looked with this knowledge; other knowledge begins anew."""
    edges: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    """The same of two texts that meet: one table comes in files of several formats."""


def build_value_book(cells: Iterable[tuple[str, str]]) -> PhraseBook[str]:
    """Cells of the key file that are long enough to be told from other words: (column, value)."""
    return PhraseBook((value, column) for column, value in cells if _is_telling_value(value))


def count_shared_values(cells: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Cells of the key file that several rows have, with their number: (column, value)."""
    counts = Counter(fold_to_string(value) for _, value in cells)
    return {value: count for value, count in counts.items() if count > 1}


def _is_telling_value(value: str) -> bool:
    if len(value.strip()) < _SHORTEST_VALUE:
        return False
    if _COMMON.fullmatch(value) or _NUMBER.fullmatch(value):
        return False
    return value.strip().casefold() not in list_plain_words()


def build_removed(response_id: str, text: str, kind: str) -> Removed:
    """Words taken out of an answer. Of a word that was found by its capital the capital matters."""
    written = " ".join(word.text for word in split_words(text)) if kind == CAPITALISED else ""
    return Removed(response_id, fold_to_string(text), kind, written)


def find_runs_around(text: str, start: int, end: int) -> set[Run]:
    """Every run of eight words of an answer that reaches into a span.

    The whole answer where it is shorter. Offsets are code points, half-open.
    """
    near = find_surroundings(text, start, end)
    start, end = start - near.start, end - near.start
    words = split_words(text[near.start : near.end])
    folded = [word.folded for word in words]

    inside = [at for at, word in enumerate(words) if word.start < end and start < word.end]
    if not inside or len(folded) < SHORTEST_RUN:
        return set()
    if len(folded) <= RUN:
        return {tuple(folded)}

    first = max(inside[0] - RUN + 1, 0)
    last = min(inside[-1], len(folded) - RUN)
    return {tuple(folded[at : at + RUN]) for at in range(first, last + 1)}


def find_runs(found: Sequence[Word], wanted: frozenset[Run]) -> Iterable[tuple[int, int]]:
    """Spans of a text, by its words, that are runs of original wording."""
    folded = [word.folded for word in found]
    for length in _list_lengths(wanted):
        for at in range(len(folded) - length + 1):
            if tuple(folded[at : at + length]) in wanted:
                yield found[at].start, found[at + length - 1].end


@lru_cache(maxsize=8)
def _list_lengths(runs: frozenset[Run]) -> tuple[int, ...]:
    """Different numbers of words of the runs: the same thousands are asked about every text."""
    return tuple(sorted({len(run) for run in runs}))
