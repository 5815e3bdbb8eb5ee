"""A codebook as a table: one row for each code, for spreadsheets and for documents."""

from __future__ import annotations

from collections.abc import Mapping

from tipcoder.model import Codebook
from tipcoder.text import markdown_text

_TEXTS = ("label", "definition", "use_when", "avoid_when")
_LISTS = ("examples", "cues")


def codebook_rows(book: Codebook) -> tuple[list[dict[str, str]], tuple[str, ...]]:
    """Rows in tree order and their columns, like `definition.ru`; items of a list are joined by semicolons."""
    parts = (*_TEXTS, *_LISTS)
    written = {
        part: dict.fromkeys(lang for code in book.codes.values() for lang, said in getattr(code, part).items() if said)
        for part in parts
    }
    plain = ("code", "parent", "codable", "colour", "questions")
    columns = (*plain, *(f"{part}.{lang}" for part in parts for lang in written[part]))
    rows = []
    for _, code in book.in_tree_order():
        row = dict.fromkeys(columns, "")
        row |= {"code": code.key, "parent": code.parent or "", "colour": code.colour or ""}
        row["codable"] = "yes" if code.codable else "no"
        row["questions"] = _one(code.questions)
        for part in parts:
            said: Mapping[str, str | tuple[str, ...]] = getattr(code, part)
            row |= {f"{part}.{lang}": _one(value) for lang, value in said.items() if value}
        rows.append(row)
    return rows, columns


def codebook_to_markdown(book: Codebook, language: str) -> str:
    """The codebook as the table of a methods appendix, in one language, else in the codebook's own."""
    columns = ("code", "label", "definition", "use when", "avoid when", "examples")
    lines = [f"# {markdown_text(book.title)}", ""] if book.title else []
    lines += [f"| {' | '.join(columns)} |", "|" + "---|" * len(columns)]
    for depth, code in book.in_tree_order():
        parts: tuple[Mapping[str, str | tuple[str, ...]], ...]
        parts = (code.definition, code.use_when, code.avoid_when, code.examples)
        said = [_one(part.get(language) or part.get(book.language) or "") for part in parts]
        label = "– " * depth + code.label_in(language, book.language)
        lines.append(f"| {' | '.join(markdown_text(text) for text in (code.key, label, *said))} |")
    return "\n".join(lines) + "\n"


def _one(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else "; ".join(value)
