"""A survey file to columns and rows: no cell lost, none shifted, none interpreted."""

from __future__ import annotations

import csv
import hashlib
import io
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from tipcoder.errors import BadInput, EnvironmentFault
from tipcoder.survey.column_names import name_columns
from tipcoder.survey.table import SurveyTable, read_survey_table

SurveyFile = Callable[..., Path]


def _names(table: SurveyTable) -> list[str]:
    return [column.name for column in table.columns]


def _cells(table: SurveyTable) -> list[tuple[str, ...]]:
    return [row.cells for row in table.rows]


# --- every cell survives ---

cell = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(cell, cell, cell)),
    st.sampled_from(",;\t|"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
@example(
    [("", "", ""), ("\n", "\r", "\r\n"), ('"', '""', ";,|\t"), ("NA", " x ", "\ufeff")],
    ",",
    "utf-8",
)
def test_what_a_survey_tool_writes_is_read_back_cell_for_cell(
    survey_file: SurveyFile, rows: list[tuple[str, ...]], delimiter: str, encoding: str
) -> None:
    # Words alone in the first cell of a last row are a footer, of which other tests tell.
    assume(not rows or any(rows[-1][1:]) or " " not in rows[-1][0].strip())
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([("id", "country", "answer"), *rows])
    table = read_survey_table(survey_file(out.getvalue(), encoding=encoding))
    assert _names(table) == ["id", "country", "answer"]
    # A row without anything in it is what Excel leaves below a table.
    assert _cells(table) == [row for row in rows if any(map(str.strip, row))]
    assert table.delimiter == delimiter


@pytest.mark.parametrize(
    "value", ["NA", "N/A", "none", "null", "NaN", "-", "-99", "", " ", "007", "1.10", "=1+1", "No"]
)
def test_no_value_means_missing_or_a_number_at_the_door(
    survey_file: SurveyFile, value: str
) -> None:
    assert _cells(read_survey_table(survey_file(f"id,alpha-2\n1,{value}\n"))) == [("1", value)]


def test_namibia_keeps_its_code(shared: Path) -> None:
    table = read_survey_table(shared / "samples" / "survey" / "country_NA" / "iso3166_all.csv")
    at = table.find_position("alpha-2")
    assert [row.cells[at] for row in table.rows if row.cells[0] == "Namibia"] == ["NA"]
    assert len(table.rows) == 249


def test_a_nul_inside_a_cell_is_kept_for_the_importer_to_see(survey_file: SurveyFile) -> None:
    assert _cells(read_survey_table(survey_file("id,answer\n1,before\0after\n"))) == [
        ("1", "before\0after")
    ]


def test_an_answer_of_ten_megabytes_is_one_cell(survey_file: SurveyFile) -> None:
    answer = "приют, деньги\n" * 450_000
    table = read_survey_table(survey_file(f'id,answer\n1,"{answer}"\n2,ok\n'))
    assert len(answer.encode()) > 10_000_000
    assert [len(row.cells[1]) for row in table.rows] == [len(answer), 2]
    assert table.rows[1].line == 450_003


@pytest.mark.parametrize("header", ["Q{n}", "Other (please specify)", ""])
def test_two_thousand_five_hundred_columns_are_all_kept(
    survey_file: SurveyFile, header: str
) -> None:
    names = ",".join(["id", *(header.format(n=n) for n in range(2499))])
    table = read_survey_table(survey_file(f"{names}\n" + ",".join(map(str, range(2500))) + "\n"))
    assert len(set(_names(table))) == 2500
    assert table.rows[0].cells[2499] == "2499"


def test_the_file_is_known_by_its_hash_and_its_name(survey_file: SurveyFile) -> None:
    path = survey_file("id,q\n1,x\n")
    table = read_survey_table(path)
    assert table.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert table.source == "survey.csv"


# --- ragged rows ---


def test_a_field_too_many_is_kept_as_extra_and_shifts_nothing(survey_file: SurveyFile) -> None:
    table = read_survey_table(survey_file("id,q\n1,a\n2,b,x,y\n3,c\n"))
    assert _cells(table) == [("1", "a"), ("2", "b"), ("3", "c")]
    assert [row.extra for row in table.rows] == [(), ("x", "y"), ()]
    assert any(
        "1 row(s) have more cells than the header" in note and "line 3" in note
        for note in table.notes
    )


def test_a_field_too_many_in_every_row_shifts_nothing(survey_file: SurveyFile) -> None:
    table = read_survey_table(survey_file("id,q\n1,a,x\n2,b,y\n"))
    assert _cells(table) == [("1", "a"), ("2", "b")]
    assert [row.extra for row in table.rows] == [("x",), ("y",)]
    assert any("is a header missing" in note for note in table.notes)


def test_a_row_that_is_too_short_is_filled_and_flagged(survey_file: SurveyFile) -> None:
    table = read_survey_table(survey_file("id,q,r\n1,a,b\n2\n"))
    assert _cells(table) == [("1", "a", "b"), ("2", "", "")]
    assert [row.short for row in table.rows] == [False, True]
    assert any("1 row(s) have fewer cells" in note and "line 3" in note for note in table.notes)


def test_a_note_about_hundreds_of_ragged_rows_names_the_first_and_counts_the_rest(
    survey_file: SurveyFile,
) -> None:
    table = read_survey_table(survey_file("id,q\n" + "1,a,x\n" * 300))
    note = next(note for note in table.notes if "300 row(s)" in note)
    assert "line 2, 3, 4, 5, 6, 7, 8, 9 and 292 more" in note


def test_ragged_rows_are_numbered_like_all_others(survey_file: SurveyFile) -> None:
    table = read_survey_table(survey_file("id,q\n1,a\n2,b,x\n3\n4,d\n"))
    assert [(row.number, row.line) for row in table.rows] == [(1, 2), (2, 3), (3, 4), (4, 5)]
    assert [row.short for row in table.rows] == [False, False, True, False]


def test_blank_lines_between_rows_are_skipped_and_counted(survey_file: SurveyFile) -> None:
    table = read_survey_table(survey_file("\nid,q\n1,a\n\n2,b\n\n"))
    assert [(row.number, row.line) for row in table.rows] == [(1, 3), (2, 5)]
    assert any("3 blank line(s) skipped: line 1, 4, 6" in note for note in table.notes)


def test_a_blank_line_in_a_file_of_one_column_is_a_respondent_who_wrote_nothing(
    survey_file: SurveyFile,
) -> None:
    table = read_survey_table(survey_file("What helped?\nmoney\n\nstaff\n"))
    assert _cells(table) == [("money",), ("",), ("staff",)]
    assert not any(row.short for row in table.rows)


# --- headers ---


def test_repeated_blank_and_twin_headers_are_all_kept_and_numbered(survey_file: SurveyFile) -> None:
    table = read_survey_table(survey_file("id,Q1,Q1,q1,,Q1 (2), \n1,2,3,4,5,6,7\n"))
    assert _names(table)[:2] == ["id", "Q1"]
    assert len({name.casefold() for name in _names(table)}) == 7
    assert (
        table.find_position("Q1 (2)") == 5
    )  # a name that stands in the file is not given to another column
    assert table.find_position("column 5") == 4
    assert [column.header for column in table.columns] == [
        "id",
        "Q1",
        "Q1",
        "q1",
        "",
        "Q1 (2)",
        " ",
    ]
    assert any("without a header: column 5, column 7" in note for note in table.notes)
    assert any("2 header(s) occur twice" in note for note in table.notes)


header = st.one_of(
    st.text(),
    st.sampled_from(["q", "Q", "q (2)", "Q (3)", "", " ", "column 1", "é", "e\u0301", "ß", "SS"]),
)


@given(st.lists(header))
def test_columns_get_different_names_in_the_order_of_the_file(headers: list[str]) -> None:
    columns = name_columns(headers)
    assert [column.header for column in columns] == headers
    assert [column.position for column in columns] == list(range(len(headers)))
    keys = [unicodedata.normalize("NFC", column.name).casefold() for column in columns]
    assert len(set(keys)) == len(keys)
    assert all(column.name.strip() for column in columns)
    for column in columns:
        column.name.encode("utf-8")


def test_a_header_over_several_lines_is_one_name(survey_file: SurveyFile) -> None:
    table = read_survey_table(survey_file('id,"How did\r\nthey help?"\r\n1,x\r\n'))
    assert _names(table) == ["id", "How did\nthey help?"]
    assert table.columns[1].header == "How did\r\nthey help?"
    assert table.rows[0].line == 3


def test_a_header_with_accents_apart_from_their_letters_is_named_with_composed_ones(
    survey_file: SurveyFile,
) -> None:
    table = read_survey_table(survey_file("id,Pre\u0301gunta,Pr\u00e9gunta\n1,a,b\n"))
    assert _names(table) == ["id", "Pr\u00e9gunta", "Pr\u00e9gunta (2)"]
    assert table.columns[1].header == "Pre\u0301gunta"


def test_a_column_that_is_not_there_is_met_with_the_nearest_one(survey_file: SurveyFile) -> None:
    table = read_survey_table(survey_file("id,Q3.24.Text\n1,x\n"))
    with pytest.raises(BadInput, match=r"survey\.csv: there is no column 'Q3\.24\.text'") as caught:
        table.find_position("Q3.24.text")
    assert caught.value.hint == "Did you mean 'Q3.24.Text'?"


def test_qualtrics_headers_are_kept_apart_from_answers(survey_file: SurveyFile) -> None:
    table = read_survey_table(
        survey_file(
            "ResponseId,Q1\nResponse ID,How did they help?\n"
            '"{""ImportId"":""_recordId""}","{""ImportId"":""QID1_TEXT""}"\nR_1,training\nR_2,nothing\n'
        )
    )
    assert _names(table) == ["ResponseId", "Q1"]
    assert [(row.number, row.line, row.cells) for row in table.rows] == [
        (1, 4, ("R_1", "training")),
        (2, 5, ("R_2", "nothing")),
    ]
    assert table.wordings == ("Response ID", "How did they help?")
    assert any("Qualtrics export with 3 header rows: line 2, 3" in note for note in table.notes)


# --- delimiters and encodings ---


def test_the_line_that_names_the_delimiter_is_no_row(survey_file: SurveyFile) -> None:
    table = read_survey_table(survey_file("sep=;\r\nid;q\r\n1;a,b\r\n"))
    assert _names(table) == ["id", "q"]
    assert [(row.line, row.cells) for row in table.rows] == [(3, ("1", "a,b"))]


def test_a_delimiter_given_by_the_user_wins(survey_file: SurveyFile) -> None:
    table = read_survey_table(survey_file("sep=;\nid,q;r\n1,a;b\n"), delimiter="comma")
    assert _names(table) == ["id", "q;r"]


def test_a_finding_about_the_encoding_is_noted_and_a_certainty_is_not(
    survey_file: SurveyFile,
) -> None:
    text = "id,q\n1,приют\n"
    assert any(
        "utf-16-le" in note
        for note in read_survey_table(survey_file(text, encoding="utf-16-le")).notes
    )
    assert read_survey_table(survey_file(text)).notes == ()
    assert read_survey_table(survey_file(text, encoding="cp1251"), encoding="cp1251").notes == ()


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_a_file_full_of_nul_bytes_is_read_where_a_mark_says_what_it_is(
    survey_file: SurveyFile, encoding: str
) -> None:
    table = read_survey_table(survey_file("\ufeffid,ответ\n1,приют\n", encoding=encoding))
    assert _names(table) == ["id", "ответ"]
    assert _cells(table) == [("1", "приют")]


def test_invalid_bytes_are_not_replaced_without_leave(survey_file: SurveyFile) -> None:
    with pytest.raises(BadInput, match=r"survey\.csv, line 3: byte \d+ of the file \(0xFF\)"):
        read_survey_table(survey_file("id,q\n1,приют\n2,".encode() + b"\xff\n"))


def test_replaced_bytes_are_noted(survey_file: SurveyFile) -> None:
    data = "id,q\n1,приют\n2,".encode() + b"\xff\n"
    table = read_survey_table(survey_file(data), replace_errors=True)
    assert _cells(table)[1] == ("2", "\ufffd")
    assert any("1 invalid place(s) replaced" in note for note in table.notes)


# --- what is no survey at all ---


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf", "has no header line"),
        (b"\n\r\n\n", "has no header line"),
        (b"sep=,\n", "has no header line"),
        (b"%PDF-1.7", "looks like a PDF document; a table is wanted"),
        (b"\x7fELF\x02\x01\x01" + b"\0" * 20, "looks like a binary file"),
        (b"\x05\0\x06\0\x02\0" * 50, "looks like a binary file"),
        (b'id,"q\n1,x\n', "line 1: a quotation mark opens here and is never closed"),
        (b'id,q\n1,x\n2,"y\n', "line 3: a quotation mark opens here and is never closed"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_with_a_remedy(
    survey_file: SurveyFile, content: bytes, sentence: str
) -> None:
    with pytest.raises(BadInput) as caught:
        read_survey_table(survey_file(content))
    assert caught.value.message.startswith("survey.csv")
    assert sentence in caught.value.message
    assert caught.value.hint


def test_a_header_without_rows_is_a_table_with_a_note(survey_file: SurveyFile) -> None:
    table = read_survey_table(survey_file("id,q\n"))
    assert table.rows == ()
    assert "no rows below the header" in table.notes


def test_a_file_that_is_not_there_a_folder_and_a_device_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="there is no such file"):
        read_survey_table(tmp_path / "gone.csv")
    with pytest.raises(BadInput, match="is a folder"):
        read_survey_table(tmp_path)
    if Path("/dev/zero").exists():
        with pytest.raises(BadInput, match="is a device"):
            read_survey_table(Path("/dev/zero"))


def test_a_file_that_may_not_be_read_is_the_machines_fault(
    survey_file: SurveyFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    path = survey_file("id,q\n")
    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(
        EnvironmentFault, match=r"survey\.csv: cannot be read \(Permission denied\)"
    ):
        read_survey_table(path)


# --- real exports ---


def test_every_sample_file_is_a_table_or_is_refused_by_name(shared: Path) -> None:
    files = sorted((shared / "samples" / "survey").rglob("*.csv"))
    assert len(files) > 20
    for path in files:
        try:
            table = read_survey_table(path)
        except BadInput as error:
            assert path.name in error.message
            assert error.hint
        else:
            assert table.columns
            assert all(len(row.cells) == len(table.columns) for row in table.rows), path.name


@pytest.mark.parametrize(
    ("name", "columns", "rows"),
    [
        # From the samples themselves, counted by eye or with another tool.
        ("csv_traps/csvkit_mac_newlines.csv", 3, 2),
        ("csv_traps/csvkit_test_utf16_little.csv", 3, 2),
        ("csv_traps/spectrum_newlines_crlf.csv", 3, 3),
        ("csv_traps/messytables_small.csv", 1, 0),
        ("qualtrics/qualtRics_sample_3row_german.csv", 20, 1),
    ],
)
def test_sample_files_have_the_shape_that_a_person_sees(
    shared: Path, name: str, columns: int, rows: int
) -> None:
    table = read_survey_table(shared / "samples" / "survey" / name)
    assert (len(table.columns), len(table.rows)) == (columns, rows)


def test_a_spreadsheet_with_the_wrong_ending_is_read_as_one(
    shared: Path, survey_file: SurveyFile
) -> None:
    content = (shared / "samples" / "survey" / "qualtrics" / "QT_Q5_Coded.xlsx").read_bytes()
    assert read_survey_table(survey_file(content)).encoding == "xlsx"
