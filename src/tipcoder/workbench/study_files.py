"""What belongs to a study: its files by their place, and files of any study by what is in them."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from os.path import realpath
from pathlib import Path

from tipcoder.errors import TipcoderError
from tipcoder.privacy.key_file import find_key_folder
from tipcoder.store.opening import find_sqlite_path
from tipcoder.study import (
    CODEBOOK_FILE,
    CONCEPTS_FILE,
    COUNTRIES_FILE,
    STUDY_FILE,
    Study,
    read_study,
)
from tipcoder.study.models import VECTORS_PACKAGE

_COMPANION = re.compile(r"(\.bak\d*)?(-wal|-shm|-journal)?")
"""What follows the name of a file in the names of its backups, and of what SQLite keeps beside a
store.
"""
_HEAD = 2**16
"""Bytes of a file that are looked at to tell what it is."""
_SQLITE = b"SQLite format 3\x00"
_SQLITE_LOGS = (b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83")
_KEYS = b'"tipcoder-keys-'
_STUDY_TABLES = (
    re.compile(rb"^\s*\[respondent\]", re.M),
    re.compile(rb"^\s*\[\[question\]\]", re.M),
)
_HEADER_LINES = 10
_ENCODINGS = ("utf-8-sig", "utf-16", "cp1252", "cp1251")


def find_studies_above(path: Path) -> list[Path]:
    """The folders above a file that hold a study."""
    return [folder for folder in path.parents if (folder / STUDY_FILE).exists()]


def try_read_study(folder: Path) -> Study | None:
    """The study in a folder; None where its description cannot be read."""
    try:
        return read_study(folder / STUDY_FILE)
    except TipcoderError:
        return None


def list_study_files(folder: Path) -> dict[Path, str]:
    """Every file that a study reads or keeps, whether it is there or not, and what it is."""
    found = {
        folder / STUDY_FILE: "the description of the study",
        folder / CODEBOOK_FILE: "the codebook of the study",
        folder / CONCEPTS_FILE: "the list of concepts of the study",
        folder / COUNTRIES_FILE: "what was decided about names of countries",
        folder / "study.db": "the store of the study",
    }
    study = try_read_study(folder)
    if study is None:
        return found
    store = find_sqlite_path(study.store.url, folder)
    if store is not None:
        found[store] = "the store of the study"
    if study.country and study.country.crosswalk:
        found[folder / study.country.crosswalk] = "what was decided about names of countries"
    for indicator in study.indicators.values():
        if indicator.file:
            found[folder / indicator.file] = "a file of numbers that the study reads"
    return found


def list_model_folders(folder: Path) -> list[Path]:
    """The folders of trained models that a study names."""
    study = try_read_study(folder)
    if study is None:
        return []
    named = [*study.models.spacy.values()]
    if study.models.vectors not in (None, VECTORS_PACKAGE):
        named.append(study.models.vectors)
    folders = [folder / Path(name).expanduser() for name in named if name]
    return [place for place in folders if place.is_dir()]


def describe_by_place(path: Path, folder: Path) -> str:
    """What a file is to the study in a folder; empty where it is nothing. `path` is free of links.

    Names that differ in case only are one name: on some disks they are, and the study may move to
    one.
    """
    for file, what in list_study_files(folder).items():
        place = Path(realpath(file))
        if _is_same_file(path, place):
            return what
        # `study.db-wal`, `codebook.toml.bak2` and the like.
        ending = _find_ending(path, place)
        if ending and _COMPANION.fullmatch(ending):
            return f"kept beside {what}"
    for models in list_model_folders(folder):
        if path.is_relative_to(realpath(models)):
            return "a part of a model that the study uses"
    return ""


def _is_same_file(path: Path, other: Path) -> bool:
    if _fold_path(path) == _fold_path(other):
        return True
    try:
        # Two names may be of one file.
        return path.samefile(other)
    except (OSError, ValueError):
        return False


def _find_ending(path: Path, other: Path) -> str:
    """What the first name has behind the second; empty where it does not begin so."""
    name = _fold_path(path)
    start = _fold_path(other)
    return name.removeprefix(start) if name.startswith(start) else ""


def _fold_path(path: Path) -> str:
    return unicodedata.normalize("NFC", str(path)).casefold()


def is_among_keys(path: Path) -> bool:
    """Whether a file is in the folder of the key files."""
    try:
        return path.is_relative_to(realpath(find_key_folder()))
    except TipcoderError:
        return False


def describe_by_content(path: Path, studies: Sequence[Path]) -> str:
    """What a file is, told from its content, wherever it lies; empty for anything that is not a
    part of a study.
    """
    head = b""
    with suppress(OSError), path.open("rb") as file:
        head = file.read(_HEAD)
    # Read from the head: the file may be of any size.
    if head.startswith(_SQLITE) or head.startswith(_SQLITE_LOGS):
        return "a store, or another SQLite file"
    # Whatever it is called: it must never be taken for a result.
    if _KEYS in head:
        return "a key file, which says who is behind each response ID"
    if all(table.search(head) for table in _STUDY_TABLES):
        return "the description of a study"
    if any(_is_survey_of(try_read_study(folder), head) for folder in studies):
        return "a survey file of the study"
    return ""


def _is_survey_of(study: Study | None, head: bytes) -> bool:
    """Whether one of the first lines has the respondents' ID and every open question for cells."""
    if study is None or not study.questions:
        return False
    wanted = {question.column for question in study.questions}
    if study.respondent_id:
        wanted.add(study.respondent_id)
    for encoding in _ENCODINGS:
        with suppress(csv.Error):
            # The last letter may be cut in two.
            text = head.decode(encoding, "ignore")
            if any(wanted <= cells for cells in _read_first_lines(text)):
                return True
    return False


def _read_first_lines(text: str) -> list[set[str]]:
    """The cells of the first lines, cut at every delimiter that surveys come with."""
    found = []
    for delimiter in ",;\t|":
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        for _, cells in zip(range(_HEADER_LINES), lines, strict=False):
            found.append({cell.strip() for cell in cells})
    return found
