"""What of all stored words may be seen, and what nobody has released."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tipcoder.codebook.checks import iterate_test_sentences
from tipcoder.codebook.reading import read_codebook
from tipcoder.model.codes import Code, Codebook
from tipcoder.privacy.audit.unreleased import (
    GONE,
    PARTLY,
    UNREAD,
    WITHHELD,
    UnreleasedWording,
)
from tipcoder.privacy.audit.wording_index import StoredWording
from tipcoder.privacy.replacements import TextReplacement, release_wording
from tipcoder.store.redactions import (
    RELEASE,
    REPLACE,
    WITHHOLD,
    QuoteReview,
    RedactionDecision,
    RedactionRule,
)
from tipcoder.store.stored_texts import StoredText
from tipcoder.study import Study, read_study
from tipcoder.workbench.redaction.string_rules import StringRules
from tipcoder.workbench.shipped import codebook_path, template_path

SHIPPED_CODEBOOKS = ("starter", "tip")
SHIPPED_TEMPLATES = ("demo", "tip-ngo-survey")


@dataclass(frozen=True)
class Verdicts:
    """What people said about answers, by answer, and about strings of the whole study."""

    decisions: Mapping[int, Sequence[RedactionDecision]]
    reviews: Mapping[int, Sequence[QuoteReview]]
    rules: Mapping[str, RedactionRule]
    withdrawn: Collection[int] = ()
    """Answers that a later import took back, and whose text is still there."""


def collect_unreleased(
    texts: Iterable[StoredText], verdicts: Verdicts, own_texts: Sequence[str]
) -> UnreleasedWording:
    """Every stored wording, without what somebody has read and nobody withholds.

    A review counts in whatever state it was made: a file that was published then is still one that
    was read. What is replaced now counts as replaced. `own_texts` are those of the study.
    """
    stored = []
    released = list(own_texts)
    rules = StringRules(dict(verdicts.rules))
    for each in texts:
        reviews = verdicts.reviews.get(each.answer_id, ())
        is_current = each.current and each.answer_id not in verdicts.withdrawn
        state = _find_state(reviews) if is_current else GONE
        stored.append(StoredWording(each.respondent, each.text, state))
        # Of a translation only what somebody put in the place of words is ever released.
        if reviews and is_current and not each.is_translation:
            edits = _list_edits(each, verdicts.decisions.get(each.answer_id, ()), rules)
            released += _iterate_released(each.text, reviews, edits)
    return UnreleasedWording(stored, released)


def _find_state(reviews: Sequence[QuoteReview]) -> str:
    """Why words of it that were not released may not be seen."""
    verdicts = {review.verdict for review in reviews}
    if WITHHOLD in verdicts:
        return WITHHELD
    return PARTLY if RELEASE in verdicts else UNREAD


def _list_edits(
    stored: StoredText, decisions: Sequence[RedactionDecision], rules: StringRules
) -> list[TextReplacement]:
    """What is replaced in an answer, by decisions on it and by strings of the whole study."""
    edits = []
    for decision in decisions:
        if decision.decision == REPLACE:
            edits.append(TextReplacement(decision.start, decision.end, decision.replacement))
    # Short strings are replaced where a detector points at them, and found by themselves.
    for start, end, rule in rules.iterate_phrases(stored.text):
        if rule.decision == REPLACE:
            edits.append(TextReplacement(start, end, rule.replacement))
    return edits


def _iterate_released(
    text: str, reviews: Sequence[QuoteReview], edits: Sequence[TextReplacement]
) -> Iterator[str]:
    """The wording of each stretch that somebody released and nobody withholds."""
    withheld = [(each.start, each.end) for each in reviews if each.verdict == WITHHOLD]
    for review in reviews:
        if review.verdict != RELEASE:
            continue
        start = review.start
        # What was read and is not withheld may be several pieces.
        for first, last in sorted(withheld):
            if first < review.end and start < last:
                if start < first:
                    yield release_wording(text, start, first, edits)
                start = max(start, last)
        if start < review.end:
            yield release_wording(text, start, review.end, edits)


def list_own_texts(study: Study, book: Codebook) -> list[str]:
    """What the study itself has written: questions, codes and what they mean.

    Examples of codes are left out: they may be answers.
    """
    texts = [study.title]
    texts += [question.text for question in study.questions]
    for outcome in study.outcomes.values():
        texts += [outcome.label or "", *outcome.levels]
    for category in study.categories.values():
        texts += [category.label, *category.level_labels]
    texts += [number.label for number in study.number_outcomes.values()]
    texts += _list_book_texts(book)
    return [text for text in texts if text]


def _list_book_texts(book: Codebook) -> Iterator[str]:
    """Codes with what they mean, and the words of lists that their patterns name."""
    for code in book.codes.values():
        yield from _list_code_texts(code)
    for by_language in book.lists.values():
        for words in by_language.values():
            yield from words


def _list_code_texts(code: Code) -> Iterator[str]:
    yield code.key
    for by_language in (code.label, code.definition, code.use_when, code.avoid_when):
        yield from by_language.values()
    for cues in code.cues.values():
        yield from cues
    for patterns in code.patterns.values():
        yield from (pattern.find for pattern in patterns)


def list_examples(book: Codebook) -> list[str]:
    """Examples of codes, and sentences that test patterns. They are the study's words as far as
    they are nobody's answer.
    """
    examples: list[str] = []
    for code in book.codes.values():
        for said in code.examples.values():
            examples += said
        examples += [sentence for _, sentence in iterate_test_sentences(code)]
    return examples


def iterate_shipped_texts() -> Iterator[str]:
    """What the codebooks that come with the program say, their examples among it, and the questions
    of its templates.

    They are read when the first text is asked for: few files have anything that may stand in them.
    """
    yield from _list_shipped_texts()


@lru_cache(maxsize=1)
def _list_shipped_texts() -> tuple[str, ...]:
    texts: list[str] = []
    for name in SHIPPED_CODEBOOKS:
        book = read_codebook(codebook_path(name))
        texts += _list_book_texts(book)
        texts += list_examples(book)
    for name in SHIPPED_TEMPLATES:
        study = read_study(template_path(name))
        texts += [study.title, *(question.text for question in study.questions)]
    return tuple(text for text in texts if text)
