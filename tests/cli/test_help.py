"""`help VERB`, and what the program does when no verb is named."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Done

Tipcoder = Callable[..., "Done"]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    """What the workbench was opened with; it is not opened."""
    calls: list[tuple[object, ...]] = []

    def open_workbench(*given: object) -> int:
        calls.append(given)
        return 0

    monkeypatch.setattr("tipcoder.cli.workbench.open_workbench", open_workbench)
    return calls


@pytest.fixture
def at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tipcoder.cli.output.is_terminal", lambda: True)


@pytest.mark.parametrize(
    "words", [(), ("stats",), ("stats", "tables"), ("codebook", "merge"), ("help",)], ids=" ".join
)
def test_help_prints_what_the_option_prints(tipcoder: Tipcoder, words: tuple[str, ...]) -> None:
    asked, option = tipcoder("help", *words), tipcoder(*words, "--help")
    assert (asked.status, asked.err) == (0, "")
    assert asked.out == option.out != ""


def test_help_for_a_verb_that_is_none_names_the_nearest(tipcoder: Tipcoder) -> None:
    tipcoder("help", "stat").refused(2, "There is no verb 'stat'. Did you mean 'stats'?")
    tipcoder("help", "stats", "table").refused(
        2, "`tipcoder stats` has no 'table'. Did you mean 'tables'?"
    )
    tipcoder("help", "counts", "more").refused(2, "`tipcoder counts` has no 'more'")


def test_the_list_of_verbs_is_grouped_by_what_they_are_for(tipcoder: Tipcoder) -> None:
    shown = tipcoder("--help").out
    places = [
        shown.index(f"\n{title}:\n")
        for title in ("Study", "Coding", "Team", "Analysis", "Publishing", "Upkeep")
    ]
    assert places == sorted(places)
    assert shown.index("\n  agreement") > places[2]
    assert shown.index("\n  merge") > places[3]


@pytest.mark.usefixtures("at_a_terminal")
def test_without_a_verb_inside_a_study_the_workbench_opens(
    tipcoder: Tipcoder, study: Path, opened: list[tuple[object, ...]]
) -> None:
    assert tipcoder(cwd=study / "exports").status == 0 or not (study / "exports").exists()
    assert tipcoder("--coder", "zoe", cwd=study).status == 0
    assert tipcoder("--study", "study", cwd=study.parent).status == 0
    assert opened[-2:] == [(None, "zoe"), (Path("study"), None)]


@pytest.mark.usefixtures("at_a_terminal")
def test_without_a_verb_outside_of_a_study_the_help_goes_to_stderr(
    tipcoder: Tipcoder, tmp_path: Path, opened: list[tuple[object, ...]]
) -> None:
    done = tipcoder(cwd=tmp_path)
    assert (done.status, done.out, opened) == (2, "", [])
    assert "usage: tipcoder" in done.err


def test_without_a_verb_and_without_a_terminal_nothing_opens(
    tipcoder: Tipcoder,
    study: Path,
    opened: list[tuple[object, ...]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for stream in (sys.stdin, None):
        monkeypatch.setattr(sys, "stdin", stream)
        assert tipcoder(cwd=study).status == 2
    assert opened == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("quotes", "--readers", "2", "cite", "money"),
            "`tipcoder quotes cite` has no option '--readers'",
        ),
        (
            ("stats", "--variable", "x", "tables"),
            "`tipcoder stats tables` has no option '--variable'",
        ),
        (("counts", "--by"), "--by needs a value"),
        (("counts", "--by", "--of", "anna"), "--by needs a value"),
        (("stats", "--outcome", "--all-codes"), "--outcome needs a value"),
        (("check", "--format=csv=x"), "--format cannot be 'csv=x'"),
        (("restore", "--yes=no", "f"), "--yes takes no value"),
        (("codebook", "move", "money"), "`tipcoder codebook move` needs --under or --top"),
        (("codebook", "move", "money", "--under", "x", "--top"), "--top: not allowed with --under"),
        (("assign", "--coders", "a,b", "--seed", "x"), "--seed: 'x' is not a whole number"),
        (("codebook", "show", "-3"), "There is no code '-3'"),
        (("codebook", "show", "--", "--money"), "There is no code '--money'"),
        (("codebook", "show", "- money"), "There is no code '- money'"),
        (("export",), "`tipcoder export` needs matrix, workbook, qdpx, qdc or archive"),
        (("exports",), "There is no verb 'exports'"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(
    tipcoder: Tipcoder, study: Path, words: tuple[str, ...], said: str
) -> None:
    tipcoder(*words, cwd=study).refused(2, said)


def test_an_option_before_an_action_is_the_actions(tipcoder: Tipcoder, coded: Path) -> None:
    before = tipcoder("stats", "--format", "csv", "presence", "--by", "case", cwd=coded)
    behind = tipcoder("stats", "presence", "--by", "case", "--format", "csv", cwd=coded)
    assert before == behind
    assert before.out.startswith("case,")
    nearer = tipcoder(
        "stats", "--format", "json", "presence", "--by", "case", "--format", "csv", cwd=coded
    )
    assert nearer.out == behind.out


def test_a_short_option_and_its_value_may_be_one_word(tipcoder: Tipcoder, coded: Path) -> None:
    for words in (("-n1",), ("-n=1",), ("-n", "1")):
        assert len(tipcoder("log", *words, "--format", "csv", cwd=coded).csv()) == 1


@pytest.mark.parametrize(
    "words",
    [
        ("--study", "study", "stats", "presence", "--format", "csv"),
        ("stats", "--study", "study", "presence", "--format", "csv"),
        (
            "--study",
            "nosuch-is-not-read",
            "stats",
            "presence",
            "--format",
            "csv",
            "--study",
            "study",
        ),
    ],
)
def test_a_study_may_stand_before_a_verb_before_its_action_or_behind_both(
    tipcoder: Tipcoder, coded: Path, words: tuple[str, ...]
) -> None:
    (coded.parent / "nosuch-is-not-read").mkdir()
    (coded.parent / "nosuch-is-not-read" / "study.toml").write_text("[", "utf-8")
    assert tipcoder(*words, cwd=coded.parent) == tipcoder(
        "stats", "presence", "--format", "csv", cwd=coded
    )
