"""SPSS (.sav, .zsav, .por) and Stata (.dta) files -> records of cells as text.

Labels are what people read: a variable's label is the wording of its question, and a value that has
a label is written as its label. Values that the file declares missing are empty.
"""

from __future__ import annotations

import re
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tipcoder.errors import BadInput
from tipcoder.extras import check_extra
from tipcoder.survey.formats.raw_table import RawTable, ReadingChoices
from tipcoder.survey.formats.statistical_times import find_time_format
from tipcoder.survey.formats.trial import try_reading
from tipcoder.survey.formats.whole_file import LibraryCopy, hash_file
from tipcoder.survey.formats.workbook_cells import format_number
from tipcoder.survey.long_file import LongFile
from tipcoder.survey.rows import NumberedRecord
from tipcoder.text import join_first

if TYPE_CHECKING:
    from tipcoder.survey.formats.statistical_times import TimeFormat

_ENDINGS = {"spss": ".sav", "spss portable": ".por", "stata": ".dta"}
_TEXT_FORMAT = re.compile(r"A\d+|%-?\d+s|%-?strL|%-?9s")
"""How SPSS and Stata call the format of a text."""
_HELD = 4_000_000
"""Cells that are held at once."""
_FEWEST_ROWS = 1_000
_LISTED = 8
"""Columns that a note names."""


@dataclass
class _Variable:
    """One column, and what stands for its values."""

    name: str
    wording: str
    labels: dict[object, str]
    missing: tuple[tuple[float, float] | str, ...]
    """Ranges of numbers, both ends among them, and single texts."""
    time: TimeFormat | None
    is_numeric: bool
    unlabelled: bool = False
    """Whether some value has no label: then the labels of the others are not used."""
    declared_missing: Counter[object] = field(default_factory=Counter)

    def is_missing(self, value: object) -> bool:
        """Whether the file declares the value missing."""
        # In a column of numbers a letter is one of Stata's missing values .a to .z.
        if self.is_numeric and isinstance(value, str):
            return True
        for one in self.missing:
            if isinstance(one, str) or isinstance(value, str):
                if value == one:
                    return True
            elif isinstance(value, int | float) and one[0] <= value <= one[1]:
                return True
        return False

    def list_levels(self) -> tuple[str, ...]:
        """Labels in the order of their values, where they stand for all values of the column."""
        if self.unlabelled:
            return ()
        levels = [value for value in self.labels if not self.is_missing(value)]
        levels.sort(key=_rank_value)
        return tuple(self.labels[level] for level in levels)

    def format_value(self, value: object) -> str:
        """The text of a value."""
        if value is None or self.is_missing(value):
            return ""
        if self.labels and not self.unlabelled:
            return self.labels.get(value, "") or _format_plain(value)
        if self.time is not None and isinstance(value, int | float):
            return self.time.format_number(float(value))
        return _format_plain(value)


def read_statistical(
    data: bytes | LongFile, source: str, kind: str, choices: ReadingChoices
) -> RawTable:
    """Read an SPSS or Stata file. `kind` is `spss`, `spss portable` or `stata`.

    Raises BadInput for a file that cannot be read, EnvironmentFault without the extra that reads
    it.
    """
    check_extra("pyreadstat", "A file of Stata or SPSS")
    copy = LibraryCopy(data, _ENDINGS[kind])
    try_reading(copy.path, source, kind, choices.encoding)
    file = _StatisticalFile(copy, source, kind, choices.encoding)
    variables = file.describe_variables()
    if not variables:
        raise BadInput(f"{source}: has no variables.", "Export the survey again.")
    for row in file.iterate_rows():
        _look_at_row(variables, row)

    def begin_pass() -> Iterator[NumberedRecord]:
        yield 1, [variable.name for variable in variables]
        for number, row in enumerate(file.iterate_rows(), start=2):
            pairs = zip(variables, row, strict=True)
            yield number, [variable.format_value(value) for variable, value in pairs]

    return RawTable(
        begin_pass,
        hash_file(data),
        kind,
        notes=tuple(_describe_variables(variables)),
        wordings=tuple(variable.wording for variable in variables),
        labels=tuple(variable.list_levels() for variable in variables),
    )


