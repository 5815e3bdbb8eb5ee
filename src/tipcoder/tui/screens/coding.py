"""The coding screen: one answer, its quotes, the codes, and the list it comes from.

Every act goes to the session, which makes it durable, before anything is painted. The screen keeps
ids and what is shown, nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal

from tipcoder.errors import StoreFault
from tipcoder.model import Answer, AnswerLine, Coding, FoldedLine, Reading
from tipcoder.tui.commands import ScreenName, build_bindings, find_command, list_commands
from tipcoder.tui.commands.footers import AtHand
from tipcoder.tui.screens.alike_actions import AlikeActions
from tipcoder.tui.screens.colleague_actions import ColleagueActions
from tipcoder.tui.screens.jump import LETTERS, Jump
from tipcoder.tui.screens.long_answer_actions import LongAnswerActions
from tipcoder.tui.screens.suggestion_actions import SuggestionActions
from tipcoder.tui.widgets.answer_list import AnswerList
from tipcoder.tui.widgets.answer_pane import AnswerFacts, AnswerPane
from tipcoder.tui.widgets.code_list import ON, ON_SOME, CodeList
from tipcoder.tui.widgets.code_pane import CodePane
from tipcoder.tui.workbench import Workbench
from tipcoder.workbench.coding.code_quotes import QuoteRequest
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.coding.worklist import WorkList
from tipcoder.workbench.suggestions.worker import SuggestionWorker


class CodingScreen(SuggestionActions, LongAnswerActions, AlikeActions, ColleagueActions):
    """Where coders live."""

    screen_name = ScreenName.CODING
    BINDINGS: ClassVar[list[BindingType]] = list(build_bindings(list_commands(ScreenName.CODING)))

    def __init__(self, session: CodingSession, worklist: WorkList, desk: SuggestionWorker) -> None:
        super().__init__(session, worklist, desk)
        self._reading: Reading | None = None
        self._folded: FoldedLine | None = None
        """How the answers of the current line stand, where it stands for several."""
        self._sticky: str | None = None
        """The code that Space applies whatever the cursor is on."""
        self._chose_code_at: tuple[tuple[int, int] | None, int] | None = None
        """What was selected when the cursor of the codes was moved last."""

    def compose_work(self) -> ComposeResult:
        settings = cast("Workbench", self.app).settings
        fold_keys = settings.format_keys(find_command("list.fold"))
        translation_keys = settings.format_keys(find_command("translation.show"))
        with Horizontal(id="work"):
            yield AnswerList(self._read_lines, self.find_hits)
            yield AnswerPane(
                self.session.code_label, self.session.code_colour, fold_keys, translation_keys
            )
            yield CodePane()

    def on_mount(self) -> None:
        """Open at the first answer that is not finished."""
        self.show_list()
        self.show_status(self.session.news)

    # --- what is shown ----------------------------------------------------------------------------

    @property
    def page_size(self) -> int:
        return self.query_one(AnswerList).page_size

    def show_list(self) -> None:
        self.query_one(AnswerList).show_answers(self.ids, self.index)
        self.show_answer()

    def show_order(self) -> None:
        self.query_one(AnswerList).reorder_answers(self.ids, self.index)
        self.show_title()

    def restore_cursor(self) -> None:
        self.query_one(AnswerList).go_to(self.index)

    def show_answer(self) -> None:
        facts = self._read_facts()  # first, because the store may not answer
        self.query_one(AnswerList).go_to(self.index)
        # Offers belong to an answer: those of the one before go before codes are drawn.
        self.answer_changed()
        pane = self.query_one(AnswerPane)
        if facts is None:
            pane.show_nothing(self.explain_empty_list())
        else:
            pane.show_answer(facts)
            pane.show_hits(self.find_hits)
        self.show_colleagues()
        self._show_codes()
        self.show_title()
        # When this one is painted: nobody waits for what she has not come to.
        self.call_after_refresh(self._read_neighbours)

    def _read_neighbours(self) -> None:
        """Read the answers that a key may show next."""
        try:
            self.session.read_ahead(self.list.list_at_hand())
        except StoreFault:
            # Nobody has asked for them, so nothing was refused.
            cast("Workbench", self.app).check_store()

    def show_changes(self, changed: Sequence[int], *, leaves: bool = False) -> None:
        answers = self.query_one(AnswerList)
        for answer_id in changed:
            # An answer that is folded under another one has no line of its own.
            place = self.list.find_place(answer_id)
            if place is None:
                continue
            if len(changed) == 1:
                sheet = self.session.read_sheet(answer_id)
                is_finished = sheet.reading is not None
                codings = len(sheet.codings)
                answers.show_work(answer_id, place, finished=is_finished, codings=codings)
            else:
                answers.redraw_answer(self.ids[place], place)
        if not leaves:
            self._show_state()

    def repaint_all(self) -> None:
        self.query_one(AnswerList).redraw_all()
        self._show_state()

    def _show_state(self) -> None:
        """Show what became of the current answer; what is selected in it stays."""
        facts = self._read_facts()
        if facts is not None:
            self.query_one(AnswerPane).show_changes(facts)
        self.show_colleagues()
        # Undo may have taken back that an offer was rejected.
        self.read_verdicts()
        self._show_codes()
        self.show_title()

    def study_changed(self) -> None:
        # Texts or codes may be others now.
        self.forget_offers()
        super().study_changed()

    def show_offers(self) -> None:
        self._show_codes()

    def show_digits(self) -> None:
        code = self.code_in_view()
        self._show_codes()
        # The code moved with its digit, and stays the one under the cursor.
        if code is not None:
            self.query_one(CodePane).go_to(code)
            self.show_evidence()

    def show_codebook(self) -> None:
        self._show_codes()

    def _read_facts(self) -> AnswerFacts | None:
        """Read all that is shown of the current answer, and remember what acts need of it."""
        self.session.refuse_in_trouble()
        answer = self.answer
        if answer is None:
            self.codings, self._reading, self._folded = [], None, None
            return None
        facts = self._gather_facts(answer)
        self.codings, self._reading = list(facts.codings), facts.reading
        self._folded = facts.folded
        self.list.note_finished(answer.id, finished=facts.reading is not None)
        return facts

    def _gather_facts(self, answer: Answer) -> AnswerFacts:
        sheet = self.session.read_sheet(answer.id)
        return AnswerFacts(
            answer=answer,
            wording=self.find_wording(answer.question),
            codings=sheet.codings,
            reading=sheet.reading,
            folded=self.list.read_folded_lines([answer.id]).get(answer.id),
            flagged=sheet.is_flagged,
            memos=sheet.memos,
        )

    def _show_codes(self) -> None:
        answer = self.answer
        book = self.session.codebook
        # Definitions are shown in the language of the answer, where the codebook has it.
        language = answer.language if answer else book.language
        marks = dict.fromkeys(self._codes_on_some(), ON_SOME)
        # What is on all of them wins over what is on some.
        marks.update(dict.fromkeys(self.codes_on(), ON))
        pane = self.query_one(CodePane)
        pane.show_codes(book, self.code_lines(), marks, language, self.explain_offers())
        self.show_evidence()

    def _read_lines(self, ids: Sequence[int]) -> dict[int, AnswerLine]:
        folded = self.list.read_folded_lines(ids)
        lines: dict[int, AnswerLine] = {}
        for answer_id, line in self.session.read_lines(ids).items():
            lines[answer_id] = self.as_listed(line, folded.get(answer_id))
        return lines

    def codes_on(self) -> set[str]:
        """Codes on the current answer; where it stands for several, those on all of them."""
        if self._folded is not None:
            return set(self._folded.on_all)
        return {coding.code for coding in self.codings}

    def _codes_on_some(self) -> set[str]:
        """Codes on some of the answers that the current line stands for, but not on all."""
        if self._folded is None:
            return set()
        return {code for code, _ in self._folded.on_some}

    def title_extra(self) -> tuple[str, str] | str:
        extra = " · suggesting" if self.always else ""
        if self._shows_colleagues:
            extra += " · with colleagues"
        if self._sticky:
            extra += f" · Space: {self.session.code_label(self._sticky)}"
        return (extra, "bold") if extra else ""

    def find_at_hand(self) -> AtHand:
        if self.answer_text.selection.span is not None:
            return AtHand.SELECTED
        return AtHand.SUGGESTED if self.offers is not None else AtHand.USUAL

    def code_in_view(self) -> str | None:
        return self.query_one(CodePane).current_code

    def select_words(self, span: tuple[int, int]) -> None:
        """Select words of the current answer."""
        self.answer_text.selection.select_span(*span)
        self.answer_text.redraw_selection()

    # --- looking a code up ------------------------------------------------------------------------

    def use_code_at_hand(self, use: Callable[[str], None]) -> None:
        """The code of the quote at the caret, unless the cursor of the codes was moved since."""
        quote = self._find_quote_looked_at()
        if quote is not None:
            use(quote.code)
        else:
            super().use_code_at_hand(use)

    def request_quotes(self, code: str) -> QuoteRequest:
        """Begins at the quote that is looked at."""
        quote = self._find_quote_looked_at()
        return QuoteRequest(code, coding_id=quote.id if quote is not None else None)

    def language_at_hand(self) -> str:
        answer = self.answer
        return answer.language if answer is not None else super().language_at_hand()

    def _find_quote_looked_at(self) -> Coding | None:
        """The quote that is selected just as it is, or that the caret is in."""
        selection = self.answer_text.selection
        if self._chose_code_at == (selection.span, selection.caret):
            return None
        quote = self.find_coding_touched()
        is_other_span = quote is not None and selection.span not in (None, (quote.start, quote.end))
        # Words that are selected otherwise wait for a code: the cursor of the codes is meant then.
        return None if is_other_span else quote

    # --- coding -----------------------------------------------------------------------------------

    def apply_code(self, code: str) -> None:
        """Apply a code to the selected words, or to the whole answer and go on."""
        span = self.take_selected_words()
        is_whole = span is None
        offer = self.find_offer(code)
        # Applying an offered code by another key answers the offer, too.
        suggested = offer.shown if offer else None
        self._last_code = code

        def add_coding(answer: Answer, also: Sequence[int]) -> str:
            return self.session.add_coding(
                answer.id,
                code,
                span,
                finish=is_whole,
                also=also,
                suggested=suggested,
                move_overlapped=True,
            )

        self.perform_act(add_coding, advance=is_whole)

    def _apply_listed_code(self, code: str) -> None:
        """Apply the code of a line: as it is offered, else as any code."""
        self._last_code = code
        if not self.accept_offer(code):
            self.apply_code(code)

    def span_at_hand(self) -> tuple[int, int] | None:
        selection = self.answer_text.selection
        is_whole = selection.span == (0, len(selection.text))
        return None if is_whole else selection.span

    def action_digit(self, number: int) -> None:
        code = self.code_places().digits.get(number)
        if code is not None:
            self._apply_listed_code(code)
        else:
            self.show_status(f"There is no code on {number}.", fault=True)

    def action_cursor(self, by: int) -> None:
        self.query_one(CodePane).move_cursor(by)
        selection = self.answer_text.selection
        self._chose_code_at = selection.span, selection.caret
        self.show_evidence()

    def action_apply_cursor(self) -> None:
        if self._sticky is not None:
            self._apply_sticky_code(self._sticky)
            return
        code = self.query_one(CodePane).current_code
        if code is not None:
            self._apply_listed_code(code)

    def _apply_sticky_code(self, code: str) -> None:
        """Apply it to what is selected and select what follows: one key for each sentence."""
        is_on_words = self.answer_text.selection.span is not None
        self.apply_code(code)
        if not is_on_words:
            return
        if self.answer_text.selection.select_next_unit():
            self.answer_text.redraw_selection()
        else:
            self.action_deselect()
            self.show_status("That was the end of the answer. Enter finishes it.")

    def action_sticky(self) -> None:
        if self._sticky is None:
            self._sticky = self._last_code or self.query_one(CodePane).current_code
        else:
            self._sticky = None
        self.show_title()
        if self._sticky is None:
            self.show_status("Space applies the code under the cursor again.")
        else:
            label = self.session.code_label(self._sticky)
            self.show_status(f"Space applies {label} and selects what follows; y ends that.")

    def action_remove(self) -> None:
        is_mixed = self._folded is not None and bool(self._folded.on_some)
        if is_mixed and self.find_coding_meant() is None:
            # The answer shown has no code, but others on its line have some.
            self.choose_code_to_remove()
        else:
            self.remove_coding_meant()

    # --- translations -----------------------------------------------------------------------------

    def action_translation(self) -> None:
        """Show translations under the answers, or the originals alone, until the program ends."""
        pane = self.query_one(AnswerPane)
        pane.shows_translations = not pane.shows_translations
        answer = self.answer
        translation = answer.translation if answer else ""
        pane.show_translation(translation)
        pane.show_hits(self.find_hits)
        self._show_state()
        if not pane.shows_translations:
            self.show_status("The originals alone.")
        elif translation:
            self.show_status("Translations are shown; codes are put on the original.")
        else:
            self.show_status("Translations are shown; this answer has none.")

    def action_scroll_text(self, by: int) -> None:
        super().action_scroll_text(by)
        pane = self.query_one(AnswerPane)
        below = pane.translated_text
        below.scroll_rows(by * max(below.size.height // 2, 1))
        pane.scroll_colleagues(by)

    # --- jumping and the mouse --------------------------------------------------------------------

    def action_jump(self) -> None:
        """Show letters on codes without a digit and on the answers in sight; wait for one."""
        answers, codes = self.query_one(AnswerList), self.query_one(CodeList)
        answers.lettered = codes.lettered = LETTERS
        # The definition card makes room, because a letter reaches every code in sight.
        self.add_class("-jumping")
        self.app.push_screen(Jump(), self._use_jump_letter)

    def _use_jump_letter(self, letter: str | None) -> None:
        answers, codes = self.query_one(AnswerList), self.query_one(CodeList)
        # Which code a letter is on depends on what is in sight: find it before the room changes.
        code = None
        if letter is not None and letter.islower():
            code = codes.code_at_letter(LETTERS.index(letter))
        answers.lettered = codes.lettered = ""
        self.remove_class("-jumping")

        if letter is not None and letter.isupper():
            self.go_to(answers.first_visible + LETTERS.index(letter.lower()))
        elif code is not None:
            self._apply_listed_code(code)

    @on(AnswerList.Chosen)
    def _go_to_clicked_answer(self, message: AnswerList.Chosen) -> None:
        self.go_to(message.index)

    @on(CodeList.Picked)
    def _apply_clicked_code(self, message: CodeList.Picked) -> None:
        self._apply_listed_code(message.code)
