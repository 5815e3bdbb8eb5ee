"""A codebook as a table: one row for each code, for spreadsheets and for documents.

Patterns are a JSON list in one cell for each language. A list of words that they name is a row too,
with its @NAME for the code.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from tipcoder.codebook.writing import list_pattern_entries
from tipcoder.model.codes import Code, Codebook

_TEXTS = ("label", "definition", "use_when", "avoid_when")
_LISTS = ("examples", "cues")
_PLAIN = ("code", "number", "digit", "parent", "codable", "colour", "questions", "against")
"""What a code has once, whatever the language."""
LIST_PREFIX = "list: "
"""In front of the name of a list of words, in the column of codes. No code is called so: a key has
no blank. An @ would be a formula to a spreadsheet."""
APPENDIX_COLUMNS = ("code", "label", "definition", "use when", "avoid when", "examples")


def build_codebook_rows(codebook: Codebook) -> tuple[list[dict[str, str]], tuple[str, ...]]:
    """Rows in tree order and their columns, like `definition.ru`.

    Items of a list are joined by semicolons.
    """
    columns = (*_PLAIN, *_list_language_columns(codebook))
    rows: list[dict[str, str]] = []
    for name, by_language in codebook.lists.items():
        row = dict.fromkeys(columns, "")
        row["code"] = f"{LIST_PREFIX}{name}"
        row |= _build_pattern_cells(by_language)
        rows.append(row)
    for _, code in codebook.list_in_tree_order():
        # Every row has every column, also those that the code says nothing in.
        row = dict.fromkeys(columns, "")
        row |= _build_row(code)
        rows.append(row)
    return rows, columns


def _list_language_columns(codebook: Codebook) -> list[str]:
    """A column for each part and language in which some code says something."""
    columns: list[str] = []
    for part in (*_TEXTS, *_LISTS):
        languages: dict[str, None] = {}
        for code in codebook.codes.values():
            written: Mapping[str, object] = getattr(code, part)
            languages |= dict.fromkeys(name for name, said in written.items() if said)
        columns += [f"{part}.{language}" for language in languages]
    return [*columns, *_list_pattern_columns(codebook)]


def _list_pattern_columns(codebook: Codebook) -> list[str]:
    languages: dict[str, None] = {}
    for by_language in codebook.lists.values():
        languages |= dict.fromkeys(by_language)
    for code in codebook.codes.values():
        languages |= dict.fromkeys(code.patterns)
    return [f"patterns.{language}" for language in languages]


def _build_pattern_cells(by_language: Mapping[str, Iterable[object]]) -> dict[str, str]:
    cells: dict[str, str] = {}
    for language, entries in by_language.items():
        cells[f"patterns.{language}"] = json.dumps(list(entries), ensure_ascii=False)
    return cells


def _build_row(code: Code) -> dict[str, str]:
    row = {"code": code.key, "parent": code.parent or "", "colour": code.colour or ""}
    row["number"] = str(code.number or "")
    row["digit"] = str(code.digit or "")
    row["codable"] = "yes" if code.codable else "no"
    row["against"] = code.against or ""
    row["questions"] = _join_items(code.questions)
    for part in (*_TEXTS, *_LISTS):
        written: Mapping[str, str | tuple[str, ...]] = getattr(code, part)
        for language, said in written.items():
            if said:
                row[f"{part}.{language}"] = _join_items(said)
    return row | _build_pattern_cells(list_pattern_entries(code))


def list_appendix_rows(codebook: Codebook, language: str) -> list[list[str]]:
    """Rows of the table in a methods appendix, in one language, else in the codebook's own.

    A dash in front of a label stands for each level that the code is below the top.
    """
    rows: list[list[str]] = []
    for depth, code in codebook.list_in_tree_order():
        label = "– " * depth + code.find_label(language, codebook.language)
        row = [code.key, label]
        parts: tuple[Mapping[str, str | tuple[str, ...]], ...]
        parts = (code.definition, code.use_when, code.avoid_when, code.examples)
        for part in parts:
            said = part.get(language) or part.get(codebook.language) or ""
            row.append(_join_items(said))
        rows.append(row)
    return rows


def _join_items(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else "; ".join(value)
