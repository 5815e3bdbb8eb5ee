"""Whether a study is kept where it is safe: its store, its key file, its folder."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from tipcoder.privacy.key_file import describe_key_risks, find_work_tree, key_path
from tipcoder.store.file_systems import find_network_share
from tipcoder.workbench.opening import warn_of_copies
from tipcoder.workbench.status.backup import has_keys_copy
from tipcoder.workbench.status.check_report import CheckReport
from tipcoder.workbench.study import OpenStudy
from tipcoder.workbench.survey.respondent_keys import find_key_file_fault

_FOR_OTHERS = 0o077
"""Bits of a file mode that let anybody but the owner in."""


def describe_network_share(file: Path) -> str:
    """Why locks may not hold, without trying one; empty where nothing speaks against it."""
    kind = find_network_share(file)
    return f"it is on a network share ({kind})" if kind else ""


def check_place(study: OpenStudy, report: CheckReport, find_doubt: Callable[[Path], str]) -> None:
    """Where an SQLite store lies.

    What a sync program left beside it, and whether its locks hold: `find_doubt` says why not.
    """
    # PostgreSQL looks after its own disk.
    if study.store.file is None:
        return
    report.warnings += warn_of_copies(study)
    why = find_doubt(study.store.file)
    if why:
        report.warnings.append(
            f"{study.store.place}: {why}, so that two programs may write over each other's acts; "
            "move the study to a disk of this machine, or use PostgreSQL for several people"
        )


def check_keys(study: OpenStudy, report: CheckReport) -> None:
    """The key file, and who can read the folder of the study."""
    missing = find_key_file_fault(study)
    if missing:
        report.faults.append(missing)
    elif not has_keys_copy(study):
        report.warnings.append(
            "the key file has not been copied since it last changed; "
            "`tipcoder backup --keys FILE` does that"
        )
    report.warnings += describe_key_risks(key_path(study.read_uuid()))

    # A commit is for ever, and is mostly pushed somewhere.
    if find_work_tree(study.folder) is not None:
        report.warnings.append(
            f"{study.folder.name}: is in a git work tree; "
            "what respondents wrote must not be committed with it"
        )
    if _can_others_open(study):
        report.warnings.append(
            f"{study.folder.name}: others on this machine can open the folder; chmod 700 it"
        )


def _can_others_open(study: OpenStudy) -> bool:
    # Windows has no such bits, and what is in PostgreSQL is not in the folder.
    if sys.platform == "win32" or not study.store.is_sqlite:
        return False
    return bool(study.folder.stat().st_mode & _FOR_OTHERS)
