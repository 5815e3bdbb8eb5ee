"""XML read piece by piece, for files that are larger as trees than memory.

The elements that hold most of a file are handed over one by one, and not kept.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from xml.etree.ElementTree import Element, XMLParser

from tipcoder.safe_xml import DEEPEST_ELEMENT, SafeBuilder, TooDeep, local_name, require_well_formed

Take = Callable[[Element], None]
"""Hears of an element; what is in it is forgotten afterwards."""


class _Pruner(SafeBuilder):
    """Builds the tree that is left when the outermost elements of some kinds are
    removed from it."""

    def __init__(self, kinds: Collection[str], take: Take, begun: Take | None) -> None:
        super().__init__(insert_comments=True, insert_pis=True)
        self._kinds, self._take, self._begun = kinds, take, begun
        self._above: list[Element] = []
        self._depth = 0
        """How many elements deep the parser is inside one that will be removed; 0 outside."""
        self._taken: Element | None = None

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        element = super().start(tag, attrs)
        if len(self._above) + self._depth > DEEPEST_ELEMENT:
            raise TooDeep
        if self._depth or local_name(tag) in self._kinds:
            self._depth += 1
        else:
            self._above.append(element)
            if self._begun is not None:
                self._begun(element)
        return element

    def end(self, tag: str, /) -> Element:
        element = super().end(tag)
        if not self._depth:
            self._above.pop()
            return element
        self._depth -= 1
        if not self._depth:
            self._take(element)
            element.clear()
            if self._above:
                self._drop_previous(self._above[-1], element)
        return element

    def _drop_previous(self, parent: Element, taken: Element) -> None:
        """Remove the element before the newest one.

        The newest has to stay a while: the builder will hang the text that follows on it.
        """
        if len(parent) > 1 and parent[-2] is self._taken:
            del parent[-2]
        self._taken = taken


def read_through(
    stretches: Iterable[bytes],
    name: str,
    kinds: Collection[str],
    take: Take,
    begun: Take | None = None,
) -> Element:
    """Hand over each outermost element of these kinds, whole, in their order.

    Returns the tree of all others. `begun` hears of every other element as it begins, without what
    is in it. Raises BadInput as `parse_xml` does.
    """
    parser = XMLParser(target=_Pruner(kinds, take, begun))
    with require_well_formed(name):
        for stretch in stretches:
            parser.feed(stretch)
        root = parser.close()
    assert isinstance(root, Element)
    return root
