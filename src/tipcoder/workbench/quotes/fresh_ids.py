"""Response IDs for one file only, so that a reader of two files cannot join them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tipcoder.errors import BadInput
from tipcoder.privacy.key_file import key_path, save_keys
from tipcoder.privacy.response_ids import draw_response_ids, find_numbers
from tipcoder.store import redactions, survey_data
from tipcoder.workbench.redaction.detector import load_study_keys
from tipcoder.workbench.study import OpenStudy

PUBLIC_IDS = (
    "The response IDs are those of the survey file: whoever has that joins every quote to its row. "
    "--fresh-ids draws others for this file."
)


def draw_fresh_ids(study: OpenStudy, respondents: Sequence[str]) -> dict[str, str]:
    """Fresh IDs by response ID.

    They are unlike any that was ever shown, and unlike any number in an answer. Raises BadInput
    where there are not enough numbers left.
    """
    keys = load_study_keys(study)
    with study.store.read() as db:
        taken = {*survey_data.load_respondent_ids(db), *keys.survey_ids, *keys.fresh_ids}
        texts = [source.text for source in redactions.load_sources(db)]

    digits = study.definition.privacy.id_digits
    # A pool that is used up gives way to longer IDs for all.
    for wanted in (digits, digits + 1):
        try:
            in_answers = find_numbers(texts, wanted)
            drawn = draw_response_ids(len(respondents), wanted, taken | in_answers)
        except BadInput:
            continue
        return dict(zip(respondents, drawn, strict=True))
    raise BadInput(
        "There are not enough numbers left for fresh IDs.", "Set id_digits higher under [privacy]."
    )


def save_fresh_ids(study: OpenStudy, ids: Mapping[str, str]) -> None:
    """Remember in the key file who is behind the fresh IDs, by response ID.

    For whoever holds the store's lock: two who change the key file at once would lose one of the
    changes.
    """
    keys = load_study_keys(study)
    for respondent, fresh in ids.items():
        keys.fresh_ids[fresh] = respondent
    save_keys(key_path(study.read_uuid()), keys, study.folder)
