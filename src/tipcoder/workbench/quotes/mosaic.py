"""What several quotes of one respondent tell together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from tipcoder.text import join_first
from tipcoder.workbench.quotes.quote_rows import QuoteRow

MANY_QUOTES, MANY_WORDS = 5, 200
"""Quotes, or words, of one respondent from which they should be read together."""
_SHOWN = 3
"""Respondents that a warning names."""


@dataclass
class _QuotedRespondents:
    """What is quoted under each response ID."""

    quotes: Counter[str] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)
    kept: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Kinds of what rules pointed at and a person kept."""

    def list_often_quoted(self) -> list[str]:
        """Those with more quotes, or more words in them, than are read one by one without risk."""
        found = []
        for who, quotes in self.quotes.items():
            if quotes > MANY_QUOTES or self.words[who] > MANY_WORDS:
                found.append(who)
        return sorted(found)

    def list_variously_kept(self) -> list[str]:
        """Those of whom several kinds were kept in several quotes.

        One kept place says little. A place beside an office and a year may say who it was.
        """
        found = []
        for who, kinds in self.kept.items():
            if len(kinds) > 1 and self.quotes[who] > 1:
                found.append(who)
        return sorted(found)


def warn_of_mosaics(lines: Sequence[QuoteRow]) -> list[str]:
    """Sentences about respondents of whom much is quoted under one ID."""
    said = _count_by_respondent(lines)
    sentences = []

    much = said.list_often_quoted()
    if much:
        sizes = [f"{who} ({said.quotes[who]} quotes, {said.words[who]} words)" for who in much]
        sentences.append(
            f"Much is quoted under one ID: {join_first(sizes, _SHOWN)}. "
            "Read the quotes of each of them together."
        )

    telling = said.list_variously_kept()
    if telling:
        kinds = [f"{who} ({', '.join(sorted(said.kept[who]))})" for who in telling]
        sentences.append(
            f"Things of several kinds were kept under one ID: {join_first(kinds, _SHOWN)}. "
            "Together they may name somebody."
        )
    return sentences


def _count_by_respondent(lines: Sequence[QuoteRow]) -> _QuotedRespondents:
    # The same words under two codes are one quote to whoever puts a mosaic together.
    different = {(line.respondent, line.question, line.wording): line for line in lines}
    said = _QuotedRespondents()
    for line in different.values():
        said.quotes[line.respondent] += 1
        said.words[line.respondent] += len(line.wording.split())
        said.kept[line.respondent].update(line.kept)
    return said
