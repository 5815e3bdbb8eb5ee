"""Examples of the codebook that were taken from certain answers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from tipcoder.model.codes import Codebook
from tipcoder.privacy.passages import Passages
from tipcoder.store import answers, erasing, survey_data, withdrawals
from tipcoder.store.engine import Db
from tipcoder.text import fold_text, format_count
from tipcoder.workbench.codebook.erased_wordings import drop_examples, list_examples
from tipcoder.workbench.study import OpenStudy

_SHORTEST = 8
"""Characters of an example that can be told to come from an answer."""


def build_passages(study: OpenStudy, texts: Iterable[str], ids: Collection[int]) -> Passages:
    """What these answers (texts and ids) have, and no other answer and no question."""
    with study.store.read() as db:
        questions = [question.text for question in survey_data.load_questions(db)]
    # Many begin an answer with the words of its question.
    asked = [fold_text(" ".join(question.split())) for question in questions]

    def stands_elsewhere(words: str) -> bool:
        folded = fold_text(words)
        if any(folded in question for question in asked):
            return True
        with study.store.read() as db:
            return erasing.has_text_elsewhere(db, words, ids)

    return Passages(texts, erasing.make_blocks, stands_elsewhere)


def find_taken_examples(
    db: Db,
    examples: Iterable[str],
    texts: Sequence[str],
    ids: Collection[int],
    passages: Passages,
) -> frozenset[str]:
    """Those of the examples that were taken from these answers, and that no other answer has."""
    lines = [" ".join(text.split()) for text in texts]
    taken = set()
    for example in examples:
        line = " ".join(example.split())
        is_part = len(line) >= _SHORTEST and any(line in text for text in lines)
        if (is_part and not erasing.has_text_elsewhere(db, example, ids)) or passages.stands_in(
            line
        ):
            taken.add(example)
    return frozenset(taken)


def hold_back_examples(study: OpenStudy, book: Codebook) -> tuple[Codebook, str]:
    """The codebook without examples of withdrawn answers about which nobody has decided.

    With a sentence about them, empty where there are none.
    """
    with study.store.read() as db:
        waiting = withdrawals.load_waiting(db)
        if not waiting:
            return book, ""
        texts = list(answers.load_texts(db, list(waiting)).values())
        passages = build_passages(study, texts, waiting.keys())
        taken = find_taken_examples(db, list_examples(book), texts, waiting.keys(), passages)
    if not taken:
        return book, ""
    held = format_count(len(taken), "example")
    be = "is" if len(taken) == 1 else "are"
    return (
        drop_examples(book, taken.__contains__),
        f"{held} of withdrawn answers {be} held back; `tipcoder withdrawn` lists the answers.",
    )
