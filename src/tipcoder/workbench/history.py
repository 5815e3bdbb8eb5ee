"""What was done in a study, and undoing it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tipcoder.model.codings import Coder, UndoResult
from tipcoder.store import act_log, undo_redo
from tipcoder.store.act_log import LogLine

if TYPE_CHECKING:
    from tipcoder.export.report import Report
    from tipcoder.workbench.study import OpenStudy

LOG_COLUMNS = ("act", "at", "coder", "verb", "state", "events", "sentence")


def read_log(study: OpenStudy, limit: int | None = None, coder: str | None = None) -> list[LogLine]:
    """Acts of everybody, or of one coder, newest first."""
    from tipcoder.workbench.coders import require_coder

    with study.store.read() as db:
        coder_id = None if coder is None else require_coder(db, coder).id
        return act_log.load_log(db, limit, coder_id)


def build_log_report(lines: Sequence[LogLine]) -> Report:
    """Acts in every format, for a verb that prints or writes them."""
    # Here, because undoing an act, which every coder does, needs no report.
    from tipcoder.export.report import build_records_report

    records = [line._asdict() for line in lines]
    return build_records_report("Log", records, LOG_COLUMNS, empty="Nothing to show.")


def undo_or_redo(study: OpenStudy, coder: Coder, verb: str) -> UndoResult | None:
    """`undo` or `redo` one act of this coder; the codebook file follows when the act was about it.

    Returns None where there is nothing to undo or redo.
    """
    if not coder.id:
        return None
    change = undo_redo.undo_act if verb == "undo" else undo_redo.redo_act
    done = change(study.store, coder.id)
    if done is not None and done.changes_codebook:
        follow_codebook(study)
    return done


def describe_what_left(study: OpenStudy, coder: Coder) -> str:
    """That no undo brings back the files that this coder let out; empty where there are none."""
    with study.store.read() as db:
        return undo_redo.describe_what_left(db, coder.id)


def follow_codebook(study: OpenStudy) -> None:
    """Update codebook.toml after another revision came into force.

    A file that a person has edited since stays as it is.
    """
    # Under the store's lock, so that of two who change the codebook the later one is also the later
    # in the file.
    with study.store.write() as db:
        # Few acts are about the codebook: a coding session need not load what rewrites its file.
        from tipcoder.workbench.codebook.file_update import update_codebook_file

        update_codebook_file(study.codebook_file, db)
