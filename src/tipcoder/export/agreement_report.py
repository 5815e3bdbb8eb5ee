"""The agreement report for people: verdicts, tables, picture, warnings, methods."""

from __future__ import annotations

from collections.abc import Sequence

from tipcoder.agreement.coefficients import AC1, ALPHA, BP, CONGER, FLEISS, LABELS, NEGATIVE, PERCENT, POSITIVE
from tipcoder.agreement.methods import methods_paragraph
from tipcoder.agreement.overall import LABELS as OVERALL_LABELS
from tipcoder.agreement.results import Agreement, CodeAgreement, Overall, Verdict
from tipcoder.agreement.terms import CODES, Terms
from tipcoder.agreement.variables import NOMINAL
from tipcoder.agreement.verdicts import JUDGED_FROM, rarer
from tipcoder.agreement.words import NOTHING, decimal, interval, listed, percent, with_interval
from tipcoder.export.agreement_table import table_lines
from tipcoder.export.document import Block, Bullets, Grid, Heading, Paragraph, Picture
from tipcoder.export.heat_map import heat_map_grid, heat_map_svg, heat_map_text

ROLLED_UP = "Rolled up, a code is present where it or any code below it is; own is the code on itself alone."
COHEN = "Cohen's κ"


def agreement_document(found: Agreement) -> list[Block]:
    """The whole report as blocks."""
    blocks: list[Block] = [
        Heading(f"Agreement: {found.title}", 1),
        Paragraph(summary(found)),
        *(Paragraph(line) for line in table_lines(found)),
        *_notes(found),
        Heading("Verdicts"),
        Paragraph(
            f"By the probability that {alpha_name(found)} reaches .800 (reliable) or .667 (tentative conclusions "
            f"only); these thresholds are Krippendorff's, who calls them customary. Rare {plural(found)} are not "
            "judged."
        ),
        _verdicts(found),
        Bullets(verdict_lines(found.codes)),
        Heading(f"Each {found.terms.thing}"),
        code_grid(found.codes, found),
        Paragraph(
            f"{NOTHING}: cannot be computed. In brackets: 95 % interval; for a rare {found.terms.thing} the figure "
            "itself."
        ),
    ]
    if found.overall is not None:
        blocks += [
            Heading(together_title(found)),
            overall_grid(found.overall, found.terms),
            Bullets(overall_lines(found.overall, found.terms)),
        ]
    if found.by_parent is not None:
        text = "Every code taken up to the top of its branch: disagreement within a branch does not count."
        blocks += [Heading("Branches of the codebook"), Paragraph(text), overall_grid(found.by_parent)]
    if found.parents:
        blocks += [Heading("Codes with others below them"), Paragraph(ROLLED_UP), code_grid(found.parents, found)]
    if any(code.pairs for code in found.codes):
        caption = (
            f"Krippendorff's {alpha_name(found)} by {found.terms.thing} and pair of coders; hatched or in brackets: "
            "too rare to judge."
        )
        blocks += [Heading("Pairs of coders"), Picture(heat_map_svg(found), heat_map_text(found), caption)]
    if any(code.without for code in found.codes):
        blocks += [Heading("Without each coder"), _without(found)]
    others = _others(found)
    if any(set(row[1:]) != {NOTHING} for row in others.rows):
        blocks += [Heading("Other coefficients"), others]
    if any(code.spans for code in found.codes):
        blocks += [Heading("The same words"), *_spans(found)]
    if found.parts:
        blocks += [Heading("By part of the study"), code_grid(found.parts, found)]
    if found.swaps:
        blocks += [Heading("Codes taken for each other"), swap_grid(found)]
    warned = warning_lines(found.codes)
    if warned:
        blocks += [Heading("Warnings"), Bullets(warned)]
    return [*blocks, Heading("Methods, ready to paste"), Paragraph(methods_paragraph(found))]


def _notes(found: Agreement) -> list[Block]:
    if found.notes:
        return [Bullets(found.notes)]
    return [Paragraph("Nothing was left out.")] if found.table is None else []


def agreement_paper(found: Agreement) -> list[Block]:
    """The same for word processors: the drawing as a table."""
    out: list[Block] = []
    for block in agreement_document(found):
        out += [heat_map_grid(found), Paragraph(block.caption)] if isinstance(block, Picture) else [block]
    return out


