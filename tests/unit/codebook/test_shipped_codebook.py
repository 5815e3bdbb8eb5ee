"""The codebook that comes with tipcoder is fit to start coding with,
in all three languages of the founding study.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from tipcoder.codebook.checks import find_gaps
from tipcoder.codebook.reading import read_codebook
from tipcoder.codebook.writing import codebook_to_toml
from tipcoder.model.codes import Code, Codebook
from tipcoder.text import fold_text

FOLDER = Path(__file__).resolve().parents[3] / "codebooks"
LANGUAGES = ("en", "es", "ru")


@pytest.fixture(scope="module")
def book() -> Codebook:
    return read_codebook(FOLDER / "tip.toml")


@pytest.fixture(scope="module")
def codable(book: Codebook) -> list[Code]:
    return [code for code in book.codes.values() if code.codable]


def test_every_shipped_codebook_can_be_worked_with() -> None:
    files = sorted(FOLDER.glob("*.toml"))
    assert {"tip.toml", "starter.toml"} <= {path.name for path in files}
    for path in files:
        assert read_codebook(path).title


def test_there_are_enough_codes_for_the_founding_study(codable: list[Code]) -> None:
    assert len(codable) >= 25


def test_no_coder_misses_anything(book: Codebook) -> None:
    assert find_gaps(book, LANGUAGES) == []


@pytest.mark.parametrize(
    "field", ["label", "definition", "use_when", "avoid_when", "examples", "cues"]
)
def test_every_code_says_everything_in_every_language(codable: list[Code], field: str) -> None:
    missing = [
        (code.key, language)
        for code in codable
        for language in LANGUAGES
        if not getattr(code, field).get(language)
        or not "".join(getattr(code, field)[language]).strip()
    ]
    assert missing == []


def test_folders_have_a_label_and_a_definition_in_every_language(book: Codebook) -> None:
    for code in book.codes.values():
        assert set(LANGUAGES) <= set(code.label), code.key
        assert set(LANGUAGES) <= set(code.definition), code.key


def test_no_cue_stands_under_two_codes_or_twice_under_one_language(book: Codebook) -> None:
    owners: dict[str, set[str]] = {}
    for code in book.codes.values():
        for language, cues in code.cues.items():
            twice = [cue for cue, times in Counter(map(fold_text, cues)).items() if times > 1]
            assert not twice, (code.key, language)
            for cue in cues:
                owners.setdefault(" ".join(fold_text(cue).split()), set()).add(code.key)
    assert {cue: keys for cue, keys in owners.items() if len(keys) > 1} == {}


def test_cues_are_in_the_script_of_their_language(book: Codebook) -> None:
    for code in book.codes.values():
        for language, cues in code.cues.items():
            for cue in cues:
                cyrillic = bool(re.search("[а-яё]", cue))
                assert cyrillic == (language == "ru"), (code.key, cue)


def test_every_code_that_a_text_refers_to_exists(book: Codebook) -> None:
    for code in book.codes.values():
        for texts in (code.definition, code.use_when, code.avoid_when):
            for language, text in texts.items():
                unknown = [key for key in re.findall(r"`([^`]+)`", text) if key not in book.codes]
                assert not unknown, (code.key, language)


def test_keys_are_plain_so_that_they_can_be_column_names(book: Codebook) -> None:
    assert [key for key in book.codes if not re.fullmatch(r"[a-z][a-z0-9_]{0,31}", key)] == []


def test_labels_are_short_enough_for_a_menu(book: Codebook) -> None:
    assert [
        label for code in book.codes.values() for label in code.label.values() if len(label) > 48
    ] == []


def test_folders_hold_codes(book: Codebook) -> None:
    for code in book.codes.values():
        assert code.codable or book.children_of(code.key), code.key


def test_written_out_and_read_again_it_is_the_same_codebook(book: Codebook, tmp_path: Path) -> None:
    path = tmp_path / "again.toml"
    path.write_text(codebook_to_toml(book), "utf-8")
    assert read_codebook(path) == book
