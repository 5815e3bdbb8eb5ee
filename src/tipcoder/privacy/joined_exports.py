"""What several exported files tell together, where a reader can join their rows.

Files with stable IDs join by ID. A file with fresh IDs joins to another one by a wording that both
have, unless as many respondents as the rule asks for have it in each. Joined rows are counted as
one file's would be: on everything that is shown of a case, and on all rows of a respondent
together.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from tipcoder.privacy.small_cells import FEWEST_COUNTRIES, find_constant_columns

ANY = "*"
"""In the place of a question: any of them."""


class JoinablePassage(NamedTuple):
    """One row of an exported file, as far as it can be joined to others."""

    respondent: str
    case: str
    question: str
    """Empty for a row that is not of one question."""
    shown: bool
    """Whether the columns stand beside it."""
    marks: frozenset[str]
    """See `word_marks`."""
    columns: frozenset[str] | None = None
    """Those of the file's columns that stand beside it; None for all of them."""


@dataclass(frozen=True)
class JoinableFile:
    """A file that left, or is about to."""

    number: int
    columns: frozenset[str]
    """Columns of the case beside the words."""
    shows_question: bool
    has_fresh_ids: bool
    passages: tuple[JoinablePassage, ...]

    @cached_property
    def by_respondent(self) -> Mapping[str, tuple[JoinablePassage, ...]]:
        """Its rows, by whose they are."""
        grouped: dict[str, list[JoinablePassage]] = defaultdict(list)
        for passage in self.passages:
            grouped[passage.respondent].append(passage)
        return {respondent: tuple(rows) for respondent, rows in grouped.items()}

    @cached_property
    def holders(self) -> Mapping[str, int]:
        """How many respondents have a mark in it."""
        counts: Counter[str] = Counter()
        for rows in self.by_respondent.values():
            counts.update(frozenset[str]().union(*(row.marks for row in rows)))
        return counts


@dataclass
class Surveyed:
    """What is known of every case of the study: who could have written a row is counted by it."""

    respondents: Mapping[str, str]
    """By case."""
    cells: Mapping[str, Mapping[str, str]]
    """By case, then by column."""
    questions: Mapping[str, frozenset[str]]
    """Questions that were answered, by case."""
    countries: Mapping[str, str | None]
    country_columns: frozenset[str]
    """Columns that hold the country itself."""
    _indices: dict[tuple[tuple[str, ...], str], Mapping[tuple[str, ...], frozenset[str]]] = field(
        default_factory=dict, repr=False
    )

    def find_holders(self, case: str, columns: Iterable[str], question: str) -> frozenset[str]:
        """Respondents with a case that is like this one in these columns.

        With a question, only those who answered it there; with `ANY`, those who answered any.
        """
        names = tuple(sorted(columns))
        if (names, question) not in self._indices:
            self._indices[names, question] = self._build_index(names, question)
        return self._indices[names, question].get(self._read_cells(case, names), frozenset())

    def _build_index(
        self, names: tuple[str, ...], question: str
    ) -> Mapping[tuple[str, ...], frozenset[str]]:
        found: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for case, respondent in self.respondents.items():
            answered = self.questions.get(case, frozenset())
            if not question or question in answered or (question == ANY and answered):
                found[self._read_cells(case, names)].add(respondent)
        return {values: frozenset(who) for values, who in found.items()}

    def _read_cells(self, case: str, names: Sequence[str]) -> tuple[str, ...]:
        cells = self.cells.get(case, {})
        return tuple(cells.get(name, "") for name in names)

    @cached_property
    def constant_columns(self) -> frozenset[str]:
        """Columns that say the same of every case of a country."""
        names: set[str] = set().union(*(cells.keys() for cells in self.cells.values()))
        columns = {}
        for name in names - self.country_columns:
            columns[name] = [self._read_cells(case, (name,))[0] for case in self.respondents]
        countries = [self.countries.get(case) for case in self.respondents]
        return frozenset(find_constant_columns(columns, countries))

    def count_countries(self, case: str, columns: Iterable[str]) -> int:
        """Countries with a case that is like this one in these columns."""
        names = tuple(sorted(columns))
        wanted = self._read_cells(case, names)
        alike = set()
        for other, country in self.countries.items():
            if country and self._read_cells(other, names) == wanted:
                alike.add(country)
        return len(alike)


@dataclass
class _Known:
    """What joined files show of one respondent."""

    columns: dict[str, set[str]]
    """By case, the columns whose values are shown of it."""
    questions: dict[str, dict[str, bool]]
    """By case, the questions of its quotes, and whether a file shows which one it is."""


class ToldRespondent(NamedTuple):
    """A respondent whom a file tells together with earlier ones."""

    respondent: str
    earlier: frozenset[int]
    """Numbers of the files that it is joined to."""
    cases: frozenset[str]
    """Their cases in the new file."""


