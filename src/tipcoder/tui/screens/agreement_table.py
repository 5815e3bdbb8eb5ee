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
from tipcoder.tui.drawing import fitted, parts, shown, shown_line
from tipcoder.tui.screens.settling_actions import SettlingActions
from tipcoder.tui.widgets.code_card import CodeCard
from tipcoder.tui.widgets.lines import Lines
from tipcoder.workbench.adjudication.adjudication import CodeTotals, Wanted
from tipcoder.workbench.adjudication.disagreements import letters_of
from tipcoder.workbench.agreement.reliability_gate import Gates, gates_of
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
        self.wanted = Wanted()
        self._cell = 0
        self._totals: dict[str, CodeTotals] = {}
        self._between: dict[tuple[int, int], Counter[str]] = {}
        self._gates: Gates | None = None

    def compose_table(self) -> ComposeResult:
        """The table, and what is known of the code under the cursor."""
        with Horizontal(id="differ-work"):
            with Vertical(id="differ-codes"):
                yield Static(id="differ-heading")
                yield Lines(id="differ", markup=False)
            with VerticalScroll(id="differ-side", can_focus=False):
                yield CodeCard(id="differ-card")
                yield Static(id="differ-said")

    def on_resize(self) -> None:
        """Columns have the width that there is."""
        self.call_after_refresh(self._show_codes)

    def code_in_view(self) -> str | None:
        if self.current is not None:
            return self.current.code
        codes = self.query_one("#differ", Lines)
        return None if codes.highlighted is None else codes.get_option_at_index(codes.highlighted).id

    # --- measuring ------------------------------------------------------------------------------------------------

    def _measure(self) -> None:
        self._gates = None
        self._measure_in_thread(self.session.here.folder, self.session.coder.name, self.desk.in_round)

    @work(thread=True, exclusive=True, exit_on_error=False)
    def _measure_in_thread(self, folder: Path, viewer: str, in_round: str | None) -> None:
        # A study of its own: connections belong to the thread that opened them.
        worker = get_current_worker()
        try:
            found = gates_of(folder, viewer, in_round)
        except TipcoderError:
            return  # the table stands without figures
        if not worker.is_cancelled:
            self.app.call_from_thread(self._measured, found)

    def _measured(self, found: Gates) -> None:
        if self.is_attached:
            self._gates = found
            self._show_codes()

    # --- what is shown --------------------------------------------------------------------------------------------

    def _pairs(self) -> list[tuple[int, int]]:
        ids = [person.id for person in self.desk.found.people]
        return list(combinations(ids, 2)) if len(ids) > 2 else []

    def _show_codes(self) -> None:
        codes = self.query_one("#differ", Lines)
        kept = self.code_in_view()
        self._totals = {total.code: total for total in self.desk.totals(self.wanted.questions)}
        pairs = self._pairs()
        self._cell = min(self._cell, len(pairs))
        width = self._table_width(len(pairs)) - _FRAME
        room = (width - _ALPHA - _VERDICT - 2 * _COUNT - _LABEL) // _PAIR
        shown = pairs[: max(room, 0)] if room < len(pairs) else pairs
        # A pair that has no column can be reached all the same, and takes the last one's.
        if self._cell > len(shown) and shown:
            shown = [*shown[:-1], pairs[self._cell - 1]]
        label = max(width - _ALPHA - _VERDICT - 2 * _COUNT - _PAIR * len(shown) - 1, 8)
        self.put("#differ-heading", self._heading(label, shown))
        codes.clear_options()
        self._between = {
            pair: Counter(one.code for one in self.desk.queue(replace(self.wanted, codes=(), pair=pair)))
            for pair in shown
        }
        judged = [total for total in self._totals.values() if total.joint]
        codes.add_options([Option(self._line(total, label, shown), total.code) for total in judged])
        if not judged:
            codes.add_options([Option(shown_line(f"  {line}"), disabled=True) for line in _NOTHING])
        places = [total.code for total in judged]
        codes.highlighted = (places.index(kept) if kept in places else 0) if places else None
        self._show_side()
        self._show_title()

    @on(OptionList.OptionHighlighted, "#differ")
    def _show_side(self) -> None:
        """What the code means, how well coders agree on it, and why they had differed where it was settled."""
        code, book = self.code_in_view(), self.session.codebook
        self.query_one("#differ-card", CodeCard).show(book, book.codes.get(code or ""), self.session.languages[0])
        said = []
        gate = self._gates.by_code.get(code or "") if self._gates is not None else None
        if gate is not None:
            said.append(f"{gate.sentence[:1].upper()}{gate.sentence[1:]}.")
        lesson = next((lesson for lesson in self.desk.lessons() if lesson.code == code), None)
        if lesson is not None:
            said.append(lesson.sentence(self.session.label(lesson.code)))
            said += [f"Draft, {PARTS[draft.part]} ({draft.language}): {draft.text}" for draft in lesson.drafts]
        self.query_one("#differ-said", Static).update(shown("\n\n".join(said)))

    def _table_width(self, pairs: int) -> int:
        """Of the table of codes; what is known of a code stands beside it where all pairs have room."""
        needed = _ALPHA + _VERDICT + 2 * _COUNT + _PAIR * pairs + _LABEL + _FRAME
        beside = self.size.width >= needed + _SIDE and self.size.width >= _WIDE
        self.query_one("#differ-side").display = beside
        width = min(self.size.width - _SIDE, _WIDE) if beside else self.size.width
        self.query_one("#differ-codes").styles.width = width
        return width

    def _heading(self, label: int, pairs: Sequence[tuple[int, int]]) -> Content:
        words = "words" if self.wanted.words_too else ""
        columns = f"{fitted('  Code', label + 2)} {'α':<{_ALPHA}}{'verdict':<{_VERDICT}}"
        columns += f"{'split' + ('+' + words if words else ''):>{_COUNT}}{'settled':>{_COUNT}}"
        return shown_line(columns + "".join(f"{self._letters(pair):>{_PAIR}}" for pair in pairs)).stylize("bold")

    def _letters(self, pair: tuple[int, int]) -> str:
        letters = letters_of(self.desk.found)
        return f"{letters[pair[0]]}–{letters[pair[1]]}"

    def _line(self, total: CodeTotals, label: int, pairs: Sequence[tuple[int, int]]) -> Content:
        gate = self._gates.by_code.get(total.code) if self._gates is not None else None
        alpha = verdict = "…" if self._gates is None else ""
        if gate is not None:
            from tipcoder.agreement.words import decimal

            ends = "" if gate.low is None else f" [{decimal(gate.low)}, {decimal(gate.high)}]"
            alpha, verdict = f"{decimal(gate.alpha)}{ends}", _SHORT.get(gate.verdict, gate.verdict)
        count = total.split + (total.words if self.wanted.words_too else 0)
        pieces: list[tuple[str, str] | str] = [
            f"  {fitted(self.session.label(total.code), label)} {fitted(alpha, _ALPHA)}{fitted(verdict, _VERDICT)}",
            (f"{count or '·':>{_COUNT}}", "reverse" if self._cell == 0 and pairs else ""),
            f"{total.settled or '·':>{_COUNT}}",
        ]
        for pair in pairs:
            n = self._between[pair][total.code]
            active = self._cell and self._pairs()[self._cell - 1] == pair
            pieces.append((f"{n or '·':>{_PAIR}}", "reverse" if active else ""))
        return parts(*pieces)

    def _show_title(self) -> None:
        total = sum(t.split + (t.words if self.wanted.words_too else 0) for t in self._totals.values())
        settled = len(self.desk.queue(replace(self.wanted, codes=(), pair=None, settled=True)))
        people = self.desk.found.names()
        letters = letters_of(self.desk.found)
        who = "names hidden" if self.hide_names else ", ".join(f"{letters[i]} {name}" for i, name in people.items())
        where = "".join(f" · {question}" for question in self.wanted.questions)
        where += f" · round {self.desk.in_round}" if self.desk.in_round else ""
        title = (f"Where coders differ: {settled} of {total} settled", "bold")
        self.put("#title", parts(title, f" · {who}" if people else "", (where, "italic"), f" · {self.session.title}"))
