"""A file of quotes: written beside its place, read back by the audit, and only then put there. Else nothing is left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tipcoder.errors import BadInput, CheckFailed
from tipcoder.export.leaving import FinishedFile, LeavingFile
from tipcoder.export.quote_files import QuoteSheet, check_quote_ending, count_neutralised, format_quotes
from tipcoder.privacy.key_file import key_path, save_keys
from tipcoder.privacy.response_ids import draw_response_ids, numbers_in
from tipcoder.store import redactions as stored
from tipcoder.store import survey_data
from tipcoder.workbench.agreement.reliability_gate import gates
from tipcoder.workbench.output_files import claim_output, write_leaving_files
from tipcoder.workbench.quotes.leak_audit import AuditReport, audit_file, knowledge_of
from tipcoder.workbench.quotes.quote_rows import QuoteWish
from tipcoder.workbench.quotes.quote_table import QUOTE, QuoteTable, quote_table
from tipcoder.workbench.quotes.quoted_spans import quoted_spans
from tipcoder.workbench.redaction.detector import study_keys
from tipcoder.workbench.redaction.redactions import Redactions
from tipcoder.workbench.study import OpenStudy

PREFIX = "UNREVIEWED-"


@dataclass(frozen=True)
class Release:
    """Quotes that passed the audit."""

    table: QuoteTable
    sheet: QuoteSheet
    audit: AuditReport
    path: Path | None
    """Where they stand; None where they go to standard output."""
    content: bytes
    warnings: tuple[str, ...]


def release(here: OpenStudy, wish: QuoteWish, target: Path | None, *, fresh_ids: bool = False) -> Release:
    """Make the quotes asked for, write them to `target` if there is one, and audit what was written.

    Raises CheckFailed where something may not leave; then nothing is written, nor left behind.
    """
    ending = ".csv"
    if target is not None:
        ending = check_quote_ending(target)
        claim_output(here, target)
        if wish.include_unreviewed and not target.name.startswith(PREFIX):
            target = target.with_name(PREFIX + target.name)
            claim_output(here, target)
    redactions = Redactions(here)
    knowledge = knowledge_of(here, redactions.detector)
    table = quote_table(here, wish, redactions, knowledge)
    quoted = sorted({line.respondent for line in table.lines})
    ids = _draw(here, quoted) if fresh_ids else {}
    knowledge = replace(table.knowledge, ids={**knowledge.ids, **{fresh: who for who, fresh in ids.items()}})
    agreement = gates(here, table.codes(), alone=not wish.codes)
    sheet = table.sheet(ids, {code: gate.sentence for code, gate in agreement.by_code.items() if not gate.holds})
    content = format_quotes(sheet, ending)
    reports: list[AuditReport] = []

    def audit_finished(file: FinishedFile) -> None:
        report = audit_file(file.path, knowledge, released=frozenset((QUOTE,)))
        if not report.passed:
            raise CheckFailed(f"Nothing was written: the finished file did not pass the audit ({_found(report)}).")
        reports.append(report)

    def keep_ids() -> None:
        # Only now, because IDs of a file that never left would be remembered for nothing.
        if ids:
            _keep(here, ids)

    leaving = LeavingFile(target, content, ending, is_private=True)
    write_leaving_files(here, [leaving], [audit_finished], before_moving=keep_ids)
    warnings = [*table.warnings, agreement.sentence]
    guarded = count_neutralised(sheet) if ending == ".csv" else 0
    if guarded:
        warnings.append(f"{guarded} cell(s) begin like a formula and got an apostrophe in front.")
    if not fresh_ids and here.study.privacy.response_ids == "from-column":
        warnings.append(
            "The response IDs are those of the survey file: whoever has that joins every quote to its row. "
            "--fresh-ids draws others for this file."
        )
    return Release(table, sheet, reports[0], target, content, tuple(warnings))


def _found(report: AuditReport) -> str:
    return "; ".join(f"{finding.where}: {finding.sentence}" for finding in report.findings if finding.grave)


def _draw(here: OpenStudy, respondents: Sequence[str]) -> dict[str, str]:
    """Fresh IDs by response ID, unlike any that was ever shown, or that stands in an answer."""
    keys = study_keys(here)
    with here.store.read() as db:
        taken = {*survey_data.respondent_ids(db), *keys.source_ids, *keys.fresh_ids}
        texts = [source.text for source in stored.sources(db)]
    digits = here.study.privacy.id_digits
    for wanted in (digits, digits + 1):  # a pool that is used up gives way to longer IDs for all
        try:
            drawn = draw_response_ids(len(respondents), wanted, taken | numbers_in(texts, wanted))
        except BadInput:
            continue
        return dict(zip(respondents, drawn, strict=True))
    raise BadInput("There are not enough numbers left for fresh IDs.", "Set id_digits higher under [privacy].")


def _keep(here: OpenStudy, ids: Mapping[str, str]) -> None:
    """Remember in the key file who is behind the fresh IDs."""
    with here.store.write():  # two who change the key file at once would lose one of the changes
        keys = study_keys(here)
        keys.fresh_ids.update({fresh: respondent for respondent, fresh in ids.items()})
        save_keys(key_path(here.uuid()), keys, here.folder)


def cited(here: OpenStudy, code: str, layer: str | None = None) -> list[str]:
    """Response IDs of everybody who said what a code stands for, by number, but for quotes that were withheld.

    Raises BadInput for a code or a layer that is not there.
    """
    redactions = Redactions(here)
    spans = quoted_spans(here, redactions, (code,), layer)
    withheld = {
        quoted
        for quoted in spans.quotes
        for review in redactions.reviews(quoted.answer_id)
        if review.verdict == stored.WITHHOLD and review.start < quoted.end and quoted.start < review.end
    }
    who = {redactions.sources[quoted.answer_id].respondent for quoted in spans.quotes if quoted not in withheld}
    return sorted(who, key=lambda number: (len(number), number))


def footnote(ids: Sequence[str]) -> str:
    """`Responses 1016, 1049, and 1061`, ready for a footnote."""
    if len(ids) < 3:
        return f"Response{'' if len(ids) == 1 else 's'} {' and '.join(ids)}"
    return f"Responses {', '.join(ids[:-1])}, and {ids[-1]}"
