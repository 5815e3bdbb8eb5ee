"""The CSV of codings, on its way in: every line is checked before the first is written.

Columns are those of `codings_out`. An optional column `quote` finds the span where start and end are empty, and is
compared with the text where they are given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tipcoder.errors import BadInput, did_you_mean, nearest
from tipcoder.model import Codebook, Coder, Outcome
from tipcoder.store import answers, codebooks, coders, codings, events
from tipcoder.store.blindness import hidden_answers
from tipcoder.store.codings import Span
from tipcoder.store.engine import Db, viewer_of
from tipcoder.store.events import Act
from tipcoder.survey.table import SurveyTable, read_table
from tipcoder.text import counted, normalise
from tipcoder.workbench.coding.codings_out import COLUMNS, OUTCOME_MARKS
from tipcoder.workbench.opening import OpenStudy, coder_name, current_codebook

MAX_LISTED = 10
_NAMED_MARKS = [mark for mark in OUTCOME_MARKS if mark]
_FINISHED = {"": True, "yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
_LONGEST_NUMBER = 12


@dataclass
class CodingsReport:
    """What an import of codings did."""

    rows: int = 0
    added: int = 0
    there_already: int = 0
    finished: int = 0
    coders: list[str] = field(default_factory=list)
    changed: bool = False
    """Whether anything was not there already, so that there is an act to undo."""
    dry_run: bool = False
    notes: list[str] = field(default_factory=list)
    """What was not plain about the file."""


@dataclass(frozen=True)
class _Line:
    """A row that has been checked."""

    answer_id: int
    coder: str
    code: str | None
    span: Span | None
    outcome: Outcome
    finished: bool


def import_codings(
    here: OpenStudy,
    actor: Coder,
    path: Path,
    *,
    dry_run: bool = False,
    case_of: Callable[[str], str] | None = None,
) -> CodingsReport:
    """Bring codings in as one act of `actor`, all lines or none.

    `case_of` translates what stands in the column `case` into a case label. Raises BadInput listing the lines
    that cannot be placed.
    """
    table = read_table(path)
    report = CodingsReport(rows=len(table.rows), dry_run=dry_run, notes=list(table.notes))
    if dry_run:
        with here.store.read() as db:
            _checked(db, table, case_of, report)
        return report
    # Checked where it is written, so that no text can be replaced between the two.
    with here.store.write() as db:
        lines = _checked(db, table, case_of, report)
        sentence = f"Imported codings from {table.source}: {counted(len(lines), 'line')} of {', '.join(report.coders)}"
        act = events.begin(db, coders.settled(db, actor).id, "import codings", sentence)
        revision = codebooks.current_revision(db)
        for name in report.coders:
            who = coders.coder_named(db, name)
            _write(act, who, [line for line in lines if line.coder == name], revision, report)
        report.changed = not act.empty
        events.finish(act)
    return report


def _checked(db: Db, table: SurveyTable, case_of: Callable[[str], str] | None, report: CodingsReport) -> list[_Line]:
    checker = _Checker(table, answers.answers_by_place(db), current_codebook(db), case_of)
    checker.load_texts(db)
    checker.load_blindness(db)
    lines = list(checker.checked())
    checker.refuse_faults()
    report.coders = list(dict.fromkeys(line.coder for line in lines))
    return lines


class _Checker:
    """Turns rows into lines and collects what is wrong with the others."""

    def __init__(
        self,
        table: SurveyTable,
        places: Mapping[tuple[str, str], int],
        codebook: Codebook,
        case_of: Callable[[str], str] | None,
    ) -> None:
        self.table = table
        self.places = places
        self.codebook = codebook
        self.case_of = case_of or (lambda case: case)
        self.faults: list[str] = []
        names = [column.name for column in table.columns]
        absent = [name for name in COLUMNS if name not in names and not (name in ("start", "end") and "quote" in names)]
        if absent:
            near = nearest(absent[0], [name for name in names if name not in COLUMNS])
            hint = f"Is it {near!r}?" if near else f"The first line must be {','.join(COLUMNS)}."
            raise BadInput(f"{table.source}: has no column {absent[0]!r}.", hint)
        self.at = {name: n for n, name in enumerate(names)}
        self.texts: dict[int, str] = {}
        self.hidden: set[int] = set()
        self.own_name = ""
        self.cases = {case for case, _ in places}
        self.questions = {question for _, question in places}

    def load_texts(self, db: Db) -> None:
        """Texts of the answers that the file names."""
        found = {answer_id for row in self.table.rows if (answer_id := self._answer(row.cells)) is not None}
        self.texts = answers.texts(db, sorted(found))

    def load_blindness(self, db: Db) -> None:
        """Answers of an open round of the one who looks: whether another's coding stands there would be told."""
        self.hidden = hidden_answers(db)
        viewer = viewer_of(db)
        self.own_name = next((coder.name for coder in coders.all_coders(db) if coder.id == viewer), "")

    def _cell(self, cells: tuple[str, ...], name: str) -> str:
        at = self.at.get(name)
        return cells[at] if at is not None else ""

    def _answer(self, cells: tuple[str, ...]) -> int | None:
        return self.places.get((self.case_of(self._cell(cells, "case").strip()), self._cell(cells, "question").strip()))

    def checked(self) -> Iterator[_Line]:
        for row in self.table.rows:
            try:
                yield self._line(row.cells)
            except BadInput as fault:
                self.faults.append(f"line {row.line}: {fault}")

    def _line(self, cells: tuple[str, ...]) -> _Line:
        answer_id = self._answer(cells)
        if answer_id is None:
            raise self._no_answer(cells)
        name = self._cell(cells, "coder").strip()
        if not name:
            raise BadInput("names no coder.")
        if answer_id in self.hidden and coder_name(name) != self.own_name:
            raise BadInput(f"is {name}'s work on an answer of your open round, which is not for you to bring in.")
        key = self._cell(cells, "code").strip()
        span = None
        outcome = OUTCOME_MARKS.get(key, Outcome.CODED)
        if outcome is Outcome.CODED:
            self._check_code(key)
            span = self._span(self.texts[answer_id], cells)
        elif any(self._cell(cells, column).strip() for column in ("start", "end", "quote")):
            raise BadInput(f"marks a span but no code ({key or 'the code is empty'}).")
        finished = self._cell(cells, "finished").strip().lower()
        if finished not in _FINISHED:
            raise BadInput(f"finished {finished!r} is neither yes nor no.")
        if span is None and not _FINISHED[finished]:
            raise BadInput("has no code and is not finished, so it says nothing.")
        return _Line(answer_id, coder_name(name), key if span else None, span, outcome, _FINISHED[finished])

    def _no_answer(self, cells: tuple[str, ...]) -> BadInput:
        case, question = self._cell(cells, "case"), self._cell(cells, "question")
        label = self.case_of(case.strip())
        if question.strip() not in self.questions:
            return BadInput(f"there is no question {question!r}.", did_you_mean(question, self.questions))
        if label in self.cases:
            return BadInput(f"case {case!r} has no readable answer to {question}.")
        several = sorted(c for c in self.cases if c.startswith(f"{label}."))
        return BadInput(f"there is no case {case!r}.", f"Is it {' or '.join(several[:4])}?" if several else "")

    def _check_code(self, key: str) -> None:
        code = self.codebook.codes.get(key)
        if code is None:
            raise BadInput(f"there is no code {key!r}.", did_you_mean(key, [*self.codebook.codes, *_NAMED_MARKS]))
        if not code.codable:
            raise BadInput(f"{key!r} only groups other codes.")

    def _span(self, text: str, cells: tuple[str, ...]) -> Span:
        start, end = (self._cell(cells, name).strip() for name in ("start", "end"))
        quote = normalise(self._cell(cells, "quote")).text
        if not start and not end:
            return _quoted(text, quote) if quote else Span(0, len(text), text)
        if not (_is_number(start) and _is_number(end)):
            raise BadInput(f"start {start!r} and end {end!r} must both be whole numbers, or both empty.")
        low, high = int(start), int(end)
        if not low < high <= len(text):
            raise BadInput(f"{low}-{high} is no span of a text of {len(text)} characters.")
        if quote and text[low:high] != quote:
            at = text.find(quote)
            there = f"It stands at {at}-{at + len(quote)}." if at >= 0 else "It is not in the answer."
            raise BadInput(f"the quote does not stand at {low}-{high}.", there)
        return Span(low, high, text[low:high])

    def refuse_faults(self) -> None:
        """Raise BadInput if any line had a fault."""
        if self.faults:
            shown = "\n".join(self.faults[:MAX_LISTED])
            more = len(self.faults) - MAX_LISTED
            rest = f"\nand {more} more" if more > 0 else ""
            raise BadInput(
                f"{self.table.source}: {len(self.faults)} of {len(self.table.rows)} lines cannot be placed:\n"
                f"{shown}{rest}",
                "Nothing was imported.",
            )


