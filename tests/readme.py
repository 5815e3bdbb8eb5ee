"""The tables that repeat the code: verbs in README.md, keys in docs/keys.md. `make readme` writes them, a test compares."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
PAGES = (README, ROOT / "docs" / "keys.md")


_PLACES = {
    "coding": {"coding"},
    "answers": {"grid"},
    "both": {"coding", "grid"},
    "coding and redaction": {"coding", "redaction"},
    "codebook": {"codebook"},
    "study": {"study"},
    "statistics": {"statistics"},
    "disagreements": {"adjudication"},
    "redaction": {"redaction"},
    "words of an answer": {"coding", "adjudication", "redaction"},
    "coding and disagreements": {"coding", "adjudication"},
    "everywhere": {"coding", "grid", "codebook", "study", "statistics", "adjudication", "redaction"},
}
"""Headings of the tables of keys, and the screens on which exactly these hold."""


def keys_table() -> str:
    """Every command of the workbench."""
    from tipcoder.tui.commands import COMMANDS

    tables = []
    for heading, places in _PLACES.items():
        commands = [command for command in COMMANDS if {place.value for place in command.screens} == places]
        rows = [f"| {_keys(command.format_keys())} | {command.help} |" for command in commands]
        tables.append("\n".join([f"| {heading} | does |", "|---|---|", *rows]))
    return "\n\n".join(tables)


def _keys(keys: str) -> str:
    return " ".join(f"`{key}`" for key in keys.split(" "))


def verbs_table() -> str:
    """Every verb of the command line."""
    import click

    from tipcoder.cli.app import command

    context = click.Context(command)
    verbs = [command.get_command(context, name) for name in command.list_commands(context)]
    rows = [f"| `tipcoder {verb.name}` | {verb.get_short_help_str(limit=200)} |" for verb in verbs if verb is not None]
    return "\n".join(["| verb | does |", "|---|---|", *rows])


def with_tables(text: str) -> str:
    """A page with its tables as the code has them."""
    for name, table in (("keys", keys_table()), ("verbs", verbs_table())):
        pattern = rf"(<!-- {name}: [^>]*-->\n).*?(<!-- end of {name} -->)"
        text = re.sub(pattern, lambda found, table=table: f"{found[1]}{table}\n{found[2]}", text, flags=re.DOTALL)
    return text


if __name__ == "__main__":
    for page in PAGES:
        page.write_text(with_tables(page.read_text("utf-8")), "utf-8")
