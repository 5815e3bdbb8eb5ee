"""Names of invented organisations and people, written as people write them; and sentences that
hold their words and name nobody."""

from __future__ import annotations

import pytest

from tipcoder.privacy.detection import Detector, build_known_entities
from tipcoder.privacy.gazetteer import Gazetteer
from tipcoder.privacy.hits import is_covered
from tipcoder.privacy.name_forms import build_forms
from tipcoder.privacy.rare_words import Vocabulary

ORGANISATIONS = [
    ("Children's Light House", "1"),
    ("Freedom From Fear Alliance", "2"),
    ("Casa Segura para Mujeres", "3"),
    ("Sunrise Women's Collective", "4"),
    ("ГО «Світанок надії»", "5"),
    ("River Stone Trust", "6"),
    ("Северное сияние", "7"),
    ("Lantern Bridge International (LBI)", "8"),
    ("Кризисный центр «Ясный день»", "9"),
]
PEOPLE = [
    ("Ахметова Динара Сергеевна", ""),
    ("José Luis Paredes Quintana", ""),
    ("Oksana Vynnychenko", ""),
    ("Jean-Baptiste Kouassi", ""),
]


@pytest.fixture(scope="module")
def acquainted(places: Gazetteer) -> Detector:
    nothing = Vocabulary(frozenset(), frozenset())
    known = build_known_entities(build_forms(ORGANISATIONS, [], [], PEOPLE), places, nothing)
    return Detector(known, places, ["US Embassy"], nothing)


@pytest.mark.parametrize(
    ("own", "text", "words"),
    [
        ("1", "the childrens light house was full", "childrens light house"),
        ("1", "at childrens lighthouse nobody came", "childrens lighthouse"),
        ("1", "C L H was told", "C L H"),
        ("1", "see ChildrensLight there", "ChildrensLight"),
        ("", "they told freedom from fear alliance", "freedom from fear alliance"),
        ("2", "F. F. F. A. asked", "F. F. F. A"),
        ("3", "en la casa segura para mujeres no hay luz", "casa segura para mujeres"),
        ("4", "Санрайз Вуменс Коллектив молчит", "Санрайз Вуменс Коллектив"),
        ("5", "світанку надії не чули", "світанку надії"),
        ("5", "they call us Svitanok Nadiyi", "Svitanok Nadiyi"),
        ("6", "the Riverston Trust was asked", "Riverston Trust"),
        ("7", "severnoye siyaniye was closed", "severnoye siyaniye"),
        ("8", "Л.Б.И. сказали", "Л.Б.И"),
        ("8", "у Лантерн Бридж Интернешнл отобрали дом", "Лантерн Бридж Интернешнл"),
        ("9", "КЦЯД закрыли", "КЦЯД"),
        ("", "спросите Динару Сергеевну", "Динару Сергеевну"),
        ("", "письмо Ахметовой Д.С. пришло", "Ахметовой Д.С"),
        ("", "Akhmetova D. signed", "Akhmetova D"),
        ("", "Paredes Quintana, José Luis", "Paredes Quintana, José Luis"),
        ("", "firmó J. L. Paredes ayer", "J. L. Paredes"),
        ("", "Хосе Луис Паредес молчит", "Хосе Луис Паредес"),
        ("", "Оксані Винниченко не дали", "Оксані Винниченко"),
        ("", "vu par JB Kouassi hier", "JB Kouassi"),
    ],
)
def test_a_name_is_seen_whole(acquainted: Detector, own: str, text: str, words: str) -> None:
    spans = [(hit.start, hit.end) for hit in acquainted.find_known_names(text, own)]
    start = text.index(words)
    assert is_covered(text, start, start + len(words), spans)


@pytest.mark.parametrize(
    ("own", "text"),
    [
        ("1", "Children need light in every house."),
        ("2", "There is freedom and no fear; an alliance of groups."),
        ("3", "Buscamos una casa segura."),
        ("", "una casa segura es lo que falta"),
        ("4", "Women collect at sunrise."),
        ("5", "Надія є, світанок близько."),
        ("6", "They threw a stone into the river, in trust."),
        ("7", "Сияние было северное? Нет, южное."),
        ("8", "The bridge was lit by a lantern at night; international standards."),
        ("9", "На следующий день стало ясно; день был ясный."),
        ("", "D.C. and U.S. laws, J. is a letter; C. H. is not."),
        ("", "A lighthouse stands there, and a safehouse."),
    ],
)
def test_ordinary_words_name_nobody(acquainted: Detector, own: str, text: str) -> None:
    assert acquainted.find_known_names(text, own) == []


def test_a_persons_name_given_by_hand_is_a_person_and_not_an_organisation(
    acquainted: Detector,
) -> None:
    (hit,) = acquainted.find_known_names("Dinara Akhmetova told them")
    assert hit.kind == "person"
