"""The CSV of codings: what its columns mean, and the way out.

One line is one coding: `case,question,coder,code,start,end`. Empty start and end mean the whole
answer; an empty code means that the coder finished the answer and none applies; `@off-topic` and
`@uncodable` are the other two ways to finish without a code. A column `finished` = no keeps an
answer open, `carried` = yes says that codes came from an answer with the same text, and `many` =
yes that one act finished many answers at once.
"""

from __future__ import annotations

from collections.abc import Mapping

from tipcoder.model.codings import CARRIED, MANY, PERSON, Outcome
from tipcoder.store import coding_records, finished_work, survey_data
from tipcoder.store.coding_records import CodingRecord
from tipcoder.store.engine import Db
from tipcoder.workbench.adjudication.consensus import (
    CONSENSUS,
    build_consensus_records,
    require_consensus,
)
from tipcoder.workbench.coders import require_coder
from tipcoder.workbench.study import OpenStudy

COLUMNS = ("case", "question", "coder", "code", "start", "end")
OUTCOME_MARKS = {
    "": Outcome.NONE_APPLIES,
    "@off-topic": Outcome.OFF_TOPIC,
    "@uncodable": Outcome.UNCODABLE,
}
MARKS = {outcome: mark for mark, outcome in OUTCOME_MARKS.items()}


def export_codings(
    study: OpenStudy, *, coder: str | None = None, quotes: bool = False
) -> list[dict[str, str]]:
    """Every live coding and every answer finished without one, as rows of text; of everybody, a
    coder or the consensus.

    An answer on which the consensus is open counts as not finished.
    """
    with study.store.read() as db:
        order = {question.column: n for n, question in enumerate(survey_data.load_questions(db))}
        if coder == CONSENSUS:
            return _sort_rows(_build_consensus_rows(db, quotes), order)
        chosen = None if coder is None else [require_coder(db, coder).id]
        made = coding_records.load_coding_records(db, chosen)
        without_codes = coding_records.load_empty_readings(db, chosen)
        finished = coding_records.load_finished_places(db, chosen)

    rows = []
    for record in made:
        place = record.case, record.question, record.coder
        rows.append(_build_coding_row(record, quotes, finished.get(place)))
    for empty in without_codes:
        place = empty.case, empty.question, empty.coder
        rows.append(_build_empty_row(place, empty.outcome, quotes, empty.origin))
    return _sort_rows(rows, order)


def _sort_rows(rows: list[dict[str, str]], order: Mapping[str, int]) -> list[dict[str, str]]:
    """By question in the order of the survey, then by case and coder."""

    def sort_key(row: dict[str, str]) -> tuple[int, str, str]:
        return order.get(row["question"], 0), row["case"], row["coder"]

    return sorted(rows, key=sort_key)


def _build_consensus_rows(db: Db, quotes: bool) -> list[dict[str, str]]:
    layer = require_consensus(db)
    by_place = {}
    for answer in finished_work.load_counted_answers(db):
        if answer.id in layer.answers:
            by_place[answer.case, answer.question] = layer.answers[answer.id]

    rows = []
    # An answer with an open code is told with what is agreed, as not finished.
    for record in build_consensus_records(db, layer):
        is_finished = not by_place[record.case, record.question].unsettled
        rows.append(_build_coding_row(record, quotes, PERSON if is_finished else None))
    for (case, question), one in by_place.items():
        if not one.unsettled and not one.codes:
            rows.append(_build_empty_row((case, question, CONSENSUS), one.outcome, quotes))
    return rows


def _build_empty_row(
    place: tuple[str, str, str], outcome: Outcome, quotes: bool, origin: str = PERSON
) -> dict[str, str]:
    """An answer finished without a code; `place` is (case, question, coder)."""
    row = dict.fromkeys(COLUMNS, "")
    row["case"], row["question"], row["coder"] = place
    row["code"] = MARKS[outcome]
    row["finished"] = "yes"
    row |= _say_origin(origin)
    if quotes:
        row["quote"] = ""
    return row


def _say_origin(origin: str | None) -> dict[str, str]:
    """Whether codes came from an answer with the same text or with many others at once, and no
    person has judged the answer.
    """
    return {
        "carried": "yes" if origin == CARRIED else "",
        "many": "yes" if origin == MANY else "",
    }


def _build_coding_row(record: CodingRecord, quotes: bool, origin: str | None) -> dict[str, str]:
    """`origin` is how the answer was finished; None where it is open."""
    row = {
        "case": record.case,
        "question": record.question,
        "coder": record.coder,
        "code": record.code,
        # Empty for the whole answer, so that a person can write such a line.
        "start": "" if record.whole else str(record.start),
        "end": "" if record.whole else str(record.end),
        "finished": "no" if origin is None else "yes",
        **_say_origin(origin),
    }
    if quotes:
        row["quote"] = record.quote
    return row
