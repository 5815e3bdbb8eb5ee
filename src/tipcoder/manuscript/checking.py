"""What is right and what is wrong with every quotation of a manuscript."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tipcoder.manuscript.citations import Citation, assign_citations, find_citations
from tipcoder.manuscript.matching import Likeness, QuoteMatch, is_within, match_source
from tipcoder.manuscript.paragraphs import Paragraph
from tipcoder.manuscript.quotations import Quotation, find_quotations
from tipcoder.manuscript.quoted_words import QuotedText, parse_quotation, split_words
from tipcoder.manuscript.sources import QuotedSource, SourceIndex
from tipcoder.manuscript.words import load_manuscript_words
from tipcoder.text import fold_text

_SHORT = 3
"""Words below which a quotation without a citation is no quotation but irony or a term."""
_SURELY_THEIRS = 0.75
"""Share of words from which on somebody else's answer was quoted with changes."""


class Verdict(StrEnum):
    """What a quotation is."""

    EXACT = "exact"
    MARKED = "edited, and marked"
    TRANSLATED = "translated"
    CHANGED = "changed without a mark"
    OTHER = "said by another respondent"
    NOT_FOUND = "not found"
    NOT_RELEASED = "not released"
    NO_RESPONSE = "cites no response"
    UNSURE = "compare by eye"
    NOT_OURS = "not from the answers"
    SHORT = "short, without a citation"


FAULTS = frozenset(
    (
        Verdict.CHANGED,
        Verdict.OTHER,
        Verdict.NOT_FOUND,
        Verdict.NOT_RELEASED,
        Verdict.NO_RESPONSE,
    )
)
"""Verdicts that a manuscript must not go out with."""


@dataclass(frozen=True)
class CheckedQuotation:
    """A quotation with what was found."""

    quotation: Quotation
    place: str
    cited: tuple[str, ...]
    verdict: Verdict
    match: QuoteMatch | None
    unknown: tuple[str, ...] = ()
    """Cited IDs that no respondent has."""
    is_said_translated: bool = False
    """Whether the manuscript says so, near the quotation."""

    @property
    def is_fault(self) -> bool:
        """Whether it must be mended."""
        return self.verdict in FAULTS or bool(self.unknown)


@dataclass(frozen=True)
class CheckedCitation:
    """Response IDs that are cited for something that is not quoted."""

    place: str
    paragraph: int
    ids: tuple[str, ...]
    unknown: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class CheckedManuscript:
    """All quotations and citations in reading order."""

    quotations: tuple[CheckedQuotation, ...]
    citations: tuple[CheckedCitation, ...]


def check_manuscript(
    paragraphs: Iterable[Paragraph],
    index: SourceIndex,
    ids: Mapping[str, str],
    language: str = "",
) -> CheckedManuscript:
    """Compare every quotation with the answers.

    `ids` are all numbers that may be cited, each with the response ID of its respondent: a fresh
    ID of an earlier export stands for somebody, too. `language` is that of the manuscript; empty
    where it cannot be told.
    """
    checker = _Checker(index, ids, language)
    quotations: list[CheckedQuotation] = []
    citations: list[CheckedCitation] = []
    for paragraph in paragraphs:
        quoted = find_quotations(paragraph)
        cited = find_citations(paragraph, ids)
        belongs = assign_citations(paragraph, quoted, cited)
        for place, quotation in enumerate(quoted):
            quotations.append(checker.check(paragraph, quotation, belongs.get(place)))
        used = set(belongs.values())
        citations += checker.list_citations(paragraph, cited, used)
    return CheckedManuscript(tuple(quotations), tuple(citations))


