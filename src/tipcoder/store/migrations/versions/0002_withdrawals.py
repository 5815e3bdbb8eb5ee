"""Answers that were withdrawn in the survey file, and what was erased."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tipcoder.store.migrations.first_tables.column_types import BIG

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    _create_withdrawal_table()
    _create_erasure_table()
    _create_erased_wording_table()
    _create_erased_respondent_table()


def _create_withdrawal_table() -> None:
    op.create_table(
        "withdrawal",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("answer_id", BIG, nullable=False),
        sa.Column("act_id", BIG, nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("live", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("live in (0, 1)", name=op.f("ck_withdrawal_live")),
        sa.CheckConstraint(
            "how in ('withheld', 'blank', 'not_asked', 'gone')", name=op.f("ck_withdrawal_how")
        ),
        sa.CheckConstraint("decision in ('waiting', 'kept')", name=op.f("ck_withdrawal_decision")),
        sa.ForeignKeyConstraint(["act_id"], ["act.id"], name=op.f("fk_withdrawal_act_id")),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_withdrawal_answer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_withdrawal")),
        sqlite_strict=True,
    )
    op.create_index(
        "uq_withdrawal_live",
        "withdrawal",
        ["answer_id"],
        unique=True,
        sqlite_where=sa.text("live = 1"),
        postgresql_where=sa.text("live = 1"),
    )


def _create_erasure_table() -> None:
    op.create_table(
        "erasure",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("answer_id", BIG, nullable=False),
        sa.Column("act_id", BIG, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("whole", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("live", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("live in (0, 1)", name=op.f("ck_erasure_live")),
        sa.CheckConstraint("whole in (0, 1)", name=op.f("ck_erasure_whole")),
        sa.ForeignKeyConstraint(["act_id"], ["act.id"], name=op.f("fk_erasure_act_id")),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_erasure_answer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
        sqlite_strict=True,
    )
    op.create_index(
        "uq_erasure_live",
        "erasure",
        ["answer_id"],
        unique=True,
        sqlite_where=sa.text("live = 1"),
        postgresql_where=sa.text("live = 1"),
    )


def _create_erased_wording_table() -> None:
    op.create_table(
        "erased_wording",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("act_id", BIG, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("live", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("live in (0, 1)", name=op.f("ck_erased_wording_live")),
        sa.ForeignKeyConstraint(["act_id"], ["act.id"], name=op.f("fk_erased_wording_act_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erased_wording")),
        sqlite_strict=True,
    )


def _create_erased_respondent_table() -> None:
    op.create_table(
        "erased_respondent",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("respondent_id", BIG, nullable=False),
        sa.Column("act_id", BIG, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("live", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("live in (0, 1)", name=op.f("ck_erased_respondent_live")),
        sa.ForeignKeyConstraint(["act_id"], ["act.id"], name=op.f("fk_erased_respondent_act_id")),
        sa.ForeignKeyConstraint(
            ["respondent_id"], ["respondent.id"], name=op.f("fk_erased_respondent_respondent_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erased_respondent")),
        sqlite_strict=True,
    )
