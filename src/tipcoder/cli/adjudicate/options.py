"""The disagreement that an action of `adjudicate` is about."""

from __future__ import annotations

from tipcoder.cli.options import Run, argument, code_argument, coder_option, study_option
from tipcoder.cli.types import QuestionColumn


def disagreement_arguments(run: Run) -> Run:
    """`CASE QUESTION CODE`."""
    decorators = (
        argument("case", "CASE", "the case, as `adjudicate list` names it"),
        argument("question", "QUESTION", "its open question", type=QuestionColumn()),
        code_argument(about="the code they differ on"),
    )
    for decorate in reversed(decorators):
        run = decorate(run)
    return run


def actor_options(run: Run) -> Run:
    """`--coder` and `--study`."""
    return coder_option(study_option(run))
