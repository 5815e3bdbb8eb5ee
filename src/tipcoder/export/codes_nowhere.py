"""Codes that are nowhere: on a terminal one sentence, because their lines would scroll away those
that say something.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

_MANY = 5
"""Codes from which on a sentence is shorter than their lines."""


def list_codes_nowhere(
    rows: Sequence[Mapping[str, Any]], name: str, counts: Sequence[str]
) -> list[str]:
    """Names of the codes of which all `counts` are 0 in every row, if they are many and not all.

    A count that is hidden for being small is none of them.
    """
    somewhere: dict[str, bool] = {}
    for row in rows:
        code = str(row[name])
        is_empty = all(row.get(count, 0) == 0 for count in counts)
        somewhere[code] = somewhere.get(code, False) or not is_empty
    nowhere = [code for code, is_somewhere in somewhere.items() if not is_somewhere]
    is_worth_a_sentence = _MANY <= len(nowhere) < len(somewhere)
    return nowhere if is_worth_a_sentence else []


def name_codes_nowhere(names: Sequence[str], where: str) -> list[str]:
    """The sentence about them; none where there are none. `where` is `On no case`."""
    if not names:
        return []
    return [f"{where}, and not listed: {'; '.join(names)}. Files have them."]
