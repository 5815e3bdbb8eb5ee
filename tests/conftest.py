"""What every test may ask for: a world without one's own settings, small studies, both stores."""

from __future__ import annotations

import compileall
import gc
import itertools
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from postgres_schemas import SchemaPool

if TYPE_CHECKING:
    from tipcoder.store.engine import Store
    from tipcoder.workbench.study import OpenStudy

# Read once, when Textual is first imported.
os.environ["TEXTUAL_ANIMATIONS"] = "none"

# Every process that a test starts, and every worker, would otherwise compile a thousand modules.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

POSTGRES_VARIABLE = "TIPCODER_TEST_POSTGRES"
SHARED_VARIABLE = "TIPCODER_SHARED"
ROOT = Path(__file__).resolve().parent.parent


def pytest_sessionstart(session: pytest.Session) -> None:
    """Compile the program once, before workers begin to do so side by side."""
    if getattr(session.config.option, "numprocesses", None):
        compileall.compile_dir(ROOT / "src", quiet=2)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long tests first, shared out among the workers: one that came last would hold up the end."""
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    long = [item for item in items if item.get_closest_marker("long")]
    short = [item for item in items if not item.get_closest_marker("long")]
    # Each worker begins with its share of the list from where that share begins.
    ordered = []
    for worker in range(workers):
        first, last = (len(short) * n // workers for n in (worker, worker + 1))
        ordered += [*long[worker::workers], *short[first:last]]
    items[:] = ordered


def pytest_collection_finish(session: pytest.Session) -> None:
    """What was imported for all tests stays to the end: garbage is not looked for in it.

    Nor is it looked for after every few hundred objects; a screen is made of thousands.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000)


@pytest.fixture(scope="session")
def keys_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """New places for key files, one for each test: numbered here, because pytest would look
    through all folders of before to find the next number.
    """
    above = tmp_path_factory.mktemp("keys")
    return (above / str(number) for number in itertools.count(1))


