"""Real processes: old locales, pipes that close, full disks, no terminal, Ctrl+C.
Few, since each takes its time.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Process = Callable[..., "subprocess.CompletedProcess[bytes]"]
Contents = Callable[[Path], dict[str, bytes]]

OLD_LOCALE = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
LABEL = "Давление"


@pytest.mark.parametrize(
    ("variables", "label", "rule"),
    [
        (
            {"LC_ALL": "C", "LANG": "C"},
            LABEL.encode(),
            "─".encode(),
        ),  # Python itself goes over to UTF-8
        (OLD_LOCALE, LABEL.encode("ascii", "backslashreplace"), b"-"),
        ({"PYTHONIOENCODING": "ascii"}, LABEL.encode("ascii", "backslashreplace"), b"-"),
        ({"PYTHONIOENCODING": "cp1251"}, LABEL.encode("cp1251"), b"-"),
    ],
    ids=str,
)
def test_a_table_keeps_its_columns_in_any_locale(
    process: Process, study: Path, variables: dict[str, str], label: bytes, rule: bytes
) -> None:
    done = process("codebook", "show", "--language", "ru", cwd=study, **variables)
    assert (done.returncode, done.stderr) == (0, b"")
    head, line, *body = done.stdout.splitlines()
    assert set(line.replace(rule, b"")) == set(b" ")
    assert body[1].split() == [b"pressure", label]
    column = head.index(b"label")
    assert all(row[column - 1 : column] == b" " != row[column : column + 1] for row in body)


def test_json_is_whole_in_an_old_locale_and_csv_says_what_it_lacks(
    process: Process, coded: Path
) -> None:
    done = process(
        "codings", "export", "--quotes", "--raw", "--format", "json", cwd=coded, **OLD_LOCALE
    )
    assert (done.returncode, done.stdout.isascii()) == (0, True)
    assert done.stderr.startswith(b"It holds words of answers")
    quotes = {row["quote"] for row in json.loads(done.stdout)}
    assert (
        "The embassy pushed the ministry hard 👍🏽 and the new law was passed within a year "
        "of that."
    ) in quotes
    as_csv = process("codings", "export", "--quotes", "--raw", cwd=coded, **OLD_LOCALE)
    assert as_csv.returncode == 0
    assert as_csv.stdout.isascii()
    assert b"lacks some characters" in as_csv.stderr
    assert b"PYTHONIOENCODING=utf-8" in as_csv.stderr


def test_an_error_can_be_said_in_an_old_locale(process: Process, study: Path) -> None:
    lines = "case,question,coder,code,start,end\n1,rôle,anna,money,,\n".encode()
    done = process("codings", "import", "-", cwd=study, feed=lines, **OLD_LOCALE)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"there is no question 'r\\xf4le'. Did you mean 'role'?" in done.stderr


def test_what_is_said_to_a_terminal_that_knows_nothing_has_no_escape_sequence(
    process: Process, study: Path
) -> None:
    done = process("check", cwd=study, TERM="dumb", NO_COLOR="1")
    assert done.returncode == 0
    assert b"\x1b" not in done.stdout + done.stderr


def started(
    *words: str | Path, cwd: Path, TERM: str = "xterm", **streams: object
) -> subprocess.Popen[bytes]:
    """A verb that is running, with streams of the test's own."""
    command = [sys.executable, "-m", "tipcoder", *map(str, words)]
    environment = {**os.environ, "TIPCODER_CODER": "lead", "TERM": TERM}

    def hears_control_c() -> None:
        # A suite that a script runs in the background ignores it, and its children would too.
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    return subprocess.Popen(
        command, cwd=cwd, env=environment, preexec_fn=hears_control_c, **streams
    )  # type: ignore[call-overload, no-any-return]


