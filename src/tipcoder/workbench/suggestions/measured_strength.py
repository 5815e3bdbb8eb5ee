"""What suggestions have been worth in a study: how many of each grade were right."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tipcoder.store import suggestions
from tipcoder.store.engine import Db
from tipcoder.suggestion.strength import Grade, Outcomes, StrengthScale

if TYPE_CHECKING:
    from tipcoder.store.suggestions import SuggestionRecord
    from tipcoder.suggestion.suggester import Suggester

TWIN = "twin"
"""The strength of an offer that rests on a nearly identical answer."""
_BY_PATTERN = {Grade.SAID: "pattern 3", Grade.HINTED: "pattern 2"}
_PATTERN = re.compile(r", (pattern \d)$")


def name_engine(engine: str, grade: Grade) -> str:
    """What made a suggestion, as the log keeps it: a pattern has a part in it or not."""
    pattern = _BY_PATTERN.get(grade)
    return f"{engine}, {pattern}" if pattern else engine


def measure_strengths(db: Db, suggester: Suggester) -> tuple[Outcomes, StrengthScale]:
    """Of twins how many were right, and the words for grades.

    Of the suggestions whose outcome is known and may be seen. A suggestion counts for the grade
    that its score and its engine have now, also one that an earlier version called otherwise.
    """
    of_twins = Outcomes()
    measured: dict[Grade, Outcomes] = {}
    for record in suggestions.load_records(db):
        if not record.is_settled:
            continue
        if record.strength == TWIN:
            of_twins = of_twins.add_one(record.is_right)
        else:
            grade = _find_grade(record, suggester)
            measured[grade] = measured.get(grade, Outcomes()).add_one(record.is_right)
    return of_twins, StrengthScale(measured)


def _find_grade(record: SuggestionRecord, suggester: Suggester) -> Grade:
    said = _PATTERN.search(record.engine)
    for grade, pattern in _BY_PATTERN.items():
        if said is not None and said[1] == pattern:
            return grade
    return suggester.grade_score(record.score)
