"""`init`, `import`: survey files in."""

from __future__ import annotations

import argparse
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tipcoder.cli import output
from tipcoder.cli.options import Verbs, add_coder, add_format, add_reading, add_study, input_file, named_path
from tipcoder.cli.output import format_count
from tipcoder.errors import BadInput, ExitStatus

if TYPE_CHECKING:
    from tipcoder.progress import ImportProgress
    from tipcoder.workbench.survey.import_report import ImportReport
    from tipcoder.workbench.survey.importing import ReadOptions

MAX_LISTED = 20
_BUNDLE = "bundle"


def add_verbs(verbs: Verbs) -> None:
    init = verbs.add_parser(
        "init",
        help="make a study from a survey file",
        description="Reads the survey, proposes or takes a study.toml, freezes the answers and draws response IDs.",
    )
    init.add_argument("folder", metavar="DIR", type=named_path, help="the new study's folder")
    init.add_argument(
        "--survey", metavar="FILE", type=input_file, required=True, help="the survey as CSV; - for standard input"
    )
    source = init.add_mutually_exclusive_group()
    source.add_argument("--template", metavar="NAME", help="a study that tipcoder knows, like tip-ngo-survey")
    source.add_argument("--study-file", metavar="FILE", type=named_path, help="a study.toml written before")
    init.add_argument("--codebook", metavar="FILE", type=named_path, help="the codebook to start with")
    init.add_argument("--yes", action="store_true", help="take what is proposed as it is, instead of only showing it")
    add_reading(init)
    add_format(init)
    add_coder(init)
    init.set_defaults(run=run_init)

    again = verbs.add_parser(
        "import",
        help="add late respondents or corrected rows; or a coder's work: import bundle FILE",
        description="Adds new rows of the survey; a changed text becomes a new version, and codings are never moved or "
        "cleared. `import bundle FILE` brings in what a coder did in another copy of this study; what is here stays.",
    )
    again.add_argument(
        "file",
        metavar="FILE",
        type=input_file,
        nargs="+",
        help="the survey as CSV, or behind the word bundle a coder's work; - for standard input",
    )
    again.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")
    again.add_argument(
        "--as", metavar="NAME", dest="same_as", help="of a bundle: who its coder is here, where the study cannot know"
    )
    add_reading(again)
    add_format(again)
    add_coder(again)
    add_study(again)
    again.set_defaults(run=run_import)


def run_init(arguments: argparse.Namespace) -> int:
    from tipcoder.workbench.survey.creating import StudyPlan, check_target, create_study, propose_study_text

    check_target(arguments.folder)
    with output.working("Reading", arguments.survey.name) as line:
        plan = StudyPlan(
            folder=arguments.folder,
            survey=arguments.survey,
            study_file=arguments.study_file,
            template=arguments.template,
            codebook=arguments.codebook,
            options=_reading(arguments),
            watch=_watch(line),
        )
        study_text = propose_study_text(plan)
        agreed = plan.template is not None or plan.study_file is not None or arguments.yes
        report = create_study(plan, study_text, arguments.coder) if agreed else None
    if report is None:
        return _offer(study_text)
    _print_report(report, arguments.format)
    _ask_for_files(plan.folder)
    output.say(f"\nThe study is in {plan.folder}. Next: cd {shlex.quote(str(plan.folder))} && tipcoder code")
    return ExitStatus.DONE


def _ask_for_files(folder: Path) -> None:
    """Say which files of numbers by country the study still waits for."""
    from tipcoder.study import STUDY_FILE, read_study
    from tipcoder.workbench.study import find_missing_files

    wanted = find_missing_files(folder, read_study(folder / STUDY_FILE))
    if wanted:
        output.say(f"Its indicators are worked out from {' and '.join(wanted)}: copy it into {folder} before merging.")


def _offer(study_text: str) -> int:
    """Without --yes the proposal is only shown, so that a person reads it before anything is frozen."""
    output.text(study_text)
    output.say(
        "This is what the file looks like to tipcoder; nothing was made yet. Take it as it is with --yes,\n"
        "or keep it in a file, correct it, and give it back with --study-file FILE."
    )
    return ExitStatus.DONE


