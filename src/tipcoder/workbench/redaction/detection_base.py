"""What redactions look for, and in which texts: what stays the same while people decide."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property

from tipcoder.privacy.detection import Detector
from tipcoder.privacy.hits import Hit
from tipcoder.privacy.rare_words import Vocabulary, build_vocabulary, count_words
from tipcoder.store import redactions
from tipcoder.store.redactions import SourceAnswer
from tipcoder.workbench.redaction.detector import (
    assemble_detector,
    find_phone_regions,
    read_identities,
)
from tipcoder.workbench.redaction.fingerprint import compute_fingerprint
from tipcoder.workbench.redaction.kept_names import KeptNames
from tipcoder.workbench.redaction.kept_search import KeptSearch, find_kept_file
from tipcoder.workbench.study import OpenStudy

_IN_TEXTS_THAT_LEAVE = "found names in texts that leave"
"""What is written down at the latest when the study is closed."""


Writing = tuple[str, str]
"""A respondent and the text of an answer."""


class DetectionBase:
    """The texts by answer, who must not be named, and what looks for them.

    It may be made in one thread and used in another, because nothing in it belongs to the store.
    """

    def __init__(
        self,
        study: OpenStudy,
        sources: Mapping[int, SourceAnswer],
        load_writings: Callable[[], Iterable[Writing]] | None = None,
    ) -> None:
        """Without `load_writings` the study's writings are those of `sources`.

        Raises EnvironmentFault where the key file is missing or can be read by others.
        """
        self.sources = sources
        self._load_writings = load_writings or self._iterate_source_texts
        self.identities = read_identities(study)
        self._definition, self._folder = study.definition, study.folder
        self._kept_file = find_kept_file(study)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """How the respondents of the study write."""
        # Words that many respondents use are not names, whatever they look like.
        return build_vocabulary(self._writings)

    @cached_property
    def detector(self) -> Detector:
        """Made when something has to be looked for: for hundreds of names it takes a second."""
        return assemble_detector(self._definition, self._folder, self.identities, self.vocabulary)

    @cached_property
    def kept(self) -> KeptSearch:
        """What was found before by the same detector."""
        fingerprint = compute_fingerprint(
            self._definition, self._folder, self.identities, self._writings
        )
        return KeptSearch(self._kept_file, fingerprint, self.sources)

    @cached_property
    def names(self) -> KeptNames:
        """Looks for known names in texts that leave."""
        return KeptNames(self.kept, lambda: self.detector, lambda: self._ordinary_words)

    @cached_property
    def _ordinary_words(self) -> frozenset[str]:
        """Those of the vocabulary, which need not be made for them where no detector is."""
        if "vocabulary" in self.__dict__:
            return self.vocabulary.ordinary
        return count_words(self._writings).ordinary

    @cached_property
    def _writings(self) -> tuple[Writing, ...]:
        """Of every answer. Read once, so that the fingerprint is of what the vocabulary is of."""
        return tuple(self._load_writings())

    def _iterate_source_texts(self) -> Iterator[Writing]:
        return ((each.respondent, each.text) for each in self.sources.values())

    def prepare(self) -> None:
        """Make everything now that would be made when it is first needed."""
        _ = self.kept, self.detector

    def find_hits(self, source: SourceAnswer, words: str, language: str) -> list[Hit]:
        """What is proposed for an answer, or for `words` that a person put into it.

        `language` is that of the words. Found by the detector where nobody has looked before.
        """

        def search() -> list[Hit]:
            # A number without a country code is read by the rules of these countries.
            regions = find_phone_regions(source)
            return self.detector.find_proposals(words, source.respondent, regions, language)

        return self.kept.find_hits(source, words, language, search)

    def flush(self) -> None:
        """Write down what was found."""
        # Where nothing was looked for there is nothing to write.
        if "kept" in self.__dict__:
            self.kept.flush()

    def close(self) -> None:
        """Write down what was found, and let go of the file."""
        if "kept" in self.__dict__:
            self.kept.close()


def open_kept_names(study: OpenStudy) -> KeptNames:
    """What looks for known names in texts that leave, and keeps what it found for the next time.

    Raises EnvironmentFault where the key file is missing or can be read by others.
    """
    # Names in texts that leave are looked for without any answer at hand.
    base = DetectionBase(study, {}, lambda: _read_writings(study))
    study.call_at_closing(_IN_TEXTS_THAT_LEAVE, base.close)
    return base.names


def _read_writings(study: OpenStudy) -> list[Writing]:
    with study.store.read() as db:
        return redactions.load_writings(db)


def read_sources(study: OpenStudy) -> dict[int, SourceAnswer]:
    """Every readable answer by its id, in reading order."""
    with study.store.read() as db:
        return {source.id: source for source in redactions.load_sources(db)}
