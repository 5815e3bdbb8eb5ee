"""`assign`, `rounds`: independent work for several coders."""

from __future__ import annotations

import argparse

from tipcoder.cli import output
from tipcoder.cli.options import Verbs, add_coder, add_format, add_study
from tipcoder.cli.output import format_count
from tipcoder.errors import ExitStatus


def add_verbs(verbs: Verbs) -> None:
    assign = verbs.add_parser(
        "assign",
        help="draw a blind round of answers for several coders",
        description="Draws answers that all coders get, at random within strata, and deals out the rest. Until the "
        "round is frozen nobody in it sees what the others coded.",
    )
    assign.add_argument("--coders", metavar="a,b", required=True, help="who codes, separated by commas")
    assign.add_argument(
        "--overlap", metavar="N", default="20%", help="what all coders get: a share or a number (default: 20%%)"
    )
    assign.add_argument("--by", metavar="question,language", default="question,language", help="strata; empty for none")
    assign.add_argument("--questions", metavar="Q,Q", default="", help="only answers to these questions")
    assign.add_argument(
        "--oversample",
        metavar="N",
        default="",
        help="this part of the overlap, a share or a number, from answers likely to carry rare codes; figures weigh it",
    )
    assign.add_argument(
        "--rare", metavar="CODE,CODE", default="", help="which codes (default: those with fewer than 10 expected)"
    )
    assign.add_argument("--only-overlap", action="store_true", help="deal out nothing beside what all get")
    assign.add_argument("--name", metavar="NAME", default="", help="what to call the round (default: R1, R2, …)")
    assign.add_argument("--seed", metavar="N", type=int, help="repeat a draw")
    assign.add_argument("--dry-run", action="store_true", help="show the draw and keep nothing")
    add_format(assign)
    add_coder(assign)
    add_study(assign)
    assign.set_defaults(run=run_assign)

    rounds = verbs.add_parser("rounds", help="rounds and how far they are; freeze one when it is done")
    rounds.add_argument("--freeze", metavar="NAME", help="close this round for the agreement report")
    add_format(rounds)
    add_coder(rounds)
    add_study(rounds)
    rounds.set_defaults(run=run_rounds)


def run_assign(arguments: argparse.Namespace) -> int:
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.rounds.rounds import RoundPlan, draw_round

    plan = RoundPlan(
        coders=_listed(arguments.coders),
        overlap=arguments.overlap,
        by=_listed(arguments.by),
        name=arguments.name,
        questions=_listed(arguments.questions),
        only_overlap=arguments.only_overlap,
        seed=arguments.seed,
        oversample=arguments.oversample,
        rare=_listed(arguments.rare),
    )
    with open_study_folder(arguments.study, read_only=arguments.dry_run, viewer=arguments.coder) as here:
        drawn = draw_round(here, here.find_coder(arguments.coder), plan, dry_run=arguments.dry_run)
    rows = [
        {
            "code": line.code,
            "prevalence": None if line.prevalence is None else round(line.prevalence, 4),
            "expected": None if line.positives is None else round(line.positives, 1),
            "likely": line.likely,
            "shared": drawn.shared,
            "needed": line.needed,
            "needed_800": line.needed_reliable,
        }
        for line in drawn.expected
    ]
    each = ", ".join(f"{name} {count}" for name, count in drawn.each.items())
    output.say(
        f"Round {drawn.name}, seed {drawn.seed}: {format_count(drawn.shared, 'answer')} of {drawn.pile} for everybody "
        f"({each} in all).{' Nothing was kept.' if arguments.dry_run else ''}"
    )
    if drawn.likely:
        output.say(
            f"{format_count(drawn.likely, 'shared answer')} were drawn because they are likely to carry a rare code; the "
            "report on the round weighs every answer by the inverse of its chance."
        )
    if any(line.positives is not None for line in drawn.expected):
        output.say(
            "Per code, from what is finished: expected positives at the least, and how many shared answers it takes to "
            "tell alpha from .667, and from .800."
        )
    else:
        output.say("Nothing is finished yet, so no positives can be foreseen: a small first round will tell.")
    columns = ("code", "prevalence", "expected", "likely", "shared", "needed", "needed_800")
    output.rows(rows, columns, arguments.format, empty="The codebook has no code yet.")
    return ExitStatus.DONE


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def run_rounds(arguments: argparse.Namespace) -> int:
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.rounds.rounds import freeze_round, list_rounds

    with open_study_folder(arguments.study, read_only=arguments.freeze is None, viewer=arguments.coder) as here:
        if arguments.freeze is not None:
            done = freeze_round(here, here.find_coder(arguments.coder), arguments.freeze)
            output.say(f"{done[0].upper()}{done[1:]}.")
            return ExitStatus.DONE
        states = list_rounds(here)
    rows = [
        {
            "round": state.round.name,
            "coder": share.coder,
            "answers": share.answers,
            "shared": share.shared,
            "finished": share.finished,
            "frozen": state.round.frozen_at,
            "seed": state.round.design.get("seed"),
        }
        for state in states
        for share in state.shares
    ]
    columns = ("round", "coder", "answers", "shared", "finished", "frozen", "seed")
    output.rows(rows, columns, arguments.format, empty="There is no round yet; `tipcoder assign` draws one.")
    return ExitStatus.DONE
