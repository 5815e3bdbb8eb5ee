"""What the cells of each column look like: how many are filled, how many differ, and their kind.

Nothing is decided here. Values are counted as they stand in the file, without white space around
them.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from statistics import median

from tipcoder.survey.column_names import SurveyColumn
from tipcoder.survey.moments import is_moment
from tipcoder.survey.table import SurveyTable

MISSING_SIGNS = frozenset(
    (
        "NA", "N/A", "n/a", "na", "#N/A", "NULL", "#NULL!", "null", "nan", "NaN", "missing",
        "Missing", ".", "-", "--", "-9", "-77", "-88", "-99", "-999", "9999", "-oth-",
    )
)  # fmt: skip
"""Values that often stand for nothing. Each of them is an answer in some survey."""
PLACEHOLDERS = frozenset(("NA", "#N/A", "NULL", "nan", "NaN"))
"""Those among them that programs write on their own."""
_WIDESPREAD = 0.25
"""The share of the columns in which a placeholder stands that cannot be an answer."""
_WITHHELD = re.compile(r"[\W_]*(redacted|withheld|anonymi[sz]ed|removed)[\W_]*", re.IGNORECASE)
_SAMPLE = 120
"""Different values of a column that are looked at."""
_LOOKED_AT = 1000
"""Characters of a value that are looked at."""
_WORDING = 400
"""Characters of a question's wording that are kept."""
_MOST_CHOICES = 30
_TAG = re.compile(
    r"</?(?:a|b|big|br|center|code|div|em|font|h[1-6]|hr|i|img|label|li|mark|ol|p|pre|s|small|span|"
    r"strike|strong|style|sub|sup|table|tbody|td|th|thead|tr|tt|u|ul|video|audio|iframe)"
    r"(?:\s[^<>]{0,2000})?/?>|<!--.{0,2000}?-->",
    re.IGNORECASE | re.DOTALL,
)
"""Tags that editors of questions write. `A < B & C > D` has none."""
_NUMBER = re.compile(r"[-+]?[\d.,' ]*\d ?%?")
_MACHINE = re.compile(r"https?://|Mozilla/|[\[{]\s*[\"'{\[\d]|data:|#[0-9A-F]{6}$")
"""What no person writes into a form: links, browsers, JSON, drawings and colours."""
_EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[a-z]{2,}", re.IGNORECASE)
_ADDRESS = re.compile(r"\d{1,3}(\.\d{1,3}){3}|[0-9a-f]{0,4}(:[0-9a-f]{0,4}){4,7}", re.IGNORECASE)
_PHONE = re.compile(
    r"(\+|00|\()\d[\d ()./-]{6,}|"
    r"0[1-9]\d{0,4}[ ./-]{1,3}\d[\d ./-]{4,}\d|0[1-9]\d{8,9}|"
    r"\d{3}[ .-]\d{3}[ .-]\d{4}"
)
"""Across borders; within a country, where a zero stands in front and the area apart, or ten or
eleven digits without a gap; in North America.
"""
_HANDLE = re.compile(
    r"@[\w.]{2,40}|in/[\w.%-]{2,100}|(?:https?://|www\.)\S+|"
    r"(?:[\w-]+\.)*(?:facebook|linkedin|instagram|twitter|x|t|telegram|tiktok|youtube|wa)"
    r"\.(?:com|me)/\S+",
    re.IGNORECASE,
)
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0eff\u1780-\u17ff]")
"""Signs of scripts that put no spaces between words: Japanese, Chinese, Thai, Lao and Khmer."""
_SEPARATORS = re.compile(r"\s*[,;|]\s*")


@dataclass(frozen=True, eq=False)
class ColumnFacts:
    """One column; `values` counts what is neither blank nor missing."""

    column: SurveyColumn
    wording: str
    """The question as a further header row words it, without markup; empty if there is none."""
    rows: int
    values: Counter[str]
    labels: tuple[str, ...] = ()
    """What its values are called, in the order of these, where the file says so: then nobody
    answered in words of their own."""

    @property
    def name(self) -> str:
        """What study.toml calls the column."""
        return self.column.name

    @cached_property
    def plain_name(self) -> str:
        """The header in words: `RecipientEmail` and `recipient_email` are `recipient email`."""
        return _part_words(self.name)

    @cached_property
    def plain_wording(self) -> str:
        """The wording in words, as `plain_name`."""
        return _part_words(self.wording)

    @cached_property
    def filled_count(self) -> int:
        """Cells with a value."""
        return self.values.total()

    @property
    def distinct_count(self) -> int:
        """Different values."""
        return len(self.values)

    @property
    def variety(self) -> float:
        """Different values for each filled cell: 1 where nobody repeats another."""
        return self.distinct_count / self.filled_count if self.filled_count else 0.0

    @cached_property
    def sample(self) -> list[str]:
        """Different values, the first ones of the file, and of long ones the beginning."""
        return [value[:_LOOKED_AT] for value in islice(self.values, _SAMPLE)]

    def share_passing(self, test: Callable[[str], object]) -> float:
        """Of the different values, the share that passes a test; 0 where there is no value."""
        if not self.sample:
            return 0.0
        passing = sum(bool(test(value)) for value in self.sample)
        return passing / len(self.sample)

    @cached_property
    def number_share(self) -> float:
        """Share of numbers."""
        return self.share_passing(_NUMBER.fullmatch)

    @cached_property
    def date_share(self) -> float:
        """Share of dates and times."""
        return self.share_passing(is_moment)

    @cached_property
    def email_share(self) -> float:
        """Share of values with an e-mail address in them."""
        return self.share_passing(lambda value: "@" in value and _EMAIL.search(value))

    @cached_property
    def contact_share(self) -> float:
        """Share of phone numbers and network addresses."""
        return self.share_passing(_is_contact)

    @cached_property
    def handle_share(self) -> float:
        """Share of names on social networks and of addresses of pages."""
        return self.share_passing(_HANDLE.fullmatch)

    @cached_property
    def clock_share(self) -> float:
        """Share of moments that name the time of the day."""
        return self.share_passing(lambda value: ":" in value and is_moment(value))

    @cached_property
    def median_words(self) -> float:
        """Words in a middling value; scripts without spaces count two signs a word."""
        return float(median(map(_count_words, self.sample))) if self.sample else 0.0

    @cached_property
    def median_length(self) -> float:
        """Characters in a middling value."""
        return float(median(map(len, self.sample))) if self.sample else 0.0

    @cached_property
    def is_text(self) -> bool:
        """Whether people wrote it, rather than a machine."""
        if self.share_passing(_LETTER.search) < 0.6:
            return False
        if self.number_share >= 0.5 or self.date_share >= 0.3:
            return False
        return self.share_passing(_MACHINE.match) < 0.3 and not self._has_one_pattern

    @property
    def _has_one_pattern(self) -> bool:
        """Whether all values begin alike for more than half of their length, as codes do."""
        if len(self.sample) < 3:
            return False
        # What the first and the last in the alphabet share, all share.
        shared = count_shared_beginning(min(self.sample), max(self.sample))
        return shared > self.median_length / 2

    @property
    def is_long_text(self) -> bool:
        """Whether its values are sentences rather than words."""
        return self.median_words > 4 or self.median_length > 60

    @cached_property
    def name_share(self) -> float:
        """Share of short values in which every longer word begins with a capital, as in names."""
        return self.share_passing(_is_name)

    @cached_property
    def is_list_of_choices(self) -> bool:
        """Whether cells hold several ticked options, joined by commas or semicolons."""
        parts: Counter[str] = Counter()
        for value, count in islice(self.values.items(), _SAMPLE):
            for part in _SEPARATORS.split(value[:_LOOKED_AT]):
                parts[part] += count

        if len(parts) > _MOST_CHOICES or len(self.sample) <= len(parts) / 2:
            return False
        return parts.total() >= 4 * len(parts)


