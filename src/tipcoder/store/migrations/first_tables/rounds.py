"""Blind rounds, what was frozen of them, and decisions where coders differ."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tipcoder.store.migrations.first_tables.column_types import BIG


def create_round_tables() -> None:
    op.create_table(
        "round",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("coder_id", BIG, nullable=False),
        sa.Column("design", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("frozen_at", sa.Text(), nullable=False),
        sa.Column("live", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("live in (0, 1)", name=op.f("ck_round_live")),
        sa.ForeignKeyConstraint(["coder_id"], ["coder.id"], name=op.f("fk_round_coder_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round")),
        sqlite_strict=True,
    )
    op.create_index(
        "uq_round_live",
        "round",
        ["name"],
        unique=True,
        sqlite_where=sa.text("live = 1"),
        postgresql_where=sa.text("live = 1"),
    )
    op.create_table(
        "assignment",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("round_id", BIG, nullable=False),
        sa.Column("coder_id", BIG, nullable=False),
        sa.Column("answer_id", BIG, nullable=False),
        sa.Column("shared", sa.Integer(), nullable=False),
        sa.Column("chance", sa.Integer(), nullable=False),
        sa.Column("live", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("live in (0, 1)", name=op.f("ck_assignment_live")),
        sa.CheckConstraint("shared in (0, 1)", name=op.f("ck_assignment_shared")),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_assignment_answer_id")),
        sa.ForeignKeyConstraint(["coder_id"], ["coder.id"], name=op.f("fk_assignment_coder_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_assignment_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
        sqlite_strict=True,
    )
    op.create_index("ix_assignment_coder", "assignment", ["coder_id", "live", "answer_id"], unique=False)
    op.create_index("ix_assignment_round", "assignment", ["round_id", "live"], unique=False)
    op.create_table(
        "frozen_judgement",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("round_id", BIG, nullable=False),
        sa.Column("answer_id", BIG, nullable=False),
        sa.Column("coder_id", BIG, nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("codings", sa.Text(), nullable=False),
        sa.Column("live", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("live in (0, 1)", name=op.f("ck_frozen_judgement_live")),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_frozen_judgement_answer_id")),
        sa.ForeignKeyConstraint(["coder_id"], ["coder.id"], name=op.f("fk_frozen_judgement_coder_id")),
        sa.ForeignKeyConstraint(["revision"], ["codebook_revision.number"], name=op.f("fk_frozen_judgement_revision")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_frozen_judgement_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frozen_judgement")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_frozen_judgement_round_id"), "frozen_judgement", ["round_id"], unique=False)
    op.create_table(
        "settlement",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("answer_id", BIG, nullable=False),
        sa.Column("code_id", BIG, nullable=False),
        sa.Column("coder_id", BIG, nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("sided_with", BIG, nullable=True),
        sa.Column("spans", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("live", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("(side = 'coder') = (sided_with is not null)", name=op.f("ck_settlement_sided_with")),
        sa.CheckConstraint("side in ('coder', 'both', 'neither', 'edited')", name=op.f("ck_settlement_side")),
        sa.CheckConstraint(
            "reason in ('', 'boundary', 'missed', 'definition gap', 'language', 'slip')",
            name=op.f("ck_settlement_reason"),
        ),
        sa.CheckConstraint("live in (0, 1)", name=op.f("ck_settlement_live")),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_settlement_answer_id")),
        sa.ForeignKeyConstraint(["code_id"], ["code.id"], name=op.f("fk_settlement_code_id")),
        sa.ForeignKeyConstraint(["coder_id"], ["coder.id"], name=op.f("fk_settlement_coder_id")),
        sa.ForeignKeyConstraint(["sided_with"], ["coder.id"], name=op.f("fk_settlement_sided_with")),
        sa.ForeignKeyConstraint(["revision"], ["codebook_revision.number"], name=op.f("fk_settlement_revision")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settlement")),
        sqlite_strict=True,
    )
    op.create_index(
        "uq_settlement_live",
        "settlement",
        ["answer_id", "code_id"],
        unique=True,
        sqlite_where=sa.text("live = 1"),
        postgresql_where=sa.text("live = 1"),
    )
