"""The tables. A change here needs a migration beside it; a test compares the two."""

from tipcoder.store.schema.base import SCHEMA_VERSION, metadata
from tipcoder.store.schema.coding import code, codebook_revision, coding, flag, memo, reading, suggestion
from tipcoder.store.schema.log import act, event
from tipcoder.store.schema.quotes import quote_review, redaction, redaction_rule
from tipcoder.store.schema.rounds import assignment, coding_round, frozen_judgement, settlement
from tipcoder.store.schema.survey import answer, coder, import_batch, meta, question, respondent, survey_case

__all__ = [
    "SCHEMA_VERSION",
    "act",
    "answer",
    "assignment",
    "code",
    "codebook_revision",
    "coder",
    "coding",
    "coding_round",
    "event",
    "flag",
    "frozen_judgement",
    "import_batch",
    "memo",
    "meta",
    "metadata",
    "question",
    "quote_review",
    "reading",
    "redaction",
    "redaction_rule",
    "respondent",
    "settlement",
    "suggestion",
    "survey_case",
]
