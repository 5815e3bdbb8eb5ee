"""Real key presses in a real pseudo-terminal, and what is left when the power goes."""

from __future__ import annotations

import csv
import io
import os
import signal
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from killing import KillTally, kill_rounds
from terminal import Terminal
from tipcoder.model.filters import AnswerFilter
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.opening import open_study_folder

Run = Callable[..., "CompletedProcess[str]"]
OpenTerminal = Callable[..., Terminal]


def exported(run: Run, study: Path) -> list[dict[str, str]]:
    result = run("codings", "export", "--quotes", "--raw", cwd=study)
    assert result.returncode == 0, result.stderr
    return list(csv.DictReader(io.StringIO(result.stdout)))


def test_a_sentence_is_coded_in_three_keys_and_outlives_kill_9(
    small_study: Path, terminal: OpenTerminal, run: Run
) -> None:
    screen = terminal("code", "--coder", "anna", cwd=small_study)
    screen.wait("0 of 12 finished")
    screen.press("s", "2", "enter")
    screen.wait("1 of 12 finished")
    screen.kill()
    rows = exported(run, small_study)
    assert [(row["coder"], row["finished"]) for row in rows] == [("anna", "yes")]
    assert rows[0]["quote"]
    check = run("check", cwd=small_study)
    assert check.returncode == 0, check.stdout + check.stderr


def test_what_is_painted_is_already_kept(
    small_study: Path, terminal: OpenTerminal, run: Run
) -> None:
    screen = terminal("code", "--coder", "anna", cwd=small_study)
    screen.wait("0 of 12 finished")
    for number in range(1, 6):
        screen.press("1")
        screen.wait(f"{number} of 12 finished")
    screen.kill()
    assert len(exported(run, small_study)) == 5


def test_leaving_needs_one_key_and_no_question(small_study: Path, terminal: OpenTerminal) -> None:
    screen = terminal("code", "--coder", "anna", cwd=small_study)
    screen.wait("0 of 12 finished")
    screen.press("1")
    screen.wait("1 of 12 finished")
    screen.press("ctrl+q")
    assert screen.leave() == 0


def test_leaving_while_suggestions_are_made_waits_for_nothing(
    small_study: Path, terminal: OpenTerminal
) -> None:
    screen = terminal("code", "--coder", "anna", cwd=small_study)
    screen.wait("0 of 12 finished")
    screen.press("p")
    screen.wait("being read")
    screen.press("ctrl+q")
    assert screen.leave() == 0
    assert b"Traceback" not in screen.written


def test_a_suggestion_accepted_outlives_kill_9(
    small_study: Path, terminal: OpenTerminal, run: Run
) -> None:
    screen = terminal("code", "--coder", "anna", cwd=small_study)
    screen.wait("0 of 12 finished")
    screen.press("p")
    screen.wait("none decided yet", seconds=60)
    screen.press("1")
    screen.wait("1 ●")
    screen.kill()
    rows = exported(run, small_study)
    assert [(row["coder"], row["finished"]) for row in rows] == [("anna", "no")]
    assert rows[0]["quote"]


def test_the_layout_of_a_russian_keyboard_is_understood(
    small_study: Path, terminal: OpenTerminal
) -> None:
    screen = terminal("code", "--coder", "anna", cwd=small_study)
    screen.wait("0 of 12 finished")
    screen.press("ы", "1")
    screen.wait("●")
    screen.press("г")
    screen.wait("Undone")


