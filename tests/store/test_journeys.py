"""How often a verb waits for a server: each journey there and back costs what the line costs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from conftest import StoreUrl
from line import BreakableLine
from tipcoder.store import integrity
from tipcoder.workbench.exchange.codings_import import import_codings
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.suggestions.study_suggestions import build_study_suggestions
from tipcoder.workbench.suggestions.suggestion_list import SuggestionList, WantedSuggestions

pytestmark = pytest.mark.postgres

# A sentence that all of them say: each is everybody's twin.
MANY = "id,Q1\n" + "".join(f"{number},They asked for a shelter.\n" for number in range(40))
STUDY = """title = "Shelters"
languages = ["en"]
[respondent]
id = "id"
[[question]]
column = "Q1"
"""
BOOK = 'title = "Shelters"\n[code.shelter]\nlabel = "Shelter"\ncues = ["shelter"]\n'


@pytest.fixture
def line(postgres_url: StoreUrl) -> Iterator[BreakableLine]:
    line = BreakableLine(postgres_url.url)
    yield line
    line.close()


@pytest.fixture
def folder(make_study: Callable[..., Path], line: BreakableLine, postgres_url: StoreUrl) -> Path:
    """A study on a server whose line counts journeys."""
    folder = make_study(MANY, STUDY, BOOK, where=replace(postgres_url, url=line.url))
    with open_study_folder(folder) as study:
        study.register_coder("anna")
    line.trips = 0
    return folder


def test_pages_are_the_rows_and_one_journey_each(folder: Path, line: BreakableLine) -> None:
    numbers = text("select n from generate_series(1, 25) n").execution_options(yield_per=10)
    with open_study_folder(folder) as study, study.store.read() as db:
        db.execute(text("select 1"))
        line.trips = 0
        assert list(db.execute(numbers).scalars()) == list(range(1, 26))
        assert line.trips == 3, "pages of 10, 10 and 5"
        # The last page of a query may be full; whether another one follows is asked once.
        even = text("select n from generate_series(1, 20) n").execution_options(yield_per=10)
        assert list(db.execute(even).scalars()) == list(range(1, 21))
        assert line.trips == 3 + 3
        none = text("select n from generate_series(1, 0) n").execution_options(yield_per=10)
        assert list(db.execute(none).scalars()) == []
        assert line.trips == 3 + 3 + 1


def test_pages_of_two_queries_may_alternate_and_be_left(folder: Path) -> None:
    numbers = text("select n from generate_series(:first, 95) n").execution_options(yield_per=10)
    with open_study_folder(folder) as study, study.store.read() as db:
        ones = db.execute(numbers, {"first": 1}).scalars()
        others = db.execute(numbers, {"first": 51}).scalars()
        pairs = list(zip(ones, others, strict=False))
        assert pairs == [(number, number + 50) for number in range(1, 46)]
        assert db.execute(text("select 7")).scalar_one() == 7
    with open_study_folder(folder) as study, study.store.write() as db:
        assert next(iter(db.execute(numbers, {"first": 90}).scalars())) == 90


def test_a_check_asks_nothing_of_tables_that_are_empty(folder: Path, line: BreakableLine) -> None:
    with open_study_folder(folder, read_only=True) as study:
        # Every page of every table that has rows, its seals and its events.
        line.trips = 0
        assert list(integrity.iterate_findings(study.store)) == []
        assert line.trips <= 45


def test_codings_of_twins_are_read_together(
    folder: Path, line: BreakableLine, tmp_path: Path
) -> None:
    with open_study_folder(folder) as study:
        coded, *others = build_study_suggestions(study).answers
        codings = tmp_path / "codings.csv"
        line_of = f"{coded.case},Q1,anna,shelter,,"
        codings.write_text(f"case,question,coder,code,start,end\n{line_of}\n")
        import_codings(study, study.register_coder("anna"), codings)
    with open_study_folder(folder, read_only=True, viewer="boris") as study:
        listed = SuggestionList(study)
        line.trips = 0
        found = list(listed.list_suggestions(WantedSuggestions({"Q1"})))
        assert {one.answer.id for one in found} >= {answer.id for answer in others}
        # What the code is on, what may be seen of it, and an end: each of 39 would ask for that.
        assert line.trips <= 4
