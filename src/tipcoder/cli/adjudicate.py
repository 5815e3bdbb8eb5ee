"""`adjudicate`: settling where coders differ."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from tipcoder.cli import output
from tipcoder.cli.options import Verbs, add_coder, add_format, add_study, input_file
from tipcoder.cli.output import format_count
from tipcoder.errors import BadInput, ExitStatus, did_you_mean

if TYPE_CHECKING:
    from tipcoder.workbench.adjudication.adjudication import Adjudication, DisagreementFilter

_REASONS = "boundary, missed, definition gap, language, slip"


def add_verbs(verbs: Verbs) -> None:
    adjudicate = verbs.add_parser(
        "adjudicate",
        help="settle where coders differ: the consensus layer",
        description="Without an action, opens the screen for it. Coders' own codings stay as they are; decisions make "
        "the layer that --layer consensus reads. Answers of an open round are left out until it is frozen.",
    )
    add_coder(adjudicate)
    add_study(adjudicate)
    adjudicate.set_defaults(run=run_screen)
    actions = adjudicate.add_subparsers(title="actions", metavar="ACTION")

    _add_list(actions)
    _add_settle(actions)
    _add_import(actions)
    _add_reopen(actions)
    _add_rules(actions)


def _add_list(actions: Verbs) -> None:
    listed = actions.add_parser("list", help="every disagreement, the codes that coders split on most often first")
    listed.add_argument("--code", metavar="CODE", action="append", default=[], help="only on this code")
    listed.add_argument("--question", metavar="COLUMN", action="append", default=[], help="only on answers to this")
    listed.add_argument("--pair", metavar="a,b", help="only where these two coders differ")
    listed.add_argument("--round", metavar="NAME", help="only what was said in this frozen round")
    listed.add_argument("--words", action="store_true", help="also where all put the code, and marked other words")
    state = listed.add_mutually_exclusive_group()
    state.add_argument("--open", action="store_true", help="only what is not settled")
    state.add_argument("--settled", action="store_true", help="only what is settled")
    listed.add_argument("--quotes", action="store_true", help="add the words that were marked, which may name people")
    add_format(listed)
    add_coder(listed)
    add_study(listed)
    listed.set_defaults(run=run_list)


def _add_settle(actions: Verbs) -> None:
    settle = actions.add_parser("settle", help="decide one disagreement")
    _add_place(settle)
    settle.add_argument(
        "--side", metavar="WHO", help="a coder whose judgement stands, both (all that was marked), or neither"
    )
    settle.add_argument(
        "--span", metavar="S:E", action="append", default=[], help="instead of --side: the code stands on these words"
    )
    settle.add_argument("--reason", metavar="WHY", default="", help=f"why they differed: {_REASONS}")
    settle.add_argument("--note", metavar="TEXT", default="", help="what to remember of it")
    settle.set_defaults(run=run_settle)


def _add_import(actions: Verbs) -> None:
    into = actions.add_parser(
        "import",
        help="decide by a file, all lines or none",
        description="Lines of `adjudicate list --format csv` with the column side filled in: a coder's name, both or "
        "neither; and reason and note. Lines without a side stay open.",
    )
    into.add_argument("file", metavar="FILE", type=input_file, help="the CSV; - for standard input")
    into.add_argument("--dry-run", action="store_true", help="check every line and keep nothing")
    add_coder(into)
    add_study(into)
    into.set_defaults(run=run_import)


def _add_reopen(actions: Verbs) -> None:
    reopen = actions.add_parser("reopen", help="take a decision away")
    _add_place(reopen)
    reopen.set_defaults(run=run_reopen)


def _add_rules(actions: Verbs) -> None:
    rules = actions.add_parser(
        "rules",
        help="why coders differed, and drafts of rules for the codebook",
        description="Drafts come from the reasons and notes of decisions. Nothing is written into the codebook.",
    )
    add_format(rules)
    add_coder(rules)
    add_study(rules)
    rules.set_defaults(run=run_rules)


def _add_place(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("case", metavar="CASE", help="the case, as `adjudicate list` names it")
    parser.add_argument("question", metavar="QUESTION", help="its open question")
    parser.add_argument("code", metavar="CODE", help="the code they differ on")
    add_coder(parser)
    add_study(parser)


def run_screen(arguments: argparse.Namespace) -> int:
    from tipcoder.cli.workbench import open_workbench

    return open_workbench(arguments.study, arguments.coder, "adjudication")


def run_list(arguments: argparse.Namespace) -> int:
    from tipcoder.workbench.adjudication.adjudication import Adjudication
    from tipcoder.workbench.adjudication.disagreement_rows import COLUMNS, build_disagreement_rows
    from tipcoder.workbench.opening import open_study_folder

    with open_study_folder(arguments.study, read_only=True, viewer=arguments.coder) as here:
        desk = Adjudication(here, here.find_coder(arguments.coder), arguments.round)
        found = desk.list_disagreements(_wanted(desk, arguments))
        rows = build_disagreement_rows(desk, found, quotes=arguments.quotes)
        names = desk.found.name_coders()
    columns = (*COLUMNS, "words") if arguments.quotes else COLUMNS
    shown = columns if arguments.format != "table" else tuple(c for c in columns if any(row[c] for row in rows))
    output.rows(rows, shown, arguments.format, empty="No disagreement.")
    open_ones = sum(1 for one in found if one.settled is None)
    output.say(
        f"{format_count(len(found), 'disagreement')}, {open_ones} not settled, among {', '.join(names.values())}."
    )
    return ExitStatus.DONE


def _wanted(desk: Adjudication, arguments: argparse.Namespace) -> DisagreementFilter:
    from tipcoder.workbench.adjudication.adjudication import DisagreementFilter

    for code in arguments.code:
        if code not in desk.found.book.codes:
            raise BadInput(f"The codebook has no code {code!r}.", did_you_mean(code, desk.found.book.codes))
    asked = {answer.question for answer in desk.found.answers.values()}
    for question in arguments.question:
        if question not in asked:
            raise BadInput(f"There is no open question {question!r}.", did_you_mean(question, asked))
    pair = None
    if arguments.pair:
        names = [name.strip() for name in arguments.pair.split(",") if name.strip()]
        if len(names) != 2:
            raise BadInput(f"--pair cannot read {arguments.pair!r}.", "Write --pair a,b.")
        pair = (desk.require_coder_id(names[0]), desk.require_coder_id(names[1]))
    return DisagreementFilter(
        codes=tuple(arguments.code),
        pair=pair,
        questions=tuple(arguments.question),
        words_too=arguments.words,
        settled=True if arguments.settled else False if arguments.open else None,
    )


def run_settle(arguments: argparse.Namespace) -> int:
    from tipcoder.workbench.adjudication.adjudication import Adjudication
    from tipcoder.workbench.opening import open_study_folder

    spans = tuple(_span(text) for text in arguments.span)
    if bool(spans) == bool(arguments.side):
        raise BadInput("A decision is a side or words.", "Use --side CODER, both or neither, or --span S:E.")
    with open_study_folder(arguments.study, viewer=arguments.coder) as here:
        desk = Adjudication(here, here.find_coder(arguments.coder))
        one = desk.require_disagreement(arguments.case, arguments.question, arguments.code)
        side, coder_id = ("edited", None) if spans else desk.parse_side(arguments.side)
        said = desk.settle_disagreement(
            one, side, coder_id=coder_id, spans=spans, reason=arguments.reason, note=arguments.note.strip()
        )
    output.say(f"{said[:1].upper()}{said[1:]}. `tipcoder undo` takes it back.")
    return ExitStatus.DONE


def _span(text: str) -> tuple[int, int]:
    start, _, end = text.partition(":")
    try:
        return int(start), int(end)
    except ValueError:
        raise BadInput(
            f"--span cannot read {text!r}.", "Write --span 12:40, in characters from 0, the end not included."
        ) from None


def run_import(arguments: argparse.Namespace) -> int:
    from tipcoder.workbench.adjudication.adjudication import Adjudication
    from tipcoder.workbench.adjudication.decisions_import import import_decisions
    from tipcoder.workbench.opening import open_study_folder

    with open_study_folder(arguments.study, read_only=arguments.dry_run, viewer=arguments.coder) as here:
        desk = Adjudication(here, here.find_coder(arguments.coder))
        done = import_decisions(desk, arguments.file, dry_run=arguments.dry_run)
    said = f"{format_count(done.settled, 'decision')} of {format_count(done.lines, 'line')}, {done.already} were so already, "
    said += f"{format_count(done.without, 'line')} without a side."
    end = (
        "Dry run: nothing was kept."
        if arguments.dry_run
        else "`tipcoder undo` takes them back."
        if done.settled
        else ""
    )
    output.say(f"{said} {end}".rstrip())
    return ExitStatus.DONE


def run_reopen(arguments: argparse.Namespace) -> int:
    from tipcoder.workbench.adjudication.adjudication import Adjudication
    from tipcoder.workbench.opening import open_study_folder

    with open_study_folder(arguments.study, viewer=arguments.coder) as here:
        desk = Adjudication(here, here.find_coder(arguments.coder))
        said = desk.reopen_disagreement(desk.require_disagreement(arguments.case, arguments.question, arguments.code))
    output.say(f"{said[:1].upper()}{said[1:]}. `tipcoder undo` takes it back.")
    return ExitStatus.DONE


def run_rules(arguments: argparse.Namespace) -> int:
    from tipcoder.workbench.adjudication.adjudication import Adjudication
    from tipcoder.workbench.opening import open_study_folder

    with open_study_folder(arguments.study, read_only=True, viewer=arguments.coder) as here:
        desk = Adjudication(here, here.find_coder(arguments.coder))
        found = desk.draw_lessons()
        stood = desk.count_judgements_upheld()
    rows = [
        {
            "code": lesson.code,
            "settled": lesson.settled,
            "reasons": ", ".join(f"{reason} {n}" for reason, n in lesson.reasons),
            "part": draft.part if draft else "",
            "language": draft.language if draft else "",
            "draft": draft.text if draft else "",
        }
        for lesson in found
        for draft in lesson.drafts or (None,)
    ]
    if arguments.format == "table" and rows:
        for lesson in found:
            output.text(lesson.describe_reasons(lesson.code))
            for draft in lesson.drafts:
                output.text(f"  {draft.part} ({draft.language}): {draft.text}")
    else:
        columns = ("code", "settled", "reasons", "part", "language", "draft")
        output.rows(rows, columns, arguments.format, empty="Nothing is settled yet.")
    if stood:
        output.say("What a coder had said stood: " + ", ".join(f"{name} {n} of {of}" for name, n, of in stood) + ".")
    return ExitStatus.DONE
