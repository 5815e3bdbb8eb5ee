"""A study joined to numbers by country: what a person is told, decides, and gets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tipcoder.errors import BadInput
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.statistics.country_names import decide_countries, find_decisions_file
from tipcoder.workbench.statistics.indicator_merge import merge_indicators
from tipcoder.workbench.study import OpenStudy, find_missing_files

SURVEY = """\
id,loop,country,grade,why
1001,1,Kenya,Some,text
1001,2,Côte d’Ivoire,Most,text
1002,1,Kenja,Not,text
1003,1,Global,Some,text
1004,1,Peru,Most,text
"""
STUDY = """\
title = "Merging"
languages = ["en"]

[respondent]
id = "id"
case = "loop"

[privacy]
response_ids = "from-column"

[country]
column = "country"

[[question]]
column = "why"

[outcome.grade]
column = "grade"
levels = ["Not", "Some", "Most"]

[indicator.tier]
file = "tiers.csv"
country = "name"
year = "year"
value = "tier"
summary = "last-first"
"""
TIERS = """\
name,year,tier
Kenya,2001,Tier 1
Kenya,2003,Tier 2 Watch List
Cote d'Ivoire,2001,Tier 2
Perou,2001,Tier 3
"""


@pytest.fixture
def folder(make_study: Callable[..., Path]) -> Path:
    folder = make_study(SURVEY, STUDY)
    (folder / "tiers.csv").write_text(TIERS, "utf-8")
    return folder


@pytest.fixture
def merging(folder: Path) -> Iterator[OpenStudy]:
    with open_study_folder(folder) as here:
        yield here


def test_the_report_names_every_case_that_found_no_country_and_every_country_without_data(
    merging: OpenStudy,
) -> None:
    report = merge_indicators(merging).report
    survey, file = report.unknown
    assert (survey.name, survey.where, survey.cases) == ("Kenja", "country", ("1002",))
    assert survey.proposals[0].country == "KEN"
    assert (file.name, file.where) == ("Perou", "tiers.csv")
    assert report.no_country == {"Global": ("1003",)}
    (tier,) = report.indicators
    assert (tier.with_data, tier.without) == (2, {"Peru": ("1004",)})


def test_nothing_is_matched_until_a_person_decides_and_the_decision_stays(
    merging: OpenStudy, folder: Path
) -> None:
    assert merge_indicators(merging).countries == ("KEN", "CIV", None, None, "PER")
    decide_countries(merging, [("Kenja", "Kenya"), ("Perou", "PER")], "lead")
    with open_study_folder(folder) as again:
        found = merge_indicators(again)
    assert found.report.unknown == []
    assert found.countries[2] == "KEN"
    assert found.indicators["tier"].values.tolist()[2:] == pytest.approx(
        [1.5, float("nan"), 0.0], nan_ok=True
    )
    assert "Kenja,KEN,lead," in find_decisions_file(merging).read_text("utf-8")


def test_a_name_may_be_decided_to_be_no_country(merging: OpenStudy) -> None:
    decide_countries(merging, [("Kenja", "none")], "lead")
    assert merge_indicators(merging).report.no_country == {"Kenja": ("1002",), "Global": ("1003",)}


def test_a_decision_for_a_country_that_nobody_knows_is_refused_and_keeps_nothing(
    merging: OpenStudy,
) -> None:
    with pytest.raises(BadInput, match="Kenia"):
        decide_countries(merging, [("Kenja", "KEN"), ("Perou", "Kenia")], "lead")
    assert not find_decisions_file(merging).exists()


def test_a_missing_file_is_named_with_the_place_where_it_belongs(
    merging: OpenStudy, folder: Path
) -> None:
    (folder / "tiers.csv").unlink()
    assert find_missing_files(folder, merging.definition) == ["tiers.csv"]
    with pytest.raises(BadInput) as refused:
        merge_indicators(merging)
    assert "tiers.csv" in refused.value.message
    assert str(folder / "tiers.csv") in refused.value.hint


def test_a_file_of_decisions_spoilt_by_hand_is_named_with_its_line(merging: OpenStudy) -> None:
    find_decisions_file(merging).write_text("name,country\nKenja,KEN\nPerou,PRU\n", "utf-8")
    with pytest.raises(BadInput, match="line 3"):
        merge_indicators(merging)


def test_a_country_is_one_cluster_however_it_is_written(make_study: Callable[..., Path]) -> None:
    """A name that no list knows is one as it stands, and so is what is no country."""
    names = ("Kenya", "Côte d’Ivoire", "Ivory Coast", "Cote d'Ivoire", "Kenja", "kenja", "Global")
    rows = "".join(f"{2000 + at},1,{name},Some,text\n" for at, name in enumerate(names))
    study_toml = STUDY[: STUDY.index("[indicator")]
    folder = make_study(f"id,loop,country,grade,why\n{rows}", study_toml, name="spelled")
    with open_study_folder(folder) as study:
        clusters = merge_indicators(study).find_clusters()
    assert clusters.country.tolist() == [0, 1, 1, 1, 2, 2, 3]
