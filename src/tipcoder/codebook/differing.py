"""What changed between two codebooks, and which changes alter what a code means."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from tipcoder.model import Code, Codebook

MEANING = ("definition", "use_when", "avoid_when")
"""Parts of a code that decide whether a quote belongs to it: codings made under other words are stale."""
_TEXTS = ("label", *MEANING)
_LISTS = ("examples", "cues")


class Change(NamedTuple):
    """One difference. `what` is added, retired, moved, colour, folder, or the name of a part of a code."""

    code: str
    what: str
    language: str
    before: str
    after: str


def differences(old: Codebook, new: Codebook) -> list[Change]:
    """Every change from `old` to `new`, in the order of the new codebook, retired codes last."""
    out: list[Change] = []
    for key, code in new.codes.items():
        if key not in old.codes:
            out.append(Change(key, "added", "", "", _label(code, new)))
        else:
            out += _of_code(old.codes[key], code)
    out += [
        Change(key, "retired", "", _label(code, old), "") for key, code in old.codes.items() if key not in new.codes
    ]
    return out


def _label(code: Code, book: Codebook) -> str:
    return code.label_in(book.language, book.language)


def _of_code(old: Code, new: Code) -> list[Change]:
    key = new.key
    out = []
    if old.parent != new.parent:
        out.append(Change(key, "moved", "", old.parent or "", new.parent or ""))
    if old.colour != new.colour:
        out.append(Change(key, "colour", "", old.colour or "", new.colour or ""))
    if old.codable != new.codable:
        out.append(Change(key, "folder", "", _yes(not old.codable), _yes(not new.codable)))
    for part in _TEXTS:
        before: Mapping[str, str] = getattr(old, part)
        after: Mapping[str, str] = getattr(new, part)
        out += [
            Change(key, part, lang, before.get(lang, ""), after.get(lang, ""))
            for lang in dict.fromkeys([*before, *after])
            if before.get(lang, "") != after.get(lang, "")
        ]
    for part in _LISTS:
        listed: Mapping[str, tuple[str, ...]] = getattr(old, part)
        now: Mapping[str, tuple[str, ...]] = getattr(new, part)
        for lang in dict.fromkeys([*listed, *now]):
            gone = [item for item in listed.get(lang, ()) if item not in now.get(lang, ())]
            come = [item for item in now.get(lang, ()) if item not in listed.get(lang, ())]
            if gone or come:
                out.append(Change(key, part, lang, "; ".join(gone), "; ".join(come)))
    return out


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def changed_meaning(old: Codebook, new: Codebook) -> set[str]:
    """Keys of codes whose definition or rules differ: codings made under `old` may no longer be right."""
    return {change.code for change in differences(old, new) if change.what in MEANING}
