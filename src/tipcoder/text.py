"""The only place that knows about characters.

Stored texts are frozen after `normalise`; every offset in tipcoder counts code points of that
stored text, half-open. `printable` is the only road from stored text to a terminal, and it keeps
offsets: one code point in, one code point out.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

SURROGATES = range(0xD800, 0xE000)
NARROW_LETTERS = frozenset("iljI.,:;'|!()[] ftr/-·‘’іїј")
WIDE_LETTERS = frozenset("mwMWQOGDНДЖШЩЮФЫМОQжшщюфымДд@%—…œæ")
"""Letters that are narrower, and wider, than others of the same size in most fonts."""
_SURROGATE = re.compile("[\ud800-\udfff]")
_LINE = re.compile(r"[^\r\n]*+(?:\r\n?|\n)|[^\r\n]++")


@dataclass(frozen=True)
class NormalisedText:
    """A text as it will be stored, and how many characters had to change on the way."""

    text: str
    line_ends: int = 0
    """Carriage returns turned into line feeds (CRLF counts once)."""
    nul: int = 0
    """NUL characters shown as U+2400, because PostgreSQL cannot store them."""
    surrogates: int = 0
    """Lone surrogates replaced by U+FFFD, because no store can keep them."""


def normalise_text(raw: str) -> NormalisedText:
    """Make a text storable in every store, changing as little as possible.

    Line ends become LF, NUL becomes the visible symbol U+2400, lone surrogates become U+FFFD.
    Unicode is never composed or decomposed: what the respondent wrote is what is kept.
    """
    line_ends = raw.count("\r")
    nul = raw.count("\0")
    text = raw
    if line_ends:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if nul:
        text = text.replace("\0", "\u2400")
    text, surrogates = _SURROGATE.subn("\ufffd", text)
    return NormalisedText(text, line_ends, nul, surrogates)


def split_lines(text: str) -> Iterator[str]:
    """Lines with their ends, which may be LF, CRLF or CR.

    `str.splitlines` must not be used on survey text: it also breaks at U+2028, U+0085 and form
    feeds inside answers.
    """
    # Not io.StringIO: it keeps four bytes for every character of the file.
    return (found.group() for found in _LINE.finditer(text))


def normalise_identifier(cell: str) -> str:
    """A respondent ID or case number as it is compared: trimmed and composed, never as a number
    (`007` is not `7`).
    """
    return unicodedata.normalize("NFC", cell.strip())


_SCOPE = "\x1f"
"""Between an ID and the wave in which it is somebody's: no ID of a survey has this sign."""


def scope_identifier(identifier: str, wave: str) -> str:
    """The ID of a respondent who is known within one wave only, because the next wave gives the ID
    to somebody else.
    """
    return f"{identifier}{_SCOPE}{wave}"


def unscope_identifier(identifier: str) -> str:
    """The ID as the survey has it, whether or not it is known within a wave only."""
    return identifier.partition(_SCOPE)[0]


def _build_display_table() -> dict[int, str]:
    table = {n: chr(0x2400 + n) for n in range(32) if n != 10}
    table[9] = " "
    table[0x7F] = "\u2421"
    table.update(dict.fromkeys(range(0x80, 0xA0), "\ufffd"))
    table[0x2028] = table[0x2029] = "\u23ce"
    # Bidirectional controls would let one answer rearrange the rest of the line.
    table.update(
        dict.fromkeys(
            (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C), "\ufffd"
        )
    )
    table.update(dict.fromkeys(SURROGATES, "\ufffd"))
    return table


_JOINED_JAMO = frozenset(map(chr, range(0x1160, 0x1200)))
"""Vowels and final consonants of decomposed Korean, drawn into the syllable that the initial
consonant opens.
"""
_DISPLAY = _build_display_table()
_DISPLAY_LINE = {**_DISPLAY, 10: "\u23ce"}


