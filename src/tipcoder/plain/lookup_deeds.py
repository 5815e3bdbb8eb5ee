"""Looking up: the answer again, its sentences, its translation, what a code means, its quotes."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tipcoder.model.codes import Codebook
from tipcoder.plain import reading
from tipcoder.plain.typed_lines import TypedLine
from tipcoder.plain.typed_targets import find_code, find_span
from tipcoder.plain.work import PlainWork
from tipcoder.text import format_count
from tipcoder.workbench.coding.text_units import TextUnit

_KEY = re.compile(r"`([^`]+)`")
_QUOTES_AT_ONCE = 20


def read_selection(work: PlainWork, typed: TypedLine) -> None:
    """Read out the words that a line selects: all, every unit with its number, or one stretch."""
    answer = work.require_answer()
    selection = typed.selection
    assert selection is not None, "a line without a deed selects"
    if selection.is_whole:
        work.say(reading.describe_attributes(answer))
        work.say_lines(reading.read_text(answer.text))
        work.show_standing(answer)
    elif selection.unit is not None and not selection.first:
        work.say_lines(reading.read_units(answer.text, selection.unit))
    else:
        start, end = find_span(work, selection)
        work.say_lines(reading.read_text(answer.text[start:end], "Words"))


def read_sentences(work: PlainWork, _typed: TypedLine) -> None:
    """Read every sentence with its number."""
    work.say_lines(reading.read_units(work.require_answer().text, TextUnit.SENTENCE))


def read_translation(work: PlainWork, _typed: TypedLine) -> None:
    """Read the translation that the survey has; codes are put on the original."""
    answer = work.require_answer()
    if answer.translation:
        work.say_lines(reading.read_text(answer.translation, "Translation"))
    else:
        work.say("This answer has no translation")


def define_code(work: PlainWork, typed: TypedLine) -> None:
    """What a code means, when to use it and when not, and its latest quotes."""
    from tipcoder.workbench.coding.code_quotes import read_latest_quotes

    key = find_code(work, typed.rest)
    answer = work.require_answer()
    book = work.session.codebook
    code = book.codes[key]
    work.say(f"{work.session.code_label(key)}, with the key {key}")
    parts = {
        "Definition": code.definition,
        "Use": code.use_when,
        "Not": code.avoid_when,
    }
    for head, texts in parts.items():
        text = _find_text(book, texts, answer.language)
        if text:
            work.say_lines(reading.read_text(text, head))
    quotes = read_latest_quotes(work.session, key)
    for quote in quotes:
        work.say(f"Quote of case {quote.case}: “{reading.shorten_quote(quote.quote)}”")
    if not quotes:
        work.say("No quotes yet")


def _find_text(book: Codebook, texts: Mapping[str, str], language: str) -> str:
    """A text of the codebook in a language, else in the book's own, with labels for keys."""
    text = texts.get(language) or texts.get(book.language) or ""

    def name_code(found: re.Match[str]) -> str:
        code = book.codes.get(found[1])
        return found[0] if code is None else code.find_label(language, book.language)

    return _KEY.sub(name_code, text)


def read_quotes(work: PlainWork, typed: TypedLine) -> None:
    """Read the quotes of a code, twenty at once; alone: the next twenty."""
    from tipcoder.workbench.coding.code_quotes import CodeQuotes, QuoteRequest

    if typed.rest or not work.quotes_left:
        found = CodeQuotes(work.session, QuoteRequest(find_code(work, typed.rest)))
        found.read_list()
        work.say(found.describe())
        work.quotes_left = found.ids
    else:
        found = CodeQuotes(work.session, QuoteRequest())
    ids, work.quotes_left = (
        work.quotes_left[:_QUOTES_AT_ONCE],
        work.quotes_left[_QUOTES_AT_ONCE:],
    )
    for quote in found.read_page(ids).values():
        if quote.quote:
            words = " ".join(quote.quote.split())
            work.say(f"Case {quote.case}, {quote.language}, by {quote.coder}: “{words}”")
    if work.quotes_left:
        work.say(f"{format_count(len(work.quotes_left), 'more quote')}; Q reads on")
