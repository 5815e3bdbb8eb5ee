"""The pages that repeat the code: docs/keys.md and docs/reference.
`make readme` writes them, a test compares.
"""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from command_reference import program_reference
from toml_reference import files, reference_of

if TYPE_CHECKING:
    from tipcoder.tui.commands import Command

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
REFERENCE = ROOT / "docs" / "reference"
PAGES = (
    REFERENCE / "command-line.md",
    ROOT / "docs" / "keys.md",
    REFERENCE / "study-toml.md",
    REFERENCE / "codebook-toml.md",
    REFERENCE / "concepts-toml.md",
)


_STUDY = {
    "coding",
    "grid",
    "codebook",
    "frame",
    "quotes",
    "study",
    "statistics",
    "adjudication",
    "redaction",
}
_PLACES = {
    "coding": {"coding"},
    "answers": {"grid"},
    "both": {"coding", "grid"},
    "coding and redaction": {"coding", "redaction"},
    "codebook": {"codebook"},
    "draft codes": {"frame"},
    "quotes of a code": {"quotes"},
    "wherever a code is": {"coding", "grid", "codebook", "statistics", "adjudication"},
    "wherever a code is, its quotes too": {
        "coding",
        "grid",
        "codebook",
        "statistics",
        "adjudication",
        "quotes",
    },
    "study": {"study"},
    "statistics": {"statistics"},
    "disagreements": {"adjudication"},
    "redaction": {"redaction"},
    "words of an answer": {"coding", "adjudication", "redaction"},
    "a long text": {"coding", "adjudication", "redaction", "quotes"},
    "coding and disagreements": {"coding", "adjudication"},
    "everywhere": _STUDY,
    "everywhere, the plan too": {*_STUDY, "plan"},
    "the plan of a new study": {"plan"},
}
"""Headings of the tables of keys, and the screens on which exactly these hold."""


def keys_table() -> str:
    """Every command of the workbench."""
    from tipcoder.tui.commands import COMMANDS

    tables = []
    without = [one.id for one in COMMANDS if {*one.screens} not in _PLACES.values()]
    if without:
        raise LookupError(f"no heading of docs/keys.md has these commands: {without}")
    for heading, places in _PLACES.items():
        commands = [
            command for command in COMMANDS if {place.value for place in command.screens} == places
        ]
        rows = [_command_row(command) for command in commands]
        tables.append("\n".join([f"| {heading} | does | its id |", "|---|---|---|", *rows]))
    return "\n\n".join(tables)


def _command_row(command: Command) -> str:
    """A command that cannot have other keys is shown without an id."""
    command_id = f"`{command.id}`" if command.is_in_palette else ""
    return f"| {_keys(command.format_keys())} | {command.help} | {command_id} |"


def _keys(keys: str) -> str:
    return " ".join(f"`{key}`" for key in keys.split(" "))


def verbs_table() -> str:
    """Every verb of the command line."""
    import click

    from tipcoder.cli.app import command

    context = click.Context(command)
    verbs = [command.get_command(context, name) for name in command.list_commands(context)]
    rows = [
        f"| `tipcoder {verb.name}` | {verb.get_short_help_str(limit=200)} |"
        for verb in verbs
        if verb is not None
    ]
    return "\n".join(["| verb | does |", "|---|---|", *rows])


def written_parts() -> dict[str, str]:
    """What the code says, by the name under which it stands on a page."""
    parts = {"keys": keys_table(), "verbs": verbs_table()}
    parts |= {name: reference_of(file) for name, file in files().items()}
    parts["command line"] = program_reference()
    return parts


def with_tables(text: str) -> str:
    """A page with its tables as the code has them."""
    for name, table in written_parts().items():
        pattern = rf"(<!-- {re.escape(name)}: [^>]*-->\n).*?(<!-- end of {re.escape(name)} -->)"
        text = re.sub(pattern, partial(_fill_place, table), text, flags=re.DOTALL)
    return text


def _fill_place(table: str, place: re.Match[str]) -> str:
    """The marks of a place in a page, with the table between them."""
    return f"{place[1]}{table}\n{place[2]}"


if __name__ == "__main__":
    for page in PAGES:
        page.write_text(with_tables(page.read_text("utf-8")), "utf-8")
