"""Editing the codebook: every edit is one act of one coder, with the codings of everybody that follow it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from tipcoder.codebook.differing import changed_meaning, differences
from tipcoder.codebook.writing import codebook_to_json
from tipcoder.errors import BadInput
from tipcoder.model import Codebook, Coder
from tipcoder.store import codebooks, coders, events, recoding, settlements
from tipcoder.store.engine import Db
from tipcoder.store.recoding import Standing
from tipcoder.text import counted
from tipcoder.workbench.codebook.edits import Edit, Moving, Replace, Revised
from tipcoder.workbench.codebook.file import (
    bring_along,
    current_codebook,
    dropped_with_codings,
    edited_by_hand,
    put_back_on_failure,
    refuse_dropping,
    take_in,
)
from tipcoder.workbench.codebook.lookup import StudyDesk
from tipcoder.workbench.study import OpenStudy

NOTHING = "nothing changed"


@dataclass(frozen=True)
class Touched:
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


class CodebookEditing:
    """The codebook of a study in the hands of one coder. Not safe for use by several threads at once.

    Nothing is kept between two calls: another coder's edit is there when the next one begins.
    """

    def __init__(self, here: OpenStudy, coder: Coder) -> None:
        self._here = here
        self.coder = coder
        self.last_act: int | None = None
        """The act that the last call left in the log, None if it changed nothing."""

    def make(self, edit: Edit) -> str:
        """Make an edit; returns a sentence of what was done. Raises BadInput, and then nothing has changed.

        A codebook.toml edited by hand is taken in first, as an act of its own.
        """
        self.last_act = None
        path = self._here.codebook_file
        with put_back_on_failure(path), self._here.store.write() as db:
            self.coder = coders.settled(db, self.coder)
            news = self._take_in_hand_work(db, edit)
            book = current_codebook(db)
            revised = edit.revise(book, self._desk(db))
            touched = _touched(db, book, revised)
            act = events.begin(db, self.coder.id, "codebook", _done(revised, touched))
            content = codebook_to_json(revised.book)
            number = book.revision
            if content != codebook_to_json(book):
                number = codebooks.add_revision(act, content, revised.book.codes)
            if revised.moving is not None:
                _follow(act, revised.moving, number)
            changed = not act.empty
            events.finish(act)
            # Before the transaction ends: a file that cannot be written must not leave half an edit behind.
            bring_along(path, db, revised.text)
        if not changed:
            return news or NOTHING
        self.last_act = act.id
        return "; ".join(filter(None, [_done(revised, touched), news]))

    def preview(self, edit: Edit) -> Touched:
        """What an edit would touch. Raises BadInput if it cannot be made."""
        with self._here.store.read() as db:
            book = current_codebook(db)
            return _touched(db, book, edit.revise(book, self._desk(db)))

    def confirm(self, coding_ids: Collection[int]) -> str:
        """Say of stale codings that they hold under the revision in force, as one act."""
        self.last_act = None
        with self._here.store.write() as db:
            self.coder = coders.settled(db, self.coder)
            number = codebooks.current_revision(db)
            older = recoding.older(db, list(coding_ids), number)
            sentence = f"confirmed {counted(sum(map(len, older.values())), 'coding')} under revision {number}"
            act = events.begin(db, self.coder.id, "confirm", sentence)
            recoding.restate(act, older, number)
            changed = not act.empty
            events.finish(act)
        if not changed:
            return NOTHING
        self.last_act = act.id
        return sentence

    def _desk(self, db: Db) -> StudyDesk:
        return StudyDesk(db, self._here.study.languages)

    def _take_in_hand_work(self, db: Db, edit: Edit) -> str:
        path = self._here.codebook_file
        try:
            book = edited_by_hand(path, db)
            if isinstance(edit, Replace) and book is not None and _same(book, edit.book):
                return ""  # the edit is what was done by hand
            if book is not None:
                refuse_dropping(path, dropped_with_codings(book, db))
        except BadInput as fault:
            raise BadInput(f"Nothing was changed, because {fault.message}", fault.hint) from None
        if book is None:
            return ""
        act = events.begin(db, self.coder.id, "codebook", f"Took in {path.name}")
        take_in(act, book)
        events.finish(act)
        return f"{path.name}, edited by hand, was taken in"


def _same(one: Codebook, other: Codebook) -> bool:
    return codebook_to_json(one) == codebook_to_json(other)


def _touched(db: Db, book: Codebook, revised: Revised) -> Touched:
    changes = len(differences(book, revised.book))
    meaning = changed_meaning(book, revised.book)
    ids = codebooks.code_ids(db)
    moving = revised.moving
    gone = [revised.code] if revised.code else [key for key in book.codes if key not in revised.book.codes]
    stands = recoding.standing(db, [ids[key] for key in gone if key in ids], moving.ids if moving else None)
    if moving is not None and moving.ids is not None and stands.codings != len(moving.ids):
        raise BadInput(
            f"{counted(len(moving.ids) - stands.codings, 'chosen coding')} no longer stand or have another code.",
            "Choose again.",
        )
    doubled = 0
    if moving is not None and moving.target in ids:
        doubled = recoding.doubled(db, ids[moving.source], ids[moving.target])
    stale = recoding.standing(db, [ids[key] for key in meaning if key in ids]).codings
    sentence = _foretold(revised, stands, doubled, stale)
    return Touched(sentence, *stands, moving is not None, doubled, bool(meaning), stale, changes)


def _follow(act: events.Act, moving: Moving, revision: int) -> None:
    ids = codebooks.code_ids(act.db)
    source, target = ids[moving.source], ids[moving.target]
    if moving.ids is None:
        settlements.follow(act, source, target)
    recoding.move(act, source, target, revision, moving.origin, moving.ids)
    if moving.ids is None:
        recoding.move_memos_on_code(act, source, target)


def _foretold(revised: Revised, stands: Standing, doubled: int, stale: int) -> str:
    told = []
    if stands.codings:
        where = f"on {counted(stands.answers, 'answer')}, {stands.finished} of them finished"
        told.append(f"{revised.verb} {_listed(stands)} {where}")
    if doubled:
        told.append(f"{counted(doubled, 'coding')} under both will not be doubled")
    if stale:
        told.append(f"{counted(stale, 'coding')} will be listed as stale")
    return f"{revised.doing} {'; '.join(told) or 'touches no coding'}"


def _done(revised: Revised, touched: Touched) -> str:
    after = {"moves": "moved", "leaves": "stay"}.get(revised.verb)
    if not touched.codings or after is None:
        return revised.done
    stands = Standing(touched.codings, touched.answers, touched.coders, touched.finished)
    return f"{revised.done}, {_listed(stands)} {after}"


def _listed(stands: Standing) -> str:
    return f"{counted(stands.codings, 'coding')} of {counted(stands.coders, 'coder')}"
