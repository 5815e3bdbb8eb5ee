"""Quotes that show a code, for a joint display.

They are chosen by a rule, so that nobody can bend the display to their liking: from the level of
the outcome that the code goes with, of a handy length, from respondents not quoted yet.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from tipcoder.analysis.presence import PRESENT
from tipcoder.analysis.variables import Levels
from tipcoder.codebook.nets import find_keys_of_name
from tipcoder.results import Exemplar
from tipcoder.store.codings import CodingRecord, load_coding_records
from tipcoder.workbench.adjudication.consensus import build_consensus_records
from tipcoder.workbench.redaction.redactions import Redactions
from tipcoder.workbench.statistics.case_table import CaseTable
from tipcoder.workbench.statistics.presence import Presence
from tipcoder.workbench.study import OpenStudy

_HANDY = range(40, 281)
"""Characters of a quote that says something and fits into a cell."""


@dataclass(frozen=True)
class _QuoteCandidate:
    place: int
    """Of its case in the table of cases."""
    question: str
    start: int
    wording: str
    translated: bool


class QuotePool:
    """The quotes of every code that may leave, and whom the display has quoted already."""

    def __init__(
        self, study: OpenStudy, table: CaseTable, found: Presence, codes: Collection[str]
    ) -> None:
        """Raises EnvironmentFault without the key file where quotes of these codes were read."""
        self._table = table
        self._used: set[str] = set()
        self.unread = dict.fromkeys(codes, 0)
        """Quotes by code that nobody has read as they would be released."""
        self._quotes: dict[str, list[_QuoteCandidate]] = {code: [] for code in codes}

        records = _load_records(study, found)
        # Made once: it reads every answer of the study.
        redactions = Redactions(study)
        places = {label: place for place, label in enumerate(table.labels)}
        for code in codes:
            keys = find_keys_of_name(found.book, code)
            states = found.codes[code].states
            own = [record for record in records if record.code in keys and record.case in places]
            # Of an answer that was erased there is nothing to read.
            own = [record for record in own if redactions.has_words(record.case, record.question)]
            for record in _drop_repeats(own):
                place = places[record.case]
                if states[place] == PRESENT:
                    self._add_quote(code, place, record, redactions)

    def _add_quote(
        self, code: str, place: int, record: CodingRecord, redactions: Redactions
    ) -> None:
        quote = _find_candidate(place, record, redactions)
        if quote is None:
            self.unread[code] += 1
        else:
            self._quotes[code].append(quote)

    def choose_examples(
        self, code: str, levels: Levels, rises: bool
    ) -> tuple[Exemplar | None, Exemplar | None]:
        """An exemplar and a counter-example, from different levels of the outcome.

        `rises` says that the code goes with high levels. A counter-example never comes from the
        top of the code's own end, nor an exemplar from the far end.
        """
        highest = len(levels.labels) - 1
        top, bottom = (highest, 0) if rises else (0, highest)

        placed = [quote for quote in self._quotes[code] if levels.codes[quote.place] >= 0]
        quoted_levels = {int(levels.codes[quote.place]) for quote in placed}
        order = sorted(quoted_levels, reverse=rises)

        best = order[0] if order and order[0] != bottom else None
        against = order[-1] if order and order[-1] not in (best, top) else None
        # The exemplar is chosen first: whom it quotes, the counter-example quotes only at need.
        exemplar = self._choose_example(levels, best, placed)
        counter = self._choose_example(levels, against, placed)
        return exemplar, counter

    def _choose_example(
        self, levels: Levels, level: int | None, placed: Sequence[_QuoteCandidate]
    ) -> Exemplar | None:
        if level is None:
            return None
        of_level = [quote for quote in placed if levels.codes[quote.place] == level]
        best = min(of_level, key=self._rank_quote)
        respondent = self._table.respondents[best.place]
        # A display in which one person speaks for several themes would show few voices.
        self._used.add(respondent)
        return Exemplar(
            respondent, best.question, levels.labels[level], best.wording, best.translated
        )

    def _rank_quote(self, quote: _QuoteCandidate) -> tuple[bool, bool, str, str, int]:
        """New respondents first, then handy lengths, then a fixed order."""
        respondent = self._table.respondents[quote.place]
        is_unhandy = len(quote.wording) not in _HANDY
        return respondent in self._used, is_unhandy, respondent, quote.question, quote.start


def _load_records(study: OpenStudy, found: Presence) -> list[CodingRecord]:
    """Codings of the layer that the presence rests on."""
    consensus, coder = found.layer.consensus, found.layer.coder
    with study.store.read() as db:
        if consensus is not None:
            # What was resolved counts as a coding whose coder is the consensus.
            return build_consensus_records(db, consensus)
        records = load_coding_records(db)
    if coder is None:
        return records
    return [record for record in records if record.coder == coder]


def _find_candidate(
    place: int, record: CodingRecord, redactions: Redactions
) -> _QuoteCandidate | None:
    """The quote as it may leave; None where nobody has read it so."""
    assert record.start is not None and record.end is not None, "a coding has a span"
    answer = redactions.require_answer_id(record.case, record.question)
    # Looking for names takes time, and what nobody has read stays anyway.
    if not redactions.list_reviews(answer):
        return None
    released = redactions.build_released(answer, record.start, record.end)
    if not released.can_leave():
        return None
    return _QuoteCandidate(
        place, record.question, record.start, released.wording, released.translated
    )


def _drop_repeats(records: Iterable[CodingRecord]) -> list[CodingRecord]:
    """Each stretch once, though several coders marked it."""
    different = {}
    for record in records:
        different[record.case, record.question, record.start, record.end] = record
    return list(different.values())
