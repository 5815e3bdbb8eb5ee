"""A word inside a proper name says nothing of its own; judged by hand before the code ran."""

from __future__ import annotations

import pytest

from pattern_helpers import find

IN_NAMES = [
    ("en", "prohibition", "We met the Agency for the Prohibition of Begging twice."),
    ("en", "moral", "They sent it to the National Moral Council."),
    ("en", "unfair", "A lawyer from the Unfair Practices Tribunal came."),
    ("en", "prohibition ** ngo~", "The Agency for the Prohibition of Begging trains an NGO."),
    ("es", "prohibición", "Vino la Agencia para la Prohibición de la Mendicidad."),
    ("fr", "morale", "Il travaille au Conseil National de la Morale Publique."),
    ("pt", "proibição", "Falamos com a Agência para a Proibição do Comércio."),
    ("ru", "запрет~", "Пришли люди из Совета По Запрету Торговли."),
]
OUTSIDE = [
    ("en", "prohibition", "There is a prohibition of public meetings."),
    ("en", "prohibition", "Prohibition of meetings is the rule."),
    ("en", "moral", "NATIONAL MORAL COUNCIL IS NOT WORKING"),
    ("en", "never invited", "They NEVER INVITED us."),
    ("en", "unfair", "The Rating Is Unfair To Our Country."),
    ("en", "unfair", "The Minister said Unfair."),
    ("en", "@government ** complain~", "The Ministry of Public Works complained about it."),
    ("en", "@ngo ** (all|everything)", "The Global Relief Organization gets everything."),
    ("en", "complain~ ** state department", "They complained to the State Department."),
    ("es", "ministerio ** injust(o|a)", "El Ministerio de Obras Públicas lo llamó injusto."),
    ("fr", "ministère ** injuste", "Pour le Ministère de la Justice, c'est injuste."),
    ("de", "verbot", "Das Amt Für Verbot Und Ordnung kam."),
]


@pytest.mark.parametrize(("language", "pattern", "sentence"), IN_NAMES)
def test_a_word_inside_a_name_does_not_count(language: str, pattern: str, sentence: str) -> None:
    assert not find(pattern, sentence, language)


@pytest.mark.parametrize(("language", "pattern", "sentence"), OUTSIDE)
def test_a_word_outside_names_and_what_names_are_made_of_count(
    language: str, pattern: str, sentence: str
) -> None:
    assert find(pattern, sentence, language)


def test_a_codebook_may_say_which_words_count_in_names() -> None:
    sentence = "They sent it to the National Moral Council."
    assert find("moral council", sentence, lists={"named": {"en": ("@named", "moral", "council")}})
    assert not find("moral council", sentence)


def test_a_slip_in_the_list_of_a_codebook_does_not_stop_the_patterns() -> None:
    assert find("invite~", "They invite us.", lists={"named": {"en": ("(council",)}})
