"""Counting codes for a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from tipcoder.model.codes import Codebook, CodeCount
from tipcoder.store import counts, finished_work, waves
from tipcoder.store.counts import PlacedCode
from tipcoder.store.engine import Db
from tipcoder.workbench.adjudication.consensus import CONSENSUS, require_consensus
from tipcoder.workbench.codebook.file import read_current_codebook
from tipcoder.workbench.coders import require_coder
from tipcoder.workbench.study import OpenStudy

SPLITS = ("question", "language", "coder", "wave")
NET = "net"

CountRow = dict[str, str | int]
SplitValues = tuple[str, ...]
"""One value for each name that the table is split by."""
CellPlace = tuple[str, SplitValues]
"""A code, and where in the table."""


def build_code_table(
    study: OpenStudy, split_by: Sequence[str], coder: str | None = None, *, nets: bool = False
) -> list[CountRow]:
    """Counts per code, split by any of question, language, coder and wave.

    `answers` counts (answer, coder) pairs that carry the code itself. A code that was never used
    is listed with 0. The coder may be the consensus.

    With `nets`, `net` counts the pairs that carry the code or any code below it, each once. A code
    that is not applied itself is listed where one below it is. Where no code of a branch of the
    codebook is applied, there is no `net`.
    """
    with study.store.read() as db:
        found, placed = _load_counts(db, coder)
        book = read_current_codebook(db)

    # The store counts by every split; the table may want fewer.
    own = _sum_by_cell(found, split_by)
    in_nets = _count_nets(book, placed, split_by) if nets else {}
    rows = []
    for key in _order_codes(book, own):
        splits = _list_splits(key, [own, in_nets])
        # A code that was never used has one row, unless it only groups others.
        if not splits and key in book.codes and book.codes[key].codable:
            splits = [("",) * len(split_by)]
        for split in splits:
            answers, codings = own.get((key, split), (0, 0))
            row: CountRow = {"code": key}
            row.update(zip(split_by, split, strict=True))
            row.update(answers=answers, codings=codings)
            if in_nets:
                row[NET] = in_nets.get((key, split), answers)
            rows.append(row)
    return rows


def _load_counts(db: Db, coder: str | None) -> tuple[list[CodeCount], list[PlacedCode]]:
    """Counts by code, question, language, coder and wave, and the pairs that they count.

    Of one coder, of the consensus, or of everybody. Raises BadInput for a coder who does not exist.
    """
    if coder == CONSENSUS:
        return _count_consensus(db)
    coder_id = None if coder is None else require_coder(db, coder).id
    return counts.count_codes(db, coder_id), counts.load_placed_codes(db, coder_id)


def _count_consensus(db: Db) -> tuple[list[CodeCount], list[PlacedCode]]:
    agreed = require_consensus(db).answers
    wave_of = waves.load_waves_by_answer(db, list(agreed))
    answers: Counter[tuple[str, str, str, str]] = Counter()
    codings: Counter[tuple[str, str, str, str]] = Counter()
    placed = []
    for answer in finished_work.load_counted_answers(db):
        if answer.id not in agreed:
            continue
        for code, spans in agreed[answer.id].codes.items():
            wave = wave_of[answer.id]
            place = (code, answer.question, answer.language, wave)
            answers[place] += 1
            codings[place] += len(spans)
            placed.append(
                PlacedCode(code, answer.id, 0, answer.question, answer.language, CONSENSUS, wave)
            )

    found = []
    for place, number in answers.items():
        code, question, language, wave = place
        counted = number, codings[place]
        found.append(CodeCount(code, question, language, *counted, CONSENSUS, wave))
    return found, placed


def _sum_by_cell(
    found: Iterable[CodeCount], split_by: Sequence[str]
) -> dict[CellPlace, tuple[int, int]]:
    """Answers and codings of each cell of the table."""
    cells: dict[CellPlace, tuple[int, int]] = {}
    for count in found:
        place = (count.code, _find_split(count, split_by))
        answers, codings = cells.get(place, (0, 0))
        cells[place] = (answers + count.answers, codings + count.codings)
    return cells


def _list_splits(key: str, tables: Iterable[Mapping[CellPlace, object]]) -> list[SplitValues]:
    """Where a code has a cell in any of these, each place once and in order."""
    splits: dict[SplitValues, None] = {}
    for cells in tables:
        for code, split in cells:
            if code == key:
                splits[split] = None
    return list(splits)


def _find_split(count: CodeCount | PlacedCode, split_by: Sequence[str]) -> SplitValues:
    return tuple(str(getattr(count, name)) for name in split_by)


def _order_codes(book: Codebook, own: Iterable[CellPlace]) -> list[str]:
    """Codes as in the codebook, then those that have left it."""
    order = [code.key for _, code in book.list_in_tree_order()]
    # Codings on a code that was removed stay, and have to be seen.
    used = {key for key, _ in own}
    return [*order, *sorted(used.difference(order))]


def _count_nets(
    book: Codebook, placed: Iterable[PlacedCode], split_by: Sequence[str]
) -> dict[CellPlace, int]:
    """How many pairs of an answer and a coder have a parent or any code below it, each once."""
    # Only parents have a net that differs from their own count.
    parents = {code.parent for code in book.codes.values()}
    pairs: dict[CellPlace, set[tuple[int, int]]] = {}
    for code in placed:
        split = _find_split(code, split_by)
        for key in book.path_to(code.code):
            if key in parents:
                pairs.setdefault((key, split), set()).add((code.answer_id, code.coder_id))
    return {place: len(found) for place, found in pairs.items()}
