"""What the study knows and a text must not have: cells of the key file, IDs, and what was taken
out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from tipcoder.privacy.audit.finding import CERTAIN, LIKELY, POSSIBLE
from tipcoder.privacy.audit.knowledge import Knowledge, Removed, find_runs
from tipcoder.privacy.audit.unreleased import SENTENCES
from tipcoder.privacy.compared_words import Word, fold_to_string
from tipcoder.privacy.detection import read_plainly
from tipcoder.privacy.hits import HIGH, Hit
from tipcoder.privacy.plain_view import PlainView
from tipcoder.privacy.windows import AROUND, STRETCH, iterate_windows

_SHORTEST_ANNOUNCED = 6
"""Letters of a text that may repeat what somebody wrote."""
_WORD_OR_ID = re.compile(r"[\w-]+")
_SHORTEST_ID = 4
"""Letters of a source ID: shorter ones are numbers that anybody may write."""
_TELLING_ID = 7
"""Digits of a source ID that is no count and no year."""
_MANY = 3
"""Respondents from whom on a cell of the key file is no secret of one of them."""


class PassageLeak(NamedTuple):
    """One thing that a text gives away. The sentence tells what it is, and never repeats it."""

    kind: str
    sentence: str
    grave: bool
    words: str
    """The words themselves, for whoever asks to see them."""
    likelihood: str = CERTAIN


def is_kept(knowledge: Knowledge, string: str, owner: str) -> bool:
    """Whether a person decided that this string may stay, or a longer one that it is part of."""
    key = f" {fold_to_string(string)} "
    kept = (*knowledge.kept.get("", ()), *(knowledge.kept.get(owner, ()) if owner else ()))
    return any(key in f" {longer} " for longer in kept)


class SecretFinder:
    """Looks through texts for the secrets of a study."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._known = knowledge

    def announce(self, texts: Iterable[str]) -> None:
        """Say which texts are going to be looked at: what they repeat is then looked for at once,
        and not in an index of every answer of the study.
        """
        if self._known.unreleased:
            self._known.unreleased.look_up(_iterate_folded(texts))

    def find_secrets(
        self, text: str, owner: str, in_table: bool, *, own_words: bool = True
    ) -> Iterator[PassageLeak]:
        """Secrets in a text, each once. `owner` is the response ID of whose row it stands in.

        `own_words` says that it may be an answer, and not the value of a closed column.
        """
        # What was taken out may be longer than what is usually read around a stretch.
        longest = max((len(one.string) for one in self._list_removed(owner)), default=0)
        around = max(AROUND, 2 * longest)

        seen: dict[PassageLeak, None] = {}
        for window in iterate_windows(text, around):
            stretch = text[window.start : window.end]
            view, words = read_plainly(stretch)
            seen.update(dict.fromkeys(self._find_in_stretch(view, words, owner, in_table)))
            if own_words:
                whole = owner if len(stretch) == len(text) else ""
                seen.update(dict.fromkeys(self._find_wording(view, words, whole)))
        yield from seen

    def _list_removed(self, owner: str) -> tuple[Removed, ...]:
        """What was taken out and must not stand in a text of this respondent."""
        if not owner:
            return ()
        removed = self._known.removed
        return (*removed.get(owner, ()), *removed.get("", ()))

    def _find_in_stretch(
        self, view: PlainView, words: Sequence[Word], owner: str, in_table: bool
    ) -> Iterator[PassageLeak]:
        for value in self._known.values.find_phrases(words):
            start, end = words[value.first].start, words[value.last - 1].end
            # The survey's own ID is a cell too, and said below.
            if view.text[start:end] not in self._known.source_ids:
                yield self._judge_cell(value.what, view.text[start:end])

        for word in _WORD_OR_ID.findall(view.text) if self._known.source_ids else ():
            if self._is_source_id(word, in_table):
                sentence = "gives the survey's own ID of a respondent"
                telling = not word.isdigit() or len(word) >= _TELLING_ID
                likelihood = CERTAIN if telling else POSSIBLE
                yield PassageLeak("source ID", sentence, telling, word, likelihood)

        if owner:
            yield from self._find_survivors(view, words, owner)

    def _judge_cell(self, column: str, words: str) -> PassageLeak:
        """A cell of the key file. What many share, like a day, may be anything else."""
        holders = self._known.shared_values.get(fold_to_string(words), 1)
        if holders >= _MANY:
            sentence = f"may be a cell of the key file that {_MANY} or more share ({column})"
            return PassageLeak("key file", sentence, False, words, POSSIBLE)
        return PassageLeak("key file", f"repeats a cell of the key file ({column})", True, words)

    def _find_wording(
        self, view: PlainView, words: Sequence[Word], owner: str
    ) -> Iterator[PassageLeak]:
        """Original wording: around what was taken out, and of answers that were not released."""
        runs = list(find_runs(words, self._known.runs))
        for start, end in runs:
            sentence = "repeats original wording around something that was taken out"
            yield PassageLeak("original wording", sentence, True, view.text[start:end])

        for hit in self._known.unreleased.find_wording(view.text, words):
            first, last = words[hit.first].start, words[hit.last - 1].end
            # What was taken out says it better.
            if not any(start < last and first < end for start, end in runs):
                grave = hit.likelihood != POSSIBLE
                said = view.text[first:last]
                yield PassageLeak("unreleased", SENTENCES[hit.state], grave, said, hit.likelihood)

        state = self._known.unreleased.find_single(owner, words) if owner else ""
        if state:
            # One word may stand in a cell for many reasons.
            likelihood = LIKELY if len(words) > 1 else POSSIBLE
            grave = likelihood != POSSIBLE
            yield PassageLeak("unreleased", SENTENCES[state], grave, view.text, likelihood)

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


def _iterate_folded(texts: Iterable[str]) -> Iterator[list[str]]:
    """The folded words of texts, each once, as far as they are looked at in one piece."""
    seen: set[str] = set()
    for text in texts:
        if _SHORTEST_ANNOUNCED <= len(text) <= STRETCH and text not in seen:
            seen.add(text)
            yield [word.folded for word in read_plainly(text)[1]]