def make_printable(text: str) -> str:
    """The text as a terminal may see it: no control character but LF, no bidirectional override.

    Length and offsets stay the same, so spans can be drawn on the result.
    """
    return text.translate(_DISPLAY)


def make_printable_line(text: str) -> str:
    """Like `printable`, on one line: a line feed shows as U+23CE."""
    return text.translate(_DISPLAY_LINE)


def fold_text(text: str) -> str:
    """The key under which a text is searched: compatibility forms, case and accents folded, in any
    script.

    Needed because SQLite folds only ASCII letters. Not for display and not for offsets.
    """
    if text.isascii():
        return text.casefold()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


class _MarkStripper(dict[int, str]):
    """For `str.translate`: what each letter is without its marks, found when first asked for."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        if letter in _APOSTROPHES:
            plain = "'"
        else:
            apart = unicodedata.normalize("NFD", letter)[0]
            plain = unicodedata.normalize("NFKC", apart)
        # Ligatures stay as they are, so that offsets hold.
        self[code] = plain if len(plain) == 1 else letter
        return self[code]


_APOSTROPHES = frozenset("\u2018\u2019\u02bc\u2032\u00b4`")
_PLAIN_LETTERS = _MarkStripper()


def strip_marks(text: str) -> str:
    """The text without accents, and with one kind of apostrophe: a code point for a code point.

    For patterns, whose offsets count in the text itself. It should be composed; case stays.
    """
    return text if text.isascii() else text.translate(_PLAIN_LETTERS)


def lower_letters(text: str) -> str:
    """The text in small letters, a code point for a code point."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    # A Turkish dotted capital would become two.
    return "".join(each if len(each) == 1 else char for char in text for each in (char.lower(),))


_CYRILLIC = (
    "а a, б b, в v, г g, ґ g, д d, е e, ж zh, з z, и i, і i, к k, л l, м m, н n, о o, п p, р r, "
    "с s, т t, у u, ф f, х kh, ц ts, ч ch, ш sh, щ shch, ъ, ы y, ь, э e, ю yu, я ya, є ye, ј j, "
    "љ lj, њ nj, ћ c, ђ dj, џ dz, ѓ g, ќ k, қ k, ң ng, ғ g, ү u, ұ u, ө o, ә a, һ h, җ j, ҳ kh, "
    "ҷ j, ў u, ѕ dz, ӏ"
)
"""Folded letters and what stands for them; the signs stand for nothing."""
LATIN_OF_CYRILLIC = {pair[0]: pair[1:].strip() for pair in _CYRILLIC.split(", ")}
"""Folded Cyrillic letters as people write them in Latin ones: Russian, Ukrainian, Belarusian,
Serbian, Macedonian, Kazakh, Kyrgyz, Tajik, Tatar and Mongolian. After the popular simplification
of ISO 9.
"""
LATIN_LOOK_ALIKES = dict(
    zip("АВЕЅІЈКМНОРСТУХаесіјорѕухԁԛѡ", "ABESIJKMHOPCTYXaecijopsyxdqw", strict=True)
)
"""Cyrillic letters that look like Latin ones."""


