"""Kinds and severities of what must not be seen, as a person names them."""

from __future__ import annotations

from collections.abc import Sequence

from tipcoder.errors import BadInput, did_you_mean
from tipcoder.privacy.detection import DESCRIPTIVE
from tipcoder.privacy.hits import SEVERITIES as _ALL_SEVERITIES
from tipcoder.privacy.replacements import NAMED_KINDS as NAMED_KINDS
from tipcoder.privacy.replacements import TRANSLATION as TRANSLATION

FOUND_KINDS = (*NAMED_KINDS, *sorted(DESCRIPTIVE))
"""Kinds that proposals are of."""
SEVERITIES = _ALL_SEVERITIES[:4]
"""Severities of proposals; a mere underline is not proposed."""


def require_kind(kind: str, known: Sequence[str]) -> None:
    """Raises BadInput for a kind that is not one of these."""
    if kind not in known:
        near = did_you_mean(kind, known) or f"Kinds are {', '.join(known)}."
        raise BadInput(f"There is no kind {kind!r}.", near)
