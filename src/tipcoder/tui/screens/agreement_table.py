"""The table of codes: how well coders agree on each, how often they differ, pair by pair, and how much is settled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from tipcoder.errors import TipcoderError
from tipcoder.tui.drawing import as_content, as_content_line, assemble_line, fit_to_width
from tipcoder.tui.screens.settling_actions import SettlingActions
from tipcoder.tui.widgets.code_card import CodeCard
from tipcoder.tui.widgets.lines import KeylessList
from tipcoder.workbench.adjudication.adjudication import CodeTotals, DisagreementFilter
from tipcoder.workbench.adjudication.disagreements import assign_letters
from tipcoder.workbench.agreement.reliability_gate import ReliabilityGates, assess_study_gates
from tipcoder.workbench.codebook.edits import PARTS
from tipcoder.workbench.coding.session import CodingSession

_ALPHA, _VERDICT, _COUNT, _PAIR = 17, 14, 9, 7
_LABEL, _SIDE, _WIDE, _FRAME = 20, 50, 120, 7
"""The least room for a label; for what stands beside the table; the table's most, and from what width on; margins."""
_SHORT = {
    "acceptable for tentative conclusions": "tentative",
    "too rare to judge": "too rare",
    "not assessable": "not measured",
    "not assessed": "not measured",
}
"""Verdicts in the width of their column."""
_NOTHING = (
    "No answer was finished by two coders, so there is nothing to compare.",
    "Answers of an open round are left out until it is frozen.",
)


