"""The joint display: a theme in numbers beside what respondents say in words, with room to read.

Quotes are shown in their released wording only, and only those that somebody has read as they
would be released. Which ones are shown follows a rule that does not depend on anybody's liking
(`QUOTES`); a researcher may of course choose others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from tipcoder.analysis.presence import PRESENT
from tipcoder.analysis.presence_counts import group_by_respondent
from tipcoder.analysis.variables import Levels
from tipcoder.export.format_names import WORKBOOK
from tipcoder.export.formats import FORMATS, render_report
from tipcoder.export.joint_display import build_joint_report
from tipcoder.export.leaving import LeavingFile
from tipcoder.export.report import Report
from tipcoder.export.result_lines import ARTICLE
from tipcoder.model.codes import Codebook
from tipcoder.model.codings import Coder
from tipcoder.privacy.small_cells import USUAL, check_smallest_cell
from tipcoder.results.joint_display import JointLine
from tipcoder.results.tests import StatisticalTest
from tipcoder.store.exports import ExportFacts
from tipcoder.text import format_count
from tipcoder.workbench.exports.earlier_exports import ExportJudge
from tipcoder.workbench.exports.export_log import record_leaving
from tipcoder.workbench.exports.leaving_tables import QUESTION, LeavingRow, LeavingTable
from tipcoder.workbench.publishing.coder_numbers import hide_layer
from tipcoder.workbench.publishing.declaration import LetsOut, WordsOut
from tipcoder.workbench.publishing.publication import publish_files
from tipcoder.workbench.quotes.exemplars import QuotePool
from tipcoder.workbench.quotes.fresh_ids import PUBLIC_IDS, draw_fresh_ids, save_fresh_ids
from tipcoder.workbench.quotes.quote_rows import QuoteRequest
from tipcoder.workbench.statistics.indicator_merge import MergedCases
from tipcoder.workbench.statistics.presence import Presence
from tipcoder.workbench.statistics.tests import CodeTests, StatisticsRequest, run_tests_by_code
from tipcoder.workbench.study import OpenStudy
from tipcoder.workbench.withdrawal.answers import warn_of_withdrawals

QUOTES = (
    "Exemplars come from the level of the outcome where the code is found more often, "
    "counter-examples from the other end; among several, those of 40 to 280 characters from "
    "respondents not quoted yet, by response ID. A number has two halves for levels, and a net "
    "promoter score detractors, passives and promoters."
)
QUOTED_COLUMNS = frozenset(("exemplar", "counter_example", "counter-example"))
"""What columns of quotes are called in tables for programs and in documents."""


@dataclass(frozen=True)
class JointRequest:
    """What may stand beside a quote, and under which ID."""

    smallest_cell: int = USUAL
    fresh_ids: bool = False
    printed_as: str = "csv"
    """The name of a format."""
    style: str = ARTICLE
    file: Path | None = None
    """Where it is written; None: it is printed."""
    is_look: bool = False
    """Whether a person only looks at it on a screen, so that it does not leave."""


@dataclass(frozen=True)
class JointDisplay:
    """The lines, and what has to be said beside them."""

    lines: tuple[JointLine, ...]
    sentences: tuple[str, ...]
    remarks: tuple[str, ...]
    """What is said to whoever releases it, and stands in no file."""
    report: Report
    """The same in every format; it has passed the audit in the one asked for."""


def release_joint_display(
    study: OpenStudy,
    wanted: StatisticsRequest,
    asked: JointRequest,
    coder: Coder | None = None,
) -> JointDisplay:
    """Every wanted code by every wanted outcome: coverage, test, exemplar and counter-example.

    Without codes named, every code that is found on a case; folders only if they are named.

    What it quotes passes every check of `tipcoder quotes`, in the format in which it is printed.
    Whom it would tell together with what left before is not quoted, and others are chosen. Where
    it quotes somebody and leaves, it is kept in the log as an act of `coder`, by default of
    whoever works here.

    Raises BadInput as `run_tests_by_code` does and for too small a cell, CheckFailed where the
    audit finds something, and EnvironmentFault without the key file if quotes have been read.
    """
    check_smallest_cell(asked.smallest_cell)
    tested = run_tests_by_code(study, wanted)
    results = _choose_results(study, tested, wanted)

    codes = {result.variable for result in results}
    wish = QuoteRequest(layer=wanted.layer, smallest_cell=asked.smallest_cell)
    pool = QuotePool(study, tested.merged.table, tested.presence, codes, wish)
    judge = ExportJudge(study, asked.smallest_cell)
    while True:
        # In this order, because a respondent who is quoted in one line gives way in the next.
        lines = [_build_line(tested.merged, tested.presence, pool, result) for result in results]
        told = judge.find_told(_build_leaving_table(pool, asked, wanted))
        if not told:
            break
        pool.begin_again([each.respondent for each in told])

    sentences = (*tested.findings.sentences, QUOTES)
    ids = draw_fresh_ids(study, pool.quoted) if asked.fresh_ids else {}
    lines = [_put_ids(line, ids) for line in lines]
    report = build_joint_report(lines, sentences, asked.style)
    report = _hide_coder_names(study, report, sentences, asked.printed_as)
    table = _build_leaving_table(pool, asked, wanted, ids)
    leaver = coder or study.find_coder()
    _check_report(study, report, asked, pool, ids, table, leaver, judge.earlier.last)

    remarks = _list_remarks(study, pool, asked)
    if pool.quoted:
        remarks += judge.earlier.warn_of_tables(fresh_ids=asked.fresh_ids)
    withdrawn = warn_of_withdrawals(study)
    if withdrawn:
        remarks.append(f"{withdrawn}.")
    return JointDisplay(tuple(lines), sentences, tuple(remarks), report)


def _choose_results(
    study: OpenStudy, tested: CodeTests, wanted: StatisticsRequest
) -> list[StatisticalTest]:
    """The tests that have a line: of outcomes, by codes that are named or found."""
    outcomes = study.definition.list_outcome_names()
    results = []
    for result in tested.findings.results:
        # Indicators are tested by code as well, but have no levels to quote from.
        if result.outcome not in outcomes:
            continue
        if wanted.codes or _is_found(result, tested.presence.book):
            results.append(result)
    return results


def _hide_coder_names(
    study: OpenStudy, report: Report, sentences: Sequence[str], form: str
) -> Report:
    """The report with numbers for coders in every format but the one for the screen, where coders
    know each other.
    """
    if form == "table":
        return report
    hidden = hide_layer(study, report, sentences)
    # Remarks stand in no output but a workbook.
    return hidden if form == WORKBOOK else replace(hidden, remarks=report.remarks)


def _put_ids(line: JointLine, ids: Mapping[str, str]) -> JointLine:
    """The line with fresh IDs in the place of those of the study."""
    exemplar, counter = line.exemplar, line.counter
    if exemplar is not None:
        shown = ids.get(exemplar.response_id, exemplar.response_id)
        exemplar = replace(exemplar, response_id=shown)
    if counter is not None:
        counter = replace(counter, response_id=ids.get(counter.response_id, counter.response_id))
    return replace(line, exemplar=exemplar, counter=counter)


def _check_report(
    study: OpenStudy,
    report: Report,
    asked: JointRequest,
    pool: QuotePool,
    ids: Mapping[str, str],
    table: LeavingTable,
    leaver: Coder,
    judged_at: int,
) -> None:
    """Let the gate look at what is printed. Once it may leave, keep that it left and whose fresh
    IDs these are.
    """

    def record() -> None:
        keep_ids = partial(save_fresh_ids, study, ids) if ids else None
        record_leaving(study, leaver, table, judged_at=judged_at, remember=keep_ids)

    known = pool.knowledge
    if known is not None:
        fresh = {shown: respondent for respondent, shown in ids.items()}
        kept = {**known.kept, "": pool.list_kept()}
        known = replace(known, ids={**known.ids, **fresh}, kept=kept)
    lets_out = LetsOut(WordsOut.RELEASED if pool.quoted else WordsOut.NONE, QUOTED_COLUMNS)
    # The bare cells as well, whatever a format escapes.
    forms = dict.fromkeys(("csv", _name_form(asked)))
    files = []
    for form in forms:
        content = render_report(report, form)
        is_asked_for = asked.file is not None and form == _name_form(asked)
        target = asked.file if is_asked_for else None
        ending = FORMATS[form].ending
        files.append(LeavingFile(target, content, ending, is_private=target is None))
    publish_files(
        study,
        files,
        lets_out,
        knowledge=known,
        # Without a quote nobody's row leaves.
        before_moving=record if table.rows and not asked.is_look else None,
    )


def _build_leaving_table(
    pool: QuotePool,
    asked: JointRequest,
    wanted: StatisticsRequest,
    ids: Mapping[str, str] | None = None,
) -> LeavingTable:
    """What leaves of respondents, as the log keeps it: a row for each quote."""
    outcomes = sorted({pool.name_column(chosen.outcome) for chosen in pool.chosen})
    told = {"codes": ", ".join(wanted.codes), "codings of": wanted.layer or ""}
    filters = {name: value for name, value in told.items() if value}
    filters["smallest cell"] = str(asked.smallest_cell)
    facts = ExportFacts(
        "stats joint",
        FORMATS[_name_form(asked)].ending,
        (*outcomes, QUESTION),
        filters,
        asked.fresh_ids,
        tuple(sorted((ids or {}).values())),
    )
    rows = []
    for row, outcome in pool.chosen:
        beside = (pool.name_column(outcome), QUESTION)
        rows.append(
            LeavingRow(
                row.case, row.respondent, row.question, row.wording, row.kept, columns=beside
            )
        )
    return LeavingTable(facts, tuple(rows))


def _name_form(asked: JointRequest) -> str:
    """The format that is looked through; of a table of letters it is the one of its cells."""
    return "csv" if asked.printed_as == "table" else asked.printed_as


def _list_remarks(study: OpenStudy, pool: QuotePool, asked: JointRequest) -> list[str]:
    remarks = []
    if pool.in_small_cells:
        remarks.append(
            f"Quotes were passed over because fewer than {asked.smallest_cell} respondents share "
            "what would stand beside them; --smallest-cell changes that."
        )
    if pool.told_before:
        remarks.append(
            f"{format_count(pool.told_before, 'respondent')} could be told when this is joined to "
            "what left before, and others are quoted instead; `tipcoder quotes exports` lists it, "
            "and --fresh-ids joins less."
        )
    is_public = study.definition.privacy.response_ids == "from-column"
    if pool.quoted and is_public and not asked.fresh_ids:
        remarks.append(PUBLIC_IDS)
    return remarks


def _is_found(result: StatisticalTest, book: Codebook) -> bool:
    """Whether a code is applied to a case.

    A folder says what the codes in it say, and is shown only if it is named.
    """
    is_applied = result.coverage is not None and result.coverage.present > 0
    return is_applied and book.codes[result.variable].codable


def _build_line(
    merged: MergedCases, found: Presence, pool: QuotePool, result: StatisticalTest
) -> JointLine:
    code = result.variable
    states = found.codes[code].states
    table = merged.table
    levels = table.outcome_bands(result.outcome)
    exemplar, counter = pool.choose_examples(code, levels, _is_rising(levels, states))

    by_respondent = group_by_respondent(states, table.respondents)
    countries = set()
    for place, state in enumerate(states):
        if state == PRESENT:
            # A case without a country counts for no country.
            countries.add(merged.names_by_case[place])
    return JointLine(
        code,
        result.variable_heading,
        result,
        respondents=sum(1 for state in by_respondent.values() if state == PRESENT),
        countries=len(countries - {None, ""}),
        exemplar=exemplar,
        counter=counter,
        unread=pool.unread[code],
    )


def _is_rising(levels: Levels, states: Sequence[int]) -> bool:
    """Whether cases with the code have higher levels of the outcome than those without.

    By mean rank of level; true where one of the two means does not exist.
    """
    sum_with = sum_without = number_with = number_without = 0
    for level, state in zip(levels.codes.tolist(), states, strict=True):
        if level < 0 or state < 0:
            continue
        if state == PRESENT:
            sum_with += level
            number_with += 1
        else:
            sum_without += level
            number_without += 1
    if not number_with or not number_without:
        return True
    return bool(sum_with / number_with >= sum_without / number_without)
