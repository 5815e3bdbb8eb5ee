"""In which format a verb writes a file: the ending of its name decides."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tipcoder.errors import BadInput


def check_file_format(file: Path, wanted: str | None, endings: Sequence[str]) -> str:
    """The format that a file's name promises; `wanted` is what --format asks for, if anything.

    Raises BadInput where the two differ and for an ending that the verb does not write, and
    EnvironmentFault without the extra that writes it.
    """
    from tipcoder.export.formats import FORMATS, check_ending

    try:
        ending = check_ending(file, endings)
    except BadInput as fault:
        choice = f"End its name in {', '.join(endings)}."
        raise BadInput(fault.message, f"{choice} --format is for what is printed.") from None
    named = {form.ending: form.name for form in FORMATS.values()}.get(ending, ending[1:])
    if wanted and wanted != named:
        promised = FORMATS[wanted].ending if wanted in FORMATS else f".{wanted}"
        raise BadInput(f"{file}: would hold {wanted}.", f"Name a file that ends in {promised}.")
    return named
