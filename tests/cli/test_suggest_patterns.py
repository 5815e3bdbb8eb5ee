"""`suggest patterns` for somebody who writes patterns: counted, checked, tried on the answers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Done

Tipcoder = Callable[..., "Done"]

CODEBOOK = """\
title = "A small codebook"

[list.law]
en = ["law~"]

[code.pressure]
label = { en = "Pressure", ru = "Давление" }
[code.pressure.patterns]
en = [
  { find = "embassy * pushed", yes = "The embassy pushed.", no = "We pushed." },
  { find = "@law * passed", weight = 3, yes = "A law was passed.", no = "A law came." },
]
ru = ["посольств~ давил~"]

[code.pushback]
label = { en = "Pushback", ru = "Отпор" }
against = "pressure"
[code.pushback.patterns]
es = [{ find = "rechaz~ * críticas", weight = 1, yes = "Rechaza las críticas.", no = "Critica." }]
"""


@pytest.fixture
def patterned(study: Path) -> Path:
    """The small study with patterns in three languages."""
    (study / "codebook.toml").write_text(CODEBOOK, "utf-8")
    return study


def test_each_pattern_has_the_number_of_answers_that_it_finds(
    tipcoder: Tipcoder, patterned: Path
) -> None:
    done = tipcoder("suggest", "patterns", "--format", "json", cwd=patterned)
    assert done.status == 0, done.err
    assert [tuple(row.values()) for row in done.json()] == [
        ("pressure", "en", 1, 2, "embassy * pushed", 1, 1),
        ("pressure", "en", 2, 3, "@law * passed", 1, 1),
        ("pressure", "ru", 1, 2, "посольств~ давил~", 1, 1),
        ("pushback", "es", 1, 1, "rechaz~ * críticas", 1, 1),
    ]
    only = tipcoder("suggest", "patterns", "--code", "pushback", "--format", "csv", cwd=patterned)
    assert [row["pattern"] for row in only.csv()] == ["rechaz~ * críticas"]


def test_what_is_wrong_is_told_and_is_the_exit_status(tipcoder: Tipcoder, patterned: Path) -> None:
    done = tipcoder("suggest", "patterns", "--check", cwd=patterned)
    assert done.status == 1
    assert done.out.startswith("pressure, ru, pattern 1: “посольств~ давил~” has no sentence")
    assert "4 patterns, 1 finding." in done.err
    checked = tipcoder("codebook", "check", cwd=patterned)
    assert "codebook.toml: pressure, ru, pattern 1: “посольств~ давил~” has no" in checked.out


def test_a_new_pattern_is_tried_with_its_words_marked(tipcoder: Tipcoder, patterned: Path) -> None:
    tried = ("suggest", "patterns", "--try", "officials * say ** not|unfair", "--code", "pushback")
    done = tipcoder(*tried, cwd=patterned)
    assert done.status == 0, done.err
    assert '‹officials say› the report is "‹unfair›" and push back every year.' in done.out
    assert "Found in 1 of" in done.err

    raw = tipcoder(*tried, "--raw", "--format", "json", cwd=patterned)
    (row,) = raw.json()
    assert (row["language"], row["known"]) == ("en", "no")
    assert row["words"] == "officials say … unfair"
    assert "words of answers" in raw.err


def test_a_pattern_that_finds_what_another_finds_is_told(
    tipcoder: Tipcoder, patterned: Path
) -> None:
    tried = ("suggest", "patterns", "--try", "ministry", "--code", "pressure", "--format", "json")
    (row,) = tipcoder(*tried, cwd=patterned).json()
    assert row["known"] == "yes"


def test_without_raw_only_places_leave(tipcoder: Tipcoder, patterned: Path) -> None:
    tried = ("suggest", "patterns", "--try", "grants", "--format", "json")
    done = tipcoder(*tried, cwd=patterned)
    (row,) = done.json()
    assert set(row) == {"case", "question", "language", "start", "end"}
    assert "grants" not in json.dumps(row)


def test_the_language_of_a_new_pattern_may_be_named(tipcoder: Tipcoder, patterned: Path) -> None:
    tried = ("suggest", "patterns", "--try", "not (quiere|quieren)", "--language", "es")
    assert "‹no quiere›" in tipcoder(*tried, cwd=patterned).out
    done = tipcoder("suggest", "patterns", "--try", "not (quiere|quieren)", cwd=patterned)
    assert "No answer is found." in done.err


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--try", "(open"], "character 1: a parenthesis is not closed. Add the )."),
        (["--try", "a", "--check"], "--check and --try exclude each other."),
        (["--raw"], "--raw belongs to --try."),
        (["--question", "role"], "--question belongs to --try."),
        (["--try", "a", "--question", "rule"], "There is no open question 'rule'."),
        (["--code", "push"], "The codebook has no code 'push'."),
        (["--try", "a", "--language", "xx1"], "--language: 'xx1' is not a language."),
    ],
)
def test_a_slip_is_one_sentence(
    tipcoder: Tipcoder, patterned: Path, words: list[str], complaint: str
) -> None:
    done = tipcoder("suggest", "patterns", *words, cwd=patterned)
    assert (done.status, done.out) == (2, "")
    assert complaint in done.err


def test_a_study_without_patterns_says_so(tipcoder: Tipcoder, study: Path) -> None:
    done = tipcoder("suggest", "patterns", cwd=study)
    assert done.status == 0
    assert "No code has a pattern." in done.err


def test_patterns_and_neighbours_are_on_the_card_of_a_code(
    tipcoder: Tipcoder, patterned: Path
) -> None:
    card = tipcoder("codebook", "show", "pushback", cwd=patterned).out
    assert "Against: pressure" in card
    assert "Pattern (es, weight 1): rechaz~ * críticas" in card


def test_a_test_sentence_out_of_an_answer_does_not_leave(tipcoder: Tipcoder, study: Path) -> None:
    file = study / "codebook.toml"
    sentence = "They gave grants, but the officials say the report is unfair"
    pattern = f'patterns = [{{ find = "unfair", yes = "{sentence}" }}]'
    text = file.read_text("utf-8").replace(
        'definition = "Grants and other funding."', f'definition = "Grants."\n{pattern}'
    )
    file.write_text(text, "utf-8")
    done = tipcoder("codebook", "show", "--format", "json", cwd=study)
    assert (done.status, done.out) == (1, "")
    assert re.search(r"\[code.money\] patterns in en \(\d+ role\): repeats an answer", done.err)
