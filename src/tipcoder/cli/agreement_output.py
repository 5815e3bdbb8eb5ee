"""Where the report of `agreement` goes: a folder of files, or one file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.cli.file_format import check_file_format
from tipcoder.export.format_names import WRITTEN

if TYPE_CHECKING:
    from tipcoder.export.leaving import LeavingFile
    from tipcoder.workbench.agreement.study_agreement import AgreementReport
    from tipcoder.workbench.study import OpenStudy


@dataclass(frozen=True)
class StudyRequest:
    """What of a study is compared; empty stands for all."""

    coders: tuple[str, ...]
    codes: tuple[str, ...]
    rounds: tuple[str, ...]
    by: tuple[str, ...]
    folder: Path | None
    viewer: str | None
    is_named: bool = False
    """Whether files name the coders."""


def is_one_file(target: Path) -> bool:
    """Whether a place is named like a file of a format, and is no folder."""
    return target.suffix.lower() in WRITTEN and not target.is_dir()


def claim_target(study: OpenStudy | None, target: Path, inputs: Sequence[Path] = ()) -> None:
    """Make sure that a file or a folder may be written, before what takes minutes."""
    from tipcoder.workbench.output_files import claim_folder, claim_outputs

    if is_one_file(target):
        check_file_format(target, None, WRITTEN)
        claim_outputs(study, (target,), inputs)
    else:
        claim_folder(study, target)


def write_one_file(
    shown: AgreementReport, target: Path, request: StudyRequest, ratings: Sequence[Path]
) -> tuple[str, ...]:
    """The report in the format that the file's name promises; returns what has to be said."""
    from tipcoder.export.agreement_report import build_agreement_report
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.publishing.declaration import LetsOut
    from tipcoder.workbench.publishing.publication import publish_report_file

    report = build_agreement_report(shown.agreement)
    left_out = report.list_left_out(target.suffix.lower().removeprefix("."))
    if ratings:
        lets_out = LetsOut(coder_names=True)
        done = publish_report_file(None, report, target, lets_out, endings=WRITTEN)
    else:
        lets_out = LetsOut(coder_names=request.is_named)
        with open_study_folder(request.folder, read_only=True, viewer=request.viewer) as study:
            done = publish_report_file(study, report, target, lets_out, endings=WRITTEN)
    return (f"Written to {target}.", *left_out, *done.sentences)


def write_table_report(
    compared: AgreementReport, target: Path, ratings: Sequence[Path]
) -> tuple[list[LeavingFile], tuple[str, ...]]:
    """The files, and what has to be said of them."""
    from tipcoder.export.agreement_files import make_agreement_files
    from tipcoder.workbench.publishing.declaration import LetsOut
    from tipcoder.workbench.publishing.publication import publish_files

    files = make_agreement_files(compared.agreement, (compared.ratings, *compared.more), target)
    done = publish_files(None, files, LetsOut(coder_names=True), inputs=ratings)
    return files, done.sentences


def write_study_report(
    compared: AgreementReport, target: Path, request: StudyRequest, numbers: Mapping[str, str]
) -> tuple[list[LeavingFile], tuple[str, ...]]:
    """The report, and beside it where coders differ: who says what, and what was decided.

    Returns the files, and what has to be said of them.
    """
    from tipcoder.export.agreement_files import make_agreement_files
    from tipcoder.export.formats import render_report
    from tipcoder.export.leaving import LeavingFile
    from tipcoder.export.report import build_records_report
    from tipcoder.workbench.adjudication.disagreement_rows import COLUMNS, read_disagreement_rows
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.publishing.coder_numbers import hide_coders
    from tipcoder.workbench.publishing.declaration import LetsOut
    from tipcoder.workbench.publishing.publication import publish_files

    with open_study_folder(request.folder, read_only=True, viewer=request.viewer) as study:
        rows = read_disagreement_rows(study, request.rounds, request.codes)
        # What people noted may repeat an answer: `adjudicate list` shows it to the team.
        columns = tuple(name for name in COLUMNS if name != "note")
        if not request.is_named:
            rows = hide_coders(rows, numbers)
        differing = render_report(build_records_report("Disagreements", rows, columns), "csv")
        files = make_agreement_files(compared.agreement, (compared.ratings,), target)
        files.append(LeavingFile(target / "disagreements.csv", differing))
        done = publish_files(study, files, LetsOut(coder_names=request.is_named))
    return files, done.sentences
