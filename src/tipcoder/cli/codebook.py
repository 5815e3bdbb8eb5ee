"""`codebook show|check|export`; what changes a codebook and what became of it are in files of their own."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tipcoder.cli import codebook_edits, codebook_past, output
from tipcoder.cli.options import Verbs, above_zero, add_format, add_study
from tipcoder.cli.output import format_count
from tipcoder.errors import BadInput, ExitStatus, did_you_mean

if TYPE_CHECKING:
    from tipcoder.model import Code, Codebook

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
)
_ENDINGS = {".toml": "toml", ".csv": "csv", ".json": "json", ".md": "markdown"}


def add_verbs(verbs: Verbs) -> None:
    codebook = verbs.add_parser("codebook", help="look at the codebook, check it, change it")
    actions = codebook.add_subparsers(title="actions", metavar="ACTION", required=True)

    show = actions.add_parser("show", help="the tree of codes, or one code in full")
    show.add_argument("code", metavar="CODE", nargs="?", help="the key of one code")
    show.add_argument("--language", metavar="LANG", help="in this language (default: the study's first)")
    add_format(show)
    add_study(show)
    show.set_defaults(run=run_show)

    check = actions.add_parser(
        "check", help="is codebook.toml fit to work with", description="Exit status 1 when a code has a gap."
    )
    check.add_argument("file", metavar="FILE", type=Path, nargs="?", help="a codebook (default: the study's)")
    check.add_argument(
        "--languages",
        metavar="en,es",
        help="languages that need cues (default: the study's, or those FILE has cues in)",
    )
    add_format(check)
    add_study(check)
    check.set_defaults(run=run_check)

    export = actions.add_parser("export", help="write the codebook for another study, a spreadsheet or an appendix")
    export.add_argument("--format", choices=tuple(_ENDINGS.values()), help="default: toml, or what FILE ends in")
    export.add_argument("-o", "--output", metavar="FILE", type=Path, help="where to write (default: stdout)")
    export.add_argument("--revision", metavar="N", type=above_zero, help="an earlier one (default: the one in force)")
    export.add_argument("--language", metavar="LANG", help="of the Markdown table (default: the study's first)")
    add_study(export)
    export.set_defaults(run=run_export)

    codebook_edits.add_actions(actions)
    codebook_past.add_actions(actions)


def run_show(arguments: argparse.Namespace) -> int:
    from tipcoder.workbench.codebook.file import read_codebook_in_force
    from tipcoder.workbench.opening import open_study_folder

    with open_study_folder(arguments.study, read_only=True, viewer=arguments.coder) as here:
        book = read_codebook_in_force(here)
        languages = here.definition.languages
    language = _known_language(arguments.language, book, languages) if arguments.language else languages[0]
    shown = [code for _, code in book.list_in_tree_order()]
    if arguments.code is not None:
        if arguments.code not in book.codes:
            raise BadInput(f"There is no code {arguments.code!r}.", did_you_mean(arguments.code, book.codes))
        shown = [book.codes[arguments.code]]
    if arguments.format == "json":
        output.as_json([_record(book, code, language) for code in shown])
    elif arguments.format == "csv":
        records = [_record(book, code, language) for code in shown]
        output.as_csv([{name: _joined(value) for name, value in record.items()} for record in records], _COLUMNS)
    elif arguments.code is not None:
        output.text(_card(book, shown[0], language))
    else:
        tree = [
            {"code": "  " * depth + code.key, "label": code.find_label(language, book.language)}
            for depth, code in book.list_in_tree_order()
        ]
        output.rows(tree, ("code", "label"), "table")
    return ExitStatus.DONE


def _known_language(language: str, book: Codebook, languages: tuple[str, ...]) -> str:
    """The language asked for. Raises BadInput if neither the study nor the codebook has it: another would be shown."""
    texts = ("label", "definition", "use_when", "avoid_when", "examples", "cues")
    written = {lang for code in book.codes.values() for name in texts for lang in getattr(code, name)}
    if language not in written.union(languages):
        near = did_you_mean(language, sorted(written.union(languages)))
        raise BadInput(f"The codebook has nothing in {language!r}.", near)
    return language


def _record(book: Codebook, code: Code, language: str) -> dict[str, object]:
    """A code in one language, field by field."""
    record: dict[str, object] = {"code": code.key, "label": code.find_label(language, book.language)}
    record |= {"parent": code.parent, "codable": code.codable, "questions": list(code.questions)}
    record |= {
        name: _best(getattr(code, name), language, book) or "" for name in ("definition", "use_when", "avoid_when")
    }
    record["examples"] = list(_best(code.examples, language, book) or ())
    record["cues"] = list(code.cues.get(language, ()))
    return record


def _joined(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "; ".join(value) if isinstance(value, list) else value


def _best(texts: Mapping[str, Any], language: str, book: Codebook) -> Any:
    return texts.get(language) or texts.get(book.language)


def _card(book: Codebook, code: Code, language: str) -> str:
    record = _record(book, code, language)
    parts = [" > ".join(book.path_to(code.key)), str(record["label"])]
    if not code.codable:
        parts.append("Groups other codes; cannot be put on a quote.")
    for title, name in (
        ("Asked in", "questions"),
        ("Definition", "definition"),
        ("Use when", "use_when"),
        ("Avoid when", "avoid_when"),
        ("Examples", "examples"),
    ):
        if record[name]:
            parts.append(f"{title}: {_joined(record[name])}")
    parts += [f"Cues ({lang}): {'; '.join(cues)}" for lang, cues in code.cues.items()]
    return "\n".join(parts)


def run_check(arguments: argparse.Namespace) -> int:
    from tipcoder.codebook.reading import find_gaps, read_codebook
    from tipcoder.study import CODEBOOK_FILE, STUDY_FILE, find_study_folder, read_study

    path: Path | None = arguments.file
    languages: tuple[str, ...] = ()
    if path is None:
        folder = find_study_folder(arguments.study or Path.cwd())
        path, languages = folder / CODEBOOK_FILE, read_study(folder / STUDY_FILE).languages
    book = read_codebook(path)
    dropped = _take_in(arguments) if arguments.file is None else False
    if arguments.languages:
        languages = _languages(arguments.languages)
    elif not languages:
        spoken = dict.fromkeys(lang for code in book.codes.values() for lang, cues in code.cues.items() if cues)
        languages = tuple(spoken) or (book.language,)
    found = find_gaps(book, languages)
    if arguments.format == "table":
        for sentence in found:
            output.text(f"{path.name}: {sentence}")
    else:
        output.rows([{"file": path.name, "gap": sentence} for sentence in found], ("file", "gap"), arguments.format)
    codable = sum(code.codable for code in book.codes.values())
    output.say(f"{format_count(len(book.codes), 'code')}, {codable} for quotes, {format_count(len(found), 'gap')}.")
    return ExitStatus.CHECK_FAILED if found or dropped else ExitStatus.DONE


def _take_in(arguments: argparse.Namespace) -> bool:
    """Take the study's codebook in if it was edited; returns whether it waits, because it drops codes in use."""
    from tipcoder.errors import EnvironmentFault
    from tipcoder.workbench.codebook.hand_edits import is_in_step
    from tipcoder.workbench.opening import open_study_folder

    try:
        with (
            open_study_folder(arguments.study, read_only=True, viewer=arguments.coder) as here,
            here.store.read() as db,
        ):
            return here.store.is_sqlite and not is_in_step(here.codebook_file, db)
    except EnvironmentFault:
        return False  # a file can be checked without its store


