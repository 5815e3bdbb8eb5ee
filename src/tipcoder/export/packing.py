"""Office files are archives: packed here so that the same content always gives the same bytes, and no time is kept."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

NO_TIME = (1980, 1, 1, 0, 0, 0)
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def pack_archive(members: Mapping[str, str]) -> bytes:
    """An archive of XML members in the order given, without times, owners or remarks."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, NO_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0  # else it tells which system it was made on
            archive.writestr(info, content.encode("utf-8"))
    return out.getvalue()


def build_content_types(parts: Mapping[str, str]) -> str:
    """`[Content_Types].xml`: what each part is."""
    overrides = "".join(
        f"<Override PartName={quoteattr('/' + name)} ContentType={quoteattr(kind)}/>" for name, kind in parts.items()
    )
    return (
        f'{XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def build_relations(targets: Mapping[str, str]) -> str:
    """A `.rels` part: kind of relation by target."""
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target={quoteattr(target)}/>'
        for number, (target, kind) in enumerate(targets.items(), 1)
    )
    return f'{XML}<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'


def escape_xml(text: str) -> str:
    """Text as XML may hold it: without characters that XML does not know."""
    return escape("".join(char if char in "\n\t" or char >= " " else "\ufffd" for char in text))
