"""Restoring a backup of an SQLite store: check it, keep the current store, replace it."""

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
    """A clean, whole and verified copy of a backup in `workplace`.

    Neither the backup nor anything beside it is touched. A `-wal` beside the backup is brought into
    the copy unless `without_log`. Raises BadInput for a file that is not a whole tipcoder store.
    """
    raw, copy = workplace / "raw.db", workplace / "copy.db"
    try:
        shutil.copyfile(file, raw)
        log = file.with_name(file.name + "-wal")
        # Under the copy's name, so that SQLite takes it for the copy's log.
        if log.exists() and not without_log:
            shutil.copyfile(log, raw.with_name(raw.name + "-wal"))
        check_file(raw)
        copy_sqlite(raw, copy)
        with closing(sqlite3.connect(copy)) as db:
            verdict = str(db.execute("PRAGMA integrity_check(1)").fetchone()[0])
    except OSError as error:
        raise BadInput(
            f"{file}: cannot be read ({error.strerror}).", "Nothing was changed."
        ) from None
    except sqlite3.Error as error:
        verdict = str(error)
    except EnvironmentFault as fault:
        message = fault.message.replace(str(raw), str(file)).replace(raw.name, file.name)
        raise BadInput(
            message, "Name a file that `tipcoder backup` wrote; nothing was changed."
        ) from None
    if verdict != "ok":
        raise BadInput(
            f"{file}: is damaged ({verdict}).", "Try an older backup; nothing was changed."
        )
    return copy


def read_facts(path: Path, uuid_key: str) -> StoreFacts:
    """What the store in a file holds.

    Raises a TipcoderError for a store of an unknown version or without a study.
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
            act, coder = schema.act.c, schema.coder.c
            query = (
                select(act.id, act.at, coder.uuid, coder.name, act.verb)
                .join(schema.coder, coder.id == act.coder_id)
                .order_by(act.id)
            )
            acts = tuple(LoggedAct(*row) for row in db.execute(query))
            questions = frozenset(question.column for question in survey_data.load_questions(db))
            return StoreFacts(
                survey_data.get_meta(db, uuid_key) or "",
                version,
                acts,
                questions,
                counts.count_totals(db),
            )
    finally:
        store.close()


def compare_acts(one: StoreFacts, other: StoreFacts) -> tuple[list[LoggedAct], list[LoggedAct]]:
    """The acts that only the one store has, and those that only the other has.

    Both are what follows after the beginning that the two logs share.
    """
    common = 0
    for mine, theirs in zip(one.acts, other.acts, strict=False):
        # A coder may change names between the two; the uuid stays.
        if mine._replace(coder="") != theirs._replace(coder=""):
            break
        common += 1
    return list(one.acts[common:]), list(other.acts[common:])


def format_acts_by_coder(acts: list[LoggedAct]) -> str:
    """`12 by anna, 3 by boris`, the busiest first."""
    counted = Counter(act.coder for act in acts)
    return ", ".join(f"{number} by {name}" for name, number in counted.most_common())


def keep_current_store(path: Path, *, as_it_lies: bool) -> list[Path]:
    """Copy the store in use beside itself under a dated name; returns the files made.

    The copy is a clean store, or the files as they are with `as_it_lies`.
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
    """Replace the store by a clean copy; a crash leaves either the old store or the new one."""
    if target_is_sound:
        # Its log goes into the file first: until the new one is there, the old one is whole without
        # companions.
        open_sqlite_store(target).close()
    with ExclusiveHold(target):
        log = target.with_name(target.name + "-wal")
        index = target.with_name(target.name + "-shm")
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
