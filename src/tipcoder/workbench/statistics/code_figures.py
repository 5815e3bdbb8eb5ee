"""Figures of codes: how often in each group of an outcome, and which together on one case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tipcoder.agreement.number_format import format_decimal
from tipcoder.analysis.code_pairs import PairCount, count_pairs
from tipcoder.analysis.contingency import cramers_v
from tipcoder.analysis.difference_intervals import Estimated, estimate_share
from tipcoder.analysis.presence import PRESENT
from tipcoder.analysis.weighted_segments import estimate_code_share
from tipcoder.codebook.nets import is_net
from tipcoder.export.figures import Cooccurrence, GroupedBars, PlotBar
from tipcoder.export.pictures.network import CodeNetwork
from tipcoder.results.tables import label_with_key
from tipcoder.study import Study
from tipcoder.text import make_excerpt
from tipcoder.workbench.agreement.reliability_gate import ReliabilityGates
from tipcoder.workbench.statistics.case_table import CaseTable
from tipcoder.workbench.statistics.code_network import build_code_network
from tipcoder.workbench.statistics.labels import code_label, find_variable_label
from tipcoder.workbench.statistics.presence import Presence

_MOST_CODES = 20
_LONGEST_LABEL = 44
"""Letters of a label beside an axis."""
_DOUBTED = "†"
"""Marks a code whose agreement is not shown to reach the study's threshold."""


@dataclass(frozen=True, eq=False)
class CodesToDraw:
    """The codes that are present on a case, and what has to be said of them."""

    study: Study
    found: Presence
    names: Mapping[str, str]
    """What each code is called in a figure, by key, in order of the codebook."""
    note: str


def choose_codes_to_draw(
    study: Study, found: Presence, keys: Sequence[str], gates: ReliabilityGates
) -> CodesToDraw:
    """These codes with their names and the note below every figure of them."""
    doubted = [key for key in keys if not gates.by_code[key].holds]
    names = _name_codes(study, found, keys)
    for key in doubted:
        names[key] += f" {_DOUBTED}"

    note = found.layer.sentence
    if any(is_net(found.book, key) for key in keys):
        note += " A code with others below it holds all of them."
    if doubted:
        least = format_decimal(study.agreement.threshold, 3)
        note += f"\n{_DOUBTED} The agreement of coders is not shown to reach α = {least}."
    return CodesToDraw(study, found, names, note)


def _name_codes(study: Study, found: Presence, keys: Sequence[str]) -> dict[str, str]:
    """The label of each code, with the key behind it where two have one label."""
    labels = {}
    for key in keys:
        # A long label would leave no room for the bars.
        labels[key] = make_excerpt(code_label(study, found.book, key), _LONGEST_LABEL)
    times = Counter(labels.values())
    names = {}
    for key, label in labels.items():
        names[key] = label if times[label] == 1 else label_with_key(key, label)
    return names


@dataclass(frozen=True)
class _CodeInGroups:
    """One code in the groups of an outcome: cases with it, and cases of which that is known."""

    code: str
    present: tuple[int, ...]
    known: tuple[int, ...]


def draw_codes_by_outcome(codes: CodesToDraw, table: CaseTable, outcome: str) -> GroupedBars:
    """How often each code is present in each group, of the cases of which it is known; a number has
    two halves, and a net promoter score its kinds.

    The codes that are most often present on cases of this outcome, the commonest first.
    """
    bands = table.outcome_bands(outcome)
    groups, levels = bands.codes.tolist(), bands.labels
    counted = []
    for key in codes.names:
        states = codes.found.codes[key].states
        counted.append(_count_in_groups(key, states, groups, len(levels)))
    # By cases of this outcome, which the figure prints beside the label.
    counted.sort(key=lambda code: -sum(code.present))

    bars = []
    for code in counted[:_MOST_CODES]:
        numbers = f"{sum(code.present)}/{sum(code.known)}"
        label = f"{codes.names[code.code]} {numbers}{_format_association(code)}"
        estimates = _estimate_shares(code, codes.found.codes[code.code].states, table, outcome)
        counts = zip(code.present, code.known, strict=True)
        for level, share, (present, known) in zip(levels, estimates, counts, strict=True):
            if share is not None:
                bars.append(PlotBar(label, level, *share, present, known - present))

    title = f"Codes by {find_variable_label(codes.study, outcome) or outcome}"
    shares = "shares of the known by group with 95% Wilson intervals"
    if table.design is not None:
        shares = f"weighted {shares} on the effective number of the design; V is not weighted"
    note = f"Present/known, Cramér's V (phi_c), and {shares}.\n{codes.note}"
    return GroupedBars(title, tuple(bars), note)


