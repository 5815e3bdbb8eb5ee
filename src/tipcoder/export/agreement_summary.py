"""The first two pages of an agreement report: what was found, and what to do about it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from tipcoder.agreement.coefficients import ALPHA, POSITIVE
from tipcoder.agreement.number_format import NOTHING, format_decimal, format_interval
from tipcoder.agreement.replicated_estimates import TENTATIVE
from tipcoder.agreement.results import Agreement, CodeAgreement, Verdict
from tipcoder.agreement.sample_size import estimate_more_needed
from tipcoder.agreement.verdicts import JUDGED_FROM, count_rarer, describe_joint_units
from tipcoder.export.agreement_sentences import (
    describe_differences,
    describe_thresholds,
    summarise_agreement,
)
from tipcoder.export.agreement_tables import (
    build_difference_table,
    name_alpha,
    name_code,
    name_things,
)
from tipcoder.export.alpha_plot import build_alpha_figure
from tipcoder.export.document import (
    Block,
    BulletList,
    Heading,
    PageBreak,
    Table,
    plain_paragraph,
    text_table,
)
from tipcoder.text import format_count, join_first

_SHORT = {
    Verdict.RELIABLE: "reliable",
    Verdict.TENTATIVE: "tentative",
    Verdict.INCONCLUSIVE: "open",
    Verdict.NOT_RELIABLE: "not reliable",
}
"""The verdicts on what can be judged, the best first."""
_NAMED = 12
"""Codes that a sentence names before it counts the rest."""
_NAMED_LETTERS = 320
"""Letters of these names together."""
_TO_MEND = 5
"""Codes whose definitions are named one by one."""
_NEAREST = 3
"""Rare codes for which it is said how many responses would do."""
_PULLS = 0.1
"""By how much alpha rises without a coder who reads a code otherwise than the others."""


def build_summary(found: Agreement) -> list[Block]:
    """Who, how much, one table, and the next steps; what is behind it begins on a new page."""
    judged = list_judged(found)
    blocks: list[Block] = [
        Heading(f"Agreement: {found.title}", 1),
        plain_paragraph(_describe_work(found)),
        plain_paragraph(_count_verdicts(found, judged)),
    ]
    if judged:
        blocks += [
            Heading(f"{name_things(found).capitalize()} that can be judged"),
            build_judged_table(found, judged),
            plain_paragraph(describe_thresholds(found)),
        ]
    if found.differences:
        blocks += [
            build_difference_table(found),
            plain_paragraph(describe_differences(found)),
        ]
    blocks += [plain_paragraph(sentence) for sentence in _describe_unjudged(found)]
    if len(judged) > 1:
        blocks.append(build_alpha_figure(found, judged))
    steps = list_next_steps(found, judged)
    if steps:
        blocks += [Heading("What to do next"), BulletList(tuple(steps))]
    return [*blocks, PageBreak()]


def list_judged(found: Agreement) -> list[CodeAgreement]:
    """Codes with a verdict that rests on figures, the highest alpha first."""
    judged = [code for code in found.codes if code.verdict in _SHORT]
    return sorted(judged, key=lambda code: -_read_alpha(code))


def _read_alpha(code: CodeAgreement) -> float:
    alpha = code.coefficients.get(ALPHA)
    return alpha.value if alpha is not None and alpha.value is not None else -math.inf


def _describe_work(found: Agreement) -> str:
    """Who was compared on how much, how it was drawn, and how differences were resolved."""
    parts = [summarise_agreement(found), found.sampling, found.resolving]
    work = " ".join(part for part in parts if part)
    # A sentence may begin with `coder 1`; a name has its capital.
    return work[:1].upper() + work[1:]


def _count_verdicts(found: Agreement, judged: Sequence[CodeAgreement]) -> str:
    """How many codes have each verdict, in one sentence."""
    thing = found.terms.thing
    if not judged:
        return f"None of the {format_count(len(found.codes), thing)} can be judged yet."
    parts = []
    for verdict, short in _SHORT.items():
        number = sum(code.verdict is verdict for code in judged)
        if number:
            parts.append(f"{number} {short}")
    many = format_count(len(found.codes), thing)
    return f"Of {many}, {len(judged)} can be judged: {', '.join(parts)}."


def build_judged_table(found: Agreement, judged: Sequence[CodeAgreement]) -> Table:
    """One row for each, short enough for one page."""
    times = f"{found.terms.done} ({'/'.join(found.coders)})"
    head = [found.terms.thing, "n", times, name_alpha(found), "95 % interval"]
    has_positive = found.level == "nominal"
    if has_positive:
        head.append("P+")
    rows = []
    for code in judged:
        alpha = code.coefficients.get(ALPHA)
        counts = code.counts
        often = [each.joint if counts.several else each.applied for each in counts.coders]
        row = [
            name_code(found, code),
            str(counts.joint),
            "/".join(map(str, often)),
            format_decimal(alpha.value) if alpha is not None else NOTHING,
            format_interval(alpha) if alpha is not None else "",
        ]
        if has_positive:
            positive = code.coefficients.get(POSITIVE)
            row.append(format_decimal(positive.value) if positive is not None else NOTHING)
        rows.append([*row, _SHORT[code.verdict]])
    return text_table([*head, "verdict"], rows, range(1, len(head)))


def _describe_unjudged(found: Agreement) -> list[str]:
    """What is too rare, and what nobody or everybody said, in a sentence each."""
    rare = [code for code in found.codes if code.verdict is Verdict.TOO_RARE]
    common = [code for code in found.codes if code.verdict is Verdict.TOO_COMMON]
    same = [code for code in found.codes if code.verdict is Verdict.NOT_ASSESSABLE]
    bare = [code for code in found.codes if code.verdict is Verdict.NOT_ASSESSED]
    sentences = []
    if rare:
        names = _name_first(found, rare)
        sentences.append(
            f"Too rare to judge, with fewer than {JUDGED_FROM} for each coder on average: {names}."
        )
    if common:
        names = _name_first(found, common)
        sentences.append(
            f"Too common to judge, and left out fewer than {JUDGED_FROM} times by each coder on "
            f"average: {names}."
        )
    if same:
        sentences.append(f"Everybody said the same of all: {_name_first(found, same)}.")
    if bare:
        sentences.append(f"Not seen by two coders: {_name_first(found, bare)}.")
    return sentences


def _name_first(found: Agreement, codes: Sequence[CodeAgreement]) -> str:
    return _join_names([name_code(found, code) for code in codes])


def _join_names(names: Sequence[str]) -> str:
    """Names up to a dozen, fewer where they are long, and how many more there are."""
    room, fitting = _NAMED_LETTERS, 0
    for name in names[:_NAMED]:
        room -= len(name)
        fitting += room >= 0
    return join_first(names, max(fitting, _NEAREST))


# --- what to do ---


def list_next_steps(found: Agreement, judged: Sequence[CodeAgreement]) -> list[str]:
    """Which definitions to look at, how many more responses it takes, and who reads otherwise."""
    return [
        *_list_definitions(found, judged),
        *_describe_open(found, judged),
        *_describe_rare(found),
        *_describe_coders(found, judged),
    ]


def _list_definitions(found: Agreement, judged: Sequence[CodeAgreement]) -> list[str]:
    """The worst codes first, with what they were taken for."""
    bad = [code for code in judged if code.verdict is Verdict.NOT_RELIABLE]
    bad.sort(key=_read_alpha)
    steps = []
    for code in bad[:_TO_MEND]:
        taken = _find_swap(found, code.code)
        said = f"; it was most often taken for {taken}" if taken else ""
        alpha = format_decimal(_read_alpha(code))
        steps.append(
            f"Sharpen the definition of {name_code(found, code)} "
            f"({name_alpha(found)} {alpha}){said}."
        )
    if len(bad) > _TO_MEND:
        steps.append(f"Then those of {_name_first(found, bad[_TO_MEND:])}.")
    return steps


def _find_swap(found: Agreement, code: str) -> str:
    """What a code was swapped with more often than chance has it; empty for nothing."""
    for swap in found.swaps:
        if code in (swap.code, swap.other) and swap.swaps > swap.expected:
            other = swap.other if swap.code == code else swap.code
            return f"{found.labels.get(other, other)} ({swap.swaps} times)"
    return ""


def _describe_open(found: Agreement, judged: Sequence[CodeAgreement]) -> list[str]:
    """How many more responses would decide about the codes that are open."""
    needed: dict[str, int] = {}
    for code in judged:
        alpha = code.coefficients.get(ALPHA)
        if code.verdict is not Verdict.INCONCLUSIVE or alpha is None:
            continue
        if alpha.value is None or alpha.se is None:
            continue
        more = estimate_more_needed(code.counts.joint, alpha.value, alpha.se, TENTATIVE)
        if more is not None:
            needed[name_code(found, code)] = more
    if not needed:
        return []
    ranked = sorted(needed.items(), key=lambda pair: pair[1])
    names = [f"{label} (about {number})" for label, number in ranked]
    what = describe_joint_units(found.terms)
    return [f"More {what} would decide about {_join_names(names)}."]


def _describe_rare(found: Agreement) -> list[str]:
    """How many responses it would take until the commonest of the rare codes can be judged."""
    needed = []
    for code in found.codes:
        often = count_rarer(code.counts)
        if code.verdict is Verdict.TOO_RARE and often:
            more = math.ceil(code.counts.joint * JUDGED_FROM / often) - code.counts.joint
            needed.append((more, name_code(found, code)))
    if not needed:
        return []
    needed.sort()
    names = [f"{label} (about {more} more)" for more, label in needed[:_NEAREST]]
    what = describe_joint_units(found.terms)
    return [
        f"Of what is too rare, {join_first(names, _NEAREST)} need the fewest further {what}; or "
        "draw answers that are likely to carry them."
    ]


def _describe_coders(found: Agreement, judged: Sequence[CodeAgreement]) -> list[str]:
    """Coders without whom the others agree clearly better on a code."""
    by_coder: dict[str, list[str]] = {}
    for code in judged:
        for coder, alpha in code.without.items():
            if alpha is not None and alpha - _read_alpha(code) >= _PULLS:
                by_coder.setdefault(coder, []).append(name_code(found, code))
    parts = []
    for coder, labels in by_coder.items():
        parts.append(f"without {coder} on {_join_names(labels)}")
    if not parts:
        return []
    return [
        f"The others agree better by {_PULLS:g} and more {'; '.join(parts)}: look at these codings "
        "together."
    ]
