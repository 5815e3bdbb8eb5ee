"""`[privacy]`: how respondents are named, and what must never be shown beside answers."""

from __future__ import annotations

from tipcoder.study.description import PrivacySpec
from tipcoder.tomlfile import TomlTable
from tipcoder.tomlkeys import (
    Example,
    Form,
    Section,
    declare_choice,
    declare_columns,
    declare_number,
    declare_texts,
)

RESPONSE_IDS = declare_choice(
    "response_ids",
    "How respondents are named. `random` draws an ID for each and keeps who is behind it in the "
    "key file alone. `from-column` takes the survey's own IDs, and is only for those that are "
    "public already.",
    'response_ids = "random"',
    ("random", "from-column"),
    "random",
)
ID_DIGITS = declare_number(
    "id_digits",
    "How many digits a random response ID has.",
    "id_digits = 4",
    default=4,
    low=4,
    high=9,
)
KEEP = declare_texts(
    "keep",
    "Names that may stay in quotes, because they say nothing about who answered. The redaction "
    "does not propose to replace them.",
    'keep = ["IOM", "US Embassy", "TIP report"]',
)
IDENTITY = declare_columns(
    "identity",
    "Columns that identify people: contacts, platform IDs, times. They go to the key file outside "
    "the study and nowhere else, so nothing else may be made of them.",
    'identity = ["contact"]',
)
PRIVACY = Section(
    "privacy",
    Form.ONE,
    "How respondents are named, and what must never be shown beside answers.",
    (RESPONSE_IDS, ID_DIGITS, KEEP, IDENTITY),
    (Example("", (RESPONSE_IDS, ID_DIGITS, KEEP, IDENTITY)),),
)


def read_privacy(table: TomlTable | None) -> PrivacySpec:
    """`[privacy]`. Raises BadInput."""
    if table is None:
        return PrivacySpec()
    told = PRIVACY.read_keys(table)
    table.refuse_unknown_keys()
    return PrivacySpec(told[RESPONSE_IDS], told[ID_DIGITS], told[KEEP], told[IDENTITY])
