"""`codebook diff|retired|stale`: what became of the codebook, and of the codings made before."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.cli import output
from tipcoder.cli.options import Verbs, add_coder, add_format, add_study
from tipcoder.cli.output import format_count
from tipcoder.errors import BadInput, ExitStatus

if TYPE_CHECKING:
    from tipcoder.model import Codebook
    from tipcoder.workbench.study import OpenStudy

_CHANGES = ("code", "what", "language", "before", "after")
_REVISIONS = ("revision", "at", "coder", "of", "standing", "sentence")
_STALE = ("code", "case", "question", "coder", "start", "end", "made_under", "changed_in")


def add_actions(actions: Verbs) -> None:
    diff = actions.add_parser(
        "diff",
        help="what changed between two revisions",
        description="OLD and NEW are numbers of revisions or codebook files. Without them: the last change.",
    )
    diff.add_argument("old", metavar="OLD", nargs="?", help="a revision or a file (default: the one before)")
    diff.add_argument("new", metavar="NEW", nargs="?", help="a revision or a file (default: the one in force)")
    diff.add_argument("--revisions", action="store_true", help="list the revisions instead")
    add_format(diff)
    add_study(diff)
    diff.set_defaults(run=run_diff)

    retired = actions.add_parser("retired", help="codes that are out of use, and how often they still stand")
    add_format(retired)
    add_study(retired)
    retired.set_defaults(run=run_retired)

    stale = actions.add_parser(
        "stale",
        help="codings made under another definition",
        description="Codings whose code had another definition or other rules when they were made.",
    )
    stale.add_argument("--of", metavar="CODER", help="only this coder's")
    stale.add_argument("--code", metavar="KEY", help="only this code's")
    stale.add_argument("--quotes", action="store_true", help="add the coded words, which may name people")
    stale.add_argument("--confirm", action="store_true", help="say that those listed hold, as one act")
    add_format(stale)
    add_coder(stale)
    add_study(stale)
    stale.set_defaults(run=run_stale)


def run_diff(arguments: argparse.Namespace) -> int:
    from tipcoder.codebook.differing import find_differences
    from tipcoder.workbench.codebook.file import read_codebook_in_force
    from tipcoder.workbench.codebook.revisions import list_revisions
    from tipcoder.workbench.opening import open_study_folder

    with open_study_folder(arguments.study, read_only=True, viewer=arguments.coder) as here:
        revisions = list_revisions(here)
        if arguments.revisions:
            if arguments.old is not None:
                raise BadInput("--revisions lists them all.", "Leave out OLD and NEW.")
            records = [
                {
                    "revision": revision.number,
                    "at": revision.at,
                    "coder": revision.coder,
                    "of": revision.parent or None,
                    "standing": "yes" if revision.standing else "no",
                    "sentence": revision.sentence,
                }
                for revision in revisions
            ]
            output.rows(records, _REVISIONS, arguments.format)
            return ExitStatus.DONE
        current = read_codebook_in_force(here)
        before = next(r.parent for r in revisions if r.number == current.revision)
        if arguments.old is None and not before:
            raise BadInput("There is only one revision.", "Name a codebook file to compare it with.")
        old = _book(here, arguments.old or str(before))
        new = current if arguments.new is None else _book(here, arguments.new)
    changes = [change._asdict() for change in find_differences(old, new)]
    output.rows(changes, _CHANGES, arguments.format, empty="They do not differ.")
    return ExitStatus.DONE


def _book(here: OpenStudy, word: str) -> Codebook:
    from tipcoder.codebook.reading import read_codebook
    from tipcoder.workbench.codebook.revisions import require_revision

    if word.isascii() and word.isdecimal() and len(word) < 10:
        return require_revision(here, int(word))
    return read_codebook(Path(word))


def run_retired(arguments: argparse.Namespace) -> int:
    from tipcoder.workbench.codebook.revisions import find_retired_codes
    from tipcoder.workbench.opening import open_study_folder

    with open_study_folder(arguments.study, read_only=True, viewer=arguments.coder) as here:
        found = find_retired_codes(here)
    records = [
        {
            "code": code.key,
            "label": code.label,
            "last_in": code.revision,
            "codings": code.codings,
            "answers": code.answers,
            "coders": code.coders,
        }
        for code in found
    ]
    columns = ("code", "label", "last_in", "codings", "answers", "coders")
    output.rows(records, columns, arguments.format, empty="No code is retired.")
    return ExitStatus.DONE


def run_stale(arguments: argparse.Namespace) -> int:
    from tipcoder.workbench.codebook.editor import CodebookEditor
    from tipcoder.workbench.codebook.revisions import find_stale_codings
    from tipcoder.workbench.coders import require_coder
    from tipcoder.workbench.opening import open_study_folder

    with open_study_folder(arguments.study, read_only=not arguments.confirm, viewer=arguments.coder) as here:
        coder = None
        if arguments.of is not None:
            with here.store.read() as db:
                coder = require_coder(db, arguments.of)
        found = find_stale_codings(here, coder, arguments.code)
        said = ""
        if arguments.confirm and found:
            editing = CodebookEditor(here, here.find_coder(arguments.coder))
            said = editing.confirm_codings([coding.id for coding in found])
    records = [{name: getattr(coding, name) for name in (*_STALE, "quote")} for coding in found]
    columns = (*_STALE, "quote") if arguments.quotes else _STALE
    output.rows(records, columns, arguments.format, empty="No coding is stale.")
    if said:
        output.say(f"{said[0].upper()}{said[1:]}. `tipcoder undo` takes it back.")
    elif found:
        output.say(f"{format_count(len(found), 'coding')}; --confirm says that they hold.")
    return ExitStatus.DONE
