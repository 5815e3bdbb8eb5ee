"""When a screen in memory has settled: a condition instead of a pause.

After each key Textual's Pilot sleeps twice for a fiftieth of a second, until the process computes
little. On a busy machine that is long and still a guess, because who gets no processor computes
little, too. Here the event loop is asked whether anything is left to be done.
"""

from __future__ import annotations

import asyncio
import sys
import threading
from concurrent.futures import thread as thread_pool
from time import monotonic
from types import FrameType

from textual import _wait
from textual._context import active_app
from textual.screen import Screen

_SOON = 0.02
"""Seconds within which a timer is waited for: keys are held back for a quarter of that."""
_TURNS = 3
"""Turns of the event loop without anything to do: a task wakes another by a callback in between."""

_WAITING = threading.Condition.wait.__code__
_IDLE_IN_POOL = thread_pool._worker.__code__

_pause_of_textual = _wait.wait_for_idle


async def wait_until_settled(
    min_sleep: float = _wait.SLEEP_GRANULARITY, max_sleep: float = 1
) -> None:
    """Return when no message, no drawing and no timer that ends soon is left, or after `max_sleep`
    seconds.

    Of other threads the event loop knows nothing: while one works, Textual's pause is taken.
    """
    end = monotonic() + max_sleep
    quiet_turns = 0
    while quiet_turns < _TURNS and monotonic() < end:
        await asyncio.sleep(0)
        if does_any_thread_work():
            await _pause_of_textual(min_sleep, end - monotonic())
            return
        if _is_anything_ready() or _draw_what_waits():
            quiet_turns = 0
            continue
        left = _find_next_timer()
        if left < _SOON:
            quiet_turns = 0
            await asyncio.sleep(left)
        quiet_turns += 1


def does_any_thread_work() -> bool:
    """Whether another thread does something, or will because it has been told to."""
    if any(worker.is_running for worker in active_app.get().workers):
        return True
    frames = sys._current_frames()
    for thread in threading.enumerate():
        frame = frames.get(thread.ident or 0)
        if thread is not threading.current_thread() and not _rests(frame):
            return True
    return False


def _rests(frame: FrameType | None) -> bool:
    """Whether a thread stands where it waits for something that nobody has told it yet."""
    if frame is None:
        return True  # it has ended
    if frame.f_code is _IDLE_IN_POOL:
        return True  # what the pool has to do is a worker of the application
    # `wait` holds a lock until somebody notifies it.
    held = frame.f_locals.get("waiter") if frame.f_code is _WAITING else None
    return held is not None and held.locked()


def _is_anything_ready() -> bool:
    """Whether a task or a callback would run in the next turn."""
    return bool(asyncio.get_running_loop()._ready)  # type: ignore[attr-defined]


def _find_next_timer() -> float:
    """Seconds until the next timer ends."""
    loop = asyncio.get_running_loop()
    times = [each.when() for each in loop._scheduled if not each.cancelled()]  # type: ignore[attr-defined]
    return max(0.0, min(times) - loop.time()) if times else float("inf")


def _draw_what_waits() -> bool:
    """Draw what would be drawn with the next frame; returns whether there was any."""
    screen = active_app.get()._screen_stack[-1]
    if not _waits_to_be_drawn(screen):
        return False
    screen._on_timer_update()
    return True


def _waits_to_be_drawn(screen: Screen[object]) -> bool:
    return bool(
        screen._layout_required
        or screen._scroll_required
        or screen._repaint_required
        or screen._recompose_required
        or screen._dirty_widgets
        or screen._callbacks
    )
