"""Examples of a codebook: quotes in their released wording, and nobody's raw words.

A codebook is printed in appendices and handed on, so what stands in it has left.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from tipcoder.codebook.checks import iterate_test_sentences
from tipcoder.errors import BadInput, CheckFailed, EnvironmentFault
from tipcoder.model.codes import Codebook
from tipcoder.store import recoding
from tipcoder.text import fold_text, join_first
from tipcoder.workbench.codebook.edits import CodebookEdit, EditList, PromoteQuote
from tipcoder.workbench.publishing.unreleased_wording import iterate_shipped_texts
from tipcoder.workbench.redaction.redactions import Redactions
from tipcoder.workbench.study import OpenStudy

_WORD = re.compile(r"[^\W_]+")
_RUN = 6
"""Words in a row that two people hardly ever write alike."""
_FEWEST = 3
"""Words of an example that is looked for as a whole; fewer may be in anybody's answer."""
_NAMED = 5
_REMEDY = "Read the quote with `tipcoder redact`; then the words are taken as they are released."


@dataclass(frozen=True)
class RawExample:
    """An example, or a sentence that tests a pattern, that repeats words of an answer which nobody
    has released.
    """

    code: str
    language: str
    case: str
    question: str
    part: str = "examples"

    @property
    def place(self) -> str:
        """Where it stands in the codebook; never the words."""
        return f"[code.{self.code}] {self.part} in {self.language} ({self.case} {self.question})"


def build_example(study: OpenStudy, coding_id: int) -> PromoteQuote:
    """The edit that makes an example of a quote, in its released wording.

    Raises BadInput for a coding that is gone, CheckFailed where nobody has released the quote, and
    EnvironmentFault without the key file.
    """
    with study.store.read() as db:
        coding = recoding.find_coding_in_place(db, coding_id)
    if coding is None:
        raise BadInput("This quote is no longer coded.")
    redactions = Redactions(study)
    answer = coding.answer_id
    # Looking for names takes time, and what nobody has read stays anyway.
    if not redactions.list_reviews(answer):
        raise _refuse("nobody has read it for release")
    released = redactions.build_released(answer, coding.start, coding.end)
    if released.withheld_by:
        raise _refuse("it is withheld")
    if not released.can_leave():
        raise _refuse("it has changed since it was read, or waits for a decision")
    return PromoteQuote(coding_id, released.wording)


def _refuse(why: str) -> CheckFailed:
    return CheckFailed(
        f"This quote cannot be an example, because {why}.",
        "Read it on the redaction screen first: an example takes the released wording.",
    )


def check_edit(study: OpenStudy, edit: CodebookEdit, book: Codebook) -> None:
    """Raises CheckFailed for an edit that would bring raw words of an answer into the examples."""
    if not isinstance(edit, EditList) or edit.part != "examples" or edit.code not in book.codes:
        return
    there = book.codes[edit.code].examples.get(edit.language, ())
    added = [item for item in edit.items if item.strip() and item.strip() not in there]
    if any(_iterate_raw(study, [(edit.code, edit.language, item) for item in added])):
        raise CheckFailed(
            "An example repeats words of an answer that nobody has released.",
            "Make an example of the quote itself, once it is read: e on the quote.",
        )


def find_raw_examples(study: OpenStudy, books: Iterable[Codebook]) -> list[RawExample]:
    """Examples and test sentences that repeat words of an answer which nobody has released, each
    once.

    What came with the program is left out: everybody has it, so it tells nothing of an answer.
    """
    shipped = frozenset(iterate_shipped_texts())
    examples: dict[tuple[str, str, str], None] = {}
    sentences: dict[tuple[str, str, str], None] = {}
    for book in books:
        for code in book.codes.values():
            for language, items in code.examples.items():
                own = (item for item in items if item not in shipped)
                examples.update(((code.key, language, item), None) for item in own)
            for language, sentence in iterate_test_sentences(code):
                if sentence not in shipped:
                    sentences[code.key, language, sentence] = None
    found = list(dict.fromkeys(_iterate_raw(study, examples)))
    for each in dict.fromkeys(_iterate_raw(study, sentences)):
        found.append(replace(each, part="patterns"))
    return found


def refuse_raw_examples(study: OpenStudy, books: Iterable[Codebook]) -> None:
    """Raises CheckFailed where examples of codebooks repeat words that nobody has released."""
    found = find_raw_examples(study, books)
    if found:
        places = join_first([each.place for each in found], _NAMED)
        raise CheckFailed(
            f"Nothing was written: {places}: repeats an answer that nobody has released.",
            f"Take it out, or say --raw for a file of the team. {_REMEDY}",
        )


def _iterate_raw(
    study: OpenStudy, examples: Collection[tuple[str, str, str]]
) -> Iterator[RawExample]:
    if not examples:
        return
    redactions = Redactions(study)
    folded = {source.id: f" {_fold(source.text)} " for source in redactions.sources.values()}
    for code, language, item in examples:
        for answer_id in _find_repeated(item, folded):
            if not _is_released(redactions, answer_id, item):
                source = redactions.sources[answer_id]
                yield RawExample(code, language, source.case, source.question)


def _fold(text: str) -> str:
    """The words of a text without case, accents and punctuation."""
    return " ".join(_WORD.findall(fold_text(text)))


def _find_repeated(item: str, folded: Mapping[int, str]) -> list[int]:
    """Answers that have an example's words, or a run of them."""
    words = _fold(item).split()
    if len(words) < _FEWEST:
        return []
    runs = [" ".join(words[at : at + _RUN]) for at in range(max(len(words) - _RUN, 0) + 1)]
    repeated = []
    for answer_id, text in folded.items():
        if any(f" {run} " in text for run in runs):
            repeated.append(answer_id)
    return repeated


def _is_released(redactions: Redactions, answer_id: int, item: str) -> bool:
    """Whether a stretch that was read and may leave has these words as they are released."""
    wanted = f" {_fold(item)} "
    try:
        for review in redactions.list_reviews(answer_id):
            released = redactions.build_released(answer_id, review.start, review.end)
            if released.can_leave() and wanted in f" {_fold(released.wording)} ":
                return True
    except EnvironmentFault:
        # Without the key file nobody can say that the names in it are gone.
        return False
    return False
