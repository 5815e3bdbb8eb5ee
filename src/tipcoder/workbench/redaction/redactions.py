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
from tipcoder.privacy.hits import Hit, is_covered
from tipcoder.privacy.phrases import PhraseBook
from tipcoder.privacy.plain_view import build_plain_view
from tipcoder.privacy.replacing import (
    TRANSLATION,
    TextReplacement,
    build_edits,
    choose_replacement,
    is_own_wording,
    release_wording,
    resolve_overlaps,
)
from tipcoder.privacy.windows import iterate_windows
from tipcoder.privacy.words import split_words
from tipcoder.store import coders, redactions
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
from tipcoder.text import fold_text, hash_text
from tipcoder.workbench.redaction.detector import (
    Identities,
    build_detector,
    find_phone_regions,
    read_identities,
)
from tipcoder.workbench.redaction.proposals import (
    KEPT,
    OPEN,
    REPLACED,
    AppliedEdit,
    RedactionProposal,
    ReleasedStretch,
    SearchedAnswer,
    build_edit,
    fold_string,
    has_kept_hit,
    is_decided_by,
    is_replaced_anywhere,
)
from tipcoder.workbench.study import OpenStudy


@dataclass(frozen=True)
class DetectionBase:
    """What does not change while people decide: the texts, who must not be named, and what looks for them."""

    sources: Mapping[int, SourceAnswer]
    identities: Identities
    detector: Detector


def read_sources(study: OpenStudy) -> dict[int, SourceAnswer]:
    """Every readable answer, in reading order."""
    with study.store.read() as db:
        return {source.id: source for source in redactions.load_sources(db)}


def build_detection_base(study: OpenStudy, sources: Mapping[int, SourceAnswer]) -> DetectionBase:
    """Takes a second for hundreds of names. Raises EnvironmentFault where the key file is missing."""
    who = read_identities(study)
    return DetectionBase(sources, who, build_detector(study, who, sources.values()))


