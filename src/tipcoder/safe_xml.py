"""XML of other programs, read so that nothing in it hides or unfolds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from xml.etree import ElementTree

from tipcoder.errors import BadInput

LARGEST_TREE = 1 << 26
"""Bytes (64 MB) of XML that is read as one tree, which takes ten times as much."""
DEEPEST_ELEMENT = 1000
"""Elements one in the other; people's files have some dozens."""
_PLAIN_TYPE = re.compile(rb"<!DOCTYPE[^\[<>]*>")


class TooDeep(Exception):
    """A file whose elements lie in each other without end."""


class _DocumentType(Exception):
    """A file that could hide text in entities, or unfold them without end."""


class SafeBuilder(ElementTree.TreeBuilder):
    """Builds trees, but not of files with a document type."""

    def doctype(self, *_: object) -> None:
        """Called by the parser at a document type, in whatever encoding it stands."""
        raise _DocumentType


def parse_xml(data: bytes, name: str) -> ElementTree.Element:
    """XML as a tree.

    Raises BadInput for what is not XML, is too large as a tree, or defines entities, which could
    hide or unfold anything.
    """
    if len(data) > LARGEST_TREE:
        raise BadInput(
            f"{name}: {len(data) >> 20} MB of XML are more than can be read "
            f"({LARGEST_TREE >> 20} MB).",
            "Make it smaller.",
        )
    builder = SafeBuilder(insert_comments=True, insert_pis=True)
    with require_well_formed(name):
        plain = _drop_plain_type(data)
        root = ElementTree.fromstring(plain, ElementTree.XMLParser(target=builder))
        for _, depth in iterate_depths(root):
            if depth > DEEPEST_ELEMENT:
                raise TooDeep
    return root


def _drop_plain_type(data: bytes) -> bytes:
    """XML without a document type that only names itself, as books and old pages have it."""
    if _PLAIN_TYPE.search(data[:2000]) and b"<!ENTITY" not in data:
        return _PLAIN_TYPE.sub(b"", data, count=1)
    return data


@contextmanager
def require_well_formed(name: str) -> Iterator[None]:
    """Turns the parser's errors about a member into BadInput."""
    try:
        yield
    except TooDeep:
        raise BadInput(
            f"{name} has elements that are nested too deep to follow.", "Write the file again."
        ) from None
    except _DocumentType:
        raise BadInput(
            f"{name} defines a document type.",
            "That could hide or unfold anything: write the file again without it.",
        ) from None
    except (ElementTree.ParseError, ValueError, LookupError):
        raise BadInput(f"{name} is damaged.", "Write the file again.") from None


def local_name(tag: object) -> str:
    """The name of an element or attribute without its namespace; empty for comments."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def iterate_depths(root: ElementTree.Element) -> Iterator[tuple[ElementTree.Element, int]]:
    """Every element in order, with how deep it lies; trees may be deeper than calls can go."""
    stack = [(root, 0)]
    while stack:
        element, depth = stack.pop()
        yield element, depth
        stack += [(inner, depth + 1) for inner in reversed(element)]
