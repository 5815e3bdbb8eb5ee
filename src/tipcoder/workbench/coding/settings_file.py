"""The file in which a person sets theme, keys and the front end, outside any study: where it is,
and what stands in it.

What its keys mean, and whether two of them clash, is for the screen to say.
"""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from tipcoder.errors import BadInput
from tipcoder.export.whole_files import making_parent_folders, write_file
from tipcoder.tomlfile import TomlTable, load_toml

SETTINGS_VARIABLE = "TIPCODER_SETTINGS"
FILE = "workbench.toml"


@dataclass
class SettingsFile:
    """What was read, up to the first entry that cannot be."""

    plain: bool = False
    """Whether coding is line by line, for a screen reader, and not on the screen."""
    theme: str | None = None
    keys: dict[str, tuple[str, ...] | None] = field(default_factory=dict)
    """Keys as written, by command, in the order of the file; None for a command that is unknown."""
    fault: str = ""
    """Why nothing more could be read, with the place; empty where all was."""


def settings_path() -> Path:
    """$TIPCODER_SETTINGS, else the file in the user's configuration folder."""
    named = os.environ.get(SETTINGS_VARIABLE)
    if named:
        return Path(named).expanduser()
    from platformdirs import user_config_path  # here, because it is needed once

    return user_config_path("tipcoder") / FILE


def read_settings_file(path: Path, commands: Collection[str]) -> SettingsFile:
    """The settings in a file; `commands` are the ids of those that keys may be set for."""
    found = SettingsFile()
    try:
        table = TomlTable(path.name, "", load_toml(path))
        # First: whatever is wrong below, nobody who reads by ear should be shown a screen.
        found.plain = table.read_flag("plain", False)
        found.theme = table.read_text("theme")
        keys = table.read_table("keys")
        if keys is not None:
            _read_keys(keys, commands, found)
        table.refuse_unknown_keys()
    except BadInput as fault:
        found.fault = str(fault)
    return found


def keep_theme(path: Path, theme: str) -> None:
    """Write a theme into the file, with all else in it as it was; make the file where none is.

    Raises BadInput where the file is not TOML, EnvironmentFault where it cannot be written.
    """
    import tomlkit

    written = ""
    if path.exists():
        load_toml(path)  # says what is wrong, and where
        written = path.read_text("utf-8-sig")
    document = tomlkit.parse(written)
    if "theme" in document:
        document["theme"] = theme
        written = tomlkit.dumps(document)
    else:
        # Ahead of everything: behind the heading of a table it would belong to that.
        written = f"theme = {tomlkit.string(theme).as_string()}\n{written}"
    with making_parent_folders(path):
        write_file(path, written)


def _read_keys(table: TomlTable, commands: Collection[str], found: SettingsFile) -> None:
    for command in table.unread_keys():
        if command in commands:
            found.keys[command] = tuple(table.read_texts(command))
        else:
            found.keys[command] = None
            table.skip_key(command)
