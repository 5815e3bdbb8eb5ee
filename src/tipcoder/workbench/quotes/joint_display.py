"""The joint display: what a theme says in numbers beside what respondents say in words, with room for a reading.

Quotes stand in their released wording only, and only those that somebody has read as they would be released. Which
ones are shown follows a rule that does not depend on anybody's liking (`QUOTES`); a researcher may of course choose
others.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from tipcoder.analysis.presence import PRESENT, by_respondent
from tipcoder.analysis.variables import Levels
from tipcoder.codebook.nets import keys_of
from tipcoder.model import Codebook
from tipcoder.results import Exemplar, JointLine, Result
from tipcoder.store.codings import CodingRecord, all_codings
from tipcoder.workbench.adjudication.consensus import records_of
from tipcoder.workbench.redaction.redactions import Redactions
from tipcoder.workbench.statistics.indicator_merge import Merged
from tipcoder.workbench.statistics.presence import Presence
from tipcoder.workbench.statistics.tests import Wanted, tested_by_codes
from tipcoder.workbench.study import OpenStudy

QUOTES = (
    "Exemplars come from the level of the outcome where the code is found more often, counter-examples from the "
    "other end; among several, those of 40 to 280 characters from respondents not quoted yet, by response ID."
)
AUDIT = "Check the file with `tipcoder audit` before it is published."
_HANDY = range(40, 281)
"""Characters of a quote that says something and fits into a cell."""


@dataclass(frozen=True)
class JointDisplay:
    """The lines, and what has to be said beside them."""

    lines: tuple[JointLine, ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class _Quote:
    place: int
    """Of its case in the table of cases."""
    question: str
    start: int
    wording: str
    translated: bool


def joint_display(here: OpenStudy, wanted: Wanted) -> JointDisplay:
    """Every wanted code by every wanted outcome: coverage, test, an exemplar and a counter-example.

    Without codes named, every code that is found on a case; folders only if they are named.

    Raises BadInput as `tested_by_codes` does, and EnvironmentFault without the key file if quotes have been read.
    """
    tested = tested_by_codes(here, wanted)
    findings, merged, found = tested.findings, tested.merged, tested.presence
    by_outcome = [result for result in findings.results if result.outcome in here.study.outcomes]
    if not wanted.codes:
        by_outcome = [result for result in by_outcome if _is_found(result, found.book)]
    shelf = _Shelf(here, merged, found, {result.variable for result in by_outcome})
    lines = [_line(merged, found, shelf, result) for result in by_outcome]
    return JointDisplay(tuple(lines), (*findings.sentences, QUOTES, AUDIT))


def _is_found(result: Result, book: Codebook) -> bool:
    """Whether a code stands on a case. A folder says what the codes in it say, and is shown only if it is named."""
    return book.codes[result.variable].codable and result.coverage is not None and result.coverage.present > 0


def _line(merged: Merged, found: Presence, shelf: _Shelf, result: Result) -> JointLine:
    code = result.variable
    states = found.codes[code].states
    table = merged.table
    levels = table.outcome(result.outcome)
    exemplar, counter = shelf.chosen(code, levels, _rises(levels, states))
    with_code = [place for place, state in enumerate(states) if state == PRESENT]
    return JointLine(
        code,
        result.variable_shown,
        result,
        respondents=sum(1 for state in by_respondent(states, table.respondents).values() if state == PRESENT),
        countries=len({merged.names[place] for place in with_code} - {None, ""}),
        exemplar=exemplar,
        counter=counter,
        unread=shelf.unread[code],
    )


def _rises(levels: Levels, states: Sequence[int]) -> bool:
    """Whether the code stands at higher levels of the outcome than its absence does, by mean rank of level."""
    sums = {True: [0, 0], False: [0, 0]}
    for level, state in zip(levels.codes.tolist(), states, strict=True):
        if level >= 0 and state >= 0:
            sums[state == PRESENT][0] += level
            sums[state == PRESENT][1] += 1
    (total, n), (total_absent, n_absent) = sums[True], sums[False]
    return not (n and n_absent) or total / n >= total_absent / n_absent


class _Shelf:
    """The quotes of every code that may leave, and whom the display has quoted already."""

    def __init__(self, here: OpenStudy, merged: Merged, found: Presence, codes: Collection[str]) -> None:
        self._table = merged.table
        self._used: set[str] = set()
        self.unread = dict.fromkeys(codes, 0)
        self._quotes: dict[str, list[_Quote]] = {code: [] for code in codes}
        with here.store.read() as db:
            settled = found.layer.consensus
            records = all_codings(db) if settled is None else records_of(db, settled)
        redactions = Redactions(here)
        places = {label: n for n, label in enumerate(self._table.labels)}
        for code in codes:
            keys = keys_of(found.book, code)
            layer = found.layer.coder
            mine = [r for r in records if r.code in keys and r.case in places and layer in (None, r.coder)]
            for record in _once(mine):
                place = places[record.case]
                if found.codes[code].states[place] == PRESENT:
                    self._put(code, place, record, redactions)

    def _put(self, code: str, place: int, record: CodingRecord, redactions: Redactions) -> None:
        assert record.start is not None and record.end is not None, "a coding has a span"
        answer = redactions.answer_at(record.case, record.question)
        if redactions.reviews(answer):  # looking for names takes time, and nothing leaves unread
            released = redactions.released(answer, record.start, record.end)
            if released.may_leave():
                quote = _Quote(place, record.question, record.start, released.wording, released.translated)
                self._quotes[code].append(quote)
                return
        self.unread[code] += 1

    def chosen(self, code: str, levels: Levels, rises: bool) -> tuple[Exemplar | None, Exemplar | None]:
        """An exemplar and a counter-example, from different levels of the outcome."""
        top, bottom = (len(levels.labels) - 1, 0) if rises else (0, len(levels.labels) - 1)
        placed = [quote for quote in self._quotes[code] if levels.codes[quote.place] >= 0]
        order = sorted({int(levels.codes[quote.place]) for quote in placed}, reverse=rises)
        best = order[0] if order and order[0] != bottom else None
        against = order[-1] if order and order[-1] not in (best, top) else None
        return self._best(levels, best, placed), self._best(levels, against, placed)

    def _best(self, levels: Levels, level: int | None, placed: Iterable[_Quote]) -> Exemplar | None:
        if level is None:
            return None

        def rank(quote: _Quote) -> tuple[bool, bool, str, str, int]:
            who = self._table.respondents[quote.place]
            return who in self._used, len(quote.wording) not in _HANDY, who, quote.question, quote.start

        best = min((quote for quote in placed if levels.codes[quote.place] == level), key=rank)
        who = self._table.respondents[best.place]
        self._used.add(who)
        return Exemplar(who, best.question, levels.labels[level], best.wording, best.translated)


def _once(records: Iterable[CodingRecord]) -> list[CodingRecord]:
    """Each stretch once, though several coders marked it."""
    return list({(r.case, r.question, r.start, r.end): r for r in records}.values())
