"""What leaves the study, as blocks: built once, and written in every format by the writers beside
this file.

Blocks are plain data. All texts in them are plain too; each writer escapes them for its format, so
that nothing that a respondent wrote is ever taken for markup, a formula or a command.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Control characters, which could steer a terminal and which XML cannot hold, and halves of
surrogate pairs.
"""

Value = str | int | float | bool | None
"""What a cell holds, before anybody decides how it is shown."""


class Style(StrEnum):
    """How a run of text stands out."""

    PLAIN = "plain"
    EMPHASIS = "emphasis"
    CODE = "code"


class Kind(StrEnum):
    """What the values of a column are."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    SHARE = "share"
    """A part of 1, such as 0.25 for a quarter."""
    P_VALUE = "p-value"
    DATE = "date"


class Align(StrEnum):
    """The side on which the cells of a column stand."""

    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True)
class Run:
    """Letters of one style."""

    text: str
    style: Style = Style.PLAIN


@dataclass(frozen=True)
class Heading:
    """A heading. The title of a document has level 1, its parts have level 2 and more."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Paragraph:
    """Running text. An empty line in it begins a new paragraph."""

    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """The words without their styles."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Note:
    """A remark that a reader needs before using what stands above it."""

    text: str


@dataclass(frozen=True)
class BulletList:
    """Sentences that stand side by side."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Preformatted:
    """Lines that are laid out already, for a screen of 80 columns."""

    text: str


@dataclass(frozen=True)
class PageBreak:
    """The next block begins a new page, where the format has pages."""


@dataclass(frozen=True)
class Column:
    """What stands in a column of a table, and how."""

    name: str
    kind: Kind = Kind.TEXT
    align: Align = Align.LEFT
    has_symbols: bool = False
    """Whether symbols of statistics stand in its texts, which LaTeX sets as symbols."""
    wraps: bool = False
    """Whether its texts are sentences, which need more room than one line."""
    choices: tuple[str, ...] = ()
    """What people may write into its cells; a spreadsheet offers it."""


@dataclass(frozen=True)
class Cell:
    """A value at full precision and as a reader sees it."""

    value: Value
    shown: str
    language: str = ""
    """Of the words, as `es`, where that is not the document's; a page says it to screen readers."""


@dataclass(frozen=True)
class ColumnGroup:
    """A heading over several neighbouring columns."""

    name: str
    width: int
    """The number of columns that it spans."""


@dataclass(frozen=True)
class Table:
    """A table. Every row has a cell for every column."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""
    notes: tuple[str, ...] = ()
    groups: tuple[ColumnGroup, ...] = ()
    """Headings over the columns; together they span all of them. Empty for most tables."""
    is_guarded: bool = False
    """Whether people open its CSV in a spreadsheet: cells that begin like a formula then get an
    apostrophe.
    """
    caption_level: int = 0
    """The level of heading that the caption takes where tables have none, as in Markdown; 0 for a
    line of text.
    """

    @property
    def head(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)

    @property
    def texts(self) -> list[list[str]]:
        """Every row as a reader sees it."""
        return list(map(list_shown, self.rows))


@dataclass(frozen=True)
class Figure:
    """A drawing, and the same for formats that hold none."""

    svg: str
    caption: str
    letters: str
    """The drawing in letters, for a terminal and for Markdown."""
    values: Table | None = None
    """The drawing as a table, for word processors."""
    repeats_table: bool = False
    """Whether a table beside it has all its numbers: what holds no drawing then leaves it out."""
    write_letters: Callable[[int], str] | None = field(default=None, compare=False, repr=False)
    """Draws it in letters for a screen of so many columns, so that nothing of it is lost."""

    def fit_letters(self, width: int) -> str:
        """The drawing in letters, in `width` columns where it can be fitted."""
        return self.write_letters(width) if self.write_letters is not None else self.letters


Block = Heading | Paragraph | Note | BulletList | Preformatted | PageBreak | Table | Figure


@dataclass(frozen=True)
class Document:
    """Blocks in the order in which they are read."""

    title: str
    """The name of a page or of a sheet.

    It is not printed: a title that is to be read is a heading.
    """
    blocks: tuple[Block, ...]
    is_wide: bool = False
    """Whether a page lies on its side, for tables of many columns."""
    records: object = None
    """Plain data that JSON holds instead of the tables, in shapes that other programs rely on."""

    @property
    def tables(self) -> list[Table]:
        """The tables in it."""
        return [block for block in self.blocks if isinstance(block, Table)]


def list_shown(row: Iterable[Cell]) -> list[str]:
    """The cells of a row as a reader sees them."""
    return [cell.shown for cell in row]


def list_notes(document: Document) -> list[str]:
    """Everything to read that stands in no table, in the order of the document."""
    notes: list[str] = []
    for block in document.blocks:
        match block:
            case Paragraph() | Note() | Preformatted() | Heading():
                notes.append(block.text)
            case BulletList():
                notes += block.items
            case Table():
                notes += block.notes
            case Figure():
                notes.append(block.caption)
            case _:
                pass
    return notes


def plain_paragraph(text: str) -> Paragraph:
    """A paragraph of one style."""
    return Paragraph((Run(text),))


def text_cells(texts: Iterable[str]) -> tuple[Cell, ...]:
    """Texts as the cells of a row."""
    return tuple(Cell(text, text) for text in texts)


def text_table(
    head: Sequence[str],
    rows: Iterable[Sequence[str]],
    right: Iterable[int] = (),
    *,
    caption: str = "",
    notes: Sequence[str] = (),
) -> Table:
    """A table of texts. `right` has the places of the columns that stand to the right."""
    to_the_right = frozenset(right)
    columns = []
    for place, name in enumerate(head):
        # Words to the left, numbers to the right: so are columns compared.
        align = Align.RIGHT if place in to_the_right else Align.LEFT
        columns.append(Column(name, Kind.TEXT, align))
    cells = tuple(map(text_cells, rows))
    return Table(tuple(columns), cells, caption, tuple(notes))


def as_cell(value: object, shown: str | None = None) -> Cell:
    """Any value as a cell; what is no plain value is kept as its text.

    `shown` is how a reader sees it.
    """
    # Nearly every cell of a long list is a text.
    if type(value) is str:
        return Cell(value, value if shown is None else shown)
    # None is empty in every format, and never the word None.
    text = "" if value is None else str(value)
    if value is None or isinstance(value, str | int | float | bool):
        return Cell(value, text if shown is None else shown)
    return Cell(text, text if shown is None else shown)


def replace_unprintable(text: str) -> str:
    """Text as a file for people holds it: what cannot be printed becomes U+FFFD, the sign for a
    lost character.
    """
    # A lone carriage return would let a terminal write over the line.
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNPRINTABLE.sub("\ufffd", lines)
