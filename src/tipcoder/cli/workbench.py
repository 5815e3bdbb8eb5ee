"""Opening the workbench from the command line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tipcoder.workbench.coding.session import CodingSession


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
    from tipcoder.workbench.study_folder import find_study_folder
    from tipcoder.workbench.trust import settle_trust

    require_terminal()
    folder = find_study_folder(study if study is not None else Path.cwd())
    settle_trust(folder)
    # Nothing may be written over the screen, nor asked there.
    notices.set_listener(None)
    notices.set_asker(None)

    @contextmanager
    def open_session() -> Iterator[CodingSession]:
        # Imported when the first frame stands, because the store takes its time to load.
        from tipcoder.workbench.coding.session import CodingSession
        from tipcoder.workbench.opening import open_study_folder

        # The screen takes the codebook in itself, and says so.
        with open_study_folder(folder, viewer=coder_name, import_edits=False) as opened_study:
            yield CodingSession(opened_study, opened_study.register_coder(coder_name))

    return run_workbench(open_session, ScreenName(start), TourWish(tour))
