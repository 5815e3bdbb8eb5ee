"""A study is made whole or not at all: no folder, no rows, no key file is left
of one that failed.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tipcoder.errors import BadInput, EnvironmentFault
from tipcoder.privacy.key_file import key_path, load_keys
from tipcoder.store import act_log, survey_data
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.status.check import check_study
from tipcoder.workbench.survey import creating, importing
from tipcoder.workbench.survey.creating import StudyPlan, check_target, create_study

if TYPE_CHECKING:
    from conftest import StoreUrl
    from tipcoder.workbench.survey.import_report import ImportReport

Make = Callable[..., "ImportReport"]


@pytest.fixture
def make(
    tmp_path: Path, small_survey: str, small_study_toml: str, small_codebook_toml: str
) -> Make:
    """`make(folder)` creates the small study there; texts can be replaced."""
    source = tmp_path / "source"
    source.mkdir()

    def run(
        folder: Path,
        *,
        survey: str = small_survey,
        study: str = small_study_toml,
        codebook: str = small_codebook_toml,
    ) -> ImportReport:
        (source / "survey.csv").write_text(survey, "utf-8")
        (source / "codebook.toml").write_text(codebook, "utf-8")
        plan = StudyPlan(
            folder=folder, survey=source / "survey.csv", codebook=source / "codebook.toml"
        )
        return create_study(plan, study, "lead")

    return run


def left_of(tmp_path: Path, keys_folder: Path) -> list[str]:
    """Everything that stands beside the sources."""
    return sorted(
        str(path.relative_to(tmp_path))
        for path in tmp_path.rglob("*")
        if "source" not in path.parts
    ) + [path.name for path in keys_folder.iterdir()]


def tables_with_rows(where: StoreUrl) -> list[str]:
    import psycopg
    from psycopg import sql

    with psycopg.connect(where.url) as connection:
        names = connection.execute(
            "select table_name from information_schema.tables where table_schema = %s",
            (where.schema,),
        ).fetchall()
        found = []
        for (name,) in names:
            table = sql.Identifier(where.schema or "", name)
            count = connection.execute(sql.SQL("select count(*) from {}").format(table)).fetchone()
            found += [name] if count and count[0] else []
    return found


def test_a_study_is_a_private_folder_with_its_files(make: Make, tmp_path: Path) -> None:
    report = make(tmp_path / "study")
    folder = tmp_path / "study"
    assert sorted(path.name for path in folder.iterdir()) == [
        "codebook.toml",
        "exports",
        "study.db",
        "study.toml",
    ]
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / "study.db").stat().st_mode & 0o777 == 0o600
    assert (report.rows, report.cases, report.respondents, report.new) == (9, 9, 8, 9)
    assert report.answers == {"answered": 12, "blank": 2, "not_asked": 3, "withheld": 1}
    assert report.duplicates == 1


def test_the_files_of_the_study_are_those_that_were_given_byte_for_byte(
    make: Make, tmp_path: Path, small_study_toml: str, small_codebook_toml: str
) -> None:
    windows = small_study_toml.replace("\n", "\r\n") + "# ёлка\r\n"
    make(tmp_path / "study", study=windows, codebook="# by hand\n" + small_codebook_toml)
    assert (tmp_path / "study" / "study.toml").read_bytes() == windows.encode()
    assert (tmp_path / "study" / "codebook.toml").read_text("utf-8").startswith("# by hand\n")


def test_both_stores_hold_the_same_study(
    make_study: Callable[..., Path], small_survey: str, small_study_toml: str, store_url: StoreUrl
) -> None:
    with open_study_folder(make_study(small_survey, small_study_toml, where=store_url)) as here:
        assert check_study(here).faults == []
        with here.store.read() as db:
            cases = survey_data.load_cases(db)
            assert [(line.coder, line.verb, line.state) for line in act_log.load_log(db)] == [
                ("lead", "import", "final"),
                ("lead", "codebook", "final"),
            ]
        keys = load_keys(key_path(here.read_uuid()))
    assert len(cases) == 9
    assert {case.key.response_id for case in cases} == set(keys.source_ids.values())
    first, second = cases[:2]
    assert (first.label, second.label) == (
        f"{first.key.response_id}.1",
        f"{first.key.response_id}.2",
    )
    assert all(case.label == case.key.response_id for case in cases[2:])


def test_two_studies_of_one_file_have_nothing_in_common(make: Make, tmp_path: Path) -> None:
    seen = []
    for name in ("one", "two"):
        make(tmp_path / name)
        with open_study_folder(tmp_path / name) as here, here.store.read() as db:
            seen.append((here.read_uuid(), tuple(survey_data.load_respondent_ids(db))))
    assert seen[0][0] != seen[1][0]
    assert seen[0][1] != seen[1][1]


def test_an_empty_folder_becomes_the_study_and_stays_the_same_folder(
    make: Make, tmp_path: Path
) -> None:
    folder = tmp_path / "study"
    folder.mkdir(mode=0o755)
    inode = folder.stat().st_ino
    make(folder)
    assert folder.stat().st_ino == inode, "a shell may stand in it"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert sorted(path.name for path in folder.iterdir()) == [
        "codebook.toml",
        "exports",
        "study.db",
        "study.toml",
    ]


def test_a_study_can_be_made_in_the_folder_one_stands_in(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "study"
    folder.mkdir()
    monkeypatch.chdir(folder)
    make(Path())
    with open_study_folder() as here:
        assert here.folder == folder


def test_folders_on_the_way_are_made(make: Make, tmp_path: Path) -> None:
    make(tmp_path / "a" / "b" / "study")
    with open_study_folder(tmp_path / "a" / "b" / "study") as here:
        assert check_study(here).faults == []


@pytest.mark.parametrize("taken", ["study", "other", "file"])
def test_a_place_that_is_taken_is_refused_and_left_alone(
    make: Make, tmp_path: Path, taken: str
) -> None:
    folder = tmp_path / "place"
    if taken == "file":
        folder.write_text("mine")
    else:
        folder.mkdir()
        (folder / ("study.toml" if taken == "study" else "mine.txt")).write_text("mine")
    with pytest.raises(BadInput, match="place: "):
        check_target(folder)
    with pytest.raises(BadInput, match="place: ") as refusal:
        make(folder)
    assert refusal.value.hint
    kept = folder if taken == "file" else next(folder.iterdir())
    assert kept.read_text() == "mine"


@pytest.mark.parametrize("there", [False, True])
@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        ({"study": "title = "}, r"study\.toml: is not valid TOML"),
        ({"codebook": "[code.a]\nlabel = 3\n"}, r"codebook\.toml, code\.a"),
        ({"survey": "id,organisation\n1,x\n"}, "has no column"),
        ({"survey": 'id,organisation,loop,country,active,role,how\n1,"open'}, "line 2"),
        (
            {"survey": "id,organisation,loop,country,active,role,how\n,x,1,y,Yes,z,\n"},
            "no usable row",
        ),
    ],
)
def test_of_a_study_that_cannot_be_made_nothing_is_left(
    make: Make, tmp_path: Path, keys_folder: Path, spoil: dict[str, str], says: str, there: bool
) -> None:
    if there:
        (tmp_path / "deep" / "study").mkdir(parents=True)
    before = left_of(tmp_path, keys_folder)
    with pytest.raises(BadInput, match=says):
        make(tmp_path / "deep" / "study", **spoil)
    assert left_of(tmp_path, keys_folder) == before


@pytest.mark.parametrize("where", ["write", "move"])
@pytest.mark.parametrize("there", [False, True])
def test_a_crash_at_the_last_moment_leaves_nothing_either(
    make: Make,
    tmp_path: Path,
    keys_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    where: str,
    there: bool,
) -> None:
    if there:
        (tmp_path / "study").mkdir()
    before = left_of(tmp_path, keys_folder)

    def crash(*args: object, **options: object) -> None:
        raise KeyboardInterrupt

    if where == "write":
        real = importing.events.finish_act
        monkeypatch.setattr(
            importing.events, "finish_act", lambda act, keep=False: (real(act, keep=keep), crash())
        )
    else:
        monkeypatch.setattr(Path, "rename", crash)
    with pytest.raises(KeyboardInterrupt):
        make(tmp_path / "study")
    monkeypatch.undo()
    assert left_of(tmp_path, keys_folder) == before


def test_a_move_that_stops_half_way_leaves_the_folder_empty(
    make: Make, tmp_path: Path, keys_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "study").mkdir()
    real, calls = Path.rename, []

    def third_time_unlucky(path: Path, target: Path) -> Path:
        calls.append(path.name)
        if len(calls) == 3:
            raise OSError(5, "Input/output error")
        return real(path, target)

    with monkeypatch.context() as spoiled:
        spoiled.setattr(Path, "rename", third_time_unlucky)
        with pytest.raises(EnvironmentFault, match=r"study: cannot be made \(Input/output error\)"):
            make(tmp_path / "study")
    assert len(calls) == 5, "two had moved, and were moved back"
    assert left_of(tmp_path, keys_folder) == ["study"]


@pytest.mark.postgres
@pytest.mark.parametrize("where", ["survey", "keys", "move"])
def test_a_failed_start_leaves_no_table_in_a_database_and_can_be_repeated(
    make: Make,
    tmp_path: Path,
    keys_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    postgres_url: StoreUrl,
    small_study_toml: str,
    where: str,
) -> None:
    def fail(*args: object) -> None:
        raise EnvironmentFault("something failed.")

    study = small_study_toml + postgres_url.toml()
    with monkeypatch.context() as spoiled:
        if where == "survey":
            spoiled.setattr(importing.SurveyWriter, "write_all_cases", fail)
        elif where == "keys":
            spoiled.setattr(importing, "save_keys", fail)
        else:
            spoiled.setattr(creating, "_move_into_place", fail)
        with pytest.raises(EnvironmentFault, match="something failed"):
            make(tmp_path / "study", study=study)
    assert tables_with_rows(postgres_url) == []
    assert left_of(tmp_path, keys_folder) == []

    make(tmp_path / "study", study=study)
    with open_study_folder(tmp_path / "study") as here:
        assert check_study(here).faults == []


@pytest.mark.postgres
def test_a_study_that_is_there_already_survives_somebody_elses_attempt(
    make: Make, tmp_path: Path, keys_folder: Path, postgres_url: StoreUrl, small_study_toml: str
) -> None:
    study = small_study_toml + postgres_url.toml()
    make(tmp_path / "study", study=study)
    before = left_of(tmp_path, keys_folder)
    with pytest.raises(BadInput, match="already holds a study") as refusal:
        make(tmp_path / "second", study=study)
    assert "schema" in refusal.value.hint
    assert left_of(tmp_path, keys_folder) == before
    with open_study_folder(tmp_path / "study") as here:
        assert check_study(here).faults == []


def test_a_store_outside_the_folder_is_taken_away_again(
    make: Make,
    tmp_path: Path,
    keys_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    small_study_toml: str,
) -> None:
    outside = tmp_path / "elsewhere.db"
    study = f'{small_study_toml}\n[store]\nurl = "sqlite:///{outside}"\n'
    with monkeypatch.context() as spoiled:
        spoiled.setattr(creating, "_move_into_place", lambda *args: (tmp_path / "nowhere").stat())
        with pytest.raises(EnvironmentFault, match="cannot be made"):
            make(tmp_path / "study", study=study)
    assert left_of(tmp_path, keys_folder) == []
    make(tmp_path / "study", study=study)
    assert outside.exists()
    with pytest.raises(BadInput, match=r"elsewhere\.db: is there already"):
        make(tmp_path / "second", study=study)
    with open_study_folder(tmp_path / "study") as here:
        assert check_study(here).faults == []


def test_a_place_that_cannot_be_written_is_named(
    make: Make, tmp_path: Path, keys_folder: Path, heeding_permissions: None
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o555)
    with pytest.raises(
        EnvironmentFault, match=r"study: cannot be made \(Permission denied\)"
    ) as fault:
        make(closed / "study")
    assert fault.value.hint
    assert left_of(tmp_path, keys_folder) == ["closed"]


def test_keys_are_never_kept_with_the_study_or_in_a_work_tree(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tree" / ".git").mkdir(parents=True)
    monkeypatch.setenv("TIPCODER_KEYS", str(tmp_path / "tree" / "keys"))
    with pytest.raises(EnvironmentFault, match="may not be in a git work tree") as fault:
        make(tmp_path / "study")
    assert "TIPCODER_KEYS" in fault.value.hint
    assert not (tmp_path / "study").exists()


def test_a_coders_name_must_be_one_before_anything_is_made(
    tmp_path: Path, small_survey: str, small_study_toml: str
) -> None:
    (tmp_path / "survey.csv").write_text(small_survey, "utf-8")
    plan = StudyPlan(folder=tmp_path / "study", survey=tmp_path / "survey.csv")
    for name in ("x" * 61, "a\x1b[31mb", " \t"):
        with pytest.raises(BadInput, match="cannot be a coder's name"):
            create_study(plan, small_study_toml, name)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["survey.csv"]
