"""What was done in a study, and taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tipcoder.model import Coder, UndoResult
from tipcoder.store import act_log, codebooks, undo_redo
from tipcoder.store.act_log import LogLine
from tipcoder.workbench.codebook.file import update_codebook_file
from tipcoder.workbench.coders import require_coder
from tipcoder.workbench.study import OpenStudy

if TYPE_CHECKING:
    from tipcoder.export.report import Report

LOG_COLUMNS = ("act", "at", "coder", "verb", "state", "events", "sentence")


def read_log(study: OpenStudy, limit: int | None = None, coder: str | None = None) -> list[LogLine]:
    """Acts of everybody, or of one coder, newest first."""
    with study.store.read() as db:
        return act_log.load_log(db, limit, None if coder is None else require_coder(db, coder).id)


def build_log_report(lines: Sequence[LogLine]) -> Report:
    """Acts in every format, for a verb that prints or writes them."""
    # Here, because undoing an act, which every coder does, needs no report.
    from tipcoder.export.report import build_records_report

    records = [line._asdict() for line in lines]
    return build_records_report("Log", records, LOG_COLUMNS, empty="Nothing to show.")


def undo_or_redo(study: OpenStudy, coder: Coder, verb: str) -> UndoResult | None:
    """`undo` or `redo` one act of this coder; the codebook file follows when the act was about it."""
    if not coder.id:
        return None
    with study.store.read() as db:
        before = codebooks.read_current_revision(db)
    done = (undo_redo.undo_act if verb == "undo" else undo_redo.redo_act)(study.store, coder.id)
    if done is not None:
        follow_codebook(study, before)
    return done


def follow_codebook(study: OpenStudy, before: int) -> None:
    """Change codebook.toml if the revision in force is no longer `before`, unless a person has edited it since."""
    # Under the store's lock, so that of two who change the codebook the later one is also the later in the file.
    with study.store.write() as db:
        if codebooks.read_current_revision(db) != before:
            update_codebook_file(study.codebook_file, db)
