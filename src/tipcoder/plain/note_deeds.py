"""Flags and memos of the answer at hand."""

from __future__ import annotations

from tipcoder.errors import BadInput
from tipcoder.model.answers import Answer
from tipcoder.model.codings import MemoTarget
from tipcoder.plain.coding_deeds import list_touched
from tipcoder.plain.reading import describe_standing
from tipcoder.plain.typed_lines import TypedLine
from tipcoder.plain.typed_targets import find_span
from tipcoder.plain.work import PlainWork

_NO_MEMO = "-"
"""In place of a memo's words: remove it."""


def toggle_flag(work: PlainWork, _typed: TypedLine) -> None:
    """Flag the answer, or remove its flag."""
    work.perform_act(lambda answer: work.session.toggle_flag(answer.id))


def write_memo(work: PlainWork, typed: TypedLine) -> None:
    """Write a memo on the answer, or on the quote that the line selects; alone: read what is
    there.
    """
    answer = work.require_answer()
    if not typed.rest:
        sheet = work.session.read_sheet(answer.id)
        if not sheet.memos:
            work.say("No memo here. Write it behind the m")
            return
        work.say_lines(describe_standing(work.session, sheet))
        return
    target = _find_target(work, answer, typed)
    words = "" if typed.rest == _NO_MEMO else typed.rest
    work.perform_act(lambda _: work.session.set_memo(target, words))


def _find_target(work: PlainWork, answer: Answer, typed: TypedLine) -> MemoTarget:
    if typed.selection is None:
        return MemoTarget(answer.id)
    codings = list(work.session.read_sheet(answer.id).codings)
    touched = list_touched(codings, find_span(work, typed.selection))
    if not touched:
        raise BadInput("No code of yours is on these words.", "m alone writes on the answer.")
    return MemoTarget(answer.id, max(touched, key=lambda coding: coding.id).id)
