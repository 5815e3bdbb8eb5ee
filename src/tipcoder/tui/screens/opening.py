"""What is seen while the study opens."""

from __future__ import annotations

import gc
from typing import cast

from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from tipcoder.tui.workbench import Workbench


class OpeningScreen(Screen[None]):
    """A line of text, painted before anything slow begins."""

    def compose(self) -> ComposeResult:
        yield Static(Content("Opening the study …"), id="title")

    def on_mount(self) -> None:
        """Open the study once this has been painted."""
        self.call_after_refresh(self._open_study)

    def _open_study(self) -> None:
        cast("Workbench", self.app).open_study()
        # What has been made by now stays to the end: the collector need not look through it.
        gc.freeze()
        gc.enable()
