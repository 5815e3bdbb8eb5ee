"""All quotes of a code as a list with a place in it, grouped by question or by language.

Numbers are in memory; words and answers are read a page at a time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from tipcoder.store import code_quotes
from tipcoder.store.code_quotes import CodeQuote as CodeQuote
from tipcoder.store.code_quotes import LatestQuote as LatestQuote
from tipcoder.store.code_quotes import QuoteHead
from tipcoder.store.code_quotes import QuoteScope as QuoteScope
from tipcoder.text import format_count
from tipcoder.workbench.coding.text_units import Span, TextUnit, UnitIndex
from tipcoder.workbench.coding.view import StudyView

_LATEST = 3
"""Quotes shown beside a definition."""
_REACH = 2000
"""Characters on either side of a quote in which its neighbouring sentences are looked for: an
answer may be a book, and a key must not wait."""


@dataclass(frozen=True)
class QuoteRequest:
    """Which quotes somebody wants to see."""

    code: str | None = None
    """A code, with those below it; None for every code."""
    scope: QuoteScope = field(default_factory=QuoteScope)
    """What restricts them; its codes are those of `code`."""
    about: str = ""
    """The restriction in words."""
    coding_id: int | None = None
    """The quote to begin at."""
    hides_names: bool = False
    """Whether it is not said which other coder made a quote."""


class QuoteGroup(NamedTuple):
    """Quotes to one question, or in one language."""

    name: str
    first: int
    """The place of the first of them in the list."""
    size: int


class CodeQuotes:
    """The quotes that were asked for, as one coder may see them."""

    def __init__(self, view: StudyView, request: QuoteRequest) -> None:
        self._view = view
        self.request = request
        self.by_language = False
        """Whether they are grouped by language; else by question."""
        self.words = ""
        """Only quotes with these words are listed."""
        self.ids: list[int] = []
        """Numbers of their codings, in the order of the list."""
        self.groups: list[QuoteGroup] = []
        self._heads: list[QuoteHead] = []
        self._places: dict[int, int] = {}

    def read_list(self) -> None:
        """Ask which quotes there are now."""
        view, request = self._view, self.request
        codes = list_codes_below(view, request.code) if request.code is not None else ()
        scope = replace(request.scope, codes=codes, words=self.words)
        with view.study.store.read() as db:
            self._heads = code_quotes.find_quote_heads(db, scope, view.coder.id)
        self._arrange()

    def toggle_grouping(self) -> None:
        """Group by language what is grouped by question, or the other way round."""
        self.by_language = not self.by_language
        self._arrange()

    def _arrange(self) -> None:
        """Put the groups one behind the other; inside of each the reading order stays."""
        counts = Counter(self._find_group(head) for head in self._heads)
        # Questions come in their own order, languages with the commonest first.
        names = [name for name, _ in counts.most_common()] if self.by_language else list(counts)
        rank = {name: number for number, name in enumerate(names)}
        listed = sorted(self._heads, key=lambda head: rank[self._find_group(head)])
        self.ids = [head.coding_id for head in listed]
        self._places = {coding_id: place for place, coding_id in enumerate(self.ids)}

        self.groups = []
        first = 0
        for name in names:
            self.groups.append(QuoteGroup(name, first, counts[name]))
            first += counts[name]

    def _find_group(self, head: QuoteHead) -> str:
        return head.language if self.by_language else head.question

    def find_place(self, coding_id: int | None) -> int | None:
        """Where a quote is listed; None where it is not."""
        return None if coding_id is None else self._places.get(coding_id)

    def find_place_on(self, answer_id: int) -> int | None:
        """Where the first quote of an answer is listed; None where there is none."""
        places = [
            self._places[head.coding_id] for head in self._heads if head.answer_id == answer_id
        ]
        return min(places, default=None)

    def list_own_quotes(self, marked: Collection[int] = ()) -> tuple[list[QuoteHead], int]:
        """The coder's own quotes of those marked, else of all listed, in the order of the list;
        and how many of others are among them.
        """
        heads = {head.coding_id: head for head in self._heads}
        wanted = [heads[one] for one in self.ids if not marked or one in marked]
        own = [head for head in wanted if head.coder_id == self._view.coder.id]
        return own, len(wanted) - len(own)

    def read_page(self, ids: Sequence[int]) -> dict[int, CodeQuote]:
        """These quotes with their answers; ask for a page, not for all."""
        view = self._view
        with view.study.store.read() as db:
            shown = view.list_shown_attributes(db)
            return code_quotes.load_code_quotes(db, ids, view.coder.id, shown)

    def describe(self) -> str:
        """`37 quotes of Pushback by 21 respondents, 3 by others`."""
        label = f" of {self._view.code_label(self.request.code)}" if self.request.code else ""
        if not self._heads:
            return f"No quotes{label}"
        people = len({head.respondent_id for head in self._heads})
        sentence = f"{format_count(len(self._heads), 'quote')}{label}"
        sentence += f" by {format_count(people, 'respondent')}"
        others = sum(head.coder_id != self._view.coder.id for head in self._heads)
        return f"{sentence}, {others} by others" if others else sentence


def list_codes_below(view: StudyView, code: str) -> tuple[str, ...]:
    """A code and all below it; the code alone where the codebook no longer has it."""
    book = view.codebook
    below = tuple(key for key in book.codes if code in book.path_to(key))
    return below or (code,)


def read_latest_quotes(view: StudyView, code: str) -> list[LatestQuote]:
    """The latest three quotes of a code or of those below it, the newest first."""
    with view.study.store.read() as db:
        codes = list_codes_below(view, code)
        return code_quotes.load_latest_quotes(db, codes, view.coder.id, _LATEST)


def find_context(text: str, start: int, end: int) -> Span:
    """The sentences that a quote lies in, with the one before and the one after them.

    Offsets are code points of the text, half-open. The context holds the whole quote, and goes no
    further than some pages on either side.
    """
    shift = max(start - _REACH, 0)
    near = UnitIndex(text[shift : end + _REACH]).list_units(TextUnit.SENTENCE)
    sentences = [(first + shift, last + shift) for first, last in near]
    touched = [
        number for number, (first, last) in enumerate(sentences) if first < end and start < last
    ]
    if not touched:
        return start, end
    first_sentence = sentences[max(touched[0] - 1, 0)]
    last_sentence = sentences[min(touched[-1] + 1, len(sentences) - 1)]
    return min(first_sentence[0], start), max(last_sentence[1], end)