class Redactions:
    """The redactions of a study, as they are when it is made and after each `refresh`. Writes nothing.

    Raises EnvironmentFault where the key file is missing, once something has to be looked for.
    """

    def __init__(self, study: OpenStudy, base: DetectionBase | None = None) -> None:
        """`base` is what another thread has read and made; without it everything is read here and made when needed."""
        self.study = study
        self._base = base
        self._found: dict[int, list[Hit]] = {}
        self._found_in_words: dict[tuple[int, str], list[Hit]] = {}
        self.sources: Mapping[int, SourceAnswer] = (
            base.sources if base is not None else read_sources(study)
        )
        self._made_of: dict[int, list[AppliedEdit]] = {}
        self._judged: dict[int, list[RedactionProposal]] = {}
        self._states: dict[int, dict[tuple[int, int], str]] = {}
        self._keys: dict[int, str] = {}
        self._rules: dict[str, RedactionRule] = {}
        self._index_rules()
        self._at = {(source.case, source.question): source.id for source in self.sources.values()}
        self._decisions: dict[int, list[RedactionDecision]] = {}
        self._reviews: dict[int, list[QuoteReview]] = {}
        self.refresh()

    def refresh(self, answers: Collection[int] = ()) -> set[int]:
        """Read again what people decided about these answers, or about everything; texts are frozen.

        Returns the answers for which something is otherwise now.
        """
        with self.study.store.read() as db:
            if answers:
                decided = {a: redactions.load_decisions(db, a).get(a, []) for a in answers}
                read = {a: redactions.load_reviews(db, a).get(a, []) for a in answers}
                rules = self._rules
            else:
                decided, read, rules = (
                    redactions.load_decisions(db),
                    redactions.load_reviews(db),
                    redactions.load_rules(db),
                )
                self._names = {coder.id: coder.name for coder in coders.load_coders(db)}
        looked_at = answers or {*self._decisions, *self._reviews, *decided, *read}
        changed = {
            a
            for a in looked_at
            if self._decisions.get(a, []) != decided.get(a, [])
            or self._reviews.get(a, []) != read.get(a, [])
        }
        if rules != self._rules:
            moved = [s for s in {*rules, *self._rules} if rules.get(s) != self._rules.get(s)]
            self._rules = rules
            self._index_rules()
            changed |= self._find_affected(moved)
        self._decisions = {**self._decisions, **decided} if answers else decided
        self._reviews = {**self._reviews, **read} if answers else read
        for answer_id in changed:
            self._made_of.pop(answer_id, None)
            self._judged.pop(answer_id, None)
            self._states.pop(answer_id, None)
        return changed

    def _index_rules(self) -> None:
        everywhere = [
            rule
            for rule in self._rules.values()
            if rule.decision == REPLACE and is_replaced_anywhere(rule.string)
        ]
        self._book = PhraseBook((rule.string, rule) for rule in everywhere)
        self._any_rule = bool(everywhere)

    def _find_affected(self, strings: Collection[str]) -> set[int]:
        """Answers seen so far in which one of these strings may stand, inflected or in words put instead."""
        stems = [
            min(split_words(string)[0].stems, key=len) for string in strings if split_words(string)
        ]
        out = set()
        for answer_id in {*self._made_of, *self._judged, *self._states}:
            put = " ".join(d.replacement for d in self._decisions.get(answer_id, []))
            text = f"{self._fold_text(answer_id)} {fold_string(put)}"
            if any(stem in text for stem in stems):
                out.add(answer_id)
        return out

    def _fold_text(self, answer_id: int) -> str:
        if answer_id not in self._keys:
            self._keys[answer_id] = fold_string(self.sources[answer_id].text)
        return self._keys[answer_id]

    @property
    def base(self) -> DetectionBase:
        """What is looked for, and in which texts."""
        if self._base is None:
            self._base = build_detection_base(self.study, self.sources)
        return self._base

    @property
    def identities(self) -> Identities:
        """Who must not be named."""
        return self.base.identities

    @property
    def detector(self) -> Detector:
        """What looks for them."""
        return self.base.detector

    def require_answer_id(self, case: str, question: str) -> int:
        """The answer of a case to a question. Raises BadInput where there is none to read."""
        found = self._at.get((case, question))
        if found is None:
            raise BadInput(
                f"{case} {question}: there is no readable answer.",
                "`tipcoder code` lists what there is.",
            )
        return found

    # --- what is proposed -----------------------------------------------------------------------------------------

    def find_hits(self, answer_id: int) -> list[Hit]:
        """What the detector finds in an answer; found once."""
        if answer_id not in self._found:
            source = self.sources[answer_id]
            found = self.detector.find_proposals(
                source.text, source.respondent, find_phone_regions(source), source.language
            )
            self._found[answer_id] = found
        return self._found[answer_id]

    def add_searched(self, found: Mapping[int, SearchedAnswer]) -> None:
        """What another thread found with the same base."""
        for answer_id, (hits, key_text) in found.items():
            self._found[answer_id] = hits
            self._keys[answer_id] = key_text

    def is_searched(self, answer_id: int) -> bool:
        """Whether `hits` has its answer at hand."""
        return answer_id in self._found

    def list_proposals(self, answer_id: int) -> list[RedactionProposal]:
        """Every hit with its state. A name is settled when each of its letters lies in a decision about names.

        A description of many words that is kept keeps no name inside it, and a grave hit is kept with a reason only.
        """
        if answer_id not in self._judged:
            made = self._list_applied(answer_id)
            self._judged[answer_id] = [
                *(self._judge_hit(answer_id, hit, made) for hit in self.find_hits(answer_id)),
                *(
                    p
                    for one in made
                    if is_own_wording(one.edit.replacement)
                    for p in self._propose_in_replacement(answer_id, one)
                ),
            ]
        return self._judged[answer_id]

    def list_open_proposals(self, answer_id: int, start: int, end: int) -> list[RedactionProposal]:
        """Proposals that reach into a stretch and wait for a decision."""
        return [p for p in self._list_inside(answer_id, start, end) if p.state == OPEN]

    def _judge_hit(
        self, answer_id: int, hit: Hit, made: Sequence[AppliedEdit]
    ) -> RedactionProposal:
        source = self.sources[answer_id]
        replaced = [(one.edit.start, one.edit.end) for one in made]
        if is_covered(source.text, hit.start, hit.end, replaced):
            first = next(
                (m.edit for m in made if m.edit.start < hit.end and hit.start < m.edit.end), None
            )
            return RedactionProposal(hit, REPLACED, first.replacement if first else "")
        kept = [
            (d.start, d.end) for d in self._decisions.get(answer_id, []) if has_kept_hit(d, hit)
        ]
        rule = self._rules.get(fold_string(source.text[hit.start : hit.end]))
        if rule is not None and rule.decision == KEEP and not hit.firm:
            kept.append((hit.start, hit.end))
        if kept and is_covered(source.text, hit.start, hit.end, [*kept, *replaced]):
            return RedactionProposal(hit, KEPT, "")
        return RedactionProposal(hit, OPEN, choose_replacement(hit.kind, source.language))

    def _propose_in_replacement(self, answer_id: int, one: AppliedEdit) -> list[RedactionProposal]:
        """What is found in words that a person wrote, placed where these words stand."""
        source, words_put = self.sources[answer_id], one.edit.replacement
        key = (answer_id, words_put)
        if key not in self._found_in_words:
            language = self.study.definition.languages[0]
            self._found_in_words[key] = self.detector.find_proposals(
                words_put, source.respondent, find_phone_regions(source), language
            )
        out = []
        for hit in self._found_in_words[key]:
            rule = self._rules.get(fold_string(words_put[hit.start : hit.end]))
            settled = bool(one.reason) or (rule is not None and rule.decision == KEEP)
            reasons = tuple(f"in the words put instead: {reason}" for reason in hit.reasons)
            here = replace(hit, start=one.edit.start, end=one.edit.end, reasons=reasons)
            out.append(
                RedactionProposal(
                    here, KEPT if settled and not hit.firm else OPEN, "", inserted=True
                )
            )
        return out

    def _list_inside(self, answer_id: int, start: int, end: int) -> list[RedactionProposal]:
        return [
            p for p in self.list_proposals(answer_id) if p.hit.start < end and start < p.hit.end
        ]

    # --- what is decided ------------------------------------------------------------------------------------------

    def list_decisions(self, answer_id: int) -> list[RedactionDecision]:
        """What people decided about spans of an answer."""
        return list(self._decisions.get(answer_id, []))

    def list_rules(self) -> list[RedactionRule]:
        """What people decided about strings of the whole study."""
        return list(self._rules.values())

    def list_edits(self, answer_id: int, *, everything: bool = False) -> list[TextReplacement]:
        """What takes effect in the released wording; with `everything` proposals that nobody decided, too."""
        made = [one.edit for one in self._list_applied(answer_id)]
        if everything:
            waiting = [p.hit for p in self.list_proposals(answer_id) if p.state == OPEN]
            made += build_edits(waiting, self.sources[answer_id].language)
        return resolve_overlaps(made)

    def _list_applied(self, answer_id: int) -> list[AppliedEdit]:
        if answer_id not in self._made_of:
            self._made_of[answer_id] = self._build_applied(answer_id)
        return self._made_of[answer_id]

    def _build_applied(self, answer_id: int) -> list[AppliedEdit]:
        decided = self._decisions.get(answer_id, [])
        made = [AppliedEdit(build_edit(d), d.reason) for d in decided if d.decision == REPLACE]
        for start, end, rule in self._iterate_ruled(answer_id):
            # What was decided about this very place goes before what was decided about the string.
            if not any(is_decided_by(d, start, end) for d in decided):
                noun = rule.replacement or choose_replacement(
                    rule.kind, self.sources[answer_id].language
                )
                made.append(AppliedEdit(TextReplacement(start, end, noun, rule.kind), rule.reason))
        return made

    def _iterate_ruled(self, answer_id: int) -> Iterable[tuple[int, int, RedactionRule]]:
        """Places where a string stands that is replaced in the whole study."""
        text = self.sources[answer_id].text
        if self._any_rule:
            yield from dict.fromkeys(self._iterate_book_matches(text))
        if self._rules:
            for hit in self.find_hits(answer_id):
                rule = self._rules.get(fold_string(text[hit.start : hit.end]))
                if rule is not None and rule.decision == REPLACE:
                    yield hit.start, hit.end, rule

    def _iterate_book_matches(self, text: str) -> Iterable[tuple[int, int, RedactionRule]]:
        for window in iterate_windows(text):
            view = build_plain_view(text[window.start : window.end])
            found_words = split_words(view.text)
            for found in self._book.find_phrases(found_words):
                start, end = view.map_to_stored(
                    found_words[found.first].start, found_words[found.last - 1].end
                )
                start, end = start + window.start, end + window.start
                if window.reaches_in(start, end):
                    yield start, end, found.what

    # --- what leaves ----------------------------------------------------------------------------------------------

    def build_wording(
        self, answer_id: int, start: int, end: int, *, everything: bool = False
    ) -> str:
        """The released wording of a stretch; with `everything` open proposals are taken as they are."""
        return release_wording(
            self.sources[answer_id].text,
            start,
            end,
            self.list_edits(answer_id, everything=everything),
        )

    def build_released(self, answer_id: int, start: int, end: int) -> ReleasedStretch:
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
                if review.state == self.digest_state(answer_id, review.start, review.end):
                    fresh.append(name)
                else:
                    stale = True
        return ReleasedStretch(
            self.build_wording(answer_id, start, end),
            any(
                e.kind == TRANSLATION and e.start < end and start < e.end
                for e in self.list_edits(answer_id)
            ),
            tuple(dict.fromkeys(fresh)),
            stale and not fresh,
            tuple(dict.fromkeys(withheld)),
            tuple(p.hit for p in self.list_open_proposals(answer_id, start, end)),
        )

    def list_reviews(self, answer_id: int) -> list[QuoteReview]:
        """Everything that people have said about stretches of an answer."""
        return list(self._reviews.get(answer_id, []))

    def digest_state(self, answer_id: int, start: int, end: int) -> str:
        """The digest of everything that a review of this stretch rests on.

        Text, replacements, what is proposed and how it stands, version of the detector, aliases and keep-list.
        """
        states = self._states.setdefault(answer_id, {})
        if (start, end) not in states:
            text = self.sources[answer_id].text[start:end]
            edits = [
                (e.start, e.end, e.replacement)
                for e in self.list_edits(answer_id)
                if e.start < end and start < e.end
            ]
            found = [
                (p.hit.start, p.hit.end, p.state) for p in self._list_inside(answer_id, start, end)
            ]
            keep = sorted(self.study.definition.privacy.keep)
            basis = [text, edits, found, DETECTOR_VERSION, self.identities.alias_digest, keep]
            states[start, end] = hash_text(json.dumps(basis, ensure_ascii=False))
        return states[start, end]

    def find_kept_strings(self, answer_id: int) -> set[str]:
        """Folded strings of an answer that a person decided to keep."""
        text = self.sources[answer_id].text
        spans = [(d.start, d.end) for d in self._decisions.get(answer_id, []) if d.decision == KEEP]
        spans += [
            (p.hit.start, p.hit.end)
            for p in self.list_proposals(answer_id)
            if p.state == KEPT and not p.inserted
        ]
        return {fold_text(text[start:end]) for start, end in spans}
