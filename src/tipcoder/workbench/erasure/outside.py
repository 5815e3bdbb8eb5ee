"""What an erasure cannot reach: files that left the study. Those that the log knows are named."""

from __future__ import annotations

from tipcoder.store import act_log, survey_data
from tipcoder.text import join_first
from tipcoder.workbench.erasure.plan import ErasurePlan
from tipcoder.workbench.status.backup import KEYS_COPIED
from tipcoder.workbench.study import OpenStudy

_LEFT = ("export", "quotes")
"""Verbs of acts by which something left."""
_NAMED = 5


def describe_outside(study: OpenStudy, plan: ErasurePlan) -> list[str]:
    """Sentences about the survey file, backups, bundles and exports."""
    with study.store.read() as db:
        surveys = survey_data.load_imported_names(db)
        left = [line for line in act_log.load_log(db) if line.verb in _LEFT]
        keys_copied = survey_data.get_meta(db, KEYS_COPIED) is not None
    says = [
        f"Not covered: the survey file itself ({join_first(surveys, _NAMED)}). Take the words out "
        "of it, too; importing it again does not bring them back.",
        "Not covered: backups, bundles, exports and colleagues' copies that were made before. "
        "Restoring an older backup brings the words back: erase them there again.",
    ]
    if left:
        named = [f"act {line.act} of {line.at[:10]}" for line in left]
        says.append(f"Files that left by the log: {join_first(named, _NAMED)} (`tipcoder log`).")
    if plan.request.scope.response_id and keys_copied:
        says.append("The key file was copied with `tipcoder backup --keys`: the copy still names.")
    return says
