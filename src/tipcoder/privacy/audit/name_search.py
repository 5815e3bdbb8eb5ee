"""What an audit asks for names: the detector of a study, or what remembers what it found."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from typing import Protocol

from tipcoder.privacy.compared_words import Word
from tipcoder.privacy.hits import Hit
from tipcoder.privacy.plain_view import PlainView


class OrdinaryWords(Container[str]):
    """The ordinary words of a search for names, which asks the search only when it is asked.

    They take every text of a study, and most audits need none of them.
    """

    def __init__(self, search: NameSearch) -> None:
        self._search = search

    def __contains__(self, word: object) -> bool:
        return word in self._search.ordinary_words


class NameSearch(Protocol):
    """Looks for names that the study knows, as `Detector` does."""

    @property
    def ordinary_words(self) -> frozenset[str]:
        """Folded words that several respondents write with a small letter."""

    def find_known_names(self, text: str, own: str = "") -> list[Hit]:
        """Known names and contacts; `own` is the response ID of the writer, or empty."""

    def find_place_names(self, text: str) -> list[Hit]:
        """Countries, nationalities and cities that are not on the keep-list."""

    def drop_kept_hits(
        self, view: PlainView, found: Sequence[Word], hits: Iterable[Hit]
    ) -> list[Hit]:
        """The hits that the keep-list does not cover; places are those of the view."""
