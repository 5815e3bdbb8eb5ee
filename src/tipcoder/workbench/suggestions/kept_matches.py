"""Where patterns stand in answers, kept so that a codebook of thousands is not read for each list.

Kept are digests of answers, codes, numbers of patterns and offsets, and no word of anybody, beside
the key file like names that were found. It holds under the fingerprint of everything that looks for
patterns: another pattern, another list of words or another version of the program finds nothing
here, and looks anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder import language, suggestion
from tipcoder.model.codes import Code, Codebook
from tipcoder.privacy.key_file import key_path
from tipcoder.shipped_data import reference_file
from tipcoder.suggestion.patterns.matches import PatternMatch, Piece, build_match
from tipcoder.suggestion.patterns.pattern_places import PatternPlace, iterate_places
from tipcoder.text import hash_text
from tipcoder.workbench.program_digest import digest_program
from tipcoder.workbench.study import OpenStudy

if TYPE_CHECKING:
    from tipcoder.store.kept_hits import KeptHits

_NOTHING = "[]"
"""What is written of a text in which no pattern stands, as in most."""
_FEWEST_KEPT = 50_000
_GENERATIONS = 2
"""How many times as many texts as a study has are kept: answers are replaced now and then."""
_LIBRARIES = ("regex", "snowballstemmer", "spacy")
"""What words are cut and stemmed with, and whose lists of words say nothing by themselves."""


def find_matches_file(study: OpenStudy) -> Path:
    """Where what was found in a study's answers is kept.

    Raises EnvironmentFault where the store has no proper name for it.
    """
    uuid = study.read_uuid()
    return key_path(uuid).with_name(f"{uuid}.patterns.db")


class KeptMatches:
    """Patterns of one codebook in the answers of one study.

    A file that cannot be read or written is as if nothing had been found.
    """

    def __init__(self, study: OpenStudy, book: Codebook, answers: int) -> None:
        """`answers` is how many there are; a few times as many texts are kept, and no more."""
        self._path = find_matches_file(study)
        self._book = book
        self._most = max(_FEWEST_KEPT, _GENERATIONS * answers)
        self._pending: dict[str, str] = {}

    @cached_property
    def _file(self) -> KeptHits:
        from tipcoder.store.kept_hits import KeptHits

        return KeptHits(self._path, compute_fingerprint(self._book))

    @cached_property
    def _written(self) -> dict[str, str]:
        """What was found, by the digest of a text and its language. Read at once: all are asked
        for."""
        return self._file.load_names()

    @cached_property
    def _places(self) -> dict[tuple[str, str, int], PatternPlace]:
        places = {}
        for code in self._book.codes.values():
            for spoken in code.patterns:
                for place in iterate_places(code, spoken):
                    places[place.code, place.language, place.number] = place
        return places

    def knows(self, text: str, language: str) -> bool:
        """Whether somebody has looked before."""
        return _build_key(text, language) in self._written

    def find_matches(self, text: str, language: str) -> list[PatternMatch] | None:
        """What the same patterns were found to say of a text; None where nobody has looked."""
        written = self._written.get(_build_key(text, language))
        if written is None:
            return None
        matches = []
        for code, spoken, number, offsets in json.loads(written):
            pieces = tuple(Piece(start, end) for start, end in offsets)
            matches.append(build_match(self._places[code, spoken, number], text, pieces))
        return matches

    def find_places(self, text: str, language: str) -> list[PatternPlace] | None:
        """The same without its words: quicker than `find_matches`."""
        written = self._written.get(_build_key(text, language))
        if written is None or written == _NOTHING:
            return None if written is None else []
        return [
            self._places[code, spoken, number] for code, spoken, number, _ in json.loads(written)
        ]

    def keep_matches(self, text: str, language: str, found: Sequence[PatternMatch]) -> None:
        """Remember it until it is written down."""
        rows = [(match.code, match.language, match.number, match.pieces) for match in found]
        written = json.dumps(rows, separators=(",", ":"))
        key = _build_key(text, language)
        self._written[key] = self._pending[key] = written

    def write_down(self) -> None:
        """Keep what was found beyond this process."""
        pending, self._pending = self._pending, {}
        if pending:
            self._file.keep_names(pending, self._most)

    def close(self) -> None:
        """Write down what was found, and let go of the file."""
        self.write_down()
        self.let_go()

    def let_go(self) -> None:
        """Let go of the file; what is not written down is forgotten."""
        self._pending = {}
        file = self.__dict__.pop("_file", None)
        if file is not None:
            file.close()


def _build_key(text: str, language: str) -> str:
    # The code of a language has no line break.
    return hash_text(f"{language}\n{text}")


def compute_fingerprint(book: Codebook) -> str:
    """A digest that changes with whatever may change where a codebook's patterns are found."""
    patterns = [_list_patterns(code) for code in book.codes.values()]
    lists = {name: dict(entries) for name, entries in book.lists.items()}
    basis = [_digest_program(), patterns, lists]
    return hash_text(json.dumps(basis, ensure_ascii=False))


def _list_patterns(code: Code) -> list[object]:
    # With their weights, and in their order: a kept match is known by its number.
    listed: list[object] = [code.key]
    for spoken, written in code.patterns.items():
        listed.append([spoken, [(pattern.find, pattern.weight) for pattern in written]])
    return listed


@cache
def _digest_program() -> str:
    """A digest of what reads patterns: its modules, its tables and its libraries."""
    return digest_program(_iterate_program_files(), _LIBRARIES)


def _iterate_program_files() -> Iterator[Path]:
    of_suggestions = Path(next(iter(suggestion.__path__)))
    # More than reads patterns today: what does so tomorrow must not be forgotten here.
    yield from of_suggestions.glob("*.py")
    yield from of_suggestions.joinpath("patterns").glob("*.py")
    yield from Path(next(iter(language.__path__))).glob("*.py")
    yield of_suggestions.parent / "text.py"
    tables = reference_file("pattern_lists.toml").parent
    yield from tables.glob("*.toml")
    yield from tables.parent.joinpath("languages").glob("*.toml")
