"""Codes and states of the answer at hand: applying, removing, finishing, undoing."""

from __future__ import annotations

from tipcoder.errors import BadInput, StoreFault
from tipcoder.model.answers import Answer
from tipcoder.model.codings import Coding, Outcome, UndoResult
from tipcoder.plain import reading
from tipcoder.plain.typed_lines import TypedLine
from tipcoder.plain.typed_targets import find_code, find_span
from tipcoder.plain.work import PlainWork
from tipcoder.workbench.coding.text_units import Span


def apply_digit(work: PlainWork, typed: TypedLine) -> None:
    """Apply the code on a digit: as it is suggested, else as any code."""
    code = find_code(work, typed.letter)
    if typed.selection is not None or not _accept_offer(work, code):
        _apply_code(work, code, typed)


def pick_code(work: PlainWork, typed: TypedLine) -> None:
    """Apply a code by a part of its label; alone: say every code."""
    answer = work.require_answer()
    if typed.rest:
        _apply_code(work, find_code(work, typed.rest), typed)
        return
    places = work.find_places(answer)
    work.say_lines([reading.describe_codes(work.session, places, with_rest=False)])
    if places.rest:
        labels = [work.session.code_label(code) for code in places.rest]
        work.say(f"Without a digit: {'; '.join(labels)}")


def repeat_code(work: PlainWork, typed: TypedLine) -> None:
    """Apply the code that was applied last once more."""
    if work.last_code is None:
        raise BadInput("No code has been applied yet.")
    _apply_code(work, work.last_code, typed)


def _apply_code(work: PlainWork, code: str, typed: TypedLine) -> None:
    """Apply a code to the words of the line, or to the whole answer and go on."""
    selection = typed.selection
    span = None if selection is None else find_span(work, selection)
    _add_coding(work, code, span, finish=span is None)


def _accept_offer(work: PlainWork, code: str) -> bool:
    """Take a suggested code where it is suggested; False where it is to be applied as any other.

    The answer stays, because it may have several codes. Where suggestions come on every answer,
    one of the whole answer does what a digit always does.
    """
    offer = work.find_offer(code)
    if offer is None:
        return False
    answer = work.require_answer()
    is_whole = offer.span == (0, len(answer.text))
    if work.suggests_always and is_whole and not work.session.read_sheet(answer.id).codings:
        return False
    _add_coding(work, code, offer.span, finish=False)
    return True


def _add_coding(work: PlainWork, code: str, span: Span | None, *, finish: bool) -> None:
    offer = work.find_offer(code)

    def apply_code(answer: Answer) -> str:
        before = _list_with_code(work, answer, code)
        sentence = work.session.add_coding(
            answer.id,
            code,
            span,
            finish=finish,
            suggested=None if offer is None else offer.shown,
            move_overlapped=True,
        )
        work.last_code = code
        try:
            return _describe_applied(work, answer, code, before, span)
        except StoreFault:
            # It is kept, whether or not it can be read back now.
            return sentence

    work.perform_act(apply_code, advance=finish)


def _list_with_code(work: PlainWork, answer: Answer, code: str) -> list[Coding]:
    codings = work.session.read_sheet(answer.id).codings
    return [coding for coding in codings if coding.code == code]


def _describe_applied(
    work: PlainWork, answer: Answer, code: str, before: list[Coding], span: Span | None
) -> str:
    """Where the code is now, in words: the log has offsets, which say nothing to an ear."""
    now = _list_with_code(work, answer, code)
    if span is not None:
        now = list_touched(now, span)
    lines = [reading.describe_coding(work.session, answer, coding) for coding in now]
    words = {coding.id: coding.quote for coding in before}
    if all(words.get(coding.id) == coding.quote for coding in now):
        return f"It stays: {' '.join(lines)}"
    is_moved = any(coding.id in words for coding in now)
    return f"Moved: {' '.join(lines)}" if is_moved else " ".join(lines)


