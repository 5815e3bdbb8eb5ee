"""Lists of words that patterns name as @NAME: those that come with tipcoder, and a study's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from tipcoder.codebook.pattern_keys import WordLists, read_lists
from tipcoder.shipped_data import reference_file
from tipcoder.suggestion.patterns.pattern import Row
from tipcoder.tomlfile import TomlTable, load_toml

_FILE = "pattern_lists.toml"


@dataclass(frozen=True)
class PatternLists:
    """The lists that a pattern may name. A study's own go before those of the same name and
    language that come with tipcoder.
    """

    own: WordLists
    shipped: WordLists
    read_rows: dict[tuple[str, str], tuple[Row, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """Name and language -> what a list was understood as: many patterns name the same one."""

    def find_entries(self, name: str, language: str) -> tuple[str, ...] | None:
        """The entries of a list in a language; None where there is no list of the name at all."""
        for lists in (self.own, self.shipped):
            if language in lists.get(name, {}):
                return lists[name][language]
        return () if name in self.own or name in self.shipped else None

    def list_names(self) -> list[str]:
        """Every name, a study's own first."""
        return list(dict.fromkeys([*self.own, *self.shipped]))

    def hide_own(self, name: str) -> PatternLists:
        """The lists as the entries of one see them: its own name stands for the one that comes with
        tipcoder.
        """
        own = {other: words for other, words in self.own.items() if other != name}
        shipped = self.shipped
        if name not in self.own:
            shipped = {other: words for other, words in shipped.items() if other != name}
        return PatternLists(own, shipped)


def build_lists(own: WordLists | None = None) -> PatternLists:
    """The shipped lists with those of a codebook."""
    return PatternLists(own or {}, load_shipped_lists())


@cache
def load_shipped_lists() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """The lists in data/reference. Raises BadInput for a file that cannot be read."""
    path = reference_file(_FILE)
    table = TomlTable(path.name, "", load_toml(path))
    lists = read_lists(table)
    table.refuse_unknown_keys()
    return lists
