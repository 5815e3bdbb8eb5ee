"""Themes of a drafted code frame in columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tipcoder.export.report import Report
    from tipcoder.workbench.suggestions.code_frame import FrameDraft, Theme

_COLUMNS = (
    "theme", "answers", "share", "respondents", "alike", "languages", "meaning", "words", "quotes",
)  # fmt: skip
WORDS = ("words", "quotes")
"""What repeats words of answers."""
_TABLE = ("theme", "answers", "alike", "words", "quote")
_QUOTE = 70
"""Characters of a quote in a table."""


def build_frame_report(draft: FrameDraft, themes: Sequence[Theme], *, with_words: bool) -> Report:
    """Themes as a report; without their words for what is kept or handed on."""
    from tipcoder.export.document import Document, Kind
    from tipcoder.export.report import build_records_report, build_table

    columns = _COLUMNS if with_words else tuple(name for name in _COLUMNS if name not in WORDS)
    rows = [_describe_theme(theme, draft.answers) for theme in themes]
    kinds = {"share": Kind.SHARE, "alike": Kind.SHARE}
    report = build_records_report("Themes", rows, columns, kinds=kinds, empty="No theme was found.")
    if not with_words or not rows:
        return report
    # Five quotes of each theme are for programs; on the screen one stands for them.
    narrow = [{**row, "quote": _shorten(row["quotes"])} for row in rows]
    return replace(report, narrow=Document("Themes", (build_table(narrow, _TABLE, kinds),)))


def _describe_theme(theme: Theme, answers: int) -> dict[str, Any]:
    return {
        "theme": theme.number,
        "answers": len(theme.answers),
        "share": round(len(theme.answers) / answers, 4),
        "respondents": theme.people,
        "alike": None if theme.likeness is None else round(theme.likeness, 4),
        "languages": " ".join(theme.languages),
        "meaning": ", ".join(theme.concepts),
        "words": ", ".join(word.text for word in theme.words),
        "quotes": [quote.text for quote in theme.quotes],
    }


def _shorten(quotes: Sequence[str]) -> str:
    quote = " ".join(quotes[0].split()) if quotes else ""
    return quote if len(quote) <= _QUOTE else f"{quote[: _QUOTE - 1]}…"
