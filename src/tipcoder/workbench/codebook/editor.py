"""Editing the codebook: every edit is one act of one coder, with the codings of everybody that
follow it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from tipcoder.codebook.differing import find_changed_meanings, find_differences
from tipcoder.codebook.writing import codebook_to_json
from tipcoder.errors import BadInput
from tipcoder.model import Codebook, Coder
from tipcoder.store import codebooks, coders, events, recoding, settlements
from tipcoder.store.engine import Db
from tipcoder.store.recoding import CodingTotals
from tipcoder.text import format_count
from tipcoder.workbench.codebook.edits import CodebookEdit, CodingMove, EditResult, ReplaceCodebook
from tipcoder.workbench.codebook.file import read_current_codebook
from tipcoder.workbench.codebook.file_update import restore_on_failure, update_codebook_file
from tipcoder.workbench.codebook.hand_edits import (
    add_codebook_revision,
    find_dropped_codes,
    read_hand_edit,
    refuse_dropping,
)
from tipcoder.workbench.codebook.lookup import StudyLookup
from tipcoder.workbench.study import OpenStudy

NOTHING = "nothing changed"


@dataclass(frozen=True)
class EditPreview:
    """What an edit touches, told before it is made."""

    sentence: str
    codings: int = 0
    answers: int = 0
    coders: int = 0
    finished: int = 0
    """Answers with such a coding that its coder has finished."""
    moved: bool = False
    """Whether the codings go to another code."""
    doubled: int = 0
    """Codings that only go, because their coder has the other code on the very same words already."""
    changes_meaning: bool = False
    """Whether a code that was there means something else afterwards."""
    stale: int = 0
    """Codings of such a code, which somebody should look at again."""
    changes: int = 0
    """Differences between the codebooks before and after."""


class CodebookEditor:
    """The codebook of a study in the hands of one coder. Not safe for use by several threads at
    once.

    Nothing is kept between two calls: another coder's edit is there when the next one begins.
    """

    def __init__(self, study: OpenStudy, coder: Coder) -> None:
        self._study = study
        self.coder = coder
        self.last_act: int | None = None
        """The act that the last call left in the log, None if it changed nothing."""

    def make_edit(self, edit: CodebookEdit) -> str:
        """Make an edit; returns a sentence of what was done. Raises BadInput, and then nothing has
        changed.

        A codebook.toml edited by hand is imported first, as an act of its own.
        """
        self.last_act = None
        path = self._study.codebook_file
        with restore_on_failure(path), self._study.store.write() as db:
            self.coder = coders.ensure_coder(db, self.coder)
            news = self._import_hand_edit(db, edit)
            book = read_current_codebook(db)
            revised = edit.revise_codebook(book, self._build_lookup(db))
            touched = _preview_revision(db, book, revised)
            act = events.begin_act(db, self.coder.id, "codebook", _describe_done(revised, touched))
            content = codebook_to_json(revised.book)
            number = book.revision
            if content != codebook_to_json(book):
                number = codebooks.add_revision(act, content, revised.book.codes)
            if revised.moving is not None:
                _move_codings(act, revised.moving, number)
            changed = not act.is_empty
            events.finish_act(act)
            # Before the transaction ends: a file that cannot be written must not leave half an edit
            # behind.
            update_codebook_file(path, db, revised.text)
        if not changed:
            return news or NOTHING
        self.last_act = act.id
        return "; ".join(filter(None, [_describe_done(revised, touched), news]))

    def preview_edit(self, edit: CodebookEdit) -> EditPreview:
        """What an edit would touch. Raises BadInput if it cannot be made."""
        with self._study.store.read() as db:
            book = read_current_codebook(db)
            return _preview_revision(db, book, edit.revise_codebook(book, self._build_lookup(db)))

    def confirm_codings(self, coding_ids: Collection[int]) -> str:
        """Say of stale codings that they hold under the revision in force, as one act."""
        self.last_act = None
        with self._study.store.write() as db:
            self.coder = coders.ensure_coder(db, self.coder)
            number = codebooks.read_current_revision(db)
            older = recoding.find_older_codings(db, list(coding_ids), number)
            sentence = f"confirmed {format_count(sum(map(len, older.values())), 'coding')} under revision {number}"
            act = events.begin_act(db, self.coder.id, "confirm", sentence)
            recoding.restate_revision(act, older, number)
            changed = not act.is_empty
            events.finish_act(act)
        if not changed:
            return NOTHING
        self.last_act = act.id
        return sentence

    def _build_lookup(self, db: Db) -> StudyLookup:
        return StudyLookup(db, self._study.definition.languages)

    def _import_hand_edit(self, db: Db, edit: CodebookEdit) -> str:
        path = self._study.codebook_file
        try:
            book = read_hand_edit(path, db)
            if (
                isinstance(edit, ReplaceCodebook)
                and book is not None
                and _is_same_codebook(book, edit.book)
            ):
                return ""  # the edit is what was done by hand
            if book is not None:
                refuse_dropping(path, find_dropped_codes(book, db))
        except BadInput as fault:
            raise BadInput(f"Nothing was changed, because {fault.message}", fault.hint) from None
        if book is None:
            return ""
        act = events.begin_act(db, self.coder.id, "codebook", f"Took in {path.name}")
        add_codebook_revision(act, book)
        events.finish_act(act)
        return f"{path.name}, edited by hand, was imported"


def _is_same_codebook(one: Codebook, other: Codebook) -> bool:
    return codebook_to_json(one) == codebook_to_json(other)


def _preview_revision(db: Db, book: Codebook, revised: EditResult) -> EditPreview:
    changes = len(find_differences(book, revised.book))
    meaning = find_changed_meanings(book, revised.book)
    ids = codebooks.load_code_ids(db)
    moving = revised.moving
    gone = (
        [revised.code]
        if revised.code
        else [key for key in book.codes if key not in revised.book.codes]
    )
    stands = recoding.count_codings(
        db, [ids[key] for key in gone if key in ids], moving.ids if moving else None
    )
    if moving is not None and moving.ids is not None and stands.codings != len(moving.ids):
        raise BadInput(
            f"{format_count(len(moving.ids) - stands.codings, 'chosen coding')} no longer stand or have another code.",
            "Choose again.",
        )
    doubled = 0
    if moving is not None and moving.target in ids:
        doubled = recoding.count_doubled_codings(db, ids[moving.source], ids[moving.target])
    stale = recoding.count_codings(db, [ids[key] for key in meaning if key in ids]).codings
    sentence = _describe_preview(revised, stands, doubled, stale)
    return EditPreview(
        sentence, *stands, moving is not None, doubled, bool(meaning), stale, changes
    )


def _move_codings(act: events.Act, moving: CodingMove, revision: int) -> None:
    ids = codebooks.load_code_ids(act.db)
    source, target = ids[moving.source], ids[moving.target]
    if moving.ids is None:
        settlements.move_settlements(act, source, target)
    recoding.move_codings(act, source, target, revision, moving.origin, moving.ids)
    if moving.ids is None:
        recoding.move_memos_on_code(act, source, target)


def _describe_preview(revised: EditResult, stands: CodingTotals, doubled: int, stale: int) -> str:
    told = []
    if stands.codings:
        where = f"on {format_count(stands.answers, 'answer')}, {stands.finished} of them finished"
        told.append(f"{revised.verb} {_format_coding_count(stands)} {where}")
    if doubled:
        told.append(f"{format_count(doubled, 'coding')} under both will not be doubled")
    if stale:
        told.append(f"{format_count(stale, 'coding')} will be listed as stale")
    return f"{revised.doing} {'; '.join(told) or 'touches no coding'}"


def _describe_done(revised: EditResult, touched: EditPreview) -> str:
    after = {"moves": "moved", "leaves": "stay"}.get(revised.verb)
    if not touched.codings or after is None:
        return revised.done
    stands = CodingTotals(touched.codings, touched.answers, touched.coders, touched.finished)
    return f"{revised.done}, {_format_coding_count(stands)} {after}"


def _format_coding_count(stands: CodingTotals) -> str:
    return f"{format_count(stands.codings, 'coding')} of {format_count(stands.coders, 'coder')}"
