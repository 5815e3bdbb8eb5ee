"""Files that come with tipcoder: study templates, codebooks and the demo survey."""

from __future__ import annotations

from pathlib import Path

from tipcoder.errors import BadInput, EnvironmentFault, did_you_mean

_PACKAGE = Path(__file__).resolve().parent.parent


def _find_root() -> Path:
    """The folder that holds `codebooks/` and `data/`: inside an installed package, or the root of a
    checkout.
    """
    for folder in (_PACKAGE / "_shipped", _PACKAGE.parent.parent):
        if (folder / "codebooks").is_dir() and (folder / "data").is_dir():
            return folder
    raise EnvironmentFault(
        "The templates and codebooks of tipcoder are missing.", "Install tipcoder again."
    )


def template_path(name: str) -> Path:
    """The study template of that name."""
    return _require_file(_find_root() / "data" / "templates", name, "template")


def codebook_path(name: str) -> Path:
    """The codebook of that name."""
    return _require_file(_find_root() / "codebooks", name, "codebook")


def demo_folder() -> Path:
    """The fictional survey."""
    return _find_root() / "data" / "demo"


def reference_file(name: str) -> Path:
    """A table that analyses look things up in."""
    return _find_root() / "data" / "reference" / name


def _require_file(folder: Path, name: str, kind: str) -> Path:
    known = sorted(path.stem for path in folder.glob("*.toml"))
    if name not in known:
        raise BadInput(f"There is no {kind} called {name!r}.", did_you_mean(name, known))
    return folder / f"{name}.toml"
