"""Whether each line of a file of codings can be placed: case, question, code, span and words.

Lines are looked at some thousand together, so that neither the file nor the study's texts are held.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from tipcoder.errors import BadInput, did_you_mean, find_nearest
from tipcoder.model.codes import Codebook
from tipcoder.model.codings import CARRIED, MANY, PERSON, Outcome
from tipcoder.progress import ProgressCallback
from tipcoder.store import answers, coders, survey_data
from tipcoder.store.answers_to_code import find_state
from tipcoder.store.blindness import find_hidden_answers, find_veiled_answers
from tipcoder.store.engine import Db, find_viewer
from tipcoder.survey.table import SurveyRow, SurveyTable
from tipcoder.text import fold_text, format_count, join_words, normalise_text
from tipcoder.workbench.coders import resolve_coder_name
from tipcoder.workbench.exchange.codings_export import COLUMNS, OUTCOME_MARKS
from tipcoder.workbench.exchange.placed_lines import PlacedLine

MAX_LISTED = 10
SKIP = "--skip leaves out lines that have no place in the study."
_SHOWN = 3
"""Lines that were left out and are named."""
ADD_CODES = "--add-codes makes codes that the codebook lacks."
_TOGETHER = 2_000
"""Lines whose texts are asked for at once."""
_NAMED_MARKS = [mark for mark in OUTCOME_MARKS if mark]
_YES_NO = {
    "yes": True,
    "true": True,
    "1": True,
    "no": False,
    "false": False,
    "0": False,
}
_NO_CODES: Mapping[str, str] = {}
_LONGEST_NUMBER = 12
_WHY_UNREADABLE = {
    "blank": "was left blank",
    "not_asked": "was not asked",
    "withheld": "is withheld",
}
"""What became of an answer that nobody can code, by its state."""
_SPAN_COLUMNS = ("start", "end", "quote")


class BlindnessCheck:
    """Answers of an open round of the one who looks: whether another's coding is there would be
    told.
    """

    def __init__(self, db: Db) -> None:
        viewer = find_viewer(db)
        self._hidden = find_hidden_answers(db)
        self._is_mixed = bool(find_veiled_answers(db))
        names = {coder.id: coder.name for coder in coders.load_coders(db)}
        self._own_name = names.get(viewer or 0, "")

    def check_visible(self, answer_id: int, coder: str) -> None:
        """Raise BadInput for work of another on such an answer, and for any work while the round
        mixes two waves: what is there already would tell which answers are of the earlier one.
        """
        if self._is_mixed:
            raise BadInput(
                "is not imported by you, because your open round mixes answers of two waves."
            )
        if answer_id in self._hidden and resolve_coder_name(coder) != self._own_name:
            raise BadInput(
                f"is {coder}'s work on an answer of your open round, which you may not import."
            )


class NoPlace(BadInput):
    """There is no such case or question here, or nothing that can be coded."""


class UnknownCode(BadInput):
    """A name that is no code of the codebook: one may be made of it."""


def check_code(key: str, codebook: Codebook) -> None:
    """Raise BadInput for what is not a code that can be applied."""
    code = codebook.codes.get(key)
    if code is None:
        near = did_you_mean(key, [*codebook.codes, *_NAMED_MARKS])
        # What begins like a mark is one that is misspelt.
        fault = BadInput if key.startswith("@") else UnknownCode
        raise fault(f"there is no code {key!r}.", near)
    if not code.codable:
        raise BadInput(f"{key!r} only groups other codes.")


def find_codes_of_lines(table: SurveyTable, codebook: Codebook) -> list[str]:
    """What stands in the column `code` and is no code yet, each once."""
    at = _locate_columns(table)["code"]
    found: dict[str, str] = {}
    for row in table.rows:
        name = row.cells[at].strip()
        if name and not name.startswith("@") and name not in codebook.codes:
            found.setdefault(fold_text(name), name)
    return list(found.values())


class LineChecker:
    """Turns rows into lines and collects what is wrong with the others."""

    def __init__(
        self,
        db: Db,
        table: SurveyTable,
        codebook: Codebook,
        case_of: Callable[[str], str] | None = None,
        new_codes: Mapping[str, str] = _NO_CODES,
        *,
        is_sheet: bool = False,
        skip: bool = False,
    ) -> None:
        """`case_of` translates what is in the column `case` into a case label; `new_codes` has the
        keys of codes that are made of the file, by their labels.

        `is_sheet` says that the lines were made of a sheet with a row for each respondent, where a
        row without a code says nothing of an answer that was left blank. With `skip` lines are left
        out that have no place.
        """
        self._db = db
        self._table = table
        self._codebook = codebook
        self._case_of = case_of or (lambda case: case)
        self._blindness = BlindnessCheck(db)
        self._at = _locate_columns(table)
        self._faults: list[str] = []
        self._fault_count = 0
        self._is_sheet, self._skip = is_sheet, skip
        self._empty = 0
        """Rows of a sheet without a code, of answers that nobody can code."""
        self._left_out: list[str] = []
        self._new_codes = {fold_text(label): key for label, key in new_codes.items()}
        self._has_unknown_code = self._has_no_place = False
        self._known: tuple[set[str], set[str]] | None = None

    def check_lines(self, on_checked: ProgressCallback) -> Iterator[PlacedLine]:
        """Every line that can be placed.

        `on_checked` hears how many were looked at, of how many.
        """
        done = 0
        for rows in _iterate_batches(self._table.rows):
            found = self._find_answers(rows)
            readable = {answer_id for answer_id in found if answer_id is not None}
            texts = answers.load_texts(self._db, sorted(readable))
            for row, answer_id in zip(rows, found, strict=True):
                try:
                    yield self._place_line(row, answer_id, texts)
                except NoPlace as fault:
                    self._note_no_place(row, fault)
                except BadInput as fault:
                    self._note_fault(row, fault)
            done += len(rows)
            on_checked(done, len(self._table.rows))

    def _find_answers(self, rows: Sequence[SurveyRow]) -> list[int | None]:
        """The readable answer of each row; None where there is none."""
        labels = [self._case_label(row) for row in rows]
        by_place = answers.find_answers_of_cases(self._db, set(labels))
        found = []
        for label, row in zip(labels, rows, strict=True):
            place = label, self._read_cell(row, "question")
            found.append(by_place.get(place))
        return found

    def refuse_faults(self) -> None:
        """Raise BadInput if any line had a fault."""
        if not self._faults:
            return
        count = f"{self._fault_count} of {len(self._table.rows)} lines"
        listed = [f"{self._table.source}: {count} cannot be placed:", *self._faults]
        more = self._fault_count - len(self._faults)
        if more > 0:
            listed.append(f"and {more} more")
        remedy = "Nothing was imported."
        if self._has_no_place:
            remedy = f"{remedy} {SKIP}"
        if self._has_unknown_code:
            remedy = f"{remedy} {ADD_CODES}"
        raise BadInput("\n".join(listed), remedy)

    def iterate_notes(self) -> Iterator[str]:
        """What was passed over, with its number."""
        if self._empty:
            rows = format_count(self._empty, "row")
            yield f"{rows} without a code passed over, of answers that cannot be coded"
        if self._left_out:
            count = format_count(len(self._left_out), "line")
            listed = "; ".join(self._left_out[:_SHOWN]).rstrip(".")
            yield f"{count} without a place in the study left out, such as {listed}"

    def _note_no_place(self, row: SurveyRow, fault: NoPlace) -> None:
        """Pass over what says nothing, and leave out what may be left out."""
        says_nothing = not self._read_cell(row, "code") and self._is_known(row)
        if self._is_sheet and says_nothing:
            self._empty += 1
        elif self._skip:
            self._left_out.append(f"line {row.line}: {fault}")
        else:
            self._has_no_place = True
            self._note_fault(row, fault)

    def _is_known(self, row: SurveyRow) -> bool:
        """Whether the study has the case and the question, whatever was answered."""
        cases, questions = self._known or ((), ())
        return self._case_label(row) in cases and self._read_cell(row, "question") in questions

    def _note_fault(self, row: SurveyRow, fault: BadInput) -> None:
        self._fault_count += 1
        self._has_unknown_code |= isinstance(fault, UnknownCode)
        # All are counted and few are listed: the first ones tell what is wrong with a file.
        if len(self._faults) < MAX_LISTED:
            self._faults.append(f"line {row.line}: {fault}")

    def _read_cell(self, row: SurveyRow, name: str) -> str:
        at = self._at.get(name)
        return row.cells[at].strip() if at is not None else ""

    def _case_label(self, row: SurveyRow) -> str:
        return self._case_of(self._read_cell(row, "case"))

    def _place_line(
        self, row: SurveyRow, answer_id: int | None, texts: Mapping[int, str]
    ) -> PlacedLine:
        """The line of a row. Raises BadInput for what cannot be placed."""
        if answer_id is None:
            raise self._explain_no_answer(row)
        coder = self._read_cell(row, "coder")
        if not coder:
            raise BadInput("names no coder.")
        # Before anything else is said of the line.
        self._blindness.check_visible(answer_id, coder)

        key = self._read_cell(row, "code")
        if key not in self._codebook.codes:
            key = self._new_codes.get(fold_text(key), key)
        outcome = OUTCOME_MARKS.get(key, Outcome.CODED)
        code = None
        start = end = 0
        if outcome is Outcome.CODED:
            check_code(key, self._codebook)
            code = key
            start, end = self._find_span(texts[answer_id], row)
        elif any(self._read_cell(row, column) for column in _SPAN_COLUMNS):
            raise BadInput(f"marks a span but no code ({key or 'the code is empty'}).")

        finished = self._parse_yes_no(row, "finished", empty=True)
        origin = self._parse_origin(row)
        if code is None and not finished:
            raise BadInput("has no code and is not finished, so it says nothing.")
        name = resolve_coder_name(coder)
        return PlacedLine(answer_id, name, code, start, end, outcome, finished, origin)

    def _parse_origin(self, row: SurveyRow) -> str:
        """How the answer was finished: by a person, with carried codes, or with many at once."""
        carried = self._parse_yes_no(row, "carried", empty=False)
        many = self._parse_yes_no(row, "many", empty=False)
        if carried and many:
            raise BadInput("is both carried and coded with many others, which cannot be.")
        if carried:
            return CARRIED
        return MANY if many else PERSON

    def _parse_yes_no(self, row: SurveyRow, column: str, *, empty: bool) -> bool:
        cell = self._read_cell(row, column).lower()
        if not cell:
            return empty
        if cell not in _YES_NO:
            raise BadInput(f"{column} {cell!r} is neither yes nor no.")
        return _YES_NO[cell]

    def _explain_no_answer(self, row: SurveyRow) -> NoPlace:
        # Read once, for the first line that has no answer.
        if self._known is None:
            places = answers.find_answers_by_place(self._db)
            cases = {case.label for case in survey_data.load_cases(self._db)}
            self._known = cases, {question for _, question in places}
        cases, questions = self._known
        case, question = (row.cells[self._at[name]] for name in ("case", "question"))
        label = self._case_label(row)
        if question.strip() not in questions:
            return NoPlace(f"there is no question {question!r}.", did_you_mean(question, questions))
        # It was not asked, or left blank, or withheld.
        if label in cases:
            state = find_state(self._db, label, question.strip())
            why = f": it {_WHY_UNREADABLE[state]}" if state in _WHY_UNREADABLE else ""
            return NoPlace(f"case {case!r} has no readable answer to {question}{why}.")
        # A respondent with several cases: one of them is meant.
        several = sorted(known for known in cases if known.startswith(f"{label}."))
        hint = f"Is it {join_words(several[:4], 'or')}?" if several else ""
        return NoPlace(f"there is no case {case!r}.", hint)

    def _find_span(self, text: str, row: SurveyRow) -> tuple[int, int]:
        """The span that a row marks: by its offsets, by its words, or the whole answer."""
        start = self._read_cell(row, "start")
        end = self._read_cell(row, "end")
        at = self._at.get("quote")
        # Written like the stored text, whatever the file's own way with accents and line breaks is.
        quote = normalise_text(row.cells[at]).text if at is not None else ""
        if not start and not end:
            return _locate_quote(text, quote) if quote else (0, len(text))

        if not (_is_number(start) and _is_number(end)):
            raise BadInput(
                f"start {start!r} and end {end!r} must both be whole numbers, or both empty."
            )
        low, high = int(start), int(end)
        if not low < high <= len(text):
            raise BadInput(f"{low}-{high} is not a span of a text of {len(text)} characters.")
        if quote and text[low:high] != quote:
            raise BadInput(f"the quote is not at {low}-{high}.", _say_where(text, quote))
        return low, high


def _iterate_batches(rows: Iterable[SurveyRow]) -> Iterator[list[SurveyRow]]:
    """In one pass: each pass reads the file anew, and asking for one row is a pass too."""
    stream = iter(rows)
    batch = list(islice(stream, _TOGETHER))
    while batch:
        yield batch
        batch = list(islice(stream, _TOGETHER))


def _say_where(text: str, quote: str) -> str:
    at = text.find(quote)
    if at < 0:
        return "It is not in the answer."
    return f"It is at {at}-{at + len(quote)}."


def _locate_columns(table: SurveyTable) -> dict[str, int]:
    """Column -> its place. Raises BadInput naming the first that is absent."""
    names = [column.name for column in table.columns]
    others = [name for name in names if name not in COLUMNS]
    # Words can tell the span too; without any of them, and none that is misspelt, codes are of
    # whole answers.
    spans = [name for name in _SPAN_COLUMNS if name in names or find_nearest(name, others)]
    needs_span = bool(spans) and "quote" not in names
    needed = [name for name in COLUMNS if name not in _SPAN_COLUMNS or needs_span]
    absent = [name for name in needed if name not in names]
    if absent:
        near = find_nearest(absent[0], others)
        hint = f"Is it {near!r}?" if near else f"The first line must be {','.join(COLUMNS)}."
        raise BadInput(f"{table.source}: has no column {absent[0]!r}.", hint)
    return {name: number for number, name in enumerate(names)}


def _is_number(cell: str) -> bool:
    return cell.isdecimal() and len(cell) <= _LONGEST_NUMBER


def _locate_quote(text: str, quote: str) -> tuple[int, int]:
    at = text.find(quote)
    if at < 0:
        raise BadInput("the quote is not in the answer.")
    # Which of them is meant, nobody can tell.
    if text.find(quote, at + 1) >= 0:
        raise BadInput("the quote is in the answer more than once.", "Give start and end.")
    return at, at + len(quote)
