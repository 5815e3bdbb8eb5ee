"""Looking for names under their rarest words only leaves out no place where a name may stand."""

from __future__ import annotations

from itertools import combinations

import pytest

from tipcoder.privacy.detection import Detector
from tipcoder.privacy.form_index import build_form_index, count_needed, find_large_words
from tipcoder.privacy.known_entities import KnownEntities
from tipcoder.privacy.name_forms import NameForm, build_forms
from tipcoder.privacy.name_words import SMALL_LATIN
from tipcoder.workbench.redaction.detector import load_gazetteer

NAMES = (
    "Harbour Light Network",
    "Harbour Light Network of the Lakes",
    "Network for Light and Water",
    "Quiet Light House",
    "House of the Quiet Water Lantern",
    "Water Water House",
    "Lantern",
)
PERSONS = ("Ana Maria Brill", "Ana Ana Cork", "Maria Cork")


@pytest.fixture
def forms() -> list[NameForm]:
    """Forms of names that share many of their words."""
    organisations = [(name, str(number)) for number, name in enumerate(NAMES)]
    persons = [(name, f"p{number}") for number, name in enumerate(PERSONS)]
    return build_forms(organisations, persons, [])


@pytest.mark.parametrize(("size", "needed"), [(1, 1), (2, 2), (3, 2), (4, 3), (5, 4), (6, 4)])
def test_two_thirds_of_the_words_of_a_form_are_needed(size: int, needed: int) -> None:
    assert count_needed(size) == needed


def test_whatever_words_of_a_form_are_written_one_that_is_indexed_is_among_them(
    forms: list[NameForm],
) -> None:
    index = build_form_index(forms)
    indexed: dict[int, set[int]] = {}
    for posts in index.values():
        for number, position in posts:
            indexed.setdefault(number, set()).add(position)

    for number, form in enumerate(forms):
        large = [at for at, word in enumerate(form.words) if word not in SMALL_LATIN]
        if form.any_order:
            # Of a person's name two different words are needed, in any order.
            pairs = [
                pair
                for pair in combinations(large, 2)
                if form.words[pair[0]] != form.words[pair[1]]
            ]
            for pair in pairs:
                found = {form.words[at] for at in pair}
                assert found & {form.words[at] for at in indexed[number]}
            continue
        for written in combinations(large, min(count_needed(len(form.words)), len(large))):
            if len(written) >= count_needed(len(form.words)):
                assert indexed[number] & set(written), form.words


def test_a_word_of_many_names_leads_to_few_of_them(forms: list[NameForm]) -> None:
    index = build_form_index(forms)
    # The word that most of these names have.
    naming = [form for form in forms if "light" in form.words]
    assert len(naming) > 3
    assert len(index.get("light", ())) < len(naming)
    assert "of" not in find_large_words(forms)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We met Harbor Light Network there.", "Harbor Light Network"),
        ("the House of the Quiet Watter Lantern came", "House of the Quiet Watter Lantern"),
        ("with Brill, Ana", "Brill, Ana"),
        ("Lantern helped", "Lantern"),
        ("a network of light and water", ""),
    ],
)
def test_names_are_found_misspelt_in_part_and_in_any_order(
    forms: list[NameForm], text: str, found: str
) -> None:
    detector = Detector(KnownEntities(forms), load_gazetteer())
    spans = {text[hit.start : hit.end] for hit in detector.find_known_names(text)}
    assert (found in spans) if found else not spans
