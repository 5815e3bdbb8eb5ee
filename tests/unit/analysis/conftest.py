"""The founding study's release as columns, read without tipcoder's own readers."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tipcoder.analysis.variables import (
    Cases,
    Levels,
    Numbers,
    build_levels,
    build_numbers,
    build_yes_no,
    number_members,
)

IMPORTANCE = ("Not an important actor", "Somewhat important actor", "Most important actor")
POSITIVITY = ("Mixed", "Positive")


@dataclass(frozen=True)
class Release:
    """Columns of responses.csv; missing is "" and "NA" and nothing else."""

    rows: list[dict[str, str]]

    def column(self, name: str) -> list[str | None]:
        return [None if row[name] in ("", "NA") else row[name] for row in self.rows]

    def floats(self, name: str, change: Callable[[float], float] = float) -> list[float | None]:
        return [None if cell is None else change(float(cell)) for cell in self.column(name)]

    @property
    def cases(self) -> Cases:
        return Cases(
            number_members(self.column("clean.id")), number_members(self.column("work.country"))
        )

    @property
    def importance(self) -> Levels:
        return build_levels("importance", IMPORTANCE, self.column("Q3.19"))

    @property
    def positivity(self) -> Levels:
        return build_levels("positivity", POSITIVITY, self.column("Q3.25"))

    def variable(self, name: str, tier_change: Numbers | None = None) -> Levels | Numbers:
        if name == "log1p_total_funding":
            return build_numbers(name, self.floats("total.funding", math.log1p))
        if name == "improve_tip_exact":
            assert tier_change is not None
            return tier_change
        if name == "received.funding":
            return build_yes_no(name, [cell == "1" for cell in self.column("Q3.18_3")])
        if name == "us.involvement":
            return build_yes_no(name, [cell != "1" for cell in self.column("Q3.18_5")])
        return build_numbers(name, self.floats(name))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="session")
def release(shared: Path) -> Release:
    return Release(_rows(shared / "replication" / "responses.csv"))


@pytest.fixture(scope="session")
def expected(shared: Path) -> dict[str, dict[str, Any]]:
    """Entries of expected.json by id."""
    with (shared / "replication" / "expected.json").open(encoding="utf-8") as file:
        return {entry["id"]: entry for entry in json.load(file)["expected"]}


@pytest.fixture(scope="session")
def themes(shared: Path, release: Release) -> dict[str, list[int]]:
    """Presence of seven themes by case of the release: 1, 0, and -1 for unknown."""
    by_case = {
        (r["clean.id"], r["loop.number"]): r for r in _rows(shared / "replication" / "presence.csv")
    }
    names = [name for name in next(iter(by_case.values())) if name.startswith("theme_")]
    return {
        name: [
            -1 if cell == "" else int(cell)
            for row in release.rows
            for cell in [by_case[row["clean.id"], row["loop.number"]][name]]
        ]
        for name in names
    }


@pytest.fixture(scope="session")
def policy_rows(shared: Path) -> list[list[str]]:
    with (shared / "replication" / "policy_index.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))
