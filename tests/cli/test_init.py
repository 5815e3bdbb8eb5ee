"""A survey file becomes a study: proposed, described, or by a template;
whole, or with nothing left behind.
"""

from __future__ import annotations

import json
import os
import threading
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Done, Sources

Tipcoder = Callable[..., "Done"]


@pytest.fixture
def nothing_is_left(tmp_path: Path, keys_folder: Path, sources: Sources) -> Callable[[], bool]:
    """Whether there is no file and no folder more than when the test began."""

    def everything() -> list[str]:
        return sorted(str(path) for root in (tmp_path, keys_folder) for path in root.rglob("*"))

    before = everything()
    return lambda: everything() == before


def test_a_survey_becomes_a_study_and_the_report_says_what_came_of_it(
    tipcoder: Tipcoder, sources: Sources, tmp_path: Path
) -> None:
    done = tipcoder(*sources.init("study"))
    assert done.status == 0, done.err
    assert done.out.splitlines()[:3] == [
        "survey.csv: 9 rows, 7 columns, utf-8, delimiter ,",
        "8 respondents (8 new), 9 cases: 9 new, 0 changed, 0 kept",
        "open questions: 12 answered (1 repeat another), 2 blank, 3 not asked, 1 withheld",
    ]
    assert done.out.splitlines()[3].startswith("languages: ru 4, ")
    assert done.err == "\nThe study is in study. Next: cd study && tipcoder code\n"
    files = {path.name for path in (tmp_path / "study").iterdir()}
    assert files == {"study.toml", "codebook.toml", "study.db", "exports"}
    assert (tmp_path / "study" / "study.toml").read_bytes() == sources.study.read_bytes()
    assert (tmp_path / "study" / "codebook.toml").read_bytes() == sources.codebook.read_bytes()
    assert tipcoder("check", cwd=tmp_path / "study").status == 0


def test_the_report_is_for_programs_too(tipcoder: Tipcoder, sources: Sources) -> None:
    report = tipcoder(*sources.init("one", "--format", "json")).json()
    assert {
        name: report[name] for name in ("rows", "respondents", "cases", "new", "refused", "dry_run")
    } == {
        "rows": 9,
        "respondents": 8,
        "cases": 9,
        "new": 9,
        "refused": [],
        "dry_run": False,
    }
    assert report["answers"] == {"answered": 12, "blank": 2, "not_asked": 3, "withheld": 1}
    facts = {
        line["what"]: line["count"]
        for line in tipcoder(*sources.init("two", "--format", "csv")).csv()
    }
    assert (facts["cases"], facts["answers not asked"], facts["answers that repeat another"]) == (
        "9",
        "3",
        "1",
    )


def test_the_way_to_a_folder_with_a_blank_in_its_name_can_be_pasted(
    tipcoder: Tipcoder, sources: Sources
) -> None:
    assert "cd 'my study' && tipcoder code" in tipcoder(*sources.init("my study")).err


def test_without_a_study_file_the_proposal_is_shown_and_nothing_is_made(
    tipcoder: Tipcoder, sources: Sources, nothing_is_left: Callable[[], bool]
) -> None:
    done = tipcoder("init", "study", "--survey", sources.survey)
    assert done.status == 0
    proposal = tomllib.loads(done.out)
    assert proposal["respondent"]["id"] == "id"
    assert proposal["respondent"]["name"] == "organisation", "so that it goes to the key file"
    assert proposal["respondent"]["case"] == "loop"
    assert [question["column"] for question in proposal["question"]] == ["role", "how"]
    assert set(proposal["languages"]) == {"en", "es", "ru"}
    assert "nothing was made yet" in done.err
    assert "--yes" in done.err
    assert "--study-file" in done.err
    assert nothing_is_left()


def test_a_proposal_kept_in_a_file_is_a_study_file(
    tipcoder: Tipcoder, sources: Sources, tmp_path: Path
) -> None:
    (tmp_path / "mine.toml").write_text(
        tipcoder("init", "d", "--survey", sources.survey).out, "utf-8"
    )
    done = tipcoder("init", "d", "--survey", sources.survey, "--study-file", "mine.toml")
    assert done.status == 0, done.err
    assert "9 cases: 9 new" in done.out


