"""Every verb that prints offers the same formats and says the same in each.

The verbs are read from the commands, so that a new one that prints fails here
until it is sorted in.
"""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from commands import every_command

if TYPE_CHECKING:
    from conftest import Done, Sources

Tipcoder = Callable[..., "Done"]

FORMATS = ("table", "json", "csv", "markdown", "html", "latex")
"""What the help of every verb lists, in this order."""
DOCUMENTS = ("markdown", "html", "latex")
BEGINNINGS = {"json": ("[", "{"), "html": ("<!doctype html>", "<!DOCTYPE html>")}
"""How a file of a format begins."""
PRINTS = {
    "adjudicate list": "adjudicate list",
    "adjudicate rules": "adjudicate rules",
    "agreement": "agreement",
    "assign": "assign --coders anna,boris --overlap 1 --seed 1 --dry-run",
    "audit": "audit FILE",
    "check-quotes": "check-quotes ARTICLE --all",
    "bundle import": "bundle import BUNDLE --dry-run",
    "check": "check",
    "codebook check": "codebook check",
    "codebook diff": "codebook diff BOOK",
    "codebook export": "codebook export",
    "codebook import": "codebook import BOOK --dry-run",
    "codebook retired": "codebook retired",
    "codebook show": "codebook show",
    "codebook stale": "codebook stale",
    "codings alike": "codings alike CASE QUESTION",
    "codings carry": "codings carry --dry-run",
    "codings export": "codings export",
    "backcode": "backcode",
    "counts": "counts",
    "import": "import SURVEY --dry-run",
    "init": "init NEW --survey SURVEY --yes",
    "log": "log",
    "trust": "trust",
    "merge": "merge",
    "quotes": "quotes --include-unreviewed",
    "quotes exports": "quotes exports",
    "redact alias": "redact alias",
    "redact keep": "redact keep",
    "redact list": "redact list",
    "redact rule": "redact rule",
    "redact status": "redact status",
    "rounds": "rounds",
    "stats": "stats --code pushback",
    "stats change": "stats change --code pressure",
    "stats joint": "stats joint --code pushback",
    "stats presence": "stats presence",
    "stats saturation": "stats saturation",
    "stats tables": "stats tables",
    "suggest": "suggest",
    "suggest bias": "suggest bias",
    "suggest concepts": "suggest concepts",
    "suggest patterns": "suggest patterns",
    "suggest frame": "suggest frame",
    "withdrawn": "withdrawn",
    "words": "words --raw",
    "suggest evaluate": "suggest evaluate --labels 0 --draws 1 --code pushback",
}
"""Every verb with --format, as it is called. What it prints may be that there is nothing."""


def find_formats(command: click.Command) -> tuple[str, ...]:
    """What `--format` of a command takes; empty for one without it."""
    for param in command.params:
        if "--format" in param.opts:
            return tuple(getattr(param.type, "choices", ()))
    return ()


def test_every_verb_that_prints_offers_the_same_formats_and_is_tried_here() -> None:
    offered = {
        " ".join(words): find_formats(command)
        for words, command in every_command()
        if find_formats(command)
    }
    assert offered.keys() == PRINTS.keys()
    # A codebook is also printed as the file that people edit.
    assert offered.pop("codebook export") == ("toml", *FORMATS)
    assert set(offered.values()) == {FORMATS}


@pytest.fixture
def places(
    coded: Path,
    sources: Sources,
    tipcoder: Tipcoder,
    tmp_path: Path,
    case: Callable[[str], str],
) -> dict[str, Path | str]:
    """Files that verbs read, the folder that `init` makes, and an answer."""
    bundle, book, file = tmp_path / "anna.json", tmp_path / "book.toml", tmp_path / "quotes.csv"
    assert tipcoder("bundle", "export", "--coder", "anna", "-o", bundle, cwd=coded).status == 0
    text = (coded / "codebook.toml").read_text("utf-8")
    book.write_text(text + '\n[code.another]\nlabel = "Another <b> | code"\n', "utf-8")
    file.write_text("quote\nwrite to somebody@example.org\n", "utf-8")
    article = tmp_path / "article.md"
    article.write_text("Two groups were “pressed by nobody at all” (Response 1999).\n", "utf-8")
    return {
        "SURVEY": sources.survey,
        "BUNDLE": bundle,
        "BOOK": book,
        "FILE": file,
        "ARTICLE": article,
        "CASE": case("3237565957"),
        "QUESTION": "role",
    }


NEED_WORK = ("stats", "stats joint", "suggest evaluate", "suggest frame")
"""Verbs that refuse a study with so little in it as the small one."""


@pytest.fixture
def demo(built_demo: Path, tmp_path: Path, keys_folder: Path) -> Path:
    """The fictional study with the work of two coders."""
    shutil.copytree(built_demo / "study", tmp_path / "demo")
    shutil.copytree(built_demo / "keys", keys_folder, dirs_exist_ok=True)
    return tmp_path / "demo"


