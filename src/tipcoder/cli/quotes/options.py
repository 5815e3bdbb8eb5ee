"""What verbs share that release quotes: which are asked for, and what is said of them."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from tipcoder.cli import output
from tipcoder.cli.options import Decorator, Run, count_option, option, smallest_cell_option
from tipcoder.cli.output import format_count
from tipcoder.cli.types import NameList

if TYPE_CHECKING:
    from tipcoder.workbench.quotes.release import QuoteRelease

readers_option = count_option(
    "--readers", default=1, about="people who must have read a quote (default: 1)"
)


def columns_option(what: str = "what is shown beside each quote: question, or") -> Decorator:
    """`--columns A,B`; `what` begins its line of help."""
    return option(
        "--columns",
        metavar="A,B",
        type=NameList(),
        default=(),
        help=f"{what} closed columns, outcomes, factors, indicators by name",
    )


def shared_cell_option(what: str) -> Decorator:
    """`--smallest-cell N` beside quotes; `what` says what these respondents share."""
    about = f"respondents who must share what {what} (default: 5, at least 3)"
    return smallest_cell_option(about, default=5)


def quote_request(run: Run) -> Run:
    """What is asked of quotes, as the parameter `quotes`.

    A verb without one of the options asks for what is usual there; one without `--blank-small`
    leaves cells empty that too few share.
    """

    @functools.wraps(run)
    def run_with_request(
        *given: object,
        codes: tuple[str, ...] = (),
        columns: tuple[str, ...] = (),
        codings_of: str | None,
        readers: int,
        smallest_cell: int,
        blank_small: bool = True,
        only_new: bool = False,
        strict: bool = False,
        include_unreviewed: bool = False,
        **values: object,
    ) -> Any:
        from tipcoder.workbench.quotes.quote_rows import QuoteRequest

        quotes = QuoteRequest(
            codes=tuple(dict.fromkeys(codes)),
            layer=codings_of,
            columns=columns,
            readers=readers,
            include_unreviewed=include_unreviewed,
            smallest_cell=smallest_cell,
            blank_small=blank_small,
            only_new=only_new,
            strict=strict,
        )
        return run(*given, quotes=quotes, **values)

    return run_with_request


def say_held(done: QuoteRelease) -> None:
    """Say what stays, and what there is to know about what leaves."""
    held = done.table.held
    output.say_all((held.describe_held(), *held.iterate_sentences(), *done.warnings))


def describe_size(done: QuoteRelease) -> str:
    """How many quotes of how many codes left."""
    quotes = format_count(len(done.table.lines), "quote")
    codes = format_count(len(done.sheet.groups), "code")
    return f"{quotes} of {codes}"


def describe_verdict(done: QuoteRelease) -> str:
    """That the audit passed, and what it said beside that."""
    accepted = done.audit.describe_accepted()
    return " ".join(filter(None, ("the audit passed.", accepted, done.audit.sentence)))
