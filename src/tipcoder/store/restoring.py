"""A copy of an SQLite store in the place of another one: looked at first, kept first, put there in
one stroke.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections import Counter
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import select

from tipcoder.errors import BadInput, EnvironmentFault
from tipcoder.store import counts, schema, survey_data
from tipcoder.store.file_check import check_file, find_integrity_verdict
from tipcoder.store.holding import ExclusiveHold, in_use_fault
from tipcoder.store.opening import copy_sqlite, find_known_versions, read_store_version
from tipcoder.store.schema import SCHEMA_VERSION
from tipcoder.store.sqlite_engine import open_sqlite_store

COMPANIONS = ("", "-wal", "-shm")


class LoggedAct(NamedTuple):
    """One act of a log, as far as two logs are compared by it."""

    id: int
    at: str
    coder_uuid: str
    coder: str
    verb: str


class StoreFacts(NamedTuple):
    """What a store holds."""

    uuid: str
    version: str
    acts: tuple[LoggedAct, ...]
    questions: frozenset[str]
    totals: dict[str, int]


def copy_backup(file: Path, workplace: Path, *, without_log: bool) -> Path:
    """A clean copy of a backup in `workplace`, whole and verified; the backup is not touched, nor
    what lies beside it.

    A `-wal` beside the backup is brought into the copy unless `without_log`. Raises BadInput for a
    file that is no whole store of tipcoder.
    """
    raw, copy = workplace / "raw.db", workplace / "copy.db"
    try:
        shutil.copyfile(file, raw)
        log = file.with_name(file.name + "-wal")
        if log.exists() and not without_log:
            shutil.copyfile(log, raw.with_name(raw.name + "-wal"))
        check_file(raw)
        copy_sqlite(raw, copy)
        with closing(sqlite3.connect(copy)) as db:
            verdict = str(db.execute("PRAGMA integrity_check(1)").fetchone()[0])
    except OSError as error:
        raise BadInput(f"{file}: cannot be read ({error.strerror}).", "Nothing was changed.") from None
    except sqlite3.Error as error:
        verdict = str(error)
    except EnvironmentFault as fault:
        said = fault.message.replace(str(raw), str(file)).replace(raw.name, file.name)
        raise BadInput(said, "Name a file that `tipcoder backup` wrote; nothing was changed.") from None
    if verdict != "ok":
        raise BadInput(f"{file}: is damaged ({verdict}).", "Try an older backup; nothing was changed.")
    return copy


def read_facts(path: Path, uuid_key: str) -> StoreFacts:
    """What the store in a file holds. Raises a TipcoderError for one of an unknown version or
    without a study.
    """
    store = open_sqlite_store(path, read_only=True)
    try:
        version = read_store_version(store)
        if version not in find_known_versions():
            newer = version > SCHEMA_VERSION
            raise EnvironmentFault(
                f"{path.name}: has store version {version!r}, which this tipcoder does not know.",
                "Update tipcoder." if newer else "Use the tipcoder that wrote it.",
            )
        with store.read() as db:
            t, who = schema.act.c, schema.coder.c
            query = select(t.id, t.at, who.uuid, who.name, t.verb).join(schema.coder, who.id == t.coder_id)
            acts = tuple(LoggedAct(*row) for row in db.execute(query.order_by(t.id)))
            questions = frozenset(question.column for question in survey_data.load_questions(db))
            return StoreFacts(
                survey_data.get_meta(db, uuid_key) or "", version, acts, questions, counts.count_totals(db)
            )
    finally:
        store.close()


def compare_acts(one: StoreFacts, other: StoreFacts) -> tuple[list[LoggedAct], list[LoggedAct]]:
    """The acts that only the one has, and those that only the other has: what follows on their
    common beginning.
    """
    common = 0
    for mine, theirs in zip(one.acts, other.acts, strict=False):
        if (mine.id, mine.at, mine.coder_uuid, mine.verb) != (theirs.id, theirs.at, theirs.coder_uuid, theirs.verb):
            break
        common += 1
    return list(one.acts[common:]), list(other.acts[common:])


def format_acts_by_coder(acts: list[LoggedAct]) -> str:
    """`12 by anna, 3 by boris`, the busiest first."""
    counted = Counter(act.coder for act in acts)
    return ", ".join(f"{number} by {name}" for name, number in counted.most_common())


def keep_current_store(path: Path, *, as_it_lies: bool) -> list[Path]:
    """Copy the store in use beside itself under a dated name, as a clean store or, if it is none,
    as its files lie.
    """
    stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
    kept = path.with_name(f"{path.stem}.before-restore-{stamp}{path.suffix}")
    number = 2
    while kept.exists():
        kept = path.with_name(f"{path.stem}.before-restore-{stamp}-{number}{path.suffix}")
        number += 1
    if not as_it_lies:
        copy_sqlite(path, kept)
        return [kept]
    made = []
    for companion in COMPANIONS:
        source = path.with_name(path.name + companion)
        if source.exists():
            target = kept.with_name(kept.name + companion)
            shutil.copy2(source, target)
            made.append(target)
    return made


def is_sound(path: Path) -> bool:
    """Whether a store can be opened and copied as it is."""
    try:
        check_file(path)
    except EnvironmentFault:
        return False
    return find_integrity_verdict(path, with_log=True) == "ok"


def replace_store(copy: Path, target: Path, *, target_is_sound: bool) -> None:
    """Put a clean copy in the place of the store: after a crash there is the old one, or the new
    one.
    """
    if target_is_sound:
        # Its log goes into the file first: until the new one is there, the old one is whole without
        # companions.
        open_sqlite_store(target).close()
    with ExclusiveHold(target):
        log, index = (target.with_name(target.name + companion) for companion in COMPANIONS[1:])
        if target_is_sound and log.exists() and log.stat().st_size:
            raise in_use_fault(target)
        copy.chmod(0o600)
        _sync_to_disk(copy)
        copy.replace(target)
        # The index first: alone it would say that a log with the latest acts has been lost.
        index.unlink(missing_ok=True)
        log.unlink(missing_ok=True)
        _sync_to_disk(target.parent)


def _sync_to_disk(path: Path) -> None:
    """What was written must be there after a power cut, where the system can promise it."""
    with suppress(OSError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
