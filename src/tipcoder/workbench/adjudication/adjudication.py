"""Settling where coders differ: the queue, the decisions, and what they teach about the codebook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tipcoder.errors import BadInput, did_you_mean
from tipcoder.model import Coder
from tipcoder.store import answers, codebooks, coders, events, notes, rounds, settlements
from tipcoder.store.engine import Db
from tipcoder.store.settlements import BOTH, CODER, EDITED, NEITHER, REASONS, Decision, Settled, Spans
from tipcoder.text import counted
from tipcoder.workbench.adjudication.disagreements import Disagreement, Kind, disagreements
from tipcoder.workbench.adjudication.judgements import Judgement, Judgements, joined, judgements
from tipcoder.workbench.adjudication.rule_drafts import Lesson, lessons
from tipcoder.workbench.study import OpenStudy


@dataclass(frozen=True)
class Wanted:
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

    def __init__(self, here: OpenStudy, coder: Coder, in_round: str | None = None) -> None:
        self.here = here
        self.coder = coder
        self.in_round = in_round
        self.last_act: int | None = None
        """The number of the last act, None where nothing changed."""
        self.refresh()

    def refresh(self) -> None:
        """Read everything anew. Raises BadInput for a round that is not there or still open."""
        with self.here.store.read() as db:
            if self.in_round is not None:
                _check_frozen(db, self.in_round)
            self.found: Judgements = judgements(db, self.in_round)
            self.all = disagreements(self.found, settlements.all_settled(db), lambda ids: answers.texts(db, ids))
            self.rounds = [one.name for one in rounds.all_rounds(db) if one.frozen_at]
            """The frozen rounds, oldest first."""
        self._order = {total.code: n for n, total in enumerate(self.totals())}

    def refresh_decisions(self, answer_id: int | None = None) -> None:
        """Read decisions anew, all or those on one answer: what coders said is the same, and takes a moment to read."""
        with self.here.store.read() as db:
            decided = settlements.all_settled(db, answer_id)
        for place, one in enumerate(self.all):
            if answer_id in (None, one.answer_id):
                self.all[place] = replace(one, settled=decided.get((one.answer_id, one.code)))

    # --- looking ----------------------------------------------------------------------------------------------------

    def queue(self, wanted: Wanted | None = None) -> list[Disagreement]:
        """What is asked for: codes that coders split on most often first, other words last, then in reading order."""
        wanted = wanted or Wanted()
        chosen = [one for one in self.all if _passes(one, wanted)]
        return sorted(chosen, key=lambda one: (one.kind is Kind.BOUNDARY, self._order[one.code]))

    def totals(self, questions: Sequence[str] = ()) -> list[CodeTotals]:
        """Every code, the one that coders split on most often, of the answers where one put it, first."""
        joint, used = self._judged_by_two(questions)
        split: Counter[str] = Counter()
        words: Counter[str] = Counter()
        settled: Counter[str] = Counter()
        for one in self.all:
            if not questions or one.question in questions:
                (words if one.kind is Kind.BOUNDARY else split)[one.code] += 1
                settled[one.code] += one.settled is not None
        codes = [code.key for _, code in self.found.book.in_tree_order() if code.codable]
        out = [CodeTotals(code, joint[code], split[code], words[code], settled[code]) for code in codes]
        return sorted(out, key=lambda total: (-total.split / max(used[total.code], 1), -total.split))

    def _judged_by_two(self, questions: Sequence[str]) -> tuple[Counter[str], Counter[str]]:
        """Per code, answers on which two coders judged it, and those of them on which one put it."""
        joint: Counter[str] = Counter()
        used: Counter[str] = Counter()
        alike: Counter[tuple[frozenset[str], ...]] = Counter()
        for answer_id, said in self.found.said.items():
            if len(said) < 2 or (questions and self.found.answers[answer_id].question not in questions):
                continue
            judged = [self._judged(one) for one in said.values()]
            alike[tuple(judged)] += 1
            used.update(code for code in self.found.put(answer_id) if sum(code in codes for codes in judged) > 1)
        for several, n in alike.items():
            for code in frozenset().union(*several):
                joint[code] += n * (sum(code in codes for codes in several) > 1)
        return joint, used

    def _judged(self, one: Judgement) -> frozenset[str]:
        """What a coder judged: the codes of her codebook, and what she put later."""
        known = self.found.known[one.revision]
        return known if known.issuperset(one.spans) else known.union(one.spans)

    def text(self, one: Disagreement) -> str:
        """The answer's text."""
        with self.here.store.read() as db:
            return answers.texts(db, [one.answer_id])[one.answer_id]

    def at(self, case: str, question: str, code: str) -> Disagreement:
        """The disagreement at a place. Raises BadInput where there is none."""
        if code not in self.found.book.codes:
            raise BadInput(f"The codebook has no code {code!r}.", did_you_mean(code, self.found.book.codes))
        for one in self.all:
            if (one.case, one.question, one.code) == (case, question, code):
                return one
        known = {answer.case for answer in self.found.answers.values()}
        near = did_you_mean(case, known) if case not in known else "`tipcoder adjudicate list` shows where they differ."
        raise BadInput(f"{case} {question}: coders do not differ on {code} there.", near)

    def memos(self, one: Disagreement) -> dict[int, str]:
        """What the coders noted on the answer, by coder id."""
        with self.here.store.read() as db:
            found = {voice.coder_id: notes.memos_on_answer(db, one.answer_id, voice.coder_id) for voice in one.voices}
        return {coder_id: " / ".join(memo.text for memo in memos) for coder_id, memos in found.items() if memos}

    def coder_id(self, name: str) -> int:
        """The id of a coder who said something. Raises BadInput naming the nearest one."""
        by_name = {called: coder_id for coder_id, called in self.found.names().items()}
        if name not in by_name:
            raise BadInput(f"Nobody called {name!r} has finished answers here.", did_you_mean(name, by_name))
        return by_name[name]

    def side(self, who: str) -> tuple[str, int | None]:
        """The side that `both`, `neither` or a coder's name stands for, and the coder's id."""
        return (who, None) if who in (BOTH, NEITHER) else (CODER, self.coder_id(who))

    def who(self, one: Disagreement) -> str:
        """Whose side was taken: a coder's name, `both`, `neither` or `edited`; empty where nothing was decided."""
        if one.settled is None:
            return ""
        decision = one.settled.decision
        return self.found.names().get(decision.sided_with or 0, decision.side)

    def lessons(self) -> list[Lesson]:
        """What the decisions teach about each code."""
        return lessons(self.all, self.label, self.found.book.language)

    def stood(self) -> list[tuple[str, int, int]]:
        """(coder, how often her judgement stood, of how many): who yields is a finding too (O'Connor & Joffe, 2020)."""
        stood: Counter[int] = Counter()
        of: Counter[int] = Counter()
        for one in self.all:
            if one.settled is not None and one.kind is not Kind.BOUNDARY:
                for coder_id, spans in one.settled.said.items():
                    of[coder_id] += 1
                    stood[coder_id] += bool(spans) == bool(one.settled.decision.spans)
        return [(name, stood[coder_id], of[coder_id]) for coder_id, name in self.found.names().items() if of[coder_id]]

    # --- deciding ---------------------------------------------------------------------------------------------------

    def settle(
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
        return self._keep(one, self.decision(one, side, coder_id=coder_id, spans=spans, reason=reason, note=note))

    def amend(self, one: Disagreement, *, reason: str | None = None, note: str | None = None) -> str:
        """Give a decision another reason or note. Raises BadInput where there is none."""
        decision = self._settled(one).decision
        reason = decision.reason if reason is None else _known_reason(reason)
        return self._keep(one, decision._replace(reason=reason, note=decision.note if note is None else note.strip()))

    def settle_all(self, decided: Sequence[tuple[Disagreement, Decision]], source: str) -> int:
        """Keep decisions as one act; returns how many of them were not so already."""
        new = [(one, decision) for one, decision in decided if not one.settled or one.settled.decision != decision]
        if new:
            self._write(new, f"settled {counted(len(new), 'disagreement')} by {source}")
            self.refresh()
        return len(new)

    def _keep(self, one: Disagreement, decision: Decision) -> str:
        sentence = f"settled {self.label(one.code)} on {one.case} {one.question}: {self.in_words(one, decision)}"
        self._write([(one, decision)], sentence, one.answer_id)
        self.refresh_decisions(one.answer_id)
        return sentence

    def _write(
        self, decided: Sequence[tuple[Disagreement, Decision]], sentence: str, answer_id: int | None = None
    ) -> None:
        with self.here.store.write() as db:
            person = coders.settled(db, self.coder)
            act = events.begin(db, person.id, "settle", sentence, answer_id=answer_id)
            code_ids, revision = codebooks.code_ids(db), codebooks.current_revision(db)
            for one, decision in decided:
                self._refuse(db, one)
                said = {voice.coder_id: voice.spans for voice in one.voices}
                settlements.settle(act, person.id, (one.answer_id, code_ids[one.code]), decision, said, revision)
            self.last_act = None if act.empty else act.id
            events.finish(act)

    def _settled(self, one: Disagreement) -> Settled:
        if one.settled is None:
            raise BadInput(f"{self.label(one.code)} on {one.case} {one.question} is not settled.")
        return one.settled

    def reopen(self, one: Disagreement) -> str:
        """Take a decision away. Raises BadInput where there is none."""
        settled = self._settled(one)
        sentence = f"reopened {self.label(one.code)} on {one.case} {one.question}"
        with events.recorded(self.here.store, self.coder.id, "settle", sentence, answer_id=one.answer_id) as act:
            settlements.reopen(act, [settled.id])
            self.last_act = act.id
        self.refresh_decisions(one.answer_id)
        return sentence

    def decision(
        self,
        one: Disagreement,
        side: str,
        *,
        coder_id: int | None = None,
        spans: Spans = (),
        reason: str = "",
        note: str = "",
    ) -> Decision:
        """What `settle` would keep. Raises BadInput for a side, a reason or words that are none."""
        if side not in settlements.SIDES:
            raise BadInput(f"There is no side {side!r}.", did_you_mean(side, settlements.SIDES))
        reason, note = _known_reason(reason), note.strip()
        if side == CODER:
            voice = next((voice for voice in one.voices if voice.coder_id == coder_id), None)
            if voice is None:
                raise BadInput(f"That coder has not judged {self.label(one.code)} on {one.case} {one.question}.")
            return Decision(CODER, voice.spans, voice.coder_id, reason, note)
        if side == EDITED:
            length = self.found.answers[one.answer_id].length
            chosen = joined(spans)
            if not chosen or chosen[0][0] < 0 or chosen[-1][1] > length or any(a >= b for a, b in chosen):
                raise BadInput(
                    f"{one.case} {one.question}: no words were chosen.", f"The text has {length} characters."
                )
            return Decision(EDITED, chosen, None, reason, note)
        return Decision(side, joined(one.marked_by_anybody()) if side == BOTH else (), None, reason, note)

    def _refuse(self, db: Db, one: Disagreement) -> None:
        if one.answer_id in rounds.in_open_rounds(db):
            raise BadInput(f"{one.case} {one.question} is being coded in an open round.", "Freeze the round first.")
        if not answers.is_current(db, one.answer_id):
            raise BadInput(f"{one.case} {one.question}: a later import has replaced this text.")

    def label(self, code: str) -> str:
        """A code's label in the study's main language."""
        found = self.found.book.codes.get(code)
        return found.label_in(self.here.study.languages[0], self.found.book.language) if found else code

    def in_words(self, one: Disagreement, decision: Decision, *, hide_names: bool = False) -> str:
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


def _known_reason(reason: str) -> str:
    if reason and reason not in REASONS:
        raise BadInput(
            f"There is no reason {reason!r}.", did_you_mean(reason, REASONS) or f"Choose {', '.join(REASONS)}."
        )
    return reason


def _passes(one: Disagreement, wanted: Wanted) -> bool:
    if one.kind is Kind.BOUNDARY and not wanted.words_too:
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
    return first != second if one.kind is Kind.BOUNDARY else bool(first) != bool(second)


def _check_frozen(db: Db, name: str) -> None:
    known = {one.name: one for one in rounds.all_rounds(db)}
    if name not in known:
        raise BadInput(f"There is no round {name!r}.", did_you_mean(name, known) or "`tipcoder rounds` lists them.")
    if not known[name].frozen_at:
        raise BadInput(f"Round {name} is still open.", f"`tipcoder rounds --freeze {name}` closes it.")
