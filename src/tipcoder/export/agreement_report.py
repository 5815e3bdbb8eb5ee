"""The agreement report for people: verdicts, tables, picture, warnings, methods."""

from __future__ import annotations

from collections.abc import Sequence

from tipcoder.agreement.coefficients import AC1, ALPHA, BP, CONGER, FLEISS, LABELS, NEGATIVE, PERCENT, POSITIVE
from tipcoder.agreement.methods import format_methods_paragraph
from tipcoder.agreement.overall import LABELS as OVERALL_LABELS
from tipcoder.agreement.results import Agreement, CodeAgreement, Overall, Verdict
from tipcoder.agreement.terms import CODES, Terms
from tipcoder.agreement.variables import NOMINAL
from tipcoder.agreement.verdicts import JUDGED_FROM, count_rarer
from tipcoder.agreement.words import (
    NOTHING,
    format_decimal,
    format_interval,
    format_percent,
    format_with_interval,
    join_names,
)
from tipcoder.export.agreement_table import describe_table
from tipcoder.export.document import Bullets, DocumentBlock, Heading, Paragraph, Picture, TableGrid
from tipcoder.export.heat_map import build_heat_map_grid, draw_heat_map, format_heat_map

ROLLED_UP = "Rolled up, a code is present where it or any code below it is; own is the code on itself alone."
COHEN = "Cohen's κ"


def build_agreement_document(agreement: Agreement) -> list[DocumentBlock]:
    """The whole report as blocks."""
    blocks: list[DocumentBlock] = [
        Heading(f"Agreement: {agreement.title}", 1),
        Paragraph(summarise_agreement(agreement)),
        *(Paragraph(line) for line in describe_table(agreement)),
        *_build_notes(agreement),
        Heading("Verdicts"),
        Paragraph(
            f"By the probability that {name_alpha(agreement)} reaches .800 (reliable) or .667 (tentative conclusions "
            f"only); these thresholds are Krippendorff's, who calls them customary. Rare {name_things(agreement)} are not "
            "judged."
        ),
        _build_verdict_grid(agreement),
        Bullets(describe_verdicts(agreement.codes)),
        Heading(f"Each {agreement.terms.thing}"),
        build_code_grid(agreement.codes, agreement),
        Paragraph(
            f"{NOTHING}: cannot be computed. In brackets: 95 % interval; for a rare {agreement.terms.thing} the figure "
            "itself."
        ),
    ]
    if agreement.overall is not None:
        blocks += [
            Heading(name_overall_section(agreement)),
            build_overall_grid(agreement.overall, agreement.terms),
            Bullets(describe_overall(agreement.overall, agreement.terms)),
        ]
    if agreement.by_parent is not None:
        text = "Every code taken up to the top of its branch: disagreement within a branch does not count."
        blocks += [Heading("Branches of the codebook"), Paragraph(text), build_overall_grid(agreement.by_parent)]
    if agreement.parents:
        blocks += [
            Heading("Codes with others below them"),
            Paragraph(ROLLED_UP),
            build_code_grid(agreement.parents, agreement),
        ]
    if any(code.pairs for code in agreement.codes):
        caption = (
            f"Krippendorff's {name_alpha(agreement)} by {agreement.terms.thing} and pair of coders; hatched or in brackets: "
            "too rare to judge."
        )
        blocks += [Heading("Pairs of coders"), Picture(draw_heat_map(agreement), format_heat_map(agreement), caption)]
    if any(code.without for code in agreement.codes):
        blocks += [Heading("Without each coder"), _build_left_out_grid(agreement)]
    others = _build_other_coefficients(agreement)
    if any(set(row[1:]) != {NOTHING} for row in others.rows):
        blocks += [Heading("Other coefficients"), others]
    if any(code.spans for code in agreement.codes):
        blocks += [Heading("The same words"), *_build_span_blocks(agreement)]
    if agreement.parts:
        blocks += [Heading("By part of the study"), build_code_grid(agreement.parts, agreement)]
    if agreement.swaps:
        blocks += [Heading("Codes taken for each other"), build_swap_grid(agreement)]
    warned = describe_warnings(agreement.codes)
    if warned:
        blocks += [Heading("Warnings"), Bullets(warned)]
    return [*blocks, Heading("Methods, ready to paste"), Paragraph(format_methods_paragraph(agreement))]


def _build_notes(agreement: Agreement) -> list[DocumentBlock]:
    if agreement.notes:
        return [Bullets(agreement.notes)]
    return [Paragraph("Nothing was left out.")] if agreement.table is None else []


