"""The table of codes: how well coders agree on each, how often they differ, what is resolved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import combinations
from pathlib import Path
from typing import Protocol, TypeVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.geometry import Size
from textual.widget import Widget
from textual.widgets import Static
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from tipcoder.errors import TipcoderError
from tipcoder.results.tests import ReliabilityGate
from tipcoder.tui.drawing import as_content, as_content_line, assemble_line
from tipcoder.tui.screens.agreement_lines import (
    FRAME,
    CodeFigures,
    Pair,
    find_full_width,
    fit_columns,
    format_code_line,
    format_heading,
)
from tipcoder.tui.screens.controller import SearchingScreen
from tipcoder.tui.widgets.code_card import CodeCard
from tipcoder.tui.widgets.lines import KeylessList
from tipcoder.workbench.adjudication.adjudication import (
    Adjudication,
    CodeTotals,
    DisagreementFilter,
)
from tipcoder.workbench.adjudication.disagreements import Disagreement, assign_letters
from tipcoder.workbench.agreement.reliability_gate import ReliabilityGates, assess_study_gates
from tipcoder.workbench.codebook.edits import PARTS
from tipcoder.workbench.coding.code_quotes import QuoteRequest, QuoteScope

QueriedWidget = TypeVar("QueriedWidget", bound=Widget)
_SIDE, _WIDE = 50, 120
"""Least width of what is shown beside the table; from what width of the screen on it is shown."""
_NOTHING = (
    "No answer was finished by two coders, so there is nothing to compare.",
    "Answers of an open round are left out until it is frozen.",
)


class ComparisonScreen(SearchingScreen, Protocol):
    """The screen where coders are compared: what is asked for, and from whom."""

    desk: Adjudication
    wanted: DisagreementFilter
    hide_names: bool

    @property
    def current_disagreement(self) -> Disagreement | None:
        """The disagreement that is open."""

    @property
    def size(self) -> Size:
        """Columns and lines."""

    def query_one(self, selector: str, expect_type: type[QueriedWidget]) -> QueriedWidget:
        """As Textual's."""

    def find_wording(self, column: str) -> str:
        """How a question was put."""

    def code_in_view(self) -> str | None:
        """The code that is open, else that under the cursor."""

    def clear_status(self) -> None:
        """Remove what was said."""


