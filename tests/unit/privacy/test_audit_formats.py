"""The audit reads what it claims to read: a name in any spot of any kind of file is found,
alone and in archives inside archives, and what has no reader is refused by its name at any depth.
"""

from __future__ import annotations

import contextlib
import gzip
import io
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from planted_files import BUILDERS, build_all, document, pack, pack_tar, pdf, pixels
from tipcoder.errors import BadInput
from tipcoder.privacy.audit import nesting
from tipcoder.privacy.audit.audit import audit_contents
from tipcoder.privacy.audit.file_kinds import recognise_kind
from tipcoder.privacy.audit.finding import LeakFinding
from tipcoder.privacy.audit.knowledge import Knowledge
from tipcoder.privacy.audit.readers import KINDS, read_file
from tipcoder.privacy.audit.reading import read_contents
from tipcoder.privacy.detection import Detector

NAME = "Harbour Light Network"
"""The registered name of a respondent that the detector knows."""
PLANTED = list(build_all(NAME))
Wrap = Callable[[str, bytes], tuple[str, bytes]]


def _alone(name: str, data: bytes) -> tuple[str, bytes]:
    return name, data


def _in_zip(name: str, data: bytes) -> tuple[str, bytes]:
    return "outer.zip", pack({f"folder/{name}": data, "other.txt": "Nothing."})


def _in_tar(name: str, data: bytes) -> tuple[str, bytes]:
    return "outer.tar.gz", gzip.compress(pack_tar({name: data}), mtime=0)


def _in_tar_in_zip(name: str, data: bytes) -> tuple[str, bytes]:
    return "outer.zip", pack({"inner.tgz": _in_tar(name, data)[1]})


def _in_document_in_tar(name: str, data: bytes) -> tuple[str, bytes]:
    holder = pack({"word/document.xml": "<document/>", f"word/embeddings/{name}": data})
    return _in_tar("holder.docx", holder)


WRAPS: tuple[Wrap, ...] = (_alone, _in_zip, _in_tar, _in_tar_in_zip, _in_document_in_tar)


@pytest.fixture
def look(detector: Detector, tmp_path: Path) -> Callable[[str, bytes], list[LeakFinding]]:
    """Audit bytes as a file of that name."""

    def run(name: str, data: bytes) -> list[LeakFinding]:
        file = tmp_path / name
        file.write_bytes(data)
        return audit_contents(read_contents(file), Knowledge(detector=detector))

    return run


Look = Callable[[str, bytes], list[LeakFinding]]


def _names(found: list[LeakFinding]) -> list[LeakFinding]:
    # In the address of a link a name is part of what is found.
    return [one for one in found if one.grave and one.kind in ("other_org", "url")]


def test_every_reader_has_a_file_with_a_name_in_it() -> None:
    assert set(BUILDERS) == KINDS
    assert {planted.kind for planted in PLANTED} == KINDS
    assert len(PLANTED) * len(WRAPS) > 200


@pytest.mark.parametrize("wrap", WRAPS)
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_name_in_any_spot_is_found_at_any_depth(look: Look, kind: str, wrap: Wrap) -> None:
    missed = []
    for planted in PLANTED:
        if planted.kind != kind:
            continue
        assert recognise_kind(planted.name, planted.data) == kind
        found = _names(look(*wrap(planted.name, planted.data)))
        # Whoever looks for it is led there, container by container.
        led = wrap is _alone or any(planted.name in one.location for one in found)
        if not found or not led:
            missed.append(planted.spot)
    assert missed == []


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_one_name_is_one_finding_of_a_part(look: Look, kind: str) -> None:
    for planted in PLANTED:
        if planted.kind == kind:
            found = _names(look(planted.name, planted.data))
            parts = [finding.part for finding in found if finding.kind == "other_org"]
            # A name that touches another word is one with a letter too many as well.
            twice = planted.spot == "touching"
            assert len(parts) - twice <= len(set(parts)) <= 2, planted.spot


