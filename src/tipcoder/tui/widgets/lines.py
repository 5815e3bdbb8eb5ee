"""A list of lines with a cursor, for screens whose keys are in the command table."""

from __future__ import annotations

from textual.widgets import OptionList


class KeylessList(OptionList, can_focus=False):
    """An option list that leaves every key to its screen.

    With the focus it would take Enter and the arrows.
    """

    def step_cursor(self, by: int) -> None:
        """Move the cursor a line down, or up where `by` is negative; it passes over headings."""
        if by > 0:
            self.action_cursor_down()
        else:
            self.action_cursor_up()
