"""Alpha of every code for every pair of coders as a picture, and in letters.

The value stands in its cell, so that colour says nothing alone. Orange is below .667, blue above: people who do not
tell red from green tell these. A cell is hatched where the code is too rare to judge, and blank where nothing was
compared.
"""

from __future__ import annotations

import html

from tipcoder.agreement.results import Agreement, CodeAgreement, PairAgreement, Verdict
from tipcoder.agreement.words import format_decimal
from tipcoder.export.document import TableGrid
from tipcoder.text import make_excerpt, measure_cell_width

_CELL, _ROW, _LABEL, _TOP = 84, 24, 260, 64
_LABEL_LETTERS = 36
_BLUES = ((0.8, "#2166ac", "#ffffff"), (0.667, "#92c5de", "#000000"))
_ORANGES = ((0.4, "#fddbc7", "#000000"), (0.0, "#f4a582", "#000000"), (-2.0, "#b35806", "#ffffff"))
_SHADES = ((0.8, "█"), (0.667, "▓"), (0.4, "▒"), (-2.0, "░"))


def draw_heat_map(agreement: Agreement) -> str:
    """An SVG of its own size; the names in it are escaped."""
    pairs = _list_pairs(agreement)
    width, height = _LABEL + _CELL * max(len(pairs), 1) + 8, _TOP + _ROW * len(agreement.codes) + 8
    alpha = "alpha" if agreement.level == "nominal" else f"{agreement.level} alpha"
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        'font-family="system-ui, sans-serif" font-size="12" role="img">',
        f"<title>Krippendorff's {alpha} by {agreement.terms.thing} and pair of coders</title>",
        '<defs><pattern id="rare" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect width="6" height="6" fill="#f2f2f2"/><line x1="0" y1="0" x2="0" y2="6" stroke="#b0b0b0" '
        'stroke-width="2"/></pattern></defs>',
    ]
    for n, pair in enumerate(pairs):
        x = _LABEL + _CELL * n + _CELL / 2
        for line, name in enumerate(pair):
            shown = html.escape(make_excerpt(name, 12))
            out.append(f'<text x="{x:g}" y="{26 + 16 * line}" text-anchor="middle">{shown}</text>')
    for row, code in enumerate(agreement.codes):
        y = _TOP + _ROW * row
        label = html.escape(make_excerpt(_find_label(agreement, code), _LABEL_LETTERS))
        out.append(f'<text x="{_LABEL - 8}" y="{y + 16}" text-anchor="end">{label}</text>')
        for n, pair in enumerate(pairs):
            out += _draw_cell(code, _find_pair(code, pair), _LABEL + _CELL * n, y)
    return "\n".join([*out, "</svg>"]) + "\n"


def _draw_cell(code: CodeAgreement, pair: PairAgreement | None, x: int, y: int) -> list[str]:
    box = f'x="{x + 1}" y="{y + 1}" width="{_CELL - 2}" height="{_ROW - 2}"'
    if pair is None or pair.joint < 2:
        return [f'<rect {box} fill="#ffffff" stroke="#dddddd"/>']
    if pair.alpha is None:
        fill, ink = "#ffffff", "#666666"
    elif code.verdict is Verdict.TOO_RARE:
        fill, ink = "url(#rare)", "#000000"
    else:
        value = pair.alpha
        fill, ink = next((fill, ink) for least, fill, ink in (*_BLUES, *_ORANGES) if value >= least)
    return [
        f'<rect {box} fill="{fill}" stroke="#dddddd"/>',
        f'<text x="{x + _CELL / 2:g}" y="{y + 16}" text-anchor="middle" fill="{ink}">{format_decimal(pair.alpha)}</text>',
    ]


def format_heat_map(agreement: Agreement) -> str:
    """One line a code: a shade and the value for each pair; in brackets where the code is too rare to judge."""
    pairs = _list_pairs(agreement)
    names = [make_excerpt(f"{a}/{b}", 14) for a, b in pairs]
    width = max(
        (measure_cell_width(make_excerpt(_find_label(agreement, code), _LABEL_LETTERS)) for code in agreement.codes),
        default=0,
    )
    lines = [" " * width + "".join(f"  {name:>14}" for name in names)]
    for code in agreement.codes:
        label = make_excerpt(_find_label(agreement, code), _LABEL_LETTERS)
        cells = "".join(f"  {_format_shaded_alpha(code, _find_pair(code, pair)):>14}" for pair in pairs)
        lines.append(label + " " * (width - measure_cell_width(label)) + cells)
    return "\n".join(line.rstrip() for line in lines)


def build_heat_map_grid(agreement: Agreement) -> TableGrid:
    """The values alone, for documents that hold no drawing; in brackets where the code is too rare to judge."""
    pairs = _list_pairs(agreement)
    rows = [
        (_find_label(agreement, code), *(_format_alpha(code, _find_pair(code, pair)) for pair in pairs))
        for code in agreement.codes
    ]
    return TableGrid(
        (agreement.terms.thing, *(f"{a} / {b}" for a, b in pairs)), rows, frozenset(range(1, len(pairs) + 1))
    )


def _format_alpha(code: CodeAgreement, pair: PairAgreement | None) -> str:
    if pair is None or pair.joint < 2:
        return ""
    return (
        f"({format_decimal(pair.alpha)})"
        if code.verdict is Verdict.TOO_RARE and pair.alpha is not None
        else format_decimal(pair.alpha)
    )


def _format_shaded_alpha(code: CodeAgreement, pair: PairAgreement | None) -> str:
    if pair is None or pair.joint < 2:
        return ""
    if pair.alpha is None:
        return format_decimal(None)
    if code.verdict is Verdict.TOO_RARE:
        return f"({format_decimal(pair.alpha)})"
    shade = next(shade for least, shade in _SHADES if pair.alpha >= least)
    return f"{shade * 3} {format_decimal(pair.alpha)}"


def _find_label(agreement: Agreement, code: CodeAgreement) -> str:
    return agreement.labels.get(code.code, code.code)


def _list_pairs(agreement: Agreement) -> list[tuple[str, str]]:
    return list(dict.fromkeys(pair.coders for code in agreement.codes for pair in code.pairs))


def _find_pair(code: CodeAgreement, names: tuple[str, str]) -> PairAgreement | None:
    return next((pair for pair in code.pairs if pair.coders == names), None)
