"""A long file of codings comes in slices:
coders act in between, and whatever cuts it off, nothing is half there.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tipcoder.errors import BadInput
from tipcoder.model.codings import Outcome
from tipcoder.model.filters import AnswerFilter
from tipcoder.store import act_log, coding_records, events, undo_redo
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.exchange import codings_import
from tipcoder.workbench.exchange.codings_import import CodingsReport, import_codings
from tipcoder.workbench.exchange.placed_lines import PlacedLine, PlacedLines
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.status.check import check_study
from tipcoder.workbench.survey.importing import import_survey

if TYPE_CHECKING:
    from tipcoder.workbench.study import OpenStudy

# Of boris two lines on one answer stand apart, and the later one says that it is not finished.
LINES = """case,question,coder,code,start,end,finished
3237565957,role,anna,money,0,3,
3237565957,role,boris,pressure,0,3,no
3237565958,role,anna,,,,
3237565958,role,boris,money,0,2,
3237565956.1,role,anna,pressure,,,
3237565956.1,role,boris,@off-topic,,,
3237565957,role,anna,pushback,2,5,
3237565957,role,boris,pushback,1,4,
"""


@pytest.fixture(autouse=True)
def two_lines_a_slice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codings_import, "SLICE", 2)
    monkeypatch.setattr(codings_import, "_PAUSE", 0)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "codings.csv"
    path.write_text(LINES, "utf-8")
    return path


@pytest.fixture
def on_both(
    make_study: Callable[..., Path], small_survey: str, public_study_toml: str, store_url: object
) -> Iterator[OpenStudy]:
    with open_study_folder(make_study(small_survey, public_study_toml, where=store_url)) as here:
        yield here


def bring(
    here: OpenStudy, file: Path, between: Callable[[int], None] = lambda done: None
) -> CodingsReport:
    """`between` is called after each slice with the number of lines that are in."""
    return import_codings(
        here, here.register_coder("lead"), file, on_written=lambda done, _: between(done)
    )


def state(here: OpenStudy) -> set[tuple[str, ...]]:
    """Everything that stands, as text."""
    with here.store.read() as db:
        put = {
            (c.case, c.coder, c.code, f"{c.start}-{c.end}")
            for c in coding_records.load_coding_records(db)
        }
        empty = {
            (one.case, one.coder, one.outcome.value)
            for one in coding_records.load_empty_readings(db)
        }
        done = {(case, coder) for case, _, coder in coding_records.load_finished_places(db)}
    return {*put, *empty, *done}


def acts(here: OpenStudy) -> list[act_log.LogLine]:
    with here.store.read() as db:
        return [line for line in act_log.load_log(db) if line.verb == "import codings"]


def test_a_coder_acts_between_two_slices_and_both_stand(
    on_both: OpenStudy, file: Path, find: object
) -> None:
    pressed: list[int] = []

    def press(done: int) -> None:
        with open_study_folder(on_both.folder) as second:
            session = CodingSession(second, second.register_coder("carla"))
            answer_id = session.find_answer_ids(AnswerFilter())[len(pressed)]
            session.add_coding(answer_id, "training", (0, 2))
            pressed.append(done)

    report = bring(on_both, file, press)
    assert pressed == [3, 5, 7, 8], (
        "what boris says of the first answer stays together, and so does anna's"
    )
    assert (report.added, report.there_already, report.finished) == (6, 0, 6)
    own = {line for line in state(on_both) if "carla" in line and len(line) == 4}
    assert len(own) == len(pressed)
    assert check_study(on_both).faults == []
    assert bring(on_both, file).changed is False

    on_both.store.close()
    assert undo_redo.undo_act(on_both.store, on_both.register_coder("lead").id) is not None
    assert {line for line in state(on_both) if "carla" not in line} == set(), (
        "one undo takes back every slice"
    )
    assert {line for line in state(on_both) if len(line) == 4} == own
    assert undo_redo.undo_act(on_both.store, on_both.register_coder("lead").id) is None
    assert undo_redo.redo_act(on_both.store, on_both.register_coder("lead").id) is not None
    assert undo_redo.redo_act(on_both.store, on_both.register_coder("lead").id) is None
    assert check_study(on_both).faults == []
    with on_both.store.read() as db:
        assert len(coding_records.load_coding_records(db)) == 6 + len(own)


def test_the_log_shows_slices_as_the_one_import_that_they_are(
    public: OpenStudy, file: Path
) -> None:
    bring(public, file)
    (line,) = acts(public)
    assert line.sentence == "Imported codings from codings.csv: 8 lines of anna, boris"
    assert line.events == 6 + 6, "six codings and six finished answers"
    with public.store.read() as db:
        newer = [found.verb for found in act_log.load_log_since(db, line.act)]
    assert newer == ["import codings"] * 3, "who watches hears of every further slice"


@pytest.mark.parametrize("slices", [1, 3])
@pytest.mark.parametrize("inside", [False, True])
def test_killed_in_the_middle_it_leaves_whole_slices_and_a_second_run_completes_it(
    public: OpenStudy,
    file: Path,
    make_study: Callable[..., Path],
    small_survey: str,
    public_study_toml: str,
    slices: int,
    inside: bool,
) -> None:
    folder = public.folder
    public.store.close()
    child = os.fork()
    if child == 0:
        try:
            _import_and_die(folder, file, slices, inside)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL

    with open_study_folder(folder) as here:
        assert check_study(here).faults == []
        part = state(here)
        assert part
        report = bring(here, file)
        assert 0 < report.there_already < 6
        assert check_study(here).faults == []
        complete = state(here)
        assert part < complete
        assert [line.state for line in acts(here)] == ["done", "done"], (
            "what the second run brought is an act of its own"
        )
        for _ in range(2):
            undo_redo.undo_act(here.store, here.register_coder("lead").id)
        assert state(here) == set()
    with open_study_folder(make_study(small_survey, public_study_toml, name="uncut")) as uncut:
        bring(uncut, file)
        assert state(uncut) == complete


def _import_and_die(folder: Path, file: Path, slices: int, inside: bool) -> None:
    """Be killed after so many slices, or inside the one that follows, when it has written
    and not yet committed.
    """
    done: list[int] = []
    finish = events.finish_act

    def die_inside(act: events.Act, **settings: bool) -> None:
        finish(act, **settings)
        if inside and len(done) == slices:
            os.kill(os.getpid(), signal.SIGKILL)

    def die_between(lines: int) -> None:
        done.append(lines)
        if not inside and len(done) == slices:
            os.kill(os.getpid(), signal.SIGKILL)

    events.finish_act = die_inside
    with open_study_folder(folder) as here:
        bring(here, file, die_between)


def test_an_import_taken_back_while_it_is_written_stops_and_leaves_nothing(
    public: OpenStudy, file: Path
) -> None:
    def undo(done: int) -> None:
        if done == 5:
            undo_redo.undo_act(public.store, public.register_coder("lead").id)

    with pytest.raises(
        BadInput, match="was undone while it was being written; 5 of 8 lines had been written"
    ):
        bring(public, file, undo)
    assert state(public) == set()
    assert check_study(public).faults == []


def test_a_text_replaced_between_two_slices_gets_no_coding(
    public: OpenStudy, file: Path, tmp_path: Path, small_survey: str
) -> None:
    corrected = tmp_path / "corrected.csv"
    header, *rows = small_survey.splitlines(keepends=True)
    row = next(row for row in rows if row.startswith("3237565956"))

    def correct(done: int) -> None:
        if done == 3:
            corrected.write_text(
                header + row.replace("La embajada", "La Embajada"), "utf-8", newline=""
            )
            report = import_survey(public, public.register_coder("lead"), corrected)
            assert len(report.new_versions) == 1

    with pytest.raises(
        BadInput, match="somebody imported new texts meanwhile; 3 of 8 lines had been written"
    ) as caught:
        bring(public, file, correct)
    assert "Import it again" in caught.value.hint
    assert check_study(public).faults == []
    report = bring(public, file)
    assert report.there_already == 2
    assert check_study(public).faults == []


def test_faults_at_the_end_of_a_long_file_are_found_before_anything_is_written(
    public: OpenStudy, file: Path
) -> None:
    file.write_text(LINES + "3237565957,role,anna,mony,0,3,\n", "utf-8")
    with pytest.raises(BadInput, match="line 10: there is no code 'mony'"):
        bring(public, file)
    assert state(public) == set()
    assert acts(public) == []


def test_a_placed_line_takes_some_bytes_and_comes_back_as_it_was() -> None:
    lines = PlacedLines()
    put = [
        PlacedLine(
            n // 2,
            f"coder {n % 3}",
            None if n % 7 == 0 else f"code {n % 5}",
            n,
            n + 9,
            Outcome.CODED,
            n % 2 > 0,
        )
        for n in range(9_000)
    ]
    for line in put:
        lines.add_line(line)
    again = [line for some in lines.iterate_slices(100) for line in some]
    assert sorted(again, key=lambda line: line.start) == put
    assert lines.coders == ["coder 0", "coder 1", "coder 2"]
    columns = [value for value in vars(lines).values() if hasattr(value, "itemsize")]
    assert sum(column.itemsize for column in columns) <= 48, "bytes for a line"
