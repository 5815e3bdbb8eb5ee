"""Resolving what coders differ on: the queue, the decisions, and what they teach about the
codebook.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tipcoder.errors import BadInput, did_you_mean
from tipcoder.model.codings import Coder
from tipcoder.store import answers, codebooks, coders, events, notes, rounds, settlements
from tipcoder.store.settlements import (
    BOTH,
    CODER,
    NEITHER,
    ConsensusDecision,
    Settlement,
    Spans,
)
from tipcoder.text import format_count
from tipcoder.workbench.adjudication.decisions import (
    check_can_settle,
    choose_decision,
    require_reason,
    summarise_decision,
)
from tipcoder.workbench.adjudication.disagreements import (
    Disagreement,
    DisagreementKind,
    find_disagreements,
)
from tipcoder.workbench.adjudication.joint_judgements import count_jointly_judged
from tipcoder.workbench.adjudication.judgements import (
    Judgements,
    read_judgements,
    require_frozen,
)
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
    """Also where everybody applied the code and only the words differ."""
    settled: bool | None = None
    """Only those that are resolved, or only those that are not."""


@dataclass(frozen=True)
class CodeTotals:
    """The disagreements on one code."""

    code: str
    joint: int
    """Answers on which two coders or more judged the code."""
    split: int
    """Where some applied it and some did not."""
    words: int
    """Where only the words differ."""
    settled: int
    """Resolved, of both kinds."""


class Adjudication:
    """The disagreements of a study as one person resolves them.

    What was read is kept until `refresh`.
    """

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
                require_frozen(db, self.in_round)
            self.found: Judgements = read_judgements(db, self.in_round)
            decided = settlements.load_settlements(db)
            self.all = find_disagreements(
                self.found, decided, lambda ids: answers.load_texts(db, ids)
            )
            self.rounds = [one.name for one in rounds.load_rounds(db) if one.frozen_at]
            """The frozen rounds, oldest first."""
        # By all disagreements, so that the queue does not move while it is worked off.
        self._order = {total.code: n for n, total in enumerate(self.count_by_code())}

    def refresh_decisions(self, answer_id: int | None = None) -> None:
        """Read decisions anew, all or those on one answer.

        What coders said is the same, and would take a moment to read.
        """
        with self.study.store.read() as db:
            decided = settlements.load_settlements(db, answer_id)
        for place, one in enumerate(self.all):
            # None means all.
            if answer_id in (None, one.answer_id):
                self.all[place] = replace(one, settled=decided.get((one.answer_id, one.code)))

    # --- looking

    def list_disagreements(self, wanted: DisagreementFilter | None = None) -> list[Disagreement]:
        """What is asked for: codes that coders split on most often first, other words last, then in
        reading order.
        """
        wanted = wanted or DisagreementFilter()
        chosen = [one for one in self.all if _matches_filter(one, wanted)]

        def sort_key(one: Disagreement) -> tuple[bool, int]:
            return one.kind is DisagreementKind.BOUNDARY, self._order[one.code]

        return sorted(chosen, key=sort_key)

    def count_by_code(self, questions: Sequence[str] = ()) -> list[CodeTotals]:
        """Every code, the one that coders split on most often, of the answers where one applied it,
        first.
        """
        jointly = count_jointly_judged(self.found, questions)
        split: Counter[str] = Counter()
        words: Counter[str] = Counter()
        settled: Counter[str] = Counter()
        for one in self.all:
            if questions and one.question not in questions:
                continue
            # Other words are the smaller matter, and are counted apart.
            counter = words if one.kind is DisagreementKind.BOUNDARY else split
            counter[one.code] += 1
            # True counts as one.
            settled[one.code] += one.settled is not None

        totals = []
        for _, code in self.found.book.list_in_tree_order():
            key = code.key
            if code.codable:
                joint = jointly.judged[key]
                totals.append(CodeTotals(key, joint, split[key], words[key], settled[key]))

        def sort_key(total: CodeTotals) -> tuple[float, int]:
            # Of the answers where it was used: a rare code on which all differ comes first.
            share = total.split / max(jointly.used[total.code], 1)
            return -share, -total.split

        return sorted(totals, key=sort_key)

    def read_text(self, one: Disagreement) -> str:
        """The answer's text."""
        with self.study.store.read() as db:
            return answers.load_texts(db, [one.answer_id])[one.answer_id]

    def require_disagreement(self, case: str, question: str, code: str) -> Disagreement:
        """The disagreement at a place. Raises BadInput where there is none."""
        if code not in self.found.book.codes:
            near = did_you_mean(code, self.found.book.codes)
            raise BadInput(f"The codebook has no code {code!r}.", near)
        for one in self.all:
            if (one.case, one.question, one.code) == (case, question, code):
                return one

        hint = "`tipcoder adjudicate list` shows where they differ."
        # A case that is known has no such disagreement; one that is not was misspelt.
        known = {answer.case for answer in self.found.answers.values()}
        if case not in known:
            hint = did_you_mean(case, known)
        raise BadInput(f"{case} {question}: coders do not differ on {code} there.", hint)

    def read_memos(self, one: Disagreement) -> dict[int, str]:
        """What the coders noted on the answer, by coder id."""
        noted = {}
        with self.study.store.read() as db:
            for voice in one.voices:
                memos = notes.load_memos_on_answer(db, one.answer_id, voice.coder_id)
                if memos:
                    noted[voice.coder_id] = " / ".join(memo.text for memo in memos)
        return noted

    def require_coder_id(self, name: str) -> int:
        """The id of a coder who said something. Raises BadInput naming the nearest one."""
        by_name = {called: coder_id for coder_id, called in self.found.name_coders().items()}
        if name not in by_name:
            near = did_you_mean(name, by_name)
            raise BadInput(f"Nobody called {name!r} has finished answers here.", near)
        return by_name[name]

    def parse_side(self, who: str) -> tuple[str, int | None]:
        """The side that `both`, `neither` or a coder's name means, and the coder's id."""
        if who in (BOTH, NEITHER):
            return who, None
        return CODER, self.require_coder_id(who)

    def name_side_taken(self, one: Disagreement) -> str:
        """Whose side was taken: a coder's name, `both`, `neither` or `edited`; empty where nothing
        was decided.
        """
        if one.settled is None:
            return ""
        decision = one.settled.decision
        # Where no coder was sided with, the side itself is the name.
        return self.found.name_coders().get(decision.sided_with or 0, decision.side)

    def draw_lessons(self) -> list[Lesson]:
        """What the decisions teach about each code."""
        return draw_lessons(self.all, self.code_label, self.found.book.language)

    def count_judgements_upheld(self) -> list[tuple[str, int, int]]:
        """(coder, how many of her judgements were upheld, of how many).

        Who yields is a finding too (O'Connor & Joffe, 2020).
        """
        upheld: Counter[int] = Counter()
        judged: Counter[int] = Counter()
        for one in self.all:
            # Other words say nothing about whose judgement was upheld.
            if one.settled is None or one.kind is DisagreementKind.BOUNDARY:
                continue
            is_there = bool(one.settled.decision.spans)
            for coder_id, spans in one.settled.said.items():
                judged[coder_id] += 1
                upheld[coder_id] += bool(spans) == is_there
        names = self.found.name_coders()
        return [(names[each], upheld[each], judged[each]) for each in names if judged[each]]

    # --- deciding

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
        """Resolve a disagreement; returns the sentence of what was decided.

        `side` is `coder` with the one whose judgement is upheld, `both` (everything that anybody
        marked), `neither` (the code is not there), or `edited` with `spans`. Raises BadInput for an
        answer of an open round and for a text that was replaced.
        """
        decision = self.build_decision(
            one, side, coder_id=coder_id, spans=spans, reason=reason, note=note
        )
        return self._store_decision(one, decision)

    def amend_decision(
        self, one: Disagreement, *, reason: str | None = None, note: str | None = None
    ) -> str:
        """Give a decision another reason or note. Raises BadInput where there is none."""
        decision = self._require_settled(one).decision
        if reason is not None:
            decision = decision._replace(reason=require_reason(reason))
        if note is not None:
            decision = decision._replace(note=note.strip())
        return self._store_decision(one, decision)

    def settle_many(
        self, decided: Sequence[tuple[Disagreement, ConsensusDecision]], source: str
    ) -> int:
        """Keep decisions as one act; returns how many of them were not so already."""
        new = []
        for one, decision in decided:
            # A file that is imported twice changes nothing the second time.
            if one.settled is None or one.settled.decision != decision:
                new.append((one, decision))
        if new:
            count = format_count(len(new), "disagreement")
            self._write_decisions(new, f"resolved {count} by {source}")
            self.refresh()
        return len(new)

    def _store_decision(self, one: Disagreement, decision: ConsensusDecision) -> str:
        told = self.describe_decision(one, decision)
        sentence = f"resolved {self._name_place(one)}: {told}"
        self._write_decisions([(one, decision)], sentence, one.answer_id)
        self.refresh_decisions(one.answer_id)
        return sentence

    def _write_decisions(
        self,
        decided: Sequence[tuple[Disagreement, ConsensusDecision]],
        sentence: str,
        answer_id: int | None = None,
    ) -> None:
        with self.study.store.write() as db:
            # A lead may never have coded: her first act makes her known.
            person = coders.ensure_coder(db, self.coder)
            act = events.begin_act(db, person.id, "settle", sentence, answer_id=answer_id)
            code_ids = codebooks.load_code_ids(db)
            revision = codebooks.read_current_revision(db)
            for one, decision in decided:
                # Again for each, in the transaction: a round may have begun since it was shown.
                check_can_settle(db, one)
                place = one.answer_id, code_ids[one.code]
                # Kept with the decision, so that it can be told later what it was about.
                said = {voice.coder_id: voice.spans for voice in one.voices}
                settlements.add_settlement(act, person.id, place, decision, said, revision)
            self.last_act = None if act.is_empty else act.id
            events.finish_act(act)

    def _require_settled(self, one: Disagreement) -> Settlement:
        if one.settled is None:
            raise BadInput(f"{self._name_place(one)} is not resolved.")
        return one.settled

    def reopen_disagreement(self, one: Disagreement) -> str:
        """Remove a decision. Raises BadInput where there is none."""
        settled = self._require_settled(one)
        sentence = f"reopened {self._name_place(one)}"
        with events.record_act(
            self.study.store, self.coder.id, "settle", sentence, answer_id=one.answer_id
        ) as act:
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
        """What `settle_disagreement` would keep. Raises BadInput for what cannot be decided."""
        return choose_decision(
            one,
            side,
            label=self.code_label(one.code),
            length=self.found.answers[one.answer_id].length,
            coder_id=coder_id,
            spans=spans,
            reason=reason,
            note=note,
        )

    def code_label(self, code: str) -> str:
        """A code's label in the study's main language."""
        found = self.found.book.codes.get(code)
        if found is None:
            return code
        return found.find_label(self.study.definition.languages[0], self.found.book.language)

    def _name_place(self, one: Disagreement) -> str:
        return f"{self.code_label(one.code)} on {one.case} {one.question}"

    def describe_decision(
        self, one: Disagreement, decision: ConsensusDecision, *, hide_names: bool = False
    ) -> str:
        """What was decided, in a few words."""
        return summarise_decision(one, decision, hide_names=hide_names)


def _matches_filter(one: Disagreement, wanted: DisagreementFilter) -> bool:
    if one.kind is DisagreementKind.BOUNDARY and not wanted.words_too:
        return False
    if wanted.codes and one.code not in wanted.codes:
        return False
    if wanted.questions and one.question not in wanted.questions:
        return False
    if wanted.settled is not None and (one.settled is not None) != wanted.settled:
        return False
    return wanted.pair is None or _is_between(one, wanted.pair)


def _is_between(one: Disagreement, pair: tuple[int, int]) -> bool:
    """Whether these two coders differ from each other, and not only from others."""
    spans = [voice.spans for voice in one.voices if voice.coder_id in pair]
    if len(spans) < 2:
        return False
    first, second = spans
    if one.kind is DisagreementKind.BOUNDARY:
        return first != second
    return bool(first) != bool(second)
