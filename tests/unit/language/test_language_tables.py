"""The files in data/languages: read whole, alike for every language, with errors that name the
place.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tipcoder.errors import BadInput
from tipcoder.language.calendar_words import list_months
from tipcoder.language.table_keys import SECTIONS, TITLES, WordsKey
from tipcoder.language.tables import LANGUAGES, load_language, parse_language
from tipcoder.privacy.phrase_patterns import compile_phrases, join_language_phrases
from tipcoder.privacy.role_nouns import NAMED_KINDS

FOLDER = Path(__file__).resolve().parents[3] / "data" / "languages"
OF_SOME = {
    # Cases are written in two of the languages only.
    *("adjective_endings", "noun_endings", "never_endings", "patronymics", "demonym_endings"),
    *("adjectives", "never_adjectives", "capital_cities", "subjects", "countries"),
    # Where a word stands before a name, nothing stands behind it.
    *("streets", "streets_after", "tails", "heads", "after", "links", "particles", "levels"),
    *("phrases", "days", "years", "decades", "capital_months", "months", "desks", "chambers"),
    *("named", "about", "sentence_words"),
    # Only some languages say who speaks by the ending of a verb.
    *("our_endings", "speaking"),
}
"""Keys that a language may do without."""


def test_each_language_has_one_file_and_each_file_is_a_language() -> None:
    assert {path.stem for path in FOLDER.glob("*.toml")} == set(LANGUAGES)


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_language_has_every_list_that_all_languages_need(code: str) -> None:
    language = load_language(code)
    for section in SECTIONS:
        for key in section.keys:
            assert language[key] or key.name in OF_SOME, f"{section.path}.{key.name}"


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_phrase_of_a_language_becomes_a_pattern_of_at_least_a_letter(code: str) -> None:
    language = load_language(code)
    for section in SECTIONS:
        for key in section.keys:
            for any_case in (False, True):
                for source in compile_phrases(language, key, any_case):
                    assert not re.compile(source).match(""), f"{section.path}.{key.name}: {source}"


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_language_has_a_noun_for_every_kind_and_for_no_other(code: str) -> None:
    assert set(load_language(code).nouns) == set(NAMED_KINDS)


def with_titles(*titles: str) -> dict[str, object]:
    """A small language."""
    return {"persons": {"titles": list(titles)}, "nouns": {"person": ["[person]"]}}


def find_whole(key: WordsKey, text: str, *phrases: str) -> str:
    """What the first match of some phrases is in a text of small letters."""
    language = parse_language(with_titles(*phrases), "en", "xx.toml")
    found = re.search(join_language_phrases(language, key), text)
    return found[0] if found else ""


@pytest.mark.parametrize(
    ("phrase", "text", "whole"),
    [
        ("chief", "the chief said", "chief"),
        ("minist*", "the ministry said", "ministry"),
        ("honou?rable", "honorable friend", "honorable"),
        ("jef(e|a) de policia", "la jefa de policia", "jefa de policia"),
        ("head of _ police", "head of border police", "head of border police"),
        ("no ... nombre", "no queremos que pongan el nombre", "no queremos que pongan el nombre"),
        ("# day", "a 45 day limit", "45 day"),
        ("Élève", "un eleve", "eleve"),
    ],
)
def test_the_signs_of_a_phrase_stand_for_what_the_readme_says(
    phrase: str, text: str, whole: str
) -> None:
    assert find_whole(TITLES, text, phrase) == whole


@pytest.mark.parametrize(
    ("document", "named"),
    [
        ({"persons": {"title": ["mr"]}, "nouns": {}}, ("xx.toml", "persons", "`title`")),
        ({"person": {"titles": ["mr"]}, "nouns": {}}, ("xx.toml", "`person`")),
        ({"persons": {"titles": [1]}, "nouns": {}}, ("xx.toml", "persons", "`titles`")),
        ({"persons": {"titles": ["mr"]}}, ("xx.toml", "`nouns`")),
    ],
)
def test_a_wrong_table_is_refused_by_file_and_place(
    document: dict[str, object], named: tuple[str, ...]
) -> None:
    with pytest.raises(BadInput) as raised:
        parse_language(document, "en", "xx.toml")
    for part in named:
        assert part in str(raised.value)


def test_a_phrase_with_half_a_bracket_is_refused_by_file_and_key() -> None:
    language = parse_language(with_titles("jef(e|a"), "en", "xx.toml")
    with pytest.raises(BadInput, match=r"xx\.toml, `titles`: 'jef\(e\|a'"):
        compile_phrases(language, TITLES, any_case=False)


@pytest.mark.parametrize(
    ("code", "month"),
    [
        ("en", "February"),
        ("es", "febrero"),
        ("ru", "февраля"),
        ("ru", "февраль"),
        ("uk", "лютого"),
        ("fr", "février"),
        ("pt", "fevereiro"),
    ],
)
def test_months_come_in_the_forms_in_which_people_write_them(code: str, month: str) -> None:
    assert month in list_months(code)
