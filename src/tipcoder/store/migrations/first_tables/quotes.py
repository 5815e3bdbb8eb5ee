"""What people decided about the words that leave."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tipcoder.store.migrations.first_tables.column_types import BIG


def create_redaction_tables() -> None:
    op.create_table(
        "redaction",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("answer_id", BIG, nullable=False),
        sa.Column("coder_id", BIG, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("replacement", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("live", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint('start >= 0 and "end" > start', name=op.f("ck_redaction_span")),
        sa.CheckConstraint("decision in ('replace', 'keep')", name=op.f("ck_redaction_decision")),
        sa.CheckConstraint("live in (0, 1)", name=op.f("ck_redaction_live")),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_redaction_answer_id")),
        sa.ForeignKeyConstraint(["coder_id"], ["coder.id"], name=op.f("fk_redaction_coder_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redaction")),
        sqlite_strict=True,
    )
    op.create_index(
        "uq_redaction_live",
        "redaction",
        ["answer_id", "start", "end"],
        unique=True,
        sqlite_where=sa.text("live = 1"),
        postgresql_where=sa.text("live = 1"),
    )
    op.create_table(
        "redaction_rule",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("coder_id", BIG, nullable=False),
        sa.Column("string", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("replacement", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("live", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("decision in ('replace', 'keep')", name=op.f("ck_redaction_rule_decision")),
        sa.CheckConstraint("live in (0, 1)", name=op.f("ck_redaction_rule_live")),
        sa.ForeignKeyConstraint(["coder_id"], ["coder.id"], name=op.f("fk_redaction_rule_coder_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redaction_rule")),
        sqlite_strict=True,
    )
    op.create_index(
        "uq_redaction_rule_live",
        "redaction_rule",
        ["string"],
        unique=True,
        sqlite_where=sa.text("live = 1"),
        postgresql_where=sa.text("live = 1"),
    )
    op.create_table(
        "quote_review",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("answer_id", BIG, nullable=False),
        sa.Column("coder_id", BIG, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("live", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint('start >= 0 and "end" > start', name=op.f("ck_quote_review_span")),
        sa.CheckConstraint("verdict in ('release', 'withhold')", name=op.f("ck_quote_review_verdict")),
        sa.CheckConstraint("live in (0, 1)", name=op.f("ck_quote_review_live")),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_quote_review_answer_id")),
        sa.ForeignKeyConstraint(["coder_id"], ["coder.id"], name=op.f("fk_quote_review_coder_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote_review")),
        sqlite_strict=True,
    )
    op.create_index(
        "uq_quote_review_live",
        "quote_review",
        ["answer_id", "coder_id", "start", "end"],
        unique=True,
        sqlite_where=sa.text("live = 1"),
        postgresql_where=sa.text("live = 1"),
    )
