"""Files that come with tipcoder: study templates, codebooks and the demo survey."""

from __future__ import annotations

from pathlib import Path

from tipcoder.errors import BadInput, did_you_mean
from tipcoder.shipped_data import find_shipped_root


def template_path(name: str) -> Path:
    """The study template of that name."""
    return _require_file(find_shipped_root() / "data" / "templates", name, "template")


def codebook_path(name: str) -> Path:
    """The codebook of that name."""
    return _require_file(find_shipped_root() / "codebooks", name, "codebook")


def demo_folder() -> Path:
    """The fictional survey."""
    return find_shipped_root() / "data" / "demo"


def _require_file(folder: Path, name: str, kind: str) -> Path:
    known = sorted(path.stem for path in folder.glob("*.toml"))
    if name not in known:
        raise BadInput(f"There is no {kind} called {name!r}.", did_you_mean(name, known))
    return folder / f"{name}.toml"
