"""study.toml: what the columns of a survey mean.

Strict: an unknown key is an error that names the nearest good one, because a misspelt key that is
ignored would silently change results. Cells of the survey are matched with the values spelled there
as `values.py` says.

`description` has the study as data, `files` what stands in its folder, `reading` the file from its
top, and a module for each kind of table the rest. Each key is declared once, beside the code that
reads it, and docs/reference/study-toml.md is written from these declarations.
"""

from __future__ import annotations

from pathlib import Path

from tipcoder.model.answers import LANGUAGE
from tipcoder.study.conditions import AskCondition
from tipcoder.study.description import (
    AgreementSpec,
    CountrySpec,
    ModelsSpec,
    PrivacySpec,
    QuestionSpec,
    StoreSpec,
    Study,
)
from tipcoder.study.files import (
    CODEBOOK_FILE,
    CONCEPTS_FILE,
    COUNTRIES_FILE,
    EXPORTS,
    SQLITE,
    STUDY_FILE,
    find_study_folder,
)

__all__ = [
    "CODEBOOK_FILE",
    "CONCEPTS_FILE",
    "COUNTRIES_FILE",
    "EXPORTS",
    "LANGUAGE",
    "SQLITE",
    "STUDY_FILE",
    "AgreementSpec",
    "AskCondition",
    "CountrySpec",
    "ModelsSpec",
    "PrivacySpec",
    "QuestionSpec",
    "StoreSpec",
    "Study",
    "find_study_folder",
    "read_study",
]


def read_study(path: Path) -> Study:
    """Read and check a study.toml. Raises BadInput naming file, place and remedy."""
    # Here, because most modules that know a study never read its file.
    from tipcoder.study.reading import read_study_file

    return read_study_file(path)