@dataclass(frozen=True)
class TableFacts:
    """All columns, and what was found in all of them together."""

    columns: tuple[ColumnFacts, ...]
    missing: tuple[str, ...]
    """Signs for "no value" that stand in so many columns that they cannot be answers."""
    doubtful: Counter[str]
    """Other such signs, with the number of cells."""
    withheld: tuple[str, ...]


def find_table_facts(table: SurveyTable) -> TableFacts:
    """Count every column of the table."""
    counts = _count_values(table)
    columns_with: Counter[str] = Counter()
    cells_with: Counter[str] = Counter()
    withheld: set[str] = set()
    for values in counts:
        for sign in MISSING_SIGNS.intersection(values):
            columns_with[sign] += 1
            cells_with[sign] += values[sign]
        withheld.update(_find_withheld_signs(values))

    fewest = max(3, _WIDESPREAD * len(table.columns))
    missing = tuple(sign for sign in sorted(PLACEHOLDERS) if columns_with[sign] >= fewest)
    doubtful = Counter({sign: n for sign, n in cells_with.items() if sign not in missing})
    columns = _build_columns(table, counts, {"", *missing, *withheld})
    return TableFacts(columns, missing, doubtful, tuple(sorted(withheld)))


def _count_values(table: SurveyTable) -> list[Counter[str]]:
    """Values of each column, trimmed, with the number of cells."""
    if not table.rows:
        return [Counter() for _ in table.columns]
    by_column = zip(*(row.cells for row in table.rows), strict=True)
    return [Counter(map(str.strip, cells)) for cells in by_column]


def _find_withheld_signs(values: Counter[str]) -> Iterator[str]:
    """Short values like `[REDACTED]` that stand in more than two cells."""
    for value, count in values.items():
        if len(value) < 20 and count > 2 and _WITHHELD.fullmatch(value):
            yield value


def _build_columns(
    table: SurveyTable, counts: list[Counter[str]], nothing: set[str]
) -> tuple[ColumnFacts, ...]:
    wordings = table.wordings or ("",) * len(table.columns)
    labels = table.labels or ((),) * len(table.columns)
    columns = []
    of_columns = zip(table.columns, wordings, counts, labels, strict=True)
    for column, wording, values, called in of_columns:
        kept = Counter({value: n for value, n in values.items() if value not in nothing})
        asked = "" if wording == column.header else _clean_wording(wording)
        columns.append(ColumnFacts(column, asked, len(table.rows), kept, called))
    return tuple(columns)


def _part_words(header: str) -> str:
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header)
    return re.sub(r"[\W_]+", " ", parted).strip()


def _clean_wording(wording: str) -> str:
    plain = " ".join(html.unescape(_TAG.sub(" ", wording)).split())
    return plain if len(plain) <= _WORDING else plain[: _WORDING - 1] + "…"


def _count_words(value: str) -> float:
    return len(value.split()) + len(_UNSPACED.findall(value)) / 2


def count_shared_beginning(one: str, other: str) -> int:
    """Characters with which both begin."""
    shared = 0
    for char, opposite in zip(one, other, strict=False):
        if char != opposite:
            break
        shared += 1
    return shared


def _is_contact(value: str) -> bool:
    if is_moment(value):
        return False
    return bool(_PHONE.fullmatch(value) or _ADDRESS.fullmatch(value))


def _is_name(value: str) -> bool:
    """Whether each longer word of a short value begins with a capital."""
    if len(value) >= 90:
        return False
    words = [word for word in _WORD.findall(value) if len(word) > 3]
    return 1 <= len(words) <= 9 and all(word[0].isupper() for word in words)
