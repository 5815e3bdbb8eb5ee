"""What a process has imported by the time it answers: `tipcoder --help` must not wait for a library
it does not use.
"""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = (
    "textual",
    "rich",
    "sqlalchemy",
    "alembic",
    "pandas",
    "numpy",
    "sklearn",
    "spacy",
    "langdetect",
    "rapidfuzz",
)
HEAVY += ("scipy", "statsmodels", "matplotlib", "pyarrow", "pyreadstat")
HEAVY += ("regex", "tomlkit", "chardet", "charset_normalizer", "platformdirs", "asyncio")


def imported_after(statement: str) -> set[str]:
    """Top-level modules of a fresh interpreter after a statement."""
    code = (
        f"{statement}\nimport sys\n"
        f"print(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split("\n")[-2].split())


@pytest.mark.parametrize(
    "statement",
    [
        (
            "import tipcoder.cli.app, click; command = tipcoder.cli.app.command\n"
            "command.get_help(click.Context(command))"
        ),
        "import contextlib, io, tipcoder.cli\nwith contextlib.redirect_stdout(io.StringIO()):\n"
        "    try: tipcoder.cli.main(['--help'])\n    except SystemExit: pass",
    ],
)
def test_help_imports_nothing_heavy(statement: str) -> None:
    assert imported_after(statement).isdisjoint(HEAVY)


def test_the_first_frame_waits_for_no_database() -> None:
    found = imported_after("import tipcoder.tui.app")
    assert "textual" in found
    assert found.isdisjoint(
        {"sqlalchemy", "alembic", "pandas", "numpy", "sklearn", "spacy", "langdetect"}
    )


def test_coding_needs_no_statistics_and_no_model() -> None:
    found = imported_after("import tipcoder.workbench.coding.session, tipcoder.tui.screens.coding")
    assert found.isdisjoint(
        {"pandas", "numpy", "scipy", "sklearn", "spacy", "langdetect", "alembic"}
    )


def tipcoder_modules_after(statement: str) -> set[str]:
    """Modules of tipcoder that a fresh interpreter has loaded after a statement."""
    code = f"{statement}\nimport sys\nprint(*sorted(name for name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = done.stdout.split("\n")[-2].split()
    return {name for name in loaded if name.partition(".")[0] == "tipcoder"}


def test_a_coding_session_loads_little_and_nothing_of_the_other_rooms() -> None:
    """A coder at her first answer waits for every module that is loaded, so each must be one that
    coding needs. Every list asks for the wave, and whether it may be known; whoever is in training
    is told what was settled.
    """
    loaded = tipcoder_modules_after("import tipcoder.workbench.coding.session")
    assert "tipcoder.store.codings" in loaded, "what coding writes with is there"
    # The words of the field are plain data, in as many modules as read best.
    acting = [name for name in loaded if not name.startswith("tipcoder.model")]
    assert len(acting) <= 50, sorted(acting)

    other_rooms = (
        "tipcoder.agreement",
        "tipcoder.analysis",
        "tipcoder.export",
        "tipcoder.language",
        "tipcoder.privacy",
        "tipcoder.suggestion",
        "tipcoder.survey",
        "tipcoder.workbench.adjudication",
        "tipcoder.workbench.agreement",
        "tipcoder.workbench.exchange",
        "tipcoder.workbench.quotes",
        "tipcoder.workbench.redaction",
        "tipcoder.workbench.rounds",
        "tipcoder.workbench.statistics",
        "tipcoder.workbench.status",
        "tipcoder.workbench.suggestions",
        "tipcoder.workbench.survey",
    )
    for room in other_rooms:
        strangers = {name for name in loaded if f"{name}.".startswith(f"{room}.")}
        assert not strangers, room


def test_tests_need_no_frames_and_no_second_statistics_library() -> None:
    found = imported_after(
        "import numpy as np\n"
        "from tipcoder.analysis.pairs import Pair\n"
        "from tipcoder.analysis.testing import run_test\n"
        "from tipcoder.analysis.variables import Cases, Levels, Numbers\n"
        "groups = Levels('g', ('a', 'b'), np.array([0, 0, 1, 1] * 4))\n"
        "run_test(Pair('o', 'v', groups, Numbers('n', np.arange(16.0))), "
        "Cases(np.arange(16) // 2, np.arange(16) % 3))\n"
        "import tipcoder.workbench.statistics.tests, tipcoder.cli.stats.group, "
        "tipcoder.export.result_tables"
    )
    assert "scipy" in found
    assert found.isdisjoint({"pandas", "statsmodels", "matplotlib", "pyarrow", "sklearn"})


def test_a_verb_on_sqlite_waits_for_neither_alembic_nor_postgresql() -> None:
    statement = (
        "import tipcoder.workbench.history, tipcoder.workbench.opening\n"
        "from tipcoder.store import schema\n"
        "for name in schema.__all__:\n"
        "    if name != 'metadata': getattr(schema, name)\n"
        "import sys\n"
        "print(*[name for name in sys.modules "
        "if name.startswith(('alembic', 'sqlalchemy.dialects.'))])"
    )
    done = subprocess.run(
        [sys.executable, "-c", statement], capture_output=True, text=True, check=True
    )
    found = set(done.stdout.split())
    assert "sqlalchemy.dialects.sqlite" in found
    assert not [
        name for name in found if name.startswith(("alembic", "sqlalchemy.dialects.postgresql"))
    ]


def test_the_package_itself_imports_nothing() -> None:
    assert imported_after("import tipcoder").isdisjoint(
        {*HEAVY, "dataclasses", "argparse", "click", "json"}
    )
