"""What several quotes of one respondent tell together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from tipcoder.workbench.quotes.quote_rows import QuoteRow

MANY_QUOTES, MANY_WORDS = 5, 200
"""Quotes, or words, of one respondent from which they should be read together."""
_SHOWN = 3


def warn_of_mosaics(lines: Sequence[QuoteRow]) -> list[str]:
    """Sentences about respondents of whom much stands under one ID."""
    quotes: Counter[str] = Counter()
    words: Counter[str] = Counter()
    kept: dict[str, set[str]] = defaultdict(set)
    for line in {(line.respondent, line.question, line.wording): line for line in lines}.values():
        quotes[line.respondent] += 1
        words[line.respondent] += len(line.wording.split())
        kept[line.respondent].update(line.kept)
    much = sorted(who for who in quotes if quotes[who] > MANY_QUOTES or words[who] > MANY_WORDS)
    telling = sorted(who for who in kept if len(kept[who]) > 1 and quotes[who] > 1)
    out = []
    if much:
        shown = ", ".join(
            f"{who} ({quotes[who]} quotes, {words[who]} words)" for who in much[:_SHOWN]
        )
        more = f" and {len(much) - _SHOWN} more" if len(much) > _SHOWN else ""
        out.append(
            f"Much stands under one ID: {shown}{more}. Read what stands under each of them together."
        )
    if telling:
        shown = ", ".join(f"{who} ({', '.join(sorted(kept[who]))})" for who in telling[:_SHOWN])
        more = f" and {len(telling) - _SHOWN} more" if len(telling) > _SHOWN else ""
        out.append(
            f"Things of several kinds were kept under one ID: {shown}{more}. Together they may name somebody."
        )
    return out
