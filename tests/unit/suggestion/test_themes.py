"""A first code frame: alike statements come together, whatever the language, and get a name."""

from __future__ import annotations

import math
from itertools import count

import numpy as np
import pytest

from tipcoder.suggestion.concepts import Concepts, parse_concepts
from tipcoder.suggestion.stop_words import load_stop_words
from tipcoder.suggestion.themes.clusters import UNSORTED, find_nearest, group_points, propose_count
from tipcoder.suggestion.themes.draft import FrameDraft
from tipcoder.suggestion.themes.naming import _weigh_columns
from tipcoder.suggestion.themes.statements import FrameAnswer, cut_into_statements

SAID = {
    "beds": [
        ("en", "Not enough beds in the shelter for women."),
        ("en", "The shelter has no beds in winter."),
        ("en", "We wait for beds; the shelter is full."),
        ("en", "More beds, a bigger shelter."),
        ("es", "Faltan camas en el albergue."),
        ("es", "El albergue no tiene camas libres."),
        ("es", "Necesitamos camas para el albergue."),
    ],
    "police": [
        ("en", "The police never call us back."),
        ("en", "Police officers laughed at the report of a victim."),
        ("en", "Nobody at the police station speaks our language."),
        ("en", "When we phone the police they come late."),
        ("es", "La policía llega tarde siempre."),
        ("es", "La policía no contesta el teléfono."),
        ("es", "En la policía se ríen de nosotros."),
    ],
    "money": [
        ("en", "Grants end after one year and salaries stop."),
        ("en", "We write grants all night for small salaries."),
        ("en", "No grants for rent, no grants for salaries."),
        ("en", "Salaries depend on grants from abroad."),
        ("es", "Las becas terminan y los salarios también."),
        ("es", "Sin becas no hay salarios."),
        ("es", "Los salarios dependen de las becas."),
    ],
}
CONCEPTS = {
    "shelter": {"en": ["shelter", "beds"], "es": ["albergue", "camas"]},
    "police": {"en": ["police"], "es": ["policia"]},
    "funding": {"en": ["grants", "salaries"], "es": ["becas", "salarios"]},
}


@pytest.fixture
def concepts() -> Concepts:
    return parse_concepts({"concept": CONCEPTS}, "concepts.toml")


def answers_of(said: dict[str, list[tuple[str, str]]]) -> tuple[list[FrameAnswer], list[str]]:
    """An answer a line, of a respondent each; and what each is about."""
    answers, about = [], []
    numbers = count(1)
    for topic, lines in said.items():
        for language, text in lines:
            number = next(numbers)
            answers.append(FrameAnswer(number, number, language, text))
            about.append(topic)
    return answers, about


def test_three_things_that_people_say_in_two_languages_are_three_themes(
    concepts: Concepts,
) -> None:
    answers, about = answers_of(SAID)
    draft = FrameDraft(answers, concepts, count=3)
    topics = []
    for theme in draft.list_themes():
        of_theme = {about[answer - 1] for answer in theme.answers}
        assert len(of_theme) == 1, theme.answers
        topics += of_theme
        assert set(theme.languages) == {"en", "es"}
        assert theme.likeness is not None
        assert theme.likeness > 0.8
        assert {quote.answer.language for quote in theme.quotes} == {"en", "es"}
    assert sorted(topics) == ["beds", "money", "police"]
    assert draft.measure_coverage() == pytest.approx(1, abs=0.06)


def test_a_theme_is_called_by_its_own_words_in_the_language_asked_for(concepts: Concepts) -> None:
    draft = FrameDraft(answers_of(SAID)[0], concepts, count=3)
    by_concept = {theme.concepts[0]: theme for theme in draft.list_themes()}
    assert "police" in by_concept["police"].make_label("en")
    assert "policía" in by_concept["police"].make_label("es")
    assert {"beds", "shelter"} <= set(by_concept["shelter"].make_label("en").split(", "))
    # Nobody wrote French: the theme is called by what it means.
    assert by_concept["funding"].make_label("fr") == "funding"


def test_the_same_answers_give_the_same_themes(concepts: Concepts) -> None:
    answers, _ = answers_of(SAID)
    first, again = (FrameDraft(answers, concepts, count=3) for _ in range(2))
    assert [t.answers for t in first.list_themes()] == [t.answers for t in again.list_themes()]


