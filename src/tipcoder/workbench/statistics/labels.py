"""What people call what is tested: labels of outcomes, factors, indicators and codes."""

from __future__ import annotations

from dataclasses import replace

from tipcoder.codebook.nets import label_of
from tipcoder.model import Codebook
from tipcoder.results import Result
from tipcoder.study import Study


def measure_label(study: Study, name: str) -> str:
    """The label of an outcome, a factor or an indicator; empty where it has none, or is a column."""
    for kind in (study.outcomes, study.factors, study.indicators):
        if name in kind:
            return kind[name].label
    return ""


def code_label(study: Study, book: Codebook, name: str) -> str:
    """The label of a code in the study's first language."""
    return label_of(book, name, study.languages[0])


def labelled(result: Result, study: Study, book: Codebook | None = None) -> Result:
    """A result with labels; with a codebook its variable is a code."""
    name = result.variable
    variable = measure_label(study, name) if book is None else code_label(study, book, name)
    return replace(result, outcome_label=measure_label(study, result.outcome), variable_label=variable)
