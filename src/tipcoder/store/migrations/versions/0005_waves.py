"""The wave of the survey in which a case came in, and whether a reading was carried over."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column(
        "survey_case", sa.Column("wave", sa.Text(), server_default=sa.text("''"), nullable=False)
    )
    op.add_column(
        "reading",
        sa.Column("origin", sa.Text(), server_default=sa.text("'person'"), nullable=False),
    )
