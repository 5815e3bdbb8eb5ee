"""`code`: the workbench."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.cli.options import Verbs, add_coder, add_study

if TYPE_CHECKING:
    from tipcoder.workbench.coding.session import CodingSession


def add_verbs(verbs: Verbs) -> None:
    code = verbs.add_parser(
        "code", help="open the workbench", description="Read and code answers at the keyboard. ? shows every key."
    )
    add_coder(code)
    add_study(code)
    code.set_defaults(run=run_code)


def run_code(arguments: argparse.Namespace) -> int:
    return open_workbench(arguments.study, arguments.coder)


def open_workbench(study: Path | None, coder_name: str | None, start: str = "coding") -> int:
    """Open the workbench at one of its screens; returns the exit status when the coder leaves."""
    from tipcoder.study import find_study_folder
    from tipcoder.tui.app import require_terminal, run_workbench
    from tipcoder.tui.commands import ScreenName
    from tipcoder.workbench import notices

    require_terminal()
    notices.set_listener(None)  # nothing may be written over the screen
    folder = find_study_folder(study if study is not None else Path.cwd())

    @contextmanager
    def session() -> Iterator[CodingSession]:
        from tipcoder.workbench.coding.session import CodingSession
        from tipcoder.workbench.opening import open_study_folder

        with open_study_folder(
            folder, import_edits=False
        ) as here:  # the screen takes the codebook in itself, and says so
            yield CodingSession(here, here.register_coder(coder_name))

    return run_workbench(session, ScreenName(start))
