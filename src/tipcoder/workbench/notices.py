"""What a front end should tell its user beside the result, such as that a codebook was imported.

A front end that can tell it at once says how with `set_listener`; where nobody listens, nothing is
told. One that can ask says how with `set_asker`; where nobody can be asked, there is no answer.
"""

from __future__ import annotations

from collections.abc import Callable

_listeners: list[Callable[[str], None]] = []
_askers: list[Callable[[str], str | None]] = []


def set_listener(say: Callable[[str], None] | None) -> None:
    """From now on tell `say`, and nobody else; None tells nobody."""
    _listeners.clear()
    if say is not None:
        _listeners.append(say)


def tell_user(sentence: str) -> None:
    """Tell whoever listens."""
    for say in _listeners:
        say(sentence)


def set_asker(ask: Callable[[str], str | None] | None) -> None:
    """From now on ask with `ask`, which returns what was answered; None asks nobody."""
    _askers.clear()
    if ask is not None:
        _askers.append(ask)


def ask_user(question: str) -> str | None:
    """What the user answers; None where nobody can be asked."""
    for ask in _askers:
        return ask(question)
    return None
