"""A running workbench as a test sees it: what is pressed, and what is shown."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

from textual import events
from textual.app import App
from textual.pilot import Pilot

from tipcoder.tui.app import TipcoderApp
from tipcoder.tui.screens.coding import CodingScreen
from tipcoder.tui.screens.main_screen import MainScreen
from tipcoder.workbench.coding.session import CodingSession

_KEYS = {
    "+": "plus",
    "!": "exclamation_mark",
    "(": "left_parenthesis",
    ")": "right_parenthesis",
    "[": "left_square_bracket",
    "]": "right_square_bracket",
    "/": "slash",
    ",": "comma",
    "?": "question_mark",
    " ": "space",
    ":": "colon",
    ".": "full_stop",
    "-": "minus",
    "=": "equals_sign",
    ">": "greater_than_sign",
    "@": "at",
    '"': "quotation_mark",
}


@dataclass
class WorkbenchDriver:
    """One coder's screen, in memory."""

    app: TipcoderApp
    pilot: Pilot[None]
    presses: int = 0

    @property
    def is_open(self) -> bool:
        """Whether the study is opened, and its screen shows what it is for."""
        screens = [s for s in self.app.screen_stack if isinstance(s, MainScreen)]
        return bool(screens) and screens[-1].is_filled

    @property
    def coding(self) -> CodingScreen:
        return next(s for s in self.app.screen_stack if isinstance(s, CodingScreen))

    @property
    def session(self) -> CodingSession:
        return self.coding.session

    async def press(self, *keys: str) -> None:
        self.presses += len(keys)
        await self.pilot.press(*keys)

    async def type(self, text: str) -> None:
        await self.pilot.press(*(_KEYS.get(c, c) for c in text))

    @property
    def text(self) -> str:
        """What is on the screen, line by line."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text.rstrip() for strip in strips)

    @property
    def screen(self) -> MainScreen:
        """The uppermost screen of the study, below any box that is open."""
        return next(s for s in reversed(self.app.screen_stack) if isinstance(s, MainScreen))

    @property
    def status(self) -> str:
        return str(self.screen.query_one("#status").render())

    @property
    def title(self) -> str:
        return str(self.screen.query_one("#title").render())

    def codes(self, index: int) -> list[tuple[str, str]]:
        """(code, quote) on the answer at a place of the list."""
        return [(c.code, c.quote) for c in self.session.read_codings(self.coding.ids[index])]


OpenWorkbench = Callable[..., AbstractAsyncContextManager[WorkbenchDriver]]


PATIENCE = 60
"""Seconds after which a test gives up waiting; nothing is timed."""


async def until(bench: WorkbenchDriver, holds: Callable[[], bool]) -> None:
    """Wait for what comes in its own time."""
    for _ in range(PATIENCE * 50):
        if holds():
            return
        await bench.pilot.pause(0.02)
    raise AssertionError(f"waited in vain; the screen says {bench.status!r}")


_HURRIED_CHARACTERS = {"enter": "\r", "escape": None, "down": None, "ctrl+s": None}


def hurry(bench: WorkbenchDriver, *keys: str) -> None:
    """Press keys with nothing in between.

    So a terminal sends what was typed while the program was busy.
    """
    for key in keys:
        character = _HURRIED_CHARACTERS.get(key, key)
        name = key if len(key) > 1 or key.isalnum() else _name_character(key)
        bench.app._driver.send_message(_make_key_event(bench.app, name, character))  # type: ignore[union-attr]


def _name_character(character: str) -> str:
    return unicodedata.name(character).lower().replace(" ", "_")


def _make_key_event(app: App[None], key: str, character: str | None) -> events.Key:
    event = events.Key(key, character)
    event.set_sender(app)
    return event
