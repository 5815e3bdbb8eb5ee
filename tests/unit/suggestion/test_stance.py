"""A code that judges is offered where somebody judges, and else the code that only names the topic.

The codebook here is invented: workshops, and what people have against them.
"""

from __future__ import annotations

import pytest

from tipcoder.model.codes import Code, CodePattern
from tipcoder.suggestion.concepts import Concepts
from tipcoder.suggestion.offering import choose_suggestions
from tipcoder.suggestion.strength import Grade, Outcomes, StrengthScale
from tipcoder.suggestion.suggester import Suggester, SuggesterText, Suggestion

ABOUT = "They said that the workshop of the embassy was held in the capital"
TEXTS = (
    SuggesterText("The workshop was excellent.", "held", "en"),
    SuggesterText("We were not even once invited, but others were.", "held", "en"),
    SuggesterText("The workshop was useless. The coffee was good.", "held", "en"),
    SuggesterText("The workshop was perhaps a little long.", "held", "en"),
    SuggesterText("Bezużyteczny, bezużyteczny.", "held", "pl"),
    SuggesterText("No comment.", "held", "en"),
    SuggesterText("The workshop was useless.", "money", "en"),
    SuggesterText("A grant paid for the shelter.", "money", "en"),
    SuggesterText(ABOUT, "held", "en"),
    SuggesterText("Był warsztat.", "held", "pl"),
)
PRAISED, UNINVITED, USELESS, LONG, POLISH, NOTHING, ELSEWHERE, GRANT, PLAIN, POLISH_TOPIC = range(
    len(TEXTS)
)
PATTERNS = {
    "criticism": (
        CodePattern("workshop * useless", 3),
        CodePattern("little long", 1),
    ),
    "uninvited": (CodePattern("not invite~", 2),),
}
TOPIC = {"en": "A workshop or a seminar was held."}
CODES = (
    Code("workshops", {"en": "Workshops"}, definition=TOPIC, questions=("held",)),
    Code(
        "criticism",
        {"en": "Workshops criticised"},
        definition={"en": "A workshop is judged to be bad."},
        cues={"pl": ("bezużyteczny",)},
        questions=("held",),
        against="workshops",
        patterns={"en": PATTERNS["criticism"]},
    ),
    Code(
        "uninvited",
        {"en": "Not invited"},
        parent="criticism",
        definition={"en": "Somebody was not asked to come to a workshop."},
        questions=("held",),
        patterns={"en": PATTERNS["uninvited"]},
    ),
    Code("money", {"en": "Money"}, definition={"en": "A grant was given."}),
)
CONCEPTS = Concepts(
    {
        "workshop": {"en": ("workshop", "seminar"), "pl": ("warsztat",)},
        "invite": {"en": ("invit",)},
        "bad": {"en": ("useless", "bad"), "pl": ("bezuzyteczn",)},
        "money": {"en": ("grant", "money")},
    }
)
KEYS = [code.key for code in CODES]


@pytest.fixture(scope="module")
def suggester() -> Suggester:
    return Suggester(TEXTS, CODES, CONCEPTS, ["en", "pl"])


def offer(suggester: Suggester, row: int) -> dict[str, Suggestion]:
    return {one.code: one for one in choose_suggestions(suggester, row, KEYS)}


def test_a_topic_without_a_judgement_gets_the_neutral_code(suggester: Suggester) -> None:
    for row in (PRAISED, PLAIN):
        offered = offer(suggester, row)
        assert "workshops" in offered
        assert offered.keys().isdisjoint({"criticism", "uninvited"})


def test_a_pattern_offers_its_code_with_its_words_and_its_clause(suggester: Suggester) -> None:
    found = offer(suggester, UNINVITED)["uninvited"]
    text = TEXTS[UNINVITED].text
    assert [(piece.text, piece.why) for piece in found.evidence] == [
        ("not", "pattern “not invite~”"),
        ("invited", "pattern “not invite~”"),
    ]
    assert all(text[piece.start : piece.end] == piece.text for piece in found.evidence)
    assert text[found.start : found.end] == "We were not even once invited"
    assert found.grade is Grade.HINTED


def test_only_a_pattern_of_weight_3_is_strong_before_anything_is_measured(
    suggester: Suggester,
) -> None:
    found = offer(suggester, USELESS)["criticism"]
    assert (found.grade, found.strength) == (Grade.SAID, "strong")
    assert TEXTS[USELESS].text[found.start : found.end] == "The workshop was useless."
    for row in range(len(TEXTS)):
        for one in suggester.suggest_codes(row, len(CODES)):
            assert (one.strength == "strong") == (one.grade is Grade.SAID)


