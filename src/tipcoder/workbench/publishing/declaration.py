"""What an export says about itself before any of it may leave."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from tipcoder.analysis.crosswalk import name_key


class WordsOut(StrEnum):
    """Whose words the files hold."""

    NONE = "none"
    """None of the respondents': numbers, codes, labels, and cells of closed columns."""
    RELEASED = "released"
    """Respondents' words as people have read and released them."""


@dataclass(frozen=True)
class LetsOut:
    """What the files of one export let out. What is not declared here is let out by nobody.

    There is no value for words as they were written: such files are no publications, and
    `tipcoder.workbench.team_files` hands them to the team.
    """

    words: WordsOut = WordsOut.NONE
    released: frozenset[str] = frozenset()
    """Columns of the files' tables in which the released wording stands."""
    columns: tuple[str, ...] = ()
    """Columns of single cases, as the files call them; empty where cases are only counted."""
    public: frozenset[str] = frozenset()
    """Names that tell of nobody, such as those of columns and cases. Names of countries need not be
    among them.
    """
    coder_names: bool = False
    """Whether somebody has asked for the coders to be named."""
    guards_cells: bool = True
    """Whether cells that a spreadsheet would run are made harmless.

    Not in files that tipcoder reads again: there a mark like @off-topic stands as it is.
    """

    @cached_property
    def public_keys(self) -> frozenset[str]:
        """The public names as `name_key` makes them."""
        return frozenset(map(name_key, self.public))
