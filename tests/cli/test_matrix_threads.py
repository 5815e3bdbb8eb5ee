"""On how many threads a verb multiplies matrices, asked of the libraries themselves."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tipcoder.cli.matrix_threads import limit_matrix_threads

RATINGS = "unit,anna,boris,carla\n" + "".join(f"u{n},1,{n % 2},{n % 3 % 2}\n" for n in range(30))
VARIABLES = (
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "BLIS_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
    "OMP_NUM_THREADS",
)
WATCHED = """
import os, sys

class Watch:
    def find_spec(self, name, *_):
        if name == "numpy":
            print("numpy:", os.environ.get("OPENBLAS_NUM_THREADS"))

sys.meta_path.insert(0, Watch())
from tipcoder.cli import main

assert "numpy" not in sys.modules
assert main(["agreement", "--ratings", sys.argv[1], "--format", "csv"]) == 0
import scipy.linalg, threadpoolctl

counts = {each["num_threads"] for each in threadpoolctl.threadpool_info()
          if each["user_api"] == "blas"}
print("blas:", *sorted(counts))
"""


def run_verb(folder: Path, **more: str) -> list[str]:
    """What a fresh process says of its threads: as NumPy was loaded, and by its libraries."""
    ratings = folder / "ratings.csv"
    ratings.write_text(RATINGS, encoding="utf-8")
    env = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, str(ratings)],
        env={**env, **more},
        check=True,
        capture_output=True,
        text=True,
    )
    return [line for line in done.stdout.splitlines() if line.startswith(("numpy:", "blas:"))]


def test_one_thread_is_asked_for_before_numpy_is_loaded(tmp_path: Path) -> None:
    told, counted = run_verb(tmp_path)
    assert told == "numpy: 1"
    # Accelerate does not say how many threads it takes.
    assert counted in ("blas: 1", "blas:")


def test_a_number_that_somebody_set_is_kept(tmp_path: Path) -> None:
    assert run_verb(tmp_path, OPENBLAS_NUM_THREADS="2")[0] == "numpy: 2"


@pytest.mark.parametrize("name", VARIABLES)
def test_no_variable_of_a_person_is_changed(name: str) -> None:
    environ = {name: "3"}
    limit_matrix_threads(environ)
    assert environ[name] == "3"


def test_a_number_for_all_libraries_counts_for_each() -> None:
    """OpenBLAS and MKL ask for their own variable first, so that it must not be set beside."""
    environ = {"OMP_NUM_THREADS": "4"}
    limit_matrix_threads(environ)
    assert environ == {"OMP_NUM_THREADS": "4"}
