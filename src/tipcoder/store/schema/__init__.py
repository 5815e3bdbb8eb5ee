"""The tables. A change here needs a migration beside it; a test compares the two.

A table is made when it is first asked for, because every verb needs few of them and would wait for
all.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tipcoder.store.schema.base import metadata
    from tipcoder.store.schema.coders_work import (
        code,
        codebook_revision,
        coding,
        flag,
        memo,
        reading,
        suggestion,
    )
    from tipcoder.store.schema.log import act, event
    from tipcoder.store.schema.quotes import (
        accepted_finding,
        quote_review,
        redaction,
        redaction_rule,
    )
    from tipcoder.store.schema.rounds import assignment, coding_round, frozen_judgement, settlement
    from tipcoder.store.schema.survey import (
        answer,
        answer_translation,
        coder,
        import_batch,
        meta,
        question,
        respondent,
        survey_case,
    )
    from tipcoder.store.schema.withdrawals import (
        erased_respondent,
        erased_wording,
        erasure,
        withdrawal,
    )

SCHEMA_VERSION = "0006"
"""The newest migration. A store of another version is migrated or refused, never guessed at."""

_TABLES = {
    "survey": (
        "answer",
        "answer_translation",
        "coder",
        "import_batch",
        "meta",
        "question",
        "respondent",
        "survey_case",
    ),
    "coders_work": ("code", "codebook_revision", "coding", "flag", "memo", "reading", "suggestion"),
    "rounds": ("assignment", "coding_round", "frozen_judgement", "settlement"),
    "quotes": ("accepted_finding", "quote_review", "redaction", "redaction_rule"),
    "log": ("act", "event"),
    "withdrawals": ("erased_wording", "erased_respondent", "erasure", "withdrawal"),
}
"""The modules of this package and their tables.

No module may have the name of a table: importing it would hide the table.
"""

_MODULE_OF = {table: module for module, tables in _TABLES.items() for table in tables}

__all__ = [
    "SCHEMA_VERSION",
    "accepted_finding",
    "act",
    "answer",
    "answer_translation",
    "assignment",
    "code",
    "codebook_revision",
    "coder",
    "coding",
    "coding_round",
    "erased_respondent",
    "erased_wording",
    "erasure",
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
    "withdrawal",
]


def __getattr__(name: str) -> Any:
    """A table by its name, or `metadata`: all tables with their indices."""
    if name == "metadata":
        import_module(f"{__name__}.indices")
        found = import_module(f"{__name__}.base").metadata
    elif name in _MODULE_OF:
        found = getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = found
    return found
