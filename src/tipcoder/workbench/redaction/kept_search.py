"""What was found in answers before, by whoever looked: a command, a screen, a search behind it.

Hits are kept by digest of the text and of what else they rest on, and hold only under the
fingerprint of everything that looks for names. So a change of a name, of the keep-list or of the
program finds nothing here, and is searched anew.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.privacy.hits import Hit
from tipcoder.privacy.key_file import find_key_folder
from tipcoder.store.redactions import SourceAnswer
from tipcoder.text import hash_text
from tipcoder.workbench.redaction.detector import find_country_cells
from tipcoder.workbench.study import OpenStudy

if TYPE_CHECKING:
    from tipcoder.store.kept_hits import KeptHits, KeptRow

_BATCH = 2_000
"""Answers after which what was found is written down."""
_NONE = "[]"
"""No hits, as they are written."""


class KeptSearch:
    """Hits of one study by the answers they are in; may be used by several threads.

    A file that cannot be read or written is as if nothing had been found.
    """

    def __init__(self, path: Path, fingerprint: str, sources: Mapping[int, SourceAnswer]) -> None:
        self._path = path
        self._fingerprint = fingerprint
        self._sources = sources
        self._pending: list[KeptRow] = []
        self._pending_names: dict[str, str] = {}

    @cached_property
    def _file(self) -> KeptHits:
        from tipcoder.store.kept_hits import KeptHits

        return KeptHits(self._path, self._fingerprint)

    def find_hits(
        self, source: SourceAnswer, words: str, language: str, search: Callable[[], list[Hit]]
    ) -> list[Hit]:
        """What was found in an answer, or in `words` that a person put into it.

        If nobody has looked, `search` does. What it finds is written down in batches.
        """
        key = _build_key(source, words, language)
        found = self._file.find(*key)
        if found is not None:
            return _read_hits(found)
        hits = search()
        self._pending.append((*key, _write_hits(hits)))
        if len(self._pending) >= _BATCH:
            self.flush()
        return hits

    @cached_property
    def _names(self) -> dict[str, str]:
        """What was found in texts that leave, by the digest of what was searched.

        Read at once: an audit asks for every cell of a file.
        """
        return self._file.load_names()

    def find_names(self, what: str, text: str, own: str) -> list[Hit] | None:
        """What was found in a text that leaves; None if nobody has looked.

        `what` says what was looked for, and `own` is the response ID of the writer, or empty.
        """
        found = self._names.get(_build_name_key(what, text, own))
        return None if found is None else _read_hits(found)

    def keep_names(self, what: str, text: str, own: str, hits: Collection[Hit]) -> None:
        """Remember hits of `find_names`; they are written down with the others."""
        key, written = _build_name_key(what, text, own), _write_hits(hits)
        self._names[key] = written
        self._pending_names[key] = written

    def flush(self) -> None:
        """Write down what was found since the last time."""
        # Taken away first, because another thread may add to it.
        pending, self._pending = self._pending, []
        if pending:
            current = (hash_text(source.text) for source in self._sources.values())
            self._file.keep(pending, current)
        names, self._pending_names = self._pending_names, {}
        if names:
            # A copy: another thread may still hold the first one, and add to it.
            self._file.keep_names(dict(names))

    def close(self) -> None:
        """Write down what is left, and let go of the file; it is opened again if it is needed."""
        self.flush()
        file = self.__dict__.pop("_file", None)
        if file is not None:
            file.close()


def find_kept_file(study: OpenStudy) -> Path:
    """Where hits of a study are kept: beside its key file."""
    return find_key_folder() / f"{study.read_uuid()}.hits.db"


def forget_hits(study: OpenStudy, text_hashes: Collection[str]) -> int:
    """Drop what was found in texts that are erased, by their SHA-256 as the store has them.

    Also what was found in words that people put into them. Where patterns stand in answers goes
    altogether, and so do marks of the codebook, which may have had the words. Returns the number of
    searches for names that were dropped.
    """
    from tipcoder.store.kept_hits import forget_hits as forget
    from tipcoder.workbench.codebook.step_marks import find_marks_file
    from tipcoder.workbench.suggestions.kept_matches import find_matches_file

    forget(find_matches_file(study), text_hashes)
    forget(find_marks_file(study.read_uuid()), text_hashes)
    return forget(find_kept_file(study), text_hashes)


def _build_key(source: SourceAnswer, words: str, language: str) -> tuple[str, str]:
    """Digests of the answer's text, and of what else is read with it or instead of it."""
    context = [source.respondent, language, find_country_cells(source)]
    # Words that somebody put into an answer go with it.
    if words is not source.text:
        context.append(words)
    return hash_text(source.text), hash_text(json.dumps(context, ensure_ascii=False))


def _build_name_key(what: str, text: str, own: str) -> str:
    # An ID has no line break.
    return hash_text(f"{what} {own}\n{text}")


def _write_hits(hits: Collection[Hit]) -> str:
    if not hits:
        return _NONE
    rows = [(hit.start, hit.end, hit.kind, hit.severity, hit.reasons, hit.firm) for hit in hits]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def _read_hits(written: str) -> list[Hit]:
    # Most texts name nobody.
    if written == _NONE:
        return []
    hits = []
    for start, end, kind, severity, reasons, firm in json.loads(written):
        hits.append(Hit(start, end, kind, severity, tuple(reasons), firm))
    return hits
