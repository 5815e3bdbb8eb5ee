"""Answers that a survey file no longer has, and what was erased, without a word of it."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, Table, Text

from tipcoder.store.schema.base import (
    Big,
    id_column,
    live_columns,
    metadata,
    one_of_check,
    reference_column,
    zero_or_one_check,
)

# A later survey file has no text where there was one. Its quotes wait until somebody decides.
withdrawal = Table(
    "withdrawal",
    metadata,
    id_column(),
    reference_column("answer"),
    Column("act_id", Big, ForeignKey("act.id"), nullable=False),
    Column("how", Text, nullable=False),
    Column("decision", Text, nullable=False),
    Column("reason", Text, nullable=False),
    *live_columns(),
    one_of_check("how", "withheld", "blank", "not_asked", "gone"),
    one_of_check("decision", "waiting", "kept"),
    sqlite_strict=True,
)

# Where words were erased. `whole` is 1 where the answer is closed: no text comes in there again.
# Where it is 0 only one wording is, which `digest` knows; a digest takes long to compute.
erasure = Table(
    "erasure",
    metadata,
    id_column(),
    reference_column("answer"),
    Column("act_id", Big, ForeignKey("act.id"), nullable=False),
    Column("at", Text, nullable=False),
    Column("whole", Integer, nullable=False),
    Column("digest", Text, nullable=False),
    *live_columns(),
    zero_or_one_check("whole"),
    sqlite_strict=True,
)

# The digest of an example, or of another text, that left the codebook with the answer that it was
# taken from. A copy of the codebook elsewhere may still have it.
erased_wording = Table(
    "erased_wording",
    metadata,
    id_column(),
    Column("act_id", Big, ForeignKey("act.id"), nullable=False),
    Column("digest", Text, nullable=False),
    *live_columns(),
    sqlite_strict=True,
)

# Of whom everything was erased that names them. The response ID stays, and is never another's.
erased_respondent = Table(
    "erased_respondent",
    metadata,
    id_column(),
    reference_column("respondent"),
    Column("act_id", Big, ForeignKey("act.id"), nullable=False),
    Column("at", Text, nullable=False),
    *live_columns(),
    sqlite_strict=True,
)
