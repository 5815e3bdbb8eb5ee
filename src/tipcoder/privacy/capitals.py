"""Words written like names: capitals inside a sentence, and acronyms.

The coarsest layer: half of what it points at is harmless, but it sees lower down than any list of names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tipcoder.privacy.hits import LOW, Hit
from tipcoder.privacy.words import Word, split_word_list
from tipcoder.text import fold_text

_ENDS = frozenset(".!?…:;\n")
_BETWEEN = frozenset("-–—•*»«\"“”'()[].)¡¿")
"""What may stand between the end of a sentence and the first word of the next, beside digits and white space."""
_HARMLESS = frozenset(
    fold_text(word)
    for word in split_word_list(
        "i i'm i've i'd i'll the a an in on at we they it this that he she you our no yes not and "
        "but or for to of as if so monday tuesday wednesday thursday friday saturday sunday "
        "january february march april may june july august september october november december "
        "ngo ngos ingo ingos cso csos ong ongs нпо нко сми тв pdf etc ok tv id hiv aids вич спид "
        "tip tips ttp msm lgbt lgbti lgbtq ceo faq q a p.s ps ph d dr mr mrs ms god christian "
        "catholic muslim islam internet english spanish government gobierno state estado congress "
        "president embassy embajada ambassador embajador ministry tier report informe watch list "
        "annual trafficking persons trata personas torture human rights act covid nov dec jan feb "
        "mar apr jun jul aug sep oct vip usd eur в и на по не мы они из о с к тпл"
    )
)


def find_capitals(text: str, words: Sequence[Word]) -> Iterator[Hit]:
    """Hits in the coordinates of `text`, whose words are `words`."""
    letters = [char for char in text if char.isalpha()]
    if (
        letters
        and sum(char.isupper() for char in letters) > 0.5 * len(letters)
        and len(letters) > 12
    ):
        return  # in a text of capitals they say nothing
    at = 0
    while at < len(words):
        last = at
        while (
            last < len(words)
            and _is_named(words[last])
            and (last == at or _are_beside(text, words[last - 1], words[last]))
        ):
            last += 1
        if last == at:
            at += 1
            continue
        run = list(words[at:last])
        at = last
        acronym = len(run) == 1 and _is_acronym(run[0].text)
        if (
            run
            and not acronym
            and _begins_sentence(text, run[0].start)
            and not _is_acronym(run[0].text)
        ):
            run = run[1:]  # what begins a sentence has to be large
        while run and run[-1].folded in _HARMLESS:
            run.pop()
        while run and run[0].folded in _HARMLESS:
            run.pop(0)
        if run:
            why = "acronym" if len(run) == 1 and _is_acronym(run[0].text) else "written like a name"
            yield Hit(run[0].start, run[-1].end, "name", LOW, (why,))


def _begins_sentence(text: str, at: int) -> bool:
    while at > 0 and (text[at - 1].isspace() or text[at - 1].isdigit() or text[at - 1] in _BETWEEN):
        if text[at - 1] in _ENDS:
            return True
        at -= 1
    return at == 0 or text[at - 1] in _ENDS


def _is_named(word: Word) -> bool:
    return (
        word.text[0].isupper() and (len(word.text) > 1 or not word.text.isascii())
    ) or _is_acronym(word.text)


def _is_acronym(text: str) -> bool:
    return len(text) > 1 and sum(char.isupper() for char in text) > len(text) / 2


def _are_beside(text: str, one: Word, other: Word) -> bool:
    return text[one.end : other.start] in (" ", "-", "'", "’", " & ", "&")
