"""Names that may stay in quotes because the study is about them: the `keep` of study.toml.

The file belongs to the people of the study: their comments and their order of keys stay.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from tipcoder.errors import BadInput, EnvironmentFault
from tipcoder.export.whole_files import write_file
from tipcoder.model.codings import Coder
from tipcoder.privacy.compared_words import split_words
from tipcoder.study import STUDY_FILE, read_study
from tipcoder.workbench.redaction.final_acts import record_final_act
from tipcoder.workbench.study import OpenStudy


def change_keep_list(study: OpenStudy, coder: Coder, name: str, *, remove: bool = False) -> str:
    """Add a name to the keep-list or remove it; every review is asked for again.

    Raises BadInput for a name without letters, for one to add that is there already, and for one
    to remove that is not. Raises EnvironmentFault where study.toml cannot be read.
    """
    name = " ".join(name.split())
    if not split_words(name):
        raise BadInput("A name needs a letter or a digit in it.")
    path = study.folder / STUDY_FILE

    # Under the store's lock: two who change the file at once would lose one of the changes.
    with study.store.write() as db:
        keep = list(read_study(path).privacy.keep)
        if remove and name not in keep:
            raise BadInput(
                f"{name!r} is not on the keep-list.", "`tipcoder redact keep` prints it."
            )
        if not remove and name in keep:
            raise BadInput(f"{name!r} is on the keep-list already.")
        _check_and_write(path, _edit_keep_list(path, name, remove))

        done = f"The keep-list was {'shortened' if remove else 'lengthened'}: {name}"
        record_final_act(db, coder, "keep", done)

    result = "may stay no longer" if remove else "may stay in quotes"
    return f"{name} {result}. Every quote has to be read again."


def _edit_keep_list(path: Path, name: str, remove: bool) -> str:
    """The text of study.toml with the name added or removed."""
    try:
        document = tomlkit.parse(path.read_text("utf-8"))
    except (OSError, TOMLKitError) as error:
        raise EnvironmentFault(f"{path}: cannot be read ({type(error).__name__}).") from None
    privacy: Any = document.setdefault("privacy", tomlkit.table())
    keep: Any = privacy.setdefault("keep", tomlkit.array())
    if remove:
        keep.remove(name)
    else:
        keep.append(name)
    return tomlkit.dumps(document)


def _check_and_write(path: Path, text: str) -> None:
    """Written only if the study can be read from it."""
    # In the same folder, because a relative path in study.toml is checked from there.
    trial = path.with_name(f".{path.name}.{os.getpid()}.trial")
    try:
        write_file(trial, text)
        read_study(trial)
    finally:
        trial.unlink(missing_ok=True)
    write_file(path, text)
