"""Ways to reach somebody: e-mail addresses, links, handles, phone numbers and postal addresses.

People also write them in words, to keep robots away (`name at place dot org`), so the patterns read
the words for `@`, for the dot and for digits in the languages of the surveys.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from tipcoder.language.table_keys import AT_WORDS, DIGITS, DOT_WORDS, SERVICES
from tipcoder.privacy.addresses import find_postal_addresses
from tipcoder.privacy.hits import HIGH, MEDIUM, Hit, find_trimmed_end
from tipcoder.privacy.phrase_beginnings import build_mask
from tipcoder.privacy.phrase_patterns import (
    BEFORE,
    BEHIND,
    LatePattern,
    join_phrases,
    read_letters,
)

_LABEL = r"[^\W_][\w-]{0,62}"
_LOOSE_EMAIL = re.compile(
    rf"[\w.+%-]{{1,64}}\s*[@＠]\s*{_LABEL}(?:\s?\.\s?{_LABEL})*\s\.\s?{_LABEL}"
)
_TLD = (
    "com|org|net|info|edu|gov|int|mil|biz|ngo|ong|example|test|io|me|tv|co|eu|asia|africa|online|"
    "site|web|app|ac|ae|af|ag|al|am|ao|ar|at|au|az|ba|bd|be|bf|bg|bi|bj|bo|br|bw|by|bz|ca|cd|ch|"
    "ci|cl|cm|cn|cr|cu|cy|cz|de|dj|dk|dz|ec|ee|eg|es|et|fi|fj|fr|ge|gh|gm|gn|gr|gt|gy|hk|hn|hr|ht|"
    "hu|id|ie|il|ir|it|jm|jo|jp|ke|kg|kh|kr|kw|kz|la|lb|lk|lr|ls|lt|lu|lv|ly|ma|md|mg|mk|ml|mm|mn|"
    "mr|mt|mw|mx|my|mz|na|ng|ni|nl|no|np|nz|pa|pe|ph|pk|pl|ps|pt|py|qa|ro|rs|ru|rw|sa|sd|se|sg|si|"
    "sk|sl|sn|so|sr|ss|sv|sy|sz|td|tg|th|tj|tl|tm|tn|tr|tt|tw|tz|ua|ug|uk|us|uy|uz|ve|vn|za|zm|zw|"
    "\u0440\u0444|\u0443\u043a\u0440"
)
_URL = re.compile(
    rf"(?:https?|ftp)\s?:\s?//[^\s<>\"«»“”]+(?:\s\.(?:{_TLD})\b[^\s<>\"«»“”]*)?|"
    rf"www\d?\.[^\s<>\"«»“”]+|"
    rf"(?<![\w@.])(?:[^\W_][\w-]{{0,62}}\.)+(?:{_TLD})(?:/[^\s<>\"«»“”]*|(?![\w-]))(?!\.[A-Z]\.)",
    re.I,
)
_SIGN_OF_ADDRESS = re.compile(r"[@＠#]|:\s?//|\w\.\w|www")
_HANDLE = re.compile(r"(?<![\w@.])@[A-Za-z_][\w.]{2,38}\w|#[^\W\d_]\w{4,}")
_PHONE = re.compile(r"(?<![\w.,$€£])(?:\+|00)?\(?\d[\d\s().\-–/]{5,}\d(?![\w%])")
_FEWEST_LOOKED_AT = 6
_SIX_DIGITS = re.compile(r"\d(?:\D{0,20}\d){5}")
"""The fewest digits of a phone number with its extension, and what may stand between two of them.
"""
_DATE_LIKE = re.compile(
    r"(?:1[89]|20)\d\d\s*[-–/]\s*(?:(?:1[89]|20)?\d\d|\d{3})|[\d.]{1,9}/(?:1[89]|20)\d\d|"
    r"\d{1,2}\s?([./-])\s?\d{1,2}\s?\1\s?(?:\d{4}|\d{2})|\d{4}([./-])\s?\d{1,2}\2\s?\d{1,2}"
)
_GROUPED_NUMBER = re.compile(r"\d{1,3}([., ])\d{3}(?:\1\d{3})*(?:[.,]\d+)?")
_MOST_CANDIDATES = 10_000
"""Candidates that are not phone numbers, after which the library gives up on a text.

