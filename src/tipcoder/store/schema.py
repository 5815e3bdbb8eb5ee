"""The tables. A change here needs a migration beside it; a test compares the two.

Traps that shape this file: PostgreSQL's plain integer refuses survey platforms' IDs, so keys are 64 bits;
SQLite returns times without their zone, so times are ISO text in UTC; booleans are 0/1 integers, because
STRICT tables know no boolean. `live` is 1 for what holds now: nothing is deleted, undo turns `live` to 0.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
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


def _id() -> Column[int]:
    return Column("id", Big, primary_key=True, autoincrement=True)


def _live() -> Column[int]:
    return Column("live", Integer, nullable=False, server_default="1")


def _one_of(column: str, *values: str) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} in ({listed})", name=column)


def _zero_or_one(column: str) -> CheckConstraint:
    return CheckConstraint(f"{column} in (0, 1)", name=column)


meta = Table(
    "meta",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
    sqlite_strict=True,
)

coder = Table(
    "coder",
    metadata,
    _id(),
    Column("uuid", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    sqlite_strict=True,
)

import_batch = Table(
    "import_batch",
    metadata,
    _id(),
    Column("source", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("report", Text, nullable=False),
    sqlite_strict=True,
)

question = Table(
    "question",
    metadata,
    _id(),
    Column("name", Text, nullable=False, unique=True),
    Column("text", Text, nullable=False),
    Column("position", Integer, nullable=False),
    sqlite_strict=True,
)

respondent = Table(
    "respondent",
    metadata,
    _id(),
    Column("response_id", Text, nullable=False, unique=True),
    sqlite_strict=True,
)

survey_case = Table(
    "survey_case",
    metadata,
    _id(),
    Column("respondent_id", Big, ForeignKey("respondent.id"), nullable=False),
    Column("number", Text, nullable=False),
    Column("label", Text, nullable=False, index=True),
    Column("source_row", Big, nullable=False),
    Column("attributes", Text, nullable=False),
    _live(),
    UniqueConstraint("respondent_id", "number"),
    _zero_or_one("live"),
    sqlite_strict=True,
)

answer = Table(
    "answer",
    metadata,
    _id(),
    Column("case_id", Big, ForeignKey("survey_case.id"), nullable=False),
    Column("question_id", Big, ForeignKey("question.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("text_hash", Text, nullable=False),
    Column("search_key", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("language_confidence", Real, nullable=False),
    Column("language_source", Text, nullable=False),
    Column("duplicate_key", Text, nullable=False),
    _live(),
    UniqueConstraint("case_id", "question_id", "version"),
    _one_of("state", "answered", "blank", "not_asked", "withheld"),
    _zero_or_one("live"),
    sqlite_strict=True,
)
Index(
    "uq_answer_live",
    answer.c.case_id,
    answer.c.question_id,
    unique=True,
    sqlite_where=answer.c.live == 1,
    postgresql_where=answer.c.live == 1,
)
# Both hold every column that their queries ask for, so that lists and counts never touch the texts.
Index(
    "ix_answer_reading_order",
    *(answer.c[name] for name in ("question_id", "live", "state", "case_id", "language")),
    postgresql_include=["id"],  # every SQLite index has it
)
Index("ix_answer_duplicate_key", answer.c.duplicate_key, answer.c.live, answer.c.state)

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
    _id(),
    Column("uuid", Text, nullable=False, unique=True),
    Column("key", Text, nullable=False, unique=True),
    sqlite_strict=True,
)

coding = Table(
    "coding",
    metadata,
    _id(),
    Column("answer_id", Big, ForeignKey("answer.id"), nullable=False),
    Column("code_id", Big, ForeignKey("code.id"), nullable=False),
    Column("coder_id", Big, ForeignKey("coder.id"), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("quote", Text, nullable=False),
    Column("revision", Integer, ForeignKey("codebook_revision.number"), nullable=False),
    Column("origin", Text, nullable=False),
    _live(),
    CheckConstraint('start >= 0 and "end" > start', name="span"),
    _zero_or_one("live"),
    sqlite_strict=True,
)
Index(
    "uq_coding_live",
    coding.c.answer_id,
    coding.c.code_id,
    coding.c.coder_id,
    coding.c.start,
    coding.c.end,
    unique=True,
    sqlite_where=coding.c.live == 1,
    postgresql_where=coding.c.live == 1,
)
Index("ix_coding_coder", coding.c.coder_id, coding.c.answer_id, coding.c.live)
Index("ix_coding_code", coding.c.code_id, coding.c.coder_id, coding.c.answer_id, coding.c.live)

reading = Table(
    "reading",
    metadata,
    _id(),
    Column("answer_id", Big, ForeignKey("answer.id"), nullable=False),
    Column("coder_id", Big, ForeignKey("coder.id"), nullable=False),
    Column("outcome", Text, nullable=False),
    Column("revision", Integer, ForeignKey("codebook_revision.number"), nullable=False),
    _live(),
    _one_of("outcome", "coded", "none_applies", "off_topic", "uncodable"),
    _zero_or_one("live"),
    sqlite_strict=True,
)
Index(
    "uq_reading_live",
    reading.c.answer_id,
    reading.c.coder_id,
    unique=True,
    sqlite_where=reading.c.live == 1,
    postgresql_where=reading.c.live == 1,
)
Index("ix_reading_coder", reading.c.coder_id, reading.c.answer_id, reading.c.live)

memo = Table(
    "memo",
    metadata,
    _id(),
    Column("coder_id", Big, ForeignKey("coder.id"), nullable=False),
    Column("answer_id", Big, ForeignKey("answer.id"), index=True),
    Column("coding_id", Big, ForeignKey("coding.id")),
    Column("code_id", Big, ForeignKey("code.id")),
    Column("text", Text, nullable=False),
    Column("at", Text, nullable=False),
    _live(),
    # On an answer, on one of its codings (answer and coding), or on a code.
    CheckConstraint("(answer_id is null) <> (code_id is null)", name="target"),
    _zero_or_one("live"),
    sqlite_strict=True,
)
Index("ix_memo_coder", memo.c.coder_id, memo.c.live, memo.c.answer_id)

flag = Table(
    "flag",
    metadata,
    _id(),
    Column("answer_id", Big, ForeignKey("answer.id"), nullable=False),
    Column("coder_id", Big, ForeignKey("coder.id"), nullable=False),
    _live(),
    _zero_or_one("live"),
    sqlite_strict=True,
)
Index(
    "uq_flag_live",
    flag.c.answer_id,
    flag.c.coder_id,
    unique=True,
    sqlite_where=flag.c.live == 1,
    postgresql_where=flag.c.live == 1,
)
Index("ix_flag_coder", flag.c.coder_id, flag.c.live, flag.c.answer_id)

coding_round = Table(
    "round",
    metadata,
    _id(),
    Column("name", Text, nullable=False),
    Column("coder_id", Big, ForeignKey("coder.id"), nullable=False),
    Column("design", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("frozen_at", Text, nullable=False),
    _live(),
    _zero_or_one("live"),
    sqlite_strict=True,
)
Index(
    "uq_round_live",
    coding_round.c.name,
    unique=True,
    sqlite_where=coding_round.c.live == 1,
    postgresql_where=coding_round.c.live == 1,
)

assignment = Table(
    "assignment",
    metadata,
    _id(),
    Column("round_id", Big, ForeignKey("round.id"), nullable=False),
    Column("coder_id", Big, ForeignKey("coder.id"), nullable=False),
    Column("answer_id", Big, ForeignKey("answer.id"), nullable=False),
    Column("shared", Integer, nullable=False),
    # Millionths: with what chance the answer came into the shared part.
    Column("chance", Integer, nullable=False),
    _live(),
    _zero_or_one("live"),
    _zero_or_one("shared"),
    sqlite_strict=True,
)
Index("ix_assignment_coder", assignment.c.coder_id, assignment.c.live, assignment.c.answer_id)
Index("ix_assignment_round", assignment.c.round_id, assignment.c.live)

# What a round's coders had said when it was frozen: agreement is computed on this, whatever is coded afterwards.
frozen_judgement = Table(
    "frozen_judgement",
    metadata,
    _id(),
    Column("round_id", Big, ForeignKey("round.id"), nullable=False, index=True),
    Column("answer_id", Big, ForeignKey("answer.id"), nullable=False),
    Column("coder_id", Big, ForeignKey("coder.id"), nullable=False),
    Column("outcome", Text, nullable=False),
    Column("revision", Integer, ForeignKey("codebook_revision.number"), nullable=False),
    Column("codings", Text, nullable=False),
    _live(),
    _zero_or_one("live"),
    sqlite_strict=True,
)

# What was decided where coders differ on a code on an answer: the consensus layer. The coders' own codings stay.
settlement = Table(
    "settlement",
    metadata,
    _id(),
    Column("answer_id", Big, ForeignKey("answer.id"), nullable=False),
    Column("code_id", Big, ForeignKey("code.id"), nullable=False),
    Column("coder_id", Big, ForeignKey("coder.id"), nullable=False),
    Column("side", Text, nullable=False),
    Column("sided_with", Big, ForeignKey("coder.id")),
    # [[start, end], ...]; empty where the code is not there. `said` is what the coders differed in, by coder.
    Column("spans", Text, nullable=False),
    Column("said", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("revision", Integer, ForeignKey("codebook_revision.number"), nullable=False),
    Column("at", Text, nullable=False),
    _live(),
    CheckConstraint("(side = 'coder') = (sided_with is not null)", name="sided_with"),
    _one_of("side", "coder", "both", "neither", "edited"),
    _one_of("reason", "", "boundary", "missed", "definition gap", "language", "slip"),
    _zero_or_one("live"),
    sqlite_strict=True,
)
Index(
    "uq_settlement_live",
    settlement.c.answer_id,
    settlement.c.code_id,
    unique=True,
    sqlite_where=settlement.c.live == 1,
    postgresql_where=settlement.c.live == 1,
)

# What a person decided about a span of an answer: replace it in every quote, or keep it, with the reason.
redaction = Table(
    "redaction",
    metadata,
    _id(),
    Column("answer_id", Big, ForeignKey("answer.id"), nullable=False),
    Column("coder_id", Big, ForeignKey("coder.id"), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("decision", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("replacement", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Text, nullable=False),
    _live(),
    CheckConstraint('start >= 0 and "end" > start', name="span"),
    _one_of("decision", "replace", "keep"),
    _zero_or_one("live"),
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
    _id(),
    Column("coder_id", Big, ForeignKey("coder.id"), nullable=False),
    Column("string", Text, nullable=False),
    Column("decision", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("replacement", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Text, nullable=False),
    _live(),
    _one_of("decision", "replace", "keep"),
    _zero_or_one("live"),
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
    _id(),
    Column("answer_id", Big, ForeignKey("answer.id"), nullable=False),
    Column("coder_id", Big, ForeignKey("coder.id"), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("at", Text, nullable=False),
    _live(),
    CheckConstraint('start >= 0 and "end" > start', name="span"),
    _one_of("verdict", "release", "withhold"),
    _zero_or_one("live"),
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

# What was suggested to a coder, and what she made of it. That it was shown is a fact, so it is no act and cannot be
# undone; the verdict is one, and can.
suggestion = Table(
    "suggestion",
    metadata,
    _id(),
    Column("answer_id", Big, ForeignKey("answer.id"), nullable=False),
    Column("coder_id", Big, ForeignKey("coder.id"), nullable=False),
    Column("code_id", Big, ForeignKey("code.id"), nullable=False),
    Column("revision", Integer, ForeignKey("codebook_revision.number"), nullable=False),
    Column("engine", Text, nullable=False),
    Column("score", Real, nullable=False),
    Column("strength", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("shown", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("at", Text, nullable=False),
    CheckConstraint('start >= 0 and "end" > start', name="span"),
    _one_of("shown", "asked", "mode"),
    _one_of("strength", "strong", "fair", "weak", "twin"),
    _one_of("verdict", "open", "accepted", "moved", "edited", "rejected"),
    sqlite_strict=True,
)
Index("ix_suggestion_place", suggestion.c.answer_id, suggestion.c.coder_id, suggestion.c.code_id)

act = Table(
    "act",
    metadata,
    _id(),
    Column("coder_id", Big, ForeignKey("coder.id"), nullable=False),
    Column("at", Text, nullable=False),
    Column("verb", Text, nullable=False),
    Column("sentence", Text, nullable=False),
    Column("answer_id", Big, ForeignKey("answer.id")),
    Column("target", Big, ForeignKey("act.id")),
    Column("state", Text, nullable=False),
    _one_of("state", "done", "undone", "dropped", "final"),
    sqlite_strict=True,
    sqlite_autoincrement=True,
)
Index("ix_act_coder_state", act.c.coder_id, act.c.state, act.c.id)

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
