"""`erase`: words leave the study for good."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import (
    argument,
    coder_option,
    dry_run_option,
    flag,
    option,
    study_option,
)
from tipcoder.cli.types import QuestionColumn
from tipcoder.errors import BadInput, ExitStatus

if TYPE_CHECKING:
    from tipcoder.workbench.erasure.plan import EraseRequest
    from tipcoder.workbench.study import OpenStudy


@define_command(
    "erase",
    examples=(
        'tipcoder erase 1254 role --reason "asked for by the respondent"',
        'tipcoder erase --respondent 1254 --reason "asked for by the respondent"',
        'tipcoder erase --replaced --reason "corrected rows" --yes',
    ),
)
@argument("case", "[CASE]", "the case label: 1254, or 1254.2", required=False)
@argument(
    "question", "[QUESTION]", "the column of the question", required=False, type=QuestionColumn()
)
@option("--respondent", metavar="ID", help="everything of this respondent, by response ID")
@option(
    "--question",
    "whole_question",
    metavar="QUESTION",
    type=QuestionColumn(),
    help="every answer to this question",
)
@flag("--replaced", about="only wordings that a later import replaced")
@flag("--codings", about="codes and readings as well; numbers change by it")
@flag(
    "--closed-answers",
    about="with --respondent: whatever else the survey has of them; numbers change by it",
)
@option("--reason", metavar="TEXT", default="", help="why, for the log; it is needed")
@dry_run_option("say what would go and change nothing")
@flag("--yes", about="do it without asking")
@coder_option
@study_option
def erase_answer(
    case: str | None,
    question: str | None,
    respondent: str | None,
    whole_question: str | None,
    replaced: bool,
    codings: bool,
    closed_answers: bool,
    reason: str,
    dry_run: bool,
    yes: bool,
    coder: str | None,
    study_folder: Path | None,
) -> int:
    """Erase words for good: of an answer, of a respondent, or of every answer to a question.

    They leave texts with their older wordings, quotes, memos, redactions, examples of the codebook
    and the log, and the store is written anew. Codes stay without their words, so that numbers stay
    what they were. The log keeps that it was done, by whom and why. Importing the survey again
    does not bring the words back. Files that left the study are named, and not reached.
    """
    from tipcoder.workbench.erasure.plan import EraseRequest, ErasureScope
    from tipcoder.workbench.opening import open_study_folder

    _check_words(case, question, respondent, whole_question, replaced)
    if closed_answers and not respondent:
        raise BadInput("--closed-answers is for --respondent.", "Name the respondent.")
    scope = ErasureScope(
        case=case or "",
        question=question or whole_question or "",
        response_id=respondent or "",
        only_replaced=replaced,
    )
    request = EraseRequest(scope, reason, codes=codings, closed_answers=closed_answers)
    with open_study_folder(study_folder, viewer=coder) as study:
        return _erase(study, request, coder, dry_run=dry_run, yes=yes)


def _check_words(
    case: str | None,
    question: str | None,
    respondent: str | None,
    whole_question: str | None,
    replaced: bool,
) -> None:
    """Raises BadInput for two ways of naming what goes, and for none."""
    if case and not question:
        raise BadInput(
            f"Which answer of {case}?",
            "Name its QUESTION too, or erase the whole respondent with --respondent ID.",
        )
    ways = [bool(case), bool(respondent), bool(whole_question)]
    if sum(ways) > 1:
        raise BadInput(
            "CASE QUESTION, --respondent and --question are three ways to name what goes.",
            "Use one of them.",
        )
    if not any(ways) and not replaced:
        raise BadInput("Nothing is named to erase.", "Name CASE and QUESTION, or --respondent ID.")


def _erase(
    study: OpenStudy, request: EraseRequest, coder: str | None, *, dry_run: bool, yes: bool
) -> int:
    from tipcoder.workbench.erasure.erasing import (
        erase_words,
        preview_erasure,
        require_reason,
    )

    if not dry_run:
        require_reason(request)
    # Told before anything is done, also with --yes: it says what goes.
    output.say_all(preview_erasure(study, request).describe_preview())
    if dry_run:
        output.say("Dry run: nothing was changed.")
        return ExitStatus.DONE
    if not yes and not _ask_to_erase():
        output.say("Nothing was changed.")
        return ExitStatus.DONE
    output.say_all(erase_words(study, study.find_coder(coder), request))
    return ExitStatus.DONE


def _ask_to_erase() -> bool:
    return output.ask_yes(
        "Erase these words for good?",
        BadInput("Nothing was erased: there is no terminal to ask at.", "Say --yes to erase."),
    )
