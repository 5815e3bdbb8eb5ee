"""Changes to a codebook, each giving a new one: what a revision is made of.

Keys never change: files, codings and scripts name codes by them. What people see is the label.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

from tipcoder.codebook.finding import latin
from tipcoder.codebook.reading import MAX_KEY, check_codebook
from tipcoder.errors import BadInput, did_you_mean
from tipcoder.model import Code, Codebook

TEXTS = ("label", "definition", "use_when", "avoid_when")
LISTS = ("examples", "cues")
_SOURCE = "codebook"
_Value = TypeVar("_Value", str, tuple[str, ...])
_NO_KEY = re.compile(r"[^a-z0-9]+")


def key_for(label: str, book: Codebook) -> str:
    """A free key made of a label's letters, in Latin script."""
    base = _NO_KEY.sub("_", latin(label)).strip("_")[: MAX_KEY - 4] or "code"
    key, number = base, 2
    while key in book.codes:
        key, number = f"{base}_{number}", number + 1
    return key


def add_code(book: Codebook, label: str, language: str, parent: str | None = None) -> tuple[Codebook, str]:
    """The codebook with one more code, last under its parent, and the new code's key."""
    label = " ".join(label.split())
    if not label:
        raise BadInput("A code needs a label.")
    twin = next((c for c in book.codes.values() if label.casefold() in (t.casefold() for t in c.label.values())), None)
    if twin is not None:
        raise BadInput(f"{label!r} is the label of {twin.key!r} already.", "Use that one, or choose another label.")
    key = key_for(label, book)
    return _checked(book, {**book.codes, key: Code(key, {language: label}, parent=_known(book, parent))}), key


def edit_text(book: Codebook, key: str, field: str, language: str, text: str) -> Codebook:
    """Set a label, definition, use_when or avoid_when in one language; an empty text takes it away."""
    if field not in TEXTS:
        raise BadInput(f"{field!r} is no text of a code.", did_you_mean(field, TEXTS))
    code = _code(book, key)
    texts = _set(getattr(code, field), language, text.strip())
    if field == "label" and not texts:
        raise BadInput(f"{key}: a code needs a label in some language.")
    changes: dict[str, Any] = {field: texts}
    return _with(book, replace(code, **changes))


def edit_list(book: Codebook, key: str, field: str, language: str, items: tuple[str, ...]) -> Codebook:
    """Set the examples or cues in one language; none takes them away."""
    if field not in LISTS:
        raise BadInput(f"{field!r} is no list of a code.", did_you_mean(field, LISTS))
    code = _code(book, key)
    kept = tuple(dict.fromkeys(item.strip() for item in items if item.strip()))
    changes: dict[str, Any] = {field: _set(getattr(code, field), language, kept)}
    return _with(book, replace(code, **changes))


def add_example(book: Codebook, key: str, language: str, quote: str) -> Codebook:
    """Promote a quote to an example."""
    there = _code(book, key).examples.get(language, ())
    if quote in there:
        raise BadInput(f"{key}: these words are an example already.")
    return edit_list(book, key, "examples", language, (*there, quote))


def recolour(book: Codebook, key: str, colour: str | None) -> Codebook:
    """Give a code a colour, or that of the code above it."""
    return _with(book, replace(_code(book, key), colour=colour or None))


def move(book: Codebook, key: str, parent: str | None, before: str | None = None) -> Codebook:
    """Put a code and what is below it under another one, in front of its sibling `before` or last."""
    code = replace(_code(book, key), parent=_known(book, parent))
    if parent is not None and key in book.path(parent):
        raise BadInput(f"{key} cannot go below itself.")
    codes = {k: c for k, c in book.codes.items() if k != key}
    if before is None or before not in codes:
        return _checked(book, {**codes, key: code})
    out: dict[str, Code] = {}
    for name, other in codes.items():
        if name == before:
            out[key] = code
        out[name] = other
    return _checked(book, out)


def retire(book: Codebook, key: str) -> Codebook:
    """Take a code out of the codebook; the codes below it go to its parent. Its codings are not touched."""
    gone = _code(book, key)
    if len(book.codes) == 1:
        raise BadInput("A codebook needs at least one code.")
    codes = {k: replace(c, parent=gone.parent) if c.parent == key else c for k, c in book.codes.items() if k != key}
    return _checked(book, codes)


def merge(book: Codebook, source: str, target: str) -> Codebook:
    """Put `source` into `target`, which inherits its examples, its cues and the codes below it."""
    gone, kept = _code(book, source), _code(book, target)
    if source == target:
        raise BadInput(f"{source} cannot be merged with itself.")
    if not kept.codable and gone.codable:
        raise BadInput(f"{target} only groups other codes.", "Choose one of its sub-codes.")
    codes = {k: replace(c, parent=target) if c.parent == source else c for k, c in book.codes.items() if k != source}
    codes[target] = replace(
        kept,
        parent=gone.parent if kept.parent == source else kept.parent,
        examples=_joined(kept.examples, gone.examples),
        cues=_joined(kept.cues, gone.cues),
    )
    return _checked(book, codes)


def _joined(first: Mapping[str, tuple[str, ...]], second: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    languages = dict.fromkeys([*first, *second])
    return {lang: tuple(dict.fromkeys([*first.get(lang, ()), *second.get(lang, ())])) for lang in languages}


def _set(texts: Mapping[str, _Value], language: str, value: _Value) -> dict[str, _Value]:
    rest = {lang: text for lang, text in texts.items() if lang != language}
    if not value:
        return rest
    return {**texts, language: value}


def _code(book: Codebook, key: str) -> Code:
    if key not in book.codes:
        raise BadInput(f"There is no code {key!r}.", did_you_mean(key, book.codes))
    return book.codes[key]


def _known(book: Codebook, parent: str | None) -> str | None:
    return None if parent is None else _code(book, parent).key


def _with(book: Codebook, code: Code) -> Codebook:
    return _checked(book, {**book.codes, code.key: code})


def _checked(book: Codebook, codes: Mapping[str, Code]) -> Codebook:
    changed = replace(book, codes=codes)
    check_codebook(changed, _SOURCE)
    return changed
