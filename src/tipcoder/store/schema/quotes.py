"""Decisions about the wording of quotes that leave the study."""

from __future__ import annotations

from sqlalchemy import Column, Table, Text

from tipcoder.store.schema.base import (
    id_column,
    live_columns,
    metadata,
    one_of_check,
    reference_column,
    span_columns,
)

# What a person decided about a span of an answer: replace it in every quote, or keep it, with the
# reason.
redaction = Table(
    "redaction",
    metadata,
    id_column(),
    reference_column("answer"),
    reference_column("coder"),
    *span_columns(),
    Column("decision", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("replacement", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Text, nullable=False),
    *live_columns(),
    one_of_check("decision", "replace", "keep"),
    sqlite_strict=True,
)

# The same for a string wherever it is proposed: accepted or kept in the whole study.
redaction_rule = Table(
    "redaction_rule",
    metadata,
    id_column(),
    reference_column("coder"),
    Column("string", Text, nullable=False),
    Column("decision", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("replacement", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Text, nullable=False),
    *live_columns(),
    one_of_check("decision", "replace", "keep"),
    sqlite_strict=True,
)

# That a person has read a stretch of an answer as it would be released. `state` is the digest of
# what was read.
quote_review = Table(
    "quote_review",
    metadata,
    id_column(),
    reference_column("answer"),
    reference_column("coder"),
    *span_columns(),
    Column("verdict", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("at", Text, nullable=False),
    *live_columns(),
    one_of_check("verdict", "release", "withhold"),
    sqlite_strict=True,
)

# That a person accepted a finding of the leak audit. `finding` is an ID of it and never the words;
# it holds for the bytes of one file, or for a wording in whatever is released.
accepted_finding = Table(
    "accepted_finding",
    metadata,
    id_column(),
    reference_column("coder"),
    Column("scope", Text, nullable=False),
    Column("finding", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Text, nullable=False),
    *live_columns(),
    one_of_check("scope", "file", "wording"),
    sqlite_strict=True,
)