def test_themes_are_joined_and_dropped_by_their_numbers_which_stay(concepts: Concepts) -> None:
    draft = FrameDraft(answers_of(SAID)[0], concepts, count=3)
    sizes = {theme.number: len(theme.answers) for theme in draft.list_themes()}
    assert list(sizes) == [1, 2, 3]
    assert draft.merge_themes([3, 2]) == 2
    assert {t.number: len(t.answers) for t in draft.list_themes()} == {
        1: sizes[1],
        2: sizes[2] + sizes[3],
    }
    draft.drop_theme(1)
    assert draft.numbers == [2]
    assert draft.measure_coverage() == pytest.approx((sizes[2] + sizes[3]) / 21)


def test_what_fewer_than_three_people_say_is_no_theme_and_names_none(concepts: Concepts) -> None:
    answers, _ = answers_of(SAID)
    alone = [FrameAnswer(100 + n, 99, "en", f"Zebras graze on zebra {n}.") for n in range(5)]
    draft = FrameDraft([*answers, *alone], concepts, count=4)
    said = {answer for theme in draft.list_themes() for answer in theme.answers}
    assert not said & {answer.id for answer in alone}
    # Two of them used the word, and a name is written with a capital by all of them.
    extra = [
        FrameAnswer(200, 200, "en", "The police call themselves guardians."),
        FrameAnswer(201, 201, "en", "Police are guardians of nobody."),
        *(FrameAnswer(210 + n, 210 + n, "en", "The police of Ochre are slow.") for n in range(3)),
    ]
    words = set()
    for theme in FrameDraft([*answers, *extra], concepts, count=3).list_themes():
        words |= {word.text for word in theme.words}
    assert "police" in words
    assert not words & {"guardians", "ochre"}


def test_an_answer_that_says_two_things_is_in_both_themes(concepts: Concepts) -> None:
    answers, _ = answers_of(SAID)
    both = FrameAnswer(50, 50, "en", "There are no beds in the shelter. The police come late.")
    draft = FrameDraft([*answers, both], concepts, count=3)
    assert sum(both.id in theme.answers for theme in draft.list_themes()) == 2


def test_statements_are_sentences_with_two_words_that_mean_something() -> None:
    stops = load_stop_words(["en"])
    text = "Yes. The beds are old. Very! Nothing else, and no."
    (first, *rest) = cut_into_statements([FrameAnswer(1, 1, "en", text)], stops)
    assert first.text == "The beds are old."
    assert rest == []
    (shame,) = cut_into_statements([FrameAnswer(1, 1, "en", "Shame. Yes!")], stops)
    assert shame.text == "Shame. Yes!"
    twice = [
        FrameAnswer(n, n, "en", wording)
        for n, wording in ((1, "No beds left"), (2, "no beds left"))
    ]
    (same,) = cut_into_statements(twice, stops)
    assert [answer.id for answer in same.twins] == [1, 2]


def test_the_weight_of_a_word_is_the_published_log_odds_ratio() -> None:
    """Worked by hand after Monroe, Colaresi & Quinn (2008), equations 15, 16 and 22.

    Two columns; three statements here have 3 and 1 of them, three elsewhere 1 and 3. The prior is
    50 words in proportion to all: 25 and 25.
    """
    marks = np.array([[1, 0], [1, 0], [1, 1], [1, 1], [0, 1], [0, 1]], np.float64)
    rows = np.array([True, True, True, False, False, False])
    first, second = _weigh_columns(marks, np.ones(6), rows)
    here, there = (3 + 25) / (4 + 50 - 3 - 25), (1 + 25) / (4 + 50 - 1 - 25)
    expected = (math.log(here) - math.log(there)) / math.sqrt(1 / 28 + 1 / 26)
    assert first == pytest.approx(expected)
    assert second == pytest.approx(-expected)


def test_the_nearest_statement_is_another_respondents() -> None:
    points = np.array([[1, 0], [1, 0], [0.8, 0.6], [0, 1], [-1, 0]], np.float64)
    owners = np.array([1, 1, 2, 3, 4])
    # The last one is like nobody: every cosine is zero or less.
    assert find_nearest(points, owners).tolist() == [2, 2, 0, 2, -1]


def test_a_point_of_which_nothing_is_known_is_in_no_group() -> None:
    points = np.array([[1, 0], [1, 0.1], [0, 1], [0.1, 1], [0, 0]], np.float64)
    groups = group_points(points, [1] * 5, 2)
    assert groups[0] == groups[1] != groups[2] == groups[3]
    assert groups[4] == UNSORTED
    assert group_points(np.zeros((3, 2)), [1] * 3, 2).tolist() == [UNSORTED] * 3


@pytest.mark.parametrize(("statements", "themes"), [(10, 4), (200, 10), (800, 20), (9000, 30)])
def test_as_many_themes_as_a_person_can_look_through(statements: int, themes: int) -> None:
    assert propose_count(statements) == themes
