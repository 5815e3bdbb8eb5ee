"""Files beside a study that may hold an answer's words: earlier copies of it, drafts, and others.

Copies that the program made by itself are removed when they hold erased words. What people made is
only named.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from tipcoder.errors import EnvironmentFault
from tipcoder.privacy.passages import Passages
from tipcoder.workbench.study import OpenStudy
from tipcoder.workbench.study_files import list_model_folders

_SLICE = 16
"""Characters by which words are looked for in a file."""
_MOST_SLICES = 400
_MOST_LETTERS = 2**22
"""Bytes up to which a file of text is read whole, and looked through for every passage."""
_PACKED = (b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"%PDF-")
"""How files begin whose words cannot be looked for in their bytes: archives, office files, PDF."""
_OWN_COPIES = ("{name}.bak", "{name}.kept-*", "{stem}.before-restore-*")
"""Names under which the program itself keeps an earlier state of a store."""


class WordSearch:
    """Looks for words of some answers in files."""

    def __init__(self, texts: Iterable[str], passages: Passages) -> None:
        """`passages` are those of the same texts."""
        self._passages = passages
        slices: list[str] = []
        for text in texts:
            slices += _choose_slices(text)
        step = max(1, len(slices) // _MOST_SLICES)
        self._slices = [each.encode("utf-8") for each in slices[::step]]

    def holds_words(self, path: Path) -> bool:
        """Whether the file holds any of the words as they are; packed files cannot be told.

        In a file of text every passage counts. In any other one, and in one too large to be read,
        a few stretches of each answer are looked for.
        """
        text = _read_text(path)
        if text is not None and self._passages.stands_in(text):
            return True
        with (
            suppress(OSError, ValueError),
            path.open("rb") as file,
            mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content,
        ):
            return any(content.find(words) >= 0 for words in self._slices)
        return False


def _read_text(path: Path) -> str | None:
    """What stands in a file of text that is not too large; None for any other file."""
    with suppress(OSError, UnicodeDecodeError):
        if path.stat().st_size <= _MOST_LETTERS:
            return path.read_bytes().decode("utf-8")
    return None


def is_packed(path: Path) -> bool:
    """Whether nobody can tell from the bytes of a file what words it holds."""
    with suppress(OSError), path.open("rb") as file:
        return file.read(len(max(_PACKED, key=len))).startswith(_PACKED)
    return False


def _choose_slices(text: str) -> list[str]:
    """A few stretches of a text: its beginning, its end, and some between."""
    if len(text) <= _SLICE:
        return [text] if len(text) > _SLICE // 2 else []
    last = len(text) - _SLICE
    starts = sorted({last * part // 4 for part in range(5)})
    return [text[start : start + _SLICE] for start in starts]


def find_own_copies(study: OpenStudy) -> list[Path]:
    """Earlier states of the store that the program keeps beside it, with what SQLite keeps of
    them."""
    store = study.store.file
    if store is None:
        return []
    found: list[Path] = []
    for pattern in _OWN_COPIES:
        name = pattern.format(name=_escape(store.name), stem=_escape(store.stem))
        found += sorted(store.parent.glob(name))
    return found


def _escape(name: str) -> str:
    """A name as a pattern for itself."""
    return "".join(f"[{char}]" if char in "*?[" else char for char in name)


def remove_copies(paths: Sequence[Path]) -> None:
    """Remove files. Raises EnvironmentFault for one that cannot be removed."""
    for path in paths:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise EnvironmentFault(
                f"{path}: holds the erased words and cannot be removed ({error.strerror}).",
                "Remove it yourself.",
            ) from None


class OtherFiles(NamedTuple):
    """Files in the study's folder about which whoever made them has to decide."""

    holders: list[Path]
    """Those that hold the words."""
    packed: list[Path]
    """Those about which that cannot be told."""


def find_other_files(study: OpenStudy, search: WordSearch, known: Iterable[Path]) -> OtherFiles:
    """Every file in the study's folder but `known` ones that holds the words, or may."""
    skipped = {path.resolve() for path in known}
    models = [folder.resolve() for folder in list_model_folders(study.folder)]
    found = OtherFiles([], [])
    for path in sorted(_iterate_files(study.folder)):
        place = path.resolve()
        # Models of languages are no text of anybody's, and take minutes to look through.
        if place in skipped or any(place.is_relative_to(folder) for folder in models):
            continue
        if search.holds_words(path):
            found.holders.append(path)
        elif is_packed(path):
            found.packed.append(path)
    return found


def _iterate_files(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            yield path
