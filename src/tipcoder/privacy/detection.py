"""All layers together: an answer in, proposals with their reasons out.

A highlighter for a person, not a machine that makes quotes safe. On the study it was made for, the
best stack of rules pointed at nine in ten identifiers. In a third of the texts that have a grave
identifier it would have left one showing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import chain

from tipcoder.privacy.addresses import find_postal_addresses
from tipcoder.privacy.capitals import find_capitals, list_harmless
from tipcoder.privacy.common_words import build_common_words
from tipcoder.privacy.compared_words import Word, split_words
from tipcoder.privacy.contacts import find_contacts
from tipcoder.privacy.cues import find_cues
from tipcoder.privacy.dates import find_dates_and_numbers
from tipcoder.privacy.form_matching import ALONE
from tipcoder.privacy.gazetteer import Gazetteer
from tipcoder.privacy.geography import find_places
from tipcoder.privacy.hits import WEAK, Hit, cut_out, merge_overlapping
from tipcoder.privacy.institutions import find_institutions
from tipcoder.privacy.keep_list import KeepList
from tipcoder.privacy.known_entities import KnownEntities
from tipcoder.privacy.laws import find_laws
from tipcoder.privacy.name_forms import NameForm
from tipcoder.privacy.named_entities import Recogniser, find_named
from tipcoder.privacy.persons import find_persons
from tipcoder.privacy.plain_view import PlainView, build_plain_view, find_spaced_words
from tipcoder.privacy.rare_words import Vocabulary, find_rare
from tipcoder.privacy.seen_names import SeenNames
from tipcoder.privacy.self_descriptions import find_self_descriptions
from tipcoder.privacy.windows import find_in_windows

DESCRIPTIVE = frozenset(("unique_claim", "role", "funding", "self_description", "consent"))
"""Kinds that describe somebody in many words, and may hold names that are a question of their own.
"""
_SHORTEST_HINT = 15
"""Letters of what is left of a sentence for a hint: a few words."""
DETECTOR_VERSION = "5"
"""Raised with every change of what is found: a review made under another version no longer counts.
"""


def build_known_entities(
    forms: Sequence[NameForm], places: Gazetteer, vocabulary: Vocabulary
) -> KnownEntities:
    """Known names without the words that mean nothing alone: ordinary ones, and names of places."""
    alone = {form.words[0] for form in forms if form.how in ALONE}

    of_places = set()
    for word in alone:
        # Forms are folded, and the gazetteer looks for capitals.
        written = word.title()
        if any(find_places(written, split_words(written), places)):
            of_places.add(word)

    return KnownEntities(forms, vocabulary.ordinary | of_places | list_harmless())


@lru_cache(maxsize=8)
def read_plainly(stretch: str) -> tuple[PlainView, Sequence[Word]]:
    """A stretch of text as a person would read it, and its words: asked for several times."""
    view = build_plain_view(stretch)
    return view, split_words(view.text)


class Detector:
    """Everything that one study needs to look for."""

    def __init__(
        self,
        known: KnownEntities,
        places: Gazetteer,
        keep: Iterable[str] = (),
        vocabulary: Vocabulary | None = None,
        recognisers: Mapping[str, Recogniser] | None = None,
        questions: Iterable[str] = (),
    ) -> None:
        """`keep` are names that may stay, `recognisers` language models by language.

        `questions` are the wordings of what was asked: their words name nobody.
        """
        keep = list(keep)
        self._known = known
        self._places = places
        self._keep = KeepList(keep)
        self._vocabulary = vocabulary
        self._common = build_common_words(self.ordinary_words, questions, keep)
        self._seen = SeenNames(vocabulary.names if vocabulary else (), self._common)
        self._recognisers = recognisers or {}

    def find_proposals(
        self, text: str, own: str = "", regions: tuple[str, ...] = (), language: str = ""
    ) -> list[Hit]:
        """What a person should decide about: spans of the stored text, in order.

        No name overlaps a name, and no description a description.
        `own` is the response ID of the writer, `regions` ISO codes of countries whose phone numbers
        to expect.
        """

        def find_in_stretch(stretch: str) -> list[Hit]:
            view, words = read_plainly(stretch)
            hits = self._find_everything(view, words, own, regions, language)
            return self._keep_and_move(view, words, hits)

        return _merge_hits(text, find_in_windows(text, find_in_stretch))

    def find_underlines(self, text: str) -> list[Hit]:
        """Rare words, for a faint line; nothing is proposed about them."""
        known = self._vocabulary
        if known is None:
            return []

        def find_in_stretch(stretch: str) -> list[Hit]:
            view, words = read_plainly(stretch)
            return _move_to_stored(view, find_rare(words, known))

        return sorted(find_in_windows(text, find_in_stretch), key=lambda hit: hit.start)

    def find_known_names(self, text: str, own: str = "") -> list[Hit]:
        """Known names and contacts only: what may never leave."""

        def find_in_stretch(stretch: str) -> list[Hit]:
            view, words = read_plainly(stretch)
            names = self._find_names(view, words, own)
            return _move_to_stored(view, chain(names, find_contacts(view.text)))

        return merge_overlapping(find_in_windows(text, find_in_stretch))

    def find_place_names(self, text: str) -> list[Hit]:
        """Countries, nationalities and cities that are not on the keep-list."""

        def find_in_stretch(stretch: str) -> list[Hit]:
            view, words = read_plainly(stretch)
            return self._keep_and_move(view, words, find_places(view.text, words, self._places))

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

    def _keep_and_move(
        self, view: PlainView, words: Sequence[Word], hits: Iterable[Hit]
    ) -> list[Hit]:
        """The hits that the keep-list does not cover, in coordinates of the stored text."""
        # A pattern may match nothing at all, and an empty span stands for no stretch of the text.
        filled = [hit for hit in hits if hit.start < hit.end]
        return _move_to_stored(view, self.drop_kept_hits(view, words, filled))

    def _find_names(self, view: PlainView, words: Sequence[Word], own: str) -> Iterator[Hit]:
        yield from self._known.find_names(words, view.text, own)
        for _, start, end in find_spaced_words(view):
            yield from self._known.find_spaced_name(view.text, start, end, own)

    def _find_everything(
        self,
        view: PlainView,
        words: Sequence[Word],
        own: str,
        regions: tuple[str, ...],
        language: str,
    ) -> Iterator[Hit]:
        text = view.text
        others = list(self._find_by_words(view, words, own, regions, language))
        yield from others
        names = [hit for hit in others if hit.kind not in DESCRIPTIVE]
        yield from find_capitals(text, words, self._common, names)

    def _find_by_words(
        self,
        view: PlainView,
        words: Sequence[Word],
        own: str,
        regions: tuple[str, ...],
        language: str,
    ) -> Iterator[Hit]:
        """Everything that is told by more than a capital."""
        text = view.text
        yield from self._find_names(view, words, own)
        yield from find_contacts(text, regions)
        yield from find_postal_addresses(text)
        yield from find_places(text, words, self._places)
        yield from self._find_spaced_places(view)
        yield from find_institutions(text)
        yield from find_laws(text)
        yield from find_persons(text)
        yield from find_dates_and_numbers(text)
        yield from find_cues(text)
        yield from find_self_descriptions(text, words)
        yield from self._seen.find_names(words)
        if language in self._recognisers:
            yield from find_named(text, self._recognisers[language])

    def _find_spaced_places(self, view: PlainView) -> Iterator[Hit]:
        """Places that are written as single letters, like `K E N Y A`."""
        for letters, start, end in find_spaced_words(view):
            joined = letters.capitalize()
            for hit in find_places(joined, split_words(joined), self._places):
                reasons = (*hit.reasons, "in single letters")
                yield Hit(start, end, hit.kind, hit.severity, reasons)


def _merge_hits(text: str, hits: Sequence[Hit]) -> list[Hit]:
    """Overlapping names as one, and overlapping descriptions as one.

    A name inside a description stays apart: it is a question of its own.
    """
    names = merge_overlapping(hit for hit in hits if hit.kind not in DESCRIPTIVE)
    described = [hit for hit in hits if hit.kind in DESCRIPTIVE]
    firm = merge_overlapping(hit for hit in described if hit.severity != WEAK)
    hints = merge_overlapping(hit for hit in described if hit.severity == WEAK)
    # What is pointed at already needs no second hint, and the rest of the sentence keeps its own.
    rest = [part for hint in hints for part in cut_out(text, hint, firm, _SHORTEST_HINT)]
    descriptions = [*firm, *rest]
    return sorted([*names, *descriptions], key=lambda hit: (hit.start, -hit.end))


def _move_to_stored(view: PlainView, hits: Iterable[Hit]) -> list[Hit]:
    """Hits in coordinates of the view as hits in coordinates of the stored text."""
    if isinstance(view.starts, range):
        return list(hits)  # every character stands for itself
    out = []
    for hit in hits:
        start, end = view.map_to_stored(hit.start, hit.end)
        out.append(replace(hit, start=start, end=end))
    return out
