"""Digests of a wording, short enough that nobody reads it out of them.

Two files are joined by a quote that both have, whole or in part. To see that later, without keeping
the words, each run of three words is kept as 24 bits. Wordings are only ever compared with others
of the same respondent, so that chance agreement of such short digests does not matter, while very
many runs of any language share each digest.
"""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import blake2b

from tipcoder.privacy.compared_words import fold_to_string

RUN = 3
"""Words in a row that are one mark; a shorter piece is one as a whole."""
_BYTES = 3
_CUT = re.compile(r"\[[^\]]*\]|\.\.\.|…")
"""What a person put instead of the respondent's words: any quote may have it."""


@lru_cache(maxsize=8192)  # a wording is judged, looked for among earlier ones, and kept
def compute_marks(wording: str) -> frozenset[str]:
    """The marks of a released wording: hexadecimal, one for each run of words between cuts.

    Empty for a wording without words of the respondent.
    """
    marks = set()
    for piece in _CUT.split(wording):
        words = fold_to_string(piece).split()
        for at in range(max(len(words) - RUN + 1, 1 if words else 0)):
            run = " ".join(words[at : at + RUN])
            marks.add(blake2b(run.encode("utf-8"), digest_size=_BYTES).hexdigest())
    return frozenset(marks)