def _estimate_shares(
    code: _CodeInGroups, states: Sequence[int], table: CaseTable, outcome: str
) -> list[Estimated | None]:
    """The share of a code in each group of an outcome, weighted where the study has weights; None
    where nothing is known.
    """
    import numpy as np

    if table.design is None:
        shares: list[Estimated | None] = []
        for present, known in zip(code.present, code.known, strict=True):
            shares.append(estimate_share(present, known) if known else None)
        return shares
    groups = table.outcome_bands(outcome).codes
    of_code = np.array(states, dtype=np.int64)
    shares = []
    for group in range(len(code.known)):
        inside = np.flatnonzero(groups == group)
        found, _ = estimate_code_share(of_code[inside], table.design.choose(inside))
        shares.append(found)
    return shares


def _count_in_groups(
    code: str, states: Sequence[int], groups: Sequence[int], number_of_groups: int
) -> _CodeInGroups:
    known = [0] * number_of_groups
    present = [0] * number_of_groups
    for state, group in zip(states, groups, strict=True):
        if state < 0 or group < 0:
            continue
        known[group] += 1
        if state == PRESENT:
            present[group] += 1
    return _CodeInGroups(code, tuple(present), tuple(known))


def _format_association(code: _CodeInGroups) -> str:
    """Cramér's V of the code and the groups, where both vary."""
    import numpy as np

    absent = [known - present for present, known in zip(code.present, code.known, strict=True)]
    table = np.array([code.present, absent])
    # A group without known cases would make every expected count in it zero.
    table = table[:, table.sum(axis=0) > 0]
    if table.shape[1] < 2 or not table.sum(axis=1).all():
        return ""
    return f", phi_c = {cramers_v(table).value:.2f}"


def draw_cooccurrence(codes: CodesToDraw) -> Cooccurrence:
    """On how many cases two codes are both present; the diagonal has each code's own.

    A code is present on every case of the codes below it, which tells nothing: these pairs stay
    empty.
    """
    found = codes.found
    in_order = sorted(codes.names, key=lambda key: -found.codes[key].coverage.present)
    keys = in_order[:_MOST_CODES]
    pairs = count_pairs([found.codes[key].states for key in keys])
    counts, beside = [], []
    for row, one in enumerate(keys):
        cells = [
            _count_cell(found, pairs.find(row, column), one, other)
            for column, other in enumerate(keys)
        ]
        counts.append(tuple(count for count, _ in cells))
        beside.append(tuple(others for _, others in cells))

    note = codes.note
    if any(is_net(found.book, key) for key in keys):
        note = f"Pairs of a code and one below it are left empty.\n{note}"
    names = tuple(codes.names[key] for key in keys)
    return Cooccurrence(
        "Codes on the same cases", names, tuple(counts), note, tuple(keys), tuple(beside)
    )


def draw_network(codes: CodesToDraw, smallest: int | None) -> CodeNetwork:
    """The same as points and lines; what is doubted is marked as in the other figures."""
    found = codes.found

    def name(key: str) -> str:
        # Two lines have room for more of a label than an axis has.
        mark = f" {_DOUBTED}" if codes.names.get(key, "").endswith(_DOUBTED) else ""
        return code_label(codes.study, found.book, key) + mark

    return build_code_network(found, name, codes.note, smallest=smallest)


def _count_cell(
    found: Presence, pair: PairCount, one: str, other: str
) -> tuple[int, tuple[int, ...]]:
    """A count of the grid, and what it tells beside; of a code and itself the cases without it."""
    book = found.book
    if one == other:
        return pair.both, (pair.neither,)
    # A net holds the codes below it by definition.
    if one in book.path_to(other) or other in book.path_to(one):
        return 0, ()
    return pair.both, (pair.one_alone, pair.other_alone, pair.neither)
