"""A study's folder before its store is opened: where it is, and what its two files of text name.

Quick to import, since a shell waits for it while a person types.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from tipcoder.errors import BadInput
from tipcoder.model.answers import LANGUAGE as LANGUAGE
from tipcoder.study import CODEBOOK_FILE as CODEBOOK_FILE
from tipcoder.study import STUDY_FILE as STUDY_FILE
from tipcoder.study import find_study_folder as find_study_folder
from tipcoder.study import read_study as read_study


def read_code_keys(folder: Path | None) -> tuple[str, ...]:
    """Keys of the codes in codebook.toml, or none where it cannot be read."""
    codes = _read_tables(folder, CODEBOOK_FILE).get("code")
    return tuple(codes) if isinstance(codes, dict) else ()


def read_question_columns(folder: Path | None) -> tuple[str, ...]:
    """Columns of the open questions in study.toml, or none where it cannot be read."""
    questions = _read_tables(folder, STUDY_FILE).get("question")
    columns: list[str] = []
    for question in questions if isinstance(questions, list) else ():
        column = question.get("column")
        if isinstance(column, str):
            columns.append(column)
    return tuple(columns)


def read_variable_names(folder: Path | None) -> tuple[str, ...]:
    """Names of outcomes and factors in study.toml, or none where it cannot be read."""
    names: list[str] = []
    tables = _read_tables(folder, STUDY_FILE)
    for kind in ("outcome", "factor"):
        described = tables.get(kind)
        names += described if isinstance(described, dict) else ()
    return tuple(names)


def _read_tables(folder: Path | None, name: str) -> dict[str, Any]:
    """A file as it stands. Nothing is checked and nothing is said: a person is still typing."""
    try:
        place = folder or find_study_folder(Path.cwd())
        return tomllib.loads((place / name).read_text("utf-8-sig"))
    except (BadInput, OSError, ValueError):
        return {}
