"""The language of every answer of a file, told block by block where they are many.

Languages are told from all answers together, which takes kilobytes for each of them. A block of
tens of thousands says as much about the languages of a survey as all of it. All answers of a
respondent come into the same block, because they speak for one another. Which block it is depends
on the respondent alone, not on the order of the file.
"""

from __future__ import annotations

import marshal
import math
import tempfile
import zlib
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from itertools import chain
from typing import BinaryIO

from tipcoder.errors import EnvironmentFault
from tipcoder.language.detection import Detected, Utterance, detect_languages
from tipcoder.progress import ProgressCallback, ignore_progress
from tipcoder.survey.freezing import FrozenCase

BLOCK = 25_000
"""Answers that are heard together: about 200 MB."""
_STORED = -1
"""In place of a place: the answer is in the store already, and is only heard."""
_PlacedUtterance = tuple[int, Utterance]


class AnswerLanguages:
    """Languages of answers by their place among all answers with a text, in order of the cases.

    Twelve bytes for each, because a file may have millions of answers.
    """

    def __init__(self, count: int) -> None:
        self._names: dict[str, int] = {}
        self._sources: dict[str, int] = {}
        self._language, self._source = array("H", bytes(2 * count)), array("H", bytes(2 * count))
        self._confidence = array("d", bytes(8 * count))

    def set_language(self, place: int, found: Detected) -> None:
        """Remember what was found."""
        # Names are few and places are many: each place holds a number.
        self._language[place] = self._names.setdefault(found.language, len(self._names))
        self._source[place] = self._sources.setdefault(found.source, len(self._sources))
        self._confidence[place] = found.confidence

    def __iter__(self) -> Iterator[Detected]:
        names, sources = list(self._names), list(self._sources)
        for language, confidence, source in zip(
            self._language, self._confidence, self._source, strict=True
        ):
            yield Detected(names[language], confidence, sources[source])


def detect_answer_languages(
    cases: Iterable[FrozenCase],
    count: int,
    ids: Mapping[str, str],
    languages: Sequence[str],
    known: Iterable[tuple[str, str, str]],
    on_progress: ProgressCallback = ignore_progress,
) -> AnswerLanguages:
    """The language of each of the `count` answers with a text.

    `ids` are response IDs by the survey's own. `known` are (response ID, text, language) of the
    answers already stored: they are heard as context, but keep the language they were frozen with.
    """
    out = AnswerLanguages(count)
    utterances = chain(_iterate_spoken(cases, ids), _iterate_stored(known))
    blocks = math.ceil(count / BLOCK)
    done = 0
    for block in _iterate_blocks(utterances, blocks):
        fresh = [(place, said) for place, said in block if place != _STORED]
        spoken = [said for _, said in fresh]
        # The answers to be told come first; detection returns one language for each.
        found = detect_languages([*spoken, *_list_context(block, spoken)], languages)
        for (place, _), language in zip(fresh, found, strict=False):
            out.set_language(place, language)
        done += len(fresh)
        on_progress(done, count)
    return out


def _list_context(
    block: Iterable[_PlacedUtterance], spoken: Iterable[Utterance]
) -> list[Utterance]:
    """Stored answers of a block, but for those that the file has again: nothing is heard twice."""
    written = {(said.text, said.respondent) for said in spoken}
    context = []
    for place, said in block:
        if place == _STORED and (said.text, said.respondent) not in written:
            context.append(said)
    return context


def _iterate_stored(known: Iterable[tuple[str, str, str]]) -> Iterator[_PlacedUtterance]:
    for respondent, text, _ in known:
        yield _STORED, Utterance(text, respondent)


def _iterate_spoken(
    cases: Iterable[FrozenCase], ids: Mapping[str, str]
) -> Iterator[_PlacedUtterance]:
    place = 0
    for case in cases:
        for answer in case.answers:
            if answer.text:
                yield place, Utterance(answer.text, ids[case.source_id], answer.question)
                place += 1


def _find_block(respondent: str, blocks: int) -> int:
    if blocks <= 1:
        return 0
    # Not hash(): it differs from process to process, and so would the languages.
    return zlib.crc32(respondent.encode("utf-8", "surrogatepass")) % blocks


def _iterate_blocks(
    spoken: Iterable[_PlacedUtterance], blocks: int
) -> Iterator[list[_PlacedUtterance]]:
    """Answers by block.

    Several blocks wait in unnamed files, which are gone when this process ends.
    """
    if blocks <= 1:
        yield list(spoken)
        return
    with ExitStack() as stack:
        files: list[BinaryIO] = []
        for _ in range(blocks):
            files.append(stack.enter_context(tempfile.TemporaryFile()))
        for place, utterance in spoken:
            file = files[_find_block(utterance.respondent, blocks)]
            _write_aside(place, utterance, file)
        for file in files:
            file.seek(0)
            yield list(_read_back(file))


def _write_aside(place: int, utterance: Utterance, file: BinaryIO) -> None:
    try:
        marshal.dump((place, *utterance), file)
    except OSError as error:
        raise EnvironmentFault(
            f"{tempfile.gettempdir()}: the answers cannot be put aside there ({error.strerror}).",
            "Free some space, or name another folder for such files in $TMPDIR.",
        ) from None


def _read_back(file: BinaryIO) -> Iterator[_PlacedUtterance]:
    while True:
        try:
            # marshal, because it is the quickest, and nobody else ever reads these files.
            place, *said = marshal.load(file)
        except EOFError:
            return
        yield place, Utterance(*said)
