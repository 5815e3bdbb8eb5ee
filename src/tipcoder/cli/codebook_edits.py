"""`codebook import|rename|move|merge|split|retire|restore`: each is one act, and `undo` takes it back."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.cli import output
from tipcoder.cli.options import Verbs, add_coder, add_format, add_study
from tipcoder.errors import BadInput, ExitStatus, did_you_mean

if TYPE_CHECKING:
    from tipcoder.workbench.codebook.edits import CodebookEdit
    from tipcoder.workbench.study import OpenStudy

_CHANGES = ("code", "what", "language", "before", "after")


def add_actions(actions: Verbs) -> None:
    into = actions.add_parser(
        "import",
        help="put another codebook in the place of this one",
        description="A TOML codebook becomes a new revision. Codes that it lacks are retired: their codings stay.",
    )
    into.add_argument("file", metavar="FILE", type=Path, help="the codebook")
    add_format(into)
    _finish(into, run_import)

    rename = _action(actions, "rename", "give a code another label; its key stays", _rename)
    rename.add_argument("code", metavar="KEY", help="the code")
    rename.add_argument("label", metavar="LABEL", help="what it is called from now on")
    rename.add_argument("--language", metavar="LANG", help="the label's language (default: the study's first)")

    move = _action(actions, "move", "put a code elsewhere in the tree, with what is below it", _move)
    move.add_argument("code", metavar="KEY", help="the code")
    where = move.add_mutually_exclusive_group(required=True)
    where.add_argument("--under", metavar="PARENT", help="below this code")
    where.add_argument("--top", action="store_true", help="below none")
    move.add_argument("--before", metavar="KEY", help="in front of this one there (default: last)")

    merge = _action(
        actions,
        "merge",
        "put a code into another, with everybody's codings",
        _merge,
        description="Every coding of FROM becomes one of INTO on the same words, whoever made it, and none is doubled. "
        "INTO inherits examples, cues and the codes below; FROM is retired.",
    )
    merge.add_argument("source", metavar="FROM", help="the code that goes")
    merge.add_argument("target", metavar="INTO", help="the code that stays")

    split = _action(
        actions,
        "split",
        "make a new code of some codings of another",
        _split,
        description="FILE chooses the codings: a CSV with a column case (every coding of KEY on those cases), or lines "
        "of `tipcoder codings export`, which name question, coder, start and end as well.",
    )
    split.add_argument("code", metavar="KEY", help="the code that gives")
    split.add_argument("label", metavar="NEWLABEL", help="what the new code is called")
    split.add_argument("--codings", metavar="FILE", type=Path, required=True, help="which codings go to the new code")
    split.add_argument("--below", action="store_true", help="make it a sub-code of KEY, not a sibling")
    split.add_argument("--language", metavar="LANG", help="the label's language (default: the study's first)")

    retire = _action(actions, "retire", "take a code out of use; its codings stay", _retire)
    retire.add_argument("code", metavar="KEY", help="the code")

    restore = _action(actions, "restore", "bring a retired code back", _restore)
    restore.add_argument("code", metavar="KEY", help="its key, as `codebook retired` lists it")


def _action(
    actions: Verbs,
    name: str,
    sentence: str,
    edit: Callable[[OpenStudy, argparse.Namespace], CodebookEdit],
    description: str | None = None,
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = actions.add_parser(name, help=sentence, description=description)
    _finish(parser, lambda arguments: _run(arguments, edit))
    return parser


def _finish(parser: argparse.ArgumentParser, run: Callable[[argparse.Namespace], int]) -> None:
    parser.add_argument("--dry-run", action="store_true", help="say what it would touch, and write nothing")
    add_coder(parser)
    add_study(parser)
    parser.set_defaults(run=run)


def _run(arguments: argparse.Namespace, edit: Callable[[OpenStudy, argparse.Namespace], CodebookEdit]) -> int:
    from tipcoder.workbench.opening import open_study_folder

    with open_study_folder(
        arguments.study, read_only=arguments.dry_run, viewer=arguments.coder, import_edits=arguments.dry_run
    ) as here:
        _make(here, arguments, edit(here, arguments))
    return ExitStatus.DONE


def _make(here: OpenStudy, arguments: argparse.Namespace, edit: CodebookEdit) -> None:
    from tipcoder.workbench.codebook.editor import CodebookEditor

    editing = CodebookEditor(here, here.find_coder(arguments.coder))
    if arguments.dry_run:
        output.say(f"{editing.preview_edit(edit).sentence}. Dry run: nothing was written.")
        return
    sentence = editing.make_edit(edit)
    back = " `tipcoder undo` takes it back." if editing.last_act is not None else ""
    output.say(f"{sentence[0].upper()}{sentence[1:]}.{back}")


def run_import(arguments: argparse.Namespace) -> int:
    from tipcoder.codebook.differing import find_differences
    from tipcoder.codebook.reading import read_codebook
    from tipcoder.workbench.codebook.edits import ReplaceCodebook
    from tipcoder.workbench.codebook.file import read_codebook_in_force
    from tipcoder.workbench.opening import open_study_folder

    book = read_codebook(arguments.file)
    text = arguments.file.read_text("utf-8-sig")
    with open_study_folder(
        arguments.study, read_only=arguments.dry_run, viewer=arguments.coder, import_edits=False
    ) as here:
        changes = find_differences(read_codebook_in_force(here), book)
        _make(here, arguments, ReplaceCodebook(book, arguments.file.name, text))
    output.rows([change._asdict() for change in changes], _CHANGES, arguments.format, empty="They do not differ.")
    return ExitStatus.DONE


def _rename(here: OpenStudy, arguments: argparse.Namespace) -> CodebookEdit:
    from tipcoder.workbench.codebook.edits import EditText

    return EditText(arguments.code, "label", arguments.language or here.definition.languages[0], arguments.label)


def _move(_here: OpenStudy, arguments: argparse.Namespace) -> CodebookEdit:
    from tipcoder.workbench.codebook.edits import MoveCode

    return MoveCode(arguments.code, arguments.under, arguments.before)


def _merge(_here: OpenStudy, arguments: argparse.Namespace) -> CodebookEdit:
    from tipcoder.workbench.codebook.edits import MergeCodes

    return MergeCodes(arguments.source, arguments.target)


def _split(here: OpenStudy, arguments: argparse.Namespace) -> CodebookEdit:
    from tipcoder.workbench.codebook.edits import SplitCode
    from tipcoder.workbench.codebook.file import read_codebook_in_force
    from tipcoder.workbench.exchange.chosen_codings import choose_codings

    book = read_codebook_in_force(here)
    if arguments.code not in book.codes:
        raise BadInput(f"There is no code {arguments.code!r}.", did_you_mean(arguments.code, book.codes))
    ids = tuple(choose_codings(here, arguments.code, arguments.codings))
    language = arguments.language or here.definition.languages[0]
    return SplitCode(arguments.code, arguments.label, language, ids, below=arguments.below)


def _retire(_here: OpenStudy, arguments: argparse.Namespace) -> CodebookEdit:
    from tipcoder.workbench.codebook.edits import RetireCode

    return RetireCode(arguments.code)


def _restore(_here: OpenStudy, arguments: argparse.Namespace) -> CodebookEdit:
    from tipcoder.workbench.codebook.edits import RestoreCode

    return RestoreCode(arguments.code)
