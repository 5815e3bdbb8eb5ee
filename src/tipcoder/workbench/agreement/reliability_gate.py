"""The gate: what rests on a code says how well coders agree on it, unless they agree well enough.

Measured is what was said in frozen rounds where there are some, because it was said independently;
else what is finished now. Figures after discussion are no reliability, so the consensus never comes
in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.codebook.nets import find_keys_of_name
from tipcoder.model.codes import Codebook
from tipcoder.results.tests import ReliabilityGate
from tipcoder.store import coders, rounds
from tipcoder.store.engine import Db
from tipcoder.store.rounds import Round
from tipcoder.text import format_count
from tipcoder.workbench.agreement.collected_work import read_current_codes, read_frozen_work
from tipcoder.workbench.agreement.judged_units import JudgedWork
from tipcoder.workbench.codebook.file import read_current_codebook
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.study import OpenStudy

if TYPE_CHECKING:
    from tipcoder.agreement.measurement import MeasuredCode
    from tipcoder.model.codings import Coder

NOT_MEASURED = "not assessed"
"""As the report's verdict has it."""


@dataclass(frozen=True)
class ReliabilityGates:
    """The gate of every code asked for."""

    by_code: Mapping[str, ReliabilityGate]
    sentence: str
    """What they rest on."""

    def describe_doubted(self) -> str:
        """The codes whose agreement is not shown to reach the threshold, as a sentence; empty where
        there is none.
        """
        doubted = [
            f"{gate.code} ({gate.brief})" for gate in self.by_code.values() if not gate.holds
        ]
        if not doubted:
            return ""
        return f"To be read with care, by the agreement of coders: {', '.join(doubted)}."


def assess_gates(
    study: OpenStudy,
    codes: Sequence[str] | None = None,
    in_round: str | None = None,
    *,
    alone: bool = False,
) -> ReliabilityGates:
    """Of these codes, each with what is below it: coders agree on it where both applied any of
    them.

    Without `codes`, of all that can be applied, and then, as with `alone`, of each without what is
    below it. With `in_round` only what was said in that frozen round.
    """
    with study.store.read() as db:
        people = coders.load_coders(db)
        frozen = _list_frozen_rounds(db, in_round)
        # What was said blind is the better evidence, wherever there is some.
        work = read_frozen_work(db, frozen, people) if frozen else read_current_codes(db, people)
        book = read_current_codebook(db)

    codable = [key for key, code in book.codes.items() if code.codable]
    together = {}
    for code in codable if codes is None else codes:
        # Each code for itself, where what is below it is not meant too.
        is_alone = codes is None or alone
        together[code] = [code] if is_alone else _list_net(book, code, codable)

    threshold = study.definition.agreement.threshold
    measured = _measure_codes(work, people, codable, together, threshold)
    gates = {}
    for code in together:
        if code in measured:
            gates[code] = build_gate(measured[code], threshold)
        else:
            gates[code] = _build_unmeasured_gate(code, threshold)
    return ReliabilityGates(gates, _describe_gates(gates, threshold, _describe_basis(frozen)))


def _list_frozen_rounds(db: Db, in_round: str | None) -> list[Round]:
    """The frozen round asked for, or all."""
    found = []
    for one in rounds.load_rounds(db):
        is_wanted = in_round is None or one.name == in_round
        if one.frozen_at and one.compares_coders and is_wanted:
            found.append(one)
    return found


def _list_net(book: Codebook, name: str, codable: Sequence[str]) -> list[str]:
    """The codes that count under a name and can be applied."""
    keys = find_keys_of_name(book, name)
    return [key for key in codable if key in keys]


def assess_study_gates(
    folder: Path, viewer: str | None = None, in_round: str | None = None
) -> ReliabilityGates:
    """The same of a study that is opened for itself, so that it can be asked in a thread of its
    own.
    """
    with open_study_folder(folder, read_only=True, viewer=viewer, import_edits=False) as study:
        return assess_gates(study, in_round=in_round)