@pytest.fixture(autouse=True)
def keys_folder(keys_folders: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this test's key files go; one's own keys, drafts, name and colours stay out."""
    folder = next(keys_folders)
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("TIPCODER_KEYS", str(folder))
    monkeypatch.setenv("TIPCODER_DRAFTS", str(folder / "drafts"))
    monkeypatch.setenv("TIPCODER_TRUST", str(folder.with_name(f"{folder.name}-trust.json")))
    for name in ("TIPCODER_CODER", "TIPCODER_DEBUG", "NO_COLOR", "TEXTUAL_THEME"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture(scope="session")
def shared() -> Path:
    """The evidence folder, which stands beside the project and is not part of it."""
    folder = Path(os.environ.get(SHARED_VARIABLE) or ROOT.parent / "shared")
    if not folder.is_dir():
        pytest.skip(
            f"needs the evidence folder: set ${SHARED_VARIABLE}, or put it beside the project as "
            "../shared"
        )
    return folder


@dataclass(frozen=True)
class StoreUrl:
    """Where a test keeps its store: a file in the study's folder, or a PostgreSQL schema."""

    url: str
    schema: str | None = None

    @property
    def is_sqlite(self) -> bool:
        return self.url.startswith("sqlite")

    def toml(self) -> str:
        """The table [store] of a study.toml."""
        schema = f'schema = "{self.schema}"\n' if self.schema else ""
        return f'\n[store]\nurl = "{self.url}"\n{schema}'


@pytest.fixture
def sqlite_url() -> StoreUrl:
    """The embedded store."""
    return StoreUrl("sqlite:///study.db")


@pytest.fixture(scope="session")
def schemas() -> Iterator[SchemaPool]:
    """Schemas on the test server, each made once and emptied after every test."""
    url = os.environ.get(POSTGRES_VARIABLE)
    if not url:
        if os.environ.get("CI"):
            pytest.fail(f"${POSTGRES_VARIABLE} must name a PostgreSQL server where $CI is set")
        pytest.skip(
            f"needs a PostgreSQL server: set ${POSTGRES_VARIABLE}, like "
            "postgresql://postgres@127.0.0.1/test"
        )
    pool = SchemaPool(url)
    yield pool
    pool.close()


@pytest.fixture
def postgres_url(schemas: SchemaPool, tmp_path: Path) -> Iterator[StoreUrl]:
    """A schema of this test's own on the test server."""
    schema = schemas.take(tmp_path)
    yield StoreUrl(schemas.url, schema)
    schemas.give_back(schema)


@pytest.fixture
def empty_postgres_url(schemas: SchemaPool) -> Iterator[StoreUrl]:
    """The name of a schema that nobody has made, dropped afterwards."""
    schema = schemas.invent_name()
    yield StoreUrl(schemas.url, schema)
    schemas.drop(schema)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def store_url(request: pytest.FixtureRequest) -> StoreUrl:
    """Each of the two stores in turn."""
    url: StoreUrl = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def store(store_url: StoreUrl, tmp_path: Path) -> Iterator[Store]:
    """An empty store of each kind in turn."""
    from tipcoder.store.opening import create_store

    empty = create_store(store_url.url, tmp_path, store_url.schema)
    yield empty
    empty.close()


@pytest.fixture
def heeding_permissions() -> Iterator[None]:
    """Root may write anywhere; for the length of a test it may not."""
    if os.geteuid() != 0:
        yield
        return
    if not sys.platform.startswith("linux"):
        pytest.skip("root heeds no file mode here")
    before = _effective_capabilities()
    _effective_capabilities(before & ~0b110)  # CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH
    yield
    _effective_capabilities(before)


def _effective_capabilities(wanted: int | None = None) -> int:
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    sets = (ctypes.c_uint32 * 6)()  # effective, permitted, inheritable: low words, then high words
    if libc.capget(header, sets) != 0:
        pytest.skip("the capabilities of this process cannot be read")
    before = sets[0]
    if wanted is not None:
        sets[0] = wanted
        if libc.capset(header, sets) != 0:
            pytest.skip("the capabilities of this process cannot be changed")
    return before


SMALL_SURVEY = """\
id,organisation,loop,country,active,role,how
3237565956,Casa Clara,1,Peru,Yes,La embajada presiona al gobierno para que apruebe por fin una ley \
contra la trata de personas.,\
"Pidieron una reunión con el ministro, y ofrecieron cursos de formación para toda la policía."
3237565956,Casa Clara,2,Chile,No,El gobierno de este país no quiere escuchar a nadie y rechaza las \
críticas de los demás.,
3237565957,Blue Lamp,1,Kenya,Yes,The embassy pushed the ministry hard 👍🏽 and the new law was \
passed within a year of that.,REDACTED
3237565958,Open Door,1,Kenya,No,No comment,
3237565959,Северный дом,1,Россия,Yes,"Посольство давило на правительство, и доклад о торговле \
людьми обсуждали в парламенте.",\
Они провели обучение для полиции и дали деньги на приют для пострадавших женщин.
3237565960,Lantern,1,Ghana,Don't know,no comment ,
3237565961,"Harbour, Inc.",1,Ghana,Yes,"They gave grants, but the officials say the report is \
""unfair"" and push back every year.",\
The workshops for judges were useful; the report is now quoted in court and in the newspapers.
3237565962,Quiet Place,1,Togo,Yes,,
3237565963,Тихая гавань,1,Россия,Yes,Чиновники обиделись на доклад и закрыли дверь для любых \
иностранных организаций.,\
Ещё они встречались с журналистами и помогали нам искать пострадавших детей.
"""
"""Invented: 9 cases of 8 respondents, 12 readable answers, of which two say the same."""

SMALL_STUDY = """\
title = "A small study"
languages = ["en", "es", "ru"]

[respondent]
id = "id"
name = "organisation"
case = "loop"
attributes = ["country", "active"]

[[question]]
column = "role"
text = "What does the embassy do?"
withheld = ["REDACTED"]

[[question]]
column = "how"
text = "How does it do that?"
asked_if = { column = "active", equals = "Yes" }
withheld = ["REDACTED"]
"""

SMALL_CODEBOOK = """\
title = "A small codebook"

[code.government]
label = "Government"
codable = false

[code.pressure]
label = { en = "Pressure", ru = "Давление" }
parent = "government"
definition = "Somebody makes a government act."
use_when = "An embassy or a report moves a government."

[code.pushback]
label = { en = "Pushback", ru = "Отпор" }
parent = "government"
definition = "A government resists."
use_when = "Officials reject the report."

[code.training]
label = "Training"
definition = "Courses and workshops."
use_when = "Police or judges are trained."

[code.money]
label = "Money"
definition = "Grants and other funding."
use_when = "Money changes hands."
"""


@pytest.fixture
def small_survey() -> str:
    """The CSV that `small_study` is made from."""
    return SMALL_SURVEY


@pytest.fixture
def small_study_toml() -> str:
    """The study.toml of `small_study`."""
    return SMALL_STUDY


@pytest.fixture
def small_codebook_toml() -> str:
    """The codebook.toml of `small_study`."""
    return SMALL_CODEBOOK


@dataclass
class Moulds:
    """Studies made once from the same texts in this process; tests work in copies of them.

    Making a study costs thirty times as much as copying its files.
    """

    folder: Path
    made: dict[tuple[str, ...], Path] = field(default_factory=dict)

    def of(self, survey_csv: str, study_toml: str, codebook_toml: str, coder: str) -> Path:
        """The folder that holds `study/` and `keys/` of a study in SQLite."""
        texts = (survey_csv, study_toml, codebook_toml, coder)
        if texts not in self.made:
            mould = Path(tempfile.mkdtemp(dir=self.folder))
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv("TIPCODER_KEYS", str(mould / "keys"))
                new_study(
                    mould / "source", mould / "study", survey_csv, study_toml, codebook_toml, coder
                )
            self.made[texts] = mould
        return self.made[texts]


@pytest.fixture(scope="session")
def moulds(tmp_path_factory: pytest.TempPathFactory) -> Moulds:
    """What this process has made so far."""
    return Moulds(tmp_path_factory.mktemp("moulds"))


def new_study(
    sources: Path, folder: Path, survey_csv: str, study_toml: str, codebook_toml: str, coder: str
) -> None:
    """Make a study in `folder` as `tipcoder init` does, from files written into `sources`."""
    from tipcoder.workbench.survey.creating import StudyPlan, create_study

    sources.mkdir(parents=True)
    (sources / "survey.csv").write_text(survey_csv, "utf-8", newline="")
    (sources / "codebook.toml").write_text(codebook_toml, "utf-8")
    plan = StudyPlan(
        folder=folder, survey=sources / "survey.csv", codebook=sources / "codebook.toml"
    )
    create_study(plan, study_toml, coder)


@pytest.fixture
def make_study(tmp_path: Path, moulds: Moulds, keys_folder: Path) -> Callable[..., Path]:
    """A study folder from literal texts.

    `make_study(survey_csv, study_toml, codebook_toml=..., where=store_url, name="study",
    coder="lead", fresh=True)`; with `fresh` it is made now, for tests of how it is made.
    """
    copied: set[Path] = set()

    def make(
        survey_csv: str,
        study_toml: str,
        codebook_toml: str = SMALL_CODEBOOK,
        *,
        where: StoreUrl | None = None,
        name: str = "study",
        coder: str = "lead",
        fresh: bool = False,
    ) -> Path:
        folder = tmp_path / name
        is_copy = not fresh and where in (None, StoreUrl("sqlite:///study.db"))
        mould = moulds.of(survey_csv, study_toml, codebook_toml, coder) if is_copy else None
        if mould is None or mould in copied:
            # Two studies of one test are two: each has its own identity and key file.
            toml = study_toml + (where.toml() if where else "")
            new_study(tmp_path / f"{name}-source", folder, survey_csv, toml, codebook_toml, coder)
            return folder
        shutil.copytree(mould / "study", folder)
        if (mould / "keys").exists():
            shutil.copytree(mould / "keys", os.environ["TIPCODER_KEYS"], dirs_exist_ok=True)
        copied.add(mould)
        return folder

    return make


@pytest.fixture
def small_study(make_study: Callable[..., Path]) -> Path:
    """The folder of a small study in three languages, in SQLite, with nothing coded yet."""
    return make_study(SMALL_SURVEY, SMALL_STUDY)


@pytest.fixture
def here(small_study: Path) -> Iterator[OpenStudy]:
    """The small study, opened."""
    from tipcoder.workbench.opening import open_study_folder

    with open_study_folder(small_study) as study:
        yield study


@pytest.fixture
def here_on_both(make_study: Callable[..., Path], store_url: StoreUrl) -> Iterator[OpenStudy]:
    """The small study, opened, on each store in turn."""
    from tipcoder.workbench.opening import open_study_folder

    with open_study_folder(make_study(SMALL_SURVEY, SMALL_STUDY, where=store_url)) as study:
        yield study


@pytest.fixture
def rest_after_a_key(monkeypatch: pytest.MonkeyPatch) -> tuple[threading.Event, threading.Event]:
    """The rest that suggestions take after a key: one event is its begin, the other its end."""
    begun, over = threading.Event(), threading.Event()

    def rest(_: float) -> None:
        begun.set()
        assert over.wait(60)

    monkeypatch.setattr("tipcoder.workbench.suggestions.worker._REST_SECONDS", 60)
    monkeypatch.setattr("tipcoder.workbench.suggestions.worker.sleep", rest)
    return begun, over


NAMING_SURVEY = """\
id,organisation,country,how,more
3237565901,Harbour Light Network (HALIN),Moldova,HALIN told the ministry in Chisinau about it.,\
We are the only shelter in Moldova that takes boys.
3237565902,Brindle House,Kenya,the people of brindlewick help us with everything,\
They came in the evening.
3237565903,Fundación Camino Sereno,Guatemala,Camino Sereno pidió ayuda en Guatemala.,\
Todo sigue igual que antes.
3237565904,Quiet Place,Togo,They asked brindlewick and HALIN for advice.,\
We do not want our name in any report.
"""
NAMING_STUDY = """\
title = "A study to quote from"
languages = ["en", "es"]

[respondent]
id = "id"
name = "organisation"
attributes = ["country"]

[[question]]
column = "how"
text = "How?"

[[question]]
column = "more"
text = "Anything else?"
"""


@pytest.fixture
def naming_study(make_study: Callable[..., Path]) -> Callable[..., Path]:
    """`naming_study()` or `naming_study(url)`: a study whose answers name invented people."""

    def make(where: StoreUrl | None = None) -> Path:
        return make_study(NAMING_SURVEY, NAMING_STUDY, where=where)

    return make
