"""`suggest concepts`: the concepts, how often answers use them, and why words match."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import flag, format_option, option, study_option, viewer
from tipcoder.cli.output import format_count
from tipcoder.errors import BadInput, ExitStatus

if TYPE_CHECKING:
    from tipcoder.workbench.study import OpenStudy
    from tipcoder.workbench.suggestions.concept_list import ConceptList, ConceptUse

_COLUMNS = ("concept", "answers", "share", "languages", "entries", "own", "words")
_WHY = ("words", "concept", "language", "entry")


@define_command(
    "suggest concepts",
    examples=(
        "tipcoder suggest concepts --check",
        'tipcoder suggest concepts --why "law enforcement"',
    ),
)
@flag("--check", about="only what is wrong; exit status 1 if anything is")
@option(
    "--why",
    "why",
    metavar="WORDS",
    multiple=True,
    help="which concepts have these words; may be repeated",
)
@format_option()
@study_option
@viewer
def list_concepts(
    check: bool,
    why: tuple[str, ...],
    form: str,
    study_folder: Path | None,
    viewer: str | None,
) -> int:
    """List the concepts behind suggestions and how often answers use them.

    Concepts come with tipcoder; a concepts.toml beside the codebook replaces those that it names
    and adds others. --check prints what is wrong with the list.
    """
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.suggestions.concept_list import build_concept_list

    if check and why:
        raise BadInput("--check and --why exclude each other.", "Leave one of them out.")
    with open_study_folder(study_folder, read_only=True, viewer=viewer) as study:
        if why:
            _print_reasons(study, why, form)
            return ExitStatus.DONE
        with output.working("Reading", study.definition.title):
            found = build_concept_list(study)
    if check:
        return _print_findings(found, form)
    _print_concepts(found, form)
    return ExitStatus.DONE


def _print_reasons(study: OpenStudy, words: Sequence[str], form: str) -> None:
    from tipcoder.workbench.suggestions.concept_list import explain_concepts

    rows = [dict(zip(_WHY, found, strict=True)) for found in explain_concepts(study, words)]
    output.print_records("Why", rows, _WHY, form, empty="No concept has these words.")


def _print_findings(found: ConceptList, form: str) -> int:
    """Print what is wrong; returns the exit status."""
    from tipcoder.export.document import Document, Preformatted
    from tipcoder.export.report import build_records_report

    rows = [{"finding": finding} for finding in found.findings]
    report = build_records_report("Findings", rows, ("finding",), empty="Nothing is wrong.")
    blocks = (Preformatted("\n".join(found.findings)),) if rows else ()
    output.print_report(replace(report, narrow=Document("Findings", blocks)), form)
    concepts = format_count(len(found.concepts), "concept")
    output.say(f"{concepts}, {format_count(len(found.findings), 'finding')}.")
    return ExitStatus.CHECK_FAILED if found.findings else ExitStatus.DONE


def _print_concepts(found: ConceptList, form: str) -> None:
    from tipcoder.export.document import Kind

    rows = [_as_record(use, found.answers) for use in found.concepts]
    kinds = {"share": Kind.SHARE}
    output.print_records("Concepts", rows, _COLUMNS, form, kinds=kinds)
    own = len(found.concepts) - found.shipped
    concepts = format_count(len(found.concepts), "concept")
    output.say(f"{concepts}, {own} of them this study's own; --check lists findings.")


def _as_record(use: ConceptUse, answers: int) -> dict[str, object]:
    return {
        "concept": use.name,
        "answers": use.answers,
        "share": round(use.answers / max(answers, 1), 4),
        "languages": " ".join(use.languages),
        "entries": use.entries,
        "own": "yes" if use.own else "no",
        "words": ", ".join(use.words),
    }
