"""From proposals to a released wording: what is proposed, what people decided, and whether somebody has read it.

Decisions stand on the answer, so that every quote of it is worded alike. A review is of a stretch of an answer and
holds for every quote inside, as long as nothing of what was read has changed.

    redactions = Redactions(here)
    found = redactions.released(redactions.answer_at("1254", "Q3.10"), 12, 80)
    found.wording, found.may_leave
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from tipcoder.errors import BadInput
from tipcoder.privacy.detecting import DETECTOR_VERSION, Detector
from tipcoder.privacy.hits import Hit, covered
from tipcoder.privacy.phrases import PhraseBook
from tipcoder.privacy.plain_view import plain_view
from tipcoder.privacy.replacing import (
    TRANSLATION,
    Edit,
    applied,
    edits_from,
    own_words,
    released,
    replacement_for,
)
from tipcoder.privacy.windows import windows
from tipcoder.privacy.words import words
from tipcoder.store import coders, redactions
from tipcoder.store.redactions import KEEP, RELEASE, REPLACE, WITHHOLD, Decision, Review, Rule, Source
from tipcoder.text import digest, fold
from tipcoder.workbench.redaction.detector import Identities, identities, regions, study_detector
from tipcoder.workbench.redaction.proposals import (
    KEPT,
    OPEN,
    REPLACED,
    Made,
    Proposal,
    Released,
    Searched,
    edit_of,
    keeps,
    speaks_for,
    stands_anywhere,
    string_key,
)
from tipcoder.workbench.study import OpenStudy


@dataclass(frozen=True)
class Base:
    """What does not change while people decide: the texts, who must not be named, and what looks for them."""

    sources: Mapping[int, Source]
    who: Identities
    detector: Detector


def all_sources(here: OpenStudy) -> dict[int, Source]:
    """Every readable answer, in reading order."""
    with here.store.read() as db:
        return {source.id: source for source in redactions.sources(db)}


def base_of(here: OpenStudy, sources: Mapping[int, Source]) -> Base:
    """Takes a second for hundreds of names. Raises EnvironmentFault where the key file is missing."""
    who = identities(here)
    return Base(sources, who, study_detector(here, who, sources.values()))


class Redactions:
    """The redactions of a study, as they are when it is made and after each `refresh`. Writes nothing.

    Raises EnvironmentFault where the key file is missing, once something has to be looked for.
    """

    def __init__(self, here: OpenStudy, base: Base | None = None) -> None:
        """`base` is what another thread has read and made; without it everything is read here and made when needed."""
        self.here = here
        self._base = base
        self._found: dict[int, list[Hit]] = {}
        self._found_in_words: dict[tuple[int, str], list[Hit]] = {}
        self.sources: Mapping[int, Source] = base.sources if base is not None else all_sources(here)
        self._made_of: dict[int, list[Made]] = {}
        self._judged: dict[int, list[Proposal]] = {}
        self._states: dict[int, dict[tuple[int, int], str]] = {}
        self._keys: dict[int, str] = {}
        self._rules: dict[str, Rule] = {}
        self._take_in_rules()
        self._at = {(source.case, source.question): source.id for source in self.sources.values()}
        self._decisions: dict[int, list[Decision]] = {}
        self._reviews: dict[int, list[Review]] = {}
        self.refresh()

    def refresh(self, answers: Collection[int] = ()) -> set[int]:
        """Read again what people decided about these answers, or about everything; texts are frozen.

        Returns the answers for which something is otherwise now.
        """
        with self.here.store.read() as db:
            if answers:
                decided = {a: redactions.decisions(db, a).get(a, []) for a in answers}
                read = {a: redactions.reviews(db, a).get(a, []) for a in answers}
                rules = self._rules
            else:
                decided, read, rules = redactions.decisions(db), redactions.reviews(db), redactions.rules(db)
                self._names = {coder.id: coder.name for coder in coders.all_coders(db)}
        looked_at = answers or {*self._decisions, *self._reviews, *decided, *read}
        changed = {
            a
            for a in looked_at
            if self._decisions.get(a, []) != decided.get(a, []) or self._reviews.get(a, []) != read.get(a, [])
        }
        if rules != self._rules:
            moved = [s for s in {*rules, *self._rules} if rules.get(s) != self._rules.get(s)]
            self._rules = rules
            self._take_in_rules()
            changed |= self._that_may_hold(moved)
        self._decisions = {**self._decisions, **decided} if answers else decided
        self._reviews = {**self._reviews, **read} if answers else read
        for answer_id in changed:
            self._made_of.pop(answer_id, None)
            self._judged.pop(answer_id, None)
            self._states.pop(answer_id, None)
        return changed

    def _take_in_rules(self) -> None:
        everywhere = [
            rule for rule in self._rules.values() if rule.decision == REPLACE and stands_anywhere(rule.string)
        ]
        self._book = PhraseBook((rule.string, rule) for rule in everywhere)
        self._any_rule = bool(everywhere)

    def _that_may_hold(self, strings: Collection[str]) -> set[int]:
        """Answers seen so far in which one of these strings may stand, inflected or in words put instead."""
        stems = [min(words(string)[0].stems, key=len) for string in strings if words(string)]
        out = set()
        for answer_id in {*self._made_of, *self._judged, *self._states}:
            put = " ".join(d.replacement for d in self._decisions.get(answer_id, []))
            text = f"{self._key_text(answer_id)} {string_key(put)}"
            if any(stem in text for stem in stems):
                out.add(answer_id)
        return out

    def _key_text(self, answer_id: int) -> str:
        if answer_id not in self._keys:
            self._keys[answer_id] = string_key(self.sources[answer_id].text)
        return self._keys[answer_id]

    @property
    def base(self) -> Base:
        """What is looked for, and in which texts."""
        if self._base is None:
            self._base = base_of(self.here, self.sources)
        return self._base

    @property
    def who(self) -> Identities:
        """Who must not be named."""
        return self.base.who

    @property
    def detector(self) -> Detector:
        """What looks for them."""
        return self.base.detector

    def answer_at(self, case: str, question: str) -> int:
        """The answer of a case to a question. Raises BadInput where there is none to read."""
        found = self._at.get((case, question))
        if found is None:
            raise BadInput(f"{case} {question}: there is no readable answer.", "`tipcoder code` lists what there is.")
        return found

    # --- what is proposed -----------------------------------------------------------------------------------------

    def hits(self, answer_id: int) -> list[Hit]:
        """What the detector finds in an answer; found once."""
        if answer_id not in self._found:
            source = self.sources[answer_id]
            found = self.detector.proposals(source.text, source.respondent, regions(source), source.language)
            self._found[answer_id] = found
        return self._found[answer_id]

    def take(self, found: Mapping[int, Searched]) -> None:
        """What another thread found with the same base."""
        for answer_id, (hits, key_text) in found.items():
            self._found[answer_id] = hits
            self._keys[answer_id] = key_text

    def is_searched(self, answer_id: int) -> bool:
        """Whether `hits` has its answer at hand."""
        return answer_id in self._found

    def proposals(self, answer_id: int) -> list[Proposal]:
        """Every hit with its state. A name is settled when each of its letters lies in a decision about names.

        A description of many words that is kept keeps no name inside it, and a grave hit is kept with a reason only.
        """
        if answer_id not in self._judged:
            made = self._made(answer_id)
            self._judged[answer_id] = [
                *(self._judge(answer_id, hit, made) for hit in self.hits(answer_id)),
                *(p for one in made if own_words(one.edit.replacement) for p in self._in_words(answer_id, one)),
            ]
        return self._judged[answer_id]

    def open_proposals(self, answer_id: int, start: int, end: int) -> list[Proposal]:
        """Proposals that reach into a stretch and wait for a decision."""
        return [p for p in self._inside(answer_id, start, end) if p.state == OPEN]

    def _judge(self, answer_id: int, hit: Hit, made: Sequence[Made]) -> Proposal:
        source = self.sources[answer_id]
        replaced = [(one.edit.start, one.edit.end) for one in made]
        if covered(source.text, hit.start, hit.end, replaced):
            first = next((m.edit for m in made if m.edit.start < hit.end and hit.start < m.edit.end), None)
            return Proposal(hit, REPLACED, first.replacement if first else "")
        kept = [(d.start, d.end) for d in self._decisions.get(answer_id, []) if keeps(d, hit)]
        rule = self._rules.get(string_key(source.text[hit.start : hit.end]))
        if rule is not None and rule.decision == KEEP and not hit.firm:
            kept.append((hit.start, hit.end))
        if kept and covered(source.text, hit.start, hit.end, [*kept, *replaced]):
            return Proposal(hit, KEPT, "")
        return Proposal(hit, OPEN, replacement_for(hit.kind, source.language))

    def _in_words(self, answer_id: int, one: Made) -> list[Proposal]:
        """What is found in words that a person wrote, placed where these words stand."""
        source, words_put = self.sources[answer_id], one.edit.replacement
        key = (answer_id, words_put)
        if key not in self._found_in_words:
            language = self.here.study.languages[0]
            self._found_in_words[key] = self.detector.proposals(words_put, source.respondent, regions(source), language)
        out = []
        for hit in self._found_in_words[key]:
            rule = self._rules.get(string_key(words_put[hit.start : hit.end]))
            settled = bool(one.reason) or (rule is not None and rule.decision == KEEP)
            reasons = tuple(f"in the words put instead: {reason}" for reason in hit.reasons)
            here = replace(hit, start=one.edit.start, end=one.edit.end, reasons=reasons)
            out.append(Proposal(here, KEPT if settled and not hit.firm else OPEN, "", inserted=True))
        return out

    def _inside(self, answer_id: int, start: int, end: int) -> list[Proposal]:
        return [p for p in self.proposals(answer_id) if p.hit.start < end and start < p.hit.end]

    # --- what is decided ------------------------------------------------------------------------------------------

    def decisions(self, answer_id: int) -> list[Decision]:
        """What people decided about spans of an answer."""
        return list(self._decisions.get(answer_id, []))

    def rules(self) -> list[Rule]:
        """What people decided about strings of the whole study."""
        return list(self._rules.values())

    def edits(self, answer_id: int, *, everything: bool = False) -> list[Edit]:
        """What takes effect in the released wording; with `everything` proposals that nobody decided, too."""
        made = [one.edit for one in self._made(answer_id)]
        if everything:
            waiting = [p.hit for p in self.proposals(answer_id) if p.state == OPEN]
            made += edits_from(waiting, self.sources[answer_id].language)
        return applied(made)

    def _made(self, answer_id: int) -> list[Made]:
        if answer_id not in self._made_of:
            self._made_of[answer_id] = self._make(answer_id)
        return self._made_of[answer_id]

    def _make(self, answer_id: int) -> list[Made]:
        decided = self._decisions.get(answer_id, [])
        made = [Made(edit_of(d), d.reason) for d in decided if d.decision == REPLACE]
        for start, end, rule in self._ruled(answer_id):
            # What was decided about this very place goes before what was decided about the string.
            if not any(speaks_for(d, start, end) for d in decided):
                noun = rule.replacement or replacement_for(rule.kind, self.sources[answer_id].language)
                made.append(Made(Edit(start, end, noun, rule.kind), rule.reason))
        return made

    def _ruled(self, answer_id: int) -> Iterable[tuple[int, int, Rule]]:
        """Places where a string stands that is replaced in the whole study."""
        text = self.sources[answer_id].text
        if self._any_rule:
            yield from dict.fromkeys(self._in_book(text))
        if self._rules:
            for hit in self.hits(answer_id):
                rule = self._rules.get(string_key(text[hit.start : hit.end]))
                if rule is not None and rule.decision == REPLACE:
                    yield hit.start, hit.end, rule

    def _in_book(self, text: str) -> Iterable[tuple[int, int, Rule]]:
        for window in windows(text):
            view = plain_view(text[window.start : window.end])
            found_words = words(view.text)
            for found in self._book.find(found_words):
                start, end = view.back(found_words[found.first].start, found_words[found.last - 1].end)
                start, end = start + window.start, end + window.start
                if window.reaches_in(start, end):
                    yield start, end, found.what

    # --- what leaves ----------------------------------------------------------------------------------------------

    def wording(self, answer_id: int, start: int, end: int, *, everything: bool = False) -> str:
        """The released wording of a stretch; with `everything` open proposals are taken as they are."""
        return released(self.sources[answer_id].text, start, end, self.edits(answer_id, everything=everything))

    def released(self, answer_id: int, start: int, end: int) -> Released:
        """A stretch as it would leave, with who has read it as it now stands.

        A review counts for every stretch inside the one that was read; a decision to withhold, for every one it
        touches.
        """
        fresh: list[str] = []
        withheld: list[str] = []
        stale = False
        for review in self._reviews.get(answer_id, []):
            name = self._names.get(review.coder_id, "")
            if review.verdict == WITHHOLD and review.start < end and start < review.end:
                withheld.append(name)
            elif review.verdict == RELEASE and review.start <= start and end <= review.end:
                if review.state == self.state(answer_id, review.start, review.end):
                    fresh.append(name)
                else:
                    stale = True
        return Released(
            self.wording(answer_id, start, end),
            any(e.kind == TRANSLATION and e.start < end and start < e.end for e in self.edits(answer_id)),
            tuple(dict.fromkeys(fresh)),
            stale and not fresh,
            tuple(dict.fromkeys(withheld)),
            tuple(p.hit for p in self.open_proposals(answer_id, start, end)),
        )

    def reviews(self, answer_id: int) -> list[Review]:
        """Everything that people have said about stretches of an answer."""
        return list(self._reviews.get(answer_id, []))

    def state(self, answer_id: int, start: int, end: int) -> str:
        """The digest of everything that a review of this stretch rests on.

        Text, replacements, what is proposed and how it stands, version of the detector, aliases and keep-list.
        """
        states = self._states.setdefault(answer_id, {})
        if (start, end) not in states:
            text = self.sources[answer_id].text[start:end]
            edits = [(e.start, e.end, e.replacement) for e in self.edits(answer_id) if e.start < end and start < e.end]
            found = [(p.hit.start, p.hit.end, p.state) for p in self._inside(answer_id, start, end)]
            keep = sorted(self.here.study.privacy.keep)
            basis = [text, edits, found, DETECTOR_VERSION, self.who.alias_digest, keep]
            states[start, end] = digest(json.dumps(basis, ensure_ascii=False))
        return states[start, end]

    def kept_strings(self, answer_id: int) -> set[str]:
        """Folded strings of an answer that a person decided to keep."""
        text = self.sources[answer_id].text
        spans = [(d.start, d.end) for d in self._decisions.get(answer_id, []) if d.decision == KEEP]
        spans += [(p.hit.start, p.hit.end) for p in self.proposals(answer_id) if p.state == KEPT and not p.inserted]
        return {fold(text[start:end]) for start, end in spans}
