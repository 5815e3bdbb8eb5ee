"""No verb writes over a file of the study:
every option that names a file to write is tried on every kind of it.

The options are read from the commands,
so that a new verb with a file or a folder fails here until it is sorted in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from commands import every_command
from tipcoder.cli.types import FilePath

if TYPE_CHECKING:
    from conftest import Done

Tipcoder = Callable[..., "Done"]


@dataclass(frozen=True)
class Writer:
    """How a verb is told where to write: OUT stands for the place."""

    line: str
    endings: tuple[str, ...] = (".csv",)
    """What a file may be called; the first is what the verb is tried with."""
    folder: str = ""
    """For a verb that fills a folder: a file that it makes there."""
    raw: bool = False
    """Whether it puts RAW- in front of the file's name."""


REPORTS = (".csv", ".json", ".xlsx", ".docx", ".md", ".html", ".tex")
"""In which formats a verb writes its report."""
WRITES = {
    "codings export FILE": Writer("codings export OUT", (".csv", ".json")),
    "codings template -o": Writer("codings template --raw -o OUT", (".xlsx", ".csv"), raw=True),
    "codebook export -o": Writer("codebook export -o OUT", (".toml", *REPORTS)),
    "suggest -o": Writer("suggest --top 1 -o OUT", REPORTS),
    "agreement -o": Writer("agreement -o OUT", folder="agreement.html"),
    "merge -o": Writer("merge -o OUT", (".csv", ".parquet", ".dta", ".sav")),
    "counts -o": Writer("counts -o OUT", REPORTS),
    "stats -o": Writer("stats --all-codes -o OUT", REPORTS),
    "stats change -o": Writer("stats change -o OUT", REPORTS),
    "stats joint -o": Writer("stats joint -o OUT", REPORTS),
    "stats presence -o": Writer("stats presence -o OUT", REPORTS),
    "stats saturation -o": Writer("stats saturation -o OUT", REPORTS),
    "stats tables -o": Writer("stats tables -o OUT", REPORTS),
    "stats workbook -o": Writer(
        "stats workbook -o OUT", tuple(ending for ending in REPORTS if ending != ".csv")
    ),
    "report -o": Writer("report --without-quotes -o OUT", (".html",)),
    "stats figures -o": Writer("stats figures -o OUT", folder="co-occurrence.svg"),
    "quotes -o": Writer(
        "quotes --include-unreviewed -o OUT", (".csv", ".xlsx", ".docx", ".md", ".html", ".json")
    ),
    "check-quotes --comments": Writer("check-quotes ARTICLE --comments OUT", (".md",), raw=True),
    "export qdpx -o": Writer("export qdpx --raw -o OUT", (".qdpx",), raw=True),
    "export archive -o": Writer("export archive --raw -o OUT", (".zip",), raw=True),
    "export qdc -o": Writer("export qdc -o OUT", (".qdc",)),
    "export workbook -o": Writer("export workbook --no-quotes -o OUT", (".xlsx",)),
    "export matrix -o": Writer(
        "export matrix -o OUT", (".csv", ".xlsx", ".sav", ".dta", ".parquet")
    ),
    "bundle export -o": Writer("bundle export --coder anna -o OUT", (".json", "")),
}
"""Verbs that write over their own results of before."""
ONLY_NEW = {
    "backup FILE": "backup OUT",
    "backup FILE --keys": "backup --keys OUT",
    "init DIR|FILE": "init OUT --survey SURVEY",
    "demo DIR": "demo OUT",
    "restore --into": "restore ARCHIVE --into OUT",
    "deposit -o": "deposit --without-quotes -o OUT",
}
"""Verbs that take no place where anything is."""
READS = {
    "import FILE",
    "bundle import FILE",
    "codings import FILE",
    "adjudicate import FILE",
    "codebook check FILE",
    "codebook import FILE",
    "codebook split --codings",
    "init --survey",
    "init --study-file",
    "init --codebook",
    "agreement --ratings",
    "audit FILE",
    "check-quotes FILE",
    "audit --against",
    "restore FILE",
}


def options_with_files() -> Iterator[str]:
    """Every option and argument that names a file or a folder, behind its verb;
    but --study, which is everywhere.
    """
    for words, command in every_command():
        for param in command.params:
            if "--study" not in param.opts and _names_a_file(param):
                shown = (
                    param.opts[0]
                    if isinstance(param, click.Option)
                    else str(param.metavar).strip("[]")
                )
                yield " ".join((*words, shown))


