"""Making sure that what was erased is not left in free pages, in the log, or in old rows.

An erased row is overwritten, but a database leaves its former bytes lying until it needs the place.
"""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError

from tipcoder.errors import EnvironmentFault
from tipcoder.store import schema
from tipcoder.store.engine import Db, Store

_LOCK_SECONDS = 5
"""How long a table of a server is waited for while others work."""


def rewrite_store(store: Store) -> list[str]:
    """Write the whole store anew, without a byte of what it no longer has.

    Returns sentences about what cannot be promised.
    """
    return _rewrite_sqlite(store) if store.is_sqlite else _rewrite_postgres(store)


def _rewrite_sqlite(store: Store) -> list[str]:
    with store.maintain() as db:
        db.exec_driver_sql("PRAGMA secure_delete=ON")
        db.exec_driver_sql("VACUUM")
        busy = db.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]
    says = []
    if busy:
        says.append(
            f"{store.place}-wal: somebody else has the study open, so the words are in this file "
            "until the last tipcoder at this study ends."
        )
    says.append(
        f"{store.place} was written anew. A disk, its snapshots and programs that copy folders may "
        "keep the bytes of the old file: that cannot be undone from here."
    )
    return says


def _rewrite_postgres(store: Store) -> list[str]:
    left = []
    with store.maintain() as db:
        db.exec_driver_sql("SET statement_timeout = 0")
        db.exec_driver_sql(f"SET lock_timeout = '{_LOCK_SECONDS}s'")
        for name in schema.metadata.tables:
            if not _vacuum_table(db, name):
                left.append(name)
        db.exec_driver_sql("RESET lock_timeout")
        db.exec_driver_sql("RESET statement_timeout")
    says = []
    if left:
        says.append(
            f"{store.place}: others are at work, so {', '.join(left)} could not be written anew; "
            "the old rows' bytes stay in their files until `VACUUM FULL` has run."
        )
    says.append(
        f"{store.place}: the tables were written anew. The server's write-ahead log, its archives, "
        "replicas and dumps may still hold the words: ask whoever runs it."
    )
    return says


def _vacuum_table(db: Db, name: str) -> bool:
    """Write a table anew, and the server's notes on its commonest values; False where others hold
    it."""
    quoted = name.replace('"', '""')
    try:
        db.exec_driver_sql(f'VACUUM (FULL, ANALYZE) "{quoted}"')
    except DBAPIError:
        try:
            db.exec_driver_sql(f'VACUUM (ANALYZE) "{quoted}"')
        except DBAPIError as error:
            raise EnvironmentFault(
                f"The table {name} cannot be vacuumed ({str(error.orig).strip()}).",
                "The words are erased from its rows; have the database's owner run VACUUM FULL.",
            ) from None
        return False
    return True
