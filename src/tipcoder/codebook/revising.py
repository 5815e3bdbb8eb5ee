"""Changes to a codebook, each giving a new one: what a revision is made of.

Keys never change: files, codings and scripts name codes by them. What people see is the label.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from tipcoder.codebook.checking import MAX_KEY, check_codebook
from tipcoder.codebook.finding import latin
from tipcoder.errors import BadInput, did_you_mean
from tipcoder.model import Code, Codebook
from tipcoder.text import fold, normalise

TEXTS = ("label", "definition", "use_when", "avoid_when")
LISTS = ("examples", "cues")
_SOURCE = "codebook"
_Value = TypeVar("_Value", str, tuple[str, ...])
_NO_KEY = re.compile(r"[^a-z0-9]+")


def key_for(label: str, book: Codebook, taken: Collection[str] = ()) -> str:
    """A free key made of a label's letters, in Latin script; `taken` are keys that retired codes have."""
    base = _NO_KEY.sub("_", latin(label)).strip("_")[: MAX_KEY - 4] or "code"
    key, number = base, 2
    used = {fold(other) for other in (*book.codes, *taken)}
    while key in used:
        key, number = f"{base}_{number}", number + 1
    return key


def add_code(
    book: Codebook, label: str, language: str, parent: str | None = None, taken: Collection[str] = ()
) -> tuple[Codebook, str]:
    """The codebook with one more code, last under its parent, and the new code's key, which is none of `taken`."""
    label = normalise(" ".join(label.split())).text
    if not label:
        raise BadInput("A code needs a label.")
    twin = next((c for c in book.codes.values() if label.casefold() in (t.casefold() for t in c.label.values())), None)
    if twin is not None:
        raise BadInput(f"{label!r} is the label of {twin.key!r} already.", "Use that one, or choose another label.")
    key = key_for(label, book, taken)
    return _checked(book, {**book.codes, key: Code(key, {language: label}, parent=_known(book, parent))}), key


def edit_text(book: Codebook, key: str, field: str, language: str, text: str) -> Codebook:
    """Set a label, definition, use_when or avoid_when in one language; an empty text takes it away."""
    if field not in TEXTS:
        raise BadInput(f"{field!r} is no text of a code.", did_you_mean(field, TEXTS))
    code = _code(book, key)
    # A label that was typed or pasted stands on one line.
    text = " ".join(text.split()) if field == "label" else text.strip()
    texts = _set(getattr(code, field), language, normalise(text).text)
    if field == "label" and not texts:
        raise BadInput(f"{key}: a code needs a label in some language.")
    changes: dict[str, Any] = {field: texts}
    return _with(book, replace(code, **changes))


def edit_list(book: Codebook, key: str, field: str, language: str, items: tuple[str, ...]) -> Codebook:
    """Set the examples or cues in one language; none takes them away."""
    if field not in LISTS:
        raise BadInput(f"{field!r} is no list of a code.", did_you_mean(field, LISTS))
    code = _code(book, key)
    kept = tuple(dict.fromkeys(normalise(item.strip()).text for item in items if item.strip()))
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
    if before is None:
        return _checked(book, {**codes, key: code})
    if before == key or _code(book, before).parent != parent:
        place = f"under {parent}" if parent is not None else "at the top"
        raise BadInput(f"{before} will not stand beside {key} {place}.", "Name a code that stands there already.")
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


def restore(book: Codebook, code: Code, path: tuple[str, ...]) -> Codebook:
    """Bring a retired code back, under the nearest code of its old `path` that is still there.

    What was below it stays where it went, and cues that other codes have by now are left to them.
    """
    if code.key in book.codes:
        raise BadInput(f"{code.key} is in the codebook.")
    parent = next((key for key in reversed(path) if key in book.codes), None)
    theirs = {_cue(cue) for other in book.codes.values() for cues in other.cues.values() for cue in cues}
    cues = {lang: tuple(cue for cue in cues if _cue(cue) not in theirs) for lang, cues in code.cues.items()}
    back = replace(code, parent=parent, cues={lang: kept for lang, kept in cues.items() if kept})
    return _checked(book, {**book.codes, code.key: back})


def _cue(cue: str) -> str:
    return " ".join(fold(cue).split())


def merge(book: Codebook, source: str, target: str) -> Codebook:
    """Put `source` into `target`, which inherits its examples, its cues and the codes below it.

    If `target` is itself below `source`, the branch that holds it goes up to where `source` was.
    """
    gone, kept = _code(book, source), _code(book, target)
    if source == target:
        raise BadInput(f"{source} cannot be merged with itself.")
    if not kept.codable and gone.codable:
        raise BadInput(f"{target} only groups other codes.", "Choose one of its sub-codes.")
    branch = book.path(target)

    def parent_of(code: Code) -> str | None:
        if code.parent != source:
            return code.parent
        return gone.parent if code.key in branch else target

    codes = {k: replace(c, parent=parent_of(c)) for k, c in book.codes.items() if k != source}
    both = tuple(dict.fromkeys([*kept.questions, *gone.questions]))
    codes[target] = replace(
        codes[target],
        examples=_joined(kept.examples, gone.examples),
        cues=_joined(kept.cues, gone.cues),
        questions=both if kept.questions and gone.questions else (),
    )
    return _checked(book, codes)


def _joined(first: Mapping[str, tuple[str, ...]], second: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    languages = dict.fromkeys([*first, *second])
    return {lang: tuple(dict.fromkeys([*first.get(lang, ()), *second.get(lang, ())])) for lang in languages}


def _set(texts: Mapping[str, _Value], language: str, value: _Value) -> dict[str, _Value]:
    """In place, so that the languages keep their order."""
    return {lang: text for lang, text in {**texts, language: value}.items() if lang != language or text}


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