def hash_text(text: str) -> str:
    """SHA-256 of a stored text, hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def make_answer_key(question: str, text: str) -> str:
    """The key shared by answers to one question that say the same thing letter for letter.

    Case and runs of white space do not count, nor how an accent is encoded. Accents themselves do:
    `мой` is not `мои`, and what is coded once must be the same answer.
    """
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    return hash_text(question + "\n" + " ".join(folded.split()))


_MARKDOWN = re.compile(
    r"([\\`*_|<>\[\]#~$])|&(?=#?\w+;)|^[-+](?= |$)|^-(?=-+$)|^=(?==*$)|^(\d+)([.)])(?= |$)"
)
"""What Markdown obeys: marks anywhere, entities, and what would begin a list or underline a
heading.
"""


def escape_markdown(text: str) -> str:
    """One line of text that Markdown shows as it is, in a cell, a heading or a paragraph."""
    return _MARKDOWN.sub(_escape_match, " ".join(text.split()))


def _escape_match(found: re.Match[str]) -> str:
    number, point = found[2], found[3]
    return f"{number}\\{point}" if number else f"\\{found[0]}"


def make_excerpt(text: str, limit: int) -> str:
    """At most `limit` characters of a text on one printable line, with an ellipsis if something was
    cut.
    """
    line = make_printable_line(text[: limit + 1])
    return line if len(line) <= limit else (line[: limit - 1] + "…")[:limit]


def format_count(number: int, what: str, many: str = "") -> str:
    """A number with its noun: `1 answer`, `2 answers`; `many` is a plural that does not
    end in s.
    """
    return f"{number} {what}" if number == 1 else f"{number} {many or what + 's'}"


def format_number(value: float) -> str:
    """A number as people write it: no zero behind the point that nobody wrote, no exponent, and
    every digit that a spreadsheet keeps, which are fifteen.
    """
    return f"{value:.15g}"


def join_words(words: Sequence[str], last: str = "and") -> str:
    """Words as a sentence lists them: `anna`, `anna and boris`, `anna, boris and vera`; `last`
    joins the last one.
    """
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def join_first(words: Sequence[str], most: int) -> str:
    """The first words with the number of those left out: `anna, boris and 3 more`; all of them
    where they fit.
    """
    if len(words) <= most:
        return join_words(words)
    return f"{', '.join(words[:most])} and {len(words) - most} more"


def format_minute(at: str) -> str:
    """A time of the store, such as `2026-03-01T09:30:12Z`, to the minute and for a person:
    `2026-03-01 09:30`.
    """
    return at[:16].replace("T", " ")


def measure_cell_width(text: str) -> int:
    """Columns that a printable text takes in a terminal: wide characters and emoji two, marks and
    joiners none.
    """
    if text.isascii():
        return len(text)
    import regex  # here, because plain English needs none of it

    return sum(
        2 if "\ufe0f" in cluster else min(sum(map(_measure_character, cluster)), 2)
        for cluster in regex.findall(r"\X", text)
    )


def _measure_character(char: str) -> int:
    if char in _JOINED_JAMO or (
        unicodedata.category(char) in ("Mn", "Me", "Cf") and char != "\u00ad"
    ):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


class GraphemeBoundaries:
    """Grapheme cluster boundaries of one text (UAX #29), so that a caret never stops inside one."""

    def __init__(self, text: str) -> None:
        if text.isascii() and "\r" not in text:
            self._starts: range | list[int] = range(len(text) + 1)
        else:
            import regex  # here, because most processes never move a caret

            self._starts = [m.start() for m in regex.finditer(r"\X", text)] + [len(text)]

    def previous_boundary(self, offset: int) -> int:
        """The nearest boundary below `offset`, or 0."""
        i = bisect_left(self._starts, offset) - 1
        return self._starts[i] if i >= 0 else 0

    def next_boundary(self, offset: int) -> int:
        """The nearest boundary above `offset`, or the length of the text."""
        i = bisect_right(self._starts, offset)
        return self._starts[i] if i < len(self._starts) else self._starts[-1]

    def snap_span(self, start: int, end: int) -> tuple[int, int]:
        """The smallest span of whole clusters that covers `start` to `end`."""
        i = bisect_right(self._starts, start) - 1
        j = bisect_left(self._starts, end)
        return self._starts[max(i, 0)], self._starts[min(j, len(self._starts) - 1)]


def trim_span(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space at either end;
    where there is nothing else, its start is not before its end.
    """
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), start + len(words.rstrip())


_FLEETING_VOWEL = re.compile("([бвгджзклмнпрстфхцчшщ])[еоё]([кнлцрть]ь?)$")


def drop_fleeting_vowel(folded: str) -> str:
    """A Cyrillic word without the vowel before its last letter, which comes and goes when the word
    is inflected: огонь, огня.
    """
    return _FLEETING_VOWEL.sub(r"\1\2", folded)
