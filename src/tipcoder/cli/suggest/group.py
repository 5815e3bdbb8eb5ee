"""`suggest`: codes ranked for every answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tipcoder.cli import output
from tipcoder.cli.commands import define_group
from tipcoder.cli.file_format import check_file_format
from tipcoder.cli.options import (
    codes_option,
    count_option,
    flag,
    format_option,
    output_file,
    questions_option,
    raw_option,
    study_option,
    viewer,
)
from tipcoder.cli.publishing import check_printed, say_raw
from tipcoder.errors import ExitStatus
from tipcoder.export.format_names import WRITTEN

if TYPE_CHECKING:
    from tipcoder.export.report import Report
    from tipcoder.workbench.study import OpenStudy
    from tipcoder.workbench.suggestions.study_suggestions import (
        StudySuggestions,
        SuggestibleAnswer,
        Suggestion,
    )

_COLUMNS = ("case", "question", "code", "score", "strength", "start", "end", "evidence", "why")
_TABLE = ("case", "question", "code", "strength", "evidence", "quote")
_WORDS = ("evidence", "why", "quote")
"""What repeats words of answers, of this one or of others that were coded."""
_SHOWN = 3
"""Codes for each answer in a table."""
_QUOTE = 60
"""Characters of a quote in a table."""


@dataclass(frozen=True)
class Wanted:
    """Which suggestions are asked for."""

    questions: frozenset[str]
    codes: list[str]
    top: int | None
    only_open: bool


@define_group(
    "suggest",
    examples=(
        "tipcoder suggest --open",
        "tipcoder suggest --code pushback --top 1 -o pushback.csv",
        "tipcoder suggest bias",
    ),
)
@codes_option("only this code, or the codes below it; may be repeated")
@questions_option("only answers to this question; may be repeated")
@flag("--open", "only_open", about="only answers that nobody has finished")
@count_option("--top", about="codes for each answer (default: 3 in a table, else all)")
@format_option(default=None, about="how to print (default: table)")
@output_file(f"write: {', '.join(WRITTEN)}")
@raw_option("with the words themselves also in files and formats other than a table, for the team")
@study_option
@viewer
def suggest_codes(
    codes: tuple[str, ...],
    questions: tuple[str, ...],
    only_open: bool,
    top: int | None,
    form: str | None,
    file: Path | None,
    raw: bool,
    study_folder: Path | None,
    viewer: str | None,
) -> int:
    """Print suggestions, best first: answer by answer, or with --code the likeliest answers first.

    They come from the codebook, from concepts and from what was coded so far; a person decides.
    Answers in an open round get none. Whatever is not a table for the screen has places instead of
    words, unless you say --raw.
    """
    from tipcoder.workbench.codebook.file import read_codebook_in_force
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.output_files import claim_output
    from tipcoder.workbench.study import require_questions
    from tipcoder.workbench.suggestions.study_suggestions import (
        build_study_suggestions,
        require_codes,
    )

    written_as = form or "table"
    if file is not None:
        written_as = check_file_format(file, form, WRITTEN)
    has_all = written_as in (*output.FOR_PROGRAMS, "xlsx")
    most = top or (None if has_all else _SHOWN)
    with open_study_folder(study_folder, read_only=True, viewer=viewer) as study:
        if file is not None:
            claim_output(study, file)
        asked = require_questions(study, questions)
        named = require_codes(read_codebook_in_force(study), codes)
        wanted = Wanted(asked, named, most, only_open)
        with output.working("Reading", study.definition.title):
            found = build_study_suggestions(study)
            # On screen learning goes on between answers; here everything is learned first.
            found.refit_classifiers()
            records = list(_list_suggestions(found, wanted))
        has_words = raw or (file is None and written_as == "table")
        report = _build_report(records) if has_words else _build_wordless_report(records)
        said: tuple[str, ...] = ()
        if file is not None:
            file, said = _write_suggestions(study, report, file, raw=raw)
        elif not has_words:
            said = check_printed(study, report, written_as)

    if file is None:
        output.print_report(report, written_as)
        say_raw(_WORDS if raw else (), written_as, "quote")
    else:
        output.say(f"{output.format_count(len(records), 'suggestion')} written to {file}.")
    output.say_all(said)
    if found.model:
        output.say(f"{found.model} had a part in the order, by nearness in meaning.")
    _say_remaining(found, wanted)
    return ExitStatus.DONE


def _write_suggestions(
    study: OpenStudy, report: Report, file: Path, *, raw: bool
) -> tuple[Path, tuple[str, ...]]:
    """Where the file is, and what has to be said of it."""
    from tipcoder.export.formats import render_report
    from tipcoder.export.leaving import LeavingFile
    from tipcoder.workbench.publishing.declaration import LetsOut
    from tipcoder.workbench.publishing.publication import publish_files
    from tipcoder.workbench.team_files import RAW_WARNING, hand_to_team

    ending = file.suffix.lower()
    leaving = LeavingFile(file, render_report(report, ending), ending)
    if raw:
        (written,) = hand_to_team(study, [leaving], raw=True)
        return written, (RAW_WARNING,)
    return file, publish_files(study, [leaving], LetsOut()).sentences


def _list_suggestions(found: StudySuggestions, wanted: Wanted) -> Iterator[dict[str, Any]]:
    made: list[tuple[SuggestibleAnswer, Suggestion]] = []
    for answer in found.answers:
        if answer.question not in wanted.questions:
            continue
        if wanted.only_open and found.is_read(answer.id):
            continue
        suggestions = found.suggest_codes(answer.id, wanted.top, wanted.codes or None)
        made.extend((answer, suggestion) for suggestion in suggestions)

    # Who asks for a code wants to read its likeliest answers first.
    if wanted.codes:
        made.sort(key=lambda pair: (wanted.codes.index(pair[1].code), -pair[1].score))
    for answer, suggestion in made:
        place = {"case": answer.case, "question": answer.question}
        yield {**place, **_as_record(suggestion, answer.text)}


def _as_record(suggestion: Suggestion, text: str) -> dict[str, Any]:
    return {
        "code": suggestion.code,
        "score": round(suggestion.score, 6),
        "strength": suggestion.strength,
        "start": suggestion.start,
        "end": suggestion.end,
        "evidence": [piece._asdict() for piece in suggestion.evidence],
        "quote": text[suggestion.start : suggestion.end],
    }


def _build_report(records: list[dict[str, Any]]) -> Report:
    """Suggestions in every format: the quote is for reading, the places are for programs."""
    from tipcoder.export.report import build_records_report, build_table

    rows = [_fit_cells(record) for record in records]
    report = build_records_report("Suggestions", rows, _TABLE, empty="Nothing to suggest.")
    whole = [_without_quote(record) for record in records]
    return replace(report, flat=build_table(rows, _COLUMNS), records=whole)


def _build_wordless_report(records: list[dict[str, Any]]) -> Report:
    """The same with places instead of words, which may name people."""
    from tipcoder.export.report import build_records_report

    columns = tuple(name for name in _COLUMNS if name not in _WORDS)
    rows = [{name: record[name] for name in columns} for record in records]
    return build_records_report("Suggestions", rows, columns, empty="Nothing to suggest.")


def _without_quote(record: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name != "quote"}


def _fit_cells(record: dict[str, Any]) -> dict[str, Any]:
    """A record with its evidence in two cells and as much of the quote as a table has room for."""
    pieces = record["evidence"]
    quote = " ".join(record["quote"].split())
    if len(quote) > _QUOTE:
        quote = quote[: _QUOTE - 1] + "…"
    reasons = dict.fromkeys(piece["why"] for piece in pieces)
    evidence = "; ".join(piece["text"] for piece in pieces)
    return {**record, "evidence": evidence, "why": "; ".join(reasons), "quote": quote}


def _say_remaining(found: StudySuggestions, wanted: Wanted) -> None:
    for code in wanted.codes:
        left = found.estimate_remaining(code, wanted.questions)
        if left is not None:
            output.say(f"{code}: {left.describe_remaining()}.")
    if found.closed:
        output.say(f"{output.format_count(len(found.closed), 'answer')} in an open round left out.")
