"""The prompt: read out the answer, wait for a line, do what it says, and read what is next."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from tipcoder.errors import StoreFault, StoreReplaced, TipcoderError
from tipcoder.plain.deeds import perform_line
from tipcoder.plain.line_source import LineSource
from tipcoder.plain.work import PlainWork

if TYPE_CHECKING:
    from tipcoder.workbench.coding.session import CodingSession

Write = Callable[[str], None]
PROMPT = "Your line: "


def run_plain(
    open_session: Callable[[], AbstractContextManager[CodingSession]],
    source: LineSource,
    write: Write,
) -> None:
    """Code line by line until the coder leaves, or no more lines come.

    `write` gets text that is fit to be shown, with its line ends. Raises the TipcoderError that
    keeps the study from opening, and the StoreFault of a store that is not what was opened.
    """
    from tipcoder.workbench.suggestions.worker import SuggestionWorker

    with open_session() as session:
        desk = SuggestionWorker(session.study, session.coder)
        work = PlainWork(session, desk, lambda line: write(f"{line}\n"))
        try:
            _begin(work)
            while not work.has_left:
                if not _take_line(work, source, write):
                    write("\n")
                    break
            trouble = session.store_use.find_trouble()
            if trouble is not None:
                raise trouble
            work.say("You have left. Everything is kept")
        finally:
            desk.close()


def _begin(work: PlainWork) -> None:
    session = work.session
    work.say(f"{session.title}, coder {session.coder.name}. ? says what can be written; q leaves")
    if session.news:
        work.say(session.news)
    work.show_answer()


def _take_line(work: PlainWork, source: LineSource, write: Write) -> bool:
    """Ask for one line and do what it says; False where no more lines come."""
    early = source.drop_early_lines()
    if early:
        work.say(_describe_refused(early))
    write(PROMPT)
    arrival = source.read_lines()
    if arrival is None:
        return False
    if not arrival.is_from_hands:
        # A text that was pasted: nobody has seen the answers that its further lines would reach.
        work.say(_describe_refused(len(arrival.lines)))
        return True
    try:
        if not _has_changed_meanwhile(work):
            perform_line(work, arrival.lines[0])
    except StoreReplaced:
        # Her work went to a file that is another by now: the program ends with where it is.
        raise
    except StoreFault as fault:
        work.is_stale = True
        work.say(str(fault))
    except TipcoderError as fault:
        work.say(str(fault))
    return True


def _describe_refused(count: int) -> str:
    came = "One line came" if count == 1 else f"{count} lines came"
    return f"{came} faster than anybody answers; nothing was done, and nothing was changed"


def _has_changed_meanwhile(work: PlainWork) -> bool:
    """Whether the coder's work was changed elsewhere since it was read out: then the line is not
    done, because it was typed about what is no longer there.
    """
    if work.is_stale:
        work.session.reload_everything()
        work.is_stale = False
        _read_anew(work, "The store answers again")
        return True
    news = work.session.read_news()
    if news is None:
        return False
    work.desk.note_change()
    if not news.mine:
        # Others' codings are not told: a coder is not disturbed.
        return False
    work.session.forget_sheets()
    _read_anew(work, f"Changed elsewhere: {news.sentence}")
    return True


def _read_anew(work: PlainWork, reason: str) -> None:
    work.say(f"{reason}. Your line was not done")
    work.list.refresh()
    work.go_to(work.list.index)
