"""The worked examples with known answers, which stand beside the project."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="session")
def gold(shared: Path) -> dict[str, dict[str, Any]]:
    """Published examples and reference runs by their id."""
    entries = json.loads((shared / "gold" / "agreement.json").read_text("utf-8"))["entries"]
    return {entry["id"]: entry for entry in entries}
