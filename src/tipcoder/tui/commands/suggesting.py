"""What keys do about suggestions, in the order of the help."""

from __future__ import annotations

from tipcoder.tui.commands.command import Command, ScreenName, command_group

_suggest = command_group("suggest", "Suggestions, only when asked", ScreenName.CODING)

SUGGESTING: tuple[Command, ...] = (
    _suggest(
        "ask",
        "p",
        "Suggest",
        "Suggest codes for this answer and underline the evidence for them. A digit accepts one, "
        "for the suggested words or for those that you select first; Enter finishes the answer. "
        "Again: hide them.",
        "suggest",
    ),
    _suggest(
        "always",
        "P",
        "Suggest always",
        "Suggest codes on every answer that you come to, until you press the key again.",
        "suggest_always",
    ),
    _suggest(
        "words",
        "v",
        "Its words",
        "Select the words of the suggestion under the cursor, to change them before its digit "
        "accepts it.",
        "offered_words",
    ),
    _suggest(
        "other",
        "E",
        "Other code",
        "Apply another code to the words of the suggestion under the cursor.",
        "other_code",
    ),
    _suggest(
        "reject",
        "minus",
        "Not this",
        "Reject the suggestion under the cursor. It does not come back on this answer, and later "
        "suggestions learn from it.",
        "reject",
    ),
)
