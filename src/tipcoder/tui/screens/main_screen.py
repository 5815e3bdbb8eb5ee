"""What every screen of the study can do: say something, take back, help, go elsewhere, notice others' work."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, TypeVar, cast

from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Static

from tipcoder.errors import StoreFault, TipcoderError
from tipcoder.model import UndoResult
from tipcoder.tui.commands import ScreenName
from tipcoder.tui.drawing import as_content_line
from tipcoder.tui.enduring import FaultTolerant
from tipcoder.tui.screens.draft_box import DraftBox
from tipcoder.tui.workbench import Workbench
from tipcoder.workbench.codebook.editor import CodebookEditor
from tipcoder.workbench.codebook.edits import CodebookEdit
from tipcoder.workbench.coding.drafts import DraftStore
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.coding.view import NewsOfOthers

_TOO_SMALL = "The workbench needs 60 columns and 16 lines. Make the window larger; nothing is lost."
_LOOK_SECONDS = 1.0
_NOTHING_KEPT = "Nothing was kept: "
"""How every refusal of the store begins."""
_IN_DOUBT = "Not known whether this was kept"
"""How the store begins where it cannot tell."""
_BoxResult = TypeVar("_BoxResult")


def _describe_waiting_words(refusal: str) -> str:
    """A refusal, and first of all that what was written for it is a draft: its end may be cut on a narrow screen."""
    if refusal.startswith(_NOTHING_KEPT):
        # The words are what was to be kept, and the sentence behind says what to do with a key: not with these.
        reason, *_ = refusal.removeprefix(_NOTHING_KEPT).split(". ")
        return f"Words stay a draft: {reason.rstrip('.')}."
    if refusal.startswith(_IN_DOUBT):
        return f"Words stay a draft. {_IN_DOUBT}; it is said later."
    return f"Your words stay a draft. {refusal}"


class MainScreen(FaultTolerant, Screen[None]):
    """A screen with a title line above, a status line below, and the commands that are everywhere."""

    screen_name: ClassVar[ScreenName]

    def __init__(self, session: CodingSession) -> None:
        super().__init__()
        self.session = session
        self.editing = CodebookEditor(session.study, session.coder)
        self._acted = False
        self._kept = ""
        """What stands in the status line because an act or a refusal said it."""
        self.is_filled = False
        """Whether it has shown what it is for; one that could not is taken away again."""
        self._refusal: str | None = None
        """The last sentence that said why something was not done."""

    def compose(self) -> ComposeResult:
        yield Static(id="banner")
        yield Static(id="title")
        yield Static(as_content_line(_TOO_SMALL), id="too-small")
        yield from self.compose_work()
        yield Static(id="status")
        yield Footer(show_command_palette=False)

    def compose_work(self) -> ComposeResult:
        """What stands between title and status."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Look for what others do, about once a second."""
        self.set_interval(_LOOK_SECONDS, self.look_for_news)
        # Textual has called the screen's own `on_mount` before this one, and what that put off comes first too.
        self.call_after_refresh(self._mark_filled)

    def look_for_news(self) -> None:
        """Show what others did since the last look, and say it."""
        if self.app.screen is not self:
            return  # the news are for the screen that is seen
        app = cast("Workbench", self.app)
        try:
            news = self.session.read_news()
            if news is not None:
                self.show_news(news)
                self.append_status(news.sentence)
            elif self._acted:
                # Nobody is typing just now: bring the log into the main file, so that a copied file is whole.
                self._acted = False
                self.session.checkpoint_store()
        except StoreFault:
            app.check_store()  # nobody has pressed a key, so nothing was refused
        except TipcoderError as fault:
            self.show_refusal(fault)

    def show_news(self, news: NewsOfOthers) -> None:  # noqa: ARG002
        """Show what others did, as far as this screen shows it."""
        self.study_changed()

    def study_changed(self) -> None:
        """Something changed elsewhere: show what stands now."""
        raise NotImplementedError

    def show_undone(self, done: UndoResult) -> str:
        """An act was taken back or done again: show where it was. Returns words to put before the sentence."""
        raise NotImplementedError

    def note_act(self) -> None:
        """Something was changed in the study from here."""
        self._acted = True

    def show_status(self, sentence: str, *, fault: bool = False) -> None:
        """A sentence in the status line. A refusal stays there beside what comes by itself later."""
        self._kept = f"! {sentence}" if fault else ""
        if fault:
            self._refusal = sentence
        status = self.query_one("#status", Static)
        status.update(as_content_line(f"! {sentence}" if fault else sentence), layout=False)
        status.set_class(fault, "fault")

    def show_done(self, sentence: str) -> None:
        """What an act did: it stays beside what comes by itself later."""
        self.show_status(sentence)
        self._kept = sentence

    def append_status(self, sentence: str) -> None:
        """What nobody has asked for just now: it stands behind what an act did, and never in its place."""
        words = f"{self._kept} · {sentence}" if self._kept else sentence
        self.query_one("#status", Static).update(as_content_line(words), layout=False)

    def clear_status(self) -> None:
        """What was said is about something that is no longer shown."""
        self.show_status("")

    def show_refusal(self, fault: TipcoderError) -> None:
        """Say why something was not done."""
        app = cast("Workbench", self.app)
        self.show_status(app.format_refusal(fault), fault=True)
        app.check_store()

    def show_banner(self, sentence: str) -> None:
        """Put a banner above the screen, or take it away."""
        self.query_one("#banner", Static).update(as_content_line(sentence))
        self.set_class(bool(sentence), "-warned")

    def _mark_filled(self) -> None:
        self.is_filled = True

    def restore_cursor(self) -> None:
        """A step could not be made: mark the place again where she is."""

    def read_anew(self) -> None:
        """The store was away for a while: show what stands now."""
        self.study_changed()

    def update_static(self, where: str, content: Content) -> None:
        """Show text in a place of fixed size; laying the screen out anew would cost a frame at every key."""
        place = self.query_one(where, Static)
        if not (isinstance(place.content, Content) and content.is_same(place.content)):
            place.update(content, layout=False)

    @property
    def _drafts(self) -> DraftStore:
        return cast("Workbench", self.app).drafts

    def action_drafts(self) -> None:
        from tipcoder.tui.screens.draft_list import DraftList

        if self._drafts.list_drafts():
            self.open_box(DraftList(self._drafts), lambda _: None)
        else:
            self.show_status("Nothing that you wrote waits to be kept.")

    def open_box(
        self, box: DraftBox[_BoxResult], use: Callable[[_BoxResult | None], object]
    ) -> None:
        """Ask for words, and use them. They stay a draft until what needs them is kept.

        `use` gets None where the box was left without words. It returns False where the words must wait.
        """

        def use_words(words: _BoxResult | None) -> None:
            self._refusal = None
            waits = use(words) is False
            if words is not None and self._refusal is not None:
                self.show_status(_describe_waiting_words(self._refusal), fault=True)
            elif not waits:
                self._drafts.delete_draft(box.place_of_draft)

        self.app.push_screen(box, use_words)

    def edit_codebook(self, edit: CodebookEdit) -> bool:
        """Make an edit and say what was done, or why it cannot be; returns whether the codebook is another now."""
        try:
            sentence = self.editing.make_edit(edit)
        except TipcoderError as fault:
            self.show_refusal(fault)
            return False
        changed = self.editing.last_act is not None
        if self.editing.last_act is not None:
            self.session.note_codebook_edit(self.editing.last_act)
            self.note_act()
        self.show_done(sentence)
        return changed

    def action_undo(self) -> None:
        self._undo_or_redo("undo")

    def action_redo(self) -> None:
        self._undo_or_redo("redo")

    def _undo_or_redo(self, verb: str) -> None:
        try:
            done = self.session.undo() if verb == "undo" else self.session.redo()
        except TipcoderError as fault:
            self.show_refusal(fault)
            return
        if done is None:
            self.show_status(f"There is nothing to {verb}.", fault=True)
            return
        self.note_act()
        before = self.show_undone(done)
        word = "Undone" if verb == "undo" else "Done again"
        self.show_done(f"{before}{word}: {done.sentence}")

    def action_carry_over(self) -> None:
        cast("Workbench", self.app).carry_over()

    def action_help(self) -> None:
        from tipcoder.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.screen_name, cast("Workbench", self.app).settings))

    def go_to_screen(self, place: ScreenName) -> None:
        """Show another screen, or the one below if this one is asked for."""
        # The application does it in its own time: a screen that waits for its own end waits for ever.
        self.app.call_later(cast("Workbench", self.app).open_screen, place)

    def action_go(self, place: str) -> None:
        self.go_to_screen(ScreenName(place))

    def action_back(self) -> None:
        self.go_to_screen(self.screen_name)

    def action_suspend(self) -> None:
        cast("Workbench", self.app).action_suspend_process()

    async def action_quit(self) -> None:
        self.app.exit()
