"""`suggest`: which codes the tool would put where, and the words that made it think so."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tipcoder.cli import output, suggest_audit, suggest_concepts, suggest_evaluate
from tipcoder.cli.options import Verbs, above_zero, add_study, named_path
from tipcoder.errors import BadInput, ExitStatus

if TYPE_CHECKING:
    from tipcoder.suggestion.suggester import Suggestion
    from tipcoder.workbench.suggestions.study_suggestions import StudySuggestions

FORMATS = ("table", "json", "csv")
_COLUMNS = ("case", "question", "code", "score", "strength", "start", "end", "evidence", "why")
_TABLE = ("case", "question", "code", "strength", "evidence", "quote")
_SHOWN = 3
_QUOTE = 60


def add_verbs(verbs: Verbs) -> None:
    suggest = verbs.add_parser(
        "suggest",
        help="codes ranked for every answer, with the words that speak for them",
        description="Prints suggestions, best first: answer by answer, or with --code the likeliest answers first. "
        "They rest on the codebook, on concepts and on what was coded so far; a person decides. Answers in an open "
        "round get none.",
    )
    suggest.add_argument(
        "--code", metavar="CODE", action="append", default=[], help="only this code, or those in this folder"
    )
    suggest.add_argument("--question", metavar="COLUMN", action="append", default=[], help="only answers to this one")
    suggest.add_argument("--open", action="store_true", help="only answers that nobody has finished")
    suggest.add_argument(
        "--top", metavar="N", type=above_zero, help="codes for each answer (default: 3 in a table, else all)"
    )
    suggest.add_argument("--format", choices=FORMATS, help="how to print (default: table, or what -o FILE ends in)")
    suggest.add_argument("-o", "--output", metavar="FILE", type=named_path, help="write to this file")
    add_study(suggest)
    suggest.set_defaults(run=run_suggest)
    actions = suggest.add_subparsers(title="actions", metavar="ACTION")
    suggest_evaluate.add_actions(actions)
    suggest_concepts.add_actions(actions)
    suggest_audit.add_actions(actions)


def run_suggest(arguments: argparse.Namespace) -> int:
    from tipcoder.workbench.codebook.file import read_codebook_in_force
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.output_files import claim_output
    from tipcoder.workbench.study import require_questions
    from tipcoder.workbench.suggestions.study_suggestions import build_study_suggestions, require_codes

    form = _format(arguments.format, arguments.output)
    with open_study_folder(arguments.study, read_only=True, viewer=arguments.coder) as here:
        if arguments.output is not None:
            claim_output(here, arguments.output)
        questions = require_questions(here, arguments.question)
        with here.store.read():
            codes = require_codes(read_codebook_in_force(here), arguments.code)
        with output.working("Reading", here.definition.title):
            found = build_study_suggestions(here)
            found.refit_classifiers()
            top = arguments.top or (_SHOWN if form == "table" else None)
            records = list(_records(found, questions, codes, top, only_open=arguments.open))
    _print(records, form, arguments.output)
    for code in codes:
        left = found.estimate_remaining(code, questions)
        if left is not None:
            output.say(f"{code}: {left.describe_remaining()}.")
    if found.closed:
        output.say(f"{output.format_count(len(found.closed), 'answer')} in an open round left out.")
    return ExitStatus.DONE


def _format(wanted: str | None, path: Path | None) -> str:
    if wanted is not None or path is None:
        return wanted or "table"
    form = path.suffix.removeprefix(".").lower()
    if form not in FORMATS[1:]:
        raise BadInput(f"{path}: its ending says no format.", "End its name in .json or .csv, or give --format.")
    return form


def _records(
    found: StudySuggestions, questions: frozenset[str], codes: list[str], top: int | None, *, only_open: bool
) -> Iterator[dict[str, Any]]:
    wanted = [
        answer
        for answer in found.answers
        if answer.question in questions and not (only_open and found.is_read(answer.id))
    ]
    made = [(answer, s) for answer in wanted for s in found.suggest_codes(answer.id, top, codes or None)]
    if codes:
        made.sort(key=lambda pair: (codes.index(pair[1].code), -pair[1].score))
    for answer, suggestion in made:
        yield {"case": answer.case, "question": answer.question, **_record(suggestion, answer.text)}


def _record(suggestion: Suggestion, text: str) -> dict[str, Any]:
    return {
        "code": suggestion.code,
        "score": round(suggestion.score, 6),
        "strength": suggestion.strength,
        "start": suggestion.start,
        "end": suggestion.end,
        "evidence": [piece._asdict() for piece in suggestion.evidence],
        "quote": text[suggestion.start : suggestion.end],
    }


def _print(records: list[dict[str, Any]], form: str, path: Path | None) -> None:
    from tipcoder.export.tables import format_csv, format_json, write_requested_file

    if form == "json":
        told: list[dict[str, Any]] = [{k: v for k, v in record.items() if k != "quote"} for record in records]
    else:
        told = [_flat(record) for record in records]
    if path is not None:
        columns = _TABLE if form == "table" else _COLUMNS
        content = format_json(told) if form == "json" else format_csv(told, columns)
        write_requested_file(path, output.table(told, _TABLE) if form == "table" else content)
        output.say(f"{output.format_count(len(records), 'suggestion')} written to {path}.")
    elif form == "json":
        output.as_json(told)
    elif form == "csv":
        output.as_csv(told, _COLUMNS)
    else:
        output.rows(told, _TABLE, form, empty="Nothing to suggest.")


def _flat(record: dict[str, Any]) -> dict[str, Any]:
    pieces = record["evidence"]
    quote = " ".join(record["quote"].split())
    return {
        **record,
        "evidence": "; ".join(piece["text"] for piece in pieces),
        "why": "; ".join(dict.fromkeys(piece["why"] for piece in pieces)),
        "quote": quote if len(quote) <= _QUOTE else quote[: _QUOTE - 1] + "…",
    }
