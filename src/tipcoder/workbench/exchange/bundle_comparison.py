"""What a bundle says, beside what is here of the same coder.

An answer comes whole or not at all: with a coding left out it would seem to lack the code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tipcoder.model.codings import DERIVED, PERSON, Coder, Outcome
from tipcoder.store import bundles, codebooks
from tipcoder.store.bundles import CoderReading, LocatedAnswer
from tipcoder.store.engine import Db
from tipcoder.workbench.codebook.file import find_codable_codes, read_current_codebook
from tipcoder.workbench.exchange.bundle_format import (
    Bundle,
    BundledAnswer,
    BundledCoding,
    name_codebook,
)

UNKNOWN, OTHER_TEXT, OTHER_CODES = "not here", "another text", "codes not here"
CONFLICT = "coded otherwise here"
"""Why an answer does not come in."""

_CodingKey = tuple[int, int, int]
"""(code id, start, end)."""


@dataclass(frozen=True)
class IncomingAnswer:
    """What comes in of one answer."""

    answer_id: int
    codings: tuple[tuple[int, BundledCoding], ...]
    """(code id, coding), only those that are not here."""
    outcome: Outcome | None
    codebook: str
    origin: str = PERSON
    """`CARRIED` or `MANY` where nobody has judged it elsewhere either."""


class BundleComparison:
    """What is here of the coder, beside what the bundle says."""

    def __init__(self, db: Db, bundle: Bundle, coder: Coder) -> None:
        self._places = bundles.load_places(db)
        self._copies = bundles.load_copies(db)
        self._labels: dict[tuple[str, str], str] = {}
        for (response, case, _), located in self._places.items():
            self._labels[response, case] = located.label
        self._codings = bundles.load_codings_by_answer(db, coder.id)
        self._readings = bundles.load_readings_by_answer(db, coder.id)
        self._by_uuid = bundles.load_codes_by_uuid(db)
        self._by_key = codebooks.load_code_ids(db)
        self._codable = find_codable_codes(read_current_codebook(db))
        self._names_here = self._name_revisions_here(db)
        self._revisions: dict[str, int] = {}
        for text in bundle.codebooks.values():
            # 0 is older than any: this study never had that codebook.
            revision = codebooks.find_revision_with(db, text) or 0
            self._revisions[name_codebook(text)] = revision
        self._contents = {name: name_codebook(text) for name, text in bundle.codebooks.items()}
        self.missing: set[str] = set()
        """Codes of the bundle that cannot be applied here."""

    def _name_revisions_here(self, db: Db) -> dict[int, str]:
        """The revisions under which the coder has finished answers here, as a bundle calls them."""
        numbers = {reading.revision for reading in self._readings.values()}
        return {number: name_codebook(codebooks.load_document(db, number)) for number in numbers}

    def label_case(self, answer: BundledAnswer) -> str:
        """What the case is called here, else by its response ID."""
        case = f"{answer.response}.{answer.case}" if answer.case else answer.response
        return self._labels.get((answer.response, answer.case), case)

    def compare_answer(self, answer: BundledAnswer) -> IncomingAnswer | str | None:
        """What comes in, why it does not, or None where it is here already."""
        located = self._find_place(answer)
        # The other copy may have had an import that this one has not.
        if located is None:
            return UNKNOWN
        if not _is_same_text(answer, located):
            return OTHER_TEXT
        theirs = self._match_codings(answer)
        if theirs is None:
            return OTHER_CODES
        own = self._codings.get(located.id, ())
        known = {(coding.code_id, coding.start, coding.end) for coding in own}
        return self._weigh_answer(answer, located.id, theirs, known)

    def _find_place(self, answer: BundledAnswer) -> LocatedAnswer | None:
        """The answer here, or its copy in the drift round that it was coded again in."""
        place = (answer.response, answer.case, answer.question)
        return self._copies.get((answer.round, place)) if answer.round else self._places.get(place)

    def _weigh_answer(
        self,
        answer: BundledAnswer,
        answer_id: int,
        theirs: Mapping[_CodingKey, BundledCoding],
        known: set[_CodingKey],
    ) -> IncomingAnswer | str | None:
        """Whether the bundle goes on with what is here, repeats it, or contradicts it."""
        reading = self._readings.get(answer_id)
        if reading is None and theirs.keys() >= known:
            # Nothing here, or the beginning of what was gone on with elsewhere.
            new = tuple((key[0], coding) for key, coding in theirs.items() if key not in known)
            # All of it is here, and nothing is said of finishing.
            if not new and answer.outcome is None:
                return None
            said = answer.outcome, answer.codebook, answer.origin
            return IncomingAnswer(answer_id, new, *said)

        is_same = theirs.keys() == known
        if is_same and reading is not None and answer.outcome == reading.outcome:
            is_judged_now = reading.origin in DERIVED and answer.origin == PERSON
            if not is_judged_now and not self._was_read_later(answer, reading):
                return None
            return IncomingAnswer(answer_id, (), answer.outcome, answer.codebook, answer.origin)
        if answer.outcome is None and theirs.keys() <= known:
            # An older state of what is here.
            return None
        return CONFLICT

    def _was_read_later(self, answer: BundledAnswer, reading: CoderReading) -> bool:
        """Whether it was read again elsewhere, under a codebook that is newer here too."""
        name = self._contents[answer.codebook]
        if name == self._names_here[reading.revision]:
            return False
        return self._revisions[name] > reading.revision

    def _match_codings(self, answer: BundledAnswer) -> dict[_CodingKey, BundledCoding] | None:
        """The codings with the codes here; None where one of its codes cannot be applied here."""
        matched: dict[_CodingKey, BundledCoding] = {}
        for coding in answer.codings:
            code_id = self._match_code(coding)
            if code_id is None:
                return None
            matched[code_id, coding.start, coding.end] = coding
        return matched

    def _match_code(self, coding: BundledCoding) -> int | None:
        """The code here, if it can be applied.

        One made apart under the same key on both machines is the same.
        """
        found = self._by_uuid.get(coding.code)
        if found is None and coding.key in self._by_key:
            found = self._by_key[coding.key], coding.key
        if found is None or found[1] not in self._codable:
            # Told together at the end: the codebook may want an import first.
            self.missing.add(coding.key)
            return None
        return found[0]


def _is_same_text(answer: BundledAnswer, located: LocatedAnswer) -> bool:
    """By the digest. An offset beyond the end is a lie about the text, whatever the digest says."""
    if located.text_hash != answer.text:
        return False
    return all(coding.end <= located.length for coding in answer.codings)
