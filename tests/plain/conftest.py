"""Coding by ear in this process."""

from __future__ import annotations

import pytest

from plain_lines import CodePlainly, code_plainly


@pytest.fixture
def plainly() -> CodePlainly:
    """`plainly(folder, "anna", "1", "u")` returns what is said, one text for each line typed."""
    return code_plainly
