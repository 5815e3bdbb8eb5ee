"""Examples that were erased with the answer that they were taken from, kept out of the codebook.

Another copy of it may still have them: a colleague's codebook.toml, a bundle, a file of last year.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tipcoder.codebook.reading import parse_codebook
from tipcoder.codebook.writing import codebook_to_json
from tipcoder.model import Code, Codebook
from tipcoder.store import erasures
from tipcoder.store.engine import Db


def drop_erased_examples(db: Db, book: Codebook) -> Codebook:
    """The codebook without every example that was erased in this study."""
    digests = erasures.load_example_digests(db)
    if not digests:
        return book
    salt = erasures.find_salt(db)

    def is_erased(example: str) -> bool:
        return erasures.digest_wording(salt, example) in digests

    return drop_examples(book, is_erased)


def drop_examples_from_document(db: Db, document: str, name: str) -> str:
    """The same for a revision as it is kept; as it was where nothing has to go."""
    import json

    if not erasures.load_example_digests(db):
        return document
    book = parse_codebook(json.loads(document), name)
    dropped = drop_erased_examples(db, book)
    return document if dropped == book else codebook_to_json(dropped)


def drop_examples(book: Codebook, is_dropped: Callable[[str], bool]) -> Codebook:
    """The codebook without these examples; the same object where it has none of them."""
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
    if examples == dict(code.examples):
        return code
    return replace(code, examples=examples)


def list_examples(book: Codebook) -> set[str]:
    """Every example of a codebook."""
    found: set[str] = set()
    for code in book.codes.values():
        for lines in code.examples.values():
            found.update(lines)
    return found
