"""Places are exact in whatever people write, the pre-filter loses nothing, and another library's
matcher finds the same.
"""

from __future__ import annotations

import random
import re
import unicodedata

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.matcher import Matcher
from spacy.tokens import Doc

from pattern_helpers import compile_one, find
from tipcoder.model.codes import Code, CodePattern
from tipcoder.suggestion.patterns.answer_words import read_words
from tipcoder.suggestion.patterns.compiled import CompiledPatterns
from tipcoder.suggestion.patterns.language_patterns import LanguagePatterns
from tipcoder.suggestion.patterns.word_lists import build_lists

AROUND = st.lists(
    st.sampled_from(
        [
            *"ab Zя.,;:()—-'’\n\r\t\u00a0",
            "\u0301",
            "😀",
            "👩\u200d🎓",
            "ё",
            "ñ",
            "n\u0303",
            "1",
            "?",
        ]
    ),
    max_size=12,
).map("".join)
ENGLISH = compile_one("not invite~")


@given(AROUND, AROUND, AROUND)
def test_places_are_those_of_the_text_whatever_stands_around(
    before: str, between: str, after: str
) -> None:
    text = f"{before} NOT {between} Invite\u0301d {after}"
    for match in ENGLISH.find_matches(text, "en"):
        pieces = [text[piece.start : piece.end] for piece in match.pieces]
        assert text[match.start : match.end].startswith(pieces[0])
        assert text[match.start : match.end].endswith(pieces[-1])
        said = unicodedata.normalize("NFKD", " ".join(pieces)).replace("\u0301", "").casefold()
        assert re.search(r"not|n.t", said)
        assert "invited" in said
        assert all(piece == piece.strip() for piece in pieces)


@pytest.mark.parametrize(
    "text",
    [
        "😀 They did not invite us 😀",
        "Ils n’étaient pas là.\r\nThey did not invite us.",
        "«They did\u00a0not invite\u00a0us»",
        "e\u0301t\u00e9: they did not invite us",
        "👩\u200d🎓👩\u200d🎓 not invited",
    ],
)
def test_strange_letters_move_no_place(text: str) -> None:
    (match,) = find("not invite~", text)
    assert text[match.start : match.end].replace("\u00a0", " ") in ("not invite", "not invited")


@given(st.text(max_size=60))
def test_words_of_any_text_lie_inside_it_and_in_order(text: str) -> None:
    words = read_words(text)
    at = 0
    for key, start, end in zip(words.keys, words.starts, words.ends, strict=True):
        assert at <= start < end <= len(text)
        assert key
        at = end


def test_an_answer_of_one_word_a_thousand_times_is_done_with() -> None:
    text = "ape " * 3_000
    assert find("ape ** ape ** ape ** ape ** ape ** ape", text)
    assert not find("ape ** ape ** ape ** ape ** ape ** bee", text)


VOCABULARY = ["ape", "bee", "cat", "dog", "elk", "fox", "gnu", "hen"]
VOCABULARY += ["not", "never", "but", ",", ".", ";", "nobody"]
PATTERNS = (
    "ape bee",
    "ape * bee",
    "ape ** (bee|cat dog)",
    "not ape",
    "ape * not bee",
    "not (ape bee|cat) * dog",
    "ape bee unless cat",
    "ape unless not",
    "(ape)? bee * cat",
    "ape|bee * cat|dog ** elk",
    "nobody ** ape bee",
)


def draw_texts(count: int) -> list[str]:
    chance = random.Random(16)
    texts = []
    for _ in range(count):
        texts.append(" ".join(chance.choices(VOCABULARY, k=chance.randint(1, 14))))
    return texts


def test_the_prefilter_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    patterns = {"en": tuple(CodePattern(text) for text in PATTERNS)}
    code = Code("code", {}, patterns=patterns)
    texts = draw_texts(1_500)

    def find_all(compiled: CompiledPatterns) -> list[list[int]]:
        return [[match.number for match in compiled.find_matches(text, "en")] for text in texts]

    filtered = find_all(CompiledPatterns([code], build_lists()))

    def choose_every_row(self: LanguagePatterns, slots: object) -> object:
        return [(compiled, list(compiled.rows)) for compiled in self._patterns]

    monkeypatch.setattr(LanguagePatterns, "_choose_rows", choose_every_row)
    unfiltered = find_all(CompiledPatterns([code], build_lists()))
    assert filtered == unfiltered
    for number in range(1, len(PATTERNS) + 1):
        assert sum(number in found for found in filtered) >= 5, PATTERNS[number - 1]


ANY = {"IS_ALPHA": True}
"""Any word, for spaCy."""


@pytest.mark.parametrize(
    ("pattern", "tokens"),
    [
        ("ape bee", [{"TEXT": "ape"}, {"TEXT": "bee"}]),
        ("ape * bee", [{"TEXT": "ape"}, {**ANY, "OP": "{0,3}"}, {"TEXT": "bee"}]),
        (
            "ape|bee * cat|dog ** elk",
            [
                {"TEXT": {"IN": ["ape", "bee"]}},
                {**ANY, "OP": "{0,3}"},
                {"TEXT": {"IN": ["cat", "dog"]}},
                {**ANY, "OP": "{0,8}"},
                {"TEXT": "elk"},
            ],
        ),
    ],
)
def test_spacys_matcher_finds_the_same(pattern: str, tokens: list[dict[str, object]]) -> None:
    vocabulary = spacy.blank("en").vocab
    matcher = Matcher(vocabulary)
    matcher.add("pattern", [tokens])
    ours = compile_one(pattern)
    found = 0
    for text in draw_texts(600):
        # Commas part no words for us; a stop is a token of its own for spaCy.
        words = [word for word in text.split() if word not in (",", ";")]
        theirs = bool(words) and bool(matcher(Doc(vocabulary, words=words)))
        assert bool(ours.find_matches(" ".join(words), "en")) is theirs, words
        found += theirs
    assert found >= 5
