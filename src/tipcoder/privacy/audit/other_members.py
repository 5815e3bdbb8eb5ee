"""Members of a package that the format's own reader does not read: properties, pictures, code and
more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element

from tipcoder.privacy.audit.contents import Contents, Passage, Trace
from tipcoder.privacy.audit.xml_trees import iterate_tree_texts, local_name, parse_xml

_TREES = (".xml", ".rels", ".vml", ".rdf", ".qde", ".qdc", ".svg")
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf", ".tif", ".tiff", ".bmp", ".webp")
_CODE = (".bin", ".vba", ".exe", ".dll", ".js")
_NARROW = re.compile(rb"[\x20-\x7e]{6,}")
_WIDE = re.compile(rb"(?:[\x20-\x7e]\x00){6,}")
"""Letters of one byte and of two; fewer than six in a row come up by chance."""
_AUTHORS = frozenset(
    (
        "creator",
        "lastModifiedBy",
        "Manager",
        "Company",
        "initial-creator",
        "lastPrinted",
    )
)
_TIMES = frozenset(
    (
        "created",
        "modified",
        "date",
        "creation-date",
        "TotalTime",
        "revision",
        "editing-duration",
    )
)
"""Properties of Office Open XML and OpenDocument that tell who made a file, and when."""


def read_other_member(name: str, data: bytes, contents: Contents) -> None:
    """Read a member of any kind into `contents`. Raises BadInput for damaged XML."""
    ending = PurePosixPath(name).suffix.lower()
    if ending in _TREES:
        _read_tree(parse_xml(data, name), name, contents)
        return

    if ending in _PICTURES:
        sentence = "is a picture: nobody but you can read what it shows"
        contents.traces.append(Trace("picture", name, sentence, grave=False))
    elif ending in _CODE:
        contents.traces.append(Trace("code", name, "is code or an embedded object"))
    contents.passages += bytes_as_text(data, name)


def _read_tree(root: Element, name: str, contents: Contents) -> None:
    contents.passages += iterate_tree_texts(root, name)
    for element in root.iter():
        if element.get("TargetMode") == "External":
            contents.traces.append(Trace("link", name, "points outside the file"))
        elif not isinstance(element.tag, str):
            sentence = "holds a comment that readers do not see"
            contents.traces.append(Trace("comment", name, sentence))

    if "docProps" in name or name.startswith("meta.xml"):
        _note_properties(root, name, contents)


def _note_properties(root: Element, name: str, contents: Contents) -> None:
    for element in root.iter():
        kind = local_name(element.tag)
        if not (element.text and element.text.strip()):
            continue
        if kind in _AUTHORS:
            contents.traces.append(Trace("author", f"{name} {kind}", "names who made the file"))
        elif kind in _TIMES:
            sentence = "tells when and how the file was made"
            contents.traces.append(Trace("time", f"{name} {kind}", sentence, grave=False))


def bytes_as_text(data: bytes, place: str) -> Iterator[Passage]:
    """Runs of letters in bytes of an unknown kind."""
    try:
        yield Passage(place, data.decode("utf-8"), True, place)
    except UnicodeDecodeError:
        found = [run.decode("ascii") for run in _NARROW.findall(data)]
        found += [run.decode("utf-16-le") for run in _WIDE.findall(data)]
        if found:
            yield Passage(place, "\n".join(found), True, place)
