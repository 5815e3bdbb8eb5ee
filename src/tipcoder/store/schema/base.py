"""What every table is made of.

Traps that shape it: PostgreSQL's plain integer refuses survey platforms' IDs, so keys are 64 bits; SQLite returns times
without their zone, so times are ISO text in UTC; booleans are 0/1 integers, because STRICT tables know no boolean.
`live` is 1 for what holds now: nothing is deleted, undo turns `live` to 0.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Double,
    Integer,
    MetaData,
)
from sqlalchemy.dialects.sqlite import REAL
from sqlalchemy.types import TypeEngine

SCHEMA_VERSION = "0001"
"""The newest migration. A store of another version is migrated or refused, never guessed at."""

Big = BigInteger().with_variant(Integer, "sqlite")
Real: TypeEngine[float] = Double().with_variant(REAL, "sqlite")

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def id_column() -> Column[int]:
    """The key of a row."""
    return Column("id", Big, primary_key=True, autoincrement=True)


def live_column() -> Column[int]:
    """Whether a row holds now."""
    return Column("live", Integer, nullable=False, server_default="1")


def one_of(column: str, *values: str) -> CheckConstraint:
    """A column of words has one of these."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} in ({listed})", name=column)


def zero_or_one(column: str) -> CheckConstraint:
    """A column is a truth value."""
    return CheckConstraint(f"{column} in (0, 1)", name=column)
