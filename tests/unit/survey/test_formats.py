"""Workbooks, files of SPSS and Stata, and JSON come in without a value changed."""

from __future__ import annotations

import datetime as dt
import json
import zipfile
from pathlib import Path

import openpyxl
import pytest

from tipcoder.errors import BadInput
from tipcoder.survey.sniffing import plan_survey
from tipcoder.survey.table import SurveyTable, read_survey_table
from tipcoder.survey.variables_text import list_levels


def _names(table: SurveyTable) -> list[str]:
    return [column.name for column in table.columns]


def _cells(table: SurveyTable) -> list[tuple[str, ...]]:
    return [row.cells for row in table.rows]


# --- workbooks ---


def test_a_sheet_is_read_as_excel_shows_it(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["id", "age", "when", "asked", "share", "answer"])
    sheet.append([7, 41, dt.datetime(2024, 3, 1, 15, 5), True, 0.5, "50 per cent"])
    sheet.append([12, 8.25, dt.datetime(2024, 3, 2), False, 0.25, 0.4])
    sheet.append([123, None, None, None, None, "NA"])
    for row in (2, 3, 4):
        sheet[f"A{row}"].number_format = "00000"
        sheet[f"E{row}"].number_format = "0%"
    sheet["F3"].number_format = "0%"
    book.save(tmp_path / "survey.xlsx")

    assert _cells(read_survey_table(tmp_path / "survey.xlsx")) == [
        ("00007", "41", "2024-03-01 15:05:00", "TRUE", "0.5", "50 per cent"),
        ("00012", "8.25", "2024-03-02", "FALSE", "0.25", "40%"),
        ("00123", "", "", "", "", "NA"),
    ]


def test_an_error_that_excel_shows_is_not_an_empty_cell(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["id", "a"])
    sheet.append([1, "#N/A"])
    sheet.append([2, "x"])
    sheet["B2"].data_type = "e"
    book.save(tmp_path / "survey.xlsx")
    assert _cells(read_survey_table(tmp_path / "survey.xlsx")) == [("1", "#N/A"), ("2", "x")]


def test_rows_are_called_by_their_number_in_the_sheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["B3"], sheet["C3"] = "id", "answer"
    sheet["B4"], sheet["C4"] = "r1", "one"
    sheet["B6"], sheet["C6"] = "r2", "two"
    book.save(tmp_path / "survey.xlsx")
    table = read_survey_table(tmp_path / "survey.xlsx")
    assert _names(table) == ["id", "answer"]
    assert [row.line for row in table.rows] == [4, 6]


def test_a_person_says_which_of_two_sheets_is_meant(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    first, second = book.active, book.create_sheet("Wave 2")
    assert first is not None
    first.title = "Wave 1"
    for sheet, word in ((first, "one"), (second, "two")):
        sheet.append(["id", "answer"])
        sheet.append([1, word])
    book.save(tmp_path / "survey.xlsx")
    with pytest.raises(BadInput, match=r"'Wave 1' \(2 x 2\), 'Wave 2' \(2 x 2\)"):
        read_survey_table(tmp_path / "survey.xlsx")
    assert _cells(read_survey_table(tmp_path / "survey.xlsx", sheet="Wave 2")) == [("1", "two")]
    with pytest.raises(BadInput, match="has no sheet 'Wave 3'"):
        read_survey_table(tmp_path / "survey.xlsx", sheet="Wave 3")


def test_a_small_sheet_of_notes_beside_the_answers_asks_nothing(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    notes, answers = book.active, book.create_sheet("Answers")
    assert notes is not None
    notes.append(["made by", "us"])
    answers.append(["id", "a", "b"])
    for number in range(20):
        answers.append([number, "x", "y"])
    book.save(tmp_path / "survey.xlsx")
    table = read_survey_table(tmp_path / "survey.xlsx")
    assert len(table.rows) == 20
    assert "the sheet 'Answers' was read" in table.notes[0]


def test_merged_headers_are_joined_by_column(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["id", "Services", None, "What is hard?"])
    sheet.append([None, "Shelter", "Hotline", None])
    sheet.append(["r1", "yes", None, "money"])
    sheet.merge_cells("A1:A2")
    sheet.merge_cells("B1:C1")
    sheet.merge_cells("D1:D2")
    book.save(tmp_path / "survey.xlsx")
    table = read_survey_table(tmp_path / "survey.xlsx")
    assert _names(table) == ["id", "Services - Shelter", "Services - Hotline", "What is hard?"]
    assert _cells(table) == [("r1", "yes", "", "money")]


def test_a_workbook_that_would_fill_the_memory_is_refused_unopened(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * (300 << 20))
    with pytest.raises(BadInput, match=r"0\.3 GB unpacked"):
        read_survey_table(path)


def test_a_broken_or_protected_workbook_is_told_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "old.xls"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))
    with pytest.raises(BadInput, match=r"old\.xls: cannot be read as an old Excel workbook"):
        read_survey_table(path)


