"""The one way by which a verb publishes: three checks, and only then the files are in place.

1. Words of respondents leave in their released wording only: an export says which columns hold it,
   and there is no way to declare any other words.
2. Columns of single cases are declared, so that the audit counts who shares them.
3. Every finished file is read back and looked through for what the study knows.

A file that is meant for the team goes through `tipcoder.workbench.team_files`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tipcoder.errors import CheckFailed, EnvironmentFault
from tipcoder.export.formats import ENDINGS, FORMATS, check_ending, render_report
from tipcoder.export.leaving import FinishedFile, LeavingFile
from tipcoder.export.report import Report
from tipcoder.privacy.audit.audit import audit_contents
from tipcoder.privacy.audit.contents import Contents, Passage
from tipcoder.privacy.audit.finding import LeakFinding
from tipcoder.privacy.audit.reading import read_contents
from tipcoder.store import coders
from tipcoder.text import fold_text
from tipcoder.workbench.output_files import claim_output, write_leaving_files
from tipcoder.workbench.publishing.chance_findings import is_chance
from tipcoder.workbench.publishing.declaration import LetsOut, WordsOut
from tipcoder.workbench.publishing.leak_audit import (
    AuditReport,
    Knowledge,
    announce_files,
    audit_file,
    gather_knowledge,
)
from tipcoder.workbench.redaction.detection_base import open_kept_names
from tipcoder.workbench.study import OpenStudy

_NAMED = 4
"""Findings that a refusal tells."""
_LEAVE_IDS_OUT = "Leave that column out: nobody can accept it."
_DRAWN, _COPIES = ".svg", (".pdf", ".png")
_PUNCTUATION = str.maketrans("_-.+", "    ")


@dataclass(frozen=True)
class Publication:
    """Files that passed, and what has to be said about them."""

    audits: tuple[AuditReport, ...]
    """One for each file that was looked at, in their order."""
    sentences: tuple[str, ...] = ()


def publish_files(
    study: OpenStudy | None,
    files: Sequence[LeavingFile],
    lets_out: LetsOut,
    *,
    knowledge: Knowledge | None = None,
    inputs: Iterable[Path] = (),
    before_moving: Callable[[], None] | None = None,
    audits: list[AuditReport] | None = None,
    apart: Mapping[Path, LetsOut] | None = None,
) -> Publication:
    """Check files against what they are declared to let out, and put them in place, all or none.

    `study` is None for a table of ratings that belongs to no study. `knowledge` is what the export
    has gathered already. `before_moving` is called once, when all checks have passed: what it does
    is bound to the files' leaving. By then `audits`, where a list is given, has the reports.
    `apart` has files by their places that are declared otherwise than the rest.

    Raises CheckFailed where a file has what it must not have, EnvironmentFault where words are to
    leave and the key file is away, and what `write_leaving_files` raises. Then nothing has changed.
    """
    sentences: list[str] = []
    if knowledge is None:
        knowledge, missing = _gather_known(study, lets_out)
        sentences += missing
    _check_names(files, knowledge)
    known = knowledge
    audits = [] if audits is None else audits
    targets = {file.target for file in files}
    full_names = () if study is None else _list_full_names(study)

    def announce_finished(made: Sequence[FinishedFile]) -> None:
        looked_at = [file for file in made if not _is_drawn_beside(file.target, targets)]
        announce_files({file.path: _find_name(file) for file in looked_at}, known)

    def audit_finished(file: FinishedFile) -> None:
        if _is_drawn_beside(file.target, targets):
            return
        declared = (apart or {}).get(file.target or file.path, lets_out)
        name = _find_name(file)
        report = audit_file(file.path, known, released=declared.released, name=name)
        if report.refusal is not None:
            raise report.refusal
        if not declared.coder_names:
            _refuse_coders(file.path, full_names)
        refuse_leaks(report.findings, declared, "the finished file did not pass the audit")
        audits.append(report)

    write_leaving_files(
        study,
        files,
        [audit_finished],
        inputs=inputs,
        before_checks=announce_finished,
        before_moving=before_moving,
    )
    return Publication(tuple(audits), tuple(sentences))


def _find_name(file: FinishedFile) -> str:
    """The name that it will have: it is read under another one."""
    return file.target.name if file.target else file.path.name


def publish_report_file(
    study: OpenStudy | None,
    report: Report,
    path: Path,
    lets_out: LetsOut,
    *,
    endings: Sequence[str] = ENDINGS,
) -> Publication:
    """Publish a report in the format that the ending of the file names. `endings` are those that
    the verb offers.

    Raises BadInput for another ending, EnvironmentFault without the extra that writes it, and what
    `publish_files` raises.
    """
    ending = check_ending(path, endings)
    claim_output(study, path)
    content = render_report(report, ending)
    return publish_files(study, [LeavingFile(path, content, ending)], lets_out)


def check_printed(
    study: OpenStudy | None, report: Report, form: str, lets_out: LetsOut
) -> Publication:
    """The same checks of a report that is printed in a format which people keep or hand on.

    `form` is the name of the format. A table of letters is for whoever is at work, and not checked.
    """
    if form == "table":
        return Publication(())
    content = render_report(report, form)
    return check_text(study, content, FORMATS[form].ending, lets_out)


def check_text(
    study: OpenStudy | None, content: str | bytes, ending: str, lets_out: LetsOut
) -> Publication:
    """The same checks of a text that is printed. `ending` says what it is, such as `.toml`."""
    return publish_files(study, [LeavingFile(None, content, ending)], lets_out)


def refuse_leaks(findings: Iterable[LeakFinding], lets_out: LetsOut, why: str) -> None:
    """Raises CheckFailed for the grave among the findings; `why` is the rest of the sentence."""
    grave = []
    remedy = _LEAVE_IDS_OUT
    for finding in findings:
        if finding.grave and not is_chance(finding, lets_out):
            # By its ID a person can accept it.
            accepted_by = f" [{finding.id}]" if finding.id else ""
            grave.append(f"{finding.location}: {finding.sentence}{accepted_by}")
            if finding.kind != "source ID":
                remedy = _suggest(lets_out)
    if grave:
        more = len(grave) - _NAMED
        named = [*grave[:_NAMED], f"and {more} more"] if more > 0 else grave
        raise CheckFailed(f"Nothing was written: {why} ({'; '.join(named)}).", remedy)


def _list_full_names(study: OpenStudy) -> tuple[str, ...]:
    """Names of coders that can be no other word: those of two words and more."""
    with study.store.read() as db:
        names = [coder.name for coder in coders.load_coders(db)]
    return tuple(fold_text(name) for name in names if len(name.split()) > 1)


def _refuse_coders(path: Path, names: Sequence[str]) -> None:
    """Raises CheckFailed where a file names a coder and was not declared to."""
    if not names:
        return
    for passage, _, _ in read_contents(path).iterate_texts():
        text = fold_text(passage.text)
        if any(name in text for name in names):
            raise CheckFailed(f"Nothing was written: {passage.place} names a coder.")


def _suggest(lets_out: LetsOut) -> str:
    """The way on. What a quote may say is decided in the redaction, and nowhere else."""
    if lets_out.words is WordsOut.RELEASED:
        return (
            "In a quote, replace it on the redaction screen; in words of the team, such as a "
            "question or a definition, write it otherwise."
        )
    return (
        "Take it out there, or keep the words in the whole study with "
        "`tipcoder redact rule WORDS --keep REASON`."
    )


def _is_drawn_beside(target: Path | None, targets: Collection[Path | None]) -> bool:
    """Whether a file is the same drawing as an SVG that leaves with it, in a format whose texts
    cannot all be read back.
    """
    return target is not None and target.suffix in _COPIES and target.with_suffix(_DRAWN) in targets


def _gather_known(study: OpenStudy | None, lets_out: LetsOut) -> tuple[Knowledge, Sequence[str]]:
    """What is looked for, and what has to be said of it.

    A coder's machine has no key file, and figures without anybody's words may be made there.
    """
    if study is None:
        return Knowledge(), ()
    try:
        # The same words leave again and again.
        return gather_knowledge(study, open_kept_names(study)), ()
    except EnvironmentFault as fault:
        if lets_out.words is not WordsOut.NONE:
            raise
        why = fault.message.rstrip(".")
        return Knowledge(), (
            f"Names were not looked for: {why}. Check it with `tipcoder audit` where the key file "
            "is.",
        )


def _check_names(files: Sequence[LeavingFile], knowledge: Knowledge) -> None:
    """A file's name is read by whoever gets it."""
    contents = Contents()
    for number, file in enumerate(files, 1):
        if file.target is not None:
            words = file.target.name.translate(_PUNCTUATION)
            # By its number: a refusal never repeats what it is about.
            contents.passages.append(Passage(f"file {number}", words, part="name"))
    findings = audit_contents(contents, knowledge)
    refuse_leaks(findings, LetsOut(), "the name of a file tells what must not be seen")
