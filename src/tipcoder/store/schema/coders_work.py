"""Codebook revisions, and coders' work: codings, readings, memos, flags, suggestions shown."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, Table, Text, text

from tipcoder.store.schema.base import (
    Big,
    Real,
    id_column,
    live_columns,
    metadata,
    one_of_check,
    reference_column,
    revision_column,
    span_columns,
)

codebook_revision = Table(
    "codebook_revision",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("document", Text, nullable=False),
    Column("at", Text, nullable=False),
    sqlite_strict=True,
)

code = Table(
    "code",
    metadata,
    id_column(),
    Column("uuid", Text, nullable=False, unique=True),
    Column("key", Text, nullable=False, unique=True),
    sqlite_strict=True,
)

coding = Table(
    "coding",
    metadata,
    id_column(),
    reference_column("answer"),
    reference_column("code"),
    reference_column("coder"),
    *span_columns(),
    Column("quote", Text, nullable=False),
    revision_column(),
    Column("origin", Text, nullable=False),
    *live_columns(),
    sqlite_strict=True,
)

reading = Table(
    "reading",
    metadata,
    id_column(),
    reference_column("answer"),
    reference_column("coder"),
    Column("outcome", Text, nullable=False),
    revision_column(),
    *live_columns(),
    # Whether a person finished the answer, or codes were carried over to it.
    Column("origin", Text, nullable=False, server_default=text("'person'")),
    one_of_check("outcome", "coded", "none_applies", "off_topic", "uncodable"),
    sqlite_strict=True,
)

memo = Table(
    "memo",
    metadata,
    id_column(),
    reference_column("coder"),
    Column("answer_id", Big, ForeignKey("answer.id"), index=True),
    Column("coding_id", Big, ForeignKey("coding.id")),
    Column("code_id", Big, ForeignKey("code.id")),
    Column("text", Text, nullable=False),
    Column("at", Text, nullable=False),
    *live_columns(),
    # On an answer, on one of its codings (answer and coding), or on a code.
    CheckConstraint("(answer_id is null) <> (code_id is null)", name="target"),
    sqlite_strict=True,
)

flag = Table(
    "flag",
    metadata,
    id_column(),
    reference_column("answer"),
    reference_column("coder"),
    *live_columns(),
    sqlite_strict=True,
)

# What was suggested to a coder, and the verdict. That it was shown is a fact and not an act, so it
# cannot be undone. The verdict is part of an act, and can.
suggestion = Table(
    "suggestion",
    metadata,
    id_column(),
    reference_column("answer"),
    reference_column("coder"),
    reference_column("code"),
    revision_column(),
    Column("engine", Text, nullable=False),
    Column("score", Real, nullable=False),
    Column("strength", Text, nullable=False),
    *span_columns(),
    Column("shown", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("at", Text, nullable=False),
    one_of_check("shown", "asked", "mode"),
    one_of_check("strength", "strong", "fair", "weak", "twin"),
    one_of_check("verdict", "open", "accepted", "moved", "edited", "rejected"),
    sqlite_strict=True,
)