def _names_a_file(param: click.Parameter) -> bool:
    words = {
        str(word).upper() for word in (str(param.metavar).strip("[]"), param.name, *param.opts)
    }
    telling = {"FILE", "FILES", "DIR", "PATH", "FOLDER", "OUTPUT", "OUT", "-O"}
    return isinstance(param.type, FilePath | click.Path | click.File) or not words.isdisjoint(
        telling
    )


def test_every_option_that_names_a_file_is_sorted_in() -> None:
    found = set(options_with_files())
    sorted_in = WRITES.keys() | {name.removesuffix(" --keys") for name in ONLY_NEW} | READS
    assert found == sorted_in, (
        f"new: {sorted(found - sorted_in)}; gone: {sorted(sorted_in - found)}. An option that "
        "names a file belongs in WRITES, ONLY_NEW or READS of this file. What is written goes "
        "through workbench/output_files.py first."
    )


@pytest.fixture
def guarded(coded: Path, small_survey: str, key_file: Path, tmp_path: Path) -> dict[str, Path]:
    """What no result may be written over, by what it is; the study has one file of each kind."""
    toml = (coded / "study.toml").read_text("utf-8")
    more = (
        '\n[indicator.tier]\nfile = "numbers/tiers.csv"\ncountry = "name"\nvalue = "tier"\n'
        '[country]\ncolumn = "country"\n'
    )
    (coded / "study.toml").write_text(toml + more, "utf-8")
    (coded / "numbers").mkdir()
    (coded / "numbers" / "tiers.csv").write_text("name,tier\nKenya,Tier 2\n", "utf-8")
    (coded / "concepts.toml").write_text("", "utf-8")
    (coded / "codebook.toml.bak").write_bytes((coded / "codebook.toml").read_bytes())
    survey = tmp_path / "elsewhere" / "survey.csv"
    survey.parent.mkdir()
    survey.write_text(small_survey, "utf-8", newline="")
    edited = survey.with_name("edited.csv")
    long = small_survey.replace("Lantern", "Лампа" * 20_000).replace(",", ";")
    edited.write_text(long, "utf-16")
    backup = survey.with_name("backup")
    backup.write_bytes((coded / "study.db").read_bytes())
    keys = survey.with_name("keys-copy")
    keys.write_bytes(key_file.read_bytes())
    other = tmp_path / "other"
    other.mkdir()
    (other / "study.toml").write_text(toml, "utf-8")
    (other / "codebook.toml").write_text("[code.a]\nlabel = 'A'\n", "utf-8")
    return {
        "store": coded / "study.db",
        "study.toml": coded / "study.toml",
        "codebook": coded / "codebook.toml",
        "concepts": coded / "concepts.toml",
        "backup of the codebook": coded / "codebook.toml.bak",
        "indicator": coded / "numbers" / "tiers.csv",
        "survey": survey,
        "edited survey": edited,
        "key file": key_file,
        "copy of the key file": keys,
        "backup": backup,
        "codebook of another study": other / "codebook.toml",
        "study.toml of another study": other / "study.toml",
    }


@pytest.fixture(autouse=True)
def article(coded: Path) -> None:
    """A manuscript in the folder of the study."""
    (coded / "article.md").write_text("Nothing is quoted here.\n", "utf-8")


def words_of(line: str, out: str | Path) -> list[str]:
    line = line.replace("ARTICLE", "article.md")
    return [str(out) if word == "OUT" else word for word in line.split()]


def bytes_of(*folders: Path) -> dict[Path, bytes]:
    found = [
        file
        for folder in folders
        for file in folder.rglob("*")
        if file.is_file() and not file.is_symlink()
    ]
    # SQLite makes these as it reads, and names that were found are kept beside the key file.
    passing = ("-wal", "-shm", ".hits.db", ".patterns.db", ".codebook.db")
    return {file: file.read_bytes() for file in found if not file.name.endswith(passing)}


def another_name(
    writer: Writer, folder: Path, file: Path, link: Callable[[Path, Path], None]
) -> Path:
    """Another name of a file, of the ending that a verb writes,
    or where it makes a file in its folder.
    """
    folder.mkdir()
    name = folder / (writer.folder or f"result{writer.endings[0]}")
    link(name, file)
    return folder if writer.folder else name


