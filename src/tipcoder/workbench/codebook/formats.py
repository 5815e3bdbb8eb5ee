"""Codebooks as files: read, compared, and written as TOML; `tipcoder.export` has the other formats."""

from __future__ import annotations

from tipcoder.codebook.differing import find_differences as find_differences
from tipcoder.codebook.reading import find_gaps as find_gaps
from tipcoder.codebook.reading import read_codebook as read_codebook
from tipcoder.codebook.writing import codebook_to_toml as codebook_to_toml
from tipcoder.workbench.codebook.file import is_in_step
from tipcoder.workbench.study import OpenStudy


def waits_for_codes(here: OpenStudy) -> bool:
    """Whether codebook.toml waits to be taken in, because it drops codes that have codings."""
    with here.store.read() as db:
        return here.store.is_sqlite and not is_in_step(here.codebook_file, db)
