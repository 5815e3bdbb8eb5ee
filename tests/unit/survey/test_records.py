"""Records and the lines where they begin;
broken quotation marks are found where a person has to mend them.
"""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipcoder.errors import BadInput
from tipcoder.survey.records import iterate_lines, iterate_records


def _read(text: str, delimiter: str = ",") -> list[tuple[int, list[str]]]:
    return list(iterate_records(text, delimiter, source="survey.csv"))


def _refused(text: str, delimiter: str = ",", lines_before: int = 0) -> str:
    with pytest.raises(BadInput) as caught:
        list(iterate_records(text, delimiter, source="survey.csv", lines_before=lines_before))
    assert "nothing was imported" in caught.value.message
    assert caught.value.hint
    return caught.value.message


@given(st.text())
def test_lines_put_together_again_are_the_text(text: str) -> None:
    assert "".join(iterate_lines(text)) == text


@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c"])
def test_only_line_feeds_and_carriage_returns_end_a_line(mark: str) -> None:
    assert list(iterate_lines(f"one{mark}still one\r\ntwo\rthree\n")) == [
        f"one{mark}still one\r\n",
        "two\r",
        "three\n",
    ]


@given(st.lists(st.lists(st.text(), min_size=1, max_size=4), max_size=6), st.sampled_from(",;\t|"))
def test_whatever_the_csv_module_wrote_is_read_back(rows: list[list[str]], delimiter: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    assert [cells for _, cells in _read(out.getvalue(), delimiter)] == rows


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_each_record_knows_the_line_where_it_begins(end: str) -> None:
    text = end.join(["id,q", f'1,"two{end}lines"', "", "2,x"]) + end
    assert [(line, len(cells)) for line, cells in _read(text)] == [(1, 2), (2, 2), (4, 0), (5, 2)]


def test_a_line_break_inside_a_cell_stays_as_it_was() -> None:
    assert _read('1,"a\r\nb\nc\rd"\n') == [(1, ["1", "a\r\nb\nc\rd"])]


def test_a_cell_of_ten_megabytes_is_one_cell() -> None:
    answer = "слово " * (10_000_000 // 11)  # five Cyrillic letters of two bytes and a space
    assert _read(f'1,"{answer}"\n2,ok\n') == [(1, ["1", answer]), (2, ["2", "ok"])]


def test_quotation_marks_inside_an_unquoted_cell_are_letters() -> None:
    assert _read('1,he said "yes"\n') == [(1, ["1", 'he said "yes"'])]


def test_a_quote_that_is_never_closed_names_the_line_where_it_opened() -> None:
    message = _refused('id,q\n1,fine\n2,"not closed\n3,x\n4,y\n')
    assert message.startswith("survey.csv, line 3: a quotation mark opens here and is never closed")


def test_the_line_of_the_quote_is_right_inside_a_record_of_several_lines() -> None:
    message = _refused('id,q,r\n1,"one\r\ntwo","open\r\n2,x,y\r\n')
    assert "line 3: a quotation mark opens" in message


def test_a_line_announcing_the_delimiter_is_counted_too() -> None:
    assert "line 3: a quotation mark opens" in _refused('id;q\n1;"open\n', ";", lines_before=1)


def test_a_quote_that_swallows_the_next_row_is_found_where_it_opened() -> None:
    message = _refused('id,q\n1,"open\n2,"closed"\n')
    assert (
        "line 2: text follows the closing quotation mark (in line 3) of a cell that opens here"
        in message
    )


def test_quotation_marks_that_were_not_doubled_are_explained() -> None:
    with pytest.raises(BadInput) as caught:
        _read('id,q\n1,"he said "yes" twice"\n')
    assert (
        "line 2: text follows the closing quotation mark of a cell that opens here"
        in caught.value.message
    )
    assert '""' in caught.value.hint


@pytest.mark.parametrize("delimiter", [";", "|", "^", "]", "-", "."])
def test_the_broken_quote_is_found_whatever_separates_the_cells(delimiter: str) -> None:
    text = f'id{delimiter}q\n1{delimiter}a, b\n2{delimiter}"open\n'
    assert "line 3: a quotation mark opens" in _refused(text, delimiter)


@pytest.mark.parametrize(
    "before", ['""', '"a ""b"" c"', '"""a"""', '"a, b"', '"a\n\nb"', "", 'a "b" c']
)
def test_good_cells_before_the_broken_one_do_not_mislead(before: str) -> None:
    message = _refused(f'id,q,r\n1,{before},"open\n2,x,y\n')
    assert f"line {2 + before.count(chr(10))}: a quotation mark opens" in message


def test_text_behind_a_closing_quote_is_found_at_the_very_end_of_a_file_too() -> None:
    assert "line 2: text follows the closing quotation mark of a cell" in _refused('id,q\n1,"a"x')


def test_a_lone_quotation_mark_at_the_very_end_opens_a_cell_that_is_never_closed() -> None:
    assert "line 2: a quotation mark opens here and is never closed" in _refused('id,q\n1,"')


def test_the_error_does_not_repeat_what_the_respondent_wrote() -> None:
    assert "secret" not in _refused('id,q\n1,"secret words\n')