def build_agreement_paper(agreement: Agreement) -> list[DocumentBlock]:
    """The same for word processors: the drawing as a table."""
    out: list[DocumentBlock] = []
    for block in build_agreement_document(agreement):
        out += [build_heat_map_grid(agreement), Paragraph(block.caption)] if isinstance(block, Picture) else [block]
    return out


def summarise_agreement(agreement: Agreement) -> str:
    """Who was compared on how much, and the verdict on all codes together."""
    terms = agreement.terms
    what = (
        f"{join_names(list(agreement.coders))}: {terms.format_count(agreement.joint)} {terms.judged} jointly, {agreement.single} by one of "
        "them only."
    )
    return (
        what
        if agreement.overall is None
        else f"{what} Pooled over {name_things(agreement)}: {agreement.overall.sentence}"
    )


def name_things(agreement: Agreement) -> str:
    """What was compared: `codes`, `categories`."""
    return "codes" if agreement.terms.thing == "code" else "categories"


def name_alpha(agreement: Agreement) -> str:
    """`α`, and for another level than nominal `ordinal α`."""
    return "α" if agreement.level == "nominal" else f"{agreement.level} α"


def name_overall_section(agreement: Agreement) -> str:
    """The heading over all codes."""
    return f"All {name_things(agreement)} together"


def _build_verdict_grid(agreement: Agreement) -> TableGrid:
    rows = []
    for verdict in Verdict:
        named = [code.code for code in agreement.codes if code.verdict is verdict]
        if named:
            rows.append((verdict.value, str(len(named)), ", ".join(named)))
    return TableGrid(("verdict", name_things(agreement), "which"), rows, frozenset({1}))


def describe_verdicts(codes: Sequence[CodeAgreement], *, rare_too: bool = True) -> list[str]:
    """Every verdict in words with its numbers, and how probable it is that alpha reaches each threshold."""
    return [
        f"{code.code}: {code.sentence}{_format_probabilities(code)}"
        for code in codes
        if rare_too or code.verdict not in (Verdict.TOO_RARE, Verdict.NOT_ASSESSED, Verdict.NOT_ASSESSABLE)
    ]


def _format_probabilities(code: CodeAgreement) -> str:
    if code.reliable is None or code.tentative is None or code.verdict is Verdict.TOO_RARE:
        return ""
    return f" P(α ≥ .800) = {format_decimal(code.reliable)}, P(α ≥ .667) = {format_decimal(code.tentative)}."


def build_code_grid(codes: Sequence[CodeAgreement], agreement: Agreement) -> TableGrid:
    """One row a code, or a code in a part of the study."""
    parts = list(dict.fromkeys(name for code in codes for name in code.part))
    head = [*parts, *build_code_head(agreement), "verdict"]
    rows = []
    for code in codes:
        figures = [format_coefficient(code, name) for name in _choose_coefficients(agreement)]
        rows.append(
            (
                *(code.part.get(name, "") for name in parts),
                code.code,
                str(code.counts.joint),
                "/".join(str(each.joint if code.counts.several else each.applied) for each in code.counts.coders),
                format_percent(_find_value(code, PERCENT)),
                *figures,
                code.verdict.value,
            )
        )
    first = len(parts) + 1
    return TableGrid(head, rows, frozenset(range(first, len(head) - 1)))


def build_code_head(agreement: Agreement) -> list[str]:
    """The head of the table of codes, without parts and verdict."""
    names = {ALPHA: name_alpha(agreement), NOMINAL: "nominal α", POSITIVE: "P+", NEGATIVE: "P−", AC1: "AC1"}
    counts = f"{agreement.terms.done} ({'/'.join(agreement.coders)})"
    return [agreement.terms.thing, "n", counts, "agree", *(names[name] for name in _choose_coefficients(agreement))]


def _choose_coefficients(agreement: Agreement) -> list[str]:
    """P+ and P− only where something is there or not; the nominal alpha beside that of another level."""
    if agreement.level != "nominal":
        return [ALPHA, NOMINAL, AC1]
    return [ALPHA, POSITIVE, NEGATIVE, AC1]


def format_coefficient(code: CodeAgreement, name: str) -> str:
    """A figure with its interval; in brackets and without it where the code is too rare to judge."""
    found = code.coefficients.get(name)
    if name == NOMINAL and code.level == "nominal":
        # One category against the others has the same alpha at every level.
        found = code.coefficients.get(ALPHA)
    if found is None or found.value is None:
        return NOTHING
    if code.verdict is Verdict.TOO_RARE:
        return f"({format_decimal(found.value)})"
    return format_with_interval(found)


def _find_value(code: CodeAgreement, name: str) -> float | None:
    found = code.coefficients.get(name)
    return None if found is None else found.value


