"""Rows of words looked for with spaCy's Matcher, on the words of a blank pipeline.

A Doc is made of an answer's own words (`answer_words`), so offsets are ours. A word carries the
slots that it fits as its morphology, and what stands before it as its tag; nothing else of it is
known to the matcher, and so its vocabulary does not grow with the answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from tipcoder.suggestion.patterns.answer_words import Break

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

    from tipcoder.suggestion.patterns.expanding import Step
    from tipcoder.suggestion.patterns.slots import Slots

_ANY = "-"
"""What every word is called in the Doc."""
_TAGS = {Break.NONE: "W", Break.COMMA: "W", Break.CLAUSE: "C", Break.SENTENCE: "S"}
_SAME_CLAUSE = "W"
_SAME_SENTENCE = {"IN": ["W", "C"]}
NEGATION_GAP = 9
"""Words that a negation may take before its word: itself, and as far as any reaches."""


@cache
def load_vocabulary() -> Vocab:
    """The vocabulary of a blank pipeline without a language of its own."""
    import spacy  # here, because only patterns have a use for it

    return spacy.blank("xx").vocab


def build_doc(slots: Sequence[Slots], breaks: Sequence[Break]) -> Doc:
    """The words of an answer for `RowMatcher`; one entry of each for every word."""
    from spacy.tokens import Doc

    return Doc(
        load_vocabulary(),
        words=[_ANY] * len(slots),
        tags=[_TAGS[each] for each in breaks],
        morphs=[_format_slots(each) for each in slots],
    )


def _format_slots(slots: Slots) -> str:
    return _join_slots(slots) if slots else ""


@cache
def _join_slots(slots: Slots) -> str:
    return "|".join(_name_slot(slot) for slot in sorted(slots))


def _name_slot(slot: int) -> str:
    return f"S{slot}=1"


class RowMatcher:
    """Finds one row. `slots` has the slot of each step."""

    def __init__(self, steps: Sequence[Step], slots: Sequence[int]) -> None:
        from spacy.matcher import Matcher

        self._matcher = Matcher(load_vocabulary())
        tokens, self._step_tokens = _build_tokens(steps, slots)
        self._matcher.add("row", [tokens])

    def iterate_places(self, doc: Doc) -> Iterator[tuple[int, ...]]:
        """The number of the word for each step, for every place where the row may stand, the
        shortest first.
        """
        # The declared type knows nothing of alignments.
        found = cast("list[_SpacyMatch]", self._matcher(doc, with_alignments=True))
        for _, start, _, alignment in sorted(found, key=_rank_match):
            yield tuple(start + alignment.index(token) for token in self._step_tokens)


_SpacyMatch = tuple[int, int, int, list[int]]
"""Name of the row, first word, word behind the last, and for each word its token of the row."""


def _rank_match(match: _SpacyMatch) -> tuple[int, int]:
    _, start, end, _ = match
    return end - start, start


def _build_tokens(
    steps: Sequence[Step], slots: Sequence[int]
) -> tuple[list[dict[str, Any]], list[int]]:
    """spaCy's pattern, and which of its tokens stands for each step."""
    tokens: list[dict[str, Any]] = []
    numbers: list[int] = []
    for number, (step, slot) in enumerate(zip(steps, slots, strict=True)):
        tag = _SAME_SENTENCE if step.crosses_clauses else _SAME_CLAUSE
        gap = step.gap + (NEGATION_GAP if step.negated and number else 0)
        if gap:
            tokens.append({"TAG": tag, "OP": f"{{0,{gap}}}"})
        token: dict[str, Any] = {"MORPH": {"INTERSECTS": [_name_slot(slot)]}}
        if number:
            token["TAG"] = tag
        numbers.append(len(tokens))
        tokens.append(token)
    return tokens, numbers
