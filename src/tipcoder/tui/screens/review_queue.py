"""The stretches of a study in reading order: how each stands, and which ones are listed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from tipcoder.workbench.redaction.reviews import Stretch

LOOKING = "…"
"""How a stretch stands that is not searched yet."""
READ = ("read", "read twice")
DONE = (*READ, "withheld")
"""How stretches stand that nobody has to read again."""
NAMING = "names still"
"""How a stretch stands that was read and would be held back, because it may name somebody."""
_HELD = ("withheld", "disputed", NAMING)
LISTS = (
    "all stretches",
    "those to read",
    "those with open proposals",
    "those held back or disputed",
)
"""What can be listed, in the order in which a key goes through them."""


def has_open_proposals(standing: str) -> bool:
    """Whether a stretch stands so that something has to be decided first: `3 open`."""
    return standing.endswith(" open")


class ReviewQueue:
    """What is to be read. It knows no screen and no store."""

    def __init__(self) -> None:
        self.all: list[Stretch] = []
        """In reading order."""
        self.listed: list[Stretch] = []
        self.position = 0
        """Of the current stretch among those listed."""
        self.which = 0
        """Which of `LISTS` is listed."""
        self._standing: dict[Stretch, str] = {}
        self._naming: dict[Stretch, str] = {}

    @property
    def current(self) -> Stretch | None:
        """The stretch that is looked at; None where nothing is listed."""
        if self.position < len(self.listed):
            return self.listed[self.position]
        return None

    def find_standing(self, stretch: Stretch) -> str:
        """How a stretch stands, in a word or two."""
        return self._standing.get(stretch, LOOKING)

    def set_standing(self, stretch: Stretch, standing: str) -> None:
        """Note how a stretch stands now."""
        if stretch in self._naming and standing in READ:
            standing = NAMING
        self._standing[stretch] = standing

    def note_naming(self, naming: Mapping[Stretch, str]) -> None:
        """Note which stretches would be held back, each with what was found in it."""
        self._naming = dict(naming)

    def forget_naming(self, answers: Collection[int]) -> None:
        """Something about these answers was decided anew."""
        for stretch in [one for one in self._naming if one.answer_id in answers]:
            del self._naming[stretch]

    def explain_naming(self, stretch: Stretch) -> str:
        """Why a stretch that was read would be held back; empty where it would not."""
        return self._naming.get(stretch, "")

    def forget_standings(self) -> None:
        """Everything is searched anew."""
        self._standing.clear()

    def gather_stretches(self, stretches: Iterable[Stretch], answers: Sequence[int]) -> set[int]:
        """Take these stretches, in the order of `answers`; those of other answers are left out.

        Returns the answers of stretches of which it is not known how they stand.
        """
        # The reading order of the study, which ids need not follow.
        order = {answer_id: place for place, answer_id in enumerate(answers)}
        known = [stretch for stretch in stretches if stretch.answer_id in order]
        self.all = sorted(known, key=lambda one: (order[one.answer_id], one.start))

        # Stretches that are gone must not be counted any more.
        kept: dict[Stretch, str] = {}
        unknown: set[int] = set()
        for stretch in self.all:
            if stretch in self._standing:
                kept[stretch] = self._standing[stretch]
            else:
                unknown.add(stretch.answer_id)
        self._standing = kept
        return unknown

    def find_of_answers(self, answers: Collection[int]) -> list[Stretch]:
        """The stretches of some answers."""
        return [stretch for stretch in self.all if stretch.answer_id in answers]

    def has_answers_beyond(self, stretches: Iterable[Stretch]) -> bool:
        """Whether some of these stretches belong to answers that have none here."""
        known = {stretch.answer_id for stretch in self.all}
        return any(stretch.answer_id not in known for stretch in stretches)

    # --- what is listed ---------------------------------------------------------------------------

    def list_again(self) -> bool:
        """List what passes; returns whether the current stretch is still the current one."""
        before = self.current
        self.listed = [stretch for stretch in self.all if self._is_listed(stretch)]
        if before in self.listed:
            self.position = self.listed.index(before)
        else:
            # What came after it has moved up to its place.
            self.position = min(self.position, max(len(self.listed) - 1, 0))
        return self.current is not None and self.current == before

    def _is_listed(self, stretch: Stretch) -> bool:
        standing = self.find_standing(stretch)
        if self.which == 0:
            return True
        if self.which == 1:
            return standing not in DONE
        if self.which == 2:
            return has_open_proposals(standing)
        return standing in _HELD

    def list_next_kind(self) -> None:
        """Choose the next of `LISTS`; `list_again` then lists it."""
        self.which = (self.which + 1) % len(LISTS)

    def find_place_of_answer(self, answer_id: int | None) -> int | None:
        """The position of the first stretch of an answer."""
        for place, stretch in enumerate(self.listed):
            if stretch.answer_id == answer_id:
                return place
        return None

    def find_next(self, is_wanted: Callable[[str], bool]) -> int | None:
        """The position of the next stretch that stands so, from the current one round to it."""
        size = len(self.listed)
        # Not the current one itself: somebody asks for another.
        for step in range(1, size):
            place = (self.position + step) % size
            if is_wanted(self.find_standing(self.listed[place])):
                return place
        return None

    # --- how far it is ----------------------------------------------------------------------------

    def describe_progress(self) -> tuple[str, str, str]:
        """How many are read, how many have open proposals, and how many are searched.

        The last is empty when all are."""
        counts = Counter(self.find_standing(stretch) for stretch in self.all)
        total = len(self.all)
        read = counts["read"] + counts["read twice"] + counts[NAMING]
        waiting = 0
        for standing, count in counts.items():
            if has_open_proposals(standing):
                waiting += count
        # Once everything is searched, nobody needs to know.
        searched = ""
        if counts[LOOKING]:
            searched = f"{total - counts[LOOKING]} searched"
        return f"{read} of {total} read", f"{waiting} with open proposals", searched
