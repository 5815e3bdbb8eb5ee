"""Translations of answers, as the survey file has them beside the originals."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tipcoder.store.migrations.first_tables.column_types import BIG

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "answer_translation",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("answer_id", BIG, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("search_key", sa.Text(), nullable=False),
        sa.Column("live", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("live in (0, 1)", name=op.f("ck_answer_translation_live")),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answer.id"], name=op.f("fk_answer_translation_answer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_translation")),
        sqlite_strict=True,
    )
    op.create_index(
        "uq_answer_translation_live",
        "answer_translation",
        ["answer_id"],
        unique=True,
        sqlite_where=sa.text("live = 1"),
        postgresql_where=sa.text("live = 1"),
    )
