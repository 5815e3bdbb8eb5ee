"""What a run of digits is that looks like a phone number.

Papers and tables are full of them: decimals, dates, years, pages, book numbers, the coordinates of
a drawing. A tool that takes them for phone numbers is switched off.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from tipcoder.privacy.audit.finding import CERTAIN, LIKELY, POSSIBLE
from tipcoder.table_words import (
    PAGE_WORDS,
    PHONE_LINKS,
    PHONE_WORDS,
    compile_columns,
    list_table_words,
)

_LABEL = re.compile(
    r"(?:\b(?:tel|tél|phone|telephone|mobile|mob|cell|call|calling|dial|ring|fax|sms|text|whats\s?app|"
    r"viber|hotline|helpline|tel[eé]fono|m[oó]vil|celular|llamar?|n[uú]mero)|"
    rf"{compile_columns(PHONE_WORDS).pattern})"
    rf"\W{{0,4}}(?:(?:no|nr|number|num|us|me|at|on|is|es|{'|'.join(list_table_words(PHONE_LINKS))})"
    r"\b\W{0,3}){0,2}$",
    re.I,
)
"""Words in front of a number that say what it is."""
_LABEL_REACH = 40
"""Letters in front of a number in which such a word may stand."""
_INTERNATIONAL = re.compile(r"\(?(?:\+|00)[1-9]")
_KNOWN = re.compile(
    r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b|"  # UUID
    r"\b10\.\d{4,9}/[^\s\"'<>]+|"  # DOI
    r"\barXiv:\s?\d{4}\.\d{4,5}|"
    r"\b\d{4}-\d{4}-\d{4}-\d{3}[\dX]\b|"  # ORCID, ISNI
    r"\bISSN[\s:]*\d{4}-?\d{3}[\dX]\b",
    re.I,
)
"""Numbers that name a publication, an author or a record, and lead to no phone."""
_BOOK = re.compile(r"(?:97[89][-\s]?)?\d{1,5}[-\s]?\d{1,7}[-\s]?\d{1,7}[-\s]?[\dX]")
_DECIMAL = re.compile(r"[-+−]?(?:\d+(?:,\d{3})*)?[.,]\d+(?:[eE][-+]?\d+)?%?")
_WHOLE = re.compile(r"[-+−]?\d+%?")
_DATE = re.compile(
    r"(?:1[89]|20)\d\d[-./](?:0?[1-9]|1[0-2])[-./](?:0?[1-9]|[12]\d|3[01])(?:T\d{1,2})?|"
    r"(?:0?[1-9]|[12]\d|3[01])[-./](?:0?[1-9]|[12]\d|3[01])[-./](?:(?:1[89]|20)\d\d|\d\d)|"
    r"(?:1[89]|20)\d\d[-./](?:0?[1-9]|1[0-2])"
)
_CLOCK = re.compile(r"[T ]?(?:[01]?\d|2[0-4])(?:[.:h][0-5]\d){0,2}(?:\.\d+)?Z?")
_STAMP = re.compile(
    r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?"
)
"""A date and a time in one: 20140612102233."""
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_RANGE = re.compile(r"(\d{1,6})\s?([-–])\s?(\d{1,6})")
_PAGES = "|".join(map(re.escape, list_table_words(PAGE_WORDS)))
_CITED = re.compile(rf"(?:\bpp?\.?|[:;,(]|\bpages?|\bS\.|\b(?:{_PAGES}))\s*$", re.I)
"""What stands in front of pages."""
_PATH = re.compile(r"\s*[Mm][\s,]*[-+.\d][MmLlHhVvCcSsQqTtAaZzeE\d\s,.+-]*")
"""Path data of SVG (SVG 2, chapter 9.3)."""
_WORD = re.compile(r"(?![Zz][Mm])[^\W\d_]{2}")
"""Two letters in a row, which path data have only where one path ends and another begins."""
_TRANSFORM = re.compile(r"(?:\s*(?:translate|scale|rotate|matrix|skew[XY])\([-+\d.eE\s,]*\)\s*,?)+")
_FIGURES = re.compile(r"[\d\s.,()+\-–−%\[\]{}\"';:/*=<>]*")
"""Digits, and what stands between the figures of a table."""
_FIGURE = re.compile(r"\d[\d.,]*")
_SIMPLE_DECIMAL = re.compile(r"\d+[.,]\d+")
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?!\d)")
_BETWEEN = re.compile(r"[\s()/–]+")
_COLUMNS = re.compile(r"\s*\n\s*|\t+| {2,}|\.\s+")
_SHORT_COUNT, _LONG_COUNT = 4, 6
"""Digits of counts of any length beside each other, and that counts have at most."""
_FEWEST_DIGITS = 7
_AROUND = 60


def judge_phone(text: str, start: int, end: int) -> str:
    """How likely a span is a phone number; empty where it is something else for sure."""
    start, end = _widen(text, start, end)
    written = text[start:end].strip()
    before = text[max(start - _LABEL_REACH, 0) : start]
    if _is_inside_known(text, start, end) or _is_drawing(text):
        return ""
    if _INTERNATIONAL.match(written) or _LABEL.search(before):
        return CERTAIN
    if _is_book_number(written, before):
        return ""
    pieces = _COLUMNS.split(written)
    if len(pieces) > 1:
        return _judge_columns(written, pieces)
    return _judge_plain(written, before)


def are_figures(words: str) -> bool:
    """Whether what looks like a phone number is figures side by side, one of them a decimal.

    It is asked of files that hold figures which tipcoder computed; in any other file `judge_phone`
    is more careful. Nobody writes a phone number with one point between digits; one with a point in
    each pair of digits is none of ours.
    """
    if _are_counts(words.split("/")):
        return True
    if _DAY.match(words):
        return True
    if not _FIGURES.fullmatch(words):
        return False
    has_decimal = False
    for found in _FIGURE.findall(words):
        number = found.rstrip(".,")
        if _SIMPLE_DECIMAL.fullmatch(number):
            has_decimal = True
        elif not number.isdecimal():
            return False
    return has_decimal


def _are_counts(written: Sequence[str]) -> bool:
    """Whether it is 10/12/9/11, which says how often each coder did something.

    Long counts of coders who read the same answers are about equally long. A phone number has an
    area code that is shorter than the rest, or begins with a zero.
    """
    counts = [count.strip() for count in written]
    if len(counts) < 2 or not all(map(str.isdecimal, counts)):
        return False
    shortest, longest = min(map(len, counts)), max(map(len, counts))
    if longest <= _SHORT_COUNT:
        return True
    has_zero_in_front = any(count.startswith("0") for count in counts)
    return longest <= _LONG_COUNT and longest - shortest < 2 and not has_zero_in_front


def _judge_columns(written: str, pieces: Sequence[str]) -> str:
    """Numbers of neighbouring cells or lines, of which one may be a phone number."""
    judged = []
    for piece in pieces:
        if sum(map(str.isdigit, piece)) >= _FEWEST_DIGITS:
            judged.append(_judge_plain(piece, ""))
    if judged:
        return min(judged, key=(CERTAIN, LIKELY, POSSIBLE, "").index)
    # A phone number may break over two lines, but not over two columns.
    is_broken = len(pieces) == 2 and "\n" in written and not any(map(_is_number, pieces))
    return POSSIBLE if is_broken and _judge_plain(" ".join(pieces), "") else ""


def _judge_plain(written: str, before: str) -> str:
    """How likely digits are a phone number, by themselves and by what stands `before` them."""
    tokens = [token for token in _BETWEEN.split(written) if token]
    if _are_single_digits(tokens):
        return _judge_single_digits(tokens)
    if _are_numbers(tokens) or _are_dates(tokens) or _STAMP.fullmatch(written):
        return ""

    pages = _RANGE.fullmatch(written)
    if pages and _is_page_range(pages):
        is_written_as_pages = pages[2] == "–" or _CITED.search(before)
        return "" if is_written_as_pages else POSSIBLE

    # Without any sign or space it may be any number; one with a zero in front counts nothing.
    may_count = written.isdigit() and not written.startswith("0")
    return POSSIBLE if may_count else LIKELY


def _are_single_digits(tokens: Sequence[str]) -> bool:
    return len(tokens) > 2 and all(len(token) == 1 for token in tokens)


def _judge_single_digits(digits: Sequence[str]) -> str:
    """Numbers of a grid, mostly: who spells a phone number says so, or begins with its zero."""
    begins_like_phone = digits[0] == "0" and len(set(digits)) > 2
    return POSSIBLE if begins_like_phone else ""


def _widen(text: str, start: int, end: int) -> tuple[int, int]:
    """The span with the rest of a number of which it is only a part."""
    while start > 0 and (text[start - 1].isdigit() or _is_point(text, start - 1)):
        start -= 1
    while end < len(text) and (text[end].isdigit() or _is_point(text, end)):
        end += 1
    return start, end


def _is_point(text: str, at: int) -> bool:
    """Whether it is a decimal point: a digit stands behind it."""
    return text[at] in ".," and text[at + 1 : at + 2].isdigit()


def _is_inside_known(text: str, start: int, end: int) -> bool:
    first = max(start - _AROUND, 0)
    around = text[first : end + _AROUND]
    for found in _KNOWN.finditer(around):
        if found.start() + first <= start and end <= found.end() + first:
            return True
    return False


def _is_drawing(text: str) -> bool:
    """Whether a whole text is the path, the place or the frame of a shape."""
    if _TRANSFORM.fullmatch(text):
        return True
    return _PATH.fullmatch(text) is not None and not _WORD.search(text)


def _is_book_number(written: str, before: str) -> bool:
    """Whether it is an ISBN, by its check digit and by what stands in front of it."""
    if not _BOOK.fullmatch(written):
        return False
    digits = [10 if char in "xX" else int(char) for char in written if char.isalnum()]
    if len(digits) == 13 and written.startswith(("978", "979")):
        # Every second digit counts three times; the last one makes the sum end in a zero.
        return (sum(digits[::2]) + 3 * sum(digits[1::2])) % 10 == 0
    said = re.search(r"ISBN(?:-1[03])?[\s:]*$", before, re.I) is not None
    return said and len(digits) in (10, 13)


def _is_number(token: str) -> bool:
    """Whether it may be a number of a table; a zero in front of other digits is of a phone."""
    if _WHOLE.fullmatch(token):
        return len(token) == 1 or not token.startswith("0")
    return _DECIMAL.fullmatch(token) is not None


def _are_numbers(tokens: Sequence[str]) -> bool:
    """Whether it is a list of numbers: decimals, years, ticks of an axis, a frame."""
    if not all(map(_is_number, tokens)):
        return False
    if any(_DECIMAL.fullmatch(token) for token in tokens):
        return True
    if len(tokens) < 3:
        return bool(tokens) and all(map(_YEAR.fullmatch, tokens))
    if all(map(_YEAR.fullmatch, tokens)) or _are_even_steps(tokens):
        return True
    single = sum(len(token) == 1 for token in tokens)
    # `0 0 360 280` is a frame; a phone number that is spelt has nothing but single digits.
    return 2 <= single < len(tokens)


def _are_even_steps(tokens: Sequence[str]) -> bool:
    numbers = [int(token.rstrip("%").replace("−", "-")) for token in tokens]
    steps = {later - earlier for earlier, later in pairwise(numbers)}
    return len(steps) == 1 and steps != {0}


def _are_dates(tokens: Sequence[str]) -> bool:
    """Whether each is a date, or a time of day behind one."""
    has_date = False
    for token in tokens:
        if _DATE.fullmatch(token) or (has_date and _YEAR.fullmatch(token)):
            has_date = True
        elif not (has_date and _CLOCK.fullmatch(token)):
            return False
    return has_date


def _is_page_range(pages: re.Match[str]) -> bool:
    first, last = pages[1], pages[3]
    if len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    return len(first) == len(last) and int(first) < int(last)
