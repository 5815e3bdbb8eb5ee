"""The order of values that are words, from low to high."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tipcoder.agreement.tables.folding import FoldedValues
from tipcoder.agreement.tables.reading import TableOptions, format_names
from tipcoder.agreement.tables.values import Key, fold_to_key, is_number
from tipcoder.errors import BadInput

_SHOWN = 8
"""Values that an example of --order lists."""
_NAMED = 3


def order_categories(folded: FoldedValues, options: TableOptions, source: str) -> Sequence[str]:
    """The categories from low to high where they are words and have an order; else empty.

    Raises BadInput where the ordinal level has no order, and where the order lacks a value.
    """
    label_of = {fold_to_key(label): label for label in folded.labels.values()}
    if options.order:
        return _apply_order(label_of, options.order, source)
    # Two values are as far apart in any order.
    if options.level == "ordinal" and not folded.numbers and len(label_of) > 2:
        raise _build_no_order_error(sorted(label_of.values(), key=str.casefold), source)
    return ()


def _apply_order(label_of: Mapping[Key, str], order: Sequence[str], source: str) -> list[str]:
    """The labels in the order asked for; values that do not occur are left out."""
    # The user may write a value in any spelling, and twice.
    wanted = dict.fromkeys(map(fold_to_key, order))
    strange = [repr(label) for key, label in label_of.items() if key not in wanted]
    if strange:
        raise BadInput(
            f"{source}: --order does not name {format_names(strange, _NAMED)}.",
            "Name every value from low to high, or say --missing for what is not a rating.",
        )
    return [label_of[key] for key in wanted if key in label_of]


def _build_no_order_error(labels: Sequence[str], source: str) -> BadInput:
    words = [repr(label) for label in labels if not is_number(label)]
    verb = "is not a number" if len(words) == 1 else "are not numbers"
    example = ",".join(labels[:_SHOWN])
    return BadInput(
        f"{source}: --level ordinal needs an order, and {format_names(words, _NAMED)} {verb}.",
        f"Name the values from low to high, as --order '{example}', or say --missing for what is "
        "not a rating.",
    )
