"""The sheets of a workbook of the whole study.

Whoever makes them says which words may stand in them: quotes by place, and whether memos, examples
and names of coders are for the team.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tipcoder.codebook.nets import find_code_of_name, is_net
from tipcoder.export.data_column import DataColumn
from tipcoder.export.data_workbook import DataSheet, build_records_sheet
from tipcoder.model.codes import Codebook
from tipcoder.model.codings import Memo
from tipcoder.privacy.replacements import TRANSLATED
from tipcoder.store import (
    answers,
    coders,
    coding_records,
    codings,
    notes,
    open_answers,
    survey_data,
)
from tipcoder.store.engine import Db
from tipcoder.workbench.history import read_log
from tipcoder.workbench.publishing.merged_columns import sort_by_id
from tipcoder.workbench.statistics.code_matrix import CodeMatrix
from tipcoder.workbench.statistics.code_table import build_code_records
from tipcoder.workbench.study import OpenStudy

QUOTE = "quote"
EXAMPLES = "examples"

Place = tuple[str, str, str]
"""Case, question and code."""
Record = dict[str, object]


@dataclass(frozen=True)
class SheetWords:
    """The words that may stand in a workbook."""

    quotes: Mapping[Place, Sequence[str]] | None
    """In their released wording; None: every quote as it was written."""
    book: Codebook
    """With the examples that may leave."""
    coders: Mapping[str, str]
    """What each coder is called."""
    translated: frozenset[Place] = frozenset()
    """Where the released wording is a translation."""
    untold_questions: frozenset[str] = frozenset()
    """Questions that so few answered that it would tell who did."""
    untold_cases: frozenset[str] = frozenset()
    """Cases that their questions would tell, together with what left before."""
    has_memos: bool = False

    def tell_question(self, case: str, question: str) -> str:
        """The question as it stands beside a quote; empty where it would tell who answered."""
        is_untold = case in self.untold_cases or question in self.untold_questions
        return "" if is_untold else question


def build_sheets(study: OpenStudy, matrix: CodeMatrix, words: SheetWords) -> list[DataSheet]:
    """Every sheet but the one to read first."""
    with study.store.read() as db:
        by_label = {case.label: case.key.response_id for case in survey_data.load_cases(db)}
        made = _list_codings(db, by_label, words)
        memos = _list_memos(db, by_label, words) if words.has_memos else []
        questions = _list_questions(study, db)
        people = _list_coders(db, words.coders)
    sheets = [
        _build_matrix(matrix.columns),
        _make_sheet(CODINGS, _CODINGS, made),
        build_records_sheet("Codebook", _list_codes(study, matrix, words.book)),
        _make_sheet("Questions", _QUESTIONS, questions),
        _make_sheet("Variables", _VARIABLES, _list_variables(study)),
        _make_sheet("Coders", _CODERS, people),
        _make_sheet("Acts", _ACTS, _count_acts(study)),
    ]
    if words.has_memos:
        sheets.insert(3, _make_sheet("Memos", _MEMOS, memos))
    return sheets


CODINGS = "Codings"
_CODINGS = ("case", "respondent", "question", "code", "coder", QUOTE, "note")
_MEMOS = ("about", "case", "respondent", "question", "code", "coder", "at", "memo")
_QUESTIONS = ("question", "text", "asked if", "asked once", "answered", "blank", "not asked")
_VARIABLES = ("variable", "kind", "label", "column", "values")
_CODERS = ("coder", "finished answers", "codings")
_ACTS = ("act", "number", "first", "last")


def _make_sheet(
    name: str, heads: Sequence[str], records: Sequence[Mapping[str, object]]
) -> DataSheet:
    columns = []
    for head in heads:
        columns.append([record.get(head) for record in records])
    return DataSheet(name, heads, columns)


def _build_matrix(columns: Sequence[DataColumn]) -> DataSheet:
    ordered = sort_by_id(columns)
    return DataSheet("Matrix", [one.name for one in ordered], [one.values for one in ordered])


def _sort_key(record: Mapping[str, object]) -> tuple[int, str, str, str, str]:
    """By response ID: the order of the survey would tell who is who."""
    respondent = str(record["respondent"])
    places = str(record["case"]), str(record["question"]), str(record["code"])
    return len(respondent), respondent, *places


def _list_codings(db: Db, by_label: Mapping[str, str], words: SheetWords) -> list[Record]:
    records: list[Record] = []
    for made in coding_records.load_coding_records(db):
        if words.quotes is None:
            quote = made.quote
        else:
            quote = "\n".join(words.quotes.get((made.case, made.question, made.code), ()))
        record: Record = {"case": made.case, "respondent": by_label[made.case]}
        record |= {"question": words.tell_question(made.case, made.question), "code": made.code}
        record |= {"coder": words.coders[made.coder], QUOTE: quote}
        if (made.case, made.question, made.code) in words.translated:
            record["note"] = TRANSLATED
        records.append(record)
    return sorted(records, key=_sort_key)


def _list_memos(db: Db, by_label: Mapping[str, str], words: SheetWords) -> list[Record]:
    places = {number: place for place, number in answers.find_answers_by_place(db).items()}
    memos = notes.load_visible_memos(db)
    codes = _map_codes(db, memos)
    records: list[Record] = []
    for memo in memos:
        target = memo.target
        case, question = places.get(target.answer_id or 0, ("", ""))
        about = "code" if target.answer_id is None else "answer"
        code = target.code
        if target.coding_id is not None:
            about, code = "quote", codes.get(target.coding_id)
        record: Record = {"about": about, "case": case, "respondent": by_label.get(case, "")}
        record |= {"question": question, "code": code, "coder": words.coders[memo.coder]}
        records.append(record | {"at": memo.at, "memo": memo.text})
    return sorted(records, key=_sort_key)


def _map_codes(db: Db, memos: Iterable[Memo]) -> dict[int, str]:
    """The codes of codings that memos are about."""
    ids = {memo.target.answer_id for memo in memos if memo.target.coding_id is not None}
    wanted = sorted(each for each in ids if each is not None)
    return {one.id: one.code for one in codings.load_visible_codings(db, wanted)}


def _list_codes(study: OpenStudy, matrix: CodeMatrix, book: Codebook) -> list[Record]:
    records = build_code_records(study, matrix.presence, matrix.numbers)
    for record in records:
        code = find_code_of_name(book, str(record["code"]))
        is_own = code != record["code"] and not is_net(book, str(record["code"]))
        texts: list[str] = []
        # Beside a net they stand already.
        for items in () if is_own else book.codes[code].examples.values():
            texts += items
        record[EXAMPLES] = "\n".join(texts)
    return records


def _list_questions(study: OpenStudy, db: Db) -> list[Record]:
    states = Counter((one.question, one.state) for one in open_answers.load_open_answers(db))
    records: list[Record] = []
    for question in study.definition.questions:
        gate = question.asked_if
        name = question.column
        records.append(
            {
                "question": name,
                "text": question.text,
                "asked if": f"{gate.column} is {' or '.join(gate.equals)}" if gate else "",
                "asked once": "yes" if question.per == "respondent" else "",
                "answered": states[name, "answered"] + states[name, "withheld"],
                "blank": states[name, "blank"],
                "not asked": states[name, "not asked"],
            }
        )
    return records


def _list_variables(study: OpenStudy) -> list[Record]:
    """What study.toml declares beside the open questions."""
    definition = study.definition
    records: list[Record] = []
    for kind, specs in (
        ("outcome", definition.outcomes),
        ("outcome", definition.number_outcomes),
        ("factor", definition.factors),
        ("factor", definition.categories),
    ):
        for name, spec in specs.items():
            values = "; ".join(getattr(spec, "levels", ()))
            records.append(_describe_variable(name, kind, spec.label, spec.column, values))
    for name, asked in definition.multi_selects.items():
        options = "; ".join(option.label for option in asked.all_options)
        columns = ", ".join(asked.list_columns())
        records.append(_describe_variable(name, "factor", asked.label, columns, options))
    for name, indicator in definition.indicators.items():
        source = indicator.column or f"{indicator.file}: {indicator.value}"
        records.append(_describe_variable(name, "indicator", indicator.label, source, ""))
    return records


def _describe_variable(name: str, kind: str, label: str, column: str, values: str) -> Record:
    return {"variable": name, "kind": kind, "label": label, "column": column, "values": values}


def _list_coders(db: Db, called: Mapping[str, str]) -> list[Record]:
    finished = Counter(place[2] for place in coding_records.load_finished_places(db))
    made = Counter(record.coder for record in coding_records.load_coding_records(db))
    records: list[Record] = []
    for coder in coders.load_coders(db):
        name = coder.name
        counts = {"finished answers": finished[name], "codings": made[name]}
        records.append({"coder": called[name], **counts})
    return records


def _count_acts(study: OpenStudy) -> list[Record]:
    """How often each kind of act was done, and on which days first and last."""
    days: dict[str, list[str]] = {}
    for line in read_log(study):
        days.setdefault(line.verb, []).append(str(line.at)[:10])
    records: list[Record] = []
    for verb, found in sorted(days.items()):
        records.append({"act": verb, "number": len(found), "first": min(found), "last": max(found)})
    return records
