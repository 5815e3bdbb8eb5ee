"""Test results as blocks, always with their sensitivities beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from tipcoder.export.document import (
    Align,
    Block,
    Column,
    Document,
    Kind,
    Note,
    Paragraph,
    Preformatted,
    Run,
    Table,
    plain_paragraph,
    text_cells,
)
from tipcoder.export.report import Report, build_table
from tipcoder.export.result_lines import (
    ARTICLE,
    format_adjusted_p,
    format_check,
    format_corrected,
    format_effect,
    format_groups,
    format_p,
    format_result,
)
from tipcoder.export.result_rows import (
    COVERAGE_COLUMNS,
    SENSITIVITIES,
    as_coverage_records,
    build_flat_table,
)
from tipcoder.results.tests import Coverage, StatisticalTest, SupportingTest

_SHORT = ("unweighted", "one row", "by respondent", "by country", "unknown=absent")
"""The sensitivities as heads of columns."""
COVERAGE_TITLE = (
    "Coverage, in cases; half read: absent, but another answer in scope is not read yet"
)


def build_tests_report(
    results: Sequence[StatisticalTest],
    sentences: Sequence[str],
    coverage: Sequence[Coverage] = (),
    style: str = ARTICLE,
    about_values: Collection[str] = (),
) -> Report:
    """Tests in every format.

    `sentences` belong to all of them; `coverage` is that of the codes tested by. What several tests
    have in common, the screen has once, behind all of them: reasons, notes of three tests or more,
    and of two those among `about_values`, which are about values of the survey.
    """
    flat = build_flat_table(results)
    remarks = list(map(plain_paragraph, sentences))
    blocks: list[Block] = [*remarks, build_results_table(results, style)]
    covered = _build_coverage(results)
    tables = [flat]
    if covered is not None:
        blocks.append(covered)
        tables.append(covered)
    title = "Tests"
    return Report(
        document=Document(title, tuple(blocks), is_wide=True),
        flat=flat,
        records=[result.as_dict() for result in results],
        narrow=_build_narrow(results, sentences, coverage, style, about_values),
        workbook=Document(title, (*tables, *remarks)),
        remarks=tuple(sentences),
    )


def _build_narrow(
    results: Sequence[StatisticalTest],
    sentences: Sequence[str],
    coverage: Sequence[Coverage],
    style: str,
    about_values: Collection[str],
) -> Document:
    """The line of each result, and below it what it rests on; what several rest on at the end."""
    blocks: list[Block] = [Paragraph((Run("\n".join(sentences)),))] if sentences else []
    if coverage:
        blocks.append(
            build_table(as_coverage_records(coverage), COVERAGE_COLUMNS, caption=COVERAGE_TITLE)
        )
    noted = list(map(_list_notes, results))
    shared = _find_repeated([[result.reason] for result in results], 2)
    shared |= _find_repeated(noted, 3) | (_find_repeated(noted, 2) & frozenset(about_values))
    for result in results:
        blocks.append(Preformatted(format_result_block(result, style, without=shared)))
    if shared:
        # A reason begins with the name of its test.
        reasons = dict.fromkeys(result.reason for result in results if result.reason in shared)
        blocks.append(Note("\n".join([*reasons, *list_remarks(results, only=shared)])))
    return Document("Tests", tuple(blocks))


def _find_repeated(notes: Iterable[Sequence[str]], least: int) -> frozenset[str]:
    """Notes that at least so many results have."""
    counted: Counter[str] = Counter()
    for own in notes:
        counted.update(set(own))
    return frozenset(note for note, times in counted.items() if note and times >= least)


def format_result_block(result: StatisticalTest, style: str, without: Collection[str] = ()) -> str:
    """A result for the screen: its names and its line first, then everything that it rests on.

    A reason and notes among `without` are left out.
    """
    lines = [format_result(result, style)]
    if result.gate is not None and not result.gate.holds:
        lines.append(f"! {result.gate.sentence}")
    if result.p is not None:
        lines.append(_format_size(result, style))
    # A correlation has no groups.
    parts = [format_groups(result), f"N = {result.n}"]
    lines.append("; ".join(filter(None, parts)))
    lines += [f"beside: {format_check(check, style)}" for check in result.parallel_tests]
    lines += [_format_sensitivity(check, style) for check in result.sensitivity]
    if result.corrected is not None:
        lines.append(format_corrected(result.corrected))
    own = [note for note in (result.reason, *_list_notes(result)) if note not in without]
    lines += filter(None, own)
    indented = [f"  {line}" for line in lines]
    return "\n".join([*result.headings, *indented])


def _format_size(result: StatisticalTest, style: str) -> str:
    """The adjusted p-value and the effects; in APA style these stand in the line itself."""
    parts = [format_adjusted_p(result, style)]
    if style == ARTICLE:
        parts += [format_effect(effect, style) for effect in result.effects]
    return "; ".join(filter(None, parts))


def _format_sensitivity(check: SupportingTest, style: str) -> str:
    """The same test on other cases, with the number of these."""
    return f"{check.kind} (n = {check.n}): {format_check(check, style)}"


def _list_notes(result: StatisticalTest) -> tuple[str, ...]:
    """The notes but for the one that stands in the place of a test that was refused."""
    return result.notes if result.p is not None else result.notes[1:]


def build_results_table(results: Sequence[StatisticalTest], style: str) -> Table:
    """One row for each result, and below the table the notes that concern single results."""
    occurring = _find_sensitivities(results)
    is_gated = any(result.gate is not None for result in results)
    is_corrected = any(result.corrected is not None for result in results)
    rows = []
    for result in results:
        texts = _list_cells(result, style, occurring, is_gated=is_gated)
        if is_corrected:
            texts.append(format_corrected(result.corrected) if result.corrected else "")
        rows.append(text_cells(texts))
    columns = _list_columns(style, occurring, is_gated=is_gated)
    if is_corrected:
        columns += (Column("corrected", has_symbols=True, wraps=True),)
    return Table(columns, tuple(rows), "Tests", tuple(list_remarks(results)))


def _find_sensitivities(results: Sequence[StatisticalTest]) -> list[str]:
    """The kinds of sensitivity that occur at all, in their order."""
    kinds: set[str] = set()
    for result in results:
        for check in result.sensitivity:
            kinds.add(check.kind)
    return [kind for kind in SENSITIVITIES if kind in kinds]


def _list_columns(style: str, occurring: Sequence[str], *, is_gated: bool) -> tuple[Column, ...]:
    """The columns that this style and these results need."""
    columns = [
        Column("outcome"),
        Column("variable"),
        Column("test", has_symbols=True, wraps=True),
        Column("adjusted", has_symbols=True),
    ]
    if style == ARTICLE:
        columns.append(Column("effect", has_symbols=True))
    columns.append(Column("N", Kind.INTEGER, Align.RIGHT))
    if is_gated:
        columns.append(Column("agreement", has_symbols=True))
    for kind in occurring:
        short = _SHORT[SENSITIVITIES.index(kind)]
        columns.append(Column(short, has_symbols=True))
    return tuple(columns)


def _list_cells(
    result: StatisticalTest, style: str, occurring: Sequence[str], *, is_gated: bool
) -> list[str]:
    """The texts of a result, in the order of the columns."""
    adjusted = "" if result.p_adjusted is None else format_p(result.p_adjusted, style)
    if result.apart and adjusted:
        adjusted += ", apart"
    cells = [
        result.outcome_heading,
        result.variable_heading,
        format_result(result, style),
        adjusted,
    ]
    if style == ARTICLE:
        cells.append(format_effect(result.effects[0], style) if result.effects else "")
    cells.append(str(result.n))
    if is_gated:
        cells.append(result.gate.brief if result.gate else "")
    by_kind = {check.kind: check for check in result.sensitivity}
    cells += [_format_short(by_kind.get(kind), style) for kind in occurring]
    return cells


def _format_short(check: SupportingTest | None, style: str) -> str:
    """The p-value of a sensitivity; `none` where it could not be tested."""
    if check is None:
        return ""
    return "none" if check.p is None else format_p(check.p, style)


def list_notes(results: Iterable[StatisticalTest]) -> list[str]:
    """Every note of these results."""
    notes: list[str] = []
    for result in results:
        notes += result.notes
    return notes


def list_remarks(
    results: Sequence[StatisticalTest], only: Collection[str] | None = None
) -> list[str]:
    """Notes that concern single results, each once with all its places in front.

    With `only`, those of them.
    """
    places: dict[str, list[StatisticalTest]] = {}
    for result in results:
        for note in dict.fromkeys(_list_notes(result)):
            if only is None or note in only:
                places.setdefault(note, []).append(result)
    return [_place_remark(note, own, results) for note, own in places.items()]


def _place_remark(
    note: str, own: Sequence[StatisticalTest], results: Sequence[StatisticalTest]
) -> str:
    """A note with its places in front: an outcome or a variable of which all tests have it, three
    or more, else each test. A note that begins with its place says it itself.
    """
    outcomes = dict.fromkeys(result.outcome_heading for result in own)
    variables = dict.fromkeys(result.variable_heading for result in own)
    if len(own) == sum(result.outcome_heading in outcomes for result in results) > 2:
        places = list(outcomes)
    elif len(own) == sum(result.variable_heading in variables for result in results) > 2:
        places = list(variables)
    else:
        tests = [f"{result.outcome_heading} by {result.variable_heading}" for result in own]
        places = list(dict.fromkeys(tests))
    # Options of a question are variables of their own, and the note is about the question.
    begins, _, _ = note.partition(":")
    if all(place.startswith(begins) for place in places):
        return note
    return f"{', '.join(places)}: {note}"


def _build_coverage(results: Sequence[StatisticalTest]) -> Table | None:
    """Of every code with its label; what stands on a parent itself follows its net.

    None for tests by variables.
    """
    labels: dict[str, str] = {}
    covered: list[Coverage] = []
    for result in results:
        of_net, own = result.coverage, result.own_coverage
        for found, ending in ((of_net, ""), (own, " (own)")):
            if found is not None and found.code not in labels:
                labels[found.code] = f"{result.variable_heading}{ending}"
                covered.append(found)
    if not covered:
        return None
    rows = as_coverage_records(covered)
    for row, label in zip(rows, labels.values(), strict=True):
        row["code"] = label
    return build_table(rows, COVERAGE_COLUMNS, caption="Coverage of codes, in cases")
