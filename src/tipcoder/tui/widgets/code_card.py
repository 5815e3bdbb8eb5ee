"""The definition card of a code, in the language of the answer where the codebook has it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from textual.content import Content
from textual.widgets import Static

from tipcoder.model.answers import UNKNOWN_LANGUAGE
from tipcoder.model.codes import Code, Codebook
from tipcoder.tui.drawing import as_content_line

_KEY = re.compile(r"`([^`]+)`")
_CUES = 6
"""Cues shown beside an answer."""


class CodeCard(Static):
    """What a code means and when to use it."""

    keys_for_all = ""
    """The keys that show a card which has no room here; none where it scrolls."""
    _text = Content("")

    def show_code(
        self,
        book: Codebook,
        code: Code | None,
        language: str,
        *,
        whole: bool = False,
        with_cues: bool = True,
        reasons: Sequence[str] = (),
    ) -> None:
        """Show a code's card, or nothing.

        `whole` shows examples, every cue and the other languages as well; without `with_cues`
        there are none. `reasons` are why the code is suggested.
        """
        pieces: list[Content] = []
        if code is not None:
            title = _choose_text(code.label, language, book.language) or code.key
            pieces.append(as_content_line(title).stylize("bold"))
            pieces += [as_content_line(reason).stylize("italic") for reason in reasons]
            pieces += _iterate_meaning(book, code, language)
            cues = code.cues.get(language, ())
            if cues and with_cues:
                pieces.append(_format_entry("Cues", "; ".join(cues if whole else cues[:_CUES])))
        if code is not None and whole:
            shown_in = language if language in code.label else book.language
            pieces += _iterate_full_card(book, code, shown_in)
        self._text = Content("\n").join(pieces)
        self.update(self._text, layout=False)
        self._mark_cut()

    def on_resize(self) -> None:
        """More or less of the card may fit now."""
        self._mark_cut()

    def _mark_cut(self) -> None:
        """Say on the line above a card that does not fit how all of it is seen."""
        room = self.scrollable_content_region
        is_cut = bool(self.keys_for_all and room.width and room.height)
        if is_cut:
            is_cut = len(self._text.wrap(room.width)) > room.height
        self.border_title = f"▼ {self.keys_for_all} shows the rest" if is_cut else None


def _format_entry(title: str, text: str) -> Content:
    return Content.assemble((f"{title}: ", "bold"), as_content_line(text))


def _iterate_meaning(book: Codebook, code: Code, language: str) -> Iterator[Content]:
    """Definition and rules, in the language of the answer where there are any."""
    parts = (("", code.definition), ("Use: ", code.use_when), ("Not: ", code.avoid_when))
    for title, texts in parts:
        text = _choose_text(texts, language, book.language)
        if text:
            words = _replace_keys_by_labels(text, book, language)
            yield Content.assemble((title, "bold"), words)


def _replace_keys_by_labels(text: str, book: Codebook, language: str) -> Content:
    """A text of the codebook with labels of codes.

    In the file, where a text speaks of another code, it has the key in backticks.
    """
    pieces: list[Content] = []
    at = 0
    for found in _KEY.finditer(text):
        code = book.codes.get(found[1])
        if code is not None:
            label = as_content_line(code.find_label(language, book.language)).stylize("italic")
            pieces += [as_content_line(text[at : found.start()]), label]
            at = found.end()
    return Content.assemble(*pieces, as_content_line(text[at:]))


def _iterate_full_card(book: Codebook, code: Code, shown_in: str) -> Iterator[Content]:
    """What a card has no room for beside an answer."""
    for language, examples in code.examples.items():
        for example in examples:
            yield _format_entry(f"Example ({language})", example)

    texts_by_language = (
        code.label,
        code.definition,
        code.use_when,
        code.avoid_when,
        code.cues,
    )
    languages: dict[str, None] = {}  # in the order of the file, each once
    for texts in texts_by_language:
        languages.update(dict.fromkeys(texts))
    for language in languages:
        if language != shown_in:
            yield from _iterate_in_language(book, code, language)

    for language, patterns in code.patterns.items():
        for pattern in patterns:
            yield _format_entry(f"Pattern ({language}, {pattern.weight:g})", pattern.find)

    yield Content("")
    if code.against is not None:
        neutral = book.codes[code.against].find_label(shown_in, book.language)
        yield _format_entry("Neutral neighbour", neutral)
    if code.questions:
        yield _format_entry("Meant for", ", ".join(code.questions))
    yield _format_entry("Key", code.key)


def _iterate_in_language(book: Codebook, code: Code, language: str) -> Iterator[Content]:
    """The card once more in another language, as far as the codebook has it."""
    yield Content("")
    label = as_content_line(code.label.get(language, ""))
    yield Content.assemble((f"{language}  ", "bold"), label)
    for texts in (code.definition, code.use_when, code.avoid_when):
        if language in texts:
            yield _replace_keys_by_labels(texts[language], book, language)
    cues = code.cues.get(language)
    if cues:
        yield _format_entry("Cues", "; ".join(cues))


def _choose_text(texts: Mapping[str, str], language: str, fallback: str) -> str:
    """The text in the answer's language, else in the codebook's, else in any.

    A text in another language than the answer's is marked with the language it is in.
    """
    if language in texts:
        return texts[language]
    if fallback in texts:
        # The language of the answer may be unknown: then nothing is amiss.
        is_unknown = language == UNKNOWN_LANGUAGE
        return texts[fallback] if is_unknown else f"({fallback}) {texts[fallback]}"
    for other, text in texts.items():
        return f"({other}) {text}"
    return ""
