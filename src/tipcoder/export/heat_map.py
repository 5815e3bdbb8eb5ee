"""Alpha of every code for every pair of coders as a picture, and in letters.

The value stands in its cell, so that colour says nothing alone. Orange is below .667, blue above:
people who do not tell red from green tell these. A cell is hatched where the code is too rare to
judge, and blank where nothing was compared.
"""

from __future__ import annotations

from tipcoder.agreement.number_format import format_decimal
from tipcoder.agreement.results import Agreement, CodeAgreement, PairAgreement
from tipcoder.export.agreement_tables import name_code
from tipcoder.export.document import Table
from tipcoder.export.pictures.cells import Cell, CellPicture

_PAIR_LETTERS = 14
"""Of the names of two coders over a column of letters."""
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
    return _picture_pairs(found).draw()


def format_heat_map(found: Agreement) -> str:
    """One line per code: a shade and the value for each pair.

    The value is in brackets where the code is too rare to judge.
    """
    return _picture_pairs(found).write()


def build_heat_map_grid(found: Agreement) -> Table:
    """The values alone, for documents that hold no drawing; in brackets where the code is too rare
    to judge.
    """
    return _picture_pairs(found).tabulate()


def _picture_pairs(found: Agreement) -> CellPicture:
    """A cell for each code and pair of coders; a blank one where nothing was compared."""
    pairs = _list_pairs(found)
    alpha = "alpha" if found.level == "nominal" else f"{found.level} alpha"
    cells = []
    for code in found.codes:
        cells.append(tuple(_build_cell(code, _find_pair(code, names)) for names in pairs))
    return CellPicture(
        f"Krippendorff's {alpha} by {found.terms.thing} and pair of coders",
        tuple(name_code(found, code) for code in found.codes),
        tuple(f"{first} / {second}" for first, second in pairs),
        tuple(cells),
        found.terms.thing,
        (_HATCHING,),
        tuple("/".join(pair) for pair in pairs),
        _PAIR_LETTERS,
    )


def _build_cell(code: CodeAgreement, pair: PairAgreement | None) -> Cell | None:
    # One unit that both judged says nothing.
    if pair is None or pair.joint < 2:
        return None
    fill, ink = _choose_colours(code, pair)
    text = format_decimal(pair.alpha)
    if pair.alpha is None:
        return Cell(text, fill, ink)
    if code.verdict.is_too_one_sided:
        return Cell(text, fill, ink, f"({text})", f"({text})")
    alpha = pair.alpha
    # The shade tells high from low at a glance.
    shade = next(shade for least, shade in _SHADES if alpha >= least)
    return Cell(text, fill, ink, f"{shade * 3} {text}")


def _choose_colours(code: CodeAgreement, pair: PairAgreement) -> tuple[str, str]:
    """The colour of a cell, and that of the letters on it."""
    if pair.alpha is None:
        return "#ffffff", "#666666"
    if code.verdict.is_too_one_sided:
        return "url(#rare)", "#000000"
    for least, fill, ink in _COLOURS:
        if pair.alpha >= least:
            return fill, ink
    raise AssertionError("alpha is above the least limit")


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
