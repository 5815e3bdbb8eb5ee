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
from tipcoder.text import format_count, join_words


def format_methods_paragraph(report: Agreement) -> str:
    """Who coded what, which coefficient with which interval, and what came of it.

    What is not known is in brackets, for the author to fill in.
    """
    table = report.table
    sentences = _describe_study(report) if table is None else describe_rated_table(report, table)
    return f"{' '.join(sentences)}\n\n{REFERENCE}"


def _describe_study(report: Agreement) -> list[str]:
    """The sentences on coders of a study."""
    sentences = [
        _describe_coders(report),
        report.sampling,
        report.left_out,
        "The unit of analysis is the response; a coder who finished a response without applying a "
        "code counts as having judged it absent, and a response that a coder did not finish is "
        "missing.",
        "Agreement was computed for each code as Krippendorff's α for nominal data (Krippendorff, "
        "2019), with positive and negative specific agreement and Gwet's AC1 (Gwet, 2008) beside "
        "it because codes are rare.",
        describe_alpha_range(report),
        *describe_all_codes(report),
        describe_intervals(report),
        *describe_provenance(report),
        report.resolving or RESOLVING,
    ]
    # What is not known of sampling is in brackets above.
    return list(filter(None, sentences))


def _describe_coders(report: Agreement) -> str:
    # Only in a round is it known how responses were chosen, and that nobody saw another's codes.
    chosen = ", blind to each other" if report.sampling else " [how these were chosen]"
    training = "[training]" if report.sampling else "[training, number of rounds]"
    responses = format_count(report.joint, "response")
    return f"{join_words(report.coders)} {training} coded {responses} in common{chosen}."
