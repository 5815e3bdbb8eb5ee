"""A project of another program (.qdpx) as data, with a list of what is not taken from it.

Programs differ in namespaces, in the case of identifiers and folders, in braces, in empty sets and
in how a case is told. Whatever can be read is read.
"""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from sys import getsizeof, intern
from xml.etree.ElementTree import Element

from tipcoder.errors import BadInput
from tipcoder.interchange.archives import ProjectArchive, open_archive
from tipcoder.interchange.guids import normalise_guid
from tipcoder.interchange.refi_model import (
    RefiCode,
    RefiCoding,
    RefiNote,
    RefiSelection,
    RefiSource,
    RefiUser,
)
from tipcoder.interchange.refi_records import RecordReader

_FURTHER_SOURCES = {
    "PDFSource": "PDF",
    "PictureSource": "picture",
    "AudioSource": "recording",
    "VideoSource": "film",
}
"""What has no text that answers could be found by."""
_MOST_THINGS = 1_000_000
"""Selections, codings, users and so on that are held: a study of 100,000 answers has some hundred
thousand, and a million take some hundred megabytes.
"""
_LARGEST_TEXTS = 1 << 27
"""Bytes (134 MB) of memory that all texts together take."""


@dataclass
class ReadProject:
    """What a project holds that can be taken in, and what it holds besides."""

    origin: str = ""
    users: dict[str, RefiUser] = field(default_factory=dict)
    codes: dict[str, RefiCode] = field(default_factory=dict)
    sources: list[RefiSource] = field(default_factory=list)
    notes: dict[str, RefiNote] = field(default_factory=dict)
    case_guids: set[str] = field(default_factory=set)
    """Some programs write a case as a code too, under the same identifier."""
    further: Counter[str] = field(default_factory=Counter)
    """How many things of which kind have no place here."""
    remarks: list[str] = field(default_factory=list)
    source: str = "the project"
    """The name of the file."""
    things: int = 0
    text_bytes: int = 0

    def count_held(self, things: int, text: str | None = None) -> None:
        """Count what is held. Raises BadInput for more than any study has."""
        self.things += things
        self.text_bytes += getsizeof(text) if text else 0
        if self.things > _MOST_THINGS or self.text_bytes > _LARGEST_TEXTS:
            raise BadInput(
                f"{self.source}: has more in it than can be read.", "Export fewer texts at once."
            )


def read_project(path: Path) -> ReadProject:
    """Read a .qdpx. Raises BadInput for one that is damaged or could do harm."""
    project = ReadProject(source=path.name)
    with open_archive(path) as archive:
        project.remarks += archive.remarks
        with archive.open_project() as stream:
            reader = RecordReader(stream, path.name)
            for record in reader.iterate_records():
                _add_record(project, record, archive)
        if reader.root is not None:
            project.origin = reader.root.get("origin") or ""
    return project


def _add_record(project: ReadProject, record: Element, archive: ProjectArchive) -> None:
    kind = record.tag
    guid = normalise_guid(record.get("guid"))
    project.count_held(1)
    if kind == "User":
        project.users[guid] = RefiUser(guid, record.get("name") or record.get("id") or "")
    elif kind == "Codes":
        for code in iterate_codes(record):
            project.count_held(1, code.description)
            project.codes[code.guid] = code
    elif kind == "TextSource":
        project.sources.append(_read_source(record, archive, project))
    elif kind == "Note":
        note = _read_note(record, guid, archive)
        project.count_held(1, note.text)
        project.notes[guid] = note
    elif kind == "Case":
        project.case_guids.add(guid)
        project.further["case"] += 1
    elif kind in _FURTHER_SOURCES:
        project.further[_FURTHER_SOURCES[kind]] += 1
        codings = sum(1 for _ in record.iter("Coding"))
        project.further["coding of what is no text"] += codings
    else:
        project.further[kind.lower()] += 1


