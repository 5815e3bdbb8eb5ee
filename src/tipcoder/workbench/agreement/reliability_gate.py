"""The gate: what rests on a code says how well coders agree on it, unless they agree well enough.

Measured is what was said in frozen rounds where there are some, because it was said independently; else what is
finished now. Figures after discussion are no reliability, so the consensus never comes in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.codebook.nets import keys_of
from tipcoder.results import Gate
from tipcoder.store import coders, rounds
from tipcoder.workbench.agreement.judged_units import Work, work_frozen, work_now
from tipcoder.workbench.codebook.file import current_codebook
from tipcoder.workbench.opening import opened
from tipcoder.workbench.study import OpenStudy

if TYPE_CHECKING:
    from tipcoder.agreement.measuring import Measured
    from tipcoder.model import Coder

NOT_MEASURED = "not assessed"
"""As the report's verdict has it."""


@dataclass(frozen=True)
class Gates:
    """The gate of every code asked for."""

    by_code: Mapping[str, Gate]
    sentence: str
    """What they rest on."""

    def doubted(self) -> str:
        """The codes whose agreement is not shown to reach the threshold, as a sentence; empty where there is none."""
        found = [f"{gate.code} ({gate.brief})" for gate in self.by_code.values() if not gate.holds]
        return f"To be read with care, by the agreement of coders: {', '.join(found)}." if found else ""


def gates(
    here: OpenStudy, codes: Sequence[str] | None = None, in_round: str | None = None, *, alone: bool = False
) -> Gates:
    """Of these codes, each with what stands below it: coders agree on it where both put any of them.

    Without `codes`, of all that can be put on, and then, as with `alone`, of each without what stands below it. With
    `in_round` only what was said in that frozen round.
    """
    with here.store.read() as db:
        people = coders.all_coders(db)
        frozen = [one for one in rounds.all_rounds(db) if one.frozen_at and in_round in (None, one.name)]
        work = work_frozen(db, frozen, people) if frozen else work_now(db, people)
        book = current_codebook(db)
    codable = [key for key, code in book.codes.items() if code.codable]
    if codes is None or alone:
        together = {code: [code] for code in (codable if codes is None else codes)}
    else:
        together = {code: [key for key in codable if key in keys_of(book, code)] for code in codes}
    threshold = here.study.agreement.threshold
    finished = {one.coder_id for one in work.said}
    at_work = [person for person in people if person.id in finished]
    if frozen:
        names = ", ".join(one.name for one in frozen)
        basis = f"in the blind round{'s' if len(frozen) > 1 else ''} {names}"
    else:
        basis = "on what is finished now, which was no blind round"
    measured = _measured(work, at_work, codable, together, threshold) if len(at_work) > 1 else {}
    found = {
        code: gate_of(measured[code], threshold) if code in measured else _not_measured(code, threshold)
        for code in together
    }
    return Gates(found, _sentence(found, threshold, basis))


def gates_of(folder: Path, viewer: str | None = None, in_round: str | None = None) -> Gates:
    """The same of a study that is opened for itself, so that it can be asked in a thread of its own."""
    with opened(folder, read_only=True, viewer=viewer, take_in=False) as here:
        return gates(here, in_round=in_round)


def _sentence(found: Mapping[str, Gate], threshold: float, basis: str) -> str:
    from tipcoder.agreement.words import decimal

    below = sum(1 for gate in found.values() if not gate.holds)
    of = f"{below} of {len(found)} {'code is' if below == 1 else 'codes are'}"
    return (
        f"Agreement of coders {basis}: {of} not shown to reach α = {decimal(threshold, 3)}, the study's threshold; "
        "what rests on such a code says so."
    )


def _not_measured(code: str, threshold: float) -> Gate:
    sentence = "agreement not measured: no response was finished by two coders"
    return Gate(code, NOT_MEASURED, threshold, False, "not measured", sentence)


def _measured(
    work: Work,
    people: Sequence[Coder],
    codable: Sequence[str],
    together: Mapping[str, Sequence[str]],
    threshold: float,
) -> dict[str, Measured]:
    from tipcoder.agreement.measuring import measure

    wanted = {name: codes for name, codes in together.items() if codes}
    if not wanted:
        return {}
    return {one.code: one for one in measure(work.ratings(codable, people)[0], threshold, wanted)}


def gate_of(measured: Measured, threshold: float) -> Gate:
    """What is said beside a number that rests on a code."""
    from tipcoder.agreement.results import Verdict
    from tipcoder.agreement.words import decimal, responses, with_interval

    alpha, least, joint = measured.alpha, decimal(threshold, 3), measured.counts.joint
    figure = f"α = {decimal(alpha.value)}"
    whole = f"α = {with_interval(alpha)} on {responses(joint)} coded by two or more"
    if alpha.value is None:
        brief = "not measured"
        sentence = f"agreement {brief}: {_reason(measured.sentence)}"
    elif measured.verdict is Verdict.TOO_RARE:
        # The sentence says whether it is too rare or too common.
        found = measured.sentence.partition(" (")[0].lower()
        brief, sentence = f"{figure}, {found}", f"agreement {whole}: {found}"
    elif measured.holds:
        brief, sentence = figure, f"agreement {whole}: {measured.verdict.value}"
    elif alpha.value < threshold:
        brief = f"{figure}, below {least}"
        sentence = f"agreement {whole}, below the study's threshold of {least}: {measured.verdict.value}"
    else:
        brief = f"{figure}, not shown to reach {least}"
        sentence = f"agreement {whole}, not shown to reach the study's threshold of {least}: {measured.verdict.value}"
    return Gate(
        code=measured.code,
        verdict=measured.verdict.value,
        threshold=threshold,
        holds=measured.holds,
        brief=brief,
        sentence=sentence,
        alpha=alpha.value,
        low=alpha.low,
        high=alpha.high,
        joint=joint,
    )


def _reason(sentence: str) -> str:
    """`Not assessed: no response was finished by two coders.` without its verdict."""
    return sentence.partition(": ")[2].rstrip(".")