def _languages(words: str) -> tuple[str, ...]:
    from tipcoder.model import LANGUAGE

    languages = tuple(dict.fromkeys(word for word in (part.strip() for part in words.split(",")) if word))
    for language in languages:
        if not LANGUAGE.fullmatch(language):
            raise BadInput(f"--languages: {language!r} is no language.", "Use codes like en, es, ru.")
    return languages


def run_export(arguments: argparse.Namespace) -> int:
    from tipcoder.codebook.tables import build_codebook_rows
    from tipcoder.codebook.writing import codebook_to_document
    from tipcoder.export.tables import write_requested_file
    from tipcoder.workbench.codebook.file import read_codebook_in_force
    from tipcoder.workbench.codebook.revisions import require_revision
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.output_files import claim_output

    file: Path | None = None if arguments.output == Path("-") else arguments.output
    form = _form_of(file, arguments.format)
    with open_study_folder(arguments.study, read_only=True, viewer=arguments.coder) as here:
        if file is not None:
            claim_output(here, file)
        book = (
            read_codebook_in_force(here) if arguments.revision is None else require_revision(here, arguments.revision)
        )
        languages = here.definition.languages
    language = _known_language(arguments.language, book, languages) if arguments.language else languages[0]
    if file is not None:
        write_requested_file(file, _written(book, form, language))
        output.say(f"{format_count(len(book.codes), 'code')} written to {file}.")
    elif form == "csv":
        output.as_csv(*build_codebook_rows(book))
    elif form == "json":
        output.as_json(codebook_to_document(book))
    elif form == "markdown" or (sys.stdout is not None and sys.stdout.isatty()):
        output.text(_written(book, form, language).rstrip("\n"))
    else:
        output.data(_written(book, form, language))
    return ExitStatus.DONE


def _form_of(file: Path | None, wanted: str | None) -> str:
    """The form asked for. Raises BadInput for a file whose name promises another one."""
    named = _ENDINGS.get(file.suffix.lower()) if file is not None else None
    if file is not None and named is None:
        raise BadInput(f"{file}: a codebook cannot be written so.", f"Name a file that ends in {', '.join(_ENDINGS)}.")
    if wanted and named and wanted != named:
        ending = next(ending for ending, form in _ENDINGS.items() if form == wanted)
        raise BadInput(f"{file}: would hold {wanted}.", f"Name a file that ends in {ending}.")
    return wanted or named or "toml"


def _written(book: Codebook, form: str, language: str) -> str:
    from tipcoder.codebook.tables import build_codebook_rows, codebook_to_markdown
    from tipcoder.codebook.writing import codebook_to_document, codebook_to_toml
    from tipcoder.export.tables import format_csv, format_json

    if form == "csv":
        return format_csv(*build_codebook_rows(book))
    if form == "json":
        return format_json(codebook_to_document(book))
    return codebook_to_toml(book) if form == "toml" else codebook_to_markdown(book, language)
