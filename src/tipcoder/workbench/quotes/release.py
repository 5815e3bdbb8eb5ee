"""A file of quotes: written beside its place, read back by the audit, and only then put there.

Else nothing is left of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from tipcoder.export.formats import check_ending
from tipcoder.export.leaving import LeavingFile
from tipcoder.export.quote_files import (
    QuoteSheet,
    check_quote_ending,
    count_neutralised,
    format_quotes,
)
from tipcoder.model.codings import Coder
from tipcoder.privacy.audit.finding import LeakFinding
from tipcoder.store.accepted_findings import WORDING
from tipcoder.store.redactions import WITHHOLD
from tipcoder.workbench.agreement.reliability_gate import ReliabilityGates, assess_gates
from tipcoder.workbench.exports.export_log import record_leaving
from tipcoder.workbench.output_files import claim_output
from tipcoder.workbench.publishing.accepted_findings import (
    Acceptance,
    choose_findings,
    keep_acceptance,
)
from tipcoder.workbench.publishing.declaration import LetsOut, WordsOut
from tipcoder.workbench.publishing.leak_audit import AuditReport, Knowledge, gather_knowledge
from tipcoder.workbench.publishing.publication import publish_files
from tipcoder.workbench.quotes.fresh_ids import PUBLIC_IDS, draw_fresh_ids, save_fresh_ids
from tipcoder.workbench.quotes.naming_rows import QUOTE
from tipcoder.workbench.quotes.quote_rows import QuoteRequest
from tipcoder.workbench.quotes.quote_table import QuoteTable, build_quote_table
from tipcoder.workbench.quotes.quoted_spans import CodeQuote, find_quoted_spans
from tipcoder.workbench.redaction.redactions import Redactions
from tipcoder.workbench.study import OpenStudy

_NOTHING = Acceptance()
PREFIX = "UNREVIEWED-"
"""In front of the name of a file that holds what nobody has read."""


@dataclass(frozen=True)
class FilesBeside:
    """Further files that leave together with the quotes or not at all."""

    make: Callable[[QuoteTable, bytes], Sequence[LeavingFile]]
    """Given the quotes and the bytes of their file."""
    lets_out: LetsOut
    """What they are declared to let out; no words of respondents."""


@dataclass(frozen=True)
class QuoteShape:
    """A file of quotes in another shape than that of a table."""

    ending: str
    render: Callable[[QuoteTable, QuoteSheet], bytes]
    """The same quotes give the same bytes."""
    coder_names: bool = False
    """Whether somebody has asked for coders to be named in it."""


@dataclass(frozen=True)
class QuoteRelease:
    """Quotes that passed the audit."""

    table: QuoteTable
    sheet: QuoteSheet
    audit: AuditReport
    path: Path | None
    """Where they were written; None where they go to standard output."""
    content: bytes
    warnings: tuple[str, ...]


def release_quotes(
    study: OpenStudy,
    wish: QuoteRequest,
    target: Path | None,
    *,
    fresh_ids: bool = False,
    printed_as: str = ".csv",
    accept: Acceptance = _NOTHING,
    coder: Coder | None = None,
    is_look: bool = False,
    shape: QuoteShape | None = None,
    beside: FilesBeside | None = None,
) -> QuoteRelease:
    """Make the quotes asked for, write them to `target` if there is one, and audit the file.

    `printed_as` is the ending of the format in which they are printed where there is no target.
    `accept` are findings of the audit in the wording that `coder` accepts. What leaves is kept in
    the log as an act of `coder`, by default of whoever works here; with `is_look` it does not
    leave, because a person only looks at it on a screen. A `shape` has an ending of its own.
    Raises CheckFailed where something may not leave; then nothing is written, nor left behind.
    """
    wish = replace(wish, fresh_ids=fresh_ids)
    ending = ".csv"
    if target is not None:
        ending = check_ending(target, (shape.ending,)) if shape else check_quote_ending(target)
        target = _claim_target(study, wish, target)

    redactions = Redactions(study)
    known = gather_knowledge(study, redactions.names)
    before = known.accepted
    accepted = {**before, **dict.fromkeys(accept.ids, accept.reason)}
    table = build_quote_table(study, wish, redactions, replace(known, accepted=accepted))
    ids = _draw_ids(study, table) if fresh_ids else {}
    gates = assess_gates(study, table.list_codes(), alone=not wish.codes)
    sheet = table.build_sheet(ids, _list_remarks(gates))
    content = shape.render(table, sheet) if shape else format_quotes(sheet, ending)
    leaving = [LeavingFile(target, content, ending, is_private=True)]
    if target is None and printed_as != ending:
        leaving.append(_print_quotes(sheet, printed_as))
    further = beside.make(table, content) if beside is not None else []

    reports: list[AuditReport] = []
    left_as = printed_as if target is None else ending
    acts = _ReleaseActs(study, coder or study.find_coder(), table, ids, left_as)

    def record() -> None:
        acts.record(_choose_accepted(reports[0], accept, before), accept.reason, is_look=is_look)

    named = shape is not None and shape.coder_names
    publish_files(
        study,
        [*leaving, *further],
        LetsOut(WordsOut.RELEASED, frozenset((QUOTE,)), wish.columns, coder_names=named),
        knowledge=_add_drawn_ids(table.knowledge, ids),
        before_moving=record,
        audits=reports,
        apart=_declare_apart(beside, further),
    )
    warnings = (*table.warnings, gates.sentence, *_warn_of_shape(study, sheet, ending, wish))
    return QuoteRelease(table, sheet, reports[0], target, content, warnings)


@dataclass(frozen=True)
class _ReleaseActs:
    """What is kept of a release once its files have passed."""

    study: OpenStudy
    leaver: Coder
    table: QuoteTable
    ids: Mapping[str, str]
    ending: str
    """The format in which the quotes left."""

    def record(self, chosen: Sequence[LeakFinding], reason: str, *, is_look: bool) -> None:
        """Keep what was accepted, and unless somebody only looks what left, in the log."""
        keep_acceptance(self.study, self.leaver, WORDING, chosen, reason)
        # Only now, because a file that never left would be remembered for nothing.
        if is_look:
            return
        ids = self.ids
        facts = self.table.leaving.facts
        facts = replace(facts, ending=self.ending, ids=tuple(sorted(ids.values())))
        leaving = replace(self.table.leaving, facts=facts)
        keep_ids = partial(save_fresh_ids, self.study, ids) if ids else None
        judged_at = self.table.judged_at
        record_leaving(self.study, self.leaver, leaving, judged_at=judged_at, remember=keep_ids)


def _print_quotes(sheet: QuoteSheet, printed_as: str) -> LeavingFile:
    """The quotes as they are printed.

    Escapes of a format could hide a name from the audit, so it reads the bare cells as well.
    """
    return LeavingFile(None, format_quotes(sheet, printed_as), printed_as, is_private=True)


def _draw_ids(study: OpenStudy, table: QuoteTable) -> Mapping[str, str]:
    """IDs for this file alone, by response ID."""
    return draw_fresh_ids(study, sorted({line.respondent for line in table.lines}))


def _add_drawn_ids(knowledge: Knowledge, ids: Mapping[str, str]) -> Knowledge:
    """What is looked for, with the IDs that were drawn for this file alone."""
    if not ids:
        return knowledge
    drawn = {fresh: respondent for respondent, fresh in ids.items()}
    return replace(knowledge, ids={**knowledge.ids, **drawn})


def _declare_apart(
    beside: FilesBeside | None, further: Sequence[LeavingFile]
) -> dict[Path, LetsOut]:
    """What the files beside the quotes let out, by their places."""
    if beside is None:
        return {}
    return {file.target: beside.lets_out for file in further if file.target is not None}


def _warn_of_shape(
    study: OpenStudy, sheet: QuoteSheet, ending: str, wish: QuoteRequest
) -> Iterator[str]:
    """What has to be said of the file, and not of the quotes."""
    # Only a spreadsheet program takes a cell for a formula.
    guarded = count_neutralised(sheet) if ending == ".csv" else 0
    if guarded:
        yield f"{guarded} cell(s) begin like a formula and got an apostrophe in front."
    if not wish.fresh_ids and study.definition.privacy.response_ids == "from-column":
        yield PUBLIC_IDS


def _choose_accepted(
    report: AuditReport, accept: Acceptance, before: Mapping[str, str]
) -> list[LeakFinding]:
    """Findings that are accepted with this release. Raises BadInput for an ID that none has."""
    if not accept.ids:
        return []
    chosen = choose_findings(report.findings, accept, "These quotes", again=True)
    return [finding for finding in chosen if finding.id not in before]


def _claim_target(study: OpenStudy, wish: QuoteRequest, target: Path) -> Path:
    """Where the file goes; its name says when nobody has read what is in it."""
    claim_output(study, target)
    if not wish.include_unreviewed or target.name.startswith(PREFIX):
        return target
    marked = target.with_name(PREFIX + target.name)
    claim_output(study, marked)
    return marked


def _list_remarks(gates: ReliabilityGates) -> dict[str, str]:
    """What a reader has to know of codes whose agreement is not shown to be high enough."""
    remarks = {}
    for code, gate in gates.by_code.items():
        if not gate.holds:
            remarks[code] = gate.sentence
    return remarks


def find_cited_ids(study: OpenStudy, code: str, layer: str | None = None) -> list[str]:
    """Response IDs of everybody who said what a code means, by number.

    Quotes that were withheld, withdrawn or erased do not count. Raises BadInput for a code or a
    layer that does not exist.
    """
    redactions = Redactions(study)
    spans = find_quoted_spans(study, redactions, (code,), layer)
    respondents = set()
    for quoted in spans.quotes:
        if quoted.answer_id in redactions.erased or redactions.find_withdrawal(quoted.answer_id):
            continue
        if not _is_withheld(redactions, quoted):
            respondents.add(redactions.sources[quoted.answer_id].respondent)
    return sort_ids(respondents)


def sort_ids(ids: Iterable[str]) -> list[str]:
    """Response IDs by number: they are numbers of one length or of two, stored as texts."""
    return sorted(ids, key=lambda number: (len(number), number))


def _is_withheld(redactions: Redactions, quoted: CodeQuote) -> bool:
    """Whether somebody withholds a stretch that the quote touches."""
    for review in redactions.list_reviews(quoted.answer_id):
        touches = review.start < quoted.end and quoted.start < review.end
        if touches and review.verdict == WITHHOLD:
            return True
    return False


def format_footnote(ids: Sequence[str]) -> str:
    """`Responses 1016, 1049, and 1061`, ready for a footnote.

    With the comma before the last one that American journals ask for.
    """
    noun = "Response" if len(ids) == 1 else "Responses"
    if len(ids) < 3:
        return f"{noun} {' and '.join(ids)}"
    return f"{noun} {', '.join(ids[:-1])}, and {ids[-1]}"
