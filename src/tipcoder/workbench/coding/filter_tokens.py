"""The pieces of a filter as they are written: terms, brackets, and where each stands."""

from __future__ import annotations

import re
from typing import NamedTuple

from tipcoder.errors import BadInput

_KEY = re.compile(r"([^\W\d][\w.-]*?)(:|<=|>=|!=|=|<|>)")
_NEAR = re.compile(r"near(?:/(\d{1,4}))?", re.IGNORECASE)
PATTERN_KEY = "re"
NEAR_DISTANCE = 10
"""Words between two that are near each other, where nothing else is said."""
_OPENING, _CLOSING = "(", ")"


class FilterFault(BadInput):
    """Something in a filter that means nothing, with its place in what was written."""

    def __init__(self, message: str, hint: str, start: int, end: int) -> None:
        # People count from 1.
        place = f" (at character {start + 1})"
        whole = f"{message[:-1]}{place}." if message.endswith(".") else message + place
        super().__init__(whole, hint)
        self.sentence = f"{message} {hint}".strip()
        """The same without the place, for where it is shown."""
        self.start = start
        self.end = end


class FilterToken(NamedTuple):
    """One piece of a filter; `start` and `end` are code points of what was written."""

    start: int
    end: int
    bracket: str = ""
    """A round bracket, if it is one."""
    minus: bool = False
    key: str = ""
    sign: str = ""
    value: str = ""
    """What stands behind the sign; without a sign the word or phrase itself."""
    is_quoted: bool = False

    @property
    def is_opening(self) -> bool:
        return self.bracket == _OPENING

    @property
    def is_closing(self) -> bool:
        return self.bracket == _CLOSING

    @property
    def is_words(self) -> bool:
        """Whether it is a word or a phrase."""
        return not (self.bracket or self.sign)

    @property
    def operator(self) -> str:
        """`or`, `and`, `with` or `near`, if it may be one; else nothing."""
        if not self.is_words or self.is_quoted or self.minus:
            return ""
        if _NEAR.fullmatch(self.value):
            return "near"
        word = self.value.lower()
        return word if word in ("or", "and", "with") else ""

    @property
    def distance(self) -> int | None:
        """The number behind `near/`, if there is one."""
        found = _NEAR.fullmatch(self.value)
        return int(found[1]) if found and found[1] else None


def is_filter_name(name: str) -> bool:
    """Whether a filter can be saved under this name: letters, digits, - and _, a letter first."""
    return name.replace("-", "_").isidentifier()


def split_filter(text: str) -> list[FilterToken]:
    """The pieces of a filter, in their order.

    Raises FilterFault for quotes and brackets that are not closed, or not opened.
    """
    tokens: list[FilterToken] = []
    opened: list[int] = []
    at = 0
    while (at := _skip_space(text, at)) < len(text):
        token = _read_token(text, at, is_inside=bool(opened))
        if token.is_opening:
            opened.append(at)
        elif token.is_closing and not opened:
            hint = 'Open it before, or write it in quotes to look for it: ")".'
            raise FilterFault("This bracket was never opened.", hint, at, at + 1)
        elif token.is_closing:
            opened.pop()
        tokens.append(token)
        at = token.end
    if opened:
        hint = "Close it with )."
        raise FilterFault("This bracket is not closed.", hint, opened[-1], opened[-1] + 1)
    return tokens


def _skip_space(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _read_token(text: str, start: int, *, is_inside: bool) -> FilterToken:
    following = text[start + 1 : start + 2]
    # A minus alone, or two of them, is a word like any other.
    has_minus = text[start] == "-" and bool(following.strip("-)")) and not following.isspace()
    at = start + 1 if has_minus else start
    if text[at] in (_OPENING, _CLOSING):
        return FilterToken(start, at + 1, bracket=text[at], minus=has_minus)
    if text[at] == '"':
        end = _find_closing_quote(text, at)
        value = text[at + 1 : end - 1]
        return FilterToken(start, end, minus=has_minus, value=value, is_quoted=True)

    found = _KEY.match(text, at)
    has_value = found is not None and bool(text[found.end() : found.end() + 1].strip(" \t\n)"))
    if found is not None and has_value:
        key, sign = found.groups()
        return _read_value(text, start, found.end(), key, sign, is_inside=is_inside)
    end = find_word_end(text, at)
    return FilterToken(start, end, minus=has_minus, value=text[at:end])


def _read_value(
    text: str, start: int, at: int, key: str, sign: str, *, is_inside: bool
) -> FilterToken:
    """A term with a key; its value begins at `at`."""
    minus = text[start] == "-"
    if text[at] == '"':
        end = _find_closing_quote(text, at)
        return FilterToken(start, end, "", minus, key, sign, text[at + 1 : end - 1], True)
    is_pattern = sign == ":" and key.lower() == PATTERN_KEY
    if is_pattern and not is_inside:
        # A pattern says itself which of its brackets is missing.
        end = at + len(text[at:].split(maxsplit=1)[0])
    else:
        end = find_word_end(text, at, escapes=is_pattern)
    return FilterToken(start, end, "", minus, key, sign, text[at:end])


def _find_closing_quote(text: str, at: int) -> int:
    """The place behind the quote that closes the one at `at`."""
    closing = text.find('"', at + 1)
    if closing < 0:
        raise FilterFault("This quote is not closed.", 'Close it with ".', at, len(text))
    return closing + 1


def find_word_end(text: str, at: int, *, escapes: bool = False) -> int:
    """Where a word ends: at white space, or at a bracket that was opened before it.

    With `escapes` a sign behind a backslash is no bracket.
    """
    depth = 0
    while at < len(text) and not text[at].isspace():
        if escapes and text[at] == "\\" and text[at + 1 : at + 2].strip():
            at += 2
            continue
        if text[at] == _OPENING:
            depth += 1
        elif text[at] == _CLOSING:
            if depth == 0:
                break
            depth -= 1
        at += 1
    return at
