"""Names that one respondent writes with capitals, found where another writes them small.

A name of several words that somebody wrote like a name is one wherever its words stand in that
order. Words of the study's own questions are left out: everybody writes those both ways.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from tipcoder.privacy.capitals import find_name_runs
from tipcoder.privacy.common_words import CommonWords
from tipcoder.privacy.compared_words import Word
from tipcoder.privacy.hits import LOW, Hit

_FEWEST_WORDS = 3
"""Words of such a name, articles included: two ordinary words stand together by chance."""
_FEWEST_LARGE = 2

WrittenName = tuple[str, ...]
"""The folded words of a name as somebody wrote it."""


def find_written_names(text: str, words: Sequence[Word]) -> Iterator[WrittenName]:
    """The names of several words in a text, by their capitals."""
    for run in find_name_runs(text, words):
        name = tuple(word.folded for word in run)
        large = [word for word in run if word.text[:1].isupper()]
        if len(name) >= _FEWEST_WORDS and len(large) >= _FEWEST_LARGE:
            yield name


class SeenNames:
    """The names that were written with capitals, by their first word."""

    def __init__(self, names: Iterable[WrittenName], common: CommonWords) -> None:
        by_first: dict[str, list[WrittenName]] = defaultdict(list)
        for name in names:
            if not common.is_topic(name):
                by_first[name[0]].append(name)
        self._by_first: Mapping[str, Sequence[WrittenName]] = by_first

    def find_names(self, words: Sequence[Word]) -> Iterator[Hit]:
        """Hits in the coordinates of the words, which are written small."""
        for at, word in enumerate(words):
            for name in self._by_first.get(word.folded, ()):
                window = words[at : at + len(name)]
                if tuple(each.folded for each in window) == name and _is_small(window):
                    why = "written like a name in another answer"
                    yield Hit(word.start, window[-1].end, "name", LOW, (why,))


def _is_small(window: Sequence[Word]) -> bool:
    return all(word.text.islower() for word in window)
