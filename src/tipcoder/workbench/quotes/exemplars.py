"""Quotes that show a code, for a joint display.

They are chosen by a rule, so that nobody can bend the display to their liking: from the level of
the outcome that the code goes with, of a handy length, from respondents not quoted yet.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tipcoder.analysis.presence import PRESENT
from tipcoder.analysis.variables import Levels
from tipcoder.codebook.nets import find_keys_of_name
from tipcoder.export.quote_files import clean_cell
from tipcoder.privacy.audit.knowledge import Knowledge
from tipcoder.results.joint_display import Exemplar
from tipcoder.workbench.publishing.leak_audit import gather_knowledge
from tipcoder.workbench.quotes.held_quotes import HeldQuotes
from tipcoder.workbench.quotes.naming_rows import add_kept_strings, find_naming_rows
from tipcoder.workbench.quotes.quote_rows import QuoteRequest, QuoteRow
from tipcoder.workbench.quotes.quoted_spans import QuotedSpans, find_quoted_spans
from tipcoder.workbench.quotes.released_rows import build_quote_rows
from tipcoder.workbench.redaction.redactions import Redactions
from tipcoder.workbench.statistics.case_table import CaseTable
from tipcoder.workbench.statistics.merged_table import name_band_column
from tipcoder.workbench.statistics.presence import Presence
from tipcoder.workbench.study import OpenStudy

_HANDY = range(40, 281)
"""Characters of a quote that says something and fits into a cell."""


@dataclass(frozen=True)
class _QuoteCandidate:
    place: int
    """Of its case in the table of cases."""
    row: QuoteRow


class ChosenQuote(NamedTuple):
    """A quote of a display, and the outcome whose level stands beside it."""

    row: QuoteRow
    outcome: str


class QuotePool:
    """The quotes of every code that may leave, and whom the display has quoted already.

    What may leave is what `tipcoder quotes` lets out: the same layer, the same readings, the same
    audit of each wording, and no cell beside a quote that fewer than `smallest` respondents share.
    """

    def __init__(
        self,
        study: OpenStudy,
        table: CaseTable,
        found: Presence,
        codes: Collection[str],
        wish: QuoteRequest,
    ) -> None:
        """Raises EnvironmentFault without the key file where quotes of these codes were read."""
        self._table = table
        self._smallest = wish.smallest_cell
        self._told: set[str] = set()
        """Respondents who may not be quoted because of what left before."""
        self._forget_chosen()
        self.unread = dict.fromkeys(codes, 0)
        """Quotes by code that may not leave, mostly because nobody has read them."""
        self._quotes: dict[str, list[_QuoteCandidate]] = {code: [] for code in codes}
        self.knowledge: Knowledge | None = None
        """What the finished display is audited with; None where nothing is quoted."""

        # Made once: it reads every answer of the study.
        self._redactions = Redactions(study)
        spans = find_quoted_spans(study, self._redactions, (), wish.layer)
        for code in codes:
            self._collect_quotes(spans, found, code, wish)
        self._drop_naming_quotes(study)

    def _forget_chosen(self) -> None:
        self.chosen: list[ChosenQuote] = []
        self._used: set[str] = set()
        self._shown: dict[str, dict[str, int]] = {}
        """Levels that stand beside quotes of a respondent, by outcome."""
        self.in_small_cells = 0
        """How often a quote was passed over, because too few respondents share its level."""

    def begin_again(self, told: Collection[str]) -> None:
        """Forget what was chosen, and quote these respondents no more."""
        self._told |= set(told)
        self._forget_chosen()

    def list_kept(self) -> frozenset[str]:
        """Strings that people kept in answers of those who are quoted: a row of the display has
        several of them, so that no string belongs to its row.
        """
        if self.knowledge is None:
            return frozenset()
        kept = self.knowledge.kept
        return frozenset().union(*(kept.get(who, ()) for who in ("", *self.quoted)))

    def name_column(self, outcome: str) -> str:
        """What the merged table calls the levels of an outcome that stand beside quotes."""
        return name_band_column(self._table.study, outcome)

    @property
    def told_before(self) -> int:
        """Respondents who are not quoted because of what left before."""
        return len(self._told)

    @property
    def quoted(self) -> list[str]:
        """Response IDs of everybody who is quoted."""
        return sorted(self._used)

    def _collect_quotes(
        self, spans: QuotedSpans, found: Presence, code: str, wish: QuoteRequest
    ) -> None:
        """Quotes of a code, on cases where it counts as present."""
        places = {label: place for place, label in enumerate(self._table.labels)}
        keys = find_keys_of_name(found.book, code)
        states = found.codes[code].states
        seen = set()
        for quoted in spans.quotes:
            # Of an answer that was erased there is nothing to read.
            source = self._redactions.sources.get(quoted.answer_id)
            place = None if source is None else places.get(source.case)
            stretch = quoted.answer_id, quoted.start, quoted.end
            # Several codes of a net may stand on the same words.
            if quoted.code not in keys or place is None or stretch in seen:
                continue
            seen.add(stretch)
            if states[place] != PRESENT:
                continue
            rows = build_quote_rows(quoted, self._redactions, wish, HeldQuotes())
            self._quotes[code] += [_QuoteCandidate(place, row) for row in rows]
            self.unread[code] += not rows

    def _drop_naming_quotes(self, study: OpenStudy) -> None:
        """Quotes stay whose wording the audit of the finished file would refuse."""
        rows = [quote.row for quotes in self._quotes.values() for quote in quotes]
        if not rows:
            return
        known = gather_knowledge(study, self._redactions.names)
        answers = [self._redactions.require_answer_id(row.case, row.question) for row in rows]
        self.knowledge = add_kept_strings(known, self._redactions, answers)
        for code, quotes in self._quotes.items():
            said = [(quote.row.respondent, quote.row.wording) for quote in quotes]
            naming = find_naming_rows(said, self.knowledge)
            kept = [quote for number, quote in enumerate(quotes) if number not in naming]
            self._quotes[code] = kept
            self.unread[code] += len(quotes) - len(kept)

    def choose_examples(
        self, code: str, levels: Levels, rises: bool
    ) -> tuple[Exemplar | None, Exemplar | None]:
        """An exemplar and a counter-example, from different levels of the outcome.

        `rises` says that the code goes with high levels. A counter-example never comes from the
        top of the code's own end, nor an exemplar from the far end.
        """
        highest = len(levels.labels) - 1
        top, bottom = (highest, 0) if rises else (0, highest)

        placed = []
        for quote in self._quotes[code]:
            if quote.row.respondent in self._told:
                continue
            if levels.codes[quote.place] >= 0 and self._is_shared(levels, quote.place):
                placed.append(quote)
        quoted_levels = {int(levels.codes[quote.place]) for quote in placed}
        order = sorted(quoted_levels, reverse=rises)

        best = order[0] if order and order[0] != bottom else None
        against = order[-1] if order and order[-1] not in (best, top) else None
        # The exemplar is chosen first: whom it quotes, the counter-example quotes only at need.
        exemplar = self._choose_example(levels, best, placed)
        counter = self._choose_example(levels, against, placed)
        return exemplar, counter

    def _is_shared(self, levels: Levels, place: int) -> bool:
        """Whether enough respondents have a level, with all others that the display shows beside
        quotes of the same respondent.
        """
        respondent = self._table.respondents[place]
        shown = {**self._shown.get(respondent, {}), levels.name: int(levels.codes[place])}
        sharing: set[str] | None = None
        for outcome, level in shown.items():
            codes = self._table.outcome_bands(outcome).codes
            having = {
                who
                for who, code in zip(self._table.respondents, codes, strict=True)
                if code == level
            }
            sharing = having if sharing is None else sharing & having
        is_shared = len(sharing or ()) >= self._smallest
        self.in_small_cells += not is_shared
        return is_shared

    def _choose_example(
        self, levels: Levels, level: int | None, placed: Sequence[_QuoteCandidate]
    ) -> Exemplar | None:
        of_level = [quote for quote in placed if levels.codes[quote.place] == level]
        # Whoever was quoted a moment ago may be told by a second level.
        of_level = [quote for quote in of_level if self._is_shared(levels, quote.place)]
        if level is None or not of_level:
            return None
        best = min(of_level, key=self._rank_quote)
        row = best.row
        # A display in which one person speaks for several themes would show few voices.
        self._used.add(row.respondent)
        self.chosen.append(ChosenQuote(row, levels.name))
        self._shown.setdefault(row.respondent, {})[levels.name] = level
        return Exemplar(
            row.respondent,
            row.question,
            levels.labels[level],
            clean_cell(row.wording),
            row.translated,
        )

    def _rank_quote(self, quote: _QuoteCandidate) -> tuple[bool, bool, str, str, str]:
        """New respondents first, then handy lengths, then a fixed order."""
        row = quote.row
        is_unhandy = len(row.wording) not in _HANDY
        return row.respondent in self._used, is_unhandy, row.respondent, row.question, row.wording
