"""`words`: how often words are said, by whom more, and in what context."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import (
    argument,
    count_option,
    flag,
    format_option,
    option,
    questions_option,
    raw_option,
    smallest_cell_option,
    study_option,
    viewer,
)
from tipcoder.cli.publishing import refuse_raw_words, say_raw
from tipcoder.cli.types import DivisionName
from tipcoder.errors import BadInput, ExitStatus

_ABOUT_LISTS = "--by, --stems, --top and --smallest-cell are about lists of words."


@define_command(
    "words",
    examples=(
        "tipcoder words --question role",
        "tipcoder words --by country --top 10",
        "tipcoder words pressure 'fund*' --context 60",
    ),
)
@argument("words", "[WORD]...", "show these words in context; fund* is all that begin so", nargs=-1)
@questions_option("only answers to this question; may be repeated (default: all)")
@option(
    "--by",
    metavar="NAME",
    type=DivisionName(()),
    help="words that tell the segments of this factor, outcome, column, region or country apart",
)
@flag("--stems", about="count words together that begin alike")
@count_option("--top", about="how many words, of each segment (default: 40)")
@count_option("--context", about="letters to either side of a word in context (default: 40)")
@smallest_cell_option("leave out words of fewer respondents (default: 2)")
@format_option()
@raw_option("in formats other than a table too, for the team")
@study_option
@viewer
def list_words(
    words: tuple[str, ...],
    questions: tuple[str, ...],
    by: str | None,
    stems: bool,
    top: int | None,
    context: int | None,
    smallest_cell: int | None,
    form: str,
    raw: bool,
    study_folder: Path | None,
    viewer: str | None,
) -> int:
    """List the words of answers by how many say them, or show words where they stand.

    Words that say nothing by themselves are left out, in all languages of the answers. With --by
    each segment has the words that it says more than the rest, by log-likelihood. With WORD every
    place of it is shown, with the letters before and behind it and the response ID.
    """
    from tipcoder.export.word_report import build_context_report, build_word_report
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.publishing.small_counts import CountScreen
    from tipcoder.workbench.statistics.words import LEAST, TOP, WordsRequest, count_words
    from tipcoder.workbench.statistics.words_in_context import CONTEXT, find_in_context

    refuse_raw_words(raw, "Lists of words and lines in context", form)
    if words and (by or stems or top or smallest_cell):
        raise BadInput(_ABOUT_LISTS, "Leave them out, or the words.")
    if context and not words:
        raise BadInput("--context is about words in context.", "Name a word.")
    # One that protects nobody is refused.
    CountScreen(smallest_cell)
    wanted = WordsRequest(questions, by, stems, top or TOP, smallest_cell or LEAST)
    with open_study_folder(study_folder, read_only=True, viewer=viewer) as study:
        if words:
            places = find_in_context(study, words, questions, context or CONTEXT)
            report = build_context_report([asdict(place) for place in places], ())
        else:
            found = count_words(study, wanted)
            rows = [asdict(word) for word in found.words]
            report = build_word_report(rows, found.sentences, is_divided=by is not None)
    output.print_report(report, form)
    if not words and form == "table":
        output.say_all(found.sentences)
    say_raw(("word",), form, "word")
    return ExitStatus.DONE
