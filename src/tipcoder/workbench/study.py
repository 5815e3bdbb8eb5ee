"""Opening a study folder: its description, its store, its codebook."""

from __future__ import annotations

import getpass
import os
import shlex
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tipcoder.codebook.reading import read_codebook
from tipcoder.errors import BadInput, EnvironmentFault, TipcoderError, did_you_mean
from tipcoder.model import Codebook, Coder
from tipcoder.store import codebooks, coders, events, survey_data
from tipcoder.store.engine import Db, Store
from tipcoder.store.file_systems import ConflictedCopy, conflicted_copies
from tipcoder.store.opening import open_store
from tipcoder.study import CODEBOOK_FILE, STUDY_FILE, Study, find_study, read_study
from tipcoder.workbench import notices
from tipcoder.workbench.codebook.file import (
    bring_along,
    dropped_with_codings,
    edited_by_hand,
    in_step,
    kept_codebook,
    refuse_dropping,
    take_in,
)

UUID = "study_uuid"
CODER_VARIABLE = "TIPCODER_CODER"
MAX_NAME = 60
NOT_NAMES = ("consensus", "majority", "both", "neither")
"""What layers and sides are called: a coder of that name could not be told from them."""


@dataclass(frozen=True)
class OpenStudy:
    """A study that is being worked in."""

    folder: Path
    study: Study
    store: Store

    @property
    def codebook_file(self) -> Path:
        """Where people edit the codebook."""
        return self.folder / CODEBOOK_FILE

    def uuid(self) -> str:
        """What the study is called in the name of its key file."""
        with self.store.read() as db:
            found = survey_data.get_meta(db, UUID)
        if found is None:
            raise EnvironmentFault(f"{self.store.place}: holds no survey yet.", "Make the study with `tipcoder init`.")
        return found

    def codebook(self) -> Codebook:
        """The codebook revision in force."""
        with self.store.read() as db:
            return current_codebook(db)

    def coder(self, name: str | None = None) -> Coder:
        """The person at the keyboard, made known to the study at the first visit."""
        person = self.actor(name)
        if person.id:
            return person
        with self.store.write() as db:
            return coders.settled(db, person)

    def actor(self, name: str | None = None) -> Coder:
        """The person at the keyboard, without writing: a newcomer is `Coder.newcomer` until an act is kept."""
        name = coder_name(name)
        with self.store.read() as db:
            known = [coder for coder in coders.all_coders(db) if coder.name == name]
        return known[0] if known else Coder.newcomer(name)

    def look_as(self, name: str | None) -> None:
        """Say who looks, where several people's work is shown."""
        try:
            self.store.viewer = self.actor(name).id or None
        except BadInput:
            # An unusable name is refused where somebody acts under it.
            self.store.viewer = None

    def close(self) -> None:
        """Bring everything into the store's main file and let go of it."""
        self.store.close()


def coder_name(name: str | None) -> str:
    """The name given, else $TIPCODER_CODER, else the name of the account. Raises BadInput for an unusable one."""
    chosen = name or os.environ.get(CODER_VARIABLE) or ""
    if not chosen:
        try:
            chosen = getpass.getuser()
        except (KeyError, OSError):
            chosen = "coder"
    chosen = _tidy(chosen)
    if not chosen or len(chosen) > MAX_NAME or not chosen.isprintable():
        raise BadInput(
            f"{chosen[:MAX_NAME]!r} cannot be a coder's name.",
            f"A name has at most {MAX_NAME} printable letters; give one with --coder NAME.",
        )
    if chosen.casefold() in NOT_NAMES:
        raise BadInput(f"{chosen!r} is no coder's name, but a layer or a side.", "Give another one with --coder NAME.")
    return chosen


def _tidy(name: str) -> str:
    """A name typed on another system may have its accents apart from their letters."""
    return unicodedata.normalize("NFC", " ".join(name.split()))


def known_coder(db: Db, name: str) -> Coder:
    """The coder of that name. Raises BadInput naming the nearest one if nobody is called so."""
    name = _tidy(name)
    known = {coder.name: coder for coder in coders.all_coders(db)}
    if name not in known:
        raise BadInput(f"Nobody called {name!r} has worked in this study.", did_you_mean(name, known))
    return known[name]


