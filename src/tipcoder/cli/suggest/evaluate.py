"""`suggest evaluate`: what suggestions would have been worth on finished work."""

from __future__ import annotations

from pathlib import Path

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import (
    codes_option,
    count_option,
    format_option,
    option,
    questions_option,
    study_option,
    viewer,
)
from tipcoder.cli.suggest import evaluation_report
from tipcoder.cli.types import NumberList, WholeNumber
from tipcoder.errors import ExitStatus


@define_command(
    "suggest evaluate",
    examples=(
        "tipcoder suggest evaluate",
        "tipcoder suggest evaluate --labels 0,50,100 --draws 5 --code pushback",
    ),
)
@option(
    "--labels",
    metavar="N,N",
    type=NumberList(),
    help="how many labels to learn from (default: 0,10,25,50,100,200,400)",
)
@count_option("--draws", about="draws of respondents (default: 20)")
@option("--seed", metavar="N", type=WholeNumber(), help="the seed of the draws (default: 1)")
@codes_option("only this code, or the codes below it; may be repeated")
@questions_option("only answers to this question; may be repeated")
@format_option()
@study_option
@viewer
def evaluate_suggestions(
    labels: tuple[int, ...] | None,
    draws: int | None,
    seed: int | None,
    codes: tuple[str, ...],
    questions: tuple[str, ...],
    form: str,
    study_folder: Path | None,
    viewer: str | None,
) -> int:
    """Replay finished work as if nobody had read it.

    First: after a number of labels, drawn by respondent, how well are the others' answers ranked?
    Second: code by code, how much must be read? Beside tipcoder, a random order and plain tf-idf
    with logistic regression are measured. Low and high are the middle 95 % of draws, and for
    reading orders a bootstrap over codes.
    """
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.study import require_questions
    from tipcoder.workbench.suggestions.evaluation import DRAWS, LABELS, SEED, evaluate_study

    with (
        open_study_folder(study_folder, read_only=True, viewer=viewer) as study,
        output.working("Replaying", study.definition.title),
    ):
        # What is not asked for has its default where the evaluation is, not here.
        found = evaluate_study(
            study,
            codes=codes,
            questions=require_questions(study, questions) if questions else frozenset(),
            labels=labels or LABELS,
            draws=draws or DRAWS,
            seed=SEED if seed is None else seed,
        )

    output.print_report(evaluation_report.build_evaluation_report(found), form)
    return ExitStatus.DONE
