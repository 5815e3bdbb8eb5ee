"""Counting codes for a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tipcoder.model import CodeCount
from tipcoder.store import counts, finished_work
from tipcoder.store.engine import Db
from tipcoder.workbench.agreement.consensus import CONSENSUS, consensus
from tipcoder.workbench.opening import OpenStudy, current_codebook, known_coder

SPLITS = ("question", "language", "coder")


def _consensus_counts(db: Db) -> list[CodeCount]:
    agreed = consensus(db).answers
    answers: Counter[tuple[str, str, str]] = Counter()
    codings: Counter[tuple[str, str, str]] = Counter()
    for answer in finished_work.readable_answers(db):
        for code, spans in (agreed[answer.id].codes if answer.id in agreed else {}).items():
            answers[code, answer.question, answer.language] += 1
            codings[code, answer.question, answer.language] += len(spans)
    return [CodeCount(*place, n, codings[place], CONSENSUS) for place, n in answers.items()]


def code_table(here: OpenStudy, by: Sequence[str], coder: str | None = None) -> list[dict[str, str | int]]:
    """Counts per code, split by any of question, language and coder; codes never used are listed with 0.

    `answers` counts (answer, coder) pairs that carry the code. The coder may be the consensus.
    """
    with here.store.read() as db:
        if coder == CONSENSUS:
            found = _consensus_counts(db)
        else:
            found = counts.code_counts(db, None if coder is None else known_coder(db, coder).id)
        book = current_codebook(db)
    sums: dict[tuple[str, ...], list[int]] = {}
    for count in found:
        cell = sums.setdefault((count.code, *(str(getattr(count, name)) for name in by)), [0, 0])
        cell[0] += count.answers
        cell[1] += count.codings
    rows: list[dict[str, str | int]] = []
    used = {key[0] for key in sums}
    order = [code.key for _, code in book.in_tree_order()]
    for key in [*order, *sorted(used.difference(order))]:
        if key not in used and key in book.codes and book.codes[key].codable:
            rows.append({"code": key, **dict.fromkeys(by, ""), "answers": 0, "codings": 0})
        for cells, (n_answers, n_codings) in sums.items():
            if cells[0] == key:
                split = dict(zip(by, cells[1:], strict=True))
                rows.append({"code": key, **split, "answers": n_answers, "codings": n_codings})
    return rows