def test_a_pattern_that_only_supports_orders_and_does_not_offer(suggester: Suggester) -> None:
    offered = offer(suggester, LONG)
    assert "criticism" not in offered
    assert "workshops" in offered
    ranked = suggester.rank_texts("criticism").tolist()
    assert ranked.index(USELESS) < ranked.index(LONG) < ranked.index(PLAIN)


def test_a_code_whose_patterns_only_support_is_offered_as_if_it_had_none() -> None:
    supporting = Code(
        "money",
        {"en": "Money"},
        definition={"en": "A grant was given."},
        patterns={"en": (CodePattern("shelter", 1),)},
    )
    suggester = Suggester(TEXTS, [*CODES[:-1], supporting], CONCEPTS, ["en", "pl"])
    assert "money" in offer(suggester, GRANT)


def test_in_a_language_without_patterns_the_judgement_has_to_be_well_ahead_of_the_topic(
    suggester: Suggester,
) -> None:
    ahead = {}
    for row in (POLISH, POLISH_TOPIC):
        own, neutral = (suggester.score_topic(row, code) for code in ("criticism", "workshops"))
        ahead[row] = own - neutral
    assert ahead[POLISH] > 1.5 > ahead[POLISH_TOPIC]
    offered = offer(suggester, POLISH)
    assert offered["criticism"].grade not in (Grade.SAID, Grade.HINTED)
    assert "criticism" not in offer(suggester, POLISH_TOPIC)
    assert "workshops" in offer(suggester, POLISH_TOPIC)


def test_an_answer_that_speaks_for_nothing_gets_no_offer(suggester: Suggester) -> None:
    assert offer(suggester, NOTHING) == {}


def test_a_pattern_offers_nothing_on_a_question_that_its_code_is_not_meant_for(
    suggester: Suggester,
) -> None:
    assert "criticism" not in offer(suggester, ELSEWHERE)
    ranked = suggester.rank_texts("criticism").tolist()
    assert ranked.index(ELSEWHERE) == len(TEXTS) - 2, "first of the two elsewhere"


def test_what_is_against_a_code_lowers_it_and_rules_nothing_out(suggester: Suggester) -> None:
    """Half of what the neutral code scores is taken off, and a pattern adds to it."""
    for row, weight in ((PLAIN, 0), (USELESS, 3)):
        own, neutral = (suggester.score_topic(row, code) for code in ("criticism", "workshops"))
        expected = own - neutral / 2 + 1.5 * weight
        assert suggester.score_text(row, "criticism") == pytest.approx(expected)
        assert suggester.score_texts("criticism")[row] == pytest.approx(expected)
    child = (
        suggester.score_topic(PLAIN, "uninvited") - suggester.score_topic(PLAIN, "workshops") / 2
    )
    assert suggester.score_text(PLAIN, "uninvited") == pytest.approx(child), "a child inherits it"


def test_the_neutral_code_is_not_put_in_place_once_it_is_settled(suggester: Suggester) -> None:
    left = [key for key in KEYS if key != "workshops"]
    assert "workshops" not in {one.code for one in choose_suggestions(suggester, PRAISED, left)}


@pytest.mark.parametrize(
    ("right", "settled", "grade", "word"),
    [
        # (9 + 1) / (10 + 2) = .83 and (8 + 1) / (10 + 2) = .75, by hand.
        (9, 10, Grade.MIDDLE, "strong"),
        (8, 10, Grade.MIDDLE, "fair"),
        (9, 9, Grade.MIDDLE, "fair"),
        (1, 9, Grade.SAID, "strong"),
        (7, 10, Grade.SAID, "fair"),
        # (3 + 1) / (10 + 2) = .33: what was promised was not kept.
        (3, 10, Grade.SAID, "weak"),
        (12, 12, Grade.LOW, "strong"),
        (0, 0, Grade.LOW, "weak"),
    ],
)
def test_a_word_is_what_was_measured_once_ten_are_settled(
    right: int, settled: int, grade: Grade, word: str
) -> None:
    scale = StrengthScale({grade: Outcomes(right, settled)})
    assert scale.name_strength(grade) == word
    assert scale.find_outcomes(grade) == (right, settled)


def test_texts_can_be_looked_through_piece_by_piece() -> None:
    together, in_pieces = (Suggester(TEXTS, CODES, CONCEPTS, ["en", "pl"]) for _ in range(2))
    together.patterns.search_more()
    pieces = 0
    while not in_pieces.patterns.is_searched:
        in_pieces.patterns.search_more(2)
        pieces += 1
    assert pieces == 5
    for number in range(1, 3):
        found = in_pieces.patterns.sum_texts(number)
        assert found.tolist() == together.patterns.sum_texts(number).tolist()
        assert found.tolist() == [
            in_pieces.patterns.sum_text(row, number) for row in range(len(TEXTS))
        ]
