"""The gate: what rests on a code says how well coders agree on it, unless they agree well enough.

Measured is what was said in frozen rounds where there are some, because it was said independently; else what is
finished now. Figures after discussion are no reliability, so the consensus never comes in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.codebook.nets import find_keys_of_name
from tipcoder.results import ReliabilityGate
from tipcoder.store import coders, rounds
from tipcoder.text import format_count
from tipcoder.workbench.agreement.judged_units import JudgedWork, read_current_work, read_frozen_work
from tipcoder.workbench.codebook.file import read_current_codebook
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.study import OpenStudy

if TYPE_CHECKING:
    from tipcoder.agreement.measuring import MeasuredCode
    from tipcoder.model import Coder

NOT_MEASURED = "not assessed"
"""As the report's verdict has it."""


@dataclass(frozen=True)
class ReliabilityGates:
    """The gate of every code asked for."""

    by_code: Mapping[str, ReliabilityGate]
    sentence: str
    """What they rest on."""

    def describe_doubted(self) -> str:
        """The codes whose agreement is not shown to reach the threshold, as a sentence; empty where there is none."""
        found = [f"{gate.code} ({gate.brief})" for gate in self.by_code.values() if not gate.holds]
        return f"To be read with care, by the agreement of coders: {', '.join(found)}." if found else ""


def assess_gates(
    study: OpenStudy, codes: Sequence[str] | None = None, in_round: str | None = None, *, alone: bool = False
) -> ReliabilityGates:
    """Of these codes, each with what stands below it: coders agree on it where both put any of them.

    Without `codes`, of all that can be put on, and then, as with `alone`, of each without what stands below it. With
    `in_round` only what was said in that frozen round.
    """
    with study.store.read() as db:
        people = coders.load_coders(db)
        frozen = [one for one in rounds.load_rounds(db) if one.frozen_at and in_round in (None, one.name)]
        work = read_frozen_work(db, frozen, people) if frozen else read_current_work(db, people)
        book = read_current_codebook(db)
    codable = [key for key, code in book.codes.items() if code.codable]
    if codes is None or alone:
        together = {code: [code] for code in (codable if codes is None else codes)}
    else:
        together = {code: [key for key in codable if key in find_keys_of_name(book, code)] for code in codes}
    threshold = study.definition.agreement.threshold
    finished = {one.coder_id for one in work.finished_units}
    at_work = [person for person in people if person.id in finished]
    if frozen:
        names = ", ".join(one.name for one in frozen)
        basis = f"in the blind round{'s' if len(frozen) > 1 else ''} {names}"
    else:
        basis = "on what is finished now, which was no blind round"
    measured = _measure_codes(work, at_work, codable, together, threshold) if len(at_work) > 1 else {}
    found = {
        code: build_gate(measured[code], threshold) if code in measured else _build_unmeasured_gate(code, threshold)
        for code in together
    }
    return ReliabilityGates(found, _describe_gates(found, threshold, basis))


def assess_study_gates(folder: Path, viewer: str | None = None, in_round: str | None = None) -> ReliabilityGates:
    """The same of a study that is opened for itself, so that it can be asked in a thread of its own."""
    with open_study_folder(folder, read_only=True, viewer=viewer, import_edits=False) as here:
        return assess_gates(here, in_round=in_round)


def _describe_gates(found: Mapping[str, ReliabilityGate], threshold: float, basis: str) -> str:
    from tipcoder.agreement.words import format_decimal

    below = sum(1 for gate in found.values() if not gate.holds)
    of = f"{below} of {len(found)} {'code is' if below == 1 else 'codes are'}"
    return (
        f"Agreement of coders {basis}: {of} not shown to reach α = {format_decimal(threshold, 3)}, the study's threshold; "
        "what rests on such a code says so."
    )


def _build_unmeasured_gate(code: str, threshold: float) -> ReliabilityGate:
    sentence = "agreement not measured: no response was finished by two coders"
    return ReliabilityGate(code, NOT_MEASURED, threshold, False, "not measured", sentence)


def _measure_codes(
    work: JudgedWork,
    people: Sequence[Coder],
    codable: Sequence[str],
    together: Mapping[str, Sequence[str]],
    threshold: float,
) -> dict[str, MeasuredCode]:
    from tipcoder.agreement.measuring import measure_codes

    wanted = {name: codes for name, codes in together.items() if codes}
    if not wanted:
        return {}
    return {one.code: one for one in measure_codes(work.build_ratings(codable, people)[0], threshold, wanted)}


def build_gate(measured: MeasuredCode, threshold: float) -> ReliabilityGate:
    """What is said beside a number that rests on a code."""
    from tipcoder.agreement.results import Verdict
    from tipcoder.agreement.words import format_decimal, format_with_interval

    alpha, least, joint = measured.alpha, format_decimal(threshold, 3), measured.counts.joint
    figure = f"α = {format_decimal(alpha.value)}"
    whole = f"α = {format_with_interval(alpha)} on {format_count(joint, 'response')} coded by two or more"
    if alpha.value is None:
        brief = "not measured"
        sentence = f"agreement {brief}: {_strip_verdict(measured.sentence)}"
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
    return ReliabilityGate(
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


def _strip_verdict(sentence: str) -> str:
    """`Not assessed: no response was finished by two coders.` without its verdict."""
    return sentence.partition(": ")[2].rstrip(".")


def format_gate_alpha(gate: ReliabilityGate) -> str:
    """Alpha with its interval as a table shows it: `.41 [.20, .58]`; a dash for what was not measured."""
    from tipcoder.agreement.words import format_decimal

    alpha = format_decimal(gate.alpha)
    if gate.low is None:
        return alpha
    return f"{alpha} [{format_decimal(gate.low)}, {format_decimal(gate.high)}]"
