"""The CSV of codings: what its columns mean, and the way out.

One line is one coding: `case,question,coder,code,start,end`. Empty start and end mean the whole
answer; an empty code means that the coder finished the answer and none applies; `@off-topic` and
`@uncodable` are the other two ways to finish without a code. A column `finished` = no keeps an
answer open.
"""

from __future__ import annotations

from collections.abc import Mapping

from tipcoder.model import Outcome
from tipcoder.store import codings, finished_work, survey_data
from tipcoder.store.codings import CodingRecord
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

    An answer on which the consensus is not settled counts as not finished.
    """
    with study.store.read() as db:
        order = {question.column: n for n, question in enumerate(survey_data.load_questions(db))}
        if coder == CONSENSUS:
            return _sort_rows(_build_consensus_rows(db, quotes), order)
        chosen = None if coder is None else [require_coder(db, coder).id]
        made = codings.load_coding_records(db, chosen)
        empty = codings.load_empty_readings(db, chosen)
        done = codings.load_finished_places(db, chosen)
    rows = [
        _build_coding_row(record, (record.case, record.question, record.coder) in done, quotes)
        for record in made
    ]
    for case, question, name, outcome in empty:
        row = dict.fromkeys(COLUMNS, "") | {"case": case, "question": question, "coder": name}
        rows.append(
            row | {"code": MARKS[outcome], "finished": "yes"} | ({"quote": ""} if quotes else {})
        )
    return _sort_rows(rows, order)


def _sort_rows(rows: list[dict[str, str]], order: Mapping[str, int]) -> list[dict[str, str]]:
    return sorted(rows, key=lambda row: (order.get(row["question"], 0), row["case"], row["coder"]))


def _build_consensus_rows(db: Db, quotes: bool) -> list[dict[str, str]]:
    layer = require_consensus(db)
    places = {
        (answer.case, answer.question): answer.id
        for answer in finished_work.load_readable_answers(db)
    }
    done = {
        place: not layer.answers[at].unsettled
        for place, at in places.items()
        if at in layer.answers
    }
    records = build_consensus_records(db, layer)
    rows = [
        _build_coding_row(record, done[record.case, record.question], quotes) for record in records
    ]
    for (case, question), finished in done.items():
        one = layer.answers[places[case, question]]
        if finished and not one.codes:
            row = dict.fromkeys(COLUMNS, "") | {
                "case": case,
                "question": question,
                "coder": CONSENSUS,
            }
            rows.append(
                row
                | {"code": MARKS[one.outcome], "finished": "yes"}
                | ({"quote": ""} if quotes else {})
            )
    return rows


def _build_coding_row(record: CodingRecord, finished: bool, quotes: bool) -> dict[str, str]:
    row = {
        "case": record.case,
        "question": record.question,
        "coder": record.coder,
        "code": record.code,
        "start": "" if record.whole else str(record.start),
        "end": "" if record.whole else str(record.end),
        "finished": "yes" if finished else "no",
    }
    return row | {"quote": record.quote} if quotes else row
