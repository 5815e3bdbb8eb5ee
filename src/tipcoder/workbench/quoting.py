"""Quotes by code in their released wording: which may leave, which may not and why, and what readers are told."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from tipcoder import __version__
from tipcoder.errors import BadInput, CheckFailed
from tipcoder.export.quote_files import QuoteGroup, QuoteSheet, plain_cell
from tipcoder.privacy.audit.contents import Contents, Row, Sheet
from tipcoder.privacy.audit.finding import Finding
from tipcoder.privacy.audit.knowledge import Knowledge, word_key
from tipcoder.privacy.audit.looking import audit
from tipcoder.privacy.replacing import TRANSLATED
from tipcoder.privacy.small_cells import FLOOR, USUAL
from tipcoder.workbench.consent import consent_warning
from tipcoder.workbench.opening import OpenStudy
from tipcoder.workbench.quote_columns import QUESTION, CaseColumns, blanked, case_columns
from tipcoder.workbench.quoted_spans import Quoted, QuotedSpans, quoted_spans
from tipcoder.workbench.redactions import KEPT, Redactions, Released

RESPONSE, QUOTE, NOTE, STATUS = "response", "quote", "note", "status"
UNREVIEWED, IN_UNREVIEWED = "UNREVIEWED", "read, in an UNREVIEWED file"
MANY_QUOTES, MANY_WORDS = 5, 200
"""Quotes, or words, of one respondent from which they should be read together."""


@dataclass(frozen=True)
class QuoteWish:
    """What is asked for."""

    codes: tuple[str, ...] = ()
    """Empty for every code that stands."""
    layer: str | None = None
    columns: tuple[str, ...] = ()
    """Beside the quote, by name: nothing stands there that is not named."""
    readers: int = 1
    """People who must have read a quote as it stands."""
    include_unreviewed: bool = False
    smallest_cell: int = USUAL
    blank_small: bool = False


@dataclass(frozen=True)
class Line:
    """A quote that leaves."""

    code: str
    case: str
    respondent: str
    question: str
    wording: str
    translated: bool
    readers: int
    replaced: int
    """Spans that something else stands for."""
    kept: tuple[str, ...]
    """Kinds of what rules pointed at in it and a person kept."""


@dataclass
class LeftOut:
    """Quotes that stay, by the reason."""

    unread: int = 0
    open: int = 0
    """Proposals in them wait for a decision."""
    stale: int = 0
    withheld: int = 0
    empty: int = 0
    """Nothing is left in them to read."""
    naming: list[str] = field(default_factory=list)
    """Places of those whose released wording still names somebody."""

    def sentence(self) -> str:
        """For a person; empty where nothing was left out."""
        parts = [
            f"{number} {what}"
            for number, what in (
                (self.unread, "that nobody has read"),
                (self.open, "with open proposals"),
                (self.stale, "changed since they were read"),
                (self.withheld, "withheld"),
                (self.empty, "without a word left"),
                (len(self.naming), "whose wording still names somebody"),
            )
            if number
        ]
        return f"Quotes left out: {', '.join(parts)}." if parts else ""


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
            said = f"Each of the {n} quotes was read by a person in the words that stand here, {twice} of them by two."
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
    lines = _once([line for quoted in spans.quotes for line in _lines(quoted, redactions, wish, left_out)])
    knowledge = _with_kept(knowledge, redactions, lines)
    lines = _without_naming(lines, wish, knowledge, left_out)
    if not lines:
        raise _nothing(spans, left_out)
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


def _lines(quoted: Quoted, redactions: Redactions, wish: QuoteWish, left_out: LeftOut) -> list[Line]:
    """The quote, or where that may not leave the parts of it that may."""
    whole = _line(quoted, quoted.start, quoted.end, redactions, wish)
    if isinstance(whole, Line):
        return [whole]
    parts: list[tuple[int, int, Line]] = []
    for start, end in sorted(quoted.parts, key=lambda span: span[0] - span[1]):
        if any(start < stop and begin < end for begin, stop, _ in parts):
            continue
        part = _line(quoted, start, end, redactions, wish)
        if isinstance(part, Line):
            parts.append((start, end, part))
    if not parts:
        setattr(left_out, whole, getattr(left_out, whole) + 1)
    return [line for _, _, line in sorted(parts, key=lambda part: part[0])]


def _line(quoted: Quoted, start: int, end: int, redactions: Redactions, wish: QuoteWish) -> Line | str:
    """A line, or why there is none."""
    # Looking for names takes time, and what nobody has read stays anyway.
    if not wish.include_unreviewed and not redactions.reviews(quoted.answer_id):
        return "unread"
    released = redactions.released(quoted.answer_id, start, end)
    if released.withheld_by:
        return "withheld"
    if not wish.include_unreviewed and not released.may_leave(wish.readers):
        return _why(released)
    source = redactions.sources[quoted.answer_id]
    wording = redactions.wording(quoted.answer_id, start, end, everything=True)
    if not any(char.isalnum() for char in wording):
        return "empty"
    inside = [p for p in redactions.proposals(quoted.answer_id) if p.hit.start < end and start < p.hit.end]
    edits = redactions.edits(quoted.answer_id, everything=True)
    return Line(
        quoted.code,
        source.case,
        source.respondent,
        source.question,
        wording,
        released.translated,
        len(released.reviewed_by) if not released.unresolved else 0,
        sum(1 for edit in edits if edit.start < end and start < edit.end),
        tuple(p.hit.kind for p in inside if p.state == KEPT),
    )


def _why(released: Released) -> str:
    return "open" if released.unresolved else "stale" if released.stale else "unread"


def _once(lines: Sequence[Line]) -> list[Line]:
    """What a respondent said once is quoted once, though it stands on each of their cases."""
    return list({(line.code, line.respondent, line.question, line.wording): line for line in lines}.values())


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
    rows = [Row(str(number), (line.respondent, plain_cell(line.wording))) for number, line in enumerate(lines)]
    found = audit(Contents(sheets=[Sheet((RESPONSE, QUOTE), rows)]), knowledge, released=(QUOTE,))
    grave = [finding for finding in found if finding.grave and finding.part == f"column {QUOTE}"]
    bad = {int(place) for finding in grave for place in finding.places}
    places = [f"{lines[number].respondent} {lines[number].question} ({lines[number].code})" for number in sorted(bad)]
    if bad and not wish.include_unreviewed:
        raise CheckFailed(
            f"Nothing was written: the released wording of {', '.join(dict.fromkeys(places))} still names somebody "
            f"({'; '.join(_reasons(grave))}).",
            "Redact or withhold it with `tipcoder redact`.",
        )
    left_out.naming += places
    return [line for number, line in enumerate(lines) if number not in bad]


def _reasons(found: Sequence[Finding]) -> list[str]:
    return list(dict.fromkeys(finding.sentence for finding in found))


def mosaic(lines: Sequence[Line]) -> list[str]:
    """Sentences about respondents of whom much stands under one ID."""
    quotes: Counter[str] = Counter()
    words: Counter[str] = Counter()
    kept: dict[str, set[str]] = defaultdict(set)
    for line in {(line.respondent, line.question, line.wording): line for line in lines}.values():
        quotes[line.respondent] += 1
        words[line.respondent] += len(line.wording.split())
        kept[line.respondent].update(line.kept)
    much = sorted(who for who in quotes if quotes[who] > MANY_QUOTES or words[who] > MANY_WORDS)
    telling = sorted(who for who in kept if len(kept[who]) > 1 and quotes[who] > 1)
    out = []
    if much:
        shown = ", ".join(f"{who} ({quotes[who]} quotes, {words[who]} words)" for who in much[:3])
        more = f" and {len(much) - 3} more" if len(much) > 3 else ""
        out.append(f"Much stands under one ID: {shown}{more}. Read what stands under each of them together.")
    if telling:
        shown = ", ".join(f"{who} ({', '.join(sorted(kept[who]))})" for who in telling[:3])
        more = f" and {len(telling) - 3} more" if len(telling) > 3 else ""
        out.append(f"Things of several kinds were kept under one ID: {shown}{more}. Together they may name somebody.")
    return out
