"""The screens of the study by their names.

Each screen is imported when it is first opened: most sessions never leave the answers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tipcoder.tui.commands import ScreenName

if TYPE_CHECKING:
    from tipcoder.tui.screens.main_screen import MainScreen
    from tipcoder.workbench.coding.session import CodingSession
    from tipcoder.workbench.coding.worklist import WorkList
    from tipcoder.workbench.suggestions.worker import SuggestionWorker


def build_main_screen(
    place: ScreenName, session: CodingSession, worklist: WorkList, desk: SuggestionWorker
) -> MainScreen:
    """A new screen of this name; the study screen where the name has no screen of its own."""
    if place is ScreenName.GRID:
        from tipcoder.tui.screens.grid import GridScreen

        return GridScreen(session, worklist, desk)
    if place is ScreenName.CODEBOOK:
        from tipcoder.tui.screens.codebook import CodebookScreen

        return CodebookScreen(session, worklist)
    if place is ScreenName.STATISTICS:
        from tipcoder.tui.screens.statistics import StatisticsScreen

        return StatisticsScreen(session, worklist)
    if place is ScreenName.ADJUDICATION:
        from tipcoder.tui.screens.adjudication import AdjudicationScreen

        return AdjudicationScreen(session, worklist)
    if place is ScreenName.FRAME:
        from tipcoder.tui.screens.frame import FrameScreen

        return FrameScreen(session, worklist)
    if place is ScreenName.REDACTION:
        from tipcoder.tui.screens.redaction import RedactionScreen

        return RedactionScreen(session)

    from tipcoder.tui.screens.study import StudyScreen

    return StudyScreen(session, worklist)
