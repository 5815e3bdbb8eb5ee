"""Whether the words that somebody has read are still those that would leave."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from tipcoder.privacy.detection import DETECTOR_VERSION
from tipcoder.privacy.replacements import TextReplacement
from tipcoder.store.redactions import RELEASE, WITHHOLD
from tipcoder.text import hash_text
from tipcoder.workbench.redaction.proposals import RedactionProposal
from tipcoder.workbench.redaction.verdicts import StudyVerdicts


@dataclass
class StretchReaders:
    """Names of people who have judged a stretch, each once and in order."""

    fresh: dict[str, None] = field(default_factory=dict)
    """Who read it in its present wording and would release it."""
    withholding: dict[str, None] = field(default_factory=dict)
    is_stale: bool = False
    """Somebody read it in another wording."""


def find_readers(
    verdicts: StudyVerdicts,
    answer_id: int,
    start: int,
    end: int,
    digest_state: Callable[[int, int], str],
) -> StretchReaders:
    """Who has judged a stretch of an answer.

    A review counts for every stretch inside the one that was read; a decision to withhold, for
    every one it touches. `digest_state` gives the digest that a stretch of the answer has now.
    """
    readers = StretchReaders()
    for review in verdicts.list_reviews(answer_id):
        name = verdicts.names.get(review.coder_id, "")
        touches = review.start < end and start < review.end
        covers = review.start <= start and end <= review.end
        if review.verdict == WITHHOLD and touches:
            readers.withholding[name] = None
        elif review.verdict == RELEASE and covers:
            if review.state == digest_state(review.start, review.end):
                readers.fresh[name] = None
            else:
                readers.is_stale = True
    return readers


def compute_review_digest(
    text: str,
    edits: Iterable[TextReplacement],
    proposals: Iterable[RedactionProposal],
    alias_digest: str,
    keep: Iterable[str],
) -> str:
    """The digest of everything that a review of a stretch rests on.

    Its text, the replacements and proposals that touch it, the version of the detector, aliases
    and keep-list. It is stored with the review: to write the same facts in another form would make
    every review stale.
    """
    replacements = [(edit.start, edit.end, edit.replacement) for edit in edits]
    found = [(each.hit.start, each.hit.end, each.state) for each in proposals]
    basis = [text, replacements, found, DETECTOR_VERSION, alias_digest, sorted(keep)]
    return hash_text(json.dumps(basis, ensure_ascii=False))
