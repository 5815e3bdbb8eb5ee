"""What holds in every application of ours: a person's keys and theme, colours, the palette, and
what happens at a crash.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, ClassVar, cast

from textual import events
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.dom import DOMNode
from textual.screen import Screen

from tipcoder.errors import TipcoderError, did_you_mean
from tipcoder.tui.commands import SUSPEND, ScreenName, list_commands
from tipcoder.tui.contrast import make_variables_readable
from tipcoder.tui.key_bursts import KeyBursts
from tipcoder.tui.key_queue import KeyQueue
from tipcoder.tui.settings import Settings
from tipcoder.tui.suspension import has_shell, suspend_process_group
from tipcoder.tui.themes import HIT_INK, HIT_PAPER, THEMES


class PersonalApp(App[None]):
    """An application as its user has set it."""

    TITLE = "tipcoder"
    CSS_PATH = "tipcoder.tcss"
    # A priority binding: a box with text in it would take the key for its own undo.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            ",".join(SUSPEND.keys),
            "suspend_process",
            SUSPEND.label,
            show=False,
            priority=True,
            id=SUSPEND.id,
        )
    ]
    # Side by side from 160 columns: below, a list beside an answer has no room for its words.
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (60, "-narrow"), (100, "-roomy"), (160, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (16, "-short"), (36, "-tall")]  # noqa: RUF012

    settings: Settings

    def __init__(self) -> None:
        super().__init__()
        self._keys = KeyQueue(self)
        self._bursts = KeyBursts(self, self._say_burst)
        self._has_usual_theme = False
        """Whether the person's own theme is shown, so that another one is her choice."""

    def say_fault(self, sentence: str) -> None:
        """Say why something was not done, on the screen that is in front."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Use what the person has set for herself."""
        for theme in THEMES:
            self.register_theme(theme)
        self._set_chosen_theme()
        self._has_usual_theme = True
        self.set_keymap(self.settings.build_keymap())

    def _set_chosen_theme(self) -> None:
        chosen = self.settings.theme
        if chosen is None:
            return
        if chosen in self.available_themes:
            self.theme = chosen
            return
        near = did_you_mean(chosen, self.available_themes)
        self.settings.complaints.append(f"There is no theme {chosen!r}. {near}".strip())

    def watch_theme(self, theme: str) -> None:
        """A theme that was picked is kept for the next time."""
        if not self._has_usual_theme or theme == self.settings.theme:
            return
        try:
            self.settings.keep_theme(theme)
        except TipcoderError as fault:
            self.say_fault(f"The theme holds for now, but is not kept. {fault.status_line}")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """As Textual's; suspending gives way to a command that a person has set on its key."""
        if action == "suspend_process" and self.settings.has_taken_key_of(SUSPEND):
            return False
        return super().check_action(action, parameters)

    def action_suspend_process(self) -> None:
        """Go back to the shell; all is kept already, and `fg` shows the same screen again."""
        can_suspend = self._driver is not None and self._driver.can_suspend and has_shell()
        if not can_suspend:
            self.say_fault("There is no shell to go back to from here; ^q leaves.")
            return
        self._suspend_signal()
        suspend_process_group()

    def get_css_variables(self) -> dict[str, str]:
        """Textual's, made readable, and those of what was looked for."""
        variables = super().get_css_variables()
        ours = {"hit-ink": HIT_INK, "hit-paper": HIT_PAPER}
        return {**variables, **make_variables_readable(variables), **ours}

    async def on_event(self, event: events.Event) -> None:
        """As Textual's; keys go one after the other."""
        if not isinstance(event, events.Key | events.Paste):
            await super().on_event(event)
        elif event.is_forwarded:
            # The key comes back from the widgets, none of which wanted it.
            await super().on_event(event)
            self._keys.on_key_returned(event)
        elif isinstance(event, events.Key) and self.heeds_bursts and self._bursts.hold_key(event):
            pass
        elif not self._keys.start_or_queue_key(event):
            await super().on_event(event)
            self._keys.on_key_sent(event)

    @property
    def heeds_bursts(self) -> bool:
        """Whether keys come from a terminal; a screen in memory gets them one by one."""
        return not self.is_headless

    def _say_burst(self, count: int) -> None:
        self.say_fault(
            f"{count} letters came at once, as when text is pasted; none of them did anything."
        )

    def copy_to_clipboard(self, text: str) -> None:
        """Keep it inside the program: other programs read the terminal's clipboard (OSC 52)."""
        self._clipboard = text

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Every command of the table that stands alone, then Textual's own."""
        place = getattr(screen, "screen_name", None)
        commands = list_commands(place) if isinstance(place, ScreenName) else []
        for command in commands:
            if command.is_in_palette:
                title = f"{command.label} ({self.settings.format_keys(command)})"
                run_command = self._build_action_runner(command.action, screen)
                yield SystemCommand(title, command.help, run_command)
        yield from super().get_system_commands(screen)

    async def _dispatch_action(self, namespace: DOMNode, action_name: str, params: Any) -> bool:
        """As Textual's; what the screen cannot do itself is done by the controller that can."""
        find_owners = getattr(namespace, "find_owners", None)
        owners = find_owners(action_name) if find_owners is not None else []
        # Textual asks the owner for the method and for nothing else.
        owner = cast("DOMNode", owners[0]) if owners else namespace
        return await super()._dispatch_action(owner, action_name, params)

    def _build_action_runner(self, action: str, screen: Screen[Any]) -> Callable[[], object]:
        async def run_command() -> None:
            await self.run_action(action, screen)

        return run_command

    def _fatal_error(self) -> None:
        """Show where it broke, without the values of variables: these are participants' words."""
        from rich.segment import Segments
        from rich.traceback import Traceback

        self.bell()
        traceback = Traceback(show_locals=False, width=None)
        self._exit_renderables.append(
            Segments(self.console.render(traceback, self.console.options))
        )
        self._close_messages_no_wait()
