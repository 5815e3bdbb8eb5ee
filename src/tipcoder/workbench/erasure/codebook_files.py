"""codebook.toml and its backups, without words that were erased."""

from __future__ import annotations

from pathlib import Path

from tipcoder.codebook.reading import read_codebook
from tipcoder.codebook.rewriting import rewrite_toml
from tipcoder.errors import BadInput
from tipcoder.export.whole_files import write_file
from tipcoder.workbench.erasure.plan import ErasurePlan
from tipcoder.workbench.study import OpenStudy


def rewrite_codebook_files(study: OpenStudy, plan: ErasurePlan) -> list[str]:
    """Take the words out of codebook.toml and of the backups beside it; returns what was done.

    What did not change stays as written. A backup that cannot be read is left, and the search for
    files that hold the words names it.
    """
    path = study.codebook_file
    done = []
    for file in (path, *sorted(path.parent.glob(f"{path.name}.bak*"))):
        if _rewrite_file(file, plan):
            done.append(file.name)
    return [f"Rewritten without words of it: {', '.join(done)}."] if done else []


def _rewrite_file(path: Path, plan: ErasurePlan) -> bool:
    try:
        book = read_codebook(path)
        text = path.read_bytes().decode("utf-8")
    except (BadInput, OSError, UnicodeDecodeError):
        return False
    without = plan.clean_codebook(book)
    if without is book:
        return False
    write_file(path, rewrite_toml(text, without))
    return True
