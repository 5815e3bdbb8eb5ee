"""`make bench`: every promise of speed beside what this machine does.

python -m benchmarks            the tables (some minutes)
python -m benchmarks kill 1000  kill -9 during coding, a thousand times
python -m benchmarks agreement  speed of the agreement report
python -m benchmarks keys       keys while suggestions are prepared, and in a list ranked anew
python -m benchmarks floor      keys beside those of the least that Textual and SQLite can do
python -m benchmarks adjudication where three coders differ on a large study
python -m benchmarks detection  speed of the search for names
python -m benchmarks reach FILE how much of what you marked by hand it points at
python -m benchmarks suggestions how good suggestions are, and how fast (two minutes)
python -m benchmarks coverage   how often its intervals hold the truth (a minute)
python -m benchmarks misclassification 1000  the same of shares corrected for errors (four minutes)
python -m benchmarks large 50   memory and time of very large files (no number: fiftieths of them)
python -m benchmarks taking-in  surveys of 100,000 rows by format, and how often a plan is right
python -m benchmarks statistics many tests on many cases, and verbs on coded studies
python -m benchmarks releasing  quotes of a study that is coded and read, and the search for names
python -m benchmarks start      how soon the cheapest verbs begin, beside a bare interpreter
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from benchmarks import (  # noqa: E402
    adjudication,
    agreement,
    detection,
    drift_intervals,
    floor,
    large_files,
    misclassification,
    reach,
    releasing,
    starting,
    statistics,
    suggestion_speed,
    suggestions,
    taking_in,
    weighted_coverage,
)
from benchmarks.results import Line, keep  # noqa: E402
from benchmarks.screen import Seen, median_of, percentile, watch, watch_suggesting  # noqa: E402
from benchmarks.studies import make_study, tipcoder  # noqa: E402

SIZES = (1_000, 10_000, 100_000)


def _environment(folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "TIPCODER_KEYS": str(folder / "keys"),
        "TERM": "xterm-256color",
        "COLUMNS": "80",
    }


def _line(what: str, value: float, unit: str, promise: float | None = None) -> None:
    verdict = (
        ""
        if promise is None
        else f"   promised {promise:g} {unit}: {'ok' if value <= promise else 'MISSED'}"
    )
    print(f"{what:<44}{value:>9.1f} {unit}{verdict}", flush=True)


def _timed(command: list[str], env: dict[str, str]) -> float:
    begun = time.perf_counter()
    subprocess.run(command, env=env, check=True, capture_output=True)
    return time.perf_counter() - begun


def tables() -> None:
    """Print everything."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        env = _environment(folder)
        _line(
            "tipcoder --help",
            1000 * median_of(lambda: _timed(tipcoder("--help"), env), 9),
            "ms",
            100,
        )
        bare = median_of(lambda: _timed([sys.executable, "-c", "pass"], env), 9)
        _line("  of it, Python itself", 1000 * bare, "ms")
        starting.measure()
        releasing.measure()
        _real_study(folder, env)
        agreement.speed()
        adjudication.measure()
        statistics.measure()
        suggestions.measure()
        suggestion_speed.measure()
        large_files.measure()
        taking_in.measure()
        detect()
        for size in SIZES:
            print(f"\n{size:,} answers")
            study = folder / f"study{size}"
            _line("  tipcoder init", make_study(study, size, env), "s")
            seen = watch(study, env)
            _line("  workbench: first frame", 1000 * seen.first_frame, "ms", 400)
            _line("  workbench: first answer on screen", 1000 * seen.first_answer, "ms")
            _show(seen)
            _line("  memory", seen.memory, "MB", 400)
            suggested = watch_suggesting(study, env)
            _show(suggested)
            _line("  memory with suggestions", suggested.memory, "MB", 1200)


