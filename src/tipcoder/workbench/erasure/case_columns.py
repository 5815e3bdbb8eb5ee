"""What the survey has of a case beside its open answers, where an erasure reaches it."""

from __future__ import annotations

import json
from collections.abc import Callable

from tipcoder.store import erasing, survey_data
from tipcoder.store.events import Act
from tipcoder.study import Study
from tipcoder.workbench.erasure.plan import ErasurePlan
from tipcoder.workbench.study import OpenStudy


def erase_case_columns(act: Act, study: OpenStudy, plan: ErasurePlan) -> None:
    """Erase columns that repeat the words, and of a respondent those that no number rests on.

    A respondent's columns that study.toml names go only where that is asked for.
    """
    owners = {answer.response_id for answer in plan.answers}
    declared = frozenset(study.definition.find_named_columns())
    response_id = plan.request.scope.response_id
    kept: Callable[[str], bool] | None = None
    if response_id:
        owners.add(response_id)
        kept = _keep_nothing if plan.request.closed_answers else declared.__contains__

    def drop_columns(attributes: str) -> str:
        cells = json.loads(attributes)
        left = {}
        for column, value in cells.items():
            if kept is not None:
                if not kept(column):
                    continue
                value = _erase_own_words(study.definition, column, value)
            if not plan.passages.stands_in(value):
                left[column] = value
        return json.dumps(left, ensure_ascii=False, separators=(",", ":"))

    # What was asked once per respondent stands in each of their cases, also where the case itself
    # is no longer there because its import was undone.
    case_ids = set()
    for live in (0, 1):
        owned = survey_data.load_cases_by_key(act.db, owners, live=live)
        case_ids |= {case.id for case in owned.values()}
    # In the log as well: an earlier import may have brought the words.
    erasing.rewrite_attributes(act.db, case_ids, drop_columns)


def _erase_own_words(definition: Study, column: str, value: str) -> str:
    """A cell without what a respondent wrote beside the options of a closed question."""
    for asked in definition.multi_selects.values():
        value = asked.erase_own_words(column, value)
    return value


def _keep_nothing(_column: str) -> bool:
    return False
