"""A codebook as a table: one row for each code, for spreadsheets and for documents."""

from __future__ import annotations

from collections.abc import Mapping

from tipcoder.model import Codebook

_TEXTS = ("label", "definition", "use_when", "avoid_when")
_LISTS = ("examples", "cues")


def build_codebook_rows(codebook: Codebook) -> tuple[list[dict[str, str]], tuple[str, ...]]:
    """Rows in tree order and their columns, like `definition.ru`; items of a list are joined by semicolons."""
    parts = (*_TEXTS, *_LISTS)
    written = {
        part: dict.fromkeys(
            lang for code in codebook.codes.values() for lang, said in getattr(code, part).items() if said
        )
        for part in parts
    }
    plain = ("code", "parent", "codable", "colour", "questions")
    columns = (*plain, *(f"{part}.{lang}" for part in parts for lang in written[part]))
    rows = []
    for _, code in codebook.list_in_tree_order():
        row = dict.fromkeys(columns, "")
        row |= {"code": code.key, "parent": code.parent or "", "colour": code.colour or ""}
        row["codable"] = "yes" if code.codable else "no"
        row["questions"] = _join_items(code.questions)
        for part in parts:
            said: Mapping[str, str | tuple[str, ...]] = getattr(code, part)
            row |= {f"{part}.{lang}": _join_items(value) for lang, value in said.items() if value}
        rows.append(row)
    return rows, columns


APPENDIX_COLUMNS = ("code", "label", "definition", "use when", "avoid when", "examples")


def list_appendix_rows(codebook: Codebook, language: str) -> list[list[str]]:
    """Rows of the table in a methods appendix, in one language, else in the codebook's own.

    A dash in front of a label stands for each level that the code is below the top.
    """
    rows = []
    for depth, code in codebook.list_in_tree_order():
        label = "– " * depth + code.find_label(language, codebook.language)
        row = [code.key, label]
        parts: tuple[Mapping[str, str | tuple[str, ...]], ...]
        parts = (code.definition, code.use_when, code.avoid_when, code.examples)
        for part in parts:
            row.append(_join_items(part.get(language) or part.get(codebook.language) or ""))
        rows.append(row)
    return rows


def _join_items(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else "; ".join(value)
