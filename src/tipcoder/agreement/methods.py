"""A paragraph for the methods section, ready to paste."""

from __future__ import annotations

from tipcoder.agreement.method_sentences import (
    REFERENCE,
    RESOLVING,
    describe_all_codes,
    describe_alpha_range,
    describe_intervals,
    describe_provenance,
)
from tipcoder.agreement.results import Agreement
from tipcoder.agreement.table_methods import describe_rated_table
from tipcoder.agreement.words import format_response_count, join_names


def format_methods_paragraph(report: Agreement) -> str:
    """Who coded what, which coefficient with which interval, and what came of it. What is not known is in brackets."""
    if report.table is not None:
        return f"{' '.join(describe_rated_table(report, report.table))}\n\n{REFERENCE}"
    chosen = ", blind to each other" if report.sampling else " [how these were chosen]"
    training = "[training]" if report.sampling else "[training, number of rounds]"
    sentences = [
        f"{join_names(list(report.coders))} {training} coded {format_response_count(report.joint)} in common{chosen}.",
        *([report.sampling] if report.sampling else []),
        "The unit of analysis is the response; a coder who finished a response without applying a code counts as "
        "having judged it absent, and a response that a coder did not finish is missing.",
        "Agreement was computed for each code as Krippendorff's α for nominal data (Krippendorff, 2019), with positive "
        "and negative specific agreement and Gwet's AC1 (Gwet, 2008) beside it because codes are rare.",
        describe_alpha_range(report),
        *describe_all_codes(report),
        describe_intervals(report),
        *describe_provenance(report),
        report.resolving or RESOLVING,
    ]
    return f"{' '.join(sentences)}\n\n{REFERENCE}"
