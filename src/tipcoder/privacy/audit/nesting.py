"""Files inside files: how deep they are followed, how much they may unpack to, and what of them
cannot be read.

Some kilobytes can unfold without end, so what an audited file unpacks to is counted over all of its
depths together.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tipcoder.errors import BadInput
from tipcoder.privacy.audit.contents import Contents

DEEPEST = 8
"""How many files one inside the other are followed."""
MOST_UNPACKED = 1 << 29
"""Bytes (512 MB) to which everything inside a file may unpack together."""
MOST_MEMBERS = 50_000
"""Files inside a file, at all depths."""
_ALWAYS_FINE = 1 << 24
"""Bytes (16 MB) that may unpack from however little."""
_STEEPEST = 800
"""Times as large that more than these may become: the same sentence over and over shrinks to a
three hundredth, nothing at all to a thousandth."""


@dataclass
class Limits:
    """What was unpacked of one audited file so far, at all depths."""

    unpacked: int = 0
    members: int = 0
    reached: bool = False
    """Whether a limit was passed, after which nothing more is unpacked."""

    def check_size(self, size: int, packed: int) -> None:
        """Raises BadInput where `size` bytes, out of `packed`, are more than may be unpacked."""
        if size > _ALWAYS_FINE and size > _STEEPEST * packed:
            self._refuse(f"It unpacks to more than {_STEEPEST} times its size.")
        if self.unpacked + size > MOST_UNPACKED:
            self._refuse(
                f"With what lies before it, it unpacks to more than {MOST_UNPACKED >> 20} MB, "
                "which is more than can be read."
            )

    def count_unpacked(self, size: int, packed: int, members: int = 1) -> None:
        """Remember what is unpacked. Raises BadInput as `check_size` does, and for too many
        members."""
        self.check_size(size, packed)
        self.unpacked += size
        self.members += members
        if self.members > MOST_MEMBERS:
            self._refuse(f"More than {MOST_MEMBERS:,} files lie inside, which is too many to read.")

    def _refuse(self, sentence: str) -> None:
        self.reached = True
        raise BadInput(sentence, "Audit what is in it.")


@dataclass
class Nest:
    """Where a file lies that is being read, and how files inside it are read."""

    read: Callable[[bytes, Nest], Contents]
    """Reads a file of any kind. It is handed down, because a reader of archives cannot import the
    table of readers in which it stands."""
    name: str = ""
    """The file's own name."""
    depth: int = 0
    limits: Limits = field(default_factory=Limits)

    def read_into(self, contents: Contents, name: str, data: bytes) -> None:
        """Read a file that lies inside. What cannot be read is remembered in `contents` by name."""
        if self.limits.reached:
            return
        try:
            if self.depth >= DEEPEST:
                raise BadInput(
                    "Archives are nested too deep to follow.", "Audit the inner one by itself."
                )
            found = self.read(data, Nest(self.read, name, self.depth + 1, self.limits))
        except BadInput as fault:
            contents.add_unread(name, fault)
        else:
            contents.add_contents(found, name)
