"""What an erasure cannot reach: files that left the study. Those that the log knows are named."""

from __future__ import annotations

from collections.abc import Iterable

from tipcoder.errors import EnvironmentFault
from tipcoder.store import erasing, exports, repeated_words, survey_data
from tipcoder.store.engine import Db
from tipcoder.study import STUDY_FILE
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
        named = repeated_words.find_repeating_names(db, plan.passages.stands_in)
    says = [
        f"Not covered: the survey file itself ({join_first(surveys, _NAMED)}). Take the words out "
        "of it, too; importing it again does not bring them back.",
        "Not covered: backups, bundles, exports and colleagues' copies that were made before. "
        "Restoring an older backup brings the words back: erase them there again.",
    ]
    if named:
        says.append(
            f"Names stay because other rows are known by them; these repeat the words: "
            f"{', '.join(named)}."
        )
    aliases = _count_stood(plan, study, _list_aliases(study))
    if aliases:
        held = format_count(aliases, "alias", "aliases")
        says.append(
            f"{held} in the key file stood in these words and in no other answer; "
            "`tipcoder redact alias` lists aliases, and removes them with --remove."
        )
    kept = _count_stood(plan, study, study.definition.privacy.keep)
    if kept:
        held = format_count(kept, "name")
        says.append(
            f"{held} under keep in {STUDY_FILE} stood in these words and in no other answer: "
            "take them out there."
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


def _list_aliases(study: OpenStudy) -> list[str]:
    """Every name in the key file that a person added. They are that person's, and stay."""
    try:
        keys = load_study_keys(study)
    except EnvironmentFault:
        return []  # whoever has no key file cannot be told what is in it
    names = []
    for added in (keys.aliases, keys.known_persons):
        for owned in added.values():
            names += owned
    return names


def _count_stood(plan: ErasurePlan, study: OpenStudy, names: Iterable[str]) -> int:
    """How many of these names only the erased words held."""
    texts = [fold_text(words) for words in plan.wordings]
    counted = 0
    with study.store.read() as db:
        for name in names:
            stood = any(fold_text(name) in text for text in texts)
            counted += stood and not erasing.has_text_elsewhere(db, name, ())
    return counted
