"""A project of another program (.qdpx) -> the lines that a file of codings has.

Each text is found among the answers, each user is a coder here, and each position is turned into a
place in the stored text. What cannot be placed is listed; nothing that is here is changed.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tipcoder.errors import BadInput, did_you_mean
from tipcoder.interchange.guids import make_guid
from tipcoder.interchange.positions import (
    COUNTINGS,
    STANDARD,
    Counting,
    CountingFound,
    PlaceFinder,
    Width,
    find_counting,
    get_base_text,
)
from tipcoder.interchange.refi_model import RefiCode, RefiCoding, RefiSource
from tipcoder.interchange.refi_reading import ReadProject, read_project
from tipcoder.store import answers, coders, codings, survey_data
from tipcoder.store.engine import Db
from tipcoder.survey.column_names import name_columns
from tipcoder.survey.table import SurveyRow, SurveyTable
from tipcoder.text import format_count, make_excerpt, make_printable_line
from tipcoder.workbench.codebook.file import read_current_codebook
from tipcoder.workbench.exchange.code_names import CodeNames
from tipcoder.workbench.exchange.coded_sheet import CodedSheet
from tipcoder.workbench.exchange.codings_export import COLUMNS
from tipcoder.workbench.exchange.project_export import SourceGuids
from tipcoder.workbench.exchange.project_people import ProjectChoices, name_coders
from tipcoder.workbench.exchange.project_texts import MatchedText, TextMatcher
from tipcoder.workbench.study import UUID, OpenStudy

ENDING = ".qdpx"
_LISTED = 10
_FINISHED, _OPEN = "yes", "no"
_MANY = {
    "coding of what is no text": "codings of what is no text",
    "mark of a case in a text": "marks of cases in texts",
    "selection without a code": "selections without a code",
    "selection without a place": "selections without a place",
    "value of a variable": "values of variables",
}
"""Plurals that no s makes."""


def unfold_project(
    study: OpenStudy, path: Path, choices: ProjectChoices, *, dry_run: bool
) -> CodedSheet:
    """Make a line of every coding in a project.

    Raises BadInput for a file that cannot be read, for positions that cannot be told, and, unless
    `choices` skips them or it is a dry run, for codings that cannot be placed, with the first of
    them named.
    """
    project = read_project(path)
    with study.store.read() as db:
        unfolder = _ProjectUnfolder(db, project, choices, path.name)
    counting, sentence = _choose_counting(project, choices, path.name)
    rows = [
        SurveyRow(number, number, cells)
        for number, cells in enumerate(unfolder.iterate_lines(counting), 1)
    ]
    unplaced = unfolder.unplaced
    if unplaced.count and not (choices.skips or dry_run):
        raise BadInput(
            f"{path.name}: {format_count(unplaced.count, 'coding')} cannot be placed:\n"
            + "\n".join(unplaced.list_reasons()),
            "Nothing was imported. With --skip they are left out, and the others come in.",
        )
    notes = (
        *project.remarks,
        sentence,
        *unplaced.list_notes(skipped=not dry_run),
        *unfolder.list_changes(),
        *_list_losses(project),
    )
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    table = SurveyTable(
        path.name, digest, "utf-8", "", name_columns((*COLUMNS, "finished")), rows, ()
    )
    return CodedSheet(table, tuple(notes))


def _choose_counting(
    project: ReadProject, choices: ProjectChoices, source: str
) -> tuple[Counting, str]:
    """How positions are counted, and a sentence about it."""
    if choices.counting is not None:
        chosen = _require_counting(choices.counting)
        return chosen, f"positions are counted in {chosen.describe()}, as you said"
    if project.origin.startswith("tipcoder "):
        # A coder may mark half a word, which must not count against our own file.
        return STANDARD, f"positions are counted in {STANDARD.describe()}, as tipcoder writes them"
    found = find_counting(project.sources)
    if not found.is_sure:
        raise _refuse_doubt(found, project, source)
    return found.counting, found.describe()


def _require_counting(name: str) -> Counting:
    try:
        return COUNTING_NAMES[name.casefold()]
    except KeyError:
        raise BadInput(
            f"Positions are not counted in {name!r}.", did_you_mean(name, COUNTING_NAMES)
        ) from None


def _refuse_doubt(found: CountingFound, project: ReadProject, source: str) -> BadInput:
    rival = found.rival or STANDARD
    shown = _show_difference(project, found.counting, rival)
    return BadInput(
        f"{source}: cannot tell how positions are counted: in {found.counting.describe()} or in "
        f"{rival.describe()}{shown}.",
        "Say it with --positions, one of " + ", ".join(COUNTING_NAMES) + ".",
    )


def _show_difference(project: ReadProject, one: Counting, other: Counting) -> str:
    """The first quote that the two ways take for different words."""
    for source in project.sources:
        text = get_base_text(source)
        finders = [PlaceFinder(text, way, source.has_mark) for way in (one, other)]
        for selection in source.selections:
            quotes = []
            for finder in finders:
                start, end = finder.find_place(selection.start), finder.find_place(selection.end)
                is_there = start is not None and end is not None
                quote = text[start:end] if is_there else "nothing"
                quotes.append(make_excerpt(make_printable_line(quote), 40))
            if quotes[0] != quotes[1]:
                return f" (a quote is {quotes[0]!r} or {quotes[1]!r})"
    return ""


_WIDTH_NAMES = {Width.CODE_POINT: "code-point", Width.UTF_16: "utf-16", Width.BYTE: "byte"}


def _name_counting(counting: Counting) -> str:
    width = _WIDTH_NAMES[counting.width]
    line_end = "+crlf" if counting.line_end == 2 else ""
    mark = "+bom" if counting.counts_mark else ""
    return f"{width}{line_end}{mark}"


COUNTING_NAMES = {_name_counting(counting): counting for counting in COUNTINGS}
"""Ways of counting by what a person calls them, such as `utf-16+crlf`."""


@dataclass
class _Unplaced:
    """Codings that cannot be placed, and why."""

    reasons: Counter[str] = field(default_factory=Counter)

    @property
    def count(self) -> int:
        return sum(self.reasons.values())

    def add_reason(self, why: str, number: int = 1) -> None:
        if number:
            self.reasons[why] += number

    def list_reasons(self) -> list[str]:
        lines = [f"{why} ({number})" for why, number in self.reasons.most_common(_LISTED)]
        more = len(self.reasons) - len(lines)
        return [*lines, f"and {more} more reasons"] if more > 0 else lines

    def list_notes(self, *, skipped: bool) -> Iterator[str]:
        if self.count:
            what = "left out" if skipped else "cannot be placed, and --skip leaves them out"
            yield f"{format_count(self.count, 'coding')} {what}: " + "; ".join(self.list_reasons())


class _ProjectUnfolder:
    """Turns sources into lines, and keeps what has no place."""

    def __init__(self, db: Db, project: ReadProject, choices: ProjectChoices, source: str) -> None:
        self._project, self._source = project, source
        self.unplaced = _Unplaced()
        guids = SourceGuids(survey_data.get_meta(db, UUID) or "")
        known = [coder.name for coder in coders.load_coders(db)]
        self._people = name_coders(project, choices, known, guids)
        places = answers.find_answers_by_place(db)
        texts = answers.load_texts(db, list(places.values()))
        self._matcher = TextMatcher({at: texts[one] for at, one in places.items()}, guids)
        self._codes = _name_codes(db, project, guids)
        self._finished = codings.load_finished_places(db)
        self._here: Counter[tuple[str, str, str]] = Counter()
        self._stretches: set[tuple[str, ...]] = set()
        for record in codings.load_coding_records(db):
            place = record.case, record.question, record.coder
            self._here[place] += 1
            self._stretches.add((*place, record.code, str(record.start), str(record.end)))
        self._seen: set[tuple[str, ...]] = set()
        self._matched: set[tuple[str, str]] = set()
        self._changed: list[str] = []

    def iterate_lines(self, counting: Counting) -> Iterator[tuple[str, ...]]:
        """Cells of COLUMNS and whether the answer is finished, of every coding with a place."""
        for source in self._project.sources:
            number = len(source.codings)
            number += sum(len(selection.codings) for selection in source.selections)
            matched = self._matcher.match_source(source)
            if isinstance(matched, str):
                name = make_excerpt(make_printable_line(source.name or source.guid), 40)
                self.unplaced.add_reason(f"text {name!r}: {matched}", number)
                continue
            self._matched.add(matched.place)
            if matched.is_changed:
                self._changed.append(" ".join(matched.place))
            yield from self._iterate_source(source, matched, counting)

    def _iterate_source(
        self, source: RefiSource, matched: MatchedText, counting: Counting
    ) -> Iterator[tuple[str, ...]]:
        finder = PlaceFinder(get_base_text(source), counting, source.has_mark)
        for coding in source.codings:
            yield from self._build_line(coding, matched, (0, len(matched.answer)))
        for selection in source.selections:
            if not selection.codings:
                self._project.further["selection without a code"] += 1
                continue
            start, end = finder.find_place(selection.start), finder.find_place(selection.end)
            span = None
            if start is not None and end is not None and source.text is not None:
                span = matched.find_span(start, end)
            for coding in selection.codings:
                yield from self._build_line(coding, matched, span)

    def _build_line(
        self, coding: RefiCoding, matched: MatchedText, span: tuple[int, int] | None
    ) -> Iterator[tuple[str, ...]]:
        if coding.code in self._project.case_guids:
            # Not a code of anybody's: the program says whose text it is.
            self._project.further["mark of a case in a text"] += 1
            return
        code = self._codes.get(coding.code)
        if isinstance(code, RefiCode) or code is None:
            name = code.name if code else coding.code
            shown = make_excerpt(make_printable_line(name), 60)
            self.unplaced.add_reason(f"the codebook has no code {shown!r} to apply")
            return
        at = " ".join(matched.place)
        if span is None:
            changed = " in the text as it is here" if matched.is_changed else ""
            self.unplaced.add_reason(f"{at}: a quote has no place{changed}")
            return
        coder = self._people[coding.user]
        place = (*matched.place, coder)
        start, end = map(str, span)
        self._seen.add((*place, code, start, end))
        # An answer that the coder left open stays open, whatever another program did with it.
        is_open = self._here[place] and place not in self._finished
        yield *place, code, start, end, _OPEN if is_open else _FINISHED

    def list_changes(self) -> Iterator[str]:
        """What differs from the study; it all stays as it is here."""
        if self._changed:
            shown = ", ".join(self._changed[:_LISTED])
            yield (
                f"{format_count(len(self._changed), 'text')} differ from the answers, which stay "
                f"as they are: {shown}"
            )
        people = set(self._people.values())
        missing = 0
        for case, question, coder, *rest in self._stretches:
            is_in_file = (case, question) in self._matched and coder in people
            missing += is_in_file and (case, question, coder, *rest) not in self._seen
        if missing:
            yield (
                f"{format_count(missing, 'coding')} of these coders are here and not in the file; "
                "they stay"
            )


def _name_codes(db: Db, project: ReadProject, guids: SourceGuids) -> dict[str, str | RefiCode]:
    """Keys of codes here by the identifiers of codes there; the code itself where none fits."""
    book = read_current_codebook(db)
    names = CodeNames(book)
    by_guid = {}
    for code in book.codes.values():
        if code.codable:
            by_guid[make_guid(guids.uuid, "code", code.key)] = code.key
    found: dict[str, str | RefiCode] = {}
    for guid, there in project.codes.items():
        # Some programs write the path of a code as its name.
        last = there.name.rpartition("::")[2]
        key = by_guid.get(guid) or names.find_code(there.name) or names.find_code(last)
        found[guid] = key or there
    return found


def _list_losses(project: ReadProject) -> Iterator[str]:
    """What else the file has, and what has no place here."""
    if project.notes:
        project.further["memo"] += len(project.notes)
    told = []
    for what, number in sorted(project.further.items()):
        if number:
            told.append(format_count(number, what, _MANY.get(what, "")))
    if told:
        yield "not taken from the file: " + ", ".join(told)
