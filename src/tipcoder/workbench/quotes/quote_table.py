"""Quotes by code in their released wording: which may leave, which may not and why, and what readers are told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tipcoder import __version__
from tipcoder.errors import BadInput, CheckFailed
from tipcoder.export.quote_files import QuoteGroup, QuoteSheet, clean_cell
from tipcoder.privacy.audit.contents import ContentRow, Contents, ContentSheet
from tipcoder.privacy.audit.finding import LeakFinding
from tipcoder.privacy.audit.knowledge import Knowledge
from tipcoder.privacy.audit.looking import audit_contents
from tipcoder.privacy.replacing import TRANSLATED
from tipcoder.privacy.small_cells import FLOOR
from tipcoder.privacy.words import fold_to_string
from tipcoder.workbench.quotes.case_columns import QUESTION, CaseColumns, choose_case_columns, find_blank_cases
from tipcoder.workbench.quotes.mosaic import warn_of_mosaics
from tipcoder.workbench.quotes.quote_rows import (
    OmittedQuotes,
    QuoteRequest,
    QuoteRow,
    build_quote_rows,
    drop_repeated_rows,
)
from tipcoder.workbench.quotes.quoted_spans import QuotedSpans, find_quoted_spans
from tipcoder.workbench.redaction.consent import warn_of_refusals
from tipcoder.workbench.redaction.redactions import Redactions
from tipcoder.workbench.study import OpenStudy

RESPONSE, QUOTE, NOTE, STATUS = "response", "quote", "note", "status"
_LISTED = 6
UNREVIEWED, IN_UNREVIEWED = "UNREVIEWED", "read, in an UNREVIEWED file"


@dataclass(frozen=True)
class QuoteTable:
    """Quotes that may leave, and all that has to be said about them."""

    lines: tuple[QuoteRow, ...]
    left_out: OmittedQuotes
    spans: QuotedSpans
    columns: CaseColumns
    blank: frozenset[str]
    """Cases of which nothing stands beside their quotes."""
    wish: QuoteRequest
    knowledge: Knowledge
    """What the file is to be audited with."""
    warnings: tuple[str, ...]

    @property
    def unreviewed_count(self) -> int:
        """Quotes in it that too few have read."""
        return sum(line.readers < self.wish.readers for line in self.lines)

    def list_codes(self) -> list[str]:
        """Codes that have quotes in it, in order of the codebook."""
        return [code for code in self.spans.codes if any(line.code == code for line in self.lines)]

    def build_sheet(self, ids: Mapping[str, str], remarks: Mapping[str, str]) -> QuoteSheet:
        """The table as it stands in a file, under these IDs (by response ID), sorted by them.

        `remarks` are what a reader has to know of a code, such as how well coders agree on it.
        """
        stamped = self.wish.include_unreviewed
        columns = (RESPONSE, QUOTE, NOTE, *self.wish.columns, *((STATUS,) if stamped else ()))
        groups = []
        for code in self.list_codes():
            rows = [self._build_row(line, ids, stamped) for line in self.lines if line.code == code]
            language = self.spans.book.language
            label = self.spans.book.codes[code].find_label(language, language)
            remark = remarks.get(code, "")
            groups.append(
                QuoteGroup(
                    code, label, sorted(rows, key=lambda row: (len(row[0]), row)), remark[:1].upper() + remark[1:]
                )
            )
        return QuoteSheet(columns, tuple(groups), tuple(self.describe_release()))

    def _build_row(self, line: QuoteRow, ids: Mapping[str, str], stamped: bool) -> tuple[str, ...]:
        beside = dict.fromkeys(self.columns.names, "")
        if line.case not in self.blank and line.case in self.columns.cells:
            beside = dict(zip(self.columns.names, self.columns.cells[line.case], strict=True))
        values = [line.question if name == QUESTION else beside[name] for name in self.wish.columns]
        status = [(IN_UNREVIEWED if line.readers >= self.wish.readers else UNREVIEWED)] if stamped else []
        note = TRANSLATED if line.translated else ""
        return (ids.get(line.respondent, line.respondent), line.wording, note, *values, *status)

    def describe_release(self) -> list[str]:
        """What stands above the tables of a document: what was done, and nothing that nobody can promise."""
        n, twice = len(self.lines), sum(line.readers > 1 for line in self.lines)
        replaced, kept = sum(line.replaced for line in self.lines), sum(len(line.kept) for line in self.lines)
        if self.wish.include_unreviewed:
            said = (
                f"UNREVIEWED: nobody has read {self.unreviewed_count} of these {n} quotes as they stand. Rules alone leave a "
                "grave identifier wholly or partly showing in one text of three that has one. Not for release."
            )
        else:
            which = "This quote" if n == 1 else f"Each of these {n} quotes"
            said = f"{which} was read by a person in the words that stand here{f', {twice} by two' if twice else ''}."
        return [
            f"{said} {replaced} spans were replaced; words in square brackets are not the respondents'. {kept} things "
            "that rules pointed at were kept by a person.",
            f"This file was read back when it was finished, and passed the leak audit of tipcoder {__version__}.",
        ]


def build_quote_table(study: OpenStudy, wish: QuoteRequest, redactions: Redactions, knowledge: Knowledge) -> QuoteTable:
    """Everything that may leave of what is asked for.

    Raises BadInput for names that are not there, CheckFailed where nothing may leave or what may leave tells too much.
    """
    if not FLOOR <= wish.smallest_cell <= 1000:
        raise BadInput(f"A smallest cell of {wish.smallest_cell} protects nobody.", f"Use {FLOOR} or more.")
    columns = choose_case_columns(study, wish.columns)
    spans = find_quoted_spans(study, redactions, wish.codes, wish.layer)
    left_out = OmittedQuotes()
    lines = drop_repeated_rows(
        [line for quoted in spans.quotes for line in build_quote_rows(quoted, redactions, wish, left_out)]
    )
    knowledge = _add_kept_strings(knowledge, redactions, lines)
    lines = _drop_naming_rows(lines, wish, knowledge, left_out)
    if not lines:
        raise _build_refusal(spans, left_out)
    knowledge = replace(knowledge, population=columns.build_population(wish.smallest_cell))
    blank, cells = find_blank_cases(columns, {line.case for line in lines}, wish.smallest_cell, blank=wish.blank_small)
    warnings = [f"Left blank: {sentence}." for sentence in cells] + warn_of_mosaics(lines)
    consent = warn_of_refusals(study)
    warnings += [f"{consent}."] if consent else []
    return QuoteTable(tuple(lines), left_out, spans, columns, frozenset(blank), wish, knowledge, tuple(warnings))


def _build_refusal(spans: QuotedSpans, left_out: OmittedQuotes) -> CheckFailed:
    if not spans.quotes:
        return CheckFailed("No quote carries these codes in this layer.", "`tipcoder counts` shows where codes stand.")
    return CheckFailed(
        f"No quote may leave. {left_out.describe_omitted()}".rstrip("."),
        "Read them with `tipcoder redact`, which shows each as it would be released.",
    )


def _add_kept_strings(knowledge: Knowledge, redactions: Redactions, lines: Sequence[QuoteRow]) -> Knowledge:
    """The same, with everything that people kept in the answers quoted."""
    kept: dict[str, set[str]] = defaultdict(set)
    for respondent, strings in knowledge.kept.items():
        kept[respondent] |= strings
    for case, question in {(line.case, line.question) for line in lines}:
        answer_id = redactions.require_answer_id(case, question)
        respondent = redactions.sources[answer_id].respondent
        kept[respondent].update(map(fold_to_string, redactions.find_kept_strings(answer_id)))
    return replace(knowledge, kept={respondent: frozenset(strings) for respondent, strings in kept.items()})


def _drop_naming_rows(
    lines: list[QuoteRow], wish: QuoteRequest, knowledge: Knowledge, left_out: OmittedQuotes
) -> list[QuoteRow]:
    """Lines whose wording names nobody.

    Where people have read every quote one that does is a fault to see to; what nobody has read is left out with it.
    """
    rows = [ContentRow(str(number), (line.respondent, clean_cell(line.wording))) for number, line in enumerate(lines)]
    found = audit_contents(Contents(sheets=[ContentSheet((RESPONSE, QUOTE), rows)]), knowledge, released=(QUOTE,))
    grave = [finding for finding in found if finding.grave and finding.part == f"column {QUOTE}"]
    bad = {int(place) for finding in grave for place in finding.places}
    places = list(dict.fromkeys(f"{lines[number].respondent} {lines[number].question}" for number in sorted(bad)))
    if bad and not wish.include_unreviewed:
        more = f" and {len(places) - _LISTED} more" if len(places) > _LISTED else ""
        raise CheckFailed(
            f"Nothing was written: the released wording of {', '.join(places[:_LISTED])}{more} may still name somebody "
            f"({'; '.join(_list_reasons(grave))}).",
            "Redact or withhold it, or keep the words in the whole study with `tipcoder redact rule --keep REASON`.",
        )
    left_out.naming += places
    return [line for number, line in enumerate(lines) if number not in bad]


def _list_reasons(found: Sequence[LeakFinding]) -> list[str]:
    return list(dict.fromkeys(finding.sentence for finding in found))
