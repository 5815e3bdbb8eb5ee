"""`[family.NAME]`: tests that are adjusted together."""

from __future__ import annotations

from tipcoder.study_variables import ADJUSTMENTS, SMALL_CELLS, FamilySpec
from tipcoder.tomlfile import TomlTable
from tipcoder.tomlkeys import REQUIRED, Example, Form, Section, declare_choice, declare_texts

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
    "by codes. Where none is declared, everything that the study can test in that way is one "
    "family, adjusted by Holm.",
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