Nobody writes so many; a table of numbers that was pasted into an answer has them.
"""
_TRAILING = ".,;:!?)]}»”'\""
"""What ends a sentence or a bracket and is not part of the address before it."""
_FEWEST_DIGITS = 7
_FEWEST_DIGITS_BARE = 9
"""Digits of a phone number that is written without any sign or space; shorter ones are counts."""
_MOST_DIGITS = 17
_ANY_COUNTRY = "ZZ"
"""The region code of CLDR for no country: only numbers with an international prefix are found."""
_PLUS_SIGNS = re.compile("[+＋]")
"""What the library takes for an international prefix where it knows no country."""


def find_contacts(text: str, regions: tuple[str, ...] = ()) -> Iterator[Hit]:
    """Hits in the coordinates of `text`.

    `regions` are ISO codes of countries whose phone numbers to expect.
    """
    spoken = _build_spoken()
    letters = read_letters(text)
    small = letters.small
    yield from _find_addresses(text, spoken)
    for found in spoken.service.find_matches(letters, small):
        yield Hit(*found.span(1), "url", HIGH, ("account name",), firm=True)
    for found in spoken.phone.finditer(small):
        yield Hit(*found.span(), "phone", HIGH, ("phone number in words",), firm=True)
    # A flat or a street without a number is no way to reach somebody.
    yield from (hit for hit in find_postal_addresses(text) if hit.severity == HIGH)

    # The library of phone numbers is slow to import, and most answers have no digits.
    if sum(map(str.isdigit, text)) >= _FEWEST_LOOKED_AT:
        yield from _find_written_phones(text)
        if _SIX_DIGITS.search(text):
            yield from _find_valid_phones(text, regions)


class _SpokenPatterns(NamedTuple):
    """Patterns with the words that people write for signs and digits."""

    email: re.Pattern[str]
    any_at: re.Pattern[str]
    plain_at: re.Pattern[str]
    plain_dot: re.Pattern[str]
    service: LatePattern
    phone: re.Pattern[str]


@cache
def _build_spoken() -> _SpokenPatterns:
    at = join_phrases(AT_WORDS, any_case=True)
    dot = join_phrases(DOT_WORDS, any_case=True)
    digits = join_phrases(DIGITS)
    at_sign = rf"(?:\s*[@＠]\s*|\s*[\[({{]\s*{at}\s*[\])}}]\s*|\s+{at}\s+)"
    dot_sign = rf"(?:\s*[\[({{]\s*{dot}\s*[\])}}]\s*|\s+{dot}\s+|\.)"
    return _SpokenPatterns(
        re.compile(rf"[\w.+%-]{{1,64}}{at_sign}{_LABEL}(?:{dot_sign}{_LABEL})+"),
        re.compile(rf"[\s\[({{]{at}[\s\])}}].*?[\s.\[({{](?:{dot}[\s\])}}]|\w)", re.S),
        re.compile(rf"\s{at}\s"),
        re.compile(rf"\s{dot}\s"),
        LatePattern(build_mask(SERVICES), _build_service),
        re.compile(rf"{BEFORE}(?:(?:{digits}|\d)[\s,.\-]+){{5,}}(?:{digits}|\d){BEHIND}"),
    )


def _build_service() -> str:
    return rf"{BEFORE}{join_phrases(SERVICES)}\s*[:=–-]\s*@?([\w.+-]{{4,}})"


def _find_addresses(text: str, spoken: _SpokenPatterns) -> Iterator[Hit]:
    addresses = (
        (spoken.email, "email", "e-mail address"),
        (_LOOSE_EMAIL, "email", "e-mail address"),
        (_URL, "url", "link"),
        (_HANDLE, "url", "handle"),
    )
    plain = read_letters(text).plain
    # Most answers have no sign of an address, and these patterns are slow.
    if not (_SIGN_OF_ADDRESS.search(plain) or spoken.any_at.search(plain)):
        return
    for pattern, kind, why in addresses:
        for found in pattern.finditer(plain):
            if pattern is spoken.email and _is_plain_speech(found[0], spoken):
                continue

            end = find_trimmed_end(text, *found.span(), _TRAILING.__contains__)
            # A hashtag may be anybody's, so it narrows down and does not name.
            severity = MEDIUM if found[0].startswith("#") else HIGH
            yield Hit(found.start(), end, kind, severity, (why,), firm=severity == HIGH)


def _is_plain_speech(address: str, spoken: _SpokenPatterns) -> bool:
    """Whether `at` is a preposition: `meet at U.S. offices` is not an address."""
    said_at = spoken.plain_at.search(address)
    return said_at is not None and spoken.plain_dot.search(address) is None


def _find_written_phones(text: str) -> Iterator[Hit]:
    """Phone numbers by their looks: enough digits, and not a date or a large number in groups."""
    for found in _PHONE.finditer(text):
        written = found[0].strip()
        if _DATE_LIKE.fullmatch(written) or _GROUPED_NUMBER.fullmatch(written):
            continue

        digits = sum(map(str.isdigit, written))
        fewest = _FEWEST_DIGITS_BARE if written.isdigit() else _FEWEST_DIGITS
        if fewest <= digits <= _MOST_DIGITS:
            yield Hit(*found.span(), "phone", HIGH, ("phone number",), firm=True)


def _find_valid_phones(text: str, regions: tuple[str, ...]) -> Iterator[Hit]:
    """Phone numbers that are valid in one of the regions, or in international writing."""
    import phonenumbers

    # The library parses every group of digits before it looks for the sign of a prefix.
    anywhere = (_ANY_COUNTRY,) if _PLUS_SIGNS.search(text) else ()
    for region in dict.fromkeys((*regions, *anywhere)):
        expected = None if region == _ANY_COUNTRY else region
        matches = phonenumbers.PhoneNumberMatcher(
            text,
            expected,
            leniency=phonenumbers.Leniency.VALID,
            max_tries=_MOST_CANDIDATES,
        )
        why = f"phone number ({expected or 'international'})"
        for match in matches:
            if not _DATE_LIKE.fullmatch(match.raw_string):
                yield Hit(match.start, match.end, "phone", HIGH, (why,), firm=True)
