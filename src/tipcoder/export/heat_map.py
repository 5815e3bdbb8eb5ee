"""Alpha of every code for every pair of coders as a picture, and in letters.

The value stands in its cell, so that colour says nothing alone. Orange is below .667, blue above:
people who do not tell red from green tell these. A cell is hatched where the code is too rare to
judge, and blank where nothing was compared.
"""

from __future__ import annotations

import html

from tipcoder.agreement.number_format import format_decimal
from tipcoder.agreement.results import Agreement, CodeAgreement, PairAgreement, Verdict
from tipcoder.export.agreement_tables import name_code
from tipcoder.export.document import Table, text_table
from tipcoder.text import make_excerpt, measure_cell_width

_CELL, _ROW, _LABEL, _TOP, _MARGIN = 84, 24, 260, 64, 8
"""Pixels of the picture."""
_LABEL_LETTERS, _CODER_LETTERS, _PAIR_LETTERS = 36, 12, 14
_BASELINE = 16
"""Pixels from the upper edge of a cell to the foot of its letters."""
_BLUES = ((0.8, "#2166ac", "#ffffff"), (0.667, "#92c5de", "#000000"))
_ORANGES = ((0.4, "#fddbc7", "#000000"), (0.0, "#f4a582", "#000000"), (-2.0, "#b35806", "#ffffff"))
_COLOURS = (*_BLUES, *_ORANGES)
"""The least alpha of a colour, the colour, and that of the letters on it."""
_SHADES = ((0.8, "█"), (0.667, "▓"), (0.4, "▒"), (-2.0, "░"))
_HATCHING = (
    '<defs><pattern id="rare" width="6" height="6" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)">'
    '<rect width="6" height="6" fill="#f2f2f2"/><line x1="0" y1="0" x2="0" y2="6" stroke="#b0b0b0" '
    'stroke-width="2"/></pattern></defs>'
)

_Pair = tuple[str, str]


def draw_heat_map(found: Agreement) -> str:
    """An SVG of its own size; the names in it are escaped."""
    pairs = _list_pairs(found)
    width = _LABEL + _CELL * max(len(pairs), 1) + _MARGIN
    height = _TOP + _ROW * len(found.codes) + _MARGIN
    alpha = "alpha" if found.level == "nominal" else f"{found.level} alpha"
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" '
        'font-family="system-ui, sans-serif" font-size="12" role="img">',
        f"<title>Krippendorff's {alpha} by {found.terms.thing} and pair of coders</title>",
        _HATCHING,
    ]
    for place, pair in enumerate(pairs):
        lines += _draw_head(pair, place)
    for number, code in enumerate(found.codes):
        lines += _draw_row(found, code, pairs, _TOP + _ROW * number)
    return "\n".join([*lines, "</svg>"]) + "\n"


def _draw_head(pair: _Pair, place: int) -> list[str]:
    """The names of two coders, one under the other."""
    middle = _LABEL + _CELL * place + _CELL / 2
    lines = []
    for number, name in enumerate(pair):
        shown = html.escape(make_excerpt(name, _CODER_LETTERS))
        lines.append(
            f'<text x="{middle:g}" y="{26 + 16 * number}" text-anchor="middle">{shown}</text>'
        )
    return lines


def _draw_row(found: Agreement, code: CodeAgreement, pairs: list[_Pair], top: int) -> list[str]:
    """The label of a code, and a cell for each pair."""
    label = html.escape(_name_code(found, code))
    lines = [f'<text x="{_LABEL - 8}" y="{top + _BASELINE}" text-anchor="end">{label}</text>']
    for place, names in enumerate(pairs):
        lines += _draw_cell(code, _find_pair(code, names), _LABEL + _CELL * place, top)
    return lines


