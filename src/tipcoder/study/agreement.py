"""`[agreement]`: what the agreement of coders has to reach."""

from __future__ import annotations

from tipcoder.study.description import AgreementSpec
from tipcoder.tomlfile import TomlTable
from tipcoder.tomlkeys import Example, Form, Key, Section


def _read_threshold(table: TomlTable) -> float:
    found = table.read_scalar("threshold")
    if found is None:
        return AgreementSpec.threshold
    is_number = isinstance(found, int | float) and not isinstance(found, bool)
    if not is_number or not 0 < float(found) <= 1:
        raise table.make_error(
            f"`threshold` is {found!r}.", "Use a value of alpha between 0 and 1, like 0.667."
        )
    return float(found)


THRESHOLD = Key(
    "threshold",
    "number",
    "Krippendorff's alpha that a code has to reach. A result by a code that is not shown to reach "
    "it says so in every format. .667 is customary for tentative conclusions, .800 for others "
    "(Krippendorff, 2004).",
    "threshold = 0.8",
    str(AgreementSpec.threshold),
    _read_threshold,
    allowed="above 0, at most 1",
)
AGREEMENT = Section(
    "agreement",
    Form.ONE,
    "What the agreement of coders has to reach.",
    (THRESHOLD,),
    (Example("", (THRESHOLD,)),),
)


def read_agreement(table: TomlTable | None) -> AgreementSpec:
    """`[agreement]`. Raises BadInput."""
    if table is None:
        return AgreementSpec()
    told = AGREEMENT.read_keys(table)
    table.refuse_unknown_keys()
    return AgreementSpec(told[THRESHOLD])
