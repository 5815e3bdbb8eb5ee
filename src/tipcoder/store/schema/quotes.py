"""What people decided about the words that leave."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text

from tipcoder.store.schema.base import Big, id_column, live_column, metadata, one_of, zero_or_one

# What a person decided about a span of an answer: replace it in every quote, or keep it, with the reason.
redaction = Table(
    "redaction",
    metadata,
    id_column(),
    Column("answer_id", Big, ForeignKey("answer.id"), nullable=False),
    Column("coder_id", Big, ForeignKey("coder.id"), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("decision", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("replacement", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Text, nullable=False),
    live_column(),
    CheckConstraint('start >= 0 and "end" > start', name="span"),
    one_of("decision", "replace", "keep"),
    zero_or_one("live"),
    sqlite_strict=True,
)
Index(
    "uq_redaction_live",
    redaction.c.answer_id,
    redaction.c.start,
    redaction.c.end,
    unique=True,
    sqlite_where=redaction.c.live == 1,
    postgresql_where=redaction.c.live == 1,
)

# The same for a string wherever it is proposed: accepted or kept in the whole study.
redaction_rule = Table(
    "redaction_rule",
    metadata,
    id_column(),
    Column("coder_id", Big, ForeignKey("coder.id"), nullable=False),
    Column("string", Text, nullable=False),
    Column("decision", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("replacement", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Text, nullable=False),
    live_column(),
    one_of("decision", "replace", "keep"),
    zero_or_one("live"),
    sqlite_strict=True,
)
Index(
    "uq_redaction_rule_live",
    redaction_rule.c.string,
    unique=True,
    sqlite_where=redaction_rule.c.live == 1,
    postgresql_where=redaction_rule.c.live == 1,
)

# That a person has read a stretch of an answer as it would be released. `state` is the digest of what was read.
quote_review = Table(
    "quote_review",
    metadata,
    id_column(),
    Column("answer_id", Big, ForeignKey("answer.id"), nullable=False),
    Column("coder_id", Big, ForeignKey("coder.id"), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("at", Text, nullable=False),
    live_column(),
    CheckConstraint('start >= 0 and "end" > start', name="span"),
    one_of("verdict", "release", "withhold"),
    zero_or_one("live"),
    sqlite_strict=True,
)
Index(
    "uq_quote_review_live",
    quote_review.c.answer_id,
    quote_review.c.coder_id,
    quote_review.c.start,
    quote_review.c.end,
    unique=True,
    sqlite_where=quote_review.c.live == 1,
    postgresql_where=quote_review.c.live == 1,
)
