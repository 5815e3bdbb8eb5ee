"""Whether the codebook file can be read, agrees with the store, and has no gaps."""

from __future__ import annotations

from tipcoder.codebook.reading import read_codebook
from tipcoder.errors import BadInput, TipcoderError, did_you_mean
from tipcoder.model.codes import Codebook
from tipcoder.workbench.codebook.formats import find_gaps
from tipcoder.workbench.codebook.hand_edits import (
    find_dropped_codes,
    read_hand_edit,
    refuse_dropping,
)
from tipcoder.workbench.status.check_report import CheckReport
from tipcoder.workbench.study import OpenStudy


def check_codebook(study: OpenStudy, report: CheckReport) -> None:
    """Add to the report what is wrong with the codebook file.

    A file that cannot be read is a fault. Everything else is a warning, because people edit the
    file by hand and may be in the middle of it.
    """
    file = study.codebook_file
    try:
        book = read_codebook(file)
    except TipcoderError as fault:
        report.faults.append(str(fault))
        return

    _check_hand_edit(study, report)
    _check_meant_questions(study, book, report)
    gaps = find_gaps(book, study.definition.languages)
    if gaps:
        report.warnings.append(f"{file.name}: {len(gaps)} gap(s), see `tipcoder codebook check`")


def _check_hand_edit(study: OpenStudy, report: CheckReport) -> None:
    """Whether the file was edited since the store has taken it in, and may be taken in."""
    file = study.codebook_file
    with study.store.read() as db:
        # Only looked at: taking it in is for the verbs that use codes.
        edited = read_hand_edit(file, db, count_older_as_edit=study.store.is_sqlite)
        dropped = [] if edited is None else find_dropped_codes(edited, db)
    try:
        refuse_dropping(file, dropped)
    except BadInput as fault:
        report.warnings.append(str(fault))
        return
    if edited is not None:
        report.warnings.append(
            f"{file.name}: was edited; the next verb that reads codes takes it in"
        )


def _check_meant_questions(study: OpenStudy, book: Codebook, report: CheckReport) -> None:
    """Whether the questions that codes are meant for exist."""
    columns = {question.column for question in study.definition.questions}
    for code in book.codes.values():
        for question in code.questions:
            if question in columns:
                continue
            sentence = (
                f"{study.codebook_file.name}: [code.{code.key}] is meant for {question!r}, "
                "which is not an open question"
            )
            # The column may have been renamed.
            hint = did_you_mean(question, columns)
            report.warnings.append(f"{sentence}. {hint}" if hint else sentence)
