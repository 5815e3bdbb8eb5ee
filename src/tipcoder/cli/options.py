"""Options that several verbs share, as decorators of their functions."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any

import click

from tipcoder.cli.types import (
    CodeKey,
    CountAboveZero,
    FilePath,
    FolderPath,
    OneOf,
    QuestionColumn,
    SpanType,
    StudyFolder,
    ValueType,
)
from tipcoder.cli.words import Option
from tipcoder.export.format_names import PRINTED

Run = Callable[..., Any]
Decorator = Callable[[Run], Run]

WHOSE_CODINGS = "whose codings count: a coder, majority, or consensus"


def option(*names: str, old_name: str = "", **settings: Any) -> Decorator:
    """An option with its line of help. It must be written out: no beginning of it is enough."""
    return click.option(*names, cls=Option, old_name=old_name, **settings)


def flag(*names: str, about: str) -> Decorator:
    """An option without a value."""
    return click.option(*names, cls=Option, is_flag=True, help=about)


def argument(name: str, metavar: str, about: str, **settings: Any) -> Decorator:
    """A word that is no option."""
    return click.argument(name, metavar=metavar, help=about, **settings)


def study_option(run: Run) -> Run:
    """`--study DIR`, which may stand before the verb and behind it."""
    return option(
        "--study",
        "study_folder",
        metavar="DIR",
        type=StudyFolder(),
        help="the study's folder, instead of looking upward from here",
    )(run)


def coder_option(run: Run) -> Run:
    """`--coder NAME`, which may stand before the verb and behind it."""
    return option(
        "--coder",
        metavar="NAME",
        help="who is acting (else $TIPCODER_CODER, else your account's name)",
    )(run)


def accept_options(run: Run) -> Run:
    """`--accept ID --reason WHY`, findings of the leak audit that a person accepts, as the
    parameter `accept`.
    """

    @functools.wraps(run)
    def run_with_acceptance(
        *given: object, accept: tuple[str, ...], reason: str, **values: object
    ) -> Any:
        from tipcoder.workbench.publishing.accepted_findings import Acceptance

        return run(*given, accept=Acceptance(accept, reason), **values)

    accept = option(
        "--accept",
        metavar="ID",
        multiple=True,
        help="accept this finding of the audit, with --reason; may be repeated",
    )
    reason = option(
        "--reason", metavar="WHY", default="", help="why; the log keeps it, so without the words"
    )
    return accept(reason(run_with_acceptance))


def viewer(run: Run) -> Run:
    """Who looks, for a verb without a --coder of its own: the one who is named before the verb."""

    @functools.wraps(run)
    def run_as_viewer(*given: object, **values: object) -> Any:
        return run(*given, viewer=_nearest_coder(), **values)

    return run_as_viewer


def _nearest_coder() -> str | None:
    """The --coder that stands before an action, as in `redact --coder NAME list`."""
    # The context of the action itself is left out: there --coder would be its own option.
    place = click.get_current_context().parent
    while place is not None:
        name = place.params.get("coder")
        if isinstance(name, str):
            return name
        place = place.parent
    return None


def format_option(
    choices: Sequence[str] = PRINTED,
    default: str | None = "table",
    about: str = "how to print",
) -> Decorator:
    """`--format`, as the parameter `form`."""
    # The parameter is not called format, which is a function of Python.
    shown = f"{about} (default: {default})" if default else about
    return option("--format", "form", type=OneOf(choices), default=default, help=shown)


def output_file(about: str, **settings: Any) -> Decorator:
    """`-o FILE`, as the parameter `file`."""
    return option("-o", "--output", "file", metavar="FILE", type=FilePath(), help=about, **settings)


def output_folder(about: str) -> Decorator:
    """`-o DIR`, as the parameter `target`."""
    return option("-o", "--output", "target", metavar="DIR", type=FolderPath(), help=about)


def dry_run_option(about: str) -> Decorator:
    """`--dry-run`."""
    return flag("--dry-run", about=about)


def raw_option(about: str) -> Decorator:
    """`--raw`, without which no word of an answer leaves that nobody has released."""
    return flag("--raw", about=about)


def smallest_cell_option(about: str, default: int | None = None) -> Decorator:
    """`--smallest-cell N`."""
    return count_option("--smallest-cell", about=about, default=default)


def codes_option(about: str = "only this code; may be repeated") -> Decorator:
    """`--code CODE`, any number of times, as the parameter `codes`."""
    return option("--code", "codes", metavar="CODE", type=CodeKey(), multiple=True, help=about)


def questions_option(about: str) -> Decorator:
    """`--question COLUMN`, any number of times, as the parameter `questions`."""
    return option(
        "--question",
        "questions",
        metavar="COLUMN",
        type=QuestionColumn(),
        multiple=True,
        help=about,
    )


def codings_of_option(about: str = WHOSE_CODINGS) -> Decorator:
    """`--codings-of WHO`."""
    return option("--codings-of", old_name="--layer", metavar="WHO", type=ValueType(), help=about)


def count_option(*names: str, about: str, **settings: Any) -> Decorator:
    """An option whose value is a whole number above 0."""
    return option(*names, metavar="N", type=CountAboveZero(), help=about, **settings)


def code_argument(
    name: str = "code", metavar: str = "CODE", about: str = "the code", **settings: Any
) -> Decorator:
    """The key of a code."""
    return argument(name, metavar, about, type=CodeKey(), **settings)


def place_arguments(run: Run) -> Run:
    """`CASE QUESTION [START-END]`."""
    for decorate in reversed(_PLACE):
        run = decorate(run)
    return run


_PLACE = (
    argument("case", "CASE", "the case label: 1254, or 1254.2"),
    argument("question", "QUESTION", "the column of the question", type=QuestionColumn()),
    argument(
        "span",
        "[START-END]",
        "offsets in the answer (default: the whole of it)",
        type=SpanType(),
        required=False,
    ),
)


def reading_options(run: Run) -> Run:
    """How to read a survey file that cannot be told from itself, as the parameter `reading`."""

    @functools.wraps(run)
    def run_with_reading(
        *given: object,
        encoding: str | None,
        delimiter: str | None,
        sheet: str | None,
        errors: str,
        duplicates: str,
        repair_text: bool,
        long: bool,
        wave: str | None,
        **values: object,
    ) -> Any:
        from tipcoder.workbench.survey.importing import ReadOptions

        reading = ReadOptions(
            encoding, delimiter, errors == "replace", duplicates, sheet, repair_text, long, wave
        )
        return run(*given, reading=reading, **values)

    decorated: Run = run_with_reading
    for decorate in reversed(_READING):
        decorated = decorate(decorated)
    return decorated


_READING = (
    option(
        "--encoding",
        metavar="NAME",
        help="the file's encoding, like cp1251, if it is not UTF-8",
    ),
    option(
        "--delimiter",
        metavar="CHAR",
        help="the character between cells: comma, semicolon, tab, pipe, or itself",
    ),
    option("--sheet", metavar="NAME", help="the sheet of a workbook, where several have answers"),
    option(
        "--wave",
        metavar="NAME",
        help="the wave of the survey that the whole file is, like 2025, where no column says it",
    ),
    flag("--long", about="the file has a line for each answer: respondent, question, answer"),
    flag("--repair-text", about="undo that UTF-8 was read as cp1252 and saved again (Ã© is é)"),
    option(
        "--errors",
        type=OneOf(("strict", "replace")),
        default="strict",
        help="bad bytes: refuse them (strict, the default), or replace them",
    ),
    option(
        "--duplicates",
        type=OneOf(("refuse", "last", "number")),
        default="refuse",
        help="a second row of one respondent and case: refuse it (default), let the last count, "
        "or number the rows",
    ),
)
