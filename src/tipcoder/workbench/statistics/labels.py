"""What people call what is tested: labels of outcomes, factors, indicators and codes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from tipcoder.codebook.nets import find_code_of_name, find_name_label
from tipcoder.model.codes import Codebook
from tipcoder.results.tests import StatisticalTest
from tipcoder.study import Study
from tipcoder.workbench.statistics.presence import Presence


def find_variable_label(study: Study, name: str) -> str:
    """The label of an outcome, a factor or an indicator.

    Empty where it has none, and for a column of the survey.
    """
    kinds = (
        *(study.outcomes, study.number_outcomes, study.factors, study.categories),
        *(study.multi_selects, study.indicators),
    )
    for kind in kinds:
        if name in kind:
            return kind[name].label
    several = study.find_multi_select(name)
    if several is not None:
        asked, option = several
        return asked.label_option(option)
    return ""


def code_label(study: Study, book: Codebook, name: str) -> str:
    """The label of a code in the study's first language."""
    return find_name_label(book, name, study.languages[0])


def add_labels(
    result: StatisticalTest, study: Study, book: Codebook | None = None
) -> StatisticalTest:
    """A result with labels; with a codebook its variable is a code."""
    name = result.variable
    variable = find_variable_label(study, name) if book is None else code_label(study, book, name)
    return replace(
        result, outcome_label=find_variable_label(study, result.outcome), variable_label=variable
    )


def collect_labels(
    definition: Study, variables: Iterable[str], presence: Presence | None
) -> dict[str, str]:
    """What people call everything that is tested, where that is not its name."""
    labels = {}
    for name in (*definition.list_outcome_names(), *variables):
        labels[name] = find_variable_label(definition, name)
    if presence is not None:
        for name in presence.codes:
            labels[name] = _name_in_list(definition, presence.book, name)
    return {name: label for name, label in labels.items() if label}


def _name_in_list(study: Study, book: Codebook, name: str) -> str:
    """What a code is called in a list, whose lines may be cut off at their end."""
    code = find_code_of_name(book, name)
    label = code_label(study, book, code)
    return label if code == name else f"own: {label}"
