"""Quotes that are held back: for which reason, whose they are, and what to do about it.

All reasons stand in one list, so that a new check adds its own and is counted, named and refused
like the others. A file leaves without what is held back; nothing is left out in silence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tipcoder.text import format_count, join_first
from tipcoder.workbench.quotes.quote_rows import QuoteRow

_LISTED = 12
"""Places that a refusal names."""


@dataclass(frozen=True)
class HoldReason:
    """Why a quote may not leave."""

    what: str
    """After a number of quotes: `that nobody has read`."""
    remedy: str
    """What to do about it, as a sentence."""
    is_fault: bool = False
    """Whether somebody meant to release it, and a check stands against that.

    Such quotes are named by their cases, and refuse the whole file where that is asked for. The
    others wait for the usual work, and may be thousands.
    """


_READ = "Read them with `tipcoder redact`, which shows each as it would be released."
UNREAD = HoldReason("that nobody has read", _READ)
UNDECIDED = HoldReason("with open proposals", _READ)
CHANGED = HoldReason("changed since they were read", _READ)
WITHHELD = HoldReason("withheld", "Whoever withheld them can release them in `tipcoder redact`.")
WORDLESS = HoldReason("without a word left", "Replace less of them in `tipcoder redact`.")
WITHDRAWN = HoldReason(
    "whose answer was withdrawn in the survey file",
    "Decide about each: erase its words with `tipcoder erase CASE QUESTION`, or release them all "
    "the same with `tipcoder withdrawn keep CASE QUESTION`.",
    is_fault=True,
)
ERASED = HoldReason("whose words were erased", "They are gone.")
NAMING = HoldReason(
    "whose wording still names somebody",
    "Redact or withhold them in `tipcoder redact`, or keep the words in the whole study with "
    "`tipcoder redact rule WORDS --keep REASON`; `tipcoder redact status --words` shows the words. "
    "What has an ID in brackets and names nobody is accepted with --accept ID --reason WHY.",
    is_fault=True,
)
REPEATED = HoldReason("that left in an earlier export", "They leave again without --only-new.")
HOLD_REASONS = (UNREAD, UNDECIDED, CHANGED, WITHHELD, WORDLESS, ERASED, WITHDRAWN, NAMING, REPEATED)
"""In the order in which they are said."""


class HeldQuote(NamedTuple):
    """One quote that stays, and whose it is."""

    reason: HoldReason
    code: str
    case: str
    question: str
    detail: str = ""
    """What the check found; never the words themselves."""

    @property
    def place(self) -> str:
        """Case and question, as the actions of `tipcoder redact` take them."""
        return f"{self.case} {self.question}"


@dataclass
class HeldQuotes:
    """Everything that is held back from one file."""

    quotes: list[HeldQuote] = field(default_factory=list)

    def hold_rows(
        self, rows: Sequence[QuoteRow], reason: HoldReason, details: Mapping[int, str]
    ) -> list[QuoteRow]:
        """Hold back the rows whose numbers have a detail, and return the others."""
        remaining = []
        for number, row in enumerate(rows):
            if number not in details:
                remaining.append(row)
                continue
            self.quotes.append(HeldQuote(reason, row.code, row.case, row.question, details[number]))
        return remaining

    def count_held(self, reason: HoldReason) -> int:
        """Quotes held back for a reason."""
        return sum(quote.reason is reason for quote in self.quotes)

    def list_faults(self) -> list[HeldQuote]:
        """Those that somebody meant to release, in the order of the reasons."""
        faults = [quote for quote in self.quotes if quote.reason.is_fault]
        return sorted(faults, key=lambda quote: HOLD_REASONS.index(quote.reason))

    def describe_held(self) -> str:
        """How many for which reason; empty where nothing is held back."""
        numbers = Counter(quote.reason for quote in self.quotes)
        # What did not happen is not said.
        parts = [f"{numbers[reason]} {reason.what}" for reason in HOLD_REASONS if numbers[reason]]
        return f"Quotes left out: {', '.join(parts)}." if parts else ""

    def iterate_sentences(self) -> Iterator[str]:
        """Lines for a person: the cases of those with a fault, and what to do about them."""
        for reason, places in self._group_faults().items():
            count = sum(quote.reason is reason for quote in self.quotes)
            yield f"{format_count(count, 'quote')} held back, {reason.what}:"
            yield from (f"  {place}" for place in places)
            yield reason.remedy

    def describe_faults(self) -> tuple[str, str]:
        """The same in one sentence, and the remedies as another; both empty without a fault."""
        grouped = self._group_faults()
        parts = []
        for reason, places in grouped.items():
            parts.append(f"{reason.what}: {join_first(places, _LISTED)}")
        return "; ".join(parts), " ".join(reason.remedy for reason in grouped)

    def _group_faults(self) -> dict[HoldReason, list[str]]:
        """Places with what was found there, by the reason and in its order."""
        grouped: dict[HoldReason, dict[str, None]] = {}
        for quote in self.list_faults():
            place = f"{quote.place}: {quote.detail}" if quote.detail else quote.place
            # A stretch may be quoted under several codes, and is mended once.
            grouped.setdefault(quote.reason, {})[place] = None
        return {reason: list(places) for reason, places in grouped.items()}
