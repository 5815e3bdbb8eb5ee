"""The table of verbs is true, and a verb is imported when somebody asks for it and not before."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest

from commands import command_of, every_command
from tipcoder.cli.verbs import SECTIONS, VERBS

WORDS = [words for words, _ in every_command() if words]


def modules_after(*words: str) -> set[str]:
    """Modules of tipcoder that a process has imported when these words are answered."""
    code = (
        "import sys, tipcoder.cli\n"
        f"tipcoder.cli.main({list(words)!r})\n"
        "print('MODULES', *sorted(name for name in sys.modules if name.startswith('tipcoder.')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.rpartition("MODULES")[2].split())


def test_the_table_and_the_commands_are_the_same_verbs() -> None:
    assert {" ".join(words) for words in WORDS} == VERBS.keys()


@pytest.mark.parametrize("words", WORDS, ids=" ".join)
def test_what_the_table_says_of_a_verb_is_what_the_command_says(words: tuple[str, ...]) -> None:
    verb, command = VERBS[" ".join(words)], command_of(words)
    assert command.name == verb.name
    assert command.get_short_help_str(limit=200) == verb.summary.rstrip(".")
    assert getattr(command, "program") == f"tipcoder {verb.words}"  # noqa: B009 - a field of our own commands
    assert isinstance(command, click.Group) == any(
        other.parent == verb.words for other in VERBS.values()
    )


@pytest.mark.parametrize("words", WORDS, ids=" ".join)
def test_every_verb_explains_itself_and_shows_how_it_is_called(words: tuple[str, ...]) -> None:
    command = command_of(words)
    assert command.help
    assert command.epilog
    for example in command.epilog.split("\n"):
        assert "tipcoder" in example


def test_every_verb_stands_in_a_section_and_no_action_does() -> None:
    assert {verb.section for verb in VERBS.values() if not verb.parent} == set(SECTIONS)
    assert {verb.section for verb in VERBS.values() if verb.parent} == {""}


def test_examples_use_only_words_that_there_are() -> None:
    for words, command in every_command():
        for example in (command.epilog or "").split("\n"):
            said = example.partition("tipcoder ")[2].split()
            options = [word.partition("=")[0] for word in said if word.startswith("--")]
            known = {
                name
                for param in command_of(words).get_params(click.Context(command))
                for name in param.opts
            }
            if said[: len(words)] == list(words) and not (
                len(words) == 1 and " ".join(said[:2]) in VERBS
            ):
                assert set(options) <= known, example


def test_the_list_of_verbs_imports_no_verb_and_no_use_case() -> None:
    found = modules_after("--help")
    verbs = {f"tipcoder.cli.{verb.place.partition(':')[0]}" for verb in VERBS.values()}
    assert found.isdisjoint(verbs)
    assert {name for name in found if name.startswith("tipcoder.workbench.")} == {
        "tipcoder.workbench.notices"
    }


def test_the_help_of_an_action_imports_no_other_action() -> None:
    found = modules_after("help", "codebook", "show")
    assert "tipcoder.cli.codebook.show" in found
    assert {
        "tipcoder.cli.codebook.split",
        "tipcoder.cli.stats.group",
        "tipcoder.cli.log",
    }.isdisjoint(found)
    assert {name for name in found if name.startswith("tipcoder.workbench.")} == {
        "tipcoder.workbench.notices"
    }
