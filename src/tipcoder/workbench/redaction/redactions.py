"""From proposals to a released wording: what is proposed, what people decided, and who has read it.

Decisions apply to the answer, so that every quote of it is worded alike. A review is of a stretch
of an answer and holds for every quote inside, as long as nothing of what was read has changed.

    redactions = Redactions(study)
    answer_id = redactions.require_answer_id("1254", "Q3.10")
    released = redactions.build_released(answer_id, 12, 80)
    released.wording, released.can_leave()
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial

from tipcoder.errors import BadInput
from tipcoder.privacy.detection import Detector
from tipcoder.privacy.hits import Hit
from tipcoder.privacy.replacements import (
    TRANSLATION,
    TextReplacement,
    build_edits,
    is_own_wording,
    release_wording,
    resolve_overlaps,
)
from tipcoder.store import erasures, withdrawals
from tipcoder.store.redactions import (
    KEEP,
    REPLACE,
    QuoteReview,
    RedactionDecision,
    RedactionRule,
    SourceAnswer,
)
from tipcoder.text import fold_text
from tipcoder.workbench.redaction.answer_search import AnswerSearch
from tipcoder.workbench.redaction.detection_base import DetectionBase
from tipcoder.workbench.redaction.detector import Identities
from tipcoder.workbench.redaction.kept_names import KeptNames
from tipcoder.workbench.redaction.proposal_states import (
    collect_applied_edits,
    judge_hit,
    judge_inserted_hits,
)
from tipcoder.workbench.redaction.proposals import (
    KEPT,
    AppliedEdit,
    RedactionProposal,
    ReleasedStretch,
    SearchedAnswer,
    fold_string,
)
from tipcoder.workbench.redaction.review_state import compute_review_digest, find_readers
from tipcoder.workbench.redaction.string_rules import RuledSpan, find_string_stems
from tipcoder.workbench.redaction.verdicts import StudyVerdicts
from tipcoder.workbench.study import OpenStudy


class Redactions:
    """The redactions of a study, as they are when it is made and after each `refresh`.

    Writes nothing. Raises EnvironmentFault where the key file is missing, once something has to be
    looked for.
    """

    def __init__(self, study: OpenStudy, base: DetectionBase | None = None) -> None:
        """`base` is what another thread has read and made; without it all is read here."""
        self.study = study
        self._search = AnswerSearch(study, base)
        self.sources: Mapping[int, SourceAnswer] = self._search.sources
        self._ids = {(source.case, source.question): source.id for source in self.sources.values()}
        self._verdicts = StudyVerdicts()
        self._withdrawn: dict[int, str] = {}
        self.erased: Mapping[int, tuple[str, str]] = {}
        """Case and question of answers whose words were erased, and whose codes count."""

        # What follows from the above, worked out when it is asked for and forgotten with it.
        self._applied: dict[int, list[AppliedEdit]] = {}
        self._judged: dict[int, list[RedactionProposal]] = {}
        self._edits: dict[tuple[int, bool], list[TextReplacement]] = {}
        self._digests: dict[int, dict[tuple[int, int], str]] = {}
        self.refresh()

    def refresh(self, answers: Collection[int] = ()) -> set[int]:
        """Read again what people decided about these answers, or about everything.

        Returns the answers for which something has changed. Texts are frozen and not read again.
        """
        changes = self._verdicts.reload_verdicts(self.study.store, answers)
        # A rule about a string changes every answer that holds it.
        changed = changes.answers | self._find_affected(changes.strings)
        changed |= self._reload_withdrawals()
        for answer_id in changed:
            self._applied.pop(answer_id, None)
            self._judged.pop(answer_id, None)
            self._digests.pop(answer_id, None)
            self._edits.pop((answer_id, True), None)
            self._edits.pop((answer_id, False), None)
        return changed

    def _reload_withdrawals(self) -> set[int]:
        """Read again which answers were withdrawn; returns those for which that has changed."""
        before = self._withdrawn
        with self.study.store.read() as db:
            self._withdrawn = withdrawals.load_waiting(db)
            self.erased = erasures.load_erased_sources(db)
        return before.keys() ^ self._withdrawn.keys()

    def _find_affected(self, strings: Collection[str]) -> set[int]:
        """Answers seen so far that may hold one of these strings.

        Inflected forms count, and so do words that a person put instead.
        """
        affected: set[int] = set()
        if not strings:
            return affected
        stems = find_string_stems(strings)
        for answer_id in {*self._applied, *self._judged, *self._digests}:
            # What people wrote instead is searched as well as the answer.
            put = " ".join(each.replacement for each in self._verdicts.list_decisions(answer_id))
            text = f"{self._search.fold_answer(answer_id)} {fold_string(put)}"
            if any(stem in text for stem in stems):
                affected.add(answer_id)
        return affected

    @property
    def base(self) -> DetectionBase:
        """What is looked for, and in which texts."""
        return self._search.base

    @property
    def identities(self) -> Identities:
        """Who must not be named."""
        return self.base.identities

    @property
    def detector(self) -> Detector:
        """What looks for them."""
        return self.base.detector

    @property
    def names(self) -> KeptNames:
        """What looks for known names in texts that leave."""
        return self.base.names

    def find_withdrawal(self, answer_id: int) -> str:
        """How an answer was withdrawn in the survey file, where nobody has decided yet; or
        empty."""
        return self._withdrawn.get(answer_id, "")

    def find_answer_id(self, case: str, question: str) -> int | None:
        """The answer of a case to a question; None where its words are not there any more."""
        return self._ids.get((case, question))

    def has_words(self, case: str, question: str) -> bool:
        """Whether there is an answer to read."""
        return (case, question) in self._ids

    def require_erased_id(self, case: str, question: str) -> int:
        """The answer of a case to a question, where its words were erased. Raises BadInput."""
        for answer_id, place in self.erased.items():
            if place == (case, question):
                return answer_id
        return self.require_answer_id(case, question)

    def require_answer_id(self, case: str, question: str) -> int:
        """The answer of a case to a question. Raises BadInput where there is none to read."""
        found = self.find_answer_id(case, question)
        if found is None:
            if (case, question) in self.erased.values():
                raise BadInput(f"{case} {question}: its words were erased.")
            raise BadInput(
                f"{case} {question}: there is no readable answer.",
                "`tipcoder code` lists what there is.",
            )
        return found

    # --- what is proposed -------------------------------------------------------------------------

    def find_hits(self, answer_id: int) -> list[Hit]:
        """What the detector finds in an answer; found once."""
        return self._search.find_hits(answer_id)

    def add_searched(self, found: Mapping[int, SearchedAnswer]) -> None:
        """What another thread found with the same base."""
        self._search.add_searched(found)

    def is_searched(self, answer_id: int) -> bool:
        """Whether `find_hits` has its answer at hand."""
        return self._search.is_searched(answer_id)

    def list_proposals(self, answer_id: int) -> list[RedactionProposal]:
        """Every hit of an answer with its state, then those in words that people put instead."""
        if answer_id not in self._judged:
            self._judged[answer_id] = self._judge_hits(answer_id)
        return self._judged[answer_id]

    def _judge_hits(self, answer_id: int) -> list[RedactionProposal]:
        source = self.sources[answer_id]
        decisions = self._verdicts.list_decisions(answer_id)
        applied = self._list_applied(answer_id)
        proposals = []
        for hit in self.find_hits(answer_id):
            proposals.append(judge_hit(hit, source, applied, decisions, self._verdicts.rules))

        for made in applied:
            words = made.edit.replacement
            # The usual nouns name nobody; what a person wrote may.
            if is_own_wording(words):
                hits = self._search.find_hits_in_words(answer_id, words)
                proposals += judge_inserted_hits(hits, made, self._verdicts.rules)
        return proposals

    def list_open_proposals(self, answer_id: int, start: int, end: int) -> list[RedactionProposal]:
        """Proposals that reach into a stretch and wait for a decision; none that is weak."""
        inside = self._list_inside(answer_id, start, end)
        return [proposal for proposal in inside if proposal.is_waiting]

    def _list_inside(self, answer_id: int, start: int, end: int) -> list[RedactionProposal]:
        proposals = self.list_proposals(answer_id)
        return [each for each in proposals if each.hit.start < end and start < each.hit.end]

    # --- what is decided --------------------------------------------------------------------------

    def list_decisions(self, answer_id: int) -> list[RedactionDecision]:
        """What people decided about spans of an answer."""
        return list(self._verdicts.list_decisions(answer_id))

    def list_rules(self) -> list[RedactionRule]:
        """What people decided about strings of the whole study."""
        return list(self._verdicts.rules.rules.values())

    def list_edits(self, answer_id: int, *, everything: bool = False) -> list[TextReplacement]:
        """The replacements of the released wording; `everything`: open proposals as well."""
        # Every stretch of an answer asks for them, several times.
        key = (answer_id, everything)
        if key not in self._edits:
            self._edits[key] = self._collect_edits(answer_id, everything)
        return self._edits[key]

    def _collect_edits(self, answer_id: int, everything: bool) -> list[TextReplacement]:
        edits = [made.edit for made in self._list_applied(answer_id)]
        if everything:
            waiting = []
            for proposal in self.list_proposals(answer_id):
                # Only open ones: what was kept stays, and what was replaced is in the edits. Of
                # what is weak no rule can say what may stand instead.
                if proposal.is_waiting:
                    waiting.append(proposal.hit)
            edits += build_edits(waiting, self.sources[answer_id].language)
        return resolve_overlaps(edits)

    def _list_applied(self, answer_id: int) -> list[AppliedEdit]:
        if answer_id not in self._applied:
            source = self.sources[answer_id]
            decisions = self._verdicts.list_decisions(answer_id)
            ruled = self._iterate_ruled(answer_id)
            self._applied[answer_id] = collect_applied_edits(source, decisions, ruled)
        return self._applied[answer_id]

    def _iterate_ruled(self, answer_id: int) -> Iterator[RuledSpan]:
        """Places where a string is written that is replaced in the whole study."""
        text = self.sources[answer_id].text
        # Long strings wherever they are written, short ones where a detector points at them.
        yield from self._verdicts.rules.iterate_phrases(text)
        # Looking for names takes time: a study without rules is not searched for them.
        if not self._verdicts.rules.rules:
            return
        for hit in self.find_hits(answer_id):
            rule = self._verdicts.rules.find_rule(text[hit.start : hit.end])
            if rule is not None and rule.decision == REPLACE:
                yield hit.start, hit.end, rule

    # --- what leaves ------------------------------------------------------------------------------

    def build_wording(
        self, answer_id: int, start: int, end: int, *, everything: bool = False
    ) -> str:
        """The released wording of a stretch; `everything` accepts open proposals."""
        edits = self.list_edits(answer_id, everything=everything)
        return release_wording(self.sources[answer_id].text, start, end, edits)

    def build_released(self, answer_id: int, start: int, end: int) -> ReleasedStretch:
        """A stretch as it would leave, with who has read it in its present wording.

        A review counts for every stretch inside the one that was read; a decision to withhold, for
        every one it touches.
        """
        digest = partial(self.digest_state, answer_id)
        readers = find_readers(self._verdicts, answer_id, start, end, digest)
        edits = _list_touching(self.list_edits(answer_id), start, end)
        waiting = self.list_open_proposals(answer_id, start, end)
        return ReleasedStretch(
            self.build_wording(answer_id, start, end),
            any(edit.kind == TRANSLATION for edit in edits),
            tuple(readers.fresh),
            readers.is_stale and not readers.fresh,
            tuple(readers.withholding),
            tuple(proposal.hit for proposal in waiting),
            self.find_withdrawal(answer_id),
        )

    def list_reviews(self, answer_id: int) -> list[QuoteReview]:
        """Everything that people have said about stretches of an answer."""
        return list(self._verdicts.list_reviews(answer_id))

    def digest_state(self, answer_id: int, start: int, end: int) -> str:
        """The digest of everything that a review of this stretch rests on.

        Text, replacements, what is proposed and how it stands, version of the detector, aliases
        and keep-list. Stored with a review: another form of the same facts would make it stale.
        """
        # Asked for by every stretch of an answer at every redraw.
        digests = self._digests.setdefault(answer_id, {})
        if (start, end) not in digests:
            digests[start, end] = compute_review_digest(
                self.sources[answer_id].text[start:end],
                _list_touching(self.list_edits(answer_id), start, end),
                self._list_inside(answer_id, start, end),
                self.identities.alias_digest,
                self.study.definition.privacy.keep,
            )
        return digests[start, end]

    def find_kept_strings(self, answer_id: int) -> set[str]:
        """Folded strings of an answer that a person decided to keep."""
        spans = []
        for decision in self._verdicts.list_decisions(answer_id):
            if decision.decision == KEEP:
                spans.append((decision.start, decision.end))
        for proposal in self.list_proposals(answer_id):
            # What is kept in a translation is not a string of the answer.
            if proposal.state == KEPT and not proposal.inserted:
                spans.append((proposal.hit.start, proposal.hit.end))
        text = self.sources[answer_id].text
        return {fold_text(text[start:end]) for start, end in spans}


def _list_touching(edits: Iterable[TextReplacement], start: int, end: int) -> list[TextReplacement]:
    """Those that replace something of a stretch."""
    return [edit for edit in edits if edit.start < end and start < edit.end]
