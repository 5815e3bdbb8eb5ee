"""What people call what is tested: labels of outcomes, factors, indicators and codes."""

from __future__ import annotations

from dataclasses import replace

from tipcoder.codebook.nets import find_name_label
from tipcoder.model import Codebook
from tipcoder.results import StatisticalTest
from tipcoder.study import Study


def find_variable_label(study: Study, name: str) -> str:
    """The label of an outcome, a factor or an indicator.

    Empty where it has none, and for a column of the survey.
    """
    # Names are unique over all three kinds.
    for kind in (study.outcomes, study.factors, study.indicators):
        if name in kind:
            return kind[name].label
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
