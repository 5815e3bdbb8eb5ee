"""Nets: what counts as a code that has others below it.

A net holds what its parent holds or any code below it, each case once, whether or not the parent
itself can be put on anything. What stands on the parent itself is told beside it under a name of
its own, `report_use.own`.
"""

from __future__ import annotations

from collections.abc import Sequence

from tipcoder.errors import BadInput, did_you_mean
from tipcoder.model.codes import Codebook

OWN = ".own"
"""Ends the name of what stands on a parent itself. A code that is really called so is that code."""


def find_codes_below(codebook: Codebook, code: str) -> frozenset[str]:
    """The code and every code under it, at any depth."""
    children: dict[str | None, list[str]] = {}
    for key, one in codebook.codes.items():
        children.setdefault(one.parent, []).append(key)
    found: set[str] = set()
    waiting = [code]
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting += children.get(key, ())
    return frozenset(found)


def is_parent(codebook: Codebook, code: str) -> bool:
    """Whether any code stands under it."""
    return any(other.parent == code for other in codebook.codes.values())


def find_code_of_name(codebook: Codebook, name: str) -> str:
    """The code that a name is about: `report_use` of `report_use` and of `report_use.own`.

    Raises BadInput for what is neither.
    """
    if name in codebook.codes:
        return name
    code = name.removesuffix(OWN)
    if code != name and code in codebook.codes and codebook.codes[code].codable:
        return code
    raise BadInput(f"The codebook has no code {name!r}.", did_you_mean(name, codebook.codes))


def find_keys_of_name(codebook: Codebook, name: str) -> frozenset[str]:
    """Which codes count under this name: the net of a code, or the code alone for its own. Raises
    BadInput.
    """
    code = find_code_of_name(codebook, name)
    return find_codes_below(codebook, code) if code == name else frozenset({code})


def find_own_name(codebook: Codebook, code: str) -> str | None:
    """What the parent's own codings are called, where there is more in its net than itself; else
    None.
    """
    name = f"{code}{OWN}"
    has_own = (
        codebook.codes[code].codable and is_parent(codebook, code) and name not in codebook.codes
    )
    return name if has_own else None


def add_own_names(codebook: Codebook, codes: Sequence[str]) -> list[str]:
    """These codes, each parent followed by the name of what stands on it itself."""
    names: dict[str, None] = {}
    for code in codes:
        names[code] = None
        own = find_own_name(codebook, code) if code in codebook.codes else None
        if own is not None:
            names[own] = None
    return list(names)


def is_net(codebook: Codebook, name: str) -> bool:
    """Whether more than one code counts under this name."""
    return name in codebook.codes and is_parent(codebook, name)


def list_net_names(codebook: Codebook) -> list[str]:
    """Every name that can be counted, in order of the codebook; a parent's own codings follow its
    net.
    """
    names = []
    for _, code in codebook.list_in_tree_order():
        if not any(codebook.codes[key].codable for key in find_codes_below(codebook, code.key)):
            continue
        names.append(code.key)
        own = find_own_name(codebook, code.key)
        if own is not None:
            names.append(own)
    return names


def find_name_label(codebook: Codebook, name: str, language: str) -> str:
    """The label of a code; of what stands on a parent itself, with "(own)" behind it."""
    code = find_code_of_name(codebook, name)
    label = codebook.codes[code].find_label(language, codebook.language)
    return label if code == name else f"{label} (own)"
