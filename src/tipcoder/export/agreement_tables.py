"""The tables of an agreement report, for people: figures with their intervals, as methods sections
print them.
"""

from __future__ import annotations

from collections.abc import Sequence

from tipcoder.agreement.coefficients import (
    AC1,
    ALPHA,
    BP,
    CONGER,
    FLEISS,
    LABELS,
    NEGATIVE,
    PERCENT,
    POSITIVE,
)
from tipcoder.agreement.gwet import LinearisedEstimate
from tipcoder.agreement.number_format import (
    NOTHING,
    format_decimal,
    format_interval,
    format_percent,
    format_with_interval,
)
from tipcoder.agreement.overall import LABELS as OVERALL_LABELS
from tipcoder.agreement.results import Agreement, CodeAgreement, Overall, SpanAgreement, Verdict
from tipcoder.agreement.terms import CODES, Terms
from tipcoder.agreement.variables import NOMINAL
from tipcoder.export.document import Table, text_table

COHEN = "Cohen's κ"
_SPAN_HEAD = (
    *("code", "texts", "|uα", "overlap (Dice)"),
    *("exact", "≥ 90 %", "≥ 50 %", "less", "unmatched", "offset"),
)


def name_things(found: Agreement) -> str:
    """What was compared: `codes`, `categories`."""
    return "codes" if found.terms.thing == "code" else "categories"


def name_code(found: Agreement, code: CodeAgreement) -> str:
    """What people call a code; its key where nobody gave it a label."""
    return found.labels.get(code.code, code.code)


def name_alpha(found: Agreement) -> str:
    """`α`, and for another level than nominal `ordinal α`."""
    return "α" if found.level == "nominal" else f"{found.level} α"


def build_verdict_table(found: Agreement) -> Table:
    """How many codes have each verdict, and which."""
    rows = []
    for verdict in Verdict:
        named = [name_code(found, code) for code in found.codes if code.verdict is verdict]
        if named:
            rows.append((verdict.value, str(len(named)), ", ".join(named)))
    return text_table(("verdict", name_things(found), "which"), rows, (1,))


def build_code_table(codes: Sequence[CodeAgreement], found: Agreement) -> Table:
    """One row for each code, or for each code in a part of the study."""
    parts: dict[str, None] = {}
    for code in codes:
        parts.update(dict.fromkeys(code.part))
    head = [*parts, *_list_code_head(found), "verdict"]
    rows = [_list_code_cells(code, found, list(parts)) for code in codes]
    first_number = len(parts) + 1
    return text_table(head, rows, range(first_number, len(head) - 1))


def _list_code_head(found: Agreement) -> list[str]:
    """The heads between the names of parts and the verdict."""
    names = {
        ALPHA: name_alpha(found),
        NOMINAL: "nominal α",
        POSITIVE: "P+",
        NEGATIVE: "P−",
        AC1: "AC1",
    }
    counts = f"{found.terms.done} ({'/'.join(found.coders)})"
    shown = [names[name] for name in _list_shown(found)]
    return [found.terms.thing, "n", counts, "agree", *shown]


def _list_shown(found: Agreement) -> list[str]:
    """P+ and P− only where something is there or not; the nominal alpha beside that of another
    level.
    """
    if found.level != "nominal":
        return [ALPHA, NOMINAL, AC1]
    return [ALPHA, POSITIVE, NEGATIVE, AC1]


def _list_code_cells(code: CodeAgreement, found: Agreement, parts: Sequence[str]) -> list[str]:
    """The row of a code: counts, agreement, coefficients, verdict."""
    counts = code.counts
    times = [each.joint if counts.several else each.applied for each in counts.coders]
    agreed = code.coefficients.get(PERCENT)
    return [
        *(code.part.get(name, "") for name in parts),
        name_code(found, code),
        str(counts.joint),
        "/".join(map(str, times)),
        format_percent(agreed.value if agreed else None),
        *(format_coefficient(code, name) for name in _list_shown(found)),
        code.verdict.value,
    ]


def format_coefficient(code: CodeAgreement, name: str) -> str:
    """A figure with its interval; of a code too rare to judge in brackets, and without it."""
    found = code.coefficients.get(name)
    if name == NOMINAL and code.level == "nominal":
        # One category against the others has the same alpha at every level.
        found = code.coefficients.get(ALPHA)
    if found is None or found.value is None:
        return NOTHING
    if code.verdict.is_too_one_sided:
        return f"({format_decimal(found.value)})"
    return format_with_interval(found)


def build_overall_table(together: Overall, terms: Terms = CODES) -> Table:
    """Every figure for all codes together, under its full name."""
    rows = []
    for name, each in together.figures.items():
        rows.append((OVERALL_LABELS[name], format_decimal(each.value), format_interval(each)))
    same = together.identical
    rows.append(
        (
            f"{terms.units} with the same codes from everybody",
            format_percent(same.value),
            format_interval(same),
        )
    )
    return text_table(("figure", "value", "95 % interval"), rows, (1,))


