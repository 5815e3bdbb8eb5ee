"""Ways to reach somebody: e-mail, links, handles and phone numbers, also when they are written in words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tipcoder.privacy.hits import HIGH, MEDIUM, Hit

_AT = (
    r"(?:\s*[@＠]\s*|\s*[\[({]\s*(?:at|арроба|arroba|собака)\s*[\])}]\s*|"
    r"\s+(?:at|arroba|собака|собачка|arobase|ет)\s+)"
)
_DOT = r"(?:\s*[\[({]\s*(?:dot|punto|точка|point)\s*[\])}]\s*|\s+(?:dot|punto|точка|крапка|point)\s+|\.)"
_LABEL = r"[^\W_][\w-]{0,62}"
_EMAIL = re.compile(rf"[\w.+%-]{{1,64}}{_AT}{_LABEL}(?:{_DOT}{_LABEL})+", re.I)
_LOOSE_EMAIL = re.compile(
    rf"[\w.+%-]{{1,64}}\s*[@＠]\s*{_LABEL}(?:\s?\.\s?{_LABEL})*\s\.\s?{_LABEL}"
)
_PLAIN_SPOKEN = re.compile(r"\s(?:at|ет)\s", re.I)
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
_TRIES = 10_000
"""Candidates that are no phone numbers, after which the library gives up on a text: nobody writes so many."""
_TRAILING = ".,;:!?)]}»”'\""


def find_contacts(text: str, regions: tuple[str, ...] = ()) -> Iterator[Hit]:
    """Hits in the coordinates of `text`. `regions` are ISO codes of countries whose phone numbers to expect."""
    for pattern, kind, why in (
        (_EMAIL, "email", "e-mail address"),
        (_LOOSE_EMAIL, "email", "e-mail address"),
        (_URL, "url", "link"),
        (_HANDLE, "url", "handle"),
    ):
        for found in pattern.finditer(text):
            if (
                pattern is _EMAIL
                and _PLAIN_SPOKEN.search(found[0])
                and not _SPOKEN_DOT.search(found[0])
            ):
                continue  # `meet at U.S. offices` is no address
            end = found.end()
            while end > found.start() + 1 and text[end - 1] in _TRAILING:
                end -= 1
            severity = MEDIUM if found[0].startswith("#") else HIGH
            yield Hit(found.start(), end, kind, severity, (why,), firm=severity == HIGH)
    for found in _SERVICE.finditer(text):
        yield Hit(*found.span(1), "url", HIGH, ("account name",), firm=True)
    for found in _SPOKEN_PHONE.finditer(text):
        yield Hit(*found.span(), "phone", HIGH, ("phone number in words",), firm=True)
    for found in _STREET.finditer(text):
        yield Hit(*found.span(), "address", HIGH, ("postal address",))
    if sum(char.isdigit() for char in text) >= 6:
        yield from _find_phones(text, regions)


def _find_phones(text: str, regions: tuple[str, ...]) -> Iterator[Hit]:
    for found in _PHONE.finditer(text):
        shown = found[0].strip()
        digits = sum(char.isdigit() for char in shown)
        if _DATE_LIKE.fullmatch(shown) or _GROUPED_NUMBER.fullmatch(shown):
            continue
        if (9 if shown.isdigit() else 7) <= digits <= 17:
            yield Hit(*found.span(), "phone", HIGH, ("phone number",), firm=True)
    import phonenumbers

    for region in dict.fromkeys((*regions, "ZZ")):
        wanted = None if region == "ZZ" else region
        for match in phonenumbers.PhoneNumberMatcher(
            text, wanted, leniency=phonenumbers.Leniency.VALID, max_tries=_TRIES
        ):
            if not _DATE_LIKE.fullmatch(match.raw_string):
                yield Hit(
                    match.start,
                    match.end,
                    "phone",
                    HIGH,
                    (f"phone number ({wanted or 'international'})",),
                    firm=True,
                )
