"""How each hit on an answer stands: open, replaced or kept, by what people decided.

Decisions about the place go before decisions about the string in the whole study.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from tipcoder.privacy.hits import Hit, is_covered
from tipcoder.privacy.replacements import TextReplacement, choose_replacement
from tipcoder.store.redactions import REPLACE, RedactionDecision, SourceAnswer
from tipcoder.workbench.redaction.proposals import (
    KEPT,
    OPEN,
    REPLACED,
    AppliedEdit,
    RedactionProposal,
    build_edit,
    has_kept_hit,
    is_decided_by,
)
from tipcoder.workbench.redaction.string_rules import RuledSpan, StringRules


def collect_applied_edits(
    source: SourceAnswer, decisions: Sequence[RedactionDecision], ruled: Iterable[RuledSpan]
) -> list[AppliedEdit]:
    """The replacements that take effect in an answer.

    `ruled` are places where a string is written that is replaced in the whole study.
    """
    applied = []
    for decision in decisions:
        if decision.decision == REPLACE:
            applied.append(AppliedEdit(build_edit(decision), decision.reason))

    for start, end, rule in ruled:
        # What was decided about this very place goes before what was decided about the string.
        if any(is_decided_by(decision, start, end) for decision in decisions):
            continue
        # Without words of its own a rule takes the usual noun, in the language of the answer.
        noun = rule.replacement or choose_replacement(rule.kind, source.language)
        applied.append(AppliedEdit(TextReplacement(start, end, noun, rule.kind), rule.reason))
    return applied


def judge_hit(
    hit: Hit,
    source: SourceAnswer,
    applied: Sequence[AppliedEdit],
    decisions: Sequence[RedactionDecision],
    rules: StringRules,
) -> RedactionProposal:
    """A hit on the respondent's own words, and how it stands.

    A name is decided when each of its letters lies in a decision about names. A description of
    many words that is kept keeps no name inside it, and a grave hit is kept with a reason only.
    """
    replaced = [(made.edit.start, made.edit.end) for made in applied]
    # Covered letter by letter, because decisions may meet in the middle of a name.
    if is_covered(source.text, hit.start, hit.end, replaced):
        return RedactionProposal(hit, REPLACED, _find_words_put(hit, applied))

    kept = [(each.start, each.end) for each in decisions if has_kept_hit(each, hit)]
    # A firm hit is a name in full or a contact: no rule for the whole study can keep it.
    if not hit.firm and rules.is_kept(source.text[hit.start : hit.end]):
        kept.append((hit.start, hit.end))
    if kept and is_covered(source.text, hit.start, hit.end, [*kept, *replaced]):
        return RedactionProposal(hit, KEPT, "")
    return RedactionProposal(hit, OPEN, choose_replacement(hit.kind, source.language))


def _find_words_put(hit: Hit, applied: Sequence[AppliedEdit]) -> str:
    """The words of the first replacement that touches a hit; empty where none does."""
    for made in applied:
        if made.edit.start < hit.end and hit.start < made.edit.end:
            return made.edit.replacement
    return ""


def judge_inserted_hits(
    hits: Iterable[Hit], made: AppliedEdit, rules: StringRules
) -> list[RedactionProposal]:
    """Hits on words that a person wrote, placed at the span that these words replace.

    A reason given with the words keeps what is found in them, but for a name in full or a contact.
    """
    words_put = made.edit.replacement
    proposals = []
    for hit in hits:
        is_vouched = bool(made.reason) or rules.is_kept(words_put[hit.start : hit.end])
        state = KEPT if is_vouched and not hit.firm else OPEN
        reasons = [f"in the replacement: {reason}" for reason in hit.reasons]
        placed = replace(hit, start=made.edit.start, end=made.edit.end, reasons=tuple(reasons))
        proposals.append(RedactionProposal(placed, state, "", inserted=True))
    return proposals
