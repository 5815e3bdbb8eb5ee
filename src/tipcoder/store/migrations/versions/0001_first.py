"""The first store: respondents, frozen answers, codebook revisions, codings, readings, acts and
their events.
"""

from __future__ import annotations

from tipcoder.store.migrations.first_tables import coding, log, quotes, rounds, survey

revision = "0001"
down_revision = None


def upgrade() -> None:
    survey.create_codebook_tables()
    survey.create_survey_tables()
    log.create_act_table()
    coding.create_coding_tables()
    rounds.create_round_tables()
    quotes.create_redaction_tables()
    coding.create_suggestion_table()
    log.create_event_table()
