"""Wording that nobody released is found alike, whether a file's texts were announced or not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from tipcoder.privacy.audit.unreleased import GONE, UNREAD, UnreleasedWording, WordingHit
from tipcoder.privacy.audit.wording_index import StoredWording, fold_words
from tipcoder.privacy.compared_words import fold_word, split_words
from tipcoder.privacy.plain_view import build_plain_text, build_plain_view

WORDS = (
    *("señal", "boat", "lay", "at", "Night", "by", "школа", "cafe\u0301", "of", "ﬁre", "and"),
    *("boat", "lay", "at", "Night", "by", "a", "road"),
)
SLICES = st.tuples(st.integers(0, 9), st.integers(1, 14))
"""Where a text begins in these words and how many it takes, so that texts repeat each other."""
TEXTS = SLICES.map(lambda cut: " ".join(WORDS[cut[0] : cut[0] + cut[1]]))
POOL = st.lists(TEXTS, min_size=1, max_size=5)


class Case(NamedTuple):
    """What is stored, what is released of it, and the texts of several files."""

    stored: list[StoredWording]
    released: list[str]
    files: list[list[str]]


@st.composite
def build_cases(draw: st.DrawFn) -> Case:
    text = st.sampled_from(draw(POOL))
    answer = st.builds(StoredWording, st.sampled_from("123"), text, st.sampled_from((UNREAD, GONE)))
    passage = st.lists(text, max_size=3).map(". ".join)
    return Case(
        draw(st.lists(answer, max_size=6)),
        draw(st.lists(text, max_size=2)),
        draw(st.lists(st.lists(passage, max_size=3), min_size=1, max_size=6)),
    )


def find_everything(unreleased: UnreleasedWording, texts: Sequence[str]) -> list[object]:
    found: list[object] = []
    for text in texts:
        words = split_words(build_plain_text(text))
        found += unreleased.find_wording(build_plain_text(text), words)
        found += [unreleased.find_single(owner, words) for owner in "123"]
    return found


def announce(unreleased: UnreleasedWording, texts: Sequence[str]) -> None:
    words = [split_words(build_plain_text(text)) for text in texts]
    unreleased.look_up([word.folded for word in of_text] for of_text in words)


@given(build_cases())
def test_announced_texts_get_the_verdicts_of_an_index_of_everything(case: Case) -> None:
    whole = UnreleasedWording(case.stored, case.released)
    asked = UnreleasedWording(case.stored, case.released)
    for file in case.files:
        announce(asked, file)
        assert find_everything(asked, file) == find_everything(whole, file)


@given(build_cases())
def test_what_is_released_later_is_free_in_announced_texts_too(case: Case) -> None:
    file = case.files[0]
    whole, asked = UnreleasedWording(case.stored), UnreleasedWording(case.stored)
    # An index of everything is copied; of some runs a new one is made.
    find_everything(whole, ["the boat Night lamp"])
    announce(asked, file)
    freed, freed_asked = whole.release(case.released), asked.release(case.released)
    announce(freed_asked, file)
    assert find_everything(freed_asked, file) == find_everything(freed, file)
    assert find_everything(asked, file) == find_everything(whole, file)


def test_a_text_that_was_not_announced_is_found() -> None:
    answer = "One two three four five six seven eight nine"
    unreleased = UnreleasedWording([StoredWording("1", answer, UNREAD)])
    announce(unreleased, ["Eight words of a table that nobody else wrote here"])
    hits = list(unreleased.find_wording(answer, split_words(answer)))
    assert hits == [WordingHit(0, 9, UNREAD, "likely")]


MARKS = "aé\u0301ﬁ①\ufe0f\u200b\u202e \n-AБо♥ｱ🅐\u1100\u1161\u11a8Å각🏴\U000e0067"


@given(st.text(st.sampled_from(MARKS) | st.characters(codec="utf-8"), max_size=30))
def test_a_text_without_its_places_is_that_of_the_view(stored: str) -> None:
    assert build_plain_text(stored) == build_plain_view(stored).text


PIECES = st.sampled_from(
    (
        *WORDS,
        "&amp;",
        "&#32;a",
        "\u202eeht",
        "\u202c",
        "wo-",
        "rd",
        "\u0301x",
        "ﷺ",
        "스",
        "U+1",
        "с\u200bat",
    )
)
GAPS = st.sampled_from((" ", "\n", "\u00a0", "\u2028", "", "-\n", "\u200b", "&"))


@given(st.lists(st.tuples(PIECES, GAPS), max_size=8))
def test_words_are_folded_as_those_of_the_whole_text(parts: list[tuple[str, str]]) -> None:
    """Entities, broken words and reversed writing reach over blanks; nothing else does."""
    text = "".join(piece + gap for piece, gap in parts)
    expected = [fold_word(word) for word in re.findall(r"[^\W_]+", build_plain_text(text))]
    assert fold_words(text) == expected
