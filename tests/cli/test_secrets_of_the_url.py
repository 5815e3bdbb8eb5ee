"""A password in [store] url, wherever in it, is printed by nothing:
neither by what works nor by what fails.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conftest import StoreUrl
from line import BreakableLine
from tipcoder.cli import main
from tipcoder.store.url import format_url, remove_secrets

PLANTED = "hunter2secret"
ENCODED = "hunter%32secret"
VERBS = (
    ("counts",),
    ("counts", "--format", "json"),
    ("check",),
    ("log",),
    ("log", "--format", "json"),
    ("migrate",),
    ("undo",),
    ("rounds",),
    ("codings", "export"),
    ("codebook", "show"),
    ("backup", "copy.db"),
    ("agreement",),
    ("stats",),
)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (
            f"postgresql://anna:{PLANTED}@db.example:5432/survey",
            "postgresql://anna@db.example:5432/survey",
        ),
        (
            f"postgresql://anna@db.example/survey?password={PLANTED}",
            "postgresql://anna@db.example/survey",
        ),
        (
            f"postgresql://db/survey?user=a&sslpassword={PLANTED}&passfile=/{PLANTED}",
            "postgresql://db/survey",
        ),
        (
            f"postgresql+psycopg://anna:{ENCODED}@db/survey?PASSWORD={ENCODED}",
            "postgresql://anna@db/survey",
        ),
        (f"postgresql://an/na:{PLANTED}@db/survey", "postgresql://an/…"),
        (f"postgresql://anna:{PLANTED}@db:port/survey", "postgresql://…"),
        ("postgresql://[::1]:5433/survey", "postgresql://[::1]:5433/survey"),
        (f"host=db password={PLANTED}", "postgresql://…"),
    ],
)
def test_a_url_is_shown_without_anything_that_could_be_a_secret(url: str, shown: str) -> None:
    assert format_url(url) == shown
    assert PLANTED not in format_url(url)


def test_a_message_of_the_driver_loses_the_secrets_that_it_repeats() -> None:
    url = "postgresql://anna:pass%20word@db/survey?sslpassword=k%26y"
    said = remove_secrets('could not read "pass word", "pass%20word", "k&y" or "k%26y"', url)
    assert said == 'could not read "…", "…", "…" or "…"'


@pytest.fixture
def study_at(
    make_study: Callable[..., Path],
    postgres_url: StoreUrl,
    small_survey: str,
    small_study_toml: str,
) -> Iterator[Callable[[str], Path]]:
    """The small study in PostgreSQL; its URL can be written anew."""
    folder = make_study(small_survey, small_study_toml, where=postgres_url)

    def rewritten(url: str) -> Path:
        file = folder / "study.toml"
        file.write_text(
            re.sub(r"(?m)^url = .*$", f'url = "{url}"', file.read_text("utf-8")), "utf-8"
        )
        # Another address is another database, which has to be allowed first.
        main(["--study", str(folder), "trust", "--store"])
        return folder

    return rewritten


@pytest.mark.postgres
def test_no_verb_prints_a_secret_whether_it_works_or_fails(
    study_at: Callable[[str], Path],
    postgres_url: StoreUrl,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    line = BreakableLine(postgres_url.url)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TIPCODER_DEBUG", "1")
    there = line.url.replace("postgres@", f"postgres:{PLANTED}@")
    asked = f"{line.url}?password={PLANTED}&sslpassword={PLANTED}&passfile=/nowhere/{PLANTED}"
    encoded = f"{line.url}?password={ENCODED}"
    wrong = [
        f"{line.url}?pasword={PLANTED}",
        f"{line.url}?port={PLANTED}",
        f"{line.url}?sslmode={PLANTED}",
        f"{line.url}?connect_timeout={PLANTED}",
        f"{line.url}?options=-c%20{PLANTED}=1",
        line.url.replace("postgres@", f"nobody:{PLANTED}@"),
        line.url.rpartition("/")[0] + f"/nothing?password={PLANTED}",
        line.url.replace("postgres@", f"an/na:{PLANTED}@"),
        line.url.replace("postgres@", f"a@b:{PLANTED}@"),
        f"host=127.0.0.1 user=postgres password={PLANTED}",
        f"postgres//anna:{PLANTED}@db",
        f"anna:{PLANTED}@db/survey",
        f"mysql://anna:{PLANTED}@db/survey",
    ]
    try:
        for url in (there, asked, encoded):
            folder = study_at(url)
            for verb in VERBS:
                status = main(["--study", str(folder), *verb])
                assert status in (0, 1, 2), (verb, capfd.readouterr().err)
        for url in wrong:
            folder = study_at(url)
            for verb in VERBS[:3]:
                assert main(["--study", str(folder), *verb]) in (2, 3), (
                    url,
                    capfd.readouterr().err,
                )
        line.refuse()
        folder = study_at(asked)
        capfd_before = capfd.readouterr()
        for verb in VERBS:
            status = main(["--study", str(folder), *verb])
            said = capfd.readouterr()
            assert status == (2 if verb[0] == "backup" else 3), verb
            assert said.out == ""
            assert said.err.count("\n") == 1, "one sentence"
            assert verb[0] == "backup" or "does not answer" in said.err
            assert PLANTED not in said.err
    finally:
        line.close()
    printed = capfd_before.out + capfd_before.err
    assert PLANTED not in printed
    assert ENCODED not in printed
    assert "Traceback" not in printed
