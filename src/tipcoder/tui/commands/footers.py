"""Which commands the footer names, by what is at hand on a screen, the most useful first.

At 80 columns the first four and those of `ALWAYS` fit; what is wider shows more of the row, then
the other screens.
"""

from __future__ import annotations

from enum import StrEnum

from tipcoder.tui.commands.command import ScreenName


class AtHand(StrEnum):
    """What the next key most likely is about."""

    USUAL = "usual"
    SELECTED = "words are selected"
    MARKED = "rows are marked"
    SUGGESTED = "suggestions are shown"
    OPENED = "one of the list is opened"
    PICTURE = "a picture is looked at"


ALWAYS = ("code.undo", "study.help")
"""What every footer ends with."""

_SELECTED = ("select.extend", "select.shrink", "select.edge")

FOOTERS: dict[ScreenName, dict[AtHand, tuple[str, ...]]] = {
    ScreenName.CODING: {
        AtHand.USUAL: (
            "code.pick",
            "code.digit",
            "code.finish",
            "select.sentence",
            "suggest.ask",
            "code.none",
            "list.filter",
            "note.memo",
            "look.peek",
            "look.quotes",
            "select.word",
            "code.alike",
            "list.fold",
        ),
        AtHand.SELECTED: (
            "code.pick",
            "code.digit",
            "select.sentence",
            "select.none",
            *_SELECTED,
            "code.finish",
            "note.memo",
            "note.example",
            "code.remove",
            "code.alike",
        ),
        AtHand.SUGGESTED: (
            "code.digit",
            "code.finish",
            "suggest.reject",
            "suggest.words",
            "suggest.other",
            "suggest.ask",
            "suggest.always",
            "select.sentence",
            "code.pick",
        ),
    },
    ScreenName.GRID: {
        AtHand.USUAL: (
            "code.pick",
            "grid.digit",
            "grid.mark",
            "grid.open",
            "grid.mark_to",
            "list.filter",
            "grid.sort",
            "grid.mark_all",
            "code.none",
            "list.fold",
            "code.alike",
            "look.quotes",
        ),
        AtHand.MARKED: (
            "grid.digit",
            "code.pick",
            "grid.back",
            "grid.mark_to",
            "code.none",
            "grid.remove",
            "grid.finish",
            "grid.mark",
            "grid.mark_all",
            "note.flag",
        ),
    },
    ScreenName.CODEBOOK: {
        AtHand.USUAL: (
            "codebook.open",
            "codebook.edit",
            "codebook.add",
            "codebook.find",
            "look.quotes",
            "codebook.merge",
            "codebook.split",
            "codebook.rename",
            "codebook.under",
            "codebook.memo",
            "codebook.revisions",
        )
    },
    ScreenName.STUDY: {AtHand.USUAL: ("study.open", "study.back", "study.quotes")},
    ScreenName.STATISTICS: {
        AtHand.USUAL: (
            "statistics.outcome",
            "statistics.sort",
            "statistics.open",
            "statistics.cells",
            "statistics.again",
            "look.quotes",
            "look.peek",
        ),
        AtHand.PICTURE: (
            "statistics.down",
            "statistics.up",
            "statistics.tests",
            "statistics.back",
        ),
        AtHand.OPENED: (
            "statistics.open",
            "statistics.tests",
            "statistics.back",
            "statistics.outcome",
            "look.quotes",
            "look.peek",
        ),
    },
    ScreenName.ADJUDICATION: {
        AtHand.USUAL: (
            "settle.open",
            "settle.question",
            "settle.round",
            "settle.right",
            "settle.names",
            "settle.words",
            "settle.rule",
            "look.peek",
        ),
        AtHand.OPENED: (
            "select.sentence",
            "settle.side",
            "settle.neither",
            "settle.reason",
            "settle.both",
            "settle.next_open",
            "settle.same_answer",
            "settle.note",
            "settle.reopen",
            "settle.rule",
        ),
        AtHand.SELECTED: (
            "settle.edit",
            "settle.edit_more",
            "settle.back",
            "settle.reason",
            *_SELECTED,
            "settle.side",
        ),
    },
    ScreenName.REDACTION: {
        AtHand.USUAL: (
            "redact.accept",
            "redact.reject",
            "redact.release",
            "redact.next_open",
            "redact.edit",
            "redact.mark",
            "redact.accept_all",
            "redact.accept_string",
            "redact.keep_string",
            "redact.withhold",
            "redact.which",
        )
    },
    ScreenName.FRAME: {
        AtHand.USUAL: (
            "frame.mark",
            "frame.merge",
            "frame.add",
            "frame.open",
            "frame.rename",
            "frame.drop",
            "frame.more",
            "frame.fewer",
            "frame.question",
            "frame.open_only",
        )
    },
    ScreenName.QUOTES: {
        AtHand.USUAL: (
            "quotes.recode",
            "quotes.remove",
            "quotes.open",
            "quotes.group",
            "quotes.back",
            "quotes.memo",
            "quotes.filter",
            "look.peek",
        )
    },
    ScreenName.PLAN: {
        AtHand.USUAL: (
            "plan.make",
            "plan.undo",
            "plan.text",
            "plan.save",
            "plan.leave",
            "plan.notes",
            "plan.values",
            "plan.previews",
            "plan.broken_off",
        )
    },
}

SCREEN_KEYS: dict[ScreenName, tuple[str, ...]] = {
    ScreenName.CODING: (),
    ScreenName.GRID: ("go.grid",),
    ScreenName.CODEBOOK: ("go.codebook",),
    ScreenName.STUDY: ("go.study",),
    ScreenName.ADJUDICATION: ("go.adjudication",),
    ScreenName.STATISTICS: ("go.statistics",),
    ScreenName.REDACTION: ("go.redaction",),
    ScreenName.QUOTES: ("look.quotes", "study.quotes"),
    ScreenName.FRAME: ("codebook.frame",),
}
"""The screens in the order of their names in the footer, and the commands that open each."""
SCREEN_LABELS = {
    ScreenName.CODING: "Coding",
    ScreenName.GRID: "Grid",
    ScreenName.CODEBOOK: "Codebook",
    ScreenName.STUDY: "Study",
    ScreenName.ADJUDICATION: "Disagreements",
    ScreenName.STATISTICS: "Statistics",
    ScreenName.REDACTION: "Redaction",
    ScreenName.QUOTES: "Quotes",
    ScreenName.FRAME: "Themes",
}
