"""Readings of one-byte files by their words, on country names and sentences of other projects."""

from __future__ import annotations

import importlib
import random

import pytest
from babel import Locale

from tipcoder.errors import BadInput
from tipcoder.survey.encoding import decode_survey

WESTERN = ("cp1252", "mac-roman", "cp850")
ENCODINGS = {
    **dict.fromkeys(["de", "es", "fr", "pt", "it", "sv", "da", "fi", "ca", "is", "nl"], WESTERN),
    **dict.fromkeys(["pl", "cs", "sk", "hu", "hr", "ro", "sl"], ("cp1250", "iso8859-2")),
    **dict.fromkeys(["ru", "uk", "bg", "mk", "be", "sr"], ("cp1251", "iso8859-5")),
    **dict.fromkeys(["lt", "lv", "et"], ("cp1257",)),
    "tr": ("cp1254",),
    "el": ("cp1253", "iso8859-7"),
    "he": ("cp1255",),
    "ar": ("cp1256",),
    "ja": ("cp932", "euc-jp"),
    "zh": ("gb18030",),
    "ko": ("cp949",),
}
CASES = [(language, one) for language, codecs in ENCODINGS.items() for one in codecs]


def _read(texts: list[str], encoding: str) -> bool | None:
    """Whether a file of these answers is read right; None if the program asks, or it is UTF-8."""
    survey = "\n".join(["id;answer;score", *(f"{at};{one};3" for at, one in enumerate(texts))])
    try:
        data = survey.encode(encoding)
    except UnicodeEncodeError:
        return None  # a letter that the encoding does not have
    try:
        return decode_survey(data, source="survey.csv").text == survey
    except BadInput:
        return None


def _country_names(language: str, count: int) -> list[str]:
    names = [name for code, name in Locale(language).territories.items() if len(code) == 2]
    # Encodings of one byte have the usual apostrophe only.
    names = [name.replace("\u02bc", "’") for name in names]
    return random.Random(count).sample(names, count)


@pytest.mark.parametrize(("language", "encoding"), CASES)
def test_country_names_are_never_read_wrong(language: str, encoding: str) -> None:
    for count in (5, 15, 60):
        assert _read(_country_names(language, count), encoding) is not False


@pytest.mark.parametrize("language", ["de", "es", "fr", "pt", "pl", "ru", "uk"])
def test_sixty_country_names_need_no_question(language: str) -> None:
    assert _read(_country_names(language, 60), ENCODINGS[language][0])


@pytest.mark.parametrize("language", ["de", "es", "fr", "pt", "it", "sv", "pl", "cs", "tr", "el"])
def test_a_few_sentences_need_no_question(language: str) -> None:
    """Sentences come with spaCy, each about news or animals."""
    sentences = importlib.import_module(f"spacy.lang.{language}.examples").sentences
    assert _read(list(sentences), ENCODINGS[language][0])


def test_german_answers_of_three_words_need_no_question() -> None:
    answers = ["Längere Öffnungszeiten", "Mehr Parkplätze für Kunden", "Nichts", "Preise senken"]
    assert _read(answers, "cp1252")


def test_names_alone_are_a_question() -> None:
    # José could be Josй, and nothing else in the file says which.
    assert _read(["José", "good", "very good", "fine"], "cp1252") is None


THREE_LANGUAGES = (
    "Der Verkehr ist unerträglich geworden und niemand hält sich an die Regeln",
    "Wir möchten mehr Bäume für die Kinder und größere Spielplätze im Quartier",
    "La circulation est très gênante et les habitants sont fâchés depuis des années",
    "Les impôts ont déjà été augmentés l'année dernière sans résultat",
    "Perché non c'è più il mercato del sabato nella città vecchia",
    "La qualità della vita è già peggiorata e così non si può andare avanti",
)


@pytest.mark.parametrize("encoding", WESTERN)
def test_a_survey_in_three_languages_is_read_by_the_words_of_each(encoding: str) -> None:
    """No single language knows the letters of all of them."""
    assert _read(list(THREE_LANGUAGES), encoding) is True
