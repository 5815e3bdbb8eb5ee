"""Editing the codebook: every edit is one act of one coder, with the codings of everybody that
follow it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from tipcoder.codebook.differences import find_changed_meanings, find_differences
from tipcoder.codebook.writing import codebook_to_json
from tipcoder.errors import BadInput
from tipcoder.model.codes import Codebook
from tipcoder.model.codings import Coder
from tipcoder.store import codebooks, coders, events, recoding, settlements
from tipcoder.store.engine import Db
from tipcoder.store.recoding import CodingTotals
from tipcoder.text import format_count
from tipcoder.workbench.codebook.edits import CodebookEdit, CodingMove, EditResult, ReplaceCodebook
from tipcoder.workbench.codebook.erased_wordings import drop_erased_wordings
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
    """Codings that only go, because their coder has the other code on the same words already."""
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
            # A lead may never have coded: her first act makes her known.
            self.coder = coders.ensure_coder(db, self.coder)
            news = self._import_hand_edit(db, edit)
            book = read_current_codebook(db)
            revised = _leave_out_erased(db, edit.revise_codebook(book, self._build_lookup(db)))
            done = _describe_done(revised, _preview_revision(db, book, revised))
            act = events.begin_act(db, self.coder.id, "codebook", done)
            content = codebook_to_json(revised.book)
            number = book.revision
            # An edit may leave the codebook as it was.
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
        return f"{done}; {news}" if news else done

    def preview_edit(self, edit: CodebookEdit) -> EditPreview:
        """What an edit would touch. Raises BadInput if it cannot be made."""
        with self._study.store.read() as db:
            book = read_current_codebook(db)
            revised = edit.revise_codebook(book, self._build_lookup(db))
            return _preview_revision(db, book, revised)

    def confirm_codings(self, coding_ids: Collection[int]) -> str:
        """Say of stale codings that they hold under the revision in force, as one act."""
        self.last_act = None
        with self._study.store.write() as db:
            self.coder = coders.ensure_coder(db, self.coder)
            number = codebooks.read_current_revision(db)
            # Those that were confirmed already stay out of the act.
            older = recoding.find_older_codings(db, list(coding_ids), number)
            count = sum(len(ids) for ids in older.values())
            sentence = f"confirmed {format_count(count, 'coding')} under revision {number}"
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
        """Import codebook.toml if somebody edited it; returns a sentence about it, or nothing."""
        path = self._study.codebook_file
        try:
            book = read_hand_edit(path, db)
            if book is None or _is_done_by_hand(edit, book):
                return ""
            refuse_dropping(path, find_dropped_codes(book, db))
        except BadInput as fault:
            raise BadInput(f"Nothing was changed, because {fault.message}", fault.hint) from None

        act = events.begin_act(db, self.coder.id, "codebook", f"Took in {path.name}")
        add_codebook_revision(act, book)
        events.finish_act(act)
        return f"{path.name}, edited by hand, was imported"


def _leave_out_erased(db: Db, revised: EditResult) -> EditResult:
    """An edit without words that were erased: an older file may still have them."""
    without = drop_erased_wordings(db, revised.book)
    # What somebody wrote would have them as well, so the file is written by the program.
    return revised if without is revised.book else revised._replace(book=without, text=None)


def _is_done_by_hand(edit: CodebookEdit, book: Codebook) -> bool:
    """Whether the edit puts in force what somebody wrote into the file: `codebook import` of the
    study's own file.
    """
    if not isinstance(edit, ReplaceCodebook):
        return False
    return codebook_to_json(edit.book) == codebook_to_json(book)


def _preview_revision(db: Db, book: Codebook, revised: EditResult) -> EditPreview:
    """What the edit touches. Raises BadInput for chosen codings that are no longer there."""
    code_ids = codebooks.load_code_ids(db)
    moving = revised.moving
    touched = _count_touched(db, book, revised, code_ids)
    doubled = 0
    # A code that the edit makes has no codings yet.
    if moving is not None and moving.target in code_ids:
        source_id, target_id = code_ids[moving.source], code_ids[moving.target]
        doubled = recoding.count_doubled_codings(db, source_id, target_id)

    other_meaning = find_changed_meanings(book, revised.book)
    changed_ids = [code_ids[key] for key in other_meaning if key in code_ids]
    stale = recoding.count_codings(db, changed_ids).codings
    return EditPreview(
        sentence=_describe_preview(revised, touched, doubled, stale),
        codings=touched.codings,
        answers=touched.answers,
        coders=touched.coders,
        finished=touched.finished,
        moved=moving is not None,
        doubled=doubled,
        changes_meaning=bool(other_meaning),
        stale=stale,
        changes=len(find_differences(book, revised.book)),
    )


def _count_touched(
    db: Db, book: Codebook, revised: EditResult, code_ids: Mapping[str, int]
) -> CodingTotals:
    """Codings of the code that the edit is about, or of all codes that it removes."""
    keys = [revised.code]
    if not revised.code:
        keys = [key for key in book.codes if key not in revised.book.codes]
    ids = [code_ids[key] for key in keys if key in code_ids]
    chosen = revised.moving.ids if revised.moving else None
    touched = recoding.count_codings(db, ids, chosen)
    if chosen is not None and touched.codings != len(chosen):
        # Somebody removed or moved one since it was shown: she chose among others than are there.
        missing = format_count(
            len(chosen) - touched.codings, "chosen coding is", "chosen codings are"
        )
        raise BadInput(f"{missing} no longer there with this code.", "Choose again.")
    return touched


def _move_codings(act: events.Act, moving: CodingMove, revision: int) -> None:
    ids = codebooks.load_code_ids(act.db)
    source, target = ids[moving.source], ids[moving.target]
    moves_everything = moving.ids is None
    if moves_everything:
        settlements.move_settlements(act, source, target)
    recoding.move_codings(act, source, target, revision, moving.origin, moving.ids)
    if moves_everything:
        recoding.move_memos_on_code(act, source, target)


def _describe_preview(revised: EditResult, touched: CodingTotals, doubled: int, stale: int) -> str:
    """What `doing` it touches; a sentence for the screen that asks whether to go on."""
    told = []
    if touched.codings:
        where = f"on {format_count(touched.answers, 'answer')}, {touched.finished} of them finished"
        told.append(f"{revised.verb} {_format_coding_count(touched)} {where}")
    if doubled:
        told.append(f"{format_count(doubled, 'coding')} under both will not be doubled")
    if stale:
        told.append(f"{format_count(stale, 'coding')} will be listed as stale")
    return f"{revised.doing} {'; '.join(told) or 'touches no coding'}"


def _describe_done(revised: EditResult, touched: EditPreview) -> str:
    # The log hides this end from coders of an open round (`act_log.remove_counts`).
    after = {"moves": "moved", "leaves": "stay"}.get(revised.verb)
    if not touched.codings or after is None:
        return revised.done
    return f"{revised.done}, {_format_coding_count(touched)} {after}"


def _format_coding_count(touched: CodingTotals | EditPreview) -> str:
    return f"{format_count(touched.codings, 'coding')} of {format_count(touched.coders, 'coder')}"
