"""Answers that say nearly the same as one at hand, with what they share: to be coded at once.

The likest come first. Answers of open rounds are not among them, only their number.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from tipcoder.errors import BadInput, did_you_mean
from tipcoder.model.answers import Answer
from tipcoder.model.codings import CodedAnswer
from tipcoder.model.filters import AnswerFilter
from tipcoder.store import answers, rounds
from tipcoder.store.engine import Db
from tipcoder.store.standings import load_coded_answers
from tipcoder.suggestion.twins import find_like_passages, rank_by_likeness
from tipcoder.text import format_count
from tipcoder.workbench.coding.act_sentences import format_place
from tipcoder.workbench.coding.code_acts import refuse_unreadable
from tipcoder.workbench.coding.many_acts import NEVER_IN_ROUNDS, ManyWish
from tipcoder.workbench.coding.session import CodingSession

LOWEST = 70.0
"""Likeness from which answers are listed on the screen, the likest first; a person looks at them.
"""
MOST_LISTED = 500
_SAME = 100.0
_WORD = re.compile(r"[^\W_]+")
Span = tuple[int, int]


@dataclass(frozen=True)
class AlikeAnswer:
    """An answer like the one at hand."""

    id: int
    case: str
    question: str
    likeness: float
    """Up to 100, where only case and white space differ."""
    text: str
    shared: tuple[Span, ...]
    """Words that the answer, or the quote, at hand has too; code points of the text, half-open."""
    span: Span | None
    """The words that get the code where a quote is at hand; None for the whole answer."""
    standing: CodedAnswer
    """Which codes it has from this coder, and whether it is finished."""

    @property
    def is_same(self) -> bool:
        """Whether it says letter for letter the same."""
        return self.likeness >= _SAME


@dataclass(frozen=True)
class AlikeAnswers:
    """The answer at hand and those like it."""

    answer: Answer
    span: Span | None
    """The quote at hand; None for the whole answer."""
    standing: CodedAnswer
    found: tuple[AlikeAnswer, ...]
    """The likest first, and in reading order where they are equally like."""
    closed: int = 0
    """How many more are like it, and left out because an open round has them."""
    cut: int = 0
    """How many more are like it, and not listed because these are enough."""

    @property
    def sentences(self) -> list[str]:
        """What the list does not show."""
        said = []
        if self.closed:
            said.append(f"{format_count(self.closed, 'answer')} of open rounds not listed.")
        if self.cut:
            said.append(f"{format_count(self.cut, 'more answer')} not listed: less alike.")
        return said

    def plan_coding(self, code: str, chosen: Sequence[int]) -> ManyWish:
        """The act that gives a code to those that were chosen; the answer at hand may be one."""
        spans: dict[int, Span | None] = {}
        if self.answer.id in chosen:
            spans[self.answer.id] = self.span
        for one in self.found:
            if one.id in chosen:
                spans[one.id] = one.span
        is_whole = self.span is None
        return ManyWish(
            code, spans, self._describe_choice(spans), at_hand=self.answer.id, finish=is_whole
        )

    def _describe_choice(self, chosen: Collection[int]) -> str:
        """How the answers were chosen; nothing where there is only the one at hand."""
        likenesses = [one.likeness for one in self.found if one.id in chosen]
        if not likenesses:
            return ""
        least = format_likeness(min(likenesses))
        return f"by likeness to {format_place(self.answer)} from {least}"


def format_likeness(likeness: float) -> str:
    """`97 %`. Only what is the same is 100 %, so numbers are cut and not rounded."""
    return f"{int(likeness)} %"


def find_alike(
    session: CodingSession,
    answer_id: int,
    span: Span | None = None,
    *,
    lowest: float = LOWEST,
    every_question: bool = False,
    limit: int = MOST_LISTED,
) -> AlikeAnswers:
    """Answers at least so like, of a hundred; to the same question, or to every one.

    With a span of the answer, those that have words like these. Raises BadInput for an answer
    without text or of an open round, and for a span that is not in it.
    """
    answer = session.read_answer(answer_id)
    refuse_unreadable(answer)
    if span is not None and not 0 <= span[0] < span[1] <= len(answer.text):
        length = len(answer.text)
        raise BadInput(f"{span[0]}-{span[1]} is not a span of its {length} characters.")
    where = AnswerFilter() if every_question else AnswerFilter(questions=(answer.question,))
    shown = session.find_answer_ids(where)
    ids = [each for each in shown if each != answer_id]
    with session.study.store.read() as db:
        in_rounds = rounds.find_open_round_answers(db)
        # A drift round shows its coder a copy, and hides the answer itself meanwhile.
        if answer_id in in_rounds or answer_id not in shown:
            raise BadInput(f"{format_place(answer)} is in an open round.", NEVER_IN_ROUNDS)
        stored = answers.load_texts(db, ids)
        texts = {each: stored[each] for each in ids}
        ranked = _rank_texts(answer, span, texts, lowest)
        listed = [one for one in ranked if one[0] not in in_rounds]
        found = _build_answers(db, session, answer, span, listed[:limit], texts)
        own = load_coded_answers(db, [answer_id], session.coder.id)[answer_id]
    return AlikeAnswers(
        answer,
        span,
        own,
        tuple(found),
        closed=len(ranked) - len(listed),
        cut=max(len(listed) - limit, 0),
    )


def _rank_texts(
    answer: Answer, span: Span | None, texts: Mapping[int, str], lowest: float
) -> list[tuple[int, float, Span | None]]:
    """(answer, likeness, words that are like the quote), the likest first."""
    found: list[tuple[int, float, Span | None]]
    if span is None:
        twins = rank_by_likeness(answer.text, texts, lowest)
        found = [(twin.row, twin.likeness, None) for twin in twins]
    else:
        places = find_like_passages(answer.text[slice(*span)], texts, lowest)
        found = [(place.row, place.likeness, (place.start, place.end)) for place in places]
    # Texts come in reading order, which decides among those that are equally like.
    order = {answer_id: place for place, answer_id in enumerate(texts)}
    return sorted(found, key=lambda one: (-one[1], order[one[0]]))


def _build_answers(
    db: Db,
    session: CodingSession,
    answer: Answer,
    span: Span | None,
    ranked: Sequence[tuple[int, float, Span | None]],
    texts: Mapping[int, str],
) -> list[AlikeAnswer]:
    ids = [one[0] for one in ranked]
    places = {found: place for place, found in answers.find_answers_by_place(db).items()}
    standings = load_coded_answers(db, ids, session.coder.id)
    words = {text for text, _ in _iterate_words(answer.text, span)}
    found = []
    for answer_id, likeness, place in ranked:
        text = texts[answer_id]
        shared = [at for word, at in _iterate_words(text, place) if word in words]
        found.append(
            AlikeAnswer(
                answer_id,
                *places[answer_id],
                likeness,
                text,
                tuple(shared),
                place,
                standings[answer_id],
            )
        )
    return found


def _iterate_words(text: str, span: Span | None) -> list[tuple[str, Span]]:
    """(word without regard to case, its place) in a text or in a span of it."""
    start, end = span if span is not None else (0, len(text))
    return [(word[0].casefold(), word.span()) for word in _WORD.finditer(text, start, end)]


def find_answer(session: CodingSession, case: str, question: str) -> int:
    """The answer of a case to a question. Raises BadInput that says which of the two is unknown."""
    with session.study.store.read() as db:
        places = answers.find_answers_by_place(db)
    found = places.get((case, question))
    if found is not None:
        return found
    columns = [one.column for one in session.questions]
    if question not in columns:
        raise BadInput(f"There is no question {question!r}.", did_you_mean(question, columns))
    cases = [label for label, column in places if column == question]
    if case not in cases:
        near = did_you_mean(case, cases)
        raise BadInput(f"{case} has no readable answer to {question}, or is not there.", near)
    raise AssertionError("case and question are known together")
