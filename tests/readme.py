"""The pages that repeat the code: docs/keys.md and docs/reference. `make readme` writes them, a test compares."""

from __future__ import annotations

import argparse
import re
from importlib.util import find_spec
from pathlib import Path

from command_reference import program_reference
from toml_reference import files, reference_of

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
HAS_CLICK = find_spec("tipcoder.cli.app") is not None
"""Whether the command line is on click; once it is, what is for argparse here goes."""
REFERENCE = ROOT / "docs" / "reference"
PAGES = (
    REFERENCE / "command-line.md",
    ROOT / "docs" / "keys.md",
    REFERENCE / "study-toml.md",
    REFERENCE / "codebook-toml.md",
    REFERENCE / "concepts-toml.md",
)


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
    rows = [f"| `tipcoder {name}` | {about} |" for name, about in _verbs()]
    return "\n".join(["| verb | does |", "|---|---|", *rows])


def _verbs() -> list[tuple[str, str]]:
    if HAS_CLICK:
        from tipcoder.cli.verbs import VERBS

        return [(name, verb.summary) for name, verb in VERBS.items() if verb.section]
    from tipcoder.cli import build_parser

    action = next(a for a in build_parser()._actions if isinstance(a, argparse._SubParsersAction))
    return [(choice.dest, str(choice.help)) for choice in action._choices_actions]


def written_parts() -> dict[str, str]:
    """What the code says, by the name under which it stands on a page."""
    parts = {"keys": keys_table(), "verbs": verbs_table()}
    parts |= {name: reference_of(file) for name, file in files().items()}
    if HAS_CLICK:
        parts["command line"] = program_reference()
    return parts


def with_tables(text: str) -> str:
    """A page with its tables as the code has them."""
    for name, table in written_parts().items():
        pattern = rf"(<!-- {re.escape(name)}: [^>]*-->\n).*?(<!-- end of {re.escape(name)} -->)"
        text = re.sub(pattern, lambda found, table=table: f"{found[1]}{table}\n{found[2]}", text, flags=re.DOTALL)
    return text


if __name__ == "__main__":
    for page in PAGES:
        page.write_text(with_tables(page.read_text("utf-8")), "utf-8")