def known_questions(here: OpenStudy, wanted: Sequence[str]) -> frozenset[str]:
    """The open questions asked for, or all. Raises BadInput naming the nearest one."""
    known = [question.column for question in here.study.questions]
    for column in wanted:
        if column not in known:
            raise BadInput(f"There is no open question {column!r}.", did_you_mean(column, known))
    return frozenset(wanted or known)


def current_codebook(db: Db) -> Codebook:
    """The revision in force, as kept in the store."""
    return kept_codebook(db, codebooks.current_revision(db))


@contextmanager
def opened(
    path: Path | None = None, *, read_only: bool = False, viewer: str | None = None, take_in: bool = True
) -> Iterator[OpenStudy]:
    """The study at `path`, or the one that the current folder lies in; closed afterwards.

    `viewer` is the coder who looks, by default whoever acts here: an open round hides others' work from its coders.
    With `take_in` a codebook.toml edited by hand is taken in first, also where the study is only going to be read.
    """
    folder = find_study(path if path is not None else Path.cwd())
    study = read_study(folder / STUDY_FILE)
    store = open_store(study.store.url, folder, study.store.schema, read_only=read_only)
    here = OpenStudy(folder, study, store)
    try:
        here.look_as(viewer)
        for sentence in copies_beside(here):
            notices.tell(sentence)
        if take_in:
            _take_in_hand_work(here, viewer)
        yield here
    finally:
        here.close()


def copies_beside(here: OpenStudy) -> list[str]:
    """A sentence for each copy of the store that a sync program has put beside it."""
    file = here.store.file
    return [] if file is None else [_about_copy(file, copy) for copy in conflicted_copies(file)]


def _about_copy(file: Path, copy: ConflictedCopy) -> str:
    return (
        f"{copy.path.name}: looks like the copy that a sync program ({copy.by}) makes when two machines changed "
        f"{file.name} at once, so it may hold acts that are not here. `tipcoder restore --dry-run "
        f"{shlex.quote(copy.path.name)}` says which; then move it out of the folder, and keep the study out of folders "
        "that are synced."
    )


def _take_in_hand_work(here: OpenStudy, viewer: str | None) -> None:
    """What a person wrote into codebook.toml holds for every verb, and is said. Raises BadInput for a broken file."""
    path = here.codebook_file
    with here.store.read() as db:
        book = edited_by_hand(path, db, older_is_edit=here.store.is_sqlite)
        if book is None:
            return
        dropped = dropped_with_codings(book, db)
    in_force = "the revision in force is used"
    try:
        refuse_dropping(path, dropped)
        number = _take_in_writing(here, here.actor(viewer))
    except TipcoderError as fault:
        notices.tell(f"{fault} Until then {in_force}.")
        return
    if number is not None:
        notices.tell(f"{path.name} was edited: taken in as revision {number}.")


def _take_in_writing(here: OpenStudy, coder: Coder) -> int | None:
    """Take the file in through a store that can be written to, whatever the study was opened for."""
    if not here.store.read_only:
        return take_in_codebook(here, coder, may_drop=False)
    writing = open_store(here.study.store.url, here.folder, here.study.store.schema)
    writing.viewer = here.store.viewer
    try:
        return take_in_codebook(OpenStudy(here.folder, here.study, writing), coder, may_drop=False)
    finally:
        writing.close()


def take_in_codebook(
    here: OpenStudy, coder: Coder, sentence: str = "Took in codebook.toml", *, may_drop: bool = True
) -> int | None:
    """If somebody edited codebook.toml, keep it as a new revision; returns its number, or None if nothing changed.

    Without `may_drop` a file that lacks codes on which codings stand is refused: nobody has said that they may go.
    Raises BadInput for a codebook that cannot be worked with; the revision in force then stays.
    """
    path = here.codebook_file
    read_codebook(path)
    with here.store.read() as db:
        if in_step(path, db):
            return None
    # Looked at again where it is kept: somebody else's edit may have changed both since.
    with here.store.write() as db:
        # A store in the study's folder changes together with the file; a team's may be ahead of this folder's file.
        edited = edited_by_hand(path, db, older_is_edit=here.store.is_sqlite)
        if edited is None:
            bring_along(path, db)
            return None
        if not may_drop:
            refuse_dropping(path, dropped_with_codings(edited, db))
        act = events.begin(db, coders.settled(db, coder).id, "codebook", sentence)
        number = take_in(act, edited)
        events.finish(act)
    return number
