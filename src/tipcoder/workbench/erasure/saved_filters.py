"""Words of erased answers in filters that coders saved: in what they looked for, and in its name.

A filter is shorter than a memo, so single words count here. What stands in another answer, in a
question or in the codebook is nobody's, and neither is a word that stands in every text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from tipcoder.codebook.writing import codebook_to_json
from tipcoder.model.codes import Codebook
from tipcoder.privacy.common_words import list_stop_words
from tipcoder.privacy.passages import Passages
from tipcoder.store import erasing, saved_filters, survey_data
from tipcoder.store.engine import Db
from tipcoder.store.erasing import ErasableAnswer
from tipcoder.text import fold_text, format_count
from tipcoder.workbench.coding.filter_tokens import (
    PATTERN_KEY,
    FilterFault,
    FilterToken,
    split_filter,
)
from tipcoder.workbench.study import OpenStudy

_SHORTEST = 4
"""Characters of a word, or of words, that can be told to come from an answer."""
_OF_THE_STUDY = frozenset(("q", "lang", "code", "coder", "case", "round"))
"""Terms whose values are names that the study gives, and no words of anybody."""
_LETTERS_OF_PATTERN = re.compile(r"\\.|[^\\\[\](){}|?*+^$.]+")
"""What of a regular expression means itself, and signs behind a backslash."""
_LOOSE_WORD = re.compile(r'[^\s"()]+')
_WORD = re.compile(r"\w+")
_FREE_NAME = "erased"


class FilterMask:
    """Takes words of erased answers out of filters."""

    def __init__(
        self, texts: Iterable[str], passages: Passages, stands_elsewhere: Callable[[str], bool]
    ) -> None:
        """`stands_elsewhere` says of folded words whether something that stays has them."""
        self._folded = [_part_words(text) for text in texts]
        self._passages = passages
        self._stands_elsewhere = stands_elsewhere

    def mask_filters(self, saved: Mapping[str, str]) -> dict[str, str]:
        """A coder's filters by name, with blocks for words of the answers.

        A name that is such a word becomes one that says nothing, wherever it is used.
        """
        renamed: dict[str, str] = {}
        for name in saved:
            if self._is_wording(name.replace("-", " ").replace("_", " ")):
                renamed[name] = _find_free_name({*saved, *renamed.values()})
        masked = {}
        for name, written in saved.items():
            masked[renamed.get(name, name)] = self._mask_filter(written, renamed)
        return masked

    def _mask_filter(self, written: str, renamed: Mapping[str, str]) -> str:
        # A run of plain words may be a passage though each of them is an ordinary word.
        written = self._passages.mask_text(written)
        try:
            tokens = split_filter(written)
        except FilterFault:
            # It finds nothing as it is, so nothing is lost with it.
            loose = _LOOSE_WORD.findall(written)
            return erasing.make_blocks(written) if any(map(self._is_wording, loose)) else written
        # From the last one to the first, so that the places of the others stay.
        for token in reversed(tokens):
            start = token.end - len(token.value) - int(token.is_quoted)
            end = start + len(token.value)
            written = written[:start] + self._mask_value(token, renamed) + written[end:]
        return written

    def _mask_value(self, token: FilterToken, renamed: Mapping[str, str]) -> str:
        key, value = token.key.lower(), token.value
        if key in _OF_THE_STUDY or token.operator:
            return value
        if key == PATTERN_KEY:
            return _LETTERS_OF_PATTERN.sub(self._mask_letters, value)
        if value[:1] == "@" and value[1:] in renamed and not token.is_quoted:
            return f"@{renamed[value[1:]]}"
        return self._mask_words(value)

    def _mask_letters(self, found: re.Match[str]) -> str:
        return found[0] if found[0].startswith("\\") else self._mask_words(found[0])

    def _mask_words(self, words: str) -> str:
        """A phrase without the words of the answers: whole, or else word for word."""
        if self._is_wording(words):
            return erasing.make_blocks(words)
        return _WORD.sub(self._mask_word, words)

    def _mask_word(self, found: re.Match[str]) -> str:
        return erasing.make_blocks(found[0]) if self._is_wording(found[0]) else found[0]

    def _is_wording(self, words: str) -> bool:
        """Whether words are of the erased answers and of nobody else; the last may be a stem."""
        parted = _part_words(words)
        folded = _fold_line(words)
        if len(folded) < _SHORTEST or not any(parted in text for text in self._folded):
            return False
        if all(word in list_stop_words() for word in parted.split()):
            return False
        return not self._stands_elsewhere(folded)


def _part_words(text: str) -> str:
    """Folded words with a blank before each, and nothing else between them."""
    return "".join(f" {word}" for word in _WORD.findall(fold_text(text)))


def _fold_line(text: str) -> str:
    return " ".join(fold_text(text).split())


def _find_free_name(taken: set[str]) -> str:
    number = 1
    name = _FREE_NAME
    while name in taken:
        number += 1
        name = f"{_FREE_NAME}-{number}"
    return name


def build_filter_mask(
    study: OpenStudy,
    texts: Iterable[str],
    passages: Passages,
    answers: Sequence[ErasableAnswer],
    codebook: Codebook,
) -> FilterMask:
    """The mask for words of these answers, against everything else that the study has.

    `codebook` is the one in force, without what is erased from it.
    """
    ids = frozenset(answer.id for answer in answers)
    owners = {answer.response_id for answer in answers}
    with study.store.read() as db:
        staying = [codebook_to_json(codebook)]
        staying += [question.text for question in survey_data.load_questions(db)]
        for case in survey_data.load_cases(db):
            if case.key.response_id not in owners:
                staying.append(case.attributes)
    folded = _fold_line("\n".join(staying))

    def stands_elsewhere(words: str) -> bool:
        if words in folded:
            return True
        with study.store.read() as reading:
            return erasing.has_text_elsewhere(reading, words, ids)

    return FilterMask(texts, passages, stands_elsewhere)


class MaskedFilters(NamedTuple):
    """All filters of one coder, without words of the answers."""

    by_name: Mapping[str, str]
    changed: int
    """How many of them held any."""


def find_masked_filters(db: Db, mask: FilterMask) -> dict[int, MaskedFilters]:
    """By coder id, the filters of those coders who have any with words of the answers."""
    found = {}
    for coder_id, saved in saved_filters.load_every_filter(db).items():
        masked = mask.mask_filters(saved)
        changed = len(masked.items() - saved.items())
        if changed:
            found[coder_id] = MaskedFilters(masked, changed)
    return found


def count_masked_filters(db: Db, mask: FilterMask) -> int:
    """How many saved filters hold words of the answers."""
    return sum(each.changed for each in find_masked_filters(db, mask).values())


def mask_saved_filters(db: Db, mask: FilterMask) -> list[str]:
    """Put blocks for the words into saved filters; returns what was done, in a sentence."""
    changed = 0
    for coder_id, masked in find_masked_filters(db, mask).items():
        saved_filters.replace_filters(db, coder_id, masked.by_name)
        changed += masked.changed
    if not changed:
        return []
    held = format_count(changed, "saved filter")
    return [f"Blocks stand for the words in {held}, which would find nothing any more."]