def find_told_respondents(
    new: JoinableFile, earlier: Sequence[JoinableFile], survey: Surveyed, smallest: int
) -> list[ToldRespondent]:
    """Respondents of whom the new file and those that left before show, joined, what fewer than
    `smallest` respondents share.

    Whoever was told as much by an earlier file already is not counted: the new one adds nothing.
    """
    told = []
    for respondent, rows in new.by_respondent.items():
        before = [file for file in earlier if respondent in file.by_respondent]
        groups = _group_joined(respondent, before, smallest)
        joined = [group for group in groups if _is_joined(respondent, [new], group, smallest)]
        if not joined or _adds_nothing(respondent, new, joined):
            continue
        files = [file for group in joined for file in group]
        known = _gather_known(respondent, [*files, new])
        if _is_telling(known, survey, smallest):
            numbers = frozenset(file.number for file in files)
            told.append(ToldRespondent(respondent, numbers, frozenset(row.case for row in rows)))
    return told


def find_repeated_rows(new: JoinableFile, earlier: Sequence[JoinableFile]) -> list[JoinablePassage]:
    """Rows of the new file that share words with a row of the same respondent that left before."""
    left: dict[str, set[str]] = defaultdict(set)
    for file in earlier:
        for row in file.passages:
            left[row.respondent] |= row.marks
    return [row for row in new.passages if row.marks & left[row.respondent]]


def _group_joined(
    respondent: str, files: Sequence[JoinableFile], smallest: int
) -> list[list[JoinableFile]]:
    """Files with rows of a respondent, in groups whose rows can be joined."""
    groups: list[list[JoinableFile]] = []
    for file in files:
        apart, together = [], [file]
        for group in groups:
            if _is_joined(respondent, [file], group, smallest):
                together = group + together
            else:
                apart.append(group)
        groups = [*apart, together]
    return groups


def _is_joined(
    respondent: str, some: Sequence[JoinableFile], others: Sequence[JoinableFile], smallest: int
) -> bool:
    for one in some:
        for other in others:
            if not (one.has_fresh_ids or other.has_fresh_ids):
                return True
            if _share_wording(respondent, one, other, smallest):
                return True
    return False


def _share_wording(respondent: str, one: JoinableFile, other: JoinableFile, smallest: int) -> bool:
    """Whether words of a respondent join two files: few others have them in one of the files."""
    mine = _collect_marks(one.by_respondent[respondent])
    theirs = _collect_marks(other.by_respondent[respondent])
    return any(min(one.holders[mark], other.holders[mark]) < smallest for mark in mine & theirs)


def _collect_marks(rows: Iterable[JoinablePassage]) -> frozenset[str]:
    return frozenset[str]().union(*(row.marks for row in rows))


def _adds_nothing(
    respondent: str, new: JoinableFile, joined: Sequence[Sequence[JoinableFile]]
) -> bool:
    """Whether what the new file has of a respondent is in one group of joined files already."""
    if len(joined) > 1:
        return False
    known = _gather_known(respondent, joined[0])
    more = _gather_known(respondent, [new])
    for case, columns in more.columns.items():
        if not columns <= known.columns.get(case, set()):
            return False
    for case, questions in more.questions.items():
        for question, is_shown in questions.items():
            before = known.questions.get(case, {}).get(question)
            if before is None or (is_shown and not before):
                return False
    left = [row for file in joined[0] for row in file.by_respondent[respondent]]
    return _collect_marks(new.by_respondent[respondent]) <= _collect_marks(left)


def _gather_known(respondent: str, files: Iterable[JoinableFile]) -> _Known:
    known = _Known(defaultdict(set), defaultdict(dict))
    for file in files:
        for row in file.by_respondent[respondent]:
            asked = known.questions[row.case]
            is_shown = file.shows_question and row.shown
            asked[row.question] = asked.get(row.question, False) or is_shown
            if row.shown:
                beside = file.columns if row.columns is None else file.columns & row.columns
                known.columns[row.case] |= beside
    return known


def _is_telling(known: _Known, survey: Surveyed, smallest: int) -> bool:
    """Whether fewer respondents than `smallest` fit what is known, or too few countries."""
    everybody = frozenset(survey.respondents.values())
    fitting, has_columns = everybody, False
    for case, questions in known.questions.items():
        if case not in survey.respondents:
            continue  # it has left the survey, and nothing is known of it any more
        columns = known.columns.get(case, set())
        has_columns = has_columns or bool(columns)
        for question, is_shown in questions.items():
            if not (columns or is_shown):
                continue
            # Whose words are read is known to have answered, whether or not the file says what.
            if len(survey.find_holders(case, columns, question)) < smallest:
                return True
            told = question if is_shown or not question else ANY
            fitting &= survey.find_holders(case, columns, told)
        if _names_country(case, columns, survey):
            return True
    # Which questions somebody answered says little as long as nothing else is known of them.
    return has_columns and len(fitting) < smallest


def _names_country(case: str, columns: Iterable[str], survey: Surveyed) -> bool:
    """Whether columns that are alike in all of a country name the country, which is not shown."""
    shown = set(columns)
    constant = shown & survey.constant_columns
    if not constant or shown & survey.country_columns:
        return False
    cells = survey.cells.get(case, {})
    if not any(cells.get(name) for name in constant):
        return False
    return survey.count_countries(case, constant) < FEWEST_COUNTRIES