def summary(found: Agreement) -> str:
    """Who was compared on how much, and the verdict on all codes together."""
    terms = found.terms
    what = (
        f"{listed(list(found.coders))}: {terms.many(found.joint)} {terms.judged} jointly, {found.single} by one of "
        "them only."
    )
    return what if found.overall is None else f"{what} Pooled over {plural(found)}: {found.overall.sentence}"


def plural(found: Agreement) -> str:
    """What was compared: `codes`, `categories`."""
    return "codes" if found.terms.thing == "code" else "categories"


def alpha_name(found: Agreement) -> str:
    """`α`, and for another level than nominal `ordinal α`."""
    return "α" if found.level == "nominal" else f"{found.level} α"


def together_title(found: Agreement) -> str:
    """The heading over all codes."""
    return f"All {plural(found)} together"


def _verdicts(found: Agreement) -> Grid:
    rows = []
    for verdict in Verdict:
        named = [code.code for code in found.codes if code.verdict is verdict]
        if named:
            rows.append((verdict.value, str(len(named)), ", ".join(named)))
    return Grid(("verdict", plural(found), "which"), rows, frozenset({1}))


def verdict_lines(codes: Sequence[CodeAgreement], *, rare_too: bool = True) -> list[str]:
    """Every verdict in words with its numbers, and how probable it is that alpha reaches each threshold."""
    return [
        f"{code.code}: {code.sentence}{_probabilities(code)}"
        for code in codes
        if rare_too or code.verdict not in (Verdict.TOO_RARE, Verdict.NOT_ASSESSED, Verdict.NOT_ASSESSABLE)
    ]


def _probabilities(code: CodeAgreement) -> str:
    if code.reliable is None or code.tentative is None or code.verdict is Verdict.TOO_RARE:
        return ""
    return f" P(α ≥ .800) = {decimal(code.reliable)}, P(α ≥ .667) = {decimal(code.tentative)}."


def code_grid(codes: Sequence[CodeAgreement], found: Agreement) -> Grid:
    """One row a code, or a code in a part of the study."""
    parts = list(dict.fromkeys(name for code in codes for name in code.part))
    head = [*parts, *code_head(found), "verdict"]
    rows = []
    for code in codes:
        figures = [shown(code, name) for name in _figures(found)]
        rows.append(
            (
                *(code.part.get(name, "") for name in parts),
                code.code,
                str(code.counts.joint),
                "/".join(str(each.joint if code.counts.several else each.applied) for each in code.counts.coders),
                percent(_value(code, PERCENT)),
                *figures,
                code.verdict.value,
            )
        )
    first = len(parts) + 1
    return Grid(head, rows, frozenset(range(first, len(head) - 1)))


def code_head(found: Agreement) -> list[str]:
    """The head of the table of codes, without parts and verdict."""
    names = {ALPHA: alpha_name(found), NOMINAL: "nominal α", POSITIVE: "P+", NEGATIVE: "P−", AC1: "AC1"}
    counts = f"{found.terms.done} ({'/'.join(found.coders)})"
    return [found.terms.thing, "n", counts, "agree", *(names[name] for name in _figures(found))]


def _figures(found: Agreement) -> list[str]:
    """P+ and P− only where something is there or not; the nominal alpha beside that of another level."""
    if found.level != "nominal":
        return [ALPHA, NOMINAL, AC1]
    return [ALPHA, POSITIVE, NEGATIVE, AC1]


def shown(code: CodeAgreement, name: str) -> str:
    """A figure with its interval; in brackets and without it where the code is too rare to judge."""
    found = code.coefficients.get(name)
    if name == NOMINAL and code.level == "nominal":
        # One category against the others has the same alpha at every level.
        found = code.coefficients.get(ALPHA)
    if found is None or found.value is None:
        return NOTHING
    if code.verdict is Verdict.TOO_RARE:
        return f"({decimal(found.value)})"
    return with_interval(found)


def _value(code: CodeAgreement, name: str) -> float | None:
    found = code.coefficients.get(name)
    return None if found is None else found.value


