"""Opening a study folder: its description, its store, its codebook."""

from __future__ import annotations

import getpass
import json
import os
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from tipcoder.codebook.reading import parse_codebook, read_codebook
from tipcoder.codebook.writing import codebook_to_json
from tipcoder.errors import BadInput, EnvironmentFault, did_you_mean
from tipcoder.model import Codebook, Coder
from tipcoder.store import codebooks, coders, events, survey_data
from tipcoder.store.engine import Db, Store
from tipcoder.store.opening import open_store
from tipcoder.study import CODEBOOK_FILE, STUDY_FILE, Study, find_study, read_study

UUID = "study_uuid"
CODER_VARIABLE = "TIPCODER_CODER"
MAX_NAME = 60


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


def current_codebook(db: Db) -> Codebook:
    """The revision in force, as kept in the store."""
    number = codebooks.current_revision(db)
    kept = parse_codebook(json.loads(codebooks.document(db, number)), f"revision {number}")
    return replace(kept, revision=number)


@contextmanager
def opened(path: Path | None = None, *, read_only: bool = False) -> Iterator[OpenStudy]:
    """The study at `path`, or the one that the current folder lies in; closed afterwards."""
    folder = find_study(path if path is not None else Path.cwd())
    study = read_study(folder / STUDY_FILE)
    store = open_store(study.store.url, folder, study.store.schema, read_only=read_only)
    here = OpenStudy(folder, study, store)
    try:
        yield here
    finally:
        here.close()


def take_in_codebook(here: OpenStudy, coder: Coder, sentence: str = "Took in codebook.toml") -> int | None:
    """If somebody edited codebook.toml, keep it as a new revision; returns its number, or None if nothing changed.

    Raises BadInput for a codebook that cannot be worked with; the revision in force then stays.
    """
    edited = read_codebook(here.codebook_file)
    content = codebook_to_json(edited)
    with here.store.read() as db:
        number = codebooks.current_revision(db)
        if number and codebooks.document(db, number) == content:
            return None
    with events.recorded(here.store, coder.id, "codebook", sentence) as act:
        return codebooks.add_revision(act, content, edited.codes)
