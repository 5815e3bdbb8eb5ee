"""Folders that belong to a person and not to a study."""

from __future__ import annotations

import os
from pathlib import Path

from tipcoder.errors import EnvironmentFault


def find_named_folder(variable: str) -> Path | None:
    """The folder that an environment variable names, or None.

    Raises EnvironmentFault for a relative path.
    """
    named = os.environ.get(variable)
    if not named:
        return None
    folder = Path(named).expanduser()
    if not folder.is_absolute():
        # Taken from the current folder it would be another one in the next command.
        raise EnvironmentFault(
            f"${variable} must be an absolute path, not {named!r}.", "Begin it with / or ~."
        )
    return folder
