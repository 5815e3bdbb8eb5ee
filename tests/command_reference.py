"""The page about the command line: every verb with its options, by walking the click group."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping

import click

PROGRAM = "tipcoder"


def program_reference() -> str:
    """Every verb of the program, under the headings that its list of verbs has."""
    from tipcoder.cli.app import command
    from tipcoder.cli.verbs import VERBS

    sections = {name: verb.section for name, verb in VERBS.items() if verb.section}
    return reference_of_commands(command, PROGRAM, sections)


def reference_of_commands(
    root: click.Command, program: str, sections: Mapping[str, str] | None = None
) -> str:
    """Markdown about a command and everything below it;
    `sections` puts verbs of the first level under headings.
    """
    # The settings say how help is asked for; what is below inherits them.
    context = click.Context(root, info_name=program, **root.context_settings)
    parts = [_describe(root, context)]
    heading = ""
    for name, command in visible_commands(root, context):
        section = (sections or {}).get(name, "")
        if section != heading:
            parts.append(f"## {section}")
            heading = section
        parts += _with_actions(command, click.Context(command, info_name=name, parent=context), 3)
    return "\n\n".join(part for part in parts if part)


def visible_commands(
    group: click.Command, context: click.Context
) -> Iterator[tuple[str, click.Command]]:
    """What is below a group, in the group's own order and without what it hides."""
    if not isinstance(group, click.Group):
        return
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is not None and not command.hidden:
            yield name, command


def _with_actions(command: click.Command, context: click.Context, level: int) -> Iterator[str]:
    yield f"{'#' * level} `{context.command_path}`"
    yield _describe(command, context)
    for name, action in visible_commands(command, context):
        yield from _with_actions(
            action, click.Context(action, info_name=name, parent=context), level + 1
        )


def _describe(command: click.Command, context: click.Context) -> str:
    parts = [_in_code(_usage(command, context)), _as_text(command.help or command.short_help or "")]
    parts.append(_parameters(command, context))
    if command.epilog:
        parts.append(_in_code(inspect.cleandoc(command.epilog)))
    return "\n\n".join(part for part in parts if part)


def _usage(command: click.Command, context: click.Context) -> str:
    return " ".join([context.command_path, *command.collect_usage_pieces(context)])


def _as_text(help_text: str) -> str:
    # \b and \f are click's marks for a paragraph that is not wrapped and for the end of the help.
    shown = inspect.cleandoc(help_text).partition("\f")[0].replace("\b\n", "")
    return _escaped(shown)


def _escaped(text: str) -> str:
    """Help is plain text: words in angle brackets and stars are shown, not obeyed."""
    return re.sub(r"([<>*_])", r"\\\1", text)


def _in_code(text: str) -> str:
    return f"```text\n{text}\n```"


def _parameters(command: click.Command, context: click.Context) -> str:
    rows = ["| option | does |", "|---|---|"]
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        if record is not None:
            words, help_text = record
            rows.append(_row(words, help_text))
        elif isinstance(parameter, click.Argument):
            meaning = getattr(parameter, "help", None)
            if meaning:
                rows.append(_row(parameter.make_metavar(context), meaning))
    return "\n".join(rows) if len(rows) > 2 else ""


def _row(words: str, help_text: str) -> str:
    cells = (f"`{words}`", _escaped(" ".join(help_text.split())))
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
