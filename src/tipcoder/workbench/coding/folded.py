"""Answers that say the same and share one line: what stands on them together, and which of them Enter may finish.

One coder may have coded some of them before they were folded. Such a line is mixed: it says so, and finishing it says
nothing of an answer that was never looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping

from tipcoder.model import CodedAnswer, FoldedLine, Outcome
from tipcoder.text import fold_text

MIXED = "≠"
"""The sign of a line whose answers differ; words stand beside it."""


def build_folded_line(standings: Collection[CodedAnswer]) -> FoldedLine:
    """What one line says of these answers, of which there is at least one."""
    on: Counter[str] = Counter()
    for standing in standings:
        on.update({put.code for put in standing.codes})
    some = {code: count for code, count in on.items() if count < len(standings)}
    return FoldedLine(
        size=len(standings),
        finished=sum(standing.outcome is not None for standing in standings),
        mixed=len({_build_comparison_key(standing) for standing in standings}) > 1,
        on_all=tuple(sorted(on.keys() - some.keys())),
        on_some=tuple(sorted(some.items(), key=lambda item: (-item[1], item[0]))),
    )


def describe_folded_line(line: FoldedLine, label: Callable[[str], str]) -> str:
    """How far the answers of a mixed line are, which codes all of them carry, and which only some, with how many."""
    said = [f"mixed, {line.finished} of {line.size} finished"]
    if line.on_all:
        said.append(f"on all: {', '.join(map(label, line.on_all))}")
    if line.on_some:
        counts = [f"{label(code)} ({count})" for code, count in line.on_some]
        said.append(f"on some: {', '.join(counts)}")
    return "; ".join(said)


def _build_comparison_key(standing: CodedAnswer) -> object:
    """What must be alike for two answers to stand alike. Their writing may differ in case and space."""
    return frozenset((put.code, *fold_text(put.quote).split()) for put in standing.codes), standing.outcome


def find_left_open(standings: Mapping[int, CodedAnswer]) -> set[int]:
    """Ids of the answers of one line that are not finished with it: those that would get a judgement of their own.

    An answer with codes is finished as coded. One without is finished as "none applies" only where nothing else was
    said of any other: that it has no code may just as well mean that nobody has looked at it.
    """
    if not build_folded_line(standings.values()).mixed:
        return set()
    without = {i for i, standing in standings.items() if not standing.codes}
    judged = any(s.codes or s.outcome not in (None, Outcome.NONE_APPLIES) for s in standings.values())
    return {i for i in without if judged or standings[i].outcome is not None}