@pytest.mark.parametrize(
    "verb",
    [
        pytest.param(verb, marks=pytest.mark.long) if verb == "suggest evaluate" else verb
        for verb in PRINTS
    ],
)
def test_a_verb_prints_something_in_every_format(
    tipcoder: Tipcoder,
    coded: Path,
    places: dict[str, Path | str],
    tmp_path: Path,
    request: pytest.FixtureRequest,
    verb: str,
) -> None:
    folder = coded
    if verb in NEED_WORK:
        folder = request.getfixturevalue("demo")
    if verb == "backcode":
        with (folder / "study.toml").open("a", encoding="utf-8") as file:
            file.write(
                '\n[factor.where]\ncolumn = "country"\nlevels = ["Kenya", "Peru", "Other"]\n'
                '[backcode.where]\nquestion = "how"\n'
            )
    if verb == "stats change":
        header = places["SURVEY"].read_text("utf-8").splitlines()[0]
        (tmp_path / "again.csv").write_text(
            f"{header}\n999,Late House,1,Togo,Yes,The ministry gave grants.,\n", "utf-8"
        )
        again = ("import", tmp_path / "again.csv", "--wave", "2025", "--first-wave", "2023")
        assert tipcoder(*again, cwd=folder).status == 0
    for form in FORMATS:
        files = {**places, "NEW": tmp_path / f"new-{form}"}
        words = [str(files.get(word, word)) for word in PRINTS[verb].split()]
        done = tipcoder(*words, "--format", form, cwd=folder)
        # Checks that find something end with 1; nothing else may go wrong.
        assert done.status in (0, 1), (form, done)
        if form == "table":
            assert (done.out + done.err).strip()
        else:
            assert done.out.strip(), form
        if form in BEGINNINGS:
            assert done.out.startswith(BEGINNINGS[form]), form
        assert "\x1b" not in done.out


def numbers_of(content: str, code: str) -> list[int]:
    """The numbers in the row of a code, whatever stands between its cells."""
    (row,) = re.findall(rf"^(?:<tr>)?\W*(?:<td[^>]*>)?{code}\b.*$", content, re.M)
    cells = html.unescape(re.sub(r"<[^>]*>", " ", row))
    return [int(number) for number in re.findall(r"\d+", cells)]


def test_the_numbers_of_a_verb_are_the_same_in_every_format(
    tipcoder: Tipcoder, coded: Path
) -> None:
    # The fixture's codings: pressure by anna and by boris, money and training by anna.
    expected = {"pressure": (2, 2), "money": (1, 1), "training": (1, 1)}
    for form in FORMATS:
        done = tipcoder("counts", "--by", "none", "--format", form, cwd=coded)
        for code, (answers, codings) in expected.items():
            if form == "json":
                (row,) = [row for row in done.json() if row["code"] == code]
                found = [row["answers"], row["codings"]]
            else:
                found = numbers_of(done.out, code)[:2]
            assert found == [answers, codings], (form, code)


def test_documents_show_no_more_than_the_table(tipcoder: Tipcoder, coded: Path) -> None:
    # The words of an answer stay where they are, unless somebody asks for them.
    for words in (("codings", "export"), ("codebook", "stale"), ("redact", "list")):
        for form in ("table", *DOCUMENTS):
            assert "embassy" not in tipcoder(*words, "--format", form, cwd=coded).out, (words, form)
    # What a table of the screen leaves to CSV and JSON, a document leaves there as well.
    for number in range(22):
        tipcoder("redact", "rule", f"Word{number}", "--keep", "known", cwd=coded)
    for form in ("table", "markdown"):
        assert tipcoder("log", "--format", form, cwd=coded).out.count("keep: one string") == 20, (
            form
        )
    everything = tipcoder("log", "--format", "csv", cwd=coded)
    assert everything.out.count("keep: one string") == 22


def test_what_is_printed_of_quotes_has_passed_the_audit_as_it_is_printed(
    tipcoder: Tipcoder, coded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tipcoder.workbench.publishing import publication

    read: dict[str, str] = {}
    audit_file = publication.audit_file

    def watch(path: Path, *given: object, **named: object) -> object:
        read[path.suffix] = path.read_text("utf-8")
        return audit_file(path, *given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(publication, "audit_file", watch)
    for form, ending in (
        ("csv", ".csv"),
        ("json", ".json"),
        ("markdown", ".md"),
        ("html", ".html"),
        ("latex", ".tex"),
    ):
        read.clear()
        printed = tipcoder("quotes", "--include-unreviewed", "--format", form, cwd=coded).out
        assert printed == read[ending], form
        assert ".csv" in read, "the bare cells, whatever a format escapes"


def test_remarks_stand_in_documents_and_beside_data(tipcoder: Tipcoder, coded: Path) -> None:
    shown = tipcoder("stats", "presence", cwd=coded)
    remark = shown.err.splitlines()[0]
    assert remark.split()
    for form in ("json", "csv"):
        done = tipcoder("stats", "presence", "--format", form, cwd=coded)
        assert remark in done.err
        assert remark not in done.out
    done = tipcoder("stats", "presence", "--format", "markdown", cwd=coded)
    first_words = " ".join(remark.split()[:3])
    assert first_words in done.out
    assert first_words not in done.err