def _is_number(cell: str) -> bool:
    return cell.isdecimal() and len(cell) <= _LONGEST_NUMBER


def _quoted(text: str, quote: str) -> Span:
    at = text.find(quote)
    if at < 0:
        raise BadInput("the quote is not in the answer.")
    if text.find(quote, at + 1) >= 0:
        raise BadInput("the quote is in the answer more than once.", "Give start and end.")
    return Span(at, at + len(quote), quote)


def _write(act: Act, coder: Coder, lines: Sequence[_Line], revision: int, report: CodingsReport) -> None:
    ids = codebooks.code_ids(act.db)
    there = codings.live_keys(act.db, coder.id)
    rows: list[dict[str, int | str]] = []
    outcomes: dict[int, Outcome] = {}
    for line in lines:
        if line.finished:
            before = outcomes.get(line.answer_id)
            # A code on the answer outweighs a line that says none applies.
            outcomes[line.answer_id] = Outcome.CODED if before is Outcome.CODED else line.outcome
        if line.span is None or line.code is None:
            continue
        key = (line.answer_id, ids[line.code], line.span.start, line.span.end)
        if key in there:
            report.there_already += 1
            continue
        there.add(key)
        rows.append(codings.coding_row(line.answer_id, ids[line.code], coder.id, line.span, revision, "import"))
    codings.put_all(act, rows)
    report.added += len(rows)
    coded = {key[0] for key in there}
    said = codings.live_readings(act.db, coder.id)
    for answer_id, outcome in outcomes.items():
        final = Outcome.CODED if answer_id in coded else outcome
        codings.set_reading(act, answer_id, coder.id, final, revision)
        report.finished += answer_id not in said or said[answer_id][1] != final
    _reopen(act, coder, coded.intersection(line.answer_id for line in lines).difference(outcomes), revision)


def _reopen(act: Act, coder: Coder, answer_ids: Iterable[int], revision: int) -> None:
    """An answer that was finished without a code, and that the file gives codes but does not call finished, is open."""
    said = codings.live_readings(act.db, coder.id)
    for answer_id in answer_ids:
        if answer_id in said and said[answer_id][1] != Outcome.CODED:
            codings.set_reading(act, answer_id, coder.id, None, revision)
