"""What keys do about suggestions, in the order of the help."""

from __future__ import annotations

from tipcoder.tui.commands.command import Command, ScreenName, command_group

_suggest = command_group("suggest", "Suggestions, only when asked", ScreenName.CODING)

SUGGESTING: tuple[Command, ...] = (
    _suggest(
        "ask",
        "p",
        "Suggest",
        "Offer codes for this answer and underline the words that speak for them. A digit accepts one, on the words "
        "offered or on those you select first; Enter finishes the answer. Again: put them away.",
        "suggest",
    ),
    _suggest(
        "always",
        "P",
        "Suggest always",
        "Offer codes on every answer that you come to, until the same key ends it.",
        "suggest_always",
    ),
    _suggest(
        "words",
        "v",
        "Its words",
        "Select the words of the suggestion under the cursor, to move their ends before its digit accepts it.",
        "offered_words",
    ),
    _suggest(
        "other",
        "E",
        "Other code",
        "Put another code on the words of the suggestion under the cursor.",
        "other_code",
    ),
    _suggest(
        "reject",
        "minus",
        "Not this",
        "Turn down the suggestion under the cursor: it does not come back on this answer, and others learn from it.",
        "reject",
    ),
)
