"""How well new coders agree with what was settled, code by code, in a training round."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tipcoder.agreement.estimates import Estimate
from tipcoder.agreement.measurement import measure_codes
from tipcoder.agreement.ratings import UNKNOWN, Ratings
from tipcoder.agreement.replicated_estimates import TENTATIVE
from tipcoder.errors import BadInput, did_you_mean
from tipcoder.store import coders, colleagues, rounds, training
from tipcoder.store.engine import find_viewer
from tipcoder.store.training import TRAINING
from tipcoder.workbench.codebook.file import read_current_codebook

if TYPE_CHECKING:
    from tipcoder.workbench.study import OpenStudy

TRAINING_COLUMNS = (
    *("coder", "code", "answers", "settled", "applied", "both", "missed", "too_many"),
    *("precision", "recall", "alpha", "alpha_low", "alpha_high"),
)


class _Said(NamedTuple):
    """One answer of a new coder."""

    settled: frozenset[str]
    applied: frozenset[str]
    unknown: frozenset[str]
    """Codes that are not compared there."""


def measure_training(study: OpenStudy, name: str) -> list[dict[str, object]]:
    """A record for each coder and code that is settled or applied: what she said of each answer
    when she finished it first, against what was settled.

    Precision is the share of her codings that are settled, recall the share of what is settled
    that she applied; alpha is Krippendorff's (2019), with its interval over answers. A coder sees
    her own, a lead all. Raises BadInput for a round that there is not, or that is no training.
    """
    with study.store.read() as db:
        known = {one.name: one for one in rounds.load_rounds(db) if TRAINING in one.design}
        if name not in known:
            near = did_you_mean(name, known) or "`tipcoder assign --training` draws one."
            raise BadInput(f"There is no training {name!r}.", near)
        copies = training.load_training_copies(db, round_id=known[name].id)
        first = training.load_first_codes(db, list(copies))
        viewer = find_viewer(db)
        sees_all = viewer is not None and colleagues.is_lead(db, viewer)
        people = {one.id: one.name for one in coders.load_coders(db)}
        book = read_current_codebook(db)

    codable = [code.key for _, code in book.list_in_tree_order() if code.codable]
    records: list[dict[str, object]] = []
    for coder_id in dict.fromkeys(copy.coder_id for copy in copies.values()):
        if not sees_all and coder_id != viewer:
            continue
        said = []
        for one, copy in copies.items():
            if copy.coder_id == coder_id and one in first:
                said.append(_Said(frozenset(copy.gold), first[one], copy.unknown))
        records += _compare_coder(people[coder_id], codable, said)
    return records


def _compare_coder(
    coder: str, codes: Sequence[str], said: Sequence[_Said]
) -> list[dict[str, object]]:
    mentioned: set[str] = set()
    for one in said:
        mentioned |= one.settled | one.applied
    used = [code for code in codes if code in mentioned]
    alphas = _measure_alphas(used, said) if used else {}
    records: list[dict[str, object]] = []
    for code in used:
        compared = [one for one in said if code not in one.unknown]
        settled = sum(code in one.settled for one in compared)
        applied = sum(code in one.applied for one in compared)
        both = sum(code in one.settled & one.applied for one in compared)
        alpha = alphas[code]
        record: dict[str, object] = {
            "coder": coder,
            "code": code,
            "answers": len(compared),
            "settled": settled,
            "applied": applied,
            "both": both,
            "missed": settled - both,
            "too_many": applied - both,
            "precision": round(both / applied, 3) if applied else None,
            "recall": round(both / settled, 3) if settled else None,
            "alpha": _round(alpha.value),
            "alpha_low": _round(alpha.low),
            "alpha_high": _round(alpha.high),
        }
        records.append(record)
    return records


def _measure_alphas(codes: Sequence[str], said: Sequence[_Said]) -> dict[str, Estimate]:
    values = np.full((len(codes), len(said), 2), UNKNOWN, dtype=np.int16)
    for k, code in enumerate(codes):
        for u, one in enumerate(said):
            if code not in one.unknown:
                values[k, u] = code in one.settled, code in one.applied
    units = tuple(str(number) for number in range(len(said)))
    ratings = Ratings(values, tuple(codes), units, ("settled", "coder"))
    measured = measure_codes(ratings, TENTATIVE, {code: [code] for code in codes})
    return {one.code: one.alpha for one in measured}


def _round(figure: float | None) -> float | None:
    return None if figure is None else round(figure, 3)
