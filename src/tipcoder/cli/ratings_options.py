"""How a table of ratings is laid out, where a person has to say it."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tipcoder.cli.options import Run, option
from tipcoder.cli.types import OneOf, Words
from tipcoder.errors import BadInput

if TYPE_CHECKING:
    from tipcoder.workbench.agreement.ratings_file import TableOptions

_LEVELS = ("nominal", "ordinal", "interval", "ratio")
_LAYOUTS = ("wide", "long", "matrix", "sets", "transposed")
_FOLDS = ("auto", "all", "none")


@dataclass(frozen=True)
class RatingsTable:
    """What a person says of a table of ratings; what is not said is found out."""

    level: str
    order: tuple[str, ...]
    layout: str | None
    units: tuple[str, ...]
    values: tuple[str, ...]
    missing: tuple[str, ...]
    empty: str | None
    fold: str

    def refuse_without_ratings(self) -> None:
        """Raises BadInput for what only a table of ratings has."""
        # A default says nothing; anything else was typed and would be left unheeded.
        if self.level != "nominal":
            raise BadInput(
                "--level is for --ratings: a code is present or absent.", "Leave it out."
            )
        for name in ("layout", "units", "values", "missing", "empty", "order"):
            if getattr(self, name):
                self._refuse(name)
        if self.fold != "auto":
            self._refuse("fold")

    def _refuse(self, name: str) -> None:
        raise BadInput(
            f"--{name} is for --ratings: a study knows its units and coders.", "Leave it out."
        )

    def read_request(self, coders: tuple[str, ...]) -> TableOptions:
        """What to read in the table. Raises BadInput for words that do not belong together."""
        from tipcoder.workbench.agreement.ratings_file import build_table_request

        if self.order and self.level != "ordinal":
            raise BadInput("--order is for --level ordinal.", "Say both, or leave --order out.")
        return build_table_request(
            layout=self.layout or "",
            units=list(self.units),
            coders=list(coders),
            values=list(self.values),
            missing=list(self.missing),
            empty=self.empty or "",
            level=self.level,
            fold=self.fold,
            order=list(self.order),
        )


_OPTIONS = (
    option(
        "--level",
        type=OneOf(_LEVELS),
        default="nominal",
        help="with --ratings: the level of the values (default: nominal)",
    ),
    option(
        "--order",
        metavar="LOW,...,HIGH",
        type=Words(once=True),
        default=(),
        help="with --ratings: the order of values that are words, for --level ordinal",
    ),
    option(
        "--layout",
        type=OneOf(_LAYOUTS),
        help="with --ratings: wide: one line per unit, one column per coder; long: one line per "
        "rating; matrix: a column for each code and coder, counts too; sets: several codes in a "
        "cell; transposed: one line per coder",
    ),
    option(
        "--units",
        metavar="COL",
        type=Words(once=True),
        default=(),
        help="with --ratings: the column that names the units, or several with commas together",
    ),
    option(
        "--values",
        metavar="COL",
        type=Words(once=True),
        default=(),
        help="with --ratings: the column with ratings of a long table, or several with commas",
    ),
    option(
        "--missing",
        metavar="A,B",
        type=Words(once=True),
        default=(),
        help="with --ratings: values that mean that nobody rated, like 99 or NA",
    ),
    option(
        "--empty",
        type=OneOf(("none", "missing")),
        help="with --ratings: what an empty list of codes means: no code was applied (none), or "
        "the coder did not code it (missing, the default)",
    ),
    option(
        "--fold",
        type=OneOf(_FOLDS),
        default="auto",
        help="with --ratings: whether spellings like 1 and 1.0, 01 and 1, Yes and YES are one "
        "value (default: auto, which is yes unless it is doubtful)",
    ),
)


def ratings_options(run: Run) -> Run:
    """What there is to say of a table of ratings, as the parameter `table`."""

    @functools.wraps(run)
    def run_with_table(
        *given: object,
        level: str,
        order: tuple[str, ...],
        layout: str | None,
        units: tuple[str, ...],
        values: tuple[str, ...],
        missing: tuple[str, ...],
        empty: str | None,
        fold: str,
        **more: object,
    ) -> Any:
        table = RatingsTable(level, order, layout, units, values, missing, empty, fold)
        return run(*given, table=table, **more)

    decorated: Run = run_with_table
    for decorate in reversed(_OPTIONS):
        decorated = decorate(decorated)
    return decorated
