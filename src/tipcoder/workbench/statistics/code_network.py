"""Which codes are on the same cases, for the network of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tipcoder.analysis.code_pairs import count_pairs
from tipcoder.codebook.nets import find_code_of_name, is_net
from tipcoder.export.pictures.network import (
    LEAST_CASES,
    CodeNetwork,
    NetworkNode,
    NetworkTie,
)
from tipcoder.workbench.statistics.presence import Presence

MOST_CODES = 40
"""Codes in a network, the commonest."""
_ENOUGH_PAIRS = 5
"""Pairs that make a picture; with fewer, codes are taken together with those below them."""
_TITLE = "Network of codes on the same cases"


def build_code_network(
    found: Presence, name: Callable[[str], str], note: str = "", *, smallest: int | None = None
) -> CodeNetwork:
    """Every pair of codes on the same case. `name` gives what a code is called.

    A code and those below it never stand in one network: they would be tied to the same others. It
    goes as deep into the codebook as it can while several pairs are on `smallest` cases and more;
    counts below that are not left out here.
    """
    least = max(smallest or LEAST_CASES, LEAST_CASES)
    best, most = CodeNetwork(_TITLE, (), (), note), -1
    deepest = max((len(found.book.path_to(key)) for key in found.book.codes), default=0)
    for level in range(deepest, 0, -1):
        network = _build_level(found, level, name, note)
        pairs = sum(tie.both >= least for tie in network.ties)
        if pairs > most:
            best, most = network, pairs
        if most >= _ENOUGH_PAIRS:
            break
    return best


def _build_level(found: Presence, level: int, name: Callable[[str], str], note: str) -> CodeNetwork:
    """The network of codes down to a level of the codebook, which is 1 for those at the top."""
    keys = _list_codes(found, level)
    nodes = []
    for key in keys:
        coverage = found.codes[key].coverage
        others = coverage.coded - coverage.present
        nodes.append(NetworkNode(name(key), coverage.present, others, key))
    counts = count_pairs([found.codes[key].states for key in keys])
    ties = []
    for one in range(len(keys)):
        for other in range(one + 1, len(keys)):
            pair = counts.find(one, other)
            if pair.both:
                beside = (pair.one_alone, pair.other_alone, pair.neither)
                ties.append(NetworkTie(one, other, pair.both, pair.either, beside))
    return CodeNetwork(_TITLE, tuple(nodes), tuple(ties), _extend_note(found, keys, note))


def _list_codes(found: Presence, level: int) -> list[str]:
    """The names of codes that are present, the commonest first."""
    keys = []
    for key, code in found.codes.items():
        depth = len(found.book.path_to(find_code_of_name(found.book, key)))
        is_own = key not in found.book.codes
        # A net stands for all below it where it is as deep as the network goes.
        is_last = depth == level and not is_own
        is_above = depth < level and not is_net(found.book, key)
        if code.coverage.present and (is_last or is_above):
            keys.append(key)
    keys.sort(key=lambda key: -found.codes[key].coverage.present)
    return keys[:MOST_CODES]


def _extend_note(found: Presence, keys: Sequence[str], note: str) -> str:
    said = []
    if len(keys) == MOST_CODES:
        said.append(f"Of the {MOST_CODES} commonest codes.")
    if any(is_net(found.book, key) for key in keys):
        said.append("A code with others below it, which are not drawn, holds all of them.")
    if any(key not in found.book.codes for key in keys):
        said.append("Behind “(own)” stands what was applied to a code itself.")
    return " ".join([*said, note]).strip()