def test_with_yes_the_study_is_made_as_proposed(
    tipcoder: Tipcoder, sources: Sources, tmp_path: Path
) -> None:
    proposal = tipcoder("init", "study", "--survey", sources.survey).out
    done = tipcoder("init", "study", "--survey", sources.survey, "--yes")
    assert done.status == 0, done.err
    assert (tmp_path / "study" / "study.toml").read_text("utf-8") == proposal.removesuffix("\n")
    assert (
        tipcoder("check", "--format", "json", cwd=tmp_path / "study").json()["totals"]["cases"] == 9
    )


def test_the_folder_has_the_words_of_the_files_name(
    tipcoder: Tipcoder, sources: Sources, tmp_path: Path
) -> None:
    survey = tmp_path / "Team-day (Responses) - Form 1.csv"
    survey.write_bytes(sources.survey.read_bytes())
    done = tipcoder("init", survey, "--yes")
    assert done.status == 0, done.err
    assert (tmp_path / "Team-day-Responses-Form-1" / "study.toml").exists()


def test_a_survey_may_come_through_a_pipe_though_it_is_looked_at_first(
    tipcoder: Tipcoder, sources: Sources, tmp_path: Path
) -> None:
    """As of `init study --survey <(iconv -f cp1251 survey.csv) --yes`:
    a pipe can be read only once.
    """
    os.mkfifo(tmp_path / "pipe")
    writer = threading.Thread(
        target=lambda: (tmp_path / "pipe").write_bytes(sources.survey.read_bytes())
    )
    writer.start()
    done = tipcoder("init", "study", "--survey", "pipe", "--yes")
    writer.join()
    assert done.status == 0, done.err
    assert done.out.startswith("pipe: 9 rows")


@pytest.mark.long
def test_the_founding_study_comes_in_by_its_template_and_leaves_for_other_programs(
    tipcoder: Tipcoder, shared: Path, tmp_path: Path
) -> None:
    survey = shared / "replication" / "responses.csv"
    done = tipcoder(
        "init", "tip", "--survey", survey, "--template", "tip-ngo-survey", "--format", "json"
    )
    assert done.status == 0, done.err
    report = done.json()
    assert (report["rows"], report["respondents"], report["cases"]) == (561, 480, 561)
    assert (report["new"], report["refused"]) == (561, [])
    assert tipcoder("counts", "--by", "none", "--format", "csv", cwd=tmp_path / "tip").status == 0
    for ending in ("sav", "dta"):
        done = tipcoder("merge", "-o", tmp_path / f"out/m.{ending}", cwd=tmp_path / "tip")
        assert done.status == 0, done.err
    expected = published_counts(shared)
    for column, levels in levels_read_by_others(tmp_path / "out").items():
        assert levels == {level: expected[level] for level in levels}, column


def published_counts(shared: Path) -> dict[str, int]:
    """How often each answer to Q3.19 stands in the article's table."""
    entries = json.loads((shared / "replication" / "expected.json").read_text("utf-8"))
    entries = (
        entries
        if isinstance(entries, list)
        else next(v for v in entries.values() if isinstance(v, list))
    )
    rows = [entry for entry in entries if entry["family"] == "table.Q3.19"]
    return {row["description"].removeprefix("Q3.19: "): int(row["value"]) for row in rows}


