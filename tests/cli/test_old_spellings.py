"""What was spelt otherwise in the release before is still understood,
and said in one sentence on stderr.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Done

Tipcoder = Callable[..., "Done"]
GOES = "now; the old name goes with the next release.\n"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "suggest audit --format json",
            "suggest bias --format json",
            "`suggest audit` is called `suggest bias`",
        ),
        (
            "suggest --code money audit",
            "suggest --code money bias",
            "`suggest audit` is called `suggest bias`",
        ),
        (
            "stats presence --layer anna",
            "stats presence --codings-of anna",
            "`--layer` is called `--codings-of`",
        ),
        (
            "stats presence --layer=anna",
            "stats presence --codings-of anna",
            "`--layer` is called `--codings-of`",
        ),
        (
            "quotes --layer anna cite money",
            "quotes cite money --codings-of anna",
            "`--layer` is called `--codings-of`",
        ),
        (
            "stats tables --min-rows 2",
            "stats tables --min-cases 2",
            "`--min-rows` is called `--min-cases`",
        ),
    ],
)
def test_an_old_spelling_does_what_the_new_one_does_and_says_it_once(
    tipcoder: Tipcoder, coded: Path, old: str, new: str, said: str
) -> None:
    before, now = tipcoder(*old.split(), cwd=coded), tipcoder(*new.split(), cwd=coded)
    assert before.err == f"{said} {GOES}{now.err}"
    assert (before.status, before.out) == (now.status, now.out)


def test_a_bundle_goes_out_and_comes_in_by_its_old_names(
    tipcoder: Tipcoder, coded: Path, tmp_path: Path
) -> None:
    file = tmp_path / "anna.json"
    out = tipcoder("export", "bundle", "--coder", "anna", "-o", file, cwd=coded)
    assert out.status == 0
    assert out.err.startswith(f"`export bundle` is called `bundle export` {GOES}")
    for words in (("import", "bundle", file), ("import", "--dry-run", "bundle", file)):
        done = tipcoder(*words, cwd=coded)
        assert done.status == 0
        assert done.err.startswith(f"`import bundle` is called `bundle import` {GOES}")
        assert "3 answers of anna" in done.err


def test_a_survey_that_is_called_bundle_is_a_survey(
    tipcoder: Tipcoder, study: Path, sources: object
) -> None:
    survey: Path = sources.survey  # type: ignore[attr-defined]
    (study / "bundle").write_bytes(survey.read_bytes())
    done = tipcoder("import", "bundle", "--dry-run", cwd=study)
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("bundle: 9 rows")


def test_the_help_and_the_completion_know_only_the_new_names(tipcoder: Tipcoder) -> None:
    for words in (
        ("help",),
        ("help", "suggest"),
        ("help", "merge"),
        ("help", "stats", "tables"),
        ("help", "import"),
    ):
        shown = tipcoder(*words).out
        assert "--layer" not in shown
        assert "--min-rows" not in shown
        assert "audit     " not in shown or words == ("help",)


def test_an_old_name_of_an_option_is_an_option_only_where_it_was_one(tipcoder: Tipcoder) -> None:
    tipcoder("counts", "--layer", "anna").refused(2, "has no option '--layer'")
