"""The screen of drafted themes: what the answers say, before there are codes for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from tipcoder.errors import TipcoderError
from tipcoder.model.codings import UndoResult
from tipcoder.text import format_count
from tipcoder.tui.commands import ScreenName, build_bindings, list_commands
from tipcoder.tui.drawing import assemble_line
from tipcoder.tui.screens.frame_lines import format_theme, format_theme_line
from tipcoder.tui.screens.main_screen import MainScreen
from tipcoder.tui.screens.text_box import TextBox
from tipcoder.tui.widgets.lines import KeylessList
from tipcoder.workbench.codebook.edits import AddCodes
from tipcoder.workbench.coding.news import NewsOfOthers
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.coding.worklist import WorkList
from tipcoder.workbench.suggestions.code_frame import (
    StudyDraft,
    build_codes,
    draft_frame_of,
    list_label_languages,
)

if TYPE_CHECKING:
    from tipcoder.workbench.suggestions.code_frame import Theme

_STEP = 1.4
"""How many times more themes, or fewer, one key asks for."""


class FrameScreen(MainScreen):
    """Themes on the left; on the right the words and quotes of the one under the cursor.

    They are drafted in a thread. Nothing is kept before codes are made of them.
    """

    screen_name = ScreenName.FRAME
    BINDINGS: ClassVar[list[BindingType]] = list(build_bindings(list_commands(ScreenName.FRAME)))

    def __init__(self, session: CodingSession, worklist: WorkList) -> None:
        super().__init__(session)
        self.list = worklist
        self._found: StudyDraft | None = None
        self._is_grouping = False
        self._themes: dict[int, Theme] = {}
        self._marked: set[int] = set()
        self._labels: dict[int, str] = {}
        """What somebody called a theme, by its number."""
        self._question = ""
        """The only question that is looked at; empty for all."""
        self._count: int | None = None
        self._only_open = False

    def compose_work(self) -> ComposeResult:
        with Horizontal(id="frame"):
            yield KeylessList(id="themes", markup=False)
            with VerticalScroll(id="theme-scroll", can_focus=False):
                yield Static(id="theme")

    def on_mount(self) -> None:
        """Draft the themes, while the screen can be left."""
        self._draft_anew()

    def on_resize(self) -> None:
        """Lines have the width that there is, which is known only after the layout."""
        self.call_after_refresh(self._draw_themes)

    @property
    def _lines(self) -> KeylessList:
        return self.query_one("#themes", KeylessList)

    @property
    def _language(self) -> str:
        return self.session.codebook.language

    def count_themes(self) -> int:
        """How many there are now."""
        return len(self._themes)

    def current_answers(self) -> tuple[int, ...]:
        """Ids of the answers that say the theme under the cursor."""
        theme = self._themes.get(self._find_current())
        return theme.answers if theme is not None else ()

    # --- drafting ---------------------------------------------------------------------------------

    def _draft_anew(self) -> None:
        """Group the answers; marks and labels belonged to themes that are no longer there."""
        self._marked.clear()
        self._labels.clear()
        self._is_grouping = True
        self._show_title()
        self._draft_in_thread()

    @work(thread=True, exclusive=True, exit_on_error=False)
    def _draft_in_thread(self) -> None:
        # A study of its own: connections belong to the thread that opened them.
        worker = get_current_worker()
        questions = (self._question,) if self._question else ()
        try:
            found: StudyDraft | TipcoderError = draft_frame_of(
                self.session.study.folder,
                self.session.coder.name,
                questions,
                self._count,
                only_open=self._only_open,
            )
        except TipcoderError as fault:
            found = fault
        if not worker.is_cancelled:
            self.app.call_from_thread(self._show_drafted, found)

    def _show_drafted(self, found: StudyDraft | TipcoderError) -> None:
        # The screen may have been left while the thread was at work.
        if not self.is_attached:
            return
        self._is_grouping = False
        if isinstance(found, TipcoderError):
            self._found, self._themes = None, {}
            self._draw_themes()
            self.show_refusal(found)
            return
        self._found = found
        self._read_themes()
        if found.left_out:
            said = format_count(found.left_out, "answer")
            self.show_status(f"{said} in an open round left out.")

    def _read_themes(self) -> None:
        """Take the themes from the draft, after it was made or changed."""
        assert self._found is not None
        self._themes = {theme.number: theme for theme in self._found.draft.list_themes()}
        self._marked &= self._themes.keys()
        self._draw_themes()

    # --- what is shown ----------------------------------------------------------------------------

    def _draw_themes(self) -> None:
        self._show_title()
        lines = self._lines
        kept = self._find_current()
        lines.clear_options()
        width = max(lines.scrollable_content_region.width - 1, 20)
        for number, theme in self._themes.items():
            label = self._find_label(theme)
            line = format_theme_line(theme, label, width, is_marked=number in self._marked)
            lines.add_option(Option(line, str(number)))
        numbers = list(self._themes)
        if numbers:
            lines.highlighted = numbers.index(kept) if kept in numbers else 0
        self._show_theme()

    def _show_title(self) -> None:
        where = self.find_wording(self._question) if self._question else "all questions"
        what = f" · {where}{', open answers only' if self._only_open else ''}"
        if self._is_grouping:
            self.update_static("#title", assemble_line(("Grouping answers …", "bold"), what))
            return
        if self._found is None:
            self.update_static("#title", assemble_line(("Themes", "bold"), what))
            return
        draft = self._found.draft
        covered = f" · {draft.measure_coverage():.0%} of {format_count(draft.answers, 'answer')}"
        model = f" · with {self._found.model}" if self._found.model else ""
        themes = (format_count(len(self._themes), "theme"), "bold")
        self.update_static("#title", assemble_line(themes, covered, model, what))

    def _show_theme(self) -> None:
        theme = self._themes.get(self._find_current())
        shown = format_theme(theme, self._find_label(theme)) if theme is not None else ""
        self.query_one("#theme", Static).update(shown)

    def _find_current(self) -> int:
        """The number of the theme under the cursor; 0 for none."""
        lines = self._lines
        if lines.highlighted is None:
            return 0
        return int(lines.get_option_at_index(lines.highlighted).id or 0)

    def _find_label(self, theme: Theme) -> str:
        return self._labels.get(theme.number) or theme.make_label(self._language)

    @on(OptionList.OptionHighlighted, "#themes")
    def _show_highlighted_theme(self) -> None:
        self._show_theme()

    @on(OptionList.OptionSelected, "#themes")
    def _open_clicked_theme(self) -> None:
        self.action_open()

    def study_changed(self) -> None:
        """Answers were read or imported meanwhile: the themes stay until somebody asks anew."""
        self._draw_themes()

    def show_news(self, news: NewsOfOthers) -> None:
        """Themes that move while they are looked at cannot be looked at."""

    def show_undone(self, done: UndoResult) -> str:  # noqa: ARG002
        """Codes that were made here may be gone again; the themes are still here."""
        self._draw_themes()
        return ""

    # --- choosing ---------------------------------------------------------------------------------

    def action_move(self, by: int) -> None:
        self._lines.step_cursor(by)

    def action_mark(self) -> None:
        current = self._find_current()
        if current not in self._themes:
            return
        self._marked ^= {current}
        self._draw_themes()
        self._lines.step_cursor(1)

    def action_merge(self) -> None:
        if self._found is None or len(self._marked) < 2:
            self.show_status("Mark two themes or more with Space.", fault=True)
            return
        count = len(self._marked)
        first = self._found.draft.merge_themes(self._marked)
        self._marked.clear()
        self._read_themes()
        self._lines.highlighted = list(self._themes).index(first)
        self.show_status(f"Joined {count} themes.")

    def action_drop(self) -> None:
        current = self._find_current()
        if self._found is None or current not in self._themes:
            return
        self._found.draft.drop_theme(current)
        self._read_themes()
        self.show_status(f"Theme {current} is left out.")

    def action_rename(self) -> None:
        theme = self._themes.get(self._find_current())
        if theme is None:
            return

        def keep_label(words: str | None) -> None:
            label = " ".join((words or "").split())
            if label:
                self._labels[theme.number] = label
                self._draw_themes()

        title = f"Theme {theme.number}: its label"
        self.open_box(TextBox(title, self._find_label(theme)), keep_label)

    def action_add(self) -> None:
        if self._found is None or not self._themes:
            return
        chosen = [theme for number, theme in self._themes.items() if number in self._marked]
        book = self.session.codebook
        languages = list_label_languages(book, self.session.study.definition.languages)
        questions = sorted(self._found.questions)
        codes = build_codes(
            chosen or self._themes.values(), book, languages, self._labels, questions
        )
        if self.edit_codebook(AddCodes(codes)):
            self._marked.clear()
            self._draw_themes()

    def action_open(self) -> None:
        theme = self._themes.get(self._find_current())
        if theme is None or self._found is None:
            return
        self.list.choose_answers(self._found.find_answers(theme))
        self.go_to_screen(ScreenName.CODING)

    # --- grouping anew ----------------------------------------------------------------------------

    def action_question(self) -> None:
        columns = ["", *(question.column for question in self.session.questions)]
        at = columns.index(self._question)
        self._question = columns[(at + 1) % len(columns)]
        self._count = None
        self._draft_anew()

    def action_count(self, by: int) -> None:
        now = self._count or len(self._themes)
        if not now:
            return
        wanted = round(now * _STEP) if by > 0 else round(now / _STEP)
        self._count = max(2, wanted)
        self._draft_anew()

    def action_open_only(self) -> None:
        self._only_open = not self._only_open
        self._draft_anew()
