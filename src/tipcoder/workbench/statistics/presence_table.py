"""Presence of codes rolled up: by case, by respondent, or as shares by country."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tipcoder.analysis.presence import UNKNOWN, count_by_country, group_by_respondent
from tipcoder.codebook.nets import add_own_names, is_net
from tipcoder.export.document import Document, Kind, plain_paragraph, text_table
from tipcoder.export.report import Report, build_table
from tipcoder.workbench.agreement.reliability_gate import ReliabilityGates, assess_gates
from tipcoder.workbench.codebook.file import read_current_codebook
from tipcoder.workbench.statistics.case_table import CaseTable
from tipcoder.workbench.statistics.indicator_merge import MergedCases, merge_indicators
from tipcoder.workbench.statistics.labels import code_label
from tipcoder.workbench.statistics.presence import NETS, Presence, find_presence
from tipcoder.workbench.study import OpenStudy

STATES = "1 is present, 0 is read and absent, an empty cell is unknown."
SHARES = "A share is of the cases of which it is known whether they have the code."
_COUNTRY_COLUMNS = ("code", "label", "country", "present", "known", "share", "agreement")

PresenceRecord = dict[str, Any]
"""One row by column."""


@dataclass(frozen=True)
class PresenceTable:
    """Records with their columns, and what has to be said beside them."""

    rows: list[PresenceRecord]
    columns: tuple[str, ...]
    sentences: tuple[str, ...]
    labels: Mapping[str, str] = field(default_factory=dict)
    """What people call the codes among the columns."""


def build_presence_table(
    study: OpenStudy,
    by: str,
    codes: Sequence[str] | None = None,
    *,
    layer: str | None = None,
    questions: Collection[str] = (),
) -> PresenceTable:
    """`by` is case or respondent (a row each, a column per code), or country.

    By country there is a row per code and country. A code with others below it is followed by
    what is applied to the code itself.
    """
    merged = merge_indicators(study, ())
    if codes is not None:
        with study.store.read() as db:
            # Beside a net what is applied to its own code, or nobody could tell them apart.
            codes = add_own_names(read_current_codebook(db), codes)
    found = find_presence(study, merged.table, codes, layer=layer, questions=questions)
    gates = assess_gates(study, list(found.codes))
    labels = {key: code_label(study.definition, found.book, key) for key in found.codes}
    about_nets = [NETS] if any(is_net(found.book, key) for key in found.codes) else []

    if by == "country":
        rows = _build_country_rows(merged, found, gates, labels)
        country_sentences = [found.layer.sentence, SHARES, *about_nets, gates.sentence]
        return PresenceTable(rows, _COUNTRY_COLUMNS, tuple(country_sentences))

    sentences = [found.layer.sentence, STATES, *about_nets, gates.sentence]
    # A wide table has no room for agreement in its rows, so that it is told of doubted codes.
    sentences.append(gates.describe_doubted())
    rows = _build_unit_rows(merged.table, found, by)
    return PresenceTable(rows, (by, *found.codes), tuple(filter(None, sentences)), labels)


def _build_country_rows(
    merged: MergedCases, found: Presence, gates: ReliabilityGates, labels: Mapping[str, str]
) -> list[PresenceRecord]:
    """A row per code and country, where anything is known of it."""
    rows = []
    for key, code in found.codes.items():
        shares = count_by_country(code.states, merged.names_by_case)
        for country, share in sorted(shares.items()):
            # A share of nothing is not 0.
            if not share.known:
                continue
            values = (
                key,
                labels[key],
                country,
                share.present,
                share.known,
                share.share,
                gates.by_code[key].brief,
            )
            rows.append(dict(zip(_COUNTRY_COLUMNS, values, strict=True)))
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
    flat = build_table(found.rows, found.columns, {"share": Kind.SHARE}, caption="Presence")
    head, cells = format_presence_cells(found)
    # The code is a word; everything behind it is a count, a share or a state.
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


def format_presence_cells(found: PresenceTable) -> tuple[tuple[str, ...], list[list[str]]]:
    """Head and cells of a printed table: codes by their labels, shares with two decimals."""
    columns = [name for name in found.columns if name != "label"]
    head = tuple(found.labels.get(name, name) for name in columns)
    cells = []
    for row in found.rows:
        shown = {**row, "code": row["label"]} if "label" in row else row
        cells.append([_format_cell(shown.get(name)) for name in columns])
    return head, cells


def _format_cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.2f}"
    return str(value)
