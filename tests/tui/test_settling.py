"""What a story waits for after a key: everything that is under way, and nothing else."""

from __future__ import annotations

import asyncio
import threading

from textual.app import App
from textual.widgets import Label

from screen_driver import PATIENCE
from screen_settling import does_any_thread_work, wait_until_settled


class Chain(App[None]):
    """A label that is changed step by step, each step in another way of Textual's."""

    def compose(self) -> list[Label]:  # type: ignore[override]
        return [Label("begun")]

    def begin(self) -> None:
        self.set_timer(0.005, lambda: self.call_after_refresh(self.call_later, self.finish))

    def finish(self) -> None:
        self.query_one(Label).update("done")


async def test_timers_drawings_and_messages_that_follow_each_other_are_waited_for() -> None:
    app = Chain()
    async with app.run_test() as pilot:
        app.begin()
        await wait_until_settled(0)
        strips = app.screen._compositor.render_strips()
        assert pilot.app is app
        assert "done" in "\n".join(strip.text for strip in strips)


async def test_a_thread_works_from_the_moment_it_is_told_to_and_rests_until_then() -> None:
    begun, go_on, end = threading.Event(), threading.Event(), threading.Event()

    def work() -> None:
        begun.set()
        go_on.wait(60)
        while not end.is_set():
            pass

    thread = threading.Thread(target=work, daemon=True)
    async with Chain().run_test():
        assert not does_any_thread_work()
        thread.start()
        assert begun.wait(60)
        for _ in range(PATIENCE * 50):
            if not does_any_thread_work():
                break
            await asyncio.sleep(0.02)
        assert not does_any_thread_work()
        go_on.set()
        assert does_any_thread_work()
        end.set()
        thread.join(60)
        assert not does_any_thread_work()