@pytest.mark.parametrize("option", WRITES)
def test_no_verb_writes_over_a_file_of_a_study_however_it_is_called(
    tipcoder: Tipcoder,
    coded: Path,
    guarded: dict[str, Path],
    keys_folder: Path,
    tmp_path: Path,
    option: str,
) -> None:
    writer = WRITES[option]
    tried: dict[str, str | Path] = {
        **guarded,
        "store by another way": "exports/../STUDY.DB",
        "log of the store": coded / "study.db-wal",
        "journal of the store": coded / "study.db-journal",
    }
    for what in ("store", "study.toml", "survey", "key file"):
        tried[f"link to {what}"] = another_name(
            writer, tmp_path / what, guarded[what], Path.symlink_to
        )
    codebook = guarded["codebook"]
    tried["second name of the codebook"] = another_name(
        writer, tmp_path / "second", codebook, Path.hardlink_to
    )
    before = bytes_of(tmp_path, keys_folder)
    for what, place in tried.items():
        done = tipcoder(*words_of(writer.line, place), cwd=coded)
        done.refused(2)
        assert bytes_of(tmp_path, keys_folder) == before, what


@pytest.mark.parametrize("option", ONLY_NEW)
def test_verbs_that_make_something_new_take_no_place_where_anything_is(
    tipcoder: Tipcoder,
    coded: Path,
    guarded: dict[str, Path],
    keys_folder: Path,
    tmp_path: Path,
    option: str,
) -> None:
    before = bytes_of(tmp_path, keys_folder)
    line = ONLY_NEW[option].replace("SURVEY", str(guarded["survey"]))
    for file in (
        *guarded.values(),
        coded,
        *((coded / "study.db-journal",) if "backup" in option else ()),
    ):
        tipcoder(*words_of(line, file), cwd=coded).refused(2)
        assert bytes_of(tmp_path, keys_folder) == before, file


def add_data_for_statistics(tipcoder: Tipcoder, study: Path, survey: str) -> None:
    """An outcome to test, and a second wave to compare."""
    with (study / "study.toml").open("a", encoding="utf-8") as file:
        file.write('\n[outcome.where]\ncolumn = "country"\nlevels = ["Kenya", "Peru"]\n')
    again = study.parent / "again.csv"
    again.write_text(survey.replace("the ", "that ").replace("л", "ll"), "utf-8")
    done = tipcoder("import", again, "--wave", "2025", "--first-wave", "2023", cwd=study)
    assert done.status == 0, done.err


@pytest.mark.parametrize("option", WRITES)
def test_every_verb_makes_the_folders_of_its_result_and_writes_over_it_the_next_time(
    tipcoder: Tipcoder, coded: Path, small_survey: str, tmp_path: Path, option: str
) -> None:
    writer = WRITES[option]
    if option in ("stats -o", "stats change -o", "stats joint -o", "stats workbook -o"):
        add_data_for_statistics(tipcoder, coded, small_survey)
    for ending in writer.endings[:1] if option in ("suggest -o", "quotes -o") else writer.endings:
        place = (
            tmp_path
            / "new"
            / "deep"
            / ("folder" if writer.folder else f"UNREVIEWED-result{ending}")
        )
        for _ in range(2):
            done = tipcoder(*words_of(writer.line, place), cwd=coded)
            assert done.status == 0, done.err
        place = place.with_name(f"RAW-{place.name}") if writer.raw else place
        assert any(place.iterdir()) if place.is_dir() else place.stat().st_size
    leftovers = [file for file in tmp_path.rglob(".*") if ".new" in file.name]
    assert leftovers == []


def test_without_a_study_nothing_is_written_over_a_store_or_a_key_file_either(
    tipcoder: Tipcoder, coded: Path, guarded: dict[str, Path], tmp_path: Path
) -> None:
    ratings = tmp_path / "elsewhere" / "ratings.csv"
    ratings.write_text("unit,anna,boris\n1,1,1\n2,0,0\n3,1,0\n", "utf-8")
    for what in ("store", "codebook", "key file", "copy of the key file", "backup"):
        done = tipcoder("agreement", "--ratings", ratings, "-o", guarded[what], cwd=ratings.parent)
        done.refused(2, "so no result is written there", "Name another file")


def test_a_model_that_the_study_uses_is_no_place_for_results(
    tipcoder: Tipcoder, coded: Path
) -> None:
    (coded / "vectors").mkdir()
    with (coded / "study.toml").open("a", encoding="utf-8") as file:
        file.write('\n[models]\nvectors = "vectors"\n')
    tipcoder("codings", "export", "vectors/config.json", cwd=coded).refused(2, "a part of a model")


def test_a_study_that_cannot_be_read_is_guarded_by_its_names(
    tipcoder: Tipcoder, coded: Path, tmp_path: Path
) -> None:
    other = tmp_path / "broken"
    other.mkdir()
    (other / "study.toml").write_text("[", "utf-8")
    (other / "codebook.toml").write_text("", "utf-8")
    tipcoder("codebook", "export", "-o", other / "codebook.toml", cwd=coded).refused(
        2, "the codebook of the study in"
    )
    assert (other / "codebook.toml").read_text("utf-8") == ""
