"""The coding screen: one answer, its quotes, the codes, and the list it comes from.

Every act goes to the session, which makes it durable, before anything is painted. The screen keeps
ids and what is shown, nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal

from tipcoder.errors import StoreFault
from tipcoder.model.answers import Answer, AnswerLine, FoldedLine
from tipcoder.model.codings import Coding, Reading
from tipcoder.tui.commands import ScreenName, build_bindings, find_command, list_commands
from tipcoder.tui.commands.footers import AtHand
from tipcoder.tui.screens.code_cursor import CodeCursor
from tipcoder.tui.screens.code_lookup import CodeLookup
from tipcoder.tui.screens.colleague_showing import ColleagueShowing
from tipcoder.tui.screens.jump import CodeJumping
from tipcoder.tui.screens.list_screen import ListScreen
from tipcoder.tui.screens.long_answers import LongAnswerHelp
from tipcoder.tui.screens.offer_deciding import OfferDeciding
from tipcoder.tui.screens.quote_editing import QuoteEditing
from tipcoder.tui.screens.suggestion_requests import OffersMade, SuggestionRequests
from tipcoder.tui.screens.word_selection import WordSelection
from tipcoder.tui.widgets.answer_list import AnswerList
from tipcoder.tui.widgets.answer_pane import AnswerFacts, AnswerPane
from tipcoder.tui.widgets.answer_text import AnswerText
from tipcoder.tui.widgets.code_list import ON, ON_SOME, CodeList
from tipcoder.tui.widgets.code_pane import CodePane
from tipcoder.tui.workbench import Workbench
from tipcoder.workbench.coding.digit_codes import CodePlaces
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.coding.worklist import WorkList
from tipcoder.workbench.suggestions.worker import SuggestionWorker

if TYPE_CHECKING:
    from tipcoder.workbench.suggestions.offers import Offer


class CodingScreen(ListScreen):
    """Where coders live."""

    screen_name = ScreenName.CODING
    BINDINGS: ClassVar[list[BindingType]] = list(build_bindings(list_commands(ScreenName.CODING)))

    def __init__(self, session: CodingSession, worklist: WorkList, desk: SuggestionWorker) -> None:
        super().__init__(session, worklist, desk)
        self.codings: list[Coding] = []
        """Those of this coder on the answer shown."""
        self.words = self.add_controller(WordSelection(self))
        self.quotes = self.add_controller(QuoteEditing(self, self.acts, self.memos))
        self.suggestions = self.add_controller(SuggestionRequests(self))
        self.deciding = self.add_controller(
            OfferDeciding(self, self.suggestions, self.acts, self.words)
        )
        self.colleagues = self.add_controller(ColleagueShowing(self))
        self.add_controller(LongAnswerHelp(self, self.acts, self.quotes))
        self.cursor = self.add_controller(
            CodeCursor(self, self.codes, self.words, self.quotes, self.deciding)
        )
        self.add_controller(CodeJumping(self, self.cursor.apply_listed_code))
        self.add_controller(
            CodeLookup(
                self,
                self.cursor.find_code_looked_at,
                request_quotes=self.cursor.request_quotes,
                find_language=self._find_language,
            )
        )
        self._reading: Reading | None = None
        self._folded: FoldedLine | None = None
        """How the answers of the current line stand, where it stands for several."""

    def compose_work(self) -> ComposeResult:
        settings = cast("Workbench", self.app).settings
        fold_keys = settings.format_keys(find_command("list.fold"))
        translation_keys = settings.format_keys(find_command("translation.show"))
        with Horizontal(id="work"):
            yield AnswerList(self._read_lines, self.find_hits)
            yield AnswerPane(
                self.session.code_label, self.session.code_colour, fold_keys, translation_keys
            )
            yield CodePane(settings.format_keys(find_command("look.peek")))

    def on_mount(self) -> None:
        """Open at the first answer that is not finished."""
        self.show_list()
        self.show_status(self.session.news)

    # --- what is shown ----------------------------------------------------------------------------

    @property
    def answer_list(self) -> AnswerList:
        """The answers listed."""
        return self.query_one(AnswerList)

    @property
    def answer_pane(self) -> AnswerPane:
        """The current answer, and what belongs to it."""
        return self.query_one(AnswerPane)

    @property
    def answer_text(self) -> AnswerText:
        """The words of the current answer."""
        return self.query_one(AnswerText)

    @property
    def code_pane(self) -> CodePane:
        """The codes."""
        return self.query_one(CodePane)

    @property
    def code_list(self) -> CodeList:
        """The lines of the codes."""
        return self.query_one(CodeList)

    @property
    def page_size(self) -> int:
        return self.answer_list.page_size

    def show_list(self) -> None:
        self.answer_list.show_answers(self.ids, self.index)
        self.show_answer()

    def show_order(self) -> None:
        self.answer_list.reorder_answers(self.ids, self.index)
        self.show_title()

    def restore_cursor(self) -> None:
        self.answer_list.go_to(self.index)

    def show_answer(self) -> None:
        facts = self._read_facts()  # first, because the store may not answer
        self.answer_list.go_to(self.index)
        # Offers belong to an answer: those of the one before go before codes are drawn.
        self.suggestions.answer_changed()
        pane = self.answer_pane
        if facts is None:
            pane.show_nothing(self.explain_empty_list())
        else:
            pane.show_answer(facts)
            pane.show_hits(self.find_hits)
        self.colleagues.show_colleagues()
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
        answers = self.answer_list
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
        self.answer_list.redraw_all()
        self._show_state()

    def _show_state(self) -> None:
        """Show what became of the current answer; what is selected in it stays."""
        facts = self._read_facts()
        if facts is not None:
            self.answer_pane.show_changes(facts)
        self.colleagues.show_colleagues()
        # Undo may have taken back that an offer was rejected.
        self.suggestions.read_verdicts()
        self._show_codes()
        self.show_title()

    def study_changed(self) -> None:
        # Texts or codes may be others now.
        self.suggestions.forget_offers()
        super().study_changed()

    @on(OffersMade)
    def _take_offers(self, message: OffersMade) -> None:
        self.suggestions.take_offers(message.offers)

    def on_key(self) -> None:
        """The coder goes on, and does not wait for what she has asked for."""
        self.suggestions.note_key()

    def show_offers(self) -> None:
        """Show the codes with what is offered, and the answer with its evidence."""
        self._show_codes()

    def announce_offers(self, offers: Sequence[Offer]) -> None:
        """Offers are shown, the best one first: move the cursor there and say what it is."""
        self.deciding.announce_offers(offers)

    def show_digits(self) -> None:
        code = self.code_in_view()
        self._show_codes()
        # The code moved with its digit, and stays the one under the cursor.
        if code is not None:
            self.go_to_code(code)

    def go_to_code(self, code: str) -> None:
        """Put the cursor of the codes on a code, and show what speaks for it."""
        self.code_pane.go_to(code)
        self.deciding.show_evidence()

    def show_codebook(self) -> None:
        """Show the codes anew: a definition has changed."""
        self._show_codes()

    def _read_facts(self) -> AnswerFacts | None:
        """Read all that is shown of the current answer, and remember what acts need of it."""
        self.session.store_use.refuse_in_trouble()
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
        pane = self.code_pane
        pane.show_codes(
            book, self.deciding.code_lines(), marks, language, self.deciding.explain_offers()
        )
        self.deciding.show_evidence()

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
        extra = " · suggesting" if self.suggestions.always else ""
        if self.colleagues.is_on:
            extra += " · with colleagues"
        if self.cursor.sticky:
            extra += f" · Space: {self.session.code_label(self.cursor.sticky)}"
        return (extra, "bold") if extra else ""

    def find_at_hand(self) -> AtHand:
        if self.answer_text.selection.span is not None:
            return AtHand.SELECTED
        return AtHand.SUGGESTED if self.suggestions.offers is not None else AtHand.USUAL

    def code_in_view(self) -> str | None:
        return self.code_pane.current_code

    def code_places(self) -> CodePlaces:
        return self.deciding.code_places()

    def select_words(self, span: tuple[int, int]) -> None:
        """Select words of the current answer."""
        self.words.select_span(span)

    def _find_language(self) -> str:
        """The language in which a code is explained: that of the answer."""
        answer = self.answer
        return answer.language if answer is not None else self.session.languages[0]

    # --- coding -----------------------------------------------------------------------------------

    def apply_code(self, code: str) -> None:
        """Apply a code to the selected words, or to the whole answer and go on."""
        span = self.words.take_words()
        is_whole = span is None
        offer = self.suggestions.find_offer(code)
        # Applying an offered code by another key answers the offer, too.
        suggested = offer.shown if offer else None
        self.codes.last_code = code

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

        self.acts.perform_act(add_coding, advance=is_whole)

    def span_at_hand(self) -> tuple[int, int] | None:
        selection = self.answer_text.selection
        is_whole = selection.span == (0, len(selection.text))
        return None if is_whole else selection.span

    def action_remove(self) -> None:
        is_mixed = self._folded is not None and bool(self._folded.on_some)
        if is_mixed and self.quotes.find_coding_meant() is None:
            # The answer shown has no code, but others on its line have some.
            self.codes.choose_code_to_remove()
        else:
            self.quotes.remove_coding_meant()

    def action_pin(self) -> None:
        code = self.code_in_view()
        if code is not None:
            self.codes.pin_code(code)

    # --- translations -----------------------------------------------------------------------------

    def action_translation(self) -> None:
        """Show translations under the answers, or the originals alone, until the program ends."""
        pane = self.answer_pane
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
        self.words.action_scroll_text(by)
        pane = self.answer_pane
        below = pane.translated_text
        below.scroll_rows(by * max(below.size.height // 2, 1))
        pane.scroll_colleagues(by)

    # --- the mouse --------------------------------------------------------------------------------

    @on(AnswerList.Chosen)
    def _go_to_clicked_answer(self, message: AnswerList.Chosen) -> None:
        self.go_to(message.index)

    @on(CodeList.Picked)
    def _apply_clicked_code(self, message: CodeList.Picked) -> None:
        self.cursor.apply_listed_code(message.code)
