"""Codes of settled answers on untouched ones that say the same: one act, marked as carried.

What is carried is nobody's judgement of the answer. It counts where codes are counted, and never
where coders are compared. Whoever finishes such an answer makes the judgement her own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tipcoder.model.codings import CARRIED, Coder, Outcome
from tipcoder.store import answers, codebooks, coders, codings, events
from tipcoder.store.codings import Span
from tipcoder.store.events import Act
from tipcoder.text import format_count
from tipcoder.workbench.carrying.carrying_plan import (
    CarryPlan,
    CarryWish,
    SameText,
    build_plan_rows,
    plan_carrying,
)
from tipcoder.workbench.carrying.moved_spans import move_span
from tipcoder.workbench.study import OpenStudy


def read_plan(study: OpenStudy, wish: CarryWish) -> tuple[CarryPlan, list[dict[str, str]]]:
    """What would be carried, and the plan as rows with the words of an answer each."""
    with study.store.read() as db:
        plan = plan_carrying(db, wish)
        texts = answers.load_texts(db, [one.waiting[0].id for one in plan.texts])
    return plan, build_plan_rows(plan, texts)


def carry_codes(study: OpenStudy, coder: Coder, wish: CarryWish) -> tuple[CarryPlan, str]:
    """Carry codes over as one act of a coder; returns what was carried, and a sentence.

    Answers of open rounds, and answers that anybody has coded or finished, are left as they are.
    """
    with study.store.write() as db:
        # Planned in the transaction that writes: coders act between a look and an act.
        plan = plan_carrying(db, wish)
        if not plan.carried:
            return plan, "Nothing was carried."
        person = coders.ensure_coder(db, coder)
        sentence = f"carried codes to {format_count(plan.carried_answers, 'answer')}"
        act = events.begin_act(db, person.id, "carry", sentence)
        writer = _CodeWriter(act, person.id)
        for one in plan.carried:
            writer.write_text(one)
        events.finish_act(act)
    return plan, f"{sentence[0].upper()}{sentence[1:]}."


class _CodeWriter:
    """Writes codings and readings of one act."""

    def __init__(self, act: Act, coder_id: int) -> None:
        self._act, self._db, self._coder_id = act, act.db, coder_id
        self._code_ids = codebooks.load_code_ids(act.db)

    def write_text(self, same: SameText) -> None:
        """Codes and readings of all untouched answers with one text."""
        agreed = same.precedents.agreed
        assert agreed is not None
        ids = [one.id for one in same.waiting]
        texts = answers.load_texts(self._db, [agreed.answer_id, *ids])
        rows: list[dict[str, int | str]] = []
        for answer_id in ids:
            for code, spans in agreed.spans.items():
                moved = _move_spans(texts[agreed.answer_id], texts[answer_id], spans)
                rows += [
                    codings.build_coding_row(
                        answer_id,
                        self._code_ids[code],
                        self._coder_id,
                        span,
                        same.precedents.revision,
                        CARRIED,
                    )
                    for span in moved
                ]
        codings.add_codings(self._act, rows)
        outcomes: Mapping[int, Outcome | None] = dict.fromkeys(ids, agreed.version.outcome)
        # Codes that came into the codebook later were not judged, here as little as there.
        revision = same.precedents.revision
        codings.set_readings(self._act, self._coder_id, outcomes, revision, CARRIED)


def _move_spans(source: str, target: str, spans: Sequence[tuple[int, int]]) -> list[Span]:
    """The same words in the other text, each once."""
    moved = dict.fromkeys(move_span(source, target, start, end) for start, end in spans)
    return [Span(start, end, target[start:end]) for start, end in moved]
