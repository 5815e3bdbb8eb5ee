"""The sample on which it is known how coders err: answers that two coders or more judged, and what
was settled of them.

Where rounds were frozen it is their shared parts, which were drawn by chance, and truth is what the
coders of the round agree on or what was decided. A coder who was not in it, a program for one, is
compared with them. Without a round it is every answer that two coders finished; nobody drew those.

Where the layer is of one coder, the errors are hers. Where it is of several, each is compared.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from tipcoder.analysis.presence import CaseAnswer
from tipcoder.errors import BadInput
from tipcoder.model.codings import Coder, Outcome
from tipcoder.store import open_answers, rounds, settlements
from tipcoder.store.coders import load_coders
from tipcoder.store.engine import Db
from tipcoder.text import format_count, join_words
from tipcoder.workbench.adjudication.consensus import Consensus, SettledAnswer, settle_answers
from tipcoder.workbench.adjudication.judgements import Judgements, read_judgements
from tipcoder.workbench.coders import require_coder
from tipcoder.workbench.statistics.case_table import CaseTable
from tipcoder.workbench.statistics.coder_answers import CoderAnswers, read_each_coder
from tipcoder.workbench.statistics.layers import Layer
from tipcoder.workbench.statistics.presence import Presence
from tipcoder.workbench.statistics.read_answers import (
    AppliedCodes,
    Votes,
    build_read_answers,
    read_votes,
)
from tipcoder.workbench.statistics.settled_answers import CheckedAnswer
from tipcoder.workbench.study import OpenStudy

_NEARLY_ALL = 0.95
_EACH_COUNTS = (
    "errors are measured for each, and count by the part of the cases outside the sample that "
    "the coder coded"
)


@dataclass(frozen=True, eq=False)
class SettledSample:
    """Every answer with what was settled, and which sample it is."""

    by_question: Mapping[str, Sequence[CheckedAnswer]]
    size: int
    """Answers in the sample."""
    rounds: tuple[str, ...]
    """The frozen rounds that it was drawn in; empty where nobody drew it."""
    oversampled: bool = False
    represented: float = 0.0
    """How many answers the rounds were drawn from, by the chances."""
    coders: tuple[CoderAnswers, ...] = ()
    """What each coder said, where several divided the work; else empty, and `by_question` has what
    the one coder said."""
    dealt_by_chance: bool = True
    """Whether a round dealt out nearly all answers that are not in the sample."""

    @property
    def sentence(self) -> str:
        """Which sample, how many, and whether chance chose it and who coded the rest."""
        said = (self._describe_draw(), self._describe_others(), self._describe_division())
        return " ".join(filter(None, said))

    def _describe_division(self) -> str:
        """How the codes of several coders are corrected; empty for those of one."""
        if not self.coders:
            return ""
        who = f"{len(self.coders)} coders divided the answers"
        if self.dealt_by_chance:
            return f"{who}, dealt out by chance: {_EACH_COUNTS}."
        return (
            f"{who}: {_EACH_COUNTS}. Rounds did not deal all of them out by chance, so that the "
            "correction rests on it that coders would have erred alike on each other's answers."
        )

    def _describe_others(self) -> str:
        """That answers count which no round was drawn from; empty where they are few."""
        read = 0
        for answers in self.by_question.values():
            read += sum(1 for answer in answers if answer.counts)
        if not self.rounds or self.represented >= _NEARLY_ALL * read:
            return ""
        drawn_from = format_count(round(self.represented), "answer")
        return (
            f"These were drawn from {drawn_from}, and {format_count(read, 'answer')} count: for "
            "the others the correction rests on their being like these."
        )

    def _describe_draw(self) -> str:
        settled = format_count(self.size, "answer")
        if not self.rounds:
            return (
                f"Corrected for errors of coding by {settled} that two coders or more finished; "
                "these were not drawn by chance, so that the correction rests on their being like "
                "the rest."
            )
        noun = "round" if len(self.rounds) == 1 else "rounds"
        chances = " with unequal chances" if self.oversampled else ""
        return (
            f"Corrected for errors of coding by {settled} that were drawn by chance{chances} in "
            f"{noun} {join_words(self.rounds)} and settled; each counts by the inverse of its "
            "chance."
        )


def read_settled_sample(study: OpenStudy, table: CaseTable, found: Presence) -> SettledSample:
    """The sample for the coder, or the coders, whose codings `found` counts.

    Raises BadInput where no answer was settled.
    """
    with study.store.read() as db:
        judgements = read_judgements(db)
        people = _list_compared(db, found.layer)
        drawn = _find_drawn(db)
        judges = drawn.judges or judgements.by_answer
        settled = settle_answers(judgements, settlements.load_settlements(db), judges)
        answers = open_answers.load_open_answers(db)
        votes, applied = read_votes(db)
    if not settled:
        raise _build_nothing_settled(found.layer)
    for person in people:
        _put_first_judgements(judgements, person.name, person.id, settled, votes, applied)

    agreed = {answer_id: one.consensus for answer_id, one in settled.items()}
    truth_layer = Layer(None, "", Consensus(agreed, "", 0, 0))
    truth = build_read_answers(study, table, answers, votes, applied, truth_layer)
    placed = _place_answers(table, answers, settled)

    def check(said: Sequence[CaseAnswer]) -> dict[str, list[CheckedAnswer]]:
        by_question: dict[str, list[CheckedAnswer]] = {}
        for one, true in zip(said, truth, strict=True):
            answer_id = _find_judged(table, one, placed) if true.read else None
            checked = _check_answer(one, answer_id, settled, drawn.chances)
            by_question.setdefault(one.question, []).append(checked)
        return by_question

    said = build_read_answers(study, table, answers, votes, applied, found.layer)
    each: tuple[CoderAnswers, ...] = ()
    if found.layer.coder is None:
        each = read_each_coder(study, table, answers, votes, applied, check)
    outside = votes.keys() - settled.keys()
    dealt = len(outside & drawn.dealt)
    # By the inverse of its chance each stands for that many.
    represented = sum(1 / chance for chance in drawn.chances.values() if chance > 0)
    return SettledSample(
        check(said),
        len(settled),
        drawn.rounds,
        drawn.oversampled,
        represented,
        each,
        dealt >= _NEARLY_ALL * len(outside),
    )


def _build_nothing_settled(layer: Layer) -> BadInput:
    return BadInput(
        f"No answer has been settled that {layer.coder or 'the coders'} could be compared with: "
        "it takes answers that two coders finished, in a frozen round or outside of open ones.",
        "`tipcoder assign --coders a,b` draws a sample by chance.",
    )


def _list_compared(db: Db, layer: Layer) -> list[Coder]:
    """The coder whose errors are looked for, or everybody. Raises BadInput for an unknown one."""
    if layer.coder is not None:
        return [require_coder(db, layer.coder)]
    return load_coders(db)


def _check_answer(
    one: CaseAnswer,
    answer_id: int | None,
    settled: Mapping[int, SettledAnswer],
    chances: Mapping[int, float],
) -> CheckedAnswer:
    """What the coder said beside what was settled; `answer_id` is None outside the sample."""
    is_read = one.read or bool(one.codes)
    counts = one.asked and one.readable and is_read
    if answer_id is None:
        return CheckedAnswer(one.case, counts, one.codes, settled=None, chance=1.0)
    # An answer that nobody drew stands for itself alone.
    chance = chances.get(answer_id) or 1.0
    return CheckedAnswer(one.case, counts, one.codes, settled[answer_id], chance)


@dataclass(frozen=True)
class _Drawn:
    """The shared parts of frozen rounds."""

    chances: Mapping[int, float]
    """Answer -> with what chance it was drawn."""
    judges: Mapping[int, Collection[int]]
    """Answer -> ids of the coders of the round."""
    rounds: tuple[str, ...]
    oversampled: bool
    """Whether any of them drew likely answers more often."""
    dealt: frozenset[int]
    """Answers that a round dealt to one coder."""


def _find_drawn(db: Db) -> _Drawn:
    chances: dict[int, float] = {}
    judges: dict[int, set[int]] = {}
    dealt: set[int] = set()
    names = []
    oversampled = False
    for one in rounds.load_rounds(db):
        if not one.frozen_at or not one.compares_coders:
            continue
        given = rounds.load_assignments(db, one.id)
        shared = [each for each in given if each.shared]
        dealt.update(each.answer_id for each in given if not each.shared)
        for each in shared:
            # Of an answer in several rounds the judgements of the last one count.
            chances[each.answer_id] = each.chance
            judges.setdefault(each.answer_id, set()).add(each.coder_id)
        if shared:
            names.append(one.name)
            oversampled = oversampled or "oversample" in one.design
    return _Drawn(chances, judges, tuple(names), oversampled, frozenset(dealt))


def _put_first_judgements(
    found: Judgements,
    coder: str,
    coder_id: int,
    sample: Collection[int],
    votes: Votes,
    applied: AppliedCodes,
) -> None:
    """On the sample the coder counts as she judged in the round.

    Whoever corrects herself there once differences are settled errs no less on all other answers.
    """
    for answer_id in sample:
        first = found.by_answer.get(answer_id, {}).get(coder_id)
        if first is None or not first.round:
            continue
        codes = frozenset(first.spans)
        # Answers with the same codes share a mapping, so that a new one takes its place.
        applied[answer_id] = {**applied.get(answer_id, {}), coder: codes}
        by_coder = dict(votes.get(answer_id, {}))
        by_coder.pop(coder, None)
        if first.outcome is not Outcome.UNCODABLE:
            by_coder[coder] = codes
        votes[answer_id] = by_coder


_Place = tuple[object, ...]
"""Case and question; or respondent, wave and question."""


def _place_answers(
    table: CaseTable, answers: Sequence[open_answers.OpenAnswer], settled: Collection[int]
) -> dict[_Place, int]:
    """The ids of settled answers by their places.

    By respondent too, because what was asked once is read once for all cases of a respondent.
    """
    places = {case_id: place for place, case_id in enumerate(table.ids)}
    found: dict[_Place, int] = {}
    for answer in answers:
        if answer.id in settled and answer.case_id in places:
            case = places[answer.case_id]
            found[case, answer.question] = answer.id
            found.setdefault(_name_asking(table, case, answer.question), answer.id)
    return found


def _find_judged(table: CaseTable, one: CaseAnswer, placed: Mapping[_Place, int]) -> int | None:
    own = placed.get((one.case, one.question))
    return placed.get(_name_asking(table, one.case, one.question)) if own is None else own


def _name_asking(table: CaseTable, case: int, question: str) -> _Place:
    return (table.respondents[case], table.waves[case], question)
