"""The keys of TOML files that people write, each declared once: how it is read, and what the
reference says of it.

A `Key` knows its name, its type, its default, what it may be, what it means, and a line that shows
it. A `Section` is a table with its keys. Readers read a section as a whole, and the pages under
docs/reference are written from the same declarations. So a key that is read stands in the
reference, and a key of the reference is read.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Generic, TypeVar, cast

from tipcoder.tomlfile import TomlTable

Value = TypeVar("Value")
REQUIRED = "required"
"""What the reference says for the default of a key that must be there."""


# Compared by identity: two tables may each have a `column`, and these are two keys.
@dataclass(frozen=True, eq=False)
class Key(Generic[Value]):
    """One key of a table."""

    name: str
    kind: str
    """Its type, in words for people."""
    meaning: str
    example: str
    """A line of TOML (or several) that a reader accepts, as part of an example of the section."""
    default: str
    """What holds where the key is absent, in words; REQUIRED where it must not be."""
    read: Callable[[TomlTable], Value]
    allowed: str = ""
    """What a value may be, where the type does not say it."""
    inside: tuple[Key[Any], ...] = ()
    """The keys of a table that is written as one value: `{ column = "Q1", equals = "Yes" }`."""


class Form(Enum):
    """How a table is written."""

    TOP = "keys above the first table"
    ONE = "[{path}]"
    NAMED = "[{path}.NAME]"
    LISTED = "[[{path}]]"


@dataclass(frozen=True)
class Example:
    """A table as somebody may write it: keys shown by their own example, or lines."""

    about: str
    parts: tuple[Key[Any] | str, ...]
    name: str = "name"
    """What stands for NAME in the heading."""

    def body(self) -> str:
        """The lines below the heading."""
        lines = [part if isinstance(part, str) else part.example for part in self.parts]
        return "\n".join(lines)


@dataclass(frozen=True, eq=False)
class Section:
    """One table of a file, with its keys and the tables inside it."""

    path: str
    form: Form
    meaning: str
    keys: tuple[Key[Any], ...]
    examples: tuple[Example, ...]
    sections: tuple[Section, ...] = ()
    any_key: Key[Any] | None = None
    """Stands for all keys of a table whose keys the writer names, such as languages."""
    required: bool = False

    @property
    def name(self) -> str:
        """The key of the table in the table that holds it."""
        return self.path.rpartition(".")[2]

    def heading(self, name: str = "NAME") -> str:
        """The line that opens the table, empty for the top of a file."""
        if self.form is Form.TOP:
            return ""
        return str(self.form.value).format(path=self.path).replace("NAME", name)

    def read_keys(self, table: TomlTable) -> Values:
        """Read every declared key of a table. Raises BadInput; keys that are not declared are left
        to `finish`.
        """
        found: dict[Key[Any], Any] = {}
        for key in self.keys:
            found[key] = key.read(table)
        return Values(found)

    def open_one(self, parent: TomlTable) -> TomlTable | None:
        """The table, or None where it is absent."""
        return parent.read_table(self.name)

    def open_named(self, parent: TomlTable) -> list[tuple[str, TomlTable]]:
        """Each `[path.NAME]` with its name."""
        return parent.read_named_tables(self.name)

    def open_listed(self, parent: TomlTable) -> list[TomlTable]:
        """Each `[[path]]`, in the order of the file."""
        return parent.read_table_list(self.name)

    def walk_sections(self) -> Iterator[Section]:
        """This section and every one inside it."""
        yield self
        for section in self.sections:
            yield from section.walk_sections()


class Values:
    """What was read of one table, asked for by the key's declaration."""

    def __init__(self, found: Mapping[Key[Any], Any]) -> None:
        self._found = found

    def __getitem__(self, key: Key[Value]) -> Value:
        return cast("Value", self._found[key])


def as_column(name: str) -> str:
    """A column's name, composed: copied from a file it may be written with accents apart from their
    letters.
    """
    return unicodedata.normalize("NFC", name)


def declare_required_text(name: str, meaning: str, example: str) -> Key[str]:
    """A text that must be there and not be empty."""
    return Key(
        name, "text", meaning, example, REQUIRED, lambda table: table.read_required_text(name)
    )


def declare_text(name: str, meaning: str, example: str, default: str = "none") -> Key[str | None]:
    """A text that may be absent; `default` says in words what holds then."""
    return Key(name, "text", meaning, example, default, lambda table: table.read_text(name))


def declare_texts(
    name: str, meaning: str, example: str, default: str = "none", otherwise: tuple[str, ...] = ()
) -> Key[tuple[str, ...]]:
    """A list of texts, or one text; `otherwise` is what an absent key gives, and `default` says it
    in words.
    """
    return Key(
        name,
        "text or list of texts",
        meaning,
        example,
        default,
        lambda table: table.read_texts(name, otherwise),
    )


def declare_required_column(name: str, meaning: str, example: str) -> Key[str]:
    """The name of a column, which must be there."""
    return Key(
        name,
        "column",
        meaning,
        example,
        REQUIRED,
        lambda table: as_column(table.read_required_text(name)),
    )


def declare_column(name: str, meaning: str, example: str, default: str = "none") -> Key[str | None]:
    """The name of a column, which may be absent."""

    def read_column(table: TomlTable) -> str | None:
        written = table.read_text(name)
        return as_column(written) if written else None

    return Key(name, "column", meaning, example, default, read_column)


def declare_columns(
    name: str, meaning: str, example: str, default: str = "none"
) -> Key[tuple[str, ...]]:
    """Names of columns."""

    def read_columns(table: TomlTable) -> tuple[str, ...]:
        return tuple(as_column(written) for written in table.read_texts(name))

    return Key(name, "column or list of columns", meaning, example, default, read_columns)


def declare_flag(name: str, meaning: str, example: str, default: bool) -> Key[bool]:
    """true or false."""
    in_words = "true" if default else "false"
    return Key(
        name,
        "true or false",
        meaning,
        example,
        in_words,
        lambda table: table.read_flag(name, default),
    )


def declare_number(
    name: str, meaning: str, example: str, default: int, low: int, high: int, in_words: str = ""
) -> Key[int]:
    """A whole number; `in_words` says the default where the number itself would not be
    understood.
    """
    return Key(
        name,
        "whole number",
        meaning,
        example,
        in_words or str(default),
        lambda table: table.read_number(name, default, low, high),
        allowed=f"{low} to {high}",
    )


def declare_choice(
    name: str, meaning: str, example: str, choices: tuple[str, ...], default: str
) -> Key[str]:
    """One of a few words."""
    return Key(
        name,
        "text",
        meaning,
        example,
        f'"{default}"',
        lambda table: table.read_choice(name, choices, default),
        allowed=", ".join(f'"{choice}"' for choice in choices),
    )
