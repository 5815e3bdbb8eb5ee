"""The tables of study.toml that say what is measured: outcomes, factors, indicators and families of
tests.
"""

from __future__ import annotations

from collections.abc import Mapping

from tipcoder.measures import (
    ADJUSTMENTS,
    SMALL_CELLS,
    FactorSpec,
    FamilySpec,
    OutcomeSpec,
)
from tipcoder.tomlfile import TomlTable
from tipcoder.tomlkeys import (
    REQUIRED,
    Example,
    Form,
    Key,
    Section,
    declare_choice,
    declare_required_column,
    declare_text,
    declare_texts,
)

_ONE_OF_TWO = "Take it out of one of the two."
LEVELS = declare_texts(
    "levels",
    "The answers from lowest to highest, two or more. The first counts 0, the next 1, and so on.",
    'levels = ["Not important", "Somewhat important", "Most important"]',
    default=REQUIRED,
)
OUTCOME_COLUMN = declare_required_column(
    "column", "The closed question to be explained.", 'column = "Q3.19"'
)
OUTCOME_MISSING = declare_texts(
    "missing",
    "Answers that are no level: statistics leave them out, and do not name them as unexpected.",
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
    "An ordered closed question that statistics explain. NAME is how verbs and results call it.",
    (OUTCOME_COLUMN, LEVELS, OUTCOME_MISSING, SCORES, OUTCOME_LABEL),
    (
        Example(
            "", (OUTCOME_COLUMN, LEVELS, OUTCOME_MISSING, SCORES, OUTCOME_LABEL), name="importance"
        ),
    ),
)


def read_outcome(table: TomlTable) -> OutcomeSpec:
    """`[outcome.NAME]`. Raises BadInput."""
    told = OUTCOME.read_keys(table)
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
        raise table.make_error(f"{min(both)!r} is both a level and missing.", _ONE_OF_TWO)
    if not outcome.scores:
        return
    for level in outcome.levels:
        if level not in outcome.scores:
            raise table.make_error(
                f"`scores` has no number for the level {level!r}.", "Give every level one."
            )


def _declare_answer(name: str, meaning: str, example: str) -> Key[bool | None]:
    """true, false, or nothing, which keeps cells unknown."""

    def read_answer(table: TomlTable) -> bool | None:
        found = table.read_scalar(name)
        if found is None or isinstance(found, bool):
            return found
        remedy = "Leave it out to keep others unknown."
        raise table.make_error(f"`{name}` must be true or false, not {found!r}.", remedy)

    return Key(name, "true or false", meaning, example, "unknown", read_answer)


FACTOR_COLUMN = declare_required_column(
    "column", "The column that says yes or no.", 'column = "Q3.18_3"'
)
TRUE_IF = declare_texts(
    "true_if", "The value, or values, that mean yes.", 'true_if = "1"', default=REQUIRED
)
FALSE_IF = declare_texts("false_if", "The value, or values, that mean no.", 'false_if = ["2", "3"]')
ELSE = _declare_answer(
    "else",
    "What an empty cell means, and with it a cell that says so in plain words, such as 0 or No. "
    "It does not decide a value that nobody foresaw.",
    "else = false",
)
ANY_OTHER = _declare_answer(
    "any_other",
    "What every value means that is neither in `true_if` nor in `false_if`. Without it such a "
    "value stays unknown and is named, because a spelling that nobody foresaw would otherwise "
    "turn a yes into a no.",
    "any_other = false",
)
FACTOR_LABEL = declare_text(
    "label", "What tables, tests and figures call it.", 'label = "Received funding"', default="NAME"
)
FACTOR = Section(
    "factor",
    Form.NAMED,
    "A yes/no variable read from a column. A cell is yes, no, or unknown.",
    (FACTOR_COLUMN, TRUE_IF, FALSE_IF, ELSE, ANY_OTHER, FACTOR_LABEL),
    (
        Example(
            "A box that was ticked or left empty",
            (FACTOR_COLUMN, TRUE_IF, ELSE, FACTOR_LABEL),
            name="received_funding",
        ),
        Example(
            "Three states: yes, no, and unknown", (FACTOR_COLUMN, TRUE_IF, FALSE_IF), name="funded"
        ),
        Example(
            "One value against all others",
            ('column = "work.country"', 'true_if = "Kenya"', ANY_OTHER),
            name="kenya",
        ),
    ),
)


def read_factor(table: TomlTable) -> FactorSpec:
    """`[factor.NAME]`. Raises BadInput."""
    told = FACTOR.read_keys(table)
    factor = FactorSpec(
        column=told[FACTOR_COLUMN],
        true_if=told[TRUE_IF],
        otherwise=told[ELSE],
        false_if=told[FALSE_IF],
        label=told[FACTOR_LABEL] or "",
        any_other=told[ANY_OTHER],
    )
    if not factor.true_if:
        raise table.make_error("`true_if` is missing.", 'Add true_if = "the value that means yes".')
    both = set(factor.true_if) & set(factor.false_if)
    if both:
        raise table.make_error(f"{min(both)!r} is in `true_if` and in `false_if`.", _ONE_OF_TWO)
    table.refuse_unknown_keys()
    return factor


FAMILY_OUTCOMES = declare_texts(
    "outcomes",
    "Names of the outcomes that the family explains.",
    'outcomes = ["importance"]',
    default=REQUIRED,
)
VARIABLES = declare_texts(
    "variables",
    "Names of factors and indicators. A family needs variables or codes.",
    'variables = ["received_funding", "tier_change"]',
)
CODES = declare_texts(
    "codes",
    'Keys of codes, or "all" for every code. A family needs variables or codes.',
    'codes = "all"',
)
ADJUST = declare_choice(
    "adjust",
    "How p-values are adjusted over the family: Holm's for the chance of any false finding, "
    "Benjamini and Hochberg's for the share of false ones.",
    'adjust = "holm"',
    ADJUSTMENTS,
    "holm",
)
SMALL = declare_choice(
    "small_cells",
    "Which test is the headline where expected counts are small. `chi-square` is for a line that "
    "was published so; the exact test then stands beside it.",
    'small_cells = "exact"',
    SMALL_CELLS,
    "exact",
)
FAMILY = Section(
    "family",
    Form.NAMED,
    "Tests that are adjusted together, declared before anybody looked at a result. The first "
    "family without `codes` is that of tests by variables, the first with `codes` that of tests "
    "by codes.",
    (FAMILY_OUTCOMES, VARIABLES, CODES, ADJUST, SMALL),
    (
        Example(
            "Tests by variables", (FAMILY_OUTCOMES, VARIABLES, ADJUST, SMALL), name="published"
        ),
        Example("Tests by codes", (FAMILY_OUTCOMES, CODES), name="codes"),
    ),
)


def read_family(table: TomlTable) -> FamilySpec:
    """`[family.NAME]`. Raises BadInput."""
    told = FAMILY.read_keys(table)
    family = FamilySpec(
        outcomes=told[FAMILY_OUTCOMES],
        variables=told[VARIABLES],
        codes=told[CODES],
        adjust=told[ADJUST],
        small_cells=told[SMALL],
    )
    table.refuse_unknown_keys()
    if not family.outcomes:
        raise table.make_error(
            "`outcomes` is missing.", "Name the outcomes that the family explains."
        )
    if not family.variables and not family.codes:
        raise table.make_error("needs `variables` or `codes`.", 'Use codes = "all" for every code.')
    return family
