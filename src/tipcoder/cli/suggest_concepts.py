"""`suggest concepts`: the list of concepts, checked on this study's answers, and why words match."""

from __future__ import annotations

import argparse

from tipcoder.cli import output
from tipcoder.cli.options import Verbs, add_format, add_study
from tipcoder.cli.output import format_count
from tipcoder.errors import BadInput, ExitStatus

_COLUMNS = ("concept", "answers", "share", "languages", "entries", "own", "words")
_WHY = ("words", "concept", "language", "entry")


def add_actions(actions: Verbs) -> None:
    concepts = actions.add_parser(
        "concepts",
        help="the concepts behind suggestions, how often answers say them, and why a word matches",
        description="Concepts come with tipcoder; a concepts.toml beside the codebook replaces those that it names and "
        "adds others. --check prints what is wrong with the list, with exit status 1 if anything is.",
    )
    concepts.add_argument("--check", action="store_true", help="only what is wrong; exit status 1 if anything is")
    concepts.add_argument("--why", metavar="WORDS", action="append", default=[], help="which concepts say these words")
    add_format(concepts)
    add_study(concepts)
    concepts.set_defaults(run=run_concepts)


def run_concepts(arguments: argparse.Namespace) -> int:
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.suggestions.concept_list import build_concept_list, explain_concepts

    if arguments.check and arguments.why:
        raise BadInput("--check and --why exclude each other.", "Leave one of them out.")
    with open_study_folder(arguments.study, read_only=True, viewer=arguments.coder) as here:
        if arguments.why:
            why = [dict(zip(_WHY, found, strict=True)) for found in explain_concepts(here, arguments.why)]
            output.rows(why, _WHY, arguments.format, empty="No concept has these words.")
            return ExitStatus.DONE
        with output.working("Reading", here.definition.title):
            found = build_concept_list(here)
    if arguments.check:
        findings = [{"finding": finding} for finding in found.findings]
        if arguments.format == "table":
            for finding in found.findings:
                output.text(finding)
        else:
            output.rows(findings, ("finding",), arguments.format)
        output.say(f"{format_count(len(found.concepts), 'concept')}, {format_count(len(findings), 'finding')}.")
        return ExitStatus.CHECK_FAILED if findings else ExitStatus.DONE
    rows: list[dict[str, object]] = [
        {
            "concept": use.name,
            "answers": use.answers,
            "share": round(use.answers / max(found.answers, 1), 4),
            "languages": " ".join(use.languages),
            "entries": use.entries,
            "own": "yes" if use.own else "no",
            "words": ", ".join(use.words),
        }
        for use in found.concepts
    ]
    output.rows(rows, _COLUMNS, arguments.format)
    own = len(found.concepts) - found.shipped
    output.say(
        f"{format_count(len(found.concepts), 'concept')}, {own} of them this study's own; --check lists findings."
    )
    return ExitStatus.DONE
