"""XMP: what programs write about a picture or a PDF as XML inside its file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tipcoder.errors import BadInput
from tipcoder.privacy.audit.contents import Passage
from tipcoder.privacy.audit.raw_bytes import iterate_raw_texts
from tipcoder.privacy.audit.xml_trees import iterate_tree_texts
from tipcoder.safe_xml import parse_xml

_XMP = re.compile(rb"<(\w+:)?(xmpmeta|RDF)\b.*</\1\2\s*>", re.S)


def iterate_written_texts(data: bytes, place: str, part: str) -> Iterator[Passage]:
    """Texts of XMP as those of a tree, so that addresses of its grammar are no texts; other bytes
    as runs of letters."""
    found = _XMP.search(data)
    if found:
        try:
            for passage in iterate_tree_texts(parse_xml(found[0], "XMP"), part):
                yield passage._replace(place=place)
        except BadInput:
            found = None
        else:
            data = data[: found.start()] + b"\x00" + data[found.end() :]
            # What is left names the format, or fills the room for later changes.
            data = _GRAMMAR.sub(b"\x00", data).strip()
    if data.strip(b"\x00 \r\n\t"):
        for passage in iterate_raw_texts(data, place):
            yield passage._replace(part=part)


_GRAMMAR = re.compile(rb"<\?xpacket[^>]*\?>|http://ns\.adobe\.com/[\w./]*|XMP DataXMP|\s+")
