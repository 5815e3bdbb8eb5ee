"""What is said of survey weights, and how a study is read without them."""

from __future__ import annotations

from dataclasses import replace

from tipcoder.analysis.survey_design import SurveyDesign
from tipcoder.text import format_count
from tipcoder.workbench.statistics.case_table import CaseTable
from tipcoder.workbench.study import OpenStudy

UNWEIGHTED = "This is unweighted: the weights of study.toml are left out."
_WEIGHTED_BY = "Weighted by "


def choose_weights(study: OpenStudy, *, unweighted: bool) -> tuple[OpenStudy, tuple[str, ...]]:
    """The study as statistics are to read it: with its weights, or as if study.toml named none;
    and what to say where some are left out.
    """
    if not unweighted or study.definition.weight is None:
        return study, ()
    definition = replace(study.definition, weight=None, strata=None)
    return replace(study, definition=definition), (UNWEIGHTED,)


def is_about_weights(sentence: str) -> bool:
    """Whether a sentence says that numbers are weighted, and by what, or that they are not."""
    return sentence == UNWEIGHTED or sentence.startswith(_WEIGHTED_BY)


def describe_weights(table: CaseTable) -> tuple[str, ...]:
    """What a reader of weighted numbers has to know; nothing for a study without weights.

    Cases without a weight are counted, and what the weights cost in precision is told.
    """
    import numpy as np

    design = table.design
    if design is None:
        return ()
    weights = design.weights
    missing = int(np.isnan(weights).sum())
    zero = int((weights == 0).sum())
    left_out = []
    if missing:
        left_out.append(f"{format_count(missing, 'case has', 'cases have')} no weight")
    if zero:
        left_out.append(f"{format_count(zero, 'case has', 'cases have')} the weight 0")
    sentences = [_describe_precision(table)]
    if left_out:
        verb = "stands" if missing + zero == 1 else "stand"
        sentences.append(f"{' and '.join(left_out)}, and {verb} for nobody in weighted numbers.")
    drawn = "" if design.strata is None else f" within strata of {table.study.strata}"
    sentences.append(
        "Standard errors are linearised, with respondents as clusters drawn with replacement"
        f"{drawn}; counts and n are not weighted."
    )
    return (*sentences, *_describe_strata(table, design))


def _describe_strata(table: CaseTable, design: SurveyDesign) -> list[str]:
    """What is odd about the strata."""
    if design.strata is None or table.study.strata is None:
        return []
    sentences = []
    cells = table.read_column(table.study.strata)
    without = sum(1 for place in design.places.tolist() if cells[place] is None)
    if without:
        cases = format_count(without, "case has", "cases have")
        sentences.append(f"{cases} no stratum, and make up one of their own.")
    if table.moved_respondents:
        who = format_count(table.moved_respondents, "respondent has", "respondents have")
        sentences.append(f"{who} cases in several strata, and count in that of the first one.")
    if design.strata.lonely:
        strata = format_count(design.strata.lonely, "stratum has", "strata have")
        sentences.append(
            f"{strata} one respondent, who is taken around the mean of the whole sample; that errs "
            "on the wide side."
        )
    return sentences


def _describe_precision(table: CaseTable) -> str:
    design, column = table.design, table.study.weight
    assert design is not None, "asked for a study with weights only"
    counted = int(design.places.size)
    if not counted:
        return f"{_WEIGHTED_BY}{column}: no case has a weight above 0."
    used = design.weights[design.places]
    return (
        f"{_WEIGHTED_BY}{column}: {format_count(counted, 'case')} with weights from "
        f"{used.min():.3g} to {used.max():.3g}, as good as {design.effective_n:.1f} of equal "
        "weight (Kish, 1965)."
    )
