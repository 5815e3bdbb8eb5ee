"""`redact list`: proposals that wait for a decision."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import flag, format_option, option, raw_option, study_option, viewer
from tipcoder.cli.publishing import refuse_raw_words, say_raw
from tipcoder.cli.redact.places import reading_redactions
from tipcoder.cli.types import QuestionColumn
from tipcoder.errors import BadInput, ExitStatus, did_you_mean

if TYPE_CHECKING:
    from tipcoder.workbench.redaction.proposals import RedactionProposal
    from tipcoder.workbench.redaction.redactions import Redactions

COLUMNS = ("case", "question", "start", "end", "kind", "severity", "reasons", "replacement")
WEAK_SEVERITY = "weak"
Span = tuple[int, int]


@dataclass(frozen=True)
class Filter:
    """Which proposals are asked for; None stands for any."""

    case: str | None
    question: str | None
    kind: str | None
    severity: str | None
    only_quoted: bool
    decided_too: bool
    weak_too: bool

    def wants_answer(self, case: str, question: str) -> bool:
        """Whether proposals about an answer are asked for."""
        return self.case in (None, case) and self.question in (None, question)

    def wants_proposal(self, proposal: RedactionProposal) -> bool:
        """Whether a proposal is asked for, wherever it is."""
        if proposal.is_weak and not self.weak_too:
            return False
        is_asked_for = self.decided_too or proposal.state == "open"
        same_kind = self.kind in (None, proposal.hit.kind)
        same_severity = self.severity in (None, proposal.hit.severity)
        return is_asked_for and same_kind and same_severity


@define_command(
    "redact list",
    examples=(
        "tipcoder redact list --quoted",
        "tipcoder redact list --severity high --words --raw --format csv",
    ),
)
@option("--case", metavar="CASE", help="only this case")
@option("--question", metavar="QUESTION", type=QuestionColumn(), help="only this question")
@option("--kind", metavar="KIND", help="only this kind: own_org, country, email, consent, …")
@option("--severity", metavar="WORD", help="only this severity: high, medium, low or weak")
@flag("--quoted", about="only where quotes are")
@flag("--firm", about="without what is weak, about which nobody has to decide")
@flag("--all", "show_all", about="those already decided, too")
@flag("--words", about="add the words themselves, which name people")
@raw_option("the same in formats other than a table, for the team")
@format_option()
@study_option
@viewer
def list_open_proposals(
    case: str | None,
    question: str | None,
    kind: str | None,
    severity: str | None,
    quoted: bool,
    firm: bool,
    show_all: bool,
    words: bool,
    raw: bool,
    form: str,
    study_folder: Path | None,
    viewer: str | None,
) -> int:
    """Print the proposals that wait for a decision, and sentences that may tell who writes.

    Such a sentence is weak: nobody has to decide about it. Rules find most of what names somebody
    and never all of it: read every quote yourself.
    """
    if words:
        refuse_raw_words(raw, "Proposals with --words", form)
    words = words or raw
    wanted = Filter(case, question, kind, severity, quoted, show_all, not firm)
    _check_words(wanted)
    with reading_redactions(study_folder, viewer) as (found, line):
        _check_answers(wanted, found)
        rows = list(_list_proposals(found, wanted, line))

    columns = (*COLUMNS, "words") if words else COLUMNS
    empty = "No proposal is open. Every quote still has to be read."
    output.print_records("Proposals", rows, columns, form, empty=empty)
    say_raw(columns, form, "words")
    if form == "table" and rows:
        proposals = output.format_count(len(rows), "proposal")
        weak = sum(row["severity"] == WEAK_SEVERITY for row in rows)
        pointed = f", {weak} of them weak: nobody has to decide about those" if weak else ""
        output.say(f"{proposals}{pointed}. What no rule sees is left to whoever reads the quotes.")
    return ExitStatus.DONE


def _check_words(wanted: Filter) -> None:
    from tipcoder.workbench.redaction.kinds import FOUND_KINDS, SEVERITIES, require_kind

    severity = wanted.severity
    if severity is not None and severity not in SEVERITIES:
        raise BadInput(f"--severity cannot be {severity!r}.", did_you_mean(severity, SEVERITIES))
    if wanted.kind is not None:
        require_kind(wanted.kind, FOUND_KINDS)


def _check_answers(wanted: Filter, found: Redactions) -> None:
    """Raises BadInput for a case or a question that has no readable answer."""
    sources = found.sources.values()
    cases = {source.case for source in sources}
    questions = {source.question for source in sources}
    for name, known in ((wanted.case, cases), (wanted.question, questions)):
        if name is not None and name not in known:
            raise BadInput(f"There is no readable answer of {name!r}.", did_you_mean(name, known))


def _list_proposals(
    found: Redactions, wanted: Filter, line: output.Working
) -> Iterator[dict[str, object]]:
    quoted = _find_quotes(found) if wanted.only_quoted else {}
    for number, source in enumerate(found.sources.values()):
        line.told(number, len(found.sources), "answers")
        if not wanted.wants_answer(source.case, source.question):
            continue
        # An answer without a quote is never released, so it can wait.
        spans = quoted.get(source.id, [])
        if wanted.only_quoted and not spans:
            continue
        for proposal in found.list_proposals(source.id):
            hit = proposal.hit
            if spans and not _touches(hit.start, hit.end, spans):
                continue
            if wanted.wants_proposal(proposal):
                place = {"case": source.case, "question": source.question}
                words = source.text[hit.start : hit.end]
                yield {**place, **_as_record(proposal), "words": words}


def _find_quotes(found: Redactions) -> dict[int, list[Span]]:
    """Where quotes are, by answer."""
    from tipcoder.workbench.redaction.reviews import find_stretches

    quoted: dict[int, list[Span]] = {}
    for stretch in find_stretches(found.study):
        quoted.setdefault(stretch.answer_id, []).append((stretch.start, stretch.end))
    return quoted


def _touches(start: int, end: int, spans: list[Span]) -> bool:
    return any(start < span_end and span_start < end for span_start, span_end in spans)


def _as_record(proposal: RedactionProposal) -> dict[str, object]:
    hit = proposal.hit
    return {
        "start": hit.start,
        "end": hit.end,
        "kind": hit.kind,
        "severity": hit.severity,
        "reasons": "; ".join(hit.reasons),
        "replacement": proposal.replacement,
    }
