"""Copies of answers that drift rounds have coded again, apart from what was coded before."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tipcoder.store.migrations.first_tables.column_types import BIG

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("answer", sa.Column("copy_of", BIG))
    op.create_index("ix_answer_copy_of", "answer", ["copy_of"])
