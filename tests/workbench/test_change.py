"""What changed between two waves: who is compared with whom, and what is said beside it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from changing_world import STUDY, code_all, make_coded_study, write_survey
from tipcoder.errors import BadInput
from tipcoder.export.change_report import build_change_report
from tipcoder.model.filters import AnswerFilter
from tipcoder.results.changes import ALL, MEAN, OTHERS, PANEL, SHARE
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.publishing.small_counts import CountScreen
from tipcoder.workbench.statistics.change import ChangeRequest, find_changes

if TYPE_CHECKING:
    from tipcoder.workbench.study import OpenStudy


@pytest.fixture(scope="module")
def coded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both waves, and Anna has coded everything."""
    folder = tmp_path_factory.mktemp("changing")
    return make_coded_study(folder, "anna")


@pytest.fixture
def shelters(coded: Path) -> Iterator[OpenStudy]:
    """The same to look at."""
    with open_study_folder(coded, read_only=True) as study:
        yield study


def test_the_panel_the_others_and_everybody_are_shown(shelters: OpenStudy) -> None:
    found = find_changes(shelters, ChangeRequest(codes=("money",)))
    (money,) = found.changes
    assert found.waves == ("2023", "2025")
    assert money.measure == SHARE
    figures = {
        one.sample: (one.before.count, one.before.n, one.after.count, one.after.n)
        for one in money.estimates
    }
    assert figures == {PANEL: (3, 12, 9, 12), OTHERS: (3, 12, 6, 12), ALL: (6, 24, 15, 24)}
    assert money.sample == ALL
    # By hand: six of the panel took it up and nobody dropped it, so mid-p is 1 / 2 ** 6.
    panel = next(one for one in money.estimates if one.sample == PANEL)
    assert panel.p == pytest.approx(1 / 64)
    assert money.family_size == 1
    assert money.p_adjusted == money.headline.p
    assert found.sentences[0] == (
        "Wave 2023 has 24 respondents and wave 2025 has 24; 12 answered in both."
    )


def test_what_nobody_has_read_is_not_counted_as_absent(
    make_study: Callable[..., Path],
) -> None:
    with open_study_folder(make_study(write_survey(), STUDY)) as study:
        for houses in ("P0", "P1", "A0", "A1"):
            code_all(study, "anna", words=houses)
        (money,) = find_changes(study, ChangeRequest(codes=("money",))).changes
        assert (money.headline.before.n, money.headline.after.n) == (24, 12)
        assert (
            "12 respondents of wave 2025 left out: not asked, not answered, or not read to the end."
            in money.notes
        )


def test_an_outcome_is_tested_by_its_mean_and_its_levels_are_described(
    shelters: OpenStudy,
) -> None:
    changes = find_changes(shelters, ChangeRequest(outcomes=("trust",))).changes
    assert [(one.measure, one.level) for one in changes] == [
        (MEAN, ""),
        (SHARE, "low"),
        (SHARE, "some"),
        (SHARE, "high"),
    ]
    # Levels are spread evenly in both waves: the mean is 1 of 0, 1 and 2.
    assert changes[0].headline.before.value == pytest.approx(1.0)
    assert changes[0].headline.p == pytest.approx(1.0)
    assert changes[0].family_size == 1
    assert [one.p_adjusted for one in changes[1:]] == [None, None, None]
    assert changes[1].headline.low is not None, "a described share has its interval"


def test_everything_is_one_family(shelters: OpenStudy) -> None:
    found = find_changes(shelters, ChangeRequest())
    tested = [one for one in found.changes if one.p_adjusted is not None]
    assert {one.name for one in tested} >= {"money", "trust"}
    assert {one.family_size for one in tested} == {len(tested)}
    money = next(one for one in tested if one.name == "money")
    assert money.headline.p is not None
    # Holm: money has the smallest p of all.
    assert money.p_adjusted == pytest.approx(money.headline.p * len(tested))
    about = f"Everything in this report is one family: {len(tested)} tests, adjusted by Holm"
    assert any(one.startswith(about) for one in found.sentences)


def test_each_group_is_compared_apart(shelters: OpenStudy) -> None:
    changes = find_changes(shelters, ChangeRequest(codes=("money",), by="country", min_n=2)).changes
    by_group = {one.group: one for one in changes}
    assert by_group.keys() == {"country Kenya", "country Peru"}
    # Odd houses are in Peru: 1 and 3 of the first three, and 1, 3, 5 of the first six.
    peru = {one.sample: (one.before.count, one.after.count) for one in changes[1].estimates}
    assert peru[OTHERS] == (2, 3)
    assert all(one.family_size == 2 for one in changes)


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        (ChangeRequest(earlier="2024"), "no wave '2024'"),
        (ChangeRequest(earlier="2025"), "no wave later than 2025"),
        (ChangeRequest(earlier="2023", later="2023"), "cannot be compared with itself"),
        (ChangeRequest(outcomes=("trst",)), "no outcome 'trst'"),
        (ChangeRequest(codes=("mony",)), "mony"),
        (ChangeRequest(by="contry"), "'contry' is not a variable"),
        (ChangeRequest(by="rid"), "no few values|not a variable"),
    ],
)
def test_what_cannot_be_compared_is_refused(
    shelters: OpenStudy, wanted: ChangeRequest, says: str
) -> None:
    with pytest.raises(BadInput, match=says):
        find_changes(shelters, wanted)


def test_a_study_of_one_wave_says_how_to_get_another(here: OpenStudy) -> None:
    with pytest.raises(BadInput, match="no two waves") as refusal:
        find_changes(here, ChangeRequest())
    assert "tipcoder import FILE --wave NAME" in str(refusal.value.hint)


def test_counts_of_few_are_told_or_left_out(shelters: OpenStudy) -> None:
    changes = find_changes(shelters, ChangeRequest(codes=("money", "training"))).changes
    told = CountScreen(None)
    assert told.screen_changes(changes) == list(changes)
    # Three of the panel asked for money before; for training nobody, who cannot be told.
    assert told.found == 1
    assert [one.name for one in CountScreen(5).screen_changes(changes)] == ["training"]


def test_the_report_says_the_same_in_every_shape(shelters: OpenStudy) -> None:
    found = find_changes(shelters, ChangeRequest(codes=("money",)))
    report = build_change_report(found.changes, found.sentences)
    head = report.flat.head
    rows = [dict(zip(head, (cell.value for cell in row), strict=True)) for row in report.flat.rows]
    assert [(row["sample"], row["from_count"], row["to_count"]) for row in rows] == [
        (ALL, 6, 15),
        (PANEL, 3, 9),
        (OTHERS, 3, 6),
    ]
    assert report.narrow is not None
    block = report.narrow.blocks[-1]
    assert "2023: 25.0% (6/24), 2025: 62.5% (15/24); +37.5 points [" in getattr(block, "text")  # noqa: B009
    (table,) = report.document.tables
    assert table.texts[1][1:4] == ["in both waves", "25.0% (3/12)", "75.0% (9/12)"]


def test_one_coders_codings_can_be_chosen(coded: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(coded, tmp_path / "study"))
    with open_study_folder(folder) as study:
        boris = CodingSession(study, study.register_coder("boris"))
        every = boris.find_answer_ids(AnswerFilter())
        boris.finish_answers(every[0], also=every[1:])
        (money,) = find_changes(study, ChangeRequest(codes=("money",), layer="boris")).changes
    assert (money.headline.before.count, money.headline.after.count) == (0, 0)