def test_a_sheet_is_not_asked_of_a_text_file(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,q\n1,x\n", "utf-8")
    with pytest.raises(BadInput, match="is no workbook"):
        read_survey_table(tmp_path / "a.csv", sheet="Sheet1")


# --- SPSS and Stata: files written by other programs, whose values their projects document ---


def test_labels_of_spss_are_the_wording_and_the_values(shared: Path) -> None:
    table = read_survey_table(shared / "samples/survey/spss_stata/pyreadstat_sample.sav")
    assert _names(table)[:5] == ["mychar", "mynum", "mydate", "dtime", "mylabl"]
    assert table.wordings[4:6] == ("labeled", "ordinal")
    first = next(iter(table.rows)).cells
    assert first == ("a", "1.1", "2018-05-06", "2018-05-06 10:10:10", "Male", "low", "10:10:10")


def test_the_same_data_come_from_stata(shared: Path) -> None:
    folder = shared / "samples/survey/spss_stata"
    from_spss = read_survey_table(folder / "pyreadstat_sample.sav")
    from_stata = read_survey_table(folder / "pyreadstat_sample.dta")
    assert _cells(from_spss) == _cells(from_stata)


def test_what_spss_declares_missing_is_empty_and_told(shared: Path) -> None:
    table = read_survey_table(shared / "samples/survey/spss_stata/pyreadstat_sample_missing.sav")
    values = {row.cells[4] for row in table.rows}
    assert values == {"Male", "Female", ""}
    assert any("declares missing" in note and "undetermined" in note for note in table.notes)


def test_missing_values_of_stata_with_letters_are_empty(shared: Path) -> None:
    table = read_survey_table(shared / "samples/survey/spss_stata/haven_tagged-na-double.dta")
    assert [row.cells[0] for row in table.rows] == ["1", "2", "3", "4", "5", "", "", ""]


def test_letters_of_other_scripts_survive(shared: Path) -> None:
    table = read_survey_table(shared / "samples/survey/spss_stata/pyreadstat_hebrews.sav")
    assert _names(table) == ["ותק_ב"]
    assert len(table.rows) == 99


def test_a_scale_with_labels_at_its_ends_keeps_its_numbers(tmp_path: Path) -> None:
    import pandas
    import pyreadstat

    frame = pandas.DataFrame({"id": ["a", "b", "c"], "score": [0.0, 5.0, 10.0]})
    labels = {"score": {0.0: "not at all", 10.0: "very"}}
    pyreadstat.write_sav(frame, tmp_path / "s.sav", variable_value_labels=labels)
    table = read_survey_table(tmp_path / "s.sav")
    assert [row.cells[1] for row in table.rows] == ["0", "5", "10"]


def test_a_cut_off_file_of_spss_is_told_in_one_sentence(shared: Path, tmp_path: Path) -> None:
    whole = (shared / "samples/survey/spss_stata/pyreadstat_sample.sav").read_bytes()
    (tmp_path / "cut.sav").write_bytes(whole[:300])
    with pytest.raises(BadInput, match=r"^cut\.sav: cannot be read \("):
        read_survey_table(tmp_path / "cut.sav")


# --- JSON ---


def test_lines_of_json_become_rows(tmp_path: Path) -> None:
    lines = [
        {"_id": 1, "group": {"q1": "money", "ticked": ["a", "b"]}, "age": 7.50},
        {"_id": 2, "group": {"q1": None}, "sure": True},
    ]
    text = "\n".join(json.dumps(line) for line in lines)
    (tmp_path / "form.jsonl").write_text(text, "utf-8")
    table = read_survey_table(tmp_path / "form.jsonl")
    assert _names(table) == ["_id", "group/q1", "group/ticked", "age", "sure"]
    assert _cells(table) == [
        ("1", "money", "a; b", "7.5", ""),
        ("2", "", "", "", "true"),
    ]


def test_numbers_of_json_stay_as_they_are_written(tmp_path: Path) -> None:
    (tmp_path / "form.json").write_text(
        '[{"id": 12345678901234567890, "x": 1.10}, {"id": 2, "x": 1e3}]', "utf-8"
    )
    table = read_survey_table(tmp_path / "form.json")
    assert _cells(table) == [("12345678901234567890", "1.10"), ("2", "1e3")]


def test_a_broken_line_of_json_is_named(tmp_path: Path) -> None:
    (tmp_path / "form.jsonl").write_text('{"id": 1}\n{"id": 2\n', "utf-8")
    with pytest.raises(BadInput, match=r"form\.jsonl, line 2: is no JSON object"):
        read_survey_table(tmp_path / "form.jsonl")


def test_labels_are_levels_in_the_order_of_their_values_and_no_answers(tmp_path: Path) -> None:
    import pandas
    import pyreadstat

    # The file begins with the highest level, and nobody says the one in the middle at first.
    frame = pandas.DataFrame({"id": ["a", "b", "c", "d"], "v": [3.0, 1.0, 2.0, -9.0]})
    labels = {"v": {1.0: "not at all hard", 2.0: "a little hard", 3.0: "very hard", -9.0: "left"}}
    pyreadstat.write_sav(
        frame,
        tmp_path / "s.sav",
        variable_value_labels=labels,
        missing_ranges={"v": [-9.0]},
    )
    table = read_survey_table(tmp_path / "s.sav")
    assert table.labels == ((), ("not at all hard", "a little hard", "very hard"))
    plan = plan_survey(table)
    assert not plan.roles.open
    levels = list_levels(plan.facts.columns[1]).levels
    assert levels == ["not at all hard", "a little hard", "very hard"]
