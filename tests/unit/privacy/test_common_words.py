"""Capitals that name nobody are thinned by evidence, and names of ordinary words are kept."""

from __future__ import annotations

import pytest

from tipcoder.privacy.detection import Detector, build_known_entities
from tipcoder.privacy.gazetteer import Gazetteer
from tipcoder.privacy.hits import HIGH, LOW, Hit
from tipcoder.privacy.name_forms import build_forms
from tipcoder.privacy.rare_words import build_vocabulary

ANSWERS = [
    ("1", "the guidance was late, and training helps. Ask Voices Of The Ferry about it."),
    ("2", "we had guidance and training about safe migration"),
    ("3", "nobody in voices of the ferry was told"),
]


@pytest.fixture(scope="module")
def thinning(places: Gazetteer) -> Detector:
    vocabulary = build_vocabulary(ANSWERS)
    forms = build_forms([("Guidance Point", "9"), ("Ferrymen Watch", "8")], [], [])
    known = build_known_entities(forms, places, vocabulary)
    asked = ["How did Safe Migration change?"]
    return Detector(known, places, ["Ferry Board"], vocabulary, questions=asked)


def names(detector: Detector, text: str, own: str = "") -> list[Hit]:
    return [hit for hit in detector.find_proposals(text, own) if hit.severity != "weak"]


@pytest.mark.parametrize(
    "text",
    [
        "They spoke of Guidance last year.",
        "It was about Safe Migration again.",
        "One more thing: Training helps.",
        "It helped. / Therefore we stayed.",
        "He said Therefore and left.",
        "That is for the Ferry Board to say.",
    ],
)
def test_a_word_that_others_write_small_or_that_was_asked_about_names_nobody(
    thinning: Detector, text: str
) -> None:
    assert names(thinning, text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("They went to Guidance for Training together.", "Guidance for Training"),
        ("It was Guidance Training Migration who came.", "Guidance Training Migration"),
        ("We wrote to Ravensholme about it.", "Ravensholme"),
        ("Ask WHO or ITP about it.", "ITP"),
    ],
)
def test_several_ordinary_words_with_capitals_may_be_a_name(
    thinning: Detector, text: str, words: str
) -> None:
    found = {text[hit.start : hit.end]: hit.severity for hit in names(thinning, text)}
    assert found.get(words) == LOW


def test_what_is_grave_is_never_thinned(thinning: Detector) -> None:
    text = "They told Guidance Point to stop."
    assert [hit.severity for hit in names(thinning, text, "9")] == [HIGH]


def test_a_name_with_capitals_in_one_answer_is_seen_where_another_writes_it_small(
    thinning: Detector,
) -> None:
    text = ANSWERS[2][1]
    assert [text[hit.start : hit.end] for hit in names(thinning, text)] == ["voices of the ferry"]
