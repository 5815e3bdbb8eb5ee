"""`check-quotes` on a small study: an article is compared with what was answered and released."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Done

Tipcoder = Callable[..., "Done"]
SURVEY = """\
id,why
1016,The officials never read the report.
1049,"We were never invited, only the big ones."
1061,They came once.
"""
STUDY = """\
title = "Small"
languages = ["en"]
[respondent]
id = "id"
[[question]]
column = "why"
[privacy]
response_ids = "from-column"
"""
ARTICLE = """\
Officials “never read the report” (Response 1016). Three organisations agree.

Others were “never asked, only the big ones” (Response 1049).

Responses 1016 and 1999 are alike.
"""


@pytest.fixture
def folder(make_study: Callable[..., Path], tipcoder: Tipcoder) -> Path:
    """Three answers, of which one is coded, read for release and released."""
    folder = make_study(SURVEY, STUDY)
    (folder / "codings.csv").write_text(
        "case,question,coder,code,start,end\n1016,why,anna,pressure,,\n", "utf-8"
    )
    assert tipcoder("codings", "import", "codings.csv", cwd=folder).status == 0
    assert tipcoder("redact", "review", "1016", "why", cwd=folder).status == 0
    (folder / "article.md").write_text(ARTICLE, "utf-8")
    return folder


def test_what_must_be_mended_is_listed_and_what_is_in_order_only_on_request(
    tipcoder: Tipcoder, folder: Path
) -> None:
    done = tipcoder("check-quotes", "article.md", cwd=folder)
    assert done.status == 1, done
    assert "changed without a mark" in done.out
    assert "“invited” became “asked”" in done.out
    assert "There is no response 1999." in done.out
    assert "never read the report" not in done.out
    assert "2 quotations: 1 exact; 1 changed without a mark." in done.err
    whole = tipcoder("check-quotes", "article.md", "--all", cwd=folder)
    assert "never read the report" in whole.out
    assert "Three organisations" in whole.out
    assert "pressure 1" in whole.out


def test_formats_for_others_have_no_word_of_an_answer_unless_asked_with_raw(
    tipcoder: Tipcoder, folder: Path
) -> None:
    done = tipcoder("check-quotes", "article.md", "--format", "json", cwd=folder)
    assert done.out, done.err
    rows = done.json()
    assert "invited" not in json.dumps(rows)
    assert [row["verdict"] for row in rows] == ["changed without a mark", "cites no response"]
    raw = tipcoder("check-quotes", "article.md", "--raw", "--format", "json", cwd=folder).json()
    assert "“invited” became “asked”" in raw[0]["detail"]


def test_a_copy_with_comments_is_for_the_team(tipcoder: Tipcoder, folder: Path) -> None:
    done = tipcoder("check-quotes", "article.md", "--comments", "checked.md", cwd=folder)
    copy = folder / "RAW-checked.md"
    assert "2 comments written to" in done.err
    lines = copy.read_text("utf-8").splitlines()
    assert [line for line in lines if not line.startswith("<!-- tipcoder")] == ARTICLE.splitlines()
    assert copy.stat().st_mode & 0o077 == 0
    tipcoder("check-quotes", "article.md", "--comments", "a.docx", cwd=folder).refused(
        2, "another ending"
    )


def test_a_clean_article_passes(tipcoder: Tipcoder, folder: Path) -> None:
    (folder / "clean.tex").write_text(
        "Officials ``never read the report''\\footnote{Response 1016.}", "utf-8"
    )
    done = tipcoder("check-quotes", "clean.tex", cwd=folder)
    assert (done.status, done.out) == (0, "")
    assert "Every quotation is in order." in done.err
