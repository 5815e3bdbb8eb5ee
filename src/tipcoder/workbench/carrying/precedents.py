"""Settled answers by what they say: the precedents for answers that say the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tipcoder.model.codings import Outcome
from tipcoder.store import twins
from tipcoder.store.engine import Db
from tipcoder.store.settlements import Spans
from tipcoder.workbench.adjudication.consensus import JudgedAnswer, read_judged_answers


class Version(NamedTuple):
    """What a settled answer carries. Equal for answers that carry the same, on whatever words."""

    codes: tuple[str, ...]
    """In order of the alphabet; empty where none applies."""
    outcome: Outcome
    is_open: bool
    """Whether coders differ on it and nothing was decided."""


class Precedent(NamedTuple):
    """A settled answer."""

    answer_id: int
    version: Version
    spans: Mapping[str, Spans]
    """Where each code is."""
    revision: int
    """Of the codebook: codes that came later were never judged."""
    gone: frozenset[str]
    """Codes that were on it and have left the codebook."""


@dataclass(frozen=True)
class Precedents:
    """All settled answers with one text, to one question. There is at least one."""

    answers: Sequence[Precedent]

    @property
    def versions(self) -> list[tuple[Version, int]]:
        """What they carry with the number of answers, the commonest first."""
        return Counter(one.version for one in self.answers).most_common()

    @property
    def agreed(self) -> Precedent | None:
        """One that speaks for all; None where they carry different codes, or are not decided."""
        first = self.answers[0]
        if first.version.is_open or len(self.versions) > 1:
            return None
        return first

    @property
    def applied(self) -> set[str]:
        """Every code that is or was on one of them."""
        applied: set[str] = set()
        for one in self.answers:
            applied.update(one.version.codes, one.gone)
        return applied

    @property
    def revision(self) -> int:
        """The oldest revision under which one of them was judged."""
        return min(one.revision for one in self.answers)


def find_precedents(db: Db) -> dict[str, Precedents]:
    """Settled answers by the key that answers with the same text share.

    What was carried over itself, or coded with many others, is no precedent, so that one judgement
    is never counted twice.
    """
    keys = twins.load_answer_keys(db)
    derived = twins.load_derived_readings(db)
    by_key: dict[str, list[Precedent]] = {}
    for answer_id, judged in read_judged_answers(db).items():
        # Words that were erased say nothing that another answer could say too.
        key = keys.get(answer_id)
        judges = [one for one in judged.coders if (answer_id, one) not in derived]
        if key and judges:
            by_key.setdefault(key, []).append(_build_precedent(answer_id, judged))
    return {key: Precedents(found) for key, found in by_key.items()}


def _build_precedent(answer_id: int, judged: JudgedAnswer) -> Precedent:
    codes = judged.consensus.codes
    version = Version(tuple(sorted(codes)), judged.consensus.outcome, judged.is_open)
    return Precedent(answer_id, version, codes, judged.revision, judged.gone)
