"""Members of an office document that its reader leaves over: properties, relations, pictures,
settings and more. And XML that is a file of its own."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from tipcoder.privacy.audit.contents import Contents, Trace
from tipcoder.privacy.audit.file_kinds import recognise_kind
from tipcoder.privacy.audit.nesting import Nest
from tipcoder.privacy.audit.raw_bytes import iterate_raw_texts
from tipcoder.privacy.audit.xml_trees import iterate_tree_texts
from tipcoder.safe_xml import local_name, parse_xml

_OF_PRINTERS = ("printersettings", "layout-cache", "devmode")
"""Members of some bytes with a few words between them, such as the name of a printer."""
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


def read_other_member(name: str, data: bytes, contents: Contents, nest: Nest) -> None:
    """Read a member of any kind into `contents`. Raises BadInput for damaged XML."""
    if recognise_kind(name, data) == "xml":
        _read_tree(parse_xml(data, name), name, contents)
    elif any(word in name.lower() for word in _OF_PRINTERS):
        contents.passages += iterate_raw_texts(data, name)
    elif data.strip(b"\x00"):
        nest.read_into(contents, name, data)


def read_remnant(data: bytes) -> Contents:
    """What a system leaves in an archive beside its files: the names of folders and where files
    came from."""
    contents = Contents()
    sentence = "was left there by the system that packed it"
    contents.traces.append(Trace("hidden", "the file", sentence, grave=False))
    contents.passages += iterate_raw_texts(data, "left by the system")
    return contents


def read_xml(data: bytes, nest: Nest) -> Contents:
    """XML of any grammar: its texts as they are seen, and its attributes and comments."""
    contents = Contents()
    name = nest.name or "the document"
    root = parse_xml(data, name)
    contents.passages += iterate_tree_texts(root, "text", hidden=False)
    _note_elements(root, "text", contents)
    return contents


def _read_tree(root: Element, name: str, contents: Contents) -> None:
    contents.passages += iterate_tree_texts(root, name)
    _note_elements(root, name, contents)
    if "docProps" in name or name.startswith("meta.xml"):
        _note_properties(root, name, contents)


def _note_elements(root: Element, name: str, contents: Contents) -> None:
    for element in root.iter():
        if element.get("TargetMode") == "External":
            contents.traces.append(Trace("link", name, "points outside the file"))
        elif not isinstance(element.tag, str):
            sentence = "holds a comment that readers do not see"
            contents.traces.append(Trace("comment", name, sentence))


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
