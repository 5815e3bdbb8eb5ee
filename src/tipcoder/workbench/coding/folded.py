"""Answers that say the same and share one line: what stands on them together, and which of them Enter may finish.

One coder may have coded some of them before they were folded. Such a line is mixed: it says so, and finishing it says
nothing of an answer that was never looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping

from tipcoder.model import FoldedLine, Outcome, Standing
from tipcoder.text import fold

MIXED = "≠"
"""The sign of a line whose answers differ; words stand beside it."""


def folded_line(standings: Collection[Standing]) -> FoldedLine:
    """What one line says of these answers, of which there is at least one."""
    on: Counter[str] = Counter()
    for standing in standings:
        on.update({put.code for put in standing.codes})
    some = {code: count for code, count in on.items() if count < len(standings)}
    return FoldedLine(
        size=len(standings),
        finished=sum(standing.outcome is not None for standing in standings),
        mixed=len({_seen(standing) for standing in standings}) > 1,
        on_all=tuple(sorted(on.keys() - some.keys())),
        on_some=tuple(sorted(some.items(), key=lambda item: (-item[1], item[0]))),
    )


def in_words(line: FoldedLine, label: Callable[[str], str]) -> str:
    """How far the answers of a mixed line are, which codes all of them carry, and which only some, with how many."""
    said = [f"mixed, {line.finished} of {line.size} finished"]
    if line.on_all:
        said.append(f"on all: {', '.join(map(label, line.on_all))}")
    if line.on_some:
        counts = [f"{label(code)} ({count})" for code, count in line.on_some]
        said.append(f"on some: {', '.join(counts)}")
    return "; ".join(said)


def _seen(standing: Standing) -> object:
    """What must be alike for two answers to stand alike. Their writing may differ in case and space."""
    return frozenset((put.code, *fold(put.quote).split()) for put in standing.codes), standing.outcome


def left_open(standings: Mapping[int, Standing]) -> set[int]:
    """Ids of the answers of one line that are not finished with it: those that would get a judgement of their own.

    An answer with codes is finished as coded. One without is finished as "none applies" only where nothing else was
    said of any other: that it has no code may just as well mean that nobody has looked at it.
    """
    if not folded_line(standings.values()).mixed:
        return set()
    without = {i for i, standing in standings.items() if not standing.codes}
    judged = any(s.codes or s.outcome not in (None, Outcome.NONE_APPLIES) for s in standings.values())
    return {i for i in without if judged or standings[i].outcome is not None}
