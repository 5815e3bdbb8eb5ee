from __future__ import annotations

import pytest

from tipcoder.errors import BadInput
from tipcoder.survey.delimiter import choose_delimiter, find_announced_delimiter, parse_delimiter


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_that_gives_every_record_as_many_cells(delimiter: str) -> None:
    rows = [
        ("id", "land", "answer"),
        ("1", "PE", "a, b; c | d"),
        ("2", "RU", "x"),
        ("3", "US", "one; two"),
    ]
    text = "\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows)
    assert choose_delimiter(text) == delimiter


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_answers_full_of_commas_do_not_make_the_comma_the_delimiter(delimiter: str) -> None:
    rows = [
        ["id", "what did they do"],
        ["1", "money, staff, training"],
        ["2", "nothing"],
        ["3", "visits, calls"],
    ]
    assert choose_delimiter("\n".join(delimiter.join(row) for row in rows)) == delimiter


RIVALS = {
    "commas in header and answers, one each or none": (
        ";",
        "id;what helped, if anything\n1;money, staff\n2;visits\n",
    ),
    "as many commas in most rows as in the header": (
        "\t",
        "id\twhy, how\n1\ta, b\n2\ta, b\n3\ta, b, c\n4\tno\n",
    ),
    "semicolons in header and one answer": (",", "id,land; city,q\n1,PE; Lima,x\n2,RU,y\n3,US,z\n"),
    "bars in header and answers": (",", "id,a|b,c|d|e\n1,a|b,x\n2,c,y|z|w|v\n"),
    "a semicolon in every row but fewer columns": (",", "id,q; r,s\n1,a; b,x\n2,c; d,y\n"),
}


@pytest.mark.parametrize(("delimiter", "text"), RIVALS.values(), ids=RIVALS)
def test_of_two_that_split_the_header_the_steadier_one_wins_and_then_the_one_with_more_columns(
    delimiter: str, text: str
) -> None:
    assert choose_delimiter(text) == delimiter


def test_a_delimiter_under_which_the_file_can_be_read_beats_one_under_which_it_cannot() -> None:
    assert choose_delimiter('"id";"what, where"\n"1";"a, b"\n"2";"c, d"\n') == ";"


def test_colons_braces_and_letters_are_never_delimiters() -> None:
    text = (
        'StartDate,Q1\n"{""ImportId"":""startDate""}","{""ImportId"":""QID1""}"\n'
        "2024-01-01 10:00:00,a: b\n"
    )
    assert choose_delimiter(text) == ","


def test_one_ragged_row_does_not_decide() -> None:
    assert choose_delimiter("a,b,c\n1,2,3\n1,2\n1,2,3\n1;2;3\n") == ","


def test_a_file_of_one_column_gets_a_delimiter_that_stands_nowhere_in_it() -> None:
    text = "What helped?\nmoney, mostly\nstaff; visits\n"
    chosen = choose_delimiter(text)
    assert chosen not in text


def test_a_file_of_one_column_that_uses_every_usual_delimiter_stays_one_column() -> None:
    text = "What helped?\nmoney, mostly\nstaff; visits\na|b\nc\td\n"
    assert choose_delimiter(text) not in text


def test_a_comma_in_the_only_header_does_not_make_two_columns() -> None:
    text = "What helped, if anything?\nmoney\nstaff\nnothing\n"
    assert choose_delimiter(text) not in text


def test_a_header_alone_is_enough() -> None:
    assert choose_delimiter("id;country;answer\n") == ";"


def test_an_answer_that_is_never_closed_does_not_push_the_choice_to_another_delimiter() -> None:
    assert choose_delimiter('id,"which; if any"\n1,"open\n2,x\n3,y\n') == ","


def test_a_header_that_is_never_closed_is_left_to_the_reader_that_can_say_so() -> None:
    assert choose_delimiter('id,"answer\n1,x\n2,y\n') == ","


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", ""])
@pytest.mark.parametrize("line", ["sep=;", "SEP=;", '"sep=;"'])
def test_the_line_that_excel_writes_names_the_delimiter_and_is_no_header(
    line: str, end: str
) -> None:
    assert find_announced_delimiter(line + end + ("id;q" if end else "")) == (";", len(line + end))


@pytest.mark.parametrize("text", ["id;q\nsep=;\n", "sep=\nid", "sep=;;\n", "separator\n", ""])
def test_nothing_else_announces_a_delimiter(text: str) -> None:
    assert find_announced_delimiter(text) == (None, 0)


@pytest.mark.parametrize(
    ("name", "delimiter"),
    [("comma", ","), ("Semicolon", ";"), ("TAB", "\t"), ("\\t", "\t"), ("pipe", "|"), ("~", "~")],
)
def test_a_delimiter_may_be_given_by_name_or_as_itself(name: str, delimiter: str) -> None:
    assert parse_delimiter(name) == delimiter


@pytest.mark.parametrize("name", ["", ",,", "komma", '"', "\n", "\r", "\0"])
def test_what_cannot_separate_cells_is_refused_with_the_choices(name: str) -> None:
    with pytest.raises(BadInput, match="cannot separate cells") as caught:
        parse_delimiter(name)
    assert "semicolon" in caught.value.hint


def test_commas_of_answers_without_quotation_marks_separate_cells_all_the_same() -> None:
    # What is beyond the header is kept and told; in one column the IDs would be part of answers.
    text = "id,answer\n1,We need money, now\n2,Police, courts, law\n3,Nobody, at all\n"
    assert choose_delimiter(text) == ","


def test_paragraphs_with_commas_are_one_column() -> None:
    lines = [
        "In spring, when the grant ended, two of us left, the bus stopped, and nobody wrote",
        "We asked, and asked again",
        "Then, in May, the law came, late",
        "Nothing changed",
    ]
    assert choose_delimiter("\n".join(lines)) != ","


def test_a_few_cells_above_a_wide_table_are_no_header() -> None:
    rows = [";".join(f"{row}{at}" for at in range(8)) for row in "abcdef"]
    assert choose_delimiter("\n".join(["A table, of 2011, by region", "Region:;All", *rows])) == ";"
