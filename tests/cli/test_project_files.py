"""Projects of other programs at the command line: what is refused, and what is said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Done

Tipcoder = Callable[..., "Done"]


def test_a_project_goes_out_and_comes_back_and_says_what_it_found(
    tipcoder: Tipcoder, coded: Path, tmp_path: Path
) -> None:
    done = tipcoder("export", "qdpx", "--raw", "-o", tmp_path / "study.qdpx", cwd=coded)
    assert done.status == 0, done.err
    # By hand from the fixture: four codings, and two answers finished without one.
    assert "12 answers, 4 codings of anna, boris and 0 memos written" in done.err
    assert "for the team alone" in done.err
    assert "2 answers finished without a code" in done.err
    back = tipcoder("codings", "import", tmp_path / "RAW-study.qdpx", cwd=coded)
    assert back.status == 0, back.err
    assert "positions are counted in code points, as tipcoder writes them" in back.err
    assert "0 codings added, 4 there already" in back.err
    assert "Nothing was new." in back.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("codings", "import", "c.csv", "--coders", "A=b"), "--coders is for REFI-QDA projects"),
        (("codings", "import", "p.qdpx", "--coders", "A"), "'A' is not USER=CODER"),
        (("codings", "import", "p.qdpx"), "p.qdpx: is damaged, or cut off"),
        (("export", "qdpx", "-o", "x.csv"), "a project ends in .qdpx"),
        (("export", "qdc", "-o", "x.toml"), "a codebook ends in .qdc"),
        (("export", "qdpx", "--raw", "--code", "money", "-o", "x.qdpx"), "--raw"),
    ],
)
def test_what_cannot_be_is_one_sentence(
    tipcoder: Tipcoder, coded: Path, words: tuple[str, ...], said: str
) -> None:
    (coded / "c.csv").write_text("case,question,coder,code,start,end\n", "utf-8")
    (coded / "p.qdpx").write_bytes(b"PK, and no archive")
    done = tipcoder(*words, cwd=coded)
    assert done.status == 2
    assert said in done.err
    assert "should not have happened" not in done.err


def test_nothing_leaves_that_nobody_has_read(
    tipcoder: Tipcoder, coded: Path, tmp_path: Path
) -> None:
    done = tipcoder("export", "qdpx", "-o", tmp_path / "q.qdpx", cwd=coded)
    assert done.status == 1
    assert "No quote may leave" in done.err
    assert not (tmp_path / "q.qdpx").exists()
