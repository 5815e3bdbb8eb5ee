"""Entries are beginnings of words in any script; a study may have its own; mistakes are told."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path

import pytest

from tipcoder.errors import BadInput
from tipcoder.suggestion.concept_linter import lint_concepts
from tipcoder.suggestion.concepts import Concepts, parse_concepts

_LANGUAGES = {"en", "es", "ru", "fr", "uk", "pt", "ar", "hr", "mk", "pl", "lt", "ro"}
SHIPPED = Path(__file__).parents[3] / "data" / "reference" / "concepts.toml"


def concepts(**entries: list[str]) -> Concepts:
    return parse_concepts(
        {"concept": {name: {"en": listed} for name, listed in entries.items()}}, "concepts.toml"
    )


def named(found: Concepts, text: str) -> dict[str, str]:
    return {match.concept: word for word, match in found.explain_matches(text)}


def test_an_entry_is_the_beginning_of_a_word_and_a_short_one_is_the_whole() -> None:
    found = concepts(money=["fund"], law=["law"], tier=["=tier"])
    assert named(found, "Funding of lawyers by tiers") == {"money": "funding"}
    assert named(found, "FUNDS, law; Tier") == {"money": "funds", "law": "law", "tier": "tier"}


@pytest.mark.parametrize(
    ("text", "language", "concept"),
    [
        ("la fecha del taller", "es", "money"),  # begins as closing does in Portuguese
        ("the tier of our country", "en", "rating"),
        ("nos falta un workshop", "es", "workshop"),  # borrowed, and long enough for it
        ("ni fund ni nada", "es", "none"),  # English, and too short to be told from other words
    ],
)
def test_an_answer_is_heard_in_its_own_language_and_in_words_that_the_field_borrows(
    text: str, language: str, concept: str
) -> None:
    found = parse_concepts(
        {
            "concept": {
                "money": {"pt": ["fecha"], "es": ["fondo"], "en": ["fund"]},
                "rating": {"es": ["tier"], "en": ["tier"]},
                "workshop": {"en": ["workshop"], "es": ["taller"]},
            }
        },
        "concepts.toml",
    )
    said = {match.concept: match.language for _, match in found.explain_matches(text, language)}
    expected = {
        "money": {"workshop": "es"},
        "rating": {"rating": "en"},
        "workshop": {"workshop": "en"},
        "none": {},
    }
    assert said == expected[concept]


def test_without_a_language_or_words_in_it_every_entry_counts() -> None:
    found = parse_concepts(
        {"concept": {"money": {"es": ["fondo"], "pl": ["fundusz"]}}}, "concepts.toml"
    )
    for language in ("", "de"):
        matches = [match.entry for _, match in found.explain_matches("fondos fundusze", language)]
        assert matches == ["fondo", "fundusz"]
    # Bosnian is written as Croatian is, and hears what the list has for it.
    heard = parse_concepts({"concept": {"hope": {"hr": ["nada"], "es": ["=no"]}}}, "concepts.toml")
    assert [m.language for _, m in heard.explain_matches("nada no", "bs")] == ["hr"]


def test_two_words_match_in_a_row_only() -> None:
    found = concepts(list=["watch list"])
    assert named(found, "on the Watch-Lists") == {"list": "watch lists"}
    assert named(found, "watch the list") == {}


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("они не давали денег и гранты", "money"),
        ("посольство давило на правительство", "pressure"),
        ("rechazan la calificación", "reject"),
        ("la formation des policiers", "training"),
        ("тренінги для поліції", "police"),
        ("campanhas de sensibilização", "awareness"),
        ("تدريب الشرطة", "training"),
        ("والحكومة لا تعمل", "government"),
        ("kampanje za podizanje svijesti", "awareness"),
        ("odbili su nam dozvolu", "bureaucracy"),
        ("обука за судии", "training"),
        ("претставници на амбасадата", "embassy"),
        ("szkolenia dla prokuratorów", "training"),
        ("rząd zaprzecza", "deny"),
        ("mokymai teisėjams", "training"),
        ("parama prieglaudoms", "services"),
        ("instruirea judecătorilor", "courts"),
        ("fonduri pentru organizații", "money"),
    ],
)
def test_the_shipped_list_speaks_twelve_languages(text: str, concept: str) -> None:
    found = parse_concepts(tomllib.loads(SHIPPED.read_text("utf-8")), "concepts.toml")
    assert concept in named(found, text)


def test_every_shipped_concept_is_heard_where_it_is_said_and_not_where_a_word_begins_alike() -> (
    None
):
    found = parse_concepts(tomllib.loads(SHIPPED.read_text("utf-8")), "concepts.toml")
    sentences = Path(__file__).parents[2] / "data" / "concept_sentences.csv"
    with sentences.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    wrong = []
    for row in rows:
        matches = found.explain_matches(row["text"], row["language"])
        is_heard = row["concept"] in {match.concept for _, match in matches}
        if is_heard != (row["says"] == "1"):
            wrong.append((row["concept"], row["language"], row["text"]))
    assert wrong == []
    for concept in found.names:
        said = {(row["language"], row["says"]) for row in rows if row["concept"] == concept}
        assert {("en", "1"), ("es", "1"), ("ru", "1")} < said, concept
        assert "0" in {says for _, says in said}, concept


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("no hay nada, la mitad no vino", "motive"),  # Croatian hopes with nada
        ("la mitad de las mujeres", "corruption"),  # Romanian and Croatian bribes begin with mit
        ("merely a sport for tourists", "policy"),  # Croatian measures are mere
        ("los fiscales del distrito", "bureaucracy"),  # French taxes are fiscal
        ("противодействие торговле людьми", "reject"),  # Macedonian is against with против
        ("šeimos ir vaikai", "parliament"),  # Lithuanian parliament is Seimas
        ("a legend about global teams", "law"),  # Romanian law is lege
    ],
)
def test_a_word_of_one_language_is_not_heard_in_another(text: str, concept: str) -> None:
    found = parse_concepts(tomllib.loads(SHIPPED.read_text("utf-8")), "concepts.toml")
    assert concept not in named(found, text)


def test_the_shipped_list_is_as_long_as_it_says_and_every_concept_speaks_every_language() -> None:
    found = parse_concepts(tomllib.loads(SHIPPED.read_text("utf-8")), "concepts.toml")
    assert 50 <= len(found.entries) <= 80
    assert all(set(languages) == _LANGUAGES for languages in found.entries.values())


def test_the_shipped_list_has_nothing_that_its_own_linter_would_find() -> None:
    assert (
        lint_concepts(
            parse_concepts(tomllib.loads(SHIPPED.read_text("utf-8")), "concepts.toml"), [], []
        )
        == []
    )


def test_a_study_replaces_a_concept_adds_one_and_removes_one() -> None:
    ours = concepts(money=["cash"], weather=["rain"], law=[])
    merged = concepts(money=["fund"], law=["=laws"], police=["police"]).merge_with(ours)
    assert named(merged, "funds cash rain laws police") == {
        "money": "cash",
        "weather": "rain",
        "police": "police",
    }


@pytest.mark.parametrize(
    ("entry", "what"),
    [
        ("one two three", "3 words"),
        ("", "0 words"),
        ("a=b", "an = where none can be"),
        ("=two words", "an = where"),
    ],
)
def test_an_entry_that_can_match_nothing_is_refused_by_name(entry: str, what: str) -> None:
    with pytest.raises(BadInput, match=what):
        concepts(money=[entry])


def test_a_language_that_is_none_is_refused() -> None:
    with pytest.raises(BadInput, match="English"):
        parse_concepts({"concept": {"money": {"English": ["money"]}}}, "concepts.toml")


def test_the_linter_names_what_is_short_doubled_too_common_and_untranslated() -> None:
    texts = ["the fund is here"] * 30 + ["no rain"] * 70
    told = "\n".join(
        lint_concepts(
            concepts(money=["fund", "funding", "=funds", "ab"]), texts, ["en"] * 90 + ["fr"] * 10
        )
    )
    assert "“ab” is too short" in told
    assert "“fund” already covers “funding”, “=funds”" in told
    assert "money: occurs in 30% of the answers (fund)" in told
    assert "fr: 10 answers are in it, and no concept has an entry." in told


def test_why_a_word_matched_names_concept_language_and_entry() -> None:
    match = next(match for _, match in concepts(civil_society=["=ngos"]).explain_matches("NGOs"))
    assert match.describe_match() == "civil society (en: word “ngos”)"


def test_bosnian_is_served_by_croatian_entries() -> None:
    found = parse_concepts(
        {"concept": {"money": {"en": ["fund"], "hr": ["novac"]}}}, "concepts.toml"
    )
    assert lint_concepts(found, ["one"] * 90 + ["dva"] * 10, ["en"] * 90 + ["bs"] * 10) == []
    assert "uk: 10 answers" in "\n".join(
        lint_concepts(found, ["one"] * 90 + ["два"] * 10, ["en"] * 90 + ["uk"] * 10)
    )
