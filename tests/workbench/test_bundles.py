"""A coder's work goes from one copy of a study to another:
whole, once, and over nothing that is there.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tipcoder.errors import BadInput
from tipcoder.model.codings import MemoTarget
from tipcoder.model.filters import AnswerFilter
from tipcoder.store import codebooks, codings, undo_redo
from tipcoder.workbench.codebook.editor import CodebookEditor
from tipcoder.workbench.codebook.edits import AddCode, RetireCode
from tipcoder.workbench.codebook.file import read_codebook_in_force
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.exchange.bundle_comparison import CONFLICT, OTHER_CODES, OTHER_TEXT, UNKNOWN
from tipcoder.workbench.exchange.bundles import (
    BundleImport,
    export_bundle,
    import_bundle,
)
from tipcoder.workbench.exchange.codings_export import export_codings
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.rounds.rounds import RoundPlan, draw_round, freeze_round
from tipcoder.workbench.status.check import check_study

if TYPE_CHECKING:
    from tipcoder.workbench.study import OpenStudy

Find = Callable[[CodingSession, str], int]
LAW, GRANTS, JUDGES = "pushed the ministry", "They gave grants", "workshops for judges"


@pytest.fixture
def two(small_study: Path, tmp_path: Path) -> Iterator[tuple[OpenStudy, OpenStudy]]:
    """The lead's study and a copy of it on anna's machine; anna is known in both."""
    with open_study_folder(small_study) as here:
        here.register_coder("anna")
    shutil.copytree(small_study, tmp_path / "annas")
    with open_study_folder(small_study) as home, open_study_folder(tmp_path / "annas") as away:
        yield home, away


@pytest.fixture
def home(two: tuple[OpenStudy, OpenStudy]) -> OpenStudy:
    return two[0]


@pytest.fixture
def away(two: tuple[OpenStudy, OpenStudy]) -> OpenStudy:
    return two[1]


def work(study: OpenStudy, find: Find, name: str = "anna") -> CodingSession:
    """A quote, a whole answer, an answer that nothing applies to, and one begun."""
    session = CodingSession(study, study.register_coder(name))
    session.add_coding(find(session, LAW), "pressure", (0, 11))
    session.add_coding(find(session, LAW), "money", (12, 18), finish=True)
    session.add_coding(find(session, GRANTS), "money", finish=True)
    session.finish_answers(find(session, JUDGES))
    session.add_coding(
        find(session, "👍🏽" if name == "nobody" else "Посольство"), "pressure", (0, 10)
    )
    return session


def bundled(study: OpenStudy, tmp_path: Path, name: str = "anna") -> Path:
    file = tmp_path / f"{name}.json"
    export_bundle(study, name, file)
    return file


def bring(study: OpenStudy, file: Path, **more: Any) -> BundleImport:
    return import_bundle(study, study.register_coder("lead"), file, **more)


def rows(study: OpenStudy) -> list[tuple[str, ...]]:
    study.set_viewer("lead")
    return [tuple(row.values()) for row in export_codings(study, quotes=True)]


def test_everything_of_a_coder_comes_over_and_a_second_time_nothing_is_new(
    home: OpenStudy, away: OpenStudy, find: Find, tmp_path: Path
) -> None:
    work(away, find)
    file = bundled(away, tmp_path)
    came = bring(home, file)
    assert (came.added, came.codings, came.finished, came.left) == (4, 4, 3, [])
    assert rows(home) == rows(away)
    assert check_study(home).faults == []
    again = bring(home, file)
    assert (again.added, again.there_already, again.changed) == (0, 4, False)


def test_a_dry_run_says_what_would_come_and_writes_nothing(
    home: OpenStudy, away: OpenStudy, find: Find, tmp_path: Path
) -> None:
    work(away, find)
    would = bring(home, bundled(away, tmp_path), dry_run=True)
    assert (would.added, would.codings) == (4, 4)
    assert rows(home) == []


def test_it_is_one_act_of_who_brought_it_in_and_can_be_taken_back_and_done_again(
    home: OpenStudy, away: OpenStudy, find: Find, tmp_path: Path
) -> None:
    work(away, find)
    bring(home, bundled(away, tmp_path))
    lead = home.register_coder("lead")
    done = undo_redo.undo_act(home.store, lead.id)
    assert done is not None
    assert done.sentence == "Brought in 4 answers of anna from a bundle"
    assert rows(home) == []
    undo_redo.redo_act(home.store, lead.id)
    assert rows(home) == rows(away)


def test_no_text_name_of_a_respondent_or_quote_is_in_the_file(
    away: OpenStudy, find: Find, tmp_path: Path
) -> None:
    work(away, find)
    content = bundled(away, tmp_path).read_text("utf-8")
    for words in (
        "pushed the ministry",
        "The embassy",
        "Посольство",
        "They gave",
        "Blue Lamp",
        "3237565957",
    ):
        assert words not in content, words


def test_what_the_same_coder_said_otherwise_here_is_named_and_stays(
    home: OpenStudy, away: OpenStudy, find: Find, tmp_path: Path
) -> None:
    work(away, find)
    here = CodingSession(home, home.register_coder("anna"))
    here.add_coding(find(here, GRANTS), "pushback", finish=True)
    before = rows(home)
    came = bring(home, bundled(away, tmp_path))
    assert [(left.question, left.why) for left in came.left] == [("role", CONFLICT)]
    assert came.added == 3
    assert set(before) <= set(rows(home))
    assert [coding.code for coding in here.read_codings(find(here, GRANTS))] == ["pushback"]


def test_work_begun_here_and_gone_on_with_elsewhere_is_no_conflict(
    home: OpenStudy, away: OpenStudy, find: Find, tmp_path: Path
) -> None:
    here = CodingSession(home, home.register_coder("anna"))
    here.add_coding(find(here, LAW), "pressure", (0, 11))
    work(away, find)
    came = bring(home, bundled(away, tmp_path))
    assert came.left == []
    assert (came.added, came.codings) == (4, 3), "one coding was here"
    assert rows(home) == rows(away)
    back = bring(away, bundled(home, tmp_path))
    assert (back.added, back.there_already) == (0, 4)


def test_an_answer_whose_text_differs_is_left_out_whole(
    home: OpenStudy, away: OpenStudy, find: Find, tmp_path: Path
) -> None:
    work(away, find)
    file = bundled(away, tmp_path)
    document = json.loads(file.read_text("utf-8"))
    document["answers"][0]["text"] = "0" * 64
    document["answers"][1]["response"] = "0000"
    file.write_text(json.dumps(document), "utf-8")
    came = bring(home, file)
    assert sorted(left.why for left in came.left) == sorted([OTHER_TEXT, UNKNOWN])
    assert came.added == 2


def test_a_code_that_is_not_here_keeps_its_answers_out_until_it_is(
    home: OpenStudy, away: OpenStudy, find: Find, tmp_path: Path
) -> None:
    CodebookEditor(away, away.register_coder("anna")).make_edit(AddCode("Shelters", "en"))
    session = work(away, find)
    session = CodingSession(away, away.register_coder("anna"))
    session.add_coding(find(session, GRANTS), "shelters", (0, 4))
    file = bundled(away, tmp_path)
    came = bring(home, file)
    assert [(left.why, came.missing_codes) for left in came.left] == [(OTHER_CODES, ("shelters",))]
    assert came.added == 3, "an answer comes whole or not at all"
    CodebookEditor(home, home.register_coder("lead")).make_edit(AddCode("Shelters", "en"))
    later = bring(home, file)
    assert (later.added, later.left) == (1, [])
    assert rows(home) == rows(away)


def test_a_retired_code_is_not_brought_back_by_a_bundle(
    home: OpenStudy, away: OpenStudy, find: Find, tmp_path: Path
) -> None:
    work(away, find)
    CodebookEditor(home, home.register_coder("lead")).make_edit(RetireCode("pressure"))
    came = bring(home, bundled(away, tmp_path))
    assert came.missing_codes == ("pressure",)
    assert {row[3] for row in rows(home)} == {"money", ""}


def test_what_was_read_under_another_codebook_keeps_it_so_that_later_codes_stay_unknown(
    home: OpenStudy, away: OpenStudy, find: Find, tmp_path: Path
) -> None:
    from tipcoder.agreement.resampling import Draws
    from tipcoder.workbench.agreement.study_agreement import assess_study

    work(away, find)
    CodebookEditor(home, home.register_coder("lead")).make_edit(AddCode("Shelters", "en"))
    boris = CodingSession(home, home.register_coder("boris"))
    boris.add_coding(find(boris, JUDGES), "shelters", finish=True)
    bring(home, bundled(away, tmp_path))
    home.set_viewer("lead")
    ratings = assess_study(home, draws=Draws(10)).ratings
    shelters = ratings.values[ratings.codes.index("shelters")]
    assert sorted(row for row in shelters.tolist() if max(row) >= 0) == [[-1, 1]]


def test_a_coder_unknown_here_is_told_from_a_namesake_by_the_uuid(
    home: OpenStudy, away: OpenStudy, find: Find, tmp_path: Path
) -> None:
    work(away, find, "vera")
    file = bundled(away, tmp_path, "vera")
    home.register_coder("vera")  # somebody of that name, made here
    with pytest.raises(BadInput, match="another vera is here") as refused:
        bring(home, file)
    assert "--as vera" in str(refused.value.hint)
    came = bring(home, file, same_as="vera K.")
    assert (came.coder, came.newcomer) == ("vera K.", True)
    assert {row[2] for row in rows(home)} == {"vera K."}
    with pytest.raises(BadInput, match=r"is vera K.'s"):
        bring(home, file, same_as="vera")


def test_as_says_that_two_uuids_are_one_person(
    home: OpenStudy, away: OpenStudy, find: Find, tmp_path: Path
) -> None:
    work(away, find, "vera")
    home.register_coder("vera")
    came = bring(home, bundled(away, tmp_path, "vera"), same_as="vera")
    assert (came.coder, came.newcomer, came.added) == ("vera", False, 4)


def test_a_bundle_of_another_study_is_refused(
    home: OpenStudy,
    find: Find,
    tmp_path: Path,
    make_study: Callable[..., Path],
    small_survey: str,
    small_study_toml: str,
) -> None:
    other = make_study(small_survey, small_study_toml, name="other")
    with open_study_folder(other) as elsewhere:
        work(elsewhere, find)
        file = bundled(elsewhere, tmp_path)
    with pytest.raises(BadInput, match="is of another study"):
        bring(home, file)


def test_who_is_in_an_open_round_takes_nobody_elses_work_out_or_in(
    home: OpenStudy, away: OpenStudy, find: Find, tmp_path: Path
) -> None:
    work(away, find)
    file = bundled(away, tmp_path)
    draw_round(home, home.register_coder("lead"), RoundPlan(("anna", "boris"), "100%"))
    home.set_viewer("boris")
    with pytest.raises(
        BadInput, match="You are in an open round, so anna's work may not be imported"
    ):
        import_bundle(home, home.register_coder("boris"), file, dry_run=True)
    home.set_viewer("lead")
    assert bring(home, file).added == 4
    home.set_viewer("boris")
    assert export_codings(home) == [], "what came in is hidden like all else"
    with pytest.raises(BadInput, match="You are in an open round"):
        export_bundle(home, "anna", tmp_path / "stolen.json")
    assert not (tmp_path / "stolen.json").exists()
    home.set_viewer("anna")
    assert export_bundle(home, "anna", tmp_path / "own.json").open_round == "R1"
    home.set_viewer("lead")
    assert export_bundle(home, "anna", tmp_path / "leads.json").answers == 4
    freeze_round(home, home.register_coder("lead"), "R1")
    home.set_viewer("boris")
    assert export_bundle(home, "anna", tmp_path / "after.json").open_round == ""


def test_what_comes_after_its_round_was_frozen_is_said_to_be_too_late(
    home: OpenStudy, tmp_path: Path, find: Find
) -> None:
    draw_round(home, home.register_coder("lead"), RoundPlan(("anna", "boris"), "100%"))
    home.store.checkpoint()
    shutil.copytree(home.folder, tmp_path / "again")
    with open_study_folder(tmp_path / "again") as away:
        work(away, find)
        away.set_viewer("lead")
        file = bundled(away, tmp_path)
    freeze_round(home, home.register_coder("lead"), "R1")
    assert bring(home, file).too_late == 4


def test_both_stores_take_a_bundle(here_on_both: OpenStudy, find: Find, tmp_path: Path) -> None:
    session = work(here_on_both, find)
    before = rows(here_on_both)
    file = bundled(here_on_both, tmp_path)
    while undo_redo.undo_act(here_on_both.store, session.coder.id):
        pass
    assert rows(here_on_both) == []
    assert bring(here_on_both, file).added == 4
    assert rows(here_on_both) == before


def change(**what: Any) -> Callable[[dict[str, Any]], None]:
    def at(document: dict[str, Any]) -> None:
        for path, value in what.items():
            *steps, last = path.split("__")
            place: Any = document
            for step in steps:
                place = place[int(step)] if step.isdigit() else place[step]
            place[last] = value

    return at


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (change(format="tipcoder-bundle/9"), "written by a newer tipcoder"),
        (change(format="x"), "is not a bundle"),
        (change(study="me"), "study is not a uuid"),
        (change(coder=[]), "is not what a bundle holds"),
        (change(coder__name="\x1b[31mred"), "name is not a name"),
        (change(coder__name="x" * 300), "name is not a name"),
        (change(answers={}), "answers is not a list"),
        (lambda d: d["answers"].insert(0, "x"), "is not what a bundle holds"),
        (change(answers__0__finished="later"), "not a way to finish"),
        (change(answers__0__finished="none_applies"), "contradict each other"),
        (change(answers__0__text="short"), "text is not a digest"),
        (change(answers__0__codings__0__start=-1), "start is not an offset"),
        (change(answers__0__codings__0__start=True), "start is not an offset"),
        (change(answers__0__codings__0__end=10**30), "end is not an offset"),
        (change(answers__0__codings__0__end=0), "0-0 is not a span"),
        (change(answers__0__codings__0__origin="<script>"), "origin is not a word"),
        (change(answers__0__codings__0__codebook="0" * 64), "not in the bundle"),
        (change(codebooks={"x": {}}), "a codebook has no digest"),
        (change(codebooks={"0" * 64: []}), "a codebook is not what"),
        (change(codebooks={"0" * 64: {"code": {"a b": {"label": 3}}}}), "codebook 000000000000"),
        (lambda d: d["answers"].append(d["answers"][0]), "is in the bundle twice"),
        (
            lambda d: d["answers"][0]["codings"].append(d["answers"][0]["codings"][0]),
            "has a coding twice",
        ),
    ],
)
def test_a_spoilt_bundle_is_refused_in_one_sentence_and_changes_nothing(
    home: OpenStudy,
    away: OpenStudy,
    find: Find,
    tmp_path: Path,
    spoil: Callable[[dict[str, Any]], None],
    says: str,
) -> None:
    session = CodingSession(away, away.register_coder("anna"))
    session.add_coding(find(session, LAW), "pressure", (0, 11), finish=True)
    file = bundled(away, tmp_path)
    document = json.loads(file.read_text("utf-8"))
    spoil(document)
    file.write_text(json.dumps(document), "utf-8")
    with pytest.raises(BadInput) as refused:
        bring(home, file)
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)
    assert rows(home) == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"case,question\n1,2\n",
        b"\xff\xfe\x00",
        b"[" * 200_000,
        b'{"a":' * 100_000,
        b'{"format": ' + b"9" * 10_000 + b"}",
        b'{"format": NaN}',
        b"[]",
        b"null",
    ],
)
def test_what_is_no_bundle_at_all_is_refused(
    home: OpenStudy, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "x.json"
    file.write_bytes(content)
    with pytest.raises(BadInput, match=r"x\.json.* (is not a bundle|is not what a bundle)"):
        bring(home, file)


def test_a_file_without_end_is_not_read_to_its_end(
    home: OpenStudy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tipcoder.workbench.exchange.bundle_reading.MAX_BYTES", 1024 * 1024)
    with pytest.raises(BadInput, match="larger than 1 MB"):
        bring(home, Path("/dev/zero"))


def test_nobody_and_nothing_cannot_be_exported(home: OpenStudy, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="'ana'"):
        export_bundle(home, "ana", tmp_path / "x.json")
    with pytest.raises(BadInput, match="nothing to bundle"):
        export_bundle(home, "anna", tmp_path / "x.json")


def test_memos_and_flags_stay_and_are_counted(away: OpenStudy, find: Find, tmp_path: Path) -> None:
    session = work(away, find)
    session.set_memo(MemoTarget(answer_id=find(session, LAW)), "Blue Lamp says so too")
    session.toggle_flag(find(session, LAW))
    assert export_bundle(away, "anna", tmp_path / "x.json").notes == 2
    assert "Blue Lamp" not in (tmp_path / "x.json").read_text("utf-8")


def test_a_codebook_of_elsewhere_is_listed_as_such(
    home: OpenStudy, away: OpenStudy, find: Find, tmp_path: Path
) -> None:
    CodebookEditor(away, away.register_coder("anna")).make_edit(AddCode("Shelters", "en"))
    work(away, find)
    bring(home, bundled(away, tmp_path))
    with home.store.read() as db:
        last = codebooks.load_revisions(db)[-1]
    assert (last.sentence, last.standing) == (codebooks.ELSEWHERE, False)


def test_a_finished_answer_read_again_under_a_newer_codebook_comes_over_as_read_again(
    home: OpenStudy, find: Find, tmp_path: Path
) -> None:
    anna = CodingSession(home, home.register_coder("anna"))
    at = find(anna, JUDGES)
    anna.finish_answers(at)
    CodebookEditor(home, home.register_coder("lead")).make_edit(AddCode("Shelters", "en"))
    home.store.checkpoint()
    shutil.copytree(home.folder, tmp_path / "again")
    with open_study_folder(tmp_path / "again") as away:
        later = CodingSession(away, away.register_coder("anna"))
        later.finish_answers(at)
        file = bundled(away, tmp_path)
    assert bring(home, file).finished == 1
    with home.store.read() as db:
        reading = codings.find_reading(db, at, anna.coder.id)
    assert reading is not None
    assert reading.revision == read_codebook_in_force(home).revision
    assert len(anna.find_answer_ids(AnswerFilter(finished=True))) == 1
