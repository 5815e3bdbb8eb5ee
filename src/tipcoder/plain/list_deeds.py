"""Which answers are read, and in which order."""

from __future__ import annotations

from tipcoder.errors import BadInput
from tipcoder.model.filters import AnswerFilter
from tipcoder.plain.typed_lines import TypedLine
from tipcoder.plain.work import PlainWork
from tipcoder.text import format_count

_LISTED = 10
"""Answers that the list names."""


def go_next(work: PlainWork, _typed: TypedLine) -> None:
    """The next answer, finished or not."""
    _step(work, 1, "This is the last answer of the list.")


def go_previous(work: PlainWork, _typed: TypedLine) -> None:
    """The answer before."""
    _step(work, -1, "This is the first answer of the list.")


def _step(work: PlainWork, by: int, refusal: str) -> None:
    work.require_answer()
    if not 0 <= work.list.index + by < len(work.list.ids):
        raise BadInput(refusal)
    work.go_to(work.list.index + by)


def go_to_open(work: PlainWork, _typed: TypedLine) -> None:
    """The next answer that is not finished; this one stays as it is."""
    work.require_answer()
    if not work.go_to_next_open():
        raise BadInput("No other answer is open.")


def list_following(work: PlainWork, typed: TypedLine) -> None:
    """Say the next answers with their numbers; with a number: go there."""
    here = work.require_answer()
    total = len(work.list.ids)
    if typed.rest:
        is_number = typed.rest.isdecimal() and len(typed.rest) < 10
        if not is_number or not 1 <= int(typed.rest) <= total:
            raise BadInput(f"The list has {format_count(total, 'answer')}.", "g 1 is the first.")
        work.go_to(int(typed.rest) - 1)
        return
    first = work.list.index + 1
    ids = work.list.ids[first : first + _LISTED]
    if not ids:
        raise BadInput("This is the last answer of the list.")
    lines = work.session.read_lines(ids)
    for number, answer_id in enumerate(ids, first + 1):
        line = lines[answer_id]
        question = f", {line.question}" if line.question != here.question else ""
        state = ", finished" if line.finished else ""
        work.say(f"{number}, case {line.case}{question}{state}: {line.excerpt}")


def choose_filter(work: PlainWork, typed: TypedLine) -> None:
    """List the answers that pass a filter; alone: say which one there is."""
    from tipcoder.workbench.coding.filters import format_filter, parse_filter_for

    if not typed.rest:
        words = format_filter(work.list.where)
        work.say(f"The filter is: {words}" if words else "All answers are listed; no filter")
        return
    _list_answers(work, parse_filter_for(work.session, typed.rest))


def list_all(work: PlainWork, _typed: TypedLine) -> None:
    """List all answers again."""
    _list_answers(work, AnswerFilter())


def _list_answers(work: PlainWork, where: AnswerFilter) -> None:
    before = work.list.current
    work.list.choose_answers(where, keep=before)
    _say_list(work, before)


def _say_list(work: PlainWork, before: int | None) -> None:
    """Say how many answers are listed now, and read the current one if it is another."""
    work.say(f"{format_count(work.list.total, 'answer')} listed")
    if work.list.current is None or work.list.current != before:
        work.go_to(work.list.index)
    else:
        work.say(work.describe_progress())


def go_to_former_list(work: PlainWork, _typed: TypedLine) -> None:
    """The list before this one."""
    before = work.list.current
    if not work.list.go_back():
        raise BadInput("There is no list before this one.")
    _say_list(work, before)


def go_to_later_list(work: PlainWork, _typed: TypedLine) -> None:
    """The list that was left by going back."""
    before = work.list.current
    if not work.list.go_forward():
        raise BadInput("There is no list after this one.")
    _say_list(work, before)


def read_by_respondent(work: PlainWork, _typed: TypedLine) -> None:
    """Everything one respondent wrote, then the next; again: question by question."""
    by = "respondent" if work.list.order.by == "question" else "question"
    work.list.choose_answers(order=work.list.toggle_order(by), keep=work.list.current)
    is_by_respondent = by == "respondent"
    work.say(
        "Everything one respondent wrote, then the next"
        if is_by_respondent
        else "Question by question"
    )
    work.say(work.describe_progress())


def say_progress(work: PlainWork, _typed: TypedLine) -> None:
    """Say how far the work is, and the study and the coder."""
    work.say(f"{work.session.title}, coder {work.session.coder.name}")
    work.say(work.describe_progress())
    choose_filter(work, TypedLine())
