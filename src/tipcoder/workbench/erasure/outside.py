"""What an erasure cannot reach: files that left the study. Those that the log knows are named."""

from __future__ import annotations

from tipcoder.errors import EnvironmentFault
from tipcoder.store import erasing, exports, survey_data
from tipcoder.store.engine import Db
from tipcoder.text import fold_text, format_count, join_first
from tipcoder.workbench.erasure.plan import ErasurePlan
from tipcoder.workbench.redaction.detector import load_study_keys
from tipcoder.workbench.status.backup import KEYS_COPIED
from tipcoder.workbench.study import OpenStudy

_NAMED = 5


def describe_outside(study: OpenStudy, plan: ErasurePlan) -> list[str]:
    """Sentences about the survey file, backups, bundles and exports."""
    with study.store.read() as db:
        surveys = survey_data.load_imported_names(db)
        left = _list_exports(db, plan)
        keys_copied = survey_data.get_meta(db, KEYS_COPIED) is not None
    says = [
        f"Not covered: the survey file itself ({join_first(surveys, _NAMED)}). Take the words out "
        "of it, too; importing it again does not bring them back.",
        "Not covered: backups, bundles, exports and colleagues' copies that were made before. "
        "Restoring an older backup brings the words back: erase them there again.",
    ]
    aliases = _count_aliases(study, plan)
    if aliases:
        held = format_count(aliases, "alias", "aliases")
        says.append(
            f"{held} in the key file stood in these words and in no other answer; "
            "`tipcoder redact alias` lists aliases, and removes them with --remove."
        )
    if left:
        says.append(
            f"Files that left with rows of it: {join_first(left, _NAMED)}; "
            "`tipcoder quotes exports` tells more of them."
        )
    if plan.request.scope.response_id and keys_copied:
        says.append("The key file was copied with `tipcoder backup --keys`: the copy still names.")
    return says


def _list_exports(db: Db, plan: ErasurePlan) -> list[str]:
    """Exports with a row of these cases, each once, oldest first."""
    found = {}
    for case_id in sorted({answer.case_id for answer in plan.answers}):
        for record in exports.find_exports_of(db, case_id):
            found[record.number] = f"export {record.number} of {record.at[:10]}"
    return [found[number] for number in sorted(found)]


def _count_aliases(study: OpenStudy, plan: ErasurePlan) -> int:
    """Further names that only the erased words held. They are a person's, and stay."""
    try:
        known = load_study_keys(study).aliases
    except EnvironmentFault:
        return 0  # whoever has no key file cannot be told what is in it
    texts = [fold_text(words) for words in plan.wordings]
    counted = 0
    with study.store.read() as db:
        for names in known.values():
            for name in names:
                stood = any(fold_text(name) in text for text in texts)
                counted += stood and not erasing.has_text_elsewhere(db, name, ())
    return counted
