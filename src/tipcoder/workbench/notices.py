"""What a front end should tell its user beside the result, such as that a codebook was imported.

A front end that can tell it at once says how with `set_listener`; where nobody listens, nothing is
told.
"""

from __future__ import annotations

from collections.abc import Callable

_listeners: list[Callable[[str], None]] = []


def set_listener(say: Callable[[str], None] | None) -> None:
    """From now on tell `say`, and nobody else; None tells nobody."""
    _listeners.clear()
    if say is not None:
        _listeners.append(say)


def tell_user(sentence: str) -> None:
    """Tell whoever listens."""
    for say in _listeners:
        say(sentence)
