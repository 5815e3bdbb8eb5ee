"""All layers together: an answer in, proposals with their reasons out.

A highlighter for a person, not a machine that makes quotes safe: on the study it was made for, the best stack of rules
pointed at nine in ten identifiers, and would have left one showing in a third of the texts that have a grave one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from tipcoder.privacy.capitals import find_capitals
from tipcoder.privacy.contacts import find_contacts
from tipcoder.privacy.cues import find_cues
from tipcoder.privacy.dates import find_dates_and_numbers
from tipcoder.privacy.gazetteer import Gazetteer
from tipcoder.privacy.geography import find_places
from tipcoder.privacy.hits import Hit, merge_overlapping
from tipcoder.privacy.institutions import find_institutions
from tipcoder.privacy.keep_list import KeepList
from tipcoder.privacy.known_entities import ALONE, KnownEntities
from tipcoder.privacy.laws import find_laws
from tipcoder.privacy.name_forms import Form
from tipcoder.privacy.named_entities import Recogniser, find_named
from tipcoder.privacy.persons import find_persons
from tipcoder.privacy.plain_view import PlainView, build_plain_view, find_spaced_words
from tipcoder.privacy.rare_words import Vocabulary, find_rare
from tipcoder.privacy.windows import find_in_windows
from tipcoder.privacy.words import Word, split_words

DESCRIPTIVE = frozenset(("unique_claim", "role", "funding", "self_description", "consent"))
"""Kinds that describe somebody in many words, and may hold names that are a question of their own."""
DETECTOR_VERSION = "2"
"""Raised with every change of what is found: a review made under another version counts no longer."""


def build_known_entities(
    forms: Sequence[Form], places: Gazetteer, vocabulary: Vocabulary
) -> KnownEntities:
    """Known names without the words that mean nothing alone: ordinary ones, and names of places."""
    alone = {form.words[0] for form in forms if form.how in ALONE}
    of_places = {
        word for word in alone if any(find_places(word.title(), split_words(word.title()), places))
    }
    return KnownEntities(forms, vocabulary.ordinary | of_places)


class Detector:
    """Everything that one study needs to look for."""

    def __init__(
        self,
        known: KnownEntities,
        places: Gazetteer,
        keep: Iterable[str] = (),
        vocabulary: Vocabulary | None = None,
        recognisers: Mapping[str, Recogniser] | None = None,
    ) -> None:
        self._known = known
        self._places = places
        self._keep = KeepList(keep)
        self._vocabulary = vocabulary
        self._recognisers = recognisers or {}

    def find_proposals(
        self, text: str, own: str = "", regions: tuple[str, ...] = (), language: str = ""
    ) -> list[Hit]:
        """What a person should decide about: spans of the stored text, in order.

        No name overlaps a name, and no description a description.
        `own` is the response ID of the writer, `regions` ISO codes of countries whose phone numbers to expect.
        """

        def find_in_stretch(stretch: str) -> list[Hit]:
            view = build_plain_view(stretch)
            found = split_words(view.text)
            hits = [
                hit
                for hit in self._find_everything(view, found, own, regions, language)
                if hit.start < hit.end
            ]
            return [
                _move_to_stored(view, hit)
                for hit in self._keep.drop_kept_hits(view.text, found, hits)
            ]

        return _merge_hits(find_in_windows(text, find_in_stretch))

    def find_underlines(self, text: str) -> list[Hit]:
        """Rare words, for a faint line; nothing is proposed about them."""
        known = self._vocabulary
        if known is None:
            return []

        def find_in_stretch(stretch: str) -> list[Hit]:
            view = build_plain_view(stretch)
            return [_move_to_stored(view, hit) for hit in find_rare(split_words(view.text), known)]

        return sorted(find_in_windows(text, find_in_stretch), key=lambda hit: hit.start)

    def find_known_names(self, text: str, own: str = "") -> list[Hit]:
        """Known names and contacts only: what may never leave."""

        def find_in_stretch(stretch: str) -> list[Hit]:
            view = build_plain_view(stretch)
            hits = [*self._find_names(view, split_words(view.text), own), *find_contacts(view.text)]
            return [_move_to_stored(view, hit) for hit in hits]

        return merge_overlapping(find_in_windows(text, find_in_stretch))

    def find_place_names(self, text: str) -> list[Hit]:
        """Countries, nationalities and cities that are not on the keep-list."""

        def find_in_stretch(stretch: str) -> list[Hit]:
            view = build_plain_view(stretch)
            found = split_words(view.text)
            hits = [
                hit for hit in find_places(view.text, found, self._places) if hit.start < hit.end
            ]
            return [
                _move_to_stored(view, hit)
                for hit in self._keep.drop_kept_hits(view.text, found, hits)
            ]

        return merge_overlapping(find_in_windows(text, find_in_stretch))

    def drop_kept_hits(
        self, view: PlainView, found: Sequence[Word], hits: Iterable[Hit]
    ) -> list[Hit]:
        """The hits that the keep-list does not cover; places are those of the view."""
        return self._keep.drop_kept_hits(view.text, found, hits)

    @property
    def ordinary_words(self) -> frozenset[str]:
        """Folded words that several respondents write with a small letter."""
        return self._vocabulary.ordinary if self._vocabulary else frozenset()

    def _find_names(self, view: PlainView, found: Sequence[Word], own: str) -> Iterator[Hit]:
        yield from self._known.find_names(found, own)
        for letters, start, end in find_spaced_words(view):
            yield from self._known.find_spaced_name(letters, start, end, own)

    def _find_everything(
        self,
        view: PlainView,
        found: Sequence[Word],
        own: str,
        regions: tuple[str, ...],
        language: str,
    ) -> Iterator[Hit]:
        text = view.text
        yield from self._find_names(view, found, own)
        yield from find_contacts(text, regions)
        yield from find_places(text, found, self._places)
        for letters, start, end in find_spaced_words(view):
            named = letters.capitalize()
            for hit in find_places(named, split_words(named), self._places):
                yield Hit(start, end, hit.kind, hit.severity, (*hit.reasons, "in single letters"))
        yield from find_institutions(text)
        yield from find_laws(text)
        yield from find_persons(text)
        yield from find_dates_and_numbers(text)
        yield from find_cues(text)
        yield from find_capitals(text, found)
        if language in self._recognisers:
            yield from find_named(text, self._recognisers[language])


def _merge_hits(hits: Sequence[Hit]) -> list[Hit]:
    """Overlapping names as one, and overlapping descriptions as one: a name inside a description is its own "
    "question."""
    names = merge_overlapping(hit for hit in hits if hit.kind not in DESCRIPTIVE)
    descriptions = merge_overlapping(hit for hit in hits if hit.kind in DESCRIPTIVE)
    return sorted([*names, *descriptions], key=lambda hit: (hit.start, -hit.end))


def _move_to_stored(view: PlainView, hit: Hit) -> Hit:
    start, end = view.map_to_stored(hit.start, hit.end)
    return Hit(start, end, hit.kind, hit.severity, hit.reasons, hit.firm)
