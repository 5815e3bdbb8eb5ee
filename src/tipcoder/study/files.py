"""What stands in a study's folder, and where that folder is."""

from __future__ import annotations

from pathlib import Path

from tipcoder.errors import BadInput

STUDY_FILE = "study.toml"
CODEBOOK_FILE = "codebook.toml"
EXPORTS = "exports"
CONCEPTS_FILE = "concepts.toml"
COUNTRIES_FILE = "countries.csv"
SQLITE = "sqlite:///"


def find_study_folder(start: Path) -> Path:
    """The folder of the study that `start` lies in, looking upward as git does. Raises BadInput if
    there is none.
    """
    start = start.absolute()
    for folder in (start, *start.parents):
        if (folder / STUDY_FILE).is_file():
            return folder
    raise BadInput(
        f"{start}: no {STUDY_FILE} here or in a folder above.",
        "Go into a study, name one with --study, or make one with `tipcoder init`.",
    )