def test_no_control_sequence_of_an_answer_reaches_the_terminal(
    make_study: Callable[..., Path],
    small_study_toml: str,
    small_codebook_toml: str,
    terminal: OpenTerminal,
) -> None:
    payloads = [
        "\x1b]52;c;UEFZTE9BRA==\x07",
        "\x1b]2;STOLEN-TITLE\x1b\\",
        "\x1b[31mPAINT",
        "\x9b32mGREEN",
        "\x07BELL",
    ]
    rows = "".join(
        f"{n},Org,1,Pe{payload}ru,Yes,before {payload} after,\n"
        for n, payload in enumerate(payloads, start=1)
    )
    folder = make_study(f"id,organisation,loop,country,active,role,how\n{rows}", small_study_toml)
    screen = terminal("code", "--coder", "anna", cwd=folder, columns=200, lines=60)
    screen.wait("0 of 5 finished")
    for key in ("s", "1", "q", "f", "escape", "down", "2", "u", "question_mark"):
        screen.press(key if key != "question_mark" else "?")
        screen.settle()
    for payload in payloads:
        assert payload.encode() not in screen.written
    assert b"STOLEN-TITLE" in screen.written, "the words themselves are shown"


def test_the_day_of_a_coder_in_twenty_two_keys(
    small_study: Path, terminal: OpenTerminal, run: Run
) -> None:
    keys = 0

    def press(*names: str) -> None:
        nonlocal keys
        keys += len(names)
        screen.press(*names)

    screen = terminal("code", "--coder", "anna", cwd=small_study)
    screen.wait("0 of 12 finished")
    press("1")  # a whole answer, and the next one is there
    screen.wait("1 of 12 finished")
    press("s", "2", "enter")  # a sentence
    screen.wait("2 of 12 finished")
    press("c", "3", "]", "1", "enter")  # a clause, and more of it under another code
    screen.wait("3 of 12 finished")
    press("0")  # read, and none applies
    screen.wait("4 of 12 finished")
    press("!", "m")  # to come back to
    screen.wait("Memo on")
    screen.press("a", "s", "k")
    screen.wait("ask")
    press("escape")
    screen.wait("✎1")
    press("g")  # three at once, in the table
    screen.wait("Answer")
    press(" ", " ", " ", "4")
    screen.wait("7 of 12 finished")
    press("u")  # and back
    screen.wait("4 of 12 finished")
    press("U")
    screen.wait("7 of 12 finished")
    press("g", "t")
    screen.wait("Go on with role")
    screen.press("ctrl+q")
    assert screen.leave() == 0
    assert keys == 22
    rows = exported(run, small_study)
    assert len(rows) == 1 + 1 + 2 + 1 + 3, (
        "one line a coding, and one for the answer to which none applies"
    )
    assert run("check", cwd=small_study).returncode == 0


def test_a_window_of_twenty_by_five_says_what_it_needs(
    small_study: Path, terminal: OpenTerminal
) -> None:
    screen = terminal("code", "--coder", "anna", cwd=small_study, columns=20, lines=5)
    screen.wait(lambda text: "needs 60" in " ".join(text.split()))
    screen.press("ctrl+q")
    assert screen.leave() == 0


@pytest.mark.long
def test_thirty_kills_lose_no_acknowledged_act(small_study: Path) -> None:
    tally = KillTally()
    for now in kill_rounds(small_study, 30):
        tally = now
    assert tally.rounds == 30
    assert tally.acts > 30, "the coder must have got some work done between the kills"


def test_two_coders_work_in_one_study_at_once(
    small_study: Path, terminal: OpenTerminal, run: Run
) -> None:
    anna = terminal("code", "--coder", "anna", cwd=small_study)
    boris = terminal("code", "--coder", "boris", cwd=small_study)
    anna.wait("0 of 12 finished")
    boris.wait("0 of 12 finished")
    for number in range(1, 5):
        anna.press("1")
        boris.press("2")
        anna.wait(f"{number} of 12 finished")
        boris.wait(f"{number} of 12 finished")
    boris.press("!")
    anna.wait("boris: flag", seconds=3)
    anna.press("t")
    anna.wait("boris 4", seconds=3)
    boris.press("0")
    anna.wait("boris 5", seconds=3)
    anna.press("ctrl+q")
    boris.press("ctrl+q")
    assert (anna.leave(), boris.leave()) == (0, 0)
    rows = exported(run, small_study)
    assert sorted(row["coder"] for row in rows) == ["anna"] * 4 + ["boris"] * 5


