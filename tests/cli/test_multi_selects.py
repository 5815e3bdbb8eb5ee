"""A file with checkboxes in one cell, from `init` to the merged table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Done

Tipcoder = Callable[..., "Done"]
SURVEY = """\
Timestamp,Email Address,Which channels do you use?,How important?,What is hard?
3/1/2024 15:00:33,u0@example.org,"Email, phone and fax, Letter",Low,We lost the main grant in spring
3/2/2024 15:01:33,u1@example.org,"Email, phone and fax",High,Police training helped more than laws
3/3/2024 15:02:33,u2@example.org,"Letter, Visit",Low,Nobody from the embassy answered our letters
3/4/2024 15:03:33,u3@example.org,"Email, phone and fax, Letter, Visit",High,The report pushed us
3/5/2024 15:04:33,u4@example.org,Visit,Low,Money goes to the capital and never reaches us
3/6/2024 15:05:33,u5@example.org,Letter,High,They listen but nothing changes afterwards
3/7/2024 15:06:33,u6@example.org,"Letter, My aunt Berta Zollikon",High,Our people are tired and go
3/8/2024 15:07:33,u7@example.org,,Low,The law exists only on paper in villages
3/9/2024 15:08:33,u8@example.org,Letter,Low,The judges do not come to the villages
"""
NAME = "which_channels_do"


@pytest.fixture
def study(tipcoder: Tipcoder, tmp_path: Path) -> Path:
    (tmp_path / "form.csv").write_text(SURVEY, "utf-8")
    done = tipcoder("init", tmp_path / "study", "--survey", tmp_path / "form.csv", "--yes")
    assert done.status == 0, done.err
    return tmp_path / "study"


def test_options_are_counted_among_those_of_whom_it_is_known(
    tipcoder: Tipcoder, study: Path
) -> None:
    rows = tipcoder("stats", "tables", "--table", NAME, "--format", "json", cwd=study).json()
    assert [(row["label"], row["count"], row["base"]) for row in rows["tables"]] == [
        ("Email, phone and fax", 3, 8),
        ("Letter", 6, 8),
        ("Visit", 3, 8),
        ("Other", 1, 8),
    ]
    assert "1 with nothing at all, which may be not asked" in rows["tables"][0]["note"]
    assert f"factor {NAME}: 1 case has nothing in it" in tipcoder("check", cwd=study).out


def test_options_leave_and_words_of_peoples_own_stay(
    tipcoder: Tipcoder, study: Path, tmp_path: Path
) -> None:
    done = tipcoder("merge", "-o", tmp_path / "merged.csv", cwd=study)
    assert done.status == 0, done.err
    assert "words of people's own may stand there: Which channels do you use?." in done.err
    content = (tmp_path / "merged.csv").read_text("utf-8")
    assert f"factor.{NAME}:email_phone_and_fax" in content.splitlines()[0]
    assert '"Email, phone and fax; Letter; Visit"' in content
    assert "Letter; Other" in content
    assert "Berta" not in content


def test_each_option_is_tested_and_drawn_under_a_name_that_every_system_takes(
    tipcoder: Tipcoder, study: Path, tmp_path: Path
) -> None:
    with (study / "study.toml").open("a", encoding="utf-8") as file:
        file.write('\n[outcome.importance]\ncolumn = "How important?"\nlevels = ["Low", "High"]\n')
        file.write(f'[family.main]\noutcomes = ["importance"]\nvariables = ["{NAME}"]\n')
    results = tipcoder("stats", "--format", "json", cwd=study).json()
    assert [result["variable"] for result in results] == [
        f"{NAME}:email_phone_and_fax",
        f"{NAME}:letter",
        f"{NAME}:visit",
        f"{NAME}:other",
    ]
    done = tipcoder("stats", "figures", "-o", tmp_path / "figures", cwd=study)
    assert done.status == 0, done.err
    assert (tmp_path / "figures" / f"{NAME}-letter-by-importance.svg").exists()
