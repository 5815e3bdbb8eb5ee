"""Ways to reach somebody: e-mail addresses, links, handles, phone numbers and postal addresses.

People also write them in words, to keep robots away (`name at place dot org`), so the patterns read
the words for `@`, for the dot and for digits in the languages of the surveys.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tipcoder.privacy.hits import HIGH, MEDIUM, Hit, find_trimmed_end

_AT = (
    r"(?:\s*[@＠]\s*|\s*[\[({]\s*(?:at|арроба|arroba|собака)\s*[\])}]\s*|"
    r"\s+(?:at|arroba|собака|собачка|arobase|ет)\s+)"
)
_DOT = (
    r"(?:\s*[\[({]\s*(?:dot|punto|точка|point)\s*[\])}]\s*|"
    r"\s+(?:dot|punto|точка|крапка|point)\s+|\.)"
)
_LABEL = r"[^\W_][\w-]{0,62}"
_EMAIL = re.compile(rf"[\w.+%-]{{1,64}}{_AT}{_LABEL}(?:{_DOT}{_LABEL})+", re.I)
_LOOSE_EMAIL = re.compile(
    rf"[\w.+%-]{{1,64}}\s*[@＠]\s*{_LABEL}(?:\s?\.\s?{_LABEL})*\s\.\s?{_LABEL}"
)
_SPOKEN_AT = re.compile(r"\s(?:at|ет)\s", re.I)
_SPOKEN_DOT = re.compile(r"\s(?:dot|точка)\s", re.I)
_TLD = (
    "com|org|net|info|edu|gov|int|mil|biz|ngo|ong|example|test|io|me|tv|co|eu|asia|africa|online|"
    "site|web|app|ac|ae|af|ag|al|am|ao|ar|at|au|az|ba|bd|be|bf|bg|bi|bj|bo|br|bw|by|bz|ca|cd|ch|"
    "ci|cl|cm|cn|cr|cu|cy|cz|de|dj|dk|dz|ec|ee|eg|es|et|fi|fj|fr|ge|gh|gm|gn|gr|gt|gy|hk|hn|hr|ht|"
    "hu|id|ie|il|ir|it|jm|jo|jp|ke|kg|kh|kr|kw|kz|la|lb|lk|lr|ls|lt|lu|lv|ly|ma|md|mg|mk|ml|mm|mn|"
    "mr|mt|mw|mx|my|mz|na|ng|ni|nl|no|np|nz|pa|pe|ph|pk|pl|ps|pt|py|qa|ro|rs|ru|rw|sa|sd|se|sg|si|"
    "sk|sl|sn|so|sr|ss|sv|sy|sz|td|tg|th|tj|tl|tm|tn|tr|tt|tw|tz|ua|ug|uk|us|uy|uz|ve|vn|za|zm|zw|"
    "рф|укр"
)
_URL = re.compile(
    rf"(?:https?|ftp)\s?:\s?//[^\s<>\"«»“”]+(?:\s\.(?:{_TLD})\b[^\s<>\"«»“”]*)?|"
    rf"www\d?\.[^\s<>\"«»“”]+|"
    rf"(?<![\w@.])(?:[^\W_][\w-]{{0,62}}\.)+(?:{_TLD})(?:/[^\s<>\"«»“”]*|(?![\w-]))(?!\.[A-Z]\.)",
    re.I,
)
_HANDLE = re.compile(r"(?<![\w@.])@[A-Za-z_][\w.]{2,38}\w|#[^\W\d_]\w{4,}")
_SERVICE = re.compile(
    r"\b(?:skype|telegram|whats\s?app|viber|facebook|instagram|twitter|скайп|телеграм\w*|вотсап|"
    r"вайбер|фейсбук)\s*[:=–-]\s*@?([\w.+-]{4,})",
    re.I,
)
_PHONE = re.compile(r"(?<![\w.,$€£])(?:\+|00)?\(?\d[\d\s().\-–/]{5,}\d(?![\w%])")
_DATE_LIKE = re.compile(
    r"(?:1[89]|20)\d\d\s*[-–/]\s*(?:(?:1[89]|20)?\d\d)|\d{1,4}([./-])\d{1,2}\1\d{1,4}"
)
_GROUPED_NUMBER = re.compile(r"\d{1,3}([., ])\d{3}(?:\1\d{3})*(?:[.,]\d+)?")
_DIGIT_WORDS = (
    "zero|oh|one|two|three|four|five|six|seven|eight|nine|cero|uno|una|dos|tres|cuatro|cinco|seis|"
    "siete|ocho|nueve|ноль|нуль|один|одна|два|две|три|четыре|пять|шесть|семь|восемь|девять|plus|"
    "más|плюс|double|doble"
)
_SPOKEN_PHONE = re.compile(
    rf"\b(?:(?:{_DIGIT_WORDS}|\d)[\s,.\-]+){{5,}}(?:{_DIGIT_WORDS}|\d)\b", re.I
)
_STREET = re.compile(
    r"\b\d{1,5},? (?:[A-Z][\w.]+ ){1,3}(?:Street|St|Avenue|Ave|Road|Rd|Lane|Drive|Boulevard|"
    r"Blvd)\b\.?|"
    r"\b(?:[Cc]alle|[Aa]venida|[Aa]v\.|[Cc]arrera|[Cc]ra\.) [\w .#-]{1,30}?\d+\w*|"
    r"\b(?:ул\.|улиц[аеы]|просп\.|проспект|пер\.) [А-ЯЁ][\w-]+(?:,? (?:д\. ?)?\d+\w?)?|"
    r"\bP\.? ?O\.? ?Box \d+|\bВул\. \w+",
    re.I,
)
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
_ADDRESSES = (
    (_EMAIL, "email", "e-mail address"),
    (_LOOSE_EMAIL, "email", "e-mail address"),
    (_URL, "url", "link"),
    (_HANDLE, "url", "handle"),
)


def find_contacts(text: str, regions: tuple[str, ...] = ()) -> Iterator[Hit]:
    """Hits in the coordinates of `text`.

    `regions` are ISO codes of countries whose phone numbers to expect.
    """
    yield from _find_addresses(text)
    for found in _SERVICE.finditer(text):
        yield Hit(*found.span(1), "url", HIGH, ("account name",), firm=True)
    for found in _SPOKEN_PHONE.finditer(text):
        yield Hit(*found.span(), "phone", HIGH, ("phone number in words",), firm=True)
    for found in _STREET.finditer(text):
        yield Hit(*found.span(), "address", HIGH, ("postal address",))

    # The library of phone numbers is slow to import, and most answers have no digits.
    if sum(char.isdigit() for char in text) >= 6:
        yield from _find_written_phones(text)
        yield from _find_valid_phones(text, regions)


def _find_addresses(text: str) -> Iterator[Hit]:
    for pattern, kind, why in _ADDRESSES:
        for found in pattern.finditer(text):
            if pattern is _EMAIL and _is_plain_speech(found[0]):
                continue

            end = find_trimmed_end(text, *found.span(), _TRAILING.__contains__)
            # A hashtag may be anybody's, so it narrows down and does not name.
            severity = MEDIUM if found[0].startswith("#") else HIGH
            yield Hit(found.start(), end, kind, severity, (why,), firm=severity == HIGH)


def _is_plain_speech(address: str) -> bool:
    """Whether `at` is a preposition: `meet at U.S. offices` is not an address."""
    return _SPOKEN_AT.search(address) is not None and _SPOKEN_DOT.search(address) is None


def _find_written_phones(text: str) -> Iterator[Hit]:
    """Phone numbers by their looks: enough digits, and not a date or a large number in groups."""
    for found in _PHONE.finditer(text):
        written = found[0].strip()
        if _DATE_LIKE.fullmatch(written) or _GROUPED_NUMBER.fullmatch(written):
            continue

        digits = sum(char.isdigit() for char in written)
        fewest = _FEWEST_DIGITS_BARE if written.isdigit() else _FEWEST_DIGITS
        if fewest <= digits <= _MOST_DIGITS:
            yield Hit(*found.span(), "phone", HIGH, ("phone number",), firm=True)


def _find_valid_phones(text: str, regions: tuple[str, ...]) -> Iterator[Hit]:
    """Phone numbers that are valid in one of the regions, or in international writing."""
    import phonenumbers

    for region in dict.fromkeys((*regions, _ANY_COUNTRY)):
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
