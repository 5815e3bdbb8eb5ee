"""Who is at the keyboard, and who has worked in a study: coders by name."""

from __future__ import annotations

import getpass
import os
import unicodedata
from collections import Counter
from collections.abc import Sequence

from tipcoder.errors import BadInput, did_you_mean
from tipcoder.model.codings import Coder
from tipcoder.store import coders
from tipcoder.store.engine import Db

CODER_VARIABLE = "TIPCODER_CODER"
MAX_NAME = 60
NOT_NAMES = ("consensus", "majority", "both", "neither")
"""What layers and sides are called: a coder of that name could not be told from them."""


def resolve_coder_name(name: str | None) -> str:
    """The name given, else $TIPCODER_CODER, else the name of the account.

    Raises BadInput for an unusable one.
    """
    chosen = name or os.environ.get(CODER_VARIABLE) or ""
    if not chosen:
        try:
            chosen = getpass.getuser()
        # An account without a name, as in some containers.
        except (KeyError, OSError):
            chosen = "coder"
    chosen = _normalise_name(chosen)
    if not chosen or len(chosen) > MAX_NAME or not chosen.isprintable():
        raise BadInput(
            f"{chosen[:MAX_NAME]!r} cannot be a coder's name.",
            f"A name has at most {MAX_NAME} printable letters; give one with --coder NAME.",
        )
    # A column of decisions has names and sides side by side.
    if chosen.casefold() in NOT_NAMES:
        raise BadInput(
            f"{chosen!r} is the name of a layer or a side, not of a coder.",
            "Give another one with --coder NAME.",
        )
    return chosen


def tell_namesakes_apart(people: Sequence[Coder]) -> dict[int, str]:
    """Names by id, in the order given.

    Two people may have one name; then the second is told apart by a number.
    """
    seen: Counter[str] = Counter()
    names = {}
    for person in people:
        seen[person.name] += 1
        number = seen[person.name]
        names[person.id] = person.name if number == 1 else f"{person.name} ({number})"
    return names


def _normalise_name(name: str) -> str:
    """A name typed on another system may have its accents apart from their letters."""
    return unicodedata.normalize("NFC", " ".join(name.split()))


def require_coder(db: Db, name: str) -> Coder:
    """The coder of that name. Raises BadInput naming the nearest one if nobody is called so."""
    name = _normalise_name(name)
    known = {coder.name: coder for coder in coders.load_coders(db)}
    if name not in known:
        raise BadInput(
            f"Nobody called {name!r} has worked in this study.", did_you_mean(name, known)
        )
    return known[name]
