from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def survey_file(tmp_path: Path) -> Callable[..., Path]:
    """Writes a survey file from text or bytes and returns its path."""

    def write(content: str | bytes, *, encoding: str = "utf-8", name: str = "survey.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write
