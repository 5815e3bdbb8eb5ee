"""Which codes are on the same cases, for the network of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tipcoder.analysis.presence import PRESENT
from tipcoder.codebook.nets import is_net
from tipcoder.export.pictures.network import CodeNetwork, NetworkNode, NetworkTie
from tipcoder.workbench.statistics.presence import Presence

MOST_CODES = 40
"""Codes in a network, the commonest."""
_TITLE = "Network of codes on the same cases"


def build_code_network(
    found: Presence, name: Callable[[str], str], note: str = ""
) -> CodeNetwork:
    """Every pair of codes on the same case. `name` gives what a code is called.

    A code with others below it would repeat what these are tied to: it stands for what is applied
    to it alone. Only cases of which both codes are known are counted as having either.
    """
    keys = _list_codes(found)
    nodes = []
    for key in keys:
        nodes.append(NetworkNode(name(key), found.codes[key].coverage.present))
    ties = []
    for one, key in enumerate(keys):
        for other in range(one + 1, len(keys)):
            both, either = _count_pair(found.codes[key].states, found.codes[keys[other]].states)
            if both:
                ties.append(NetworkTie(one, other, both, either))
    return CodeNetwork(_TITLE, tuple(nodes), tuple(ties), _extend_note(found, keys, note))


def _list_codes(found: Presence) -> list[str]:
    keys = []
    for key, code in found.codes.items():
        if code.coverage.present and not is_net(found.book, key):
            keys.append(key)
    keys.sort(key=lambda key: -found.codes[key].coverage.present)
    return keys[:MOST_CODES]


def _count_pair(one: Sequence[int], other: Sequence[int]) -> tuple[int, int]:
    """Cases with both codes, and cases with either, of those of which both are known."""
    both = either = 0
    for first, second in zip(one, other, strict=True):
        if first < 0 or second < 0:
            continue
        both += first == second == PRESENT
        either += PRESENT in (first, second)
    return both, either


def _extend_note(found: Presence, keys: Sequence[str], note: str) -> str:
    said = []
    if len(keys) == MOST_CODES:
        said.append(f"The {MOST_CODES} commonest codes are drawn.")
    if any(key not in found.book.codes for key in keys):
        said.append("A code with others below it stands for what was applied to it alone.")
    return " ".join([*said, note]).strip()
