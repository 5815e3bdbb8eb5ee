"""The codebook on the command line: shown as a tree, a card, JSON or CSV, and checked for gaps."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Done, Sources

Tipcoder = Callable[..., "Done"]

WHOLE = """\
title = "Without a gap"
language = "en"

[code.pressure]
label = { en = "Pressure", ru = "Давление" }
definition = "Somebody makes a government act."
use_when = "An embassy moves a government."
avoid_when = "Money alone moves it."
examples = ["They wrote to the minister."]

[code.pressure.cues]
en = ["pushed", "pressed"]
ru = ["давил"]
"""


@pytest.fixture
def whole(sources: Sources, tipcoder: Tipcoder, tmp_path: Path) -> Path:
    """A study whose codebook has everything in two languages."""
    sources.codebook.write_text(WHOLE, "utf-8")
    sources.study.write_text(
        sources.study.read_text("utf-8").replace('"en", "es", "ru"', '"en", "ru"'), "utf-8"
    )
    done = tipcoder(*sources.init("whole"))
    assert done.status == 0, done.err
    return tmp_path / "whole"


def test_the_tree_shows_what_lies_under_what(tipcoder: Tipcoder, study: Path) -> None:
    done = tipcoder("codebook", "show", cwd=study)
    assert (done.status, done.err) == (0, "")
    assert done.out.splitlines()[2:] == [
        "government  Government",
        "  pressure  Pressure",
        "  pushback  Pushback",
        "training    Training",
        "money       Money",
    ]


def test_one_code_is_a_card_in_the_language_asked_for(
    tipcoder: Tipcoder, whole: Path, study: Path
) -> None:
    assert tipcoder(
        "codebook", "show", "pressure", "--language", "ru", cwd=whole
    ).out.splitlines() == [
        "pressure",
        "Давление",
        "Definition: Somebody makes a government act.",
        "Use when: An embassy moves a government.",
        "Avoid when: Money alone moves it.",
        "Examples: They wrote to the minister.",
        "Cues (en): pushed; pressed",
        "Cues (ru): давил",
    ]
    group = tipcoder("codebook", "show", "government", cwd=study).out
    assert group == "government\nGovernment\nGroups other codes; cannot be applied to a quote.\n"
    assert tipcoder("codebook", "show", "pushback", cwd=study).out.startswith(
        "government > pushback\nPushback\n"
    )


def test_codes_are_for_programs_too(tipcoder: Tipcoder, whole: Path) -> None:
    (code,) = tipcoder("codebook", "show", "--language", "ru", "--format", "json", cwd=whole).json()
    assert code == {
        "code": "pressure",
        "label": "Давление",
        "parent": None,
        "codable": True,
        "questions": [],
        "definition": "Somebody makes a government act.",
        "use_when": "An embassy moves a government.",
        "avoid_when": "Money alone moves it.",
        "examples": ["They wrote to the minister."],
        "cues": ["давил"],
        "against": None,
        "patterns": [],
    }
    (row,) = tipcoder("codebook", "show", "--format", "csv", cwd=whole).csv()
    assert (row["label"], row["parent"], row["codable"], row["cues"]) == (
        "Pressure",
        "",
        "yes",
        "pushed; pressed",
    )


def test_what_is_shown_is_the_codebook_as_it_was_edited_by_hand(
    tipcoder: Tipcoder, study: Path
) -> None:
    file = study / "codebook.toml"
    file.write_text(
        file.read_text("utf-8").replace('label = "Money"', 'label = "Funding"'), "utf-8"
    )
    assert "codebook.toml: was edited" in tipcoder("check", cwd=study).out
    shown = tipcoder("codebook", "show", cwd=study)
    assert "Funding" in shown.out
    assert shown.err == "codebook.toml was edited: imported as revision 2.\n"
    assert "codebook.toml: was edited" not in tipcoder("check", cwd=study).out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("presure",), ("There is no code 'presure'", "Did you mean 'pressure'?")),
        (
            ("zzz",),
            ("There is no code 'zzz'", "Known: government, pressure, pushback, training, money."),
        ),
        (("--language", "fr"), ("The codebook has nothing in 'fr'", "Known: en, es, ru.")),
    ],
)
def test_a_wrong_code_or_language_is_refused(
    tipcoder: Tipcoder, study: Path, words: tuple[str, ...], says: tuple[str, ...]
) -> None:
    tipcoder("codebook", "show", *words, cwd=study).refused(2, *says)


def test_a_codebook_without_a_gap_passes(tipcoder: Tipcoder, whole: Path) -> None:
    done = tipcoder("codebook", "check", cwd=whole)
    assert (done.status, done.out, done.err) == (0, "", "1 code, 1 for quotes, 0 gaps.\n")
    assert tipcoder("codebook", "check", "--format", "json", cwd=whole).json() == []


def test_gaps_are_listed_on_stdout_and_counted_on_stderr(tipcoder: Tipcoder, study: Path) -> None:
    done = tipcoder("codebook", "check", cwd=study)
    assert done.status == 1
    assert done.out.splitlines() == [
        "codebook.toml: government: has no definition.",
        "codebook.toml: pressure: has no cue in en, es, ru.",
        "codebook.toml: pushback: has no cue in en, es, ru.",
        "codebook.toml: training: has no cue in en, es, ru.",
        "codebook.toml: money: has no cue in en, es, ru.",
    ]
    assert done.err == "5 codes, 4 for quotes, 5 gaps.\n"
    as_csv = tipcoder("codebook", "check", "--format", "csv", cwd=study)
    assert as_csv.status == 1
    assert as_csv.csv()[0] == {"file": "codebook.toml", "gap": "government: has no definition."}


def test_a_file_is_checked_without_a_study(tipcoder: Tipcoder, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(WHOLE, "utf-8")
    assert tipcoder("codebook", "check", "mine.toml").status == 0
    done = tipcoder("codebook", "check", "mine.toml", "--languages", "en, es")
    assert (done.status, done.out) == (1, "mine.toml: pressure: has no cue in es.\n")
    tipcoder("codebook", "check", "mine.toml", "--languages", "English").refused(
        2, "'English' is not a language", "en, es"
    )


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("[code.a\n", ("mine.toml: is not valid TOML", "line 1")),
        ("title = 'x'\n[code.a]\nlabel = 'A'\nparent = 'b'\n", ("mine.toml", "'b'")),
        (
            "title = 'x'\n[code.a]\nlabel = 'A'\ndefinitoin = 'x'\n",
            ("mine.toml", "definitoin", "definition"),
        ),
    ],
)
def test_a_file_that_is_no_codebook_is_refused_with_its_place(
    tipcoder: Tipcoder, tmp_path: Path, content: str, says: tuple[str, ...]
) -> None:
    (tmp_path / "mine.toml").write_text(content, "utf-8")
    tipcoder("codebook", "check", "mine.toml").refused(2, *says)


def test_a_file_that_is_not_there_or_a_folder_is_refused(tipcoder: Tipcoder, study: Path) -> None:
    tipcoder("codebook", "check", "gone.toml", cwd=study).refused(
        2, "gone.toml: there is no such file"
    )
    tipcoder("codebook", "check", "exports", cwd=study).refused(2, "exports: is a folder")
    (study / "codebook.toml").unlink()
    tipcoder("codebook", "check", cwd=study).refused(2, "codebook.toml: there is no such file")


def test_of_two_codebooks_that_are_not_there_the_first_is_named(
    tipcoder: Tipcoder, study: Path
) -> None:
    # What 0.1.0 said: files are read in the order in which they are written.
    tipcoder("codebook", "diff", "older.toml", "newer.toml", cwd=study).refused(
        2, "older.toml: there is no such file"
    )
