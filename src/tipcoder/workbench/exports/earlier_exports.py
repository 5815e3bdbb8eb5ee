"""The files that left before, and what a new one would tell together with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from tipcoder.errors import CheckFailed
from tipcoder.privacy.joined_exports import (
    JoinableFile,
    JoinablePassage,
    Surveyed,
    ToldRespondent,
    find_repeated_rows,
    find_told_respondents,
)
from tipcoder.privacy.small_cells import USUAL
from tipcoder.privacy.word_marks import compute_marks
from tipcoder.store import exports, redactions, survey_data
from tipcoder.store.exports import ExportRecord, LeftPassage
from tipcoder.text import format_minute, join_first, join_words
from tipcoder.workbench.exports.leaving_tables import (
    NAMED_COLUMNS,
    QUESTION,
    AnsweredPlace,
    LeavingTable,
)
from tipcoder.workbench.statistics.merged_cells import format_cells, list_country_columns
from tipcoder.workbench.statistics.merged_table import build_band_columns, build_merged_table
from tipcoder.workbench.study import OpenStudy

NEW = 0
"""The number of a file that has not left yet."""


@dataclass(frozen=True)
class EarlierExports:
    """What left a study so far."""

    records: tuple[ExportRecord, ...]
    files: tuple[JoinableFile, ...]
    """The same, ready to be joined with a new one."""
    last: int
    """The newest act that let out or forgot a file."""
    respondents: Mapping[str, str]
    """Response ID by case label."""
    passages: Mapping[str, tuple[LeftPassage, ...]]
    """What was quoted under each response ID itself, and not under fresh ones."""
    for_analysis: tuple[ExportRecord, ...] = ()
    """Tables that left for analysis, and that nobody but the team may have."""

    def list_passages_under_ids(self, table: LeavingTable) -> Mapping[str, Sequence[LeftPassage]]:
        """What a reader finds in earlier files under the IDs of a new one, by response ID."""
        return {} if table.facts.has_fresh_ids else self.passages

    def warn_of_tables(self, *, fresh_ids: bool) -> list[str]:
        """A sentence where IDs of a new file stand in tables that left for analysis."""
        if fresh_ids or not self.for_analysis:
            return []
        numbers = [f"export {record.number}" for record in self.for_analysis]
        return [
            f"For analysis left before, under the same IDs: {join_first(numbers, 3)}. Whoever has "
            "such a table finds the row of each quote in it, so keep it in the team, or use "
            "--fresh-ids here."
        ]


def load_earlier_exports(study: OpenStudy) -> EarlierExports:
    """Every file that left and counts, oldest first."""
    with study.store.read() as db:
        everything = exports.load_exports(db)
        last = exports.find_last_export(db)
        cases = survey_data.load_cases(db)
    places = {case.id: (case.label, case.key.response_id) for case in cases}
    records = [record for record in everything if record.facts.is_public]
    files = []
    under_ids: dict[str, list[LeftPassage]] = defaultdict(list)
    for record in records:
        facts, passages = record.facts, []
        for row in record.passages:
            # Of a case that has left the survey nothing is known any more.
            if row.case_id not in places:
                continue
            label, respondent = places[row.case_id]
            beside = None if row.columns is None else frozenset(row.columns)
            passages.append(
                JoinablePassage(respondent, label, row.question, row.shown, row.marks, beside)
            )
            # A row of a merged table quotes nobody.
            if row.words and not facts.has_fresh_ids:
                under_ids[respondent].append(row)
        files.append(_build_file(record.number, facts.columns, facts.has_fresh_ids, passages))
    return EarlierExports(
        tuple(records),
        tuple(files),
        last,
        respondents=dict(places.values()),
        passages={respondent: tuple(rows) for respondent, rows in under_ids.items()},
        for_analysis=tuple(record for record in everything if not record.facts.is_public),
    )


def _build_file(
    number: int, columns: Iterable[str], has_fresh_ids: bool, passages: Iterable[JoinablePassage]
) -> JoinableFile:
    names = frozenset(columns)
    return JoinableFile(
        number, names - {QUESTION}, QUESTION in names, has_fresh_ids, tuple(passages)
    )


def build_new_file(table: LeavingTable) -> JoinableFile:
    """A file that is about to leave, ready to be joined with those that did."""
    passages = []
    for row in table.rows:
        marks = compute_marks(row.wording)
        beside = None if row.columns is None else frozenset(row.columns)
        passages.append(
            JoinablePassage(row.respondent, row.case, row.question, row.shown, marks, beside)
        )
    facts = table.facts
    return _build_file(NEW, facts.columns, facts.has_fresh_ids, passages)


def find_repeated_numbers(table: LeavingTable, earlier: EarlierExports) -> list[int]:
    """Numbers of the rows whose words left before, whole or in part."""
    new = build_new_file(table)
    repeated = set(find_repeated_rows(new, earlier.files))
    return [number for number, row in enumerate(new.passages) if row in repeated]


def judge_export(study: OpenStudy, table: LeavingTable, smallest: int = USUAL) -> int:
    """Judge a table that cannot leave cells blank together with everything that left before.

    Returns what `record_leaving` wants as `judged_at`. Raises CheckFailed where they tell too much.
    """
    judge = ExportJudge(study, smallest)
    told = judge.find_told(table)
    if told:
        new, earlier = build_new_file(table), judge.earlier
        raise CheckFailed(
            f"Nothing was written: {_describe_told(told, new, earlier)}.",
            _suggest_remedies(new, earlier, judge.survey_cases(new), smallest),
        )
    return judge.earlier.last


class ExportJudge:
    """Judges tables of one study by what left before. What is read for it is read once."""

    def __init__(self, study: OpenStudy, smallest: int = USUAL) -> None:
        self.earlier = load_earlier_exports(study)
        self._study = study
        self._smallest = smallest
        self._surveys: dict[frozenset[str], Surveyed] = {}

    def find_told(self, table: LeavingTable) -> list[ToldRespondent]:
        """Respondents whom the table tells together with what left before."""
        new = build_new_file(table)
        if not new.passages or not self.earlier.files:
            return []
        survey = self.survey_cases(new)
        return find_told_respondents(new, self.earlier.files, survey, self._smallest)

    def survey_cases(self, new: JoinableFile) -> Surveyed:
        """What is known of every case in the columns of a file and of those before it."""
        if new.columns not in self._surveys:
            with self._study.store.read() as db:
                sources = redactions.load_sources(db)
            answered = [AnsweredPlace(one.case, one.respondent, one.question) for one in sources]
            files = [new, *self.earlier.files]
            survey = _gather_survey(self._study, files, answered, self.earlier)
            self._surveys[new.columns] = survey
        return self._surveys[new.columns]


def find_cases_told_together(
    study: OpenStudy,
    table: LeavingTable,
    earlier: EarlierExports,
    answered: Collection[AnsweredPlace],
    smallest: int,
    *,
    blank: bool,
) -> tuple[set[str], list[str]]:
    """Cases that may show nothing beside a quote because of what left before, and a sentence.

    `smallest` is a number of respondents, counted among those who answered. Raises CheckFailed
    where they are not to be left blank, and where that would not help.
    """
    new = build_new_file(table)
    if not new.passages or not earlier.files:
        return set(), []
    survey = _gather_survey(study, [new, *earlier.files], answered, earlier)
    told = find_told_respondents(new, earlier.files, survey, smallest)
    if not told:
        return set(), []
    sentence = _describe_told(told, new, earlier)
    cases = {case for each in told for case in each.cases}
    if blank and not find_told_respondents(
        _blank_cases(new, cases), earlier.files, survey, smallest
    ):
        return cases, [sentence]
    raise CheckFailed(
        f"Nothing was written: {sentence}.",
        _suggest_remedies(new, earlier, survey, smallest, _list_other_ways(new, earlier, cases)),
    )


def _gather_survey(
    study: OpenStudy,
    files: Sequence[JoinableFile],
    answered: Collection[AnsweredPlace],
    earlier: EarlierExports,
) -> Surveyed:
    names = frozenset[str]().union(*(file.columns for file in files))
    cells: dict[str, dict[str, str]] = {}
    countries: dict[str, str | None] = {}
    # Without columns there are no cells to be told by, and the table takes its time.
    if names:
        every = (*build_merged_table(study).columns, *build_band_columns(study))
        columns = {column.name: column for column in every}
        labels = list(map(str, columns["case"].values))
        by_country = columns["country"].values if "country" in columns else [None] * len(labels)
        countries = dict(zip(labels, by_country, strict=True))
        cells = {label: {} for label in labels}
        # A column that the table has no more cannot be counted.
        for name in names & columns.keys():
            for label, cell in zip(labels, format_cells(columns[name]), strict=True):
                cells[label][name] = cell
    questions: dict[str, set[str]] = {}
    for place in answered:
        questions.setdefault(place.case, set()).add(place.question)
    return Surveyed(
        earlier.respondents,
        cells,
        {case: frozenset(asked) for case, asked in questions.items()},
        countries,
        frozenset(list_country_columns(study.definition)),
    )


def _describe_told(
    told: Sequence[ToldRespondent], new: JoinableFile, earlier: EarlierExports
) -> str:
    numbers = frozenset[int]().union(*(each.earlier for each in told))
    which = []
    for record in earlier.records:
        if record.number in numbers:
            columns = record.facts.columns
            shown = join_first(columns, NAMED_COLUMNS) if columns else "no column"
            at = format_minute(record.at)
            which.append(f"export {record.number} by {record.coder} of {at}, which shows {shown}")
    how = "a wording that both have" if new.has_fresh_ids else "the ID or a wording"
    return (
        f"{len(told)} respondent(s) can be told when this file is joined, by {how}, to "
        f"{'; and to '.join(which)}"
    )


def _blank_cases(new: JoinableFile, cases: Collection[str]) -> JoinableFile:
    passages = []
    for row in new.passages:
        passages.append(row._replace(shown=False) if row.case in cases else row)
    return replace(new, passages=tuple(passages))


def _suggest_remedies(
    new: JoinableFile,
    earlier: EarlierExports,
    survey: Surveyed,
    smallest: int,
    others: Iterable[tuple[str, JoinableFile]] = (),
) -> str:
    """What would let the file out, each tried before it is said.

    `others` are ways that only some files have, and what such a file would be.
    """
    tries = []
    for column in sorted(new.columns):
        without = replace(new, columns=new.columns - {column})
        tries.append((f"leave {column} out", without))
    shown_before = frozenset[str]().union(*(file.columns for file in earlier.files))
    both = new.columns & shown_before
    if len(new.columns - both) > 1:
        kept = f"show no other column than {join_words(sorted(both))}" if both else "show no column"
        tries.append((kept, replace(new, columns=both)))
    tries += others
    helping = []
    for what, file in tries:
        if file.passages and not find_told_respondents(file, earlier.files, survey, smallest):
            helping.append(what)
    advice = join_words(helping, last="or")
    if advice:
        advice = f"{advice[0].upper()}{advice[1:]}. "
    return (
        f"{advice}If nobody was ever given the earlier file, `tipcoder quotes exports --forget N` "
        "lets it no longer count."
    )


def _list_other_ways(
    new: JoinableFile, earlier: EarlierExports, cases: Collection[str]
) -> list[tuple[str, JoinableFile]]:
    """What options of `tipcoder quotes` would make of a file of quotes."""
    repeated = set(find_repeated_rows(new, earlier.files))
    unlike = tuple(row for row in new.passages if row not in repeated)
    ways = [("use --blank-small", _blank_cases(new, cases))]
    if new.has_fresh_ids:
        ways.append(("use --only-new", replace(new, passages=unlike)))
    else:
        fresh = replace(new, has_fresh_ids=True)
        ways.append(("use --fresh-ids", fresh))
        ways.append(("use --fresh-ids with --only-new", replace(fresh, passages=unlike)))
    return ways
