"""The errors a user may meet: one sentence, a hint that says what to do, and an exit status.

Everything below the front ends raises these; only the front ends turn them into output.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from pathlib import Path
from typing import Any

_MOST_CHOICES = 12
"""Names that a hint lists."""
_LONGEST_LIST = 400
"""Characters of that list: more would hide the error above it."""


class ExitStatus(IntEnum):
    """Exit statuses of the command line."""

    DONE = 0
    CHECK_FAILED = 1
    BAD_INPUT = 2
    ENVIRONMENT = 3


class TipcoderError(Exception):
    """Something the user can act on.

    `message` names the file and the place; `hint` is the remedy and may be empty.
    """

    exit_code: ExitStatus = ExitStatus.BAD_INPUT

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()

    @property
    def status_line(self) -> str:
        """What a status line of 80 columns says."""
        return str(self)


class BadInput(TipcoderError):
    """A file, an option or a value that cannot be used as it is."""


class CheckFailed(TipcoderError):
    """A check ran to its end and found something wrong."""

    exit_code = ExitStatus.CHECK_FAILED


class EnvironmentFault(TipcoderError):
    """The machine does not give what is needed.

    For example a terminal, a writable folder, a database or a private key file.
    """

    exit_code = ExitStatus.ENVIRONMENT

    def __init__(self, message: str, hint: str = "", *, brief: str = "") -> None:
        super().__init__(message, hint)
        self.brief = brief
        """The same for a status line: with the mark of a refusal it fits 80 columns."""
        self.of_an_act = False
        """Whether it happened while the store kept an act, which is then not kept."""

    @property
    def status_line(self) -> str:
        return self.brief or str(self)


class StoreFault(EnvironmentFault):
    """The store cannot be used just now, neither to write nor to read.

    `banner` says so as long as it lasts.
    """

    @property
    def banner(self) -> str:
        """What is shown above the screen."""
        return str(self)


class StoreUnreachable(StoreFault):
    """The database does not answer. It may come back, and then everything can be read anew."""

    def __init__(self, message: str, hint: str = "", *, brief: str = "", since: str = "") -> None:
        super().__init__(message, hint, brief=brief)
        self.since = since
        """The hour and minute since when it does not answer, as text."""
        self.unsettled: Any = None
        """The act whose end is not known, as the store keeps it; None where everything is known."""

    @property
    def banner(self) -> str:
        return (
            f"The database has not answered since {self.since}. Asking again; what is kept is safe."
        )


class StoreReplaced(StoreFault):
    """The file that was opened is not the study's store any more.

    It was replaced, cut, removed or moved.
    """

    def __init__(self, message: str, hint: str = "", *, brief: str = "", banner: str = "") -> None:
        super().__init__(message, hint, brief=brief)
        self._banner = banner
        self.saved: Path | None = None
        """The file into which everything was copied that the old one held."""

    @property
    def banner(self) -> str:
        return self._banner or str(self)


def find_nearest(name: str, known: Iterable[str]) -> str:
    """The known name most like `name`, or an empty string if none is close. Case does not count."""
    # difflib rather than rapidfuzz: errors are below everything, and this runs once, at the end.
    from difflib import get_close_matches

    # Of names that differ only in case the first one counts.
    by_folded: dict[str, str] = {}
    for choice in known:
        by_folded.setdefault(choice.casefold(), choice)
    found = get_close_matches(name.casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[found[0]] if found else ""


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A hint sentence: the nearest known name, or all of them when they are few.

    Empty where neither helps.
    """
    choices = list(known)
    best = find_nearest(name, choices)
    if best:
        return f"Did you mean {best!r}?"

    are_few = 0 < len(choices) <= _MOST_CHOICES
    if not are_few:
        return ""
    # Columns may be whole questions, with line breaks in them.
    shown = [choice if choice.isprintable() else repr(choice) for choice in choices]
    listed = ", ".join(shown)
    return f"Known: {listed}." if len(listed) <= _LONGEST_LIST else ""