def overall_grid(together: Overall, terms: Terms = CODES) -> Grid:
    """Every figure under its full name."""
    rows = [(OVERALL_LABELS[name], decimal(each.value), interval(each)) for name, each in together.figures.items()]
    same = together.identical
    rows.append((f"{terms.units} with the same codes from everybody", percent(same.value), interval(same)))
    return Grid(("figure", "value", "95 % interval"), rows, frozenset({1}))


def overall_lines(together: Overall, terms: Terms = CODES) -> list[str]:
    """What belongs beside the figures for all codes."""
    lines = [
        f"α of single codes: median {decimal(together.median_alpha)}, from {decimal(together.lowest_alpha)} to "
        f"{decimal(together.highest_alpha)}, over the {together.defined} codes for which it is defined.",
        f"Codes per {terms.unit}: "
        + ", ".join(f"{name} {mean:.2f}" for name, mean in together.labels_per_response.items())
        + ".",
        f"Where at least one coder applied something, their sets have a mean Jaccard similarity of "
        f"{decimal(together.jaccard_where_coded)}.",
    ]
    if together.unused:
        many = "1 code was" if len(together.unused) == 1 else f"{len(together.unused)} codes were"
        lines.append(f"{many} applied by nobody: {', '.join(together.unused)}.")
    if together.left_out:
        lines.append(
            f"Not in the comparison of label sets, because they came into the codebook later: "
            f"{', '.join(together.left_out)}."
        )
    return lines


def _without(found: Agreement) -> Grid:
    rows = [(code.code, *(decimal(code.without.get(name)) for name in found.coders)) for code in found.codes]
    head = (found.terms.thing, *(f"{alpha_name(found)} without {name}" for name in found.coders))
    return Grid(head, rows, frozenset(range(1, len(head))))


def _others(found: Agreement) -> Grid:
    conger = COHEN if len(found.coders) == 2 else LABELS[CONGER]
    more = list(
        dict.fromkeys(
            name for code in found.codes for name in code.coefficients if name not in LABELS and name != NOMINAL
        )
    )
    names = (CONGER, FLEISS, BP, *more)
    rows = [(code.code, *(shown(code, name) for name in names)) for code in found.codes]
    head = (found.terms.thing, conger, LABELS[FLEISS], LABELS[BP], *(name.replace("_", " ") for name in more))
    return Grid(head, rows, frozenset(range(1, len(head))))


def _spans(found: Agreement) -> list[Block]:
    head = ("code", "texts", "|uα", "overlap (Dice)", "exact", "≥ 90 %", "≥ 50 %", "less", "unmatched", "offset")
    rows = []
    for code in found.codes:
        spans = code.spans
        if spans is not None:
            counts = (spans.exact, spans.close, spans.half, spans.touching, spans.alone)
            offset = NOTHING if spans.offset is None else f"{spans.offset:g}"
            figures = (with_interval(spans.alpha), with_interval(spans.overlap))
            rows.append((code.code, str(spans.texts), *figures, *map(str, counts), offset))
    left = sum(code.spans.whole_left_out for code in found.codes if code.spans is not None)
    text = (
        "Per code, |uα is Krippendorff's alpha for unitising (2016): marked or not, character by character, resampled "
        "by response. Overlap is on texts where at least one coder marked words. Quotes are matched by intersection "
        "over union; offset is the median distance of their boundaries in characters. cuα and (k)uα are not computed: "
        "quotes of different codes overlap."
    )
    if left:
        text += f" {left} codings of whole answers are left out here."
    return [Grid(head, rows, frozenset(range(1, 10))), Paragraph(text)]


def swap_grid(found: Agreement) -> Grid:
    """Pairs of codes, the most swapped first."""
    rows = [(swap.code, swap.other, str(swap.swaps), f"{swap.expected:.1f}") for swap in found.swaps]
    return Grid(("one coder has", "another has", "swaps", "expected"), rows, frozenset({2, 3}))


def warning_lines(codes: Sequence[CodeAgreement], *, rare_too: bool = True) -> list[str]:
    """Every warning with its code; without `rare_too` only of codes that occur often enough to judge."""
    return [
        f"{code.code}: {warning}"
        for code in codes
        if rare_too or rarer(code.counts) >= JUDGED_FROM
        for warning in code.warnings
    ]
