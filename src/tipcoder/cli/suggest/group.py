"""`suggest`: codes ranked for every answer."""

from __future__ import annotations

from collections.abc import Iterator
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
from tipcoder.cli.suggest.suggestion_report import (
    WORDS,
    as_record,
    build_report,
    build_wordless_report,
)
from tipcoder.errors import ExitStatus
from tipcoder.export.format_names import WRITTEN

if TYPE_CHECKING:
    from tipcoder.export.report import Report
    from tipcoder.workbench.study import OpenStudy
    from tipcoder.workbench.suggestions.suggestion_list import SuggestionList, WantedSuggestions


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
@count_option(
    "--top", about="codes for each answer (default: 3 and what is offered, or all of --code)"
)
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
    With --code, answers to questions that the code is not meant for are a second part. The column
    `offered` says what the workbench would offer. Answers in an open round get none. Whatever is
    not a table for the screen has places instead of words, unless you say --raw.
    """
    from tipcoder.workbench.codebook.file import read_codebook_in_force
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.output_files import claim_output
    from tipcoder.workbench.study import require_questions
    from tipcoder.workbench.suggestions.study_suggestions import require_codes
    from tipcoder.workbench.suggestions.suggestion_list import SuggestionList, WantedSuggestions

    written_as = form or "table"
    if file is not None:
        written_as = check_file_format(file, form, WRITTEN)
    with open_study_folder(study_folder, read_only=True, viewer=viewer) as study:
        if file is not None:
            claim_output(study, file)
        asked = require_questions(study, questions)
        named = require_codes(read_codebook_in_force(study), codes)
        wanted = WantedSuggestions(asked, named, top, only_open)
        with output.working("Reading", study.definition.title):
            listed = SuggestionList(study)
        said: tuple[str, ...] = ()
        if raw and file is None and written_as == "json":
            # As they are made: whoever reads them need not wait for the last one.
            output.print_json_records(_iterate_records(listed, wanted))
            say_raw(WORDS, written_as, "quote")
        elif file is None:
            said = _print_suggestions(study, listed, wanted, written_as, raw=raw)
        else:
            said = _write_suggestions(study, listed, wanted, file, raw=raw)

    output.say_all(said)
    if listed.found.model:
        output.say(f"{listed.found.model} had a part in the order, by nearness in meaning.")
    _say_remaining(listed, wanted)
    return ExitStatus.DONE


def _iterate_records(listed: SuggestionList, wanted: WantedSuggestions) -> Iterator[dict[str, Any]]:
    for suggestion in listed.list_suggestions(wanted):
        yield as_record(suggestion)


def _build_report(
    study: OpenStudy, listed: SuggestionList, wanted: WantedSuggestions, *, has_words: bool
) -> tuple[Report, int]:
    """The report, and how many suggestions are in it."""
    with output.working("Reading", study.definition.title):
        records = list(_iterate_records(listed, wanted))
    if has_words:
        return build_report(records, by_code=bool(wanted.codes)), len(records)
    return build_wordless_report(records), len(records)


def _print_suggestions(
    study: OpenStudy, listed: SuggestionList, wanted: WantedSuggestions, form: str, *, raw: bool
) -> tuple[str, ...]:
    """What has to be said of them."""
    has_words = raw or form == "table"
    report, _ = _build_report(study, listed, wanted, has_words=has_words)
    said = () if has_words else check_printed(study, report, form)
    output.print_report(report, form)
    say_raw(WORDS if raw else (), form, "quote")
    return said


def _write_suggestions(
    study: OpenStudy, listed: SuggestionList, wanted: WantedSuggestions, file: Path, *, raw: bool
) -> tuple[str, ...]:
    """The same of a file."""
    from tipcoder.export.formats import render_report
    from tipcoder.export.leaving import LeavingFile
    from tipcoder.workbench.publishing.declaration import LetsOut
    from tipcoder.workbench.publishing.publication import publish_files
    from tipcoder.workbench.team_files import RAW_WARNING, hand_to_team

    report, count = _build_report(study, listed, wanted, has_words=raw)
    ending = file.suffix.lower()
    leaving = LeavingFile(file, render_report(report, ending), ending)
    said: tuple[str, ...]
    if raw:
        (written,) = hand_to_team(study, [leaving], raw=True)
        said = (RAW_WARNING,)
    else:
        written, said = file, publish_files(study, [leaving], LetsOut()).sentences
    output.say(f"{output.format_count(count, 'suggestion')} written to {written}.")
    return said


def _say_remaining(listed: SuggestionList, wanted: WantedSuggestions) -> None:
    found = listed.found
    for code in wanted.codes:
        left = found.estimate_remaining(code, wanted.questions)
        if left is not None:
            output.say(f"{code}: {left.describe_remaining()}.")
    if found.closed:
        output.say(f"{output.format_count(len(found.closed), 'answer')} in an open round left out.")
