"""Deciding what must not be seen in quotes: accept, reject, mark, decide for the whole study, and say it was read."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

from tipcoder.errors import BadInput
from tipcoder.model import Coder, UndoResult
from tipcoder.privacy.hits import HIGH, Hit
from tipcoder.privacy.replacing import (
    ELLIPSIS,
    TextReplacement,
    choose_replacement,
    choose_wider_replacement,
    is_own_wording,
    resolve_overlaps,
)
from tipcoder.privacy.words import split_words
from tipcoder.store import coders, events, redactions, undo_redo
from tipcoder.store.events import Act
from tipcoder.store.redactions import (
    KEEP,
    RELEASE,
    REPLACE,
    WITHHOLD,
    QuoteReview,
    RedactionDecision,
    RedactionRule,
    SourceAnswer,
)
from tipcoder.workbench.redaction.proposals import RedactionProposal, fold_string
from tipcoder.workbench.redaction.redactions import DetectionBase, Redactions
from tipcoder.workbench.study import OpenStudy

ProposalPlace = tuple[int, RedactionProposal]
"""A proposal and the answer that it is about."""
AnswerSpan = tuple[int, int, int]
"""Answer, start and end."""


class RedactionSession(Redactions):
    """A study in the hands of somebody who decides. Every act is durable when it returns, and can be undone."""

    def __init__(self, study: OpenStudy, coder: Coder, base: DetectionBase | None = None) -> None:
        super().__init__(study, base)
        self.coder = coder
        self.changed: set[int] = set()
        """The answers for which something is otherwise since the latest act."""

    def accept_proposals(
        self, places: Sequence[ProposalPlace], *, style: str = "", replacement: str | None = None
    ) -> str:
        """Accept proposals, all in one act. `style` is empty, `generalise` or `ellipsis`; `replacement` other words.

        Raises BadInput for one that was found in words a person wrote: these have to be written anew.
        """
        for answer_id, proposal in places:
            if proposal.inserted:
                source = self.sources[answer_id]
                raise BadInput(
                    f"{source.case} {source.question}: that stands in the words put instead.",
                    "Write them without it, or reject it with a reason.",
                )
        with self._record_act(
            "redact", f"accepted {_format_proposal_count(places)}", {answer_id for answer_id, _ in places}
        ) as act:
            for answer_id in dict.fromkeys(answer_id for answer_id, _ in places):
                hits = [proposal.hit for of, proposal in places if of == answer_id]
                # A name inside a description that goes as well goes with it.
                for edit in resolve_overlaps(self._build_edit(answer_id, hit, style, replacement) for hit in hits):
                    row = RedactionDecision(answer_id, edit.start, edit.end, REPLACE, edit.kind, edit.replacement, "")
                    self._store_decision(act, row)
        return f"Accepted {_format_proposal_count(places)}."

    def reject_proposals(self, places: Sequence[ProposalPlace], reason: str = "") -> str:
        """Keep what was proposed to go. Raises BadInput where a grave proposal is rejected without a reason."""
        reason = reason.strip()
        if not reason and any(p.hit.severity == HIGH or p.inserted for _, p in places):
            raise BadInput("A grave proposal is not rejected without a reason.", "Say why it may stay.")
        if any(p.inserted and p.hit.firm for _, p in places):
            raise BadInput("Words put instead may not name anybody.", "Write them anew.")
        with self._record_act(
            "redact", f"rejected {_format_proposal_count(places)}", {answer_id for answer_id, _ in places}
        ) as act:
            for answer_id, proposal in places:
                hit = proposal.hit
                if proposal.inserted:
                    self._record_reason(act, answer_id, proposal, reason)
                else:
                    self._store_decision(
                        act, RedactionDecision(answer_id, hit.start, hit.end, KEEP, hit.kind, "", reason)
                    )
        return f"Rejected {_format_proposal_count(places)}."

    def mark_span(
        self, answer_id: int, start: int, end: int, kind: str, replacement: str | None = None, reason: str = ""
    ) -> str:
        """Replace a span that a person chose; kind `translation` puts a translation in its place.

        Raises BadInput for no span of the answer, and for a translation without words.
        """
        source = self.sources[answer_id]
        self._check_span(source, start, end)
        noun = choose_replacement(kind, source.language) if replacement is None else replacement
        if is_own_wording(noun) and not split_words(noun):
            raise BadInput("What stands instead has no word in it.", "Leave it away for the usual noun.")
        with self._record_act("redact", f"marked {source.case} {source.question} at {start}-{end}", {answer_id}) as act:
            self._store_decision(act, RedactionDecision(answer_id, start, end, REPLACE, kind, noun, reason.strip()))
        return f"Marked {source.case} {source.question} at {start}-{end}."

    def reopen_span(self, answer_id: int, start: int, end: int) -> str:
        """Take back every decision that touches a span, so that what is proposed there is open again."""
        source = self.sources[answer_id]
        self._check_span(source, start, end)
        touched = [d.id for d in self.list_decisions(answer_id) if d.start < end and start < d.end]
        if not touched:
            raise BadInput(f"{source.case} {source.question}: nothing is decided at {start}-{end}.")
        with self._record_act("redact", f"took back decisions on {source.case} {source.question}", {answer_id}) as act:
            redactions.retract_decisions(act, touched)
        return f"Open again: {source.case} {source.question} at {start}-{end}."

    def decide_string(self, string: str, kind: str, replacement: str = "", *, keep: str = "") -> str:
        """Decide about a string in the whole study: replace it wherever it stands, or keep it for the reason `keep`.

        Without a replacement the usual noun of the kind stands instead, in the language of each answer. What was
        decided about a single place goes before it. A name in full and a contact cannot be kept so.
        """
        if not split_words(fold_string(string)):
            raise BadInput("There is no word in that string.")
        decision, noun, reason = (KEEP, "", keep.strip()) if keep.strip() else (REPLACE, replacement, "")
        with self._record_act("redact", f"{decision}: one string in the whole study", ()) as act:
            redactions.set_rule(
                act, self._register_coder(act), RedactionRule(fold_string(string), decision, kind, noun, reason)
            )
        return "Kept in the whole study." if decision == KEEP else "Replaced in the whole study."

    def drop_string_rule(self, string: str) -> str:
        """Decide about a string no longer. Raises BadInput where nothing is decided about it."""
        with self._record_act("redact", "took back: one string in the whole study", ()) as act:
            if not redactions.drop_rule(act, fold_string(string)):
                raise BadInput("Nothing is decided about that string.", "`tipcoder redact rules` lists what is.")
        return "Taken back in the whole study."

    def review_stretches(self, stretches: Sequence[AnswerSpan], *, withhold: bool = False) -> str:
        """Say that these stretches were read as they would be released, or that they must not leave.

        Raises BadInput while a proposal inside one is open; nothing is then kept.
        """
        for answer_id, start, end in stretches:
            source = self.sources[answer_id]
            self._check_span(source, start, end)
            waiting = len(self.list_open_proposals(answer_id, start, end))
            if waiting and not withhold:
                raise BadInput(
                    f"{source.case} {source.question}: {waiting} proposal{'s are' if waiting > 1 else ' is'} open.",
                    "Accept or reject first; `tipcoder redact list` shows them.",
                )
        verdict = WITHHOLD if withhold else RELEASE
        what = f"{len(stretches)} stretch{'' if len(stretches) == 1 else 'es'}"
        sentence = f"withheld {what}" if withhold else f"read {what} as it would be released"
        with self._record_act("review", sentence, {answer_id for answer_id, *_ in stretches}) as act:
            person = self._register_coder(act)
            read = [
                QuoteReview(a, person, start, end, verdict, self.digest_state(a, start, end))
                for a, start, end in stretches
            ]
            redactions.set_reviews(act, read)
        return sentence.capitalize() + "."

    def undo(self) -> UndoResult | None:
        """Take back the coder's latest act, here or elsewhere."""
        done = undo_redo.undo_act(self.study.store, self.coder.id)
        self.changed = self.refresh()
        return done

    def redo(self) -> UndoResult | None:
        """Do again what was last taken back."""
        done = undo_redo.redo_act(self.study.store, self.coder.id)
        self.changed = self.refresh()
        return done

    def _build_edit(self, answer_id: int, hit: Hit, style: str, replacement: str | None) -> TextReplacement:
        language = self.sources[answer_id].language
        noun = ELLIPSIS if style == "ellipsis" else choose_replacement(hit.kind, language)
        noun = choose_wider_replacement(hit.kind, language) if style == "generalise" else noun
        return TextReplacement(hit.start, hit.end, noun if replacement is None else replacement, hit.kind)

    def _record_reason(self, act: Act, answer_id: int, proposal: RedactionProposal, reason: str) -> None:
        """Say why words that were put instead may stay as they are."""
        for decision in self.list_decisions(answer_id):
            if decision.decision == REPLACE and (decision.start, decision.end) == (
                proposal.hit.start,
                proposal.hit.end,
            ):
                self._store_decision(act, decision._replace(reason=reason))

    def _check_span(self, source: SourceAnswer, start: int, end: int) -> None:
        if not 0 <= start < end <= len(source.text):
            length = len(source.text)
            raise BadInput(f"{source.case} {source.question}: {start}-{end} is no span of its {length} characters.")

    def _store_decision(self, act: Act, decision: RedactionDecision) -> None:
        redactions.add_decision(act, self._register_coder(act), decision)

    def _register_coder(self, act: Act) -> int:
        return coders.ensure_coder(act.db, self.coder).id

    @contextmanager
    def _record_act(self, verb: str, sentence: str, answers: Collection[int]) -> Iterator[Act]:
        with self.study.store.write() as db:
            person = coders.ensure_coder(db, self.coder)
            about = next(iter(answers)) if len(answers) == 1 else None
            act = events.begin_act(db, person.id, verb, sentence, answer_id=about)
            yield act
            events.finish_act(act)
        newcomer, self.coder = self.coder.id != person.id, person
        self.changed = self.refresh(() if newcomer else answers)


def _format_proposal_count(places: Sequence[ProposalPlace]) -> str:
    return f"{len(places)} proposal{'' if len(places) == 1 else 's'}"
