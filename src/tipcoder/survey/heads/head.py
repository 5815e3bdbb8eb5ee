"""The first records of a file -> the names of its columns, and where its answers begin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tipcoder.survey.heads.header_form import Cells, HeaderForm
from tipcoder.survey.heads.qualtrics import find_qualtrics_header
from tipcoder.survey.heads.surveymonkey import find_surveymonkey_header
from tipcoder.survey.heads.tags import find_tagged_header, find_vv_header
from tipcoder.survey.heads.title_lines import count_title_lines

LOOKED_AT = 40
"""Records at the beginning of a file that are looked at."""
_FORMS = (
    find_qualtrics_header,
    find_surveymonkey_header,
    find_vv_header,
    find_tagged_header,
)


@dataclass(frozen=True)
class TableHead:
    """What stands above the answers."""

    written: Cells
    """The header row as it stands in the file."""
    names: Cells
    """The columns' names, not yet unique."""
    wordings: Cells
    """Question texts by column; empty where the file has none."""
    last_line: int
    """Where its last record begins: answers begin below."""
    titles: tuple[int, ...] = ()
    """Lines above the header that are no data."""
    further: tuple[int, ...] = ()
    """Lines of header rows below the first one."""
    platform: str = ""
    """Whose form the header has; empty for an ordinary one."""


def read_head(records: Sequence[tuple[int, list[str]]]) -> TableHead | None:
    """Tell the header from what stands above and below it; None for a file without a record.

    `records` are the first ones of the file, with their lines.
    """
    filled = [(line, tuple(cells)) for line, cells in records if any(map(str.strip, cells))]
    if not filled:
        # A header of blank names is one all the same.
        filled = [(line, tuple(cells)) for line, cells in records if cells]
    if not filled:
        return None
    titles = count_title_lines([cells for _, cells in filled])
    (line, header), *below = filled[titles:]
    form = _find_form(header, below)
    further = [at for at, _ in below[: len(form.further)]]
    wordings = form.wordings or ()
    return TableHead(
        written=header,
        names=form.names or header,
        wordings=wordings,
        last_line=further[-1] if further else line,
        titles=tuple(at for at, _ in filled[:titles]),
        further=tuple(further),
        platform=form.platform,
    )


def _find_form(header: Cells, below: Sequence[tuple[int, Cells]]) -> HeaderForm:
    rows = [_fit_row(cells, len(header)) for _, cells in below]
    for find_form in _FORMS:
        form = find_form(header, rows)
        if form is not None:
            return form
    return HeaderForm("", ())


def _fit_row(cells: Cells, width: int) -> Cells:
    """As many cells as the header has."""
    return (*cells[:width], *[""] * (width - len(cells)))
