"""How codes and outcomes changed from one wave of a survey to the next."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tipcoder.analysis.families import METHODS, SHORT
from tipcoder.analysis.variables import Levels
from tipcoder.analysis.wave_changes import ASSUMING
from tipcoder.analysis.wave_changes import MIN_N as MIN_N
from tipcoder.analysis.wave_samples import WaveSamples
from tipcoder.codebook.nets import (
    find_code_of_name,
    find_keys_of_name,
    is_net,
    list_net_names,
)
from tipcoder.errors import BadInput
from tipcoder.model.codes import Codebook
from tipcoder.results.changes import SHARE, WaveChange
from tipcoder.store.twins import count_carried_codings
from tipcoder.text import format_count
from tipcoder.workbench.agreement.reliability_gate import assess_gates
from tipcoder.workbench.codebook.file import read_codebook_in_force
from tipcoder.workbench.statistics.compared_waves import (
    ONCE,
    ComparedWaves,
    choose_waves,
    estimate_wave_change,
)
from tipcoder.workbench.statistics.drift_checks import add_drift
from tipcoder.workbench.statistics.drift_samples import DriftSamples, read_drift
from tipcoder.workbench.statistics.families import choose_adjustment
from tipcoder.workbench.statistics.indicator_merge import MergedCases, merge_indicators
from tipcoder.workbench.statistics.labels import code_label, find_variable_label
from tipcoder.workbench.statistics.outcome_changes import compare_outcome
from tipcoder.workbench.statistics.presence import NETS, Presence, find_presence
from tipcoder.workbench.statistics.tested_codes import warn_of_suggestions
from tipcoder.workbench.statistics.variables import check_outcomes, require_variable
from tipcoder.workbench.statistics.weights import choose_weights, describe_weights
from tipcoder.workbench.study import OpenStudy

MOST_GROUPS = 20
"""An attribute with more values is no group to compare by."""


@dataclass(frozen=True)
class ChangeRequest:
    """What to compare, and how."""

    codes: tuple[str, ...] = ()
    """Empty, as are outcomes: all of both."""
    outcomes: tuple[str, ...] = ()
    earlier: str | None = None
    later: str | None = None
    by: str | None = None
    layer: str | None = None
    questions: tuple[str, ...] = ()
    min_n: int = MIN_N
    adjust: str | None = None
    unweighted: bool = False
    """Whether the weights of study.toml are left out."""

    @property
    def is_about_everything(self) -> bool:
        """Whether neither codes nor outcomes were named."""
        return not self.codes and not self.outcomes


@dataclass(frozen=True)
class ChangeFindings:
    """Every change, and what must be printed beside them."""

    waves: tuple[str, str]
    changes: tuple[WaveChange, ...]
    sentences: tuple[str, ...]


def find_changes(study: OpenStudy, wanted: ChangeRequest) -> ChangeFindings:
    """How the codes and outcomes asked for changed between two waves.

    p-values are adjusted over everything that is printed. Raises BadInput for names that do not
    exist, and where the study has no two waves.
    """
    study, about_weights = choose_weights(study, unweighted=wanted.unweighted)
    check_outcomes(study.definition, wanted.outcomes)
    merged = merge_indicators(study, ())
    compared = choose_waves(study, merged.table, wanted.earlier, wanted.later)
    groups = _choose_groups(merged, compared, wanted.by)
    sentences = [compared.describe_waves()]
    sentences += about_weights or describe_weights(merged.table)
    if compared.has_repeats:
        sentences.append(ONCE)

    changes: list[WaveChange] = []
    codes = _choose_codes(read_codebook_in_force(study), wanted)
    if codes:
        found = find_presence(
            study, merged.table, codes, layer=wanted.layer, questions=wanted.questions
        )
        samples = read_drift(study, merged.table, found, compared.names)
        changes += _compare_codes(study, found, groups, samples, wanted.min_n)
        sentences += (*_list_code_sentences(study, found), *samples.sentences)
    for outcome in _choose_outcomes(study, wanted):
        changes += compare_outcome(outcome, groups, wanted.min_n)

    about_family, adjusted = _adjust_changes(
        changes, choose_adjustment(study.definition, wanted.adjust)
    )
    sentences.append(about_family)
    if any(ASSUMING in one.notes for one in adjusted):
        # It holds for all that have it, and need not stand beside each.
        sentences.append(ASSUMING)
        adjusted = [_drop_note(one, ASSUMING) for one in adjusted]
    return ChangeFindings(compared.names, tuple(adjusted), tuple(sentences))


def _drop_note(change: WaveChange, note: str) -> WaveChange:
    return replace(change, notes=tuple(one for one in change.notes if one != note))


def _choose_groups(
    merged: MergedCases, compared: ComparedWaves, by: str | None
) -> dict[str, ComparedWaves]:
    """The waves whole, or for each value of an attribute; by what a reader calls the group."""
    if by is None:
        return {"": compared}
    levels = require_variable(merged, by)
    if not isinstance(levels, Levels) or len(levels.labels) > MOST_GROUPS:
        raise BadInput(
            f"{by!r} has no few values to compare by.",
            f"Choose a column with at most {MOST_GROUPS} different values.",
        )
    heading = find_variable_label(merged.table.study, by) or by
    groups = {}
    for number, label in enumerate(levels.labels):
        chosen = (levels.codes == number).tolist()
        groups[f"{heading} {label}"] = compared.choose_cases(chosen.__getitem__)
    return groups


def _choose_codes(book: Codebook, wanted: ChangeRequest) -> list[str]:
    """The codes asked for, or all; none where only outcomes are asked for."""
    for name in wanted.codes:
        find_code_of_name(book, name)
    if wanted.codes:
        return list(dict.fromkeys(wanted.codes))
    if not wanted.is_about_everything:
        return []
    return [name for name in list_net_names(book) if name in book.codes]


def _choose_outcomes(study: OpenStudy, wanted: ChangeRequest) -> list[str]:
    if wanted.is_about_everything:
        return list(study.definition.list_outcome_names())
    return list(dict.fromkeys(wanted.outcomes))


def _compare_codes(
    study: OpenStudy,
    found: Presence,
    groups: dict[str, ComparedWaves],
    samples: DriftSamples,
    min_n: int,
) -> Iterator[WaveChange]:
    """The share of each code, in each group."""
    gates = assess_gates(study, list(found.codes))
    later = next(iter(groups.values())).names[1]
    with study.store.read() as db:
        carried = count_carried_codings(db, later)
    for name, code in found.codes.items():
        gate = gates.by_code[name]
        notes = () if gate.holds else (f"{gate.sentence[:1].upper()}{gate.sentence[1:]}.",)
        label = code_label(study.definition, found.book, name)
        from_twins = _tell_carried(carried, find_keys_of_name(found.book, name), later)
        for group, compared in groups.items():
            states = compared.collect_states(code.states)
            change = estimate_wave_change(states, compared.names, SHARE, min_n)
            change = replace(
                change,
                name=name,
                label=label,
                group=group,
                notes=(*notes, *change.notes, *_tell_unknown(states, compared), *from_twins),
            )
            yield add_drift(change, found, samples, compared)


def _tell_carried(
    carried: Mapping[str, tuple[int, int]], keys: Collection[str], wave: str
) -> tuple[str, ...]:
    """How many of the codings were carried over, and read by nobody where they are now."""
    counts = [carried[key] for key in keys if key in carried]
    from_twins, every = sum(one for one, _ in counts), sum(one for _, one in counts)
    if not from_twins:
        return ()
    were = "was" if from_twins == 1 else "were"
    return (
        f"{from_twins} of {format_count(every, 'coding')} of wave {wave} {were} carried from "
        "answers with the same text, and not read again.",
    )


def _tell_unknown(samples: WaveSamples, compared: ComparedWaves) -> Iterator[str]:
    """How many respondents of a wave are left out, because it is not known of them."""
    known = len(samples.before), len(samples.after)
    of_waves = compared.count_respondents()
    for wave, n, every in zip(compared.names, known, of_waves, strict=False):
        if n < every:
            left = format_count(every - n, "respondent")
            yield (
                f"{left} of wave {wave} left out: not asked, not answered, or not read to the end."
            )


def _list_code_sentences(study: OpenStudy, found: Presence) -> list[str]:
    """What rests under every figure of a code."""
    sentences = [found.layer.sentence]
    if any(is_net(found.book, name) for name in found.codes):
        sentences.append(NETS)
    sentences += warn_of_suggestions(study, found, found.codes)
    return sentences


def _adjust_changes(changes: Sequence[WaveChange], method: str) -> tuple[str, list[WaveChange]]:
    """p-values adjusted over all tests of the report, and what to say of it."""
    tested = [place for place, one in enumerate(changes) if one.is_tested and one.headline.test]
    p_values = [changes[place].headline.p or 0.0 for place in tested]
    adjusted = list(changes)
    for place, p in zip(tested, METHODS[method](p_values), strict=True):
        adjusted[place] = replace(
            changes[place], p_adjusted=p, adjusted_by=method, family_size=len(tested)
        )
    tests = format_count(len(tested), "test")
    refused = sum(1 for one in changes if one.is_tested) - len(tested)
    sentence = f"Everything in this report is one family: {tests}, adjusted by {SHORT[method]}"
    if not refused:
        return f"{sentence}.", adjusted
    were = "was" if refused == 1 else "were"
    return f"{sentence}; {refused} more {were} not tested.", adjusted