class AgreementTable(SettlingActions):
    """A line per code. Figures come when they are computed; counts are there at once."""

    def __init__(self, session: CodingSession) -> None:
        super().__init__(session)
        self.wanted = DisagreementFilter()
        self._cell = 0
        self._totals: dict[str, CodeTotals] = {}
        self._between: dict[tuple[int, int], Counter[str]] = {}
        self._gates: ReliabilityGates | None = None

    def compose_table(self) -> ComposeResult:
        """The table, and what is known of the code under the cursor."""
        with Horizontal(id="differ-work"):
            with Vertical(id="differ-codes"):
                yield Static(id="differ-heading")
                yield KeylessList(id="differ", markup=False)
            with VerticalScroll(id="differ-side", can_focus=False):
                yield CodeCard(id="differ-card")
                yield Static(id="differ-said")

    def on_resize(self) -> None:
        """Columns have the width that there is."""
        self.call_after_refresh(self._show_codes)

    def code_in_view(self) -> str | None:
        if self.current_disagreement is not None:
            return self.current_disagreement.code
        codes = self.query_one("#differ", KeylessList)
        return (
            None if codes.highlighted is None else codes.get_option_at_index(codes.highlighted).id
        )

    # --- measuring --------------------------------------------------------------------------------

    def _start_measuring(self) -> None:
        self._gates = None
        self._measure_in_thread(
            self.session.study.folder, self.session.coder.name, self.desk.in_round
        )

    @work(thread=True, exclusive=True, exit_on_error=False)
    def _measure_in_thread(self, folder: Path, viewer: str, in_round: str | None) -> None:
        # A study of its own: connections belong to the thread that opened them.
        worker = get_current_worker()
        try:
            found = assess_study_gates(folder, viewer, in_round)
        except TipcoderError:
            return  # the table stands without figures
        if not worker.is_cancelled:
            self.app.call_from_thread(self._show_measured, found)

    def _show_measured(self, found: ReliabilityGates) -> None:
        if self.is_attached:
            self._gates = found
            self._show_codes()

    # --- what is shown ----------------------------------------------------------------------------

    def _list_pairs(self) -> list[tuple[int, int]]:
        ids = [person.id for person in self.desk.found.people]
        return list(combinations(ids, 2)) if len(ids) > 2 else []

    def _show_codes(self) -> None:
        codes = self.query_one("#differ", KeylessList)
        kept = self.code_in_view()
        self._totals = {
            total.code: total for total in self.desk.count_by_code(self.wanted.questions)
        }
        pairs = self._list_pairs()
        self._cell = min(self._cell, len(pairs))
        width = self._set_table_width(len(pairs)) - _FRAME
        room = (width - _ALPHA - _VERDICT - 2 * _COUNT - _LABEL) // _PAIR
        shown = pairs[: max(room, 0)] if room < len(pairs) else pairs
        # A pair that has no column can be reached all the same, and takes the last one's.
        if self._cell > len(shown) and shown:
            shown = [*shown[:-1], pairs[self._cell - 1]]
        label = max(width - _ALPHA - _VERDICT - 2 * _COUNT - _PAIR * len(shown) - 1, 8)
        self.update_static("#differ-heading", self._format_heading(label, shown))
        codes.clear_options()
        self._between = {
            pair: Counter(
                one.code
                for one in self.desk.list_disagreements(replace(self.wanted, codes=(), pair=pair))
            )
            for pair in shown
        }
        judged = [total for total in self._totals.values() if total.joint]
        codes.add_options(
            [Option(self._format_code_line(total, label, shown), total.code) for total in judged]
        )
        if not judged:
            codes.add_options(
                [Option(as_content_line(f"  {line}"), disabled=True) for line in _NOTHING]
            )
        places = [total.code for total in judged]
        codes.highlighted = (places.index(kept) if kept in places else 0) if places else None
        self._show_side()
        self._show_title()

    @on(OptionList.OptionHighlighted, "#differ")
    def _show_side(self) -> None:
        """What the code means, how well coders agree on it, and why they had differed where it was settled."""
        code, book = self.code_in_view(), self.session.codebook
        self.query_one("#differ-card", CodeCard).show_code(
            book, book.codes.get(code or ""), self.session.languages[0]
        )
        said = []
        gate = self._gates.by_code.get(code or "") if self._gates is not None else None
        if gate is not None:
            said.append(f"{gate.sentence[:1].upper()}{gate.sentence[1:]}.")
        lesson = next((lesson for lesson in self.desk.draw_lessons() if lesson.code == code), None)
        if lesson is not None:
            said.append(lesson.describe_reasons(self.session.code_label(lesson.code)))
            said += [
                f"Draft, {PARTS[draft.part]} ({draft.language}): {draft.text}"
                for draft in lesson.drafts
            ]
        self.query_one("#differ-said", Static).update(as_content("\n\n".join(said)))

    def _set_table_width(self, pairs: int) -> int:
        """Of the table of codes; what is known of a code stands beside it where all pairs have room."""
        needed = _ALPHA + _VERDICT + 2 * _COUNT + _PAIR * pairs + _LABEL + _FRAME
        beside = self.size.width >= needed + _SIDE and self.size.width >= _WIDE
        self.query_one("#differ-side").display = beside
        width = min(self.size.width - _SIDE, _WIDE) if beside else self.size.width
        self.query_one("#differ-codes").styles.width = width
        return width

    def _format_heading(self, label: int, pairs: Sequence[tuple[int, int]]) -> Content:
        words = "words" if self.wanted.words_too else ""
        columns = f"{fit_to_width('  Code', label + 2)} {'α':<{_ALPHA}}{'verdict':<{_VERDICT}}"
        columns += f"{'split' + ('+' + words if words else ''):>{_COUNT}}{'settled':>{_COUNT}}"
        return as_content_line(
            columns + "".join(f"{self._format_pair(pair):>{_PAIR}}" for pair in pairs)
        ).stylize("bold")

    def _format_pair(self, pair: tuple[int, int]) -> str:
        letters = assign_letters(self.desk.found)
        return f"{letters[pair[0]]}–{letters[pair[1]]}"

    def _format_code_line(
        self, total: CodeTotals, label: int, pairs: Sequence[tuple[int, int]]
    ) -> Content:
        gate = self._gates.by_code.get(total.code) if self._gates is not None else None
        alpha = verdict = "…" if self._gates is None else ""
        if gate is not None:
            from tipcoder.agreement.words import format_decimal

            ends = (
                ""
                if gate.low is None
                else f" [{format_decimal(gate.low)}, {format_decimal(gate.high)}]"
            )
            alpha, verdict = (
                f"{format_decimal(gate.alpha)}{ends}",
                _SHORT.get(gate.verdict, gate.verdict),
            )
        count = total.split + (total.words if self.wanted.words_too else 0)
        pieces: list[tuple[str, str] | str] = [
            f"  {fit_to_width(self.session.code_label(total.code), label)} {fit_to_width(alpha, _ALPHA)}{fit_to_width(verdict, _VERDICT)}",
            (f"{count or '·':>{_COUNT}}", "reverse" if self._cell == 0 and pairs else ""),
            f"{total.settled or '·':>{_COUNT}}",
        ]
        for pair in pairs:
            n = self._between[pair][total.code]
            active = self._cell and self._list_pairs()[self._cell - 1] == pair
            pieces.append((f"{n or '·':>{_PAIR}}", "reverse" if active else ""))
        return assemble_line(*pieces)

    def _show_title(self) -> None:
        total = sum(
            t.split + (t.words if self.wanted.words_too else 0) for t in self._totals.values()
        )
        settled = len(
            self.desk.list_disagreements(replace(self.wanted, codes=(), pair=None, settled=True))
        )
        people = self.desk.found.name_coders()
        letters = assign_letters(self.desk.found)
        who = (
            "names hidden"
            if self.hide_names
            else ", ".join(f"{letters[i]} {name}" for i, name in people.items())
        )
        where = "".join(f" · {question}" for question in self.wanted.questions)
        where += f" · round {self.desk.in_round}" if self.desk.in_round else ""
        title = (f"Where coders differ: {settled} of {total} settled", "bold")
        self.update_static(
            "#title",
            assemble_line(
                title, f" · {who}" if people else "", (where, "italic"), f" · {self.session.title}"
            ),
        )