def levels_read_by_others(folder: Path) -> dict[str, dict[str, int]]:
    """The same counts by the labels that pandas and pyreadstat find, with "Don't know"
    and without it.
    """
    import pandas
    import pyreadstat

    stata = pandas.read_stata(folder / "m.dta")
    spss, _ = pyreadstat.read_sav(str(folder / "m.sav"), apply_value_formats=True)
    names = ("survey_Q3_19", "outcome_importance")
    found = {
        f"{kind} {name}": frame[name]
        for name in names
        for kind, frame in (("dta", stata), ("sav", spss))
    }
    return {column: cells.value_counts().to_dict() for column, cells in found.items()}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (
            ("--template", "tip-ngo-survy"),
            ("no template called 'tip-ngo-survy'", "Did you mean 'tip-ngo-survey'?"),
        ),
        (("--template", "zzz"), ("no template called 'zzz'", "Known: demo, tip-ngo-survey.")),
        (("--template", "../templates/demo"), ("no template called '../templates/demo'",)),
        (
            ("--template", "demo"),
            ("demo, [respondent] id:", "survey.csv has no column 'respondent'"),
        ),
        (("--study-file", "gone.toml"), ("gone.toml: there is no such file",)),
        (("--study-file", "."), ("is a folder, not a TOML file",)),
        (("--yes", "--codebook", "gone.toml"), ("gone.toml: there is no such file",)),
        (
            ("--yes", "--codebook", "sources/survey.csv"),
            ("survey.csv: no column has the codes", "Call one `code`"),
        ),
        (("--yes", "--codebook", ""), ("--codebook: the name is empty", "tipcoder init --help")),
        (
            ("--yes", "--encoding", "cp125l"),
            ("'cp125l' is not an encoding that is known", "Did you mean 'cp125"),
        ),
        (("--yes", "--coder", "\x1b"), ("cannot be a coder's name",)),
    ],
)
def test_what_cannot_be_used_is_named_and_nothing_is_made(
    tipcoder: Tipcoder,
    sources: Sources,
    words: tuple[str, ...],
    says: tuple[str, ...],
    nothing_is_left: object,
) -> None:
    tipcoder("init", "study", "--survey", sources.survey, *words).refused(2, *says)
    assert nothing_is_left()  # type: ignore[operator]


@pytest.mark.parametrize(
    ("wrong", "right", "says"),
    [
        (
            'column = "role"',
            'column = "rolle"',
            ("[[question]] column", "'rolle'", "Did you mean 'role'?"),
        ),
        (
            'column = "active"',
            'column = "activ"',
            ("asked_if of question how", "'activ'", "Did you mean 'active'?"),
        ),
        ('id = "id"', 'id = "ID"', ("[respondent] id", "'ID'", "Did you mean 'id'?")),
        ('title = "A small', 'titel = "A small', ("`title` is missing", "Is it `titel`?")),
        ("withheld", "witheld", ("witheld", "withheld")),
    ],
)
def test_a_wrong_word_in_the_study_file_is_named_with_its_place_and_the_nearest(
    tipcoder: Tipcoder,
    sources: Sources,
    wrong: str,
    right: str,
    says: tuple[str, ...],
    nothing_is_left: object,
) -> None:
    sources.study.write_text(sources.study.read_text("utf-8").replace(wrong, right), "utf-8")
    tipcoder(*sources.init("study")).refused(2, "my-study.toml", *says)
    assert nothing_is_left()  # type: ignore[operator]


def test_a_survey_that_is_not_there_gets_the_nearest_file_of_that_folder(
    tipcoder: Tipcoder, sources: Sources
) -> None:
    words = ("init", "study", "--study-file", sources.study, "--survey")
    tipcoder(*words, "sources/survy.csv").refused(
        2, "sources/survy.csv: there is no", "Did you mean 'sources/survey."
    )
    tipcoder(*words, "nowhere/s.csv").refused(
        2, "nowhere/s.csv: there is no such file", "Check the name"
    )
    tipcoder("init", "study", "--survey", "").refused(2, "--survey: the name is empty")


@pytest.mark.parametrize(
    ("there", "says"),
    [
        ("study", ("study: holds a study already", "tipcoder import")),
        ("file", ("file: is a file", "Name a new folder")),
        ("full", ("full: is not empty", "Name a new folder")),
    ],
)
def test_a_place_that_is_taken_is_left_as_it_was(
    tipcoder: Tipcoder,
    sources: Sources,
    study: Path,
    there: str,
    says: tuple[str, ...],
    contents: Callable[[Path], dict[str, bytes]],
) -> None:
    (study.parent / "file").write_text("mine", "utf-8")
    (study.parent / "full").mkdir()
    (study.parent / "full" / "notes.txt").write_text("mine", "utf-8")
    before = contents(study.parent)
    tipcoder(*sources.init(there)).refused(2, *says)
    assert contents(study.parent) == before