class AgreementTable:
    """A line for each code. Counts are there at once; agreement comes when it is computed."""

    def __init__(self, screen: ComparisonScreen) -> None:
        self._screen = screen
        self._session = screen.session
        self._cell = 0
        """The column with the cursor: 0 for that of all coders, then the pairs."""
        self._totals: dict[str, CodeTotals] = {}
        self.gates: ReliabilityGates | None = None
        """None until agreement is computed."""

    def compose_table(self) -> ComposeResult:
        """The table, and what is known of the code under the cursor."""
        with Horizontal(id="differ-work"):
            with Vertical(id="differ-codes"):
                yield Static(id="differ-heading")
                yield KeylessList(id="differ", markup=False)
            with VerticalScroll(id="differ-side", can_focus=False):
                yield CodeCard(id="differ-card")
                yield Static(id="differ-said")

    @property
    def lines(self) -> KeylessList:
        """The codes as they are drawn."""
        return self._screen.query_one("#differ", KeylessList)

    def find_code_at_cursor(self) -> str | None:
        """The code of the line under the cursor."""
        lines = self.lines
        if lines.highlighted is None:
            return None
        return lines.get_option_at_index(lines.highlighted).id

    def request_quotes(self, code: str) -> QuoteRequest:
        """Quotes to the questions listed, in the column of a pair those of these two coders."""
        people = self._screen.desk.found.name_coders()
        pair = self.find_pair_at_cell()
        coders = tuple(people[coder_id] for coder_id in pair) if pair is not None else ()
        letters = assign_letters(self._screen.desk.found)
        named = (
            tuple(letters[coder_id] for coder_id in pair or ())
            if self._screen.hide_names
            else coders
        )
        about = [*self._screen.wanted.questions, *([" and ".join(named)] if named else [])]
        scope = QuoteScope(questions=self._screen.wanted.questions, coders=coders)
        return QuoteRequest(code, scope, ", ".join(about), hides_names=self._screen.hide_names)

    # --- measuring --------------------------------------------------------------------------------

    def start_measuring(self) -> None:
        """Compute in a thread how well coders agree, and show it then."""
        self.gates = None
        study, viewer = self._session.study, self._session.coder.name
        measure = partial(self._measure_in_thread, study.folder, viewer, self._screen.desk.in_round)
        self._screen.run_worker(measure, thread=True, exclusive=True, exit_on_error=False)

    def _measure_in_thread(self, folder: Path, viewer: str, in_round: str | None) -> None:
        # A study of its own: connections belong to the thread that opened them.
        worker = get_current_worker()
        try:
            found = assess_study_gates(folder, viewer, in_round)
        except TipcoderError:
            return  # the table stays without agreement
        if not worker.is_cancelled:
            self._screen.app.call_from_thread(self._show_measured, found)

    def _show_measured(self, found: ReliabilityGates) -> None:
        # The screen may have been left while the thread was at work.
        if self._screen.is_attached:
            self.gates = found
            self.show_codes()

    def _find_gate(self, code: str | None) -> ReliabilityGate | None:
        if self.gates is None or code is None:
            return None
        return self.gates.by_code.get(code)

    # --- the table --------------------------------------------------------------------------------

    def _list_pairs(self) -> list[Pair]:
        """All pairs of coders; none where there is only one pair, which the other columns show."""
        # With two coders the only pair is what the other columns show.
        ids = [person.id for person in self._screen.desk.found.people]
        return list(combinations(ids, 2)) if len(ids) > 2 else []

    def move_cell(self, by: int) -> None:
        """Move the cursor to another column."""
        self._cell = min(max(self._cell + by, 0), len(self._list_pairs()))
        self.show_codes()

    def find_pair_at_cell(self) -> Pair | None:
        """The pair of coders in whose column the cursor is; None in that of all."""
        return self._list_pairs()[self._cell - 1] if self._cell else None

    def _count_open(self, total: CodeTotals) -> int:
        """Disagreements of the kinds that are listed."""
        return total.split + total.words if self._screen.wanted.words_too else total.split

    def show_codes(self) -> None:
        """Draw the table anew; the cursor stays on its code."""
        kept = self._screen.code_in_view()
        totals = self._screen.desk.count_by_code(self._screen.wanted.questions)
        self._totals = {total.code: total for total in totals}
        # A code that two coders never judged on the same answer has nothing to show.
        judged = [total for total in totals if total.joint]
        self._draw_table(judged)

        codes = [total.code for total in judged]
        if codes:
            self.lines.highlighted = codes.index(kept) if kept in codes else 0
        else:
            self.lines.highlighted = None
        self.show_side()
        self.show_title()

    def _draw_table(self, judged: Sequence[CodeTotals]) -> None:
        pairs = self._list_pairs()
        # A coder may have gone since the cursor was put on a column.
        self._cell = min(self._cell, len(pairs))
        width = self._set_table_width(len(pairs)) - FRAME
        columns = fit_columns(width, pairs, self.find_pair_at_cell())
        letters = assign_letters(self._screen.desk.found)
        heading = format_heading(columns, letters, self._screen.wanted.words_too)
        self._screen.update_static("#differ-heading", heading)

        lines = self.lines
        lines.clear_options()
        for figures, code in self._gather_figures(judged, columns.pairs):
            lines.add_option(Option(format_code_line(figures, columns), code))
        if not judged:
            for sentence in _NOTHING:
                lines.add_option(Option(as_content_line(f"  {sentence}"), disabled=True))

    def _gather_figures(
        self, judged: Sequence[CodeTotals], pairs: Sequence[Pair]
    ) -> Iterator[tuple[CodeFigures, str]]:
        # Once for all codes: each count goes through every disagreement.
        between = {pair: self._count_between(pair) for pair in pairs}
        for total in judged:
            figures = CodeFigures(
                label=self._session.code_label(total.code),
                split=self._count_open(total),
                settled=total.settled,
                between={pair: between[pair][total.code] for pair in pairs},
                gate=self._find_gate(total.code),
                is_measured=self.gates is not None,
            )
            yield figures, total.code

    def _count_between(self, pair: Pair) -> Counter[str]:
        """Disagreements of two coders by code."""
        wanted = replace(self._screen.wanted, codes=(), pair=pair)
        return Counter(one.code for one in self._screen.desk.list_disagreements(wanted))

    def _set_table_width(self, pair_count: int) -> int:
        """Give the table its width, and return it.

        What is known of a code is shown beside the table where all pairs have room.
        """
        full_width = find_full_width(pair_count)
        is_beside = self._screen.size.width >= max(full_width + _SIDE, _WIDE)
        self._screen.query_one("#differ-side", Widget).display = is_beside
        width = (
            min(self._screen.size.width - _SIDE, _WIDE) if is_beside else self._screen.size.width
        )
        self._screen.query_one("#differ-codes", Widget).styles.width = width
        return width

    # --- beside and above it ----------------------------------------------------------------------

    def show_side(self) -> None:
        """Show what the code means, how well coders agree on it, and why they had differed."""
        code, book = self._screen.code_in_view(), self._session.codebook
        definition = book.codes.get(code or "")
        card = self._screen.query_one("#differ-card", CodeCard)
        card.show_code(book, definition, self._session.languages[0])

        paragraphs: list[str] = []
        gate = self._find_gate(code)
        if gate is not None:
            # Gates are written to stand behind a number; here they begin a paragraph.
            paragraphs.append(f"{gate.sentence[:1].upper()}{gate.sentence[1:]}.")
        for lesson in self._screen.desk.draw_lessons():
            if lesson.code == code:
                paragraphs.append(lesson.describe_reasons(self._session.code_label(lesson.code)))
                for draft in lesson.drafts:
                    where = f"{PARTS[draft.part]} ({draft.language})"
                    paragraphs.append(f"Draft, {where}: {draft.text}")
        self._screen.query_one("#differ-said", Static).update(as_content("\n\n".join(paragraphs)))

    def show_title(self) -> None:
        """Show how much is resolved, of whom, and what the table is restricted to."""
        total = sum(self._count_open(code_total) for code_total in self._totals.values())
        # Of all codes, because the title is about the whole table.
        wanted = replace(self._screen.wanted, codes=(), pair=None, settled=True)
        resolved = len(self._screen.desk.list_disagreements(wanted))
        progress = (f"Where coders differ: {resolved} of {total} resolved", "bold")
        title = assemble_line(
            progress,
            self._name_coders(),
            (self._describe_restriction(), "italic"),
            f" · {self._session.title}",
        )
        self._screen.update_static("#title", title)

    def _name_coders(self) -> str:
        """The coders with their letters, unless names are hidden."""
        people = self._screen.desk.found.name_coders()
        if not people:
            return ""
        if self._screen.hide_names:
            return " · names hidden"
        letters = assign_letters(self._screen.desk.found)
        names = [f"{letters[coder_id]} {name}" for coder_id, name in people.items()]
        return f" · {', '.join(names)}"

    def _describe_restriction(self) -> str:
        """The questions and the round that the table is restricted to."""
        words = "".join(f" · {question}" for question in self._screen.wanted.questions)
        if self._screen.desk.in_round:
            words += f" · round {self._screen.desk.in_round}"
        return words
