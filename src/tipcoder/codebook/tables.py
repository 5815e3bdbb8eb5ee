"""A codebook as a table: one row for each code, for spreadsheets and for documents."""

from __future__ import annotations

from collections.abc import Mapping

from tipcoder.model import Codebook
from tipcoder.text import escape_markdown

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


def codebook_to_markdown(codebook: Codebook, language: str) -> str:
    """The codebook as the table of a methods appendix, in one language, else in the codebook's own."""
    columns = ("code", "label", "definition", "use when", "avoid when", "examples")
    lines = [f"# {escape_markdown(codebook.title)}", ""] if codebook.title else []
    lines += [f"| {' | '.join(columns)} |", "|" + "---|" * len(columns)]
    for depth, code in codebook.list_in_tree_order():
        parts: tuple[Mapping[str, str | tuple[str, ...]], ...]
        parts = (code.definition, code.use_when, code.avoid_when, code.examples)
        said = [_join_items(part.get(language) or part.get(codebook.language) or "") for part in parts]
        label = "– " * depth + code.find_label(language, codebook.language)
        lines.append(f"| {' | '.join(escape_markdown(text) for text in (code.key, label, *said))} |")
    return "\n".join(lines) + "\n"


def _join_items(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else "; ".join(value)
