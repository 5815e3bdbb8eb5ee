"""The chapters of a study's page, but for the quotes: made once, whatever may leave with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from tipcoder.export.agreement_summary import build_summary
from tipcoder.export.descriptive_tables import build_tables_report
from tipcoder.export.document import (
    Block,
    Heading,
    PageBreak,
    Table,
    plain_paragraph,
    text_table,
)
from tipcoder.export.result_tables import build_tests_report
from tipcoder.export.study_page import PageChapter, StudyPage
from tipcoder.results.tests import StatisticalTest
from tipcoder.text import format_count
from tipcoder.workbench.agreement.study_agreement import assess_study
from tipcoder.workbench.publishing.coder_numbers import (
    hide_coders,
    hide_layer,
    number_study_coders,
)
from tipcoder.workbench.publishing.small_counts import CountScreen
from tipcoder.workbench.publishing.small_groups import screen_notes
from tipcoder.workbench.reporting.facts import (
    has_several_coders,
    has_several_waves,
    list_facts,
    list_frozen_rounds,
)
from tipcoder.workbench.reporting.methods import build_methods
from tipcoder.workbench.reporting.pictures import Picture, draw_pictures
from tipcoder.workbench.reporting.result_pictures import draw_changes, draw_means
from tipcoder.workbench.statistics.descriptive_tables import MIN_ROWS, build_tables
from tipcoder.workbench.statistics.indicator_merge import merge_indicators
from tipcoder.workbench.statistics.presence import Presence, find_presence
from tipcoder.workbench.statistics.saturation import SaturationRequest, find_saturation
from tipcoder.workbench.statistics.tests import (
    StatisticsReport,
    StatisticsRequest,
    run_code_tests,
    run_outcome_tests,
)
from tipcoder.workbench.study import OpenStudy

CODES = "Codes and quotes"
COUNTED = "Shares of codes count every case once, without the survey weights."
_DEEPEST = 4


@dataclass
class PageChapters:
    """The chapters of a study, and what comes up while they are made."""

    study: OpenStudy
    layer: str | None
    segments: Sequence[str]
    style: str
    screen: CountScreen
    sentences: list[str] = field(default_factory=list)
    """Those beside the figures, which tell whose codings count."""

    def __post_init__(self) -> None:
        """Raises BadInput for codings of nobody."""
        table = merge_indicators(self.study, ()).table
        self.presence: Presence = find_presence(self.study, table, layer=self.layer)
        self.sentences.append(self.presence.layer.sentence)

    def build_page(self) -> StudyPage:
        """The page without its cards. Coders have numbers."""
        definition = self.study.definition
        before = [self._build_study(), *self._iterate_agreement()]
        after = [
            *self._iterate_pictures(),
            *self._iterate_tables(),
            *self._iterate_changes(),
            *self._iterate_tests(),
            *self._iterate_saturation(),
        ]
        after.append(self._build_methods())
        page = StudyPage(
            definition.title,
            "How it was coded, what was said, and what goes with it.",
            tuple(before),
            CODES,
            (COUNTED,) if definition.weight is not None else (),
            (),
            tuple(after),
            definition.languages[0],
        )
        return hide_layer(self.study, page, self.sentences)

    def _build_study(self) -> PageChapter:
        facts = list_facts(self.study, self.sentences)
        rows = [(name, str(value)) for name, value in facts.items()]
        return PageChapter(
            "The study",
            (
                text_table(("about", "value"), rows),
                self._build_questions(),
            ),
        )

    def _build_questions(self) -> Table:
        """The open questions, with their wording where that is another than their name."""
        questions = self.study.definition.questions
        caption = "Open questions"
        if all(question.text == question.column for question in questions):
            return text_table(("question",), [(one.column,) for one in questions], caption=caption)
        rows = [(one.column, one.text) for one in questions]
        return text_table(("question", "wording"), rows, caption=caption)

    def _iterate_agreement(self) -> Iterator[PageChapter]:
        title = "How well coders agree"
        if not has_several_coders(self.study):
            words = "Fewer than two people have coded, so that agreement was not measured."
            yield PageChapter(title, (plain_paragraph(words),))
            return
        compared = assess_study(self.study, in_rounds=list_frozen_rounds(self.study))
        numbers = number_study_coders(self.study, compared.agreement.coders)
        found = hide_coders(compared, numbers).agreement
        blocks = [one for one in build_summary(found) if not _is_title(one)]
        yield PageChapter(title, tuple(map(_lower_heading, blocks)))

    def _iterate_pictures(self) -> Iterator[PageChapter]:
        pictures = draw_pictures(self.study, self.segments, self.screen, self.layer)
        blocks: list[Block] = []
        if pictures and self.study.definition.weight is not None:
            blocks.append(plain_paragraph(COUNTED))
        for picture in pictures:
            blocks += _frame_picture(picture)
        if blocks:
            yield PageChapter("Pictures", tuple(blocks))

    def _iterate_tables(self) -> Iterator[PageChapter]:
        tables = self.screen.screen_tables(build_tables(self.study, (), MIN_ROWS))
        if tables:
            report = build_tables_report(tables, None, (), self.style)
            drawn = draw_means(tables, with_notes=False)
            pictures = [_frame_picture(picture) for picture in drawn]
            yield PageChapter("Tables", (*report.document.blocks, *chain.from_iterable(pictures)))

    def _iterate_changes(self) -> Iterator[PageChapter]:
        if not has_several_waves(self.study):
            return
        blocks: list[Block] = []
        for picture in draw_changes(self.study, self.screen, self.layer):
            blocks += _frame_picture(picture)
        if blocks:
            yield PageChapter("Change between waves", tuple(blocks))

    def _iterate_saturation(self) -> Iterator[PageChapter]:
        """Whether more answers would bring more codes, in sentences."""
        found = find_saturation(self.study, SaturationRequest(self.layer))
        if found is not None:
            said = tuple(map(plain_paragraph, found.sentences))
            yield PageChapter("Would more answers bring more codes?", said)

    def _iterate_tests(self) -> Iterator[PageChapter]:
        definition = self.study.definition
        if not definition.list_outcome_names():
            return
        if definition.list_factor_names() or definition.indicators:
            found = run_outcome_tests(self.study, StatisticsRequest())
            yield PageChapter("Tests by variable", self._report_tests(found))
        by_code = StatisticsRequest(all_codes=True, layer=self.layer)
        found = run_code_tests(self.study, by_code)
        yield PageChapter("Tests by code", self._report_tests(found))

    def _report_tests(self, found: StatisticsReport) -> tuple[Block, ...]:
        """The tests that were made; those refused are counted, and printed by `tipcoder stats`."""
        made: list[StatisticalTest] = [one for one in found.results if one.p is not None]
        refused = len(found.results) - len(made)
        self.sentences += found.sentences
        said = [*found.sentences]
        if refused:
            said.append(f"{format_count(refused, 'test')} refused, for too few cases, not shown.")
        screened = screen_notes(self.screen, made)
        report = build_tests_report(screened, said, style=self.style)
        return report.document.blocks

    def _build_methods(self) -> PageChapter:
        numbers = number_study_coders(self.study, ())
        return PageChapter("How it was made", tuple(build_methods(self.study, numbers)))


def _frame_picture(picture: Picture) -> list[Block]:
    return [Heading(picture.title, 3), picture.figure]


def _is_title(block: Block) -> bool:
    """Whether a block is the title of a report of its own, or the end of its first pages."""
    return isinstance(block, PageBreak) or (isinstance(block, Heading) and block.level == 1)


def _lower_heading(block: Block) -> Block:
    """Headings of a chapter stand below that of the chapter."""
    if isinstance(block, Heading):
        return Heading(block.text, min(block.level + 1, _DEEPEST))
    return block
