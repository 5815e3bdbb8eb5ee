"""Office files as they may leave: without author, times or the marks of the program that made them.

Word documents and workbooks are archives of XML parts. The libraries that write them put
properties, themes and previews beside what was asked for. Here these parts are taken out, and the
rest is packed so that the same content always gives the same bytes.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Callable, Mapping
from xml.etree import ElementTree

NO_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest time that an archive can name; it stands for none."""
CONTENT_TYPES = "[Content_Types].xml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES, _RELATIONS = f"{_PACKAGE}/content-types", f"{_PACKAGE}/relationships"
_UNWANTED = re.compile(
    r"docProps/|customXml/"  # who made the file, when and with what
    r"|\w+/theme/"  # lists of fonts in many languages, among whose names an audit would find places
    r"|word/(stylesWithEffects|webSettings|fontTable)\.xml"
)
Change = Callable[[bytes], bytes]
"""Makes the new content of a part from the old one."""


def scrub_package(data: bytes, changes: Mapping[str, Change] | None = None) -> bytes:
    """The package without its unwanted parts, in a fixed order and without times.

    `changes` says by the name of a part how its content is to be changed.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {
            name: archive.read(name) for name in archive.namelist() if not _UNWANTED.match(name)
        }
    for name, change in (changes or {}).items():
        if name in parts:
            parts[name] = change(parts[name])
    # What points to a part that is gone must go too, or programs call the file damaged.
    for name in parts:
        if name.endswith(".rels"):
            parts[name] = _remove_dead_links(parts[name], name, parts)
    parts[CONTENT_TYPES] = _remove_dead_types(parts[CONTENT_TYPES], parts)
    return pack_parts(parts)


def pack_parts(parts: Mapping[str, bytes]) -> bytes:
    """An archive without times, owners or remarks; the list of types stands first, as readers
    expect.
    """
    out = io.BytesIO()
    order = sorted(parts, key=lambda name: (name != CONTENT_TYPES, name))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in order:
            info = zipfile.ZipInfo(name, NO_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0  # else it tells which system it was made on
            archive.writestr(info, parts[name])
    return out.getvalue()


def _remove_dead_links(content: bytes, name: str, parts: Mapping[str, bytes]) -> bytes:
    # `word/_rels/document.xml.rels` holds the links of `word/document.xml`, relative to its folder.
    folder = posixpath.dirname(posixpath.dirname(name))
    root = ElementTree.fromstring(content)
    for link in list(root):
        target = link.get("Target", "")
        path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        if link.get("TargetMode") != "External" and path not in parts:
            root.remove(link)
    return _serialise(root, _RELATIONS)


def _remove_dead_types(content: bytes, parts: Mapping[str, bytes]) -> bytes:
    root = ElementTree.fromstring(content)
    endings = {name.rpartition(".")[2] for name in parts}
    for entry in list(root):
        part, ending = entry.get("PartName"), entry.get("Extension")
        is_dead = part.lstrip("/") not in parts if part else ending not in endings
        if is_dead:
            root.remove(entry)
    return _serialise(root, _TYPES)


def _serialise(root: ElementTree.Element, namespace: str) -> bytes:
    # Names without a prefix, as the libraries wrote them; ElementTree would make up one.
    for element in root.iter():
        element.tag = element.tag.removeprefix(f"{{{namespace}}}")
    root.set("xmlns", namespace)
    content: bytes = ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return content
