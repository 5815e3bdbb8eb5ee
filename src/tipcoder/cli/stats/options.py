"""What `stats` and its actions share: what to test, and how results are written."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tipcoder.cli import output
from tipcoder.cli.options import (
    Decorator,
    Run,
    codes_option,
    codings_of_option,
    count_option,
    flag,
    option,
    questions_option,
)
from tipcoder.cli.types import OneOf
from tipcoder.errors import BadInput

if TYPE_CHECKING:
    from tipcoder.workbench.study import OpenStudy

WHOSE_CODINGS = (
    "whose codings count: a coder, majority, or consensus (default: the majority, and the "
    "consensus once every disagreement is resolved)"
)

outcomes_option = option(
    "--outcome",
    "outcomes",
    metavar="NAME",
    multiple=True,
    help="an outcome of study.toml; may be repeated (default: all)",
)
adjust_option = option(
    "--adjust",
    type=OneOf(("holm", "benjamini-hochberg")),
    help="adjustment over the family of tests (default: study.toml)",
)
unweighted_option = flag("--unweighted", about="leave out the weights of study.toml")
style_option = option(
    "--style",
    type=OneOf(("article", "apa")),
    default="article",
    help="how lines are written (default: article)",
)
presence_codings_option = codings_of_option(WHOSE_CODINGS)
corrected_option = flag(
    "--corrected",
    about="beside each figure one corrected for errors of coding, by answers that were settled",
)
min_cases_option = count_option(
    "--min-cases",
    "min_cases",
    old_name="--min-rows",
    about="minimum cases of a country (default: 10)",
)

_TESTING = (
    outcomes_option,
    codes_option("test by this code; CODE.own leaves out the codes below it; may be repeated"),
    flag("--all-codes", about="test by every code"),
    presence_codings_option,
    questions_option(
        "the question where a code was looked for (default: where it was applied); may be repeated"
    ),
    count_option("--min-n", about="minimum cases with and without the code (default: 10)"),
    adjust_option,
    unweighted_option,
)


def test_options(run: Run) -> Run:
    """What to test, as the parameter `request`, which is a function of further variables."""

    @functools.wraps(run)
    def run_with_request(
        *given: object,
        outcomes: tuple[str, ...],
        codes: tuple[str, ...],
        all_codes: bool,
        codings_of: str | None,
        questions: tuple[str, ...],
        min_n: int | None,
        adjust: str | None,
        unweighted: bool,
        **values: object,
    ) -> Any:
        from tipcoder.workbench.statistics.tests import MIN_N, StatisticsRequest

        # Not left to the words: --code may stand before an action and --all-codes behind it.
        if codes and all_codes:
            raise BadInput("--code and --all-codes exclude each other.", "Leave one of them out.")
        request = StatisticsRequest(
            outcomes=outcomes,
            codes=codes,
            all_codes=all_codes,
            layer=codings_of,
            questions=questions,
            min_n=min_n or MIN_N,
            adjust=adjust,
            unweighted=unweighted,
        )
        return run(*given, request=request, **values)

    return _decorate_all(run_with_request, _TESTING)


def _decorate_all(run: Run, decorators: tuple[Decorator, ...]) -> Run:
    for decorate in reversed(decorators):
        run = decorate(run)
    return run


@contextmanager
def reading_study(
    study_folder: Path | None,
    viewer: str | None,
    doing: str,
    *,
    read_only: bool = True,
    told: Collection[str] = (),
) -> Iterator[OpenStudy]:
    """A study that is read. Values that mean nothing to it are said when all of it was read.

    What is in `told` by then stands in what is printed, and is not said again.
    """
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.statistics.unmatched_cells import describe_unmatched_cells

    with (
        open_study_folder(study_folder, read_only=read_only, viewer=viewer) as study,
        output.working(doing, study.definition.title),
    ):
        yield study
        # Found while the study is open, and said when the line about progress is gone.
        strange = describe_unmatched_cells(study)
    output.say_all([sentence for sentence in strange if sentence not in told])