def remove_code(work: PlainWork, typed: TypedLine) -> None:
    """Remove a code by its digit or label, that of the words of the line, or the one applied
    last.
    """
    answer = work.require_answer()
    codings = list(work.session.read_sheet(answer.id).codings)
    if typed.rest:
        code = find_code(work, typed.rest)
        codings = [coding for coding in codings if coding.code == code]
    if typed.selection is not None:
        codings = list_touched(codings, find_span(work, typed.selection))
    if not codings:
        raise BadInput("There is no code to remove there.", "Nothing was changed.")
    newest = max(codings, key=lambda coding: coding.id)

    def remove(_answer: Answer) -> str:
        work.session.remove_coding(newest.id)
        return f"Removed: {reading.describe_coding(work.session, answer, newest)}"

    work.perform_act(remove)


def list_touched(codings: list[Coding], span: Span) -> list[Coding]:
    """The quotes that share words with a span."""
    return [coding for coding in codings if coding.start < span[1] and span[0] < coding.end]


def finish_answer(work: PlainWork, _typed: TypedLine) -> None:
    """Finish the answer if it has codes, and go to the next one that is open.

    Without codes it stays open: a stray Enter is no judgement.
    """
    answer = work.require_answer()
    sheet = work.session.read_sheet(answer.id)
    if sheet.codings and sheet.reading is None:
        work.perform_act(lambda at_hand: work.session.finish_answers(at_hand.id), advance=True)
        return
    here = work.list.index
    if not work.go_to_next_open() or work.list.index == here:
        work.say("No other answer is open")


def say_none_applies(work: PlainWork, _typed: TypedLine) -> None:
    """Finish with no code; codes on the answer go."""
    _finish_as(work, Outcome.NONE_APPLIES)


def say_off_topic(work: PlainWork, _typed: TypedLine) -> None:
    """Finish: it does not answer the question."""
    _finish_as(work, Outcome.OFF_TOPIC)


def say_uncodable(work: PlainWork, _typed: TypedLine) -> None:
    """Finish: it cannot be understood."""
    _finish_as(work, Outcome.UNCODABLE)


def _finish_as(work: PlainWork, outcome: Outcome) -> None:
    def finish(answer: Answer) -> str:
        return work.session.finish_answers(answer.id, outcome)

    work.perform_act(finish, advance=True)


def reopen_answer(work: PlainWork, _typed: TypedLine) -> None:
    """Make the answer unfinished again."""
    work.perform_act(lambda answer: work.session.reopen_answers(answer.id))


def undo_act(work: PlainWork, _typed: TypedLine) -> None:
    """Undo the latest act, and show where it was."""
    _show_undone(work, "Undone", work.session.undo(), "There is nothing to undo.")


def redo_act(work: PlainWork, _typed: TypedLine) -> None:
    """Do again what was undone."""
    _show_undone(work, "Done again", work.session.redo(), "There is nothing to redo.")


def _show_undone(work: PlainWork, verb: str, done: UndoResult | None, refusal: str) -> None:
    if done is None:
        raise BadInput(refusal)
    work.desk.note_change()
    work.say(f"{verb}: {done.sentence} {done.remark}".rstrip())
    here = work.list.current
    if done.answer_id is None:
        work.session.forget_sheets()
        work.list.refresh()
        work.show_answer()
        return
    # The act may have put answers into the filter, or taken them out of it.
    work.list.relist_passing()
    if work.list.find_place(done.answer_id) is None:
        work.list.clear_filter(done.answer_id)
        work.say("All answers are listed, to show where it was")
    work.list.read_finished()
    place = work.list.find_place(done.answer_id)
    if place is not None and here != done.answer_id:
        work.go_to(place)
    elif place is not None:
        # Its text has been read, so that what stands on it now is all that is new.
        work.list.go_to(place)
        work.show_standing(work.require_answer())
        work.say(work.describe_progress())
