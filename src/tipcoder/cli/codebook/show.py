"""`codebook show`: the tree of codes, or one code in full."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from tipcoder.cli import output
from tipcoder.cli.codebook.language import choose_language, language_option
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import code_argument, format_option, study_option, viewer
from tipcoder.cli.publishing import check_printed
from tipcoder.errors import BadInput, ExitStatus, did_you_mean

if TYPE_CHECKING:
    from tipcoder.export.document import Document
    from tipcoder.export.report import Report
    from tipcoder.model.codes import Code, Codebook, CodePattern

_COLUMNS = (
    "code",
    "label",
    "parent",
    "codable",
    "questions",
    "definition",
    "use_when",
    "avoid_when",
    "examples",
    "cues",
    "against",
    "patterns",
)
_CARD = (
    ("Asked in", "questions"),
    ("Definition", "definition"),
    ("Use when", "use_when"),
    ("Avoid when", "avoid_when"),
    ("Examples", "examples"),
    ("Against", "against"),
)
"""What is shown of a code, under which title."""


@define_command(
    "codebook show", examples=("tipcoder codebook show", "tipcoder codebook show pushback")
)
@code_argument("key", "[CODE]", "the key of one code", required=False)
@language_option("in this language")
@format_option()
@study_option
@viewer
def show_codebook(
    key: str | None,
    language: str | None,
    form: str,
    study_folder: Path | None,
    viewer: str | None,
) -> int:
    """Show the tree of codes, or everything about one code."""
    from tipcoder.workbench.codebook.file import read_codebook_in_force
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.publishing.released_examples import refuse_raw_examples

    with open_study_folder(study_folder, read_only=True, viewer=viewer) as study:
        book = read_codebook_in_force(study)
        shown_in = choose_language(language, book, study.definition.languages)
        shown = _choose_codes(book, key)
        report = _build_report(book, shown, shown_in)
        if key is not None:
            report = _add_card(report, format_card(book, shown[0], shown_in))
        if form != "table":
            # What is kept or handed on is as good as exported.
            refuse_raw_examples(study, (book,))
        said = check_printed(study, report, form)
    output.print_report(report, form)
    output.say_all(said)
    return ExitStatus.DONE


def _build_report(book: Codebook, codes: Sequence[Code], language: str) -> Report:
    """Codes in every format: CSV and JSON have all fields, the others the tree of codes."""
    from tipcoder.export.report import Report, build_table

    records = [as_record(book, code, language) for code in codes]
    flat = build_table([_join_lists(record) for record in records], _COLUMNS)
    return Report(_build_tree(book, language), flat, records)


def _add_card(report: Report, card: str) -> Report:
    """The report with one code in full instead of the tree."""
    from tipcoder.export.document import Document, Preformatted, plain_paragraph

    paragraphs = tuple(map(plain_paragraph, card.split("\n")))
    # On a screen the lines of a card stand together.
    narrow = Document("Code", (Preformatted(card),))
    return replace(report, document=Document("Code", paragraphs), narrow=narrow)


def _choose_codes(book: Codebook, key: str | None) -> list[Code]:
    if key is None:
        return [code for _, code in book.list_in_tree_order()]
    if key not in book.codes:
        raise BadInput(f"There is no code {key!r}.", did_you_mean(key, book.codes))
    return [book.codes[key]]


def _build_tree(book: Codebook, language: str) -> Document:
    """Keys and labels; two blanks in front of a key stand for each level below the top."""
    from tipcoder.export.document import Document
    from tipcoder.export.report import build_table

    tree = []
    for depth, code in book.list_in_tree_order():
        label = code.find_label(language, book.language)
        tree.append({"code": "  " * depth + code.key, "label": label})
    return Document("Codebook", (build_table(tree, ("code", "label")),))


def as_record(book: Codebook, code: Code, language: str) -> dict[str, object]:
    """A code in one language, field by field."""

    # A text that was not translated is shown in the codebook's own language.
    def find_text(texts: Mapping[str, Any]) -> Any:
        return texts.get(language) or texts.get(book.language)

    return {
        "code": code.key,
        "label": code.find_label(language, book.language),
        "parent": code.parent,
        "codable": code.codable,
        "questions": list(code.questions),
        "definition": find_text(code.definition) or "",
        "use_when": find_text(code.use_when) or "",
        "avoid_when": find_text(code.avoid_when) or "",
        "examples": list(find_text(code.examples) or ()),
        "cues": list(code.cues.get(language, ())),
        "against": code.against,
        "patterns": [_as_pattern_record(each) for each in code.patterns.get(language, ())],
    }


def _as_pattern_record(pattern: CodePattern) -> dict[str, object]:
    return {
        "find": pattern.find,
        "weight": pattern.weight,
        "yes": pattern.yes,
        "no": pattern.no,
    }


def _join_lists(record: Mapping[str, object]) -> dict[str, object]:
    """A record whose every field fits one cell."""
    cells = {name: _as_cell(value) for name, value in record.items() if name != "patterns"}
    patterns = cast("list[dict[str, object]]", record["patterns"])
    cells["patterns"] = "; ".join(str(pattern["find"]) for pattern in patterns)
    return cells


def _as_cell(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "; ".join(value) if isinstance(value, list) else value


def format_card(book: Codebook, code: Code, language: str) -> str:
    """A code in full, for a person: a line for each part."""
    record = as_record(book, code, language)
    parts = [" > ".join(book.path_to(code.key)), str(record["label"])]
    if not code.codable:
        parts.append("Groups other codes; cannot be applied to a quote.")
    for title, name in _CARD:
        if record[name]:
            parts.append(f"{title}: {_as_cell(record[name])}")
    # Cues are worth seeing in every language: suggestions read them all.
    for cue_language, cues in code.cues.items():
        parts.append(f"Cues ({cue_language}): {'; '.join(cues)}")
    for pattern_language, patterns in code.patterns.items():
        for pattern in patterns:
            weight = f"{pattern_language}, weight {pattern.weight:g}"
            parts.append(f"Pattern ({weight}): {pattern.find}")
    return "\n".join(parts)
