"""`suggest patterns`: how many answers each pattern finds, and what a new one would find."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import (
    codes_option,
    count_option,
    flag,
    format_option,
    option,
    questions_option,
    raw_option,
    study_option,
    viewer,
)
from tipcoder.cli.output import format_count
from tipcoder.cli.publishing import check_printed, say_raw
from tipcoder.errors import BadInput, ExitStatus
from tipcoder.text import make_excerpt

if TYPE_CHECKING:
    from tipcoder.export.report import Report
    from tipcoder.workbench.study import OpenStudy
    from tipcoder.workbench.suggestions.pattern_list import PatternList, PatternTrial, TrialHit

_COLUMNS = ("code", "language", "number", "weight", "pattern", "answers", "asked")
_ANSWER = ("case", "question", "language")
_KNOWN = ("known",)
"""Whether a pattern of the codes asked for finds it already."""
_PLACES = ("start", "end")
_FOUND = ("words", "answer")
_SHOWN = 20
"""Answers in a table."""
_LONGEST = 160
"""Characters of a sentence in a table."""


@dataclass(frozen=True)
class _Trial:
    """A pattern to try, and on what."""

    find: str
    language: str
    questions: tuple[str, ...]
    codes: Sequence[str]
    top: int | None
    raw: bool


@define_command(
    "suggest patterns",
    examples=(
        "tipcoder suggest patterns --check",
        'tipcoder suggest patterns --try "not invite~" --language en',
        "tipcoder suggest patterns --code pushback --format json",
    ),
)
@option("--try", "find", metavar="PATTERN", help="show the answers that this pattern would find")
@flag("--check", about="only what is wrong; exit status 1 if anything is")
@codes_option("only this code, or the codes below it; may be repeated")
@option(
    "--language",
    metavar="LANG",
    default="",
    help="with --try: the language of PATTERN (default: the codebook's)",
)
@questions_option("with --try: only answers to this question; may be repeated")
@count_option("--top", about="with --try: answers to show (default: 20 in a table, else all)")
@format_option()
@raw_option("with --try: with the words themselves also in formats other than a table")
@study_option
@viewer
def list_patterns(
    find: str | None,
    check: bool,
    codes: tuple[str, ...],
    language: str,
    questions: tuple[str, ...],
    top: int | None,
    form: str,
    raw: bool,
    study_folder: Path | None,
    viewer: str | None,
) -> int:
    """List the patterns of codes and how many answers each finds.

    Patterns stand in codebook.toml. Of the answers, `asked` counts those to questions that the code
    is meant for. --try shows what a pattern that is not there yet would find,
    with its words between ‹ and ›, and with --code whether a pattern of that code finds the answer
    already. --check prints what is wrong with the patterns. Answers in an open round are left out.
    """
    from tipcoder.workbench.codebook.file import read_codebook_in_force
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.suggestions.study_suggestions import require_codes

    _check_language(language)
    if find is None:
        _refuse_options_of_trial(language, questions, top, raw)
    elif check:
        raise BadInput("--check and --try exclude each other.", "Leave one of them out.")
    with open_study_folder(study_folder, read_only=True, viewer=viewer) as study:
        named = require_codes(read_codebook_in_force(study), codes)
        if find is not None:
            trial = _Trial(find, language, questions, named if codes else (), top, raw)
            return _print_trial(study, trial, form)
        return _print_patterns(study, named if codes else (), form, check=check)


def _check_language(language: str) -> None:
    from tipcoder.workbench.study_folder import LANGUAGE

    if language and not LANGUAGE.fullmatch(language):
        raise BadInput(f"--language: {language!r} is not a language.", "Use codes like en, es, ru.")


def _refuse_options_of_trial(
    language: str, questions: Sequence[str], top: int | None, raw: bool
) -> None:
    given = {"--language": language, "--question": questions, "--top": top, "--raw": raw}
    for name, value in given.items():
        if value:
            raise BadInput(f"{name} belongs to --try.", "Leave it out, or say --try PATTERN.")


def _print_patterns(study: OpenStudy, codes: Sequence[str], form: str, *, check: bool) -> int:
    from tipcoder.workbench.suggestions.pattern_list import build_pattern_list

    with output.working("Reading", study.definition.title) as line:
        found = build_pattern_list(study, codes, line.counter("answers"))
    report = _build_findings(found) if check else _build_list(found)
    said = check_printed(study, report, form)
    output.print_report(report, form)
    output.say_all(said)
    patterns = format_count(len(found.uses), "pattern")
    findings = format_count(len(found.findings), "finding")
    output.say(f"{patterns}, {findings}." + ("" if check else " --check lists findings."))
    _say_closed(found.closed)
    return ExitStatus.CHECK_FAILED if check and found.findings else ExitStatus.DONE


def _build_list(found: PatternList) -> Report:
    from tipcoder.export.report import build_records_report

    rows = [_as_record(use._asdict()) for use in found.uses]
    return build_records_report("Patterns", rows, _COLUMNS, empty="No code has a pattern.")


def _as_record(use: dict[str, Any]) -> dict[str, object]:
    use["pattern"] = use.pop("find")
    return {name: use[name] for name in _COLUMNS}


def _build_findings(found: PatternList) -> Report:
    from tipcoder.export.document import Document, Preformatted
    from tipcoder.export.report import build_records_report

    rows = [{"finding": finding} for finding in found.findings]
    report = build_records_report("Findings", rows, ("finding",), empty="Nothing is wrong.")
    blocks = (Preformatted("\n".join(found.findings)),) if rows else ()
    return replace(report, narrow=Document("Findings", blocks))


def _print_trial(study: OpenStudy, trial: _Trial, form: str) -> int:
    from tipcoder.workbench.study import require_questions
    from tipcoder.workbench.suggestions.pattern_list import try_pattern

    questions = require_questions(study, trial.questions)
    with output.working("Reading", study.definition.title) as line:
        counter = line.counter("answers")
        found = try_pattern(study, trial.find, trial.language, questions, trial.codes, counter)
    most = trial.top or (_SHOWN if form == "table" else len(found.hits))
    hits = found.hits[:most]
    has_words = trial.raw or form == "table"
    known = _KNOWN if trial.codes else ()
    report = _build_hits(hits, known) if has_words else _build_places(hits, known)
    said = () if has_words else check_printed(study, report, form)
    output.print_report(report, form)
    say_raw(("answer",) if trial.raw else (), form, "answer")
    output.say_all(said)
    _say_hits(found, len(hits))
    return ExitStatus.DONE


def _build_hits(hits: Sequence[TrialHit], known: Sequence[str]) -> Report:
    """Answers with the words that were found; programs get the places of the words as well."""
    from tipcoder.export.report import build_records_report, build_table

    records, rows = [], []
    for hit in hits:
        sentence = hit.mark_words()
        record = {**_as_place(hit, known), "words": hit.match.words, "answer": sentence}
        records.append(record)
        rows.append({**record, "answer": make_excerpt(sentence, _LONGEST)})
    shown = (*_ANSWER, *known, *_FOUND)
    report = build_records_report("Answers", rows, shown, empty="No answer is found.")
    flat = build_table(records, (*_ANSWER, *known, *_PLACES, *_FOUND))
    return replace(report, flat=flat, records=records)


def _build_places(hits: Sequence[TrialHit], known: Sequence[str]) -> Report:
    """The same without words, which may name people."""
    from tipcoder.export.report import build_records_report

    rows = [_as_place(hit, known) for hit in hits]
    columns = (*_ANSWER, *known, *_PLACES)
    return build_records_report("Answers", rows, columns, empty="No answer is found.")


def _as_place(hit: TrialHit, known: Sequence[str]) -> dict[str, object]:
    place: dict[str, object] = {
        "case": hit.answer.case,
        "question": hit.answer.question,
        "language": hit.answer.language,
    }
    place.update(dict.fromkeys(known, "yes" if hit.known else "no"))
    return {**place, "start": hit.match.start, "end": hit.match.end}


def _say_hits(found: PatternTrial, shown: int) -> None:
    answers = format_count(found.answers, "answer")
    sentence = f"Found in {len(found.hits)} of {answers}."
    if shown < len(found.hits):
        sentence += f" {shown} are shown; --top {len(found.hits)} shows all."
    output.say(sentence)
    _say_closed(found.closed)


def _say_closed(closed: int) -> None:
    if closed:
        output.say(f"{format_count(closed, 'answer')} in an open round left out.")
