"""What is said of survey weights, and how a study is read without them."""

from __future__ import annotations

from dataclasses import replace

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
    return replace(study, definition=replace(study.definition, weight=None)), (UNWEIGHTED,)


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
    sentences.append(
        "Standard errors are linearised, with respondents as clusters drawn with replacement; "
        "counts and n are not weighted."
    )
    return tuple(sentences)


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
