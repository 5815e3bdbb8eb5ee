"""`assign`: independent work for several coders."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import (
    coder_option,
    dry_run_option,
    flag,
    format_option,
    option,
    study_option,
)
from tipcoder.cli.types import WholeNumber, Words
from tipcoder.errors import BadInput, ExitStatus

if TYPE_CHECKING:
    from tipcoder.workbench.rounds.forecasts import CodeForecast
    from tipcoder.workbench.rounds.rounds import DrawnRound

_COLUMNS = ("code", "prevalence", "expected", "likely", "shared", "needed", "needed_800")


@define_command(
    "assign",
    examples=(
        "tipcoder assign --coders anna,boris --dry-run",
        "tipcoder assign --coders anna,boris --overlap 100 --only-overlap --name training",
        "tipcoder assign --coders anna,boris --drift 40 --from 2023 --dry-run",
        "tipcoder assign --coders carla --training 30 --name T1",
    ),
)
@option(
    "--coders",
    metavar="a,b",
    type=Words(),
    required=True,
    help="who codes, separated by commas",
)
@option(
    "--overlap",
    metavar="N",
    default="20%",
    help="what all coders get: a share or a number (default: 20%)",
)
@option(
    "--by",
    "strata",
    metavar="question,language",
    type=Words(),
    default=("question", "language"),
    help="the strata of the draw; empty for none (default: question,language)",
)
@option(
    "--questions", metavar="Q,Q", type=Words(), default=(), help="only answers to these questions"
)
@option(
    "--oversample",
    metavar="N",
    default="",
    help="draw this part of the overlap, a share or a number, from answers likely to carry rare "
    "codes; figures are weighted for it",
)
@option(
    "--rare",
    metavar="CODE,CODE",
    type=Words(),
    default=(),
    help="which codes are rare (default: those with fewer than 10 expected)",
)
@option(
    "--drift",
    metavar="N",
    default="",
    help="mix in this many answers of an earlier wave, a share or a number, to be coded again "
    "without anybody knowing which they are",
)
@option(
    "--from",
    "earlier_wave",
    metavar="WAVE",
    help="the wave that they are of (default: the last but one)",
)
@option(
    "--training",
    metavar="N",
    default="",
    help="instead, a training round for new coders: this many settled answers, a share or a "
    "number, with feedback after each",
)
@flag("--only-overlap", about="deal out only what all get")
@option("--name", metavar="NAME", default="", help="what to call the round (default: R1, R2, …)")
@option("--seed", metavar="N", type=WholeNumber(), help="repeat a draw")
@dry_run_option("show the draw and keep nothing")
@format_option()
@coder_option
@study_option
def assign_answers(
    coders: tuple[str, ...],
    overlap: str,
    strata: tuple[str, ...],
    questions: tuple[str, ...],
    oversample: str,
    rare: tuple[str, ...],
    drift: str,
    earlier_wave: str | None,
    training: str,
    only_overlap: bool,
    name: str,
    seed: int | None,
    dry_run: bool,
    form: str,
    coder: str | None,
    study_folder: Path | None,
) -> int:
    """Draw a blind round.

    Draws answers that all coders get, at random within strata, and deals out the rest. Until the
    round is frozen nobody in it sees what the others coded. With --drift the round is of the last
    wave of the survey, and coded answers of an earlier one are hidden among them: it shows whether
    the coders still code as they did. One coder is enough for that. With --training new coders code
    copies of settled answers and are told after each what was settled; nothing else counts them.
    """
    if training:
        _refuse_beside_training(
            oversample=oversample, rare=rare, drift=drift, only_overlap=only_overlap
        )
        wished = TrainingWish(coders, training, name, questions, seed)
        return _assign_training(wished, dry_run, form, coder, study_folder)
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.rounds.rounds import RoundPlan, draw_round

    plan = RoundPlan(
        coders=coders,
        overlap=overlap,
        by=strata,
        name=name,
        questions=questions,
        only_overlap=only_overlap,
        seed=seed,
        oversample=oversample,
        rare=rare,
        drift=drift,
        earlier_wave=earlier_wave,
    )
    with open_study_folder(study_folder, read_only=dry_run, viewer=coder) as study:
        drawn = draw_round(study, study.find_coder(coder), plan, dry_run=dry_run)

    # What was drawn is for a person; how much it will tell about each code is a table.
    _say_draw(drawn, dry_run)
    rows = [_as_record(line, drawn.shared) for line in drawn.expected]
    output.print_records("Forecast", rows, _COLUMNS, form, empty="The codebook has no code yet.")
    return ExitStatus.DONE


class TrainingWish(NamedTuple):
    """What a training round is to be, as it was typed."""

    coders: tuple[str, ...]
    size: str
    name: str
    questions: tuple[str, ...]
    seed: int | None


def _refuse_beside_training(**given: object) -> None:
    """Raise BadInput for options of rounds that compare coders."""
    for name, value in given.items():
        if value:
            option_name = name.replace("_", "-")
            raise BadInput(
                f"--{option_name} is for rounds that compare coders, and --training is none.",
                "Leave one of them out.",
            )


def _assign_training(
    wished: TrainingWish, dry_run: bool, form: str, coder: str | None, study_folder: Path | None
) -> int:
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.rounds.training import TrainingPlan, draw_training

    plan = TrainingPlan(**wished._asdict())
    with open_study_folder(study_folder, read_only=dry_run, viewer=coder) as study:
        drawn = draw_training(study, study.find_coder(coder), plan, dry_run=dry_run)
    kept = " Nothing was kept." if dry_run else ""
    output.say(
        f"Training {drawn.name}, seed {drawn.seed}: {drawn.answers} of "
        f"{output.format_count(drawn.pile, 'settled answer')} for {', '.join(drawn.coders)}.{kept} "
        f"`tipcoder agreement --training {drawn.name}` compares with what was settled."
    )
    rows = [{"code": code, "settled": count} for code, count in drawn.codes.items()]
    empty = "No code is settled on these answers."
    output.print_records("Training", rows, ("code", "settled"), form, empty=empty)
    return ExitStatus.DONE


def _say_draw(drawn: DrawnRound, dry_run: bool) -> None:
    each = ", ".join(f"{name} {count}" for name, count in drawn.each.items())
    kept = " Nothing was kept." if dry_run else ""
    shared = output.format_count(drawn.shared, "answer")
    output.say(
        f"Round {drawn.name}, seed {drawn.seed}: {shared} of {drawn.pile} for everybody "
        f"({each} in all).{kept}"
    )
    if drawn.again is not None:
        again = drawn.again
        output.say(
            f"The round is of wave {again.later}; {again.size} of {again.pile} coded answers of "
            f"wave {again.earlier} are mixed in to be coded again. Once it is frozen, `tipcoder "
            "stats change` tells a change of coders from a change of answers."
        )
    if drawn.likely:
        likely = output.format_count(drawn.likely, "shared answer")
        output.say(
            f"{likely} were drawn because they are likely to carry a rare code; the report on the "
            "round weighs every answer by the inverse of its chance."
        )
    if any(line.positives is not None for line in drawn.expected):
        output.say(
            "Per code, from what is finished: expected positives at the least, and how many shared "
            "answers it takes to tell alpha from .667, and from .800."
        )
    else:
        output.say(
            "Nothing is finished yet, so no positives can be foreseen: a small first round will "
            "tell."
        )


def _as_record(line: CodeForecast, shared: int) -> dict[str, object]:
    prevalence = None if line.prevalence is None else round(line.prevalence, 4)
    expected = None if line.positives is None else round(line.positives, 1)
    return {
        "code": line.code,
        "prevalence": prevalence,
        "expected": expected,
        "likely": line.likely,
        "shared": shared,
        "needed": line.needed,
        "needed_800": line.needed_reliable,
    }
