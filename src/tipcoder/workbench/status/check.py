"""`tipcoder check`: is everything that was put in still there, and is the study fit to work in?"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tipcoder.analysis.unmatched import told
from tipcoder.codebook.reading import gaps, read_codebook
from tipcoder.errors import BadInput, TipcoderError, did_you_mean
from tipcoder.privacy.key_file import key_path, warnings, work_tree
from tipcoder.store import codings, counts, integrity, row_findings
from tipcoder.store.file_systems import network_share, why_no_locks
from tipcoder.workbench.codebook.file import dropped_with_codings, edited_by_hand, refuse_dropping
from tipcoder.workbench.opening import copies_beside
from tipcoder.workbench.statistics.unmatched_cells import unmatched_in
from tipcoder.workbench.status.backup import keys_copied
from tipcoder.workbench.study import OpenStudy
from tipcoder.workbench.survey.former_questions import former_questions, refuse_open_texts_elsewhere
from tipcoder.workbench.survey.importing import missing_key_file

MAX_LISTED = 50


@dataclass
class CheckReport:
    """Faults make the check fail; warnings are for a lead to weigh."""

    faults: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    totals: dict[str, int] = field(default_factory=dict)
    remedy: str = ""
    """What to do about faults of the store."""


def check_study(here: OpenStudy) -> CheckReport:
    """Store, frozen texts, spans, log, codebook and key file of a study."""
    report = CheckReport()
    report.faults += [f"{here.store.place}: {finding}" for finding in integrity.findings(here.store)]
    if report.faults:
        report.remedy = integrity.REMEDY
    _check_codebook(here, report)
    _check_questions(here, report)
    _check_place(here, report, why_no_locks)
    _check_keys(here, report)
    with here.store.read() as db:
        report.totals = counts.totals(db)
        stale = codings.stale_codings(db)
        unsealed = row_findings.unsealed_tables(db)
    if unsealed:
        report.warnings.append(
            f"{here.store.place}: was made by an earlier tipcoder, so that changes behind its back of "
            f"{', '.join(unsealed)} cannot be told; importing the survey again keeps what they hold from then on"
        )
    if not report.faults:
        report.warnings += told(unmatched_in(here), MAX_LISTED)
    if stale:
        report.warnings.append(f"{len(stale)} coding(s) stand on a text that a later import replaced")
    return report


def quick_check(here: OpenStudy) -> list[str]:
    """What a lead should see to, as far as it can be told without reading every answer."""
    report = CheckReport()
    _check_codebook(here, report)
    _check_questions(here, report)
    _check_place(here, report, _on_network)
    _check_keys(here, report)
    return [*report.faults, *report.warnings]


def _check_codebook(here: OpenStudy, report: CheckReport) -> None:
    try:
        book = read_codebook(here.codebook_file)
    except TipcoderError as fault:
        report.faults.append(str(fault))
        return
    with here.store.read() as db:
        edited = edited_by_hand(here.codebook_file, db, older_is_edit=here.store.is_sqlite)
        dropped = [] if edited is None else dropped_with_codings(edited, db)
    try:
        refuse_dropping(here.codebook_file, dropped)
        if edited is not None:
            report.warnings.append(f"{here.codebook_file.name}: was edited; the next verb that reads codes takes it in")
    except BadInput as fault:
        report.warnings.append(str(fault))
    columns = {question.column for question in here.study.questions}
    for code in book.codes.values():
        for question in code.questions:
            if question not in columns:
                hint = did_you_mean(question, columns)
                sentence = f"{here.codebook_file.name}: [code.{code.key}] is meant for {question!r}, no open question"
                report.warnings.append(f"{sentence}. {hint}" if hint else sentence)
    found = gaps(book, here.study.languages)
    if found:
        report.warnings.append(f"{here.codebook_file.name}: {len(found)} gap(s), see `tipcoder codebook check`")


def _on_network(file: Path) -> str:
    """Why locks may not hold, without trying one."""
    kind = network_share(file)
    return f"it lies on a network share ({kind})" if kind else ""


def _check_place(here: OpenStudy, report: CheckReport, doubts: Callable[[Path], str]) -> None:
    """Where an SQLite store lies: what a sync program left beside it, and whether its locks hold."""
    if here.store.file is None:
        return
    report.warnings += copies_beside(here)
    why = doubts(here.store.file)
    if why:
        report.warnings.append(
            f"{here.store.place}: {why}, so that two programs may write over each other's acts; "
            "move the study to a disk of this machine, or use PostgreSQL for several people"
        )


def _check_questions(here: OpenStudy, report: CheckReport) -> None:
    with here.store.read() as db:
        former = former_questions(db, here.study)
    report.warnings += [question.sentence for question in former]
    try:
        refuse_open_texts_elsewhere(former, here.study)
    except BadInput as fault:
        report.faults.append(str(fault))


def _check_keys(here: OpenStudy, report: CheckReport) -> None:
    missing = missing_key_file(here)
    if missing:
        report.faults.append(missing)
    elif not keys_copied(here):
        report.warnings.append(
            "the key file has not been copied since it last changed; `tipcoder backup --keys FILE` does that"
        )
    report.warnings += warnings(key_path(here.uuid()))
    if work_tree(here.folder) is not None:
        report.warnings.append(
            f"{here.folder.name}: lies in a git work tree; what respondents wrote must not be committed with it"
        )
    if here.store.is_sqlite and sys.platform != "win32":
        mode = here.folder.stat().st_mode
        if mode & 0o077:
            report.warnings.append(f"{here.folder.name}: others on this machine can open the folder; chmod 700 it")
