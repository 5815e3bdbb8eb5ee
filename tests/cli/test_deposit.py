"""`tipcoder deposit`: what repositories ask for, in one folder that passed the gate."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

if TYPE_CHECKING:
    from conftest import Tipcoder

Case = Callable[[str], str]
WHO = "3237565957"
DDI = "{ddi:codebook:2_5}"


def test_a_deposit_has_every_part_and_its_checksums_hold(
    tipcoder: Tipcoder, read: Path, case: Case, tmp_path: Path
) -> None:
    folder = tmp_path / "deposit"
    words = ("--author", "Ana Ruiz", "--licence", "CC BY 4.0", "--description", "A <small> test.")
    done = tipcoder("deposit", *words, "--codings-of", "anna", "-o", folder, cwd=read)
    assert (done.status, done.out) == (0, ""), done.err
    names = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}
    wanted = {"README.md", "checksums.sha256", "log.csv", "metadata/ddi.xml"}
    wanted |= {"data/codes_by_case.csv", "data/codes_by_case.dictionary.csv", "data/quotes.csv"}
    wanted |= {"data/codings.csv", "codebook/codebook.toml", "codebook/revisions.csv"}
    wanted |= {"metadata/dataverse.json", "codebook/codebook.csv", "agreement/agreement.html"}
    assert wanted <= names

    sums = dict(
        reversed(line.split("  "))
        for line in (folder / "checksums.sha256").read_text("utf-8").splitlines()
    )
    assert sums.keys() == names - {"checksums.sha256"}
    for name, digest in sums.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest

    quotes = (folder / "data" / "quotes.csv").read_text("utf-8")
    assert f'"{case(WHO)}","The embassy"' in quotes
    texts = [name for name in names if not name.endswith(".docx")]
    everything = "".join((folder / name).read_text("utf-8") for name in texts)
    # Nobody's other words, and nobody's name.
    assert "ministry" not in everything
    assert "anna" not in everything
    assert "Blue Lamp" not in everything


def test_the_metadata_say_what_a_person_said_and_are_well_formed(
    tipcoder: Tipcoder, coded: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "deposit"
    words = ("--author", "Ana Ruiz", "--author", "Bo <Li>", "--licence", "CC BY 4.0")
    done = tipcoder("deposit", *words, "-o", folder, cwd=coded)
    assert done.status == 0, done.err
    assert "The deposit has no quotes. No quote may leave" in done.err
    root = ElementTree.parse(folder / "metadata" / "ddi.xml").getroot()
    assert root.tag == f"{DDI}codeBook"
    assert [one.text for one in root.iter(f"{DDI}AuthEnty")] == ["Ana Ruiz", "Bo <Li>"]
    header = (folder / "data" / "codes_by_case.csv").read_text("utf-8").splitlines()[0].split(",")
    assert [one.attrib["name"] for one in root.iter(f"{DDI}var")] == header
    dataset = json.loads((folder / "metadata" / "dataverse.json").read_text("utf-8"))
    fields = dataset["datasetVersion"]["metadataBlocks"]["citation"]["fields"]
    by_name = {field["typeName"]: field["value"] for field in fields}
    assert by_name["title"] == "A small study"
    assert [one["authorName"]["value"] for one in by_name["author"]] == ["Ana Ruiz", "Bo <Li>"]
    # A name is no markup on the page either.
    assert "Bo <Li>" not in (folder / "README.md").read_text("utf-8")


def test_a_deposit_is_whole_or_not_there(tipcoder: Tipcoder, coded: Path, tmp_path: Path) -> None:
    folder = tmp_path / "deposit"
    folder.mkdir()
    (folder / "old.txt").write_text("", "utf-8")
    tipcoder("deposit", "-o", folder, cwd=coded).refused(2, "is there already")
    tipcoder("deposit", cwd=coded).refused(2, "-o DIR")
    # What must not leave keeps everything here.
    words = ("--description", "About Blue Lamp.")
    done = tipcoder("deposit", *words, "-o", tmp_path / "new", cwd=coded)
    done.refused(1, "did not pass the audit")
    assert not (tmp_path / "new").exists()
