"""A coder at work in the small study, and a way to name its answers by their words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from rating_tables import QUICK, Read
from tipcoder.model.filters import AnswerFilter
from tipcoder.workbench.agreement.ratings_file import assess_files, build_table_request
from tipcoder.workbench.coding.session import CodingSession

if TYPE_CHECKING:
    from tipcoder.agreement.results import Agreement
    from tipcoder.workbench.study import OpenStudy


def answer_saying(session: CodingSession, words: str) -> int:
    """The id of the one readable answer with these words in it."""
    (answer_id,) = session.find_answer_ids(AnswerFilter(words=words))
    return answer_id


@pytest.fixture
def find() -> Callable[[CodingSession, str], int]:
    """`find(session, "words")` is the id of the one answer that says them."""
    return answer_saying


@pytest.fixture
def anna(here: OpenStudy) -> CodingSession:
    """Anna in the small study on SQLite."""
    return CodingSession(here, here.register_coder("anna"))


@pytest.fixture
def boris(here: OpenStudy) -> CodingSession:
    """Boris in the same study."""
    return CodingSession(here, here.register_coder("boris"))


@pytest.fixture
def folder_bytes() -> Callable[[Path], dict[str, bytes]]:
    """Every file below a folder with its bytes, to see that nothing was written."""

    def read(folder: Path) -> dict[str, bytes]:
        return {
            str(path.relative_to(folder)): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file()
        }

    return read


@pytest.fixture
def public_study_toml(small_study_toml: str) -> str:
    """The small study with the IDs of its file shown as they are, so that tests can name cases."""
    without_name = small_study_toml.replace('name = "organisation"\n', "")
    return without_name + '\n[privacy]\nresponse_ids = "from-column"\n'


@pytest.fixture
def public(
    make_study: Callable[..., Path], small_survey: str, public_study_toml: str
) -> Iterator[OpenStudy]:
    """The small study with public IDs, opened."""
    from tipcoder.workbench.opening import open_study_folder

    with open_study_folder(make_study(small_survey, public_study_toml)) as study:
        yield study


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """The report on files of these contents."""

    def reading(*contents: str, names: Sequence[str] = (), **options: Any) -> Agreement:
        paths = []
        for number, content in enumerate(contents):
            path = tmp_path / (names[number] if names else f"ratings{number}.csv")
            path.parent.mkdir(exist_ok=True)
            path.write_text(content, "utf-8", newline="")
            paths.append(path)
        return assess_files(paths, build_table_request(**options), draws=QUICK).agreement

    return reading
