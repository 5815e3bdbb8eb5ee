"""`quotes`, `quotes cite`: quotes by code in their released wording, audited before they are put in place."""

from __future__ import annotations

import argparse
import shutil
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tipcoder.cli import output
from tipcoder.cli.options import Verbs, above_zero, add_coder, add_format, add_study, named_path
from tipcoder.cli.output import format_count
from tipcoder.errors import CheckFailed, ExitStatus

if TYPE_CHECKING:
    from tipcoder.export.quote_files import QuoteGroup
    from tipcoder.workbench.quotes.release import QuoteRelease


_WIDEST = 100
"""Characters of a line that one reads with ease."""


def add_verbs(verbs: Verbs) -> None:
    quotes = verbs.add_parser(
        "quotes",
        help="quotes by code that were read for release, under response IDs; cite CODE for a footnote",
        description="Prints or writes quotes by code: response ID, released wording, and of columns only those named. "
        "A quote leaves when a person has read it as it stands and nobody withholds it. The finished file is read "
        "back by the leak audit, and put in place only if it passes.",
    )
    quotes.add_argument("--code", metavar="CODE", action="append", default=[], help="only this code; may be repeated")
    quotes.add_argument(
        "-o", "--output", metavar="FILE", type=named_path, help="write: .csv, .xlsx, .docx, .md, .html or .json"
    )
    quotes.add_argument(
        "--columns",
        metavar="A,B",
        type=_names,
        default=(),
        help="what stands beside each quote: question, or closed columns, outcomes, factors, indicators by name",
    )
    _add_layer(quotes)
    quotes.add_argument(
        "--readers", metavar="N", type=above_zero, default=1, help="people who must have read a quote (default: 1)"
    )
    quotes.add_argument(
        "--fresh-ids", action="store_true", help="other IDs for this file only; the key file remembers whose they are"
    )
    quotes.add_argument(
        "--smallest-cell",
        metavar="K",
        type=above_zero,
        default=5,
        help="respondents who must share what stands beside a quote (default: 5, at least 3)",
    )
    quotes.add_argument("--blank-small", action="store_true", help="leave cells empty that fewer share")
    quotes.add_argument(
        "--include-unreviewed",
        action="store_true",
        help="take in what nobody has read, every proposal accepted; file and rows are marked UNREVIEWED",
    )
    add_format(quotes)
    add_coder(quotes)
    add_study(quotes)
    quotes.set_defaults(run=run_quotes)

    actions = quotes.add_subparsers(title="actions", metavar="cite", required=False)
    cite = actions.add_parser("cite", help="who said it, as `Responses 1016, 1049, and 1061`")
    cite.add_argument("cited", metavar="CODE", help="the code")
    _add_layer(cite, default=argparse.SUPPRESS)
    add_coder(cite)
    add_study(cite)
    cite.set_defaults(run=run_cite)


def _add_layer(parser: argparse.ArgumentParser, **settings: Any) -> None:
    parser.add_argument(
        "--layer", metavar="WHO", help="whose codings count: a coder, majority, or consensus", **settings
    )


def _names(text: str) -> tuple[str, ...]:
    names = tuple(part.strip() for part in text.split(","))
    if not all(names):
        raise argparse.ArgumentTypeError(f"{text!r} has a name that is empty")
    return names


def run_quotes(arguments: argparse.Namespace) -> int:
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.quotes.quote_rows import QuoteRequest
    from tipcoder.workbench.quotes.release import release_quotes

    wish = QuoteRequest(
        codes=tuple(dict.fromkeys(arguments.code)),
        layer=arguments.layer,
        columns=arguments.columns,
        readers=arguments.readers,
        include_unreviewed=arguments.include_unreviewed,
        smallest_cell=arguments.smallest_cell,
        blank_small=arguments.blank_small,
    )
    with (
        open_study_folder(arguments.study, read_only=not arguments.fresh_ids, viewer=arguments.coder) as here,
        output.working("Reading quotes of", here.definition.title),
    ):
        done = release_quotes(here, wish, arguments.output, fresh_ids=arguments.fresh_ids)
    if arguments.output is None:
        _print(done, arguments.format)
    _report(done)
    return ExitStatus.DONE


def _print(done: QuoteRelease, form: str) -> None:
    if form == "csv":
        output.data(done.content.decode("utf-8"))
    elif form == "json":
        head, rows = done.sheet.as_rows()
        output.rows([dict(zip(head, row, strict=True)) for row in rows], head, form)
    else:
        output.text("\n\n".join(group_text(group, done.sheet.columns) for group in done.sheet.groups))


def group_text(group: QuoteGroup, columns: Sequence[str]) -> str:
    """The quotes of a code for reading: nothing is cut off, and what stands beside a quote follows it in brackets."""
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    lines = [f"{group.label} ({group.code})"]
    lines += textwrap.wrap(f"{group.note}." if group.note else "", width)
    for response, quote, note, *more in group.rows:
        beside = [note, *(f"{name}: {value}" for name, value in zip(columns[3:], more, strict=True) if value)]
        said = "; ".join(part for part in beside if part)
        indent = " " * (len(response) + 4)
        lines += textwrap.wrap(
            f"  {response}  {quote}{f' [{said}]' if said else ''}",
            width,
            subsequent_indent=indent,
            break_long_words=False,
        )
    return "\n".join(lines)


def _report(done: QuoteRelease) -> None:
    for sentence in (done.table.left_out.describe_omitted(), *done.warnings):
        if sentence:
            output.say(sentence)
    output.say(done.table.spans.layer.sentence)
    where = f" written to {done.path}" if done.path else ""
    read = (
        f"UNREVIEWED, nobody has read {done.table.unreviewed_count} of them; not for release"
        if done.table.wish.include_unreviewed
        else "each read by a person as it stands"
    )
    output.say(
        f"{format_count(len(done.table.lines), 'quote')} of {format_count(len(done.sheet.groups), 'code')}{where}: {read}; "
        f"the audit passed. {done.audit.sentence}"
    )


def run_cite(arguments: argparse.Namespace) -> int:
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.quotes.release import find_cited_ids, format_footnote

    with open_study_folder(arguments.study, read_only=True, viewer=arguments.coder) as here:
        ids = find_cited_ids(here, arguments.cited, arguments.layer)
        public = here.definition.privacy.response_ids == "from-column"
    if not ids:
        raise CheckFailed(
            f"Nobody said what {arguments.cited!r} stands for.", "`tipcoder counts` shows where codes stand."
        )
    output.text(format_footnote(ids))
    if public:
        output.say("These IDs are those of the survey file: whoever has it finds its rows, and who wrote them.")
    return ExitStatus.DONE
