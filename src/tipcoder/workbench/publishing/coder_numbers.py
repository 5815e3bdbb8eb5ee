"""Coders in a report that leaves: by a number, unless somebody asks for their names.

Coders are known to each other inside the team. A published report needs to tell them apart, and
not who they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any, TypeVar

from tipcoder.store import coders
from tipcoder.workbench.study import OpenStudy

_BETWEEN = ", "
_LAYER = "Layer: "
"""How the sentence begins that says whose codings count."""
_SHORTEST = 3
"""Letters of a name that is looked for in sentences: A and B are no names, and stand everywhere."""
_OF_NO_CODER = frozenset(
    (
        *("code", "codes", "label", "labels", "parents", "units", "categories", "variables"),
        *("part", "coefficients", "figures", "verdict", "terms", "unused", "layout", "level"),
    )
)
"""Fields whose texts may be spelled like a coder and mean something else."""

Part = TypeVar("Part")


def number_coders(names: Sequence[str]) -> dict[str, str]:
    """`coder 1` and so on by name, in their order; `coder 01` where there are ten or more."""
    width = len(str(len(names)))
    return {name: f"coder {number:0{width}}" for number, name in enumerate(names, 1)}


def number_study_coders(study: OpenStudy, compared: Sequence[str]) -> dict[str, str]:
    """The same for everybody in a study: first those who are compared, then the others, who may
    have resolved disagreements.
    """
    with study.store.read() as db:
        others = [coder.name for coder in coders.load_coders(db)]
    return number_coders(tuple(dict.fromkeys((*compared, *others))))


def hide_coders(part: Part, numbers: Mapping[str, str]) -> Part:
    """The same dataclass, list or text with numbers for names, wherever they stand in it."""
    found: Part = _hide(part, numbers, _build_pattern(numbers))
    return found


def hide_layer(study: OpenStudy, part: Part, sentences: Iterable[str]) -> Part:
    """The same with numbers for the coders of the layer that figures rest on.

    `sentences` are those beside the figures, one of which tells the layer. Nothing else is changed:
    a coder may be called like a word of the codebook.
    """
    numbers = number_study_coders(study, ())
    layers = [one for one in sentences if one.startswith(_LAYER)]
    return hide_coders(part, {one: hide_coders(one, numbers) for one in layers})


def _build_pattern(numbers: Mapping[str, str]) -> re.Pattern[str] | None:
    """What finds names in sentences, the longest first: one name may begin like another."""
    names = [name for name in numbers if len(name) >= _SHORTEST]
    if not names:
        return None
    names.sort(key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)")


def _hide(part: Any, numbers: Mapping[str, str], pattern: re.Pattern[str] | None) -> Any:
    if isinstance(part, Enum):
        return part
    if isinstance(part, str):
        return _hide_in_text(part, numbers, pattern)
    if is_dataclass(part) and not isinstance(part, type):
        return _hide_in_fields(part, numbers, pattern)
    if isinstance(part, Mapping):
        hidden = {}
        for key, value in part.items():
            hidden[_hide(key, numbers, pattern)] = _hide(value, numbers, pattern)
        return hidden
    if isinstance(part, tuple) and hasattr(part, "_make"):
        return part._make([_hide(item, numbers, pattern) for item in part])
    if isinstance(part, tuple | list):
        return type(part)([_hide(item, numbers, pattern) for item in part])
    return part


def _hide_in_text(text: str, numbers: Mapping[str, str], pattern: re.Pattern[str] | None) -> str:
    if text in numbers:
        return numbers[text]
    listed = text.split(_BETWEEN)
    if all(name in numbers for name in listed):
        return _BETWEEN.join(map(numbers.__getitem__, listed))
    if pattern is None:
        return text
    return pattern.sub(lambda found: numbers[found[0]], text)


def _hide_in_fields(part: Any, numbers: Mapping[str, str], pattern: re.Pattern[str] | None) -> Any:
    changed = {}
    for field in fields(part):
        if field.init and field.name not in _OF_NO_CODER:
            changed[field.name] = _hide(getattr(part, field.name), numbers, pattern)
    # `codes` of a report are records, and of ratings they are keys.
    for name in _OF_NO_CODER.intersection(each.name for each in fields(part)):
        value = getattr(part, name)
        if isinstance(value, tuple) and value and is_dataclass(value[0]):
            changed[name] = _hide(value, numbers, pattern)
    return replace(part, **changed)
