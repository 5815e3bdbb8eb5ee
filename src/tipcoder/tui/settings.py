"""What a person has set for herself: theme and keys, in one TOML file outside any study.

    theme = "high-contrast"
    [keys]
    "code.undo" = ["ctrl+z"]

A wrong entry never keeps the workbench from opening: it is left out, and the status line says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tipcoder.errors import did_you_mean
from tipcoder.tui.commands import COMMANDS, Command, ScreenName, list_commands
from tipcoder.tui.keyboard import format_key, join_with_twins, parse_key_name
from tipcoder.workbench.coding.settings_file import FILE as FILE
from tipcoder.workbench.coding.settings_file import SETTINGS_VARIABLE as SETTINGS_VARIABLE
from tipcoder.workbench.coding.settings_file import keep_theme, read_settings_file
from tipcoder.workbench.coding.settings_file import settings_path as settings_path


@dataclass
class Settings:
    """What was set, and what is wrong with it."""

    theme: str | None = None
    keys: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Keys by command, where they differ from the table."""
    complaints: list[str] = field(default_factory=list)
    path: Path | None = field(default=None, compare=False)
    """The file that these are kept in; None where nothing is kept."""

    def build_keymap(self) -> dict[str, str]:
        """What Textual's `set_keymap` takes: bindings by id, twins included."""
        return {command: join_with_twins(keys) for command, keys in self.keys.items()}

    def keep_theme(self, theme: str) -> None:
        """Use a theme from now on, also the next time.

        Raises BadInput or EnvironmentFault where it cannot be kept.
        """
        self.theme = theme
        if self.path is not None:
            keep_theme(self.path, theme)

    def has_taken_key_of(self, command: Command) -> bool:
        """Whether this person has given a key of the command to another one."""
        command_keys = set(self.keys_of(command))
        for other, keys in self.keys.items():
            if other != command.id and not command_keys.isdisjoint(keys):
                return True
        return False

    def keys_of(self, command: Command) -> tuple[str, ...]:
        """The keys that a command has for this person."""
        return self.keys.get(command.id, command.keys)

    def format_keys(self, command: Command) -> str:
        """The keys that a command has for this person, as people write them."""
        return " ".join(format_key(key) for key in self.keys_of(command))


def read_settings(path: Path) -> Settings:
    """The settings in a file; the usual ones where there is no file."""
    settings = Settings(path=path)
    if not path.exists():
        return settings

    known = {command.id: command for command in COMMANDS if command.is_in_palette}
    found = read_settings_file(path, known)
    settings.theme = found.theme
    for command_id, written in found.keys.items():
        if written is None:
            near = did_you_mean(command_id, known)
            complaint = f"{path.name}: there is no command {command_id!r}. {near}".strip()
        else:
            complaint = _set_keys(known[command_id], written, settings, path.name)
        if complaint:
            settings.complaints.append(complaint)
    if found.fault:
        settings.complaints.append(found.fault)
    return settings


def _set_keys(command: Command, written: Sequence[str], settings: Settings, source: str) -> str:
    """Give a command the keys that were written; returns why not, or an empty text."""
    keys: list[str] = []
    for key in dict.fromkeys(written):
        name = parse_key_name(key)
        if name is None:
            return f"{source}, {command.id}: {key!r} is not a key."
        keys.append(name)

    rival = _find_rival_command(command, tuple(keys), settings.keys)
    if rival is not None:
        key, other = rival
        return (
            f"{source}, {command.id}: {key!r} is the key of {other} already; "
            f"{command.id} keeps {' '.join(command.keys)}."
        )
    settings.keys[command.id] = tuple(keys)
    return ""


def _find_rival_command(
    command: Command, keys: tuple[str, ...], set_so_far: Mapping[str, tuple[str, ...]]
) -> tuple[str, str] | None:
    """A key that another command of one of its screens has, and that command's id."""
    wanted = _list_with_twins(keys)
    places = [place for place in ScreenName if place in command.screens]
    for place in places:
        for other in list_commands(place):
            if other.id == command.id:
                continue
            yields = other.yields_key and other.id not in set_so_far
            if yields:
                continue
            taken = _list_with_twins(set_so_far.get(other.id, other.keys))
            clash = sorted(wanted & taken)
            if clash:
                return clash[0], other.id
    return None


def _list_with_twins(keys: tuple[str, ...]) -> set[str]:
    return set(join_with_twins(keys).split(","))
