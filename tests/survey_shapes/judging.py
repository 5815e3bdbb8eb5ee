"""How often a plan is right: ID, case, open questions and identity of every file there is here.

Files of a platform's shape, others with several traps, small files as people have them, and public
samples. Those that must be refused are right where they are.
"""

from __future__ import annotations

import tempfile
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from survey_shapes.cases import FILES, find_survey
from survey_shapes.exports import EXPORTS
from survey_shapes.platforms import SHAPES, write_shape
from survey_shapes.writing import write_export
from tipcoder.errors import BadInput
from tipcoder.survey.column_roles import ColumnRoles
from tipcoder.survey.sniffing import plan_survey, write_study_text
from tipcoder.survey.table import read_survey_table

SAMPLES = Path(__file__).parents[1] / "fixtures" / "survey_samples.toml"


class Wanted(NamedTuple):
    """What a file must be taken for."""

    what: str
    path: Path
    options: Mapping[str, Any]
    id: str | None
    cases: tuple[str, ...]
    questions: tuple[str, ...] | None
    """None where their names are not declared."""
    identity: tuple[str, ...]
    refused: bool = False


def judge_all(shared: Path) -> tuple[int, int, list[str]]:
    """Judgements that are right, all of them, and what is wrong. Without the folder `shared` only
    files that are written here are judged."""
    wrong: list[str] = []
    judged = 0
    with tempfile.TemporaryDirectory() as name:
        for wanted in _iterate_files(Path(name), shared):
            judgements = list(_judge(wanted))
            judged += len(judgements)
            wrong += [f"{wanted.what}: {what}" for what, right in judgements if not right]
    return judged - len(wrong), judged, wrong


def _judge(wanted: Wanted) -> Iterator[tuple[str, bool]]:
    """Each thing that is judged of a file, and whether it is right."""
    try:
        table = read_survey_table(wanted.path, **wanted.options)
        plan = plan_survey(table)
        write_study_text(plan)
    except BadInput as refusal:
        yield f"refused: {refusal.message}", wanted.refused
        return
    if wanted.refused:
        yield "not refused", False
        return
    roles = plan.roles
    yield "id", (roles.respondent.name if roles.respondent else None) == wanted.id
    # A wave tells rows apart, too, and is not always among what a file's description calls a case.
    apart = roles.case if roles.wave is None else (roles.wave, *roles.case)
    yield "case", set(_list_names(apart)) == set(wanted.cases)
    if wanted.questions is not None:
        yield "questions", _list_questions(roles) == wanted.questions
    yield "identity", set(wanted.identity) <= set(_list_names(roles.identity))


def _list_names(columns: Iterable[object]) -> tuple[str, ...]:
    return tuple(str(getattr(column, "name", "")) for column in columns)


def _list_questions(roles: ColumnRoles) -> tuple[str, ...]:
    return tuple(question.facts.name for question in roles.open)


def _iterate_files(folder: Path, shared: Path) -> Iterator[Wanted]:
    yield from _iterate_written(folder)
    if not shared.is_dir():
        return
    for case in FILES:
        path = find_survey(shared / "cases" / case.case)
        options = dict(zip(("encoding",), case.options[1:], strict=False))
        yield Wanted(case.case, path, options, case.id, case.cases, case.questions, case.identity)
    for sample in tomllib.loads(SAMPLES.read_text("utf-8"))["file"]:
        options = {"encoding": sample["encoding"]} if "encoding" in sample else {}
        asked = sample.get("questions")
        yield Wanted(
            sample["file"],
            shared / "samples" / "survey" / sample["file"],
            options,
            sample.get("id"),
            tuple(sample.get("case", ())),
            None if asked is None else tuple(asked),
            tuple(sample.get("identity", ())),
            "refused" in sample,
        )


def _iterate_written(folder: Path) -> Iterator[Wanted]:
    for shape in SHAPES:
        path = write_shape(shape, folder / "survey.csv")
        apart = shape.cases if shape.wave is None else (shape.wave, *shape.cases)
        yield Wanted(shape.name, path, {}, shape.id, apart, shape.questions, shape.identity)
    for export in EXPORTS:
        ids = export.list_columns("id")
        yield Wanted(
            export.what,
            write_export(export, folder),
            export.options,
            ids[0] if ids else None,
            (*export.list_columns("wave"), *export.list_columns("case")),
            export.list_columns("open"),
            export.list_columns("private"),
        )
