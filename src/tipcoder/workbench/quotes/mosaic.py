"""What several quotes of one respondent tell together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tipcoder.privacy.word_marks import compute_marks
from tipcoder.store.exports import LeftPassage
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


def warn_of_mosaics(
    lines: Sequence[QuoteRow], earlier: Mapping[str, Sequence[LeftPassage]] | None = None
) -> list[str]:
    """Sentences about respondents of whom much is quoted under one ID.

    `earlier` is what left before under the same IDs, by response ID.
    """
    said = _count_by_respondent(lines)
    before = " What left before under the same ID is counted." if earlier else ""
    _add_earlier(said, lines, earlier or {})
    sentences = []

    much = said.list_often_quoted()
    if much:
        sizes = [f"{who} ({said.quotes[who]} quotes, {said.words[who]} words)" for who in much]
        sentences.append(
            f"Much is quoted under one ID: {join_first(sizes, _SHOWN)}. "
            f"Read the quotes of each of them together.{before}"
        )

    telling = said.list_variously_kept()
    if telling:
        kinds = [f"{who} ({', '.join(sorted(said.kept[who]))})" for who in telling]
        sentences.append(
            f"Things of several kinds were kept under one ID: {join_first(kinds, _SHOWN)}. "
            f"Together they may name somebody.{before}"
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


def _add_earlier(
    said: _QuotedRespondents,
    lines: Sequence[QuoteRow],
    earlier: Mapping[str, Sequence[LeftPassage]],
) -> None:
    """Count what left before of the respondents quoted now; a wording counts once."""
    counted: dict[str, set[frozenset[str]]] = defaultdict(set)
    for line in lines:
        counted[line.respondent].add(compute_marks(line.wording))
    for respondent, seen in counted.items():
        for passage in earlier.get(respondent, ()):
            # Rows without words are not quotes.
            if passage.marks and passage.marks not in seen:
                seen.add(passage.marks)
                said.quotes[respondent] += 1
                said.words[respondent] += passage.words
                said.kept[respondent].update(passage.kinds)
