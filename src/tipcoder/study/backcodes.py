"""`[backcode.NAME]`: words under "other, specify", coded back into their closed question."""

from __future__ import annotations

from collections.abc import Mapping

from tipcoder.errors import did_you_mean
from tipcoder.study.description import BackcodeSpec, Study
from tipcoder.tomlfile import TomlTable
from tipcoder.tomlkeys import (
    Example,
    Form,
    Key,
    Section,
    declare_required_column,
    declare_text,
)


def _read_levels(table: TomlTable) -> Mapping[str, str]:
    levels = table.read_table("levels")
    if levels is None:
        return {}
    return {code: levels.read_required_text(code) for code in levels.unread_keys()}


def _read_use(table: TomlTable) -> bool:
    found = table.read_scalar("use")
    if found is None or isinstance(found, bool):
        return bool(found)
    raise table.make_error(f"`use` must be true or false, not {found!r}.")


BACKCODE_QUESTION = declare_required_column(
    "question", "The open question that asks what else.", 'question = "Q3.24"'
)
BACKCODE_OTHER = declare_text(
    "other",
    "The level or option of the factor that its words belong to.",
    'other = "Other"',
    default='what the factor calls `other`, else "Other"',
)
BACKCODE_LEVELS = Key(
    "levels",
    "table: code = text",
    "The level that a code means. A code that is not named here means the level that is called "
    "like it, and where there is none a new one.",
    'levels = { for_shops = "Business" }',
    "the label of the code",
    _read_levels,
)
BACKCODE_USE = Key(
    "use",
    "true or false",
    "Whether statistics and tables take the factor as it is coded back. Until then "
    "`tipcoder backcode` shows what would change.",
    "use = true",
    "false",
    _read_use,
)
BACKCODE = Section(
    "backcode",
    Form.NAMED,
    'Answers to "other, specify", coded back into their closed question. NAME is that of a factor '
    "with `levels`, or with several options.",
    (BACKCODE_QUESTION, BACKCODE_OTHER, BACKCODE_LEVELS, BACKCODE_USE),
    (
        Example(
            "",
            (BACKCODE_QUESTION, BACKCODE_OTHER, BACKCODE_LEVELS, BACKCODE_USE),
            name="plan",
        ),
    ),
)


def read_backcode(table: TomlTable) -> BackcodeSpec:
    """`[backcode.NAME]`. Raises BadInput."""
    told = BACKCODE.read_keys(table)
    table.refuse_unknown_keys()
    return BackcodeSpec(
        told[BACKCODE_QUESTION],
        told[BACKCODE_OTHER] or "",
        told[BACKCODE_LEVELS],
        told[BACKCODE_USE],
    )


def check_backcodes(table: TomlTable, study: Study) -> None:
    """Raises BadInput for a factor, a question or a level that the study does not have."""
    questions = [question.column for question in study.questions]
    for name, spec in study.backcodes.items():
        place = f"[backcode.{name}]"
        if name not in study.categories and name not in study.multi_selects:
            known = [*study.categories, *study.multi_selects]
            raise table.make_error(
                f"{place} is about no factor with `levels` or several options.",
                did_you_mean(name, known) or f"Define [factor.{name}].",
            )
        if spec.question not in questions:
            raise table.make_error(
                f"{place} names {spec.question!r}, which is no [[question]].",
                did_you_mean(spec.question, questions),
            )
        labels = study.list_level_labels(name)
        if study.find_other_label(name) not in labels:
            raise table.make_error(
                f"{place} has no level {study.find_other_label(name)!r} to move answers from.",
                f'Add other = "{labels[-1]}", or another of its levels.',
            )
