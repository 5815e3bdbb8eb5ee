"""Quotes by code in their released wording: which may leave, and what readers are told."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from tipcoder import __version__
from tipcoder.errors import CheckFailed
from tipcoder.export.quote_files import QuoteGroup, QuoteSheet
from tipcoder.privacy.audit.knowledge import Knowledge
from tipcoder.privacy.replacements import TRANSLATED
from tipcoder.privacy.small_cells import check_smallest_cell
from tipcoder.store.exports import ExportFacts
from tipcoder.workbench.exports.earlier_exports import (
    EarlierExports,
    find_cases_told_together,
    find_repeated_numbers,
    load_earlier_exports,
)
from tipcoder.workbench.exports.leaving_tables import LeavingRow, LeavingTable
from tipcoder.workbench.quotes.blank_cases import find_blank_cases
from tipcoder.workbench.quotes.case_columns import (
    QUESTION,
    AnsweredPlace,
    CaseColumns,
    choose_case_columns,
)
from tipcoder.workbench.quotes.held_quotes import NAMING, REPEATED, UNREAD, HeldQuotes
from tipcoder.workbench.quotes.mosaic import warn_of_mosaics
from tipcoder.workbench.quotes.naming_rows import (
    QUOTE,
    RESPONSE,
    add_kept_strings,
    find_naming_rows,
)
from tipcoder.workbench.quotes.quote_rows import QuoteRequest, QuoteRow, drop_repeated_rows
from tipcoder.workbench.quotes.quoted_spans import QuotedSpans, find_quoted_spans
from tipcoder.workbench.quotes.released_rows import build_quote_rows
from tipcoder.workbench.redaction.consent import warn_of_refusals
from tipcoder.workbench.redaction.redactions import Redactions
from tipcoder.workbench.study import OpenStudy

NOTE, STATUS = "note", "status"
UNREVIEWED, IN_UNREVIEWED = "UNREVIEWED", "read, in an UNREVIEWED file"


class NothingToRelease(CheckFailed):
    """No quote may leave, because none is there, read, or free of what a check stands against."""


@dataclass(frozen=True)
class QuoteTable:
    """Quotes that may leave, and all that has to be said about them.

    Rows are by code, and within a code in order of the answers; a file sorts them by response ID.
    """

    lines: tuple[QuoteRow, ...]
    held: HeldQuotes
    """What stays, and why."""
    spans: QuotedSpans
    columns: CaseColumns
    blank: frozenset[str]
    """Cases of which nothing is shown beside their quotes."""
    wish: QuoteRequest
    knowledge: Knowledge
    """What the file is to be audited with."""
    leaving: LeavingTable
    """The same for the log, where later exports are judged by it."""
    judged_at: int
    """The last export that it was judged together with."""
    warnings: tuple[str, ...]

    @property
    def unreviewed_count(self) -> int:
        """Quotes in it that too few have read."""
        return sum(line.readers < self.wish.readers for line in self.lines)

    def list_codes(self) -> list[str]:
        """Codes that have quotes in it, in order of the codebook."""
        quoted = {line.code for line in self.lines}
        return list(filter(quoted.__contains__, self.spans.codes))

    def build_sheet(self, ids: Mapping[str, str], remarks: Mapping[str, str]) -> QuoteSheet:
        """The table as a file has it, under these IDs (by response ID), sorted by them.

        `remarks` are what a reader has to know of a code, such as how well coders agree on it.
        """
        columns = [RESPONSE, QUOTE, NOTE, *self.wish.columns]
        # Such a file says of every row whether somebody has read it.
        if self.wish.include_unreviewed:
            columns.append(STATUS)
        groups = [self._build_group(code, ids, remarks.get(code, "")) for code in self.list_codes()]
        return QuoteSheet(tuple(columns), tuple(groups), tuple(self.describe_release()))

    def _build_group(self, code: str, ids: Mapping[str, str], remark: str) -> QuoteGroup:
        found = []
        for line in self.lines:
            if line.code == code:
                found.append((self._build_row(line, ids), line.language))
        # IDs are numbers of one length or of two: short ones come first.
        found.sort(key=lambda each: (len(each[0][0]), each[0]))
        rows = [row for row, _ in found]
        languages = [language for _, language in found]
        language = self.spans.book.language
        label = self.spans.book.codes[code].find_label(language, language)
        return QuoteGroup(code, label, rows, remark[:1].upper() + remark[1:], languages)

    def _build_row(self, line: QuoteRow, ids: Mapping[str, str]) -> tuple[str, ...]:
        # Empty cells where the case would be told by them.
        beside = dict.fromkeys(self.columns.names, "")
        beside[QUESTION] = ""
        if line.case not in self.blank:
            if line.case in self.columns.cells:
                beside = dict(zip(self.columns.names, self.columns.cells[line.case], strict=True))
            beside[QUESTION] = line.question

        note = TRANSLATED if line.translated else ""
        row = [ids.get(line.respondent, line.respondent), line.wording, note]
        row += map(beside.__getitem__, self.wish.columns)
        if self.wish.include_unreviewed:
            is_read = line.readers >= self.wish.readers
            row.append(IN_UNREVIEWED if is_read else UNREVIEWED)
        return tuple(row)

    def describe_release(self) -> list[str]:
        """What is printed above the tables of a document: what was done, and no promise more."""
        replaced = sum(line.replaced for line in self.lines)
        kept = sum(len(line.kept) for line in self.lines)
        return [
            f"{self._describe_reading()} {replaced} spans were replaced; words in square brackets "
            f"are not the respondents'. {kept} things that rules pointed at were kept by a person.",
            "This file was read back when it was finished, and passed the leak audit of "
            f"tipcoder {__version__}.",
        ]

    def _describe_reading(self) -> str:
        number = len(self.lines)
        if self.wish.include_unreviewed:
            return (
                f"UNREVIEWED: nobody has read {self.unreviewed_count} of these {number} quotes in "
                "their present wording. Rules alone leave a grave identifier wholly or partly "
                "showing in one text of three that has one. Not for release."
            )
        which = "This quote" if number == 1 else f"Each of these {number} quotes"
        twice = sum(line.readers > 1 for line in self.lines)
        by_two = f", {twice} by two" if twice else ""
        return f"{which} was read by a person in the words that are printed here{by_two}."


def build_quote_table(
    study: OpenStudy, wish: QuoteRequest, redactions: Redactions, knowledge: Knowledge
) -> QuoteTable:
    """Everything that may leave of what is asked for.

    Raises BadInput for names that do not exist, CheckFailed where nothing may leave or what may
    leave tells too much.
    """
    check_smallest_cell(wish.smallest_cell)
    # First what is quick to refuse; names are looked for afterwards.
    columns = choose_case_columns(study, wish.columns)
    spans = find_quoted_spans(study, redactions, wish.codes, wish.layer)

    held = HeldQuotes()
    lines = _list_rows(spans, redactions, wish, held)

    answered = _list_answered(redactions)
    population = columns.build_population(answered, wish.smallest_cell)
    knowledge = _allow_what_is_shown(knowledge, redactions, lines)
    # Not changed any more, so that what is looked through here is not looked through again.
    knowledge = replace(knowledge, population=population)
    lines = _hold_naming_rows(lines, knowledge, held)
    earlier = load_earlier_exports(study)
    if wish.only_new:
        repeated = find_repeated_numbers(_build_leaving_table(lines, columns, wish, ()), earlier)
        lines = held.hold_rows(lines, REPEATED, dict.fromkeys(repeated, ""))
    _refuse_faults(held, wish)
    # A table without quotes would look as if nobody had said anything.
    if not lines:
        raise _build_refusal(spans, held)

    blank, reasons = _choose_blank_cases(study, lines, columns, wish, earlier, answered)
    leaving = _build_leaving_table(lines, columns, wish, blank)
    warnings = [f"Left blank: {reason}." for reason in reasons]
    warnings += warn_of_mosaics(lines, earlier.list_passages_under_ids(leaving))
    warnings += earlier.warn_of_tables(fresh_ids=wish.fresh_ids)
    # Also where none of them is quoted: a lead has to know before anything leaves.
    consent = warn_of_refusals(study)
    if consent:
        warnings.append(f"{consent}.")
    return QuoteTable(
        tuple(lines),
        held,
        spans,
        columns,
        frozenset(blank),
        wish,
        knowledge,
        leaving,
        earlier.last,
        tuple(warnings),
    )


def _list_rows(
    spans: QuotedSpans, redactions: Redactions, wish: QuoteRequest, held: HeldQuotes
) -> list[QuoteRow]:
    """The quotes that people have released; `held` counts the others."""
    rows: list[QuoteRow] = []
    for quoted in spans.quotes:
        rows += build_quote_rows(quoted, redactions, wish, held)
    return drop_repeated_rows(rows)


def _allow_what_is_shown(
    knowledge: Knowledge, redactions: Redactions, lines: Sequence[QuoteRow]
) -> Knowledge:
    """What is looked for, without what people kept and the wordings of this file."""
    # Before the wordings are checked: what a person kept is not a leak.
    answers = (redactions.require_answer_id(line.case, line.question) for line in lines)
    knowledge = add_kept_strings(knowledge, redactions, answers)
    # What is asked for unread is marked so, and is no leak of this file.
    wordings = (line.wording for line in lines)
    return replace(knowledge, unreleased=knowledge.unreleased.release(wordings))


def _hold_naming_rows(
    lines: list[QuoteRow], knowledge: Knowledge, held: HeldQuotes
) -> list[QuoteRow]:
    """The quotes that name nobody; `held` has the others."""
    said = [(line.respondent, line.wording) for line in lines]
    named = find_naming_rows(said, knowledge)
    details = {number: found.detail for number, found in named.items()}
    return held.hold_rows(lines, NAMING, details)


def _choose_blank_cases(
    study: OpenStudy,
    lines: Sequence[QuoteRow],
    columns: CaseColumns,
    wish: QuoteRequest,
    earlier: EarlierExports,
    answered: Sequence[AnsweredPlace],
) -> tuple[set[str], list[str]]:
    """Cases of which nothing is shown beside their quotes, and why."""
    blank, reasons = find_blank_cases(
        columns,
        [AnsweredPlace(line.case, line.respondent, line.question) for line in lines],
        answered,
        wish.smallest_cell,
        shows_question=QUESTION in wish.columns,
        blank=wish.blank_small,
    )
    # And then as a reader sees it who has what left before.
    told, more = find_cases_told_together(
        study,
        _build_leaving_table(lines, columns, wish, blank),
        earlier,
        answered,
        wish.smallest_cell,
        blank=wish.blank_small,
    )
    return blank | told, [*reasons, *more]


def _list_answered(redactions: Redactions) -> list[AnsweredPlace]:
    """Every answer that has words: who gave none cannot have written a quote."""
    return [
        AnsweredPlace(source.case, source.respondent, source.question)
        for source in redactions.sources.values()
    ]


def _build_leaving_table(
    lines: Sequence[QuoteRow], columns: CaseColumns, wish: QuoteRequest, blank: Collection[str]
) -> LeavingTable:
    """What leaves, as the log keeps it."""
    shown = list(columns.full_names)
    if QUESTION in wish.columns:
        shown.append(QUESTION)
    filters = {
        "codes": ", ".join(wish.codes),
        "codings of": wish.layer or "",
        "readers": str(wish.readers),
        "smallest cell": str(wish.smallest_cell),
        "unreviewed": "included" if wish.include_unreviewed else "",
    }
    told = {name: value for name, value in filters.items() if value}
    facts = ExportFacts("quotes", ".csv", tuple(shown), told, wish.fresh_ids)
    rows = []
    for line in lines:
        rows.append(
            LeavingRow(
                line.case,
                line.respondent,
                line.question,
                line.wording,
                line.kept,
                line.case not in blank,
            )
        )
    return LeavingTable(facts, tuple(rows))


def _refuse_faults(held: HeldQuotes, wish: QuoteRequest) -> None:
    """Raise CheckFailed where the whole file is to stay for one quote that a check finds fault
    with."""
    sentence, remedy = held.describe_faults()
    if wish.strict and sentence:
        raise CheckFailed(f"Nothing was written, because of quotes {sentence}.", remedy)


def _build_refusal(spans: QuotedSpans, held: HeldQuotes) -> NothingToRelease:
    if not spans.quotes:
        return NothingToRelease(
            "No quote carries these codes in this layer.",
            "`tipcoder counts` shows which answers carry codes.",
        )
    sentence, remedy = held.describe_faults()
    named = f" ({sentence})" if sentence else ""
    counts = held.describe_held().rstrip(".")
    return NothingToRelease(f"No quote may leave. {counts}{named}.", remedy or UNREAD.remedy)
