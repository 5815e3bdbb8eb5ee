"""Counting codes for a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from tipcoder.model import Codebook, CodeCount
from tipcoder.store import counts, finished_work
from tipcoder.store.counts import PlacedCode
from tipcoder.store.engine import Db
from tipcoder.workbench.adjudication.consensus import CONSENSUS, require_consensus
from tipcoder.workbench.codebook.file import read_current_codebook
from tipcoder.workbench.coders import require_coder
from tipcoder.workbench.study import OpenStudy

SPLITS = ("question", "language", "coder")
NET = "net"

CountRow = dict[str, str | int]
SplitValues = tuple[str, ...]


def _count_consensus(db: Db) -> tuple[list[CodeCount], list[PlacedCode]]:
    agreed = require_consensus(db).answers
    answers: Counter[tuple[str, str, str]] = Counter()
    codings: Counter[tuple[str, str, str]] = Counter()
    placed = []
    for answer in finished_work.load_readable_answers(db):
        for code, spans in (agreed[answer.id].codes if answer.id in agreed else {}).items():
            answers[code, answer.question, answer.language] += 1
            codings[code, answer.question, answer.language] += len(spans)
            placed.append(
                PlacedCode(code, answer.id, 0, answer.question, answer.language, CONSENSUS)
            )
    return [CodeCount(*place, n, codings[place], CONSENSUS) for place, n in answers.items()], placed


def build_code_table(
    study: OpenStudy, split_by: Sequence[str], coder: str | None = None, *, nets: bool = False
) -> list[CountRow]:
    """Counts per code, split by any of question, language and coder; codes never used are listed with 0.

    `answers` counts (answer, coder) pairs that carry the code itself. With `nets`, `net` counts those that carry it or
    any code below it, each once, and a code that is put on nothing itself is listed where one below it stands; where
    nothing stands in a branch of the codebook, there is no `net`. The coder may be the consensus.
    """
    with study.store.read() as db:
        if coder == CONSENSUS:
            found, placed = _count_consensus(db)
        else:
            coder_id = None if coder is None else require_coder(db, coder).id
            found, placed = counts.count_codes(db, coder_id), counts.load_placed_codes(db, coder_id)
        book = read_current_codebook(db)
    own: dict[tuple[str, SplitValues], list[int]] = {}
    for count in found:
        cell = own.setdefault((count.code, _find_split(count, split_by)), [0, 0])
        cell[0] += count.answers
        cell[1] += count.codings
    in_nets = _count_nets(book, placed, split_by) if nets else {}
    rows = []
    for key in _order_codes(book, own):
        splits = dict.fromkeys(
            [*(s for code, s in own if code == key), *(s for code, s in in_nets if code == key)]
        )
        if not splits and key in book.codes and book.codes[key].codable:
            splits = {("",) * len(split_by): None}
        for split in splits:
            answers, codings = own.get((key, split), (0, 0))
            row: CountRow = {
                "code": key,
                **dict(zip(split_by, split, strict=True)),
                "answers": answers,
                "codings": codings,
            }
            rows.append({**row, NET: in_nets.get((key, split), answers)} if in_nets else row)
    return rows


def _find_split(one: CodeCount | PlacedCode, split_by: Sequence[str]) -> SplitValues:
    return tuple(str(getattr(one, name)) for name in split_by)


def _order_codes(book: Codebook, own: Iterable[tuple[str, SplitValues]]) -> list[str]:
    """Codes as in the codebook, then those that have left it."""
    order = [code.key for _, code in book.list_in_tree_order()]
    return [*order, *sorted({key for key, _ in own}.difference(order))]


def _count_nets(
    book: Codebook, placed: Iterable[PlacedCode], split_by: Sequence[str]
) -> dict[tuple[str, SplitValues], int]:
    """How many pairs of an answer and a coder have a parent or any code below it, each pair once."""
    parents = {code.parent for code in book.codes.values()}
    pairs: dict[tuple[str, SplitValues], set[tuple[int, int]]] = {}
    for one in placed:
        for key in filter(parents.__contains__, book.path_to(one.code)):
            pairs.setdefault((key, _find_split(one, split_by)), set()).add(
                (one.answer_id, one.coder_id)
            )
    return {place: len(found) for place, found in pairs.items()}
