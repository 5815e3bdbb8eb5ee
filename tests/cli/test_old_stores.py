"""Studies of earlier versions: opened by today's program nothing of them is lost,
and work in them goes on.

Each folder of `tests/fixtures` called `store_VERSION` is a study as a released tipcoder left it,
its store as SQL text. Every expectation below was written down from that program's own output, or
is counted in the SQL.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tipcoder.store import opening, schema

if TYPE_CHECKING:
    from conftest import Done

Tipcoder = Callable[..., "Done"]

FIXTURES = Path(__file__).parents[1] / "fixtures"
FOLDERS = sorted(FIXTURES.glob("store_*"))
_INSERT = re.compile(r'^INSERT INTO "?(\w+)"? VALUES', re.MULTILINE)
_NO_ROWS_OF_A_STUDY = ("alembic_version", "sqlite_sequence")


@pytest.fixture(params=FOLDERS, ids=lambda folder: folder.name)
def given(request: pytest.FixtureRequest) -> Path:
    """The study as it is kept here."""
    return Path(request.param)


@pytest.fixture
def study(given: Path, tmp_path: Path, keys_folder: Path) -> Path:
    """The same as a folder that can be worked in."""
    folder = tmp_path / "old"
    shutil.copytree(given, folder)
    with closing(sqlite3.connect(folder / "study.db")) as db:
        db.executescript((folder / "store.sql").read_text("utf-8"))
    (folder / "store.sql").unlink()
    return folder


def version_of(folder: Path) -> str:
    return folder.name.removeprefix("store_")


def rows_in(path: Path) -> Counter[str]:
    """How many rows each table has."""
    with closing(sqlite3.connect(path)) as db:
        names = [
            name for (name,) in db.execute("select name from sqlite_master where type = 'table'")
        ]
        return Counter(
            {name: db.execute(f'select count(*) from "{name}"').fetchone()[0] for name in names}
        )


def given_rows(given: Path) -> Counter[str]:
    found = Counter(_INSERT.findall((given / "store.sql").read_text("utf-8")))
    return Counter(
        {name: count for name, count in found.items() if name not in _NO_ROWS_OF_A_STUDY}
    )


def codings(tipcoder: Tipcoder, study: Path) -> set[tuple[str, ...]]:
    rows = tipcoder("codings", "export", "--quotes", "--raw", "--format", "csv", cwd=study).csv()
    return {
        (row["case"], row["question"], row["coder"], row["code"], row["quote"])
        for row in rows
        if row["code"]
    }


def test_the_first_version_is_among_them_and_all_can_be_migrated() -> None:
    versions = {version_of(folder) for folder in FOLDERS}
    assert "0001" in versions
    assert versions <= opening.find_known_versions()


def test_an_old_store_is_in_order_and_has_every_row(
    tipcoder: Tipcoder, study: Path, given: Path
) -> None:
    # Any verb that may write brings a file to this version; nobody has to ask.
    assert tipcoder("rounds", cwd=study).status == 0
    assert tipcoder("migrate", cwd=study).status == 0
    done = tipcoder("check", cwd=study)
    assert (done.status, "in order" in done.err) == (0, True), done
    assert (
        "5 respondents, 6 cases, 11 readable answers, 12 codings, 15 finished, 34 acts" in done.err
    )
    wanted = given_rows(given)
    assert sum(wanted.values()) > 200
    found = rows_in(study / "study.db")
    assert {name: found[name] for name in wanted} == dict(wanted)


def test_an_old_store_has_the_tables_of_a_new_one_afterwards(
    tipcoder: Tipcoder, study: Path
) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    assert tipcoder("migrate", cwd=study).status == 0
    with closing(opening.open_store("sqlite:///study.db", study)) as store, store.read() as db:
        context = MigrationContext.configure(
            db, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, schema.metadata) == []


def test_a_store_that_was_migrated_has_its_old_state_beside_it(
    tipcoder: Tipcoder, study: Path, given: Path
) -> None:
    assert tipcoder("migrate", cwd=study).status == 0
    copy = study / "study.db.bak"
    assert copy.exists() == (version_of(given) != schema.SCHEMA_VERSION)
    if copy.exists():
        with closing(sqlite3.connect(copy)) as db:
            assert db.execute("select version_num from alembic_version").fetchall() == [
                (version_of(given),)
            ]


def test_what_people_did_in_an_old_store_is_still_told(tipcoder: Tipcoder, study: Path) -> None:
    log = tipcoder("log", "--format", "json", cwd=study).json()
    told = [(act["act"], act["coder"], act["verb"], act["state"], act["sentence"]) for act in log]
    assert [line for line in told if line[0] in (16, 20, 26, 28, 33)] == [
        (
            33,
            "lead",
            "codebook",
            "undone",
            "merged Training into Pressure, 2 codings of 2 coders moved",
        ),
        (28, "reader", "redact", "done", "marked 7005 role at 0-11"),
        (26, "anna", "turn down", "done", "turned down Training on 7003.2 role"),
        (20, "anna", "code", "dropped", "Money on 7003.2 role at 11-23"),
        (16, "boris", "code", "done", "Pushback on 7001 change"),
    ]
    assert len(told) == 34


def test_what_people_coded_and_decided_in_an_old_store_still_holds(
    tipcoder: Tipcoder, study: Path
) -> None:
    assert codings(tipcoder, study) >= {
        ("7001", "role", "anna", "pressure", "pressed our ministry"),
        ("7003.1", "role", "boris", "money", "Они дали нам грант на приют."),
        ("7003.2", "role", "anna", "money", "A grant"),
        ("7005", "role", "boris", "pushback", "pressed the mayor"),
    }
    (decision,) = tipcoder("adjudicate", "list", "--settled", "--format", "json", cwd=study).json()
    assert (decision["case"], decision["code"]) == ("7005", "pressure")
    assert "Funding" in tipcoder("codebook", "show", cwd=study).out
    assert "R1" in tipcoder("rounds", cwd=study).out
    # The detectors of this version see more, so what was read under the old ones is read again.
    before = tipcoder("quotes", "--layer", "anna", "--format", "csv", cwd=study)
    assert (before.status, before.out) == (1, "")
    assert "changed since they were read" in before.err
    assert tipcoder("redact", "review", "7001", "role", cwd=study).status == 0
    quotes = tipcoder("quotes", "--layer", "anna", "--format", "csv", cwd=study)
    assert [row["quote"] for row in quotes.csv()] == ["pressed our ministry"], quotes


def test_work_in_an_old_store_goes_on_and_can_be_taken_back(
    tipcoder: Tipcoder, study: Path
) -> None:
    before = codings(tipcoder, study)
    # Acts of the old program are undone and redone, each coder's own.
    assert tipcoder("redo", cwd=study, coder="lead").status == 0
    merged = codings(tipcoder, study)
    assert {line for line in merged if line[3] == "training"} == set()
    assert tipcoder("undo", cwd=study, coder="lead").status == 0
    assert codings(tipcoder, study) == before
    assert tipcoder("undo", cwd=study, coder="boris").status == 0
    gone = before - codings(tipcoder, study)
    assert gone == {
        ("7003.2", "role", "boris", "money", "A grant of ten thousand paid for our shelter.")
    }
    assert tipcoder("redo", cwd=study, coder="boris").status == 0
    # And so are acts of this one.
    (study / "more.csv").write_text(
        "case,question,coder,code,start,end\n7002,role,carla,money,,\n", "utf-8"
    )
    assert tipcoder("codings", "import", "more.csv", cwd=study).status == 0
    assert len(codings(tipcoder, study)) == len(before) + 1
    assert tipcoder("undo", cwd=study, coder="lead").status == 0
    assert codings(tipcoder, study) == before
    assert tipcoder("check", cwd=study).status == 0


def test_the_wave_of_an_old_case_is_watched_like_its_other_columns(
    tipcoder: Tipcoder, study: Path
) -> None:
    """Seals of that time know no wave: a case that they hold had none."""
    assert tipcoder("migrate", cwd=study).status == 0
    with closing(sqlite3.connect(study / "study.db")) as db, db:
        db.execute("update survey_case set wave = '2031' where id = 1")
    done = tipcoder("check", cwd=study)
    assert done.status == 1
    assert "wave is '2031', the log says ''" in done.out + done.err