@pytest.mark.parametrize("kind", ["inside", "by a link", "relative", "in a work tree"])
def test_a_place_for_keys_that_is_not_private_is_refused_before_anything_is_made(
    tipcoder: Tipcoder, sources: Sources, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    (tmp_path / "repository" / ".git").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "study" / "keys")
    place, *says = {
        "inside": (
            tmp_path / "study" / "keys",
            "may not be in the study folder",
            "$TIPCODER_KEYS says which",
        ),
        "by a link": (
            tmp_path / "link",
            "may not be in the study folder",
            "$TIPCODER_KEYS says which",
        ),
        "relative": ("keys", "$TIPCODER_KEYS must be an absolute path", "Begin it with /"),
        "in a work tree": (
            tmp_path / "repository" / "keys",
            "may not be in a git work tree",
            "$TIPCODER_KEYS says which",
        ),
    }[kind]
    monkeypatch.setenv("TIPCODER_KEYS", str(place))
    before = sorted(tmp_path.rglob("*"))
    tipcoder(*sources.init("study")).refused(3, *map(str, says))
    assert sorted(tmp_path.rglob("*")) == before


def test_a_folder_for_keys_that_cannot_be_written_leaves_no_study(
    tipcoder: Tipcoder,
    sources: Sources,
    keys_folder: Path,
    nothing_is_left: object,
    heeding_permissions: None,
) -> None:
    keys_folder.chmod(0o500)
    try:
        done = tipcoder(*sources.init("study"))
    finally:
        keys_folder.chmod(0o700)
    done.refused(3, "the key file cannot be written (Permission denied)", "TIPCODER_KEYS")
    assert nothing_is_left()  # type: ignore[operator]


def test_names_and_source_ids_are_in_the_key_file_and_nowhere_else(
    tipcoder: Tipcoder, sources: Sources, tmp_path: Path, keys_folder: Path
) -> None:
    done = tipcoder(*sources.init("study"))
    (key_file,) = keys_folder.glob("*.keys.json")
    keys = json.loads(key_file.read_text("utf-8"))
    assert key_file.stat().st_mode & 0o777 == 0o600
    assert keys["identities"][keys["source_ids"]["3237565957"]]["organisation"] == ["Blue Lamp"]
    study = b"".join(
        path.read_bytes() for path in (tmp_path / "study").rglob("*") if path.is_file()
    )
    for secret in ("Blue Lamp", "Тихая гавань", "3237565957"):
        assert secret.encode() not in study
        assert secret not in done.out + done.err


REPEATED = "id;group;comment\n" + "".join(
    f"k{at};private;{'Too dear for what one gets' if at % 2 else 'Quick and easy to use'}\n"
    for at in range(80)
)
"""A survey whose comments repeat each other, so that nothing looks like an open question."""


def test_a_column_is_an_open_question_because_a_person_says_so(
    tipcoder: Tipcoder, tmp_path: Path
) -> None:
    (tmp_path / "survey.csv").write_text(REPEATED, "utf-8")
    refused = tipcoder("init", "survey.csv", "--yes")
    assert refused.status == 2
    # The remedy is the option with the column that has the longest values.
    assert refused.err.rstrip().endswith("say so: --role comment=question")

    said = ("--role", "comment=question", "--role", "group=left-out")
    assert tipcoder("init", "survey.csv", "--yes", *said).status == 0
    study = tomllib.loads((tmp_path / "survey" / "study.toml").read_text("utf-8"))
    assert [question["column"] for question in study["question"]] == ["comment"]
    assert study["respondent"]["ignore"] == ["group"]


@pytest.mark.parametrize(
    ("choice", "reason"),
    [
        ("comment", "--role: 'comment' is no COLUMN=ROLE, such as Comment=question."),
        ("comment=open", "--role: 'open' is no role (question, "),
        ("coment=question", "survey.csv: there is no column 'coment'. Did you mean 'comment'?"),
        ("group=outcome=question", "survey.csv: there is no column 'group=outcome'."),
    ],
)
def test_a_role_that_cannot_be_given_is_named_and_nothing_is_made(
    tipcoder: Tipcoder, tmp_path: Path, choice: str, reason: str
) -> None:
    (tmp_path / "survey.csv").write_text(REPEATED, "utf-8")
    done = tipcoder("init", "survey.csv", "--yes", "--role", choice)
    assert done.status == 2
    assert reason in done.err
    assert not (tmp_path / "survey").exists()
