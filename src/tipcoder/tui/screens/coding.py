"""The coding screen: one answer, its quotes, the codes, and the list it comes from.

Every act goes to the session, which makes it durable, before anything is painted. The screen keeps ids and what is
shown, nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Static

from tipcoder.errors import TipcoderError
from tipcoder.language.units import Unit
from tipcoder.model import Answer, AnswerFilter, Coding, Outcome, Reading
from tipcoder.tui.commands import Place, bindings_of, commands_of
from tipcoder.tui.drawing import parts, shown_line
from tipcoder.tui.screens.code_picker import CodePicker
from tipcoder.tui.screens.filter_box import FilterBox
from tipcoder.tui.screens.help import HelpScreen
from tipcoder.tui.widgets.answer_layout import Mark
from tipcoder.tui.widgets.answer_list import AnswerList
from tipcoder.tui.widgets.answer_text import AnswerText
from tipcoder.tui.widgets.code_card import CodeCard
from tipcoder.tui.widgets.code_list import DIGITS, CodeLine, CodeList
from tipcoder.workbench.coding import OUTCOME_WORDS, CodingSession
from tipcoder.workbench.filtering import filter_words, parse_filter

_IDLE_SECONDS = 3.0


class CodingScreen(Screen[None]):
    """Where coders live."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings_of(commands_of(Place.CODING)))

    def __init__(self, session: CodingSession) -> None:
        super().__init__()
        self.session = session
        self.where = AnswerFilter()
        self.ids: list[int] = []
        self.index = 0
        self._place_of: dict[int, int] = {}
        self._finished: set[int] = set()
        self._finished_here = 0
        self._codings: list[Coding] = []
        self._reading: Reading | None = None
        self._last_code: str | None = None
        self._acted = False

    def compose(self) -> ComposeResult:
        yield Static(id="title")
        yield Static(
            Content("The workbench needs 60 columns and 16 lines. Make the window larger; nothing is lost."),
            id="too-small",
        )
        with Horizontal(id="work"):
            yield AnswerList(self.session.lines)
            with Vertical(id="answer"):
                yield Static(id="place")
                yield Static(id="question")
                yield AnswerText()
            with Vertical(id="codes"):
                yield CodeList()
                yield CodeCard()
        yield Static(id="status")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Open at the first answer that is not finished."""
        self.list_answers(AnswerFilter())
        self.say(self.session.news)
        self.set_interval(_IDLE_SECONDS, self._rest)

    # --- what is listed -------------------------------------------------------------------------------------------

    def list_answers(self, where: AnswerFilter, keep: int | None = None) -> None:
        """List the answers that pass the filter; stay on answer `keep` if it is among them."""
        self.where = where
        self.ids = self.session.ids(where)
        self._place_of = {answer_id: place for place, answer_id in enumerate(self.ids)}
        self._finished = self.session.finished_ids()
        self._finished_here = sum(1 for answer_id in self.ids if answer_id in self._finished)
        self.index = self._place_of.get(keep, -1) if keep is not None else -1
        if self.index < 0:
            self.index = next((i for i, answer_id in enumerate(self.ids) if answer_id not in self._finished), 0)
        self.query_one(AnswerList).show(self.ids, self.index)
        self.show_answer()

    @property
    def answer(self) -> Answer | None:
        """The answer on screen, or None where the filter lets nothing through."""
        return self.session.answer(self.ids[self.index]) if self.ids else None

    def go_to(self, index: int) -> None:
        """Show another answer of the list."""
        if self.ids:
            self.index = min(max(index, 0), len(self.ids) - 1)
            self.query_one(AnswerList).go_to(self.index)
            self.show_answer()

    # --- what is shown --------------------------------------------------------------------------------------------

    def show_answer(self) -> None:
        """Show the current answer from the beginning, nothing selected."""
        self._read()
        answer = self.answer
        self.query_one(AnswerText).show(answer.text if answer else "", self._marks())
        if answer is None:
            nothing = (
                "No answer passes the filter; F lists all." if filter_words(self.where) else "There are no answers."
            )
            self._put("#question", Content(nothing))
        else:
            wording = next(q.text for q in self.session.questions if q.column == answer.question)
            shown = [wording] if wording != answer.question else []
            shown += [f"{name}: {value}" for name, value in answer.attributes.items()]
            self._put("#question", shown_line(" · ".join(shown)))
        self._show_place()
        self._show_codes()
        self._show_title()

    def show_changes(self) -> None:
        """Show what became of the current answer; the selection stays."""
        self._read()
        self.query_one(AnswerText).mark(self._marks())
        if self.ids:
            self.query_one(AnswerList).changed(self.ids[self.index], self.index)
        self._show_place()
        self._show_codes()
        self._show_title()

    def _read(self) -> None:
        answer = self.answer
        self._codings = self.session.codings(answer.id) if answer else []
        self._reading = self.session.reading(answer.id) if answer else None
        if answer is not None:
            self._note_finished(answer.id, self._reading is not None)

    def _note_finished(self, answer_id: int, finished: bool) -> None:
        if finished != (answer_id in self._finished):
            self._finished ^= {answer_id}
            self._finished_here += 1 if finished else -1

    def _marks(self) -> list[Mark]:
        answer = self.answer
        length = len(answer.text) if answer else 0
        return [
            Mark(coding.start, coding.end, self.session.label(coding.code), self.session.colour(coding.code))
            for coding in self._codings
            if not (coding.start == 0 and coding.end == length)
        ]

    def _show_place(self) -> None:
        answer = self.answer
        if answer is None:
            self._put("#place", Content(""))
            return
        whole = [c for c in self._codings if c.start == 0 and c.end == len(answer.text)]
        pieces: list[tuple[str, str] | str] = [(answer.case, "bold"), f" {answer.question} · {answer.language}"]
        if answer.duplicates > 1:
            pieces.append(f" · ×{answer.duplicates} the same")
        if self._reading is not None:
            pieces.append((f"  ✓ {OUTCOME_WORDS[self._reading.outcome]}", "bold $success"))
        for coding in whole:
            pieces += ["  ", (f" {self.session.label(coding.code)} ", "reverse")]
        self._put("#place", parts(*pieces))

    def _show_codes(self) -> None:
        answer = self.answer
        codes = self.query_one(CodeList)
        ranked = self.session.ranked_codes(answer.id) if answer else []
        lines = [CodeLine(key, self.session.label(key), self.session.colour(key)) for key in ranked]
        codes.show(lines, {coding.code for coding in self._codings})
        self._show_card()

    def _show_card(self) -> None:
        key = self.query_one(CodeList).code
        book = self.session.codebook
        language = self.answer.language if self.answer else book.language
        self.query_one(CodeCard).show(book, book.codes.get(key) if key else None, language)

    def _show_title(self) -> None:
        total = len(self.ids)
        share = f"{self._finished_here} of {total} finished" + (f", {self._finished_here / total:.0%}" if total else "")
        words = filter_words(self.where)
        self._put(
            "#title",
            parts(
                (share, "bold"),
                f" · {self.session.coder.name}",
                (f" · [{words}]", "italic") if words else "",
                f" · {self.session.title}",
            ),
        )

    def _put(self, where: str, content: Content) -> None:
        """Show text in a place of fixed size; laying the screen out anew would cost a frame at every key."""
        self.query_one(where, Static).update(content, layout=False)

    def say(self, sentence: str, *, fault: bool = False) -> None:
        """A sentence in the status line."""
        status = self.query_one("#status", Static)
        status.update(shown_line(f"! {sentence}" if fault else sentence), layout=False)
        status.set_class(fault, "fault")

    # --- coding ---------------------------------------------------------------------------------------------------

    def act(self, do: Callable[[Answer], str], *, advance: bool = False) -> None:
        """Do something to the current answer and show it; a refusal is said, and nothing has changed then."""
        answer = self.answer
        if answer is None:
            self.say("There is no answer here.", fault=True)
            return
        try:
            sentence = do(answer)
        except TipcoderError as fault:
            self.say(str(fault), fault=True)
            return
        self._acted = True
        self.show_changes()
        if advance and not self._advance():
            sentence += " — every answer listed is finished"
        self.say(sentence)

    def _advance(self) -> bool:
        """Go to the next answer that is not finished, below first, then from the top; False if there is none."""
        order = (*range(self.index + 1, len(self.ids)), *range(self.index))
        found = next((place for place in order if self.ids[place] not in self._finished), None)
        if found is None:
            return False
        self.go_to(found)
        return True

    def apply(self, code: str) -> None:
        """Put a code on the selected words, or on the whole answer and go on."""
        span = self.query_one(AnswerText).selection.span
        self._last_code = code
        self.act(
            lambda answer: self.session.apply(answer.id, code, span, finish=span is None),
            advance=span is None,
        )

    def action_digit(self, number: int) -> None:
        answer = self.answer
        ranked = self.session.ranked_codes(answer.id)[:DIGITS] if answer else []
        if number <= len(ranked):
            self.apply(ranked[number - 1])
        else:
            self.say(f"No code stands on {number}.", fault=True)

    def action_repeat(self) -> None:
        if self._last_code is None:
            self.say("No code has been put on yet.", fault=True)
        else:
            self.apply(self._last_code)

    def action_cursor(self, by: int) -> None:
        self.query_one(CodeList).move(by)
        self._show_card()

    def action_apply_cursor(self) -> None:
        code = self.query_one(CodeList).code
        if code is not None:
            self.apply(code)

    def action_pick(self) -> None:
        def put(code: str | None) -> None:
            if code is not None:
                self.apply(code)

        answer = self.answer
        if answer is not None:
            self.app.push_screen(CodePicker(self.session.codebook, self.session.languages[0]), put)

    def action_remove(self) -> None:
        coding = self._coding_meant()
        if coding is None:
            self.say("There is no code on this answer.", fault=True)
        else:
            self.act(lambda _: self.session.remove(coding.id))

    def _coding_meant(self) -> Coding | None:
        """The narrowest of the codings that cover what is selected, else the newest."""
        selection = self.query_one(AnswerText).selection
        start, end = selection.span or (selection.caret, selection.caret + 1)
        if selection.span is not None or selection.caret > 0:
            over = [c for c in self._codings if c.start < end and start < c.end]
            if over:
                return min(over, key=lambda c: (c.start > start or c.end < end, c.end - c.start, -c.id))
        return max(self._codings, key=lambda c: c.id, default=None)

    def action_finish(self) -> None:
        self.act(lambda answer: self.session.finish(answer.id), advance=True)

    def action_outcome(self, outcome: str) -> None:
        self.act(lambda answer: self.session.finish(answer.id, Outcome(outcome)), advance=True)

    def action_reopen(self) -> None:
        self.act(lambda answer: self.session.reopen(answer.id))

    def action_undo(self) -> None:
        self._walk("Undone", "undo")

    def action_redo(self) -> None:
        self._walk("Done again", "redo")

    def _walk(self, word: str, verb: str) -> None:
        try:
            done = self.session.undo() if verb == "undo" else self.session.redo()
        except TipcoderError as fault:
            self.say(str(fault), fault=True)
            return
        if done is None:
            self.say(f"There is nothing to {verb}.", fault=True)
            return
        self._acted = True
        if done.answer_id is None:
            self.list_answers(self.where, keep=self.ids[self.index] if self.ids else None)
        elif done.answer_id in self._place_of:
            place = self._place_of[done.answer_id]
            if place != self.index:
                self.go_to(place)
            self.show_changes()
        else:
            self.list_answers(AnswerFilter(), keep=done.answer_id)
            word = f"With no filter now, {word.lower()}"
        self.say(f"{word}: {done.sentence}")

    # --- selecting ------------------------------------------------------------------------------------------------

    def action_select(self, unit: str, forward: bool) -> None:
        text = self.query_one(AnswerText)
        text.selection.step(Unit(unit), forward=forward)
        text.selection_changed()

    def action_select_quote(self) -> None:
        text = self.query_one(AnswerText)
        if not self._codings:
            self.say("There is no code on this answer.", fault=True)
            return
        spans = sorted({(c.start, c.end) for c in self._codings})
        here = text.selection.span
        found = spans[(spans.index(here) + 1) % len(spans)] if here in spans else spans[0]
        text.selection.set(*found)
        text.selection_changed()
        codes = [self.session.label(c.code) for c in self._codings if (c.start, c.end) == found]
        self.query_one(CodeList).go_to(next(c.code for c in self._codings if (c.start, c.end) == found))
        self._show_card()
        self.say(f"{', '.join(codes)}. d takes it off.")

    def action_stretch(self, outward: bool) -> None:
        text = self.query_one(AnswerText)
        text.selection.stretch(outward=outward)
        text.selection_changed()

    def action_edge(self) -> None:
        text = self.query_one(AnswerText)
        text.selection.swap_edge()
        text.selection_changed()

    def action_caret(self, forward: bool, extend: bool) -> None:
        text = self.query_one(AnswerText)
        text.selection.move_caret(forward=forward, extend=extend)
        text.selection_changed()

    def action_deselect(self) -> None:
        text = self.query_one(AnswerText)
        text.selection.clear()
        text.selection_changed()

    # --- moving ---------------------------------------------------------------------------------------------------

    def action_move(self, by: int) -> None:
        self.go_to(self.index + by)

    def action_page(self, by: int) -> None:
        self.go_to(self.index + by * self.query_one(AnswerList).page)

    def action_to_end(self, last: bool) -> None:
        self.go_to(len(self.ids) - 1 if last else 0)

    def action_next_open(self) -> None:
        if not self._advance():
            self.say("Every answer listed is finished.")

    def action_scroll_text(self, by: int) -> None:
        text = self.query_one(AnswerText)
        text.scroll_by(by * max(text.size.height // 2, 1))

    # --- study ----------------------------------------------------------------------------------------------------

    def action_filter(self) -> None:
        def use(words: str | None) -> None:
            if words is not None:
                self.list_answers(self._parsed(words), keep=self.ids[self.index] if self.ids else None)
                self.say(f"{len(self.ids)} answers")

        self.app.push_screen(FilterBox(filter_words(self.where), self._terms(), self._parsed), use)

    def action_no_filter(self) -> None:
        self.list_answers(AnswerFilter(), keep=self.ids[self.index] if self.ids else None)
        self.say(f"All {len(self.ids)} answers")

    def _parsed(self, words: str) -> AnswerFilter:
        session = self.session
        return parse_filter(words, session.questions, [name for name, _ in session.languages_found()], session.codebook)

    def _terms(self) -> list[tuple[str, str]]:
        session = self.session
        terms = [("-finished", "still to do"), ("finished", "done")]
        terms += [(f"lang:{name}", f"{count} answers") for name, count in session.languages_found()]
        terms += [(f"q:{q.column}", q.text) for q in session.questions]
        return terms + [(f"code:{key}", session.label(key)) for key in session.codebook.codes]

    def action_help(self) -> None:
        self.app.push_screen(HelpScreen(Place.CODING))

    def action_quit(self) -> None:
        self.app.exit()

    def _rest(self) -> None:
        """Bring the log into the main file while nobody types, so that a copied file is whole."""
        if self._acted:
            self._acted = False
            self.session.rest()

    # --- the mouse ------------------------------------------------------------------------------------------------

    @on(AnswerList.Chosen)
    def _answer_clicked(self, message: AnswerList.Chosen) -> None:
        self.go_to(message.index)

    @on(CodeList.Picked)
    def _code_clicked(self, message: CodeList.Picked) -> None:
        self.apply(message.code)
