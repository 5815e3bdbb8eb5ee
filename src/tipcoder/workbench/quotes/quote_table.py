"""Quotes by code in their released wording: which may leave, which may not and why, and what readers are told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tipcoder import __version__
from tipcoder.errors import BadInput, CheckFailed
from tipcoder.export.quote_files import QuoteGroup, QuoteSheet, clean_cell
from tipcoder.privacy.audit.contents import Contents, Row, Sheet
from tipcoder.privacy.audit.finding import Finding
from tipcoder.privacy.audit.knowledge import Knowledge, word_key
from tipcoder.privacy.audit.looking import audit
from tipcoder.privacy.replacing import TRANSLATED
from tipcoder.privacy.small_cells import FLOOR
from tipcoder.workbench.quotes.case_columns import QUESTION, CaseColumns, blanked, case_columns
from tipcoder.workbench.quotes.mosaic import mosaic
from tipcoder.workbench.quotes.quote_rows import LeftOut, Line, QuoteWish, each_once, lines_of
from tipcoder.workbench.quotes.quoted_spans import QuotedSpans, quoted_spans
from tipcoder.workbench.redaction.consent import consent_warning
from tipcoder.workbench.redaction.redactions import Redactions
from tipcoder.workbench.study import OpenStudy

RESPONSE, QUOTE, NOTE, STATUS = "response", "quote", "note", "status"
_LISTED = 6
UNREVIEWED, IN_UNREVIEWED = "UNREVIEWED", "read, in an UNREVIEWED file"


@dataclass(frozen=True)
class QuoteTable:
    """Quotes that may leave, and all that has to be said about them."""

    lines: tuple[Line, ...]
    left_out: LeftOut
    spans: QuotedSpans
    columns: CaseColumns
    blank: frozenset[str]
    """Cases of which nothing stands beside their quotes."""
    wish: QuoteWish
    knowledge: Knowledge
    """What the file is to be audited with."""
    warnings: tuple[str, ...]

    @property
    def unreviewed(self) -> int:
        """Quotes in it that too few have read."""
        return sum(line.readers < self.wish.readers for line in self.lines)

    def codes(self) -> list[str]:
        """Codes that have quotes in it, in order of the codebook."""
        return [code for code in self.spans.codes if any(line.code == code for line in self.lines)]

    def sheet(self, ids: Mapping[str, str], remarks: Mapping[str, str]) -> QuoteSheet:
        """The table as it stands in a file, under these IDs (by response ID), sorted by them.

        `remarks` are what a reader has to know of a code, such as how well coders agree on it.
        """
        stamped = self.wish.include_unreviewed
        columns = (RESPONSE, QUOTE, NOTE, *self.wish.columns, *((STATUS,) if stamped else ()))
        groups = []
        for code in self.codes():
            rows = [self._row(line, ids, stamped) for line in self.lines if line.code == code]
            language = self.spans.book.language
            label = self.spans.book.codes[code].label_in(language, language)
            remark = remarks.get(code, "")
            groups.append(
                QuoteGroup(
                    code, label, sorted(rows, key=lambda row: (len(row[0]), row)), remark[:1].upper() + remark[1:]
                )
            )
        return QuoteSheet(columns, tuple(groups), tuple(self.notes()))

    def _row(self, line: Line, ids: Mapping[str, str], stamped: bool) -> tuple[str, ...]:
        beside = dict.fromkeys(self.columns.names, "")
        if line.case not in self.blank and line.case in self.columns.cells:
            beside = dict(zip(self.columns.names, self.columns.cells[line.case], strict=True))
        values = [line.question if name == QUESTION else beside[name] for name in self.wish.columns]
        status = [(IN_UNREVIEWED if line.readers >= self.wish.readers else UNREVIEWED)] if stamped else []
        note = TRANSLATED if line.translated else ""
        return (ids.get(line.respondent, line.respondent), line.wording, note, *values, *status)

    def notes(self) -> list[str]:
        """What stands above the tables of a document: what was done, and nothing that nobody can promise."""
        n, twice = len(self.lines), sum(line.readers > 1 for line in self.lines)
        replaced, kept = sum(line.replaced for line in self.lines), sum(len(line.kept) for line in self.lines)
        if self.wish.include_unreviewed:
            said = (
                f"UNREVIEWED: nobody has read {self.unreviewed} of these {n} quotes as they stand. Rules alone leave a "
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


def quote_table(here: OpenStudy, wish: QuoteWish, redactions: Redactions, knowledge: Knowledge) -> QuoteTable:
    """Everything that may leave of what is asked for.

    Raises BadInput for names that are not there, CheckFailed where nothing may leave or what may leave tells too much.
    """
    if not FLOOR <= wish.smallest_cell <= 1000:
        raise BadInput(f"A smallest cell of {wish.smallest_cell} protects nobody.", f"Use {FLOOR} or more.")
    columns = case_columns(here, wish.columns)
    spans = quoted_spans(here, redactions, wish.codes, wish.layer)
    left_out = LeftOut()
    lines = each_once([line for quoted in spans.quotes for line in lines_of(quoted, redactions, wish, left_out)])
    knowledge = _with_kept(knowledge, redactions, lines)
    lines = _without_naming(lines, wish, knowledge, left_out)
    if not lines:
        raise _nothing(spans, left_out)
    knowledge = replace(knowledge, population=columns.population(wish.smallest_cell))
    blank, cells = blanked(columns, {line.case for line in lines}, wish.smallest_cell, blank=wish.blank_small)
    warnings = [f"Left blank: {sentence}." for sentence in cells] + mosaic(lines)
    consent = consent_warning(here)
    warnings += [f"{consent}."] if consent else []
    return QuoteTable(tuple(lines), left_out, spans, columns, frozenset(blank), wish, knowledge, tuple(warnings))


def _nothing(spans: QuotedSpans, left_out: LeftOut) -> CheckFailed:
    if not spans.quotes:
        return CheckFailed("No quote carries these codes in this layer.", "`tipcoder counts` shows where codes stand.")
    return CheckFailed(
        f"No quote may leave. {left_out.sentence()}".rstrip("."),
        "Read them with `tipcoder redact`, which shows each as it would be released.",
    )


def _with_kept(knowledge: Knowledge, redactions: Redactions, lines: Sequence[Line]) -> Knowledge:
    """The same, with everything that people kept in the answers quoted."""
    kept: dict[str, set[str]] = defaultdict(set)
    for respondent, strings in knowledge.kept.items():
        kept[respondent] |= strings
    for case, question in {(line.case, line.question) for line in lines}:
        answer_id = redactions.answer_at(case, question)
        respondent = redactions.sources[answer_id].respondent
        kept[respondent].update(map(word_key, redactions.kept_strings(answer_id)))
    return replace(knowledge, kept={respondent: frozenset(strings) for respondent, strings in kept.items()})


def _without_naming(lines: list[Line], wish: QuoteWish, knowledge: Knowledge, left_out: LeftOut) -> list[Line]:
    """Lines whose wording names nobody.

    Where people have read every quote one that does is a fault to see to; what nobody has read is left out with it.
    """
    rows = [Row(str(number), (line.respondent, clean_cell(line.wording))) for number, line in enumerate(lines)]
    found = audit(Contents(sheets=[Sheet((RESPONSE, QUOTE), rows)]), knowledge, released=(QUOTE,))
    grave = [finding for finding in found if finding.grave and finding.part == f"column {QUOTE}"]
    bad = {int(place) for finding in grave for place in finding.places}
    places = list(dict.fromkeys(f"{lines[number].respondent} {lines[number].question}" for number in sorted(bad)))
    if bad and not wish.include_unreviewed:
        more = f" and {len(places) - _LISTED} more" if len(places) > _LISTED else ""
        raise CheckFailed(
            f"Nothing was written: the released wording of {', '.join(places[:_LISTED])}{more} may still name somebody "
            f"({'; '.join(_reasons(grave))}).",
            "Redact or withhold it, or keep the words in the whole study with `tipcoder redact rule --keep REASON`.",
        )
    left_out.naming += places
    return [line for number, line in enumerate(lines) if number not in bad]


def _reasons(found: Sequence[Finding]) -> list[str]:
    return list(dict.fromkeys(finding.sentence for finding in found))
