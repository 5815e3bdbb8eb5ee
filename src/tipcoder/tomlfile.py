"""Reading TOML that people write: every wrong key, type or syntax is named with its file and place.

A `TomlTable` is consumed key by key; `refuse_unknown_keys` then refuses whatever nobody asked for,
naming the nearest good key. By hand rather than by a schema library, because messages have to name
the place and the remedy in words for people who do not program.
"""

from __future__ import annotations

import codecs
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tipcoder.errors import BadInput, EnvironmentFault, did_you_mean, find_nearest


def load_toml(path: Path) -> dict[str, Any]:
    """The document at `path`. Raises BadInput naming file, line and remedy."""
    return parse_toml(read_toml_bytes(path), str(path))


def read_toml_bytes(path: Path) -> bytes:
    """What stands in a file, not parsed yet. Raises BadInput naming the file where it is none."""
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise BadInput(f"{path}: there is no such file.") from None
    except IsADirectoryError:
        raise BadInput(f"{path}: is a folder, not a TOML file.") from None
    except OSError as error:
        raise EnvironmentFault(
            f"{path}: cannot be read ({error.strerror}).", "Check its permissions."
        ) from None


def parse_toml(data: bytes, path: str) -> dict[str, Any]:
    """The document that stands in `data`; `path` is how a message calls it. Raises BadInput."""
    # Editors on Windows put it there, and TOML does not allow it.
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return tomllib.loads(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadInput(f"{path}, line {line}: is not UTF-8.", "Save the file as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        hint = "Text values need quotation marks, and a backslash in them is written twice."
        if str(error).startswith(("Cannot", "Duplicate")):
            hint = "Each key and each table may appear only once."
        raise BadInput(f"{path}: is not valid TOML: {error}.", hint) from None
    except (RecursionError, ValueError):
        # tomllib lets these through for thousands of brackets and for numbers of thousands of
        # digits.
        raise BadInput(
            f"{path}: has brackets or numbers that no such file needs.", "Write it by hand."
        ) from None


class TomlTable:
    """One TOML table being read, which knows where it stands for error messages."""

    def __init__(self, source: str, place: str, values: Mapping[str, Any]) -> None:
        self.source = source
        self.place = place
        self._values = dict(values)
        self._known: list[str] = []

    def make_error(self, sentence: str, hint: str = "") -> BadInput:
        """The error to raise about this table; `sentence` goes on from the place."""
        return BadInput(f"{self.source}, {self.place or 'top level'}: {sentence}", hint)

    def make_missing_error(self, key: str, sentence: str, remedy: str) -> BadInput:
        """The error about a key that must be there.

        One that was written and looks like it is a likelier remedy than adding it.
        """
        near = find_nearest(key, self._values)
        return self.make_error(sentence, f"Is it `{near}`?" if near else remedy)

    def _take_value(self, key: str) -> Any:
        """The value, which then counts as read; None where it is absent (TOML has no null)."""
        self._known.append(key)
        return self._values.pop(key, None)

    def read_text(self, key: str, default: str | None = None) -> str | None:
        """A string, or the default where the key is absent."""
        value = self._take_value(key)
        if value is None:
            return default
        if not isinstance(value, str):
            raise self.make_error(
                f"`{key}` must be text in quotation marks, not {_format_value(value)}."
            )
        return value

    def read_required_text(self, key: str) -> str:
        """A string that must be there and not be empty."""
        value = self.read_text(key)
        if value is None:
            raise self.make_missing_error(key, f"`{key}` is missing.", f'Add {key} = "...".')
        if not value.strip():
            raise self.make_error(f"`{key}` is empty.", f'Write {key} = "...".')
        return value

    def read_texts(self, key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """A list of strings; a single string counts as a list of one."""
        value = self._take_value(key)
        if value is None:
            return default
        if isinstance(value, str):
            return (value,)
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            example = f'{key} = ["a", "b"]'
            raise self.make_error(
                f"`{key}` must be a list of texts, like {example}, not {_format_value(value)}."
            )
        return tuple(value)

    def read_flag(self, key: str, default: bool) -> bool:
        """true or false."""
        value = self._take_value(key)
        if value is None:
            return default
        if not isinstance(value, bool):
            raise self.make_error(f"`{key}` must be true or false, not {_format_value(value)}.")
        return value

    def read_number(self, key: str, default: int, low: int, high: int) -> int:
        """A whole number from `low` to `high`."""
        value = self._take_value(key)
        if value is None:
            return default
        # In Python true is a number too.
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise self.make_error(
                f"`{key}` must be a whole number from {low} to {high}, not {_format_value(value)}."
            )
        return value

    def read_choice(self, key: str, choices: tuple[str, ...], default: str) -> str:
        """One of a few words."""
        value = self.read_text(key)
        if value is None:
            return default
        if value not in choices:
            raise self.make_error(f"`{key}` cannot be {value!r}.", did_you_mean(value, choices))
        return value

    def read_scalar(self, key: str) -> str | bool | int | float | None:
        """A single value of any plain type."""
        value = self._take_value(key)
        if isinstance(value, list | dict):
            raise self.make_error(f"`{key}` must be a single value, not {_format_value(value)}.")
        return value  # type: ignore[no-any-return]

    def read_table(self, key: str) -> TomlTable | None:
        """A sub-table, or None where it is absent."""
        value = self._take_value(key)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise self.make_error(f"`{key}` must be a table, not {_format_value(value)}.")
        return TomlTable(self.source, _join_place(self.place, key), value)

    def read_named_tables(self, key: str) -> list[tuple[str, TomlTable]]:
        """The named tables below `key`: `[key.a]`, `[key.b]`."""
        table = self.read_table(key)
        if table is None:
            return []
        out = []
        for name, value in table._values.items():
            if not isinstance(value, dict):
                raise table.make_error(f"`{name}` must be a table, written [{table.place}.{name}].")
            out.append((name, TomlTable(self.source, _join_place(table.place, name), value)))
        return out

    def read_table_list(self, key: str) -> list[TomlTable]:
        """The tables of an array: `[[key]]`."""
        value = self._take_value(key)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
            raise self.make_error(f"`{key}` must be written [[{key}]], once for each.")
        return [
            TomlTable(self.source, f"{_join_place(self.place, key)}[{n}]", v)
            for n, v in enumerate(value, start=1)
        ]

    def read_text_per_language(self, key: str) -> tuple[str, dict[str, str]]:
        """A text per language.

        Gives `("plain text", {})` for a string, and `("", {"en": ...})` for a table.
        """
        value = self._take_value(key)
        if value is None:
            return "", {}
        if isinstance(value, str):
            return value, {}
        if isinstance(value, dict) and all(isinstance(v, str) for v in value.values()):
            return "", dict(value)
        example = '{ en = "..." }'
        found = _format_value(value)
        raise self.make_error(
            f"`{key}` must be text, or a table of languages like {example}, not {found}."
        )

    def read_texts_per_language(
        self, key: str
    ) -> tuple[tuple[str, ...], dict[str, tuple[str, ...]]]:
        """A list of texts per language.

        Gives `(("a",), {})` for a list, and `((), {"en": ("a",)})` for a table.
        """
        value = self._take_value(key)
        if value is None:
            return (), {}
        if isinstance(value, dict):
            table = TomlTable(self.source, _join_place(self.place, key), value)
            return (), {language: table.read_texts(language) for language in value}
        # Put back: a plain list is read, and refused, as any other list is.
        self._values[key] = value
        return self.read_texts(key), {}

    def unread_keys(self) -> list[str]:
        """The keys that nobody has asked for yet."""
        return list(self._values)

    def skip_key(self, key: str) -> None:
        """Leave a key unread on purpose."""
        self._take_value(key)

    def read_entries_per_language(
        self, key: str
    ) -> tuple[list[str | TomlTable], dict[str, list[str | TomlTable]]]:
        """Lists whose entries are texts or tables, as `["a", { find = "b" }]`.

        Gives `(entries, {})` for a list, and `([], {"en": entries})` for a table of languages.
        """
        value = self._take_value(key)
        if value is None:
            return [], {}
        place = _join_place(self.place, key)
        if not isinstance(value, dict):
            return self._open_entries(key, place, "", value), {}
        by_language = {}
        for language, entries in value.items():
            by_language[language] = self._open_entries(key, place, language, entries)
        return [], by_language

    def _open_entries(
        self, key: str, place: str, language: str, entries: object
    ) -> list[str | TomlTable]:
        if not isinstance(entries, list):
            where = f"`{key}` in {language}" if language else f"`{key}`"
            raise self.make_error(f"{where} must be a list, not {_format_value(entries)}.")
        opened: list[str | TomlTable] = []
        for number, entry in enumerate(entries, start=1):
            name = f"{place}[{language} {number}]" if language else f"{place}[{number}]"
            if isinstance(entry, str):
                opened.append(entry)
            elif isinstance(entry, dict):
                opened.append(TomlTable(self.source, name, entry))
            else:
                found = _format_value(entry)
                raise BadInput(f"{self.source}, {name}: must be text or a table, not {found}.")
        return opened

    def refuse_unknown_keys(self) -> None:
        """Refuse what is left over, naming the nearest good key."""
        for key in self._values:
            raise self.make_error(
                f"`{_format_key(key)}` is not a key that is known here.",
                did_you_mean(key, dict.fromkeys(self._known)),
            )


def _join_place(place: str, key: str) -> str:
    return f"{place}.{_format_key(key)}" if place else _format_key(key)


def _format_key(key: str) -> str:
    return key if key.isprintable() else repr(key)


def _format_value(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else text[:39] + "…"
