"""A pseudo-terminal with a program in it: real key presses in, a real screen out.

Used by the stories and by the benchmarks. Everything the program writes is kept as bytes, so that a
test can also say what must never have reached the terminal.
"""

from __future__ import annotations

import os
import select
import signal
import time
from collections.abc import Callable, Mapping, Sequence

import pexpect
import pyte

KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "shift+right": "\x1b[1;2C",
    "shift+left": "\x1b[1;2D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pagedown": "\x1b[6~",
    "pageup": "\x1b[5~",
    "delete": "\x1b[3~",
    "ctrl+q": "\x11",
}


def _hear_hang_ups() -> None:
    """A suite that was started by `nohup` must not make its programs deaf to a closed terminal."""
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


class Terminal:
    """One program on a screen of `columns` x `lines`."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        env: Mapping[str, str],
        cwd: str,
        columns: int = 80,
        lines: int = 24,
    ) -> None:
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self.written = bytearray()
        """Every byte the program has written."""
        self.last_output = time.perf_counter()
        """When the newest of them arrived."""
        self.started = time.perf_counter()
        # A size in the environment, as a test runner may leave one, goes before the window's own.
        own = {name: value for name, value in env.items() if name not in ("COLUMNS", "LINES")}
        self._child = pexpect.spawn(
            command[0],
            list(command[1:]),
            env=own,
            cwd=cwd,
            dimensions=(lines, columns),
            timeout=None,
            echo=False,
            preexec_fn=_hear_hang_ups,
        )
        self._child.delaybeforesend = None

    @property
    def pid(self) -> int:
        """The process."""
        assert self._child.pid is not None
        return self._child.pid

    @property
    def text(self) -> str:
        """What is on the screen."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    def press(self, *keys: str) -> None:
        """Press keys: names of `KEYS`, or the characters themselves."""
        for key in keys:
            self._child.send(KEYS.get(key, key))

    def wait(self, until: Callable[[str], bool] | str, seconds: float = 20.0) -> float:
        """Read until the screen holds a text or satisfies a condition;
        returns when its last bytes arrived.

        Raises AssertionError with the screen in it if that does not happen in time.
        """
        condition: Callable[[str], bool] = (
            (lambda screen: until in screen) if isinstance(until, str) else until
        )
        deadline = time.perf_counter() + seconds
        while True:
            if condition(self.text):
                return self.last_output
            left = deadline - time.perf_counter()
            if left <= 0 or (not self._read(left) and not self._child.isalive()):
                raise AssertionError(f"never seen: {until!r}\n{self.text}")

    def settle(self, quiet: float = 0.15) -> None:
        """Read until nothing has come for a while."""
        while self._read(quiet):
            pass

    def _read(self, seconds: float) -> bool:
        ready, _, _ = select.select([self._child.child_fd], [], [], seconds)
        if not ready:
            return False
        try:
            data = os.read(self._child.child_fd, 1 << 16)
        except OSError:
            return False
        if not data:
            return False
        self.last_output = time.perf_counter()
        self.written += data
        self._stream.feed(data)
        return True

    def resize(self, columns: int, lines: int) -> None:
        """Change the size of the window."""
        self._screen.resize(lines, columns)
        self._child.setwinsize(lines, columns)

    def kill(self) -> None:
        """kill -9, as a power cut would."""
        os.kill(self.pid, signal.SIGKILL)
        self._child.close(force=True)

    def leave(self, seconds: float = 10.0) -> int:
        """Wait for the program to end by itself; returns its exit status."""
        deadline = time.perf_counter() + seconds
        while self._child.isalive():
            self._read(0.1)
            if time.perf_counter() > deadline:
                self._child.close(force=True)
                raise AssertionError(f"did not end:\n{self.text}")
        self._child.close()
        return int(self._child.exitstatus if self._child.exitstatus is not None else -1)

    def close(self) -> None:
        """Make sure that nothing is left running."""
        self._child.close(force=True)
