"""Invented articles that quote invented answers, with faults put in by chance."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from tipcoder.manuscript.sources import QuotedSource, build_source

ANSWERS = {
    "1016": "The ministry thanked us in public and then closed the only shelter in the north.",
    "1027": "Our police were trained twice in 2013 but nobody explained the new law to them.",
    "1038": "We never received an invitation, although our office is across the street.",
    "1049": "Officials read the country chapter aloud and laughed about the numbers in it.",
    "1061": "Seven small groups share one lawyer, who comes from the capital on Fridays.",
    "1072": "The grant paid for posters that hang in the airport and not for the rent.",
    "1083": "They threaten to take our licence whenever a foreign journalist visits the harbour.",
    "1094": "It is quite useful to have a page that we can show to a judge who knows nothing.",
    "1105": "Every summer somebody asks for statistics and every winter nobody remembers us.",
    "1116": "The ambassador listened for two hours and wrote down the names of the streets.",
    "1127": "Without the pressure from outside the parliament would not have changed a word.",
    "1138": "The larger organisations write the proposals and we find the people for them.",
    "1149": "Since the rating fell the labour inspectors visit farms that they avoided for years.",
    "1150": "Training for judges was cancelled three times because the hotel was too expensive.",
    "1161": "Nobody in our town has heard of the report but everybody knows the brothel behind it.",
    "1172": "They asked for our opinion and published the opposite under the same title.",
}
UNREAD = "1161"
"""Whose answer nobody has released."""
FOREIGN = (
    "Every child deserves a door that locks from the inside and a window to the garden.",
    "We built the bridge with our own hands while the engineers argued about the paint.",
    "A song about the harvest was all that remained of the old school by the river.",
)
"""What nobody answered."""
_FRAMES = (
    "One organisation wrote that {quote} ({cite}).",
    "As another put it, {quote} ({cite}). This is in line with what we expected.",
    "{quote} ({cite}), one of them added, and left it at that.",
    "Some were blunt: {quote} ({cite}).",
    "A shelter told us: {quote}.[^{note}]",
)
_MARKS = (("“", "”"), ('"', '"'), ("«", "»"), ("„", "“"))


@dataclass(frozen=True)
class InventedArticle:
    """Markdown, and for each quotation in order the fault in it; empty for none."""

    text: str
    faults: tuple[str, ...]


def list_sources() -> list[QuotedSource]:
    """The answers; all but one are released as they are."""
    sources = []
    for respondent, text in ANSWERS.items():
        released = () if respondent == UNREAD else (text,)
        sources.append(build_source(respondent, respondent, "why", "en", text, released=released))
    return sources


def write_article(seed: int, paragraphs: int, *, with_faults: bool) -> InventedArticle:
    """Every other quotation has a fault, where there are to be any."""
    chance = random.Random(seed)
    lines, notes, faults = [], [], []
    for number in range(paragraphs):
        respondent = chance.choice([each for each in ANSWERS if each != UNREAD])
        words = _take_stretch(ANSWERS[respondent], chance)
        fault, cited = "", respondent
        if with_faults and number % 2:
            fault = chance.choice(list(FAULTS))
            words, cited = FAULTS[fault](words, respondent, chance)
        else:
            words = chance.choice(HABITS)(words, chance)
        faults.append(fault)
        opening, closing = chance.choice(_MARKS)
        cite = f"Response {cited}"
        frame = chance.choice(_FRAMES)
        quote = f"{opening}{words}{closing}"
        lines.append(frame.format(quote=quote, cite=cite, note=number))
        if "[^" in frame:
            notes.append(f"[^{number}]: See {cite}, and our codebook.")
    return InventedArticle("\n\n".join([*lines, *notes]) + "\n", tuple(faults))


def _take_stretch(text: str, chance: random.Random) -> str:
    """Six words or more in a row."""
    words = text.rstrip(".").split()
    length = chance.randint(6, len(words))
    start = chance.randint(0, len(words) - length)
    return " ".join(words[start : start + length])


# --- what authors do, with a mark or as everybody does ---


def _as_it_is(words: str, _chance: random.Random) -> str:
    return words


def _capitalise(words: str, _chance: random.Random) -> str:
    return f"[{words[0].upper()}]{words[1:]}"


def _leave_out(words: str, chance: random.Random) -> str:
    parts = words.split()
    at = chance.randint(2, len(parts) - 3)
    gap = chance.choice(("…", "...", "[…]", "[...]", ". . ."))
    return " ".join([*parts[:at], gap, *parts[at + 1 :]])


def _explain_word(words: str, chance: random.Random) -> str:
    parts = words.split()
    at = chance.randint(2, len(parts) - 2)
    return " ".join([*parts[:at], "[that is, in their town]", *parts[at:]])


def _replace_word(words: str, chance: random.Random) -> str:
    parts = words.split()
    parts[chance.randint(1, len(parts) - 2)] = "[them]"
    return " ".join(parts)


def _change_ending(words: str, _chance: random.Random) -> str:
    parts = words.split()
    longest = max(range(len(parts)), key=lambda place: len(parts[place]))
    if len(parts[longest]) > 5 and parts[longest].isalpha():
        parts[longest] = f"{parts[longest][:-2]}[ing]"
    return " ".join(parts)


def _mark_as_written(words: str, _chance: random.Random) -> str:
    return f"{words} [sic]"


HABITS: tuple[Callable[[str, random.Random], str], ...] = (
    _as_it_is, _as_it_is, _capitalise, _leave_out, _explain_word, _replace_word, _change_ending,
    _mark_as_written,
)  # fmt: skip


# --- what must not be ---


def _swap_word(words: str, who: str, chance: random.Random) -> tuple[str, str]:
    parts = words.split()
    parts[chance.randint(1, len(parts) - 2)] = chance.choice(("weather", "gardens", "quietly"))
    return " ".join(parts), who


def _drop_word(words: str, who: str, chance: random.Random) -> tuple[str, str]:
    parts = words.split()
    del parts[chance.randint(1, len(parts) - 2)]
    return " ".join(parts), who


def _add_word(words: str, who: str, chance: random.Random) -> tuple[str, str]:
    parts = words.split()
    parts.insert(chance.randint(1, len(parts) - 1), chance.choice(("not", "always", "only")))
    return " ".join(parts), who


def _misspell(words: str, who: str, _chance: random.Random) -> tuple[str, str]:
    parts = words.split()
    longest = max(range(len(parts)), key=lambda place: len(parts[place]))
    parts[longest] = parts[longest][:-1] + "xe"
    return " ".join(parts), who


def _cite_another(words: str, who: str, chance: random.Random) -> tuple[str, str]:
    return words, chance.choice([each for each in ANSWERS if each != who])


def _cite_nobody(words: str, _who: str, chance: random.Random) -> tuple[str, str]:
    return words, str(chance.choice((1999, 4711, 9020)))


def _invent(_words: str, who: str, chance: random.Random) -> tuple[str, str]:
    return chance.choice(FOREIGN).rstrip("."), who


def _quote_unread(_words: str, _who: str, chance: random.Random) -> tuple[str, str]:
    return _take_stretch(ANSWERS[UNREAD], chance), UNREAD


def _join_two(words: str, who: str, chance: random.Random) -> tuple[str, str]:
    other = chance.choice([each for each in ANSWERS if each != who])
    half = words.split()[: len(words.split()) // 2 + 1]
    return " ".join([*half, *ANSWERS[other].rstrip(".").split()[-4:]]), who


FAULTS: dict[str, Callable[[str, str, random.Random], tuple[str, str]]] = {
    "a word swapped": _swap_word,
    "a word dropped": _drop_word,
    "a word added": _add_word,
    "misspelt": _misspell,
    "another respondent": _cite_another,
    "no respondent": _cite_nobody,
    "invented": _invent,
    "not released": _quote_unread,
    "two answers in one": _join_two,
}
