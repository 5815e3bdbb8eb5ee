"""Where coders differ: the table of codes with their agreement, and the disagreements behind each of its cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from tipcoder.errors import TipcoderError
from tipcoder.model import Undone
from tipcoder.tui.commands import Place, bindings_of, commands_of
from tipcoder.tui.drawing import fitted, parts, shown, shown_line
from tipcoder.tui.screens.settling_actions import SettlingActions
from tipcoder.tui.widgets.code_card import CodeCard
from tipcoder.tui.widgets.dispute_pane import DisputeFacts, DisputePane
from tipcoder.tui.widgets.lines import Lines
from tipcoder.workbench.codebook_edits import PARTS
from tipcoder.workbench.coding import CodingSession
from tipcoder.workbench.disagreeing import Disagreement, letters_of
from tipcoder.workbench.gating import Gates, gates_of
from tipcoder.workbench.settling import CodeTotals, Wanted
from tipcoder.workbench.viewing import News
from tipcoder.workbench.worklist import WorkList

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


class AdjudicationScreen(SettlingActions):
    """Codes first; Enter on one, or on a pair of coders in its line, opens its disagreements."""

    place = Place.ADJUDICATION
    BINDINGS: ClassVar[list[BindingType]] = list(bindings_of(commands_of(Place.ADJUDICATION)))

    def __init__(self, session: CodingSession, worklist: WorkList) -> None:
        super().__init__(session)
        self.list = worklist
        self.wanted = Wanted()
        self._queue: list[Disagreement] = []
        self._at = 0
        self._cell = 0
        self._totals: dict[str, CodeTotals] = {}
        self._between: dict[tuple[int, int], Counter[str]] = {}
        self._gates: Gates | None = None

    def compose_work(self) -> ComposeResult:
        with Vertical(id="adjudication"):
            with Horizontal(id="differ-work"):
                with Vertical(id="differ-codes"):
                    yield Static(id="differ-heading")
                    yield Lines(id="differ", markup=False)
                with VerticalScroll(id="differ-side", can_focus=False):
                    yield CodeCard(id="differ-card")
                    yield Static(id="differ-said")
            yield DisputePane()

    def on_mount(self) -> None:
        """Show where coders differ; how well they agree follows."""
        super().on_mount()
        self._measure()
        self.call_after_refresh(self.study_changed)

    def on_resize(self) -> None:
        """Columns have the width that there is."""
        self.call_after_refresh(self._show_codes)

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

    @property
    def current(self) -> Disagreement | None:
        return self._queue[self._at] if self._opened and self._queue else None

    @property
    def _opened(self) -> bool:
        return self.query_one("#adjudication").has_class("opened")

    def code_in_view(self) -> str | None:
        if self.current is not None:
            return self.current.code
        codes = self.query_one("#differ", Lines)
        return None if codes.highlighted is None else codes.get_option_at_index(codes.highlighted).id

    def study_changed(self) -> None:
        """Read everything anew; the cursor stays where it was."""
        self._read()
        self._show_all()

    def _read(self) -> None:
        try:
            self.desk.refresh()
        except TipcoderError as fault:
            # The round is open again, or gone: what was said in it is for nobody to see now.
            self.desk.in_round = None
            self.desk.refresh()
            self.say(str(fault), fault=True)

    def _show_all(self) -> None:
        self._show_codes()
        if self._opened:
            self._list(self.current)

    def noticed(self, news: News) -> None:
        """Somebody else may have settled something. What coders do meanwhile is read when it concerns this screen."""
        if news.mine:
            self.study_changed()
        else:
            self.desk.refresh_decisions()
            self._show_all()

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

    # --- one disagreement -----------------------------------------------------------------------------------------

    def _list(self, keep: Disagreement | None) -> None:
        """List what is asked for, and show the disagreement kept, else the first open one."""
        self._queue = self.desk.queue(self.wanted)
        if not self._queue:
            self._open(False)
            self.say("There is no disagreement here.")
            return
        places = [(one.answer_id, one.code) for one in self._queue]
        kept = (keep.answer_id, keep.code) if keep is not None else None
        first = next((n for n, one in enumerate(self._queue) if one.settled is None), 0)
        self._at = places.index(kept) if kept in places else first
        self._show_dispute()

    def _on_same_answer(self, one: Disagreement) -> list[Disagreement]:
        """The other disagreements on its answer: where one code was put for another, the two belong together."""
        there = self.desk.queue(Wanted(words_too=self.wanted.words_too))
        return [other for other in there if other.answer_id == one.answer_id and other.code != one.code]

    def _facts(self, one: Disagreement) -> DisputeFacts:
        settled = one.settled
        beside = self._on_same_answer(one)
        codes = {code for voice in one.voices for code in voice.codes} | {one.code, *(each.code for each in beside)}
        question = next((q.text for q in self.session.questions if q.column == one.question), one.question)
        return DisputeFacts(
            one=one,
            text=self.desk.text(one),
            wording=question,
            labels={code: self.session.label(code) for code in codes},
            place=f"{self._at + 1} of {len(self._queue)}",
            memos=self.desk.memos(one),
            decided=self.desk.in_words(one, settled.decision._replace(reason=""), hide_names=self.hide_names)
            if settled
            else "",
            reason=settled.decision.reason if settled else self.reason,
            note=settled.decision.note if settled else self.note,
            hide_names=self.hide_names,
            beside=beside,
        )

    def _show_dispute(self) -> None:
        one = self.current
        if one is not None:
            pane = self.query_one(DisputePane)
            pane.show(self._facts(one), self.session.codebook)
            pane.show_queue(self._queue, self._at, self.session.label)

    def decided(self, one: Disagreement, *, advance: bool) -> str:
        self._queue = self.desk.queue(self.wanted)
        self._at = next(
            (n for n, each in enumerate(self._queue) if (each.answer_id, each.code) == (one.answer_id, one.code)),
            min(self._at, max(len(self._queue) - 1, 0)),
        )
        self._show_title()
        if not advance:
            if self.current is not None:
                self.query_one(DisputePane).show_decision(self._facts(self.current))
            return ""
        if self._next_open():
            return ""
        self._show_dispute()
        return " — everything listed is settled"

    def codebook_changed(self) -> None:
        self._read()
        self._show_dispute()

    def walked(self, done: Undone) -> str:
        """Show the disagreement whose decision was taken back."""
        self._read()
        found = [
            one
            for one in self.desk.queue(Wanted(words_too=True))
            if one.answer_id == done.answer_id and self.session.label(one.code) in done.sentence
        ]
        self._show_codes()
        if not found or not self._opened:
            if self._opened:
                self._list(self.current)
            return ""
        before = ""
        if not any((one.answer_id, one.code) == (found[0].answer_id, found[0].code) for one in self._listed()):
            self.wanted = Wanted(codes=(found[0].code,), words_too=True)
            before = "Only this code now. "
        self._list(found[0])
        return before

    def _listed(self) -> list[Disagreement]:
        return self.desk.queue(self.wanted)

    # --- moving ---------------------------------------------------------------------------------------------------

    def _open(self, opened: bool) -> None:
        self.query_one("#adjudication").set_class(opened, "opened")
        if not opened:
            self.wanted = replace(self.wanted, codes=(), pair=None)
            self._show_codes()

    def action_open(self) -> None:
        if self._opened:
            self.action_next_open()
            return
        code = self.code_in_view()
        if code is None:
            return
        pair = self._pairs()[self._cell - 1] if self._cell else None
        wanted = replace(self.wanted, codes=(code,), pair=pair)
        if not self.desk.queue(wanted) and self.desk.queue(replace(wanted, words_too=True)):
            self.say("They differ only in the words marked: v lists these too.")
            return
        if not self.desk.queue(wanted):
            self.say(f"Nobody differs on {self.session.label(code)} here.")
            return
        self.wanted = wanted
        self._open(True)
        self.call_after_refresh(self._list, None)

    @on(OptionList.OptionSelected, "#differ")
    def _clicked(self) -> None:
        self.action_open()

    @on(OptionList.OptionSelected, "#dispute-queue")
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self._go_to(event.option_index)

    def action_move(self, by: int) -> None:
        if not self._opened:
            codes = self.query_one("#differ", Lines)
            if by > 0:
                codes.action_cursor_down()
            else:
                codes.action_cursor_up()
        elif self._queue:
            self._go_to(min(max(self._at + by, 0), len(self._queue) - 1))

    def _go_to(self, place: int) -> None:
        if place != self._at:
            self._at, self.reason, self.note = place, "", ""
        self._show_dispute()

    def _next_open(self) -> bool:
        order = [*range(self._at + 1, len(self._queue)), *range(self._at + 1)]
        found = next((n for n in order if n < len(self._queue) and self._queue[n].settled is None), None)
        if found is None:
            return False
        self._go_to(found)
        return True

    def action_next_open(self) -> None:
        if not self._opened:
            self.action_open()
        elif not self._next_open():
            self.say("Everything listed is settled.")

    def action_same_answer(self) -> None:
        one = self.current
        beside = self._on_same_answer(one) if one is not None else []
        if one is None or not beside:
            self.say("There is no other disagreement on this answer.")
            return
        after = [other for other in beside if self.desk.all.index(other) > self.desk.all.index(one)]
        chosen = (after or beside)[0]
        if chosen not in self._queue:
            codes = (*self.wanted.codes, chosen.code) if self.wanted.codes else ()
            self.wanted = replace(self.wanted, codes=codes, pair=None, questions=())
        self.reason = self.note = ""
        self._list(chosen)

    def action_sideways(self, by: int) -> None:
        if self._opened:
            self.action_caret(by > 0, False)
            return
        self._cell = min(max(self._cell + by, 0), len(self._pairs()))
        self._show_codes()

    def action_question(self) -> None:
        names = [None, *dict.fromkeys(one.question for one in self.desk.all)]
        at = names.index(self.wanted.questions[0]) if self.wanted.questions else 0
        chosen = names[(at + 1) % len(names)]
        self._want(replace(self.wanted, questions=(chosen,) if chosen else ()))
        self.say(f"Only answers to {chosen}." if chosen else "Answers to every question.")

    def action_round(self) -> None:
        names = [None, *self.desk.rounds]
        if len(names) == 1:
            self.say("No round has been frozen yet.")
            return
        self.desk.in_round = names[(names.index(self.desk.in_round) + 1) % len(names)]
        self._read()
        self._measure()
        self._want(self.wanted)
        said = self.desk.in_round
        self.say(f"Only what was said in round {said}." if said else "What was said in rounds, and what stands now.")

    def action_words(self) -> None:
        self._want(replace(self.wanted, words_too=not self.wanted.words_too))
        self.say("Also where only the words differ." if self.wanted.words_too else "Not where only the words differ.")

    def _want(self, wanted: Wanted) -> None:
        keep = self.current
        self.wanted = wanted
        self._show_codes()
        if self._opened:
            self._list(keep)

    def action_names(self) -> None:
        self.hide_names = not self.hide_names
        self._show_title()
        if self.current is not None:
            self.query_one(DisputePane).show_decision(self._facts(self.current))

    def action_back(self) -> None:
        if self._opened and self.words.selection.span is not None:
            self.action_deselect()
        elif self._opened:
            self._open(False)
        else:
            super().action_back()
