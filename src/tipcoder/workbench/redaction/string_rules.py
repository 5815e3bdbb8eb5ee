"""What people decided about strings of the whole study, ready to be found in answers.

A rule remembers its string without case, accents and what does not show. A long string is replaced
wherever it is written, inflected as well. A short one might be an ordinary word (`US`, `us`), and
is replaced only where a detector points at it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from tipcoder.privacy.compared_words import split_words
from tipcoder.privacy.phrases import PhraseBook
from tipcoder.privacy.plain_view import build_plain_view
from tipcoder.privacy.windows import iterate_windows
from tipcoder.store.redactions import KEEP, REPLACE, RedactionRule
from tipcoder.workbench.redaction.proposals import fold_string, is_replaced_anywhere

RuledSpan = tuple[int, int, RedactionRule]
"""Start and end in the stored text, and the rule that applies there."""


class StringRules:
    """The rules of a study at one moment, by folded string."""

    def __init__(self, rules: Mapping[str, RedactionRule]) -> None:
        self.rules = rules
        everywhere = []
        for rule in rules.values():
            if rule.decision == REPLACE and is_replaced_anywhere(rule.string):
                everywhere.append((rule.string, rule))
        self._has_phrases = bool(everywhere)
        self._book = PhraseBook(everywhere)

    def find_rule(self, string: str) -> RedactionRule | None:
        """The rule about a string as it is written in an answer."""
        if not self.rules:
            return None
        return self.rules.get(fold_string(string))

    def is_kept(self, string: str) -> bool:
        """Whether people decided that a string may stay in the whole study."""
        rule = self.find_rule(string)
        return rule is not None and rule.decision == KEEP

    def iterate_phrases(self, text: str) -> Iterator[RuledSpan]:
        """Places of a text where a long string is written that is replaced in the whole study."""
        if not self._has_phrases:
            return
        # Windows overlap, so that one place may be found in two of them.
        yield from dict.fromkeys(self._iterate_in_windows(text))

    def _iterate_in_windows(self, text: str) -> Iterator[RuledSpan]:
        for window in iterate_windows(text):
            view = build_plain_view(text[window.start : window.end])
            words = split_words(view.text)
            for found in self._book.find_phrases(words):
                first, last = words[found.first], words[found.last - 1]
                start, end = view.map_to_stored(first.start, last.end)
                # The window is a part of the text, and offsets are of the whole.
                start, end = start + window.start, end + window.start
                # In the overlap of two windows a match belongs to one of them.
                if window.reaches_in(start, end):
                    yield start, end, found.what

    def find_differences(self, other: StringRules) -> list[str]:
        """Folded strings about which the two say different things."""
        strings = {*self.rules, *other.rules}
        return [each for each in strings if self.rules.get(each) != other.rules.get(each)]


def find_string_stems(strings: Collection[str]) -> list[str]:
    """The shortest stem of the first word of each string.

    A text without it holds the string in no inflected form.
    """
    stems = []
    for string in strings:
        words = split_words(string)
        if words:
            stems.append(min(words[0].stems, key=len))
    return stems
