"""What happens beside a coder while she works: acts of others, and her own elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tipcoder.model.codings import Coder
from tipcoder.store import act_log, events, suggestions
from tipcoder.store.act_log import TOUCHING_ONLY_THEMSELVES, LogLine
from tipcoder.store.engine import Db


class NewsOfOthers(NamedTuple):
    """What happened elsewhere: a sentence, and whether this coder's lists and answers may differ
    now.
    """

    sentence: str
    mine: bool


class NewerActs(NamedTuple):
    """What the log has since the last look."""

    last: int
    """The newest act of all."""
    lines: Sequence[LogLine]


class NewsWatch:
    """Knows up to which act a coder has seen the log, and which acts since then are her own."""

    def __init__(self, coder: Coder, seen: int) -> None:
        self._coder = coder
        self._seen = seen
        self._own: set[int] = set()

    def note_own_act(self, act_id: int) -> None:
        """The coder acted at this screen: it is not news to her."""
        self._own.add(act_id)

    def begin_again(self, seen: int) -> None:
        """Everything up to an act is known now."""
        self._seen = seen
        self._own.clear()

    def has_seen_all(self, db: Db) -> bool:
        """Whether nothing happened since the last look."""
        return events.find_last_act(db) == self._seen

    def read_newer_acts(self, db: Db) -> NewerActs:
        """All that happened since the last look, told or not."""
        return NewerActs(events.find_last_act(db), act_log.load_log_since(db, self._seen))

    def take_news(self, newer: NewerActs) -> list[LogLine]:
        """The acts that are news, in order. From here on all are seen, whether told or not."""
        news = [line for line in newer.lines if self._is_news(line)]
        self.begin_again(newer.last)
        return news

    def _is_news(self, line: LogLine) -> bool:
        """Neither her own act, nor that somebody was shown suggestions: that changes nothing."""
        return line.act not in self._own and line.verb != suggestions.SHOWING

    def describe_news(self, acts: Sequence[LogLine]) -> NewsOfOthers:
        """The newest of some acts in a sentence, with how many more there are."""
        newest = acts[-1]
        more = f" (and {len(acts) - 1} more)" if len(acts) > 1 else ""
        sentence = f"{newest.coder}: {newest.verb}, {newest.sentence}{more}"
        return NewsOfOthers(sentence, any(self._concerns_coder(line) for line in acts))

    def _concerns_coder(self, line: LogLine) -> bool:
        """Whether an act may change this coder's lists or answers: hers elsewhere, or one that
        reaches everybody.
        """
        return line.coder == self._coder.name or line.verb not in TOUCHING_ONLY_THEMSELVES
