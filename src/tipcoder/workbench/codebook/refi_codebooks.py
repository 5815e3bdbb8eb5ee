"""A codebook of the REFI-QDA standard (.qdc, REFI-QDA 1.5, 2019) -> a codebook.

Programs write it with various namespaces and with empty sets, which the schema forbids. What can be
read is read.
"""

from __future__ import annotations

from xml.etree import ElementTree

from tipcoder.codebook.revising import make_code_key
from tipcoder.errors import BadInput
from tipcoder.model import Code, Codebook

_LARGEST = 64 << 20
"""Bytes of a codebook."""
_LONGEST_LABEL = 200


def read_refi_codebook(content: bytes, source: str, title: str, language: str) -> Codebook:
    """Codes with their descriptions, colours and nesting. Raises BadInput for what is no such
    file.
    """
    if len(content) > _LARGEST:
        raise BadInput(f"{source}: is too large for a codebook.", "Export the codebook alone.")
    # Entities could fill the memory, and no program writes them here.
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise BadInput(f"{source}: has a DTD, which is not read.", "Export the codebook again.")
    try:
        root = ElementTree.fromstring(content)
    except (ElementTree.ParseError, RecursionError, ValueError):
        raise BadInput(
            f"{source}: is no REFI-QDA codebook, or is cut off.", "Export the codebook again."
        ) from None
    codes: dict[str, Code] = {}
    for element in root:
        if _name_of(element) == "Codes":
            _add_codes(element, None, codes, language)
    return Codebook(title, language, codes)


def _add_codes(
    above: ElementTree.Element, parent: str | None, codes: dict[str, Code], language: str
) -> None:
    waiting = [(above, parent)]
    while waiting:
        element, parent = waiting.pop()
        below = [child for child in element if _name_of(child) == "Code"]
        for child in below:
            label = " ".join((child.get("name") or "").split())[:_LONGEST_LABEL] or "code"
            key = make_code_key(label, Codebook("", language, codes))
            description = _find_description(child)
            codes[key] = Code(
                key,
                {language: label},
                parent=parent,
                definition={language: description} if description else {},
                colour=child.get("color") or None,
                codable=(child.get("isCodable") or "true").casefold() != "false",
            )
            waiting.append((child, key))


def _find_description(element: ElementTree.Element) -> str:
    """Its child, or the attribute that some programs write instead."""
    for child in element:
        if _name_of(child) == "Description":
            return (child.text or "").strip()
    return (element.get("description") or "").strip()


def _name_of(element: ElementTree.Element) -> str:
    """The name without the namespace, of which there are several."""
    return element.tag.rpartition("}")[2]
