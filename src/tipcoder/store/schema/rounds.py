"""Several coders: rounds, what was said when one was frozen, and what was decided where coders
differ.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, Table, Text

from tipcoder.store.schema.base import (
    Big,
    id_column,
    live_columns,
    metadata,
    one_of_check,
    reference_column,
    revision_column,
    zero_or_one_check,
)

coding_round = Table(
    "round",
    metadata,
    id_column(),
    Column("name", Text, nullable=False),
    reference_column("coder"),
    Column("design", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("frozen_at", Text, nullable=False),
    *live_columns(),
    sqlite_strict=True,
)

assignment = Table(
    "assignment",
    metadata,
    id_column(),
    reference_column("round"),
    reference_column("coder"),
    reference_column("answer"),
    Column("shared", Integer, nullable=False),
    # Millionths: with what chance the answer came into the shared part.
    Column("chance", Integer, nullable=False),
    *live_columns(),
    zero_or_one_check("shared"),
    sqlite_strict=True,
)

# What a round's coders had said when it was frozen: agreement is computed on this, whatever is
# coded afterwards.
frozen_judgement = Table(
    "frozen_judgement",
    metadata,
    id_column(),
    Column("round_id", Big, ForeignKey("round.id"), nullable=False, index=True),
    reference_column("answer"),
    reference_column("coder"),
    Column("outcome", Text, nullable=False),
    revision_column(),
    Column("codings", Text, nullable=False),
    *live_columns(),
    sqlite_strict=True,
)

# What was decided where coders differ on a code on an answer: the consensus layer. The coders' own
# codings stay.
settlement = Table(
    "settlement",
    metadata,
    id_column(),
    reference_column("answer"),
    reference_column("code"),
    reference_column("coder"),
    Column("side", Text, nullable=False),
    Column("sided_with", Big, ForeignKey("coder.id")),
    # [[start, end], ...]; empty where the code is not there. `said` is what the coders differed in,
    # by coder.
    Column("spans", Text, nullable=False),
    Column("said", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("note", Text, nullable=False),
    revision_column(),
    Column("at", Text, nullable=False),
    *live_columns(),
    CheckConstraint("(side = 'coder') = (sided_with is not null)", name="sided_with"),
    one_of_check("side", "coder", "both", "neither", "edited"),
    one_of_check("reason", "", "boundary", "missed", "definition gap", "language", "slip"),
    sqlite_strict=True,
)
