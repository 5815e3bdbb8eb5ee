"""Answers that say the same and share one line: which codes they carry together, and which of them
Enter may finish.

One coder may have coded some of them before they were folded. Such a line is mixed: it says so, and
finishing it says nothing of an answer that was never looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping

from tipcoder.model.answers import FoldedLine
from tipcoder.model.codings import CodedAnswer, Outcome
from tipcoder.text import fold_text

MIXED = "≠"
"""The sign of a line whose answers differ; words are beside it."""


def build_folded_line(standings: Collection[CodedAnswer]) -> FoldedLine:
    """What one line says of these answers, of which there is at least one."""
    carriers: Counter[str] = Counter()
    for standing in standings:
        # A code with two quotes in one answer is on one answer.
        carriers.update({applied.code for applied in standing.codes})

    some = {code: count for code, count in carriers.items() if count < len(standings)}
    # By name where counts are equal, so that a line does not flicker.
    commonest_first = sorted(some.items(), key=lambda item: (-item[1], item[0]))
    different = {_build_comparison_key(standing) for standing in standings}
    return FoldedLine(
        size=len(standings),
        finished=sum(standing.outcome is not None for standing in standings),
        mixed=len(different) > 1,
        on_all=tuple(sorted(carriers.keys() - some.keys())),
        on_some=tuple(commonest_first),
    )


def describe_folded_line(line: FoldedLine, label: Callable[[str], str]) -> str:
    """How many answers of a mixed line are finished, which codes all carry, and which only some,
    with how many.
    """
    parts = [f"mixed, {line.finished} of {line.size} finished"]
    if line.on_all:
        parts.append(f"on all: {', '.join(map(label, line.on_all))}")
    if line.on_some:
        counts = [f"{label(code)} ({count})" for code, count in line.on_some]
        parts.append(f"on some: {', '.join(counts)}")
    return "; ".join(parts)


def _build_comparison_key(standing: CodedAnswer) -> object:
    """What must be alike for two answers to be coded alike.

    Their writing may differ in case and space.
    """
    quotes = frozenset(
        (applied.code, *fold_text(applied.quote).split()) for applied in standing.codes
    )
    return quotes, standing.outcome


def find_left_open(standings: Mapping[int, CodedAnswer]) -> set[int]:
    """Ids of the answers of one line that are not finished with it: those that would get a
    judgement of their own.

    An answer with codes is finished as coded. One without is finished as "none applies" only where
    nothing else was said of any other: that it has no code may just as well mean that nobody has
    looked at it.
    """
    if not build_folded_line(standings.values()).mixed:
        return set()

    without_codes = {answer_id for answer_id, standing in standings.items() if not standing.codes}
    # Somebody meant something else by an answer that says the same: ask again.
    if any(_is_judged(standing) for standing in standings.values()):
        return without_codes
    return {answer_id for answer_id in without_codes if standings[answer_id].outcome is not None}


def _is_judged(standing: CodedAnswer) -> bool:
    """Whether more was said of an answer than that no code applies."""
    return bool(standing.codes) or standing.outcome not in (None, Outcome.NONE_APPLIES)


def choose_outcomes(
    standings: Mapping[int, CodedAnswer], outcome: Outcome | None, left_open: Collection[int]
) -> dict[int, Outcome]:
    """How each of these answers is finished, without those to be left open.

    Without an outcome, those with codes as coded and the others as "none applies". An answer
    without codes is never finished as coded.
    """
    chosen = {}
    for answer_id, standing in standings.items():
        if answer_id in left_open:
            continue
        own = outcome
        if own is None:
            own = Outcome.CODED if standing.codes else Outcome.NONE_APPLIES
        # "Coded" without a code would contradict itself.
        if own is not Outcome.CODED or standing.codes:
            chosen[answer_id] = own
    return chosen
