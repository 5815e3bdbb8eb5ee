"""Files as they come from spreadsheets, old computers and strangers:
read right, or refused with a remedy.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Done, Sources

Tipcoder = Callable[..., "Done"]
Contents = Callable[[Path], dict[str, bytes]]

HEADER = "id,organisation,loop,country,active,role,how\n"
SPANISH = "El señor ministro nos pidió que calláramos, y así lo hicimos."
RUSSIAN = "Чиновники обиделись на доклад и закрыли дверь для организаций."
ROW = "77,New House,1,Peru,Yes,{},\n"


def survey(answer: str, encoding: str = "utf-8") -> bytes:
    """A survey of one respondent, 77, with this answer in a quoted cell."""
    quoted = '"' + answer.replace('"', '""') + '"'
    return (HEADER + ROW.format(quoted)).encode(encoding)


@pytest.fixture
def kept(tipcoder: Tipcoder, study: Path, key_file: Path) -> Callable[[], str]:
    """The answer of respondent 77 as the study holds it: coded as a whole and exported."""

    def read() -> str:
        case = json.loads(key_file.read_text("utf-8"))["source_ids"]["77"]
        file = study.parent / "codings.csv"
        file.write_text(f"case,question,coder,code,start,end\n{case},role,anna,money,,\n", "utf-8")
        assert tipcoder("codings", "import", file, cwd=study).status == 0
        (row,) = tipcoder(
            "codings", "export", "--quotes", "--raw", "--format", "json", cwd=study
        ).json()
        quote: str = row["quote"]
        return quote

    return read


READABLE = {
    "UTF-8": (survey(SPANISH), (), SPANISH, ""),
    "UTF-8 with a mark": (survey(SPANISH, "utf-8-sig"), (), SPANISH, ""),
    "UTF-16": (survey(RUSSIAN, "utf-16"), (), RUSSIAN, ""),
    "UTF-16 the other way round": (b"\xfe\xff" + survey(RUSSIAN, "utf-16-be"), (), RUSSIAN, ""),
    "UTF-16 without a mark": (
        survey(RUSSIAN, "utf-16-le"),
        (),
        RUSSIAN,
        "read as utf-16-le, which nothing in the",
    ),
    "cp1251": (
        survey(RUSSIAN, "cp1251"),
        (),
        RUSSIAN,
        "read as cp1251, which nothing in the file states",
    ),
    "cp1251 as said": (survey(RUSSIAN, "cp1251"), ("--encoding", "cp1251"), RUSSIAN, ""),
    "Latin-1 as said": (survey(SPANISH, "latin-1"), ("--encoding", "latin-1"), SPANISH, ""),
    "wrongly called cp1251": (
        survey("¡Sí!"),
        ("--encoding", "cp1251"),
        "ВЎSГ\xad!",
        "read as cp1251 as you said, although all of it is valid utf-8",
    ),
    "a bad byte, by leave": (
        survey(SPANISH).replace(b" lo ", b" l\xff "),
        ("--errors", "replace"),
        SPANISH.replace(" lo ", " l\ufffd "),
        "1 invalid place(s) replaced by \ufffd",
    ),
    "a NUL": (
        survey("We\0said no."),
        (),
        "We\u2400said no.",
        "1 NUL character(s) kept as the visible sign \u2400",
    ),
    "line ends of an old Mac": (survey("One\ntwo").replace(b"\n", b"\r"), (), "One\ntwo", ""),
    "line ends of Windows": (survey("One\ntwo").replace(b"\n", b"\r\n"), (), "One\ntwo", ""),
    "a delimiter announced": (b"sep=;\n" + survey("a, b").replace(b",", b";"), (), "a; b", ""),
    "tabs": (survey("We said no.").replace(b",", b"\t"), (), "We said no.", ""),
    "an unusual delimiter": (
        survey("We said no.").replace(b",", b"^"),
        ("--delimiter", "^"),
        "We said no.",
        "",
    ),
    "a formula": (survey("=cmd|' /C calc'!A0"), (), "=cmd|' /C calc'!A0", ""),
    "escape sequences": (
        survey("\x1b[31mred\x1b]2;T\x07\x9b1m"),
        (),
        "\x1b[31mred\x1b]2;T\x07\x9b1m",
        "",
    ),
    "letters turned round": (
        survey("a \u202egnorw\u202c b \u2066c\u2069"),
        (),
        "a \u202egnorw\u202c b \u2066c\u2069",
        "",
    ),
    "unusual line breaks": (survey("a\u2028b\x0bc\x0cd\x85e"), (), "a\u2028b\x0bc\x0cd\x85e", ""),
    "a word that means nothing elsewhere": (survey("NA"), (), "NA", ""),
    "quotation marks and line breaks": (
        survey('He said "no",\n\nand left.'),
        (),
        'He said "no",\n\nand left.',
        "",
    ),
    "ten million letters": (survey("word " * 2_000_000), (), "word " * 2_000_000, ""),
    "a cell too many": (
        survey("No.").replace(b",\n", b",,a,b\n"),
        (),
        "No.",
        "have more cells than the header",
    ),
    "cells too few": (
        survey("No.").replace(b'No.",\n', b'No."\n'),
        (),
        "No.",
        "have fewer cells than the header",
    ),
    "a second header": (
        HEADER.encode() + survey("No.") + HEADER.encode(),
        (),
        "No.",
        "2 line(s) repeat the header and were skipped: line 2, 4",
    ),
    "blank lines": (
        b"\n" + survey("No.") + b"\n\n",
        (),
        "No.",
        "3 blank line(s) skipped: line 1, 4, 5",
    ),
    "a column twice": (
        survey("No.").replace(b"role,how", b"role,how,role").replace(b",\n", b",,x\n"),
        (),
        "No.",
        "1 header(s) occur twice and were numbered: 'role (2)'",
    ),
}


@pytest.mark.parametrize("kind", READABLE)
def test_an_unusual_file_is_read_right_and_what_is_doubtful_is_said(
    tipcoder: Tipcoder, study: Path, kept: Callable[[], str], kind: str
) -> None:
    content, how, answer, note = READABLE[kind]
    (study.parent / "odd.csv").write_bytes(content)
    done = tipcoder("import", study.parent / "odd.csv", *how, cwd=study)
    assert done.status == 0, done.err
    assert "1 case: 1 new" in done.out
    assert note in done.out
    assert note or "notes (" not in done.out, "nothing to wonder about"
    assert not set("\x1b\x07\x9b\x85\u202e\u2066\u2028") & set(done.out + done.err)
    assert kept() == answer


def test_a_terminal_is_shown_an_export_without_what_would_steer_it(
    tipcoder: Tipcoder, study: Path, kept: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (study.parent / "odd.csv").write_bytes(survey("\x1b[31mred \u202eturned"))
    assert tipcoder("import", study.parent / "odd.csv", cwd=study).status == 0
    assert kept() == "\x1b[31mred \u202eturned"
    words = ("codings", "export", "--quotes", "--raw", "--format")
    assert "\x1b[31mred \u202eturned" in tipcoder(*words, "csv", cwd=study).out, (
        "a program gets all of it"
    )
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    for form in ("csv", "json", "table"):
        done = tipcoder(*words, form, cwd=study)
        assert "red " in done.out
        assert not {"\x1b", "\u202e"} & set(done.out)


REFUSED = {
    "empty": (b"", ("odd.csv: is empty", "Export it again")),
    "only a mark": (b"\xef\xbb\xbf", ("odd.csv: has no header line",)),
    "only a line end": (
        b"\n",
        ("odd.csv: has no header line", "The first line must name the columns"),
    ),
    "only line ends": (b"\r\n\r\n\r\n", ("odd.csv: has no header line",)),
    "a quote never closed": (
        survey("No.") + b'78,N,1,Peru,Yes,"SECRET words\nSECRET\n',
        (
            "odd.csv, line 3: a quotation mark opens here and is never closed",
            "nothing was imported",
            "Close it",
        ),
    ),
    "a quote closed too early": (
        HEADER.encode() + b'78,N,1,Peru,Yes,"SECRET" words,\n',
        ("odd.csv, line 2: text follows the closing quotation mark", "must be doubled"),
    ),
    "a bad byte": (
        survey(SPANISH + " SECRET").replace(b" lo ", b" l\xff "),
        (
            "odd.csv, line 2: byte 126 of the file (0xFF) is not valid UTF-8",
            "--errors replace",
            "--encoding",
        ),
    ),
    "an encoding that is not certain": (
        survey("El señor.", "latin-1"),
        ("odd.csv, line 2: byte ", "the encoding is not certain", "--encoding iso8859-1"),
    ),
    "an Excel workbook": (
        b"PK\x03\x04" + bytes(50) + b"xl/workbook.xml",
        ("an Excel workbook", "as CSV UTF-8"),
    ),
    "JSON": (
        b'[\n  {"id": 1, "role": "SECRET"}\n, 7]',
        ("odd.csv: is JSON, but no list of answers", "as CSV UTF-8"),
    ),
    "a web page": (b"<!DOCTYPE html><p>SECRET", ("odd.csv: looks like a web page",)),
    "half binary": (b"id,role\n" + bytes(200), ("odd.csv: looks like a binary file",)),
}


@pytest.mark.parametrize("verb", ["import", "init", "codings import"])
@pytest.mark.parametrize("kind", REFUSED)
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence_and_changes_nothing(
    tipcoder: Tipcoder, study: Path, sources: Sources, contents: Contents, kind: str, verb: str
) -> None:
    content, says = REFUSED[kind]
    file = study.parent / "odd.csv"
    file.write_bytes(content)
    before = contents(study.parent)
    words = (
        ("init", "new", "--survey", file, "--yes")
        if verb == "init"
        else (*verb.split(), file, "--study", study)
    )
    done = tipcoder(*words)
    done.refused(2, *says)
    assert "SECRET" not in done.err, "what a respondent wrote"
    assert contents(study.parent) == before


@pytest.mark.parametrize(
    ("how", "says"),
    [
        (("--delimiter", "::"), ("'::' cannot separate cells", "comma, semicolon, tab or pipe")),
        (("--delimiter", ""), ("'' cannot separate cells",)),
        (
            ("--delimiter", "semicolon"),
            ("[respondent] id: odd.csv has no column 'id'", "header missing"),
        ),
        (("--encoding", "utf-16"), ("is not valid UTF-16-LE", "--encoding")),
        (
            ("--encoding", "ascii"),
            ("odd.csv, line 2: byte 76 of the file (0xC3) is not valid ASCII",),
        ),
        (("--encoding", "rot13"), ("'rot13' is not an encoding that is known",)),
        (
            ("--encoding", "cp-1521"),
            ("'cp-1521' is not an encoding that is known", "Did you mean 'cp12"),
        ),
    ],
)
def test_a_wrong_word_about_the_file_is_refused_with_the_choices(
    tipcoder: Tipcoder, study: Path, contents: Contents, how: tuple[str, str], says: tuple[str, ...]
) -> None:
    (study.parent / "odd.csv").write_bytes(survey("El señor nos mandó callar."))
    before = contents(study)
    tipcoder("import", study.parent / "odd.csv", *how, cwd=study).refused(2, *says)
    assert contents(study) == before


def test_a_mark_that_contradicts_the_encoding_given_is_pointed_out(
    tipcoder: Tipcoder, study: Path
) -> None:
    (study.parent / "odd.csv").write_bytes(survey(RUSSIAN, "utf-16"))
    done = tipcoder("import", study.parent / "odd.csv", "--encoding", "cp1251", cwd=study)
    done.refused(2, "odd.csv: begins with the byte order mark of utf-16", "Leave --encoding out.")


@pytest.mark.parametrize("verb", ["import", "codings import"])
@pytest.mark.parametrize(
    ("name", "says"),
    [
        (".", ("is a folder, not a file", "Name the survey file in it")),
        ("/dev/null", ("/dev/null: is a device, not a file", "pipe it in")),
        ("/dev/zero", ("/dev/zero: is a device",)),
        ("gone.csv", ("gone.csv: there is no such file", "Check the name and the folder")),
        ("study.toml/x.csv", ("study.toml/x.csv: there is no such file",)),
        ("a\0b.csv", ("a\u2400b.csv: there is no such file",)),
        ("red\x1b[31m.csv", ("red\u241b[31m.csv: there is no such file",)),
        ("", ("the name is empty",)),
    ],
)
def test_what_is_no_file_is_named_as_what_it_is(
    tipcoder: Tipcoder, study: Path, verb: str, name: str, says: tuple[str, ...], contents: Contents
) -> None:
    before = contents(study)
    done = tipcoder(*verb.split(), name, cwd=study)
    done.refused(2, *says)
    assert "\x1b" not in done.err
    assert contents(study) == before


def test_a_file_of_somebody_else_is_the_machines_matter(
    tipcoder: Tipcoder, study: Path, heeding_permissions: None
) -> None:
    file = study.parent / "theirs.csv"
    file.write_bytes(survey("No."))
    file.chmod(0)
    tipcoder("import", file, cwd=study).refused(
        3, "theirs.csv: cannot be read (Permission denied)", "permissions"
    )


def test_a_column_with_an_escape_sequence_in_its_name_does_not_reach_the_terminal(
    tipcoder: Tipcoder, study: Path
) -> None:
    file = study.parent / "odd.csv"
    file.write_bytes(survey("No.").replace(b"role", b"r\x1b[31mole"))
    done = tipcoder("import", file, cwd=study)
    done.refused(2, "no column 'role'", "Did you mean 'r\\x1b[31mole'?")


@pytest.mark.parametrize("words", [("import", "pipe"), ("codings", "import", "pipe")])
def test_a_named_pipe_is_read_like_a_file(
    tipcoder: Tipcoder, study: Path, sources: Sources, words: tuple[str, ...]
) -> None:
    os.mkfifo(study / "pipe")
    content = (
        b"case,question,coder,code,start,end\n"
        if "codings" in words
        else sources.survey.read_bytes()
    )
    writer = threading.Thread(target=lambda: (study / "pipe").write_bytes(content))
    writer.start()
    done = tipcoder(*words, "--dry-run", cwd=study)
    writer.join()
    assert done.status == 0, done.err
    assert "nothing was written" in done.out + done.err
