"""What verbs share that print or write something which may be published, or is for the team."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from tipcoder.cli import output
from tipcoder.errors import BadInput
from tipcoder.export.format_names import WORKBOOK

if TYPE_CHECKING:
    from tipcoder.export.report import Report
    from tipcoder.workbench.publishing.declaration import LetsOut
    from tipcoder.workbench.study import OpenStudy


def check_printed(
    study: OpenStudy | None, report: Report, form: str, lets_out: LetsOut | None = None
) -> tuple[str, ...]:
    """Make sure that a report may leave in a format that people keep or hand on.

    Returns what has to be said of it. Raises CheckFailed where it has what it must not have. A
    table of letters is for whoever is at work, and has everything.
    """
    if form == "table":
        return ()
    from tipcoder.workbench.publishing import publication
    from tipcoder.workbench.publishing.declaration import LetsOut

    return publication.check_printed(study, report, form, lets_out or LetsOut()).sentences


def hide_layer(study: OpenStudy, report: Report, sentences: Iterable[str], form: str) -> Report:
    """The report with numbers for coders' names in the sentence that says whose codings count.

    In a table of letters, which is for the screen, they keep their names.
    """
    if form == "table":
        return report
    from tipcoder.workbench.publishing import coder_numbers

    hidden = coder_numbers.hide_layer(study, report, sentences)
    # Remarks are said to whoever is at work, and stand in no output but a workbook.
    return hidden if form == WORKBOOK else replace(hidden, remarks=report.remarks)


def refuse_raw_words(raw: bool, what: str, form: str = "") -> None:
    """Raises BadInput for words of answers that are to leave without --raw. `what` is the plural
    that holds them.

    A table of letters is for whoever is at work.
    """
    if raw or form == "table":
        return
    from tipcoder.workbench.team_files import describe_raw_words

    raise BadInput(*describe_raw_words(what))


def say_raw(columns: Sequence[str], form: str, words: str) -> None:
    """Say of what was printed that it holds words of answers, where it is to be kept."""
    if form == "table" or words not in columns:
        return
    from tipcoder.workbench.team_files import RAW_WARNING

    output.say(RAW_WARNING)
