"""Settling where coders differ: the queue, the decisions, and what they teach about the codebook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tipcoder.errors import BadInput, did_you_mean
from tipcoder.model import Coder
from tipcoder.store import answers, codebooks, coders, events, notes, rounds, settlements
from tipcoder.store.engine import Db
from tipcoder.store.settlements import BOTH, CODER, EDITED, NEITHER, REASONS, ConsensusDecision, Settlement, Spans
from tipcoder.text import format_count
from tipcoder.workbench.adjudication.disagreements import Disagreement, DisagreementKind, find_disagreements
from tipcoder.workbench.adjudication.judgements import Judgement, Judgements, merge_spans, read_judgements
from tipcoder.workbench.adjudication.rule_drafts import Lesson, draw_lessons
from tipcoder.workbench.study import OpenStudy


@dataclass(frozen=True)
class DisagreementFilter:
    """Which disagreements; empty fields do not restrict."""

    codes: tuple[str, ...] = ()
    pair: tuple[int, int] | None = None
    """Ids of two coders who differ from each other."""
    questions: tuple[str, ...] = ()
    in_round: str | None = None
    """Only what was said in this frozen round."""
    words_too: bool = False
    """Also where everybody put the code and only the words differ."""
    settled: bool | None = None


@dataclass(frozen=True)
class CodeTotals:
    """The disagreements on one code."""

    code: str
    joint: int
    """Answers on which two coders or more judged the code."""
    split: int
    words: int
    """Where only the words differ."""
    settled: int
    """Of both kinds."""


class Adjudication:
    """The disagreements of a study as one person settles them. What was read is kept until `refresh`."""

    def __init__(self, study: OpenStudy, coder: Coder, in_round: str | None = None) -> None:
        self.study = study
        self.coder = coder
        self.in_round = in_round
        self.last_act: int | None = None
        """The number of the last act, None where nothing changed."""
        self.refresh()

    def refresh(self) -> None:
        """Read everything anew. Raises BadInput for a round that is not there or still open."""
        with self.study.store.read() as db:
            if self.in_round is not None:
                _require_frozen(db, self.in_round)
            self.found: Judgements = read_judgements(db, self.in_round)
            self.all = find_disagreements(
                self.found, settlements.load_settlements(db), lambda ids: answers.load_texts(db, ids)
            )
            self.rounds = [one.name for one in rounds.load_rounds(db) if one.frozen_at]
            """The frozen rounds, oldest first."""
        self._order = {total.code: n for n, total in enumerate(self.count_by_code())}

    def refresh_decisions(self, answer_id: int | None = None) -> None:
        """Read decisions anew, all or those on one answer: what coders said is the same, and takes a moment to read."""
        with self.study.store.read() as db:
            decided = settlements.load_settlements(db, answer_id)
        for place, one in enumerate(self.all):
            if answer_id in (None, one.answer_id):
                self.all[place] = replace(one, settled=decided.get((one.answer_id, one.code)))

    # --- looking ----------------------------------------------------------------------------------------------------

    def list_disagreements(self, wanted: DisagreementFilter | None = None) -> list[Disagreement]:
        """What is asked for: codes that coders split on most often first, other words last, then in reading order."""
        wanted = wanted or DisagreementFilter()
        chosen = [one for one in self.all if _matches_filter(one, wanted)]
        return sorted(chosen, key=lambda one: (one.kind is DisagreementKind.BOUNDARY, self._order[one.code]))

    def count_by_code(self, questions: Sequence[str] = ()) -> list[CodeTotals]:
        """Every code, the one that coders split on most often, of the answers where one put it, first."""
        joint, used = self._count_jointly_judged(questions)
        split: Counter[str] = Counter()
        words: Counter[str] = Counter()
        settled: Counter[str] = Counter()
        for one in self.all:
            if not questions or one.question in questions:
                (words if one.kind is DisagreementKind.BOUNDARY else split)[one.code] += 1
                settled[one.code] += one.settled is not None
        codes = [code.key for _, code in self.found.book.list_in_tree_order() if code.codable]
        out = [CodeTotals(code, joint[code], split[code], words[code], settled[code]) for code in codes]
        return sorted(out, key=lambda total: (-total.split / max(used[total.code], 1), -total.split))

    def _count_jointly_judged(self, questions: Sequence[str]) -> tuple[Counter[str], Counter[str]]:
        """Per code, answers on which two coders judged it, and those of them on which one put it."""
        joint: Counter[str] = Counter()
        used: Counter[str] = Counter()
        alike: Counter[tuple[frozenset[str], ...]] = Counter()
        for answer_id, said in self.found.by_answer.items():
            if len(said) < 2 or (questions and self.found.answers[answer_id].question not in questions):
                continue
            judged = [self._find_judged_codes(one) for one in said.values()]
            alike[tuple(judged)] += 1
            used.update(
                code for code in self.found.find_applied_codes(answer_id) if sum(code in codes for codes in judged) > 1
            )
        for several, n in alike.items():
            for code in frozenset().union(*several):
                joint[code] += n * (sum(code in codes for codes in several) > 1)
        return joint, used

    def _find_judged_codes(self, one: Judgement) -> frozenset[str]:
        """What a coder judged: the codes of her codebook, and what she put later."""
        known = self.found.known_codes[one.revision]
        return known if known.issuperset(one.spans) else known.union(one.spans)

    def read_text(self, one: Disagreement) -> str:
        """The answer's text."""
        with self.study.store.read() as db:
            return answers.load_texts(db, [one.answer_id])[one.answer_id]

    def require_disagreement(self, case: str, question: str, code: str) -> Disagreement:
        """The disagreement at a place. Raises BadInput where there is none."""
        if code not in self.found.book.codes:
            raise BadInput(f"The codebook has no code {code!r}.", did_you_mean(code, self.found.book.codes))
        for one in self.all:
            if (one.case, one.question, one.code) == (case, question, code):
                return one
        known = {answer.case for answer in self.found.answers.values()}
        near = did_you_mean(case, known) if case not in known else "`tipcoder adjudicate list` shows where they differ."
        raise BadInput(f"{case} {question}: coders do not differ on {code} there.", near)

    def read_memos(self, one: Disagreement) -> dict[int, str]:
        """What the coders noted on the answer, by coder id."""
        with self.study.store.read() as db:
            found = {
                voice.coder_id: notes.load_memos_on_answer(db, one.answer_id, voice.coder_id) for voice in one.voices
            }
        return {coder_id: " / ".join(memo.text for memo in memos) for coder_id, memos in found.items() if memos}

    def require_coder_id(self, name: str) -> int:
        """The id of a coder who said something. Raises BadInput naming the nearest one."""
        by_name = {called: coder_id for coder_id, called in self.found.name_coders().items()}
        if name not in by_name:
            raise BadInput(f"Nobody called {name!r} has finished answers here.", did_you_mean(name, by_name))
        return by_name[name]

    def parse_side(self, who: str) -> tuple[str, int | None]:
        """The side that `both`, `neither` or a coder's name stands for, and the coder's id."""
        return (who, None) if who in (BOTH, NEITHER) else (CODER, self.require_coder_id(who))

    def name_side_taken(self, one: Disagreement) -> str:
        """Whose side was taken: a coder's name, `both`, `neither` or `edited`; empty where nothing was decided."""
        if one.settled is None:
            return ""
        decision = one.settled.decision
        return self.found.name_coders().get(decision.sided_with or 0, decision.side)

    def draw_lessons(self) -> list[Lesson]:
        """What the decisions teach about each code."""
        return draw_lessons(self.all, self.code_label, self.found.book.language)

    def count_judgements_upheld(self) -> list[tuple[str, int, int]]:
        """(coder, how often her judgement stood, of how many): who yields is a finding too (O'Connor & Joffe, 2020)."""
        stood: Counter[int] = Counter()
        of: Counter[int] = Counter()
        for one in self.all:
            if one.settled is not None and one.kind is not DisagreementKind.BOUNDARY:
                for coder_id, spans in one.settled.said.items():
                    of[coder_id] += 1
                    stood[coder_id] += bool(spans) == bool(one.settled.decision.spans)
        return [
            (name, stood[coder_id], of[coder_id]) for coder_id, name in self.found.name_coders().items() if of[coder_id]
        ]

    # --- deciding ---------------------------------------------------------------------------------------------------

    def settle_disagreement(
        self,
        one: Disagreement,
        side: str,
        *,
        coder_id: int | None = None,
        spans: Spans = (),
        reason: str = "",
        note: str = "",
    ) -> str:
        """Decide a disagreement; returns the sentence of what was decided.

        `side` is `coder` with whose judgement stands, `both` (everything that anybody marked), `neither` (the code is
        not there), or `edited` with `spans`. Raises BadInput for an answer of an open round and for a text that was
        replaced.
        """
        return self._store_decision(
            one, self.build_decision(one, side, coder_id=coder_id, spans=spans, reason=reason, note=note)
        )

    def amend_decision(self, one: Disagreement, *, reason: str | None = None, note: str | None = None) -> str:
        """Give a decision another reason or note. Raises BadInput where there is none."""
        decision = self._require_settled(one).decision
        reason = decision.reason if reason is None else _require_reason(reason)
        return self._store_decision(
            one, decision._replace(reason=reason, note=decision.note if note is None else note.strip())
        )

    def settle_many(self, decided: Sequence[tuple[Disagreement, ConsensusDecision]], source: str) -> int:
        """Keep decisions as one act; returns how many of them were not so already."""
        new = [(one, decision) for one, decision in decided if not one.settled or one.settled.decision != decision]
        if new:
            self._write_decisions(new, f"settled {format_count(len(new), 'disagreement')} by {source}")
            self.refresh()
        return len(new)

    def _store_decision(self, one: Disagreement, decision: ConsensusDecision) -> str:
        sentence = (
            f"settled {self.code_label(one.code)} on {one.case} {one.question}: {self.describe_decision(one, decision)}"
        )
        self._write_decisions([(one, decision)], sentence, one.answer_id)
        self.refresh_decisions(one.answer_id)
        return sentence

    def _write_decisions(
        self, decided: Sequence[tuple[Disagreement, ConsensusDecision]], sentence: str, answer_id: int | None = None
    ) -> None:
        with self.study.store.write() as db:
            person = coders.ensure_coder(db, self.coder)
            act = events.begin_act(db, person.id, "settle", sentence, answer_id=answer_id)
            code_ids, revision = codebooks.load_code_ids(db), codebooks.read_current_revision(db)
            for one, decision in decided:
                self._check_can_settle(db, one)
                said = {voice.coder_id: voice.spans for voice in one.voices}
                settlements.add_settlement(
                    act, person.id, (one.answer_id, code_ids[one.code]), decision, said, revision
                )
            self.last_act = None if act.is_empty else act.id
            events.finish_act(act)

    def _require_settled(self, one: Disagreement) -> Settlement:
        if one.settled is None:
            raise BadInput(f"{self.code_label(one.code)} on {one.case} {one.question} is not settled.")
        return one.settled

    def reopen_disagreement(self, one: Disagreement) -> str:
        """Take a decision away. Raises BadInput where there is none."""
        settled = self._require_settled(one)
        sentence = f"reopened {self.code_label(one.code)} on {one.case} {one.question}"
        with events.record_act(self.study.store, self.coder.id, "settle", sentence, answer_id=one.answer_id) as act:
            settlements.reopen_settlements(act, [settled.id])
            self.last_act = act.id
        self.refresh_decisions(one.answer_id)
        return sentence

    def build_decision(
        self,
        one: Disagreement,
        side: str,
        *,
        coder_id: int | None = None,
        spans: Spans = (),
        reason: str = "",
        note: str = "",
    ) -> ConsensusDecision:
        """What `settle` would keep. Raises BadInput for a side, a reason or words that are none."""
        if side not in settlements.SIDES:
            raise BadInput(f"There is no side {side!r}.", did_you_mean(side, settlements.SIDES))
        reason, note = _require_reason(reason), note.strip()
        if side == CODER:
            voice = next((voice for voice in one.voices if voice.coder_id == coder_id), None)
            if voice is None:
                raise BadInput(f"That coder has not judged {self.code_label(one.code)} on {one.case} {one.question}.")
            return ConsensusDecision(CODER, voice.spans, voice.coder_id, reason, note)
        if side == EDITED:
            length = self.found.answers[one.answer_id].length
            chosen = merge_spans(spans)
            if not chosen or chosen[0][0] < 0 or chosen[-1][1] > length or any(a >= b for a, b in chosen):
                raise BadInput(
                    f"{one.case} {one.question}: no words were chosen.", f"The text has {length} characters."
                )
            return ConsensusDecision(EDITED, chosen, None, reason, note)
        return ConsensusDecision(side, merge_spans(one.list_marked_spans()) if side == BOTH else (), None, reason, note)

    def _check_can_settle(self, db: Db, one: Disagreement) -> None:
        if one.answer_id in rounds.find_open_round_answers(db):
            raise BadInput(f"{one.case} {one.question} is being coded in an open round.", "Freeze the round first.")
        if not answers.is_current(db, one.answer_id):
            raise BadInput(f"{one.case} {one.question}: a later import has replaced this text.")

    def code_label(self, code: str) -> str:
        """A code's label in the study's main language."""
        found = self.found.book.codes.get(code)
        return found.find_label(self.study.definition.languages[0], self.found.book.language) if found else code

    def describe_decision(self, one: Disagreement, decision: ConsensusDecision, *, hide_names: bool = False) -> str:
        """What was decided, in a few words."""
        there = "it is there" if decision.spans else "it is not there"
        if decision.side == CODER:
            voice = next((voice for voice in one.voices if voice.coder_id == decision.sided_with), None)
            name = "a coder" if voice is None else voice.letter if hide_names else voice.coder
            words = f"as {name} has it, {there}"
        elif decision.side == BOTH:
            words = "everything that was marked"
        elif decision.side == NEITHER:
            words = there
        else:
            words = "on other words"
        return words + (f" ({decision.reason})" if decision.reason else "")


