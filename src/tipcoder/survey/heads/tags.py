"""Knows a row of tags below the header, as the Humanitarian Exchange Language (HXL) has it and
KoboToolbox writes it, and the row of codes in LimeSurvey's VV files."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tipcoder.survey.heads.header_form import Cells, HeaderForm

_TAG = re.compile(r"#[\w-]+(\s*\+[\w-]+)*")
_VV_NAMES = frozenset(("id", "submitdate"))


def find_tagged_header(_header: Cells, below: Sequence[Cells]) -> HeaderForm | None:
    """The row of HXL tags; None if there is none."""
    if not below:
        return None
    filled = [cell.strip() for cell in below[0] if cell.strip()]
    if filled and all(_TAG.fullmatch(cell) for cell in filled):
        return HeaderForm("KoboToolbox or HXL", (below[0],))
    return None


def find_vv_header(header: Cells, below: Sequence[Cells]) -> HeaderForm | None:
    """The row of codes below the one of question texts, as LimeSurvey writes VV files."""
    if not below or _VV_NAMES.issubset(header) or not _VV_NAMES.issubset(below[0]):
        return None
    return HeaderForm("LimeSurvey VV", (below[0],), names=below[0], wordings=header)
