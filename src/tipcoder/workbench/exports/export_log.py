"""What leaves is an act in the log: what it showed, of whom, and which words it shares with others.

Every exporter that lets rows of respondents out calls `record_leaving` when its file has passed all
checks and before it is put in place. What left cannot be called back, so the act cannot be undone;
it can be forgotten, if nobody was ever given the file.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from tipcoder.errors import BadInput, CheckFailed
from tipcoder.export.report import Report, build_records_report
from tipcoder.model.codings import Coder
from tipcoder.privacy.word_marks import compute_marks
from tipcoder.store import exports, survey_data
from tipcoder.store.blindness import find_hidden_answers
from tipcoder.store.engine import Db, find_viewer
from tipcoder.store.exports import ExportRecord, LeftPassage
from tipcoder.workbench.exports.leaving_tables import LeavingRow, LeavingTable
from tipcoder.workbench.study import OpenStudy

COLUMNS = (
    "export",
    "at",
    "coder",
    "what",
    "rows",
    "respondents",
    "columns",
    "ids",
    "asked",
    "note",
)
HIDDEN = "not shown while your round is open"


def record_leaving(
    study: OpenStudy,
    coder: Coder,
    table: LeavingTable,
    *,
    judged_at: int | None = None,
    remember: Callable[[], None] | None = None,
) -> int:
    """Keep in the log that a file leaves. Returns the number of the export.

    `judged_at` is the last export that it was judged together with (`find_last_export`). Raises
    CheckFailed where another one has left since. `remember` is called under the store's lock,
    for what is kept beside the store.
    """
    with study.store.write() as db:
        if judged_at is not None and exports.find_last_export(db) != judged_at:
            raise CheckFailed(
                "Nothing was written: another file left the study meanwhile.",
                "Do it again, so that both are judged together.",
            )
        number = exports.record_export(
            db,
            coder,
            table.describe_export(),
            table.facts,
            _build_passages(db, table.rows),
        )
        if remember is not None:
            remember()
    return number


def _build_passages(db: Db, rows: Sequence[LeavingRow]) -> list[LeftPassage]:
    ids = {case.label: case.id for case in survey_data.load_cases(db)}
    passages = []
    for row in rows:
        # A case that has left the survey cannot be judged later either.
        if row.case in ids:
            passages.append(
                LeftPassage(
                    ids[row.case],
                    row.question,
                    row.shown,
                    len(row.wording.split()),
                    row.kinds,
                    compute_marks(row.wording),
                    row.columns,
                )
            )
    return passages


def list_exports(study: OpenStudy) -> list[ExportRecord]:
    """Files that left, oldest first, with those that no longer count."""
    with study.store.read() as db:
        return exports.load_exports(db, with_forgotten=True)


def build_exports_report(study: OpenStudy) -> Report:
    """Files that left, in every format. In an open round, what others let out is not shown."""
    with study.store.read() as db:
        viewer, is_hiding = find_viewer(db), bool(find_hidden_answers(db))
        records = exports.load_exports(db, with_forgotten=True)
        own = _find_own_name(db, viewer)
    lines = []
    for record in records:
        is_hidden = is_hiding and viewer is not None and record.coder != own
        lines.append(_describe_record(record, is_hidden=is_hidden))
    return build_records_report("Exports", lines, COLUMNS, empty="Nothing has left yet.")


def _find_own_name(db: Db, viewer: int | None) -> str:
    from tipcoder.store.coders import load_coders

    return next((coder.name for coder in load_coders(db) if coder.id == viewer), "")


def _describe_record(record: ExportRecord, *, is_hidden: bool) -> dict[str, object]:
    facts = record.facts
    cases = {passage.case_id for passage in record.passages}
    line: dict[str, object] = {"export": record.number, "at": record.at, "coder": record.coder}
    # How many quotes of which codes there are would tell what others have coded.
    if is_hidden:
        return line | dict.fromkeys(COLUMNS[3:-1], "") | {"note": HIDDEN}
    return line | {
        "what": f"{facts.kind} ({facts.ending})",
        "rows": len(record.passages),
        "respondents": len(cases),
        "columns": ", ".join(facts.columns),
        "ids": "of its own" if facts.has_fresh_ids else "response IDs",
        "asked": "; ".join(f"{name}: {value}" for name, value in facts.filters.items()),
        "note": f"forgotten: {record.forgotten}" if record.forgotten else "",
    }


def forget_export(study: OpenStudy, coder: Coder, number: int, reason: str) -> str:
    """Let an export no longer count, because nobody was given the file; says what was done.

    Raises BadInput for a number that no export has, and without a reason.
    """
    reason = " ".join(reason.split())
    if not reason:
        raise BadInput("Forgetting an export needs a reason.", "Say why with --reason.")
    with study.store.write() as db:
        record = _require_export(exports.load_exports(db, with_forgotten=True), number)
        if record.forgotten:
            raise BadInput(f"Export {number} is forgotten already.")
        sentence = f"Export {number} no longer counts: {reason}"
        exports.forget_export(db, coder, sentence, number, reason)
    return (
        f"{sentence}. Later exports are judged without it, so no copy of that file may exist "
        "outside."
    )


def _require_export(records: Collection[ExportRecord], number: int) -> ExportRecord:
    for record in records:
        if record.number == number:
            return record
    raise BadInput(
        f"There is no export {number}.", "`tipcoder quotes exports` lists those that left."
    )


def find_export(study: OpenStudy, number: int) -> ExportRecord:
    """The export of a number, also one that no longer counts. Raises BadInput."""
    return _require_export(list_exports(study), number)
