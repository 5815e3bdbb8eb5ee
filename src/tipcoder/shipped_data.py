"""Where the files lie that come with tipcoder: codebooks, templates, tables and languages."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from tipcoder.errors import EnvironmentFault

_PACKAGE = Path(__file__).resolve().parent


@cache
def find_shipped_root() -> Path:
    """The folder that holds `codebooks/` and `data/`: inside an installed package, or the root of a
    checkout. Raises EnvironmentFault where there is none.
    """
    for folder in (_PACKAGE / "_shipped", _PACKAGE.parent.parent):
        if (folder / "codebooks").is_dir() and (folder / "data").is_dir():
            return folder
    raise EnvironmentFault(
        "The templates and codebooks of tipcoder are missing.", "Install tipcoder again."
    )


def reference_file(name: str) -> Path:
    """A table that detectors and analyses look things up in."""
    return find_shipped_root() / "data" / "reference" / name


@cache
def read_page_script() -> str:
    """The script of our own pages, which fetches nothing. The audit knows it, and no other."""
    return reference_file("report_page.js").read_text("utf-8")


def language_file(code: str) -> Path:
    """What tipcoder knows of a language, a code of ISO 639."""
    return find_shipped_root() / "data" / "languages" / f"{code}.toml"
