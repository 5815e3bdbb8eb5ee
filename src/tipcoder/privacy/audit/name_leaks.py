"""Names, contacts and places in one text of a file, each with how likely it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tipcoder.privacy.audit.finding import LIKELY, NAMES, POSSIBLE
from tipcoder.privacy.audit.knowledge import Knowledge
from tipcoder.privacy.audit.likelihood import describe_hit, judge_hit
from tipcoder.privacy.audit.place_mentions import PLACES, find_labels, is_title
from tipcoder.privacy.audit.study_secrets import PassageLeak, is_kept
from tipcoder.privacy.audit.study_wording import StudyWording
from tipcoder.privacy.compared_words import split_words
from tipcoder.privacy.contacts import find_contacts
from tipcoder.privacy.hits import Hit, merge_overlapping
from tipcoder.privacy.plain_view import build_plain_view
from tipcoder.privacy.windows import find_in_windows

_EDGE = re.compile(r"\\\\|[\n\t|&]")
"""What parts lines and cells of a text, beyond which nothing belongs together."""
_LIST_EDGE = re.compile(r"\\\\|[\n\t|&,;\"“”«»]|\d+\s*=|=\s*\d+")
"""What parts the items of a list, or numbers and their labels."""

_NUMBER = re.compile(r"\s*[-+−]?(?:\d{0,6}|\d*[.,]\d+)(?:[eE][-+]?\d+)?\s*%?\s*")
"""Cells that name nobody: in a table of numbers they are nearly all."""


class NameFinder:
    """Looks through texts for everybody whom the study knows, and for ways to reach anybody."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._known = knowledge

    def find_names(
        self, text: str, owner: str, *, hidden: bool, strict: bool, declared: bool = False
    ) -> Iterator[PassageLeak]:
        """Names, contacts and places in a text.

        `owner` is the response ID of whose row it stands in. `strict` holds for the words of
        respondents: there everything counts that a person did not keep. `declared` is a cell of a
        closed column of the study.
        """
        if _NUMBER.fullmatch(text):
            return
        names = self.find_known(text, owner)
        places = [] if hidden else self._find_places(text, names)
        # In the row of a respondent a place says something of them, even if it stands alone. But of
        # a closed column the combination counts, and for that there is a check of its own.
        alone = strict or (owner and not declared)
        labels = [] if alone else find_labels(text, places)
        for hit in (*names, *places):
            words = text[hit.start : hit.end]
            if not strict and words.lower() in self._known.own_signs:
                continue
            likelihood = judge_hit(hit, text, hidden, self._known.ids)
            if not likelihood or (not hit.firm and is_kept(self._known, words, owner)):
                continue
            doubtful = likelihood == POSSIBLE and not strict
            if doubtful and self._is_other_wording(text, hit, labels):
                continue
            if likelihood == LIKELY and not strict and self._is_shipped(text, hit):
                continue
            grave = strict or likelihood != POSSIBLE
            yield PassageLeak(hit.kind, describe_hit(hit, likelihood), grave, words, likelihood)

    def find_known(self, text: str, owner: str) -> list[Hit]:
        """Names that the study knows, and contacts."""
        detector = self._known.detector
        if detector is None:
            return merge_overlapping(find_in_windows(text, _find_contacts_in))
        return detector.find_known_names(text, owner)

    def _find_places(self, text: str, names: Sequence[Hit]) -> list[Hit]:
        """Places that are not part of a name that was found there."""
        detector = self._known.detector
        if detector is None:
            return []
        places = detector.find_place_names(text)
        taken = [(hit.start, hit.end) for hit in names if hit.kind in NAMES]
        if not taken:
            return places
        return [hit for hit in places if not _overlaps(hit, taken)]

    def _is_other_wording(self, text: str, hit: Hit, labels: Sequence[tuple[int, int]]) -> bool:
        """Whether nobody who answered says it: a label, a title, or a text of the study."""
        if hit.kind in PLACES and (_overlaps(hit, labels) or is_title(text, hit)):
            return True
        if hit.kind not in PLACES and hit.kind not in NAMES:
            return False
        return _stands_in(self._known.study_wording, text, hit)

    def _is_shipped(self, text: str, hit: Hit) -> bool:
        """Whether what looks like a name stands in a codebook that comes with the program."""
        return hit.kind in NAMES and _stands_in(self._known.shipped_wording, text, hit)


def _stands_in(wording: StudyWording, text: str, hit: Hit) -> bool:
    """Whether a hit is a whole text of the wording, or stands there with the words beside it."""
    start, end = _find_edges(_LIST_EDGE, text, hit)
    if wording.has_text(text[start:end]):
        return True
    start, end = _find_edges(_EDGE, text, hit)
    words = split_words(text[start:end])
    inside = []
    for number, word in enumerate(words):
        if word.start + start < hit.end and hit.start < word.end + start:
            inside.append(number)
    return bool(inside) and wording.has_words(words, inside[0], inside[-1] + 1)


def _overlaps(hit: Hit, spans: Sequence[tuple[int, int]]) -> bool:
    return any(hit.start < end and start < hit.end for start, end in spans)


def _find_edges(edges: re.Pattern[str], text: str, hit: Hit) -> tuple[int, int]:
    """What stands around a hit, up to the next edge on each side."""
    start = 0
    for edge in edges.finditer(text, 0, hit.start):
        start = edge.end()
    behind = edges.search(text, hit.end)
    return start, behind.start() if behind else len(text)


def _find_contacts_in(stretch: str) -> list[Hit]:
    """Contacts of one stretch, in coordinates of the stretch."""
    view = build_plain_view(stretch)
    out = []
    for hit in find_contacts(view.text):
        if hit.start < hit.end:
            start, end = view.map_to_stored(hit.start, hit.end)
            out.append(Hit(start, end, hit.kind, hit.severity, hit.reasons, hit.firm))
    return out
