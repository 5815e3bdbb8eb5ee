"""The first store: respondents, frozen answers, codebook revisions, codings, readings, acts and their events."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
REAL: sa.types.TypeEngine[float] = sa.Double().with_variant(sa.REAL(), "sqlite")


def upgrade() -> None:
    _create_codebook_tables()
    _create_survey_tables()
    _create_act_table()
    _create_coding_tables()
    _create_round_tables()
    _create_redaction_tables()
    _create_suggestion_table()
    _create_event_table()


def _create_codebook_tables() -> None:
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


def _create_survey_tables() -> None:
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


def _create_act_table() -> None:
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


def _create_coding_tables() -> None:
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


def _create_round_tables() -> None:
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


def _create_redaction_tables() -> None:
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


def _create_suggestion_table() -> None:
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


def _create_event_table() -> None:
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
