"""What the review screen says of a proposal: on the bar under its words, and on its card."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from tipcoder.text import format_count
from tipcoder.tui.drawing import as_content, as_content_line
from tipcoder.workbench.redaction.proposals import KEPT, OPEN, RedactionProposal

_SIGNS = {"high": "‼", "medium": "!", "low": "·", "weak": "~"}
"""By severity, as detectors and files call it."""
_STATES = {OPEN: "open", KEPT: "stays"}
_KEYS = "n: next open · Tab: next proposal · w s m: select words, mark them"


def format_bar(proposal: RedactionProposal) -> str:
    """What the bar under a proposal says."""
    kind = _format_kind(proposal)
    if proposal.state == KEPT:
        return f"stays: {kind}"
    # Replaced: what the reader will see is more telling than the kind.
    if proposal.state != OPEN:
        return f"→ {proposal.replacement}"
    # The bar is under words that are replaced; the finding is in what replaces them.
    where = "in the replacement: " if proposal.inserted else ""
    return f"{_find_sign(proposal)} {where}{kind}"


UNDERLINES = Content.assemble(
    ("underlined", "underline $quiet"), (": few respondents use the word", "$quiet")
)
"""What the faint lines in an answer mean."""


def format_card(proposal: RedactionProposal) -> Content:
    """What a proposal is, how it stands, and why it was found."""
    state = _STATES.get(proposal.state, "goes")
    if proposal.state == OPEN and proposal.is_weak:
        state = "nothing to decide"
    pieces = [f"{_find_sign(proposal)} {_format_kind(proposal)}", proposal.hit.severity, state]
    # What one key would do now.
    if proposal.state == OPEN and proposal.replacement:
        pieces.append(f"a puts {proposal.replacement}")
    heading = as_content_line(" · ".join(pieces)).stylize("bold")
    return Content.assemble(heading, "\n", as_content("; ".join(proposal.hit.reasons)))


def format_empty_card(proposals: Sequence[RedactionProposal], is_searched: bool) -> Content:
    """What is said where no proposal is under the cursor: how many there are, and the keys."""
    if proposals:
        # Of the whole answer: another stretch of it may be quoted as well.
        waiting = sum(1 for proposal in proposals if proposal.is_waiting)
        count = format_count(len(proposals), "proposal")
        sentence = f"{count} in this answer, {waiting} open. "
    elif is_searched:
        sentence = "Nothing is proposed here; read it all the same. "
    else:
        sentence = ""
    return as_content(f"{sentence}{_KEYS}")


def _format_kind(proposal: RedactionProposal) -> str:
    return proposal.hit.kind.replace("_", " ")


def _find_sign(proposal: RedactionProposal) -> str:
    return _SIGNS.get(proposal.hit.severity, "·")
