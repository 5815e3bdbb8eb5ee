"""A file too long to be held is read in stretches, and nobody can tell from what comes out."""

from __future__ import annotations

import os
import threading
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tipcoder.errors import BadInput
from tipcoder.survey import long_encoding, long_file
from tipcoder.survey.long_file import join_into_lines
from tipcoder.survey.table import SurveyTable, read_survey_table
from tipcoder.text import split_lines

SurveyFile = Callable[..., Path]


@pytest.fixture
def in_stretches(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """From now on no file is held, and so many bytes are read at once."""

    def cut(size: int) -> None:
        monkeypatch.setattr(long_file, "HELD", 0)
        monkeypatch.setattr(long_file, "STRETCH", size)

    return cut


@given(st.lists(st.text("ab\r\n\u2028é", max_size=4)))
def test_lines_are_the_same_however_the_text_is_cut(pieces: list[str]) -> None:
    assert list(join_into_lines(pieces)) == list(split_lines("".join(pieces)))


def _told(path: Path) -> SurveyTable | str:
    try:
        table = read_survey_table(path)
    except BadInput as fault:
        return f"{fault.message} {fault.hint}"
    return replace(table, rows=tuple(table.rows))


FILES = [
    b"id,q\n1,a\n",
    b"",
    b"\n\nid,q\r\n1,\"two\r\nlines\"\r\n\r\n2,b,extra\r\n3\r\nid,q\r\n4,x\r\n",
    b"sep=;\r\nid;q\r\n1;\"a,b\"\r\n",
    b"one column\nx\n\ny\n",
    b"id,q\n1,\"open\n2,x\n",
    b"id,q\n1,fine\n2,\"closed\" and more\n",
    "\ufeffid,q\n1,ночь и день\n".encode(),
    "id,q\n1,ночь\n".encode("utf-16"),
    "id,q\n1,night\n".encode("utf-16-le"),
    b"id,q\n1,caf\xc3\xa9\n2,caf\xe9 and caf\xc3\xa9\n",
    b"id,q\n1," + "мы работаем с женщинами и детьми каждый день ".encode("cp1251") * 20,
    "id,q\n1,cut \U0001f600".encode()[:-2],
    b"PK\x03\x04 xl/workbook.xml",
    b"%PDF-1.4",
    b"Q1,Q2\nWhat?,Why?\n\"{\"\"ImportId\"\":\"\"a\"\"}\",\"{\"\"ImportId\"\":\"\"b\"\"}\"\n1,2\n",
]  # fmt: skip


@pytest.mark.parametrize("content", FILES)
@pytest.mark.parametrize("size", [1, 5, 64])
def test_a_long_file_gives_the_same_table_or_the_same_refusal(
    survey_file: SurveyFile, in_stretches: Callable[[int], None], content: bytes, size: int
) -> None:
    path = survey_file(content)
    whole = _told(path)
    in_stretches(size)
    assert _told(path) == whole


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.text('ab",;\n\ré\U0001f600', max_size=40), st.integers(1, 9))
def test_any_text_is_cut_into_the_same_cells(
    survey_file: SurveyFile, in_stretches: Callable[[int], None], text: str, size: int
) -> None:
    path = survey_file("id,q\n" + text)
    with pytest.MonkeyPatch.context() as held:
        held.setattr(long_file, "HELD", 1 << 24)
        whole = _told(path)
    in_stretches(size)
    assert _told(path) == whole


def test_bad_bytes_are_counted_and_named_as_in_a_short_file(
    survey_file: SurveyFile, in_stretches: Callable[[int], None]
) -> None:
    path = survey_file("id,q\r\n1,é genuine \ufffd\r\n".encode() + b"2,bad \xff and \xfe\r\n")
    in_stretches(3)
    with pytest.raises(BadInput, match=r"line 3: byte 31 of the file \(0xFF\) is not valid UTF-8"):
        read_survey_table(path, encoding="utf-8")
    table = read_survey_table(path, encoding="utf-8", replace_errors=True)
    assert [row.cells[1] for row in table.rows] == ["é genuine \ufffd", "bad \ufffd and \ufffd"]
    assert "2 invalid place(s) replaced by \ufffd" in table.notes


def test_a_file_too_long_to_guess_its_encoding_is_refused_with_the_limit(
    survey_file: SurveyFile, in_stretches: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = survey_file(b"id,q\n1,caf\xe9\n" + b"2,x\n" * 300_000)
    in_stretches(1 << 16)
    monkeypatch.setattr(long_encoding, "GUESSED", 1 << 20)
    with pytest.raises(
        BadInput, match=r"line 2: is not UTF-8, and 1 MB are too much to guess .*up to 1 MB"
    ):
        read_survey_table(path)
    assert len(read_survey_table(path, encoding="cp1252").rows) == 300_001


def test_a_file_changed_between_two_passes_is_refused(
    survey_file: SurveyFile, in_stretches: Callable[[int], None]
) -> None:
    path = survey_file("id,q\n1,a\n")
    in_stretches(4)
    table = read_survey_table(path)
    with path.open("a") as file:
        file.write("2,b\n")
    with pytest.raises(BadInput, match="was changed while it was read"):
        list(table.rows)


def test_a_long_pipe_can_be_gone_through_twice(
    tmp_path: Path, in_stretches: Callable[[int], None]
) -> None:
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_text("id,q\n1,a\n2,b\n"))
    writer.start()
    in_stretches(4)
    table = read_survey_table(pipe)
    writer.join()
    assert (
        [row.cells for row in table.rows]
        == [("1", "a"), ("2", "b")]
        == [row.cells for row in table.rows]
    )


def test_rows_are_read_as_they_are_asked_for(
    survey_file: SurveyFile, in_stretches: Callable[[int], None]
) -> None:
    path = survey_file("id,q\n" + "".join(f"{n},answer {n}\n" for n in range(20_000)))
    in_stretches(1 << 12)
    tracemalloc.start()
    table = read_survey_table(path)
    first = list(islice(table.rows, 3))
    last = table.rows[-1]
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (len(table.rows), first[2].cells, last.cells) == (
        20_000,
        ("2", "answer 2"),
        ("19999", "answer 19999"),
    )
    # The rows held take more than four million bytes.
    assert most < 500_000
