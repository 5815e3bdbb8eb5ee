"""A file of quotes: written beside its place, read back by the audit, and only then put there. Else nothing is left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tipcoder.errors import BadInput, CheckFailed
from tipcoder.export.leaving import FinishedFile, LeavingFile
from tipcoder.export.quote_files import QuoteSheet, check_quote_ending, count_neutralised, format_quotes
from tipcoder.privacy.key_file import key_path, save_keys
from tipcoder.privacy.response_ids import draw_response_ids, find_numbers
from tipcoder.store import redactions as stored
from tipcoder.store import survey_data
from tipcoder.workbench.agreement.reliability_gate import assess_gates
from tipcoder.workbench.output_files import claim_output, write_leaving_files
from tipcoder.workbench.quotes.leak_audit import AuditReport, audit_file, gather_knowledge
from tipcoder.workbench.quotes.quote_rows import QuoteRequest
from tipcoder.workbench.quotes.quote_table import QUOTE, QuoteTable, build_quote_table
from tipcoder.workbench.quotes.quoted_spans import find_quoted_spans
from tipcoder.workbench.redaction.detector import load_study_keys
from tipcoder.workbench.redaction.redactions import Redactions
from tipcoder.workbench.study import OpenStudy

PREFIX = "UNREVIEWED-"


@dataclass(frozen=True)
class QuoteRelease:
    """Quotes that passed the audit."""

    table: QuoteTable
    sheet: QuoteSheet
    audit: AuditReport
    path: Path | None
    """Where they stand; None where they go to standard output."""
    content: bytes
    warnings: tuple[str, ...]


def release_quotes(
    study: OpenStudy,
    wish: QuoteRequest,
    target: Path | None,
    *,
    fresh_ids: bool = False,
    printed_as: str = ".csv",
) -> QuoteRelease:
    """Make the quotes asked for, write them to `target` if there is one, and audit what was written.

    `printed_as` is the ending of the format in which they are printed where there is no target.
    Raises CheckFailed where something may not leave; then nothing is written, nor left behind.
    """
    ending = ".csv"
    if target is not None:
        ending = check_quote_ending(target)
        claim_output(study, target)
        if wish.include_unreviewed and not target.name.startswith(PREFIX):
            target = target.with_name(PREFIX + target.name)
            claim_output(study, target)
    redactions = Redactions(study)
    knowledge = gather_knowledge(study, redactions.detector)
    table = build_quote_table(study, wish, redactions, knowledge)
    quoted = sorted({line.respondent for line in table.lines})
    ids = _draw_fresh_ids(study, quoted) if fresh_ids else {}
    knowledge = replace(table.knowledge, ids={**knowledge.ids, **{fresh: who for who, fresh in ids.items()}})
    agreement = assess_gates(study, table.list_codes(), alone=not wish.codes)
    sheet = table.build_sheet(ids, {code: gate.sentence for code, gate in agreement.by_code.items() if not gate.holds})
    content = format_quotes(sheet, ending)
    reports: list[AuditReport] = []

    def audit_finished(file: FinishedFile) -> None:
        report = audit_file(file.path, knowledge, released=frozenset((QUOTE,)))
        if not report.has_passed:
            raise CheckFailed(
                f"Nothing was written: the finished file did not pass the audit ({_format_grave_findings(report)})."
            )
        reports.append(report)

    def store_ids() -> None:
        # Only now, because IDs of a file that never left would be remembered for nothing.
        if ids:
            _store_fresh_ids(study, ids)

    leaving = [LeavingFile(target, content, ending, is_private=True)]
    if target is None and printed_as != ending:
        # Escapes of a format could hide a name from the audit, so it reads the bare cells as well.
        leaving.append(LeavingFile(None, format_quotes(sheet, printed_as), printed_as, is_private=True))
    write_leaving_files(study, leaving, [audit_finished], before_moving=store_ids)
    warnings = [*table.warnings, agreement.sentence]
    guarded = count_neutralised(sheet) if ending == ".csv" else 0
    if guarded:
        warnings.append(f"{guarded} cell(s) begin like a formula and got an apostrophe in front.")
    if not fresh_ids and study.definition.privacy.response_ids == "from-column":
        warnings.append(
            "The response IDs are those of the survey file: whoever has that joins every quote to its row. "
            "--fresh-ids draws others for this file."
        )
    return QuoteRelease(table, sheet, reports[0], target, content, tuple(warnings))


def _format_grave_findings(report: AuditReport) -> str:
    return "; ".join(f"{finding.location}: {finding.sentence}" for finding in report.findings if finding.grave)


def _draw_fresh_ids(study: OpenStudy, respondents: Sequence[str]) -> dict[str, str]:
    """Fresh IDs by response ID, unlike any that was ever shown, or that stands in an answer."""
    keys = load_study_keys(study)
    with study.store.read() as db:
        taken = {*survey_data.load_respondent_ids(db), *keys.source_ids, *keys.fresh_ids}
        texts = [source.text for source in stored.load_sources(db)]
    digits = study.definition.privacy.id_digits
    for wanted in (digits, digits + 1):  # a pool that is used up gives way to longer IDs for all
        try:
            drawn = draw_response_ids(len(respondents), wanted, taken | find_numbers(texts, wanted))
        except BadInput:
            continue
        return dict(zip(respondents, drawn, strict=True))
    raise BadInput("There are not enough numbers left for fresh IDs.", "Set id_digits higher under [privacy].")


def _store_fresh_ids(study: OpenStudy, ids: Mapping[str, str]) -> None:
    """Remember in the key file who is behind the fresh IDs."""
    with study.store.write():  # two who change the key file at once would lose one of the changes
        keys = load_study_keys(study)
        keys.fresh_ids.update({fresh: respondent for respondent, fresh in ids.items()})
        save_keys(key_path(study.read_uuid()), keys, study.folder)


def find_cited_ids(study: OpenStudy, code: str, layer: str | None = None) -> list[str]:
    """Response IDs of everybody who said what a code stands for, by number, but for quotes that were withheld.

    Raises BadInput for a code or a layer that is not there.
    """
    redactions = Redactions(study)
    spans = find_quoted_spans(study, redactions, (code,), layer)
    withheld = {
        quoted
        for quoted in spans.quotes
        for review in redactions.list_reviews(quoted.answer_id)
        if review.verdict == stored.WITHHOLD and review.start < quoted.end and quoted.start < review.end
    }
    who = {redactions.sources[quoted.answer_id].respondent for quoted in spans.quotes if quoted not in withheld}
    return sorted(who, key=lambda number: (len(number), number))


def format_footnote(ids: Sequence[str]) -> str:
    """`Responses 1016, 1049, and 1061`, ready for a footnote."""
    if len(ids) < 3:
        return f"Response{'' if len(ids) == 1 else 's'} {' and '.join(ids)}"
    return f"Responses {', '.join(ids[:-1])}, and {ids[-1]}"