def build_overall_grid(overall: Overall, terms: Terms = CODES) -> TableGrid:
    """Every figure under its full name."""
    rows = [
        (OVERALL_LABELS[name], format_decimal(each.value), format_interval(each))
        for name, each in overall.figures.items()
    ]
    same = overall.identical
    rows.append(
        (f"{terms.units} with the same codes from everybody", format_percent(same.value), format_interval(same))
    )
    return TableGrid(("figure", "value", "95 % interval"), rows, frozenset({1}))


def describe_overall(overall: Overall, terms: Terms = CODES) -> list[str]:
    """What belongs beside the figures for all codes."""
    lines = [
        f"α of single codes: median {format_decimal(overall.median_alpha)}, from {format_decimal(overall.lowest_alpha)} to "
        f"{format_decimal(overall.highest_alpha)}, over the {overall.defined} codes for which it is defined.",
        f"Codes per {terms.unit}: "
        + ", ".join(f"{name} {mean:.2f}" for name, mean in overall.labels_per_response.items())
        + ".",
        f"Where at least one coder applied something, their sets have a mean Jaccard similarity of "
        f"{format_decimal(overall.jaccard_where_coded)}.",
    ]
    if overall.unused:
        many = "1 code was" if len(overall.unused) == 1 else f"{len(overall.unused)} codes were"
        lines.append(f"{many} applied by nobody: {', '.join(overall.unused)}.")
    if overall.left_out:
        lines.append(
            f"Not in the comparison of label sets, because they came into the codebook later: "
            f"{', '.join(overall.left_out)}."
        )
    return lines


def _build_left_out_grid(agreement: Agreement) -> TableGrid:
    rows = [
        (code.code, *(format_decimal(code.without.get(name)) for name in agreement.coders)) for code in agreement.codes
    ]
    head = (agreement.terms.thing, *(f"{name_alpha(agreement)} without {name}" for name in agreement.coders))
    return TableGrid(head, rows, frozenset(range(1, len(head))))


def _build_other_coefficients(agreement: Agreement) -> TableGrid:
    conger = COHEN if len(agreement.coders) == 2 else LABELS[CONGER]
    more = list(
        dict.fromkeys(
            name for code in agreement.codes for name in code.coefficients if name not in LABELS and name != NOMINAL
        )
    )
    names = (CONGER, FLEISS, BP, *more)
    rows = [(code.code, *(format_coefficient(code, name) for name in names)) for code in agreement.codes]
    head = (agreement.terms.thing, conger, LABELS[FLEISS], LABELS[BP], *(name.replace("_", " ") for name in more))
    return TableGrid(head, rows, frozenset(range(1, len(head))))


def _build_span_blocks(agreement: Agreement) -> list[DocumentBlock]:
    head = ("code", "texts", "|uα", "overlap (Dice)", "exact", "≥ 90 %", "≥ 50 %", "less", "unmatched", "offset")
    rows = []
    for code in agreement.codes:
        spans = code.spans
        if spans is not None:
            counts = (spans.exact, spans.close, spans.half, spans.touching, spans.alone)
            offset = NOTHING if spans.offset is None else f"{spans.offset:g}"
            figures = (format_with_interval(spans.alpha), format_with_interval(spans.overlap))
            rows.append((code.code, str(spans.texts), *figures, *map(str, counts), offset))
    left = sum(code.spans.whole_left_out for code in agreement.codes if code.spans is not None)
    text = (
        "Per code, |uα is Krippendorff's alpha for unitising (2016): marked or not, character by character, resampled "
        "by response. Overlap is on texts where at least one coder marked words. Quotes are matched by intersection "
        "over union; offset is the median distance of their boundaries in characters. cuα and (k)uα are not computed: "
        "quotes of different codes overlap."
    )
    if left:
        text += f" {left} codings of whole answers are left out here."
    return [TableGrid(head, rows, frozenset(range(1, 10))), Paragraph(text)]


def build_swap_grid(agreement: Agreement) -> TableGrid:
    """Pairs of codes, the most swapped first."""
    rows = [(swap.code, swap.other, str(swap.swaps), f"{swap.expected:.1f}") for swap in agreement.swaps]
    return TableGrid(("one coder has", "another has", "swaps", "expected"), rows, frozenset({2, 3}))


def describe_warnings(codes: Sequence[CodeAgreement], *, rare_too: bool = True) -> list[str]:
    """Every warning with its code; without `rare_too` only of codes that occur often enough to judge."""
    return [
        f"{code.code}: {warning}"
        for code in codes
        if rare_too or count_rarer(code.counts) >= JUDGED_FROM
        for warning in code.warnings
    ]
