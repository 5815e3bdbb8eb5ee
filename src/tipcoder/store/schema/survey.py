"""Who was asked what, and the frozen answers."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    ForeignKey,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    and_,
    or_,
    text,
)

from tipcoder.store.schema.base import (
    Big,
    Real,
    id_column,
    live_columns,
    metadata,
    one_of_check,
    reference_column,
)

UUID = "study_uuid"
"""The key in `meta` of what names the study outside: its key file, and its drafts."""
meta = Table(
    "meta",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
    sqlite_strict=True,
)

coder = Table(
    "coder",
    metadata,
    id_column(),
    Column("uuid", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    sqlite_strict=True,
)

import_batch = Table(
    "import_batch",
    metadata,
    id_column(),
    Column("source", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("report", Text, nullable=False),
    sqlite_strict=True,
)

question = Table(
    "question",
    metadata,
    id_column(),
    Column("name", Text, nullable=False, unique=True),
    Column("text", Text, nullable=False),
    Column("position", Integer, nullable=False),
    sqlite_strict=True,
)

respondent = Table(
    "respondent",
    metadata,
    id_column(),
    Column("response_id", Text, nullable=False, unique=True),
    sqlite_strict=True,
)

survey_case = Table(
    "survey_case",
    metadata,
    id_column(),
    reference_column("respondent"),
    Column("number", Text, nullable=False),
    Column("label", Text, nullable=False, index=True),
    Column("source_row", Big, nullable=False),
    # A JSON object: what the survey has beside open answers, as text.
    Column("attributes", Text, nullable=False),
    *live_columns(),
    # Empty where a survey has one wave, and for cases that came in before it had a second one.
    Column("wave", Text, nullable=False, server_default=text("''")),
    # A number that came in with a wave names the wave, too: see `survey_data.write_case_number`.
    UniqueConstraint("respondent_id", "number"),
    sqlite_strict=True,
)

answer = Table(
    "answer",
    metadata,
    id_column(),
    Column("case_id", Big, ForeignKey("survey_case.id"), nullable=False),
    reference_column("question"),
    # A changed text is a new version; codings stay on the version that they were made on.
    Column("version", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("text_hash", Text, nullable=False),
    # The folded text, in which words are looked for.
    Column("search_key", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("language_confidence", Real, nullable=False),
    Column("language_source", Text, nullable=False),
    # Equal for answers to one question that have the same text, but for case and space.
    Column("duplicate_key", Text, nullable=False),
    *live_columns(),
    # The answer that a drift round has coded again under this row, so that nobody knows it; such a
    # copy is never live. SQLite cannot add a foreign key to a table.
    Column("copy_of", Big),
    UniqueConstraint("case_id", "question_id", "version"),
    one_of_check("state", "answered", "blank", "not_asked", "withheld"),
    sqlite_strict=True,
)

answer_translation = Table(
    "answer_translation",
    metadata,
    id_column(),
    # A translation is of one version of an answer: a changed text needs another one.
    reference_column("answer"),
    Column("text", Text, nullable=False),
    # The folded text, in which words are looked for.
    Column("search_key", Text, nullable=False),
    *live_columns(),
    sqlite_strict=True,
)

READABLE = and_(answer.c.live == 1, answer.c.state == "answered")
"""A condition: the current version of an answer, and with a text that somebody can code."""

ERASED_BUT_JUDGED = and_(answer.c.state == "withheld", answer.c.text != "")
"""A condition: the words were erased, and what people coded still counts.

Blocks stand in the place of the words, one for each character, so that every span is where it was.
"""

CODABLE_COPY = and_(answer.c.copy_of.is_not(None), answer.c.state == "answered")
"""A condition: the copy of an answer that a drift round has coded again."""

COUNTED = and_(answer.c.live == 1, or_(answer.c.state == "answered", ERASED_BUT_JUDGED))
"""A condition: the current version of an answer whose codes and readings count."""
