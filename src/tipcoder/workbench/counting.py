"""Counting codes for a table."""

from __future__ import annotations

from collections.abc import Sequence

from tipcoder.store import counts
from tipcoder.workbench.opening import OpenStudy, current_codebook, known_coder

SPLITS = ("question", "language", "coder")


def code_table(here: OpenStudy, by: Sequence[str], coder: str | None = None) -> list[dict[str, str | int]]:
    """Counts per code, split by any of question, language and coder; codes never used are listed with 0.

    `answers` counts (answer, coder) pairs that carry the code.
    """
    with here.store.read() as db:
        chosen = None if coder is None else known_coder(db, coder).id
        found = counts.code_counts(db, chosen)
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
