"""Files that are zip archives inside: what they hold, member by member, and what the archive itself tells.

Read with the standard library alone, so that nothing of the program that wrote a file helps to overlook something.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import PurePosixPath
from xml.etree import ElementTree

from tipcoder.errors import BadInput
from tipcoder.privacy.audit.archive_gaps import find_gaps
from tipcoder.privacy.audit.contents import Contents, Passage, Trace

NO_TIME = (1980, 1, 1, 0, 0, 0)
"""What an archive says that keeps no times."""
_LARGEST = 1 << 28
"""Bytes (256 MB) to which an archive may unpack: some kilobytes can unfold without end."""
_STRETCH = 1 << 16
_LARGEST_GAP = 64
"""Bytes between members that some programs leave to align them."""
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf", ".tif", ".tiff", ".bmp", ".webp")
_CODE = (".bin", ".vba", ".exe", ".dll", ".js")
_NARROW = re.compile(rb"[\x20-\x7e]{6,}")
_WIDE = re.compile(rb"(?:[\x20-\x7e]\x00){6,}")
_SCHEMAS = re.compile(
    r"(?:https?://)?(?:www\.)?(?:schemas\.(?:openxmlformats|microsoft)\.(?:org|com)|"
    r"purl\.(?:org|oclc\.org)|w3\.org)/|urn:(?:schemas-microsoft-com|oasis|qda-xml)|"
    r"application/(?:vnd|xml)|https?://www\.w3\.org/|text/(?:xml|css)"
)


class Package(Mapping[str, bytes]):
    """Members of an archive by name, each unpacked when it is asked for and then forgotten."""

    def __init__(self, archive: zipfile.ZipFile, members: Mapping[str, zipfile.ZipInfo]) -> None:
        self._archive, self._members = archive, members

    def __iter__(self) -> Iterator[str]:
        return iter(self._members)

    def __len__(self) -> int:
        return len(self._members)

    def __contains__(self, name: object) -> bool:
        return name in self._members

    def __getitem__(self, name: str) -> bytes:
        with _refuse_damaged_archive():
            return self._archive.read(self._members[name])

    def read_stretches(self, name: str) -> Iterator[bytes]:
        """The bytes of a member, some at a time."""
        with _refuse_damaged_archive(), self._archive.open(self._members[name]) as member:
            while found := member.read(_STRETCH):
                yield found

    def read_tree(self, name: str) -> ElementTree.Element | None:
        """A member as a tree, or None where there is none."""
        return parse_xml(self[name], name) if name in self else None


@contextmanager
def _refuse_damaged_archive() -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError):
        raise BadInput("It is damaged or locked.", "Write it again, without a password.") from None


def open_package(data: bytes, contents: Contents) -> Package:
    """The members of an archive; names, times, remarks and whatever lies around them are noted in `contents`."""
    with _refuse_damaged_archive():
        archive = zipfile.ZipFile(io.BytesIO(data))
        infos = archive.infolist()
        if sum(info.file_size for info in infos) > _LARGEST:
            raise BadInput(
                f"It unpacks to more than {_LARGEST >> 20} MB, which is more than can be read.",
                "Audit what is in it.",
            )
        members: dict[str, zipfile.ZipInfo] = {}
        for info in infos:
            if not info.is_dir():
                # Programs show one of two members that have one name; the other must not stay unread.
                twin = info.filename in members
                members[f"{info.filename} ({info.header_offset})" if twin else info.filename] = info
        remark = archive.comment
        between = find_gaps(data, infos, archive.start_dir)
    package = Package(archive, members)
    for info in infos:
        contents.passages.append(
            Passage("list of members", _strip_ending(info.filename), True, "names of members")
        )
        if info.comment or info.extra:
            text = (info.comment + b" " + info.extra).decode("latin-1")
            contents.passages.append(Passage(info.filename, text, True, "remarks of the archive"))
    if remark:
        contents.passages.append(
            Passage("the archive", remark.decode("utf-8", "replace"), True, "remarks")
        )
    if any(info.date_time != NO_TIME for info in infos):
        contents.traces.append(
            Trace("time", "the archive", "tells when its parts were made", grave=False)
        )
    for number, hidden in enumerate(between, 1):
        contents.passages += bytes_as_text(hidden, f"gap {number} of the archive")
    if sum(map(len, between)) > _LARGEST_GAP:
        contents.traces.append(Trace("hidden", "the archive", "has bytes that belong to no member"))
    if len({info.filename for info in infos}) < len(infos):
        contents.traces.append(Trace("hidden", "the archive", "has two members of one name"))
    return package


class _DocumentType(Exception):
    """A file that could hide text in entities, or unfold them without end."""


class SafeBuilder(ElementTree.TreeBuilder):
    """Builds trees, but not of files with a document type."""

    def doctype(self, *_: object) -> None:
        """Called by the parser at a document type, in whatever encoding it stands."""
        raise _DocumentType


def _strip_ending(name: str) -> str:
    """A name without its ending, which may be a country's domain too (`.md`, `.py`)."""
    return re.sub(r"\.\w{1,8}$", "", name)


