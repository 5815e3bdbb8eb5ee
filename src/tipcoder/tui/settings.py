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
from tipcoder.tomlfile import Table, load_toml
from tipcoder.tui.commands import COMMANDS, Command, Place, commands_of
from tipcoder.tui.keyboard import key_name, shown, with_twins

SETTINGS_VARIABLE = "TIPCODER_SETTINGS"
FILE = "workbench.toml"


@dataclass
class Settings:
    """What was set, and what is wrong with it."""

    theme: str | None = None
    keys: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Keys by command, where they differ from the table."""
    complaints: list[str] = field(default_factory=list)

    def keymap(self) -> dict[str, str]:
        """What Textual's `set_keymap` takes: bindings by id, twins included."""
        return {command: with_twins(keys) for command, keys in self.keys.items()}

    def took_key_of(self, command: Command) -> bool:
        """Whether this person has given a key of the command to another one."""
        own = {key for other, keys in self.keys.items() if other != command.id for key in keys}
        return bool(own.intersection(self.keys_of(command)))

    def keys_of(self, command: Command) -> tuple[str, ...]:
        """The keys that a command has for this person."""
        return self.keys.get(command.id, command.keys)

    def keys_shown(self, command: Command) -> str:
        """The same as people write them."""
        return " ".join(shown(key) for key in self.keys_of(command))


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
        table = Table(path.name, "", load_toml(path))
        settings.theme = table.text("theme")
        keys = table.child("keys")
        if keys is not None:
            _read_keys(keys, settings)
        table.finish()
    except BadInput as fault:
        settings.complaints.append(str(fault))
    return settings


def _read_keys(table: Table, settings: Settings) -> None:
    known = {command.id: command for command in COMMANDS if command.stands_alone}
    for command_id in table.names():
        if command_id not in known:
            near = did_you_mean(command_id, known)
            settings.complaints.append(f"{table.source}: there is no command {command_id!r}. {near}".strip())
            table.skip(command_id)
            continue
        wanted = table.texts(command_id)
        named = {key: key_name(key) for key in wanted}
        unknown = [key for key, name in named.items() if name is None]
        if unknown:
            settings.complaints.append(f"{table.source}, {command_id}: {unknown[0]!r} is no key.")
            continue
        keys = tuple(name for name in named.values() if name is not None)
        rival = _rival(known[command_id], keys, settings.keys)
        if rival is not None:
            settings.complaints.append(
                f"{table.source}, {command_id}: {rival[0]!r} is the key of {rival[1]} already; "
                f"{command_id} keeps {' '.join(known[command_id].keys)}."
            )
            continue
        settings.keys[command_id] = keys


def _rival(
    command: Command, keys: tuple[str, ...], set_so_far: Mapping[str, tuple[str, ...]]
) -> tuple[str, str] | None:
    """A key that another command of the same screen has, and that command."""
    wanted = set(with_twins(keys).split(","))
    for place in Place:
        if place not in command.places:
            continue
        for other in commands_of(place):
            if other.id == command.id or (other.yields and other.id not in set_so_far):
                continue
            taken = set(with_twins(set_so_far.get(other.id, other.keys)).split(","))
            clash = sorted(wanted & taken)
            if clash:
                return clash[0], other.id
    return None
