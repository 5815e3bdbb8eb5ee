"""The report of a study for people without the program: one page, which passes the gate of quotes.

What stands in it: how the study was coded, how well coders agree, every code with its released
quotes, tables and pictures, tests, and how it was made.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from tipcoder.export.leaving import LeavingFile
from tipcoder.export.quote_files import QuoteSheet
from tipcoder.export.result_lines import ARTICLE
from tipcoder.export.study_page import StudyPage, format_study_page
from tipcoder.model.codings import Coder
from tipcoder.workbench.output_files import claim_output
from tipcoder.workbench.publishing.accepted_findings import Acceptance
from tipcoder.workbench.publishing.declaration import LetsOut
from tipcoder.workbench.publishing.publication import publish_files
from tipcoder.workbench.publishing.small_counts import CountScreen
from tipcoder.workbench.quotes.quote_rows import QuoteRequest
from tipcoder.workbench.quotes.quote_table import NothingToRelease, QuoteTable
from tipcoder.workbench.quotes.release import QuoteRelease, QuoteShape, release_quotes
from tipcoder.workbench.reporting.code_cards import build_code_cards, list_unapplied
from tipcoder.workbench.reporting.page_chapters import PageChapters
from tipcoder.workbench.study import OpenStudy

ENDING = ".html"


@dataclass(frozen=True)
class ReportRequest:
    """What the page shows."""

    quotes: QuoteRequest
    """Which quotes, and what stands beside them. Its smallest cell holds for counts too."""
    segments: tuple[str, ...] = ()
    """What divides the cases for pictures of codes."""
    with_quotes: bool = True
    style: str = ARTICLE


@dataclass(frozen=True)
class StudyReport:
    """A page that is in its place."""

    path: Path
    release: QuoteRelease | None
    """The quotes in it; None where there are none."""
    remarks: tuple[str, ...]


def release_study_report(
    study: OpenStudy,
    wanted: ReportRequest,
    target: Path,
    *,
    accept: Acceptance,
    coder: Coder,
) -> StudyReport:
    """Write the page to `target`, audited as any file of quotes; what leaves is kept in the log.

    Where no quote may leave, or none is wanted, the page has none and says why. Raises CheckFailed
    where something must not leave, and BadInput for a segment or a column that does not exist; then
    nothing was written.
    """
    claim_output(study, target)
    screen = CountScreen(wanted.quotes.smallest_cell)
    chapters = PageChapters(study, wanted.quotes.layer, wanted.segments, wanted.style, screen)
    page = chapters.build_page()
    remarks = list(screen.sentences)
    if wanted.with_quotes:
        shape = QuoteShape(ENDING, partial(_render_page, chapters, page))
        try:
            done = release_quotes(
                study, wanted.quotes, target, accept=accept, coder=coder, shape=shape
            )
        except NothingToRelease as refusal:
            hint = refusal.hint or ""
            remarks.append(f"The page has no quotes. {refusal.message.rstrip('.')}. {hint}".strip())
        else:
            return StudyReport(target, done, tuple(remarks))
    content = _render_page(chapters, page, None, None)
    published = publish_files(study, [LeavingFile(target, content, ENDING)], LetsOut())
    return StudyReport(target, None, (*remarks, *published.sentences))


def _render_page(
    chapters: PageChapters, page: StudyPage, _: QuoteTable | None, sheet: QuoteSheet | None
) -> bytes:
    """The page with its cards; all that it needs of the quotes stands on their sheet."""
    cards = build_code_cards(chapters.study, chapters.presence, sheet, chapters.screen)
    notes = [*page.cards_note, *(sheet.notes if sheet is not None else ())]
    unapplied = list_unapplied(chapters.study, chapters.presence)
    if unapplied:
        notes.append(f"On no case that was read: {', '.join(unapplied)}.")
    return format_study_page(replace(page, cards=cards, cards_note=tuple(notes)))
