"""XML as trees, read so that nothing in it hides or unfolds, and the texts of such a tree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from xml.etree import ElementTree

from tipcoder.errors import BadInput
from tipcoder.privacy.audit.contents import Passage

_SCHEMAS = re.compile(
    r"(?:https?://)?(?:www\.)?(?:schemas\.(?:openxmlformats|microsoft)\.(?:org|com)|"
    r"purl\.(?:org|oclc\.org)|w3\.org)/|urn:(?:schemas-microsoft-com|oasis|qda-xml)|"
    r"application/(?:vnd|xml)|https?://www\.w3\.org/|text/(?:xml|css)"
)
"""Attributes that name a format and are the same in every file of its kind."""


class _DocumentType(Exception):
    """A file that could hide text in entities, or unfold them without end."""


class SafeBuilder(ElementTree.TreeBuilder):
    """Builds trees, but not of files with a document type."""

    def doctype(self, *_: object) -> None:
        """Called by the parser at a document type, in whatever encoding it stands."""
        raise _DocumentType


def parse_xml(data: bytes, name: str) -> ElementTree.Element:
    """XML as a tree.

    Raises BadInput for what is not XML, or defines entities, which could hide or unfold anything.
    """
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
    """Every text and attribute of a tree.

    All of them count as hidden: no rule tells which is shown.
    """
    for element in root.iter():
        name = local_name(element.tag) or "comment"
        if name == "p" and len(element):
            # A name may be cut in several runs, so a paragraph is read as a whole too.
            whole = "".join(map(str, element.itertext()))
            yield Passage(member, whole, True, f"{member} p")
        if element.text and element.text.strip():
            yield Passage(member, element.text, True, f"{member} {name}")
        if element.tail and element.tail.strip():
            yield Passage(member, element.tail, True, f"{member} text")
        yield from iterate_attribute_texts(element, member)


def iterate_attribute_texts(element: ElementTree.Element, member: str) -> Iterator[Passage]:
    """Attributes that are more than the grammar of the format."""
    for key, value in element.attrib.items():
        if _says_something(value):
            part = f"{member} {local_name(element.tag)} {local_name(key)}"
            yield Passage(member, value, True, part)


def _says_something(value: str) -> bool:
    """Whether a value is neither a number, nor a short code, nor the address of a format."""
    if len(value) <= 2 or _SCHEMAS.match(value):
        return False
    return not value.replace(".", "").replace("-", "").isdigit()