def _require_reason(reason: str) -> str:
    if reason and reason not in REASONS:
        raise BadInput(
            f"There is no reason {reason!r}.", did_you_mean(reason, REASONS) or f"Choose {', '.join(REASONS)}."
        )
    return reason


def _matches_filter(one: Disagreement, wanted: DisagreementFilter) -> bool:
    if one.kind is DisagreementKind.BOUNDARY and not wanted.words_too:
        return False
    if wanted.codes and one.code not in wanted.codes:
        return False
    if wanted.questions and one.question not in wanted.questions:
        return False
    if wanted.settled is not None and (one.settled is not None) != wanted.settled:
        return False
    if wanted.pair is None:
        return True
    theirs = {voice.coder_id: voice.spans for voice in one.voices if voice.coder_id in wanted.pair}
    if len(theirs) < 2:
        return False
    first, second = theirs.values()
    return first != second if one.kind is DisagreementKind.BOUNDARY else bool(first) != bool(second)


def _require_frozen(db: Db, name: str) -> None:
    known = {one.name: one for one in rounds.load_rounds(db)}
    if name not in known:
        raise BadInput(f"There is no round {name!r}.", did_you_mean(name, known) or "`tipcoder rounds` lists them.")
    if not known[name].frozen_at:
        raise BadInput(f"Round {name} is still open.", f"`tipcoder rounds --freeze {name}` closes it.")
