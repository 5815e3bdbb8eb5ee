"""A paragraph for the methods section, ready to paste."""

from __future__ import annotations

from tipcoder.agreement.method_sentences import (
    REFERENCE,
    RESOLVING,
    intervals,
    provenance,
    range_of_codes,
    together,
)
from tipcoder.agreement.results import Agreement
from tipcoder.agreement.table_methods import table_sentences
from tipcoder.agreement.words import listed, responses


def methods_paragraph(found: Agreement) -> str:
    """Who coded what, which coefficient with which interval, and what came of it. What is not known is in brackets."""
    if found.table is not None:
        return f"{' '.join(table_sentences(found, found.table))}\n\n{REFERENCE}"
    chosen = ", blind to each other" if found.sampling else " [how these were chosen]"
    training = "[training]" if found.sampling else "[training, number of rounds]"
    sentences = [
        f"{listed(list(found.coders))} {training} coded {responses(found.joint)} in common{chosen}.",
        *([found.sampling] if found.sampling else []),
        "The unit of analysis is the response; a coder who finished a response without applying a code counts as "
        "having judged it absent, and a response that a coder did not finish is missing.",
        "Agreement was computed for each code as Krippendorff's α for nominal data (Krippendorff, 2019), with positive "
        "and negative specific agreement and Gwet's AC1 (Gwet, 2008) beside it because codes are rare.",
        range_of_codes(found),
        *together(found),
        intervals(found),
        *provenance(found),
        found.resolving or RESOLVING,
    ]
    return f"{' '.join(sentences)}\n\n{REFERENCE}"
