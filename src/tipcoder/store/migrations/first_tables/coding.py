"""What coders say of answers, and what was suggested to them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tipcoder.store.migrations.first_tables.column_types import BIG, REAL


def create_coding_tables() -> None:
    op.create_table(
        "coding",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("answer_id", BIG, nullable=False),
        sa.Column("code_id", BIG, nullable=False),
        sa.Column("coder_id", BIG, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("live", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("live in (0, 1)", name=op.f("ck_coding_live")),
        sa.CheckConstraint('start >= 0 and "end" > start', name=op.f("ck_coding_span")),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_coding_answer_id")),
        sa.ForeignKeyConstraint(["code_id"], ["code.id"], name=op.f("fk_coding_code_id")),
        sa.ForeignKeyConstraint(["coder_id"], ["coder.id"], name=op.f("fk_coding_coder_id")),
        sa.ForeignKeyConstraint(["revision"], ["codebook_revision.number"], name=op.f("fk_coding_revision")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coding")),
        sqlite_strict=True,
    )
    op.create_index("ix_coding_code", "coding", ["code_id", "coder_id", "answer_id", "live"], unique=False)
    op.create_index("ix_coding_coder", "coding", ["coder_id", "answer_id", "live"], unique=False)
    op.create_index(
        "uq_coding_live",
        "coding",
        ["answer_id", "code_id", "coder_id", "start", "end"],
        unique=True,
        sqlite_where=sa.text("live = 1"),
        postgresql_where=sa.text("live = 1"),
    )
    op.create_table(
        "reading",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("answer_id", BIG, nullable=False),
        sa.Column("coder_id", BIG, nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("live", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "outcome in ('coded', 'none_applies', 'off_topic', 'uncodable')", name=op.f("ck_reading_outcome")
        ),
        sa.CheckConstraint("live in (0, 1)", name=op.f("ck_reading_live")),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_reading_answer_id")),
        sa.ForeignKeyConstraint(["coder_id"], ["coder.id"], name=op.f("fk_reading_coder_id")),
        sa.ForeignKeyConstraint(["revision"], ["codebook_revision.number"], name=op.f("fk_reading_revision")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading")),
        sqlite_strict=True,
    )
    op.create_index("ix_reading_coder", "reading", ["coder_id", "answer_id", "live"], unique=False)
    op.create_index(
        "uq_reading_live",
        "reading",
        ["answer_id", "coder_id"],
        unique=True,
        sqlite_where=sa.text("live = 1"),
        postgresql_where=sa.text("live = 1"),
    )
    op.create_table(
        "memo",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("coder_id", BIG, nullable=False),
        sa.Column("answer_id", BIG, nullable=True),
        sa.Column("coding_id", BIG, nullable=True),
        sa.Column("code_id", BIG, nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("live", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("(answer_id is null) <> (code_id is null)", name=op.f("ck_memo_target")),
        sa.CheckConstraint("live in (0, 1)", name=op.f("ck_memo_live")),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_memo_answer_id")),
        sa.ForeignKeyConstraint(["code_id"], ["code.id"], name=op.f("fk_memo_code_id")),
        sa.ForeignKeyConstraint(["coder_id"], ["coder.id"], name=op.f("fk_memo_coder_id")),
        sa.ForeignKeyConstraint(["coding_id"], ["coding.id"], name=op.f("fk_memo_coding_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memo")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_memo_answer_id"), "memo", ["answer_id"], unique=False)
    op.create_index("ix_memo_coder", "memo", ["coder_id", "live", "answer_id"], unique=False)
    op.create_table(
        "flag",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("answer_id", BIG, nullable=False),
        sa.Column("coder_id", BIG, nullable=False),
        sa.Column("live", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("live in (0, 1)", name=op.f("ck_flag_live")),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_flag_answer_id")),
        sa.ForeignKeyConstraint(["coder_id"], ["coder.id"], name=op.f("fk_flag_coder_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag")),
        sqlite_strict=True,
    )
    op.create_index("ix_flag_coder", "flag", ["coder_id", "live", "answer_id"], unique=False)
    op.create_index(
        "uq_flag_live",
        "flag",
        ["answer_id", "coder_id"],
        unique=True,
        sqlite_where=sa.text("live = 1"),
        postgresql_where=sa.text("live = 1"),
    )


def create_suggestion_table() -> None:
    op.create_table(
        "suggestion",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("answer_id", BIG, nullable=False),
        sa.Column("coder_id", BIG, nullable=False),
        sa.Column("code_id", BIG, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("engine", sa.Text(), nullable=False),
        sa.Column("score", REAL, nullable=False),
        sa.Column("strength", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.CheckConstraint('start >= 0 and "end" > start', name=op.f("ck_suggestion_span")),
        sa.CheckConstraint("shown in ('asked', 'mode')", name=op.f("ck_suggestion_shown")),
        sa.CheckConstraint("strength in ('strong', 'fair', 'weak', 'twin')", name=op.f("ck_suggestion_strength")),
        sa.CheckConstraint(
            "verdict in ('open', 'accepted', 'moved', 'edited', 'rejected')", name=op.f("ck_suggestion_verdict")
        ),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_suggestion_answer_id")),
        sa.ForeignKeyConstraint(["code_id"], ["code.id"], name=op.f("fk_suggestion_code_id")),
        sa.ForeignKeyConstraint(["coder_id"], ["coder.id"], name=op.f("fk_suggestion_coder_id")),
        sa.ForeignKeyConstraint(["revision"], ["codebook_revision.number"], name=op.f("fk_suggestion_revision")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion")),
        sqlite_strict=True,
    )
    op.create_index("ix_suggestion_place", "suggestion", ["answer_id", "coder_id", "code_id"], unique=False)
