"""The joint display: what a theme says in numbers beside what respondents say in words, with room for a reading.

Quotes stand in their released wording only, and only those that somebody has read as they would be released. Which
ones are shown follows a rule that does not depend on anybody's liking (`QUOTES`); a researcher may of course choose
others.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from tipcoder.analysis.presence import PRESENT
from tipcoder.analysis.presence_counts import group_by_respondent
from tipcoder.analysis.variables import Levels
from tipcoder.codebook.nets import find_keys_of_name
from tipcoder.model import Codebook
from tipcoder.results import Exemplar, JointLine, StatisticalTest
from tipcoder.store.codings import CodingRecord, load_coding_records
from tipcoder.workbench.adjudication.consensus import build_consensus_records
from tipcoder.workbench.redaction.redactions import Redactions
from tipcoder.workbench.statistics.indicator_merge import MergedCases
from tipcoder.workbench.statistics.presence import Presence
from tipcoder.workbench.statistics.tests import StatisticsRequest, run_tests_by_code
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
class _QuoteCandidate:
    place: int
    """Of its case in the table of cases."""
    question: str
    start: int
    wording: str
    translated: bool


def build_joint_display(study: OpenStudy, wanted: StatisticsRequest) -> JointDisplay:
    """Every wanted code by every wanted outcome: coverage, test, an exemplar and a counter-example.

    Without codes named, every code that is found on a case; folders only if they are named.

    Raises BadInput as `tested_by_codes` does, and EnvironmentFault without the key file if quotes have been read.
    """
    tested = run_tests_by_code(study, wanted)
    findings, merged, found = tested.findings, tested.merged, tested.presence
    by_outcome = [result for result in findings.results if result.outcome in study.definition.outcomes]
    if not wanted.codes:
        by_outcome = [result for result in by_outcome if _is_found(result, found.book)]
    shelf = _QuotePool(study, merged, found, {result.variable for result in by_outcome})
    lines = [_build_line(merged, found, shelf, result) for result in by_outcome]
    return JointDisplay(tuple(lines), (*findings.sentences, QUOTES, AUDIT))


def _is_found(result: StatisticalTest, book: Codebook) -> bool:
    """Whether a code stands on a case. A folder says what the codes in it say, and is shown only if it is named."""
    return book.codes[result.variable].codable and result.coverage is not None and result.coverage.present > 0


def _build_line(merged: MergedCases, found: Presence, shelf: _QuotePool, result: StatisticalTest) -> JointLine:
    code = result.variable
    states = found.codes[code].states
    table = merged.table
    levels = table.outcome_levels(result.outcome)
    exemplar, counter = shelf.choose_examples(code, levels, _is_rising(levels, states))
    with_code = [place for place, state in enumerate(states) if state == PRESENT]
    return JointLine(
        code,
        result.variable_heading,
        result,
        respondents=sum(1 for state in group_by_respondent(states, table.respondents).values() if state == PRESENT),
        countries=len({merged.names_by_case[place] for place in with_code} - {None, ""}),
        exemplar=exemplar,
        counter=counter,
        unread=shelf.unread[code],
    )


def _is_rising(levels: Levels, states: Sequence[int]) -> bool:
    """Whether the code stands at higher levels of the outcome than its absence does, by mean rank of level."""
    sums = {True: [0, 0], False: [0, 0]}
    for level, state in zip(levels.codes.tolist(), states, strict=True):
        if level >= 0 and state >= 0:
            sums[state == PRESENT][0] += level
            sums[state == PRESENT][1] += 1
    (total, n), (total_absent, n_absent) = sums[True], sums[False]
    return not (n and n_absent) or total / n >= total_absent / n_absent


class _QuotePool:
    """The quotes of every code that may leave, and whom the display has quoted already."""

    def __init__(self, study: OpenStudy, merged: MergedCases, found: Presence, codes: Collection[str]) -> None:
        self._table = merged.table
        self._used: set[str] = set()
        self.unread = dict.fromkeys(codes, 0)
        self._quotes: dict[str, list[_QuoteCandidate]] = {code: [] for code in codes}
        with study.store.read() as db:
            settled = found.layer.consensus
            records = load_coding_records(db) if settled is None else build_consensus_records(db, settled)
        redactions = Redactions(study)
        places = {label: n for n, label in enumerate(self._table.labels)}
        for code in codes:
            keys = find_keys_of_name(found.book, code)
            layer = found.layer.coder
            mine = [r for r in records if r.code in keys and r.case in places and layer in (None, r.coder)]
            for record in _drop_repeats(mine):
                place = places[record.case]
                if found.codes[code].states[place] == PRESENT:
                    self._add_quote(code, place, record, redactions)

    def _add_quote(self, code: str, place: int, record: CodingRecord, redactions: Redactions) -> None:
        assert record.start is not None and record.end is not None, "a coding has a span"
        answer = redactions.require_answer_id(record.case, record.question)
        if redactions.list_reviews(answer):  # looking for names takes time, and nothing leaves unread
            released = redactions.build_released(answer, record.start, record.end)
            if released.can_leave():
                quote = _QuoteCandidate(place, record.question, record.start, released.wording, released.translated)
                self._quotes[code].append(quote)
                return
        self.unread[code] += 1

    def choose_examples(self, code: str, levels: Levels, rises: bool) -> tuple[Exemplar | None, Exemplar | None]:
        """An exemplar and a counter-example, from different levels of the outcome."""
        top, bottom = (len(levels.labels) - 1, 0) if rises else (0, len(levels.labels) - 1)
        placed = [quote for quote in self._quotes[code] if levels.codes[quote.place] >= 0]
        order = sorted({int(levels.codes[quote.place]) for quote in placed}, reverse=rises)
        best = order[0] if order and order[0] != bottom else None
        against = order[-1] if order and order[-1] not in (best, top) else None
        return self._choose_example(levels, best, placed), self._choose_example(levels, against, placed)

    def _choose_example(self, levels: Levels, level: int | None, placed: Iterable[_QuoteCandidate]) -> Exemplar | None:
        if level is None:
            return None

        def rank_quote(quote: _QuoteCandidate) -> tuple[bool, bool, str, str, int]:
            who = self._table.respondents[quote.place]
            return who in self._used, len(quote.wording) not in _HANDY, who, quote.question, quote.start

        best = min((quote for quote in placed if levels.codes[quote.place] == level), key=rank_quote)
        who = self._table.respondents[best.place]
        self._used.add(who)
        return Exemplar(who, best.question, levels.labels[level], best.wording, best.translated)


def _drop_repeats(records: Iterable[CodingRecord]) -> list[CodingRecord]:
    """Each stretch once, though several coders marked it."""
    return list({(r.case, r.question, r.start, r.end): r for r in records}.values())
