"""What the study knows and a text must not have: cells of the key file, IDs, and what was taken
out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tipcoder.privacy.audit.knowledge import Knowledge, Removed, find_runs
from tipcoder.privacy.compared_words import Word, fold_to_string
from tipcoder.privacy.detection import read_plainly
from tipcoder.privacy.hits import HIGH, Hit
from tipcoder.privacy.plain_view import PlainView
from tipcoder.privacy.windows import AROUND, iterate_windows

_WORD_OR_ID = re.compile(r"[\w-]+")
_SHORTEST_ID = 4
"""Letters of a source ID: shorter ones are numbers that anybody may write."""


class PassageLeak(NamedTuple):
    """One thing that a text gives away. The sentence tells what it is, and never repeats it."""

    kind: str
    sentence: str
    grave: bool
    words: str
    """The words themselves, for whoever asks to see them."""


def is_kept(knowledge: Knowledge, string: str, owner: str) -> bool:
    """Whether a person decided that this string may stay, or a longer one that it is part of."""
    key = f" {fold_to_string(string)} "
    kept = (*knowledge.kept.get("", ()), *(knowledge.kept.get(owner, ()) if owner else ()))
    return any(key in f" {longer} " for longer in kept)


class SecretFinder:
    """Looks through texts for the secrets of a study."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._known = knowledge

    def find_secrets(self, text: str, owner: str, in_table: bool) -> Iterator[PassageLeak]:
        """Secrets in a text, each once. `owner` is the response ID of whose row it stands in."""
        # What was taken out may be longer than what is usually read around a stretch.
        longest = max((len(one.string) for one in self._list_removed(owner)), default=0)
        around = max(AROUND, 2 * longest)

        seen: dict[PassageLeak, None] = {}
        for window in iterate_windows(text, around):
            stretch = text[window.start : window.end]
            seen.update(dict.fromkeys(self._find_in_stretch(stretch, owner, in_table)))
        yield from seen

    def _list_removed(self, owner: str) -> tuple[Removed, ...]:
        """What was taken out and must not stand in a text of this respondent."""
        if not owner:
            return ()
        removed = self._known.removed
        return (*removed.get(owner, ()), *removed.get("", ()))

    def _find_in_stretch(self, text: str, owner: str, in_table: bool) -> Iterator[PassageLeak]:
        view, words = read_plainly(text)

        for value in self._known.values.find_phrases(words):
            start, end = words[value.first].start, words[value.last - 1].end
            sentence = f"repeats a cell of the key file ({value.what})"
            yield PassageLeak("key file", sentence, True, view.text[start:end])

        for word in _WORD_OR_ID.findall(view.text):
            if self._is_source_id(word, in_table):
                sentence = "gives the survey's own ID of a respondent"
                yield PassageLeak("source ID", sentence, True, word)

        for start, end in find_runs(words, self._known.runs):
            sentence = "repeats original wording around something that was taken out"
            yield PassageLeak("original wording", sentence, True, view.text[start:end])

        if owner:
            yield from self._find_survivors(view, words, owner)

    def _is_source_id(self, word: str, in_table: bool) -> bool:
        if len(word) < _SHORTEST_ID or word not in self._known.source_ids:
            return False
        # In a table a response ID may happen to be the source ID of somebody else.
        return not (in_table and word in self._known.ids)

    def _find_survivors(
        self, view: PlainView, words: Sequence[Word], owner: str
    ) -> Iterator[PassageLeak]:
        """What a person took out of an answer, and still stands in a text of the respondent."""
        folded = f" {' '.join(word.folded for word in words)} "
        written = f" {' '.join(word.text for word in words)} "
        for removed in self._list_removed(owner):
            if f" {removed.string} " not in folded:
                continue
            if removed.written and f" {removed.written} " not in written:
                continue

            telling = removed.is_telling(self._known.ordinary)
            if telling and not self._may_stay(view, words, removed.string, owner):
                sentence = f"still has what a person took out of an answer ({removed.kind})"
                yield PassageLeak("taken out", sentence, True, removed.string)

    def _may_stay(self, view: PlainView, words: Sequence[Word], string: str, owner: str) -> bool:
        """Whether a person kept these words elsewhere, or the keep-list covers each
        place of them."""
        if is_kept(self._known, string, owner):
            return True
        detector = self._known.detector
        if detector is None:
            return False

        wanted = string.split()
        folded = [word.folded for word in words]
        hits = []
        for at in range(len(words)):
            last = at + len(wanted)
            if folded[at:last] == wanted:
                hits.append(Hit(words[at].start, words[last - 1].end, "name", HIGH, ()))
        return not detector.drop_kept_hits(view, words, hits)
