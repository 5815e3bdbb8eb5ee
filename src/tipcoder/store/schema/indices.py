"""The indices of every table, and what must be unique among live rows.

They are apart from the tables because statements do not need them: only making a store, and
comparing one with the schema, does. SQLAlchemy imports its PostgreSQL half for them, and every verb
would wait for that.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Index

from tipcoder.store.schema.coders_work import coding, flag, memo, reading, suggestion
from tipcoder.store.schema.log import act
from tipcoder.store.schema.quotes import (
    accepted_finding,
    quote_review,
    redaction,
    redaction_rule,
)
from tipcoder.store.schema.rounds import assignment, coding_round, settlement
from tipcoder.store.schema.survey import answer, answer_translation
from tipcoder.store.schema.withdrawals import erasure, withdrawal


def unique_live_index(*columns: Column[Any]) -> Index:
    """Of the live rows, only one has these values."""
    table = columns[0].table
    is_live = table.c.live == 1
    return Index(
        f"uq_{table.name}_live",
        *columns,
        unique=True,
        sqlite_where=is_live,
        postgresql_where=is_live,
    )


# --- the survey -----------------------------------------------------------------------------------

unique_live_index(answer.c.case_id, answer.c.question_id)

# Both hold every column that their queries ask for, so that lists and counts never touch the texts.
Index(
    "ix_answer_reading_order",
    *(answer.c[name] for name in ("question_id", "live", "state", "case_id", "language")),
    postgresql_include=["id"],  # every SQLite index has it
)
Index("ix_answer_duplicate_key", answer.c.duplicate_key, answer.c.live, answer.c.state)
Index("ix_answer_copy_of", answer.c.copy_of)
unique_live_index(answer_translation.c.answer_id)

# --- coding ---------------------------------------------------------------------------------------

unique_live_index(
    coding.c.answer_id, coding.c.code_id, coding.c.coder_id, coding.c.start, coding.c.end
)
Index("ix_coding_coder", coding.c.coder_id, coding.c.answer_id, coding.c.live)
Index("ix_coding_code", coding.c.code_id, coding.c.coder_id, coding.c.answer_id, coding.c.live)

unique_live_index(reading.c.answer_id, reading.c.coder_id)
Index("ix_reading_coder", reading.c.coder_id, reading.c.answer_id, reading.c.live)

Index("ix_memo_coder", memo.c.coder_id, memo.c.live, memo.c.answer_id)

unique_live_index(flag.c.answer_id, flag.c.coder_id)
Index("ix_flag_coder", flag.c.coder_id, flag.c.live, flag.c.answer_id)

Index("ix_suggestion_place", suggestion.c.answer_id, suggestion.c.coder_id, suggestion.c.code_id)

# --- several coders -------------------------------------------------------------------------------

unique_live_index(coding_round.c.name)
Index("ix_assignment_coder", assignment.c.coder_id, assignment.c.live, assignment.c.answer_id)
Index("ix_assignment_round", assignment.c.round_id, assignment.c.live)
unique_live_index(settlement.c.answer_id, settlement.c.code_id)

# --- quotes ---------------------------------------------------------------------------------------

unique_live_index(redaction.c.answer_id, redaction.c.start, redaction.c.end)
unique_live_index(redaction_rule.c.string)
unique_live_index(
    quote_review.c.answer_id, quote_review.c.coder_id, quote_review.c.start, quote_review.c.end
)
unique_live_index(accepted_finding.c.scope, accepted_finding.c.finding)

# --- what was withdrawn ---------------------------------------------------------------------------

unique_live_index(withdrawal.c.answer_id)
unique_live_index(erasure.c.answer_id)

# --- the log --------------------------------------------------------------------------------------

Index("ix_act_coder_state", act.c.coder_id, act.c.state, act.c.id)
