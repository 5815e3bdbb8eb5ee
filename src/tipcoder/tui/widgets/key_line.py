"""The footer: what can be done with what is at hand, and the other screens where there is room."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar, NamedTuple

from textual import events
from textual.content import Content
from textual.widgets import Static

from tipcoder.tui.commands import Command, ScreenName, find_command, list_commands
from tipcoder.tui.commands.footers import ALWAYS, FOOTERS, SCREEN_KEYS, SCREEN_LABELS, AtHand
from tipcoder.tui.drawing import as_content_line
from tipcoder.tui.keyboard import format_key
from tipcoder.tui.settings import Settings

_FIRST = 4
"""Commands that stand before all screens, beside those that every footer ends with."""
_NEXT = 2
"""Commands that stand before the screens where these leave room."""
_GAP = 2
"""Columns between two entries."""
_SCREENS_GAP = 4
"""Columns between the commands and the screens."""
_IN_BOX = "The last line of the box says what its keys do."


class FooterEntry(NamedTuple):
    """One thing that the footer names; a click does it."""

    keys: str
    label: str
    action: str
    is_current: bool = False
    """Whether it is the screen that is shown."""

    @property
    def width(self) -> int:
        """In columns."""
        return len(self.keys) + bool(self.keys) + len(self.label)


class FooterState(NamedTuple):
    """What a footer depends on, beside its screen and a person's keys."""

    at_hand: AtHand = AtHand.USUAL
    below: ScreenName | None = None
    """The screen that Esc leads to."""
    is_box_open: bool = False


def choose_entries(
    place: ScreenName, state: FooterState, settings: Settings, width: int
) -> tuple[list[FooterEntry], list[FooterEntry]]:
    """The commands and the screens that fit into `width` columns, both in their order."""
    here = {command.id: command for command in list_commands(place)}
    named = FOOTERS[place].get(state.at_hand, FOOTERS[place][AtHand.USUAL])
    commands = [here[name] for name in (*named, *ALWAYS) if name in here]
    entries = {each.id: entry for each in commands if (entry := _name_command(each, settings))}
    screens = list(_name_screens(place, state, settings)) if place in SCREEN_KEYS else []

    firsts = [name for name in named if name in entries]
    ends = [name for name in ALWAYS if name in entries]
    # What is taken first stays when there is no room for what comes later.
    before = [*ends, *firsts[:_FIRST], *firsts[_FIRST : _FIRST + _NEXT]]
    queue: list[FooterEntry] = [entries[name] for name in dict.fromkeys(before)]
    queue += screens
    queue += [entries[name] for name in firsts[_FIRST + _NEXT :]]
    taken = _take_fitting(queue, set(screens), width)

    chosen = [entries[name] for name in dict.fromkeys([*firsts, *ends])]
    return [each for each in chosen if each in taken], [each for each in screens if each in taken]


def _take_fitting(
    queue: Sequence[FooterEntry], screens: set[FooterEntry], width: int
) -> list[FooterEntry]:
    taken: list[FooterEntry] = []
    used = 0
    for entry in queue:
        gap = _GAP if taken else 0
        if entry in screens and screens.isdisjoint(taken):
            gap = _SCREENS_GAP
        used += gap + entry.width
        if used > width:
            break
        taken.append(entry)
    return taken


def _name_command(command: Command, settings: Settings) -> FooterEntry | None:
    """None where a person has left the command no key."""
    if not command.is_in_palette:
        # One entry for nine keys: a click cannot say which.
        return FooterEntry(command.format_keys(), command.label, "")
    keys = settings.keys_of(command)
    return FooterEntry(format_key(keys[0]), command.label, command.action) if keys else None


def _name_screens(
    place: ScreenName, state: FooterState, settings: Settings
) -> Iterator[FooterEntry]:
    here = {command.id for command in list_commands(place)}
    for screen, openers in SCREEN_KEYS.items():
        label = SCREEN_LABELS[screen]
        if screen is place:
            yield FooterEntry("", label, "", is_current=True)
        elif screen is ScreenName.CODING:
            # Elsewhere Esc first leaves what is at hand, or goes to another screen.
            leads_there = state.below is screen and state.at_hand is AtHand.USUAL
            key = format_key("escape") if leads_there else ""
            yield FooterEntry(key, label, f"go('{screen}')")
        elif screen is ScreenName.FRAME and place is not ScreenName.CODEBOOK:
            # Two keys from everywhere else.
            steps = ("go.codebook", *openers)
            keys = " ".join(_first_key(find_command(step), settings) for step in steps)
            yield FooterEntry(keys, label, f"go('{screen}')")
        else:
            for opener in openers:
                if opener in here:
                    command = find_command(opener)
                    yield FooterEntry(_first_key(command, settings), label, command.action)


def _first_key(command: Command, settings: Settings) -> str:
    keys = settings.keys_of(command)
    return format_key(keys[0]) if keys else ""


class KeyLine(Static):
    """One line of keys; a click on one does the same."""

    ALLOW_SELECT: ClassVar[bool] = False

    def __init__(self, place: ScreenName, settings: Settings) -> None:
        super().__init__(id="keys")
        self._place = place
        self._settings = settings
        self._state = FooterState()
        self._targets: list[tuple[int, int, str]] = []
        """First column, column behind the last, and action of every entry."""

    def show_state(self, state: FooterState) -> None:
        """Name what can be done now; nothing is painted where it is the same as before."""
        if state != self._state:
            self._state = state
            self._draw()

    def on_resize(self) -> None:
        """More or less fits."""
        self._draw()

    def _draw(self) -> None:
        self._targets = []
        if self._state.is_box_open:
            self.update(as_content_line(_IN_BOX), layout=False)
            return
        width = self.content_size.width
        commands, screens = choose_entries(self._place, self._state, self._settings, width)
        pieces = [self._draw_entries(commands, 0)]
        if screens:
            # At the right end, where they stay whatever is at hand.
            start = width - _measure_entries(screens)
            pieces.append(as_content_line(" " * (start - _measure_entries(commands))))
            pieces.append(self._draw_entries(screens, start))
        self.update(Content.assemble(*pieces), layout=False)

    def _draw_entries(self, entries: Sequence[FooterEntry], column: int) -> Content:
        drawn: list[Content] = []
        for entry in entries:
            if drawn:
                drawn.append(as_content_line(" " * _GAP))
                column += _GAP
            drawn.append(_draw_entry(entry))
            if entry.action:
                self._targets.append((column, column + entry.width, entry.action))
            column += entry.width
        return Content.assemble(*drawn)

    async def on_click(self, event: events.Click) -> None:
        """Do what the entry under the mouse says."""
        x = event.x - self.gutter.left
        for start, end, action in self._targets:
            if start <= x < end:
                await self.app.run_action(action, self.screen)


def _measure_entries(entries: Sequence[FooterEntry]) -> int:
    """Columns that they take side by side."""
    return sum(entry.width for entry in entries) + _GAP * max(len(entries) - 1, 0)


def _draw_entry(entry: FooterEntry) -> Content:
    if entry.is_current:
        return as_content_line(entry.label).stylize("bold underline")
    if not entry.keys:
        return as_content_line(entry.label)
    return Content.assemble((entry.keys, "bold $key-ink"), " ", entry.label)
