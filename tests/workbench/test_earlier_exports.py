"""What left is remembered, and the next file is judged together with it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from parted_study import COUNTS, STUDY, make, quotes, survey
from tipcoder.errors import BadInput, CheckFailed
from tipcoder.privacy.key_file import key_path, load_keys
from tipcoder.store import exports, integrity, survey_data, undo_redo
from tipcoder.store.exports import ExportFacts
from tipcoder.workbench.exports.earlier_exports import judge_export
from tipcoder.workbench.exports.export_log import (
    find_export,
    forget_export,
    list_exports,
    record_leaving,
)
from tipcoder.workbench.exports.leaving_tables import LeavingRow, LeavingTable
from tipcoder.workbench.history import read_log
from tipcoder.workbench.quotes.citing import find_ids_of_export
from tipcoder.workbench.quotes.quote_rows import QuoteRequest
from tipcoder.workbench.quotes.release import QuoteRelease, find_cited_ids, release_quotes

if TYPE_CHECKING:
    from conftest import StoreUrl
    from tipcoder.workbench.study import OpenStudy


@pytest.fixture
def study(make_study: Callable[..., Path]) -> Iterator[OpenStudy]:
    yield from make(make_study(survey(), STUDY))


def rows(done: QuoteRelease) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(done.content.decode("utf-8"), newline="")))


def test_the_cells_are_as_they_are_said_to_be() -> None:
    for place in range(3):
        for level in {levels[place] for levels in COUNTS}:
            assert sum(n for levels, n in COUNTS.items() if levels[place] == level) in (12, 14)
    for one, other in ((0, 1), (0, 2), (1, 2)):
        for pair in product(*({levels[p] for levels in COUNTS} for p in (one, other))):
            found = [n for levels, n in COUNTS.items() if (levels[one], levels[other]) == pair]
            assert sum(found) in (6, 8)
    assert max(COUNTS.values()) < 5


def test_of_three_files_with_one_column_each_the_third_is_refused(study: OpenStudy) -> None:
    with pytest.raises(CheckFailed):  # as one file they never were allowed
        quotes(study, "area", "size", "age")
    quotes(study, "area")
    quotes(study, "size")
    with pytest.raises(CheckFailed) as refused:
        quotes(study, "age")
    first, second = (record.number for record in list_exports(study))
    said = refused.value.message
    assert "26 respondent(s) can be told" in said
    assert f"export {first} by " in said
    assert "which shows survey.area" in said
    assert f"export {second} by " in said
    assert "which shows survey.size" in said
    assert "leave survey.age out" in refused.value.hint.casefold()
    assert len(list_exports(study)) == 2


def test_a_file_that_left_may_leave_again_and_what_it_shows_less_of_too(study: OpenStudy) -> None:
    quotes(study, "area", "size")
    quotes(study, "area", "size")
    quotes(study, "size")
    quotes(study)
    with pytest.raises(CheckFailed):
        quotes(study, "age")


def test_fresh_ids_part_files_only_as_long_as_no_quote_is_in_both(study: OpenStudy) -> None:
    quotes(study, "area", "size", fresh=True)
    with pytest.raises(CheckFailed, match="a wording that both have") as refused:
        quotes(study, "age", fresh=True)
    # All its quotes left before, so there is nothing to let out without them.
    assert "--only-new" not in refused.value.hint
    quotes(study, "age", code="money", fresh=True, blank_small=True)


def test_stable_ids_join_where_the_quotes_are_others_and_fresh_ones_are_the_way_out(
    study: OpenStudy,
) -> None:
    quotes(study, "area", "size")
    with pytest.raises(CheckFailed) as refused:
        quotes(study, code="money")
    # Of the south only three said more: with their area they are in a cell of three.
    assert "--fresh-ids" in refused.value.hint
    quotes(study, code="money", fresh=True)


def test_cells_that_would_tell_with_earlier_files_can_be_left_blank(study: OpenStudy) -> None:
    quotes(study, "area", "size")
    done = quotes(study, "age", blank_small=True)
    assert {row["age"] for row in rows(done)} == {""}
    assert "Left blank: 26 respondent(s) can be told" in " ".join(done.warnings)


def test_only_new_leaves_out_what_left_before(study: OpenStudy) -> None:
    quotes(study)
    with pytest.raises(CheckFailed, match="26 that left in an earlier export"):
        quotes(study, only_new=True)
    assert len(rows(quotes(study, code="money", only_new=True))) == 17


def test_the_question_is_a_column_and_only_who_answered_it_counts(study: OpenStudy) -> None:
    # 12 of the south, of whom three answered: a cell of three and not of twelve.
    with pytest.raises(CheckFailed, match=r"3 respondent\(s\) share area with fewer than 4 others"):
        quotes(study, "area", code="money")
    with pytest.raises(CheckFailed, match=r"3 respondent\(s\) share area and question"):
        quotes(study, "area", "question", code="money")
    done = quotes(study, "area", "question", code="money", blank_small=True)
    shown = [(row["area"], row["question"]) for row in rows(done)]
    assert sorted(set(shown)) == [("", ""), ("north", "more")]
    assert shown.count(("", "")) == 3


def test_much_under_one_id_is_counted_over_all_files(study: OpenStudy) -> None:
    from tipcoder.store.exports import LeftPassage
    from tipcoder.workbench.quotes.mosaic import MANY_QUOTES, warn_of_mosaics

    table = quotes(study).table
    (line, *_) = table.lines
    assert warn_of_mosaics([line]) == []
    earlier = [
        LeftPassage(1, "how", True, 4, (), frozenset({f"{n:06x}"})) for n in range(MANY_QUOTES)
    ]
    (said,) = warn_of_mosaics([line], {line.respondent: earlier})
    assert (
        f"({MANY_QUOTES + 1} quotes, {4 * MANY_QUOTES + len(line.wording.split())} words)" in said
    )
    assert "left before" in said


# --- the act --------------------------------------------------------------------------------------


def test_an_export_is_an_act_without_words_and_without_a_path(
    make_study: Callable[..., Path], store_url: StoreUrl, tmp_path: Path
) -> None:
    for study in make(make_study(survey(), STUDY, where=store_url)):
        wish = QuoteRequest(codes=("pushback",), columns=("area", "question"))
        release_quotes(study, wish, tmp_path / "for-the-journal.csv", coder=study.find_coder("mia"))
        (record,) = list_exports(study)
        assert record.coder == "mia"
        assert record.facts.columns == ("survey.area", "question")
        assert record.facts.filters["codes"] == "pushback"
        assert (record.facts.kind, record.facts.ending) == ("quotes", ".csv")
        assert len(record.passages) == 26
        line = read_log(study, 1)[0]
        assert (line.act, line.verb, line.state) == (record.number, "export", "final")
        assert line.sentence == (
            "quotes left as .csv: 26 rows of 26 respondents with survey.area and question"
        )
        with study.store.read() as db:
            assert list(integrity.iterate_findings_in(db)) == []
            event = str(exports.load_exports(db))
        assert "for-the-journal" not in event
        for words in ("they", "with us", "learn"):
            assert words not in event
        with study.store.read() as db:
            case = survey_data.load_cases(db)[0]
            (found,) = exports.find_exports_of(db, case.id)
        assert (found.number, len(found.passages)) == (record.number, 1)


def test_undo_brings_no_file_back_and_says_so(study: OpenStudy) -> None:
    lead = study.register_coder("lead")
    wish = QuoteRequest(codes=("pushback",))
    release_quotes(study, wish, None, coder=lead)
    done = undo_redo.undo_act(study.store, lead.id)
    assert done is not None
    assert "no undo brings a file back" in done.remark
    assert len(list_exports(study)) == 1
    # A file that leaves changes no row, so what was undone before it can be done again.
    assert undo_redo.redo_act(study.store, lead.id) is not None


def test_a_file_that_failed_or_was_only_looked_at_has_not_left(
    study: OpenStudy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tipcoder.workbench.quotes import release

    release_quotes(study, QuoteRequest(), None, is_look=True)
    monkeypatch.setattr(release, "format_quotes", lambda *_: b"lucy@brindle.example.org")
    with pytest.raises(CheckFailed):
        release_quotes(study, QuoteRequest(), tmp_path / "q.csv")
    assert list_exports(study) == []


def test_a_file_that_nobody_was_given_can_be_forgotten_with_a_reason(study: OpenStudy) -> None:
    quotes(study, "area", "size")
    (record,) = list_exports(study)
    lead = study.register_coder("lead")
    with pytest.raises(BadInput, match="needs a reason"):
        forget_export(study, lead, record.number, "  ")
    with pytest.raises(BadInput, match="no export"):
        forget_export(study, lead, record.number + 1, "never sent")
    forget_export(study, lead, record.number, "never sent")
    quotes(study, "age")
    assert find_export(study, record.number).forgotten == "never sent"
    with pytest.raises(BadInput, match="forgotten already"):
        forget_export(study, lead, record.number, "never sent")
    assert "no longer counts: never sent" in [line.sentence for line in read_log(study, 2)][1]


def test_two_files_that_leave_at_once_are_not_judged_apart(
    study: OpenStudy, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tipcoder.workbench.quotes import release

    quotes(study, "area")
    record = release.record_leaving

    def meanwhile(*things: object, **more: object) -> int:
        # Somebody else's file leaves between the judgement and the move.
        monkeypatch.setattr(release, "record_leaving", record)
        quotes(study, "age")
        return record(*things, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(release, "record_leaving", meanwhile)
    with pytest.raises(CheckFailed, match="another file left the study meanwhile"):
        quotes(study, "size")
    assert [record.facts.columns for record in list_exports(study)] == [
        ("survey.area",),
        ("survey.age",),
    ]


# --- citing a file --------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", [".csv", ".docx", ".xlsx", ".md", ".html", ".json"])
def test_a_file_with_fresh_ids_is_cited_by_them(
    study: OpenStudy, tmp_path: Path, ending: str
) -> None:
    file = tmp_path / f"table{ending}"
    release_quotes(study, QuoteRequest(codes=("money",)), file, fresh_ids=True)
    cited = find_cited_ids(study, "money")
    ids = find_ids_of_export(study, str(file), cited)
    owners = load_keys(key_path(study.read_uuid())).fresh_ids
    assert sorted(owners[fresh] for fresh in ids) == sorted(cited)
    assert len(ids) == 17
    (record,) = list_exports(study)
    assert find_ids_of_export(study, str(record.number), cited) == ids
    # Who has no quote in that file is not cited by it.
    assert len(find_ids_of_export(study, str(file), find_cited_ids(study, "pushback"))) == 17


def test_a_file_that_is_not_of_this_study_cannot_be_cited(study: OpenStudy, tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("response,quote\n1,hello\n")
    with pytest.raises(BadInput, match="has no IDs of this study"):
        find_ids_of_export(study, str(tmp_path / "other.csv"), ["1"])
    with pytest.raises(BadInput, match="no export 99"):
        find_ids_of_export(study, "99", ["1"])


def test_another_exporters_table_is_judged_and_kept_the_same_way(study: OpenStudy) -> None:
    everybody = []
    with study.store.read() as db:
        for case in survey_data.load_cases(db):
            everybody.append(LeavingRow(case.label, case.key.response_id))
    facts = ExportFacts("merge", ".sav", ("survey.area", "survey.size"))
    merged = LeavingTable(facts, tuple(everybody))
    judged_at = judge_export(study, merged)
    number = record_leaving(study, study.find_coder("mia"), merged, judged_at=judged_at)
    with pytest.raises(CheckFailed, match=f"export {number} by mia"):
        quotes(study, "age")
    more = LeavingTable(ExportFacts("merge", ".sav", ("survey.age",)), tuple(everybody))
    with pytest.raises(CheckFailed, match="26 respondent"):
        judge_export(study, more)
    # A table without words cannot be joined to a file with IDs of its own.
    quotes(study, "age", fresh=True)
    # But then quotes under response IDs would be the bridge from the one to the other.
    with pytest.raises(CheckFailed, match="26 respondent"):
        quotes(study)