def parse_xml(data: bytes, name: str) -> ElementTree.Element:
    """XML as a tree. Raises BadInput for what is none, or defines entities, which could hide or unfold anything."""
    builder = SafeBuilder(insert_comments=True, insert_pis=True)
    with require_well_formed(name):
        return ElementTree.fromstring(data, ElementTree.XMLParser(target=builder))


@contextmanager
def require_well_formed(name: str) -> Iterator[None]:
    """Turns the parser's errors about a member into BadInput."""
    try:
        yield
    except _DocumentType:
        raise BadInput(
            f"{name} defines a document type.", "Such a file cannot be audited; write it again."
        ) from None
    except (ElementTree.ParseError, ValueError, LookupError):
        raise BadInput(f"{name} is damaged.", "Write the file again.") from None


def local_name(tag: object) -> str:
    """The name of an element or attribute without its namespace; empty for comments."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def iterate_tree_texts(root: ElementTree.Element, member: str) -> Iterator[Passage]:
    """Every text and attribute of a tree, hidden as far as anybody knows."""
    for element in root.iter():
        name = local_name(element.tag) or "comment"
        if name == "p" and len(element):
            yield Passage(
                member, "".join(map(str, element.itertext())), True, f"{member} p"
            )  # a name may be cut in runs
        if element.text and element.text.strip():
            yield Passage(member, element.text, True, f"{member} {name}")
        if element.tail and element.tail.strip():
            yield Passage(member, element.tail, True, f"{member} text")
        yield from iterate_attribute_texts(element, member)


def iterate_attribute_texts(element: ElementTree.Element, member: str) -> Iterator[Passage]:
    """Attributes that are more than the grammar of the format."""
    for key, value in element.attrib.items():
        if (
            len(value) > 2
            and not _SCHEMAS.match(value)
            and not value.replace(".", "").replace("-", "").isdigit()
        ):
            yield Passage(
                member, value, True, f"{member} {local_name(element.tag)} {local_name(key)}"
            )


def read_other_member(name: str, data: bytes, contents: Contents) -> None:
    """Read a member that the format's own reader does not: properties, pictures, code, and anything else."""
    ending = PurePosixPath(name).suffix.lower()
    if ending in (".xml", ".rels", ".vml", ".rdf", ".qde", ".qdc", ".svg"):
        root = parse_xml(data, name)
        contents.passages += iterate_tree_texts(root, name)
        for element in root.iter():
            if element.get("TargetMode") == "External":
                contents.traces.append(Trace("link", name, "points outside the file"))
            elif not isinstance(element.tag, str):
                contents.traces.append(
                    Trace("comment", name, "holds a comment that readers do not see")
                )
        _note_properties(root, name, contents)
        return
    if ending in _PICTURES:
        contents.traces.append(
            Trace(
                "picture", name, "is a picture: nobody but you can read what it shows", grave=False
            )
        )
    elif ending in _CODE:
        contents.traces.append(Trace("code", name, "is code or an embedded object"))
    contents.passages += bytes_as_text(data, name)


def _note_properties(root: ElementTree.Element, name: str, contents: Contents) -> None:
    if not name.startswith(("docProps/", "meta.xml")) and "docProps" not in name:
        return
    for element in root.iter():
        kind = local_name(element.tag)
        if not (element.text and element.text.strip()):
            continue
        if kind in (
            "creator",
            "lastModifiedBy",
            "Manager",
            "Company",
            "initial-creator",
            "lastPrinted",
        ):
            contents.traces.append(Trace("author", f"{name} {kind}", "names who made the file"))
        elif kind in (
            "created",
            "modified",
            "date",
            "creation-date",
            "TotalTime",
            "revision",
            "editing-duration",
        ):
            contents.traces.append(
                Trace("time", f"{name} {kind}", "tells when and how the file was made", grave=False)
            )


def bytes_as_text(data: bytes, place: str) -> Iterator[Passage]:
    """Runs of letters in bytes of an unknown kind."""
    try:
        yield Passage(place, data.decode("utf-8"), True, place)
    except UnicodeDecodeError:
        found = [run.decode("ascii") for run in _NARROW.findall(data)]
        found += [run.decode("utf-16-le") for run in _WIDE.findall(data)]
        if found:
            yield Passage(place, "\n".join(found), True, place)