UNREADABLE = {
    "a.rds": gzip.compress(b"X\n\x00\x00\x00\x03\xff\xfe"),
    "a.RData": gzip.compress(b"RDX3\nX\n\x00\x00\x00\x03\xff"),
    "renamed.dat": gzip.compress(b"RDX3\nX\n\x00\x00\x00\x03\xff"),
    "a.7z": b"7z\xbc\xaf\x27\x1c\x00\x04\xff",
    "archive.bin": b"7z\xbc\xaf\x27\x1c\x00\x04\xff",
    "a.rar": b"Rar!\x1a\x07\x01\x00\xff",
    "a.zst": b"\x28\xb5\x2f\xfd\xff\xff",
    "a.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "oleObject1.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "a.xlsb": b"PK\x05\x06" + bytes(18),
    "a.sas7bdat": bytes(12) + b"\xc2\xea\x81\x60",
    "a.pkl": b"\x80\x04\x95\xff.",
    "a.npy": b"\x93NUMPY\x01\x00\xff",
    "a.h5": b"\x89HDF\r\n\x1a\n\xff",
    "a.feather": b"ARROW1\x00\x00\xff",
    "a.mp4": b"\x00\x00\x00\x18ftypmp42\xff",
    "a.eps": b"%!PS-Adobe-3.0 EPSF-3.0\n(Harbour) show\n",
    "a.heic": b"\x00\x00\x00\x18ftypheic\xff",
    "a.strange": b"\xfe\xed\xfa\xce\xff\x00\x81",
    "a.png": b"\x89PNG\r\n\x1a\n\xff\xfe",
    "a.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "a.gz": b"\x1f\x8b\x08\x00\x00",
    "a.tar": b"x" * 257 + b"ustar" + b"\xff" * 300,
    "a.sqlite": b"SQLite format 3\x00" + b"\xff" * 200,
    "a.pdf": b"%PDF-1.7\x00\xff",
    "a.parquet": b"PAR1\xff\xff",
    "a.docx": b"PK\x03\x04 broken",
    "a.json": b"{",
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_is_refused_by_name_at_any_depth(look: Look, name: str) -> None:
    for wrap in WRAPS:
        with pytest.raises(BadInput) as caught:
            look(*wrap(name, UNREADABLE[name]))
        assert name in caught.value.message
        assert caught.value.hint


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_damaged_file_is_refused_or_read_and_never_a_fault_of_ours(kind: str) -> None:
    chance = random.Random(kind)
    for planted in PLANTED:
        if planted.kind != kind:
            continue
        cut = planted.data[: chance.randrange(len(planted.data))]
        changed = bytearray(planted.data)
        for _ in range(4):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        for data in (cut, bytes(changed)):
            with contextlib.suppress(BadInput):
                read_file(planted.name, data)


def test_all_that_cannot_be_read_is_named_at_once(look: Look) -> None:
    inner = pack({"a.rds": b"\xff\xfe", "fine.txt": "x"})
    with pytest.raises(BadInput) as caught:
        look("outer.zip", pack({"inner.zip": inner, "b.7z": b"\xff"}))
    assert "inner.zip / a.rds: this is a file of R" in caught.value.message
    assert "b.7z: this is a 7-Zip archive" in caught.value.message


@pytest.mark.parametrize("ending", [".csv", ".bin", ".txt", ""])
def test_a_renamed_file_is_read_as_what_it_is(look: Look, ending: str) -> None:
    for data in (
        document(lambda made: made.add_paragraph(NAME)),
        pdf(f"We are {NAME}."),
        pack({"a.txt": NAME}),
        gzip.compress(NAME.encode()),
        rf"{{\rtf1 {NAME}\par}}".encode(),
    ):
        assert _names(look(f"renamed{ending}", data))


def test_a_password_is_said(look: Look) -> None:
    import zipfile

    locked = bytearray(pack({"a.txt": "x"}))
    with zipfile.ZipFile(io.BytesIO(locked)) as archive:
        start = archive.start_dir
    locked[start + 8] |= 1  # in the list of members
    locked[6] |= 1
    manifest = "<manifest><file-entry><m:encryption-data xmlns:m='x'/></file-entry></manifest>"
    text = {"content.xml": b"\xff\xfe", "META-INF/manifest.xml": manifest}
    office = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    cases = {
        "a.zip": bytes(locked),
        "a.odt": pack(text),
        "a.docx": office + "EncryptedPackage".encode("utf-16-le"),
        "a.pdf": pdf("x", change=lambda writer: writer.encrypt("secret", algorithm="RC4-128")),
    }
    for name, data in cases.items():
        for wrap in (_alone, _in_zip):
            with pytest.raises(BadInput, match="password"):
                look(*wrap(name, data))


def test_a_scanned_page_is_said_to_be_unreadable(look: Look) -> None:
    with pytest.raises(BadInput, match="page 1: it is a picture without text"):
        look("a.pdf", pixels("PDF"))


def test_pictures_that_hold_nothing_pass_with_one_remark(look: Look) -> None:
    pictures = {f"a.{form.lower()}": pixels(form) for form in ("PNG", "JPEG", "GIF", "WEBP")}
    found = look("figures.zip", pack({**pictures, "a.tif": pixels("TIFF"), "a.bmp": pixels("BMP")}))
    assert [(one.kind, one.grave, len(one.places)) for one in found] == [("picture", False, 6)]


def test_archives_without_end_are_refused(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    data = b"x"
    for _ in range(nesting.DEEPEST + 1):
        data = pack({"inner.zip": data})
    with pytest.raises(BadInput, match="nested too deep"):
        look("a.zip", data)

    steep = gzip.compress(bytes(40_000_000))
    with pytest.raises(BadInput, match="more than 800 times its size"):
        look("a.gz", steep)
    with pytest.raises(BadInput, match="more than 800 times its size"):
        look("a.zip", pack({"a.txt": bytes(40_000_000)}))

    monkeypatch.setattr(nesting, "MOST_UNPACKED", 100_000)
    many = pack({f"{number}.zip": pack({"a.txt": f"{number}" * 20_000}) for number in range(9)})
    with pytest.raises(BadInput, match="which is more than can be read"):
        look("a.zip", many)

    monkeypatch.setattr(nesting, "MOST_MEMBERS", 5)
    with pytest.raises(BadInput, match="too many to read"):
        look("a.zip", pack({f"{number}.txt": "x" for number in range(9)}))


def test_what_is_nested_without_end_inside_is_refused_or_read(look: Look) -> None:
    assert _names(look("a.xml", b"<a>" * 400 + NAME.encode() + b"</a>" * 400))
    for depth in (400, 20_000):
        for name, data in {
            "a.xml": b"<a>" * depth + NAME.encode() + b"</a>" * depth,
            "a.json": b"[" * depth + b"]" * depth,
            "a.ipynb": b'{"cells": ' + b"[" * depth + b"]" * depth + b"}",
            "a.odt": pack({"content.xml": "<p>" * depth + NAME + "</p>" * depth}),
            "a.docx": pack({"word/document.xml": "<p>" * depth + NAME + "</p>" * depth}),
            "a.rtf": b"{\\rtf1 " + b"{" * depth + NAME.encode() + b"}" * depth + b"}",
            "a.html": b"<div>" * depth + NAME.encode(),
        }.items():
            with contextlib.suppress(BadInput):
                look(name, data)


def test_the_place_leads_through_every_container(look: Look) -> None:
    from planted_files import workbook

    book = workbook(lambda book, sheet: sheet.append([2, NAME]))
    report = pack({"word/document.xml": "<document/>", "word/embeddings/book.xlsx": book})
    (found,) = _names(look("appendix.zip", pack({"report.docx": report})))
    assert found.places == ("report.docx / word/embeddings/book.xlsx / sheet Sheet, row 3",)
