"""Codes that a coder's sheet names and the codebook lacks: planned in words, and made as the first
part of the import, so that one undo takes back both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tipcoder.codebook.writing import codebook_to_json
from tipcoder.errors import BadInput, find_nearest
from tipcoder.model.codes import Codebook
from tipcoder.model.codings import Coder
from tipcoder.store import codebooks, coders, events
from tipcoder.store.engine import Db
from tipcoder.text import format_count, join_first, join_words, make_excerpt
from tipcoder.workbench.codebook.edits import AddCode
from tipcoder.workbench.codebook.file import read_current_codebook
from tipcoder.workbench.codebook.file_update import restore_on_failure, update_codebook_file
from tipcoder.workbench.codebook.lookup import StudyLookup
from tipcoder.workbench.study import OpenStudy

_LISTED = 10
_LONGEST = 40
"""Characters of a label in a sentence."""


@dataclass(frozen=True)
class NewCodes:
    """Codes to be made, and the codebook with them."""

    book: Codebook
    edits: tuple[AddCode, ...]
    keys: tuple[str, ...]
    sentence: str
    """What is made, without a full stop."""

    @property
    def by_label(self) -> dict[str, str]:
        """The key of each code by the label that the file has."""
        return {edit.label: key for edit, key in zip(self.edits, self.keys, strict=True)}


def plan_new_codes(
    db: Db, study: OpenStudy, labels: Sequence[str], under: str | None
) -> NewCodes | None:
    """Codes with these labels, below `under` where it is named; None where there are none.

    Raises BadInput for a label that no code can have, and for a code that is not there.
    """
    if not labels:
        return None
    language = study.definition.languages[0]
    edits = tuple(AddCode(label, language, under) for label in labels)
    before = read_current_codebook(db)
    book, keys = _apply_edits(db, study, before, edits)
    return NewCodes(book, edits, keys, _describe_codes(before, book, keys, under))


def _apply_edits(
    db: Db, study: OpenStudy, book: Codebook, edits: Sequence[AddCode]
) -> tuple[Codebook, tuple[str, ...]]:
    lookup = StudyLookup(db, study.definition.languages)
    keys = []
    for edit in edits:
        result = edit.revise_codebook(book, lookup)
        book = result.book
        keys.append(result.code)
    return book, tuple(keys)


def _describe_codes(
    before: Codebook, book: Codebook, keys: Sequence[str], under: str | None
) -> str:
    """`makes 2 new codes: Transport (transport), Polise (polise; like Police)`."""
    known = {text: code.key for code in before.codes.values() for text in code.label.values()}
    named = []
    for key in keys:
        label = next(iter(book.codes[key].label.values()))
        near = find_nearest(label, known)
        like = f"; like {make_excerpt(near, _LONGEST)}" if near else ""
        named.append(f"{make_excerpt(label, _LONGEST)} ({key}{like})")
    where = f" under {under}" if under else ""
    return f"makes {format_count(len(keys), 'new code')}{where}: {join_first(named, _LISTED)}"


def make_new_codes(study: OpenStudy, actor: Coder, new: NewCodes, source: str) -> int:
    """Put the codes into the codebook, as an act of which the codings are parts; its id.

    Raises BadInput where the codebook has changed so that other codes would come of it.
    """
    path = study.codebook_file
    with restore_on_failure(path), study.store.write() as db:
        book, keys = _apply_edits(db, study, read_current_codebook(db), new.edits)
        if keys != new.keys:
            raise BadInput(
                f"{source}: the codebook was changed meanwhile; nothing was imported.",
                "Import it again.",
            )
        coder = coders.ensure_coder(db, actor)
        labels = join_words([make_excerpt(edit.label, _LONGEST) for edit in new.edits[:_LISTED]])
        act = events.begin_act(db, coder.id, "codebook", f"Added codes from {source}: {labels}")
        codebooks.add_revision(act, codebook_to_json(book), book.codes)
        events.finish_act(act)
        update_codebook_file(path, db)
    return act.id


def refuse_new_codes(source: str, labels: Sequence[str], *, are_columns: bool) -> BadInput:
    """Why names that are no code do not come in, and the options that decide about them."""
    named = join_first([repr(make_excerpt(label, _LONGEST)) for label in labels], _LISTED)
    are = "is no code" if len(labels) == 1 else "are no codes"
    remedy = "--add-codes makes codes of them, --under CODE below another one."
    if are_columns:
        remedy = f"{remedy} --ignore COLUMN leaves a column out."
        return BadInput(
            f"{source}: {named} {are} of the codebook, and yes and no stand below.", remedy
        )
    return BadInput(f"{source}: {named} {are} of the codebook.", remedy)
