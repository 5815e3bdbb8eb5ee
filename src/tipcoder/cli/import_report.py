"""What came in from a survey file, as data and as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from tipcoder.cli import output
from tipcoder.cli.output import format_count
from tipcoder.errors import ExitStatus

if TYPE_CHECKING:
    from tipcoder.export.report import Report
    from tipcoder.progress import ImportProgress
    from tipcoder.workbench.survey.import_report import ImportReport

MAX_LISTED = 20


def watch_import(line: output.Working) -> ImportProgress:
    """Show on a line how far each part of an import is."""
    from tipcoder.progress import ImportProgress

    return ImportProgress(
        reading=line.counter("bytes read"),
        freezing=line.counter("rows"),
        detecting=line.counter("answers' languages"),
        writing=line.counter("cases written"),
    )


def print_report(report: ImportReport, form: str) -> None:
    """What an import did, in the form asked for."""
    output.print_report(build_import_report(report), form)


def find_import_status(report: ImportReport) -> ExitStatus:
    """DONE where every row of the file came in; a row that is missing is never passed over."""
    if not report.dropped:
        return ExitStatus.DONE
    rows = format_count(report.dropped, "row")
    output.say(
        f"{rows} of {report.source} did not come in; they stand under refused. Mend the file, name "
        "a column that tells rows apart as `case` in study.toml, or say with --duplicates what "
        "becomes of a second row."
    )
    return ExitStatus.CHECK_FAILED


def build_import_report(found: ImportReport) -> Report:
    """What an import did, in every format; a terminal has lines, and documents the counts."""
    from tipcoder.export.document import Block, BulletList, Document, Heading, Preformatted
    from tipcoder.export.report import Report, build_table

    title = "Import"
    facts = [{"what": what, "count": count} for what, count in _list_facts(found)]
    table = build_table(facts, ("what", "count"))
    blocks: list[Block] = [table]
    for heading, sentences in _list_sections(found):
        if sentences:
            blocks += [Heading(heading), BulletList(tuple(sentences))]
    return Report(
        document=Document(title, tuple(blocks)),
        flat=table,
        records=found.as_dict(),
        narrow=Document(title, (Preformatted(format_report(found)),)),
        # Notes are sentences and would break the columns of CSV.
        remarks=tuple(f"{note}." for note in found.notes[:MAX_LISTED]),
        has_remarks_in_records=True,
    )


def _list_sections(found: ImportReport) -> tuple[tuple[str, Sequence[str]], ...]:
    """Sentences about single rows and answers, under the title of their kind."""
    return (
        ("Waves", found.wave_changes),
        ("Refused", found.refused),
        ("Withdrawn", found.withdrawn),
        ("No longer withdrawn", found.returned),
        ("Erased before", list(_describe_erased(found))),
        ("New versions", found.new_versions),
        ("Notes", found.notes),
    )


_DECIDE = (
    "Numbers stay as they are. Decide about the quotes with `tipcoder erase` or "
    "`tipcoder withdrawn keep`."
)
_PART = "If the file is only a part of the survey, `tipcoder undo` and import it with --part."


def _describe_erased(found: ImportReport) -> Iterator[str]:
    """What the file has and the study no longer takes."""
    for day, number in found.erased.items():
        were, stay = ("was", "it stays") if number == 1 else ("were", "they stay")
        yield f"{format_count(number, 'answer')} {were} erased on {day}; {stay} erased."


def _list_facts(report: ImportReport) -> Iterator[tuple[str, Any]]:
    yield "rows in the file", report.rows
    yield "respondents", report.respondents
    yield "cases", report.cases
    yield "new cases", report.new
    yield "kept as they were", report.kept
    yield "changed", report.changed
    for wave, number in report.waves.items():
        yield f"cases of wave {wave}", number
    yield "refused", len(report.refused)
    yield "withdrawn answers", len(report.withdrawn)
    for state, number in report.answers.items():
        yield f"answers {state.replace('_', ' ')}", number
    yield "answers that repeat another", report.duplicates
    for how, number in report.translations.items():
        yield f"translations {how}", number


def format_counts(report: ImportReport) -> str:
    """How many respondents, cases and answers came in, on two lines."""
    return f"{_describe_cases(report)}\n{_describe_answers(report)}"


def format_report(report: ImportReport) -> str:
    """What an import did, for a person."""
    lines = [_describe_file(report), _describe_cases(report), *report.wave_changes]
    lines.append(_describe_answers(report))
    if report.languages:
        ordered = sorted(report.languages.items(), key=lambda item: (-item[1], item[0]))
        spoken = ", ".join(f"{language} {number}" for language, number in ordered)
        lines.append(f"languages: {spoken}")
    lines.extend(_list_sentences("refused", report.refused))
    lines.extend(_list_sentences("withdrawn", report.withdrawn))
    if report.withdrawn:
        lines.append(_DECIDE)
    if report.missing:
        lines.append(_PART)
    lines.extend(_list_sentences("no longer withdrawn", report.returned))
    lines.extend(_describe_erased(report))
    lines.extend(_list_sentences("new versions", report.new_versions))
    if report.translations:
        lines.append(_describe_translations(report))
    lines.extend(_list_sentences("notes", report.notes))
    if report.dry_run:
        lines.append("Dry run: nothing was written.")
    return "\n".join(lines)


def _describe_translations(report: ImportReport) -> str:
    counted = ", ".join(f"{number} {how}" for how, number in report.translations.items())
    return f"translations: {counted}; codings stay as they are"


def _describe_file(report: ImportReport) -> str:
    size = f"{format_count(report.rows, 'row')}, {format_count(report.columns, 'column')}"
    if not report.delimiter:
        return f"{report.source}: {size}, {report.encoding}"
    delimiter = "TAB" if report.delimiter == "\t" else report.delimiter
    return f"{report.source}: {size}, {report.encoding}, delimiter {delimiter}"


def _describe_cases(report: ImportReport) -> str:
    would = "would be " if report.dry_run else ""
    people = f"{format_count(report.respondents, 'respondent')} ({report.new_respondents} new)"
    became = f"{report.new} {would}new, {report.changed} {would}changed, {report.kept} kept"
    return f"{people}, {format_count(report.cases, 'case')}: {became}"


def _describe_answers(report: ImportReport) -> str:
    number = report.answers
    answered = f"{number['answered']} answered ({report.duplicates} repeat another)"
    unread = (
        f"{number['blank']} blank, {number['not_asked']} not asked, {number['withheld']} withheld"
    )
    return f"open questions: {answered}, {unread}"


def _list_sentences(title: str, sentences: Sequence[str]) -> Iterator[str]:
    """Sentences under a title, as many as one reads; the others are format_count."""
    if not sentences:
        return
    yield f"{title} ({len(sentences)}):"
    for sentence in sentences[:MAX_LISTED]:
        yield f"  {sentence}"
    if len(sentences) > MAX_LISTED:
        yield f"  and {len(sentences) - MAX_LISTED} more; --format json lists all"
