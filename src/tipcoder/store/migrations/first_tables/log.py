"""Acts and their events."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tipcoder.store.migrations.first_tables.column_types import BIG


def create_act_table() -> None:
    op.create_table(
        "act",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("coder_id", BIG, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("answer_id", BIG, nullable=True),
        sa.Column("target", BIG, nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.CheckConstraint("state in ('done', 'undone', 'dropped', 'final')", name=op.f("ck_act_state")),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_act_answer_id")),
        sa.ForeignKeyConstraint(["coder_id"], ["coder.id"], name=op.f("fk_act_coder_id")),
        sa.ForeignKeyConstraint(["target"], ["act.id"], name=op.f("fk_act_target")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_act")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("ix_act_coder_state", "act", ["coder_id", "state", "id"], unique=False)


def create_event_table() -> None:
    op.create_table(
        "event",
        sa.Column("seq", BIG, autoincrement=True, nullable=False),
        sa.Column("act_id", BIG, nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("entity_id", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["act_id"], ["act.id"], name=op.f("fk_event_act_id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_event")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_event_act_id"), "event", ["act_id"], unique=False)