def test_a_study_without_a_store_says_so_after_the_screen_is_gone(
    small_study: Path, terminal: OpenTerminal
) -> None:
    (small_study / "study.db").unlink()
    screen = terminal("code", cwd=small_study)
    assert screen.leave() == 3
    assert "study.db: the study has no store" in bytes(screen.written).decode()
    assert "Traceback" not in bytes(screen.written).decode()


def test_a_printed_table_is_not_cut_by_the_terminal(
    small_study: Path, terminal: OpenTerminal, run: Run
) -> None:
    """The same table in a pipe is wider, and has a line for every act."""
    piped = run("log", cwd=small_study).stdout.splitlines()
    assert max(map(len, piped)) > 50
    screen = terminal("log", cwd=small_study, columns=50, lines=50)
    assert screen.leave() == 0
    shown = bytes(screen.written).decode().splitlines()
    assert len(shown) > len(piped)
    assert max(map(len, shown)) <= 50
    assert " ".join(" ".join(shown).split()[-3:]) == " ".join(piped[-1].split()[-3:])


def test_a_disagreement_is_settled_with_one_key_and_outlives_kill_9(
    small_study: Path, terminal: OpenTerminal, run: Run
) -> None:
    with open_study_folder(small_study) as here:
        anna, boris = (CodingSession(here, here.register_coder(name)) for name in ("anna", "boris"))
        for at in anna.find_answer_ids(AnswerFilter()):
            anna.add_coding(at, "pressure", finish=True)
            boris.finish_answers(at)
    screen = terminal("adjudicate", "--coder", "lead", cwd=small_study)
    screen.wait("0 of 12 resolved")
    screen.press("enter")
    screen.wait("1 of 12")
    screen.press("2")
    screen.wait("2 of 12")
    screen.kill()
    listed = run("adjudicate", "list", "--settled", "--format", "csv", cwd=small_study)
    (row,) = csv.DictReader(io.StringIO(listed.stdout))
    assert (row["code"], row["decision"], row["decided_by"]) == (
        "pressure",
        "as boris has it, it is not there",
        "lead",
    )
    assert run("check", cwd=small_study).returncode == 0
    screen = terminal("adjudicate", "--coder", "lead", cwd=small_study)
    screen.wait("1 of 12 resolved")
    screen.press("escape")
    screen.wait("0 of 12 finished")
    screen.press("ctrl+q")
    assert screen.leave() == 0


@pytest.mark.parametrize("end", ["kill", "hang up", "quit"])
def test_a_memo_that_is_being_written_outlives_the_program(
    small_study: Path, terminal: OpenTerminal, end: str
) -> None:
    screen = terminal("code", "--coder", "anna", cwd=small_study)
    screen.wait("0 of 12 finished")
    screen.press("m")
    screen.wait("Memo on")
    screen.press(*"ask the shelter")
    screen.wait("ask the shelter")
    if end == "kill":
        screen.kill()
    elif end == "hang up":
        os.kill(screen.pid, signal.SIGHUP)
        screen.leave()
    else:
        screen.press("ctrl+q")
        assert screen.leave() == 0
    again = terminal("code", "--coder", "anna", cwd=small_study)
    again.wait("A draft waits")
    again.press("m")
    again.wait("ask the shelter")
    again.press("escape")
    again.wait("✎1")


def test_a_folder_of_drafts_that_is_no_place_is_said_in_a_sentence(
    small_study: Path, terminal: OpenTerminal
) -> None:
    screen = terminal("code", "--coder", "anna", cwd=small_study, TIPCODER_DRAFTS="drafts")
    assert screen.leave() == 3
    assert b"$TIPCODER_DRAFTS must be an absolute path" in screen.written
    assert b"Traceback" not in screen.written
    assert not (small_study / "drafts").exists()
