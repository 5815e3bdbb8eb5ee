"""Why a pair is not tested, as a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tipcoder.analysis import means
from tipcoder.analysis.pairs import Pair
from tipcoder.analysis.variables import Levels, Numbers
from tipcoder.text import format_count, format_number

if TYPE_CHECKING:
    from tipcoder.arrays import Ints


def explain_refusal(pair: Pair, usable: Ints) -> str:
    """Why there can be no test on these cases, as a sentence; empty if there can."""
    if not usable.size:
        return "No case has both values, so there is nothing to test."

    # The groups come first: without two of them it does not matter what was measured.
    refusal = _check_groups(pair, usable)
    if refusal:
        return refusal
    if isinstance(pair.measured, Numbers):
        return _check_numbers(pair.measured, usable)
    return _check_categories(pair.measured, usable)


def _check_groups(pair: Pair, usable: Ints) -> str:
    import numpy as np

    labels = pair.groups.labels
    sizes = np.bincount(pair.groups.codes[usable], minlength=len(labels))
    if np.count_nonzero(sizes) < 2:
        only = labels[int(np.argmax(sizes))]
        return f"Every case is {only!r}, so there are no groups to compare."

    is_number = isinstance(pair.measured, Numbers)
    # Fewer than two numbers have no variance, whatever is asked for.
    least = max(pair.min_n, 2) if is_number else pair.min_n
    short = []
    for label, size in zip(labels, sizes.tolist(), strict=True):
        if size < least:
            short.append(f"{label!r} has {format_count(size, 'row')}")

    # A large table of categories stays a table without one of its rows; nothing else does.
    needs_every_group = least > 2 or len(labels) == 2 or is_number
    if short and needs_every_group:
        return f"Not tested: {' and '.join(short)}, and a group needs at least {least}."
    return ""


def _check_numbers(measured: Numbers, usable: Ints) -> str:
    import numpy as np

    values = measured.values[usable]
    one_group = np.zeros(len(values), dtype=np.int64)
    if not means.find_constant_groups(values, one_group, 1).all():
        return ""
    only = format_number(float(values[0]))
    return f"Every case has the same value ({only}), so there is no difference to test."


def _check_categories(measured: Levels, usable: Ints) -> str:
    import numpy as np

    counts = np.bincount(measured.codes[usable], minlength=len(measured.labels))
    if np.count_nonzero(counts) >= 2:
        return ""
    only = measured.labels[int(np.argmax(counts))]
    return f"Every case is {only!r} in {measured.name}, so there is no difference to test."
