"""What codebook edits look up in the study."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from tipcoder.errors import BadInput, did_you_mean
from tipcoder.model.answers import LANGUAGE
from tipcoder.model.codes import Code, Codebook
from tipcoder.store import codebooks, recoding, withdrawals
from tipcoder.store.engine import Db
from tipcoder.workbench.codebook.edits import QuotedCoding
from tipcoder.workbench.codebook.file import read_kept_codebook


class StudyLookup:
    """A desk within one transaction."""

    def __init__(self, db: Db, languages: Sequence[str]) -> None:
        self._db = db
        self._language = languages[0]

    def code_label(self, code: Code, book: Codebook) -> str:
        """A code's label in the study's main language."""
        return code.find_label(self._language, book.language)

    def find_taken_keys(self) -> set[str]:
        """Keys that no new code may get, because codings have them or somebody has worked
        with them.
        """
        taken = {key for key, _ in recoding.find_revisions_coded_under(self._db)}
        for revision in codebooks.load_revisions(self._db):
            # What was added and undone before anybody used it is free again.
            if revision.standing:
                taken |= json.loads(codebooks.load_document(self._db, revision.number))[
                    "code"
                ].keys()
        return taken

    def require_retired_code(self, key: str) -> tuple[Code, tuple[str, ...]]:
        """A retired code and the path to it, as they were last.

        Raises BadInput if there never was one.
        """
        for book in iterate_earlier_codebooks(self._db):
            if key in book.codes:
                return book.codes[key], book.path_to(key)
        raise BadInput(
            f"There never was a code {key!r}.", did_you_mean(key, codebooks.load_code_ids(self._db))
        )

    def require_quote(self, coding_id: int) -> QuotedCoding:
        """Where a coding is. Raises BadInput if it is no longer there."""
        coding = recoding.find_coding_in_place(self._db, coding_id)
        if coding is None:
            raise BadInput("This quote is no longer coded.")
        if coding.answer_id in withdrawals.load_waiting(self._db):
            raise BadInput(
                f"{coding.case} {coding.question}: was withdrawn in the survey file.",
                "Decide first: `tipcoder withdrawn` lists such answers.",
            )
        language = coding.language if LANGUAGE.fullmatch(coding.language) else ""
        return QuotedCoding(coding.code, f"{coding.case} {coding.question}", language)


def iterate_earlier_codebooks(db: Db) -> Iterator[Codebook]:
    """Codebooks before the one in force, the newest first; those that were undone come last."""
    current = codebooks.read_current_revision(db)
    kept = [
        revision
        for revision in reversed(codebooks.load_revisions(db))
        if revision.number != current
    ]
    # An undone revision is the last place to look for a code.
    for revision in sorted(kept, key=lambda revision: not revision.standing):
        yield read_kept_codebook(db, revision.number)
