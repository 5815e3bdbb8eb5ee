"""What the survey has of a case beside its open answers, where an erasure reaches it."""

from __future__ import annotations

import json
from collections.abc import Callable

from tipcoder.store import erasing, survey_data
from tipcoder.store.events import Act
from tipcoder.workbench.erasure.plan import ErasurePlan
from tipcoder.workbench.study import OpenStudy


def erase_case_columns(act: Act, study: OpenStudy, plan: ErasurePlan) -> None:
    """Erase columns that repeat the words, and of a respondent those that no number rests on.

    A respondent's columns that study.toml names go only where that is asked for.
    """
    case_ids = {answer.case_id for answer in plan.answers}
    declared = frozenset(study.definition.find_named_columns())
    response_id = plan.request.scope.response_id
    kept: Callable[[str], bool] | None = None
    if response_id:
        owned = survey_data.load_cases_by_key(act.db, [response_id])
        case_ids |= {case.id for case in owned.values()}
        kept = _keep_nothing if plan.request.closed_answers else declared.__contains__

    def drop_columns(attributes: str) -> str:
        cells = json.loads(attributes)
        left = {}
        for column, value in cells.items():
            if kept is not None and not kept(column):
                continue
            if not plan.passages.stands_in(value):
                left[column] = value
        return json.dumps(left, ensure_ascii=False, separators=(",", ":"))

    # In the log as well: an earlier import may have brought the words.
    erasing.rewrite_attributes(act.db, case_ids, drop_columns)


def _keep_nothing(_column: str) -> bool:
    return False
