"""What is in the wheel: everything that the installed program looks for,
and nothing of the tests.
"""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHIPPED = "tipcoder/_shipped"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A wheel built from this checkout: its files and their bytes."""
    pytest.importorskip("hatchling", reason="hatchling comes with the extra `dev`")
    target = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(target)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (built,) = target.glob("*.whl")
    with zipfile.ZipFile(built) as file:
        return {name: file.read(name) for name in file.namelist()}


def files_below(*folders: str) -> dict[str, bytes]:
    """Files of the checkout by their paths, without what programs leave behind."""
    found = {}
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                found[path.relative_to(ROOT).as_posix()] = path.read_bytes()
    return found


def test_codebooks_and_data_are_in_it_byte_for_byte(wheel: dict[str, bytes]) -> None:
    wanted = {
        f"{SHIPPED}/{name}": content for name, content in files_below("codebooks", "data").items()
    }
    for name in (
        "codebooks/tip.toml",
        "data/demo/survey.csv",
        "data/templates/demo.toml",
        "data/reference/cities.txt",
    ):
        assert f"{SHIPPED}/{name}" in wanted, "the test reads the right folders"
    assert {name: content for name, content in wheel.items() if name.startswith(SHIPPED)} == wanted


def test_the_whole_package_is_in_it_with_its_migrations_and_styles(wheel: dict[str, bytes]) -> None:
    wanted = {
        name.removeprefix("src/"): content for name, content in files_below("src/tipcoder").items()
    }
    assert "tipcoder/store/migrations/env.py" in wanted
    assert {name: content for name, content in wheel.items() if name in wanted} == wanted


def test_nothing_else_is_in_it(wheel: dict[str, bytes]) -> None:
    others = [name for name in wheel if not name.startswith("tipcoder/")]
    assert all(".dist-info/" in name for name in others), others
    assert not [
        name
        for name in wheel
        if "test" in Path(name).parts or name.endswith((".db", ".keys.json", ".pyc"))
    ]


def test_its_version_is_the_newest_of_the_changes(wheel: dict[str, bytes]) -> None:
    from tipcoder import __version__

    heads = [
        line
        for line in (ROOT / "CHANGELOG.md").read_text("utf-8").splitlines()
        if line.startswith("## ")
    ]
    released = [head for head in heads if head != "## Unreleased"]
    assert released[0].startswith(f"## {__version__} ")
    assert any(name.startswith(f"tipcoder-{__version__}.dist-info/") for name in wheel)
