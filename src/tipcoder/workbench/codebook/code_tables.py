"""A table with a row for each code -> a codebook."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tipcoder.codebook.checks import MAX_KEY
from tipcoder.codebook.revising import make_code_key
from tipcoder.errors import BadInput
from tipcoder.model.answers import LANGUAGE
from tipcoder.model.codes import Code, Codebook, CodePattern
from tipcoder.survey.table import SurveyTable
from tipcoder.text import fold_text
from tipcoder.workbench.codebook.pattern_cells import Cells, read_pattern_cells, read_word_list

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "code": ("code", "key", "tag", "name", "code name", "codename", "path", "node", "theme"),
    "label": ("label", "title", "code label", "long name"),
    "parent": ("parent", "parent code", "category", "group", "folder"),
    "definition": ("definition", "description", "memo", "code memo", "comment", "meaning"),
    "use_when": ("use_when", "use when", "include", "inclusion", "when to use", "includes"),
    "avoid_when": ("avoid_when", "avoid when", "exclude", "exclusion", "when not to use", "not"),
    "examples": ("examples", "example", "quote", "anchor", "anchor example"),
    "cues": ("cues", "keywords", "cue phrases"),
    "colour": ("colour", "color", "code color"),
    "number": ("number", "no", "nr", "value", "code number", "#"),
    "digit": ("digit",),
    "codable": ("codable",),
    "questions": ("questions",),
    "against": ("against",),
    "patterns": ("patterns",),
}
"""What a column may be called, in small letters."""
_TEXTS = ("label", "definition", "use_when", "avoid_when")
_LISTS = ("examples", "cues")
_STEPS = re.compile(r"\s*(?:>|\\|::)\s*")
"""What stands between the parts of a path in one cell."""
_ITEMS = "; "
_COLOUR = re.compile(r"#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})")


@dataclass
class _Entry:
    """A row while the codes above it are looked for."""

    key: str
    parent: str | None
    texts: dict[str, dict[str, str]] = field(default_factory=dict)
    lists: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    colour: str | None = None
    number: int = 0
    digit: int = 0
    codable: bool = True
    questions: tuple[str, ...] = ()
    against: str | None = None
    patterns: dict[str, tuple[CodePattern, ...]] = field(default_factory=dict)


def build_codebook_from_table(table: SurveyTable, title: str, language: str) -> Codebook:
    """The codes of a table. Raises BadInput where no column names them, or a cell cannot be read.

    `language` is that of columns which do not say theirs, as `definition.ru` does.
    """
    columns = _find_columns(table, language)
    if ("code", language) not in columns and ("label", language) not in columns:
        raise BadInput(
            f"{table.source}: no column has the codes.",
            "Call one `code`, `tag` or `name`; others may be called parent, definition, include, "
            "exclude and example.",
        )
    entries: dict[str, _Entry] = {}
    lists: dict[str, dict[str, tuple[str, ...]]] = {}
    for line, cells in _iterate_rows(table, columns):
        words = read_word_list(cells, language, f"{table.source}, line {line}")
        if words is not None:
            lists[words[0]] = words[1]
            continue
        for entry in _build_entries(cells, language, entries, f"{table.source}, line {line}"):
            entries[entry.key] = entry
    _nest_by_points(entries, language)
    codes = {key: _build_code(entry, language) for key, entry in entries.items()}
    return Codebook(title, language, codes, lists=lists)


def _find_columns(table: SurveyTable, language: str) -> dict[tuple[str, str], int]:
    """Column positions by part of a code and language."""
    found: dict[tuple[str, str], int] = {}
    for column in table.columns:
        name, _, tongue = column.name.strip().rpartition(".")
        if not name or not LANGUAGE.fullmatch(tongue):
            name, tongue = column.name, language
        folded = fold_text(name).strip()
        for part, names in _COLUMNS.items():
            if folded in names:
                found.setdefault((part, tongue), column.position)
    return found


def _iterate_rows(
    table: SurveyTable, columns: Mapping[tuple[str, str], int]
) -> Iterator[tuple[int, Cells]]:
    for row in table.rows:
        cells = {place: row.cells[at].strip() for place, at in columns.items()}
        yield row.line, cells


def _build_entries(
    cells: Cells, language: str, known: Mapping[str, _Entry], place: str
) -> Iterator[_Entry]:
    """The code of a row, behind those on its path that no row has named yet."""
    written = cells.get(("code", language), "") or cells.get(("label", language), "")
    if not written:
        return
    steps = [step for step in _STEPS.split(written) if step]
    parent = cells.get(("parent", language), "") or None
    if parent is not None:
        parent = _find_key(parent, known) or parent
    for step in steps[:-1]:
        key = _shorten_key(step)
        if key not in known:
            yield _Entry(key, parent, {"label": {language: step}}, codable=False)
        parent = key
    key = _shorten_key(steps[-1])
    entry = _Entry(key, parent)
    _fill_texts(entry, cells)
    if steps[-1] != key and "label" not in entry.texts:
        entry.texts["label"] = {language: steps[-1]}
    _fill_settings(entry, cells, language, place)
    yield entry


def _find_key(name: str, known: Mapping[str, _Entry]) -> str | None:
    """The code whose key or label is meant by a cell of the parent's column."""
    folded = fold_text(name)
    for key, entry in known.items():
        if folded in (fold_text(key), *map(fold_text, entry.texts.get("label", {}).values())):
            return key
    return None


