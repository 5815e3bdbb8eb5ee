"""Codes without a case do not fill the terminal, and are not lost."""

from __future__ import annotations

import pytest

from tipcoder.export.code_counts import build_code_counts_report
from tipcoder.export.codes_nowhere import list_codes_nowhere
from tipcoder.export.document import Table
from tipcoder.export.segment_report import build_segment_report

COLUMNS = ("code", "segment", "present", "known")


def build_rows(present: dict[str, tuple[int, int]]) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for label, counts in present.items():
        for segment, count in zip(("north", "south"), counts, strict=True):
            rows.append(
                {
                    "code": label.lower(),
                    "label": label,
                    "segment": segment,
                    "present": count,
                    "known": 9,
                    "agreement": "not measured",
                }
            )
    return rows


NOWHERE = {f"Empty {n}": (0, 0) for n in range(5)}


def test_many_codes_without_a_case_are_one_sentence_on_a_terminal_and_rows_in_files() -> None:
    rows = build_rows({"Laws": (0, 2), **NOWHERE})
    report = build_segment_report(rows, COLUMNS, (), "region")
    table, sentence = report.document_for("table").blocks
    assert isinstance(table, Table)
    # A segment without a case stays a line of a code that has one elsewhere.
    assert [row[0].shown for row in table.rows] == ["Laws", "Laws"]
    said = "Empty 0; Empty 1; Empty 2; Empty 3; Empty 4. Files have them."
    assert said in str(sentence)
    assert len(report.flat.rows) == len(rows)
    assert "Empty 4" in str(report.document)


@pytest.mark.parametrize(
    "present",
    [
        {"Laws": (1, 0), "Empty": (0, 0)},  # few: a line says as much
        NOWHERE,  # all: she asked for them
    ],
)
def test_few_of_them_or_nothing_but_them_stay_lines(present: dict[str, tuple[int, int]]) -> None:
    assert list_codes_nowhere(build_rows(present), "label", ("present",)) == []


def test_counts_list_what_is_applied_and_name_the_rest_and_hide_no_small_count() -> None:
    rows: list[dict[str, object]] = [{"code": f"empty_{n}", "answers": 0} for n in range(5)]
    rows += [{"code": "laws", "answers": 3}, {"code": "rare", "answers": None}]
    report = build_code_counts_report(rows, ("code", "answers"), ("answers",))
    table, sentence = report.document_for("table").blocks
    assert isinstance(table, Table)
    assert [row[0].shown for row in table.rows] == ["laws", "rare"]
    assert "On no answer, and not listed: empty_0; empty_1; empty_2; empty_3; empty_4." in str(
        sentence
    )
    assert len(report.flat.rows) == len(rows)
