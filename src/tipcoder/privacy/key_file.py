"""The private file that says who is behind a response ID.

It lives outside the study folder and outside any git work tree. It is readable by its owner alone,
and is refused when others could read it. Nothing in it is ever logged or shown in an error.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tipcoder.errors import EnvironmentFault
from tipcoder.privacy.private_folder import find_named_folder
from tipcoder.text import unscope_identifier

FORMAT = "tipcoder-keys-1"
FOLDER_VARIABLE = "TIPCODER_KEYS"
_STUDY_NAME = re.compile(r"[0-9A-Za-z-]{1,64}")
_OTHERS = 0o077
"""The bits of a file's mode that let others than its owner read, write or run it."""
_SYNCED = (
    "dropbox",
    "onedrive",
    "google drive",
    "googledrive",
    "icloud",
    "nextcloud",
    "owncloud",
    "yandex.disk",
)


@dataclass
class Keys:
    """Who is who: by response ID, the survey's own ID and the identifying cells."""

    study: str
    """The study's uuid."""
    source_ids: dict[str, str] = field(default_factory=dict, repr=False)
    """Response ID by the survey's own respondent ID."""
    identities: dict[str, dict[str, list[str]]] = field(default_factory=dict, repr=False)
    """Identifying columns and their different values, by response ID."""
    aliases: dict[str, list[str]] = field(default_factory=dict, repr=False)
    """Further names by response ID, which no column gives; under the empty ID those of third
    parties."""
    known_persons: dict[str, list[str]] = field(default_factory=dict, repr=False)
    """Names of people that no column gives, by response ID of whom they work with; under the empty
    ID those of third parties."""
    fresh_ids: dict[str, str] = field(default_factory=dict, repr=False)
    """Response ID behind every ID that was drawn for one export only."""
    retired: dict[str, str] = field(default_factory=dict, repr=False)
    """Response ID of every respondent who was erased, by a digest of the survey's own ID."""

    def add_identity(self, response_id: str, cells: Mapping[str, str]) -> None:
        """Remember identifying cells of one row; a value already known is not repeated."""
        columns = self.identities.setdefault(response_id, {})
        for column, value in cells.items():
            if value and value not in columns.setdefault(column, []):
                columns[column].append(value)

    def erase_respondent(self, response_id: str) -> None:
        """Forget who is behind a response ID, which stays theirs and is never given again.

        A digest of the survey's own ID stays, so that a survey file that has the respondent again
        brings nobody new.
        """
        for source, owner in list(self.source_ids.items()):
            if owner == response_id:
                self.retired[self._digest_source(source)] = response_id
                del self.source_ids[source]
        self.identities.pop(response_id, None)
        self.aliases.pop(response_id, None)
        self.known_persons.pop(response_id, None)

    @property
    def survey_ids(self) -> dict[str, str]:
        """Response IDs by the IDs as the survey has them, also where each wave has its own."""
        return {unscope_identifier(source): known for source, known in self.source_ids.items()}

    def find_retired(self, source: str) -> str | None:
        """The response ID of a respondent who was erased, by the survey's own ID; None for
        another."""
        return self.retired.get(self._digest_source(source)) if self.retired else None

    def _digest_source(self, source: str) -> str:
        return hashlib.sha256(f"{self.study}\n{source}".encode("utf-8", "replace")).hexdigest()


def find_key_folder() -> Path:
    """Where key files live: $TIPCODER_KEYS, else the user's data folder."""
    named = find_named_folder(FOLDER_VARIABLE)
    if named is not None:
        return named
    from platformdirs import user_data_path

    return user_data_path("tipcoder") / "keys"


def key_path(study_uuid: str) -> Path:
    """The key file of a study. Raises EnvironmentFault for what cannot be the name of one."""
    # It comes out of the study's store, which may be somebody else's.
    if not _STUDY_NAME.fullmatch(study_uuid):
        raise EnvironmentFault(
            "The study's store has no proper name for its key file.",
            "Restore it from a backup of your own.",
        )
    return find_key_folder() / f"{study_uuid}.keys.json"


def describe_key_risks(path: Path) -> list[str]:
    """What to tell the owner of a key file about its place."""
    out = []
    if any(word in str(path).lower() for word in _SYNCED):
        out.append(
            f"{path}: is in a folder that is copied to a cloud; "
            f"set ${FOLDER_VARIABLE} to a private one."
        )
    if sys.platform == "win32":
        out.append(
            f"{path}: Windows does not enforce the owner-only mode; keep this account to yourself."
        )
    return out