def _shorten_key(name: str) -> str:
    """A name as a key: as it is where a key may be so long."""
    plain = " ".join(name.split()).lstrip("@")
    if len(plain) <= MAX_KEY:
        return plain
    return make_code_key(plain, Codebook("", "en", {}))


def _fill_texts(entry: _Entry, cells: Cells) -> None:
    for (part, language), cell in cells.items():
        if not cell:
            continue
        if part in _TEXTS:
            text = " ".join(cell.split()) if part == "label" else cell
            entry.texts.setdefault(part, {})[language] = text
        elif part in _LISTS:
            items = tuple(item for item in cell.split(_ITEMS) if item)
            entry.lists.setdefault(part, {})[language] = items


def _fill_settings(entry: _Entry, cells: Cells, language: str, place: str) -> None:
    colour = _COLOUR.fullmatch(cells.get(("colour", language), ""))
    if colour:
        entry.colour = f"#{colour[1]}"
    number = cells.get(("number", language), "").removesuffix(".0")
    if number.isdecimal():
        entry.number = int(number)
    elif number:
        raise BadInput(f"{place}: {number!r} is no number of a code.", "Write a whole number.")
    digit = cells.get(("digit", language), "").removesuffix(".0")
    if digit in set("123456789"):
        entry.digit = int(digit)
    elif digit:
        raise BadInput(f"{place}: {digit!r} is no digit of a code.", "Write 1 to 9, or nothing.")
    entry.codable = cells.get(("codable", language), "").casefold() not in ("no", "false", "0")
    questions = cells.get(("questions", language), "")
    entry.questions = tuple(item for item in questions.split(_ITEMS) if item)
    entry.patterns = read_pattern_cells(cells, place)
    entry.against = cells.get(("against", language), "") or None


def _nest_by_points(entries: Mapping[str, _Entry], language: str) -> None:
    """`cost.rent` goes under `cost`, as Taguette writes it, where there is such a code."""
    for key, entry in entries.items():
        above, point, below = key.rpartition(".")
        if entry.parent is None and point and above in entries:
            entry.parent = above
            entry.texts.setdefault("label", {language: below})


def _build_code(entry: _Entry, language: str) -> Code:
    texts, lists = entry.texts, entry.lists
    label = texts.get("label") or {}
    return Code(
        key=entry.key,
        label=label or {language: entry.key.replace("_", " ")},
        parent=entry.parent,
        definition=texts.get("definition", {}),
        use_when=texts.get("use_when", {}),
        avoid_when=texts.get("avoid_when", {}),
        examples=lists.get("examples", {}),
        cues=lists.get("cues", {}),
        colour=entry.colour,
        codable=entry.codable,
        number=entry.number,
        digit=entry.digit,
        questions=entry.questions,
        against=entry.against,
        patterns=entry.patterns,
    )