class _StatisticalFile:
    """A file that pyreadstat reads, as often as it is asked to."""

    def __init__(self, copy: LibraryCopy, source: str, kind: str, encoding: str | None) -> None:
        self._copy = copy
        self._source = source
        self._kind = kind
        self._encoding = encoding
        self.width = 1
        """Columns, once they are described."""

    @property
    def _path(self) -> Path:
        return self._copy.path

    def _read(self, **choices: object) -> tuple[Mapping[str, Sequence[object]], object]:
        """What pyreadstat gives: columns by name, and the description of the file."""
        import pyreadstat

        functions: dict[str, Any] = {
            "spss": pyreadstat.read_sav,
            "spss portable": pyreadstat.read_por,
            "stata": pyreadstat.read_dta,
        }
        if self._encoding is not None and self._kind != "spss portable":
            choices["encoding"] = self._encoding
        if self._kind != "spss portable":
            choices["user_missing"] = True
        try:
            with warnings.catch_warnings():
                # Of two columns of one name it renames the second, as is done here too.
                warnings.simplefilter("ignore")
                found = functions[self._kind](
                    self._path,
                    disable_datetime_conversion=True,
                    output_format="dict",
                    **choices,
                )
        except MemoryError:
            raise
        except Exception as error:
            # The library raises errors of its own, of its parent, and plain ones.
            reason = " ".join(str(error).split())
            raise BadInput(
                f"{self._source}: cannot be read ({reason}).",
                "Save it again, name its encoding with --encoding, or export it as CSV UTF-8.",
            ) from None
        columns: Mapping[str, Sequence[object]] = found[0]
        return columns, found[1]

    def describe_variables(self) -> list[_Variable]:
        """The columns of the file, in its order."""
        _, described = self._read(metadataonly=True)
        names: list[str | None] = described.column_names  # type: ignore[attr-defined]
        wordings: list[str | None] = described.column_labels  # type: ignore[attr-defined]
        labels = described.variable_value_labels  # type: ignore[attr-defined]
        ranges = described.missing_ranges  # type: ignore[attr-defined]
        formats = described.original_variable_types  # type: ignore[attr-defined]

        variables = []
        self.width = max(1, len(names))
        for name, wording in zip(names, wordings, strict=True):
            missing = tuple(map(_read_range, ranges.get(name, ())))
            stored = formats.get(name) or ""
            variables.append(
                _Variable(
                    name or "",
                    wording or "",
                    labels.get(name, {}),
                    missing,
                    find_time_format(stored, self._kind),
                    is_numeric=not _TEXT_FORMAT.fullmatch(stored),
                )
            )
        return variables

    def iterate_rows(self) -> Iterator[tuple[object, ...]]:
        """Rows of values, a stretch of the file at a time."""
        start = 0
        stretch = max(_FEWEST_ROWS, _HELD // self.width)
        while True:
            columns, _ = self._read(row_offset=start, row_limit=stretch)
            count = 0
            for row in zip(*columns.values(), strict=True):
                count += 1
                yield row
            if count < stretch:
                return
            start += count


def _read_range(declared: Mapping[str, float | str]) -> tuple[float, float] | str:
    low, high = declared["lo"], declared["hi"]
    if isinstance(low, str) or isinstance(high, str):
        return str(low)
    return low, high


def _look_at_row(variables: Sequence[_Variable], row: Sequence[object]) -> None:
    """Learn which columns have values without a label, and count what is declared missing."""
    for variable, value in zip(variables, row, strict=True):
        if value is None:
            continue
        if variable.is_missing(value):
            variable.declared_missing[value] += 1
        elif variable.labels and value not in variable.labels:
            variable.unlabelled = True


def _rank_value(value: object) -> tuple[float, str]:
    """Numbers by their size, then texts by their letters."""
    if isinstance(value, int | float):
        return float(value), ""
    return float("inf"), str(value)


def _format_plain(value: object) -> str:
    if isinstance(value, bool | int):
        return str(int(value))
    if isinstance(value, float):
        return format_number(value)
    return str(value)


def _describe_variables(variables: Sequence[_Variable]) -> Iterator[str]:
    """What a person should know of how values were written."""
    partly = [variable.name for variable in variables if variable.labels and variable.unlabelled]
    if partly:
        yield (
            f"{len(partly)} column(s) keep their numbers, because only some of the values have a "
            f"label: {join_first(partly, _LISTED)}"
        )
    cells = 0
    columns = []
    for variable in variables:
        if variable.declared_missing:
            cells += variable.declared_missing.total()
            signs = []
            for sign in sorted(variable.declared_missing, key=str):
                signs.append(variable.labels.get(sign) or _format_plain(sign))
            columns.append(f"{variable.name} ({', '.join(signs)})")
    if cells:
        yield (
            f"{cells} cell(s) hold a value that the file declares missing, and are empty here: "
            f"{join_first(columns, _LISTED)}"
        )
