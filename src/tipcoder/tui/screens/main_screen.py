"""What every screen of the study can do.

It shows sentences, undoes acts, opens boxes and help, goes to other screens, and notices what
others do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, TypeVar, cast

from textual.app import ComposeResult
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from tipcoder.errors import StoreFault, TipcoderError
from tipcoder.model.codings import UndoResult
from tipcoder.tui.commands import ScreenName
from tipcoder.tui.commands.footers import AtHand
from tipcoder.tui.drawing import as_content_line
from tipcoder.tui.fault_tolerance import LOOK_SECONDS, outlives_faults
from tipcoder.tui.screens.draft_box import BoxResult, DraftBox
from tipcoder.tui.screens.refusals import describe_waiting_words
from tipcoder.tui.widgets.key_line import FooterState, KeyLine
from tipcoder.tui.workbench import Workbench
from tipcoder.workbench.codebook.editor import CodebookEditor
from tipcoder.workbench.codebook.edits import CodebookEdit
from tipcoder.workbench.coding.act_sentences import quote_ends
from tipcoder.workbench.coding.drafts import DraftStore
from tipcoder.workbench.coding.news import NewsOfOthers
from tipcoder.workbench.coding.session import CodingSession

_TOO_SMALL = "The workbench needs 60 columns and 16 lines. Make the window larger; nothing is lost."
Controller = TypeVar("Controller")
_UNDO_VERBS = {"undo": "Undone", "redo": "Done again"}


@outlives_faults
class MainScreen(Screen[None]):
    """A screen with a title line, a status line, and the commands that are everywhere."""

    screen_name: ClassVar[ScreenName]

    def __init__(self, session: CodingSession) -> None:
        super().__init__()
        self.session = session
        self.editing = CodebookEditor(session.study, session.coder)
        self._controllers: list[object] = []
        self._acted = False
        """Whether something was changed from here since the store was last brought in order."""
        self._kept_status = ""
        """What the status line shows because an act or a refusal said it."""
        self.is_filled = False
        """Whether it has shown what it is for; a screen that could not is removed again."""
        self._refusal: str | None = None
        """The last sentence that said why something was not done."""

    def add_controller(self, controller: Controller) -> Controller:
        """Hold what does the work of some keys; its actions are now those of the screen."""
        self._controllers.append(controller)
        return controller

    def find_owners(self, action: str) -> list[object]:
        """What can do an action: the screen first, then its controllers."""
        candidates = [self, *self._controllers]
        return [owner for owner in candidates if hasattr(owner, f"action_{action}")]

    def compose(self) -> ComposeResult:
        yield Static(id="banner")
        yield Static(id="title")
        yield Static(as_content_line(_TOO_SMALL), id="too-small")
        yield from self.compose_work()
        yield Static(id="tour")
        yield Static(id="status")
        yield KeyLine(self.screen_name, cast("Workbench", self.app).settings)

    def compose_work(self) -> ComposeResult:
        """What lies between title and status."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Look for what others do, about once a second."""
        self.set_interval(LOOK_SECONDS, self.look_for_news)
        # Textual has called the screen's own `on_mount` before this one, and runs first what that
        # one put off.
        self.call_after_refresh(self._mark_filled)

    def find_at_hand(self) -> AtHand:
        """What the next key most likely is about; the footer names keys for it."""
        return AtHand.USUAL

    def on_idle(self) -> None:
        """After every key: the footer names what can be done now."""
        stack = self.app.screen_stack
        if self.is_filled and self in stack:
            self._show_keys(stack)

    def _show_keys(self, stack: Sequence[Screen[object]]) -> None:
        below = getattr(stack[stack.index(self) - 1], "screen_name", None)
        is_box_open = isinstance(stack[-1], ModalScreen)
        self.query_one(KeyLine).show_state(FooterState(self.find_at_hand(), below, is_box_open))

    def look_for_news(self) -> None:
        """Show what others did since the last look, and say it."""
        if self.app.screen is not self:
            return  # the news are for the screen that is seen
        try:
            self._read_news()
            # The mouse may have done what the tour waits for.
            cast("Workbench", self.app).tour.follow()
        except StoreFault:
            # Nobody has pressed a key, so nothing was refused.
            cast("Workbench", self.app).check_store()
        except TipcoderError as fault:
            self.show_refusal(fault)

    def _read_news(self) -> None:
        news = self.session.read_news()
        if news is not None:
            self.show_news(news)
            self.append_status(news.sentence)
        elif self._acted:
            # Nobody is typing just now: bring the log into the main file, so that a copy of the
            # file is whole.
            self._acted = False
            self.session.store_use.checkpoint()

    def show_news(self, news: NewsOfOthers) -> None:  # noqa: ARG002
        """Show what others did, as far as it can be seen on this screen."""
        self.study_changed()

    def study_changed(self) -> None:
        """Something changed elsewhere: show the study as it is now."""
        raise NotImplementedError

    def show_undone(self, done: UndoResult) -> str:
        """An act was undone or done again: show where it was.

        Returns words to put before the sentence.
        """
        raise NotImplementedError

    def note_act(self) -> None:
        """Something was changed in the study from here."""
        self._acted = True

    def show_status(self, sentence: str, *, fault: bool = False) -> None:
        """Show a sentence in the status line. A refusal stays beside what comes by itself later."""
        words = f"! {sentence}" if fault else sentence
        self._kept_status = words if fault else ""
        if fault:
            self._refusal = sentence
        status = self.query_one("#status", Static)
        status.update(as_content_line(words), layout=False)
        # A colour beside the exclamation mark, never instead of it.
        status.set_class(fault, "fault")

    def show_done(self, sentence: str) -> None:
        """What an act did: it stays beside what comes by itself later."""
        self.show_status(sentence)
        self._kept_status = sentence

    def append_status(self, sentence: str) -> None:
        """Show what nobody asked for just now: behind what an act did, never in its place."""
        words = f"{self._kept_status} · {sentence}" if self._kept_status else sentence
        self.query_one("#status", Static).update(as_content_line(words), layout=False)

    def clear_status(self) -> None:
        """Remove what was said, because it is about something that is no longer shown."""
        self.show_status("")

    def show_refusal(self, fault: TipcoderError) -> None:
        """Say why something was not done."""
        app = cast("Workbench", self.app)
        self.show_status(app.format_refusal(fault), fault=True)
        app.check_store()

    def show_banner(self, sentence: str) -> None:
        """Show a banner above the screen; an empty sentence removes it."""
        self.query_one("#banner", Static).update(as_content_line(sentence))
        self.set_class(bool(sentence), "-warned")

    def show_tour(self, line: Content) -> None:
        """Show what the tour says above the status line; an empty line removes it."""
        place = self.query_one("#tour", Static)
        if not (isinstance(place.content, Content) and line.is_same(place.content)):
            place.update(line)
            self.set_class(bool(line.plain), "-touring")

    def on_screen_resume(self) -> None:
        """The tour says on each screen what is done there."""
        cast("Workbench", self.app).tour.follow()

    def _mark_filled(self) -> None:
        self.is_filled = True

    def restore_cursor(self) -> None:
        """A step could not be made: mark the current place again. Screens with a cursor do it."""

    def read_anew(self) -> None:
        """The store was away for a while: show the study as it is now."""
        self.study_changed()

    def update_static(self, where: str, content: Content) -> None:
        """Show text in a widget of fixed size, which `where` selects.

        The screen is not laid out anew: that would cost a frame at every key.
        """
        widget = self.query_one(where, Static)
        shown = widget.content
        if not (isinstance(shown, Content) and content.is_same(shown)):
            widget.update(content, layout=False)

    @property
    def drafts(self) -> DraftStore:
        """Words that were typed and are not kept in the study yet."""
        return cast("Workbench", self.app).drafts

    def action_drafts(self) -> None:
        # Imported here, because few ever open it.
        from tipcoder.tui.screens.draft_list import DraftList

        if self.drafts.list_drafts():
            self.open_box(DraftList(self.drafts), lambda _: None)
        else:
            self.show_status("Nothing that you wrote waits to be kept.")

    def open_box(self, box: DraftBox[BoxResult], use: Callable[[BoxResult | None], object]) -> None:
        """Ask for words, and use them. They stay a draft until what needs them is kept.

        `use` gets None where the box was left without words. It returns False where the words
        must wait.
        """

        def use_words(words: BoxResult | None) -> None:
            # `use` may be refused anywhere below; show_status notes it here.
            self._refusal = None
            must_wait = use(words) is False
            if words is not None and self._refusal is not None:
                self.show_status(describe_waiting_words(self._refusal), fault=True)
            elif not must_wait:
                self.drafts.delete_draft(box.draft_place)

        self.app.push_screen(box, use_words)

    def edit_codebook(self, edit: CodebookEdit) -> bool:
        """Make an edit and say what was done, or why it cannot be done.

        Returns whether the codebook has changed.
        """
        try:
            sentence = self.editing.make_edit(edit)
        except TipcoderError as fault:
            self.show_refusal(fault)
            return False
        act = self.editing.last_act
        if act is not None:
            self.session.note_codebook_edit(act)
            self.note_act()
        self.show_done(sentence)
        return act is not None

    def split_code_memos(self, code: str) -> tuple[str, list[str]]:
        """This coder's memo on a code, and those of others as `name: memo`."""
        mine = ""
        others: list[str] = []
        for memo in self.session.read_code_memos(code):
            if memo.coder == self.session.coder.name:
                mine = memo.text
            else:
                others.append(f"{memo.coder}: {memo.text}")
        return mine, others

    def find_wording(self, column: str) -> str:
        """How a question was put, or its column where no question has it."""
        for question in self.session.questions:
            if question.column == column:
                return question.text
        return column

    def action_undo(self) -> None:
        self._undo_or_redo("undo", self.session.undo)

    def action_redo(self) -> None:
        self._undo_or_redo("redo", self.session.redo)

    def _undo_or_redo(self, verb: str, move: Callable[[], UndoResult | None]) -> None:
        try:
            done = move()
        except TipcoderError as fault:
            self.show_refusal(fault)
            return
        if done is None:
            self.show_status(f"There is nothing to {verb}.", fault=True)
            return
        self.note_act()
        before = self.show_undone(done)
        sentence = self._describe_undone(done)
        self.show_done(f"{before}{_UNDO_VERBS[verb]}: {sentence} {done.remark}".rstrip())

    def _describe_undone(self, done: UndoResult) -> str:
        """The sentence of an act that was undone, with words of its answer in place of offsets."""
        if done.answer_id is None:
            return done.sentence
        return quote_ends(done.sentence, self.session.read_answer(done.answer_id).text)

    def action_tour(self) -> None:
        cast("Workbench", self.app).tour.skip()

    def action_leave_tour(self) -> None:
        cast("Workbench", self.app).tour.leave()

    def action_carry_over(self) -> None:
        cast("Workbench", self.app).carry_over()

    def action_help(self) -> None:
        from tipcoder.tui.screens.help import HelpScreen

        settings = cast("Workbench", self.app).settings
        self.app.push_screen(HelpScreen(self.screen_name, settings))

    def go_to_screen(self, screen_name: ScreenName) -> None:
        """Show another screen, or the one below if this one is asked for."""
        # The application does it later: a screen that waits for its own end waits for ever.
        self.app.call_later(cast("Workbench", self.app).open_screen, screen_name)

    def action_go(self, place: str) -> None:
        self.go_to_screen(ScreenName(place))

    def action_back(self) -> None:
        self.go_to_screen(self.screen_name)

    def action_suspend(self) -> None:
        cast("Workbench", self.app).action_suspend_process()

    async def action_quit(self) -> None:
        self.app.exit()
