"""Disagreements as records: who applied a code and who did not, and what was decided, with who,
when and why.
"""

from __future__ import annotations

from collections.abc import Sequence

from tipcoder.workbench.adjudication.adjudication import Adjudication, DisagreementFilter
from tipcoder.workbench.adjudication.disagreements import Disagreement
from tipcoder.workbench.study import OpenStudy

_ABOUT_DECISION = ("decision", "reason", "note", "decided_by", "decided_at")
"""Columns that are empty where nothing was decided."""
COLUMNS = (
    *("case", "question", "language", "code", "kind", "with", "without", "instead", "round"),
    "side",
    *_ABOUT_DECISION,
)


def build_disagreement_rows(
    adjudication: Adjudication, found: Sequence[Disagreement], *, quotes: bool = False
) -> list[dict[str, str]]:
    """A record of text for each; with `quotes` also the words that were marked, which may name
    people.
    """
    rows = []
    for one in found:
        row = _build_row(adjudication, one)
        if quotes:
            text = adjudication.read_text(one)
            # Coders mostly mark the same words: each stretch is told once.
            marked = sorted(set(one.list_marked_spans()))
            row["words"] = " | ".join(text[start:end] for start, end in marked)
        rows.append(row)
    return rows


def read_disagreement_rows(
    study: OpenStudy, in_rounds: Sequence[str], codes: Sequence[str]
) -> list[dict[str, str]]:
    """Every disagreement behind a report on agreement: in these frozen rounds, else on what is
    finished now.
    """
    wanted = DisagreementFilter(codes=tuple(codes), words_too=True)
    rows = []
    # None is what is finished now.
    for name in in_rounds or (None,):
        # Each round by itself: an answer may be in two of them.
        adjudication = Adjudication(study, study.find_coder(), name)
        found = adjudication.list_disagreements(wanted)
        rows += build_disagreement_rows(adjudication, found)
    return rows


def _build_row(adjudication: Adjudication, one: Disagreement) -> dict[str, str]:
    row = {
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
    }
    row.update(dict.fromkeys(_ABOUT_DECISION, ""))
    if one.settled is not None:
        decision = one.settled.decision
        # The reason has a column of its own.
        row["decision"] = adjudication.describe_decision(one, decision._replace(reason=""))
        row["reason"] = decision.reason
        row["note"] = decision.note
        row["decided_by"] = one.settled.by
        row["decided_at"] = one.settled.at
    return row