class _Checker:
    def __init__(self, index: SourceIndex, ids: Mapping[str, str], language: str) -> None:
        self._index = index
        self._language = language
        self._ids = ids
        self._translated = load_manuscript_words().translated

    def list_citations(
        self, paragraph: Paragraph, cited: Sequence[Citation], used: set[Citation]
    ) -> Iterator[CheckedCitation]:
        """What is cited for no quotation."""
        for citation in cited:
            if citation not in used:
                unknown = self._list_unknown(citation)
                yield CheckedCitation(
                    paragraph.place, paragraph.number, citation.ids, unknown, citation.text
                )

    def _list_unknown(self, citation: Citation) -> tuple[str, ...]:
        return tuple(each for each in citation.ids if each.partition(".")[0] not in self._ids)

    def check(
        self, paragraph: Paragraph, quotation: Quotation, citation: Citation | None
    ) -> CheckedQuotation:
        quoted = parse_quotation(quotation.text)
        cited = citation.ids if citation is not None else ()
        unknown = self._list_unknown(citation) if citation is not None else ()
        verdict, match = self._judge(quoted, cited, unknown)
        return CheckedQuotation(
            quotation,
            paragraph.place,
            cited,
            verdict,
            match,
            unknown,
            self._says_translated(paragraph),
        )

    def _judge(
        self, quoted: QuotedText, cited: Sequence[str], unknown: Sequence[str]
    ) -> tuple[Verdict, QuoteMatch | None]:
        length = len(quoted.words)
        if not length or (not cited and length < _SHORT):
            return Verdict.SHORT, None
        respondents = [self._ids[each.partition(".")[0]] for each in cited if each not in unknown]
        theirs = self._find_best(quoted, self._index.list_sources_of(respondents))
        if theirs is not None and theirs.likeness >= Likeness.MARKED:
            return self._judge_found(quoted, theirs), theirs
        # A word or two stand in many answers: only those who are cited can be asked for them.
        others = (
            None
            if length < _SHORT
            else self._find_best(quoted, self._index.find_candidates(quoted))
        )
        if others is not None and others.likeness >= Likeness.MARKED:
            return self._judge_of_others(quoted, others, cited, unknown), others
        if cited and others is not None and others.score < _SURELY_THEIRS:
            # Two people say alike things in other words; that is no quotation of the other one.
            others = None
        best = _choose_better(theirs, others)
        if best is not None and best.likeness is Likeness.CHANGED:
            return Verdict.CHANGED, best
        return self._judge_missing(cited, unknown, respondents), None

    def _judge_found(self, quoted: QuotedText, match: QuoteMatch) -> Verdict:
        if match.source.is_translation:
            return Verdict.TRANSLATED
        if not any(is_within(quoted, split_words(words)) for words in match.source.released):
            return Verdict.NOT_RELEASED
        return Verdict.EXACT if match.likeness is Likeness.EXACT else Verdict.MARKED

    def _judge_of_others(
        self,
        quoted: QuotedText,
        match: QuoteMatch,
        cited: Sequence[str],
        unknown: Sequence[str],
    ) -> Verdict:
        if unknown:
            return Verdict.NO_RESPONSE
        return Verdict.OTHER if cited else self._judge_found(quoted, match)

    def _judge_missing(
        self,
        cited: Sequence[str],
        unknown: Sequence[str],
        respondents: Sequence[str],
    ) -> Verdict:
        if unknown:
            return Verdict.NO_RESPONSE
        if not cited:
            return Verdict.NOT_OURS
        # Whoever answers in other languages only can be quoted in translation.
        sources = self._index.list_sources_of(respondents)
        written = {source.language for source in sources if not source.is_translation}
        if self._language and written and self._language not in written:
            return Verdict.UNSURE
        return Verdict.NOT_FOUND

    def _find_best(self, quoted: QuotedText, sources: Iterable[QuotedSource]) -> QuoteMatch | None:
        best: QuoteMatch | None = None
        for source in sources:
            best = _choose_better(best, match_source(quoted, source))
        return best

    def _says_translated(self, paragraph: Paragraph) -> bool:
        words = fold_text(paragraph.text)
        for note in paragraph.notes:
            words += f" {fold_text(note.text)}"
        return any(word in words for word in self._translated)


def _choose_better(first: QuoteMatch | None, second: QuoteMatch | None) -> QuoteMatch | None:
    """The first one of equals; what was released before what was not."""
    if first is None or second is None:
        return first or second
    return max((first, second), key=_rank_match)


def _rank_match(match: QuoteMatch) -> tuple[int, bool, bool, float]:
    source = match.source
    return (match.likeness, not source.is_translation, bool(source.released), match.score)
