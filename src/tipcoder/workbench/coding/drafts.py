"""Words that somebody is still writing: kept outside the study until the act that needs them is kept.

A memo takes minutes to write, and a terminal can close at any moment. So every change in a box is written to a small
file at once. The file goes when the box is left in the ordinary way. Drafts lie with the person and not with the study:
they are nobody else's business, and they outlive a database that does not answer.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from tipcoder.privacy.private_folder import folder_named_by

FOLDER_VARIABLE = "TIPCODER_DRAFTS"
_SUFFIX = ".draft.json"


@dataclass(frozen=True)
class Draft:
    """What was written in one box, and what stood there before."""

    place: str
    """What the words are for, as people read it: `Memo on 1254.2 Q3.24`."""
    words: str
    standing: str = ""
    """What the box held when writing began."""
    at: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))
    """When the words were last changed, in UTC."""


@dataclass
class Drafts:
    """The drafts of one coder in one study. One file a draft, so that two windows never undo each other's."""

    study_uuid: str
    coder: str
    fault: str | None = None
    """Why the last draft could not be written; None if it was."""
    _here: dict[str, Draft] = field(default_factory=dict)
    """What was written in this run: a folder that takes no file must not lose a note before its decision."""

    def __post_init__(self) -> None:
        """Know the folder from the start. Raises EnvironmentFault where $TIPCODER_DRAFTS is no place."""
        self._folder = draft_folder() / self.study_uuid

    def find(self, place: str) -> Draft | None:
        """The draft for a place, if there is one."""
        return self._here.get(place) or _read(self._path(place))

    def keep(self, draft: Draft) -> None:
        """Write a draft in the place of the one before. A fault is remembered and never raised: writing goes on."""
        self._here[draft.place] = draft
        path = self._path(draft.place)
        new = path.with_name(f"{path.name}.{os.getpid()}.new")
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            # Not flushed to the disk: at every letter that would be felt. A program that ends loses nothing.
            descriptor = os.open(new, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                json.dump({"coder": self.coder, **asdict(draft)}, file, ensure_ascii=False)
            new.replace(path)
        except OSError as error:
            self.fault = f"{path.parent}: no draft can be kept here ({error.strerror})."
            return
        self.fault = None

    def drop(self, place: str) -> None:
        """The words are kept elsewhere, or nobody wants them."""
        self._here.pop(place, None)
        with suppress(OSError):
            self._path(place).unlink()

    def waiting(self) -> list[Draft]:
        """Every draft, the oldest first."""
        found = {**{draft.place: draft for draft in self._kept()}, **self._here}
        return sorted(found.values(), key=lambda draft: (draft.at, draft.place))

    def _kept(self) -> Iterator[Draft]:
        for path in self._folder.glob(f"*{_SUFFIX}"):
            draft = _read(path)
            if draft is not None and path == self._path(draft.place):
                yield draft

    def _path(self, place: str) -> Path:
        # Places hold names of codes and cases in any letters: a digest is a file name on every system.
        digest = hashlib.sha256(f"{self.coder}\0{place}".encode()).hexdigest()[:32]
        return self._folder / f"{digest}{_SUFFIX}"


def draft_folder() -> Path:
    """Where drafts live: $TIPCODER_DRAFTS, else the user's state folder."""
    named = folder_named_by(FOLDER_VARIABLE)
    if named is not None:
        return named
    from platformdirs import user_state_path

    return user_state_path("tipcoder") / "drafts"


def _read(path: Path) -> Draft | None:
    """The draft in a file; None if there is none or the file is not one of ours."""
    try:
        content = json.loads(path.read_text("utf-8"))
        draft = Draft(*(content[name] for name in ("place", "words", "standing", "at")))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return draft if all(isinstance(part, str) for part in asdict(draft).values()) else None
