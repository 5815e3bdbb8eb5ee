"""What the actions of `redact` share: the study in somebody's hands, and a place in an answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.cli import output
from tipcoder.errors import BadInput

if TYPE_CHECKING:
    from tipcoder.workbench.redaction.decisions import ProposalPlace, RedactionSession
    from tipcoder.workbench.redaction.redactions import Redactions


@dataclass(frozen=True)
class RedactionPlace:
    """A place that a person names: an answer, or a part of it."""

    case: str
    question: str
    span: tuple[int, int] | None


@contextmanager
def open_desk(study_folder: Path | None, coder: str | None) -> Iterator[RedactionSession]:
    """The study in the hands of whoever acts."""
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.redaction.decisions import RedactionSession

    with open_study_folder(study_folder, viewer=coder) as study:
        yield RedactionSession(study, study.find_coder(coder))


@contextmanager
def reading_redactions(
    study_folder: Path | None, viewer: str | None
) -> Iterator[tuple[Redactions, output.Working]]:
    """What is proposed and decided, to be read. What participants did not agree to is said."""
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.redaction.consent import warn_of_refusals
    from tipcoder.workbench.redaction.redactions import Redactions
    from tipcoder.workbench.withdrawal.answers import warn_of_withdrawals

    with (
        open_study_folder(study_folder, read_only=True, viewer=viewer) as study,
        output.working("Reading", study.definition.title) as line,
    ):
        yield Redactions(study), line
        warning = warn_of_refusals(study)
        withdrawn = warn_of_withdrawals(study)
    # Said when the line about progress is gone.
    if warning:
        output.say(f"Consent: {warning}.")
    if withdrawn:
        output.say(f"{withdrawn}.")


def find_span(desk: RedactionSession, place: RedactionPlace) -> tuple[int, int, int]:
    """Answer, start and end of a place; without a span, the whole answer."""
    answer_id = desk.require_answer_id(place.case, place.question)
    if place.span is None:
        return answer_id, 0, len(desk.sources[answer_id].text)
    start, end = place.span
    return answer_id, start, end


def find_proposals(desk: RedactionSession, place: RedactionPlace) -> list[ProposalPlace]:
    """What is proposed at a place; where no span is named, only what has to be decided.

    Raises BadInput where nothing is.
    """
    answer_id, start, end = find_span(desk, place)
    inside: list[ProposalPlace] = []
    for proposal in desk.list_proposals(answer_id):
        is_inside = start <= proposal.hit.start and proposal.hit.end <= end
        if is_inside and (place.span is not None or proposal.is_waiting):
            inside.append((answer_id, proposal))
    if not inside:
        raise BadInput(
            f"{place.case} {place.question}: nothing is proposed there.",
            "`tipcoder redact list` shows what is.",
        )
    return inside
