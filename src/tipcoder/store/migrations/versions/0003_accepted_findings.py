"""Findings of the leak audit that a person accepted, with the reason."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tipcoder.store.migrations.first_tables.column_types import BIG

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "accepted_finding",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("coder_id", BIG, nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("live", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("scope in ('file', 'wording')", name=op.f("ck_accepted_finding_scope")),
        sa.CheckConstraint("live in (0, 1)", name=op.f("ck_accepted_finding_live")),
        sa.ForeignKeyConstraint(
            ["coder_id"], ["coder.id"], name=op.f("fk_accepted_finding_coder_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accepted_finding")),
        sqlite_strict=True,
    )
    op.create_index(
        "uq_accepted_finding_live",
        "accepted_finding",
        ["scope", "finding"],
        unique=True,
        sqlite_where=sa.text("live = 1"),
        postgresql_where=sa.text("live = 1"),
    )
