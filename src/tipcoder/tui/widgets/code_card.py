"""The definition card of a code, in the language of the answer where the codebook has it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from textual.content import Content
from textual.widgets import Static

from tipcoder.model import Code, Codebook
from tipcoder.tui.drawing import as_content_line

_KEY = re.compile(r"`([^`]+)`")


class CodeCard(Static):
    """What a code means and when to use it."""

    def show_code(
        self,
        book: Codebook,
        code: Code | None,
        language: str,
        *,
        whole: bool = False,
        reasons: Sequence[str] = (),
    ) -> None:
        """Show a code's card, or nothing; `whole` with examples, every cue, and the other languages.

        `reasons` are why it is suggested.
        """
        if code is None:
            self.update(Content(""), layout=False)
            return
        pieces = [
            as_content_line(_choose_text(code.label, language, book.language) or code.key).stylize(
                "bold"
            )
        ]
        pieces += [as_content_line(reason).stylize("italic") for reason in reasons]
        for title, texts in (
            ("", code.definition),
            ("Use: ", code.use_when),
            ("Not: ", code.avoid_when),
        ):
            text = _choose_text(texts, language, book.language)
            if text:
                pieces.append(
                    Content.assemble((title, "bold"), _replace_keys_by_labels(text, book, language))
                )
        cues = code.cues.get(language, ())
        if cues:
            some = cues if whole else cues[:6]
            pieces.append(Content.assemble(("Cues: ", "bold"), as_content_line("; ".join(some))))
        if whole:
            pieces += _iterate_full_card(
                book, code, language if language in code.label else book.language
            )
        self.update(Content("\n").join(pieces), layout=False)


def _replace_keys_by_labels(text: str, book: Codebook, language: str) -> Content:
    """A text of the codebook with the label of a code where its key stands in backticks, as the file is written."""
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
            yield Content.assemble((f"Example ({language}): ", "bold"), as_content_line(example))
    for language in dict.fromkeys(
        [*code.label, *code.definition, *code.use_when, *code.avoid_when, *code.cues]
    ):
        if language == shown_in:
            continue
        yield Content("")
        yield Content.assemble(
            (f"{language}  ", "bold"), as_content_line(code.label.get(language, ""))
        )
        for texts in (code.definition, code.use_when, code.avoid_when):
            if language in texts:
                yield _replace_keys_by_labels(texts[language], book, language)
        if code.cues.get(language):
            yield Content.assemble(
                ("Cues: ", "bold"), as_content_line("; ".join(code.cues[language]))
            )
    yield Content("")
    if code.questions:
        yield Content.assemble(("Meant for: ", "bold"), as_content_line(", ".join(code.questions)))
    yield Content.assemble(("Key: ", "bold"), as_content_line(code.key))


def _choose_text(texts: Mapping[str, str], language: str, fallback: str) -> str:
    """The text in the answer's language, else in the codebook's, marked with the language it is in."""
    if language in texts:
        return texts[language]
    if fallback in texts:
        return (
            texts[fallback]
            if language == fallback or language == "?"
            else f"({fallback}) {texts[fallback]}"
        )
    other = next(iter(texts), None)
    return f"({other}) {texts[other]}" if other is not None else ""