def keys() -> None:
    """Keys beside suggestions: while they are prepared, and in a list that every act ranks anew."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        env = _environment(folder)
        lines = []
        for size in SIZES:
            print(f"\n{size:,} answers")
            make_study(folder / f"study{size}", size, env)
            seen = watch_suggesting(folder / f"study{size}", env)
            _show(seen)
            for key, times in seen.keys.items():
                what = f"{size:,} answers: {key}, p95 ms"
                lines.append(
                    Line(
                        what,
                        1000 * percentile(times, 0.95),
                        None,
                        50,
                        f"{len(times)} keys",
                        less=True,
                    )
                )
        keep("keys", lines)


def beside_floor() -> None:
    """Keys of the workbench beside those of a prototype that does nothing else."""
    with tempfile.TemporaryDirectory() as name:
        floor.measure(Path(name), _environment(Path(name)))


def _show(seen: Seen) -> None:
    for key, times in seen.keys.items():
        _line(f"  {key}, median", 1000 * percentile(times, 0.5), "ms")
        _line(f"  {key}, p95", 1000 * percentile(times, 0.95), "ms", 50)
        _line("    bytes to the terminal, median", percentile(seen.written[key], 0.5), "B")
    for what, times in seen.later.items():
        _line(f"  {what}, median", 1000 * percentile(times, 0.5), "ms")
        _line(f"  {what}, p95", 1000 * percentile(times, 0.95), "ms")
    for screen, seconds in seen.screens.items():
        _line(f"  {screen}", 1000 * seconds, "ms", 600 if screen == "grid" else None)


def _real_study(folder: Path, env: dict[str, str]) -> None:
    shared = Path(os.environ.get("TIPCODER_SHARED", ROOT.parent / "shared"))
    survey = shared / "replication" / "responses.csv"
    if not survey.exists():
        print("the founding study's release is not here: its init is not timed")
        return
    command = tipcoder(
        "init",
        str(folder / "real"),
        "--survey",
        str(survey),
        "--template",
        "tip-ngo-survey",
        "--yes",
    )
    _line("tipcoder init, founding study (561 cases)", _timed(command, env), "s", 3)
    tests = tipcoder(
        "--study",
        str(folder / "real"),
        "stats",
        "--outcome",
        "importance",
        "--outcome",
        "positivity",
    )
    _line(
        "tipcoder stats, its 16 tests, from a cold start",
        median_of(lambda: _timed(tests, env), 3),
        "s",
        1.5,
    )


def detect() -> None:
    """Look for names in many answers."""
    took, characters, found = detection.seconds()
    what = f"{detection.ANSWERS:,} answers, {characters:,} characters"
    _line(f"detection: {what}", took, "s", detection.PROMISED)
    _line("  proposals", found, "")
    slowest, piece = detection.worst()
    what = f"  {detection.HOSTILE_LENGTH:,} hostile characters ({piece.strip()!r})"
    _line(what, slowest, "s", detection.HOSTILE_PROMISED)


def kill(rounds: int) -> None:
    """Kill a coding process so many times and say what became of its acts."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ.update(_environment(folder))
        make_study(folder / "study", 200, dict(os.environ))
        from killing import kill_rounds

        tally = None
        for tally in kill_rounds(folder / "study", rounds):
            if tally.rounds % 50 == 0:
                print(f"{tally.rounds} kills, {tally.acts} acts, nothing lost", flush=True)
        print(f"{tally}")


if __name__ == "__main__":
    named = sys.argv[2] if len(sys.argv) > 2 else ""
    number = int(named) if named.isdecimal() else 1000
    if sys.argv[1:2] == ["reach"]:
        reach.measure(Path(named))
    elif sys.argv[1:2] == ["kill"]:
        kill(number)
    elif sys.argv[1:2] == ["agreement"]:
        agreement.speed()
    elif sys.argv[1:2] == ["keys"]:
        keys()
    elif sys.argv[1:2] == ["floor"]:
        beside_floor()
    elif sys.argv[1:2] == ["adjudication"]:
        adjudication.measure()
    elif sys.argv[1:2] == ["agreement-once"]:
        agreement.once()
    elif sys.argv[1:2] == ["statistics"]:
        statistics.measure()
    elif sys.argv[1:2] == ["start"]:
        starting.measure()
    elif sys.argv[1:2] == ["releasing"]:
        releasing.measure()
    elif sys.argv[1:2] == ["taking-in"]:
        taking_in.measure()
    elif sys.argv[1:2] == ["large"]:
        large_files.measure(number if len(sys.argv) > 2 else 1)
    elif sys.argv[1:2] == ["detection"]:
        detect()
    elif sys.argv[1:2] == ["suggestions"]:
        suggestions.measure()
        suggestion_speed.measure()
    elif sys.argv[1:2] == ["suggestions-once"]:
        suggestion_speed.once(number)
    elif sys.argv[1:2] == ["misclassification"]:
        misclassification.coverage(number)
    elif sys.argv[1:2] == ["coverage"]:
        agreement.coverage(number)
        weighted_coverage.coverage(min(number, 400))
        drift_intervals.coverage(2 * number)
    else:
        tables()
