"""Neighbouring words that are parts of one person's name, in whatever order they stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tipcoder.privacy.compared_words import Word, spell_in_latin

_FURTHEST_APART = 2
"""Words from one part of a person's name to the next: one word may stand between them."""
_LONGEST_INITIAL = 2
"""Letters of an initial: Yu. and Zh. are one letter in Cyrillic."""


def find_people(
    wanted: frozenset[str], names: Sequence[frozenset[str]], places: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Runs of words, first and last (exclusive), with at least two different words of a name.

    `wanted` are the words of the name, `names` what each word of the answer may stand for, and
    `places` the words that may be part of the name, ascending.
    """
    for run in _group_neighbours(places):
        found: set[str] = set()
        for at in run:
            found |= names[at] & wanted
        if len(run) > 1 and len(found) > 1:
            yield run[0], run[-1] + 1


def _group_neighbours(places: Sequence[int]) -> Iterator[list[int]]:
    """Ascending places in runs, in which each is near the one before it."""
    run: list[int] = []
    for at in places:
        if run and at - run[-1] > _FURTHEST_APART:
            yield run
            run = []
        run.append(at)
    if run:
        yield run


def extend_over_initials(
    words: Sequence[Word], first: int, last: int, others: Sequence[str]
) -> tuple[int, int]:
    """A run of words together with the initials before and behind it.

    `others` are the parts of the name that the run does not have, in Latin letters.
    """
    begun = first
    while begun > 0 and _is_initial(words[begun - 1], others):
        begun -= 1
    while last < len(words) and _is_initial(words[last], others):
        last += 1
    return begun, last


def _is_initial(word: Word, others: Sequence[str]) -> bool:
    """Whether a word is a capital or two with which one of the other parts begins.

    Two capitals may be the first letters of two parts.
    """
    if len(word.text) > _LONGEST_INITIAL or not word.text[:1].isupper():
        return False
    spelled = spell_in_latin(word.folded)
    if any(other.startswith(spelled) for other in others):
        return True
    letters = [spell_in_latin(letter) for letter in word.folded]
    return word.text.isupper() and all(_begins_any(letter, others) for letter in letters)


def _begins_any(letters: str, others: Sequence[str]) -> bool:
    return any(other.startswith(letters) for other in others)


def extend_over_others(
    names: Sequence[frozenset[str]], first: int, last: int, others: Sequence[str]
) -> tuple[int, int]:
    """A run of words together with neighbours that are words of the same name.

    `names` are what each word of the answer may stand for.
    """
    begun = first
    while begun > 0 and not names[begun - 1].isdisjoint(others):
        begun -= 1
    while last < len(names) and not names[last].isdisjoint(others):
        last += 1
    return begun, last
