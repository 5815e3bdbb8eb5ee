"""What a line is about: the code that somebody wrote, and the words of the answer."""

from __future__ import annotations

from collections.abc import Iterable

from tipcoder.errors import BadInput
from tipcoder.plain.typed_lines import Selection
from tipcoder.plain.work import PlainWork
from tipcoder.text import format_count, join_first
from tipcoder.workbench.coding.text_units import Span, UnitIndex

_MOST_NAMED = 8
"""Codes that a refusal names."""


def find_code(work: PlainWork, typed: str) -> str:
    """The key of the code on a digit, or with these letters in its label. Raises BadInput
    where there is none, or several.
    """
    answer = work.require_answer()
    if not typed:
        raise BadInput("Which code?", "Write its digit or a part of its label.")
    if len(typed) == 1 and typed.isdecimal():
        code = work.find_places(answer).digits.get(int(typed))
        if code is None:
            raise BadInput(f"There is no code on {typed}.", "; says which codes there are.")
        return code
    found = _search_labels(work, typed)
    if len(found) == 1:
        return found[0]
    if not found:
        raise BadInput(f"No code has {typed!r}.", "; says which codes there are.")
    labels = [work.session.code_label(code) for code in found]
    raise BadInput(
        f"{format_count(len(found), 'code')} have {typed!r}: {join_first(labels, _MOST_NAMED)}.",
        "Write more of the label.",
    )


def _search_labels(work: PlainWork, typed: str) -> list[str]:
    """Codes of just this label, else with it in a label, else with it in a cue."""
    from tipcoder.workbench.codebook.code_search import search_codes  # seldom asked for

    wanted = " ".join(typed.casefold().split())
    codes = [found.code for found in search_codes(work.session.codebook, typed)]
    named = [code for code in codes if wanted in _list_names(code.label.values())]
    if len(named) == 1:
        return [named[0].key]
    holding = []
    for code in codes:
        if any(wanted in name for name in _list_names(code.label.values())):
            holding.append(code)
    return [code.key for code in holding or codes]


def _list_names(labels: Iterable[str]) -> list[str]:
    return [" ".join(label.casefold().split()) for label in labels]


def find_span(work: PlainWork, selection: Selection) -> Span:
    """Where the selected words are. Raises BadInput where they are nowhere, or in several
    places.
    """
    answer = work.require_answer()
    if selection.is_whole:
        return 0, len(answer.text)
    if selection.words:
        return _find_words(answer.text, selection.words)
    assert selection.unit is not None, "it is neither the whole answer nor words"
    units = UnitIndex(answer.text).list_units(selection.unit)
    first, last = selection.first, selection.last
    if not 1 <= first <= last <= len(units):
        kind = str(selection.unit.value)
        raise BadInput(
            f"This answer has {format_count(len(units), kind)}.",
            f"{kind[0]} alone reads each with its number.",
        )
    return units[first - 1][0], units[last - 1][1]


def _find_words(text: str, words: str) -> Span:
    from tipcoder.workbench.coding.found_words import FoundWords  # seldom needed

    found = FoundWords(text, words)
    places = []
    for _ in found.spans:
        if found.whole_words is not None and found.whole_words not in places:
            places.append(found.whole_words)
        found.step(forward=True)
    if not places:
        raise BadInput(f"These words are not in this answer: {words}.", "Nothing was changed.")
    if len(places) > 1:
        raise BadInput(
            f"These words are in this answer {len(places)} times.",
            "Write more of the words around them, or a sentence by its number.",
        )
    return places[0]
