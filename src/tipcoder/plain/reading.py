"""What is read out of an answer: where it is, its text, what stands on it, and the codes.

Every function returns lines. A line that is made of somebody's words begins with one of ours, so
that no answer can pass itself off as something that the program says.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from tipcoder.model.answers import Answer
from tipcoder.model.codings import Coding, MemoTarget, Outcome
from tipcoder.text import format_count, make_printable, make_printable_line
from tipcoder.workbench.coding.digit_codes import CodePlaces
from tipcoder.workbench.coding.text_units import Span, TextUnit, UnitIndex
from tipcoder.workbench.coding.view import StudyView

if TYPE_CHECKING:
    from tipcoder.store.answer_sheets import AnswerSheet
    from tipcoder.workbench.suggestions.offers import Offer

_OUTCOMES = {
    Outcome.CODED: "Finished.",
    Outcome.NONE_APPLIES: "Finished: none applies.",
    Outcome.OFF_TOPIC: "Finished: off-topic.",
    Outcome.UNCODABLE: "Finished: uncodable.",
}
_ENDS = (".", "!", "?", ":", "…")
_LONGEST_QUOTE = 12
"""Words of a quote that are said in full: the answer has just been read."""
_SAID_AT_ENDS = 5
"""Words said at either end of a longer one."""
_MOST_REASONS = 2
"""Reasons for one suggestion: the list of all of them is longer than the answer."""
_UNIT_NAMES = {
    TextUnit.SENTENCE: "Sentence",
    TextUnit.CLAUSE: "Clause",
    TextUnit.LINE: "Line",
}


def describe_attributes(answer: Answer) -> str:
    """What the study shows of a case: `Case 1254.2: country Kenya; year 2020`."""
    facts = [f"{name} {value}" for name, value in answer.attributes.items() if value]
    about = f": {'; '.join(facts)}" if facts else ""
    return f"Case {answer.case}{about}"


def end_sentence(words: str) -> str:
    """Words on one printable line, with a full stop where they do not end in a mark already."""
    line = make_printable_line(words)
    is_ended = line.rstrip("”").endswith(_ENDS)
    return line if is_ended else f"{line}."


def read_text(text: str, head: str = "Answer") -> list[str]:
    """A text with its words as they are; of several lines, their number comes first."""
    shown = make_printable(text).split("\n")
    if len(shown) == 1:
        return [f"{head}: {shown[0]}"]
    return [f"{head}, {len(shown)} lines:", *shown]


def read_units(text: str, unit: TextUnit) -> list[str]:
    """Every sentence, clause or line of a text with its number."""
    name = _UNIT_NAMES[unit]
    lines = []
    for number, (start, end) in enumerate(UnitIndex(text).list_units(unit), 1):
        lines.append(f"{name} {number}: {make_printable_line(text[start:end])}")
    return lines


def describe_standing(view: StudyView, sheet: AnswerSheet) -> list[str]:
    """The coder's quotes with their codes and memos, how the answer was finished, the flag."""
    memos: dict[MemoTarget, str] = {}
    if sheet.memos:
        for memo in view.read_memos(sheet.answer.id):
            memos[memo.target] = memo.text
    lines = []
    for coding in sheet.codings:
        lines.append(describe_coding(view, sheet.answer, coding))
        note = memos.get(MemoTarget(sheet.answer.id, coding.id))
        if note:
            lines += read_text(note, "Memo on that quote")
    note = memos.get(MemoTarget(sheet.answer.id))
    if note:
        lines += read_text(note, "Memo on the answer")
    if sheet.is_flagged:
        lines.append("Flagged.")
    if sheet.reading is not None:
        lines.append(_OUTCOMES[sheet.reading.outcome])
    return lines


def describe_coding(view: StudyView, answer: Answer, coding: Coding) -> str:
    """`Pushback on “the words”.`, or on the whole answer."""
    words = name_words(answer, (coding.start, coding.end))
    return end_sentence(f"{view.code_label(coding.code)} on {words}")


def shorten_quote(quote: str) -> str:
    """A quote of several words as its beginning and its end."""
    words = quote.split()
    if len(words) <= _LONGEST_QUOTE:
        return " ".join(words)
    return " ".join([*words[:_SAID_AT_ENDS], "…", *words[-_SAID_AT_ENDS:]])


def describe_codes(
    view: StudyView, places: CodePlaces, leave_out: Collection[str] = (), *, with_rest: bool
) -> str:
    """The codes on digits: `Codes: 1 Pushback; 2 Money.`; `with_rest` says how many have none."""
    codes = []
    for digit, code in places.digits.items():
        if code not in leave_out:
            codes.append(f"{digit} {view.code_label(code)}")
    if not codes:
        return "" if places.digits else "There are no codes yet."
    listed = end_sentence(f"Codes: {'; '.join(codes)}")
    if not with_rest or not places.rest:
        return listed
    others = format_count(len(places.rest), "code")
    return f"{listed} {others} without a digit; a semicolon says them."


def describe_moved_digits(view: StudyView, digits: Mapping[int, str]) -> str:
    """The few digits that have another code than before: `Now 9 Pushback.`"""
    codes = [f"{digit} {view.code_label(code)}" for digit, code in digits.items()]
    return end_sentence(f"Now {'; '.join(codes)}")


def describe_offers(
    view: StudyView, answer: Answer, offers: Sequence[Offer], places: CodePlaces
) -> list[str]:
    """What is suggested, each on its digit: how strong it is, why, and on which words."""
    digits: Mapping[str, int] = {code: digit for digit, code in places.digits.items()}
    lines = []
    for offer in offers:
        digit = digits.get(offer.code)
        label = view.code_label(offer.code)
        strength = offer.describe_precision() or offer.strength
        said = f"{label if digit is None else f'{digit} {label}'}, suggested, {strength}"
        reasons = _describe_reasons(offer)
        because = f", because {reasons}" if reasons else ""
        head = end_sentence(f"{said}{because}")
        lines.append(f"{head} {end_sentence(f'On {name_words(answer, offer.span)}')}")
    return lines


def _describe_reasons(offer: Offer) -> str:
    if offer.strength == "twin":
        # The reason names the nearly identical answer; words of this one add nothing.
        return "; ".join(piece.why for piece in offer.evidence)
    words: dict[str, list[str]] = {}
    for piece in offer.evidence:
        words.setdefault(piece.why, []).append(piece.text)
    reasons = [f"“{' … '.join(said)}”: {_shorten_reason(why)}" for why, said in words.items()]
    return "; ".join(reasons[:_MOST_REASONS])


def _shorten_reason(why: str) -> str:
    """The signs of a pattern, and the entry of a concept, are for `suggest`."""
    if why.startswith("pattern “"):
        return "a pattern of this code"
    return why.partition(" (")[0] if why.startswith("concept ") else why


def name_words(answer: Answer, span: Span) -> str:
    """`“the words”`, or `the whole answer`."""
    start, end = span
    if end - start == len(answer.text):
        return "the whole answer"
    return f"“{shorten_quote(answer.text[start:end])}”"
