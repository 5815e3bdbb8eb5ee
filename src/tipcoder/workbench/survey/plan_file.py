"""A plan that is kept as a study.toml, for somebody to correct by hand."""

from __future__ import annotations

from pathlib import Path

from tipcoder.errors import EnvironmentFault
from tipcoder.workbench.output_files import claim_output


def save_plan(text: str, folder: Path) -> Path:
    """Keep the text beside where the study's folder would be, in a new file; returns the file.

    Raises EnvironmentFault where it cannot be written.
    """
    number = 1
    path = folder.with_name(f"{folder.name}.toml")
    while path.exists():
        number += 1
        path = folder.with_name(f"{folder.name}-{number}.toml")
    claim_output(None, path)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise EnvironmentFault(
            f"{path}: cannot be written ({error.strerror}).", "Begin in another folder."
        ) from None
    return path