def run_import(arguments: argparse.Namespace) -> int:
    first, *more = arguments.file
    if str(first) == _BUNDLE and len(more) == 1:
        from tipcoder.cli.bundles import run_import as run_bundle

        return run_bundle(arguments, more[0])
    if more:
        raise BadInput("`tipcoder import` takes one file at a time.", "Or do you mean `tipcoder import bundle FILE`?")
    if arguments.same_as is not None:
        raise BadInput("--as is for a bundle and not for a survey.", "Leave it out, or say `import bundle FILE`.")
    return _import_survey(arguments, first)


def _import_survey(arguments: argparse.Namespace, file: Path) -> int:
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.survey.importing import import_survey

    with open_study_folder(arguments.study, import_edits=False) as here:
        coder = here.find_coder(arguments.coder)
        with output.working("Importing", file.name) as line:
            report = import_survey(
                here, coder, file, _reading(arguments), dry_run=arguments.dry_run, watch=_watch(line)
            )
    _print_report(report, arguments.format)
    return ExitStatus.DONE


def _reading(arguments: argparse.Namespace) -> ReadOptions:
    from tipcoder.workbench.survey.importing import ReadOptions

    return ReadOptions(arguments.encoding, arguments.delimiter, arguments.errors == "replace", arguments.duplicates)


def _watch(line: output.Working) -> ImportProgress:
    from tipcoder.progress import ImportProgress

    return ImportProgress(
        reading=line.counter("bytes read"),
        freezing=line.counter("rows"),
        detecting=line.counter("answers' languages"),
        writing=line.counter("cases written"),
    )


def _print_report(report: ImportReport, form: str) -> None:
    if form == "json":
        output.as_json(report.as_dict())
    elif form == "csv":
        facts = [{"what": key, "count": value} for key, value in _facts(report)]
        output.rows(facts, ("what", "count"), "csv")
        for note in report.notes[:MAX_LISTED]:
            output.say(f"{note}.")
    else:
        output.text(report_text(report))


def _facts(report: ImportReport) -> list[tuple[str, Any]]:
    return [
        ("rows in the file", report.rows),
        ("respondents", report.respondents),
        ("cases", report.cases),
        ("new cases", report.new),
        ("kept as they were", report.kept),
        ("changed", report.changed),
        ("refused", len(report.refused)),
        *((f"answers {state.replace('_', ' ')}", n) for state, n in report.answers.items()),
        ("answers that repeat another", report.duplicates),
    ]


def report_text(report: ImportReport) -> str:
    """What an import did, for a person."""
    would = "would be " if report.dry_run else ""
    a = report.answers
    unread = f"{a['blank']} blank, {a['not_asked']} not asked, {a['withheld']} withheld"
    lines = [
        f"{report.source}: {format_count(report.rows, 'row')}, {format_count(report.columns, 'column')}, {report.encoding}, "
        f"delimiter {'TAB' if report.delimiter == chr(9) else report.delimiter}",
        f"{format_count(report.respondents, 'respondent')} ({report.new_respondents} new), "
        f"{format_count(report.cases, 'case')}: {report.new} {would}new, {report.changed} {would}changed, "
        f"{report.kept} kept",
        f"open questions: {a['answered']} answered ({report.duplicates} repeat another), {unread}",
    ]
    if report.languages:
        ordered = sorted(report.languages.items(), key=lambda item: (-item[1], item[0]))
        lines.append("languages: " + ", ".join(f"{language} {n}" for language, n in ordered))
    for title, sentences in (
        ("refused", report.refused),
        ("new versions", report.new_versions),
        ("notes", report.notes),
    ):
        if sentences:
            lines.append(f"{title} ({len(sentences)}):")
            lines += [f"  {sentence}" for sentence in sentences[:MAX_LISTED]]
            if len(sentences) > MAX_LISTED:
                lines.append(f"  and {len(sentences) - MAX_LISTED} more; --format json lists all")
    if report.dry_run:
        lines.append("Dry run: nothing was written.")
    return "\n".join(lines)


def is_terminal() -> bool:
    """Whether a person sits at both ends."""
    return sys.stdin.isatty() and sys.stdout.isatty()
