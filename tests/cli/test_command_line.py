"""What holds for every verb: help, misspelt words, exit statuses, where data go,
which study and which coder.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from commands import command_of, every_command

if TYPE_CHECKING:
    from conftest import Done

Tipcoder = Callable[..., "Done"]


VERBS = [words for words, _ in every_command()]
"""The whole command line, each verb, and each verb below a verb."""
PRINTING = [
    ("counts",),
    ("log",),
    ("check",),
    ("codebook", "show"),
    ("codebook", "show", "pressure"),
    ("codebook", "check"),
    ("codings", "export"),
]


def test_the_verbs_that_were_promised_are_there() -> None:
    promised = {
        "demo",
        "init",
        "import",
        "check",
        "code",
        "codings",
        "codebook",
        "log",
        "undo",
        "redo",
        "backup",
    }
    assert promised <= {verb[0] for verb in VERBS if verb}
    assert {
        ("codings", "import"),
        ("codings", "export"),
        ("codebook", "show"),
        ("codebook", "check"),
    } <= set(VERBS)


@pytest.mark.parametrize("verb", VERBS, ids=" ".join)
def test_help_of_every_verb_is_on_stdout_and_names_its_options(
    tipcoder: Tipcoder, verb: tuple[str, ...]
) -> None:
    done = tipcoder(*verb, "--help")
    assert done.status == 0
    assert done.err == ""
    assert done.out.startswith(f"usage: {' '.join(('tipcoder', *verb))}")
    command = command_of(verb)
    for param in command.get_params(click.Context(command)):
        assert getattr(param, "help", None), f"{param.name} says nothing about itself"
        if isinstance(param, click.Option) and not param.hidden:
            for name in param.opts:
                assert name in done.out


def test_help_needs_no_study_and_no_coder(tipcoder: Tipcoder) -> None:
    assert tipcoder("counts", "--help", coder="\x1b").status == 0


def test_the_version_is_one_line(tipcoder: Tipcoder) -> None:
    done = tipcoder("--version")
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("tipcoder ")
    assert done.out.count("\n") == 1


def test_without_a_verb_the_help_goes_to_stderr_and_that_is_bad_input(tipcoder: Tipcoder) -> None:
    done = tipcoder()
    assert (done.status, done.out) == (2, "")
    assert "init" in done.err


@pytest.mark.parametrize(
    ("words", "near"),
    [
        (["inti"], "'init'"),
        (["Counts"], "'counts'"),
        (["codings", "imprt"], "'import'"),
        (["codebook", "shw"], "'show'"),
        (["counts", "--formt", "csv"], "'--format'"),
        (["counts", "--formt=csv"], "'--format'"),
        (["--studdy", "x", "log"], "'--study'"),
        (["log", "--bye", "anna"], "'--by'"),
        (["import", "--dryrun", "x.csv"], "'--dry-run'"),
        (["init", "d", "--survey", "x", "--study_file", "y"], "'--study-file'"),
        (["counts", "--format", "cvs"], "'csv'"),
        (["import", "x.csv", "--duplicates", "number1"], "'number'"),
        (["import", "x.csv", "--errors", "relpace"], "'replace'"),
        (["codebook", "show", "--languag", "en"], "'--language'"),
    ],
)
def test_a_misspelt_word_gets_one_sentence_with_the_nearest_good_one(
    tipcoder: Tipcoder, words: list[str], near: str
) -> None:
    tipcoder(*words).refused(2, f"Did you mean {near}?")


@pytest.mark.parametrize(
    ("words", "near"),
    [
        (["codebook", "show", "presure"], "'pressure'"),
        (["counts", "--by", "quesion"], "'question'"),
        (["counts", "--by", "non"], "'none'"),
        (["counts", "--of", "ana"], "'anna'"),
        (["log", "--by", "boriss"], "'boris'"),
        (["codings", "export", "--by", "anne"], "'anna'"),
    ],
)
def test_a_misspelt_name_in_a_study_gets_the_nearest_one(
    tipcoder: Tipcoder, coded: Path, words: list[str], near: str
) -> None:
    tipcoder(*words, cwd=coded).refused(2, f"Did you mean {near}?")


def test_where_nothing_is_near_the_few_good_words_are_listed(
    tipcoder: Tipcoder, coded: Path
) -> None:
    tipcoder("counts", "--format", "yaml", cwd=coded).refused(
        2, "Known: table, json, csv, markdown, html, latex."
    )
    tipcoder("log", "--by", "zoe", cwd=coded).refused(2, "Known: lead, anna, boris.")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["codings"], "`tipcoder codings` needs import, export, carry or template."),
        (["codebook"], "`tipcoder codebook` needs ACTION."),
        (["import"], "`tipcoder import` needs FILE."),
        (["init"], "`tipcoder init` needs DIR|FILE."),
        (["backup"], "`tipcoder backup` needs FILE."),
        (["undo", "--coder"], "--coder needs a value."),
        (["log", "extra"], "does not know what to do with 'extra'."),
        (
            ["init", "d", "--survey", "s", "--template", "a", "--study-file", "b"],
            "--study-file: not allowed with",
        ),
        (["log", "-n", "many"], "'many' is not a whole number above 0."),
        (["log", "-n", "0"], "'0' is not"),
        (["log", "-n", "-3"], "'-3' is not"),
        (["log", "-n", "1e3"], "'1e3' is not"),
        (["log", "-n", "99999999999999999999"], "is not a whole number"),
    ],
)
def test_what_is_missing_or_too_much_is_named_with_the_way_to_the_help(
    tipcoder: Tipcoder, words: list[str], says: str
) -> None:
    verb = [
        word
        for word in words[:2]
        if word in ("codings", "codebook", "import", "init", "backup", "undo", "log")
    ]
    tipcoder(*words).refused(2, says, f"See `tipcoder {verb[0]}")


def test_an_option_may_not_be_shortened_since_a_later_one_could_begin_alike(
    tipcoder: Tipcoder,
) -> None:
    tipcoder("counts", "--form", "csv").refused(2, "has no option '--form'")


@pytest.mark.parametrize("verb", PRINTING, ids=" ".join)
@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_data_are_on_stdout_alone_in_every_form(
    tipcoder: Tipcoder, coded: Path, verb: tuple[str, ...], form: str
) -> None:
    done = tipcoder(*verb, "--format", form, cwd=coded)
    assert done.status == (1 if verb == ("codebook", "check") else 0), done.err
    assert done.out.endswith("\n")
    if form == "json":
        assert done.json()
    if form == "csv":
        # `check` found no fault but a warning about the codebook, so each has at least one record.
        assert done.csv()
        assert all(None not in record and None not in record.values() for record in done.csv())
    assert "tipcoder:" not in done.out


@pytest.mark.parametrize("verb", PRINTING, ids=" ".join)
def test_verbs_that_only_look_change_no_byte_and_leave_no_file(
    tipcoder: Tipcoder,
    coded: Path,
    verb: tuple[str, ...],
    contents: Callable[[Path], dict[str, bytes]],
) -> None:
    before = contents(coded)
    tipcoder(*verb, cwd=coded, coder="a newcomer")
    assert contents(coded) == before


def test_the_study_is_found_upward_like_a_git_repository(tipcoder: Tipcoder, study: Path) -> None:
    deep = study / "exports" / "2026" / "may"
    deep.mkdir(parents=True)
    assert tipcoder("counts", cwd=deep).out == tipcoder("counts", cwd=study).out != ""


def test_outside_of_a_study_a_verb_says_how_to_get_to_one(
    tipcoder: Tipcoder, tmp_path: Path
) -> None:
    tipcoder("counts").refused(2, str(tmp_path), "no study.toml", "--study", "tipcoder init")


@pytest.mark.parametrize(
    "words",
    [
        ["--study", "study", "counts"],
        ["counts", "--study", "study"],
        ["counts", "--study=study/study.toml"],
        ["--study", "study", "codebook", "show"],
        ["codebook", "show", "--study", "study"],
    ],
)
def test_a_study_is_named_before_or_behind_the_verb(
    tipcoder: Tipcoder, study: Path, words: list[str]
) -> None:
    done = tipcoder(*words, cwd=study.parent)
    assert (done.status, done.err) == (0, "")
    assert "pressure" in done.out


def test_a_misspelt_study_inside_another_one_is_not_taken_for_that(
    tipcoder: Tipcoder, study: Path
) -> None:
    tipcoder("counts", "--study", "nosuch", cwd=study).refused(2, "nosuch: there is no such folder")
    tipcoder("counts", "--study", "exports", cwd=study).refused(2, "exports: holds no study.toml")


def test_the_named_study_outweighs_the_one_around(
    tipcoder: Tipcoder, study: Path, tmp_path: Path, sources: object
) -> None:
    other = tmp_path / "other"
    assert tipcoder(*sources.init("other")).status == 0  # type: ignore[attr-defined]
    assert tipcoder("codings", "import", "-", "--study", other, cwd=study).status == 2
    assert (
        tipcoder(
            "import", tmp_path / "sources" / "survey.csv", "--study", other, cwd=study, coder="zoe"
        ).status
        == 0
    )
    assert "zoe" in tipcoder("log", cwd=other).out
    assert "zoe" not in tipcoder("log", cwd=study).out


def test_a_folder_that_vanished_under_ones_feet_is_not_a_bug_of_ours(
    tipcoder: Tipcoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    real = Path.cwd

    def cwd() -> Path:
        if gone.exists():
            gone.rmdir()
        return real()

    monkeypatch.setattr(Path, "cwd", cwd)
    tipcoder("counts", cwd=gone).refused(3, "no longer there")


def test_who_acts_is_the_option_else_the_variable_else_the_account(
    tipcoder: Tipcoder, study: Path, sources: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    survey = sources.survey  # type: ignore[attr-defined]
    monkeypatch.setattr("getpass.getuser", lambda: "account")
    tipcoder("import", survey, "--coder", "option", cwd=study, coder="variable")
    tipcoder("--coder", "option before", "import", survey, cwd=study, coder="variable")
    tipcoder("import", survey, cwd=study, coder="variable")
    tipcoder("import", survey, cwd=study, coder=None)
    acts = tipcoder("log", "-n", "4", "--format", "csv", cwd=study).csv()
    assert [act["coder"] for act in acts] == ["account", "variable", "option before", "option"]


@pytest.mark.parametrize("name", [" ", "x" * 61, "a\x1b[31mb", "left\u202eright"])
def test_a_name_that_cannot_be_a_coders_is_refused_and_not_kept(
    tipcoder: Tipcoder,
    study: Path,
    sources: object,
    name: str,
    contents: Callable[[Path], dict[str, bytes]],
) -> None:
    before = contents(study)
    done = tipcoder("import", sources.survey, "--coder", name, cwd=study)  # type: ignore[attr-defined]
    done.refused(2, "cannot be a coder's name", "60")
    assert contents(study) == before


def test_one_name_typed_on_two_systems_is_one_coder(tipcoder: Tipcoder, coded: Path) -> None:
    rows = tipcoder("codings", "export", cwd=coded).csv()
    file = coded.parent / "more.csv"
    for name in ("Jos\u00e9  P\u00e9rez", "Jose\u0301 Pe\u0301rez"):
        file.write_text(
            f"case,question,coder,code,start,end\n{rows[0]['case']},role,{name},money,,\n", "utf-8"
        )
        assert tipcoder("codings", "import", file, cwd=coded).status == 0
    rows = tipcoder("codings", "export", "--by", "Jose\u0301 Pe\u0301rez", cwd=coded).csv()
    assert [row["coder"] for row in rows] == ["Jos\u00e9 P\u00e9rez"]


def test_a_fault_of_ours_is_one_line_that_repeats_no_participants_words(
    tipcoder: Tipcoder, study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError("The embassy pushed the ministry hard")

    monkeypatch.setattr("tipcoder.workbench.status.code_counts.build_code_table", broken)
    done = tipcoder("counts", cwd=study)
    assert (done.status, done.out) == (70, "")
    assert done.err.count("\n") == 1
    assert "ValueError" in done.err
    assert "test_command_line.py:" in done.err, "where it happened"
    assert "TIPCODER_DEBUG" in done.err
    assert "embassy" not in done.err
    assert "ministry" not in done.err


def test_on_request_a_fault_of_ours_is_shown_whole_but_never_steers_the_terminal(
    tipcoder: Tipcoder, study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError("an answer with \x1b]2;TITLE\x07 in it")

    monkeypatch.setattr("tipcoder.workbench.status.code_counts.build_code_table", broken)
    monkeypatch.setenv("TIPCODER_DEBUG", "1")
    done = tipcoder("counts", cwd=study)
    assert done.status == 70
    assert "Traceback" in done.err
    assert "an answer with" in done.err
    assert "\x1b" not in done.err
    assert "\x07" not in done.err


def test_a_refusal_of_the_system_names_the_place_and_is_no_bug(
    tipcoder: Tipcoder, study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", "/some/place")

    monkeypatch.setattr("tipcoder.workbench.status.code_counts.build_code_table", full)
    tipcoder("counts", cwd=study).refused(3, "/some/place", "No space left on device")


def test_an_interrupted_verb_ends_quietly(
    tipcoder: Tipcoder, study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("tipcoder.workbench.status.code_counts.build_code_table", interrupted)
    done = tipcoder("counts", cwd=study)
    assert (done.status, done.out, done.err) == (130, "", "")


def test_without_a_stdout_the_verb_says_so(
    tipcoder: Tipcoder, study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    tipcoder("counts", cwd=study).refused(3, "no standard output")
