"""The screen with all quotes of a code: a list in groups, and the current one in its context."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Static

from tipcoder.errors import TipcoderError
from tipcoder.model.codings import MemoTarget, UndoResult
from tipcoder.model.filters import AnswerFilter
from tipcoder.tui.commands import ScreenName, build_bindings, list_commands
from tipcoder.tui.drawing import assemble_line
from tipcoder.tui.screens.code_lookup import CodeLookup
from tipcoder.tui.screens.code_picker import CodeChoice, CodePicker
from tipcoder.tui.screens.code_replacing import CodeReplacing
from tipcoder.tui.screens.line_box import LineBox
from tipcoder.tui.screens.main_screen import MainScreen
from tipcoder.tui.screens.quote_lines import build_headings, build_row, format_quote
from tipcoder.tui.screens.quote_marking import QuoteMarking
from tipcoder.tui.screens.text_box import TextBox
from tipcoder.tui.widgets.quote_list import QuoteList, QuoteRow
from tipcoder.tui.workbench import Workbench
from tipcoder.workbench.coding.act_sentences import quote_ends
from tipcoder.workbench.coding.code_quotes import CodeQuote, CodeQuotes, QuoteRequest
from tipcoder.workbench.coding.news import NewsOfOthers
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.coding.worklist import WorkList

_NONE = "There is no quote here."


class QuotesScreen(MainScreen):
    """Quotes on the left; on the right the current one between its neighbouring sentences.

    It lies on whatever screen or box it was asked for from, which is as it was when it is left.
    """

    screen_name = ScreenName.QUOTES
    BINDINGS: ClassVar[list[BindingType]] = list(build_bindings(list_commands(ScreenName.QUOTES)))

    def __init__(self, session: CodingSession, worklist: WorkList, request: QuoteRequest) -> None:
        super().__init__(session)
        self.list = worklist
        self.quotes = CodeQuotes(session, request)
        self.place = 0
        """The place in the list of the quote under the cursor."""
        self.marking = self.add_controller(QuoteMarking(self, CodeReplacing(self)))
        self.add_controller(CodeLookup(self, self.code_in_view, find_language=self._find_language))
        self._current: CodeQuote | None = None
        self._opened_at = 0
        """The newest act when the list was opened."""

    def compose_work(self) -> ComposeResult:
        with Horizontal(id="code-quotes"):
            yield QuoteList(self._read_rows, self.marking.marked)
            with VerticalScroll(id="quote-scroll", can_focus=False):
                yield Static(id="quote")

    def on_mount(self) -> None:
        """Begin at the quote that was asked for, else at the first."""
        self._opened_at = self.session.find_last_act()
        self.quotes.read_list()
        self.place = self.quotes.find_place(self.quotes.request.coding_id) or 0
        # The list knows its size only after the layout.
        self.call_after_refresh(self._show_list)

    # --- what is shown ----------------------------------------------------------------------------

    @property
    def lines(self) -> QuoteList:
        """The list as it is drawn."""
        return self.query_one(QuoteList)

    @property
    def current_quote(self) -> CodeQuote | None:
        """The quote under the cursor, or None where nothing is listed."""
        return self._current

    def _read_rows(self, ids: Sequence[int]) -> dict[int, QuoteRow]:
        rows = {}
        for coding_id, quote in self.quotes.read_page(ids).items():
            by = self._name_other_coder(quote)
            rows[coding_id] = build_row(quote, by, by_language=self.quotes.by_language)
        return rows

    def _name_other_coder(self, quote: CodeQuote) -> str:
        """Who made a quote; empty where the coder did herself."""
        if quote.coder in ("", self.session.coder.name):
            return ""
        return "other" if self.quotes.request.hides_names else quote.coder

    def _show_list(self) -> None:
        quotes = self.quotes
        # A quote that is not listed any more must not be reached unseen.
        self.marking.marked.intersection_update(quotes.ids)
        headings = build_headings(quotes.groups, self._find_heading)
        self.place = min(self.place, max(len(quotes.ids) - 1, 0))
        self.lines.show_quotes(quotes.ids, headings, self.place)
        self.show_title()
        self._show_quote()

    def _find_heading(self, name: str) -> str:
        return f"in {name}" if self.quotes.by_language else self.find_wording(name)

    def show_title(self) -> None:
        """Say how many quotes there are, and how many are marked."""
        quotes = self.quotes
        about, words = quotes.request.about, quotes.words
        title = assemble_line(
            (quotes.describe(), "bold"),
            (f" · {about}", "italic") if about else "",
            (f" · [{words}]", "italic") if words else "",
            (f" · {len(self.marking.marked)} marked", "bold") if self.marking.marked else "",
            " · by language" if quotes.by_language else " · by question",
            f" · {self.session.title}",
        )
        self.update_static("#title", title)

    def _show_quote(self) -> None:
        ids = self.quotes.ids
        shown = None
        if ids:
            coding_id = ids[self.place]
            shown = self.quotes.read_page([coding_id])[coding_id]
        self._current = shown
        pane = self.query_one("#quote", Static)
        if shown is None:
            pane.update(assemble_line(self._explain_empty_list()))
            return
        by = self._name_other_coder(shown)
        label = self.session.code_label(shown.code)
        pane.update(format_quote(shown, label, by, self.find_wording(shown.question)))
        self.query_one("#quote-scroll").scroll_home(animate=False)

    def _explain_empty_list(self) -> str:
        if self.quotes.words:
            return "No quote has these words; F lists all."
        return "There are no quotes that you may see."

    # --- what happens elsewhere -------------------------------------------------------------------

    def study_changed(self) -> None:
        """Ask for the quotes anew; the cursor stays on its quote, else on its line."""
        kept = self._current.coding_id if self._current is not None else None
        self.quotes.read_list()
        place = self.quotes.find_place(kept)
        if place is not None:
            self.place = place
        self._show_list()

    def show_news(self, news: NewsOfOthers) -> None:
        """A list that grows while it is read cannot be read: others' quotes come when it is opened
        again.
        """
        if news.mine:
            self.study_changed()

    def show_undone(self, done: UndoResult) -> str:
        """Show the quote that an act brought back, or the first one of its answer."""
        self.quotes.read_list()
        place = self._find_undone(done)
        before = ""
        if place is None and self.quotes.words:
            self.quotes.words = ""
            self.quotes.read_list()
            place = self._find_undone(done)
            before = "With no filter now. "
        if place is not None:
            self.place = place
        self._show_list()
        return before

    def _find_undone(self, done: UndoResult) -> int | None:
        return None if done.answer_id is None else self.quotes.find_place_on(done.answer_id)

    # --- moving -----------------------------------------------------------------------------------

    def go_to(self, place: int) -> None:
        """Go to a quote of the list, or to the nearest that there is."""
        if not self.quotes.ids:
            return
        before = self.place
        self.place = min(max(place, 0), len(self.quotes.ids) - 1)
        try:
            self._show_quote()
        except TipcoderError:
            self.place = before
            raise
        if self.place != before:
            self.clear_status()
        self.lines.go_to(self.place)

    def action_move(self, by: int) -> None:
        self.go_to(self.place + by)

    def action_page(self, by: int) -> None:
        self.go_to(self.place + by * self.lines.page_size)

    def action_to_end(self, last: bool) -> None:
        self.go_to(len(self.quotes.ids) - 1 if last else 0)

    def action_scroll_text(self, by: int) -> None:
        pane = self.query_one("#quote-scroll")
        pane.scroll_relative(y=by * max(pane.size.height // 2, 1), animate=False)

    @on(QuoteList.Chosen)
    def _go_to_clicked(self, message: QuoteList.Chosen) -> None:
        self.go_to(message.place)

    # --- which quotes -----------------------------------------------------------------------------

    def action_group(self) -> None:
        kept = self._current
        self.quotes.toggle_grouping()
        self.place = self.quotes.find_place(kept.coding_id) or 0 if kept is not None else 0
        self._show_list()

    def action_filter(self) -> None:
        hint = "Quotes with all of these words, or beginnings of them."
        box = LineBox("Which quotes?", self.quotes.words, hint, draft_place="Filter of quotes")

        def use_words(words: str | None) -> None:
            if words is not None:
                self._list_with_words(words)

        self.open_box(box, use_words)

    def action_no_filter(self) -> None:
        self._list_with_words("")

    def _list_with_words(self, words: str) -> None:
        self.quotes.words = " ".join(words.split())
        self.study_changed()

    # --- acting -----------------------------------------------------------------------------------

    def code_in_view(self) -> str | None:
        """The code of the quote under the cursor."""
        return self._current.code or None if self._current is not None else None

    def _find_language(self) -> str:
        return self._current.language if self._current is not None else self.session.languages[0]

    def _find_own_quote(self) -> CodeQuote | None:
        """The quote under the cursor, if she may change it; else a sentence says why not."""
        quote = self._current
        if quote is None:
            self.show_status(_NONE, fault=True)
            return None
        by = self._name_other_coder(quote)
        if by:
            whose = "another coder" if by == "other" else by
            self.show_status(f"This quote is by {whose}, who alone can change it.", fault=True)
            return None
        return quote

    def perform_act(self, do: Callable[[], str]) -> None:
        """Do something to quotes, and show what became of them."""
        shown = self._current
        try:
            sentence = do()
        except TipcoderError as fault:
            self.show_refusal(fault)
            return
        self.note_act()
        self.study_changed()
        self.show_done(quote_ends(sentence, shown.text) if shown is not None else sentence)

    def action_recode(self) -> None:
        quote = self._find_own_quote()
        if quote is None:
            return

        def recode(picked: CodeChoice | None) -> None:
            if picked is not None and picked.code is not None:
                code = picked.code
                self.perform_act(lambda: self.session.recode_quote(quote.coding_id, code))

        self.open_box(CodePicker(self.session.codebook, self.session.languages[0]), recode)

    def action_remove(self) -> None:
        quote = self._find_own_quote()
        if quote is not None:
            self.perform_act(lambda: self.session.remove_coding(quote.coding_id))

    def action_memo(self) -> None:
        quote = self._find_own_quote()
        if quote is None:
            return
        target = MemoTarget(quote.answer_id, quote.coding_id)

        def keep_memo(words: str | None) -> None:
            if words is not None and words.strip() != quote.memo:
                self.perform_act(lambda: self.session.set_memo(target, words))

        label = self.session.code_label(quote.code)
        # As on the coding screen, so that both find the same draft.
        place = f"Memo on {quote.case} {quote.question}"
        place += f", {label} on letters {quote.start + 1} to {quote.end}"
        self.open_box(TextBox(f"Memo on {label}", quote.memo, draft_place=place), keep_memo)

    # --- leaving ----------------------------------------------------------------------------------

    def action_open(self) -> None:
        quote = self._current
        if quote is None or not quote.text:
            self.show_status(_NONE, fault=True)
            return
        place = self.list.find_place(quote.answer_id)
        if place is not None and self.list.ids[place] == quote.answer_id:
            self.list.go_to(place)
        else:
            # A filter or a fold hides it.
            self.list.choose_answers(AnswerFilter(), folding=False, keep=quote.answer_id)
        # The application does it later: a screen that waits for its own end waits for ever.
        self.app.call_later(cast("Workbench", self.app).show_in_answer, (quote.start, quote.end))

    def action_back(self) -> None:
        if self.marking.marked:
            self.marking.clear_marks()
            return
        self.app.call_later(cast("Workbench", self.app).close_quotes, self._opened_at)
