"""The definition card of a code, in the language of the answer where the codebook has it."""

from __future__ import annotations

from collections.abc import Mapping

from textual.content import Content
from textual.widgets import Static

from tipcoder.model import Code, Codebook
from tipcoder.tui.drawing import shown_line


class CodeCard(Static):
    """What a code means and when to use it."""

    def show(self, book: Codebook, code: Code | None, language: str) -> None:
        """Show a code's card, or nothing."""
        if code is None:
            self.update(Content(""), layout=False)
            return
        pieces = [shown_line(_best(code.label, language, book.language) or code.key).stylize("bold")]
        for title, texts in (
            ("", code.definition),
            ("Use: ", code.use_when),
            ("Not: ", code.avoid_when),
        ):
            text = _best(texts, language, book.language)
            if text:
                pieces.append(Content.assemble((title, "bold"), shown_line(text)))
        cues = code.cues.get(language, ())
        if cues:
            pieces.append(Content.assemble(("Cues: ", "bold"), shown_line("; ".join(cues[:6]))))
        self.update(Content("\n").join(pieces), layout=False)


def _best(texts: Mapping[str, str], language: str, fallback: str) -> str:
    """The text in the answer's language, else in the codebook's, marked with the language it is in."""
    if language in texts:
        return texts[language]
    if fallback in texts:
        return texts[fallback] if language == fallback or language == "?" else f"({fallback}) {texts[fallback]}"
    other = next(iter(texts), None)
    return f"({other}) {texts[other]}" if other is not None else ""
