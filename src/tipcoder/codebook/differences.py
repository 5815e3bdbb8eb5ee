"""What changed between two codebooks, and which changes alter what a code means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from tipcoder.model.codes import Code, Codebook, CodePattern

MEANING = ("definition", "use_when", "avoid_when")
"""Parts of a code that decide whether a quote belongs to it: codings made under other words are
stale.
"""
_TEXTS = ("label", *MEANING)
_LISTS = ("examples", "cues")
_ITEMS = "; "
"""Stands between the items of a list."""


class CodeChange(NamedTuple):
    """One difference.

    `what` is added, retired, moved, order, colour, number, folder, questions, against, patterns, or
    a part of a code. Of an order, `before` and `after` name the sibling above. A change of the
    codebook itself has no code; that of a list of words is called @NAME.
    """

    code: str
    what: str
    language: str
    before: str
    after: str


def find_differences(old: Codebook, new: Codebook) -> list[CodeChange]:
    """Every change from `old` to `new`, in the order of the new codebook, retired codes last."""
    found: list[CodeChange] = []
    if old.title != new.title:
        found.append(CodeChange("", "title", "", old.title, new.title))
    if old.language != new.language:
        found.append(CodeChange("", "language", "", old.language, new.language))

    found += _compare_word_lists(old, new)

    shifted = {change.code: change for change in _find_reordered(old, new)}
    for key, code in new.codes.items():
        if key not in old.codes:
            found.append(CodeChange(key, "added", "", "", _find_label(code, new)))
            continue
        found += _compare_code(old.codes[key], code)
        if key in shifted:
            found.append(shifted[key])

    for key, code in old.codes.items():
        if key not in new.codes:
            found.append(CodeChange(key, "retired", "", _find_label(code, old), ""))
    return found


def _compare_word_lists(old: Codebook, new: Codebook) -> list[CodeChange]:
    """Changes in the lists that patterns name."""
    found: list[CodeChange] = []
    for name in dict.fromkeys([*old.lists, *new.lists]):
        found += _compare_lists("", f"@{name}", old.lists.get(name, {}), new.lists.get(name, {}))
    return found


def _find_reordered(old: Codebook, new: Codebook) -> Iterator[CodeChange]:
    """Codes that stand elsewhere among the siblings they had before."""
    parents = dict.fromkeys(code.parent for code in new.codes.values())
    for parent in parents:
        were = _list_children(old, parent)
        are = _list_children(new, parent)
        # A code that came or went moves its siblings, which is no change of theirs.
        before = [key for key in were if key in are]
        after = [key for key in are if key in were]
        stayed = find_stayed(before, after)
        for key in after:
            if key not in stayed:
                above_before = _find_code_above(key, before)
                yield CodeChange(key, "order", "", above_before, _find_code_above(key, after))


def _list_children(codebook: Codebook, parent: str | None) -> list[str]:
    return [code.key for code in codebook.children_of(parent)]


def find_stayed(before: list[str], after: list[str]) -> set[str]:
    """Keys that keep their place among the others: all but the fewest that must have been moved."""
    stayed: set[str] = set()
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for start, _, size in matcher.get_matching_blocks():
        stayed.update(before[start : start + size])
    return stayed


def _find_code_above(key: str, siblings: list[str]) -> str:
    at = siblings.index(key)
    return siblings[at - 1] if at else ""


def _find_label(code: Code, codebook: Codebook) -> str:
    return code.find_label(codebook.language, codebook.language)


def _compare_code(old: Code, new: Code) -> list[CodeChange]:
    """Everything that changed in one code, its place in the tree first."""
    found = list(_compare_settings(old, new))
    for part in _TEXTS:
        found += _compare_texts(new.key, part, getattr(old, part), getattr(new, part))
    for part in _LISTS:
        found += _compare_lists(new.key, part, getattr(old, part), getattr(new, part))
    found += _compare_lists(new.key, "patterns", _describe_patterns(old), _describe_patterns(new))
    return found


def _describe_patterns(code: Code) -> dict[str, tuple[str, ...]]:
    """Patterns as lines, which say all that may change in one."""
    described: dict[str, tuple[str, ...]] = {}
    for language, patterns in code.patterns.items():
        described[language] = tuple(_describe_pattern(pattern) for pattern in patterns)
    return described


def _describe_pattern(pattern: CodePattern) -> str:
    parts = [pattern.find, f"weight {pattern.weight:g}"]
    if pattern.yes:
        parts.append(f"yes: {pattern.yes}")
    if pattern.no:
        parts.append(f"no: {pattern.no}")
    return " | ".join(parts)


def _compare_settings(old: Code, new: Code) -> Iterator[CodeChange]:
    settings = (
        ("moved", old.parent or "", new.parent or ""),
        ("colour", old.colour or "", new.colour or ""),
        ("number", str(old.number or ""), str(new.number or "")),
        ("digit", str(old.digit or ""), str(new.digit or "")),
        # A code that can be put on nothing is a folder.
        ("folder", _format_yes_no(not old.codable), _format_yes_no(not new.codable)),
        ("questions", _ITEMS.join(old.questions), _ITEMS.join(new.questions)),
        ("against", old.against or "", new.against or ""),
    )
    for what, before, after in settings:
        if before != after:
            yield CodeChange(new.key, what, "", before, after)


def _compare_texts(
    key: str, part: str, old: Mapping[str, str], new: Mapping[str, str]
) -> Iterator[CodeChange]:
    for language in dict.fromkeys([*old, *new]):
        before, after = old.get(language, ""), new.get(language, "")
        if before != after:
            yield CodeChange(key, part, language, before, after)


def _compare_lists(
    key: str, part: str, old: Mapping[str, tuple[str, ...]], new: Mapping[str, tuple[str, ...]]
) -> Iterator[CodeChange]:
    """What left each list and what came; the whole lists where only their order changed."""
    for language in dict.fromkeys([*old, *new]):
        before, after = old.get(language, ()), new.get(language, ())
        gone = [item for item in before if item not in after]
        come = [item for item in after if item not in before]
        if gone or come:
            yield CodeChange(key, part, language, _ITEMS.join(gone), _ITEMS.join(come))
        elif before != after:
            yield CodeChange(key, part, language, _ITEMS.join(before), _ITEMS.join(after))


def _format_yes_no(value: bool) -> str:
    return "yes" if value else "no"


Meaning = Mapping[str, Mapping[str, str]]
"""The texts of one code that decide what belongs to it: part, then language."""


def extract_meanings(document: Mapping[str, Any]) -> dict[str, Meaning]:
    """The meaning of every code in a revision as it is kept; see `writing.codebook_to_document`."""
    codes: Mapping[str, Mapping[str, Mapping[str, str]]] = document.get("code", {})
    meanings: dict[str, Meaning] = {}
    for key, entry in codes.items():
        meanings[key] = {part: entry.get(part, {}) for part in MEANING}
    return meanings


def has_same_meaning(old: Meaning, new: Meaning) -> bool:
    """Whether a coding made under one stands as well under the other.

    A language that only one of them has is a translation, as long as the two have another one in
    common. A text where none was is a rule that nobody followed before. How words are spaced does
    not count.
    """
    for part in MEANING:
        before, after = _normalise_texts(old.get(part, {})), _normalise_texts(new.get(part, {}))
        common = before.keys() & after.keys()
        if any(before[language] != after[language] for language in common):
            return False
        if not common and (before or after):
            return False
    return True


def _normalise_texts(texts: Mapping[str, str]) -> dict[str, str]:
    said = {language: " ".join(text.split()) for language, text in texts.items()}
    return {language: text for language, text in said.items() if text}


def find_changed_meanings(old: Codebook, new: Codebook) -> set[str]:
    """Keys of codes in both whose definition or rules differ.

    Codings made under `old` may no longer be right.
    """
    changed: set[str] = set()
    for key, code in new.codes.items():
        if key not in old.codes:
            continue
        before = _extract_meaning(old.codes[key])
        if not has_same_meaning(before, _extract_meaning(code)):
            changed.add(key)
    return changed


def _extract_meaning(code: Code) -> Meaning:
    return {"definition": code.definition, "use_when": code.use_when, "avoid_when": code.avoid_when}
