"""What is said of words that could not be kept, because the store refused them."""

from __future__ import annotations

_NOTHING_KEPT = "Nothing was kept: "
"""How every refusal of the store begins."""
_IN_DOUBT = "Not known whether this was kept"
"""How the store begins where it cannot tell."""


def describe_waiting_words(refusal: str) -> str:
    """A refusal, with the news that what was written stays a draft.

    The draft comes first: on a narrow screen the end of the sentence may be cut.
    """
    if refusal.startswith(_NOTHING_KEPT):
        # The words are what was to be kept. The sentence behind says what to do after a key, which
        # does not fit words.
        reason, *_ = refusal.removeprefix(_NOTHING_KEPT).split(". ")
        return f"Words stay a draft: {reason.rstrip('.')}."
    if refusal.startswith(_IN_DOUBT):
        return f"Words stay a draft. {_IN_DOUBT}; you will be told."
    return f"Your words stay a draft. {refusal}"
