"""Opening the workbench from the command line, on the screen or line by line."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.cli import output
from tipcoder.errors import BadInput, EnvironmentFault, ExitStatus

if TYPE_CHECKING:
    from tipcoder.workbench.coding.session import CodingSession

PLAIN_VARIABLE = "TIPCODER_PLAIN"
_YES, _NO = ("1", "true", "yes"), ("0", "false", "no")


def open_workbench(
    study: Path | None, coder_name: str | None, start: str = "coding", tour: str = "no"
) -> int:
    """Open the workbench at one of its screens; returns the exit status when the coder leaves.

    `tour` is a value of TourWish.
    """
    from tipcoder.tui.app import require_terminal, run_workbench
    from tipcoder.tui.commands import ScreenName
    from tipcoder.tui.tour_guide import TourWish
    from tipcoder.workbench import notices

    require_terminal()
    open_session = _prepare_session(study, coder_name)
    # Nothing may be written over the screen.
    notices.set_listener(None)
    return run_workbench(open_session, ScreenName(start), TourWish(tour))


def open_plain_coding(study: Path | None, coder_name: str | None) -> int:
    """Code line by line, without a screen; returns the exit status when the coder leaves."""
    from tipcoder.plain.line_source import StandardInput
    from tipcoder.plain.prompt import run_plain

    if sys.stdin is None:
        raise EnvironmentFault("There is no standard input to read lines from.")
    run_plain(_prepare_session(study, coder_name), StandardInput(), output.print_data)
    return ExitStatus.DONE


def prefers_plain() -> bool:
    """Whether this person codes line by line: $TIPCODER_PLAIN, else `plain` in workbench.toml.

    Raises BadInput for a value of the variable that says neither yes nor no.
    """
    wish = os.environ.get(PLAIN_VARIABLE, "").strip().lower()
    if wish:
        if wish not in (*_YES, *_NO):
            raise BadInput(f"${PLAIN_VARIABLE} is {wish!r}.", "Set it to 1 or 0.")
        return wish in _YES
    from tipcoder.workbench.coding.settings_file import read_settings_file, settings_path

    path = settings_path()
    return path.exists() and read_settings_file(path, ()).plain


def _prepare_session(
    study: Path | None, coder_name: str | None
) -> Callable[[], AbstractContextManager[CodingSession]]:
    """How a front end opens the study, once it is known that it may be opened."""
    from tipcoder.workbench import notices
    from tipcoder.workbench.study_folder import find_study_folder
    from tipcoder.workbench.trust import settle_trust

    folder = find_study_folder(study if study is not None else Path.cwd())
    settle_trust(folder)
    # A front end asks in its own way, and nothing is asked beside it.
    notices.set_asker(None)

    @contextmanager
    def open_session() -> Iterator[CodingSession]:
        # Imported when the first frame stands, because the store takes its time to load.
        from tipcoder.workbench.coding.session import CodingSession
        from tipcoder.workbench.opening import open_study_folder

        # The session takes the codebook in itself, and says so.
        with open_study_folder(folder, viewer=coder_name, import_edits=False) as opened_study:
            yield CodingSession(opened_study, opened_study.register_coder(coder_name))

    return open_session
