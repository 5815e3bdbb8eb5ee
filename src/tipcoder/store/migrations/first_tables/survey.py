"""Codebook, coders, and the frozen answers of a survey."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tipcoder.store.migrations.first_tables.column_types import BIG, REAL


def create_codebook_tables() -> None:
    op.create_table(
        "code",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("uuid", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code")),
        sa.UniqueConstraint("key", name=op.f("uq_code_key")),
        sa.UniqueConstraint("uuid", name=op.f("uq_code_uuid")),
        sqlite_strict=True,
    )
    op.create_table(
        "codebook_revision",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_codebook_revision")),
        sqlite_strict=True,
    )
    op.create_table(
        "coder",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("uuid", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coder")),
        sa.UniqueConstraint("uuid", name=op.f("uq_coder_uuid")),
        sqlite_strict=True,
    )
    op.create_table(
        "import_batch",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
        sqlite_strict=True,
    )
    op.create_table(
        "meta",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_meta")),
        sqlite_strict=True,
    )


def create_survey_tables() -> None:
    op.create_table(
        "question",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
        sa.UniqueConstraint("name", name=op.f("uq_question_name")),
        sqlite_strict=True,
    )
    op.create_table(
        "respondent",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("response_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_respondent")),
        sa.UniqueConstraint("response_id", name=op.f("uq_respondent_response_id")),
        sqlite_strict=True,
    )
    op.create_table(
        "survey_case",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("respondent_id", BIG, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("source_row", BIG, nullable=False),
        sa.Column("attributes", sa.Text(), nullable=False),
        sa.Column("live", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("live in (0, 1)", name=op.f("ck_survey_case_live")),
        sa.ForeignKeyConstraint(["respondent_id"], ["respondent.id"], name=op.f("fk_survey_case_respondent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_case")),
        sa.UniqueConstraint("respondent_id", "number", name=op.f("uq_survey_case_respondent_id_number")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_survey_case_label"), "survey_case", ["label"], unique=False)
    op.create_table(
        "answer",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("case_id", BIG, nullable=False),
        sa.Column("question_id", BIG, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_hash", sa.Text(), nullable=False),
        sa.Column("search_key", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("language_confidence", REAL, nullable=False),
        sa.Column("language_source", sa.Text(), nullable=False),
        sa.Column("duplicate_key", sa.Text(), nullable=False),
        sa.Column("live", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("state in ('answered', 'blank', 'not_asked', 'withheld')", name=op.f("ck_answer_state")),
        sa.CheckConstraint("live in (0, 1)", name=op.f("ck_answer_live")),
        sa.ForeignKeyConstraint(["case_id"], ["survey_case.id"], name=op.f("fk_answer_case_id")),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_answer_question_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint("case_id", "question_id", "version", name=op.f("uq_answer_case_id_question_id_version")),
        sqlite_strict=True,
    )
    op.create_index("ix_answer_duplicate_key", "answer", ["duplicate_key", "live", "state"], unique=False)
    op.create_index(
        "ix_answer_reading_order",
        "answer",
        ["question_id", "live", "state", "case_id", "language"],
        unique=False,
        postgresql_include=["id"],
    )
    op.create_index(
        "uq_answer_live",
        "answer",
        ["case_id", "question_id"],
        unique=True,
        sqlite_where=sa.text("live = 1"),
        postgresql_where=sa.text("live = 1"),
    )
