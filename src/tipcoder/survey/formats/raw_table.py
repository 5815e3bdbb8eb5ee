"""What a reader of any format gives: the records of a file, before anything is decided of them."""

from __future__ import annotations

from dataclasses import dataclass

from tipcoder.survey.rows import RecordSource


@dataclass(frozen=True)
class RawTable:
    """A file's records as text, the header first."""

    records: RecordSource
    sha256: str
    encoding: str
    """The encoding of a text file, else the kind of file, such as `xlsx`."""
    delimiter: str = ""
    """What separates the cells of a text file; empty for other kinds."""
    notes: tuple[str, ...] = ()
    """Sentences about everything that was not plain."""
    wordings: tuple[str, ...] = ()
    """The question text of each column, where the format keeps one beside its name."""
    labels: tuple[tuple[str, ...], ...] = ()
    """Labels of each column's values, in the order of these, where the format keeps any; those of
    values that are declared missing are not among them."""


@dataclass(frozen=True)
class ReadingChoices:
    """What a person said about a file, where it cannot be told from the file."""

    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    replace_errors: bool = False
    preferred_sheet: str = ""
    """The sheet that is read where nobody names one and it is there."""
