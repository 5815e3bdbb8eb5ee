"""Words that are typed into a box outlive the program, wherever the box is
and however the program ends.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from textual.screen import ModalScreen
from textual.widgets import Input, TextArea

import tipcoder.tui.screens
from screen_driver import OpenWorkbench, WorkbenchDriver, until
from tipcoder.errors import BadInput
from tipcoder.model.codings import MemoTarget
from tipcoder.model.filters import AnswerFilter
from tipcoder.tui.screens.redaction import RedactionScreen
from tipcoder.workbench.adjudication.adjudication import Adjudication, DisagreementFilter
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.study import OpenStudy

WORDS = "Half a sentence [/] that"
SCREENS = Path(tipcoder.tui.screens.__file__).parent


def typed_in(bench: WorkbenchDriver) -> str:
    """What stands in the entry of the box that is open."""
    entry = bench.app.focused
    if isinstance(entry, TextArea):
        return entry.text
    assert isinstance(entry, Input), f"no box is open: {bench.status}"
    return entry.value


async def write(bench: WorkbenchDriver, *keys: str, words: str = WORDS) -> None:
    """Open a box by its keys and write into it; nothing is done to leave it."""
    await bench.press(*keys)
    await bench.pilot.pause()
    entry = bench.app.focused
    # All but the last letter at once: a story of keys would take a minute.
    if isinstance(entry, TextArea):
        entry.text = words[:-1]
        entry.move_cursor(entry.document.end)
    else:
        assert isinstance(entry, Input), f"no box is open: {bench.status}"
        entry.value = words[:-1]
        entry.cursor_position = len(entry.value)
    await bench.type(words[-1])
    assert typed_in(bench) == words


async def words_again(bench: WorkbenchDriver, *keys: str) -> str:
    """What the same keys show in another run."""
    await bench.press(*keys)
    await bench.pilot.pause()
    words = typed_in(bench)
    await bench.press("escape")
    return words


PLAIN_BOXES = {
    "a memo on the answer": ("m",),
    "a memo on a quote": ("w", "1", "q", "m"),
    "a memo on the code": ("M",),
    "a code that is looked for": (";",),
    "a filter": ("f",),
    "words to find": ("ctrl+f",),
    "an order of reading": ("O",),
    "a part of a code": ("b", "e", "enter"),
    "a new code": ("b", "n"),
    "a new code below another": ("b", "N"),
    "a code to go under": ("b", "p"),
    "a code to merge into": ("b", "i"),
}


async def vanish(bench: WorkbenchDriver) -> None:
    """Take every box away as the end of the program does: nobody has left it by a key."""
    while isinstance(bench.app.screen, ModalScreen):
        await bench.app.pop_screen()
    await bench.press("escape", "escape")


async def test_what_was_being_written_stands_in_the_same_box_of_the_next_run(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    written = {name: f"{WORDS} is {name}" for name in PLAIN_BOXES}
    async with workbench_of(here, size=(120, 36)) as bench:
        for name, keys in PLAIN_BOXES.items():
            await write(bench, *keys, words=written[name])
            await vanish(bench)
    async with workbench_of(here, coder="boris") as bench:
        assert "draft" not in bench.status, "another coder's words are her own"
    found = {}
    async with workbench_of(here, size=(120, 36)) as bench:
        assert bench.status.startswith(
            f"{len(PLAIN_BOXES)} drafts wait in their boxes; F2 lists them: Memo on "
        )
        for name, keys in PLAIN_BOXES.items():
            # The quote of the first run stands, and is chosen by its key.
            await bench.press(*(("q", "m") if "q" in keys else keys))
            await bench.pilot.pause()
            found[name] = typed_in(bench)
            await vanish(bench)
        assert found == written
        await bench.press("g", "m")
        assert typed_in(bench) == written["a memo on the answer"], (
            "one memo, wherever it is written"
        )


async def test_a_box_that_is_left_by_a_key_leaves_no_draft(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        for keys in (("m",), (";",), ("f",), ("b", "e"), ("n",)):
            await write(bench, *keys)
            await bench.press("escape")
        bench.app.exit()
    async with workbench_of(here) as bench:
        assert "draft" not in bench.status


async def test_a_draft_says_what_it_is_and_what_is_kept_instead(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        at = bench.coding.ids[0]
        bench.session.set_memo(MemoTarget(at), "first thought")
        await write(bench, "m", words="second thought")
        bench.app.exit()
    async with workbench_of(here) as bench:
        await bench.press("m")
        assert "A draft of 20" in bench.text
        assert "Kept is: first thought" in bench.text
        await bench.press("escape")
        assert [memo.text for memo in bench.session.read_memos(at)] == ["second thought"]
        await bench.press("u")
        assert [memo.text for memo in bench.session.read_memos(at)] == ["first thought"]
        await bench.press("m")
        assert "draft" not in bench.text


async def test_memos_on_two_answers_of_one_case_have_drafts_of_their_own(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        first = bench.session.read_answer(bench.coding.ids[0])
        second = next(
            place
            for place, at in enumerate(bench.coding.ids)
            if bench.session.read_answer(at).case == first.case and at != first.id
        )
        await write(bench, "m")
        bench.app.exit()
    async with workbench_of(here) as bench:
        bench.coding.go_to(second)
        assert await words_again(bench, "m") == ""
        bench.coding.go_to(0)
        assert await words_again(bench, "m") == WORDS


async def test_words_for_an_act_that_was_refused_stay(
    here: OpenStudy, workbench_of: OpenWorkbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> str:
        raise BadInput("The store is away.")

    async with workbench_of(here) as bench:
        with monkeypatch.context() as patch:
            patch.setattr(CodingSession, "set_memo", refuse)
            await write(bench, "m")
            await bench.press("escape")
            assert bench.status == "! Your words stay a draft. The store is away."
        await bench.press("m")
        assert typed_in(bench) == WORDS
        await bench.press("escape")
        assert [memo.text for memo in bench.session.read_memos(bench.coding.ids[0])] == [WORDS]


async def test_what_is_said_of_words_that_the_store_refused_fits_80_columns(
    small_study: Path, workbench_of: OpenWorkbench
) -> None:
    with open_study_folder(small_study) as study:
        async with workbench_of(study) as bench:
            await write(bench, "m")
            (small_study / "study.db").replace(small_study / "elsewhere.db")
            (small_study / "study.db").write_bytes(b"")
            await bench.press("escape")
            assert bench.status.startswith(
                "! Words stay a draft: the study's file is not what it was"
            )
            assert len(bench.status) <= 78, "a margin of one on each side"
            assert [draft.words for draft in bench.app.drafts.list_drafts()] == [WORDS]


async def test_drafts_are_listed_read_and_thrown_away(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        await bench.press("f2")
        assert bench.status == "Nothing that you wrote waits to be kept."
        await write(bench, "m")
        bench.app.exit()
    async with workbench_of(here, size=(120, 36)) as bench:
        await bench.press("f2", "enter")
        assert WORDS in bench.text
        await bench.press("escape", "delete")
        assert f"Deleted: {WORDS}" in bench.text
        await bench.press("escape")
        assert await words_again(bench, "m") == ""


async def test_a_folder_that_takes_no_file_is_said_and_writing_goes_on(
    here: OpenStudy, workbench_of: OpenWorkbench, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("a file, not a folder")
    monkeypatch.setenv("TIPCODER_DRAFTS", str(tmp_path / "taken" / "drafts"))
    async with workbench_of(here, size=(120, 36)) as bench:
        await write(bench, "m")
        assert "no draft can be kept here" in bench.text
        await bench.press("escape")
        assert [memo.text for memo in bench.session.read_memos(bench.coding.ids[0])] == [WORDS]


# --- disagreements --------------------------------------------------------------------------------


@pytest.fixture
def disputed(here: OpenStudy) -> OpenStudy:
    """anna and boris have finished everything and differ on the first two answers."""
    for name in ("anna", "boris"):
        session = CodingSession(here, here.register_coder(name))
        for place, at in enumerate(session.find_answer_ids(AnswerFilter())):
            if name == "boris" and place < 2:
                session.add_coding(at, "pressure", finish=True)
            else:
                session.finish_answers(at)
    return here


async def test_a_note_waits_for_its_decision_through_other_disagreements_and_another_run(
    disputed: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(disputed, coder="lead") as bench:
        await bench.press("V", "enter")
        await write(bench, "m", words="Ask the field office.")
        await bench.press("escape", "down", "up")
        assert "Ask the field office." in bench.text
        bench.app.exit()
    async with workbench_of(disputed, coder="lead") as bench:
        await bench.press("V", "enter")
        assert "Ask the field office." in bench.text
        await bench.press("0")
        assert "draft" not in bench.status
    (settled,) = Adjudication(disputed, disputed.register_coder("lead")).list_disagreements(
        DisagreementFilter(settled=True)
    )
    assert settled.settled is not None
    assert settled.settled.decision.note == "Ask the field office."
    async with workbench_of(disputed, coder="lead") as bench:
        assert "draft" not in bench.status
        await bench.press("V")
        await write(bench, "enter", "m", words="half")
        bench.app.exit()
    async with workbench_of(disputed, coder="lead") as bench:
        await bench.press("V")
        assert await words_again(bench, "enter", "m") == "half"


# --- redaction ------------------------------------------------------------------------------------


@pytest.fixture
def naming(naming_study: Callable[..., Path]) -> Iterator[OpenStudy]:
    """Answers that name people, all coded by anna."""
    with open_study_folder(naming_study()) as study:
        anna = CodingSession(study, study.register_coder("anna"))
        for at in anna.find_answer_ids(AnswerFilter()):
            anna.add_coding(at, "pressure", finish=True)
        yield study


async def to_a_name(bench: WorkbenchDriver, *, selected: bool) -> None:
    """Go to the stretch with a grave proposal, and select that if it is wanted."""
    await bench.press("X")
    await until(
        bench,
        lambda: isinstance(bench.screen, RedactionScreen) and not bench.screen.workers._workers,
    )
    screen = bench.screen
    assert isinstance(screen, RedactionScreen)
    assert screen.desk is not None
    for place, stretch in enumerate(screen.queue.listed):
        if "HALIN told" in screen.desk.sources[stretch.answer_id].text:
            screen.queue.position = place
            screen.show_stretch()
    if selected:
        await bench.press("n")


async def test_words_on_the_redaction_screen_outlive_the_program(
    naming: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    boxes = {key: (key,) for key in "rel"} | {key: ("w", "w", key) for key in "Km"}
    async with workbench_of(naming, size=(140, 40)) as bench:
        for key, keys in boxes.items():
            await to_a_name(bench, selected=key in "rel")
            await write(bench, *keys, words=f"{WORDS} {key}")
            await vanish(bench)
    async with workbench_of(naming, size=(140, 40)) as bench:
        for key, keys in boxes.items():
            await to_a_name(bench, selected=key in "rel")
            await bench.press(*keys)
            await bench.pilot.pause()
            assert typed_in(bench) == f"{WORDS} {key}"
            await vanish(bench)


# --- every box ------------------------------------------------------------------------------------


def test_no_box_with_an_entry_is_opened_past_the_drafts() -> None:
    """A box that keeps no draft, or whose draft nobody lets go, is found by reading the screens."""
    trees = {path.name: ast.parse(path.read_text("utf-8")) for path in SCREENS.glob("*.py")}
    classes = {
        node.name: node
        for tree in trees.values()
        for node in tree.body
        if isinstance(node, ast.ClassDef)
    }
    writing = {"DraftBox"}
    while True:
        below = {
            name
            for name, node in classes.items()
            if {ast.unparse(base).split("[")[0] for base in node.bases} & writing
        }
        if below <= writing:
            break
        writing |= below
    assert {"TextBox", "LineBox", "FilterBox", "CodePicker", "NameChooser"} <= writing
    narrowing = {"HelpScreen"}  # what is typed there narrows a list, and is for nothing else
    for name, node in classes.items():
        if name not in narrowing and re.search(r"\b(Line|Text)Entry\(", ast.unparse(node)):
            assert name in writing, f"{name} has an entry and is no DraftBox"
    for file, tree in trees.items():
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and ast.unparse(call.func).endswith("push_screen"):
                opened_here = ast.unparse(call.args[0]).split("(")[0]
                assert opened_here not in writing, f"{file} opens {opened_here} without open_box"
