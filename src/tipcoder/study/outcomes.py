"""`[outcome.NAME]`: what statistics explain."""

from __future__ import annotations

from collections.abc import Mapping

from tipcoder.study_variables import NumberOutcomeSpec, OutcomeSpec
from tipcoder.tomlfile import TomlTable
from tipcoder.tomlkeys import (
    Example,
    Form,
    Key,
    Section,
    Values,
    declare_choice,
    declare_required_column,
    declare_text,
    declare_texts,
)

_REMEDY = "Take it out of one of the two."

ORDERED, NUMBER, NPS = "ordered", "number", "nps"
TYPE = declare_choice(
    "type",
    "What an answer is: one of `levels`, which have an order; a number; or with `nps` a whole "
    "number from 0 to 10 that says how likely somebody is to recommend, of which the net promoter "
    "score is made. An outcome without `levels` needs it.",
    'type = "number"',
    (ORDERED, NUMBER, NPS),
    ORDERED,
)
LEVELS = declare_texts(
    "levels",
    "The answers from lowest to highest, two or more. The first counts 0, the next 1, and so on. "
    "An ordered outcome needs it.",
    'levels = ["Not important", "Somewhat important", "Most important"]',
)
OUTCOME_COLUMN = declare_required_column(
    "column", "The closed question to be explained.", 'column = "Q3.19"'
)
OUTCOME_MISSING = declare_texts(
    "missing",
    "Answers that do not count, also numbers such as 99: statistics leave them out, and do not "
    "report them as unexpected.",
    'missing = ["Don\'t know"]',
)


def _read_scores(table: TomlTable) -> Mapping[str, int]:
    scores = table.read_table("scores")
    if scores is None:
        return {}
    return {name: scores.read_number(name, 0, -1000, 1000) for name in scores.unread_keys()}


SCORES = Key(
    "scores",
    "table: answer = whole number",
    "What an answer counts in means, where that is not its place among the levels. It may name "
    "answers that no test uses. Every level needs a number.",
    'scores = { "Not important" = 0, "Somewhat important" = 1, "Most important" = 3 }',
    "the place among the levels",
    _read_scores,
    allowed="-1000 to 1000",
)
OUTCOME_LABEL = declare_text(
    "label",
    "What tables, tests and figures call it.",
    'label = "Importance of the United States"',
    default="NAME",
)
OUTCOME = Section(
    "outcome",
    Form.NAMED,
    "A closed question that statistics explain: an order, or a number. NAME is how verbs and "
    "results call it.",
    (OUTCOME_COLUMN, TYPE, LEVELS, OUTCOME_MISSING, SCORES, OUTCOME_LABEL),
    (
        Example(
            "Levels in their order",
            (OUTCOME_COLUMN, LEVELS, OUTCOME_MISSING, SCORES, OUTCOME_LABEL),
            name="importance",
        ),
        Example(
            "A number",
            ('column = "minutes"', TYPE, 'label = "Minutes on the phone"'),
            name="minutes",
        ),
        Example(
            "A net promoter score",
            ('column = "recommend"', 'type = "nps"', 'missing = ["99"]'),
            name="recommend",
        ),
    ),
)


def read_outcome(table: TomlTable) -> OutcomeSpec | NumberOutcomeSpec:
    """`[outcome.NAME]`. Raises BadInput."""
    told = OUTCOME.read_keys(table)
    if told[TYPE] != ORDERED:
        return _read_number(table, told)
    if not told[LEVELS]:
        raise table.make_missing_error(
            "levels", "`levels` is missing.", 'Add levels, lowest first, or type = "number".'
        )
    outcome = OutcomeSpec(
        column=told[OUTCOME_COLUMN],
        levels=told[LEVELS],
        missing=told[OUTCOME_MISSING],
        scores=told[SCORES],
        label=told[OUTCOME_LABEL] or "",
    )
    _check_levels(table, outcome)
    table.refuse_unknown_keys()
    return outcome


def _check_levels(table: TomlTable, outcome: OutcomeSpec) -> None:
    levels = set(outcome.levels)
    if len(outcome.levels) < 2:
        raise table.make_error("`levels` needs at least two values, lowest first.")
    if len(levels) < len(outcome.levels):
        raise table.make_error("`levels` names a value twice.", "Remove one of the two.")
    both = levels & set(outcome.missing)
    if both:
        raise table.make_error(f"{min(both)!r} is both a level and missing.", _REMEDY)
    if not outcome.scores:
        return
    for level in outcome.levels:
        if level not in outcome.scores:
            raise table.make_error(
                f"`scores` has no number for the level {level!r}.", "Give every level one."
            )


def _read_number(table: TomlTable, told: Values) -> NumberOutcomeSpec:
    table.refuse_unknown_keys()
    scores: Mapping[str, int] = told[SCORES]
    if told[LEVELS] or scores:
        raise table.make_error(
            "a number has neither `levels` nor `scores`.",
            'Leave them out, or take type = "ordered".',
        )
    return NumberOutcomeSpec(
        column=told[OUTCOME_COLUMN],
        missing=told[OUTCOME_MISSING],
        is_nps=told[TYPE] == NPS,
        label=told[OUTCOME_LABEL] or "",
    )
