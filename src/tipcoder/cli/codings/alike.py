"""`codings alike`: answers that say nearly the same as one, and one code on all of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import (
    coder_option,
    flag,
    format_option,
    option,
    place_arguments,
    raw_option,
    study_option,
)
from tipcoder.cli.publishing import check_printed, say_raw
from tipcoder.cli.types import CodeKey, WholeNumber
from tipcoder.errors import BadInput, ExitStatus
from tipcoder.text import make_excerpt

if TYPE_CHECKING:
    from tipcoder.workbench.coding.alike import AlikeAnswers
    from tipcoder.workbench.coding.session import CodingSession

_COLUMNS = ("likeness", "case", "question", "finished", "codes")
_LEAST = 50
"""Answers that are less alike say something else."""
_NO_LIMIT = 1_000_000
"""A list that is printed has every answer."""
_SHOWN = 60
"""Characters of an answer in a table."""


@define_command(
    "codings alike",
    examples=(
        "tipcoder codings alike 1254 Q3.24",
        "tipcoder codings alike 1254 Q3.24 --likeness 80 --code money",
        "tipcoder codings alike 1254 Q3.24 --code money --apply",
    ),
)
@place_arguments
@option(
    "--likeness",
    metavar="N",
    type=WholeNumber(),
    default=90,
    help="how like an answer must be, of 100 (default: 90)",
)
@flag("--all-questions", about="answers to every question, not only to this one")
@option("--code", metavar="CODE", type=CodeKey(), help="the code that they are to get")
@flag(
    "--apply",
    "applying",
    about="apply the code to all that are listed; without it nothing is written",
)
@raw_option("add the words of the answers in formats other than a table, for the team")
@format_option()
@coder_option
@study_option
def code_alike_answers(
    case: str,
    question: str,
    span: tuple[int, int] | None,
    likeness: int,
    all_questions: bool,
    code: str | None,
    applying: bool,
    raw: bool,
    form: str,
    coder: str | None,
    study_folder: Path | None,
) -> int:
    """List answers that say nearly the same as one, and give all of them a code.

    Likeness is 100 where only case and white space differ. With --code and --apply the answer at
    hand and all that are listed get the code and are finished, as one act; `tipcoder undo` takes it
    back. With offsets: those that have words like these, which alone get the code, and nothing is
    finished. What is coded so is marked: nobody read these answers one by one, so agreement never
    counts them. Answers of open rounds are neither listed nor coded.
    """
    from tipcoder.export.report import build_records_report
    from tipcoder.workbench.coding.alike import find_alike, find_answer
    from tipcoder.workbench.coding.session import CodingSession
    from tipcoder.workbench.opening import open_study_folder

    if applying and code is None:
        raise BadInput("--apply needs --code.", "Name the code that these answers are to get.")
    if not _LEAST <= likeness <= 100:
        raise BadInput(f"--likeness {likeness} is not from {_LEAST} to 100.")
    with_words = raw or form == "table"
    with open_study_folder(study_folder, read_only=not applying, viewer=coder) as study:
        session = CodingSession(study, study.find_coder(coder))
        if code is not None:
            session.require_code(code)
        alike = find_alike(
            session,
            find_answer(session, case, question),
            span,
            lowest=likeness,
            every_question=all_questions,
            limit=_NO_LIMIT,
        )
        rows = _build_rows(alike, _SHOWN if form == "table" else None)
        columns = [*_COLUMNS, "text"] if with_words else list(_COLUMNS)
        report = build_records_report("Alike answers", rows, columns, empty="None is so alike.")
        said = () if with_words else check_printed(study, report, form)
        done = _code_all(session, alike, code) if applying and code else _describe_wish(alike, code)
    output.print_report(report, form)
    say_raw(columns, form, "text")
    output.say_all([*said, *alike.sentences, done])
    if applying:
        output.say("`tipcoder undo` takes it back.")
    return ExitStatus.DONE


def _build_rows(alike: AlikeAnswers, shown: int | None) -> list[dict[str, str]]:
    """A line for each answer; the words cut where they go into a table."""
    from tipcoder.workbench.coding.alike import format_likeness

    rows = []
    for one in alike.found:
        codes = dict.fromkeys(applied.code for applied in one.standing.codes)
        row = {
            "likeness": format_likeness(one.likeness),
            "case": one.case,
            "question": one.question,
            "finished": "no" if one.standing.outcome is None else "yes",
            "codes": ", ".join(codes),
            "text": one.text if shown is None else make_excerpt(one.text, shown),
        }
        rows.append(row)
    return rows


def _code_all(session: CodingSession, alike: AlikeAnswers, code: str) -> str:
    chosen = [alike.answer.id, *(one.id for one in alike.found)]
    return f"Coded: {session.code_many(alike.plan_coding(code, chosen))}."


def _describe_wish(alike: AlikeAnswers, code: str | None) -> str:
    if code is None:
        return "Nothing was written. With --code CODE --apply all of these get a code."
    count = output.format_count(1 + len(alike.found), "answer")
    return f"Dry run: nothing was written. --apply gives {code} to {count}."
