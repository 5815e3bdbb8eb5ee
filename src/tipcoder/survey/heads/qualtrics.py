"""Knows the further header rows of a Qualtrics export: question texts, then import IDs.

Taken for answers, they would be coded as if two more people had written. Exports of the older form
have `V1`, `V2` as names and no import IDs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tipcoder.survey.heads.header_form import Cells, HeaderForm

_IMPORT_ID = re.compile(r"""\s*\{\s*["']ImportId["']""")
_OLD_NAME = re.compile(r"V\d{1,2}")
_OLD_WORDING = "ResponseID"
_WITHIN = 3
"""Rows below the header among which the import IDs are looked for."""


def find_qualtrics_header(header: Cells, below: Sequence[Cells]) -> HeaderForm | None:
    """The rows down to the one of import IDs; None if this is no Qualtrics export."""
    for number, cells in enumerate(below[:_WITHIN], 1):
        if _are_import_ids(cells):
            further = tuple(below[:number])
            wordings = further[0] if number > 1 else None
            return HeaderForm("Qualtrics", further, wordings=wordings)
    old = bool(header) and _OLD_NAME.fullmatch(header[0].lstrip("\ufeff"))
    if old and below and below[0] and below[0][0] == _OLD_WORDING:
        return HeaderForm("Qualtrics", (below[0],), wordings=below[0])
    return None


def _are_import_ids(cells: Cells) -> bool:
    """Whether most filled cells of a row are import IDs."""
    filled = [cell for cell in cells if cell]
    ids = [cell for cell in filled if _IMPORT_ID.match(cell)]
    return len(ids) * 2 > len(filled)
