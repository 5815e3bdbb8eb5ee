"""What a person has set for herself: theme and keys, in one TOML file outside any study.

    theme = "high-contrast"
    [keys]
    "code.undo" = ["ctrl+z"]

A wrong entry never keeps the workbench from opening: it is left out, and said.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tipcoder.errors import BadInput, did_you_mean
from tipcoder.tomlfile import TomlTable, load_toml
from tipcoder.tui.commands import COMMANDS, Command, ScreenName, list_commands
from tipcoder.tui.keyboard import format_key, join_with_twins, parse_key_name

SETTINGS_VARIABLE = "TIPCODER_SETTINGS"
FILE = "workbench.toml"


@dataclass
class Settings:
    """What was set, and what is wrong with it."""

    theme: str | None = None
    keys: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Keys by command, where they differ from the table."""
    complaints: list[str] = field(default_factory=list)

    def build_keymap(self) -> dict[str, str]:
        """What Textual's `set_keymap` takes: bindings by id, twins included."""
        return {command: join_with_twins(keys) for command, keys in self.keys.items()}

    def has_taken_key_of(self, command: Command) -> bool:
        """Whether this person has given a key of the command to another one."""
        own = {key for other, keys in self.keys.items() if other != command.id for key in keys}
        return bool(own.intersection(self.keys_of(command)))

    def keys_of(self, command: Command) -> tuple[str, ...]:
        """The keys that a command has for this person."""
        return self.keys.get(command.id, command.keys)

    def format_keys(self, command: Command) -> str:
        """The same as people write them."""
        return " ".join(format_key(key) for key in self.keys_of(command))


def settings_path() -> Path:
    """$TIPCODER_SETTINGS, else the file in the user's configuration folder."""
    named = os.environ.get(SETTINGS_VARIABLE)
    if named:
        return Path(named).expanduser()
    from platformdirs import user_config_path  # here, because it is needed once

    return user_config_path("tipcoder") / FILE


def read_settings(path: Path) -> Settings:
    """The settings in a file; those of nobody if there is none."""
    settings = Settings()
    if not path.exists():
        return settings
    try:
        table = TomlTable(path.name, "", load_toml(path))
        settings.theme = table.read_text("theme")
        keys = table.read_table("keys")
        if keys is not None:
            _read_keys(keys, settings)
        table.refuse_unknown_keys()
    except BadInput as fault:
        settings.complaints.append(str(fault))
    return settings


def _read_keys(table: TomlTable, settings: Settings) -> None:
    known = {command.id: command for command in COMMANDS if command.is_in_palette}
    for command_id in table.unread_keys():
        if command_id not in known:
            near = did_you_mean(command_id, known)
            settings.complaints.append(
                f"{table.source}: there is no command {command_id!r}. {near}".strip()
            )
            table.skip_key(command_id)
            continue
        wanted = table.read_texts(command_id)
        named = {key: parse_key_name(key) for key in wanted}
        unknown = [key for key, name in named.items() if name is None]
        if unknown:
            settings.complaints.append(f"{table.source}, {command_id}: {unknown[0]!r} is no key.")
            continue
        keys = tuple(name for name in named.values() if name is not None)
        rival = _find_rival_command(known[command_id], keys, settings.keys)
        if rival is not None:
            settings.complaints.append(
                f"{table.source}, {command_id}: {rival[0]!r} is the key of {rival[1]} already; "
                f"{command_id} keeps {' '.join(known[command_id].keys)}."
            )
            continue
        settings.keys[command_id] = keys


def _find_rival_command(
    command: Command, keys: tuple[str, ...], set_so_far: Mapping[str, tuple[str, ...]]
) -> tuple[str, str] | None:
    """A key that another command of the same screen has, and that command."""
    wanted = set(join_with_twins(keys).split(","))
    for place in ScreenName:
        if place not in command.screens:
            continue
        for other in list_commands(place):
            if other.id == command.id or (other.yields_key and other.id not in set_so_far):
                continue
            taken = set(join_with_twins(set_so_far.get(other.id, other.keys)).split(","))
            clash = sorted(wanted & taken)
            if clash:
                return clash[0], other.id
    return None
