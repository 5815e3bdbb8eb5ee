"""What an audit says: sentences with places, and how likely each is.

Where the same is true of many places they are brought together.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from tipcoder.privacy.compared_words import fold_to_string
from tipcoder.text import hash_text

CERTAIN, LIKELY, POSSIBLE = "certain", "likely", "possible"
LIKELIHOODS = (CERTAIN, LIKELY, POSSIBLE)
"""How sure it is that something gives somebody away, by how it was matched.

Certain is what the study knows, word for word. Likely has the looks of it, or is spelt nearly so.
Possible may as well be something else.
"""
_PLACES = 3
"""Places that a finding names one by one."""
NAMES = frozenset(("own_org", "other_org", "person"))
"""Kinds of names that the study knows."""
_ALIKE = 85
"""Percent (rapidfuzz, partial ratio) from which words are a piece of a name."""
_ID_DIGITS = 8
"""Hexadecimal digits of a finding's ID: short to type, and one of many."""


class Leak(NamedTuple):
    """One thing found at one place. Sentences tell what it is, and never repeat it."""

    kind: str
    part: str
    """The column, or the part of the file."""
    place: str
    sentence: str
    grave: bool
    words: str = ""
    """The words themselves, for whoever asks to see them."""
    likelihood: str = ""
    """Empty where its being grave says it: certain, or else possible."""


@dataclass(frozen=True)
class LeakFinding:
    """The same thing at one place or many."""

    kind: str
    part: str
    sentence: str
    grave: bool
    """Whether the file may not leave with it."""
    places: tuple[str, ...]
    words: tuple[str, ...] = ()
    likelihood: str = CERTAIN
    accepted: str = ""
    """The reason for which a person accepted it; then it is not grave."""
    id: str = ""
    """Names it on the command line. Empty where nothing can be accepted."""

    @property
    def location(self) -> str:
        """The part, and the first places in it."""
        first = ", ".join(self.places[:_PLACES])
        rest = len(self.places) - _PLACES
        more = f" and {rest} more" if rest > 0 else ""
        # A file that is one part has one place of the same name.
        part = "" if not self.part or self.part == self.places[0] else f"{self.part}: "
        return f"{part}{first}{more}"

    def identify(self, own_id: str, accepted: str = "") -> LeakFinding:
        """The same with its ID; with a reason to accept it, it is not grave."""
        grave = self.grave and not accepted
        return replace(self, id=own_id, accepted=accepted, grave=grave)

    def compute_id(self, basis: str) -> str:
        """A short ID that the same finding has again, as long as `basis` is the same.

        The basis is a digest of the file, or the study where the wording counts and no file. So
        the ID tells nothing of the words to whoever has not got these.
        """
        words = sorted(set(map(fold_to_string, self.words)))
        return hash_text("\n".join((basis, self.kind, self.part, self.sentence, *words)))[
            :_ID_DIGITS
        ]

    def list_wording_ids(self, study: str) -> list[str]:
        """Like `compute_id`, of the kind and each of its wordings alone, wherever it stands."""
        words = dict.fromkeys(map(fold_to_string, self.words))
        return [hash_text(f"{study}\n{self.kind}\n{word}")[:_ID_DIGITS] for word in words]


def group_leaks(leaks: Iterable[Leak], apart: Collection[str] = ()) -> list[LeakFinding]:
    """Findings, the grave ones first and the certain ones first of all, each with its places.

    In the parts that are `apart` each wording is a finding of its own.
    """
    # Dictionaries keep each place and each wording once, in the order in which they came.
    places: dict[_FindingKey, dict[str, None]] = {}
    words: dict[_FindingKey, dict[str, None]] = {}
    for leak in _drop_pieces(leaks):
        rank = LIKELIHOODS.index(leak.likelihood)
        wording = fold_to_string(leak.words) if leak.part in apart else ""
        key = _FindingKey(not leak.grave, rank, leak.kind, leak.part, leak.sentence, wording)
        places.setdefault(key, {})[leak.place] = None
        if leak.words:
            words.setdefault(key, {})[leak.words] = None

    out = []
    for key in sorted(places, key=lambda key: (key.mild, key.rank)):
        found = tuple(places[key])
        said = tuple(words.get(key, ()))
        finding = LeakFinding(
            key.kind, key.part, key.sentence, not key.mild, found, said, LIKELIHOODS[key.rank]
        )
        out.append(finding)
    return out


def _drop_pieces(leaks: Iterable[Leak]) -> Iterator[Leak]:
    """The leaks without those that are a piece of a surer one at the same place.

    A file may hold a text in several ways: with a word in one piece, and cut by a tag.
    """
    sure: dict[tuple[str, str, str], list[str]] = {}
    doubtful = []
    for leak in leaks:
        given = leak._replace(likelihood=_find_likelihood(leak))
        if given.kind not in NAMES or not given.words:
            yield given
        elif given.likelihood == CERTAIN:
            sure.setdefault((given.kind, given.part, given.place), []).append(given.words)
            yield given
        else:
            doubtful.append(given)
    for leak in doubtful:
        surer = sure.get((leak.kind, leak.part, leak.place), ())
        if not any(_is_piece(leak.words, words) for words in surer):
            yield leak


def _find_likelihood(leak: Leak) -> str:
    return leak.likelihood or (CERTAIN if leak.grave else POSSIBLE)


def _is_piece(words: str, whole: str) -> bool:
    from rapidfuzz import fuzz

    likeness = fuzz.partial_ratio(fold_to_string(words), fold_to_string(whole))
    # It may have a word more that the markup has pushed against the name.
    return len(words) <= 2 * len(whole) and likeness >= _ALIKE


class _FindingKey(NamedTuple):
    """What leaks have in common that are one finding."""

    mild: bool
    rank: int
    kind: str
    part: str
    sentence: str
    wording: str
