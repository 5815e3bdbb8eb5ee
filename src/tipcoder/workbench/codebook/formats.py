"""Codebooks as files: read, compared, and written as TOML.

`tipcoder.export` has the other formats.
"""

from __future__ import annotations

from tipcoder.codebook.checks import find_gaps as find_gaps
from tipcoder.codebook.differences import find_differences as find_differences
from tipcoder.codebook.reading import read_codebook as read_codebook
from tipcoder.codebook.writing import codebook_to_toml as codebook_to_toml
from tipcoder.workbench.codebook.hand_edits import is_in_step
from tipcoder.workbench.study import OpenStudy


def waits_for_codes(study: OpenStudy) -> bool:
    """Whether codebook.toml waits to be imported, because it drops codes that have codings."""
    with study.store.read() as db:
        return study.store.is_sqlite and not is_in_step(study.codebook_file, db)