def load_keys(path: Path) -> Keys:
    """Read a key file.

    Raises EnvironmentFault if it is missing, readable by others, or not one of ours.
    """
    try:
        _refuse_readable_by_others(path)
        return _parse_keys(path.read_text("utf-8"))
    except FileNotFoundError:
        raise EnvironmentFault(
            f"{path}: the study's key file is not here.",
            f"Bring it from where the study was made, or point ${FOLDER_VARIABLE} at its folder.",
        ) from None
    except OSError as error:
        raise EnvironmentFault(f"{path}: the key file cannot be read ({error.strerror}).") from None
    except (ValueError, KeyError, TypeError, RecursionError):
        # The error's own words would repeat what stands in the file.
        raise EnvironmentFault(
            f"{path}: is not a tipcoder key file.", "Restore it from a backup."
        ) from None


def _refuse_readable_by_others(path: Path) -> None:
    mode = path.stat().st_mode
    if sys.platform != "win32" and mode & _OTHERS:
        raise EnvironmentFault(
            f"{path}: others on this machine can read the key file (mode {mode & 0o777:04o}).",
            f"Run: chmod 600 '{path}'",
        )


def _parse_keys(text: str) -> Keys:
    """Raises ValueError, KeyError, TypeError or RecursionError for what is not a key file."""
    content = json.loads(text)
    if content["format"] != FORMAT:
        raise ValueError

    keys = Keys(content["study"], content["source_ids"], content["identities"])
    # The first key files had none of these.
    keys.aliases = content.get("aliases", {})
    keys.fresh_ids = content.get("fresh_ids", {})
    keys.known_persons = content.get("known_persons", {})
    keys.retired = content.get("retired", {})
    names = (keys.identities, keys.aliases, keys.known_persons)
    for table in (keys.source_ids, keys.fresh_ids, keys.retired, *names):
        if type(table) is not dict:
            raise ValueError
    return keys


def save_keys(path: Path, keys: Keys, study_folder: Path) -> None:
    """Write a key file whole or not at all.

    Raises EnvironmentFault for a place that is not private.
    """
    check_place(path, study_folder)
    content: dict[str, Any] = {
        "format": FORMAT,
        "study": keys.study,
        "source_ids": keys.source_ids,
        "identities": keys.identities,
        "aliases": keys.aliases,
        "fresh_ids": keys.fresh_ids,
    }
    # Only where there are any: a key file stays what an older program can read.
    if keys.known_persons:
        content["known_persons"] = keys.known_persons
    if keys.retired:
        content["retired"] = keys.retired
    new = path.with_name(path.name + f".{os.getpid()}.new")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        new.unlink(missing_ok=True)
        try:
            _write_private(new, content)
            new.replace(path)
        except BaseException:
            new.unlink(missing_ok=True)  # half a file of names must not stay behind
            raise
    except OSError as error:
        raise EnvironmentFault(
            f"{path}: the key file cannot be written ({error.strerror}).",
            f"Set ${FOLDER_VARIABLE} to a folder of your own.",
        ) from None


def _write_private(new: Path, content: Mapping[str, Any]) -> None:
    """Write a file that nobody else can read, not even while it is written."""
    descriptor = os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(content, file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())


def compute_digest(path: Path) -> str:
    """SHA-256 of a key file, hexadecimal, to tell whether a copy is of it as it is now."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


_CHOOSE_FOLDER = (
    f"Choose a folder outside; ${FOLDER_VARIABLE} says which one holds the study's own key file."
)


def check_place(path: Path, study_folder: Path) -> None:
    """Raise EnvironmentFault for a key file that would be shared with the study or with source
    code."""
    folder = path.parent.resolve()
    if folder.is_relative_to(study_folder.resolve()):
        raise EnvironmentFault(
            f"{path}: the key file may not be in the study folder, which is shared and backed up.",
            _CHOOSE_FOLDER,
        )

    tree = find_work_tree(folder)
    if tree is not None:
        raise EnvironmentFault(
            f"{path}: the key file may not be in a git work tree ({tree}).",
            _CHOOSE_FOLDER,
        )


def find_work_tree(folder: Path) -> Path | None:
    """The git work tree that a folder lies in, if it does."""
    folder = folder.resolve()
    for parent in (folder, *folder.parents):
        if (parent / ".git").exists():
            return parent
    return None
