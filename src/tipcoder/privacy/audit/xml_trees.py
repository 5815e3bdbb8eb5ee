"""The texts of XML trees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from tipcoder.privacy.audit.contents import Passage
from tipcoder.privacy.audit.joining import join_pieces
from tipcoder.safe_xml import iterate_depths, local_name

_SCHEMAS = re.compile(
    r"(?:https?://)?(?:www\.)?(?:schemas\.(?:openxmlformats|microsoft)\.(?:org|com)|"
    r"purl\.(?:org|oclc\.org)|w3\.org)/|urn:(?:schemas-microsoft-com|oasis|qda-xml)|"
    r"application/(?:vnd|xml)|https?://www\.w3\.org/|text/(?:xml|css)"
)
"""Attributes that name a format and are the same in every file of its kind."""


_RUNS = frozenset(("p", "h", "text", "si", "is"))
"""Elements of office documents whose text is cut into runs."""


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
    for element, depth in iterate_depths(root):
        if whole and depth <= inside:
            whole = ""
        name = local_name(element.tag) or "comment"
        if not whole and _is_running_text(element, name):
            whole, inside = name, depth
            for text in filter(str.strip, join_pieces(_iterate_pieces(element))):
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
