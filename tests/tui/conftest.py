"""The workbench on a screen that exists only in memory, driven by key presses."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import pytest

from screen_driver import OpenWorkbench, Workbench
from tipcoder.tui.app import TipcoderApp
from tipcoder.workbench.coding import CodingSession
from tipcoder.workbench.opening import OpenStudy


@pytest.fixture
def workbench_of() -> OpenWorkbench:
    """`async with workbench_of(study, coder="anna", size=(80, 24)) as bench`."""

    @asynccontextmanager
    async def run(study: OpenStudy, coder: str = "anna", size: tuple[int, int] = (80, 24)) -> AsyncIterator[Workbench]:
        @contextmanager
        def session() -> Iterator[CodingSession]:
            yield CodingSession(study, study.coder(coder))

        app = TipcoderApp(session)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            assert app.fault is None
            yield Workbench(app, pilot)

    return run
