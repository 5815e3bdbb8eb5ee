"""Words that somebody is still writing: kept outside the study until the act that needs them is
kept.

A memo takes minutes to write, and a terminal can close at any moment. So every change in a box is
written to a small file at once. The file goes when the box is left in the ordinary way. Drafts lie
with the person and not with the study: they are nobody else's business, and they outlive a database
that does not answer.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from tipcoder.privacy.private_folder import find_named_folder

FOLDER_VARIABLE = "TIPCODER_DRAFTS"
_SUFFIX = ".draft.json"
_UNFINISHED = ".new"


@dataclass(frozen=True)
class UnsavedDraft:
    """What was written in one box, and what stood there before."""

    place: str
    """What the words are for, as people read it: `Memo on 1254.2 Q3.24`."""
    words: str
    standing: str = ""
    """What the box held when writing began."""
    at: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="microseconds"))
    """When the words were last changed, in UTC."""


@dataclass
class DraftStore:
    """The drafts of one coder in one study.

    One file a draft, so that two windows never undo each other's.
    """

    study_uuid: str
    coder: str
    fault: str | None = None
    """Why the last draft could not be written; None if it was."""
    _written_now: dict[str, UnsavedDraft] = field(default_factory=dict)
    """What was written in this run: a folder that takes no file must not lose a note before its
    decision.
    """

    def __post_init__(self) -> None:
        """Know the folder from the start.

        Raises EnvironmentFault where $TIPCODER_DRAFTS is not a place.
        """
        self._folder = find_draft_folder() / self.study_uuid

    def find_draft(self, place: str) -> UnsavedDraft | None:
        """The draft for a place, if there is one."""
        return self._written_now.get(place) or _read_draft(self._draft_path(place))

    def save_draft(self, draft: UnsavedDraft) -> None:
        """Write a draft in the place of the one before.

        A fault is remembered and never raised: writing goes on.
        """
        self._written_now[draft.place] = draft
        path = self._draft_path(draft.place)
        # Written beside and renamed, so that a half-written draft is never read.
        new = path.with_name(f"{path.name}.{os.getpid()}{_UNFINISHED}")
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            # Not flushed to the disk: at every letter that would be felt. A program that ends loses
            # nothing.
            descriptor = os.open(new, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                json.dump({"coder": self.coder, **asdict(draft)}, file, ensure_ascii=False)
            new.replace(path)
        except OSError as error:
            self.fault = f"{path.parent}: no draft can be kept here ({error.strerror})."
            return
        self.fault = None

    def delete_draft(self, place: str) -> None:
        """The words are kept elsewhere, or nobody wants them."""
        self._written_now.pop(place, None)
        with suppress(OSError):
            self._draft_path(place).unlink()

    def list_drafts(self) -> list[UnsavedDraft]:
        """Every draft, the oldest first."""
        found = {draft.place: draft for draft in self._iterate_saved()}
        # What this run wrote is newer than any file, or could not be written.
        found.update(self._written_now)
        return sorted(found.values(), key=lambda draft: (draft.at, draft.place))

    def _iterate_saved(self) -> Iterator[UnsavedDraft]:
        for path in self._folder.glob(f"*{_SUFFIX}"):
            draft = _read_draft(path)
            # Drafts of other coders lie in the same folder under names of their own.
            if draft is not None and path == self._draft_path(draft.place):
                yield draft

    def _draft_path(self, place: str) -> Path:
        # Places hold names of codes and cases in any letters: a digest is a file name on every
        # system.
        digest = hashlib.sha256(f"{self.coder}\0{place}".encode()).hexdigest()[:32]
        return self._folder / f"{digest}{_SUFFIX}"


def delete_drafts_about(study_uuid: str, is_about: Callable[[UnsavedDraft], bool]) -> int:
    """Delete every draft of a study that `is_about` holds for, whoever wrote it on this machine.

    A draft whose writing was cut off goes if it cannot be read: nothing can be taken up from it.
    Returns how many there were.
    """
    deleted = 0
    for path in (find_draft_folder() / study_uuid).glob(f"*{_SUFFIX}*"):
        draft = _read_draft(path)
        is_cut_off = draft is None and path.suffix == _UNFINISHED
        if is_cut_off or (draft is not None and is_about(draft)):
            path.unlink(missing_ok=True)
            deleted += 1
    return deleted


def find_draft_folder() -> Path:
    """Where drafts live: $TIPCODER_DRAFTS, else the user's state folder."""
    named = find_named_folder(FOLDER_VARIABLE)
    if named is not None:
        return named
    from platformdirs import user_state_path

    return user_state_path("tipcoder") / "drafts"


def _read_draft(path: Path) -> UnsavedDraft | None:
    """The draft in a file; None if there is none or the file is not one of ours."""
    try:
        content = json.loads(path.read_text("utf-8"))
        draft = UnsavedDraft(*(content[name] for name in ("place", "words", "standing", "at")))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    is_sound = all(isinstance(part, str) for part in asdict(draft).values())
    return draft if is_sound else None
