"""What changed between two codebooks, and which changes alter what a code means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from tipcoder.model import Code, Codebook

MEANING = ("definition", "use_when", "avoid_when")
"""Parts of a code that decide whether a quote belongs to it: codings made under other words are stale."""
_TEXTS = ("label", *MEANING)
_LISTS = ("examples", "cues")


class CodeChange(NamedTuple):
    """One difference. `what` is added, retired, moved, order, colour, folder, questions, or a part of a code.

    Of an order, `before` and `after` name the sibling above. A change of the codebook itself has no code.
    """

    code: str
    what: str
    language: str
    before: str
    after: str


def find_differences(old: Codebook, new: Codebook) -> list[CodeChange]:
    """Every change from `old` to `new`, in the order of the new codebook, retired codes last."""
    pairs = (("title", old.title, new.title), ("language", old.language, new.language))
    out = [CodeChange("", what, "", before, after) for what, before, after in pairs if before != after]
    shifted = {change.code: change for change in _find_reordered(old, new)}
    for key, code in new.codes.items():
        if key not in old.codes:
            out.append(CodeChange(key, "added", "", "", _find_label(code, new)))
        else:
            out += [*_compare_code(old.codes[key], code), *filter(None, [shifted.get(key)])]
    out += [
        CodeChange(key, "retired", "", _find_label(code, old), "")
        for key, code in old.codes.items()
        if key not in new.codes
    ]
    return out


def _find_reordered(old: Codebook, new: Codebook) -> Iterator[CodeChange]:
    """Codes that stand elsewhere among the siblings they had before."""
    for parent in dict.fromkeys(code.parent for code in new.codes.values()):
        were, are = ([code.key for code in book.children_of(parent)] for book in (old, new))
        before, after = [key for key in were if key in are], [key for key in are if key in were]
        if before == after:
            continue
        stayed = {
            key
            for a, _, size in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
            for key in before[a : a + size]
        }
        for key in after:
            if key not in stayed:
                yield CodeChange(key, "order", "", _find_code_above(key, before), _find_code_above(key, after))


def _find_code_above(key: str, siblings: list[str]) -> str:
    at = siblings.index(key)
    return siblings[at - 1] if at else ""


def _find_label(code: Code, codebook: Codebook) -> str:
    return code.find_label(codebook.language, codebook.language)


def _compare_code(old: Code, new: Code) -> list[CodeChange]:
    key = new.key
    out = []
    if old.parent != new.parent:
        out.append(CodeChange(key, "moved", "", old.parent or "", new.parent or ""))
    if old.colour != new.colour:
        out.append(CodeChange(key, "colour", "", old.colour or "", new.colour or ""))
    if old.codable != new.codable:
        out.append(CodeChange(key, "folder", "", _format_yes_no(not old.codable), _format_yes_no(not new.codable)))
    if old.questions != new.questions:
        out.append(CodeChange(key, "questions", "", "; ".join(old.questions), "; ".join(new.questions)))
    for part in _TEXTS:
        before: Mapping[str, str] = getattr(old, part)
        after: Mapping[str, str] = getattr(new, part)
        out += [
            CodeChange(key, part, lang, before.get(lang, ""), after.get(lang, ""))
            for lang in dict.fromkeys([*before, *after])
            if before.get(lang, "") != after.get(lang, "")
        ]
    for part in _LISTS:
        listed: Mapping[str, tuple[str, ...]] = getattr(old, part)
        now: Mapping[str, tuple[str, ...]] = getattr(new, part)
        for lang in dict.fromkeys([*listed, *now]):
            were, are = listed.get(lang, ()), now.get(lang, ())
            gone, come = [item for item in were if item not in are], [item for item in are if item not in were]
            if gone or come:
                out.append(CodeChange(key, part, lang, "; ".join(gone), "; ".join(come)))
            elif were != are:
                out.append(CodeChange(key, part, lang, "; ".join(were), "; ".join(are)))
    return out


def _format_yes_no(value: bool) -> str:
    return "yes" if value else "no"


Meaning = Mapping[str, Mapping[str, str]]
"""The texts of one code that decide what belongs to it: part, then language."""


def extract_meanings(document: Mapping[str, Any]) -> dict[str, Meaning]:
    """The meaning of every code in a revision as it is kept; see `writing.codebook_to_document`."""
    codes: Mapping[str, Mapping[str, Mapping[str, str]]] = document.get("code", {})
    return {key: {part: entry.get(part, {}) for part in MEANING} for key, entry in codes.items()}


def has_same_meaning(old: Meaning, new: Meaning) -> bool:
    """Whether a coding made under one stands as well under the other.

    A language that only one of them has is a translation, as long as the two have another one in common. A text
    where none was is a rule that nobody followed before. How words are spaced does not count.
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
    """Keys of codes in both whose definition or rules differ: codings made under `old` may no longer be right."""
    return {
        key
        for key, code in new.codes.items()
        if key in old.codes and not has_same_meaning(_extract_meaning(old.codes[key]), _extract_meaning(code))
    }


def _extract_meaning(code: Code) -> Meaning:
    return {"definition": code.definition, "use_when": code.use_when, "avoid_when": code.avoid_when}
