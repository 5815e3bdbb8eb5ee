"""The merged table and the joint display are remembered, and judged with what left before."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from parted_study import make, quotes, survey
from tipcoder.errors import CheckFailed
from tipcoder.privacy.key_file import key_path, load_keys
from tipcoder.store import exports, survey_data, undo_redo
from tipcoder.workbench.exports.export_log import forget_export, list_exports
from tipcoder.workbench.publishing.merged_data import (
    MergeRequest,
    WrittenMerge,
    write_merged_data,
)
from tipcoder.workbench.quotes.joint_display import (
    JointDisplay,
    JointRequest,
    release_joint_display,
)
from tipcoder.workbench.statistics.merged_table import build_merged_table
from tipcoder.workbench.statistics.tests import StatisticsRequest

if TYPE_CHECKING:
    from tipcoder.workbench.study import OpenStudy

# As in test_earlier_exports: two of the three columns may be known together, all three may not.
STUDY = """\
title = "A study that leaves in parts"
languages = ["en"]

[respondent]
id = "id"
attributes = ["area", "size", "age"]

[[question]]
column = "how"
text = "How?"

[[question]]
column = "more"
text = "Anything else?"

[outcome.growth]
column = "size"
levels = ["small", "large"]
"""


@pytest.fixture
def study(make_study: Callable[..., Path]) -> Iterator[OpenStudy]:
    yield from make(make_study(survey(), STUDY))


def merge(study: OpenStudy, path: Path, *only: str, public: bool = True) -> WrittenMerge:
    request = MergeRequest(only=only, smallest_cell=5 if public else None)
    coder = study.register_coder("mia")
    return write_merged_data(study, path, build_merged_table(study), request, coder)


def joint(study: OpenStudy, *, fresh: bool = False, look: bool = False) -> JointDisplay:
    wanted = StatisticsRequest(all_codes=True)
    asked = JointRequest(fresh_ids=fresh, printed_as="csv", is_look=look)
    return release_joint_display(study, wanted, asked)


def quoted(shown: JointDisplay) -> list[str]:
    found = []
    for line in shown.lines:
        found += [one.response_id for one in (line.exemplar, line.counter) if one]
    return found


def test_quotes_with_a_column_that_the_published_table_lacks_are_refused_by_name(
    study: OpenStudy, tmp_path: Path
) -> None:
    merge(study, tmp_path / "public.csv", "area", "size")
    (left,) = list_exports(study)
    assert (left.facts.kind, left.facts.ending, left.coder) == ("merge", ".csv", "mia")
    assert len(left.passages) == 26
    with pytest.raises(CheckFailed) as refused:
        quotes(study, "age")
    said, ways = refused.value.message, refused.value.hint
    assert f"export {left.number} by mia" in said
    assert "survey.area" in said
    assert "survey.size" in said
    assert "leave survey.age out" in ways.casefold()
    assert "--fresh-ids" in ways
    assert "--forget" in ways
    forget_export(study, study.find_coder("mia"), left.number, "deleted unread")
    quotes(study, "age")


def test_what_the_published_table_shows_may_stand_beside_quotes(
    study: OpenStudy, tmp_path: Path
) -> None:
    merge(study, tmp_path / "public.csv", "area", "size")
    assert len(quotes(study, "area").table.lines) == 26


def test_a_table_to_publish_is_judged_together_with_quotes_and_leaves_nothing_behind(
    study: OpenStudy, tmp_path: Path
) -> None:
    quotes(study, "age")
    (left,) = list_exports(study)
    with pytest.raises(CheckFailed, match=f"export {left.number} by ") as refused:
        merge(study, tmp_path / "public.csv", "area", "size")
    # What helps a table, and no option that `merge` has not.
    assert "leave survey.area out" in refused.value.hint.casefold()
    assert "--fresh-ids" not in refused.value.hint
    assert "--blank-small" not in refused.value.hint
    assert not list(tmp_path.glob("public*"))
    assert list_exports(study) == [left]
    merge(study, tmp_path / "public.csv", "area")
    assert (tmp_path / "public.csv").exists()


def test_a_table_for_analysis_is_listed_and_refuses_nothing_but_is_told(
    study: OpenStudy, tmp_path: Path
) -> None:
    done = merge(study, tmp_path / "all.csv", public=False)
    assert any("table for analysis" in sentence for sentence in done.sentences)
    (left,) = list_exports(study)
    assert left.facts.kind == "merge for analysis"
    told = quotes(study, "age").warnings
    assert any(f"export {left.number}" in each and "--fresh-ids" in each for each in told)
    told = quotes(study, "area", fresh=True).warnings
    assert not any(f"export {left.number}" in each for each in told)
    # A table for analysis may be made at any time, whatever left before.
    merge(study, tmp_path / "again.csv", public=False)


def test_what_is_for_the_team_has_not_left(study: OpenStudy, tmp_path: Path) -> None:
    table = build_merged_table(study)
    write_merged_data(study, tmp_path / "t.csv", table, MergeRequest(raw=True))
    assert (tmp_path / "RAW-t.csv").exists()
    assert list_exports(study) == []


def test_every_case_of_a_table_is_found_when_it_is_erased(study: OpenStudy, tmp_path: Path) -> None:
    merge(study, tmp_path / "all.csv", public=False)
    joint(study)
    with study.store.read() as db:
        cases = {case.key.response_id: case.id for case in survey_data.load_cases(db)}
        kinds = {}
        for response_id, case_id in cases.items():
            kinds[response_id] = [one.facts.kind for one in exports.find_exports_of(db, case_id)]
    assert all("merge for analysis" in each for each in kinds.values())
    shown = {response_id for response_id, each in kinds.items() if "stats joint" in each}
    table, display = list_exports(study)
    assert len(shown) == len({one.case_id for one in display.passages}) > 0
    assert (tmp_path / "all.csv").stat().st_mode & 0o077 == 0
    with (tmp_path / "all.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == len(table.passages)


def test_undo_brings_no_table_back(study: OpenStudy, tmp_path: Path) -> None:
    merge(study, tmp_path / "public.csv", "area")
    mia = study.register_coder("mia")
    undo_redo.undo_act(study.store, mia.id)
    assert len(list_exports(study)) == 1


def test_a_joint_display_is_kept_with_the_outcome_beside_each_quote(study: OpenStudy) -> None:
    first = joint(study)
    assert quoted(first)
    (left,) = list_exports(study)
    assert (left.facts.kind, left.facts.ending) == ("stats joint", ".csv")
    assert left.facts.columns == ("outcome.growth", "question")
    assert {one.columns for one in left.passages} == {("outcome.growth", "question")}
    assert all(one.marks and one.words for one in left.passages)
    # The same again tells nothing more.
    assert quoted(joint(study)) == quoted(first)


def test_whom_a_display_would_tell_after_quotes_is_not_quoted(study: OpenStudy) -> None:
    quotes(study, "area", "age")
    after = joint(study)
    assert quoted(after) == []
    assert any("left before" in each for each in after.remarks)
    # Nothing of anybody left.
    assert [one.facts.kind for one in list_exports(study)] == ["quotes"]


def test_quotes_after_a_display_are_refused_by_its_name(study: OpenStudy) -> None:
    joint(study)
    (left,) = list_exports(study)
    with pytest.raises(CheckFailed) as refused:
        quotes(study, "area", "age")
    assert f"export {left.number} by " in refused.value.message
    assert "outcome.growth" in refused.value.message


def test_fresh_ids_of_a_display_are_kept_when_it_leaves_and_not_when_it_is_looked_at(
    study: OpenStudy,
) -> None:
    def kept() -> dict[str, str]:
        return load_keys(key_path(study.read_uuid())).fresh_ids

    joint(study, fresh=True, look=True)
    assert (kept(), list_exports(study)) == ({}, [])
    shown = joint(study, fresh=True)
    (left,) = list_exports(study)
    assert left.facts.has_fresh_ids
    assert set(quoted(shown)) <= set(left.facts.ids)
    assert set(left.facts.ids) == set(kept())
