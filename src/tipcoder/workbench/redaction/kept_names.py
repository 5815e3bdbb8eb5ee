"""Known names and places in texts that leave, looked for once as long as nothing else is known.

A file of quotes is looked through wording by wording before it is made, and as a whole when it is
read back. Both ask for every text. What was found in the very same text under the same fingerprint
is what would be found again, so a name that is there is found whether or not somebody looked
before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from tipcoder.privacy.compared_words import Word
from tipcoder.privacy.detection import Detector
from tipcoder.privacy.hits import Hit
from tipcoder.privacy.plain_view import PlainView
from tipcoder.workbench.redaction.kept_search import KeptSearch

_NAMES, _PLACES = "names", "places"
_LONGEST = 5_000
"""Letters of a text whose names are kept: what leaves again and again is a quote."""


class KeptNames:
    """Searches as the detector does, which is made only where something is looked for anew."""

    def __init__(
        self,
        kept: KeptSearch,
        find_detector: Callable[[], Detector],
        find_ordinary: Callable[[], frozenset[str]],
    ) -> None:
        """`find_ordinary` gives the ordinary words of the detector, which are told by all texts of
        a study: they too are only looked for where somebody asks.
        """
        self._kept = kept
        self._find_detector = find_detector
        self._find_ordinary = find_ordinary

    @property
    def ordinary_words(self) -> frozenset[str]:
        """Folded words that several respondents write with a small letter."""
        return self._find_ordinary()

    def find_known_names(self, text: str, own: str = "") -> list[Hit]:
        """Known names and contacts: what may never leave."""
        return self._find(_NAMES, text, own)

    def find_place_names(self, text: str) -> list[Hit]:
        """Countries, nationalities and cities that are not on the keep-list."""
        return self._find(_PLACES, text, "")

    def drop_kept_hits(
        self, view: PlainView, found: Sequence[Word], hits: Iterable[Hit]
    ) -> list[Hit]:
        """The hits that the keep-list does not cover; places are those of the view."""
        return self._find_detector().drop_kept_hits(view, found, hits)

    def _find(self, what: str, text: str, own: str) -> list[Hit]:
        is_kept = len(text) <= _LONGEST
        hits = self._kept.find_names(what, text, own) if is_kept else None
        if hits is not None:
            return hits
        detector = self._find_detector()
        if what == _NAMES:
            hits = detector.find_known_names(text, own)
        else:
            hits = detector.find_place_names(text)
        if is_kept:
            self._kept.keep_names(what, text, own, hits)
        return hits
