"""The floor: the least that a coding program in Textual can do at a key.

A plain list, the answer beside it, and one commit to SQLite. It has no codebook, no colleagues, no
undo log and no suggestions. What it takes from a key to the frame is what Textual and SQLite take.

python -m benchmarks.floor_app SURVEY.csv STORE.db
"""

from __future__ import annotations

import csv
import sqlite3
import sys
from pathlib import Path
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import OptionList, Static


class Floor(App[None]):
    """Answers on the left, the current one on the right; a digit codes it and goes on."""

    CSS = "OptionList { width: 30; } Static { width: 1fr; padding: 1 2; }"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(digit, f"code('{digit}')", priority=True) for digit in "123456789"),
        Binding("u", "undo", priority=True),
        Binding("ctrl+q", "quit", priority=True),
    ]

    def __init__(self, texts: list[str], store: sqlite3.Connection) -> None:
        super().__init__()
        self._texts, self._store = texts, store

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield OptionList(*(text[:24] for text in self._texts), markup=False)
            yield Static(markup=False)

    def on_mount(self) -> None:
        self.query_one(OptionList).highlighted = 0

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        self.query_one(Static).update(self._texts[event.option_index])

    def action_code(self, digit: str) -> None:
        here = self.query_one(OptionList)
        self._store.execute("insert into coding values (?, ?)", (here.highlighted, digit))
        self._store.commit()
        here.action_cursor_down()

    def action_undo(self) -> None:
        query = "delete from coding where rowid = (select max(rowid) from coding)"
        self._store.execute(query)
        self._store.commit()
        self.query_one(OptionList).action_cursor_up()


def main() -> None:
    """Run it on a survey made by `benchmarks.studies`."""
    with Path(sys.argv[1]).open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    texts = [text for row in rows for text in row[4:]]
    store = sqlite3.connect(sys.argv[2])
    store.execute("pragma journal_mode = wal")
    store.execute("create table coding (answer integer, code text)")
    Floor(texts, store).run()


if __name__ == "__main__":
    main()
