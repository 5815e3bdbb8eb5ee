"""Several coders: rounds, what was said when one was frozen, and what was decided where coders differ."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, Table, Text

from tipcoder.store.schema.base import (
    Big,
    id_column,
    live,
    metadata,
    one_of,
    reference,
    revision_column,
    zero_or_one,
)

coding_round = Table(
    "round",
    metadata,
    id_column(),
    Column("name", Text, nullable=False),
    reference("coder"),
    Column("design", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("frozen_at", Text, nullable=False),
    *live(),
    sqlite_strict=True,
)

assignment = Table(
    "assignment",
    metadata,
    id_column(),
    reference("round"),
    reference("coder"),
    reference("answer"),
    Column("shared", Integer, nullable=False),
    # Millionths: with what chance the answer came into the shared part.
    Column("chance", Integer, nullable=False),
    *live(),
    zero_or_one("shared"),
    sqlite_strict=True,
)

# What a round's coders had said when it was frozen: agreement is computed on this, whatever is coded afterwards.
frozen_judgement = Table(
    "frozen_judgement",
    metadata,
    id_column(),
    Column("round_id", Big, ForeignKey("round.id"), nullable=False, index=True),
    reference("answer"),
    reference("coder"),
    Column("outcome", Text, nullable=False),
    revision_column(),
    Column("codings", Text, nullable=False),
    *live(),
    sqlite_strict=True,
)

# What was decided where coders differ on a code on an answer: the consensus layer. The coders' own codings stay.
settlement = Table(
    "settlement",
    metadata,
    id_column(),
    reference("answer"),
    reference("code"),
    reference("coder"),
    Column("side", Text, nullable=False),
    Column("sided_with", Big, ForeignKey("coder.id")),
    # [[start, end], ...]; empty where the code is not there. `said` is what the coders differed in, by coder.
    Column("spans", Text, nullable=False),
    Column("said", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("note", Text, nullable=False),
    revision_column(),
    Column("at", Text, nullable=False),
    *live(),
    CheckConstraint("(side = 'coder') = (sided_with is not null)", name="sided_with"),
    one_of("side", "coder", "both", "neither", "edited"),
    one_of("reason", "", "boundary", "missed", "definition gap", "language", "slip"),
    sqlite_strict=True,
)