def _draw_cell(code: CodeAgreement, pair: PairAgreement | None, left: int, top: int) -> list[str]:
    """A coloured cell with its value; an empty one where nothing was compared."""
    box = f'x="{left + 1}" y="{top + 1}" width="{_CELL - 2}" height="{_ROW - 2}"'
    if pair is None or not _is_compared(pair):
        return [f'<rect {box} fill="#ffffff" stroke="#dddddd"/>']
    fill, ink = _choose_colours(code, pair)
    middle = left + _CELL / 2
    value = format_decimal(pair.alpha)
    place = f'x="{middle:g}" y="{top + _BASELINE}" text-anchor="middle"'
    return [
        f'<rect {box} fill="{fill}" stroke="#dddddd"/>',
        f'<text {place} fill="{ink}">{value}</text>',
    ]


def _choose_colours(code: CodeAgreement, pair: PairAgreement) -> tuple[str, str]:
    """The colour of a cell, and that of the letters on it."""
    if pair.alpha is None:
        return "#ffffff", "#666666"
    if code.verdict is Verdict.TOO_RARE:
        return "url(#rare)", "#000000"
    for least, fill, ink in _COLOURS:
        if pair.alpha >= least:
            return fill, ink
    raise AssertionError("alpha is above the least limit")


def format_heat_map(found: Agreement) -> str:
    """One line per code: a shade and the value for each pair.

    The value is in brackets where the code is too rare to judge.
    """
    pairs = _list_pairs(found)
    labels = [_name_code(found, code) for code in found.codes]
    width = max(map(measure_cell_width, labels), default=0)
    heads = [make_excerpt(f"{first}/{second}", _PAIR_LETTERS) for first, second in pairs]
    lines = [" " * width + _join_cells(heads)]
    for code, label in zip(found.codes, labels, strict=True):
        cells = [_shade_value(code, _find_pair(code, names)) for names in pairs]
        lines.append(label + " " * (width - measure_cell_width(label)) + _join_cells(cells))
    return "\n".join(line.rstrip() for line in lines)


def _join_cells(cells: list[str]) -> str:
    """Cells in letters, each as wide as the name of a pair."""
    return "".join(f"  {cell:>{_PAIR_LETTERS}}" for cell in cells)


def build_heat_map_grid(found: Agreement) -> Table:
    """The values alone, for documents that hold no drawing; in brackets where the code is too rare
    to judge.
    """
    pairs = _list_pairs(found)
    rows = []
    for code in found.codes:
        values = [_format_value(code, _find_pair(code, names)) for names in pairs]
        rows.append((_name_code(found, code), *values))
    heads = [f"{first} / {second}" for first, second in pairs]
    return text_table((found.terms.thing, *heads), rows, range(1, len(heads) + 1))


def _format_value(code: CodeAgreement, pair: PairAgreement | None) -> str:
    """The value in a cell; in brackets where the code is too rare to judge."""
    if pair is None or not _is_compared(pair):
        return ""
    value = format_decimal(pair.alpha)
    is_rare = code.verdict is Verdict.TOO_RARE and pair.alpha is not None
    return f"({value})" if is_rare else value


def _shade_value(code: CodeAgreement, pair: PairAgreement | None) -> str:
    """The value behind a shade, which tells high from low at a glance."""
    value = _format_value(code, pair)
    if pair is None or pair.alpha is None or code.verdict is Verdict.TOO_RARE or not value:
        return value
    shade = next(shade for least, shade in _SHADES if pair.alpha >= least)
    return f"{shade * 3} {value}"


def _is_compared(pair: PairAgreement) -> bool:
    """Whether there is more than one unit that both judged."""
    return pair.joint >= 2


def _name_code(found: Agreement, code: CodeAgreement) -> str:
    """What people call the code, short enough for the picture."""
    return make_excerpt(name_code(found, code), _LABEL_LETTERS)


def _list_pairs(found: Agreement) -> list[_Pair]:
    """Every pair of coders that was compared, in order of appearance."""
    pairs: dict[_Pair, None] = {}
    for code in found.codes:
        for pair in code.pairs:
            pairs[pair.coders] = None
    return list(pairs)


def _find_pair(code: CodeAgreement, names: _Pair) -> PairAgreement | None:
    """The figures of a code for two coders; None where they share no unit."""
    for pair in code.pairs:
        if pair.coders == names:
            return pair
    return None
