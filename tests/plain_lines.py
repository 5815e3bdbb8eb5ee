"""A coder who types lines and hears what is printed: in this process, without a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tipcoder.plain.line_source import Arrival
from tipcoder.plain.prompt import PROMPT, run_plain
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.opening import open_study_folder

CodePlainly = Callable[..., list[str]]


class TypedLines:
    """Lines that a person types one after the other, each when she has heard what was said.

    A list in their place is what arrives together.
    """

    def __init__(self, typed: Sequence[str | list[str]]) -> None:
        self._typed = iter(typed)

    def read_lines(self) -> Arrival | None:
        typed = next(self._typed, None)
        if typed is None:
            return None
        return Arrival([typed] if isinstance(typed, str) else typed)

    def drop_early_lines(self) -> int:
        return 0


def code_plainly(folder: Path, coder: str, *typed: str | list[str]) -> list[str]:
    """What is said: at the beginning, and behind each line that is typed."""
    printed: list[str] = []

    @contextmanager
    def open_session() -> Iterator[CodingSession]:
        with open_study_folder(folder, viewer=coder, import_edits=False) as study:
            yield CodingSession(study, study.register_coder(coder))

    run_plain(open_session, TypedLines(typed), printed.append)
    return "".join(printed).split(PROMPT)