def build_without_table(found: Agreement) -> Table:
    """Alpha of each code when one coder is left out."""
    rows = []
    for code in found.codes:
        alphas = [format_decimal(code.without.get(name)) for name in found.coders]
        rows.append((name_code(found, code), *alphas))
    names = [f"{name_alpha(found)} without {name}" for name in found.coders]
    return text_table((found.terms.thing, *names), rows, range(1, len(names) + 1))


def build_others_table(found: Agreement) -> Table:
    """The coefficients that are not in the table of codes."""
    conger = COHEN if len(found.coders) == 2 else LABELS[CONGER]
    more = _list_unlabelled(found)
    names = (CONGER, FLEISS, BP, *more)
    rows = []
    for code in found.codes:
        figures = [format_coefficient(code, name) for name in names]
        rows.append((name_code(found, code), *figures))
    shown = [name.replace("_", " ") for name in more]
    head = (found.terms.thing, conger, LABELS[FLEISS], LABELS[BP], *shown)
    return text_table(head, rows, range(1, len(head)))


def build_difference_table(found: Agreement) -> Table:
    """Codes on which coders agree better in some parts of the study, the least alike first."""
    rows = []
    for one in sorted(found.differences, key=lambda each: each.p):
        best_first = sorted(one.parts, key=lambda part: -part.alpha)
        alphas = [
            f"{part.label} {format_decimal(part.alpha)} (n = {part.joint})" for part in best_first
        ]
        tested = f"χ²({one.df}) = {one.statistic:.2f}"
        label = found.labels.get(one.code, one.code)
        rows.append((label, one.division, ", ".join(alphas), tested, _format_p(one.p_adjusted)))
    return text_table((found.terms.thing, "by", "α", "test", "p"), rows, (3, 4))


def _format_p(p: float | None) -> str:
    if p is None:
        return NOTHING
    return "< .001" if p < 0.001 else format_decimal(p, 3)


def build_gwet_table(found: Agreement) -> Table:
    """Gwet's intervals of the codes that can be judged, beside which ours stand elsewhere."""
    kappa = COHEN if len(found.coders) == 2 else LABELS[CONGER]
    alpha = ALPHA if found.level == "nominal" else NOMINAL
    heads = {alpha: "nominal α" if alpha == NOMINAL else "α", AC1: "AC1", CONGER: kappa}
    rows = []
    for code in found.codes:
        if code.gwet and not code.verdict.is_too_one_sided:
            figures = [_format_linearised(code.gwet.get(name)) for name in heads]
            rows.append((name_code(found, code), *figures))
    return text_table((found.terms.thing, *heads.values()), rows, range(1, len(heads) + 1))


def _format_linearised(found: LinearisedEstimate | None) -> str:
    """`.74 [.58, .86]`, with the interval by t."""
    if found is None:
        return NOTHING
    low, high = format_decimal(found.low), format_decimal(found.high)
    return f"{format_decimal(found.value)} [{low}, {high}]"


def _list_unlabelled(found: Agreement) -> list[str]:
    """Coefficients that some codes have and that have no label of their own, such as weighted
    kappas.
    """
    more: dict[str, None] = {}
    for code in found.codes:
        for name in code.coefficients:
            if name not in LABELS:
                more[name] = None
    more.pop(NOMINAL, None)
    return list(more)


def has_figures(table: Table) -> bool:
    """Whether a table says more than that nothing could be computed."""
    return any(set(row[1:]) != {NOTHING} for row in table.texts)


def build_span_table(found: Agreement) -> Table:
    """Agreement on words, of the codes for which somebody marked words."""
    rows = [
        _list_span_cells(name_code(found, code), code.spans)
        for code in found.codes
        if code.spans is not None
    ]
    return text_table(_SPAN_HEAD, rows, range(1, len(_SPAN_HEAD)))


def _list_span_cells(code: str, spans: SpanAgreement) -> list[str]:
    """The row of a code on whose words coders were compared."""
    counts = (spans.exact, spans.close, spans.half, spans.touching, spans.alone)
    return [
        code,
        str(spans.texts),
        format_with_interval(spans.alpha),
        format_with_interval(spans.overlap),
        *map(str, counts),
        NOTHING if spans.offset is None else f"{spans.offset:g}",
    ]


def build_swap_table(found: Agreement) -> Table:
    """Pairs of codes, the most swapped first."""
    rows = []
    for swap in found.swaps:
        names = (found.labels.get(swap.code, swap.code), found.labels.get(swap.other, swap.other))
        rows.append((*names, str(swap.swaps), f"{swap.expected:.1f}"))
    return text_table(("one coder has", "another has", "swaps", "expected"), rows, (2, 3))