def _describe_basis(frozen: Sequence[Round]) -> str:
    if not frozen:
        return "on what is finished now, which was not a blind round"
    noun = "blind rounds" if len(frozen) > 1 else "blind round"
    return f"in the {noun} {', '.join(one.name for one in frozen)}"


def _describe_gates(gates: Mapping[str, ReliabilityGate], threshold: float, basis: str) -> str:
    from tipcoder.agreement.number_format import format_decimal

    if gates and not any(gate.joint for gate in gates.values()):
        return (
            f"Agreement of coders is not measured {basis}: no answer was finished by two; "
            "what rests on a code says so."
        )
    of_alpha = [gate for gate in gates.values() if gate.alpha is not None]
    # Where nobody applied any code, none is apart from the others.
    measured = of_alpha or list(gates.values())
    below = sum(1 for gate in measured if not gate.holds)
    verb = "is" if below == 1 else "are"
    unmeasured = len(gates) - len(measured)
    more = f"of {unmeasured} more it cannot be measured; " if unmeasured else ""
    return (
        f"Agreement of coders {basis}: {below} of {format_count(len(measured), 'code')} {verb} "
        f"not shown to reach α = {format_decimal(threshold, 3)}, the study's threshold; {more}"
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
    """By name; nothing where fewer than two coders have finished anything, and for names without
    codes.
    """
    from tipcoder.agreement.measurement import measure_codes

    at_work = work.list_at_work(people)
    wanted = {name: codes for name, codes in together.items() if codes}
    if len(at_work) < 2 or not wanted:
        return {}
    # Warnings are for the report on agreement.
    ratings, _ = work.build_ratings(codable, at_work)
    return {one.code: one for one in measure_codes(ratings, threshold, wanted)}


def build_gate(measured: MeasuredCode, threshold: float) -> ReliabilityGate:
    """What is said beside a number that rests on a code."""
    brief, sentence = _describe_measured(measured, threshold)
    return ReliabilityGate(
        code=measured.code,
        verdict=measured.verdict.value,
        threshold=threshold,
        holds=measured.holds,
        brief=brief,
        sentence=sentence,
        alpha=measured.alpha.value,
        low=measured.alpha.low,
        high=measured.alpha.high,
        joint=measured.counts.joint,
    )


def _describe_measured(measured: MeasuredCode, threshold: float) -> tuple[str, str]:
    """What a cell of a table says, and a whole sentence."""
    from tipcoder.agreement.number_format import format_decimal, format_with_interval

    alpha = measured.alpha
    if alpha.value is None:
        return "not measured", f"agreement not measured: {_strip_verdict(measured.sentence)}"

    least = format_decimal(threshold, 3)
    figure = f"α = {format_decimal(alpha.value)}"
    joint = format_count(measured.counts.joint, "response")
    whole = f"agreement α = {format_with_interval(alpha)} on {joint} coded by two or more"
    verdict = measured.verdict.value
    if measured.verdict.is_too_one_sided:
        # The sentence says whether it is too rare or too common.
        found = measured.sentence.partition(" (")[0].lower()
        return f"{figure}, {found}", f"{whole}: {found}"
    if measured.holds:
        return figure, f"{whole}: {verdict}"
    if alpha.value < threshold:
        brief = f"{figure}, below {least}"
        return brief, f"{whole}, below the study's threshold of {least}: {verdict}"
    brief = f"{figure}, not shown to reach {least}"
    return brief, f"{whole}, not shown to reach the study's threshold of {least}: {verdict}"


def _strip_verdict(sentence: str) -> str:
    """`Not assessed: no response was finished by two coders.` without its verdict."""
    return sentence.partition(": ")[2].rstrip(".")


def format_gate_alpha(gate: ReliabilityGate) -> str:
    """Alpha with its interval as a table shows it: `.41 [.20, .58]`;
    a dash for what was not measured.
    """
    from tipcoder.agreement.number_format import format_decimal

    alpha = format_decimal(gate.alpha)
    if gate.low is None:
        return alpha
    return f"{alpha} [{format_decimal(gate.low)}, {format_decimal(gate.high)}]"
