"""CSV and JSON for programs: every value comes back, and a file is the old one or the new one."""

from __future__ import annotations

import csv
import io
import json
import math
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipcoder.errors import EnvironmentFault
from tipcoder.export.tables import format_csv, format_json
from tipcoder.export.whole_files import write_file

anything = st.text(
    st.one_of(st.characters(), st.sampled_from("\r\n\"',;\t\0\x1b\x7f\x9b\u2028\u202e\ud800=+-@ "))
)


@given(st.lists(st.fixed_dictionaries({"id": anything, "text": anything})))
def test_every_value_comes_back_from_csv(rows: list[dict[str, str]]) -> None:
    content = format_csv(rows, ["id", "text"])
    assert list(csv.DictReader(io.StringIO(content, newline=""), strict=True)) == rows


def test_csv_ends_its_lines_as_unix_does_and_quotes_only_what_needs_it() -> None:
    rows = [{"a": "x", "b": 'say "yes", no'}, {"a": "two\nlines", "b": ""}]
    assert format_csv(rows, ["a", "b"]) == 'a,b\nx,"say ""yes"", no"\n"two\nlines",\n'


def test_a_carriage_return_inside_a_value_does_not_end_the_row() -> None:
    content = format_csv([{"a": "x\ry", "b": "ends in\r\n"}], ["a", "b"])
    assert content == 'a,b\n"x\ry","ends in\r\n"\n'


def test_values_that_look_like_formulas_are_untouched_in_files_for_programs() -> None:
    assert format_csv([{"a": "=1+1"}, {"a": "-5"}, {"a": "@x"}], ["a"]) == "a\n=1+1\n-5\n@x\n"


def test_columns_come_in_the_order_asked_for_and_others_stay_out() -> None:
    rows = [{"z": 1, "secret": "Casa Luz", "a": None}, {"a": 2}]
    assert format_csv(rows, ["a", "z"]) == "a,z\n,1\n2,\n"


def test_a_table_without_rows_still_names_its_columns() -> None:
    assert format_csv([], ["case", "код"]) == "case,код\n"


storable = st.text(st.characters(exclude_categories=["Cs"]))
tree = st.recursive(
    st.none() | st.booleans() | st.integers() | storable,
    lambda inner: st.lists(inner) | st.dictionaries(storable, inner),
)


@given(tree)
def test_every_value_comes_back_from_json(value: object) -> None:
    assert json.loads(format_json(value)) == value


@given(anything)
def test_json_can_be_shown_and_kept_whatever_a_respondent_wrote(text: str) -> None:
    content = format_json([{"text": text}])
    content.encode("utf-8")
    steering = [
        c
        for c in content
        if (ord(c) < 32 and c != "\n") or 0x7F <= ord(c) < 0xA0 or c in "\u2028\u202e\u2066"
    ]
    assert steering == []


def test_json_keeps_letters_readable_and_ends_in_a_line_feed() -> None:
    assert format_json([{"label": "Приют"}]) == '[\n  {\n    "label": "Приют"\n  }\n]\n'


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_a_statistic_that_does_not_exist_is_null_because_json_has_no_other_word(
    number: float,
) -> None:
    content = format_json(
        [{"p": number, "effect": {"low": number, "high": 0.1}, "groups": (number, 2)}]
    )
    assert json.loads(content) == [
        {"p": None, "effect": {"low": None, "high": 0.1}, "groups": [None, 2]}
    ]


def test_numbers_keep_their_full_precision() -> None:
    assert json.loads(format_json([0.1 + 0.2, 1e-300])) == [0.1 + 0.2, 1e-300]


# --- files ---


def test_a_file_is_written_byte_for_byte(tmp_path: Path) -> None:
    write_file(tmp_path / "out.csv", "a\r\nприют\n")
    assert (tmp_path / "out.csv").read_bytes() == "a\r\nприют\n".encode()


def test_a_file_replaces_the_old_one_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    write_file(path, "old\n" * 1000)
    write_file(path, "new\n")
    assert path.read_text() == "new\n"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("fault", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_write_that_fails_half_way_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: BaseException
) -> None:
    path = tmp_path / "out.csv"
    write_file(path, "old\n")

    def fail(descriptor: int) -> None:
        raise fault

    monkeypatch.setattr(os, "fsync", fail)
    expected = EnvironmentFault if isinstance(fault, OSError) else KeyboardInterrupt
    with pytest.raises(expected):
        write_file(path, "new\n")
    assert path.read_text() == "old\n"
    assert list(tmp_path.iterdir()) == [path]


def test_a_text_that_no_file_can_hold_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(UnicodeEncodeError):
        write_file(tmp_path / "out.csv", "a\ud800")
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_named_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "folder").mkdir()
    for path in (
        tmp_path / "nowhere" / "out.csv",
        tmp_path / "file" / "out.csv",
        tmp_path / "folder",
    ):
        with pytest.raises(EnvironmentFault, match="cannot be written") as caught:
            write_file(path, "x")
        assert str(path) in caught.value.message
        assert caught.value.hint
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["file", "folder"]
