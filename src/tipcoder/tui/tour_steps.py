"""The tour of the workbench: its five steps, what each says, and when it is done.

A step is done by the very keys that it teaches. Its sentences name commands between backticks, and
a person sees the keys that she has for them; `back` is the command that leads back from the screen
that is shown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from tipcoder.tui.commands import ScreenName

if TYPE_CHECKING:
    from tipcoder.tui.screens.adjudication import AdjudicationScreen
    from tipcoder.tui.screens.coding import CodingScreen
    from tipcoder.tui.screens.main_screen import MainScreen
    from tipcoder.workbench.coding.tour import Deed


@dataclass(frozen=True)
class Standing:
    """How things stand at one moment."""

    screen: MainScreen
    """The screen of the study that is in front."""
    answer: int | None
    """The current answer of the list."""
    deed: Deed
    """What the coder did last."""

    def has_done(self, verb: str, before: Standing) -> bool:
        """Whether the latest act is of this kind and newer than what was done before."""
        return self.deed.act > before.deed.act and self.deed.verb == verb


IsDone = Callable[[Standing, Standing], bool]
"""Whether a step is done: how things stood when it began, and how they stand now."""


@dataclass(frozen=True)
class TourStep:
    """One step."""

    name: str
    place: ScreenName
    """The screen that it is done on."""
    way: str
    """What leads to that screen."""
    task: str
    """What to press there."""
    is_done: IsDone


def _has_read_on(before: Standing, now: Standing) -> bool:
    return now.answer != before.answer


def _has_coded(before: Standing, now: Standing) -> bool:
    return now.has_done("code", before)


def _has_accepted(before: Standing, now: Standing) -> bool:
    """A code was applied, and it is one of those offered on the answer that is shown."""
    if now.screen.screen_name is not ScreenName.CODING or not now.has_done("code", before):
        return False
    screen = cast("CodingScreen", now.screen)
    offered = screen.suggestions.offered
    return not screen.codes_on().isdisjoint(offer.code for offer in offered)


def _has_compared(_before: Standing, now: Standing) -> bool:
    if now.screen.screen_name is not ScreenName.ADJUDICATION:
        return False
    return cast("AdjudicationScreen", now.screen).current_disagreement is not None


def _has_reviewed(before: Standing, now: Standing) -> bool:
    return now.has_done("review", before)


_TO_THE_ANSWERS = "`back` leads back to the answers, where the tour goes on."

STEPS = (
    TourStep(
        "Read",
        ScreenName.CODING,
        _TO_THE_ANSWERS,
        "`move.open` shows the next answer that is not finished; `move.next` goes down the list.",
        _has_read_on,
    ),
    TourStep(
        "Code",
        ScreenName.CODING,
        _TO_THE_ANSWERS,
        "`code.digit` puts the code on that digit on the whole answer and shows the next one; "
        "`code.undo` takes anything back.",
        _has_coded,
    ),
    TourStep(
        "Suggest",
        ScreenName.CODING,
        _TO_THE_ANSWERS,
        "`suggest.ask` offers codes and underlines why; then `code.digit` accepts one. Nothing "
        "offered: `move.open`, and ask again.",
        _has_accepted,
    ),
    TourStep(
        "Compare",
        ScreenName.ADJUDICATION,
        "`go.adjudication` lists the codes on which coders differ, the worst first.",
        "`settle.open` shows the first difference on this code: the answer, and who said what.",
        _has_compared,
    ),
    TourStep(
        "Release",
        ScreenName.REDACTION,
        "`go.redaction` shows quotes as they would leave.",
        "`redact.accept_all` replaces what may name somebody. Read the words on the right: "
        "`redact.release` releases them.",
        _has_reviewed,
    ),
)
FAREWELL = (
    "That was the tour. `study.help` shows every key of a screen, and `study.tour` begins the tour "
    "again."
)
"""What is said after the last step, until the next key."""
