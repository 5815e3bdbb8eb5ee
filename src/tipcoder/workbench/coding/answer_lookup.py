"""Answers that a coder asks for: by a filter, in an order, and one by one with what she did."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from tipcoder.errors import BadInput
from tipcoder.model.answers import Progress
from tipcoder.model.codes import Codebook
from tipcoder.model.filters import AnswerFilter, AnswerOrder
from tipcoder.store import answers, filtered_answers, ordering
from tipcoder.store.answer_sheets import AnswerSheet, SheetReading, load_sheets
from tipcoder.store.engine import Db, Store
from tipcoder.workbench.coding.veiled_waves import choose_shown_attributes, leave_out_wave

_SHEETS_KEPT = 200
"""Sheets in memory before all are forgotten."""


class AnswerSearch:
    """Finds readable answers for one coder.

    Where she may not know from which wave an answer is, nothing is chosen or ordered by it.
    `wave` is the attribute that says it. Filters have their sub-codes already.
    """

    def __init__(self, store: Store, coder_id: int, wave: str) -> None:
        self._store, self._coder_id, self._wave = store, coder_id, wave

    def find_answer_ids(self, where: AnswerFilter, order: AnswerOrder | None) -> list[int]:
        """Ids of answers that pass the filter, in this order, or in that of the study."""
        if order is None or order == AnswerOrder():
            # On a server one journey instead of five, where the filter allows it.
            with self._store.read_once() as db:
                at_once = filtered_answers.find_at_once(db, where, self._coder_id)
            if at_once is not None:
                return at_once
        with self._store.read() as db:
            where, order = leave_out_wave(db, self._wave, where, order)
            found = filtered_answers.find_answer_ids(db, where, self._coder_id)
            if order is None:
                return found
            return ordering.order_answers(db, found, order, self._coder_id)

    def count_found_in_translation(self, where: AnswerFilter) -> int:
        """How many answers pass the filter only because a translation has the words."""
        if not where.looks_for_words:
            return 0
        with self._store.read() as db:
            if not answers.has_translations(db):
                return 0
            where, _ = leave_out_wave(db, self._wave, where, None)
            found = filtered_answers.find_answer_ids(db, where, self._coder_id)
            originals = filtered_answers.find_answer_ids(
                db, where, self._coder_id, originals_only=True
            )
        return len(set(found).difference(originals))

    def count_progress(self, where: AnswerFilter) -> Progress:
        """How far the coder is among the answers that pass the filter, finished or not."""
        # Progress over unfinished answers alone would always be none.
        either_way = replace(where, finished=None)
        with self._store.read() as db:
            return filtered_answers.count_progress(db, either_way, self._coder_id)


def add_subcodes(where: AnswerFilter, codebook: Codebook) -> AnswerFilter:
    """The filter with the codes below each of its codes."""

    def add_to_inner(inner: AnswerFilter) -> AnswerFilter:
        return add_subcodes(inner, codebook)

    where = where.change_inner_filters(add_to_inner)
    overlaps = []
    for first, second in where.overlaps:
        overlaps.append(
            (_list_with_subcodes(first, codebook), _list_with_subcodes(second, codebook))
        )
    codes = _list_with_subcodes(where.codes, codebook)
    return replace(where, codes=codes, overlaps=tuple(overlaps))


def _list_with_subcodes(codes: tuple[str, ...], codebook: Codebook) -> tuple[str, ...]:
    if not codes:
        return ()
    wanted = set(codes)
    below = []
    for key in codebook.codes:
        if wanted.intersection(codebook.path_to(key)):
            below.append(key)
    # A code that the codebook no longer has is looked for as it is.
    return tuple(below) or codes


class KeptSheets:
    """Answers with what one coder did with them, kept until they may be others.

    A screen asks for the same sheet several times while it draws, and for the next one ahead.
    """

    def __init__(self, store: Store, coder_id: int, attributes: Sequence[str], wave: str) -> None:
        self._store, self._coder_id = store, coder_id
        self._attributes, self._wave = attributes, wave
        self._kept: dict[int, AnswerSheet] = {}

    def read_sheet(self, answer_id: int) -> AnswerSheet:
        """The sheet of an answer. Raises BadInput if there is none of that id."""
        self.read_ahead([answer_id])
        if answer_id not in self._kept:
            raise BadInput(f"There is no answer {answer_id}.")
        return self._kept[answer_id]

    def read_ahead(self, answer_ids: Sequence[int]) -> None:
        """Read what will be asked for, as far as it is not known: one statement for all of it."""
        missing = [answer_id for answer_id in answer_ids if answer_id not in self._kept]
        if not missing:
            return
        with self._store.read_once() as db:
            found = self.load_sheets(db, missing)
        if len(self._kept) > _SHEETS_KEPT:
            self._kept.clear()
        self._kept.update(found.sheets)

    def load_sheets(
        self, db: Db, answer_ids: Sequence[int], *, reserve: tuple[str, ...] = ()
    ) -> SheetReading:
        """The sheets as the store has them in this transaction, whatever is kept."""

        def choose_attributes(is_blind: bool) -> Sequence[str]:
            return choose_shown_attributes(self._attributes, self._wave, is_blind=is_blind)

        return load_sheets(db, answer_ids, self._coder_id, choose_attributes, reserve=reserve)

    def forget_sheets(self, answer_ids: Iterable[int] | None = None) -> None:
        """These answers, or all, may be others now, or coded otherwise."""
        if answer_ids is None:
            self._kept.clear()
            return
        for answer_id in answer_ids:
            self._kept.pop(answer_id, None)
