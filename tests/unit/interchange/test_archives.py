"""Archives that are built to harm are refused before they do, and nothing is ever unpacked."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tipcoder.errors import BadInput
from tipcoder.interchange.refi_reading import read_project

PROJECT = '<Project xmlns="urn:QDA-XML:project:1.0" name="p">{}</Project>'
SOURCE = '<Sources><TextSource guid="a" name="R1" plainTextPath="internal://a.txt"/></Sources>'


def pack(*members: tuple[str | zipfile.ZipInfo, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


def with_member(name: str, content: str | bytes = "x") -> bytes:
    return pack(("project.qde", PROJECT.format(SOURCE)), (name, content))


def build_bomb() -> bytes:
    return with_member("sources/a.txt", b" " * (48 << 20))


def build_large_text() -> bytes:
    """Stored and not packed, so only its length tells."""
    info = zipfile.ZipInfo("sources/a.txt")
    info.compress_type = zipfile.ZIP_STORED
    return pack(("project.qde", PROJECT.format(SOURCE)), (info, b" " * ((32 << 20) + 1)))


def build_lie() -> bytes:
    """A text that is said to be of 9 bytes, and has thousands."""
    data = with_member("sources/a.txt", b"word " * 1_800)
    return data.replace((9_000).to_bytes(4, "little"), (9).to_bytes(4, "little"))


def build_link() -> bytes:
    info = zipfile.ZipInfo("sources/a.txt")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return pack(("project.qde", PROJECT.format("")), (info, "/etc/passwd"))


def build_locked() -> bytes:
    """The flag of a locked member, in both places where it stands (APPNOTE.TXT, 4.4.4)."""
    data = bytearray(with_member("sources/a.txt"))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.rindex(mark)
        data[place + at] |= 1
    return bytes(data)


def with_xml(xml: str) -> bytes:
    return pack(("project.qde", xml))


LAUGHS = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>' + PROJECT.format("&b;")
XXE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + PROJECT.format("&x;")
DEEP = PROJECT.format("<Codes>" + "<Code>" * 600 + "</Code>" * 600 + "</Codes>")
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "bomb": (build_bomb, "unfolds to 48 MB"),
    "large text": (build_large_text, "too large"),
    "lying size": (build_lie, "damaged"),
    "traversal": (lambda: with_member("../evil.txt"), "outside of the archive"),
    "backslashes": (lambda: with_member("sources\\..\\..\\evil.txt"), "outside of the archive"),
    "absolute": (lambda: with_member("/etc/evil.txt"), "outside of the archive"),
    "drive": (lambda: with_member("C:\\evil.txt"), "outside of the archive"),
    "link": (build_link, "is a link"),
    "locked": (build_locked, "locked with a password"),
    "no project": (lambda: pack(("a.txt", "x")), "no project.qde"),
    "two projects": (
        lambda: pack(("a.qde", PROJECT.format("")), ("b.qde", PROJECT.format(""))),
        "2 projects",
    ),
    "truncated": (lambda: with_member("sources/a.txt")[:-30], "damaged, or cut off"),
    "no archive": (lambda: b"PK, but no archive", "damaged, or cut off"),
    "cut xml": (lambda: with_xml(PROJECT.format("")[:-5]), "no REFI-QDA project"),
    "endless laughs": (lambda: with_xml(LAUGHS), "has a DTD"),
    "foreign file": (lambda: with_xml(XXE), "has a DTD"),
    "too deep": (lambda: with_xml(DEEP), "nested too deep"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_archive_is_refused_by_name(kind: str, tmp_path: Path) -> None:
    build, why = HOSTILE[kind]
    path = tmp_path / "evil.qdpx"
    path.write_bytes(build())
    with pytest.raises(BadInput, match=r"evil\.qdpx") as refusal:
        read_project(path)
    assert why in str(refusal.value)
    assert [one.name for one in tmp_path.iterdir()] == ["evil.qdpx"]


def test_more_members_than_a_study_has_are_refused_before_they_are_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tipcoder.interchange.archives.MOST_MEMBERS", 3)
    path = tmp_path / "many.qdpx"
    path.write_bytes(pack(*((f"{number}.txt", "x") for number in range(4))))
    with pytest.raises(BadInput, match="more than 3 files"):
        read_project(path)


@pytest.mark.parametrize("limit", ["_MOST_THINGS", "_LARGEST_TEXTS"])
def test_many_small_things_are_refused_as_one_large_one_is(
    limit: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"tipcoder.interchange.refi_reading.{limit}", 200)
    source = '<TextSource guid="a"><PlainTextContent>some words</PlainTextContent></TextSource>'
    path = tmp_path / "evil.qdpx"
    path.write_bytes(with_xml(PROJECT.format(f"<Sources>{source * 300}</Sources>")))
    with pytest.raises(BadInput, match=r"evil\.qdpx: has more in it than can be read"):
        read_project(path)


@pytest.mark.parametrize(
    ("folder", "reference"),
    [
        ("sources", "internal://a.txt"),
        ("Sources", "internal://a.txt"),
        ("sources", "a.txt"),
        ("sources", "internal:///A.TXT"),
    ],
)
def test_a_text_is_found_as_programs_name_it(folder: str, reference: str, tmp_path: Path) -> None:
    source = SOURCE.replace("internal://a.txt", reference)
    path = tmp_path / "p.qdpx"
    path.write_bytes(pack(("Trial.QDE", PROJECT.format(source)), (f"{folder}/a.txt", "words")))
    assert [one.text for one in read_project(path).sources] == ["words"]


def test_a_text_in_unknown_letters_is_missing_and_the_others_are_there(tmp_path: Path) -> None:
    sources = SOURCE.replace("</Sources>", '<TextSource guid="b" plainTextPath="b.txt"/></Sources>')
    path = tmp_path / "p.qdpx"
    cyrillic = "\u0434\u0435\u043d\u044c\u0433\u0438".encode("cp1251")
    path.write_bytes(
        pack(
            ("project.qde", PROJECT.format(sources)),
            ("sources/a.txt", cyrillic),
            ("sources/b.txt", "words"),
        )
    )
    assert [one.text for one in read_project(path).sources] == [None, "words"]