def iterate_codes(container: Element) -> Iterator[RefiCode]:
    """The codes below an element, parents first, in the order of the file."""
    waiting = [(element, "") for element in reversed(container.findall("Code"))]
    while waiting:
        element, parent = waiting.pop()
        guid = normalise_guid(element.get("guid"))
        yield RefiCode(
            guid,
            element.get("name") or "",
            parent,
            _find_description(element),
            element.get("color") or "",
            (element.get("isCodable") or "true").strip().casefold() not in ("false", "0"),
            _list_notes(element),
        )
        waiting += [(child, guid) for child in reversed(element.findall("Code"))]


def _find_description(element: Element) -> str:
    """Its child, or the attribute that some programs write instead."""
    found = element.findtext("Description")
    return (found if found is not None else element.get("description") or "").strip()


def _list_notes(element: Element) -> tuple[str, ...]:
    return tuple(_read_reference(note, "targetGUID") for note in element.findall("NoteRef"))


def _read_reference(element: Element, attribute: str) -> str:
    """An identifier that others have too, held once."""
    return intern(normalise_guid(element.get(attribute)))


def _read_note(record: Element, guid: str, archive: ProjectArchive) -> RefiNote:
    text, _ = _read_plain_text(record, archive)
    return RefiNote(
        guid,
        record.get("name") or "",
        text or _find_description(record),
        normalise_guid(record.get("creatingUser")),
        _read_time(record.get("creationDateTime") or ""),
    )


def _read_time(written: str) -> str:
    """A time in UTC, ISO 8601, to the second; empty for one that is none or has no zone."""
    try:
        at = datetime.fromisoformat(written)
        if at.tzinfo is None:
            return ""
        return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError):
        return ""


def _read_source(record: Element, archive: ProjectArchive, project: ReadProject) -> RefiSource:
    text, has_mark = _read_plain_text(record, archive)
    project.count_held(0, text)
    selections = []
    for element in record.findall("PlainTextSelection"):
        selection = _read_selection(element)
        if selection is None:
            project.further["selection without a place"] += 1
        else:
            project.count_held(1 + len(selection.codings))
            selections.append(selection)
    project.further["value of a variable"] += len(record.findall("VariableValue"))
    return RefiSource(
        normalise_guid(record.get("guid")),
        record.get("name") or "",
        text,
        tuple(selections),
        _read_codings(record, _read_reference(record, "creatingUser")),
        _list_notes(record),
        has_mark,
    )


def _read_selection(element: Element) -> RefiSelection | None:
    try:
        start = int(element.get("startPosition") or "")
        end = int(element.get("endPosition") or "")
    except ValueError:
        return None
    user = _read_reference(element, "creatingUser")
    return RefiSelection(start, end, _read_codings(element, user), _list_notes(element), user)


def _read_codings(element: Element, user: str) -> tuple[RefiCoding, ...]:
    """Codes on an element. Who coded is told by the coding, and else by what it lies on."""
    codings = []
    for coding in element.findall("Coding"):
        reference = coding.find("CodeRef")
        if reference is None:
            continue
        code = _read_reference(reference, "targetGUID")
        own = _read_reference(coding, "creatingUser") or user
        codings.append(RefiCoding(code, own, _list_notes(coding)))
    return tuple(codings)


def _read_plain_text(record: Element, archive: ProjectArchive) -> tuple[str | None, bool]:
    """The text of a source or memo, and whether a byte order mark stood before it."""
    content = record.findtext("PlainTextContent")
    if content is not None:
        return content, False
    path = record.get("plainTextPath")
    data = archive.read_text(path) if path else None
    if data is None:
        return None, False
    has_mark = data.startswith(codecs.BOM_UTF8)
    try:
        return data.decode("utf-8-sig"), has_mark
    except UnicodeDecodeError:
        # Positions in a text whose letters are guessed would be guessed too.
        return None, False
