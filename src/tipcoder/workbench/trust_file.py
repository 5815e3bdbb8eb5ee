"""The file of the user's own configuration that says what which study may use.

It lies outside of every study. A file that others can write is not the user's own.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path

from tipcoder.errors import EnvironmentFault

VARIABLE = "TIPCODER_TRUST"
FILE = "trusted-studies.json"
FORMAT = "tipcoder-trust-1"
_OTHERS_WRITE = 0o022


def find_trust_file() -> Path:
    """$TIPCODER_TRUST, else the file in the user's configuration folder."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named).expanduser()
    from platformdirs import user_config_path  # here, because most studies name nothing outside

    return user_config_path("tipcoder") / FILE


def load_trusted(folder: Path) -> frozenset[str]:
    """Digests of what the study in a folder may use. Raises EnvironmentFault for a file that others
    can write, or that is not ours."""
    return frozenset(_read_studies(find_trust_file()).get(os.path.realpath(folder), ()))


def add_trusted(folder: Path, digests: Iterable[str]) -> None:
    """Remember what the study in a folder may use. Raises EnvironmentFault."""
    path = find_trust_file()
    studies = _read_studies(path)
    place = os.path.realpath(folder)
    studies[place] = sorted({*studies.get(place, ()), *digests})
    _write_studies(path, studies)


def remove_trusted(folder: Path) -> bool:
    """Forget everything that the study in a folder may use; whether there was anything."""
    path = find_trust_file()
    studies = _read_studies(path)
    if os.path.realpath(folder) not in studies:
        return False
    del studies[os.path.realpath(folder)]
    _write_studies(path, studies)
    return True


def _read_studies(path: Path) -> dict[str, list[str]]:
    try:
        mode = path.stat().st_mode
        if sys.platform != "win32" and mode & _OTHERS_WRITE:
            raise EnvironmentFault(
                f"{path}: others on this machine can write in it (mode {mode & 0o777:04o}).",
                f"Look through it, then run: chmod 600 '{path}'",
            )
        content = json.loads(path.read_text("utf-8"))
        studies = content["studies"] if content["format"] == FORMAT else None
        if not isinstance(studies, dict):
            raise ValueError
        return {str(folder): list(map(str, told)) for folder, told in studies.items()}
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise EnvironmentFault(f"{path}: cannot be read ({error.strerror}).") from None
    except (ValueError, KeyError, TypeError, RecursionError):
        raise EnvironmentFault(
            f"{path}: is not a list of trusted studies.",
            "Remove it, and allow again what you trust with `tipcoder trust`.",
        ) from None


def _write_studies(path: Path, studies: dict[str, list[str]]) -> None:
    content = {"format": FORMAT, "studies": dict(sorted(studies.items()))}
    new = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        new.unlink(missing_ok=True)
        descriptor = os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(content, file, indent=1)
        new.replace(path)
    except OSError as error:
        raise EnvironmentFault(
            f"{path}: cannot be written ({error.strerror}).",
            f"Set ${VARIABLE} to a file of your own.",
        ) from None