def test_a_reader_that_has_seen_enough_ends_the_verb_quietly(coded: Path) -> None:
    """As of `tipcoder log | head -0`."""
    verb = started("log", cwd=coded, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert verb.stdout is not None
    assert verb.stderr is not None
    verb.stdout.close()
    assert verb.stderr.read() == b""
    assert verb.wait(30) == 0
    verb.stderr.close()


def test_a_full_disk_under_stdout_is_named(study: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        verb = started("counts", cwd=study, stdout=full, stderr=subprocess.PIPE)
        _, said = verb.communicate(timeout=30)
    assert verb.returncode == 3
    assert said.startswith(
        b"tipcoder: The output could not be written to its end (No space left on device)."
    )
    assert said.count(b"\n") == 1


@pytest.mark.parametrize(
    ("words", "status"), [(("codebook", "show", "presure"), 2), (("migrate",), 0)]
)
def test_a_stderr_that_takes_nothing_does_not_change_the_exit_status(
    study: Path, words: tuple[str, ...], status: int
) -> None:
    with Path("/dev/full").open("wb") as full:
        assert started(*words, cwd=study, stdout=subprocess.PIPE, stderr=full).wait(30) == status
    verb = started(*words, cwd=study, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert verb.stderr is not None
    verb.stderr.close()
    assert verb.wait(30) == status


@pytest.mark.parametrize("variables", [{"TERM": "xterm-256color"}, {"TERM": "dumb"}], ids=str)
def test_the_workbench_without_a_terminal_says_so_in_a_line(
    process: Process, study: Path, variables: dict[str, str], contents: Contents
) -> None:
    before = contents(study)
    done = process("code", cwd=study, **variables)
    assert (done.returncode, done.stdout) == (3, b"")
    assert done.stderr.startswith(
        b"tipcoder: The workbench needs a terminal. Without one, `tipcoder codings import`"
    )
    assert done.stderr.count(b"\n") == 1
    assert contents(study) == before


def test_a_terminal_that_can_do_nothing_is_none_for_the_workbench(study: Path) -> None:
    leader, terminal = os.openpty()
    try:
        streams = {"stdin": terminal, "stdout": terminal, "stderr": subprocess.PIPE}
        _, said = started("code", cwd=study, TERM="dumb", **streams).communicate(timeout=30)
        assert said.startswith(b"tipcoder: The workbench needs a terminal.")
    finally:
        os.close(terminal)
        os.close(leader)


def test_a_survey_and_codings_may_come_from_standard_input(
    process: Process, study: Path, small_survey: str, tmp_path: Path
) -> None:
    done = process("import", "-", "--dry-run", cwd=study, feed=small_survey.encode())
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(b"stdin: 9 rows, 7 columns, utf-8, delimiter ,\n")
    assert b"9 kept" in done.stdout
    done = process("init", "fresh", "--survey", "-", "--yes", feed=small_survey.encode())
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "fresh" / "study.db").exists()


def test_a_standard_input_without_a_table_is_refused(
    process: Process, study: Path, contents: Contents
) -> None:
    before = contents(study)
    for feed, says in (
        (b"", b"stdin: is empty."),
        (None, b"/dev/stdin: is a device, not a file."),
    ):
        done = process("codings", "import", "-", cwd=study, feed=feed)
        assert (done.returncode, done.stdout) == (2, b"")
        assert done.stderr.startswith(b"tipcoder: " + says), done.stderr
    assert contents(study) == before


def test_control_c_ends_a_verb_at_once_quietly_and_nothing_is_kept(
    study: Path, tmp_path: Path, contents: Contents
) -> None:
    """The verb waits for its file, which a pipe never ends."""
    before = contents(study)
    os.mkfifo(tmp_path / "pipe")
    verb = started(
        "import", tmp_path / "pipe", cwd=study, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    with (tmp_path / "pipe").open("wb"):  # opens when the verb has come to read it
        verb.send_signal(signal.SIGINT)
        out, said = verb.communicate(timeout=30)
    assert (verb.returncode, out, said) == (130, b"", b"")
    assert contents(study) == before
