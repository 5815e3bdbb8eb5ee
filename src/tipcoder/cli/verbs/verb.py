"""What the table of verbs says of each."""

from __future__ import annotations

from typing import NamedTuple


class Verb(NamedTuple):
    """One verb, or one action of a verb."""

    words: str
    place: str
    """The module below `tipcoder.cli`, and behind a colon the click command in it."""
    summary: str
    section: str = ""
    """Where the list of verbs shows it; empty for an action of a verb."""

    @property
    def name(self) -> str:
        """The last word, which the verb has on the command line."""
        return self.words.rpartition(" ")[2]

    @property
    def parent(self) -> str:
        """The words before the last one."""
        return self.words.rpartition(" ")[0]
