"""Changes to a codebook, each giving a new one: what a revision is made of.

Keys never change: files, codings and scripts name codes by them. What people see is the label.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from tipcoder.codebook.checks import (
    MAX_KEY,
    check_codebook,
    fold_cue,
    iterate_cues,
    share_questions,
)
from tipcoder.codebook.finding import write_in_latin
from tipcoder.errors import BadInput, did_you_mean
from tipcoder.model.codes import Code, Codebook
from tipcoder.text import fold_text, normalise_text

TEXTS = ("label", "definition", "use_when", "avoid_when")
LISTS = ("examples", "cues")
_SOURCE = "codebook"
_Value = TypeVar("_Value", str, tuple[str, ...])
_Item = TypeVar("_Item")
_NO_KEY = re.compile(r"[^a-z0-9]+")


def make_code_key(label: str, codebook: Codebook, taken: Collection[str] = ()) -> str:
    """A free key made of a label's letters, in Latin script; `taken` are keys that retired codes
    have.
    """
    base = _NO_KEY.sub("_", write_in_latin(label)).strip("_")[: MAX_KEY - 4] or "code"
    key, number = base, 2
    used = {fold_text(other) for other in (*codebook.codes, *taken)}
    while key in used:
        key, number = f"{base}_{number}", number + 1
    return key


def add_code(
    codebook: Codebook,
    label: str,
    language: str,
    parent: str | None = None,
    taken: Collection[str] = (),
) -> tuple[Codebook, str]:
    """The codebook with one more code, last under its parent, and the new code's key, which is none
    of `taken`.
    """
    label = normalise_text(" ".join(label.split())).text
    if not label:
        raise BadInput("A code needs a label.")
    twin = _find_by_label(codebook, label)
    if twin is not None:
        raise BadInput(
            f"{label!r} is the label of {twin.key!r} already.",
            "Use that one, or choose another label.",
        )
    key = make_code_key(label, codebook, taken)
    return _replace_codes(
        codebook,
        {
            **codebook.codes,
            key: Code(key, {language: label}, parent=_find_parent(codebook, parent)),
        },
    ), key


def _find_by_label(codebook: Codebook, label: str) -> Code | None:
    """The code that has this label in some language; case does not count."""
    wanted = label.casefold()
    for code in codebook.codes.values():
        labels = {text.casefold() for text in code.label.values()}
        if wanted in labels:
            return code
    return None


def edit_text(codebook: Codebook, key: str, field: str, language: str, text: str) -> Codebook:
    """Set a label, definition, use_when or avoid_when in one language; an empty text
    takes it away.
    """
    if field not in TEXTS:
        raise BadInput(f"{field!r} is not a text of a code.", did_you_mean(field, TEXTS))
    code = _find_code(codebook, key)
    # A label that was typed or pasted stands on one line.
    text = " ".join(text.split()) if field == "label" else text.strip()
    texts = _set_language(getattr(code, field), language, normalise_text(text).text)
    if field == "label" and not texts:
        raise BadInput(f"{key}: a code needs a label in some language.")
    changes: dict[str, Any] = {field: texts}
    return _replace_code(codebook, replace(code, **changes))


def edit_list(
    codebook: Codebook, key: str, field: str, language: str, items: tuple[str, ...]
) -> Codebook:
    """Set the examples or cues in one language; none takes them away."""
    if field not in LISTS:
        raise BadInput(f"{field!r} is not a list of a code.", did_you_mean(field, LISTS))
    code = _find_code(codebook, key)
    kept = tuple(dict.fromkeys(normalise_text(item.strip()).text for item in items if item.strip()))
    changes: dict[str, Any] = {field: _set_language(getattr(code, field), language, kept)}
    return _replace_code(codebook, replace(code, **changes))


def add_example(codebook: Codebook, key: str, language: str, quote: str) -> Codebook:
    """Promote a quote to an example."""
    there = _find_code(codebook, key).examples.get(language, ())
    if quote in there:
        raise BadInput(f"{key}: these words are an example already.")
    return edit_list(codebook, key, "examples", language, (*there, quote))


def set_colour(codebook: Codebook, key: str, colour: str | None) -> Codebook:
    """Give a code a colour, or that of the code above it."""
    return _replace_code(codebook, replace(_find_code(codebook, key), colour=colour or None))


def move_code(
    codebook: Codebook, key: str, parent: str | None, before: str | None = None
) -> Codebook:
    """Put a code and what is below it under another one.

    It goes in front of its sibling `before`, or last.
    """
    code = replace(_find_code(codebook, key), parent=_find_parent(codebook, parent))
    if parent is not None and key in codebook.path_to(parent):
        raise BadInput(f"{key} cannot go below itself.")
    others = {name: other for name, other in codebook.codes.items() if name != key}
    if before is None:
        return _replace_codes(codebook, {**others, key: code})
    if before == key or _find_code(codebook, before).parent != parent:
        place = f"under {parent}" if parent is not None else "at the top"
        raise BadInput(
            f"{before} will not be beside {key} {place}.",
            "Name a code that is there already.",
        )
    return _replace_codes(codebook, _insert_before(others, before, code))


def _insert_before(codes: Mapping[str, Code], before: str, code: Code) -> dict[str, Code]:
    """The order of a codebook is that of its dictionary, which has to be built anew for that."""
    inserted: dict[str, Code] = {}
    for name, other in codes.items():
        if name == before:
            inserted[code.key] = code
        inserted[name] = other
    return inserted


def retire_code(codebook: Codebook, key: str) -> Codebook:
    """Take a code out of the codebook; the codes below it go to its parent.

    Its codings are not touched.
    """
    gone = _find_code(codebook, key)
    if len(codebook.codes) == 1:
        raise BadInput("A codebook needs at least one code.")
    codes: dict[str, Code] = {}
    for name, code in codebook.codes.items():
        if name == key:
            continue
        parent = gone.parent if code.parent == key else code.parent
        against = None if code.against == key else code.against
        codes[name] = replace(code, parent=parent, against=against)
    return _replace_codes(codebook, codes)


def restore_code(codebook: Codebook, code: Code, path: tuple[str, ...]) -> Codebook:
    """Bring a retired code back, under the nearest code of its old `path` that is still there.

    What was below it stays where it went, and cues and a digit that other codes have by now are
    left to them.
    """
    if code.key in codebook.codes:
        raise BadInput(f"{code.key} is in the codebook.")
    parent = next((key for key in reversed(path) if key in codebook.codes), None)
    taken = {fold_cue(cue) for _, _, cue in iterate_cues(codebook)}
    cues: dict[str, tuple[str, ...]] = {}
    for language, its_cues in code.cues.items():
        kept = tuple(cue for cue in its_cues if fold_cue(cue) not in taken)
        if kept:
            cues[language] = kept
    against = code.against if code.against in codebook.codes else None
    others = [other for other in codebook.codes.values() if other.digit == code.digit]
    digit = 0 if any(share_questions(code, other) for other in others) else code.digit
    back = replace(code, parent=parent, cues=cues, against=against, digit=digit)
    return _replace_codes(codebook, {**codebook.codes, code.key: back})


def merge_codes(codebook: Codebook, source: str, target: str) -> Codebook:
    """Put `source` into `target`, which inherits its examples, cues, patterns and the codes below
    it. What was against `source` is against `target`.

    If `target` is itself below `source`, the branch that holds it goes up to where `source` was.
    """
    gone, kept = _find_code(codebook, source), _find_code(codebook, target)
    if source == target:
        raise BadInput(f"{source} cannot be merged with itself.")
    if not kept.codable and gone.codable:
        raise BadInput(f"{target} only groups other codes.", "Choose one of its sub-codes.")
    branch = codebook.path_to(target)
    codes: dict[str, Code] = {}
    for key, code in codebook.codes.items():
        if key == source:
            continue
        parent = code.parent
        if parent == source:
            # Else the branch with the target would hang below itself.
            parent = gone.parent if key in branch else target
        against = target if code.against == source else code.against
        codes[key] = replace(code, parent=parent, against=against)
    inherited = codes[target].against or gone.against
    codes[target] = replace(
        codes[target],
        examples=_join_lists(kept.examples, gone.examples),
        cues=_join_lists(kept.cues, gone.cues),
        questions=_join_questions(kept, gone),
        patterns=_join_lists(kept.patterns, gone.patterns),
        # A code and its neutral neighbour may be the two that are merged.
        against=None if inherited in (source, target) else inherited,
    )
    return _replace_codes(codebook, codes)


def _join_questions(kept: Code, gone: Code) -> tuple[str, ...]:
    """No questions means all of them, so that a code for all stays one for all."""
    if not kept.questions or not gone.questions:
        return ()
    return _join_once(kept.questions, gone.questions)


def _join_lists(
    first: Mapping[str, tuple[_Item, ...]], second: Mapping[str, tuple[_Item, ...]]
) -> dict[str, tuple[_Item, ...]]:
    joined: dict[str, tuple[_Item, ...]] = {}
    for language in dict.fromkeys([*first, *second]):
        joined[language] = _join_once(first.get(language, ()), second.get(language, ()))
    return joined


def _join_once(first: tuple[_Item, ...], second: tuple[_Item, ...]) -> tuple[_Item, ...]:
    return tuple(dict.fromkeys((*first, *second)))


def _set_language(texts: Mapping[str, _Value], language: str, value: _Value) -> dict[str, _Value]:
    """The texts with one of them set, or taken away if it is empty; languages keep their order."""
    changed = {**texts, language: value}
    if not value:
        del changed[language]
    return changed


def _find_code(codebook: Codebook, key: str) -> Code:
    if key not in codebook.codes:
        raise BadInput(f"There is no code {key!r}.", did_you_mean(key, codebook.codes))
    return codebook.codes[key]


def _find_parent(codebook: Codebook, parent: str | None) -> str | None:
    return None if parent is None else _find_code(codebook, parent).key


def _replace_code(codebook: Codebook, code: Code) -> Codebook:
    return _replace_codes(codebook, {**codebook.codes, code.key: code})


def _replace_codes(codebook: Codebook, codes: Mapping[str, Code]) -> Codebook:
    changed = replace(codebook, codes=codes)
    check_codebook(changed, _SOURCE)
    return changed
