"""Words that were erased with the answer that they were taken from, kept out of the codebook.

Another copy of it may still have them: a colleague's codebook.toml, a bundle, a file of last year.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from tipcoder.codebook.checks import iterate_test_sentences
from tipcoder.codebook.reading import parse_codebook
from tipcoder.codebook.writing import codebook_to_json
from tipcoder.model.codes import Code, Codebook, CodePattern
from tipcoder.store import erasures
from tipcoder.store.engine import Db
from tipcoder.workbench.codebook.file import read_current_codebook

TEXTS = ("label", "definition", "use_when", "avoid_when")
"""Parts of a code that are one text in each language."""


def drop_erased_wordings(db: Db, book: Codebook) -> Codebook:
    """The codebook without what was erased in this study; the same object where it has nothing.

    Examples go; other texts become what they are in the codebook in force.
    """
    digests = erasures.load_wording_digests(db)
    if not digests:
        return book
    salt = erasures.find_salt(db)

    def is_erased(wording: str) -> bool:
        return erasures.digest_wording(salt, wording) in digests

    without = drop_examples(book, is_erased)
    in_force = read_current_codebook(db).codes
    codes = {}
    for key, code in without.codes.items():
        codes[key] = _replace_texts(code, in_force.get(key), is_erased)
    if all(codes[key] is without.codes[key] for key in codes):
        return without
    return replace(without, codes=codes)


def _replace_texts(code: Code, in_force: Code | None, is_erased: Callable[[str], bool]) -> Code:
    changed: dict[str, Any] = {}
    for part in TEXTS:
        texts: Mapping[str, str] = getattr(code, part)
        present: Mapping[str, str] = getattr(in_force, part) if in_force else {}
        kept = {}
        for language, text in texts.items():
            kept[language] = present.get(language, "") if is_erased(text) else text
        if kept != dict(texts):
            changed[part] = {language: text for language, text in kept.items() if text}
    return replace(code, **changed) if changed else code


def drop_wordings_from_document(db: Db, document: str, name: str) -> str:
    """The same for a revision as it is kept; as it was where nothing has to go."""
    if not erasures.load_wording_digests(db):
        return document
    book = parse_codebook(json.loads(document), name)
    dropped = drop_erased_wordings(db, book)
    return document if dropped is book else codebook_to_json(dropped)


def drop_examples(book: Codebook, is_dropped: Callable[[str], bool]) -> Codebook:
    """The codebook without these examples, and without them as test sentences of patterns; the same
    object where it has none of them.
    """
    codes = {key: _drop_from_code(code, is_dropped) for key, code in book.codes.items()}
    if all(codes[key] is book.codes[key] for key in codes):
        return book
    return replace(book, codes=codes)


def _drop_from_code(code: Code, is_dropped: Callable[[str], bool]) -> Code:
    examples = {}
    for language, lines in code.examples.items():
        left = tuple(line for line in lines if not is_dropped(line))
        if left:
            examples[language] = left
    patterns = _replace_sentences(code, lambda line: "" if is_dropped(line) else line)
    if examples == dict(code.examples) and patterns == code.patterns:
        return code
    return replace(code, examples=examples, patterns=patterns)


def _replace_sentences(
    code: Code, change: Callable[[str], str]
) -> dict[str, tuple[CodePattern, ...]]:
    """The patterns of a code with their test sentences changed."""
    changed: dict[str, tuple[CodePattern, ...]] = {}
    for language, patterns in code.patterns.items():
        kept = []
        for pattern in patterns:
            kept.append(replace(pattern, yes=change(pattern.yes), no=change(pattern.no)))
        changed[language] = tuple(kept)
    return changed


def mask_texts(book: Codebook, mask: Callable[[str], str]) -> Codebook:
    """The codebook with `mask` put on title, labels, definitions, rules and test sentences.

    It is without cues, patterns and words of lists that `mask` would change, and the same object
    where it changes nothing.
    """
    codes = {key: _mask_code(code, mask) for key, code in book.codes.items()}
    lists = {name: _drop_masked(words, mask) for name, words in book.lists.items()}
    title = mask(book.title)
    is_same = all(codes[key] is book.codes[key] for key in codes) and lists == book.lists
    if is_same and title == book.title:
        return book
    return replace(book, codes=codes, lists=lists, title=title)


def _drop_masked(
    by_language: Mapping[str, tuple[str, ...]], mask: Callable[[str], str]
) -> dict[str, tuple[str, ...]]:
    kept: dict[str, tuple[str, ...]] = {}
    for language, words in by_language.items():
        left = tuple(word for word in words if mask(word) == word)
        # What stands in the file as an empty list stays one.
        if left or not words:
            kept[language] = left
    return kept


def _mask_code(code: Code, mask: Callable[[str], str]) -> Code:
    changed: dict[str, Any] = {}
    for part in TEXTS:
        texts: Mapping[str, str] = getattr(code, part)
        masked = {language: mask(text) for language, text in texts.items()}
        if masked != dict(texts):
            changed[part] = masked
    cues = _drop_masked(code.cues, mask)
    if cues != dict(code.cues):
        changed["cues"] = cues
    patterns = _mask_patterns(code, mask)
    if patterns != code.patterns:
        changed["patterns"] = patterns
    return replace(code, **changed) if changed else code


def _mask_patterns(code: Code, mask: Callable[[str], str]) -> dict[str, tuple[CodePattern, ...]]:
    masked: dict[str, tuple[CodePattern, ...]] = {}
    for language, patterns in _replace_sentences(code, mask).items():
        masked[language] = tuple(each for each in patterns if mask(each.find) == each.find)
    return masked


def list_examples(book: Codebook) -> set[str]:
    """Every example of a codebook, and every sentence that tests a pattern."""
    found: set[str] = set()
    for code in book.codes.values():
        for lines in code.examples.values():
            found.update(lines)
        found.update(sentence for _, sentence in iterate_test_sentences(code))
    return found


def list_texts(book: Codebook) -> set[str]:
    """Every text of a codebook that is no example and no cue."""
    found: set[str] = set()
    for code in book.codes.values():
        for part in TEXTS:
            found.update(getattr(code, part).values())
    return found
