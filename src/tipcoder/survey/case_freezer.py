"""One row of a survey file -> one case with frozen answers."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from typing import NamedTuple

from tipcoder.model.answers import AnswerState
from tipcoder.study import QuestionSpec, Study
from tipcoder.survey.freeze_report import FreezeNotes
from tipcoder.survey.frozen_case import FrozenAnswer, FrozenCase
from tipcoder.survey.table import SurveyRow, SurveyTable
from tipcoder.survey.wave_names import WaveNames, is_wave_name
from tipcoder.text import normalise_identifier, normalise_text, scope_identifier
from tipcoder.values import Spellings, find_numbers, tidy_value

_AROUND = " []()<>{}*-_.!\"'\u00a0"
"""What people put around a sign that a text was kept back."""
_DIGEST_LENGTH = 16
"""Hexadecimal digits, so that among a million rows two hardly ever share one."""
_SHORT = 200
"""Characters; a longer cell is an answer in words and not a sign for a missing one."""


class OpenPosition(NamedTuple):
    """Where the answers to a question stand, the cells of its gate, and its translation."""

    question: QuestionSpec
    position: int
    gate: int | None
    translation: int | None = None


class CaseFreezer:
    """Column positions looked up once, so that a row costs no more than its cells."""

    def __init__(
        self,
        table: SurveyTable,
        study: Study,
        set_aside: Collection[str] = (),
        waves: WaveNames | None = None,
    ) -> None:
        """Columns `set_aside` are not kept. `waves` are the names of waves that are known."""
        self._waves = waves or WaveNames()
        self.notes = FreezeNotes()
        self._find_positions(table, study, set_aside)
        self._missing = {*study.missing, ""}
        # `0099` may be a code where `99` is missing, so leading zeros count here.
        self._nothing = Spellings(self._missing, leading_zeros_count=True)
        self._numbers_missing: set[object] = set()
        for value in study.missing:
            self._numbers_missing.update(find_numbers(value))
        self._spelled = {
            column: frozenset(values) for column, values in study.find_spelled_values().items()
        }
        self._digests: dict[str, int] = {}
        """Rows so far with the same cells, by their digest."""
        self._numbers: dict[tuple[str, str], int] = {}
        """Rows of each respondent in each wave so far."""

    def _find_positions(self, table: SurveyTable, study: Study, set_aside: Collection[str]) -> None:
        # A later wave may lack what nothing depends on: `check_columns` says so.
        at = {column.name: column.position for column in table.columns}
        identity = study.identity_columns()
        self._identifies = frozenset(identity)
        self._id_at = at[study.respondent_id] if study.respondent_id else None
        self._case_at = [at[column] for column in study.case]
        self._wave_at = at[study.wave] if study.wave and self._waves.whole is None else None
        self._wave_name = study.wave_attribute
        self._ids_of_a_wave = study.has_ids_of_a_wave
        self._excluded = [(at[one.column], one) for one in study.exclude if one.column in at]
        self._identity = [(name, at[name]) for name in identity if name in at]

        asked = [question.column for question in study.questions]
        translated = study.translation_columns()
        kept_elsewhere = {*identity, study.respondent_id, *asked, *translated}
        known = {*kept_elsewhere, *study.ignore, *set_aside}
        self._translations_at = frozenset(at[column] for column in translated if column in at)
        self._closed = [(c.name, c.position) for c in table.columns if c.name not in known]

        self.open: list[OpenPosition] = []
        """The open questions, in the order of study.toml."""
        for question in study.questions:
            gate = at[question.asked_if.column] if question.asked_if else None
            translation = at.get(question.translation) if question.translation else None
            self.open.append(OpenPosition(question, at[question.column], gate, translation))

    def excludes(self, row: SurveyRow) -> bool:
        """Whether study.toml leaves the row out."""
        return any(spec.holds_for(row.cells[at]) for at, spec in self._excluded)

    def freeze_case(self, row: SurveyRow, numbered: bool) -> FrozenCase | str:
        """The case that a row is, or what it lacks.

        `numbered` counts the rows of each respondent.
        """
        cells = row.cells
        source_id = self._read_source_id(row)
        if source_id in self._missing:
            return "has no respondent ID"

        number = self._read_case_number(cells)
        if number in self._missing:
            return "has no case number"

        wave = self._read_wave(cells)
        if wave is None:
            return "has no wave"

        attributes = self._keep_attributes(cells)
        if wave:
            attributes[self._wave_name] = wave
            source_id = self._within_wave(source_id, wave)
        return FrozenCase(
            row=row.number,
            line=row.line,
            source_id=source_id,
            number=self._next_number(source_id, wave) if numbered else number,
            identity=self._keep_identity(row),
            attributes=attributes,
            answers=tuple(self._freeze_answers(row)),
            wave=wave,
        )

    def _read_wave(self, cells: tuple[str, ...]) -> str | None:
        """The wave of a row; empty where the survey has one, None where its cell names none."""
        if self._wave_at is None:
            return self._waves.whole or ""
        wave = normalise_identifier(self._normalise_cell(cells[self._wave_at]))
        if wave in self._missing or not is_wave_name(wave):
            return None
        return self._waves.find_name(wave)

    def _within_wave(self, source_id: str, wave: str) -> str:
        """The ID of a respondent, with the wave where the next wave gives it to somebody else."""
        return scope_identifier(source_id, wave) if self._ids_of_a_wave else source_id

    def _read_source_id(self, row: SurveyRow) -> str:
        """The survey's own ID of the respondent, or what stands for it where each row is one."""
        if self._id_at is not None:
            return normalise_identifier(self._normalise_cell(row.cells[self._id_at]))
        # A translation that comes later, or is corrected, makes nobody a new respondent.
        digest = digest_row(row, self._translations_at)
        times = self._digests.get(digest, 0) + 1
        self._digests[digest] = times
        return digest if times == 1 else f"{digest}-{times}"

    def _read_case_number(self, cells: tuple[str, ...]) -> str:
        """The cells of the case columns, those that hold something, joined by points."""
        if not self._case_at:
            return "1"
        parts = []
        for position in self._case_at:
            part = normalise_identifier(self._normalise_cell(cells[position]))
            if part not in self._missing:
                parts.append(part)
        return ".".join(parts)

    def _next_number(self, source_id: str, wave: str) -> str:
        so_far = self._numbers.get((source_id, wave), 0)
        self._numbers[source_id, wave] = so_far + 1
        return str(so_far + 1)

    def _keep_identity(self, row: SurveyRow) -> dict[str, str]:
        """Cells that name people: letter for letter, as somebody may be called Na."""
        # Extra cells come first: what is replaced in cells is counted, in any order.
        extra = {}
        for number, cell in enumerate(row.extra, start=1):
            if cell:
                extra[f"_extra_{number}"] = self._normalise_cell(cell)

        kept = {}
        for name, position in self._identity:
            cell = row.cells[position]
            if cell not in self._missing:
                kept[name] = self._normalise_cell(cell)
        return {**kept, **extra}

    def _keep_attributes(self, cells: tuple[str, ...]) -> dict[str, str]:
        """Closed cells that hold something.

        What the study spells for the column is a value, whatever it is like.
        """
        kept: dict[str, str] = {}
        for name, position in self._closed:
            cell = cells[position]
            spelled = cell in self._spelled.get(name, ()) and cell not in self._missing
            if spelled or cell not in self._nothing:
                kept[name] = self._normalise_cell(cell)
        return kept

    def _freeze_answers(self, row: SurveyRow) -> Iterator[FrozenAnswer]:
        for question, position, gate, translation in self.open:
            asked = _was_asked(question, row, gate)
            cell = row.cells[position]
            if self._is_blank(question, cell, row):
                state = AnswerState.BLANK if asked else AnswerState.NOT_ASKED
                if self._read_translation(question, translation, row):
                    self.notes.only_translated.add_row(question.column, "", row)
                yield FrozenAnswer(question.column, state)
            elif cell in question.withheld_spellings:
                yield FrozenAnswer(question.column, AnswerState.WITHHELD)
            else:
                if not asked and gate is not None:
                    self._note_unasked(question, row, gate)
                translated = self._read_translation(question, translation, row)
                yield self._freeze_text(question, cell, row, translated)

    def _read_translation(self, question: QuestionSpec, at: int | None, row: SurveyRow) -> str:
        """The translation in a row; empty where there is none, or where it was kept back."""
        if at is None:
            return ""
        cell = row.cells[at]
        seen = tidy_value(cell) if len(cell) < _SHORT else cell.strip()
        if not seen or seen in self._nothing:
            return ""
        is_sign = len(seen) < _SHORT and seen.strip(_AROUND) in question.withheld_spellings
        return "" if is_sign else self._normalise_cell(cell)

    def _freeze_text(
        self, question: QuestionSpec, cell: str, row: SurveyRow, translation: str
    ) -> FrozenAnswer:
        if len(cell) < _SHORT and cell.strip(_AROUND) in question.withheld_spellings:
            self.notes.like_withheld.add_row(question.column, cell.strip(), row)
        text = self._normalise_cell(cell)
        return FrozenAnswer(question.column, AnswerState.ANSWERED, text, translation)

    def _note_unasked(self, question: QuestionSpec, row: SurveyRow, gate: int) -> None:
        if question.asked_if is None:
            return
        # A column that names people is for the key file, and its cells are for no report.
        private = question.asked_if.column in self._identifies
        self.notes.unasked.add_row(question.column, "" if private else row.cells[gate], row)

    def _is_blank(self, question: QuestionSpec, cell: str, row: SurveyRow) -> bool:
        """Whether nothing was written.

        Case counts here: `na` may be somebody's word where `NA` is missing.
        """
        seen = tidy_value(cell) if len(cell) < _SHORT else cell.strip()
        if not seen or cell in self._missing or seen in self._missing:
            return True
        if len(seen) >= _SHORT:
            return False
        if self._numbers_missing and self._numbers_missing.intersection(find_numbers(seen)):
            return True

        if seen in self._nothing:
            self.notes.like_missing.add_row(question.column, seen, row)
        return False

    def _normalise_cell(self, cell: str) -> str:
        clean = normalise_text(cell)
        self.notes.nul += clean.nul
        self.notes.surrogates += clean.surrogates
        return clean.text


def digest_row(row: SurveyRow, but: Collection[int] = ()) -> str:
    """What a row is known by where no column has IDs: a digest of all its cells `but` some.

    So the same row is known again wherever it stands, in any later export of the same form.
    """
    digest = hashlib.sha256()
    told = [cell for position, cell in enumerate(row.cells) if position not in but]
    for cell in (*told, *row.extra):
        digest.update(cell.strip().encode("utf-8", "surrogatepass"))
        digest.update(b"\0")
    return f"row-{digest.hexdigest()[:_DIGEST_LENGTH]}"


def _was_asked(question: QuestionSpec, row: SurveyRow, gate: int | None) -> bool:
    if gate is None or question.asked_if is None:
        return True
    return question.asked_if.is_met(row.cells[gate])
