"""The answers a coder goes through: which, in what order, folded or not, and where she is among
them.

The coding screen and the grid show the same list, so that going from one to the other loses no
place.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, Any

from tipcoder.model.answers import FoldedLine
from tipcoder.model.filters import AnswerFilter, AnswerOrder
from tipcoder.workbench.coding.list_history import ListHistory, ListPlace
from tipcoder.workbench.coding.view import StudyView
from tipcoder.yielding import yield_if_asked

if TYPE_CHECKING:
    from tipcoder.workbench.suggestions.reading_orders import RankedAnswers


@dataclass(frozen=True, eq=False)
class Arrangement:
    """A list in another order, and the state of the list that it was made from."""

    was: list[int]
    index_was: int
    ranked: RankedAnswers
    ids: list[int]
    groups: dict[int, list[int]]
    places: dict[int, int]
    index: int


class WorkList:
    """A list of answers with a place in it. Ids are in memory; texts are not."""

    def __init__(self, view: StudyView) -> None:
        self._view = view
        self.where = AnswerFilter()
        self.order = AnswerOrder()
        self.folding = False
        """Whether answers that say the same share one line, and one act reaches all of them."""
        self.ids: list[int] = []
        """What is listed: with folding, the first of each group."""
        self.index = 0
        self._groups: dict[int, list[int]] = {}
        self._place_of: dict[int, int] = {}
        self._finished: set[int] = set()
        self.ranked: RankedAnswers | None = None
        """The places of an order that rests on suggestions, while the list is in it."""
        self.left = ""
        """How many answers that carry the code of that order are still to be expected, with an
        interval.
        """
        self.total = 0
        """Answers in the list, folded ones included."""
        self.finished_here = 0
        """How many of these the coder has finished."""
        self._former = ListHistory()
        self.choose_answers()

    def choose_answers(
        self,
        where: AnswerFilter | None = None,
        order: AnswerOrder | None = None,
        *,
        folding: bool | None = None,
        keep: int | None = None,
        hold: Collection[int] = (),
    ) -> None:
        """List other answers, or list them otherwise; stay on answer `keep` if it is among them.

        Without it the list opens at the first answer that is not finished. Answers to `hold` are
        listed in their places although the filter lets them through no longer; those that a later
        import has replaced are not. While the filter is the same, `keep` is held too: what her own
        act took out of the filter must not vanish under her hands, but only when she has left it.
        """
        left = self._describe_place() if (where, order, folding) != (None, None, None) else None
        # The same filter again: what her own act took out of it stays until she leaves.
        if where is None and keep is not None:
            hold = {*hold, *self.list_alike(keep)}
        self._take_wishes(where, order, folding)

        found = self._find_ids(hold)
        if self.ranked is not None:
            # What she is at comes first, so that what follows is the order.
            first = [keep] if keep in found else []
            found = [*first, *_sort_by_rank(found, self.ranked, but=first)]
        self._list_answers(found)

        kept = self._place_of.get(keep) if keep is not None else None
        self.index = kept if kept is not None else self._find_first_open()
        if left is not None and not left.is_same_as(self._describe_place()):
            self._former = self._former.note_left(left)

    def _take_wishes(
        self, where: AnswerFilter | None, order: AnswerOrder | None, folding: bool | None
    ) -> None:
        """Be asked for another filter, order or fold; None leaves it as it is."""
        if where is not None:
            self.where = where
        if order is not None and order != self.order:
            # A ranking belongs to the order that it was made for.
            self.order, self.ranked, self.left = order, None, ""
        if folding is not None:
            self.folding = folding

    def _list_answers(self, found: list[int]) -> None:
        """List these answers, folded where that is wished for."""
        self._groups = self._view.fold_answers(found) if self.folding else {}
        self.ids = list(self._groups) if self.folding else found
        self._place_of = _map_places(self.ids, self._groups)
        # With folding there are fewer lines than answers.
        self.total = len(found)
        self.read_finished()

    def _describe_place(self) -> ListPlace:
        return ListPlace(
            self.where, self.order, self.folding, self.ranked, self.left, self.current, self.index
        )

    def go_back(self) -> bool:
        """Be in the list before this one, at the place there; False if there is none."""
        return self._go_through_history(self._former.go_back(self._describe_place()))

    def go_forward(self) -> bool:
        """Be in the list that was left by going back; False if there is none."""
        return self._go_through_history(self._former.go_forward(self._describe_place()))

    def _go_through_history(self, found: tuple[ListPlace, ListHistory] | None) -> bool:
        if found is None:
            return False
        place, history = found
        self.order, self.ranked, self.left = place.order, place.ranked, place.left
        self.choose_answers(place.where, folding=place.folding, keep=place.current)
        if self.current != place.current:
            # The answer there is not listed any more: what stands in its place is nearest.
            self.go_to(place.place)
        self._former = history
        return True

    def _find_ids(self, hold: Collection[int]) -> list[int]:
        """Answers that pass the filter, and those to hold, in the order of the list."""
        # An order by suggestions is not the store's: it is made afterwards.
        order = None if self.ranked else self.order
        found = self._view.find_answer_ids(self.where, order)
        if set(hold).issubset(found):
            return found

        wanted = {*found, *hold}
        every = self._view.find_answer_ids(AnswerFilter(), order)
        return [answer_id for answer_id in every if answer_id in wanted]

    def arrange_by_rank(self, ranked: RankedAnswers) -> Arrangement:
        """The list in an order that rests on suggestions, to be adopted. May be called from any
        thread.

        What she is at comes first, and what is best after it. Where the list is in that order
        already, what lies behind her stays as she read it, and only what lies ahead is ranked anew.
        """
        # Another thread may change the list meanwhile: this is about the list as it is now.
        ids, groups, index = self.ids, self._groups, self.index
        order = self.order
        is_same_order = (ranked.by, ranked.code) == (order.by, order.code)
        again = self.ranked is not None and is_same_order

        # What lies behind her is history; she may go back to it.
        head = ids[: index + 1] if again else ids[index : index + 1]
        before = _unfold_ids(head, groups)
        every = _unfold_ids(ids, groups)
        found = [*before, *_sort_by_rank(every, ranked, but=before)]
        # A thread that computes lets the screen have its turn.
        yield_if_asked()

        folded = _refold_groups(found, groups)
        listed = list(folded) if folded else found
        return Arrangement(
            was=ids,
            index_was=index,
            ranked=ranked,
            ids=listed,
            groups=folded,
            places=_map_places(listed, folded),
            index=len(head) - 1,
        )

    def adopt_arrangement(self, found: Arrangement) -> bool:
        """Be in that order from now on; False, and nothing changes, if the list or her place is
        another by now.
        """
        # Made in another thread from a list that is no longer this one.
        if found.was is not self.ids or found.index_was != self.index:
            return False
        order = AnswerOrder(found.ranked.by, code=found.ranked.code)
        if order != self.order:
            self._former = self._former.note_left(self._describe_place())
        if found.ranked.left or order != self.order:
            # Estimated only in idle time; until then the last estimate is shown.
            self.left = found.ranked.left
        self.order, self.ranked = order, found.ranked
        self.ids, self._groups, self._place_of = found.ids, found.groups, found.places
        self.index = max(found.index, 0)
        return True

    def refresh(self) -> None:
        """Ask again, because somebody changed something; the place stays."""
        self.choose_answers(keep=self.current)

    def relist_passing(self) -> None:
        """List also what passes the filter again, because an act was undone; what is listed
        stays.
        """
        if self.where != AnswerFilter():
            listed = _unfold_ids(self.ids, self._groups)
            self.choose_answers(keep=self.current, hold=listed)

    def save_state(self) -> dict[str, Any]:
        """What is listed and where she is, to come back to if a step cannot be made."""
        # Lists are replaced and not changed in place, so that a shallow copy holds them.
        return dict(vars(self))

    def restore_state(self, before: Mapping[str, Any]) -> None:
        """Be where `save_state` was called."""
        vars(self).update(before)
        self._count_finished()

    def read_finished(self) -> None:
        """Ask again which answers are finished, because an act reached several."""
        self._finished = self._view.read_finished_ids()
        self._count_finished()

    def _count_finished(self) -> None:
        listed = self._place_of.keys()
        self.finished_here = len(listed & self._finished)

    def note_finished(self, answer_id: int, *, finished: bool) -> None:
        """Know that one answer was finished or reopened, without asking again."""
        if finished != (answer_id in self._finished):
            self._finished ^= {answer_id}
            if answer_id in self._place_of:
                self.finished_here += 1 if finished else -1

    @property
    def current(self) -> int | None:
        """The answer she is at, or None where nothing is listed."""
        # A filter may let nothing through.
        return self.ids[self.index] if self.ids else None

    def list_alike(self, answer_id: int) -> Sequence[int]:
        """All answers that an act on this one reaches: itself, and what is folded under it."""
        return self._groups.get(answer_id, (answer_id,))

    def read_folded_lines(self, firsts: Sequence[int]) -> dict[int, FoldedLine]:
        """What was said of those of these lines that hold several answers, by the first of them."""
        several = [first for first in firsts if len(self.list_alike(first)) > 1]
        groups = {first: self._groups[first] for first in several}
        return self._view.read_folded_lines(groups) if groups else {}

    def is_finished(self, answer_ids: Iterable[int]) -> bool:
        """Whether she has finished all of these."""
        return self._finished.issuperset(answer_ids)

    def go_to(self, place: int) -> None:
        """Be at another place, or at the nearest there is."""
        self.index = min(max(place, 0), max(len(self.ids) - 1, 0))

    def find_place(self, answer_id: int) -> int | None:
        """Where an answer is listed, itself or folded under another one."""
        return self._place_of.get(answer_id)

    def list_at_hand(self) -> list[int]:
        """The answer that she is at, and those that a key may show next."""
        following = self.find_next_open()
        places = [self.index, self.index + 1, self.index - 1]
        if following is not None:
            places.append(following)
        return [self.ids[place] for place in places if 0 <= place < len(self.ids)]

    def find_next_open(self) -> int | None:
        """The place of the next answer that is not finished, below first, then from the top."""
        return self._find_open_among(chain(range(self.index + 1, len(self.ids)), range(self.index)))

    def _find_first_open(self) -> int:
        return self._find_open_among(range(len(self.ids))) or 0

    def _find_open_among(self, places: Iterable[int]) -> int | None:
        for place in places:
            if not self.is_finished(self.list_alike(self.ids[place])):
                return place
        return None

    def clear_filter(self, keep: int | None) -> None:
        """List everything, in the order and fold there are."""
        self.choose_answers(AnswerFilter(), keep=keep)

    def toggle_order(self, by: str) -> AnswerOrder:
        """The order by a column: the way round, or the other way if it is the order already."""
        if self.order.by == by:
            return replace(self.order, reverse=not self.order.reverse)
        return AnswerOrder(by)


def _sort_by_rank(ids: Sequence[int], ranked: RankedAnswers, but: Collection[int]) -> list[int]:
    """These ids but some, as they are ranked; behind them those without a rank, in their order."""
    wanted = set(ids).difference(but)
    yield_if_asked()
    listed = [answer_id for answer_id in ranked.ids if answer_id in wanted]
    if len(listed) < len(wanted):
        unranked = wanted.difference(listed)
        listed += [answer_id for answer_id in ids if answer_id in unranked]
    return listed


def _unfold_ids(firsts: Sequence[int], groups: Mapping[int, list[int]]) -> list[int]:
    """Every answer of these lines: each first, or all of its group."""
    if not groups:
        return list(firsts)
    ids: list[int] = []
    for first in firsts:
        ids.extend(groups.get(first, (first,)))
    return ids


def _refold_groups(ids: Sequence[int], groups: Mapping[int, list[int]]) -> dict[int, list[int]]:
    """The same groups, each under the first of its members in this order."""
    if not groups:
        return {}
    group_of = {}
    for first, members in groups.items():
        group_of.update(dict.fromkeys(members, first))

    found: dict[int, list[int]] = {}
    for answer_id in ids:
        found.setdefault(group_of[answer_id], []).append(answer_id)
    return {members[0]: members for members in found.values()}


def _map_places(ids: Sequence[int], groups: Mapping[int, list[int]]) -> dict[int, int]:
    """Answer -> the number of its line; all answers of a group have that of their line."""
    # Each line begins with its own answer.
    places = dict(zip(ids, range(len(ids)), strict=True))
    if groups:
        for place, first in enumerate(ids):
            for answer_id in groups[first]:
                places[answer_id] = place
    return places
