"""The names that a filter of one study may have, and which one is meant by its beginning."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tipcoder.errors import BadInput, did_you_mean
from tipcoder.study.multi_selects import MultiSelectSpec

LISTS: Mapping[str, str] = {
    "q": "q",
    "question": "q",
    "lang": "lang",
    "language": "lang",
    "code": "code",
    "case": "case",
    "round": "round",
    "coder": "coder",
}
"""Keys with a list of values behind them, and the kind of these."""
_KINDS = {"q": "question", "lang": "language", "code": "code", "coder": "coder"}
"""What a value of a list is called in sentences."""
_PLACES = {
    "attribute": "of the cases",
    "option": "in this factor",
    "coder": "in this study",
}
"""Where a value of a kind is looked for, if not among the answers."""
STATES = {
    "finished": "finished",
    "done": "finished",
    "coded": "coded",
    "flagged": "flagged",
    "memo": "noted",
    "repeated": "repeated",
    "carried": "carried",
    "many-at-once": "many",
}
"""Words that say what a coder did, and the field of the filter that each is."""


@dataclass(frozen=True)
class FilterNames:
    """What can be named; kinds of lists that are not here take any value."""

    lists: Mapping[str, Sequence[str]]
    """Names by kind of list."""
    attributes: Sequence[str] = ()
    factors: Mapping[str, MultiSelectSpec] = field(default_factory=dict)
    """Factors with several options."""
    saved: Mapping[str, str] = field(default_factory=dict)
    """Filters that were saved, by name, as they were written."""

    def require_value(self, kind: str, value: str) -> str:
        """The value of a list that is meant. Raises BadInput with the nearest name."""
        if kind not in self.lists:
            return value
        return require_name(value, self.lists[kind], _KINDS[kind])

    def is_attribute(self, key: str) -> bool:
        """Whether the cases have an attribute of just this name."""
        return fold_name(key) in map(fold_name, self.attributes)

    def list_keys(self) -> list[str]:
        """Every key that a value may stand behind."""
        return [*LISTS, "re", *self.factors, *map(write_name, self.attributes)]


def fold_name(name: str) -> str:
    """A name as it is compared."""
    return write_name(name.casefold())


def write_name(attribute: str) -> str:
    """An attribute as a term has it: columns of a survey may have spaces, terms have none."""
    return attribute.replace(" ", "_")


def require_name(value: str, names: Iterable[str], kind: str) -> str:
    """The name meant: itself, else the only one that begins so, case aside.

    Raises BadInput where there is none or several.
    """
    names = list(names)
    wanted = fold_name(value)
    # A coder types the beginning of a name and means the only one that has it.
    candidates = [name for name in names if fold_name(name).startswith(wanted)]
    for name in candidates:
        if fold_name(name) == wanted:
            return name
    if len(candidates) == 1:
        return candidates[0]
    if candidates:
        raise BadInput(f"{value!r} could be {', '.join(candidates[:5])}.", "Write more of it.")
    where = _PLACES.get(kind, "among the answers")
    raise BadInput(f"There is no {kind} {value!r} {where}.", did_you_mean(value, names))
