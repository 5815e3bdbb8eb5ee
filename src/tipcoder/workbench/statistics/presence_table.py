"""Presence of codes rolled up: by case, by respondent, over all, or as shares by segment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tipcoder.analysis.intervals import wilson_interval
from tipcoder.analysis.presence import UNKNOWN
from tipcoder.analysis.presence_counts import group_by_respondent
from tipcoder.analysis.survey_design import SurveyDesign
from tipcoder.analysis.testing import MIN_N as MIN_N
from tipcoder.analysis.weighted_segments import estimate_code_share
from tipcoder.codebook.nets import add_own_names, is_net, list_net_names
from tipcoder.errors import BadInput
from tipcoder.export.document import Document, plain_paragraph, text_table
from tipcoder.export.report import Report, build_table
from tipcoder.export.segment_report import build_segment_report
from tipcoder.text import format_count
from tipcoder.workbench.agreement.reliability_gate import ReliabilityGates, assess_gates
from tipcoder.workbench.codebook.file import read_current_codebook
from tipcoder.workbench.statistics.case_table import CaseTable
from tipcoder.workbench.statistics.corrected_shares import correct_rows
from tipcoder.workbench.statistics.families import choose_adjustment
from tipcoder.workbench.statistics.indicator_merge import merge_indicators
from tipcoder.workbench.statistics.labels import code_label
from tipcoder.workbench.statistics.presence import NETS, Presence, find_presence
from tipcoder.workbench.statistics.segment_table import build_segment_rows, list_segment_columns
from tipcoder.workbench.statistics.segments import COUNTRY, Segments, find_segments
from tipcoder.workbench.statistics.settled_sample import read_settled_sample
from tipcoder.workbench.statistics.weights import choose_weights, describe_weights
from tipcoder.workbench.study import OpenStudy

STATES = "1 is present, 0 is read and absent, an empty cell is unknown."
SHARES = "A share is of the cases of which it is known whether they have the code."
_UNITS = ("case", "respondent")
MOST_CELLS = 200_000
"""Of a table with a line for each case or respondent; `export matrix` writes any number."""
ALL = "all"
_ALL_COLUMNS: tuple[str, ...] = (
    "code",
    "label",
    "present",
    "known",
    "unknown",
    "share",
    "low",
    "high",
    "agreement",
)
_WEIGHTED_COLUMNS = (*_ALL_COLUMNS[:-1], "effective_n", _ALL_COLUMNS[-1])

PresenceRecord = dict[str, Any]
"""One row by column."""


@dataclass(frozen=True)
class PresenceRequest:
    """What to count."""

    by: str | None = None
    """case, respondent, all, country, or the name of what divides the cases; None: country, or all
    in a study without countries."""
    codes: tuple[str, ...] | None = None
    """None: all."""
    layer: str | None = None
    questions: tuple[str, ...] = ()
    min_n: int = MIN_N
    """Cases below which a segment is not tested."""
    adjust: str | None = None
    """None: as study.toml says."""
    corrected: bool = False
    """Whether shares that are corrected for errors of coding stand beside them."""
    unweighted: bool = False
    """Whether the weights of study.toml are left out."""


@dataclass(frozen=True)
class PresenceTable:
    """Records with their columns, and what has to be said beside them."""

    rows: list[PresenceRecord]
    columns: tuple[str, ...]
    sentences: tuple[str, ...]
    labels: Mapping[str, str] = field(default_factory=dict)
    """What people call the codes among the columns."""
    segments: str = ""
    """What people call that which divides the cases; empty where nothing does."""

    @property
    def has_counts(self) -> bool:
        """Whether rows count cases, and do not stand for one each."""
        return "known" in self.columns


def build_presence_table(study: OpenStudy, wanted: PresenceRequest) -> PresenceTable:
    """By case or respondent there is a row for each and a column for each code; else a row for each
    code, or for each code and segment.

    A code with others below it is followed by what is applied to the code itself. Raises BadInput
    for what divides nothing.
    """
    study, about_weights = choose_weights(study, unweighted=wanted.unweighted)
    merged = merge_indicators(study, ())
    about_weights = about_weights or describe_weights(merged.table)
    by = _choose_division(study, wanted)
    codes = _choose_codes(study, wanted)
    if by in _UNITS:
        _refuse_unreadable(merged.table, by, len(codes))
    # Looked up before codings are read, which takes long.
    segments = None if by in (*_UNITS, ALL) else find_segments(merged, by)
    found = find_presence(
        study,
        merged.table,
        codes,
        layer=wanted.layer,
        questions=wanted.questions,
    )
    counted = _Counted(
        study=study,
        table=merged.table,
        found=found,
        gates=assess_gates(study, list(found.codes)),
        labels={key: code_label(study.definition, found.book, key) for key in found.codes},
        about_nets=(NETS,) if any(is_net(found.book, key) for key in found.codes) else (),
    )
    if by in _UNITS:
        return _build_unit_table(counted, by)
    return _build_count_table(counted, wanted, by, segments, about_weights)


@dataclass(frozen=True, eq=False)
class _Counted:
    """What a table is made from."""

    study: OpenStudy
    table: CaseTable
    found: Presence
    gates: ReliabilityGates
    labels: Mapping[str, str]
    about_nets: tuple[str, ...]


def _choose_division(study: OpenStudy, wanted: PresenceRequest) -> str:
    """What divides the cases. Raises BadInput for corrected shares where there are none, and for
    how to test where nothing is compared.
    """
    by = wanted.by or (COUNTRY if study.definition.country else ALL)
    if wanted.corrected and by in _UNITS:
        raise BadInput(
            f"A share is corrected, and by {by} there is none.", "Leave --corrected or --by out."
        )
    if by in (*_UNITS, ALL) and (wanted.adjust or wanted.min_n != MIN_N):
        raise BadInput(
            f"--min-n and --adjust are about tests of segments, and by {by} there are none.",
            "Leave them out, or name what divides the cases with --by.",
        )
    return by


def _choose_codes(study: OpenStudy, wanted: PresenceRequest) -> Sequence[str]:
    """The codes asked for, or all."""
    with study.store.read() as db:
        book = read_current_codebook(db)
    if wanted.codes is None:
        return list_net_names(book)
    # Beside a net what is applied to its own code, or nobody could tell them apart.
    return add_own_names(book, wanted.codes)


def _refuse_unreadable(table: CaseTable, by: str, codes: int) -> None:
    """Raises BadInput for a table of so many cells that nobody reads it, and that takes a minute to
    look through for what must not leave.
    """
    units = len(table) if by == "case" else len(set(table.respondents))
    if units * codes <= MOST_CELLS:
        return
    fewer = max(MOST_CELLS // units, 1)
    remedy = f"Name codes with --code, {format_count(fewer, 'code')} at most"
    if by == "case":
        remedy += ", or write all with `tipcoder export matrix -o codes.csv`"
    raise BadInput(
        f"{units:,} {by}s by {format_count(codes, 'code')} are {units * codes:,} cells, too many "
        f"for this table (at most {MOST_CELLS:,}).",
        f"{remedy}.",
    )


def _build_unit_table(counted: _Counted, by: str) -> PresenceTable:
    """A row for each case or respondent."""
    found, gates = counted.found, counted.gates
    sentences = [found.layer.sentence, STATES, *counted.about_nets, gates.sentence]
    # A wide table has no room for agreement in its rows, so that it is told of doubted codes.
    sentences.append(gates.describe_doubted())
    rows = _build_unit_rows(counted.table, found, by)
    return PresenceTable(rows, (by, *found.codes), tuple(filter(None, sentences)), counted.labels)


def _build_count_table(
    counted: _Counted,
    wanted: PresenceRequest,
    by: str,
    segments: Segments | None,
    about_weights: Sequence[str],
) -> PresenceTable:
    """A row for each code, or for each code and segment."""
    table, found, gates = counted.table, counted.found, counted.gates
    is_weighted = table.design is not None
    about_tests: tuple[str, ...] = ()
    if segments is None:
        columns = _WEIGHTED_COLUMNS if is_weighted else _ALL_COLUMNS
        rows = _build_rows_of_all(found, gates, counted.labels, table.design)
    else:
        columns = list_segment_columns(by, is_weighted=is_weighted)
        rows, about_tests = build_segment_rows(
            table,
            found,
            segments,
            gates,
            counted.labels,
            min_n=wanted.min_n,
            adjust=choose_adjustment(counted.study.definition, wanted.adjust),
        )
    about_correction: tuple[str, ...] = ()
    if wanted.corrected:
        sample = read_settled_sample(counted.study, table, found)
        corrected = correct_rows(table, found, sample, rows, segments)
        rows, about_correction = corrected.rows, corrected.sentences
        columns = (*columns, *corrected.columns)
    sentences = (
        found.layer.sentence,
        SHARES,
        *about_weights,
        *about_tests,
        *counted.about_nets,
        *about_correction,
        gates.sentence,
    )
    return PresenceTable(rows, columns, sentences, segments=segments.heading if segments else "")


def _build_rows_of_all(
    found: Presence,
    gates: ReliabilityGates,
    labels: Mapping[str, str],
    design: SurveyDesign | None,
) -> list[PresenceRecord]:
    """A row for each code of which anything is known."""
    import numpy as np

    rows = []
    for key, code in found.codes.items():
        present, known = code.coverage.present, code.coverage.coded
        # A share of nothing is not 0.
        if not known:
            continue
        counts = (present, known, code.coverage.cases - known)
        brief = gates.by_code[key].brief
        if design is None:
            share = (present / known, *wilson_interval(present, known))
            values = (key, labels[key], *counts, *share, brief)
            rows.append(dict(zip(_ALL_COLUMNS, values, strict=True)))
            continue
        weighted, effective = estimate_code_share(np.array(code.states, dtype=np.int64), design)
        values = (key, labels[key], *counts, *(weighted or (None,) * 3), effective, brief)
        rows.append(dict(zip(_WEIGHTED_COLUMNS, values, strict=True)))
    return rows


def _build_unit_rows(table: CaseTable, found: Presence, by: str) -> list[PresenceRecord]:
    """A row per case or respondent, with a state of every code: 1, 0, or None for unknown."""
    units = table.labels if by == "case" else table.respondents
    # Every unit has a row, also one of which nothing is known.
    records: dict[str, PresenceRecord] = {unit: {by: unit} for unit in units}
    for key, code in found.codes.items():
        if by == "case":
            states = dict(zip(table.labels, code.states, strict=True))
        else:
            states = group_by_respondent(code.states, table.respondents)
        for unit, state in states.items():
            records[unit][key] = None if state == UNKNOWN else state
    return list(records.values())


def build_presence_report(found: PresenceTable) -> Report:
    """Presence in every format.

    Documents name codes by their labels, tables for programs by their keys.
    """
    if found.has_counts:
        return build_segment_report(found.rows, found.columns, found.sentences, found.segments)
    flat = build_table(found.rows, found.columns, caption="Presence")
    head, cells = _format_states(found)
    # The first column names who is meant; everything behind it is a state.
    table = text_table(head, cells, range(1, len(head)), caption="Presence of codes")
    sentences = [plain_paragraph(sentence) for sentence in found.sentences]
    records = []
    for row in found.rows:
        records.append({name: row.get(name) for name in found.columns})
    return Report(
        document=Document("Presence of codes", (*sentences, table)),
        flat=flat,
        records=records,
        narrow=Document("Presence of codes", (build_table(found.rows, found.columns),)),
        remarks=found.sentences,
    )


def _format_states(found: PresenceTable) -> tuple[tuple[str, ...], list[list[str]]]:
    """Head and cells of a table for people: codes by their labels."""
    head = tuple(found.labels.get(name, name) for name in found.columns)
    cells = []
    for row in found.rows:
        shown = [row.get(name) for name in found.columns]
        cells.append(["" if value is None else str(value) for value in shown])
    return head, cells
