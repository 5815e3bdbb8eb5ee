"""Presence of codes rolled up: by case, by respondent, or as shares of the known cases of each country."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tipcoder.analysis.presence import UNKNOWN
from tipcoder.analysis.presence_counts import count_by_country, group_by_respondent
from tipcoder.codebook.nets import add_own_names, is_net
from tipcoder.export.document import Document, Kind, plain_paragraph, text_table
from tipcoder.export.report import Report, build_table
from tipcoder.workbench.agreement.reliability_gate import assess_gates
from tipcoder.workbench.codebook.file import read_current_codebook
from tipcoder.workbench.statistics.indicator_merge import merge_indicators
from tipcoder.workbench.statistics.labels import code_label
from tipcoder.workbench.statistics.presence import NETS, find_presence
from tipcoder.workbench.study import OpenStudy

STATES = "1 is present, 0 is read and absent, an empty cell is unknown."
SHARES = "A share is of the cases of which it is known whether they have the code."


@dataclass(frozen=True)
class PresenceTable:
    """Records with their columns, and what has to be said beside them."""

    rows: list[dict[str, Any]]
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
    """`by` is case or respondent (a row each, a column per code), or country (a row per code and country).

    Beside a code with others below it stands what is on the code itself.
    """
    merged = merge_indicators(study, ())
    table = merged.table
    if codes is not None:
        with study.store.read() as db:
            codes = add_own_names(read_current_codebook(db), codes)
    found = find_presence(study, table, codes, layer=layer, questions=questions)
    agreed = assess_gates(study, list(found.codes))
    nets = (NETS,) if any(is_net(found.book, key) for key in found.codes) else ()
    labels = {key: code_label(study.definition, found.book, key) for key in found.codes}
    if by == "country":
        rows: list[dict[str, Any]] = []
        for key, code in found.codes.items():
            shares = count_by_country(code.states, merged.names_by_case)
            rows += [
                {
                    "code": key,
                    "label": labels[key],
                    "country": country,
                    "present": n.present,
                    "known": n.known,
                    "share": n.share,
                    "agreement": agreed.by_code[key].brief,
                }
                for country, n in sorted(shares.items())
                if n.known
            ]
        columns = ("code", "label", "country", "present", "known", "share", "agreement")
        return PresenceTable(rows, columns, (found.layer.sentence, SHARES, *nets, agreed.sentence))
    units = table.labels if by == "case" else tuple(dict.fromkeys(table.respondents))
    records: dict[str, dict[str, Any]] = {unit: {by: unit} for unit in units}
    for key, code in found.codes.items():
        states = (
            dict(zip(table.labels, code.states, strict=True))
            if by == "case"
            else group_by_respondent(code.states, table.respondents)
        )
        for unit, state in states.items():
            records[unit][key] = None if state == UNKNOWN else state
    said = (found.layer.sentence, STATES, *nets, agreed.sentence, agreed.describe_doubted())
    sentences = tuple(sentence for sentence in said if sentence)
    return PresenceTable(list(records.values()), (by, *found.codes), sentences, labels)


def build_presence_report(found: PresenceTable) -> Report:
    """Presence in every format; documents name codes by their labels, tables for programs by their keys."""
    flat = build_table(found.rows, found.columns, {"share": Kind.SHARE}, caption="Presence")
    head, cells = format_presence_cells(found)
    # The code is a word; everything behind it is a count, a share or a state.
    table = text_table(head, cells, range(1, len(head)), caption="Presence of codes")
    sentences = [plain_paragraph(sentence) for sentence in found.sentences]
    records = [{name: row.get(name) for name in found.columns} for row in found.rows]
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
    cells = []
    for row in found.rows:
        shown = {**row, "code": row["label"]} if "label" in row else row
        cells.append([_format_cell(shown.get(name)) for name in columns])
    return tuple(found.labels.get(name, name) for name in columns), cells


def _format_cell(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.2f}" if isinstance(value, float) else str(value)
