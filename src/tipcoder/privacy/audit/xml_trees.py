"""XML as trees, read so that nothing in it hides or unfolds, and the texts of such a tree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from xml.etree import ElementTree

from tipcoder.errors import BadInput
from tipcoder.privacy.audit.contents import Passage
from tipcoder.privacy.audit.joining import join_pieces

_SCHEMAS = re.compile(
    r"(?:https?://)?(?:www\.)?(?:schemas\.(?:openxmlformats|microsoft)\.(?:org|com)|"
    r"purl\.(?:org|oclc\.org)|w3\.org)/|urn:(?:schemas-microsoft-com|oasis|qda-xml)|"
    r"application/(?:vnd|xml)|https?://www\.w3\.org/|text/(?:xml|css)"
)
"""Attributes that name a format and are the same in every file of its kind."""


LARGEST_TREE = 1 << 26
"""Bytes (64 MB) of XML that is read as one tree, which takes ten times as much."""
DEEPEST_ELEMENT = 1000
"""Elements one in the other; people's files have some dozens."""
_PLAIN_TYPE = re.compile(rb"<!DOCTYPE[^\[<>]*>")


_RUNS = frozenset(("p", "h", "text", "si", "is"))
"""Elements of office documents whose text is cut into runs."""


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
            "Audit it in parts.",
        )
    builder = SafeBuilder(insert_comments=True, insert_pis=True)
    with require_well_formed(name):
        plain = _drop_plain_type(data)
        root = ElementTree.fromstring(plain, ElementTree.XMLParser(target=builder))
        for _, depth in _iterate_depths(root):
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
            f"{name} defines a document type.", "Such a file cannot be audited; write it again."
        ) from None
    except (ElementTree.ParseError, ValueError, LookupError):
        raise BadInput(f"{name} is damaged.", "Write the file again.") from None


def local_name(tag: object) -> str:
    """The name of an element or attribute without its namespace; empty for comments."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def iterate_tree_texts(
    root: ElementTree.Element, member: str, *, hidden: bool = True
) -> Iterator[Passage]:
    """Every text and attribute of a tree.

    Text that other elements stand in is read as a whole, because a name may be cut in several runs.
    All texts count as `hidden` where no rule tells which is shown.
    """
    # What stands in a text that was read as a whole is not read a second time.
    whole = ""
    inside = 0
    for element, depth in _iterate_depths(root):
        if whole and depth <= inside:
            whole = ""
        name = local_name(element.tag) or "comment"
        if not whole and _is_running_text(element, name):
            whole, inside = name, depth
            for text in join_pieces(_iterate_pieces(element)):
                if text.strip():
                    yield Passage(member, text, hidden, f"{member} {name}")
        elif (name == "comment" or not whole) and _has_text(element.text):
            unseen = hidden or name == "comment"
            yield Passage(member, element.text or "", unseen, f"{member} {name}")
        if _has_text(element.tail) and (not whole or depth == inside):
            yield Passage(member, element.tail or "", hidden, f"{member} text")
        yield from iterate_attribute_texts(element, member)


def _iterate_pieces(element: ElementTree.Element) -> Iterator[str]:
    """The texts in an element, in order, without comments and instructions."""
    stack: list[ElementTree.Element | str] = [element]
    while stack:
        part = stack.pop()
        if isinstance(part, str):
            yield part
            continue
        if part is not element:
            stack.append(part.tail or "")
        if isinstance(part.tag, str):
            stack += reversed(part)
            yield part.text or ""


def _iterate_depths(root: ElementTree.Element) -> Iterator[tuple[ElementTree.Element, int]]:
    """Every element in order, with how deep it lies; trees may be deeper than calls can go."""
    stack = [(root, 0)]
    while stack:
        element, depth = stack.pop()
        yield element, depth
        stack += [(inner, depth + 1) for inner in reversed(element)]


def _is_running_text(element: ElementTree.Element, name: str) -> bool:
    """Whether an element is a text that other elements stand in."""
    if not len(element) or not name or name == "comment":
        return False
    if name in _RUNS:
        return True
    return _has_text(element.text) or any(_has_text(inner.tail) for inner in element)


def _has_text(text: str | None) -> bool:
    return bool(text and text.strip())


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
