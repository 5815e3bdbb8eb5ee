"""Deciding what must not be seen in quotes: accept, reject, mark, decide for the whole study, and say it was read."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

from tipcoder.errors import BadInput
from tipcoder.model import Coder, Undone
from tipcoder.privacy.hits import HIGH, Hit
from tipcoder.privacy.replacing import ELLIPSIS, Edit, applied, generalised, own_words, replacement_for
from tipcoder.privacy.words import words
from tipcoder.store import coders, events, redactions
from tipcoder.store.events import Act
from tipcoder.store.redactions import KEEP, RELEASE, REPLACE, WITHHOLD, Decision, Review, Rule, Source
from tipcoder.workbench.redaction.proposals import Proposal, string_key
from tipcoder.workbench.redaction.redactions import Base, Redactions
from tipcoder.workbench.study import OpenStudy

Place = tuple[int, Proposal]
"""A proposal and the answer that it is about."""
Stretch = tuple[int, int, int]
"""Answer, start and end."""


class RedactionDesk(Redactions):
    """A study in the hands of somebody who decides. Every act is durable when it returns, and can be undone."""

    def __init__(self, here: OpenStudy, coder: Coder, base: Base | None = None) -> None:
        super().__init__(here, base)
        self.coder = coder
        self.changed: set[int] = set()
        """The answers for which something is otherwise since the latest act."""

    def accept(self, places: Sequence[Place], *, style: str = "", replacement: str | None = None) -> str:
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
        with self._act("redact", f"accepted {_count(places)}", {answer_id for answer_id, _ in places}) as act:
            for answer_id in dict.fromkeys(answer_id for answer_id, _ in places):
                hits = [proposal.hit for of, proposal in places if of == answer_id]
                # A name inside a description that goes as well goes with it.
                for edit in applied(self._edit(answer_id, hit, style, replacement) for hit in hits):
                    row = Decision(answer_id, edit.start, edit.end, REPLACE, edit.kind, edit.replacement, "")
                    self._decide(act, row)
        return f"Accepted {_count(places)}."

    def reject(self, places: Sequence[Place], reason: str = "") -> str:
        """Keep what was proposed to go. Raises BadInput where a grave proposal is rejected without a reason."""
        reason = reason.strip()
        if not reason and any(p.hit.severity == HIGH or p.inserted for _, p in places):
            raise BadInput("A grave proposal is not rejected without a reason.", "Say why it may stay.")
        if any(p.inserted and p.hit.firm for _, p in places):
            raise BadInput("Words put instead may not name anybody.", "Write them anew.")
        with self._act("redact", f"rejected {_count(places)}", {answer_id for answer_id, _ in places}) as act:
            for answer_id, proposal in places:
                hit = proposal.hit
                if proposal.inserted:
                    self._vouch(act, answer_id, proposal, reason)
                else:
                    self._decide(act, Decision(answer_id, hit.start, hit.end, KEEP, hit.kind, "", reason))
        return f"Rejected {_count(places)}."

    def mark(
        self, answer_id: int, start: int, end: int, kind: str, replacement: str | None = None, reason: str = ""
    ) -> str:
        """Replace a span that a person chose; kind `translation` puts a translation in its place.

        Raises BadInput for no span of the answer, and for a translation without words.
        """
        source = self.sources[answer_id]
        self._check(source, start, end)
        noun = replacement_for(kind, source.language) if replacement is None else replacement
        if own_words(noun) and not words(noun):
            raise BadInput("What stands instead has no word in it.", "Leave it away for the usual noun.")
        with self._act("redact", f"marked {source.case} {source.question} at {start}-{end}", {answer_id}) as act:
            self._decide(act, Decision(answer_id, start, end, REPLACE, kind, noun, reason.strip()))
        return f"Marked {source.case} {source.question} at {start}-{end}."

    def release_span(self, answer_id: int, start: int, end: int) -> str:
        """Take back every decision that touches a span, so that what is proposed there is open again."""
        source = self.sources[answer_id]
        self._check(source, start, end)
        touched = [d.id for d in self.decisions(answer_id) if d.start < end and start < d.end]
        if not touched:
            raise BadInput(f"{source.case} {source.question}: nothing is decided at {start}-{end}.")
        with self._act("redact", f"took back decisions on {source.case} {source.question}", {answer_id}) as act:
            redactions.take_back(act, touched)
        return f"Open again: {source.case} {source.question} at {start}-{end}."

    def decide_string(self, string: str, kind: str, replacement: str = "", *, keep: str = "") -> str:
        """Decide about a string in the whole study: replace it wherever it stands, or keep it for the reason `keep`.

        Without a replacement the usual noun of the kind stands instead, in the language of each answer. What was
        decided about a single place goes before it. A name in full and a contact cannot be kept so.
        """
        if not words(string_key(string)):
            raise BadInput("There is no word in that string.")
        decision, noun, reason = (KEEP, "", keep.strip()) if keep.strip() else (REPLACE, replacement, "")
        with self._act("redact", f"{decision}: one string in the whole study", ()) as act:
            redactions.set_rule(act, self._person(act), Rule(string_key(string), decision, kind, noun, reason))
        return "Kept in the whole study." if decision == KEEP else "Replaced in the whole study."

    def drop_string(self, string: str) -> str:
        """Decide about a string no longer. Raises BadInput where nothing is decided about it."""
        with self._act("redact", "took back: one string in the whole study", ()) as act:
            if not redactions.drop_rule(act, string_key(string)):
                raise BadInput("Nothing is decided about that string.", "`tipcoder redact rules` lists what is.")
        return "Taken back in the whole study."

    def review(self, stretches: Sequence[Stretch], *, withhold: bool = False) -> str:
        """Say that these stretches were read as they would be released, or that they must not leave.

        Raises BadInput while a proposal inside one is open; nothing is then kept.
        """
        for answer_id, start, end in stretches:
            source = self.sources[answer_id]
            self._check(source, start, end)
            waiting = len(self.open_proposals(answer_id, start, end))
            if waiting and not withhold:
                raise BadInput(
                    f"{source.case} {source.question}: {waiting} proposal{'s are' if waiting > 1 else ' is'} open.",
                    "Accept or reject first; `tipcoder redact list` shows them.",
                )
        verdict = WITHHOLD if withhold else RELEASE
        what = f"{len(stretches)} stretch{'' if len(stretches) == 1 else 'es'}"
        sentence = f"withheld {what}" if withhold else f"read {what} as it would be released"
        with self._act("review", sentence, {answer_id for answer_id, *_ in stretches}) as act:
            person = self._person(act)
            read = [Review(a, person, start, end, verdict, self.state(a, start, end)) for a, start, end in stretches]
            redactions.set_reviews(act, read)
        return sentence.capitalize() + "."

    def undo(self) -> Undone | None:
        """Take back the coder's latest act, here or elsewhere."""
        done = events.undo(self.here.store, self.coder.id)
        self.changed = self.refresh()
        return done

    def redo(self) -> Undone | None:
        """Do again what was last taken back."""
        done = events.redo(self.here.store, self.coder.id)
        self.changed = self.refresh()
        return done

    def _edit(self, answer_id: int, hit: Hit, style: str, replacement: str | None) -> Edit:
        language = self.sources[answer_id].language
        noun = ELLIPSIS if style == "ellipsis" else replacement_for(hit.kind, language)
        noun = generalised(hit.kind, language) if style == "generalise" else noun
        return Edit(hit.start, hit.end, noun if replacement is None else replacement, hit.kind)

    def _vouch(self, act: Act, answer_id: int, proposal: Proposal, reason: str) -> None:
        """Say why words that were put instead may stay as they are."""
        for decision in self.decisions(answer_id):
            if decision.decision == REPLACE and (decision.start, decision.end) == (
                proposal.hit.start,
                proposal.hit.end,
            ):
                self._decide(act, decision._replace(reason=reason))

    def _check(self, source: Source, start: int, end: int) -> None:
        if not 0 <= start < end <= len(source.text):
            length = len(source.text)
            raise BadInput(f"{source.case} {source.question}: {start}-{end} is no span of its {length} characters.")

    def _decide(self, act: Act, decision: Decision) -> None:
        redactions.decide(act, self._person(act), decision)

    def _person(self, act: Act) -> int:
        return coders.settled(act.db, self.coder).id

    @contextmanager
    def _act(self, verb: str, sentence: str, answers: Collection[int]) -> Iterator[Act]:
        with self.here.store.write() as db:
            person = coders.settled(db, self.coder)
            about = next(iter(answers)) if len(answers) == 1 else None
            act = events.begin(db, person.id, verb, sentence, answer_id=about)
            yield act
            events.finish(act)
        newcomer, self.coder = self.coder.id != person.id, person
        self.changed = self.refresh(() if newcomer else answers)


def _count(places: Sequence[Place]) -> str:
    return f"{len(places)} proposal{'' if len(places) == 1 else 's'}"
