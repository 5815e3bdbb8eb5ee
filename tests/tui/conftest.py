"""The workbench on a screen that exists only in memory, driven by key presses."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import pytest

from screen_driver import PATIENCE, OpenWorkbench, WorkbenchDriver, until
from screen_settling import wait_until_settled
from tipcoder.tui.app import TipcoderApp
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.study import OpenStudy
from tipcoder.workbench.suggestions import study_suggestions


@pytest.fixture(autouse=True)
def settling_by_condition(monkeypatch: pytest.MonkeyPatch) -> None:
    """The Pilot waits until nothing is left to be done, where it would sleep."""
    for module in ("app", "pilot"):
        monkeypatch.setattr(f"textual.{module}.wait_for_idle", wait_until_settled)


@pytest.fixture
def workbench_of() -> OpenWorkbench:
    """`async with workbench_of(study, coder="anna", size=(80, 24)) as bench`.

    What else is named goes to the application.
    """

    @asynccontextmanager
    async def run(
        study: OpenStudy, coder: str = "anna", size: tuple[int, int] = (80, 24), **how: Any
    ) -> AsyncIterator[WorkbenchDriver]:
        @contextmanager
        def session() -> Iterator[CodingSession]:
            yield CodingSession(study, study.register_coder(coder))

        app = TipcoderApp(session, **how)
        async with app.run_test(size=size) as pilot:
            bench = WorkbenchDriver(app, pilot)
            # On a busy machine the study is still being opened when the first frame is there.
            await until(bench, lambda: app.fault is not None or bench.is_open)
            await pilot.pause()
            assert app.fault is None
            yield bench
        app.close_study()

    return run


@pytest.fixture
def thirty_codes(
    make_study: Callable[..., Path], small_survey: str, small_study_toml: str
) -> Iterator[OpenStudy]:
    """The small study with a codebook of thirty codes, more than there are digits."""
    codes = "".join(
        f'[code.code_{n:02}]\nlabel = "Code {n:02}"\ndefinition = "Number {n}."\n\n'
        for n in range(1, 31)
    )
    with open_study_folder(
        make_study(small_survey, small_study_toml, f'title = "Thirty"\n\n{codes}')
    ) as study:
        yield study


@pytest.fixture
def slow_pile(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """The pile is read only once this is set."""
    go_on = threading.Event()
    really = study_suggestions.build_study_suggestions

    def slowly(study: OpenStudy, **how: bool) -> study_suggestions.StudySuggestions:
        assert go_on.wait(PATIENCE)
        return really(study, **how)

    monkeypatch.setattr(study_suggestions, "build_study_suggestions", slowly)
    yield go_on
    go_on.set()
