"""Disagreements as records: who put a code and who did not, and what was decided, with who, when and why."""

from __future__ import annotations

from collections.abc import Sequence

from tipcoder.workbench.adjudication.adjudication import Adjudication, DisagreementFilter
from tipcoder.workbench.adjudication.disagreements import Disagreement
from tipcoder.workbench.study import OpenStudy

COLUMNS = (
    *("case", "question", "language", "code", "kind", "with", "without", "instead", "round"),
    *("side", "decision", "reason", "note", "decided_by", "decided_at"),
)


def build_disagreement_rows(
    adjudication: Adjudication, found: Sequence[Disagreement], *, quotes: bool = False
) -> list[dict[str, str]]:
    """A record of text for each; with `quotes` also the words that were marked, which may name people."""
    rows = [_build_row(adjudication, one) for one in found]
    if quotes:
        for row, one in zip(rows, found, strict=True):
            text = adjudication.read_text(one)
            row["words"] = " | ".join(text[start:end] for start, end in sorted(set(one.list_marked_spans())))
    return rows


def read_disagreement_rows(study: OpenStudy, in_rounds: Sequence[str], codes: Sequence[str]) -> list[dict[str, str]]:
    """Every disagreement behind a report on agreement: in these frozen rounds, else on what is finished now."""
    rows = []
    for name in in_rounds or (None,):
        desk = Adjudication(study, study.find_coder(), name)
        rows += build_disagreement_rows(
            desk, desk.list_disagreements(DisagreementFilter(codes=tuple(codes), words_too=True))
        )
    return rows


def _build_row(adjudication: Adjudication, one: Disagreement) -> dict[str, str]:
    decided = one.settled
    return {
        "case": one.case,
        "question": one.question,
        "language": one.language,
        "code": one.code,
        "kind": one.kind.value,
        "with": ", ".join(voice.coder for voice in one.voices if voice.spans),
        "without": ", ".join(voice.coder for voice in one.voices if not voice.spans),
        "instead": ", ".join(one.instead),
        "round": one.round,
        "side": adjudication.name_side_taken(one),
        "decision": adjudication.describe_decision(one, decided.decision._replace(reason="")) if decided else "",
        "reason": decided.decision.reason if decided else "",
        "note": decided.decision.note if decided else "",
        "decided_by": decided.by if decided else "",
        "decided_at": decided.at if decided else "",
    }
