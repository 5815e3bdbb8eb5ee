"""`codebook show|check`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.cli import output
from tipcoder.cli.options import Verbs, add_format
from tipcoder.errors import BadInput, Exit, did_you_mean

if TYPE_CHECKING:
    from tipcoder.model import Code, Codebook


def add_verbs(verbs: Verbs) -> None:
    codebook = verbs.add_parser("codebook", help="look at the codebook and check it")
    actions = codebook.add_subparsers(title="actions", metavar="show|check", required=True)

    show = actions.add_parser("show", help="the tree of codes, or one code in full")
    show.add_argument("code", metavar="CODE", nargs="?", help="the key of one code")
    show.add_argument("--language", metavar="LANG", help="in this language (default: the study's first)")
    add_format(show)
    show.set_defaults(run=run_show)

    check = actions.add_parser(
        "check", help="is codebook.toml fit to work with", description="Exit status 1 when a code has a gap."
    )
    check.add_argument("file", metavar="FILE", type=Path, nargs="?", help="a codebook (default: the study's)")
    check.add_argument("--languages", metavar="en,es", help="languages that need cues (default: the study's)")
    check.set_defaults(run=run_check)


def run_show(arguments: argparse.Namespace) -> int:
    from tipcoder.workbench.opening import opened

    with opened(arguments.study, read_only=True) as here:
        book = here.codebook()
        language = arguments.language or here.study.languages[0]
    if arguments.code is not None:
        if arguments.code not in book.codes:
            raise BadInput(f"There is no code {arguments.code!r}.", did_you_mean(arguments.code, book.codes))
        output.text(_card(book, book.codes[arguments.code], language))
        return Exit.DONE
    rows = [
        {
            "code": ("  " * depth if arguments.format == "table" else "") + code.key,
            "label": code.label_in(language, book.language),
            "definition": code.definition.get(language) or code.definition.get(book.language, ""),
        }
        for depth, code in book.in_tree_order()
    ]
    columns = ("code", "label") if arguments.format == "table" else ("code", "label", "definition")
    output.rows(rows, columns, arguments.format)
    return Exit.DONE


def _card(book: Codebook, code: Code, language: str) -> str:
    def best(texts: object) -> str:
        found = texts.get(language) or texts.get(book.language) or ""  # type: ignore[attr-defined]
        return found if isinstance(found, str) else "; ".join(found)

    parts = [f"{' > '.join(book.path(code.key))}", best(code.label)]
    for title, texts in (
        ("Definition", code.definition),
        ("Use when", code.use_when),
        ("Avoid when", code.avoid_when),
        ("Examples", code.examples),
    ):
        if best(texts):
            parts.append(f"{title}: {best(texts)}")
    parts += [f"Cues ({lang}): {'; '.join(cues)}" for lang, cues in code.cues.items()]
    return "\n".join(parts)


def run_check(arguments: argparse.Namespace) -> int:
    from tipcoder.codebook.reading import gaps, read_codebook
    from tipcoder.workbench.opening import opened

    languages: tuple[str, ...] = ("en",)
    if arguments.file is not None:
        path = arguments.file
    else:
        with opened(arguments.study, read_only=True) as here:
            path, languages = here.codebook_file, here.study.languages
    if arguments.languages:
        languages = tuple(arguments.languages.split(","))
    book = read_codebook(path)
    found = gaps(book, languages)
    for sentence in found:
        output.text(f"{path.name}: {sentence}")
    codable = sum(code.codable for code in book.codes.values())
    output.say(f"{len(book.codes)} codes, {codable} for quotes, {len(found)} gap(s).")
    return Exit.CHECK_FAILED if found else Exit.DONE
