"""Looking through answers for what must not be seen, each answer once."""

from __future__ import annotations

from collections.abc import Mapping

from tipcoder.privacy.hits import Hit
from tipcoder.store.redactions import SourceAnswer
from tipcoder.workbench.redaction.detection_base import DetectionBase, read_sources
from tipcoder.workbench.redaction.proposals import SearchedAnswer, fold_string
from tipcoder.workbench.study import OpenStudy

_FOUND = "found names"
"""What is written down at the latest when the study is closed."""


class AnswerSearch:
    """What a detector has found so far. Texts are frozen: nothing found in them changes.

    Raises EnvironmentFault where the key file is missing, once something has to be looked for.
    """

    def __init__(self, study: OpenStudy, base: DetectionBase | None = None) -> None:
        """`base` is what another thread has made; without it one is made when it is needed."""
        self._study = study
        self._base = base
        if base is not None:
            study.call_at_closing(_FOUND, base.close)
        # Texts of the same moment as the base, or spans would not fit.
        sources = read_sources(study) if base is None else base.sources
        self.sources: Mapping[int, SourceAnswer] = sources
        self._hits: dict[int, list[Hit]] = {}
        self._hits_in_words: dict[tuple[int, str], list[Hit]] = {}
        self._folded: dict[int, str] = {}

    @property
    def base(self) -> DetectionBase:
        """What is looked for, and in which texts."""
        if self._base is None:
            self._base = DetectionBase(self._study, self.sources)
            # What was found is written down at the end, whatever comes between.
            self._study.call_at_closing(_FOUND, self._base.close)
        return self._base

    def add_searched(self, found: Mapping[int, SearchedAnswer]) -> None:
        """What another thread found with the same base."""
        for answer_id, (hits, key_text) in found.items():
            self._hits[answer_id] = hits
            self._folded[answer_id] = key_text

    def is_searched(self, answer_id: int) -> bool:
        """Whether `find_hits` has its answer at hand."""
        return answer_id in self._hits

    def find_hits(self, answer_id: int) -> list[Hit]:
        """What the detector finds in an answer."""
        if answer_id not in self._hits:
            source = self.sources[answer_id]
            self._hits[answer_id] = self.base.find_hits(source, source.text, source.language)
        return self._hits[answer_id]

    def find_hits_in_words(self, answer_id: int, words: str) -> list[Hit]:
        """What the detector finds in words that a person wrote for a part of an answer.

        Such words are in the first language of the study, whatever the answer's own is.
        """
        # The same words may be put into several answers, and their writers differ.
        key = (answer_id, words)
        if key not in self._hits_in_words:
            language = self._study.definition.languages[0]
            source = self.sources[answer_id]
            self._hits_in_words[key] = self.base.find_hits(source, words, language)
        return self._hits_in_words[key]

    def fold_answer(self, answer_id: int) -> str:
        """The text of an answer as strings of rules are compared with it."""
        if answer_id not in self._folded:
            self._folded[answer_id] = fold_string(self.sources[answer_id].text)
        return self._folded[answer_id]
