"""The command line as its click tree has it: what several tests walk through."""

from __future__ import annotations

from collections.abc import Iterator

import click

from tipcoder.cli.app import command as root


def every_command(words: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """The program, each verb, and each action of a verb, as click reaches them,
    with their words.
    """
    found = command_of(words)
    yield words, found
    if isinstance(found, click.Group):
        for name in found.list_commands(click.Context(found)):
            yield from every_command((*words, name))


def command_of(words: tuple[str, ...]) -> click.Command:
    """The command that these words name."""
    found: click.Command = root
    for word in words:
        assert isinstance(found, click.Group), words
        below = found.get_command(click.Context(found), word)
        assert below is not None, words
        found = below
    return found


def works_alone(command: click.Command) -> bool:
    """Whether a command does something without an action behind it."""
    return not getattr(command, "action_needed", "")
