"""Turns of phrase by which people describe themselves so well that no name is needed.

A cue points at a sentence for a person to judge. No rule can tell what has to go, and what may
stand instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial
from typing import NamedTuple

from tipcoder.language.table_keys import (
    FUNDING_CUES,
    REFUSAL_STEMS,
    REFUSALS,
    ROLE_CUES,
    SELF_CUES,
    UNIQUE_CUES,
    WordsKey,
)
from tipcoder.language.tables import list_words
from tipcoder.privacy.hits import HIGH, LOW, MEDIUM, Hit, find_trimmed_end
from tipcoder.privacy.phrase_beginnings import build_mask
from tipcoder.privacy.phrase_patterns import (
    BEFORE,
    BEHIND,
    LatePattern,
    join_phrases,
    read_letters,
)

_REST = r"[^.!?;\n]{0,80}"
"""What follows a cue in its sentence: the description itself."""


class _Cue(NamedTuple):
    """A kind of hit, and the phrases that begin it."""

    kind: str
    severity: str
    why: str
    phrases: WordsKey


_CUES = (
    _Cue("unique_claim", MEDIUM, "claims to be the only or the first", UNIQUE_CUES),
    _Cue("role", MEDIUM, "tells a post or a role", ROLE_CUES),
    _Cue("funding", LOW, "names a grant or a donor of its own", FUNDING_CUES),
    _Cue("self_description", LOW, "describes the organisation itself", SELF_CUES),
)


def find_cues(text: str) -> Iterator[Hit]:
    """Hits in the coordinates of `text`."""
    letters = read_letters(text)
    for cue, pattern in _build_cues():
        for found in pattern.find_matches(letters, letters.small):
            end = find_trimmed_end(text, *found.span(), str.isspace)
            yield Hit(found.start(), end, cue.kind, cue.severity, (cue.why,))

    yield from find_refusals(text)


@cache
def _build_cues() -> tuple[tuple[_Cue, LatePattern], ...]:
    out = []
    for cue in _CUES:
        source = partial(_build_cue, cue.phrases)
        out.append((cue, LatePattern(build_mask(cue.phrases), source)))
    return tuple(out)


def _build_cue(phrases: WordsKey) -> str:
    return f"{BEFORE}{join_phrases(phrases)}{BEHIND}{_REST}"


def find_refusals(text: str) -> Iterator[Hit]:
    """Where an answer may take back its writer's consent to be named.

    Errs towards yes: a missed refusal does harm, and a person reads what is found.
    """
    why = "may say that its writer does not want to be named"
    letters = read_letters(text)
    for found in _build_refusals().find_matches(letters, letters.small):
        yield Hit(*found.span(), "consent", HIGH, (why,))


@cache
def _build_refusals() -> LatePattern:
    return LatePattern(build_mask(REFUSALS), lambda: f"{BEFORE}{join_phrases(REFUSALS)}{BEHIND}")


def list_refusal_stems() -> tuple[str, ...]:
    """Folded stems of which every text has at least one in which a name is refused.

    The store looks for them first, so that the slow pattern reads few of many texts.
    """
    return list_words(REFUSAL_STEMS)
