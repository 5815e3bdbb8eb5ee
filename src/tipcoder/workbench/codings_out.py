"""The CSV of codings: what its columns mean, and the way out.

One line is one coding: `case,question,coder,code,start,end`. Empty start and end mean the whole answer; an empty
code means that the coder finished the answer and none applies; `@off-topic` and `@uncodable` are the other two
ways to finish without a code. A column `finished` = no keeps an answer open.
"""

from __future__ import annotations

from tipcoder.model import Outcome
from tipcoder.store import codings, survey_data
from tipcoder.store.codings import CodingRecord
from tipcoder.workbench.opening import OpenStudy, known_coder

COLUMNS = ("case", "question", "coder", "code", "start", "end")
OUTCOME_MARKS = {"": Outcome.NONE_APPLIES, "@off-topic": Outcome.OFF_TOPIC, "@uncodable": Outcome.UNCODABLE}
MARKS = {outcome: mark for mark, outcome in OUTCOME_MARKS.items()}


def export_codings(here: OpenStudy, *, coder: str | None = None, quotes: bool = False) -> list[dict[str, str]]:
    """Every live coding and every answer finished without one, as rows of text."""
    with here.store.read() as db:
        chosen = None if coder is None else [known_coder(db, coder).id]
        made = codings.all_codings(db, chosen)
        empty = codings.all_empty_readings(db, chosen)
        done = codings.finished_places(db, chosen)
        order = {question.column: n for n, question in enumerate(survey_data.all_questions(db))}
    rows = [_coding_row(record, (record.case, record.question, record.coder) in done, quotes) for record in made]
    for case, question, name, outcome in empty:
        row = dict.fromkeys(COLUMNS, "") | {"case": case, "question": question, "coder": name}
        rows.append(row | {"code": MARKS[outcome], "finished": "yes"} | ({"quote": ""} if quotes else {}))
    return sorted(rows, key=lambda row: (order.get(row["question"], 0), row["case"], row["coder"]))


def _coding_row(record: CodingRecord, finished: bool, quotes: bool) -> dict[str, str]:
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
