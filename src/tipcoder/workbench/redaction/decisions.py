"""Deciding what must not be seen in quotes.

Proposals are accepted or rejected, spans marked, strings decided for the whole study, and
stretches reviewed.
"""

from __future__ import annotations

from collections.abc import Sequence

from tipcoder.errors import BadInput
from tipcoder.privacy.compared_words import split_words
from tipcoder.privacy.hits import HIGH, Hit
from tipcoder.privacy.replacements import (
    ELLIPSIS,
    TextReplacement,
    choose_replacement,
    choose_wider_replacement,
    is_own_wording,
    resolve_overlaps,
)
from tipcoder.store import redactions
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
from tipcoder.text import format_count
from tipcoder.workbench.redaction.acts import RedactionActs
from tipcoder.workbench.redaction.proposals import RedactionProposal, fold_string

ProposalPlace = tuple[int, RedactionProposal]
"""A proposal and the answer that it is about."""
AnswerSpan = tuple[int, int, int]
"""Answer, start and end."""


class RedactionSession(RedactionActs):
    """A study in the hands of somebody who decides.

    Every act is durable when it returns, and can be undone. Each returns a sentence for a person.
    """

    # --- proposals --------------------------------------------------------------------------------

    def accept_proposals(
        self, places: Sequence[ProposalPlace], *, style: str = "", replacement: str | None = None
    ) -> str:
        """Accept proposals, all in one act.

        `style` is empty, `generalise` or `ellipsis`; `replacement` is other words than the usual
        noun. Raises BadInput for a proposal that was found in words a person wrote: these have to
        be written anew.
        """
        hits_by_answer: dict[int, list[Hit]] = {}
        for answer_id, proposal in places:
            if proposal.inserted:
                raise BadInput(
                    f"{_format_place(self.sources[answer_id])}: that is in the replacement.",
                    "Write them without it, or reject it with a reason.",
                )
            # By answer, because replacements of one answer may overlap.
            hits_by_answer.setdefault(answer_id, []).append(proposal.hit)

        what = format_count(len(places), "proposal")
        with self._record_act("redact", f"accepted {what}", hits_by_answer.keys()) as act:
            for answer_id, hits in hits_by_answer.items():
                edits = [self._build_edit(answer_id, hit, style, replacement) for hit in hits]
                # A name inside a description that goes as well goes with it.
                for edit in resolve_overlaps(edits):
                    self._store_edit(act, answer_id, edit)
        return f"Accepted {what}."

    def reject_proposals(self, places: Sequence[ProposalPlace], reason: str = "") -> str:
        """Keep what was proposed to go.

        Raises BadInput where a grave proposal is rejected without a reason.
        """
        reason = reason.strip()
        # All are checked before any is rejected: an act is whole or nothing.
        for _, proposal in places:
            _refuse_rejection(proposal, reason)

        what = format_count(len(places), "proposal")
        answers = {answer_id for answer_id, _ in places}
        with self._record_act("redact", f"rejected {what}", answers) as act:
            for answer_id, proposal in places:
                # Its span is replaced already; only the reason is new.
                if proposal.inserted:
                    self._record_reason(act, answer_id, proposal, reason)
                    continue
                hit = proposal.hit
                decision = RedactionDecision(
                    answer_id, hit.start, hit.end, KEEP, hit.kind, "", reason
                )
                self._store_decision(act, decision)
        return f"Rejected {what}."

    # --- spans ------------------------------------------------------------------------------------

    def mark_span(
        self,
        answer_id: int,
        start: int,
        end: int,
        kind: str,
        replacement: str | None = None,
        reason: str = "",
    ) -> str:
        """Replace a span that a person chose; kind `translation` replaces it by a translation.

        Raises BadInput for a span that is not in the answer, and for a translation without words.
        """
        source = self.sources[answer_id]
        _check_span(source, start, end)
        noun = choose_replacement(kind, source.language) if replacement is None else replacement
        # A translation that says nothing would look like a quote that was lost.
        if is_own_wording(noun) and not split_words(noun):
            raise BadInput(
                "The replacement has no letter or digit.",
                "Leave it out for the usual noun.",
            )

        place = f"{_format_place(source)} at {start}-{end}"
        decision = RedactionDecision(answer_id, start, end, REPLACE, kind, noun, reason.strip())
        with self._record_act("redact", f"marked {place}", {answer_id}) as act:
            self._store_decision(act, decision)
        return f"Marked {place}."

    def reopen_span(self, answer_id: int, start: int, end: int) -> str:
        """Take back every decision that touches a span, so that its proposals are open again."""
        source = self.sources[answer_id]
        _check_span(source, start, end)
        touched = []
        for decision in self.list_decisions(answer_id):
            if decision.start < end and start < decision.end:
                # Also one that reaches beyond the span: half a decision would leave half a name.
                touched.append(decision.id)

        place = _format_place(source)
        if not touched:
            raise BadInput(f"{place}: nothing is decided at {start}-{end}.")
        with self._record_act("redact", f"took back decisions on {place}", {answer_id}) as act:
            redactions.retract_decisions(act, touched)
        return f"Open again: {place} at {start}-{end}."

    # --- strings of the whole study ---------------------------------------------------------------

    def decide_string(
        self, string: str, kind: str, replacement: str = "", *, keep: str = ""
    ) -> str:
        """Decide about a string in the whole study: replace it everywhere, or keep it.

        `keep` is the reason for keeping it. Without a replacement the usual noun of the kind is
        put instead, in the language of each answer. What was decided about a single place goes
        before it. A name in full and a contact cannot be kept so.
        """
        folded = fold_string(string)
        if not split_words(folded):
            raise BadInput("There is no word in that string.")

        reason = keep.strip()
        if reason:
            # A rule that keeps has no words to put.
            rule = RedactionRule(folded, KEEP, kind, "", reason)
        else:
            rule = RedactionRule(folded, REPLACE, kind, replacement, "")
        sentence = f"{rule.decision}: one string in the whole study"
        with self._record_act("redact", sentence, ()) as act:
            redactions.set_rule(act, self._register_coder(act), rule)
        return "Kept in the whole study." if reason else "Replaced in the whole study."

    def drop_string_rule(self, string: str) -> str:
        """Decide about a string no longer. Raises BadInput where nothing is decided about it."""
        with self._record_act("redact", "took back: one string in the whole study", ()) as act:
            if not redactions.drop_rule(act, fold_string(string)):
                raise BadInput(
                    "Nothing is decided about that string.",
                    "`tipcoder redact rule` lists what is decided.",
                )
        return "Taken back in the whole study."

    # --- reviews ----------------------------------------------------------------------------------

    def review_stretches(self, stretches: Sequence[AnswerSpan], *, withhold: bool = False) -> str:
        """Say that these stretches were read as they would be released, or must not leave.

        Raises BadInput while a proposal inside one is open; then no review is stored.
        """
        for answer_id, start, end in stretches:
            source = self.sources[answer_id]
            _check_span(source, start, end)
            waiting = len(self.list_open_proposals(answer_id, start, end))
            # Nobody has to decide what is in words that will not leave.
            if waiting and not withhold:
                are_open = "proposal is open" if waiting == 1 else "proposals are open"
                raise BadInput(
                    f"{_format_place(source)}: {waiting} {are_open}.",
                    "Accept or reject first; `tipcoder redact list` shows them.",
                )

        what = format_count(len(stretches), "stretch", "stretches")
        sentence = f"withheld {what}" if withhold else f"read {what} as it would be released"
        verdict = WITHHOLD if withhold else RELEASE
        answers = {answer_id for answer_id, _, _ in stretches}
        with self._record_act("review", sentence, answers) as act:
            person = self._register_coder(act)
            reviews = []
            for answer_id, start, end in stretches:
                # The state that was read: whatever changes it later makes the review stale.
                digest = self.digest_state(answer_id, start, end)
                reviews.append(QuoteReview(answer_id, person, start, end, verdict, digest))
            redactions.set_reviews(act, reviews)
        return sentence.capitalize() + "."

    # --- steps of an act --------------------------------------------------------------------------

    def _build_edit(
        self, answer_id: int, hit: Hit, style: str, replacement: str | None
    ) -> TextReplacement:
        language = self.sources[answer_id].language
        if replacement is not None:
            noun = replacement
        elif style == "generalise":
            noun = choose_wider_replacement(hit.kind, language)
        elif style == "ellipsis":
            noun = ELLIPSIS
        else:
            noun = choose_replacement(hit.kind, language)
        return TextReplacement(hit.start, hit.end, noun, hit.kind)

    def _record_reason(
        self, act: Act, answer_id: int, proposal: RedactionProposal, reason: str
    ) -> None:
        """Say why words that were put instead may stay as they are."""
        span = (proposal.hit.start, proposal.hit.end)
        for decision in self.list_decisions(answer_id):
            if decision.decision == REPLACE and (decision.start, decision.end) == span:
                # A new decision on the same span takes the place of the old one.
                self._store_decision(act, decision._replace(reason=reason))


def _refuse_rejection(proposal: RedactionProposal, reason: str) -> None:
    is_grave = proposal.hit.severity == HIGH or proposal.inserted
    if is_grave and not reason:
        raise BadInput(
            "A proposal of high severity needs a reason to be rejected.", "Say why it may stay."
        )
    if proposal.inserted and proposal.hit.firm:
        raise BadInput("A replacement may not name anybody.", "Write another one.")


def _check_span(source: SourceAnswer, start: int, end: int) -> None:
    length = len(source.text)
    if not 0 <= start < end <= length:
        raise BadInput(
            f"{_format_place(source)}: {start}-{end} is not a span of its {length} characters."
        )


def _format_place(source: SourceAnswer) -> str:
    return f"{source.case} {source.question}"
