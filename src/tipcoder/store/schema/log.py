"""Every act, and every change of a row that it made."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Table, Text

from tipcoder.store.schema.base import Big, id_column, metadata, one_of_check, reference_column

act = Table(
    "act",
    metadata,
    id_column(),
    reference_column("coder"),
    Column("at", Text, nullable=False),
    Column("verb", Text, nullable=False),
    Column("sentence", Text, nullable=False),
    Column("answer_id", Big, ForeignKey("answer.id")),
    Column("target", Big, ForeignKey("act.id")),
    Column("state", Text, nullable=False),
    one_of_check("state", "done", "undone", "dropped", "final"),
    sqlite_strict=True,
    sqlite_autoincrement=True,
)

event = Table(
    "event",
    metadata,
    Column("seq", Big, primary_key=True, autoincrement=True),
    Column("act_id", Big, ForeignKey("act.id"), nullable=False, index=True),
    Column("entity", Text, nullable=False),
    Column("entity_id", Text, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    sqlite_strict=True,
    sqlite_autoincrement=True,
)
