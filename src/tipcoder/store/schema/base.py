"""What every table is made of.

Traps that shape it: PostgreSQL's plain integer refuses survey platforms' IDs, so keys are 64 bits;
SQLite returns times without their zone, so times are ISO text in UTC; booleans are 0/1 integers,
because STRICT tables know no boolean. `live` is 1 for what holds now: nothing is deleted, undo
turns `live` to 0.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Double,
    ForeignKey,
    Integer,
    MetaData,
)
from sqlalchemy.dialects.sqlite import REAL
from sqlalchemy.types import TypeEngine

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


def reference_column(table: str) -> Column[int]:
    """The row of another table that a row is about or by: `coder_id` for "coder"."""
    return Column(f"{table}_id", Big, ForeignKey(f"{table}.id"), nullable=False)


def revision_column() -> Column[int]:
    """The revision of the codebook under which something was said."""
    return Column("revision", Integer, ForeignKey("codebook_revision.number"), nullable=False)


def span_columns() -> tuple[Column[int], Column[int], CheckConstraint]:
    """A stretch of an answer: code points, half-open."""
    check = CheckConstraint('start >= 0 and "end" > start', name="span")
    return Column("start", Integer, nullable=False), Column("end", Integer, nullable=False), check


def live_columns() -> tuple[Column[int], CheckConstraint]:
    """Whether a row holds now."""
    return Column("live", Integer, nullable=False, server_default="1"), zero_or_one_check("live")


def one_of_check(column: str, *values: str) -> CheckConstraint:
    """A column of words has one of these."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} in ({listed})", name=column)


def zero_or_one_check(column: str) -> CheckConstraint:
    """A column is a truth value."""
    return CheckConstraint(f"{column} in (0, 1)", name=column)
